//! What staff do at their desks.

mod accessible;
mod building;
mod colliding;
mod desk;
mod keyboard;
mod official;
mod register;
mod returning;

pub(crate) use accessible::every_page_is_accessible;
pub(crate) use building::a_survey_is_built_approved_and_answered;
pub(crate) use colliding::two_editors_collide;
pub(crate) use desk::{Desk, hire};
pub(crate) use keyboard::a_draft_is_edited_by_keyboard;
pub(crate) use official::a_district_is_read_and_printed;
pub(crate) use register::a_value_is_entered_and_released;
pub(crate) use returning::work_goes_on_after_signing_in_again;
