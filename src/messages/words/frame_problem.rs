//! Faults of a frame, and of the margins and the map beside it.

use super::source_problem::source_problem;
use super::written;
use crate::{Locale, text};
use sampling::{FrameFault, Problem, ShapeFault};

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
        Problem::Shape(fault) => shape(locale, fault),
    }
}

fn shape(locale: Locale, fault: &ShapeFault) -> String {
    match fault {
        ShapeFault::TooLarge { bytes, limit } => locale.t(text::WordsShapeTooLarge {
            bytes: *bytes,
            limit: *limit,
        }),
        ShapeFault::NotJson(message) => locale.t(text::WordsShapeNotJson { message }),
        ShapeFault::NoCollection => locale.t(text::WORDS_SHAPE_NO_COLLECTION),
        ShapeFault::NoFeature => locale.t(text::WORDS_SHAPE_NO_FEATURE),
        ShapeFault::NoCode => locale.t(text::WORDS_SHAPE_NO_CODE),
        ShapeFault::UnknownCode(code) => locale.t(text::WordsShapeUnknownCode {
            code: code.as_str(),
        }),
        ShapeFault::Duplicate(code) => locale.t(text::WordsShapeDuplicate {
            code: code.as_str(),
        }),
        ShapeFault::NoPolygon(found) => locale.t(text::WordsShapeNoPolygon { found }),
        ShapeFault::NoArea => locale.t(text::WORDS_SHAPE_NO_AREA),
        ShapeFault::NotOnEarth(point) => locale.t(text::WordsShapeNotOnEarth { point }),
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
