//! Everything that a plan promises beside surveys, with what stands, what waits and what is missing.

use axum::extract::State;
use maud::{Markup, html};

use super::{Desk, decide, import, said, source, subject};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::promised::promised;
use crate::public::verdict_mark::Word;
use crate::studio::plans::load;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use accounts::audit::Logged;
use accounts::store::list_entries;
use accounts::{Action, Permission};
use messages::text;
use plan::register::store::standing_values;
use plan::{Indicator, Plan, standing};

/// The most refusals that are shown.
const SHOWN_REFUSALS: usize = 5;

/// What is to be said at the top of the page.
pub(super) enum Said {
    /// A file was wrong, or is to be agreed to.
    Import(import::Outcome),
    /// Why nothing was decided.
    Decision(decide::Refusal),
}

/// Shows it.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Markup, Error> {
    page(&app, &interface, &staff, &id, None).await
}

/// The page, with what is to be said at its top.
pub(super) async fn page(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    id: &str,
    top: Option<&Said>,
) -> Result<Markup, Error> {
    let (_, plan) = load(app, id).await?;
    let page = RegisterPage {
        interface,
        staff,
        desk: Desk::load(app, id).await?,
        refusals: list_entries(&app.db, Action::RefuseRegister, &subject(id)).await?,
        plan,
    };
    Ok(page.view(top))
}

struct RegisterPage<'a> {
    interface: &'a Interface,
    staff: &'a Staff,
    plan: Plan,
    desk: Desk,
    /// What was refused, the oldest first.
    refusals: Vec<Logged>,
}

impl RegisterPage<'_> {
    fn view(&self, top: Option<&Said>) -> Markup {
        let (interface, plan) = (self.interface, &self.plan);
        let locale = interface.locale;
        let of_register = || plan.indicators.iter().filter(|it| it.is_of_register());
        let all = of_register().count();
        let missing = of_register()
            .filter(|it| standing_values(&self.desk.released, &it.id).is_empty())
            .count();
        let may_enter = self.staff.may(Permission::EnterRegister);
        let facts = text::RegisterFacts {
            all,
            standing: all - missing,
            waiting: self.desk.waiting.len(),
            missing,
        };
        Studio::new(interface, self.staff, Place::Plans, locale.t(text::REGISTER_TITLE)).body(&html! {
            p { a href=(interface.link(Address::Plan { plan: &plan.id })) { (interface.text(&plan.title)) } }
            @match top {
                Some(Said::Import(outcome)) => { (import::said(interface, self.staff, plan, outcome)) }
                Some(Said::Decision(refusal)) => { p.notice.doubt role="alert" { (decide::explained(interface, *refusal)) } }
                None => {}
            }
            @if all == 0 { p.lead { (locale.t(text::REGISTER_NONE)) } } @else {
                p.lead { (locale.t(facts)) }
                p.help { (locale.t(text::REGISTER_HELP)) }
                (decide::form(interface, self.staff, plan, &self.desk.waiting.iter().collect::<Vec<_>>()))
                (self.refused())
                h2 { (locale.t(text::REGISTER_PROMISES)) }
                (self.promises())
                @if may_enter { (import::form(interface, self.staff, plan)) }
            }
        })
    }

    fn promises(&self) -> Markup {
        let (interface, plan) = (self.interface, &self.plan);
        let locale = interface.locale;
        html! {
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::REGISTER_PROMISES)) { table.cards {
                thead { tr { @for head in [text::PLAN_INDICATOR, text::PLAN_TARGET, text::REGISTER_LATEST, text::REGISTER_STATE, text::REGISTER_SOURCE] { th scope="col" { (locale.t(head)) } } } }
                tbody { @for part in plan.outline() {
                    @for indicator in part.indicators.iter().filter(|it| it.is_of_register()) { (self.promise(indicator)) }
                } }
            } }
        }
    }

    fn promise(&self, indicator: &Indicator) -> Markup {
        let interface = self.interface;
        let values = standing_values(&self.desk.released, &indicator.id);
        let word = Word::of_standing(standing(values.iter().map(|it| &it.proposal.value)));
        let waits = (self.desk.waiting.iter()).any(|it| it.value.indicator == indicator.id);
        let to = Address::PlanRegisterValues {
            plan: &self.plan.id,
            indicator: indicator.id.as_str(),
        };
        html! { tr {
            th scope="row" {
                a href=(interface.link(to)) { (interface.text(&indicator.name)) } " " small { (indicator.section) }
            }
            td { (promised(interface, &indicator.target)) }
            td { @if let Some(last) = values.last() { (last.proposal.value.year) " · " (said(interface, &last.proposal.value)) } @else { "—" } }
            td { (word.mark(interface.locale)) @if waits { br; small { (interface.locale.t(text::REGISTER_WAITS)) } } }
            td { @if let Some(last) = values.last() { (source(interface, &last.proposal.value)) } @else { "—" } }
        } }
    }

    /// What was refused last, so that whoever entered it learns why.
    fn refused(&self) -> Markup {
        let interface = self.interface;
        let locale = interface.locale;
        let text_of = |entry: &Logged, key: &str| {
            let said = entry.after.as_ref().and_then(|after| after[key].as_str());
            said.unwrap_or_default().to_owned()
        };
        let named = |entry: &Logged| {
            let values = entry.before.as_ref().and_then(|before| before.as_array());
            let values = values.into_iter().flatten().map(|value| {
                let id = value["indicator"].as_str().unwrap_or_default();
                let mut indicators = self.plan.indicators.iter();
                let indicator = indicators.find(|it| it.id.as_str() == id);
                let name = indicator.map_or(id, |it| interface.text(&it.name));
                format!("{name} {}", value["year"])
            });
            values
                .collect::<Vec<_>>()
                .join(&locale.t(text::NAME_SEPARATOR))
        };
        html! {
            @if !self.refusals.is_empty() {
                details {
                    summary { (locale.t(text::RegisterRefused { count: self.refusals.len() })) }
                    ul { @for entry in self.refusals.iter().rev().take(SHOWN_REFUSALS) { li {
                        (interface.moment(entry.at)) " · " (entry.actor) " · " (named(entry)) (locale.t(text::LABEL_SEPARATOR)) (text_of(entry, "reason"))
                    } } }
                }
            }
        }
    }
}
