//! Everybody on the staff, and a form to add somebody.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde_json::json;
use std::collections::BTreeSet;

use super::link;
use super::proposal;
use super::roles::{self, Offered, role_label, words};
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, FormFault};
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::store::{
    Audited, RoleProposal, add_user, give_password_link, has_second_administrator, list_proposals,
    list_users,
};
use accounts::{Action, Entry, LinkToken, Role, User, UserName, needs_two};
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
    let proposals = list_proposals(&app.db).await?;
    let offered = Offered::load(&app.db).await?;
    Ok(view(
        &interface,
        &staff,
        (&users, &proposals, &offered),
        &Sent::default(),
    ))
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
            let roles = given_at_once(&write, &staff, &sent.roles).await?;
            if let Some(user) = add_user(&write, &name, &roles, None).await? {
                let waits = proposal::waits(&write, &staff, &user, &sent.roles).await?;
                let token = LinkToken::draw(&mut app.rng());
                give_password_link(&write, user.id, &token).await?;
                let proposed = waits.then(|| words(&sent.roles));
                let entry = Entry::new(Action::AddUser, format!("user {name}"))
                    .after(json!({ "roles": words(&roles), "proposed": proposed }));
                write.commit(entry).await?;
                let page = link::view(&app, &interface, &staff, &user, &token);
                return Ok((StatusCode::CREATED, page).into_response());
            }
            sent.name_fault = Some(interface.locale.t(text::PERSON_NAME_TAKEN));
        }
        Err(_) => sent.name_fault = Some(interface.locale.t(text::PERSON_NAME_FAULT)),
    }
    let users = list_users(&app.db).await?;
    let proposals = list_proposals(&app.db).await?;
    let offered = Offered::load(&app.db).await?;
    let page = view(&interface, &staff, (&users, &proposals, &offered), &sent);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// The roles that a new person has at once: where there is a second administrator, those that need none.
async fn given_at_once(
    write: &Audited,
    staff: &Staff,
    wanted: &BTreeSet<Role>,
) -> Result<BTreeSet<Role>, Error> {
    let mut given = wanted.clone();
    if has_second_administrator(write.transaction(), staff.user.id).await? {
        given.retain(|role| !needs_two(&BTreeSet::new(), &BTreeSet::from([role.clone()])));
    }
    Ok(given)
}

fn view(
    interface: &Interface,
    staff: &Staff,
    (users, proposals, offered): (&[User], &[RoleProposal], &Offered),
    sent: &Sent,
) -> Markup {
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
        @if !proposals.is_empty() {
            h2 { (locale.t(text::ROLE_PROPOSALS)) }
            ul { @for proposal in proposals { @if let Some(user) = users.iter().find(|user| user.id == proposal.user) {
                li { a href=(interface.link(Address::Person { user: user.id })) { (user.name) } " · " (proposal::line(interface, proposal)) " "
                    @for role in &proposal.roles { (role_label(interface, role)) " " } }
            } } }
        }
        p.help { (locale.t(text::ROLE_PROPOSAL_HELP)) }
        p { a href={ (interface.link(Address::Audit)) "?action=" (Action::ChangeRoles.as_str()) } { (locale.t(text::ROLE_CHANGES)) } }
        h2 { (locale.t(text::PERSON_ADD)) }
        form.narrow method="post" action=(interface.link(Address::People)) {
            (staff.form_token())
            label.f {
                span { (locale.t(text::PERSON_NAME)) }
                @if let Some(fault) = &sent.name_fault { span.message #name-fault role="alert" { (fault) } }
                input type="text" name="name" value=(sent.name) required autocomplete="off" autocapitalize="none" spellcheck="false" aria-invalid=[sent.name_fault.as_ref().map(|_| "true")] aria-describedby=[sent.name_fault.as_ref().map(|_| "name-fault")];
            }
            p.help { (locale.t(text::PERSON_LINK_HELP)) }
            (roles::fields(interface, offered, &sent.roles))
            button.main type="submit" { (locale.t(text::PERSON_ADD)) }
        }
    })
}
