//! What can be wrong with a plan and its folder.

use format::source::SourceProblem;
use questionnaire::{ChoiceKind, Code, Language, QuestionId, ScaleId};

/// A fault found in a folder.
pub type Finding = format::Finding<Problem>;

/// A fault of a plan, of its questionnaires, or of how they fit together.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Problem {
    /// The file is not what the format asks for.
    Source(SourceProblem),
    /// A questionnaire has a fault.
    Questionnaire(format::Problem),
    /// An id that cannot stand in an address.
    IdMalformed { id: String },
    /// An id of an indicator that is the address of another page of results.
    IdReserved { id: String },
    /// Two indicators with the same id.
    DuplicateId {
        id: String,
        /// The line of the first.
        first: usize,
    },
    /// Two chapters with the same number.
    DuplicateChapter {
        section: String,
        /// The line of the first.
        first: usize,
    },
    /// An indicator that stands in none of the chapters given.
    NoChapter { section: String },
    /// No indicator.
    NoIndicator,
    /// A text that is empty in one of the languages.
    MissingTranslation {
        /// The key of the text.
        key: String,
        language: Language,
    },
    /// Years that are no period.
    YearsMalformed,
    /// A value of a target of a type that no target has.
    ValueMalformed,
    /// A percentage beyond 0 to 100.
    ShareOutOfRange { value: f64 },
    /// A survey rate whose target is no share.
    TargetNotAShare,
    /// A direction without the wave it starts from.
    MissingBaseline {
        /// The comparator as written.
        comparator: &'static str,
    },
    /// A survey indicator that no survey measures.
    NotMeasured,
    /// A measure without questions.
    NoQuestions,
    /// No such questionnaire in the folder.
    UnknownQuestionnaire { questionnaire: String },
    /// No such question.
    UnknownQuestion {
        questionnaire: String,
        question: QuestionId,
    },
    /// No such scale.
    UnknownScale {
        questionnaire: String,
        scale: ScaleId,
    },
    /// A question that is never shown on the scale of the measure.
    NotOnScale {
        question: QuestionId,
        scale: ScaleId,
    },
    /// A kind that no choice has.
    KindNotOnScale {
        /// numerator or denominator.
        key: &'static str,
        kind: ChoiceKind,
        scale: ScaleId,
    },
    /// A code that no choice has.
    UnknownCode { question: QuestionId, code: Code },
    /// Codes of a question that has no single code.
    NotAChoice { question: QuestionId },
    /// Nothing counts.
    NothingCounts {
        /// numerator or denominator.
        key: &'static str,
    },
    /// A question by which respondents are told apart already.
    GroupedTwice { question: QuestionId },
    /// Classes that tell nobody apart.
    OneClass,
    /// A code that belongs to two classes.
    CodeInTwoClasses { code: Code },
    /// A success that does not count at all.
    NumeratorOutside {
        /// The kind or code.
        outside: String,
    },
    /// A prevalence that hides nothing or everything.
    PrevalenceOutOfRange { prevalence: f64 },
    /// Questions that cannot be asked whether they go with a measure.
    Drivers(DriverFault),
    /// A questionnaire whose file is called otherwise.
    FileNamedOtherwise {
        id: String,
        /// The file's name.
        file: String,
    },
    /// A unit of the frame that no question on the district can offer.
    CodeNotDigits {
        /// What stands there.
        code: String,
    },
    /// A district that the frame does not have.
    NotInFrame { code: Code },
    /// A unit of the frame that cannot be chosen.
    UnitNotOffered { code: Code },
}

/// What is wrong with the questions that may go with a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum DriverFault {
    /// Fewer than can be compared, or more.
    Counted { count: usize },
    /// The measure is of several questions and has no answer of its own.
    OfSeveral,
    /// One is what is measured, or decides who belongs to it.
    Measured { question: QuestionId },
    /// One is named twice.
    Twice { question: QuestionId },
    /// One is put to some of the arms alone.
    OfArm { question: QuestionId },
    /// One is on no scale whose choices have scores.
    WithoutScores { question: QuestionId },
}

impl From<format::Problem> for Problem {
    fn from(problem: format::Problem) -> Self {
        Self::Questionnaire(problem)
    }
}

impl From<SourceProblem> for Problem {
    fn from(problem: SourceProblem) -> Self {
        Self::Source(problem)
    }
}
