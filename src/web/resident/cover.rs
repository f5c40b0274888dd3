//! The cover sheet of a booklet that is printed for one household: its code and the way to answer by phone.
//!
//! # Design
//!
//! A code on a sheet with answers would join them for ever. So it stands on this sheet alone: whoever answers by phone keeps
//! it, and of a booklet that comes back it is destroyed once the answers are counted. Its back is left empty, since a
//! printer may use both sides; and a booklet behind it is the same as one without. Header and who is to answer stand there,
//! so that the cover has room on one sheet in large type.

use maud::{Markup, html};

use super::notice;
use crate::interface::Interface;
use fieldwork::{AccessCode, Wave};
use messages::text;

/// The way to the form of a household.
pub(crate) struct WayIn<'a> {
    pub(crate) code: AccessCode,
    /// The full address of its form.
    pub(crate) address: &'a str,
    /// The same as a QR code.
    pub(crate) drawing: &'a Markup,
}

/// The sheet with the code, front and back.
pub(crate) fn cover(interface: &Interface, wave: &Wave, way_in: &WayIn<'_>) -> Markup {
    let locale = interface.locale;
    html! {
        section.cover {
            p.lead { strong { (locale.t(text::COVER_KEEP)) } }
            (way_in.drawing)
            p { (locale.t(text::COVER_SCAN)) br; (way_in.address) }
            p { (locale.t(text::COVER_CODE)) br; span.code { (way_in.code) } }
            p { (locale.t(text::OpenUntil { date: interface.last_day(wave.closes_at) })) }
            p { (locale.t(text::COVER_PAPER)) }
            p { (locale.t(text::COVER_APART)) }
            (notice::who_asks(interface, wave))
            (notice::complaints_line(interface, wave))
        }
        section.cover-back { p.fine { (locale.t(text::COVER_BACK)) } }
    }
}
