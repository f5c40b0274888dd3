//! The beginning of a text, for lists.

use crate::interface::Interface;
use questionnaire::Text;

/// The beginning of a text, for lists.
pub(super) fn beginning(interface: &Interface, text: &Text) -> String {
    let text = interface.text(text);
    let line = text.lines().next().unwrap_or_default();
    let mut start: String = line.chars().take(60).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}
