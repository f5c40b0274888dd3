//! Setting one's own password by a link: the only way to a first password, and to another where one was forgotten.
//!
//! Opening the link uses nothing up, since mail programs open links by themselves; sending the form does.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::shell::Studio;
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, Gone};
use crate::extract::{Form, Path};
use crate::interface::Interface;
use accounts::password::{self, SHORTEST};
use accounts::store::{find_password_link, use_password_link};
use accounts::{LinkToken, User};
use messages::{PlainMessage, text, words};
use plan::store::list_names;

/// Asks for the password.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Path(link): Path<String>,
) -> Result<Markup, Error> {
    let (user, _) = load(&app, &link).await?;
    Ok(view(&interface, &link, &user, None))
}

/// Sets it, and leads to where one signs in.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    Path(link): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (user, token) = load(&app, &link).await?;
    let field = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let fault = if field("new") == field("again") {
        let names = list_names(&app.db).await?;
        match password::judge(field("new"), user.name.clone(), names).await {
            Ok(password) => {
                let hash = password::hash(&password, &mut app.rng()).await;
                if !use_password_link(&app.db, &token, hash, app.clock.now()).await? {
                    return Err(Error::Gone(Gone::LinkOver));
                }
                return Ok(Redirect::to(&interface.link(Address::Login)).into_response());
            }
            Err(fault) => words::password_fault(interface.locale, fault),
        }
    } else {
        interface.locale.t(text::PASSWORD_DIFFER)
    };
    let page = view(&interface, &link, &user, Some(&fault));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn load(app: &App, link: &str) -> Result<(User, LinkToken), Error> {
    let over = || Error::Gone(Gone::LinkOver);
    let token = LinkToken::parse(link).ok_or_else(over)?;
    let user = find_password_link(&app.db, &token, app.clock.now()).await?;
    Ok((user.ok_or_else(over)?, token))
}

fn view(interface: &Interface, link: &str, user: &User, fault: Option<&str>) -> Markup {
    let locale = interface.locale;
    let field = |label: PlainMessage, name: &str, fault: Option<&str>| {
        html! {
            label.f {
                span { (locale.t(label)) }
                @if let Some(fault) = fault { span.message #new-fault role="alert" { (fault) } }
                input type="password" name=(name) autocomplete="new-password" required aria-invalid=[fault.map(|_| "true")] aria-describedby=[fault.map(|_| "new-fault")];
            }
        }
    };
    Studio::outside(interface, locale.t(text::SET_PASSWORD_TITLE)).body(&html! {
        form.narrow method="post" action=(interface.link(Address::SetPassword { link })) {
            p { (locale.t(text::SetPasswordLead { name: user.name.as_str() })) }
            p.help { (locale.t(text::PasswordHelp { shortest: SHORTEST })) }
            (field(text::PASSWORD_NEW, "new", fault))
            (field(text::PASSWORD_AGAIN, "again", None))
            button.main type="submit" { (locale.t(text::SET_PASSWORD_SUBMIT)) }
        }
    })
}
