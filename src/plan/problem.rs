//! What can be wrong with a plan and its folder.

use format::source::SourceProblem;
use questionnaire::{ChoiceKind, Code, Language};

/// A fault found in a folder; says what is wrong and what to do.
pub type Finding = format::Finding<Problem>;

/// A fault of a plan, of its questionnaires, or of how they fit together.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Problem {
    /// The file is not what the format asks for.
    #[error(transparent)]
    Source(#[from] SourceProblem),
    /// A questionnaire has a fault.
    #[error(transparent)]
    Questionnaire(#[from] format::Problem),
    /// An id that cannot stand in an address.
    #[error("`{id}` cannot be an id; use small letters, digits and hyphens")]
    IdMalformed {
        /// The id.
        id: String,
    },
    /// Two indicators with the same id.
    #[error("the indicator id `{id}` is already used on line {first}; give this one another")]
    DuplicateId {
        /// The id.
        id: String,
        /// The line of the first.
        first: usize,
    },
    /// No indicator.
    #[error("the plan has no indicator; add an [[indicator]]")]
    NoIndicator,
    /// A text that is empty in one of the languages.
    #[error("`{key}` has no wording in `{language}`; add it")]
    MissingTranslation {
        /// The key of the text.
        key: String,
        /// The language.
        language: Language,
    },
    /// Years that are no period.
    #[error("`years` must be the first and the last year of the plan, as in [2012, 2014]")]
    YearsMalformed,
    /// A value of a target of a type that no target has.
    #[error("`value` must be a number, true, or a text in Chinese and English; change it")]
    ValueMalformed,
    /// A percentage beyond 0 to 100.
    #[error("the target is {value} %; a share lies between 0 and 100")]
    ShareOutOfRange {
        /// The value.
        value: f64,
    },
    /// A survey rate whose target is no share.
    #[error(
        "a rate from a survey needs a target in percent; write value = 90, unit = \"%\", or compare with a baseline"
    )]
    TargetNotAShare,
    /// A direction without the wave it starts from.
    #[error(
        "\"{comparator}\" needs the fixed wave it is compared with; add baseline = \"first_wave\""
    )]
    MissingBaseline {
        /// The comparator as written.
        comparator: &'static str,
    },
    /// A survey indicator that no survey measures.
    #[error(
        "the indicator is measured by survey but has no `measure`; add the questionnaire and its questions"
    )]
    NotMeasured,
    /// A measure without questions.
    #[error("the measure names no question; add at least one to `questions`")]
    NoQuestions,
    /// No such questionnaire in the folder.
    #[error(
        "there is no questionnaire `{questionnaire}` beside the plan; add it or correct the name"
    )]
    UnknownQuestionnaire {
        /// The questionnaire.
        questionnaire: String,
    },
    /// No such question.
    #[error(
        "questionnaire `{questionnaire}` has no question `{question}`; add it or correct the name"
    )]
    UnknownQuestion {
        /// The questionnaire.
        questionnaire: String,
        /// The question.
        question: String,
    },
    /// No such scale.
    #[error("questionnaire `{questionnaire}` has no scale `{scale}`; add it or correct the name")]
    UnknownScale {
        /// The questionnaire.
        questionnaire: String,
        /// The scale.
        scale: String,
    },
    /// A question that is never shown on the scale of the measure.
    #[error("`{question}` is never asked on scale `{scale}`; correct the question or the scale")]
    NotOnScale {
        /// The question.
        question: String,
        /// The scale.
        scale: String,
    },
    /// A kind that no choice has.
    #[error("no choice of scale `{scale}` is of kind \"{}\"; correct `{key}`", .kind.word())]
    KindNotOnScale {
        /// numerator or denominator.
        key: &'static str,
        /// The kind.
        kind: ChoiceKind,
        /// The scale.
        scale: String,
    },
    /// A code that no choice has.
    #[error("`{question}` has no choice {code}; correct the codes")]
    UnknownCode {
        /// The question.
        question: String,
        /// The code.
        code: Code,
    },
    /// Codes of a question that has no single code.
    #[error("`{question}` does not give one code; a rate needs a single choice or a scale")]
    NotAChoice {
        /// The question.
        question: String,
    },
    /// Nothing counts.
    #[error("`{key}` is empty; name what counts")]
    NothingCounts {
        /// numerator or denominator.
        key: &'static str,
    },
    /// A success that does not count at all.
    #[error(
        "the numerator holds {outside}, which the denominator does not; add it there or remove it"
    )]
    NumeratorOutside {
        /// The kind or code.
        outside: String,
    },
    /// A prevalence that hides nothing or everything.
    #[error("the prevalence is {prevalence}; it must lie between 0 and 1 and differ from 0.5")]
    PrevalenceOutOfRange {
        /// The prevalence.
        prevalence: f64,
    },
    /// A questionnaire whose file is called otherwise.
    #[error("the id is `{id}`, but the file is called {file}; give both the same name")]
    FileNamedOtherwise {
        /// The id.
        id: String,
        /// The file's name.
        file: String,
    },
    /// A unit of the frame that no question on the district can offer.
    #[error("`{code}` is no code of digits; questions on the district offer units by number")]
    CodeNotDigits {
        /// What stands there.
        code: String,
    },
    /// A district that the frame does not have.
    #[error("choice {code} is no unit of frame.csv; correct the code (0 stands for elsewhere)")]
    NotInFrame {
        /// The code.
        code: Code,
    },
    /// A unit of the frame that cannot be chosen.
    #[error("unit {code} of frame.csv cannot be chosen; add it to the choices")]
    UnitNotOffered {
        /// The code.
        code: Code,
    },
}
