//! All cases of a wave, counted by PSU; one is found by its number.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::{load_sampled, tabs};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Path, Query};
use crate::interface::Interface;
use crate::number::Count;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use accounts::Permission;
use fieldwork::attempt_list::{AttemptList, ListError};
use fieldwork::disposition::Group;
use fieldwork::store::{
    RecordedAttempts, find_psu_of, list_cases, list_psu_names, list_sampled_psus,
};
use fieldwork::{CaseNumber, SampledPsu, Wave};
use messages::{PlainMessage, text, words};
use questionnaire::Text;
use sampling::store::list_strata;
use sampling::{PsuId, StratumId};

/// Faults of a file that are shown; of more only their number is said.
const MOST_FAULTS: usize = 100;

/// What became of a file that was sent.
pub(super) enum Uploaded {
    /// There was none.
    None,
    Unreadable(ListError),
    /// It has faults, and nothing of it was taken in.
    Faulty(AttemptList),
    Taken {
        recorded: RecordedAttempts,
        blank: usize,
    },
}

/// Shows them, or leads to the case of a number.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let wave = load_sampled(&app, &slug).await?;
    let typed = query.get("number").map(str::trim);
    let mut unknown = None;
    if let Some(typed) = typed.filter(|typed| !typed.is_empty()) {
        if let Some(number) = CaseNumber::parse(typed)
            && let Some(psu) = find_psu_of(&app.db, wave.id, number).await?
        {
            let psu = psu.as_str();
            let page = interface.link(Address::WavePsu { wave: &slug, psu });
            return Ok(Redirect::to(&format!("{page}#case-{number}")).into_response());
        }
        unknown = Some(typed);
    }
    page(&app, &interface, &staff, &wave, unknown, None).await
}

/// The page, with a number that no case has, and with what became of a file.
pub(super) async fn page(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    wave: &Wave,
    unknown: Option<&str>,
    uploaded: Option<&Uploaded>,
) -> Result<Response, Error> {
    let psus = list_sampled_psus(&app.db, wave.id).await?;
    let mut attempts: BTreeMap<PsuId, usize> = BTreeMap::new();
    for case in list_cases(&app.db, wave.id, None).await? {
        *attempts.entry(case.psu).or_default() += case.attempts.len();
    }
    let strata = list_strata(&app.db, &wave.edition).await?;
    let counted = Counted {
        strata: strata.into_iter().map(|it| (it.code, it.name)).collect(),
        names: list_psu_names(&app.db, wave.id).await?,
        psus,
        attempts,
    };
    let page = view(interface, staff, wave, &counted, unknown, uploaded);
    let refused = unknown.is_some()
        || matches!(
            uploaded,
            Some(Uploaded::None | Uploaded::Unreadable(_) | Uploaded::Faulty(_))
        );
    let status = if refused {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok((status, page).into_response())
}

struct Counted {
    strata: BTreeMap<StratumId, Text>,
    names: BTreeMap<PsuId, Text>,
    psus: Vec<SampledPsu>,
    attempts: BTreeMap<PsuId, usize>,
}

fn view(
    interface: &Interface,
    staff: &Staff,
    wave: &Wave,
    counted: &Counted,
    unknown: Option<&str>,
    uploaded: Option<&Uploaded>,
) -> Markup {
    let locale = interface.locale;
    let here = Address::WaveCases { wave: &wave.slug };
    let manages = staff.may(Permission::ManageWaves);
    let heading = interface.text(&wave.title);
    Studio::new(interface, staff, Place::Waves, heading)
        .tabs(tabs(interface, wave, here))
        .body(&html! {
            p.help { (locale.t(text::CASES_HELP)) }
            form.search method="get" action=(here) role="search" {
                @if interface.locale != messages::Locale::default() { input type="hidden" name="lang" value=(locale.tag()); }
                label.f {
                    span { (locale.t(text::CASES_NUMBER)) }
                    @if unknown.is_some() { b.message #number-fault role="alert" { (locale.t(text::CASES_NUMBER_UNKNOWN)) } }
                    input type="text" name="number" inputmode="numeric" maxlength="24" autocomplete="off" value=[unknown] aria-invalid=[unknown.map(|_| "true")] aria-describedby=[unknown.map(|_| "number-fault")];
                }
                button type="submit" { (locale.t(text::CASES_FIND)) }
            }
            @if let Some(uploaded) = uploaded { (outcome(interface, uploaded)) }
            @if manages { (files(interface, staff, wave)) }
            h2 { (locale.t(text::CASES_BY_PSU)) }
            @if counted.psus.is_empty() { p.help { (locale.t(text::CASES_NONE)) } } @else { (table(interface, wave, counted)) }
        })
}

/// The list to take along, and where it comes back.
fn files(interface: &Interface, staff: &Staff, wave: &Wave) -> Markup {
    let locale = interface.locale;
    let wave = &wave.slug;
    html! {
        details.elsewhere {
            summary { (locale.t(text::CASES_FILES)) }
            p { (locale.t(text::CASES_LIST_HELP)) }
            p { a.button href=(interface.link(Address::WaveCaseList { wave })) download { (locale.t(text::CASES_LIST)) } }
            form method="post" enctype="multipart/form-data" action=(interface.link(Address::WaveAttempts { wave })) {
                (staff.form_token())
                label.f { span { (locale.t(text::CASES_UPLOAD)) } input type="file" name="file" required accept=".csv,.xlsx,.txt"; }
                p.help { (locale.t(text::CASES_UPLOAD_HELP)) }
                button.main type="submit" { (locale.t(text::CASES_UPLOAD_SUBMIT)) }
            }
        }
    }
}

fn outcome(interface: &Interface, uploaded: &Uploaded) -> Markup {
    let locale = interface.locale;
    match uploaded {
        Uploaded::None => html! { p.notice.doubt role="alert" { (locale.t(text::CASES_NO_FILE)) } },
        Uploaded::Unreadable(error) => html! {
            p.notice.doubt role="alert" { (words::list_error(locale, error)) " " (locale.t(text::CASES_NOTHING_TAKEN)) }
        },
        Uploaded::Faulty(list) => html! {
            div.notice.doubt role="alert" {
                p { strong { (locale.t(text::CasesFaults { count: list.faults.len() })) } " " (locale.t(text::CASES_NOTHING_TAKEN)) }
                ul.findings { @for fault in list.faults.iter().take(MOST_FAULTS) { li { (words::cell_fault(locale, fault)) } } }
                @if list.faults.len() > MOST_FAULTS { p { (locale.t(text::CasesMoreFaults { count: list.faults.len() - MOST_FAULTS })) } }
            }
        },
        Uploaded::Taken { recorded, blank } => html! {
            p.notice.good role="status" { (locale.t(text::CasesTaken { new: recorded.new, known: recorded.known, blank: *blank })) }
        },
    }
}

/// The columns behind returned cases and attempts: cases that did not return, by what is known of them.
const GROUPS: [(PlainMessage, &[Group]); 5] = [
    (text::CASES_REFUSED, &[Group::Refusal]),
    (text::CASES_NOT_REACHED, &[Group::NonContact]),
    (text::CASES_OTHER, &[Group::Other]),
    (
        text::CASES_UNKNOWN,
        &[Group::UnknownHousehold, Group::UnknownOther],
    ),
    (text::CASES_NOT_ELIGIBLE, &[Group::NotEligible]),
];

fn table(interface: &Interface, wave: &Wave, counted: &Counted) -> Markup {
    let locale = interface.locale;
    html! {
        div.scroll tabindex="0" role="region" aria-label=(locale.t(text::CASES_BY_PSU)) { table.steps {
            thead { tr {
                th scope="col" { (locale.t(text::CASES_PSU)) }
                @for heading in [text::CASES_STRATUM, text::CASES_SAMPLED, text::CASES_RETURNED, text::CASES_ATTEMPTS] { th scope="col" { (locale.t(heading)) } }
                @for (heading, _) in GROUPS { th scope="col" { (locale.t(heading)) } }
                th scope="col" { (locale.t(text::CASES_SILENT)) }
            } }
            tbody { @for psu in &counted.psus { (row(interface, wave, counted, psu)) } }
        } }
    }
}

fn row(interface: &Interface, wave: &Wave, counted: &Counted, psu: &SampledPsu) -> Markup {
    let tally = &psu.cases;
    let of_groups = |groups: &[Group]| -> u64 {
        let cases = tally.dispositions.iter();
        let cases = cases.filter(|(disposition, _)| groups.contains(&disposition.group()));
        cases.map(|(_, cases)| *cases).sum()
    };
    let attempts = counted.attempts.get(&psu.code).copied().unwrap_or_default();
    let page = Address::WavePsu {
        wave: &wave.slug,
        psu: psu.code.as_str(),
    };
    html! {
        tr {
            th scope="row" {
                a href=(interface.link(page)) { @if let Some(name) = counted.names.get(&psu.code) { (interface.text(name)) } }
                " " small { (psu.code) }
            }
            td { (counted.strata.get(&psu.stratum).map_or(psu.stratum.as_str(), |name| interface.text(name))) }
            td.num { (Count(tally.cases)) }
            td.num { (Count(tally.returned)) }
            td.num { (Count(attempts as u64)) }
            @for (_, groups) in GROUPS { td.num { (Count(of_groups(groups))) } }
            td.num { (Count(tally.silent)) }
        }
    }
}
