//! What the cores report and nobody has put into the catalogues yet, in the one language the cores speak.

use std::fmt::Display;

use maud::{Markup, html};

use crate::questionnaire::TextKey;
use crate::questionnaire::editing::EditError;
use crate::questionnaire::translation::TableError;
use crate::questionnaire::xlsform::{ImportError, Note};
use crate::web::interface::Interface;

/// What did not pass from one format to the other as it was.
pub(super) fn note(_: &Interface, note: &Note) -> Markup {
    english(note)
}

/// Why a workbook cannot be read.
pub(super) fn import_error(_: &Interface, error: &ImportError) -> Markup {
    english(error)
}

/// Why a table of texts cannot be taken.
pub(super) fn table_error(_: &Interface, error: &TableError) -> Markup {
    english(error)
}

/// Why an edit cannot be made.
pub(super) fn edit_error(_: &Interface, error: &EditError) -> Markup {
    english(error)
}

/// Which text it is.
pub(super) fn text_key(_: &Interface, key: &TextKey) -> Markup {
    english(key)
}

fn english(words: &impl Display) -> Markup {
    html! { span lang="en" { (words) } }
}
