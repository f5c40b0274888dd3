//! Values from a file: read, shown, and entered once they are agreed to, all of them or none.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::Value;

use super::list::{self, Said};
use super::one::fault_of;
use super::{logged, said as value_said, source, subject, today};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::promised::promised;
use crate::studio::plans::load;
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::store::Audited;
use accounts::{Action, Entry};
use messages::{text, words};
use plan::Plan;
use plan::register::store::{Proposal, ProposalError, propose};
use plan::register::table::{CellFault, TableFault, ValueRow, carried, read};

/// The most faults that are shown; who has mended them sees the next.
const SHOWN: usize = 100;

/// What became of a file.
pub(super) enum Outcome {
    /// No file was chosen.
    NoFile,
    /// It is no table of ours.
    Unreadable(TableFault),
    /// Cells are wrong. Nothing was entered.
    Faulty(Vec<CellFault>),
    /// There is nothing to enter: every row is blank or says what is released already.
    Nothing,
    /// What would be entered.
    Asked(Checked),
}

/// Values that can be entered.
pub(super) struct Checked {
    rows: Vec<ValueRow>,
    /// Rows that say what is released already.
    unchanged: usize,
    /// Rows in which nothing is filled in.
    blank: usize,
}

/// Reads a file and asks; enters what was agreed to.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let (_, plan) = load(&app, &id).await?;
    let agreed = typed.text("sure") == "yes";
    let content = if agreed {
        Some(typed.text("table").as_bytes())
    } else {
        typed.file("file").map(AsRef::as_ref)
    };
    let outcome = match content {
        None => Outcome::NoFile,
        Some(content) => match take(&app, &staff, &plan, content, agreed).await? {
            None => {
                let to = interface.link(Address::PlanRegister { plan: &id });
                return Ok(Redirect::to(&to).into_response());
            }
            Some(outcome) => outcome,
        },
    };
    let status = match outcome {
        Outcome::Asked(_) => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let top = Said::Import(outcome);
    let page = list::page(&app, &interface, &staff, &id, Some(&top)).await?;
    Ok((status, page).into_response())
}

/// Enters what a file says if that was agreed to; else says what is to be said first. What would be entered is tried in a write that is
/// given up, so that the page asks about nothing that could not be.
async fn take(
    app: &App,
    staff: &Staff,
    plan: &Plan,
    content: &[u8],
    agreed: bool,
) -> Result<Option<Outcome>, Error> {
    let table = match read(content, plan, today(app)) {
        Ok(table) => table,
        Err(fault) => return Ok(Some(Outcome::Unreadable(fault))),
    };
    let write = staff.write(app).await?;
    let mut faults = table.faults;
    let mut checked = Checked {
        rows: Vec::new(),
        unchanged: 0,
        blank: table.blank,
    };
    let mut entered: Vec<Value> = Vec::new();
    for row in table.values {
        match enter(&write, staff, plan, &row).await? {
            Tried::Entered(value) => {
                entered.push(value);
                checked.rows.push(row);
            }
            Tried::Unchanged => checked.unchanged += 1,
            Tried::Fault(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        faults.sort_by_key(|fault| (fault.row, fault.column));
        return Ok(Some(Outcome::Faulty(faults)));
    }
    if checked.rows.is_empty() {
        return Ok(Some(Outcome::Nothing));
    }
    if !agreed {
        return Ok(Some(Outcome::Asked(checked)));
    }
    let entry = Entry::new(Action::EnterRegister, subject(&plan.id)).after(entered);
    write.commit(entry).await?;
    Ok(None)
}

/// What became of a row.
enum Tried {
    Entered(Value),
    Unchanged,
    Fault(CellFault),
}

async fn enter(
    write: &Audited,
    staff: &Staff,
    plan: &Plan,
    row: &ValueRow,
) -> Result<Tried, Error> {
    let (value, reason) = row.value.clone();
    let proposal = Proposal {
        value,
        reason,
        by: staff.user.name.to_string(),
        at: write.now(),
    };
    Ok(
        match propose(write.transaction(), &plan.id, &proposal).await {
            Ok(()) => Tried::Entered(logged(&proposal)),
            Err(ProposalError::Unchanged) => Tried::Unchanged,
            Err(error) => {
                let (column, fault) = fault_of(error)?;
                Tried::Fault(CellFault {
                    row: row.row,
                    column,
                    cell: proposal.value.indicator.to_string(),
                    fault,
                })
            }
        },
    )
}

/// What became of a file, in words.
pub(super) fn said(interface: &Interface, staff: &Staff, plan: &Plan, outcome: &Outcome) -> Markup {
    let locale = interface.locale;
    match outcome {
        Outcome::NoFile => {
            html! { p.notice.doubt role="alert" { (locale.t(text::CASES_NO_FILE)) } }
        }
        Outcome::Nothing => {
            html! { p.notice.doubt role="alert" { (locale.t(text::REGISTER_IMPORT_NOTHING)) } }
        }
        Outcome::Unreadable(fault) => {
            html! { p.notice.doubt role="alert" { (words::register_table_fault(locale, fault)) } }
        }
        Outcome::Faulty(faults) => html! {
            div.errors role="alert" tabindex="-1" autofocus {
                h2 { (locale.t(text::RegisterImportFaults { count: faults.len() })) }
                ul.findings { @for fault in faults.iter().take(SHOWN) { li { (words::register_cell_fault(locale, fault)) } } }
                @if faults.len() > SHOWN { p { (locale.t(text::FrameFindingsMore { count: faults.len() - SHOWN })) } }
            }
        },
        Outcome::Asked(checked) => asked(interface, staff, plan, checked),
    }
}

fn asked(interface: &Interface, staff: &Staff, plan: &Plan, checked: &Checked) -> Markup {
    let locale = interface.locale;
    let name = |row: &ValueRow| {
        let id = &row.value.0.indicator;
        let found = plan.indicators.iter().find(|it| it.id == *id);
        found.map_or_else(|| id.to_string(), |it| interface.text(&it.name).to_owned())
    };
    html! {
        section.notice {
            h2 { (locale.t(text::RegisterImportAsked { count: checked.rows.len() })) }
            @if checked.unchanged > 0 { p { (locale.t(text::RegisterImportUnchanged { count: checked.unchanged })) } }
            @if checked.blank > 0 { p { (locale.t(text::RegisterImportBlank { count: checked.blank })) } }
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::RegisterImportAsked { count: checked.rows.len() })) { table.cards {
                thead { tr { @for head in [text::PLAN_INDICATOR, text::PLAN_TARGET, text::REGISTER_VALUE, text::REGISTER_SOURCE] { th scope="col" { (locale.t(head)) } } } }
                tbody { @for row in &checked.rows { tr {
                    th scope="row" { (name(row)) " · " (row.value.0.year) }
                    td { (promised(interface, &row.value.0.target)) }
                    td {
                        (value_said(interface, &row.value.0))
                        @if let Some(reason) = &row.value.1 { br; (locale.t(text::RegisterCorrects { reason })) }
                    }
                    td { (source(interface, &row.value.0)) }
                } } }
            } }
            form method="post" action=(interface.link(Address::PlanRegister { plan: &plan.id })) {
                (staff.form_token())
                textarea name="table" hidden { "\n" (carried(&checked.rows)) }
                input type="hidden" name="sure" value="yes";
                p {
                    button.main type="submit" { (locale.t(text::REGISTER_IMPORT_SURE)) } " "
                    a.button.quiet href=(interface.link(Address::PlanRegister { plan: &plan.id })) { (locale.t(text::REGISTER_IMPORT_BACK)) }
                }
            }
        }
    }
}

/// The form that takes a file, and the table to fill in.
pub(super) fn form(interface: &Interface, staff: &Staff, plan: &Plan) -> Markup {
    let locale = interface.locale;
    let plan = &plan.id;
    html! {
        h2 { (locale.t(text::REGISTER_IMPORT)) }
        p.help { (locale.t(text::REGISTER_IMPORT_HELP)) }
        p {
            a.button.quiet href=(interface.link(Address::PlanRegisterWorkbook { plan })) download { (locale.t(text::REGISTER_TEMPLATE_XLSX)) } " "
            a.button.quiet href=(interface.link(Address::PlanRegisterCsv { plan })) download { (locale.t(text::REGISTER_TEMPLATE_CSV)) }
        }
        form.narrow method="post" enctype="multipart/form-data" action=(interface.link(Address::PlanRegister { plan })) {
            (staff.form_token())
            label.f { span { (locale.t(text::REGISTER_IMPORT_FILE)) } input type="file" name="file" required accept=".csv,.xlsx,.txt"; }
            button.main type="submit" { (locale.t(text::REGISTER_IMPORT_SUBMIT)) }
        }
    }
}
