//! The values of one promise: what counts, what it replaced, what waits, and entering another.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

use super::fields::{FieldsOf, typed_value};
use super::{Desk, decide, logged, said, source, subject, today};
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, FormFault, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::promised::promised;
use crate::public::verdict_mark::Word;
use crate::studio::plans::load;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::{Action, Entry, Permission};
use messages::text;
use plan::register::store::{
    DecisionError, Proposal, ProposalError, ReleasedValue, propose, standing_values, withdraw,
};
use plan::register::typed::{Column, TypedValue, ValueFault};
use plan::{Indicator, Plan, standing};

/// What was typed and cannot be.
struct Refused {
    typed: TypedValue,
    faults: Vec<(Column, ValueFault)>,
}

/// Shows them.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path((id, indicator)): Path<(String, String)>,
) -> Result<Markup, Error> {
    let (_, plan) = load(&app, &id).await?;
    page(&app, &interface, &staff, &plan, &indicator, None).await
}

/// Enters a value, or takes back one that was entered.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path((id, indicator)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let (_, plan) = load(&app, &id).await?;
    find(&plan, &indicator)?;
    let back = interface.link(Address::PlanRegisterValues {
        plan: &id,
        indicator: &indicator,
    });
    let named = typed.text("withdraw");
    if !named.is_empty() {
        take_back(&app, &staff, &plan, named).await?;
        return Ok(Redirect::to(&back).into_response());
    }
    let typed = typed_value(&typed);
    match enter(&app, &staff, &plan, &indicator, &typed).await? {
        Ok(()) => Ok(Redirect::to(&back).into_response()),
        Err(faults) => {
            let refused = Refused { typed, faults };
            let page = page(&app, &interface, &staff, &plan, &indicator, Some(&refused)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// The promise that the register answers for.
fn find<'p>(plan: &'p Plan, id: &str) -> Result<&'p Indicator, Error> {
    let mut of_register = plan.indicators.iter().filter(|it| it.is_of_register());
    let found = of_register.find(|it| it.id.as_str() == id);
    found.ok_or(Error::NotFound(Missing::Page))
}

async fn enter(
    app: &App,
    staff: &Staff,
    plan: &Plan,
    indicator: &str,
    typed: &TypedValue,
) -> Result<Result<(), Vec<(Column, ValueFault)>>, Error> {
    let (value, reason) = match typed.read(plan, find(plan, indicator)?, today(app)) {
        Ok(read) => read,
        Err(faults) => return Ok(Err(faults)),
    };
    let write = staff.write(app).await?;
    let proposal = Proposal {
        value,
        reason,
        by: staff.user.name.to_string(),
        at: write.now(),
    };
    if let Err(error) = propose(write.transaction(), &plan.id, &proposal).await {
        return Ok(Err(vec![fault_of(error)?]));
    }
    let entry = Entry::new(Action::EnterRegister, subject(&plan.id));
    write
        .commit(entry.after(json!([logged(&proposal)])))
        .await?;
    Ok(Ok(()))
}

/// What is wrong with a value that the register does not take now.
pub(super) fn fault_of(error: ProposalError) -> Result<(Column, ValueFault), Error> {
    Ok(match error {
        ProposalError::Waiting { by } => (Column::Year, ValueFault::Waiting { by }),
        ProposalError::ReasonLacking => (Column::Reason, ValueFault::ReasonLacking),
        ProposalError::Unchanged => (Column::Year, ValueFault::Unchanged),
        ProposalError::Database(error) => return Err(error.into()),
    })
}

/// Takes back a value that one has entered; nothing where it does not wait any more.
async fn take_back(app: &App, staff: &Staff, plan: &Plan, named: &str) -> Result<(), Error> {
    let seen = decide::seen(named).ok_or(Error::Malformed(FormFault::Foreign))?;
    let write = staff.write(app).await?;
    let by = staff.user.name.as_str();
    match withdraw(write.transaction(), &plan.id, &seen, by).await {
        Ok(proposal) => {
            let entry = Entry::new(Action::WithdrawRegister, subject(&plan.id));
            write
                .commit(entry.before(json!([logged(&proposal)])))
                .await?;
            Ok(())
        }
        Err(DecisionError::Changed) => Ok(()),
        Err(DecisionError::OwnValue | DecisionError::OthersValue) => Err(Error::NotPermitted),
        Err(DecisionError::Database(error)) => Err(error.into()),
    }
}

async fn page(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    plan: &Plan,
    indicator: &str,
    refused: Option<&Refused>,
) -> Result<Markup, Error> {
    let indicator = find(plan, indicator)?;
    let desk = Desk::load(app, &plan.id).await?;
    let waiting: Vec<&Proposal> = (desk.waiting.iter())
        .filter(|it| it.value.indicator == indicator.id)
        .collect();
    let values = standing_values(&desk.released, &indicator.id);
    let word = Word::of_standing(standing(values.iter().map(|it| &it.proposal.value)));
    let nothing = TypedValue::default();
    let fields = FieldsOf {
        interface,
        plan,
        indicator,
        typed: refused.map_or(&nothing, |refused| &refused.typed),
        faults: refused.map_or(&[], |refused| &refused.faults),
        today: today(app),
    };
    let locale = interface.locale;
    Ok(
        Studio::new(interface, staff, Place::Plans, interface.text(&indicator.name)).body(&html! {
            p {
                a href=(interface.link(Address::Plan { plan: &plan.id })) { (interface.text(&plan.title)) } " · "
                a href=(interface.link(Address::PlanRegister { plan: &plan.id })) { (locale.t(text::REGISTER_TITLE)) }
            }
            dl.facts {
                dt { (locale.t(text::PLAN_INDICATOR)) } dd { (indicator.section) "“" (indicator.quote) "”" }
                dt { (locale.t(text::PLAN_TARGET)) } dd { (promised(interface, &indicator.target)) }
                dt { (locale.t(text::REGISTER_STATE)) } dd { (word.mark(locale)) }
                @if !indicator.department.is_empty() { dt { (locale.t(text::PLAN_DEPARTMENT)) } dd { (indicator.department) } }
                @if !indicator.measured_by.is_empty() { dt { (locale.t(text::REGISTER_MEASURED_BY)) } dd { (interface.text(&indicator.measured_by)) } }
                @if !indicator.note.is_empty() { dt { (locale.t(text::REGISTER_NOTE)) } dd { (interface.text(&indicator.note)) } }
            }
            (decide::form(interface, staff, plan, &waiting))
            @if staff.may(Permission::EnterRegister) { (own(interface, staff, plan, indicator, &waiting)) }
            (history(interface, &desk.released, indicator, &values))
            @if staff.may(Permission::EnterRegister) {
                h2 { (locale.t(text::REGISTER_ENTER)) }
                p.help { (locale.t(text::REGISTER_ENTER_HELP)) }
                form.narrow method="post" action=(interface.link(Address::PlanRegisterValues { plan: &plan.id, indicator: indicator.id.as_str() })) {
                    (staff.form_token())
                    (fields.view())
                    button.main type="submit" { (locale.t(text::REGISTER_ENTER_SUBMIT)) }
                }
            }
        }),
    )
}

/// What one has entered oneself and may take back.
fn own(
    interface: &Interface,
    staff: &Staff,
    plan: &Plan,
    indicator: &Indicator,
    waiting: &[&Proposal],
) -> Markup {
    let name = staff.user.name.as_str();
    let to = Address::PlanRegisterValues {
        plan: &plan.id,
        indicator: indicator.id.as_str(),
    };
    html! {
        @for proposal in waiting.iter().filter(|proposal| proposal.by == name) {
            @if let Ok(named) = decide::named(proposal) {
                form method="post" action=(interface.link(to)) {
                    (staff.form_token())
                    input type="hidden" name="withdraw" value=(named);
                    button.quiet type="submit" { (interface.locale.t(text::RegisterWithdraw { year: proposal.value.year.to_string() })) }
                }
            }
        }
    }
}

/// Every value that was ever released, the newest first; what was replaced is marked.
fn history(
    interface: &Interface,
    released: &[ReleasedValue],
    indicator: &Indicator,
    standing: &[&ReleasedValue],
) -> Markup {
    let locale = interface.locale;
    let mut rows: Vec<&ReleasedValue> = (released.iter())
        .filter(|it| it.proposal.value.indicator == indicator.id)
        .collect();
    rows.reverse();
    let counts = |row: &ReleasedValue| standing.iter().any(|it| std::ptr::eq(*it, row));
    html! {
        h2 { (locale.t(text::REGISTER_HISTORY)) }
        @if rows.is_empty() { p.help { (locale.t(text::REGISTER_HISTORY_NONE)) } } @else {
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::REGISTER_HISTORY)) { table.cards {
                thead { tr { @for head in [text::REGISTER_YEAR, text::REGISTER_VALUE, text::REGISTER_SOURCE, text::REGISTER_ENTERED, text::REGISTER_RELEASED] { th scope="col" { (locale.t(head)) } } } }
                tbody { @for row in rows { tr {
                    th scope="row" { (row.proposal.value.year) @if !counts(row) { " " small { (locale.t(text::REGISTER_REPLACED)) } } }
                    td {
                        (said(interface, &row.proposal.value))
                        @if let Some(reason) = &row.proposal.reason { br; (locale.t(text::RegisterCorrects { reason })) }
                    }
                    td { (source(interface, &row.proposal.value)) }
                    td { (row.proposal.by) br; small { (interface.moment(row.proposal.at)) } }
                    td { (row.released_by) br; small { (interface.moment(row.released_at)) } }
                } } }
            } }
        }
    }
}
