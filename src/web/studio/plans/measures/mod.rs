//! By which questions and answers an indicator is measured, changed without a file.
//!
//! What is typed is held to the questionnaires by the function that checks the file of a plan
//! ([`plan::check_measure`]), so that no measure can come about here that a folder could not bring.

mod entry;
mod fields;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

use super::confirmation::{Confirmation, confirmed, reason};
use super::{answered, list_approved, load, words};
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::promised::promised;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::{Action, Entry};
use entry::{MeasureEntry, MeasureFault, in_order_of};
use messages::text;
use plan::store::save_edition_of;
use plan::{Indicator, Measure, Plan, changes, check_measure};
use questionnaire::Questionnaire;

/// Shows the form.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path((id, indicator)): Path<(String, String)>,
) -> Result<Markup, Error> {
    let (_, plan) = load(&app, &id).await?;
    let (indicator, measure) = find(&plan, &indicator)?;
    let approved = list_approved(&app, &plan).await?;
    let questionnaires: Vec<&Questionnaire> = approved.iter().map(|it| &it.questionnaire).collect();
    let page = MeasurePage {
        plan: &plan,
        indicator,
        measure,
        questionnaires: &questionnaires,
        entry: MeasureEntry::of(measure),
        faults: Vec::new(),
        reason: String::new(),
    };
    Ok(page.view(&interface, &staff))
}

/// Shows the form anew for another questionnaire or scale, or changes the measure, once the change was seen and is meant.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path((id, indicator)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    answered(|| answer(&app, &interface, &staff, (&id, &indicator), &typed)).await
}

/// The answer to what was typed; none where another edition came between.
async fn answer(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    (id, indicator): (&str, &str),
    typed: &Typed,
) -> Result<Option<Response>, Error> {
    let (edition, before) = load(app, id).await?;
    let (indicator, measure) = find(&before, indicator)?;
    let approved = list_approved(app, &before).await?;
    let questionnaires: Vec<&Questionnaire> = approved.iter().map(|it| &it.questionnaire).collect();
    let mut page = MeasurePage {
        plan: &before,
        indicator,
        measure,
        questionnaires: &questionnaires,
        entry: MeasureEntry::typed(typed),
        faults: Vec::new(),
        reason: typed.reason(),
    };
    if typed.text("what") == "look" {
        return Ok(Some(page.view(interface, staff).into_response()));
    }
    let wanted = match page.read() {
        Ok(wanted) => wanted,
        Err(faults) => {
            page.faults = faults;
            let page = page.view(interface, staff);
            return Ok(Some(
                (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
            ));
        }
    };
    let mut after = before.clone();
    for other in &mut after.indicators {
        if other.id == indicator.id {
            other.measure = Some(wanted.clone());
        }
    }
    let to = Address::PlanMeasure {
        plan: id,
        indicator: indicator.id.as_str(),
    };
    if confirmed(typed) != edition {
        let mut fields = page.entry.fields();
        fields.push(("reason".to_owned(), page.reason));
        fields.push(("edition".to_owned(), edition));
        let confirmation = Confirmation {
            before: &before,
            after: &after,
            changes: &changes(&before, &after),
            beside: Vec::new(),
            to,
            fields,
        };
        return Ok(Some(confirmation.view(interface, staff).into_response()));
    }
    let write = staff.write(app).await?;
    let saved = save_edition_of(write.transaction(), &after, &edition, write.now());
    let Ok(saved) = saved.await? else {
        return Ok(None);
    };
    let log = |measure: &Measure, edition: &str| json!({ "edition": edition, "indicator": indicator.id.as_str(), "measure": measure });
    let mut now = log(&wanted, &saved);
    now["reason"] = json!(page.reason);
    let entry = Entry::new(Action::ChangeMeasure, format!("plan {id}"))
        .before(log(measure, &edition))
        .after(now);
    write.commit(entry).await?;
    let to = interface.link(Address::Plan { plan: id });
    Ok(Some(Redirect::to(&to).into_response()))
}

/// The indicator of this id that a survey measures.
fn find<'p>(plan: &'p Plan, id: &str) -> Result<(&'p Indicator, &'p Measure), Error> {
    let mut indicators = plan.indicators.iter();
    let indicator = indicators.find(|indicator| indicator.id.as_str() == id);
    indicator
        .and_then(|indicator| Some((indicator, indicator.measure.as_ref()?)))
        .ok_or(Error::NotFound(Missing::Page))
}

struct MeasurePage<'p> {
    plan: &'p Plan,
    indicator: &'p Indicator,
    /// The measure as it stands.
    measure: &'p Measure,
    questionnaires: &'p [&'p Questionnaire],
    entry: MeasureEntry,
    faults: Vec<MeasureFault>,
    reason: String,
}

impl MeasurePage<'_> {
    /// The measure that was typed, or everything that is wrong.
    fn read(&self) -> Result<Measure, Vec<MeasureFault>> {
        let (measure, mut faults) = self.entry.read();
        let measure = in_order_of(self.measure, measure);
        let problems = check_measure(&measure, self.questionnaires).into_iter();
        faults.extend(problems.map(|(key, problem)| MeasureFault::Problem(key, problem)));
        if faults.is_empty() && measure == *self.measure {
            faults.push(MeasureFault::Unchanged);
        }
        if self.reason.is_empty() {
            faults.push(MeasureFault::NoReason);
        }
        if faults.is_empty() {
            Ok(measure)
        } else {
            Err(faults)
        }
    }

    fn view(&self, interface: &Interface, staff: &Staff) -> Markup {
        let locale = interface.locale;
        let (plan, indicator) = (self.plan, self.indicator);
        let action = interface.link(Address::PlanMeasure {
            plan: &plan.id,
            indicator: indicator.id.as_str(),
        });
        let lacking = self.faults.contains(&MeasureFault::NoReason);
        Studio::new(interface, staff, Place::Plans, interface.text(&indicator.name)).body(&html! {
            p { a href=(interface.link(Address::Plan { plan: &plan.id })) { (interface.text(&plan.title)) } " · " (locale.t(text::PLAN_MEASURE_TITLE)) }
            p { (indicator.section) "“" (indicator.quote) "” · " (locale.t(text::PLAN_TARGET)) " " (promised(interface, &indicator.target)) }
            p.help { (locale.t(text::PLAN_MEASURE_HELP)) }
            @if !self.faults.is_empty() {
                div.errors role="alert" tabindex="-1" autofocus {
                    h2 { (locale.t(text::MarginFaults { count: self.faults.len() })) }
                    @if self.faults.contains(&MeasureFault::Unchanged) { p { (locale.t(text::MARGIN_UNCHANGED)) } }
                }
            }
            dl.facts { dt { (locale.t(text::PLAN_MEASURE_NOW)) } dd { (words::measure(interface, self.measure)) } }
            form method="post" action=(action) {
                (staff.form_token())
                (fields::fields(interface, self.questionnaires, &self.entry, &self.faults))
                div.narrow {
                    (reason(interface, "fault-reason", &self.reason, lacking))
                    button.main type="submit" { (locale.t(text::PLAN_TARGETS_SUBMIT)) }
                }
            }
        })
    }
}
