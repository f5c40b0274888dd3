//! What can be wrong with a file as a TOML document.

use std::fmt;

/// A fault of a file as a TOML document, whatever it describes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceProblem {
    /// More than [`LARGEST_FILE`](super::LARGEST_FILE) bytes.
    #[error(
        "the file has {bytes} bytes, more than the {limit} that are read; split it, or remove what does not belong in it"
    )]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The largest size read.
        limit: usize,
    },
    /// Bytes that are no UTF-8.
    #[error("the file is not UTF-8 from here on; save it with the encoding UTF-8")]
    NotUtf8,
    /// An invisible mark before the first character.
    #[error("the file begins with a byte order mark; save it as UTF-8 without one")]
    ByteOrderMark,
    /// Line ends of Windows.
    #[error("lines end in CR LF; save the file with LF alone")]
    CarriageReturns,
    /// Nothing but white space and comments.
    #[error("the file is empty; write the document or delete the file")]
    Empty,
    /// Not TOML.
    #[error("not valid TOML: {message}; correct the syntax here")]
    Syntax {
        /// What the parser expected.
        message: String,
    },
    /// A key the format does not have.
    #[error("unknown key `{key}`; {}", suggestion(.key, .known))]
    UnknownKey {
        /// The key.
        key: String,
        /// The keys that may stand here.
        known: Vec<String>,
    },
    /// A key that must be there.
    #[error("`{key}` is missing; add it")]
    MissingKey {
        /// The key.
        key: String,
    },
    /// A value of another type.
    #[error("`{key}` must be {expected}, but is {found}; change the value")]
    WrongType {
        /// The key.
        key: String,
        /// What the format asks for.
        expected: Expected,
        /// What stands there.
        found: Found,
    },
    /// A word that is none of those allowed.
    #[error("`{key}` cannot be `{value}`; {}", suggestion(.value, .allowed))]
    NotAllowed {
        /// The key.
        key: String,
        /// What stands there.
        value: String,
        /// The words that may stand there.
        allowed: Vec<String>,
    },
    /// A number outside of what its key allows.
    #[error("`{key}` is {value}; it must be from {min} to {max}")]
    NumberOutOfRange {
        /// The key.
        key: String,
        /// What stands there.
        value: i64,
        /// The least allowed.
        min: i64,
        /// The greatest allowed.
        max: i64,
    },
}

/// What the format asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A text.
    Text,
    /// A whole number.
    WholeNumber,
    /// A number.
    Number,
    /// True or false.
    Flag,
    /// A list of texts.
    Texts,
    /// A list of whole numbers.
    WholeNumbers,
    /// A table.
    Table,
    /// A list of tables.
    Tables,
}

impl Expected {
    /// Everything a format may ask for.
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::WholeNumber,
        Self::Number,
        Self::Flag,
        Self::Texts,
        Self::WholeNumbers,
        Self::Table,
        Self::Tables,
    ];
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "a text in quotes",
            Self::WholeNumber => "a whole number",
            Self::Number => "a number",
            Self::Flag => "true or false",
            Self::Texts => "a list of texts",
            Self::WholeNumbers => "a list of whole numbers",
            Self::Table => "a table in braces",
            Self::Tables => "a list of tables",
        })
    }
}

/// What stands where the format asks for something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A number, as written.
    Number(String),
    /// True or false.
    Flag(bool),
    /// A text.
    Text,
    /// A list.
    List,
    /// A table.
    Table,
    /// A date or time.
    Date,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "the number {number}"),
            Self::Flag(value) => write!(f, "{value}"),
            Self::Text => f.write_str("a text"),
            Self::List => f.write_str("a list"),
            Self::Table => f.write_str("a table"),
            Self::Date => f.write_str("a date"),
        }
    }
}

/// "did you mean …?" for a near miss, else everything that would do.
fn suggestion(word: &str, known: &[String]) -> String {
    match nearest(word, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "remove it".to_owned(),
        None => format!("use one of: {}", known.join(", ")),
    }
}

/// The candidate that differs from `word` by a slip of the keyboard, if there is one.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .map(|candidate| (edits(word, candidate), candidate))
        .filter(|(edits, candidate)| *edits <= 2 && *edits < candidate.chars().count())
        .min()
        .map(|(_, candidate)| candidate)
}

/// The number of single-character edits between two words (Levenshtein).
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let substituted = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[to.len()]
}
