//! What can be wrong with the files of a frame and of its margins.

use super::frame::FrameFault;
use format::source::SourceProblem;
use questionnaire::Code;

/// A fault found in a frame or in margins; says what is wrong and what to do.
pub type Finding = format::Finding<Problem>;

/// A fault of a frame, of margins, or of how margins fit the questionnaires.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The file is not what the format asks for.
    #[error(transparent)]
    Source(#[from] SourceProblem),
    /// A cell of a frame.
    #[error("column \"{column}\": {fault}")]
    Frame {
        /// The heading of the column.
        column: String,
        /// What is wrong.
        fault: FrameFault,
    },
    /// Two margins with the same id.
    #[error("the margin id `{id}` is already used on line {first}; give this one another")]
    DuplicateMargin {
        /// The id.
        id: String,
        /// The line of the first.
        first: usize,
    },
    /// A margin that claims to have totals has none.
    #[error(
        "the margin has no category; add `categories` with their counts, or write status = \"missing\""
    )]
    NoCategory,
    /// A category of nobody.
    #[error("a category of {0} persons cannot be raked to; its count must be above zero")]
    EmptyCategory(i64),
    /// A code stands in two categories.
    #[error("the code {code} already stands in a category on line {first}; keep it in one")]
    CodeTwice {
        /// The code.
        code: Code,
        /// The line of the first.
        first: usize,
    },
    /// No questionnaire beside the margins asks the question.
    #[error(
        "no questionnaire beside it has a question `{question}`; correct `by`, or write by = \"stratum\""
    )]
    UnknownQuestion {
        /// The question.
        question: String,
    },
    /// The question has no such choice.
    #[error("`{question}` has no choice {code}; correct `codes`")]
    UnknownCode {
        /// The question.
        question: String,
        /// The code.
        code: Code,
    },
}
