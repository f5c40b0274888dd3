//! Everybody on the staff, and a form to add somebody.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::collections::BTreeSet;

use super::link;
use super::roles::{self, role_label};
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, FormFault};
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::store::{add_user, give_password_link, list_users};
use accounts::{Action, Entry, LinkToken, Role, User, UserName};
use messages::text;

/// A form that was sent, and what is wrong with it.
#[derive(Debug, Default)]
struct Sent {
    name: String,
    roles: BTreeSet<Role>,
    name_fault: Option<String>,
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
    match UserName::new(&sent.name) {
        Ok(name) => {
            let write = staff.write(&app).await?;
            if let Some(user) = add_user(&write, &name, &sent.roles, None).await? {
                let token = LinkToken::draw(&mut app.rng());
                give_password_link(&write, user.id, &token).await?;
                let words: Vec<String> = sent.roles.iter().map(Role::to_string).collect();
                let entry = Entry::new(Action::AddUser, format!("user {name}"))
                    .after(serde_json::json!({ "roles": words }));
                write.commit(entry).await?;
                let page = link::view(&app, &interface, &staff, &user, &token);
                return Ok((StatusCode::CREATED, page).into_response());
            }
            sent.name_fault = Some(interface.locale.t(text::PERSON_NAME_TAKEN));
        }
        Err(_) => sent.name_fault = Some(interface.locale.t(text::PERSON_NAME_FAULT)),
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
            p.help { (locale.t(text::PERSON_LINK_HELP)) }
            (roles::fields(interface, &sent.roles))
            button.main type="submit" { (locale.t(text::PERSON_ADD)) }
        }
    })
}
