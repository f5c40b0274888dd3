//! Everybody on the staff, and a form to add somebody.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use std::collections::BTreeSet;

use super::roles::{self, role_label};
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, FormFault};
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::password::{self, SHORTEST};
use accounts::store::{add_user, list_users};
use accounts::{Action, Entry, Role, User, UserName};
use messages::{text, words};
use plan::store::list_names;

/// A form that was sent, and what is wrong with it.
#[derive(Debug, Default)]
struct Sent {
    name: String,
    roles: BTreeSet<Role>,
    name_fault: Option<String>,
    password_fault: Option<String>,
}

/// Shows everybody.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
) -> Result<Markup, Error> {
    let users = list_users(&app.db).await?;
    Ok(view(&interface, &staff, &users, &Sent::default()))
}

/// Adds somebody.
pub(crate) async fn add(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    typed: Typed,
) -> Result<Response, Error> {
    let roles = roles::read(&typed.fields).ok_or(Error::Malformed(FormFault::Foreign))?;
    let mut sent = Sent {
        name: typed.text("name").to_owned(),
        roles,
        ..Sent::default()
    };
    let name = UserName::new(&sent.name);
    if name.is_err() {
        sent.name_fault = Some(interface.locale.t(text::PERSON_NAME_FAULT));
    }
    let given = typed.fields.get("password").unwrap_or_default();
    let password = match &name {
        Ok(name) => {
            let known = list_names(&app.db).await?;
            Some(password::judge(given.to_owned(), name.clone(), known).await)
        }
        Err(_) => None,
    };
    if let Some(Err(fault)) = &password {
        sent.password_fault = Some(words::password_fault(interface.locale, *fault));
    }
    if let (Some(Ok(password)), Ok(name)) = (password, name) {
        let mut rng = app.rng();
        let hash = password::hash(&password, &mut rng).await;
        let write = staff.write(&app).await?;
        if let Some(user) = add_user(&write, &name, &sent.roles, hash).await? {
            let words: Vec<String> = sent.roles.iter().map(Role::to_string).collect();
            let entry = Entry::new(Action::AddUser, format!("user {name}"))
                .after(serde_json::json!({ "roles": words }));
            write.commit(entry).await?;
            return Ok(
                Redirect::to(&interface.link(Address::Person { user: user.id })).into_response(),
            );
        }
        sent.name_fault = Some(interface.locale.t(text::PERSON_NAME_TAKEN));
    }
    let users = list_users(&app.db).await?;
    let page = view(&interface, &staff, &users, &sent);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn view(interface: &Interface, staff: &Staff, users: &[User], sent: &Sent) -> Markup {
    let locale = interface.locale;
    Studio::new(interface, staff, Place::People, locale.t(text::PLACE_PEOPLE)).body(&html! {
        div.scroll tabindex="0" role="region" aria-label=(locale.t(text::PLACE_PEOPLE)) {
            table {
                thead { tr { th scope="col" { (locale.t(text::PERSON_NAME)) } th scope="col" { (locale.t(text::PERSON_ROLES)) } th scope="col" { (locale.t(text::PERSON_SINCE)) } th scope="col" { (locale.t(text::PERSON_STATE)) } } }
                tbody { @for user in users {
                    tr {
                        th scope="row" { a href=(interface.link(Address::Person { user: user.id })) { (user.name) } }
                        td { ul.plain { @for role in &user.roles { li { (role_label(interface, role)) } } } }
                        td { (interface.date(user.created_at)) }
                        td { (locale.t(if user.disabled { text::PERSON_DISABLED } else { text::PERSON_ACTIVE })) }
                    }
                } }
            }
        }
        h2 { (locale.t(text::PERSON_ADD)) }
        form.narrow method="post" action=(interface.link(Address::People)) {
            (staff.form_token())
            label.f {
                span { (locale.t(text::PERSON_NAME)) }
                @if let Some(fault) = &sent.name_fault { span.message #name-fault role="alert" { (fault) } }
                input type="text" name="name" value=(sent.name) required autocomplete="off" autocapitalize="none" spellcheck="false" aria-invalid=[sent.name_fault.as_ref().map(|_| "true")] aria-describedby=[sent.name_fault.as_ref().map(|_| "name-fault")];
            }
            label.f {
                span { (locale.t(text::PERSON_PASSWORD)) }
                @if let Some(fault) = &sent.password_fault { span.message #password-fault role="alert" { (fault) } }
                input type="password" name="password" required autocomplete="new-password" aria-invalid=[sent.password_fault.as_ref().map(|_| "true")] aria-describedby=[sent.password_fault.as_ref().map(|_| "password-fault")];
            }
            p.help { (locale.t(text::PasswordHelp { shortest: SHORTEST })) " " (locale.t(text::PERSON_PASSWORD_HELP)) }
            (roles::fields(interface, &sent.roles))
            button.main type="submit" { (locale.t(text::PERSON_ADD)) }
        }
    })
}
