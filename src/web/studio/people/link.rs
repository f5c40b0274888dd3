//! The link by which a person sets their own password: made by an administrator, who never knows the password.

use axum::extract::State;
use maud::{Markup, html};

use super::one::load;
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, FormFault};
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use accounts::store::give_password_link;
use accounts::{Action, Entry, LinkToken, User};
use messages::text;

/// Gives another person a link, and shows it once. Until it is used their password is the one they had.
pub(crate) async fn give(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
) -> Result<Markup, Error> {
    let user = load(&app, id).await?;
    // Whoever found this browser signed in must not choose its owner's password without knowing it.
    if user.id == staff.user.id {
        return Err(Error::Malformed(FormFault::Foreign));
    }
    let token = LinkToken::draw(&mut app.rng());
    let write = staff.write(&app).await?;
    give_password_link(&write, user.id, &token).await?;
    let entry = Entry::new(Action::GivePasswordLink, format!("user {}", user.name));
    write.commit(entry).await?;
    Ok(view(&app, &interface, &staff, &user, &token))
}

/// The page that shows a link.
pub(super) fn view(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    user: &User,
    token: &LinkToken,
) -> Markup {
    let locale = interface.locale;
    let address = app.site.password_link(token);
    Studio::new(interface, staff, Place::People, user.name.as_str()).body(&html! {
        p { (locale.t(text::PasswordLinkLead { name: user.name.as_str() })) }
        p #password-link { code { (address) } }
        p.help { (locale.t(text::PERSON_LINK_HELP)) }
        p { a.button href=(interface.link(Address::Person { user: user.id })) { (locale.t(text::PASSWORD_LINK_DONE)) } }
    })
}
