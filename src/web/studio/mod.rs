//! Pages for staff: the guard before them, their shell, and one file per page.

pub(super) mod account;
pub(super) mod audit;
mod comparison;
mod cookies;
mod download;
pub(super) mod drafts;
pub(super) mod frames;
pub(super) mod guard;
mod interview_paths;
pub(super) mod login;
pub(super) mod people;
mod qr;
pub(super) mod reading_room;
pub(super) mod second_factor;
pub(super) mod second_step;
pub(super) mod set_password;
pub(crate) mod shell;
pub(crate) mod staff;
pub(super) mod staff_runtime;
pub(super) mod start;
mod typed;
mod version_number;
pub(super) mod versions;
pub(super) mod waves;
mod workbook_notes;
pub(super) mod workbooks;
