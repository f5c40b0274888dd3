//! Who visits the households of a wave: PSUs are given to interviewers, taken from them, or spread evenly; and how the adult who
//! answers is chosen at the door.

mod view;

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;
use serde_json::json;

use self::view::{Assigned, Shown};
use super::cases::load_sampled;
use super::closing::subject;
use crate::addresses::{Address, telling};
use crate::app::App;
use crate::error::{Error, FormFault};
use crate::extract::{Path, Query};
use crate::interface::Interface;
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::store::list_users;
use accounts::{Action, Entry, Permission, User};
use fieldwork::store::{
    assign_psus, find_adult_choice, list_assignments, list_cases, list_psu_names,
    list_sampled_psus, set_adult_choice,
};
use fieldwork::visits::{is_visited, spread};
use fieldwork::{AdultChoice, InterviewerId, Wave, WaveState};
use messages::{PlainMessage, text};
use sampling::PsuId;
use sampling::store::list_strata;

/// Shows who visits whom.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    Query(query): Query,
) -> Result<Markup, Error> {
    let wave = load_sampled(&app, &slug).await?;
    let changed = query.get("told").and_then(|told| told.split_once(' '));
    let changed =
        changed.and_then(|(psus, voided)| Some((psus.parse().ok()?, voided.parse().ok()?)));
    let shown = load(&app, &interface, &staff, &wave).await?;
    Ok(shown.view(changed, None))
}

/// Gives PSUs to somebody, spreads those that nobody has, or says how the adult is chosen.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let wave = load_sampled(&app, &slug).await?;
    let here = Address::WaveInterviewers { wave: &slug }.to_string();
    let shown = load(&app, &interface, &staff, &wave).await?;
    if !shown.changes {
        return Ok(refuse(&shown, text::FIELD_CLOSED));
    }
    if typed.text("do") == "choice" {
        let choice = AdultChoice::from_word(typed.text("choice"));
        let choice = choice.ok_or(Error::Malformed(FormFault::Foreign))?;
        let write = staff.write(&app).await?;
        set_adult_choice(write.transaction(), wave.id, choice).await?;
        let entry = Entry::new(Action::AssignVisits, subject(&slug))
            .before(json!({ "adult": shown.choice.as_str() }))
            .after(json!({ "adult": choice.as_str() }));
        write.commit(entry).await?;
        return Ok(Redirect::to(&interface.link(here)).into_response());
    }
    let wanted = match wanted(&shown, &typed) {
        Ok(wanted) => wanted,
        Err(fault) => return Ok(refuse(&shown, fault)),
    };
    let write = staff.write(&app).await?;
    let changed = assign_psus(write.transaction(), wave.id, &wanted).await?;
    if changed.psus > 0 {
        let names: BTreeMap<InterviewerId, &str> = (shown.people.iter())
            .map(|user| (InterviewerId(user.id.0), user.name.as_str()))
            .collect();
        let given: BTreeMap<&str, Option<&str>> = (wanted.iter())
            .map(|(psu, to)| (psu.as_str(), to.and_then(|to| names.get(&to).copied())))
            .collect();
        let entry = Entry::new(Action::AssignVisits, subject(&slug))
            .after(json!({ "psus": given, "voided": changed.voided }));
        write.commit(entry).await?;
    }
    let told = telling(&here, &format!("{} {}", changed.psus, changed.voided));
    Ok(Redirect::to(&interface.link(told)).into_response())
}

/// To whom each PSU is to go, as the form asks.
fn wanted(
    shown: &Shown<'_>,
    typed: &Typed,
) -> Result<BTreeMap<PsuId, Option<InterviewerId>>, PlainMessage> {
    let interviewers: Vec<InterviewerId> = shown
        .active()
        .map(|user| InterviewerId(user.id.0))
        .collect();
    if typed.text("do") == "spread" {
        if interviewers.is_empty() {
            return Err(text::INTERVIEWERS_NONE);
        }
        let free: Vec<&Assigned> = shown.psus.iter().filter(|psu| psu.to.is_none()).collect();
        let cases: Vec<u64> = free.iter().map(|psu| psu.cases).collect();
        let held: Vec<u64> = interviewers.iter().map(|it| shown.cases_of(*it)).collect();
        let given = free.iter().zip(spread(&cases, &held));
        return Ok(given
            .map(|(psu, to)| (psu.code.clone(), Some(interviewers[to])))
            .collect());
    }
    let to = match typed.text("to") {
        "nobody" => None,
        typed => {
            let to = typed.parse().map(InterviewerId).ok();
            let to = to.filter(|to| interviewers.contains(to));
            Some(to.ok_or(text::INTERVIEWERS_NOBODY_CHOSEN)?)
        }
    };
    let ticked: BTreeMap<PsuId, _> = (typed.fields.all("psu"))
        .map(|psu| (PsuId::new(psu), to))
        .collect();
    if ticked.is_empty() {
        return Err(text::INTERVIEWERS_NOTHING_TICKED);
    }
    Ok(ticked)
}

fn refuse(shown: &Shown<'_>, fault: PlainMessage) -> Response {
    let page = shown.view(None, Some(fault));
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

async fn load<'a>(
    app: &App,
    interface: &'a Interface,
    staff: &'a Staff,
    wave: &'a Wave,
) -> Result<Shown<'a>, Error> {
    let assigned = list_assignments(&app.db, wave.id).await?;
    let mut cases: BTreeMap<PsuId, u64> = BTreeMap::new();
    for case in list_cases(&app.db, wave.id, None).await? {
        if is_visited(case.state) {
            *cases.entry(case.psu).or_default() += 1;
        }
    }
    let names = list_psu_names(&app.db, wave.id).await?;
    let strata = list_strata(&app.db, &wave.edition).await?;
    let districts: BTreeMap<_, _> = strata.into_iter().map(|it| (it.code, it.name)).collect();
    let psus = list_sampled_psus(&app.db, wave.id).await?.into_iter();
    let psus = psus.map(|psu| Assigned {
        name: names.get(&psu.code).cloned().unwrap_or_default(),
        district: districts.get(&psu.stratum).cloned().unwrap_or_default(),
        cases: cases.get(&psu.code).copied().unwrap_or_default(),
        to: assigned.get(&psu.code).copied(),
        code: psu.code,
    });
    let psus: Vec<Assigned> = psus.collect();
    let holds = |user: &User| {
        psus.iter()
            .any(|psu| psu.to == Some(InterviewerId(user.id.0)))
    };
    let mut people = list_users(&app.db).await?;
    people.retain(|user| user.may(Permission::VisitHouseholds) || holds(user));
    let open = wave.state(app.clock.now()) != WaveState::Closed;
    Ok(Shown {
        interface,
        staff,
        wave,
        choice: find_adult_choice(&app.db, wave.id).await?,
        changes: open && staff.may(Permission::ManageWaves),
        people,
        psus,
    })
}
