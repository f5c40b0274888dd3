//! The page for someone who is not asked: nothing is stored and no code is spent.

use maud::{Markup, html};

use crate::interface::Interface;
use crate::page::Page;
use fieldwork::wave::Wave;
use messages::text;

/// The question's own end text, and a way back to the start for somebody else of the household.
pub(super) fn view(interface: &Interface, wave: &Wave, action: &str, end: &str) -> Markup {
    let locale = interface.locale;
    Page::new(interface, &locale.t(text::ENDED_TITLE))
        .simulated(wave.simulated)
        .body(&html! {
            @if !end.is_empty() { p.lead { (end) } }
            p { (locale.t(text::ENDED_NOTHING_STORED)) }
            p { a.button href=(interface.link(action)) { (locale.t(text::ENDED_AGAIN)) } }
        })
}
