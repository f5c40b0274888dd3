//! A list that is no frame yet: what is wrong with it, how it was understood, what has to be said or confirmed.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use maud::{Markup, html};
use serde_json::json;

use super::desk::Desk;
use super::list::{LONGEST, state};
use super::{status, subject};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::assign;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::{Action, Entry, Permission};
use messages::{PlainMessage, text, words};
use sampling::listing::ListingFinding;
use sampling::store::update_frame_draft;
use sampling::{DraftFacts, FrameStatus};

/// The most faults that are shown; who has mended them sees the next.
const SHOWN: usize = 200;

/// Shows it.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
) -> Result<Markup, Error> {
    let desk = Desk::load(&app, id).await?;
    Ok(view(&interface, &staff, &desk, None))
}

/// Takes in what was said of the list, and reads it anew.
pub(crate) async fn save(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Error> {
    let desk = Desk::load(&app, id).await?;
    let short = |name: &str| typed.text(name).chars().take(LONGEST).collect::<String>();
    let before = &desk.draft.facts;
    let facts = DraftFacts {
        name: short("name"),
        source: short("source"),
        reference_date: typed.text("reference-date").parse::<NaiveDate>().ok(),
        status: FrameStatus::from_word(typed.text("status")).unwrap_or(before.status),
        assignment: assign::assigned(&typed, &desk.read.listing.layout, &before.assignment),
        tolerance: typed.text("tolerance").parse().unwrap_or(before.tolerance),
    };
    let read = desk.read_by(&app, &facts).await?;
    let faults = read.listing.findings.len();
    let write = staff.write(&app).await?;
    update_frame_draft(write.transaction(), desk.draft.id, &facts, faults).await?;
    let entry = Entry::new(Action::SaveFrameDraft, subject(desk.draft.id))
        .before(facts_logged(before))
        .after(facts_logged(&facts));
    write.commit(entry).await?;
    let to = Address::FrameDraft {
        draft: desk.draft.id,
    };
    Ok(Redirect::to(&interface.link(to)).into_response())
}

fn facts_logged(facts: &DraftFacts) -> serde_json::Value {
    json!({
        "name": facts.name,
        "source": facts.source,
        "reference_date": facts.reference_date,
        "status": facts.status.as_str(),
        "assignment": facts.assignment,
        "tolerance": facts.tolerance,
    })
}

/// Why a list was not adopted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// Something of the list has not been said yet, or it has faults.
    Incomplete,
    /// What is doubtful was not confirmed.
    Unconfirmed,
    /// The list is not what it was when the page was made.
    Changed,
}

impl Refused {
    fn words(self) -> PlainMessage {
        match self {
            Self::Incomplete => text::FRAME_REFUSED_INCOMPLETE,
            Self::Unconfirmed => text::FRAME_REFUSED_UNCONFIRMED,
            Self::Changed => text::FRAME_REFUSED_CHANGED,
        }
    }
}

/// The page that says why a list was not adopted.
pub(super) fn refused(
    interface: &Interface,
    staff: &Staff,
    desk: &Desk,
    refused: Refused,
) -> Response {
    let code = match refused {
        Refused::Changed => StatusCode::CONFLICT,
        Refused::Incomplete | Refused::Unconfirmed => StatusCode::UNPROCESSABLE_ENTITY,
    };
    (code, view(interface, staff, desk, Some(refused))).into_response()
}

/// What has to be said of a list before it can be adopted and was not.
pub(super) fn lacking(facts: &DraftFacts) -> Vec<PlainMessage> {
    let said = [
        (facts.name.is_empty(), text::FRAME_NAME),
        (facts.source.is_empty(), text::FRAME_SOURCE),
        (facts.reference_date.is_none(), text::FRAME_DATE),
    ];
    said.into_iter()
        .filter_map(|(lacks, name)| lacks.then_some(name))
        .collect()
}

fn view(interface: &Interface, staff: &Staff, desk: &Desk, refused: Option<Refused>) -> Markup {
    let locale = interface.locale;
    let (draft, listing) = (&desk.draft, &desk.read.listing);
    let heading = match draft.facts.name.as_str() {
        "" => draft.file_name.as_str(),
        name => name,
    };
    let may = staff.may(Permission::ManageWaves);
    let faults = listing.findings.len();
    Studio::new(interface, staff, Place::Frames, heading).body(&html! {
        p { (state(interface, u64::try_from(faults).unwrap_or(u64::MAX))) " " (draft.file_name) " · " (draft.plan) " · " (draft.begun_by) " · " (interface.moment(draft.begun_at)) }
        @if let Some(refused) = refused { p.notice.doubt role="alert" { (locale.t(refused.words())) } }
        @if faults > 0 { (findings(interface, &listing.findings)) }
        @if may && faults == 0 { (adoption(interface, staff, desk)) }
        h2 { (locale.t(text::FRAME_UNDERSTOOD)) }
        ul.findings { @for remark in &listing.remarks { li { (words::listing_remark(locale, remark)) } } }
        @if faults > 0 && !listing.concerns.is_empty() {
            h2 { (locale.t(text::FRAME_CONCERNS)) }
            ul.findings { @for concern in &listing.concerns { li { (words::listing_concern(locale, concern)) } } }
        }
        @if may {
            (facts_form(interface, staff, desk))
            form method="post" action=(interface.link(Address::FrameDraftDiscard { draft: draft.id })) {
                (staff.form_token())
                button.danger type="submit" { (locale.t(text::FRAME_DISCARD)) }
            }
        }
    })
}

fn findings(interface: &Interface, findings: &[ListingFinding]) -> Markup {
    let locale = interface.locale;
    html! {
        p.notice { strong { (locale.t(text::FRAMES_NEXT)) } " " (locale.t(text::FRAME_NEXT_MEND)) }
        h2 { (locale.t(text::FrameFindings { count: findings.len() })) }
        div.scroll tabindex="0" role="region" aria-label=(locale.t(text::FrameFindings { count: findings.len() })) { table.cards {
            thead { tr { th scope="col" { (locale.t(text::FRAME_ROWS)) } th scope="col" { (locale.t(text::FRAME_COLUMN)) } th scope="col" { (locale.t(text::FRAME_FAULT)) } } }
            tbody { @for finding in findings.iter().take(SHOWN) { tr {
                th scope="row" { (locale.t(text::FrameRow { row: finding.line.to_string() })) }
                td { (finding.place.as_deref().unwrap_or("")) }
                td { (words::listing_fault(locale, &finding.problem)) }
            } } }
        } }
        @if findings.len() > SHOWN { p { (locale.t(text::FrameFindingsMore { count: findings.len() - SHOWN })) } }
    }
}

/// What has to be confirmed, and the button that makes the list a frame; or what has to be said first.
fn adoption(interface: &Interface, staff: &Staff, desk: &Desk) -> Markup {
    let locale = interface.locale;
    let lacking = lacking(&desk.draft.facts);
    let concerns = &desk.read.listing.concerns;
    let hash = desk
        .read
        .frame
        .as_ref()
        .map_or("", |(_, hash)| hash.as_str());
    html! {
        @if !lacking.is_empty() {
            p.notice { strong { (locale.t(text::FRAMES_NEXT)) } " "
                @let named = lacking.iter().map(|name| locale.t(*name)).collect::<Vec<_>>().join(&locale.t(text::NAME_SEPARATOR));
                a href="#facts" { (locale.t(text::FrameNextSay { named })) }
            }
        } @else {
            div.decision {
                h2 { (locale.t(text::FRAME_ADOPT_TITLE)) }
                p { (locale.t(text::FRAME_ADOPT_HELP)) }
                form method="post" action=(interface.link(Address::FrameDraftAdoption { draft: desk.draft.id })) {
                    (staff.form_token())
                    input type="hidden" name="frame" value=(hash);
                    @if !concerns.is_empty() {
                        p { strong { (locale.t(text::FRAME_CONCERNS)) } }
                        ul.findings { @for concern in concerns { li { (words::listing_concern(locale, concern)) } } }
                        label.tick { input type="checkbox" name="confirmed" value="yes" required; span { (locale.t(text::FRAME_CONFIRM)) } }
                    }
                    button.main type="submit" { (locale.t(text::FRAME_ADOPT)) }
                }
            }
        }
    }
}

fn facts_form(interface: &Interface, staff: &Staff, desk: &Desk) -> Markup {
    let locale = interface.locale;
    let facts = &desk.draft.facts;
    let date = facts
        .reference_date
        .map(|day| day.to_string())
        .unwrap_or_default();
    html! {
        h2 #facts { (locale.t(text::FRAME_FACTS)) }
        form method="post" action=(interface.link(Address::FrameDraft { draft: desk.draft.id })) {
            (staff.form_token())
            div.narrow {
                label.f { span { (locale.t(text::FRAME_NAME)) } input type="text" name="name" value=(facts.name) required maxlength=(LONGEST); }
                label.f { span { (locale.t(text::FRAME_SOURCE)) } small #source-help { (locale.t(text::FRAME_SOURCE_HELP)) } input type="text" name="source" value=(facts.source) maxlength=(LONGEST) aria-describedby="source-help"; }
                label.f { span { (locale.t(text::FRAME_DATE)) } small #date-help { (locale.t(text::FRAME_DATE_HELP)) } input type="date" name="reference-date" value=(date) aria-describedby="date-help"; }
                label.f { span { (locale.t(text::FRAME_STATUS)) }
                    select name="status" { @for it in FrameStatus::ALL { option value=(it.as_str()) selected[it == facts.status] { (locale.t(status(it))) } } }
                }
                label.f { span { (locale.t(text::FRAME_TOLERANCE)) } input type="number" name="tolerance" min="0" max="100" value=(facts.tolerance); }
            }
            h3 { (locale.t(text::FRAME_COLUMNS)) }
            p.help { (locale.t(text::FRAME_COLUMNS_HELP)) }
            (assign::fields(interface, &desk.read.listing.layout))
            p { button.main type="submit" { (locale.t(text::FRAME_SAVE)) } }
        }
    }
}
