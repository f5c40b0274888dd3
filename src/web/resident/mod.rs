//! Residents: the form, by open link or by invitation, and what stands around it.

pub(super) mod cover;
mod document;
mod field;
mod fill;
mod filling;
mod form;
mod form_cache;
pub(super) mod home;
mod imagined;
pub(super) mod invited;
mod kept;
pub(super) mod notice;
pub(super) mod open;
pub(super) mod outlet;
pub(super) mod preview;
pub(super) mod print;
pub(super) mod privacy;
pub(super) mod progress;
pub(super) mod receipt;
mod screen_out;
mod script_data;
mod sent_length;
pub(super) mod thanks;
pub(super) mod trial;
mod trial_answers;
mod way_in;
mod write_ahead;

pub(super) use filling::message as fault_message;
pub use form_cache::FormCache;
pub(super) use notice::contact_title;
pub(super) use way_in::way_in;
pub use write_ahead::write_forms_ahead;
