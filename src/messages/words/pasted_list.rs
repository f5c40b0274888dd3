//! What of a pasted list is in none of its choices.

use super::written;
use crate::{Locale, text};
use authoring::pasted_list::{LeftOut, MOST_CHOICES};

/// What was left out, where, and why.
pub fn left_out(locale: Locale, left: &LeftOut) -> String {
    match left {
        LeftOut::EmptyLines { count } => locale.t(text::WordsPasteEmpty { count: *count }),
        LeftOut::Heading { line, words } => locale.t(text::WordsPasteHeading {
            line: *line,
            words: written(words),
        }),
        LeftOut::Repeated { line, words } => locale.t(text::WordsPasteRepeated {
            line: *line,
            words: written(words),
        }),
        LeftOut::SurplusCells { line, words, lines } => locale.t(text::WordsPasteSurplus {
            lines: *lines,
            line: *line,
            words: written(words),
        }),
        LeftOut::RepeatedCode { line, code } => locale.t(text::WordsPasteCode {
            line: *line,
            code: written(code),
        }),
        LeftOut::Beyond { line, words, count } => locale.t(text::WordsPasteBeyond {
            line: *line,
            words: written(words),
            count: *count,
            most: MOST_CHOICES,
        }),
    }
}
