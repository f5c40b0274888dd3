//! Faults of a frame and of the margins beside it.

use super::source_problem::source_problem;
use super::written;
use crate::{Locale, text};
use sampling::{FrameFault, Problem};

/// What is wrong, and what to do.
pub fn frame_problem(locale: Locale, problem: &Problem) -> String {
    match problem {
        Problem::Source(problem) => source_problem(locale, problem),
        Problem::Frame { column, fault } => locale.t(text::WordsFrameCell {
            column,
            fault: cell(locale, fault),
        }),
        Problem::DuplicateMargin { id, first } => {
            locale.t(text::WordsMarginDuplicate { id, first: *first })
        }
        Problem::NoCategory => locale.t(text::WORDS_MARGIN_NO_CATEGORY),
        Problem::EmptyCategory(count) => locale.t(text::WordsMarginEmptyCategory {
            count: written(count),
        }),
        Problem::CodeTwice { code, first } => locale.t(text::WordsMarginCodeTwice {
            code: written(code),
            first: *first,
        }),
        Problem::UnknownQuestion { question } => locale.t(text::WordsMarginUnknownQuestion {
            question: question.as_str(),
        }),
        Problem::UnknownCode { question, code } => locale.t(text::WordsMarginUnknownCode {
            question: question.as_str(),
            code: written(code),
        }),
    }
}

fn cell(locale: Locale, fault: &FrameFault) -> String {
    match fault {
        FrameFault::Unreadable(message) => locale.t(text::WordsFrameUnreadable { message }),
        FrameFault::MissingColumn => locale.t(text::WORDS_FRAME_MISSING_COLUMN),
        FrameFault::Empty => locale.t(text::WORDS_FRAME_EMPTY),
        FrameFault::NotPositive(value) => locale.t(text::WordsFrameNotPositive { value }),
        FrameFault::NotAYear(value) => locale.t(text::WordsFrameNotAYear { value }),
        FrameFault::Duplicate(code) => locale.t(text::WordsFrameDuplicate { code }),
    }
}
