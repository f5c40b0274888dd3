//! The cases of one PSU, and what came of an attempt, entered in two clicks.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use maud::{Markup, html};
use serde_json::json;

use super::{load_sampled, state, tabs};
use crate::addresses::{Address, case_list_of};
use crate::app::App;
use crate::error::{Error, FormFault, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::{LONGEST_REASON, Typed};
use accounts::{Action, Entry, Permission};
use clock::in_china;
use fieldwork::attempt::{Attempt, AttemptFault, ContactMode};
use fieldwork::attempt_list::day_of;
use fieldwork::disposition::{CaseState, Disposition};
use fieldwork::store::{
    FieldCase, RecordedAttempt, list_cases, list_psu_names, list_sittings, record_attempts,
};
use fieldwork::{CaseNumber, Wave};
use messages::{text, words};
use questionnaire::Text;
use sampling::PsuId;

/// What is entered most, each by one button; a letter that came back is one however the others are tried.
const COMMON: [(Option<ContactMode>, Disposition); 4] = [
    (None, Disposition::NobodyHome),
    (None, Disposition::Refusal),
    (Some(ContactMode::Letter), Disposition::AddressNotFound),
    (None, Disposition::Vacant),
];

/// Why an attempt was not recorded.
enum Fault {
    Day,
    NoReason,
    Attempt(AttemptFault),
}

/// Shows them.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path((slug, psu)): Path<(String, String)>,
) -> Result<Markup, Error> {
    let wave = load_sampled(&app, &slug).await?;
    page(&app, &interface, &staff, &wave, &PsuId::new(psu), None).await
}

/// Records an attempt.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path((slug, psu)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let wave = load_sampled(&app, &slug).await?;
    let psu = PsuId::new(psu);
    let foreign = || Error::Malformed(FormFault::Foreign);
    let case = CaseNumber::parse(typed.text("case")).ok_or_else(foreign)?;
    let (mode, code) = match typed.text("result").split_once(' ') {
        Some((mode, code)) => (mode, code),
        None => (typed.text("mode"), typed.text("result")),
    };
    let mode = ContactMode::from_word(mode).ok_or_else(foreign)?;
    let code = if code == "other" {
        typed.text("other")
    } else {
        code
    };
    let result = Disposition::from_code(code).ok_or_else(foreign)?;
    let correction = typed.text("correction") == "yes";
    let reason = typed.reason();
    let fault = match day_of(typed.text("day")) {
        None => Some(Fault::Day),
        Some(_) if correction && reason.is_empty() => Some(Fault::NoReason),
        Some(day) => {
            let attempt = Attempt {
                case,
                day,
                mode,
                result,
            };
            let reason = correction.then_some(reason.as_str());
            record(&app, &staff, &wave, attempt, reason)
                .await?
                .map(Fault::Attempt)
        }
    };
    if let Some(fault) = fault {
        let page = page(&app, &interface, &staff, &wave, &psu, Some((case, &fault))).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let here = interface.link(Address::WavePsu {
        wave: &slug,
        psu: psu.as_str(),
    });
    Ok(Redirect::to(&format!("{here}#case-{case}")).into_response())
}

/// Records an attempt, or says why not; with a reason it corrects what is known of the case.
async fn record(
    app: &App,
    staff: &Staff,
    wave: &Wave,
    attempt: Attempt,
    reason: Option<&str>,
) -> Result<Option<AttemptFault>, Error> {
    let today = in_china(app.clock.now()).date_naive();
    let audited = staff.write(app).await?;
    let (txn, by) = (audited.transaction(), staff.user.name.as_str());
    let attempts = [attempt];
    let recorded = record_attempts(txn, wave, &attempts, reason.is_some(), by, today).await?;
    if let Err(faults) = recorded {
        return Ok(faults.first().map(|(_, fault)| *fault));
    }
    let entry = Entry::new(Action::RecordAttempts, format!("wave {}", wave.slug)).after(json!({
        "case": attempt.case.to_string(),
        "day": attempt.day,
        "mode": attempt.mode.word(),
        "result": attempt.result.code(),
        "correction": reason,
    }));
    audited.commit(entry).await?;
    Ok(None)
}

async fn page(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    wave: &Wave,
    psu: &PsuId,
    fault: Option<(CaseNumber, &Fault)>,
) -> Result<Markup, Error> {
    let names = list_psu_names(&app.db, wave.id).await?;
    let name = names.get(psu).ok_or(Error::NotFound(Missing::Page))?;
    let sittings = list_sittings(&app.db, wave.id).await?;
    let opened = sittings.iter().any(|sitting| sitting.opened_at.is_some());
    let shown = Shown {
        wave,
        psu,
        name,
        cases: list_cases(&app.db, wave.id, Some(psu)).await?,
        today: in_china(app.clock.now()).date_naive(),
        enters: staff.may(Permission::ManageWaves) && !opened,
        addressed: staff.may(Permission::ManageWaves),
        fault,
    };
    Ok(shown.view(interface, staff))
}

struct Shown<'a> {
    wave: &'a Wave,
    psu: &'a PsuId,
    name: &'a Text,
    cases: Vec<FieldCase>,
    today: NaiveDate,
    /// Whether attempts can be entered here.
    enters: bool,
    /// Whether addresses are shown: to who sends somebody there, not to who reads answers.
    addressed: bool,
    fault: Option<(CaseNumber, &'a Fault)>,
}

impl Shown<'_> {
    fn view(&self, interface: &Interface, staff: &Staff) -> Markup {
        let locale = interface.locale;
        let wave = self.wave.slug.as_str();
        let cases = Address::WaveCases { wave };
        let heading = format!("{} {}", interface.text(self.name), self.psu);
        Studio::new(interface, staff, Place::Waves, heading)
            .tabs(tabs(interface, self.wave, cases))
            .body(&html! {
                @if self.enters {
                    p.help { (locale.t(text::CASES_ENTER_HELP)) }
                    p { a.button.quiet href=(interface.link(case_list_of(wave, self.psu.as_str()))) download { (locale.t(text::CASES_LIST_OF_PSU)) } }
                }
                div.scroll tabindex="0" role="region" aria-label=(locale.t(text::CASES_TITLE)) { table.cases {
                    thead { tr {
                        @for heading in [text::CASES_HOUSEHOLD, text::CASES_NUMBER, text::CASES_STATE, text::CASES_ATTEMPTS] { th scope="col" { (locale.t(heading)) } }
                        @if self.enters { th scope="col" { (locale.t(text::CASES_ENTER)) } }
                    } }
                    tbody { @for case in &self.cases { (self.row(interface, staff, case)) } }
                } }
            })
    }

    fn row(&self, interface: &Interface, staff: &Staff, case: &FieldCase) -> Markup {
        let locale = interface.locale;
        let fault = self.fault.filter(|(number, _)| *number == case.number);
        html! {
            tr #{ "case-" (case.number) } {
                th scope="row" { (case.household) @if let (true, Some(address)) = (self.addressed, &case.address) { br; small { (address) } } }
                td.num { (case.number) }
                td { (state(interface, case.state)) }
                td { @if case.attempts.is_empty() { "–" } @else { ul.plain { @for attempt in &case.attempts { li { (attempted(interface, attempt)) } } } } }
                @if self.enters { td {
                    @if case.state == CaseState::Returned { (locale.t(text::CASES_NO_MORE)) } @else {
                        details open[fault.is_some()] {
                            summary { (locale.t(text::CASES_ENTER)) }
                            @if let Some((_, fault)) = fault { p.message role="alert" { (said(interface, fault)) } }
                            (self.form(interface, staff, case))
                        }
                    }
                } }
            }
        }
    }

    /// The form of one case: a click opens it, another one on what came of the attempt sends it.
    fn form(&self, interface: &Interface, staff: &Staff, case: &FieldCase) -> Markup {
        let locale = interface.locale;
        let action = Address::WavePsu {
            wave: &self.wave.slug,
            psu: self.psu.as_str(),
        };
        let others = Disposition::ALL
            .into_iter()
            .filter(|it| *it != Disposition::NotAttempted);
        html! {
            form.attempt method="post" action=(interface.link(action)) {
                (staff.form_token())
                input type="hidden" name="case" value=(case.number);
                div.actions {
                    @for (mode, result) in COMMON {
                        button type="submit" name="result" value=(mode.map_or_else(|| result.to_string(), |mode| format!("{} {result}", mode.word()))) { (words::disposition(locale, result)) }
                    }
                }
                div.two {
                    label.f { span { (locale.t(text::CASES_DAY)) } input type="date" name="day" required value=(self.today) max=(self.today); }
                    label.f { span { (locale.t(text::CASES_MODE)) } select name="mode" {
                        @for mode in [ContactMode::Visit, ContactMode::Telephone, ContactMode::Letter] { option value=(mode.word()) { (words::contact_mode(locale, mode)) } }
                    } }
                    label.f { span { (locale.t(text::CASES_RESULT)) } select name="other" {
                        @for other in others { option value=(other) { (other) " " (words::disposition(locale, other)) } }
                    } }
                }
                label.tick { input type="checkbox" name="correction" value="yes"; span { (locale.t(text::CASES_CORRECTION)) } }
                label.f { span { (locale.t(text::CASES_REASON)) } input type="text" name="reason" maxlength=(LONGEST_REASON); }
                button type="submit" name="result" value="other" { (locale.t(text::CASES_OTHER_SUBMIT)) }
            }
        }
    }
}

/// An attempt in a line.
fn attempted(interface: &Interface, attempt: &RecordedAttempt) -> Markup {
    let locale = interface.locale;
    html! {
        (interface.day(attempt.day)) " " (words::contact_mode(locale, attempt.mode)) " "
        (words::disposition(locale, attempt.result)) " " small { (attempt.recorded_by) }
    }
}

fn said(interface: &Interface, fault: &Fault) -> String {
    let locale = interface.locale;
    match fault {
        Fault::Day => locale.t(text::WORDS_LIST_NOT_A_DAY),
        Fault::NoReason => locale.t(text::CASES_NO_REASON),
        Fault::Attempt(fault) => words::attempt_fault(locale, *fault),
    }
}
