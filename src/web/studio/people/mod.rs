//! Staff: who there is, with which roles.

mod list;
mod one;
mod roles;

pub(in crate::web) use list::{add, show as list};
pub(in crate::web) use one::{change_access, change_roles, end_sessions, show as one};
pub(super) use roles::role_label;
