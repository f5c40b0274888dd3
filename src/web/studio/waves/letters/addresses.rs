//! Where the households of a wave live: lists of communities uploaded for its letters, of which only drawn households are kept.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde_json::json;

use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::letters::keep_listed_addresses;
use crate::number::Count;
use crate::studio::assign;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use crate::studio::waves::cases::load_sampled;
use accounts::Permission;
use fieldwork::store::{KeptAddresses, PsuAddresses, list_addresses, list_unit_sizes};
use fieldwork::{Wave, WaveState};
use messages::{text, words};
use sampling::household_list::{
    HouseholdColumn, HouseholdFault, HouseholdFinding, HouseholdList, read_households,
};
use sampling::listing::{Assignment, Layout};

/// The most faults that are shown; who has mended them sees the next.
const SHOWN: usize = 200;

/// The most numbers of households that are listed of a PSU.
const NUMBERS: usize = 40;

/// The field by which a form says how the columns of the list before were assigned, and that of their headings.
const ASSIGNED: &str = "assigned";
const HEADINGS: &str = "headings";

/// What became of a list.
enum Outcome {
    NoFile,
    Closed,
    /// It has faults, or nobody on it was drawn: nothing is kept.
    Refused(ReadList),
    Kept(ReadList, KeptAddresses),
}

/// A list with what was said of its columns. The file itself is kept nowhere, since it tells of households that were not drawn:
/// what was said travels in the form instead, and the list is chosen again.
struct ReadList {
    list: HouseholdList,
    assignment: Assignment<HouseholdColumn>,
    /// Whether its headings are others than those that columns were assigned by.
    other_headings: bool,
}

/// Shows who has no address yet.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
) -> Result<Markup, Error> {
    let wave = load_sampled(&app, &slug).await?;
    page(&app, &interface, &staff, &wave, None).await
}

/// Keeps the addresses of a list, or says what is wrong with it.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let wave = load_sampled(&app, &slug).await?;
    let outcome = take(&app, &staff, &wave, &typed).await?;
    let status = match outcome {
        Outcome::Kept(..) => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = page(&app, &interface, &staff, &wave, Some(&outcome)).await?;
    Ok((status, page).into_response())
}

async fn take(app: &App, staff: &Staff, wave: &Wave, typed: &Typed) -> Result<Outcome, Error> {
    if wave.state(app.clock.now()) == WaveState::Closed {
        return Ok(Outcome::Closed);
    }
    let Some(content) = typed.file("file").cloned() else {
        return Ok(Outcome::NoFile);
    };
    let name = typed.file_name("file").to_owned();
    let sizes = list_unit_sizes(&app.db, wave.id).await?;
    let read = async |assignment: &Assignment<HouseholdColumn>| {
        let (name, content, sizes) = (name.clone(), content.clone(), sizes.clone());
        let assignment = assignment.clone();
        // On a thread of its own: a large list takes seconds.
        let reading = move || read_households(&name, &content, &sizes, &assignment);
        let list = tokio::task::spawn_blocking(reading).await;
        list.map_err(Error::internal)
    };
    let before = serde_json::from_str(typed.text(ASSIGNED)).unwrap_or_default();
    let list = read(&before).await?;
    let by_hand = !typed.text(ASSIGNED).is_empty();
    let other_headings = by_hand && headings_mark(&list.layout) != typed.text(HEADINGS);
    let assignment = if by_hand && !other_headings {
        assign::assigned(typed, &list.layout, &before)
    } else {
        Assignment::default()
    };
    let read = ReadList {
        list: if assignment == before {
            list
        } else {
            read(&assignment).await?
        },
        assignment,
        other_headings,
    };
    if !read.list.findings.is_empty() {
        return Ok(Outcome::Refused(read));
    }
    let households = &read.list.households;
    let kept = keep_listed_addresses(staff.write(app).await?, wave, households).await?;
    Ok(match kept.kept {
        0 => Outcome::Refused(read),
        _ => Outcome::Kept(read, kept),
    })
}

/// What tells lists with the same headings from others: columns assigned for one are not those of another.
fn headings_mark(layout: &Layout<HouseholdColumn>) -> String {
    let headings = layout.columns.iter().map(|column| column.heading.as_str());
    db::hash(headings.collect::<Vec<_>>().join("\n").as_bytes())
}

async fn page(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    wave: &Wave,
    outcome: Option<&Outcome>,
) -> Result<Markup, Error> {
    let psus = list_addresses(&app.db, wave.id).await?;
    let open = wave.state(app.clock.now()) != WaveState::Closed;
    let takes = open && staff.may(Permission::ManageWaves);
    let locale = interface.locale;
    let letters = interface.link(Address::WaveLetters { wave: &wave.slug });
    Ok(
        Studio::new(interface, staff, Place::Waves, locale.t(text::ADDRESSES_TITLE)).body(&html! {
            p { a href=(interface.link(Address::StaffWave { wave: &wave.slug })) { (interface.text(&wave.title)) } " · " a href=(letters) { (locale.t(text::LETTERS_TITLE)) } }
            @if let Some(outcome) = outcome { (said(interface, outcome)) }
            @if takes && let Some(Outcome::Refused(read) | Outcome::Kept(read, _)) = outcome { (columns(interface, staff, wave, read)) }
            (standing(interface, &psus, takes))
            @if takes { (form(interface, staff, wave)) }
            (without(interface, &psus))
        }),
    )
}

/// How far the addresses have come, and what is next.
fn standing(interface: &Interface, psus: &[PsuAddresses], takes: bool) -> Markup {
    let locale = interface.locale;
    let drawn: usize = psus.iter().map(|psu| psu.drawn).sum();
    let missing: usize = psus.iter().map(|psu| psu.missing.len()).sum();
    let (said, next) = match missing {
        0 => (
            locale.t(text::AddressesComplete { drawn }),
            text::ADDRESSES_NEXT_LETTERS,
        ),
        missing => (
            locale.t(text::AddressesMissing { drawn, missing }),
            text::ADDRESSES_NEXT_UPLOAD,
        ),
    };
    html! { p.lead { (said) @if takes { " " (locale.t(next)) } } }
}

fn form(interface: &Interface, staff: &Staff, wave: &Wave) -> Markup {
    let locale = interface.locale;
    let wave = &wave.slug;
    html! {
        p.help { (locale.t(text::ADDRESSES_HELP)) }
        form.narrow method="post" enctype="multipart/form-data" action=(interface.link(Address::WaveAddresses { wave })) {
            (staff.form_token())
            (file_field(interface))
            button.main type="submit" { (locale.t(text::ADDRESSES_SUBMIT)) }
        }
        p.help { (locale.t(text::ADDRESSES_TEMPLATE)) }
        p { a.button.quiet href=(interface.link(Address::WaveCaseList { wave })) download { (locale.t(text::CASES_LIST)) } }
    }
}

/// The columns of the list, to be assigned by hand: shown at once where that is what is wrong.
fn columns(interface: &Interface, staff: &Staff, wave: &Wave, read: &ReadList) -> Markup {
    let ReadList {
        list, assignment, ..
    } = read;
    if list.layout.columns.is_empty() {
        return Markup::default();
    }
    let locale = interface.locale;
    let unclear = list.findings.iter().any(|finding| {
        let fault = &finding.problem;
        matches!(
            fault,
            HouseholdFault::MissingColumns(_) | HouseholdFault::ColumnTwice(_)
        )
    });
    let action = Address::WaveAddresses { wave: &wave.slug };
    html! {
        details open[unclear] {
            summary { (locale.t(text::FRAME_COLUMNS)) }
            p.help { (locale.t(text::ADDRESSES_COLUMNS_HELP)) }
            form method="post" enctype="multipart/form-data" action=(interface.link(action)) {
                (staff.form_token())
                input type="hidden" name=(ASSIGNED) value=(json!(assignment));
                input type="hidden" name=(HEADINGS) value=(headings_mark(&list.layout));
                (assign::fields(interface, &list.layout))
                (file_field(interface))
                p { button.main type="submit" { (locale.t(text::ADDRESSES_SUBMIT)) } }
            }
        }
    }
}

fn file_field(interface: &Interface) -> Markup {
    html! {
        label.f { span { (interface.locale.t(text::ADDRESSES_FILE)) } input type="file" name="file" required accept=".csv,.xlsx,.txt"; }
    }
}

fn said(interface: &Interface, outcome: &Outcome) -> Markup {
    let locale = interface.locale;
    match outcome {
        Outcome::NoFile => {
            html! { p.notice.doubt role="alert" { (locale.t(text::CASES_NO_FILE)) } }
        }
        Outcome::Closed => {
            html! { p.notice.doubt role="alert" { (locale.t(text::ADDRESSES_CLOSED)) } }
        }
        Outcome::Refused(read) => {
            let list = &read.list;
            let why = match list.findings.len() {
                0 => locale.t(text::ADDRESSES_NONE_DRAWN),
                count => locale.t(text::AddressesNothingKept { count }),
            };
            html! {
                p.notice.doubt role="alert" { (why) }
                @if !list.findings.is_empty() { (findings(interface, &list.findings)) }
                (remarks(interface, read))
            }
        }
        Outcome::Kept(read, KeptAddresses { kept, left }) => html! {
            p.notice.good role="status" { (locale.t(text::AddressesKept { kept: *kept, left: *left })) }
            (remarks(interface, read))
        },
    }
}

fn remarks(interface: &Interface, read: &ReadList) -> Markup {
    let locale = interface.locale;
    html! {
        h2 { (locale.t(text::FRAME_UNDERSTOOD)) }
        @if read.other_headings { p { (locale.t(text::ADDRESSES_COLUMNS_OTHER)) } }
        ul.findings { @for remark in &read.list.remarks { li { (words::household_remark(locale, remark)) } } }
    }
}

fn findings(interface: &Interface, findings: &[HouseholdFinding]) -> Markup {
    let locale = interface.locale;
    html! {
        h2 { (locale.t(text::FrameFindings { count: findings.len() })) }
        div.scroll tabindex="0" role="region" aria-label=(locale.t(text::FrameFindings { count: findings.len() })) { table.cards {
            thead { tr { th scope="col" { (locale.t(text::FRAME_ROWS)) } th scope="col" { (locale.t(text::FRAME_COLUMN)) } th scope="col" { (locale.t(text::FRAME_FAULT)) } } }
            tbody { @for finding in findings.iter().take(SHOWN) { tr {
                th scope="row" { (locale.t(text::FrameRow { row: finding.line.to_string() })) " " small { (finding.file) } }
                td { (finding.place.as_deref().unwrap_or("")) }
                td { (words::household_fault(locale, &finding.problem)) }
            } } }
        } }
        @if findings.len() > SHOWN { p { (locale.t(text::FrameFindingsMore { count: findings.len() - SHOWN })) } }
    }
}

/// The drawn households without address, by PSU.
fn without(interface: &Interface, psus: &[PsuAddresses]) -> Markup {
    let locale = interface.locale;
    let lacking: Vec<&PsuAddresses> = psus.iter().filter(|psu| !psu.missing.is_empty()).collect();
    html! {
        @if !lacking.is_empty() {
            h2 { (locale.t(text::ADDRESSES_WITHOUT)) }
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::ADDRESSES_WITHOUT)) { table {
                thead { tr { @for head in [text::ADDRESSES_PSU, text::ADDRESSES_DRAWN, text::ADDRESSES_LACKING, text::ADDRESSES_NUMBERS] { th scope="col" { (locale.t(head)) } } } }
                tbody { @for psu in lacking { tr {
                    th scope="row" { (interface.text(&psu.name)) " " small { (psu.psu) } }
                    td.num { (Count(psu.drawn as u64)) }
                    td.num { (Count(psu.missing.len() as u64)) }
                    td { (numbers(interface, &psu.missing)) }
                } } }
            } }
        }
    }
}

fn numbers(interface: &Interface, households: &[i64]) -> String {
    let shown = households.iter().take(NUMBERS).map(i64::to_string);
    let mut numbers: Vec<String> = shown.collect();
    if households.len() > NUMBERS {
        numbers.push("…".to_owned());
    }
    numbers.join(&interface.locale.t(text::NAME_SEPARATOR))
}
