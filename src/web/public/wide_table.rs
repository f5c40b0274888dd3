//! A table that may be wider than the screen: it scrolls by itself, by finger and by keyboard.

use maud::{Markup, html};

/// A table with what it is called, its head and the lines of its body.
pub(crate) fn wide_table(label: &str, head: &Markup, body: &Markup) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(label) {
            table aria-label=(label) { thead { (head) } tbody { (body) } }
        }
    }
}
