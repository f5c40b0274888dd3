//! Releasing or refusing values that somebody else entered: those that are ticked, all of them or none.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::{Value, json};

use super::list::{self, Said};
use super::{logged, said, source, subject};
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, FormFault};
use crate::extract::Path;
use crate::interface::Interface;
use crate::promised::promised;
use crate::studio::plans::load;
use crate::studio::staff::Staff;
use crate::studio::typed::{LONGEST_REASON, Typed};
use accounts::{Action, Entry};
use messages::text;
use plan::register::store::{DecisionError, Proposal, Seen, refuse, release};
use plan::{IndicatorId, Plan};

/// Why nothing was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Nothing was ticked.
    Nothing,
    /// One of them does not wait any more, or another one does.
    Changed,
    /// One of them was entered by the same person.
    OwnValue,
    /// A refusal needs a reason.
    NoReason,
}

/// What is wrong, and what to do.
pub(super) fn explained(interface: &Interface, refusal: Refusal) -> String {
    interface.locale.t(match refusal {
        Refusal::Nothing => text::REGISTER_NOTHING_TICKED,
        Refusal::Changed => text::REGISTER_CHANGED,
        Refusal::OwnValue => text::REGISTER_OWN,
        Refusal::NoReason => text::REGISTER_NO_REASON,
    })
}

/// Decides.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let (_, plan) = load(&app, &id).await?;
    let refusal = match decide(&app, &staff, &plan, &typed).await? {
        Ok(()) => {
            let to = interface.link(Address::PlanRegister { plan: &id });
            return Ok(Redirect::to(&to).into_response());
        }
        Err(refusal) => refusal,
    };
    let status = match refusal {
        Refusal::Nothing | Refusal::NoReason => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::Changed => StatusCode::CONFLICT,
        Refusal::OwnValue => StatusCode::FORBIDDEN,
    };
    let top = Said::Decision(refusal);
    let page = list::page(&app, &interface, &staff, &id, Some(&top)).await?;
    Ok((status, page).into_response())
}

async fn decide(
    app: &App,
    staff: &Staff,
    plan: &Plan,
    typed: &Typed,
) -> Result<Result<(), Refusal>, Error> {
    let ticked: Vec<&str> = typed.fields.all("seen").collect();
    let ticked: Option<Vec<Seen>> = ticked.into_iter().map(seen).collect();
    let ticked = ticked.ok_or(Error::Malformed(FormFault::Foreign))?;
    let reason = typed.reason();
    let refuses = match typed.text("decision") {
        "release" => false,
        "refuse" => true,
        _ => return Err(Error::Malformed(FormFault::Foreign)),
    };
    if ticked.is_empty() {
        return Ok(Err(Refusal::Nothing));
    }
    if refuses && reason.is_empty() {
        return Ok(Err(Refusal::NoReason));
    }
    let write = staff.write(app).await?;
    let by = staff.user.name.as_str();
    let mut decided: Vec<Value> = Vec::new();
    for seen in &ticked {
        let txn = write.transaction();
        let taken = if refuses {
            refuse(txn, &plan.id, seen, by).await
        } else {
            release(txn, &plan.id, seen, (by, write.now())).await
        };
        match taken {
            Ok(proposal) => decided.push(logged(&proposal)),
            Err(DecisionError::Changed) => return Ok(Err(Refusal::Changed)),
            Err(DecisionError::OwnValue | DecisionError::OthersValue) => {
                return Ok(Err(Refusal::OwnValue));
            }
            Err(DecisionError::Database(error)) => return Err(error.into()),
        }
    }
    let entry = if refuses {
        Entry::new(Action::RefuseRegister, subject(&plan.id))
            .before(decided)
            .after(json!({ "reason": reason }))
    } else {
        Entry::new(Action::ReleaseRegister, subject(&plan.id)).after(decided)
    };
    write.commit(entry).await?;
    Ok(Ok(()))
}

/// A proposal as a form names it.
pub(super) fn named(proposal: &Proposal) -> Result<String, Error> {
    let value = &proposal.value;
    Ok(format!(
        "{} {} {}",
        value.indicator,
        value.year,
        proposal.hash()?
    ))
}

/// The proposal that a form names; none where it is not one of ours.
pub(super) fn seen(named: &str) -> Option<Seen> {
    let mut parts = named.split(' ');
    let (indicator, year, hash) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Seen {
        indicator: IndicatorId::new(indicator),
        year: year.parse().ok()?,
        hash: hash.to_owned(),
    })
}

/// What waits, to be decided on by whoever did not enter it.
pub(super) fn form(
    interface: &Interface,
    staff: &Staff,
    plan: &Plan,
    waiting: &[&Proposal],
) -> Markup {
    let locale = interface.locale;
    let name = staff.user.name.as_str();
    let others = waiting.iter().any(|proposal| proposal.by != name);
    html! {
        @if !waiting.is_empty() {
            h2 { (locale.t(text::RegisterWaiting { count: waiting.len() })) }
            p.help { (locale.t(text::REGISTER_WAITING_HELP)) }
            form method="post" action=(interface.link(Address::PlanRegisterDecision { plan: &plan.id })) {
                (staff.form_token())
                div.scroll tabindex="0" role="region" aria-label=(locale.t(text::RegisterWaiting { count: waiting.len() })) { table.cards {
                    thead { tr { @for head in [text::PLAN_INDICATOR, text::PLAN_TARGET, text::REGISTER_VALUE, text::REGISTER_SOURCE, text::REGISTER_ENTERED] { th scope="col" { (locale.t(head)) } } } }
                    tbody { @for proposal in waiting { (row(interface, plan, proposal, proposal.by != name)) } }
                } }
                @if others {
                    label.f { span { (locale.t(text::REGISTER_REFUSAL_REASON)) } input type="text" name="reason" maxlength=(LONGEST_REASON); }
                    p {
                        button.main type="submit" name="decision" value="release" { (locale.t(text::REGISTER_RELEASE)) } " "
                        button.quiet type="submit" name="decision" value="refuse" { (locale.t(text::REGISTER_REFUSE)) }
                    }
                } @else { p { (locale.t(text::REGISTER_OWN_ONLY)) } }
            }
        }
    }
}

fn row(interface: &Interface, plan: &Plan, proposal: &Proposal, other: bool) -> Markup {
    let locale = interface.locale;
    let value = &proposal.value;
    let indicator = plan.indicators.iter().find(|it| it.id == value.indicator);
    let name = indicator.map_or(value.indicator.as_str(), |it| interface.text(&it.name));
    let to = Address::PlanRegisterValues {
        plan: &plan.id,
        indicator: value.indicator.as_str(),
    };
    html! { tr {
        th scope="row" {
            @if other && let Ok(named) = named(proposal) {
                label.tick { input type="checkbox" name="seen" value=(named); span { (name) " · " (value.year) } }
            } @else { a href=(interface.link(to)) { (name) } " · " (value.year) }
        }
        td { (promised(interface, &value.target)) }
        td {
            (said(interface, value))
            @if let Some(reason) = &proposal.reason { br; (locale.t(text::RegisterCorrects { reason })) }
        }
        td { (source(interface, value)) }
        td { (proposal.by) br; small { (interface.moment(proposal.at)) } }
    } }
}
