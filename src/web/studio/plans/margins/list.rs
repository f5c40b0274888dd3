//! Every margin of a plan with its totals.

use axum::extract::State;
use maud::{Markup, html};

use super::Margins;
use crate::addresses::{Address, Named};
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::number::Count;
use crate::studio::plans::words::margin_status;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use accounts::Permission;
use messages::text;
use sampling::{Margin, MarginStatus};

/// Shows them.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Markup, Error> {
    let margins = Margins::load(&app, &id).await?;
    Ok(view(&interface, &staff, &margins))
}

fn view(interface: &Interface, staff: &Staff, margins: &Margins) -> Markup {
    let locale = interface.locale;
    let plan = &margins.plan;
    let may = staff.may(Permission::ManageWaves);
    let missing = (margins.standing.iter()).any(|margin| margin.status == MarginStatus::Missing);
    let offered = margins.offered();
    Studio::new(interface, staff, Place::Plans, locale.t(text::MARGINS_TITLE)).body(&html! {
        p { a href=(interface.link(Address::Plan { plan: &plan.id })) { (interface.text(&plan.title)) } }
        p.help { (locale.t(text::MARGINS_HELP)) }
        @if may { p.lead { (locale.t(if missing { text::MARGINS_NEXT_MISSING } else { text::MARGINS_NEXT })) } }
        @if margins.standing.is_empty() { p { (locale.t(text::MARGINS_NONE)) } }
        @for margin in &margins.standing { (one(interface, margins, margin, may)) }
        @if may && !offered.is_empty() {
            h2 { (locale.t(text::MARGIN_ADD)) }
            p.help { (locale.t(text::MARGIN_ADD_HELP)) }
            details {
                summary { (locale.t(text::MarginAddOffered { count: offered.len() })) }
                ul.findings { @for question in offered { li {
                    a href=(interface.link(Address::PlanMargin { plan: &plan.id, margin: Named(question.id.as_str()) })) { (question.id) " " (interface.text(&question.text)) }
                } } }
            }
        }
    })
}

fn one(interface: &Interface, margins: &Margins, margin: &Margin, may: bool) -> Markup {
    let locale = interface.locale;
    let names = margins.names();
    let totals = margin.totals().by_category();
    // A file may state counts of any size.
    let sum = totals
        .iter()
        .fold(0_u64, |sum, (_, count)| sum.saturating_add(*count));
    let title = interface.text(&margin.title);
    html! {
        h2 { (title) " " span.state.live[margin.status == MarginStatus::Verified].wait[margin.status == MarginStatus::Missing] { (margin_status(interface, margin.status)) } }
        dl.facts {
            dt { (locale.t(text::MARGIN_BY)) } dd { (by(interface, margins, margin)) }
            @if !margin.source.is_empty() { dt { (locale.t(text::MARGIN_SOURCE)) } dd { (interface.text(&margin.source)) } }
            @if !margin.reference_date.is_empty() { dt { (locale.t(text::MARGIN_DATE)) } dd { (margin.reference_date) } }
            @if !margin.note.is_empty() { dt { (locale.t(text::MARGIN_NOTE)) } dd { (interface.text(&margin.note)) } }
        }
        @if totals.is_empty() { p.help { (locale.t(text::MARGIN_NO_TOTALS)) } } @else {
            details {
                summary { (locale.t(text::MarginTotalsOf { count: totals.len(), sum })) }
                div.scroll tabindex="0" role="region" aria-label=(title) { table.figures {
                    thead { tr { th scope="col" { (locale.t(text::MARGIN_CATEGORY)) } th scope="col" { (locale.t(text::MARGIN_COUNT)) } } }
                    tbody { @for (category, count) in &totals { tr {
                        th scope="row" { (names.label(interface, margin.question(), category)) }
                        td.num { (Count(*count)) }
                    } } }
                } }
            }
        }
        @if may { p { a.button href=(interface.link(Address::PlanMargin { plan: &margins.plan.id, margin: Named(&margin.id) })) aria-label=(locale.t(text::MarginChangeOf { title })) { (locale.t(text::MARGIN_CHANGE)) } } }
    }
}

/// By what a margin divides the population, in words.
pub(super) fn by(interface: &Interface, margins: &Margins, margin: &Margin) -> String {
    let Some(by) = margin.question() else {
        return interface.locale.t(text::MARGIN_BY_STRATUM);
    };
    let asked = (margins.questionnaires())
        .find_map(|questionnaire| Some((questionnaire, questionnaire.question(by)?)));
    match asked {
        Some((questionnaire, question)) => format!(
            "{} · {by} {}",
            interface.text(&questionnaire.title),
            interface.text(&question.text)
        ),
        None => by.to_string(),
    }
}
