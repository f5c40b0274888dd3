//! Every plan, and the form that takes a folder in.

use axum::extract::State;
use maud::{Markup, html};

use super::load;
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use accounts::Permission;
use format::Finding;
use messages::text;
use plan::Plan;
use plan::store::list_plan_ids;

/// Why a folder was not taken in.
pub(super) enum Fault {
    /// No file was chosen, or none of a plan.
    NoFile,
    /// The files are of no plan, or of several.
    NotOnePlan,
    /// A file of this name is missing.
    Missing(&'static str),
    /// Everything that is wrong with the files.
    Findings(Vec<Finding<String>>),
}

/// Shows them.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
) -> Result<Markup, Error> {
    page(&app, &interface, &staff, None).await
}

/// The page, with what is wrong with a folder that somebody wanted to take in.
pub(super) async fn page(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    fault: Option<&Fault>,
) -> Result<Markup, Error> {
    let mut plans = Vec::new();
    for id in list_plan_ids(&app.db).await? {
        plans.push(load(app, &id).await?.1);
    }
    Ok(view(interface, staff, &plans, fault))
}

fn view(interface: &Interface, staff: &Staff, plans: &[Plan], fault: Option<&Fault>) -> Markup {
    let locale = interface.locale;
    Studio::new(interface, staff, Place::Plans, locale.t(text::PLACE_PLANS)).body(&html! {
        @if let Some(fault) = fault { (refused(interface, fault)) }
        @if plans.is_empty() { p.help { (locale.t(text::PLANS_NONE)) } } @else {
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::PLACE_PLANS)) { table.cards {
                thead { tr { th scope="col" { (locale.t(text::PLAN)) } th scope="col" { (locale.t(text::PLAN_YEARS)) } th.num scope="col" { (locale.t(text::PLAN_INDICATORS)) } th.num scope="col" { (locale.t(text::PLAN_MEASURED)) } } }
                tbody { @for plan in plans { tr {
                    th scope="row" { a href=(interface.link(Address::Plan { plan: &plan.id })) { (interface.text(&plan.title)) } " " small { (plan.id) } }
                    td { (plan.years.0) "–" (plan.years.1) }
                    td.num { (plan.indicators.len()) }
                    td.num { (plan.indicators.iter().filter(|indicator| indicator.measure.is_some()).count()) }
                } } }
            } }
        }
        @if staff.may(Permission::ManageWaves) {
            h2 #upload { (locale.t(text::PLAN_UPLOAD)) }
            p { (locale.t(text::PLAN_UPLOAD_HELP)) }
            form.narrow method="post" enctype="multipart/form-data" action=(interface.link(Address::Plans)) {
                (staff.form_token())
                label.f {
                    span { (locale.t(text::PLAN_UPLOAD_FOLDER)) }
                    input type="file" name="folder" webkitdirectory multiple;
                }
                label.f {
                    span { (locale.t(text::PLAN_UPLOAD_FILES)) span { small { (locale.t(text::PLAN_UPLOAD_FILES_HELP)) } } }
                    input type="file" name="files" multiple accept=".toml,.csv,.geojson";
                }
                button.main type="submit" { (locale.t(text::PLAN_UPLOAD_SUBMIT)) }
            }
        }
    })
}

fn refused(interface: &Interface, fault: &Fault) -> Markup {
    let locale = interface.locale;
    let sentence = match fault {
        Fault::NoFile => locale.t(text::PLAN_UPLOAD_NO_FILE),
        Fault::NotOnePlan => locale.t(text::PLAN_UPLOAD_NOT_ONE),
        Fault::Missing(file) => locale.t(text::PlanUploadMissing { file: *file }),
        Fault::Findings(findings) => locale.t(text::PlanUploadFaults {
            count: findings.len(),
        }),
    };
    html! {
        div.errors role="alert" tabindex="-1" autofocus {
            h2 { (sentence) }
            @if let Fault::Findings(findings) = fault {
                ul.findings { @for finding in findings { li {
                    b { (finding.file) " · " (locale.t(text::FindingLine { line: finding.line })) @if let Some(place) = &finding.place { " · " (place) } } " "
                    span { (finding.problem) }
                } } }
            }
        }
    }
}
