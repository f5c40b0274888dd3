//! The whole privacy notice on a page of its own.

use maud::{Markup, html};

use super::notice;
use crate::interface::Interface;
use crate::page::Page;
use messages::text;

/// Shows the notice.
pub(crate) async fn show(interface: Interface) -> Markup {
    let locale = interface.locale;
    Page::new(&interface, &locale.t(text::PRIVACY_TITLE)).body(&html! {
        p.lead { (locale.t(text::PRIVACY_SHORT)) }
        (notice::points(&interface, None))
    })
}
