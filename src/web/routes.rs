//! The one table of all pages: method, address, who may come, and the page.
//!
//! The router is made from this table and from nothing else, so whoever wants to know who may see what reads
//! it here; a test walks every row with every role.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{self, MethodRouter};

use super::app::App;
use super::studio::{self, guard};
use super::{asset, paths, public, resident};
use crate::accounts::Permission;

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

/// Pages for staff.
fn staff() -> Vec<Route> {
    use Access::{Needs, Public, SignedIn};
    use Permission::{
        ApproveVersions, EditDrafts, ManagePeople, ManageWaves, ReadAudit, SeeQuestionnaires,
        SeeWaves,
    };
    vec![
        get(paths::LOGIN, Public, studio::login::show),
        post(paths::LOGIN, Public, studio::login::submit),
        post(paths::LOGOUT, SignedIn, studio::login::leave),
        get(paths::STUDIO, SignedIn, studio::start::show),
        get(paths::ACCOUNT, SignedIn, studio::account::show),
        post(paths::ACCOUNT, SignedIn, studio::account::submit),
        post(paths::SESSIONS, SignedIn, studio::account::leave_everywhere),
        get(
            paths::QUESTIONNAIRES,
            Needs(SeeQuestionnaires),
            studio::drafts::list,
        ),
        get(paths::NEW_DRAFT, Needs(EditDrafts), studio::drafts::new),
        post(paths::DRAFTS, Needs(EditDrafts), studio::drafts::begin),
        get(
            "/studio/drafts/{draft}",
            Needs(SeeQuestionnaires),
            studio::drafts::one,
        ),
        get(
            "/studio/drafts/{draft}/text",
            Needs(EditDrafts),
            studio::drafts::text,
        ),
        post(
            "/studio/drafts/{draft}/text",
            Needs(EditDrafts),
            studio::drafts::save,
        ),
        post(
            "/studio/drafts/{draft}/undo",
            Needs(EditDrafts),
            studio::drafts::undo,
        ),
        post(
            "/studio/drafts/{draft}/redo",
            Needs(EditDrafts),
            studio::drafts::redo,
        ),
        post(
            "/studio/drafts/{draft}/review",
            Needs(EditDrafts),
            studio::drafts::send,
        ),
        post(
            "/studio/drafts/{draft}/withdraw",
            Needs(EditDrafts),
            studio::drafts::withdraw,
        ),
        post(
            "/studio/drafts/{draft}/return",
            Needs(ApproveVersions),
            studio::drafts::return_to_writers,
        ),
        post(
            "/studio/drafts/{draft}/publish",
            Needs(ApproveVersions),
            studio::drafts::publish,
        ),
        post(
            "/studio/drafts/{draft}/discard",
            Needs(EditDrafts),
            studio::drafts::discard,
        ),
        get(
            "/studio/versions/{version}",
            Needs(SeeQuestionnaires),
            studio::versions::show,
        ),
        get(
            "/studio/versions/{version}/source",
            Needs(SeeQuestionnaires),
            studio::versions::source,
        ),
        post(
            "/studio/versions/{version}/test-link",
            Needs(EditDrafts),
            studio::versions::link,
        ),
        get(paths::WAVES, Needs(SeeWaves), studio::waves::list),
        post(paths::WAVES, Needs(ManageWaves), studio::waves::open),
        get(paths::NEW_WAVE, Needs(ManageWaves), studio::waves::new),
        get("/studio/waves/{wave}", Needs(SeeWaves), studio::waves::one),
        get(
            "/studio/waves/{wave}/poster",
            Needs(SeeWaves),
            studio::waves::poster,
        ),
        post(
            "/studio/waves/{wave}/close",
            Needs(ManageWaves),
            studio::waves::close,
        ),
        get(paths::PEOPLE, Needs(ManagePeople), studio::people::list),
        post(paths::PEOPLE, Needs(ManagePeople), studio::people::add),
        get(
            "/studio/people/{id}",
            Needs(ManagePeople),
            studio::people::one,
        ),
        post(
            "/studio/people/{id}",
            Needs(ManagePeople),
            studio::people::change_roles,
        ),
        post(
            "/studio/people/{id}/access",
            Needs(ManagePeople),
            studio::people::change_access,
        ),
        post(
            "/studio/people/{id}/sessions",
            Needs(ManagePeople),
            studio::people::end_sessions,
        ),
        get(paths::AUDIT, Needs(ReadAudit), studio::audit::show),
        get(paths::AUDIT_FILE, Needs(ReadAudit), studio::audit::export),
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
