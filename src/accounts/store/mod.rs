//! Staff in the database.

mod audit;
mod audited;
mod chain;
mod failures;
mod password_links;
mod refusals;
mod role_proposals;
mod second_factor;
mod sessions;
mod sign_in;
mod users;

#[cfg(test)]
mod tests;

pub use audit::{AuditPage, AuditSearch, find_last_entry, list_entries, search_audit};
pub use audited::{Actor, Audited};
pub use chain::{Break, Head, Walk, find_head, find_link_of_release, walk_chain};
pub use password_links::{find_password_link, give_password_link, use_password_link};
pub use refusals::note_refused_access;
pub use role_proposals::{
    RoleProposal, drop_proposal, find_proposal, has_second_administrator, list_proposals,
    propose_roles,
};
pub use second_factor::{
    Proof, SecondFactor, find_second_factor, find_second_step, finish_sign_in, has_second_factor,
    reset_second_factor, set_second_factor,
};
pub use sessions::{
    Session, begin_session, count_sessions, end_session, end_sessions_of, find_session,
};
pub use sign_in::{Attempt, Browser, Entered, SignInRefusal, check_password, sign_in};
pub use users::{
    add_user, change_password, change_roles, find_password_hash, find_user, find_user_by_name,
    list_users, set_disabled,
};
