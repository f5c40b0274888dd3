//! One margin: its totals from a table or by hand, what is known of them, and its removal.

use axum::extract::State;
use maud::{Markup, html};

use super::fields::{self, Faults};
use super::list::by;
use super::{Margins, Subject};
use crate::addresses::{Address, Named};
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::plans::confirmation::reason;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use messages::{text, words};
use sampling::MarginEntry;
use sampling::margin_table::TotalsFinding;

/// The most faults of a table that are shown; who has mended them sees the next.
const SHOWN: usize = 200;

/// What the page says besides the margin.
#[derive(Default)]
pub(super) struct Said {
    /// What was typed, or read from a table; as it stands where there is nothing.
    pub(super) entry: Option<MarginEntry>,
    pub(super) reason: String,
    pub(super) faults: Faults,
    /// What became of a table.
    pub(super) table: Option<Table>,
    /// It was to be removed without a reason.
    pub(super) unremoved: bool,
}

/// What became of a table of totals.
pub(super) enum Table {
    NoFile,
    /// The margin has no category that a table could fill.
    NoCategory,
    Refused(Vec<TotalsFinding>),
    /// How many totals it filled in.
    Read(usize),
}

/// Shows it.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path((plan, id)): Path<(String, String)>,
) -> Result<Markup, Error> {
    let margins = Margins::load(&app, &plan).await?;
    let subject = margins.find(&id)?;
    Ok(view(
        &interface,
        &staff,
        &margins,
        &subject,
        &Said::default(),
    ))
}

/// The page.
pub(super) fn view(
    interface: &Interface,
    staff: &Staff,
    margins: &Margins,
    subject: &Subject<'_>,
    said: &Said,
) -> Markup {
    let locale = interface.locale;
    let (plan, id) = (margins.plan.id.as_str(), subject.id.as_str());
    let title = match (subject.margin, subject.asked) {
        (Some(margin), _) => interface.text(&margin.title),
        (None, Some(question)) => interface.text(&question.text),
        (None, None) => id,
    };
    let standing = fields::standing(margins, subject);
    let entry = said.entry.as_ref().unwrap_or(&standing);
    let action = interface.link(Address::PlanMargin {
        plan,
        margin: Named(id),
    });
    Studio::new(interface, staff, Place::Plans, title).body(&html! {
        p {
            a href=(interface.link(Address::Plan { plan })) { (interface.text(&margins.plan.title)) } " · "
            a href=(interface.link(Address::PlanMargins { plan })) { (locale.t(text::MARGINS_TITLE)) }
            @match subject.margin {
                Some(margin) => { " · " (by(interface, margins, margin)) }
                None => { " · " (locale.t(text::MARGIN_NEW)) }
            }
        }
        @if let Some(table) = &said.table { (table_said(interface, table)) }
        @if !said.faults.is_empty() {
            div.errors role="alert" tabindex="-1" autofocus {
                h2 { (locale.t(text::MarginFaults { count: said.faults.count() })) }
                @if said.faults.unchanged { p { (locale.t(text::MARGIN_UNCHANGED)) } }
                @if said.faults.unusable { p { (locale.t(text::MARGIN_NONE_USABLE)) } }
            }
        }
        h2 { (locale.t(text::MARGIN_TABLE)) }
        p.help { (locale.t(text::MARGIN_TABLE_HELP)) }
        form.narrow method="post" enctype="multipart/form-data" action=(action) {
            (staff.form_token())
            input type="hidden" name="what" value="table";
            label.f { span { (locale.t(text::MARGIN_TABLE_FILE)) } input type="file" name="file" required accept=".csv,.xlsx,.txt"; }
            button type="submit" { (locale.t(text::MARGIN_TABLE_SUBMIT)) }
        }
        form method="post" action=(action) {
            (staff.form_token())
            (fields::fields(interface, margins, subject, entry, &said.faults))
            div.narrow {
                (reason(interface, "fault-reason", &said.reason, said.faults.reason))
                button.main type="submit" { (locale.t(text::PLAN_TARGETS_SUBMIT)) }
            }
        }
        @if subject.may_go() {
            h2 { (locale.t(text::MARGIN_REMOVE)) }
            p.help { (locale.t(text::MARGIN_REMOVE_HELP)) }
            form.narrow method="post" action=(action) {
                (staff.form_token())
                input type="hidden" name="what" value="remove";
                (reason(interface, "fault-removal", "", said.unremoved))
                button.danger type="submit" { (locale.t(text::MARGIN_REMOVE_SUBMIT)) }
            }
        }
    })
}

fn table_said(interface: &Interface, table: &Table) -> Markup {
    let locale = interface.locale;
    match table {
        Table::NoFile => {
            html! { p.notice.doubt role="alert" { (locale.t(text::CASES_NO_FILE)) } }
        }
        Table::NoCategory => {
            html! { p.notice.doubt role="alert" { (locale.t(text::MARGIN_TABLE_NO_CATEGORY)) } }
        }
        Table::Read(count) => html! {
            p.notice.good role="status" { (locale.t(text::MarginTableRead { count: *count })) }
        },
        Table::Refused(findings) => html! {
            div.errors role="alert" tabindex="-1" autofocus {
                h2 { (locale.t(text::MarginTableRefused { count: findings.len() })) }
                div.scroll tabindex="0" role="region" aria-label=(locale.t(text::FrameFindings { count: findings.len() })) { table.cards {
                    thead { tr { th scope="col" { (locale.t(text::FRAME_ROWS)) } th scope="col" { (locale.t(text::FRAME_COLUMN)) } th scope="col" { (locale.t(text::FRAME_FAULT)) } } }
                    tbody { @for finding in findings.iter().take(SHOWN) { tr {
                        th scope="row" { (locale.t(text::FrameRow { row: finding.line.to_string() })) }
                        td { (finding.place.as_deref().unwrap_or("")) }
                        td { (words::totals_fault(locale, &finding.problem)) }
                    } } }
                } }
                @if findings.len() > SHOWN { p { (locale.t(text::FrameFindingsMore { count: findings.len() - SHOWN })) } }
            }
        },
    }
}
