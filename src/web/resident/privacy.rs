//! The whole privacy notice on a page of its own.

use maud::{Markup, html};

use super::notice;
use crate::web::interface::Interface;
use crate::web::page::Page;

/// Shows the notice.
pub(in crate::web) async fn show(interface: Interface) -> Markup {
    let locale = interface.locale;
    Page::new(&interface, &locale.t("privacy-title")).body(&html! {
        p.lead { (locale.t("privacy-short")) }
        (notice::points(&interface, None))
    })
}
