//! One person: roles, access, sessions.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::response::Redirect;
use maud::{Markup, html};
use serde_json::json;

use super::proposal;
use super::roles::{self, Offered, end_visits, words};
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, FormFault, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::store::{
    RoleProposal, change_roles as store_roles, count_sessions, end_sessions_of, find_proposal,
    find_user, has_second_administrator, has_second_factor, reset_second_factor as store_reset,
    set_disabled,
};
use accounts::{Action, Entry, Role, User, UserId, needs_two};
use db::Db;
use messages::{PlainMessage, text};

/// Shows a person.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
) -> Result<Markup, Error> {
    let user = load(&app, id).await?;
    let sessions = count_sessions(&app.db, user.id, app.clock.now()).await?;
    let factor = if !has_second_factor(&app.db, user.id).await? {
        None
    } else if is_at_the_terminal(&app.db, &staff, &user).await? {
        Some(Lost::Terminal)
    } else {
        Some(Lost::Here)
    };
    let proposal = find_proposal(&app.db, user.id).await?;
    let offered = Offered::load(&app.db).await?;
    Ok(view(
        &interface,
        &staff,
        (&user, &offered),
        sessions,
        proposal.as_ref(),
        factor,
    ))
}

/// Gives a person other roles, or has them wait for a second administrator. Their sessions end, so that no browser acts
/// under the old ones.
pub(crate) async fn change_roles(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Redirect, Error> {
    let user = load(&app, id).await?;
    let granted = roles::read(&typed.fields).ok_or(Error::Malformed(FormFault::Foreign))?;
    // Nobody takes the last key from themselves by mistake: another administrator has to.
    let keeps_the_key = granted.contains(&Role::Administrator) || user.id != staff.user.id;
    if granted != user.roles && keeps_the_key {
        let write = staff.write(&app).await?;
        let action = if proposal::waits(&write, &staff, &user, &granted).await? {
            Action::ProposeRoles
        } else {
            store_roles(&write, user.id, &granted).await?;
            end_sessions_of(&write, user.id).await?;
            end_visits(&write, &user, &granted).await?;
            Action::ChangeRoles
        };
        let entry = Entry::new(action, subject(&user))
            .before(json!({ "roles": words(&user.roles) }))
            .after(json!({ "roles": words(&granted) }));
        write.commit(entry).await?;
    }
    Ok(back(&interface, &user))
}

/// Bars a person from signing in, or no longer.
pub(crate) async fn change_access(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Redirect, Error> {
    let user = load(&app, id).await?;
    let disabled = typed.text("access") == "barred";
    // Nobody is rid of the other administrator alone.
    let barrable = !(disabled && user.roles.contains(&Role::Administrator));
    if disabled != user.disabled && user.id != staff.user.id && barrable {
        let write = staff.write(&app).await?;
        set_disabled(&write, user.id, disabled).await?;
        end_sessions_of(&write, user.id).await?;
        if disabled {
            end_visits(&write, &user, &BTreeSet::new()).await?;
        }
        let action = if disabled {
            Action::DisableUser
        } else {
            Action::EnableUser
        };
        let entry = Entry::new(action, subject(&user))
            .before(json!({ "disabled": user.disabled }))
            .after(json!({ "disabled": disabled }));
        write.commit(entry).await?;
    }
    Ok(back(&interface, &user))
}

/// Ends every session of a person.
pub(crate) async fn end_sessions(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
) -> Result<Redirect, Error> {
    let user = load(&app, id).await?;
    let write = staff.write(&app).await?;
    end_sessions_of(&write, user.id).await?;
    write
        .commit(Entry::new(Action::EndSessions, subject(&user)))
        .await?;
    Ok(back(&interface, &user))
}

/// Takes back a second factor that a person has lost, and ends their sessions.
pub(crate) async fn reset_second_factor(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
) -> Result<Redirect, Error> {
    let user = load(&app, id).await?;
    // Whoever found this browser signed in must not be rid of its owner's second factor.
    if user.id == staff.user.id {
        return Err(Error::Malformed(FormFault::Foreign));
    }
    if is_at_the_terminal(&app.db, &staff, &user).await? {
        return Err(Error::Malformed(FormFault::Foreign));
    }
    let write = staff.write(&app).await?;
    if has_second_factor(write.transaction(), user.id).await? {
        store_reset(&write, user.id).await?;
        end_sessions_of(&write, user.id).await?;
        let entry = Entry::new(Action::ResetSecondFactor, subject(&user));
        write.commit(entry).await?;
    }
    Ok(back(&interface, &user))
}

/// Where a second factor that a person has lost is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lost {
    Here,
    Terminal,
}

/// Whether the second factor of this person is taken back at the terminal only: with it and a link to set the password
/// one administrator could be the second person that another one has to be.
async fn is_at_the_terminal(db: &Db, staff: &Staff, user: &User) -> Result<bool, Error> {
    let weighty = needs_two(&BTreeSet::new(), &user.roles);
    Ok(weighty && has_second_administrator(db, staff.user.id).await?)
}

pub(super) async fn load(app: &App, id: i64) -> Result<User, Error> {
    let user = find_user(&app.db, UserId(id)).await?;
    user.ok_or(Error::NotFound(Missing::Page))
}

pub(super) fn subject(user: &User) -> String {
    format!("user {}", user.name)
}

pub(super) fn back(interface: &Interface, user: &User) -> Redirect {
    Redirect::to(&interface.link(Address::Person { user: user.id }))
}

fn view(
    interface: &Interface,
    staff: &Staff,
    (user, offered): (&User, &Offered),
    sessions: u64,
    proposal: Option<&RoleProposal>,
    factor: Option<Lost>,
) -> Markup {
    let locale = interface.locale;
    let oneself = user.id == staff.user.id;
    let state = if user.disabled {
        text::PERSON_DISABLED
    } else {
        text::PERSON_ACTIVE
    };
    Studio::new(interface, staff, Place::People, user.name.as_str()).state(locale.t(state)).body(&html! {
        @if let Some(proposal) = proposal { (proposal::view(interface, staff, proposal)) }
        form.narrow method="post" action=(interface.link(Address::Person { user: user.id })) {
            (staff.form_token())
            (roles::fields(interface, offered, &user.roles))
            p.help { (locale.t(if oneself { text::PERSON_ROLES_OWN } else { text::PERSON_ROLES_HELP })) }
            button.main type="submit" { (locale.t(text::PERSON_ROLES_SUBMIT)) }
        }
        h2 { (locale.t(text::SESSIONS_TITLE)) }
        p { (locale.t(text::SessionsCount { count: sessions })) }
        form method="post" action=(interface.link(Address::PersonSessions { user: user.id })) {
            (staff.form_token())
            button.quiet type="submit" { (locale.t(text::SESSIONS_END_THEIRS)) }
        }
        @if !oneself {
            h2 { (locale.t(text::PASSWORD_LINK_TITLE)) }
            p.help { (locale.t(text::PERSON_LINK_HELP)) }
            form method="post" action=(interface.link(Address::PersonLink { user: user.id })) {
                (staff.form_token())
                button.quiet type="submit" { (locale.t(text::PASSWORD_LINK_GIVE)) }
            }
            @if factor.is_some() { h2 { (locale.t(text::FACTOR_TITLE)) } }
            @if factor == Some(Lost::Terminal) { p.help { (locale.t(text::PERSON_FACTOR_TERMINAL)) } }
            @if factor == Some(Lost::Here) {
                p.help { (locale.t(text::PERSON_FACTOR_HELP)) }
                form method="post" action=(interface.link(Address::PersonFactor { user: user.id })) {
                    (staff.form_token())
                    button.danger type="submit" { (locale.t(text::PERSON_FACTOR_RESET)) }
                }
            }
            h2 { (locale.t(text::PERSON_ACCESS)) }
            p { (locale.t(access(user))) }
            @if user.disabled || !user.roles.contains(&Role::Administrator) { form method="post" action=(interface.link(Address::PersonAccess { user: user.id })) {
                (staff.form_token())
                @if user.disabled {
                    button.quiet type="submit" name="access" value="open" { (locale.t(text::PERSON_ENABLE)) }
                } @else {
                    button.danger type="submit" name="access" value="barred" { (locale.t(text::PERSON_DISABLE)) }
                }
            } }
        }
    })
}

/// What barring a person means, or why it is not done here.
fn access(user: &User) -> PlainMessage {
    if user.disabled {
        text::PERSON_ACCESS_BARRED
    } else if user.roles.contains(&Role::Administrator) {
        text::PERSON_ACCESS_ADMINISTRATOR
    } else {
        text::PERSON_ACCESS_OPEN
    }
}
