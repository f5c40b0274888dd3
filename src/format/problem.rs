//! What can be wrong with a questionnaire.

use crate::source::SourceProblem;
use questionnaire::{
    CalendarDate, Code, ConditionProblem, Language, MOST_VARIANTS, Part, SharesError,
};

/// A fault of a questionnaire; says what is wrong and what to do.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Problem {
    /// The file is not what the format asks for.
    #[error(transparent)]
    Source(#[from] SourceProblem),
    /// A condition is malformed or does not fit the questionnaire.
    #[error("`{key}`: {problem}")]
    Condition {
        /// `ask_if` or `end_if`.
        key: &'static str,
        /// What is wrong with it.
        problem: ConditionProblem,
    },
    /// An id that cannot be written in a condition or a form.
    #[error(
        "`{id}` cannot be an id; use letters, digits and _, begin with a letter, and none of the words of conditions (in, arm, answered, true, false)"
    )]
    IdMalformed {
        /// The id.
        id: String,
    },
    /// Two parts of one sort with the same id.
    #[error("the {} is already used on line {first}; give this one another", id_of(.part))]
    DuplicateId {
        /// The question, scale, section or arm.
        part: Part,
        /// The line of the first.
        first: usize,
    },
    /// Two choices of one list with the same code.
    #[error("code {code} stands twice among the choices; every choice needs a code of its own")]
    DuplicateCode {
        /// The code.
        code: Code,
    },
    /// A language that is none, or stands twice, or is also a key of the format.
    #[error(
        "`{tag}` cannot stand among the languages; write each language once by its tag, as in \"zh\" or \"en\""
    )]
    LanguageMalformed {
        /// The tag.
        tag: String,
    },
    /// No language at all.
    #[error("there is no language; name at least one, as in languages = [\"zh\", \"en\"]")]
    NoLanguage,
    /// A text that is empty in one of the languages.
    #[error("{} has no wording in `{language}`; add it", what_lacks(.key))]
    MissingTranslation {
        /// The key of the text; empty for the question's own wording, the code of a choice.
        key: String,
        /// The language.
        language: Language,
    },
    /// No question.
    #[error("the questionnaire has no question; add a [[question]]")]
    NoQuestion,
    /// A reference to a scale that is not there.
    #[error("there is no scale `{scale}`; add it or correct the name")]
    UnknownScale {
        /// The scale.
        scale: String,
    },
    /// A reference to a section that is not there.
    #[error("there is no section `{section}`; add it or correct the name")]
    UnknownSection {
        /// The section.
        section: String,
    },
    /// A section that no question names.
    #[error("no question stands in this section; remove it, or name it at a question")]
    EmptySection,
    /// Questions of one section that do not follow one another.
    #[error(
        "section `{section}` was already left before this question; move the question to the others of its section"
    )]
    SectionInterrupted {
        /// The section.
        section: String,
    },
    /// Sections of one rotation group that do not follow one another.
    #[error(
        "rotation group `{group}` was already left before section `{section}`; its sections must follow one another"
    )]
    RotationInterrupted {
        /// The rotation group.
        group: String,
        /// The section that comes too late.
        section: String,
    },
    /// Shares of an arm that are no shares.
    #[error("{0}")]
    Shares(#[from] SharesError),
    /// A group of an arm that is not there.
    #[error("arm `{arm}` has no group `{group}`; use one of: {}", .groups.join(", "))]
    UnknownGroup {
        /// The arm.
        arm: String,
        /// The group.
        group: String,
        /// Its groups.
        groups: Vec<String>,
    },
    /// A reference to an arm that is not there.
    #[error("there is no arm `{arm}`; add it or correct the name")]
    UnknownArm {
        /// The arm.
        arm: String,
    },
    /// More variants than a version may have.
    #[error(
        "arms, rotations and orders need {variants} variants, more than {MOST_VARIANTS}; choose rounder shares or rotate less"
    )]
    TooManyVariants {
        /// How many would be needed.
        variants: usize,
    },
    /// Too few choices to choose from.
    #[error("there are only {choices} choices; write at least {least}")]
    TooFewChoices {
        /// How many there are.
        choices: usize,
        /// How many there must be.
        least: usize,
    },
    /// A range of choices that nobody can meet.
    #[error("`min_choices` is {min}, above `max_choices`, {max}; exchange or correct them")]
    EmptyChoiceRange {
        /// The fewest accepted.
        min: u16,
        /// The most accepted.
        max: u16,
    },
    /// More choices asked for than there are.
    #[error(
        "`{key}` is {count}, but only {choices} choices can be made together; correct the number"
    )]
    MoreThanChoices {
        /// `min_choices` or `max_choices`.
        key: &'static str,
        /// What stands there.
        count: u16,
        /// How many choices do not stand alone.
        choices: usize,
    },
    /// `exclusive` where only one choice can be made anyway.
    #[error("choice {code} is exclusive, but only one choice can be made here; remove `exclusive`")]
    PointlessExclusive {
        /// The code.
        code: Code,
    },
    /// A second "other, please say", or one on a list shared by several questions.
    #[error(
        "choice {code} cannot be \"other, please say\"; a question of type single or multiple may have one such choice"
    )]
    MisplacedOther {
        /// The code.
        code: Code,
    },
    /// A question whose id is the field of another's "other" text.
    #[error(
        "the id is also the field for what is written or ticked beside `{question}`; give this question another id"
    )]
    FieldTaken {
        /// The question with the "other" choice.
        question: String,
    },
    /// min above max.
    #[error("`min` is {min}, above `max`, {max}; exchange or correct them")]
    EmptyRange {
        /// The least number.
        min: i64,
        /// The greatest number.
        max: i64,
    },
    /// A bound of a question for a date that is no date.
    #[error(
        "`{key}` is `{written}`, which is no date; write a day as \"2014-01-31\" or a month as \"2014-01\""
    )]
    DateMalformed {
        /// `earliest` or `latest`.
        key: &'static str,
        /// What stands there.
        written: String,
    },
    /// One bound is a day, the other a month.
    #[error(
        "`earliest` is {earliest} and `latest` {latest}; write two days, or two months to ask for a month"
    )]
    DayAndMonth {
        /// The earliest date.
        earliest: CalendarDate,
        /// The latest date.
        latest: CalendarDate,
    },
    /// The earliest date after the latest.
    #[error("`earliest` is {earliest}, after `latest`, {latest}; exchange or correct them")]
    NoDateAccepted {
        /// The earliest date.
        earliest: CalendarDate,
        /// The latest date.
        latest: CalendarDate,
    },
    /// An ordinary choice to be ticked in place of a number or a date.
    #[error(
        "choice {code}, ticked in place of an answer, must say why there is none: give it the kind dont_know, not_applicable or refused"
    )]
    OrdinaryBeside {
        /// The code.
        code: Code,
    },
    /// Bounds too far apart for decimals to be exact everywhere.
    #[error("{bound} is too large for a number with decimals; keep both bounds within 999999999")]
    TooLargeForDecimals {
        /// The bound.
        bound: i64,
    },
    /// An end without words for it.
    #[error(
        "the interview can end here, but there is no `end` text; add what the respondent reads then"
    )]
    EndWithoutText,
    /// Words for an end that never comes.
    #[error("there is an `end` text but no `end_if`; add the condition or remove the text")]
    TextWithoutEnd,
    /// `required` on a question that decides no eligibility.
    #[error(
        "the question is required but no `end_if` depends on it; only what decides eligibility may be required"
    )]
    PointlessRequired,
    /// A series that names no item.
    #[error(
        "`{series}` names no series; write the questionnaire and the question it continues, as in series = \"residents/R11\""
    )]
    SeriesMalformed {
        /// What stands there.
        series: String,
    },
    /// A question nobody is asked.
    #[error(
        "no respondent can ever reach this question; correct its `ask_if` or the conditions before it"
    )]
    Unreachable,
    /// A test whose path is another.
    #[error("test \"{name}\" fails: asked {}, expected {}; correct the test or the conditions", list(.actual), list(.expected))]
    TestFailed {
        /// The test.
        name: String,
        /// The questions that would be asked.
        actual: Vec<String>,
        /// The questions that should be.
        expected: Vec<String>,
    },
    /// A test that names a question that is not there.
    #[error("test \"{name}\" names question `{question}`, which does not exist; correct the test")]
    TestUnknownQuestion {
        /// The test.
        name: String,
        /// The question.
        question: String,
    },
    /// A test that gives an answer nobody can give.
    #[error("test \"{name}\" gives `{question}` an answer it does not take; correct the test")]
    TestImpossibleAnswer {
        /// The test.
        name: String,
        /// The question.
        question: String,
    },
    /// A test answer that is neither a code, nor a list of codes, nor a text.
    #[error(
        "the answer to `{question}` must be a code, a list of codes, a number or a text; correct the test"
    )]
    TestAnswerMalformed {
        /// The question.
        question: String,
    },
}

fn id_of(part: &Part) -> String {
    let sort = match part {
        Part::Arm(_) => "arm",
        Part::Scale(_) => "scale",
        Part::Section(_) => "section",
        _ => "question",
    };
    format!("{sort} id `{}`", part.name().unwrap_or_default())
}

fn what_lacks(key: &str) -> String {
    match key {
        "" => "the question".to_owned(),
        key if key.bytes().all(|byte| byte.is_ascii_digit()) => format!("choice {key}"),
        key => format!("`{key}`"),
    }
}

fn list(ids: &[String]) -> String {
    if ids.is_empty() {
        return "nothing".to_owned();
    }
    ids.join(" ")
}
