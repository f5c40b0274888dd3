//! What can be wrong with a questionnaire.

use crate::source::SourceProblem;
use questionnaire::{
    CalendarDate, Code, ConditionProblem, Language, Part, QuestionId, ScaleId, SharesError,
};

/// A fault of a questionnaire. What is said of it stands in the catalogues (`messages::words`).
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Problem {
    /// The file is not what the format asks for.
    Source(SourceProblem),
    /// A condition is malformed or does not fit the questionnaire.
    Condition {
        /// `ask_if` or `end_if`.
        key: &'static str,
        /// What is wrong with it.
        problem: ConditionProblem,
    },
    /// An id that cannot be written in a condition or a form.
    IdMalformed { id: String },
    /// Two parts of one sort with the same id.
    DuplicateId {
        /// The question, scale, section or arm.
        part: Part,
        /// The line of the first.
        first: usize,
    },
    /// Two choices of one list with the same code.
    DuplicateCode { code: Code },
    /// A language that is none, or stands twice, or is also a key of the format.
    LanguageMalformed { tag: String },
    /// No language at all.
    NoLanguage,
    /// A text that is empty in one of the languages.
    MissingTranslation {
        /// The key of the text; empty for the question's own wording, the code of a choice.
        key: String,
        language: Language,
    },
    /// No question.
    NoQuestion,
    /// A reference to a scale that is not there.
    UnknownScale { scale: ScaleId },
    /// A reference to a section that is not there.
    UnknownSection { section: String },
    /// A section that no question names.
    EmptySection,
    /// Questions of one section that do not follow one another.
    SectionInterrupted { section: String },
    /// Sections of one rotation group that do not follow one another.
    RotationInterrupted {
        /// The rotation group.
        group: String,
        /// The section that comes too late.
        section: String,
    },
    /// Shares of an arm that are no shares.
    Shares(SharesError),
    /// A group of an arm that is not there.
    UnknownGroup {
        arm: String,
        group: String,
        groups: Vec<String>,
    },
    /// A reference to an arm that is not there.
    UnknownArm { arm: String },
    /// More variants than a version may have.
    TooManyVariants {
        /// How many would be needed.
        variants: usize,
    },
    /// Too few choices to choose from.
    TooFewChoices {
        /// How many there are.
        choices: usize,
        /// How many there must be.
        least: usize,
    },
    /// A range of choices that nobody can meet.
    EmptyChoiceRange {
        /// The fewest accepted.
        min: u16,
        /// The most accepted.
        max: u16,
    },
    /// More choices asked for than there are.
    MoreThanChoices {
        /// `min_choices` or `max_choices`.
        key: &'static str,
        /// What stands there.
        count: u16,
        /// How many choices do not stand alone.
        choices: usize,
    },
    /// `exclusive` where only one choice can be made anyway.
    PointlessExclusive { code: Code },
    /// A second "other, please say", or one on a list shared by several questions.
    MisplacedOther { code: Code },
    /// `[section]` where `[[section]]` is meant.
    SingleBrackets { key: &'static str },
    /// A list where some choices count as satisfied, neutral or dissatisfied and these have no kind.
    KindsPartial { codes: Vec<Code> },
    /// A question whose id is the field of another's "other" text.
    FieldTaken {
        /// The question with the "other" choice.
        question: QuestionId,
    },
    /// min above max.
    EmptyRange {
        /// The least number.
        min: i64,
        /// The greatest number.
        max: i64,
    },
    /// A bound of a question for a date that is no date.
    DateMalformed {
        /// `earliest` or `latest`.
        key: &'static str,
        /// What stands there.
        written: String,
    },
    /// One bound is a day, the other a month.
    DayAndMonth {
        earliest: CalendarDate,
        latest: CalendarDate,
    },
    /// The earliest date after the latest.
    NoDateAccepted {
        earliest: CalendarDate,
        latest: CalendarDate,
    },
    /// An ordinary choice to be ticked in place of a number or a date.
    OrdinaryBeside { code: Code },
    /// Bounds too far apart for decimals to be exact everywhere.
    TooLargeForDecimals { bound: i64 },
    /// An end without words for it.
    EndWithoutText,
    /// Words for an end that never comes.
    TextWithoutEnd,
    /// `required` on a question that decides no eligibility.
    PointlessRequired,
    /// A series that names no item.
    SeriesMalformed {
        /// What stands there.
        series: String,
    },
    /// A declaration that a wording was changed editorially, of a text that is not there.
    EditorialWithoutText {
        /// What stands there for the text.
        key: String,
    },
    /// One that does not say why.
    EditorialWithoutReason,
    /// A question nobody is asked.
    Unreachable,
    /// What could not be proven within the budget: of the questions the one that took most, a condition, a test.
    TooEntangled,
    /// A test whose path is another.
    TestFailed {
        /// The test.
        name: String,
        /// The questions that would be asked.
        actual: Vec<QuestionId>,
        /// The questions that should be.
        expected: Vec<QuestionId>,
    },
    /// A test that names a question that is not there.
    TestUnknownQuestion {
        /// The test.
        name: String,
        question: QuestionId,
    },
    /// A test that gives an answer nobody can give.
    TestImpossibleAnswer {
        /// The test.
        name: String,
        question: QuestionId,
    },
    /// A test answer that is neither a code, nor a list of codes, nor a text.
    TestAnswerMalformed { question: QuestionId },
}

impl Problem {
    /// Whether it leaves open what can be answered, so that who comes where cannot be judged: a text
    /// that is missing does not.
    pub(crate) fn clouds_routing(&self) -> bool {
        !matches!(
            self,
            Self::MissingTranslation { .. }
                | Self::KindsPartial { .. }
                | Self::PointlessExclusive { .. }
                | Self::FieldTaken { .. }
                | Self::SectionInterrupted { .. }
                | Self::EndWithoutText
                | Self::TextWithoutEnd
                | Self::PointlessRequired
                | Self::SeriesMalformed { .. }
                | Self::EditorialWithoutText { .. }
                | Self::EditorialWithoutReason
        )
    }
}

impl From<SourceProblem> for Problem {
    fn from(problem: SourceProblem) -> Self {
        Self::Source(problem)
    }
}
