//! Pages for staff: the guard before them, their shell, and one file per page.

pub(super) mod account;
pub(super) mod audit;
mod comparison;
mod download;
pub(super) mod drafts;
pub(super) mod guard;
pub(super) mod login;
mod origin;
pub(super) mod people;
mod session_cookie;
mod shell;
mod staff;
pub(super) mod start;
mod typed;
pub(super) mod versions;
pub(super) mod waves;
mod ways;
pub(super) mod workbooks;
