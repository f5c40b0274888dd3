//! What an interviewer does at the door: whom to visit, what came of it, and handing the form of a household over. She sees her
//! own cases only, and no answer.
//!
//! One page holds it all, so that a phone can keep it for where there is no network (`static/field`): then codes are taken along
//! beforehand, visits wait on the phone, and forms as those of every resident. Without a script it works where there is a
//! network.

mod case;
mod round;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

use self::round::{Notice, Shown};
use crate::addresses::{Address, telling};
use crate::app::App;
use crate::error::{Error, FormFault, Missing};
use crate::extract::Query;
use crate::form_word::FormWord;
use crate::interface::Interface;
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::store::Audited;
use accounts::{Action, Entry};
use clock::in_china;
use fieldwork::attempt::{Attempt, ContactMode};
use fieldwork::attempt_list::day_of;
use fieldwork::store::{
    MailingError, Maker, find_visited_wave, issue_visit_codes, list_rounds, record_attempts,
};
use fieldwork::{CaseNumber, Disposition, InterviewerId, IssuedInvitation, Wave, WaveId};
use messages::{text, words};

/// A form that no page of ours could have sent.
const FOREIGN: Error = Error::Malformed(FormFault::Foreign);

/// Shows whom to visit.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Query(query): Query,
) -> Result<Response, Error> {
    let told = query.get("told").and_then(|told| told.split_once(' '));
    let recorded = told.and_then(|(case, result)| {
        Some(Notice::Recorded {
            case: CaseNumber::parse(case)?,
            result: Disposition::from_code(result)?,
        })
    });
    let page = page(&app, &interface, &staff, recorded).await?;
    Ok((FormWord::Open, page).into_response())
}

/// Writes down what came of a visit; what was written down before is taken for the same visit, so that a phone may send
/// it as often as it needs to.
pub(crate) async fn record(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    typed: Typed,
) -> Result<Response, Error> {
    let case = read_case(&typed)?;
    let code = match typed.text("result") {
        "other" => typed.text("other"),
        code => code,
    };
    let result = Disposition::from_code(code).ok_or(FOREIGN)?;
    let wave = load_wave(&app, &staff, case).await?;
    let attempt = Attempt {
        case,
        day: day_of(typed.text("day")).ok_or(FOREIGN)?,
        mode: ContactMode::Visit,
        result,
    };
    let today = in_china(app.clock.now()).date_naive();
    let write = staff.write(&app).await?;
    let (txn, by) = (write.transaction(), staff.user.name.as_str());
    match record_attempts(txn, &wave, &[attempt], false, by, today).await? {
        Ok(recorded) if recorded.new == 0 => {}
        Ok(_) => {
            let entry = Entry::new(Action::RecordAttempts, format!("wave {}", wave.slug));
            let entry = entry.after(json!({
                "case": case.to_string(),
                "day": attempt.day,
                "mode": attempt.mode.word(),
                "result": result.code(),
            }));
            write.commit(entry).await?;
        }
        Err(faults) => {
            let faults = faults.iter().map(|(_, fault)| fault);
            let said = faults.map(|fault| words::attempt_fault(interface.locale, *fault));
            let said = said.collect::<Vec<_>>().join(" ");
            return refuse(&app, &interface, &staff, Notice::Refused(said)).await;
        }
    }
    let here = telling(&Address::Field.to_string(), &format!("{case} {result}"));
    Ok(Redirect::to(&interface.link(here)).into_response())
}

/// Opens the form of a household, on this phone, for the household.
pub(crate) async fn hand_over(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    typed: Typed,
) -> Result<Response, Error> {
    let case = read_case(&typed)?;
    let wave = load_wave(&app, &staff, case).await?;
    match make_codes(&app, &staff, (wave.id, &wave.slug), Some(case)).await {
        Ok(issued) => {
            let code = issued.first().map(|issued| issued.code);
            let code = code.ok_or_else(|| Error::internal("a code was made of no case"))?;
            let form = interface.link(Address::InvitedForm { code });
            Ok(Redirect::to(&form).into_response())
        }
        Err(MailingError::Database(error)) => Err(error.into()),
        Err(MailingError::Closed | MailingError::NotInvited) => {
            let said = interface.locale.t(text::FIELD_CLOSED);
            refuse(&app, &interface, &staff, Notice::Refused(said)).await
        }
        Err(_) => {
            let said = interface.locale.t(text::FIELD_NOT_VISITED);
            refuse(&app, &interface, &staff, Notice::Refused(said)).await
        }
    }
}

/// Makes a code for every household that is visited: a list of cases with the addresses of their forms, for the script.
pub(crate) async fn take_along(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
) -> Result<Response, Error> {
    let mut all = Vec::new();
    for round in list_rounds(&app.db, interviewer(&staff), app.clock.now()).await? {
        let wave = (round.wave.id, round.wave.slug.as_str());
        match make_codes(&app, &staff, wave, None).await {
            Ok(issued) => all.extend(issued),
            Err(MailingError::Database(error)) => return Err(error.into()),
            // Nobody is left there, or it has just been closed.
            Err(_) => {}
        }
    }
    let list = html! {
        ul #codes { @for issued in &all { li data-case=(issued.case) data-form=(interface.link(Address::InvitedForm { code: issued.code })) {} } }
    };
    Ok((FormWord::Open, list).into_response())
}

/// Makes codes and writes down how many. Which case was handed a form at what moment stands nowhere.
async fn make_codes(
    app: &App,
    staff: &Staff,
    (wave, slug): (WaveId, &str),
    only: Option<CaseNumber>,
) -> Result<Vec<IssuedInvitation>, MailingError> {
    let now = app.clock.now();
    let write = Audited::begin(&app.db, &staff.user, now).await?;
    let maker = Maker {
        by: staff.user.name.as_str(),
        at: now,
    };
    let (txn, own) = (write.transaction(), interviewer(staff));
    let mut rng = app.rng();
    let issued = issue_visit_codes(txn, wave, own, only, maker, &app.key, &mut rng).await?;
    let entry = Entry::new(Action::TakeCodesAlong, format!("wave {slug}"));
    write
        .commit(entry.after(json!({ "codes": issued.len() })))
        .await?;
    Ok(issued)
}

fn interviewer(staff: &Staff) -> InterviewerId {
    InterviewerId(staff.user.id.0)
}

fn read_case(typed: &Typed) -> Result<CaseNumber, Error> {
    CaseNumber::parse(typed.text("case")).ok_or(FOREIGN)
}

/// The wave of a case, if the case is one of her own.
async fn load_wave(app: &App, staff: &Staff, case: CaseNumber) -> Result<Wave, Error> {
    let wave = find_visited_wave(&app.db, interviewer(staff), case).await?;
    wave.ok_or(Error::NotFound(Missing::Page))
}

async fn refuse(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    notice: Notice,
) -> Result<Response, Error> {
    let page = page(app, interface, staff, Some(notice)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, FormWord::Again, page).into_response())
}

async fn page(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    notice: Option<Notice>,
) -> Result<Markup, Error> {
    let now = app.clock.now();
    let shown = Shown {
        interface,
        staff,
        rounds: list_rounds(&app.db, interviewer(staff), now).await?,
        today: in_china(now).date_naive(),
        notice,
    };
    Ok(shown.view())
}
