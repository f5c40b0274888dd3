//! What a workbook and a questionnaire do not both hold.

use maud::{Markup, html};

use crate::interface::Interface;
use format::xlsform::Note;
use messages::words;

/// What did not pass from one format to the other as it was, one a line.
pub(super) fn workbook_notes(interface: &Interface, notes: &[Note]) -> Markup {
    html! { ul.findings { @for note in notes { li { (words::note(interface.locale, note)) } } } }
}
