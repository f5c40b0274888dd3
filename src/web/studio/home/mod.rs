//! The front door of the studio: what waits for whoever signed in, and with whom else things lie.

mod booklets;
mod questionnaires;
mod waves;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use accounts::store::{find_user, list_proposals};
use accounts::{Permission, Role};
use fieldwork::InterviewerId;
use fieldwork::store::list_rounds;
use messages::{PlainMessage, text};

/// Something that waits for a person of the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Task {
    /// What is to be done, in a few words.
    what: PlainMessage,
    /// Of what: a questionnaire, a wave, a person.
    of: String,
    /// More about it: by when, from whom.
    note: String,
    /// Where it is done.
    at: String,
}

/// Shows what waits; who only visits households, or only reads results, is led to the page for that.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
) -> Result<Response, Error> {
    let roles = &staff.user.roles;
    if roles.iter().eq([&Role::Interviewer]) {
        return Ok(Redirect::to(&interface.link(Address::Field)).into_response());
    }
    if !roles.is_empty() && roles.iter().all(is_official) {
        return Ok(Redirect::to(&interface.link(Address::OwnResults)).into_response());
    }
    let mut tasks = questionnaires::tasks(&app, &interface, &staff).await?;
    tasks.extend(waves::tasks(&app, &interface, &staff).await?);
    tasks.extend(booklets::tasks(&app, &interface, &staff).await?);
    if staff.may(Permission::VisitHouseholds) {
        tasks.extend(visits(&app, &interface, &staff).await?);
    }
    if staff.may(Permission::ManagePeople) {
        tasks.extend(proposals(&app, &interface, &staff).await?);
    }
    Ok(view(&interface, &staff, &tasks).into_response())
}

fn is_official(role: &Role) -> bool {
    matches!(role, Role::Official(_))
}

/// Roles that another administrator wants and this one can agree to.
async fn proposals(app: &App, interface: &Interface, staff: &Staff) -> Result<Vec<Task>, Error> {
    let mut tasks = Vec::new();
    for proposal in list_proposals(&app.db).await? {
        if proposal.by == staff.user.name.as_str() {
            continue;
        }
        let Some(user) = find_user(&app.db, proposal.user).await? else {
            continue;
        };
        tasks.push(Task {
            what: text::TASK_ROLES,
            of: user.name.to_string(),
            note: interface.locale.t(text::TaskFrom { name: proposal.by }),
            at: interface.link(Address::Person { user: user.id }),
        });
    }
    Ok(tasks)
}

/// The households that are visited, by wave.
async fn visits(app: &App, interface: &Interface, staff: &Staff) -> Result<Vec<Task>, Error> {
    let own = InterviewerId(staff.user.id.0);
    let rounds = list_rounds(&app.db, own, app.clock.now()).await?;
    let visits = rounds.into_iter().filter_map(|round| {
        let count: usize = round.psus.iter().map(|psu| psu.cases.len()).sum();
        (count > 0).then(|| Task {
            what: text::TASK_VISIT,
            of: interface.text(&round.wave.title).to_owned(),
            note: interface.locale.t(text::FieldHouseholds { count }),
            at: interface.link(Address::Field),
        })
    });
    Ok(visits.collect())
}

fn view(interface: &Interface, staff: &Staff, tasks: &[Task]) -> Markup {
    let locale = interface.locale;
    let places: Vec<Place> = Place::open_to(staff).collect();
    Studio::at_home(interface, staff, locale.t(text::DESK_TITLE)).body(&html! {
        @if tasks.is_empty() { p.lead { (locale.t(text::DESK_NOTHING)) } } @else { (list(interface, tasks)) }
        @if !places.is_empty() {
            h2 { (locale.t(text::DESK_PLACES)) }
            ul.plain { @for place in places { li { a href=(interface.link(place.path())) { (locale.t(place.label())) } " " small { (locale.t(place.purpose())) } } } }
        }
    })
}

fn list(interface: &Interface, tasks: &[Task]) -> Markup {
    html! {
        ul.tasks { @for task in tasks { li {
            a href=(task.at) { b { (interface.locale.t(task.what)) } " " (task.of) }
            @if !task.note.is_empty() { " " small { (task.note) } }
        } } }
    }
}
