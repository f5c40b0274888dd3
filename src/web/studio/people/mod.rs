//! Staff: who there is, with which roles.

mod link;
mod list;
mod one;
mod proposal;
mod roles;

pub(crate) use link::give as give_link;
pub(crate) use list::{add, show as list};
pub(crate) use one::{change_access, change_roles, end_sessions, reset_second_factor, show as one};
pub(crate) use proposal::decide;
pub(super) use roles::role_label;
