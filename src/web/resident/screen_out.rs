//! The page for someone who is not asked: nothing is stored and no code is spent.

use maud::{Markup, html};

use crate::interface::Interface;
use crate::page::Page;
use fieldwork::wave::Wave;

/// The question's own end text, and a way back to the start for somebody else of the household.
pub(super) fn view(interface: &Interface, wave: &Wave, action: &str, end: &str) -> Markup {
    let locale = interface.locale;
    Page::new(interface, &locale.t("ended-title"))
        .simulated(wave.simulated)
        .body(&html! {
            @if !end.is_empty() { p.lead { (end) } }
            p { (locale.t("ended-nothing-stored")) }
            p { a.button href=(interface.link(action)) { (locale.t("ended-again")) } }
        })
}
