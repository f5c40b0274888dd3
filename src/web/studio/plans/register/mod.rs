//! The register of a plan: what it promises beside surveys, entered by one person and released by another.

mod decide;
mod fields;
mod import;
mod list;
mod one;
mod template;

pub(crate) use decide::submit as decide;
pub(crate) use import::submit as import;
pub(crate) use list::show as list;
pub(crate) use one::{show as values, submit as enter};
pub(crate) use template::{csv, workbook};

use chrono::NaiveDate;
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::registered::{entered, evidence};
use clock::in_china;
use messages::text;
use plan::RegisterValue;
use plan::register::store::{Proposal, ReleasedValue, list_proposals, list_released};

/// What the log calls the plan whose register it is.
fn subject(plan: &str) -> String {
    format!("plan {plan}")
}

/// What waits in the register of a plan, and what is released.
struct Desk {
    waiting: Vec<Proposal>,
    released: Vec<ReleasedValue>,
}

impl Desk {
    async fn load(app: &App, plan: &str) -> Result<Self, Error> {
        Ok(Self {
            waiting: list_proposals(&app.db, plan).await?,
            released: list_released(&app.db, plan).await?,
        })
    }
}

fn today(app: &App) -> NaiveDate {
    in_china(app.clock.now()).date_naive()
}

/// A value as the log keeps it.
fn logged(proposal: &Proposal) -> Value {
    let value = &proposal.value;
    json!({
        "indicator": value.indicator,
        "year": value.year,
        "entry": value.entry,
        "source": value.source,
        "dated": value.dated,
        "reason": proposal.reason,
        "by": proposal.by,
    })
}

/// What was entered, with its evidence.
fn said(interface: &Interface, value: &RegisterValue) -> Markup {
    html! {
        b { (entered(interface, value)) }
        @if let Some(evidence) = evidence(value) { br; (evidence) }
        @if value.simulated { " " small { (interface.locale.t(text::REGISTER_SIMULATED)) } }
    }
}

/// Source and day of a value.
fn source(interface: &Interface, value: &RegisterValue) -> Markup {
    html! { (value.source) br; small { (interface.day(value.dated)) } }
}
