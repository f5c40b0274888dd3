//! What can be wrong with the files of a frame, of its margins and of its map.

use super::id::StratumId;
use format::source::SourceProblem;
use questionnaire::{Code, QuestionId};

/// A fault found in a frame, in margins or in outlines.
pub type Finding = format::Finding<Problem>;

/// A fault of a frame, of margins, of how margins fit the questionnaires, or of outlines.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Problem {
    /// The file is not what the format asks for.
    Source(SourceProblem),
    /// A cell of a frame.
    Frame {
        /// The heading of the column.
        column: String,
        /// What is wrong.
        fault: FrameFault,
    },
    /// Two margins with the same id.
    DuplicateMargin {
        id: String,
        /// The line of the first.
        first: usize,
    },
    /// A margin that claims to have totals has none.
    NoCategory,
    /// A category of nobody.
    EmptyCategory(i64),
    /// A code stands in two categories.
    CodeTwice {
        code: Code,
        /// The line of the first.
        first: usize,
    },
    /// No questionnaire beside the margins asks the question.
    UnknownQuestion { question: QuestionId },
    /// The question has no such choice.
    UnknownCode { question: QuestionId, code: Code },
    /// An outline of a stratum, or the file of them.
    Shape(ShapeFault),
}

/// What is wrong with an entry of a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FrameFault {
    /// The line cannot be read as comma-separated values.
    Unreadable(String),
    /// A heading that is needed is not there.
    MissingColumn,
    /// A cell that must say something is empty.
    Empty,
    /// Not a whole number above zero.
    NotPositive(String),
    /// No year.
    NotAYear(String),
    /// The code stands on an earlier line.
    Duplicate(String),
}

/// What is wrong with the outlines of strata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShapeFault {
    /// More bytes than are read.
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The largest size read.
        limit: usize,
    },
    /// No JSON: what the parser says.
    NotJson(String),
    /// JSON, and no `FeatureCollection` with a list of features.
    NoCollection,
    /// A collection of nothing.
    NoFeature,
    /// No `code` among the properties of a feature.
    NoCode,
    /// No stratum of the frame has this code.
    UnknownCode(StratumId),
    /// An earlier feature has this code.
    Duplicate(StratumId),
    /// A geometry of this type, neither `Polygon` nor `MultiPolygon`.
    NoPolygon(String),
    /// A ring with fewer than four points or around nothing, or none at all.
    NoArea,
    /// No longitude and latitude in degrees: what stands there.
    NotOnEarth(String),
}

impl From<SourceProblem> for Problem {
    fn from(problem: SourceProblem) -> Self {
        Self::Source(problem)
    }
}
