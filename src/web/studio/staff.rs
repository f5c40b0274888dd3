//! Who makes a request, as the guard has found out.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use maud::{Markup, html};

use super::cookies;
use crate::app::App;
use crate::error::Error;
use accounts::store::{Audited, Session, find_session};
use accounts::{Permission, SessionToken, User};
use db::Fault;

/// The field that carries the token of the session.
pub(super) const FORGERY_FIELD: &str = "_csrf";

/// Somebody signed in, on a page they may see.
#[derive(Debug, Clone)]
pub(crate) struct Staff {
    /// Who.
    pub(crate) user: User,
    pub(crate) token: SessionToken,
    /// What keeps the database from being written at this moment, if anything does.
    pub(crate) fault: Option<Fault>,
}

impl Staff {
    /// Whoever the cookies of a request say is signed in, for pages that the guard does not stand before. Nobody where the
    /// database cannot be asked.
    pub(crate) async fn signed_in(app: &App, headers: &HeaderMap) -> Option<Self> {
        let token = cookies::token(headers)?;
        let session = find_session(&app.db, token, app.clock.now()).await;
        Some(Self::of(session.ok()??, app))
    }

    /// Whoever a session belongs to.
    pub(super) fn of(session: Session, app: &App) -> Self {
        Self {
            user: session.user,
            token: session.token,
            fault: app.db.fault(),
        }
    }

    /// Whether this may be done.
    pub(crate) fn may(&self, permission: Permission) -> bool {
        self.user.may(permission)
    }

    /// The field that every form of staff must hold.
    pub(crate) fn form_token(&self) -> Markup {
        html! { input type="hidden" name=(FORGERY_FIELD) value=(self.token.csrf().as_str()); }
    }

    /// Begins a write, which must be committed with what it did.
    pub(crate) async fn write(&self, app: &App) -> Result<Audited, Error> {
        Ok(Audited::begin(&app.db, &self.user, app.clock.now()).await?)
    }
}

impl<S: Sync> FromRequestParts<S> for Staff {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Error::internal("a page of staff stands in the table as public"))
    }
}
