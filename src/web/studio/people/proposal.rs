//! Roles that one administrator wants somebody to have, and another one agrees to or not.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::response::Redirect;
use maud::{Markup, html};
use serde_json::json;

use super::one::{back, load, subject};
use super::roles::{end_visits, role_label, words};
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, FormFault};
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::store::{
    Audited, RoleProposal, change_roles, drop_proposal, end_sessions_of, find_proposal,
    has_second_administrator, propose_roles,
};
use accounts::{Action, Entry, Role, User, needs_two};
use messages::text;

/// Agrees to what another administrator wants for a person, or refuses it; one's own wish can only be taken back.
pub(crate) async fn decide(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Redirect, Error> {
    let user = load(&app, id).await?;
    let agreed = typed.text("decision") == "agree";
    let write = staff.write(&app).await?;
    let proposal = find_proposal(write.transaction(), user.id).await?;
    // Another one may have taken its place since it was seen.
    let Some(proposal) = proposal.filter(|found| seen(found) == typed.text("seen")) else {
        return Ok(back(&interface, &user));
    };
    if agreed && proposal.by == staff.user.name.as_str() {
        return Err(Error::Malformed(FormFault::Foreign));
    }
    let entry = if agreed {
        change_roles(&write, user.id, &proposal.roles).await?;
        end_sessions_of(&write, user.id).await?;
        end_visits(&write, &user, &proposal.roles).await?;
        Entry::new(Action::ChangeRoles, subject(&user))
            .before(json!({ "roles": words(&user.roles) }))
            .after(json!({ "roles": words(&proposal.roles), "proposed_by": proposal.by }))
    } else {
        Entry::new(Action::RefuseRoles, subject(&user))
            .before(json!({ "roles": words(&proposal.roles), "proposed_by": proposal.by }))
    };
    drop_proposal(&write, user.id).await?;
    write.commit(entry).await?;
    Ok(back(&interface, &user))
}

/// Whether these roles have to wait, and if so has them wait for a second administrator.
pub(super) async fn waits(
    write: &Audited,
    staff: &Staff,
    user: &User,
    wanted: &BTreeSet<Role>,
) -> Result<bool, Error> {
    let waits = needs_two(&user.roles, wanted)
        && has_second_administrator(write.transaction(), staff.user.id).await?;
    if waits {
        propose_roles(write, user.id, wanted, &staff.user.name).await?;
    } else {
        drop_proposal(write, user.id).await?;
    }
    Ok(waits)
}

/// What waits for a person, with what whoever looks at it can do about it.
pub(super) fn view(interface: &Interface, staff: &Staff, proposal: &RoleProposal) -> Markup {
    let locale = interface.locale;
    let own = proposal.by == staff.user.name.as_str();
    html! {
        section.decision aria-labelledby="proposal" {
            h2 #proposal { (locale.t(text::ROLE_PROPOSAL_TITLE)) }
            p { (line(interface, proposal)) }
            ul {
                @for role in &proposal.roles { li { (role_label(interface, role)) } }
                @if proposal.roles.is_empty() { li { (locale.t(text::ROLE_PROPOSAL_NONE)) } }
            }
            p.help { (locale.t(if own { text::ROLE_PROPOSAL_OWN } else { text::ROLE_PROPOSAL_HELP })) }
            form.actions method="post" action=(interface.link(Address::PersonProposal { user: proposal.user })) {
                (staff.form_token())
                input type="hidden" name="seen" value=(seen(proposal));
                @if own {
                    button.quiet type="submit" name="decision" value="refuse" { (locale.t(text::ROLE_PROPOSAL_WITHDRAW)) }
                } @else {
                    button.main type="submit" name="decision" value="agree" { (locale.t(text::ROLE_PROPOSAL_AGREE)) }
                    button.quiet type="submit" name="decision" value="refuse" { (locale.t(text::ROLE_PROPOSAL_REFUSE)) }
                }
            }
        }
    }
}

/// Who wants it, and since when.
pub(super) fn line(interface: &Interface, proposal: &RoleProposal) -> String {
    interface.locale.t(text::RoleProposalLine {
        by: proposal.by.as_str(),
        date: interface.date(proposal.at),
    })
}

/// What tells one proposal for a person from the next.
fn seen(proposal: &RoleProposal) -> String {
    format!(
        "{} {}",
        proposal.at.timestamp_micros(),
        words(&proposal.roles).join(" ")
    )
}
