//! Why an edit cannot be made.

use questionnaire::{Code, ConditionProblem, Language, Part, TextKey};

/// Why an edit cannot be made; says what, where and what to do. The draft stays as it was.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EditError {
    /// The text is no TOML, so that no part of it can be found.
    #[error("line {line} is not valid TOML: {message}; correct it in the text first")]
    Unreadable {
        /// The line, counted from 1.
        line: usize,
        /// What the parser says.
        message: String,
    },
    /// A part that is not there.
    #[error("there is no {}; somebody may have removed or renamed it", named(.part))]
    UnknownPart {
        /// The part.
        part: Part,
    },
    /// An id that another part of the sort has.
    #[error("the id `{id}` is already used; choose another")]
    IdTaken {
        /// The id.
        id: String,
    },
    /// An id that cannot be one.
    #[error(
        "`{id}` cannot be an id; use letters, digits and _, begin with a letter, and none of the words of conditions (in, arm, answered, true, false)"
    )]
    IdMalformed {
        /// The id.
        id: String,
    },
    /// A choice that is not there.
    #[error("{} has no choice {code}; somebody may have removed it", named(.part))]
    UnknownChoice {
        /// The question or scale.
        part: Part,
        /// The code.
        code: Code,
    },
    /// A code that another choice of the list has.
    #[error("code {code} is already used in {}; choose another", named(.part))]
    CodeTaken {
        /// The question or scale.
        part: Part,
        /// The code.
        code: Code,
    },
    /// A condition that does not parse.
    #[error("`{key}`: {problem}")]
    Condition {
        /// `ask_if` or `end_if`.
        key: &'static str,
        /// What is wrong with it.
        problem: ConditionProblem,
    },
    /// An `ask_if` that asks about its own question.
    #[error(
        "`{question}` is asked only after this condition is decided, so the condition cannot refer to it; refer to earlier questions"
    )]
    SelfReference {
        /// The question.
        question: String,
    },
    /// A text with too many characters.
    #[error("the text has {characters} characters, more than {most}; shorten it")]
    TooLong {
        /// The text.
        text: TextKey,
        /// How many it has.
        characters: usize,
        /// How many it may have.
        most: usize,
    },
    /// A tab, another control character or an invisible mark.
    #[error(
        "character {at} is a tab or another invisible character; remove it (a table cannot be pasted into a text)"
    )]
    ControlCharacter {
        /// The text, if it is one.
        text: Option<TextKey>,
        /// The character, counted from 1.
        at: usize,
    },
    /// A line break in a text of one line.
    #[error("the text may have one line only; remove the line break")]
    LineBreak {
        /// The text.
        text: TextKey,
    },
    /// A language the questionnaire does not have.
    #[error("the questionnaire is not in `{language}`; add the language first")]
    UnknownLanguage {
        /// The language.
        language: Language,
    },
    /// Languages that are none, or stand twice.
    #[error("`{tag}` cannot stand among the languages; write each once by its tag, as in zh or en")]
    LanguageMalformed {
        /// The tag; empty where there is none at all.
        tag: String,
    },
    /// A part that others refer to.
    #[error("{} is still referred to by {}; change or remove these first", named(.part), list(.by))]
    StillUsed {
        /// The part.
        part: Part,
        /// Who refers to it.
        by: Vec<Part>,
    },
    /// A property the part does not have.
    #[error("{} has no `{key}`; nothing was changed", named(.part))]
    NotHere {
        /// The part.
        part: Part,
        /// The key.
        key: &'static str,
    },
    /// Valid TOML written in a way that only its author can edit.
    #[error(
        "`{key}` of {} is written in a form that can only be edited in the text; edit it there",
        named(.part)
    )]
    OddShape {
        /// The part.
        part: Part,
        /// The key.
        key: String,
    },
    /// A number outside of what the format allows.
    #[error("`{key}` is {value}; it must be from {min} to {max}")]
    NumberOutOfRange {
        /// The key.
        key: &'static str,
        /// What was given.
        value: i64,
        /// The least allowed.
        min: i64,
        /// The greatest allowed.
        max: i64,
    },
    /// A question that needs a scale where there is none.
    #[error("there is no scale yet; add one, then choose it")]
    NoScale,
    /// A series that names no item.
    #[error("`{series}` names no series; write questionnaire and question, as in residents/R11")]
    SeriesMalformed {
        /// What was given.
        series: String,
    },
    /// A result larger than any file that is read.
    #[error("the questionnaire would have {bytes} bytes, more than the {limit} that are read")]
    TooLarge {
        /// How many it would have.
        bytes: usize,
        /// The most that are read.
        limit: usize,
    },
}

fn named(part: &Part) -> String {
    match part {
        Part::Top => "the questionnaire".to_owned(),
        Part::Arm(id) => format!("arm `{id}`"),
        Part::Scale(id) => format!("scale `{id}`"),
        Part::Section(id) => format!("section `{id}`"),
        Part::Question(id) => format!("question `{id}`"),
        Part::Indicator(id) | Part::Measure(id) => format!("indicator `{id}`"),
    }
}

fn list(parts: &[Part]) -> String {
    let parts: Vec<String> = parts.iter().map(named).collect();
    parts.join(", ")
}
