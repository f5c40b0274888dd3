//! Why an edit cannot be made.

use questionnaire::{Code, ConditionProblem, Language, Part, QuestionId, TextKey};

/// Why an edit cannot be made; says what, where and what to do. The draft stays as it was.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum EditError {
    /// The text is no TOML, so that no part of it can be found.
    Unreadable {
        /// The line, counted from 1.
        line: usize,
        /// What the parser says.
        message: String,
    },
    /// A part that is not there.
    UnknownPart { part: Part },
    /// An id that another part of the sort has.
    IdTaken { id: String },
    /// An id that cannot be one.
    IdMalformed { id: String },
    /// A choice that is not there.
    UnknownChoice {
        /// The question or scale.
        part: Part,
        code: Code,
    },
    /// A code that another choice of the list has.
    CodeTaken {
        /// The question or scale.
        part: Part,
        code: Code,
    },
    /// A condition that does not parse.
    Condition {
        /// `ask_if` or `end_if`.
        key: &'static str,
        /// What is wrong with it.
        problem: ConditionProblem,
    },
    /// An `ask_if` that asks about its own question.
    SelfReference { question: QuestionId },
    /// A text with too many characters.
    TooLong {
        text: TextKey,
        /// How many it has.
        characters: usize,
        /// How many it may have.
        most: usize,
    },
    /// A tab, another control character or an invisible mark.
    ControlCharacter {
        /// The text, if it is one.
        text: Option<TextKey>,
        /// The character, counted from 1.
        at: usize,
    },
    /// A line break in a text of one line.
    LineBreak { text: TextKey },
    /// A language the questionnaire does not have.
    UnknownLanguage { language: Language },
    /// Languages that are none, or stand twice.
    LanguageMalformed {
        /// The tag; empty where there is none at all.
        tag: String,
    },
    /// A part that others refer to.
    StillUsed {
        part: Part,
        /// Who refers to it.
        by: Vec<Part>,
    },
    /// A property the part does not have.
    NotHere { part: Part, key: &'static str },
    /// Valid TOML written in a way that only its author can edit.
    OddShape { part: Part, key: String },
    /// A number outside of what the format allows.
    NumberOutOfRange {
        key: &'static str,
        /// What was given.
        value: i64,
        /// The least allowed.
        min: i64,
        /// The greatest allowed.
        max: i64,
    },
    /// A question that needs a scale where there is none.
    NoScale,
    /// A series that names no item.
    SeriesMalformed {
        /// What was given.
        series: String,
    },
    /// A result larger than any file that is read.
    TooLarge {
        /// How many it would have.
        bytes: usize,
        /// The most that are read.
        limit: usize,
    },
}
