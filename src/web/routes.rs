//! The one table of all pages: method, address, who may come, and the page.
//!
//! The router is made from this table and from nothing else, so whoever wants to know who may see what reads
//! it here; `every_role_gets_exactly_where_its_permissions_lead` in `tests/web` walks every row with every role.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{self, MethodRouter};

use super::app::App;
use super::studio::{self, guard};
use super::{asset, paths, public, resident};
use accounts::Permission;

/// Who may come to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever is signed in and holds a permission.
    Needs(Permission),
}

/// One row of the table.
#[derive(Debug, Clone)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The address, with its variable parts in braces.
    pub path: &'static str,
    /// Who may come.
    pub access: Access,
    page: MethodRouter<App>,
}

fn get<H, T>(path: &'static str, access: Access, handler: H) -> Route
where
    H: Handler<T, App>,
    T: 'static,
{
    Route {
        method: Method::GET,
        path,
        access,
        page: routing::get(handler),
    }
}

fn post<H, T>(path: &'static str, access: Access, handler: H) -> Route
where
    H: Handler<T, App>,
    T: 'static,
{
    Route {
        method: Method::POST,
        path,
        access,
        page: routing::post(handler),
    }
}

/// The table.
pub fn routes() -> Vec<Route> {
    let mut table = everybody();
    table.extend(staff());
    table.extend(design());
    table.extend(field());
    table
}

/// Pages for residents and the public.
fn everybody() -> Vec<Route> {
    use Access::Public;
    vec![
        get(paths::HOME, Public, resident::home::show),
        post(paths::HOME, Public, resident::home::submit),
        get("/s/{wave}", Public, resident::open::show),
        post("/s/{wave}", Public, resident::open::submit),
        get("/s/{wave}/print", Public, resident::print::show),
        get("/w/{outlet}", Public, resident::outlet::show),
        post("/w/{outlet}", Public, resident::outlet::submit),
        get("/i/{code}", Public, resident::invited::show),
        post("/i/{code}", Public, resident::invited::submit),
        get("/t/{token}", Public, resident::trial::show),
        post("/t/{token}", Public, resident::trial::submit),
        post("/progress/{wave}", Public, resident::progress::submit),
        get(paths::THANKS, Public, resident::thanks::show),
        get(paths::RECEIPT, Public, resident::receipt::show),
        post(paths::RECEIPT, Public, resident::receipt::submit),
        get(paths::PRIVACY, Public, resident::privacy::show),
        get(paths::RESULTS, Public, public::results::show),
        get("/results/{wave}", Public, public::scoreboard::show),
        get(
            "/results/{wave}/{indicator}",
            Public,
            public::indicator::show,
        ),
        get("/static/{name}", Public, asset::show),
        get(paths::WORKER, Public, asset::worker),
    ]
}

/// Pages for staff: who they are, and what they have done.
fn staff() -> Vec<Route> {
    use Access::{Needs, Public, SignedIn};
    use Permission::{ManagePeople, ReadAudit};
    use studio::{account, audit, login, people, start};
    vec![
        get(paths::LOGIN, Public, login::show),
        post(paths::LOGIN, Public, login::submit),
        post(paths::LOGOUT, SignedIn, login::leave),
        get(paths::STUDIO, SignedIn, start::show),
        get(paths::ACCOUNT, SignedIn, account::show),
        post(paths::ACCOUNT, SignedIn, account::submit),
        post(paths::SESSIONS, SignedIn, account::leave_everywhere),
        get(paths::PEOPLE, Needs(ManagePeople), people::list),
        post(paths::PEOPLE, Needs(ManagePeople), people::add),
        get("/studio/people/{id}", Needs(ManagePeople), people::one),
        post(
            "/studio/people/{id}",
            Needs(ManagePeople),
            people::change_roles,
        ),
        post(
            "/studio/people/{id}/access",
            Needs(ManagePeople),
            people::change_access,
        ),
        post(
            "/studio/people/{id}/sessions",
            Needs(ManagePeople),
            people::end_sessions,
        ),
        get(paths::AUDIT, Needs(ReadAudit), audit::show),
        get(paths::AUDIT_FILE, Needs(ReadAudit), audit::export),
    ]
}

/// Pages that design questionnaires.
fn design() -> Vec<Route> {
    use Permission::{ApproveVersions, EditDrafts, SeeQuestionnaires};
    use studio::{drafts, versions, workbooks};
    let see = Access::Needs(SeeQuestionnaires);
    let edit = Access::Needs(EditDrafts);
    let approve = Access::Needs(ApproveVersions);
    vec![
        get(paths::QUESTIONNAIRES, see, drafts::list),
        get(paths::NEW_DRAFT, edit, drafts::new),
        post(paths::DRAFTS, edit, drafts::begin),
        get("/studio/drafts/{draft}", see, drafts::one),
        get("/studio/drafts/{draft}/difference", see, drafts::difference),
        get("/studio/drafts/{draft}/text", edit, drafts::text),
        post("/studio/drafts/{draft}/text", edit, drafts::save),
        get("/studio/drafts/{draft}/design", edit, drafts::design),
        post("/studio/drafts/{draft}/design", edit, drafts::save_design),
        get("/studio/drafts/{draft}/phone", see, drafts::phone),
        get(
            "/studio/drafts/{draft}/completions",
            edit,
            drafts::completions,
        ),
        get("/studio/drafts/{draft}/paths", see, drafts::ways),
        get("/studio/drafts/{draft}/bank", edit, drafts::bank),
        post("/studio/drafts/{draft}/bank", edit, drafts::insert),
        get("/studio/drafts/{draft}/source", see, drafts::source),
        get("/studio/drafts/{draft}/workbook", see, workbooks::draft),
        get(
            "/studio/drafts/{draft}/workbook.xlsx",
            see,
            workbooks::draft_file,
        ),
        get(
            "/studio/drafts/{draft}/translation",
            see,
            drafts::translation,
        ),
        post(
            "/studio/drafts/{draft}/translation",
            edit,
            drafts::translate,
        ),
        get(
            "/studio/drafts/{draft}/translation.csv",
            see,
            drafts::translation_csv,
        ),
        get(
            "/studio/drafts/{draft}/translation.xlsx",
            see,
            drafts::translation_xlsx,
        ),
        post(
            "/studio/drafts/{draft}/translation/file",
            edit,
            drafts::translation_file,
        ),
        post("/studio/drafts/{draft}/undo", edit, drafts::undo),
        post("/studio/drafts/{draft}/redo", edit, drafts::redo),
        post("/studio/drafts/{draft}/review", edit, drafts::send),
        post("/studio/drafts/{draft}/withdraw", edit, drafts::withdraw),
        post("/studio/drafts/{draft}/discard", edit, drafts::discard),
        post(
            "/studio/drafts/{draft}/return",
            approve,
            drafts::return_to_writers,
        ),
        post("/studio/drafts/{draft}/publish", approve, drafts::publish),
        get("/studio/versions/{version}", see, versions::show),
        get("/studio/versions/{version}/source", see, versions::source),
        get("/studio/versions/{version}/paths", see, versions::ways),
        get(
            "/studio/versions/{version}/workbook",
            see,
            workbooks::version,
        ),
        get(
            "/studio/versions/{version}/workbook.xlsx",
            see,
            workbooks::version_file,
        ),
        post("/studio/versions/{version}/test-link", edit, versions::link),
    ]
}

/// Pages that run the field.
fn field() -> Vec<Route> {
    use Permission::{ManageWaves, SeeWaves};
    use studio::waves;
    let see = Access::Needs(SeeWaves);
    let manage = Access::Needs(ManageWaves);
    vec![
        get(paths::WAVES, see, waves::list),
        post(paths::WAVES, manage, waves::open),
        get(paths::NEW_WAVE, manage, waves::new),
        get("/studio/waves/{wave}", see, waves::one),
        get("/studio/waves/{wave}/poster", see, waves::poster),
        post("/studio/waves/{wave}/close", manage, waves::close),
    ]
}

/// Every page at its address, each behind the guard that its access asks for.
pub(super) fn router(app: &App) -> Router<App> {
    routes().into_iter().fold(Router::new(), |router, route| {
        let page = match route.access {
            Access::Public => route.page,
            access => {
                let state = (app.clone(), access);
                route
                    .page
                    .route_layer(from_fn_with_state(state, guard::admit))
            }
        };
        router.route(route.path, page)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_page_stands_twice_and_staff_pages_are_told_by_their_address() {
        let table = routes();
        let keys: BTreeSet<_> = table
            .iter()
            .map(|route| (route.method.to_string(), route.path))
            .collect();
        assert_eq!(keys.len(), table.len());
        for route in table {
            let of_staff = route.path.starts_with(paths::STUDIO);
            let open = route.access == Access::Public;
            assert_eq!(
                of_staff && route.path != paths::LOGIN,
                !open,
                "{}",
                route.path
            );
        }
    }
}
