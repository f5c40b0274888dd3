//! Shares of answers, as figures and as bars.

use maud::{Markup, html};

use crate::number::{Coordinate, Percent};

/// A bar as long as the share.
pub(super) fn share_bar(share: f64) -> Markup {
    html! {
        svg.bar viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" {
            rect width=(Coordinate(share * 100.0)) height="10" {}
        }
    }
}

/// A cell of a table that holds a share and its bar.
pub(super) fn share_cell(share: f64) -> Markup {
    html! { td.share { (Percent(share)) (share_bar(share)) } }
}
