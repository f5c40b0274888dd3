//! One plan: what it promises, how it is measured, its strata, margins and map, and what comes next.

use axum::extract::State;
use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::{load, targets, words};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::promised::promised;
use crate::studio::drafts;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use accounts::Permission;
use authoring::draft::{Draft, DraftState};
use authoring::store::list_drafts;
use fieldwork::Wave;
use fieldwork::store::list_waves;
use messages::text;
use plan::store::list_editions;
use plan::{Indicator, Plan};
use sampling::store::{list_margins, list_shapes, list_strata};
use sampling::{FrameStratum, Margin, StratumShape};

/// Shows it.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Markup, Error> {
    page(&app, &interface, &staff, &id, None).await
}

/// The page, with what is wrong with targets that somebody wanted to change.
pub(super) async fn page(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    id: &str,
    refused: Option<&targets::Refused>,
) -> Result<Markup, Error> {
    let (edition, plan) = load(app, id).await?;
    let mut waves = list_waves(&app.db).await?;
    waves.retain(|wave| wave.plan == id);
    let measured: Vec<&str> = plan
        .indicators
        .iter()
        .filter_map(|indicator| Some(indicator.measure.as_ref()?.questionnaire.as_str()))
        .collect();
    let mut drafts = list_drafts(&app.db).await?;
    drafts.retain(|draft| {
        draft.state != DraftState::Published && measured.contains(&draft.questionnaire.as_str())
    });
    let page = PlanPage {
        strata: list_strata(&app.db, &edition).await?,
        margins: list_margins(&app.db, &edition).await?,
        shapes: list_shapes(&app.db, id).await?,
        editions: list_editions(&app.db, id).await?,
        edition,
        plan,
        waves,
        drafts,
        refused,
    };
    Ok(page.view(interface, staff))
}

struct PlanPage<'a> {
    plan: Plan,
    /// The hash of the edition shown.
    edition: String,
    editions: Vec<(String, DateTime<Utc>)>,
    strata: Vec<FrameStratum>,
    margins: Vec<Margin>,
    /// The outlines of strata; none where it came without a map.
    shapes: Vec<StratumShape>,
    waves: Vec<Wave>,
    /// Questionnaires that measure it and are still being written or read.
    drafts: Vec<Draft>,
    refused: Option<&'a targets::Refused>,
}

impl PlanPage<'_> {
    fn view(&self, interface: &Interface, staff: &Staff) -> Markup {
        let (locale, plan) = (interface.locale, &self.plan);
        let measured = plan.indicators.iter().filter(|it| it.measure.is_some());
        let other = plan.indicators.iter().filter(|it| it.measure.is_none());
        let population: u64 = self.strata.iter().map(|stratum| stratum.population).sum();
        Studio::new(interface, staff, Place::Plans, interface.text(&plan.title)).body(&html! {
            dl.facts {
                dt { (locale.t(text::PLAN_DOCUMENT)) } dd { (plan.document) }
                dt { (locale.t(text::PLAN_CITY)) } dd { (interface.text(&plan.city)) }
                dt { (locale.t(text::PLAN_YEARS)) } dd { (plan.years.0) "–" (plan.years.1) }
                dt { (locale.t(text::PLAN_TERM)) } dd { (locale.t(text::PlanTermDays { days: plan.release_within_days().to_string() })) }
                @if plan.early_days > 0 { dt { (locale.t(text::PLAN_EARLY)) } dd { (locale.t(text::PlanEarlyDays { days: plan.early_days.to_string() })) } }
                dt { (locale.t(text::PLAN_STRATA)) } dd { (locale.t(text::PlanStrataCount { count: self.strata.len(), population })) }
                dt { (locale.t(text::PLAN_MARGINS)) } dd {
                    ul.plain { @for margin in &self.margins { li { (interface.text(&margin.title)) " · " (words::margin_status(interface, margin.status)) } } }
                    a href=(interface.link(Address::PlanMargins { plan: &plan.id })) { (locale.t(if staff.may(Permission::ManageWaves) { text::MARGINS_CHANGE } else { text::MARGINS_SEE })) }
                }
                dt { (locale.t(text::PLAN_MAP)) } dd { @if self.shapes.is_empty() { (locale.t(text::PLAN_MAP_NONE)) } @else { (locale.t(text::PlanMapCount { count: self.shapes.len() })) } }
                dt { (locale.t(text::PLAN_EDITION)) } dd {
                    @for (hash, since) in &self.editions { div {
                        code { (hash.get(..12).unwrap_or(hash)) } " · " (interface.moment(*since))
                        @if *hash == self.edition { " · " (locale.t(text::PLAN_EDITION_NOW)) }
                    } }
                }
                @if !self.waves.is_empty() { dt { (locale.t(text::PLACE_WAVES)) } dd { ul.plain { @for wave in &self.waves { li {
                    a href=(interface.link(Address::StaffWave { wave: &wave.slug })) { (interface.text(&wave.title)) }
                    @if wave.edition != self.edition { " · " (locale.t(text::PLAN_EDITION_EARLIER)) " " code { (wave.edition.get(..12).unwrap_or(&wave.edition)) } }
                } } } } }
            }
            @if !self.drafts.is_empty() {
                div.notice {
                    p { (locale.t(text::PLAN_DRAFTS)) }
                    ul { @for draft in &self.drafts { li {
                        a href=(interface.link(Address::Draft { draft: draft.id })) { (drafts::name(interface, draft)) } " · " (drafts::state(interface, draft.state))
                    } } }
                }
            }
            h2 { (locale.t(text::PLAN_MEASURED)) }
            (targets::form(interface, staff, plan, self.refused, &html! { @for indicator in measured { (row(interface, staff, plan, indicator, self.refused)) } }))
            @if staff.may(Permission::ReleaseRegister) && plan.indicators.iter().any(Indicator::is_of_register) {
                p { a.button.quiet href=(interface.link(Address::PlanRegister { plan: &plan.id })) { (locale.t(text::REGISTER_TITLE)) } }
            }
            details {
                summary { (locale.t(text::PlanNotMeasured { count: other.clone().count() })) }
                div.scroll tabindex="0" role="region" aria-label=(locale.t(text::PLAN_INDICATORS)) { table.cards {
                    thead { tr { th scope="col" { (locale.t(text::PLAN_INDICATOR)) } th scope="col" { (locale.t(text::PLAN_TARGET)) } th scope="col" { (locale.t(text::PLAN_DEPARTMENT)) } } }
                    tbody { @for indicator in other { tr {
                        th scope="row" { (interface.text(&indicator.name)) " " small { (indicator.section) } }
                        td { (promised(interface, &indicator.target)) }
                        td { (indicator.department) }
                    } } }
                } }
            }
        })
    }
}

/// A measured indicator: clause, target, by which questions, and which answers count.
fn row(
    interface: &Interface,
    staff: &Staff,
    plan: &Plan,
    indicator: &Indicator,
    refused: Option<&targets::Refused>,
) -> Markup {
    let may = staff.may(Permission::ManageWaves);
    html! {
        tr {
            th scope="row" { (interface.text(&indicator.name)) " " span.quote { (indicator.section) "“" (indicator.quote) "”" } }
            td { @if may { (targets::field(interface, indicator, refused)) } @else { (promised(interface, &indicator.target)) } }
            td { @if let Some(measure) = &indicator.measure {
                (words::measure(interface, measure))
                @if may { " " a href=(interface.link(Address::PlanMeasure { plan: &plan.id, indicator: indicator.id.as_str() })) aria-label=(interface.locale.t(text::PlanMeasureChangeOf { name: interface.text(&indicator.name) })) { (interface.locale.t(text::MARGIN_CHANGE)) } }
            } }
            td { (indicator.department) }
        }
    }
}
