//! Changing what a plan promises: the numbers, for waves that are opened from now on.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

use super::confirmation::{Confirmation, confirmed};
use super::{answered, load, one};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Fields, Path};
use crate::interface::Interface;
use crate::promised::{promised, sign, unit};
use crate::studio::staff::Staff;
use crate::studio::typed::{LONGEST_REASON, Typed};
use accounts::{Action, Entry, Permission};
use messages::text;
use plan::store::save_edition_of;
use plan::{Change, Indicator, IndicatorId, Plan, TargetValue, changes};

/// What the name of a field begins with that holds a target.
const TARGET: &str = "target:";

/// What was typed, and which of it cannot be.
#[derive(Debug, Default)]
pub(super) struct Refused {
    typed: BTreeMap<IndicatorId, String>,
    reason: String,
    unreadable: Vec<IndicatorId>,
    /// Nothing was changed, or no reason was given.
    lacking: bool,
}

/// Changes them, once what changes was seen and is meant.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    answered(|| answer(&app, &interface, &staff, &id, &typed)).await
}

/// The answer to what was typed; none where another edition came between.
async fn answer(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    id: &str,
    typed: &Typed,
) -> Result<Option<Response>, Error> {
    let (edition, before) = load(app, id).await?;
    let reason = typed.reason();
    let (after, mut refused) = read(&before, &typed.fields);
    let changes = changes(&before, &after);
    refused.lacking = changes.is_empty() || reason.is_empty();
    refused.reason.clone_from(&reason);
    if refused.lacking || !refused.unreadable.is_empty() {
        let page = one::page(app, interface, staff, id, Some(&refused)).await?;
        return Ok(Some(
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
        ));
    }
    if confirmed(typed) != edition {
        let fields = (refused.typed.iter())
            .map(|(indicator, value)| (format!("{TARGET}{indicator}"), value.clone()))
            .chain([
                ("reason".to_owned(), reason),
                ("edition".to_owned(), edition),
            ]);
        let confirmation = Confirmation {
            before: &before,
            after: &after,
            changes: &changes,
            beside: Vec::new(),
            to: Address::PlanTargets { plan: id },
            fields: fields.collect(),
        };
        return Ok(Some(confirmation.view(interface, staff).into_response()));
    }
    let targets =
        |pick: fn(&Change) -> Option<(&IndicatorId, String)>| -> BTreeMap<String, String> {
            changes
                .iter()
                .filter_map(pick)
                .map(|(indicator, target)| (indicator.to_string(), target))
                .collect()
        };
    let write = staff.write(app).await?;
    let saved = save_edition_of(write.transaction(), &after, &edition, write.now());
    let Ok(saved) = saved.await? else {
        return Ok(None);
    };
    let entry = Entry::new(Action::ChangeTargets, format!("plan {id}"))
        .before(json!({ "edition": edition, "targets": targets(target_before) }))
        .after(json!({ "edition": saved, "targets": targets(target_after), "reason": reason }));
    write.commit(entry).await?;
    let to = interface.link(Address::Plan { plan: id });
    Ok(Some(Redirect::to(&to).into_response()))
}

fn target_before(change: &Change) -> Option<(&IndicatorId, String)> {
    match change {
        Change::Target {
            indicator, before, ..
        } => Some((indicator, json!(before).to_string())),
        _ => None,
    }
}

fn target_after(change: &Change) -> Option<(&IndicatorId, String)> {
    match change {
        Change::Target {
            indicator, after, ..
        } => Some((indicator, json!(after).to_string())),
        _ => None,
    }
}

/// The plan with the targets typed, and what was typed.
fn read(before: &Plan, fields: &Fields) -> (Plan, Refused) {
    let mut after = before.clone();
    let mut refused = Refused::default();
    for indicator in &mut after.indicators {
        let Some(TargetValue::Number(value)) = &mut indicator.target.value else {
            continue;
        };
        let Some(typed) = fields.get(&format!("{TARGET}{}", indicator.id)) else {
            continue;
        };
        let typed = typed.trim();
        refused.typed.insert(indicator.id.clone(), typed.to_owned());
        match typed.parse::<f64>() {
            Ok(number) if is_possible(number, &indicator.target.unit) => *value = number,
            _ => refused.unreadable.push(indicator.id.clone()),
        }
    }
    (after, refused)
}

fn is_possible(number: f64, unit: &str) -> bool {
    number.is_finite() && number >= 0.0 && (unit != "%" || number <= 100.0)
}

/// The field of an indicator's target; in words where it has no number.
pub(super) fn field(
    interface: &Interface,
    indicator: &Indicator,
    refused: Option<&Refused>,
) -> Markup {
    let target = &indicator.target;
    let Some(TargetValue::Number(value)) = &target.value else {
        return html! { (promised(interface, target)) };
    };
    let typed = refused.and_then(|refused| refused.typed.get(&indicator.id));
    let wrong = refused.is_some_and(|refused| refused.unreadable.contains(&indicator.id));
    let sign = sign(target.comparator);
    let name = format!("{TARGET}{}", indicator.id);
    let fault = format!("fault-{}", indicator.id);
    html! {
        span.target {
            (sign)
            input.short type="text" inputmode="decimal" name=(name) value=(typed.cloned().unwrap_or_else(|| value.to_string()))
                aria-label=(interface.locale.t(text::PlanTargetOf { name: interface.text(&indicator.name) }))
                aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then_some(&fault)];
            (unit(interface, target))
        }
        @if wrong { span.message id=(fault) role="alert" { (interface.locale.t(text::PLAN_TARGET_UNREADABLE)) } }
    }
}

/// The table of measured indicators, as a form for whoever may change targets.
pub(super) fn form(
    interface: &Interface,
    staff: &Staff,
    plan: &Plan,
    refused: Option<&Refused>,
    rows: &Markup,
) -> Markup {
    let locale = interface.locale;
    let table = html! {
        div.scroll tabindex="0" role="region" aria-label=(locale.t(text::PLAN_MEASURED)) { table.cards {
            thead { tr { th scope="col" { (locale.t(text::PLAN_INDICATOR)) } th scope="col" { (locale.t(text::PLAN_TARGET)) } th scope="col" { (locale.t(text::PLAN_ASKED_BY)) } th scope="col" { (locale.t(text::PLAN_DEPARTMENT)) } } }
            tbody { (rows) }
        } }
    };
    if !staff.may(Permission::ManageWaves) {
        return table;
    }
    let lacking = refused.is_some_and(|refused| refused.lacking);
    html! {
        form method="post" action=(interface.link(Address::PlanTargets { plan: &plan.id })) {
            (staff.form_token())
            (table)
            h3 { (locale.t(text::PLAN_TARGETS_CHANGE)) }
            p.help { (locale.t(text::PLAN_TARGETS_HELP)) }
            div.narrow {
                label.f {
                    span { (locale.t(text::PLAN_TARGETS_REASON))
                        @if lacking { span.message #reason-fault role="alert" { (locale.t(text::PLAN_TARGETS_LACKING)) } } }
                    input type="text" name="reason" maxlength=(LONGEST_REASON) value=[refused.map(|refused| &refused.reason)] aria-describedby=[lacking.then_some("reason-fault")];
                }
                button type="submit" { (locale.t(text::PLAN_TARGETS_SUBMIT)) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_lies_between_nothing_and_all() {
        assert!(is_possible(0.0, "%") && is_possible(100.0, "%"));
        assert!(!is_possible(100.5, "%") && !is_possible(-1.0, "%"));
        assert!(is_possible(1_200.0, "yuan") && !is_possible(f64::NAN, "yuan"));
    }
}
