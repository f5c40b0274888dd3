//! The front door of the studio: leads on to the first place that one's roles open.

use axum::response::Redirect;

use super::shell::Place;
use super::staff::Staff;
use crate::interface::Interface;

/// Leads on.
pub(crate) async fn show(interface: Interface, staff: Staff) -> Redirect {
    Redirect::to(&interface.link(Place::first_allowed(&staff).path()))
}
