//! What can be wrong with a file as a TOML document.

/// A fault of a file as a TOML document, whatever it describes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum SourceProblem {
    /// More than [`LARGEST_FILE`](super::LARGEST_FILE) bytes.
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The largest size read.
        limit: usize,
    },
    /// Bytes that are no UTF-8.
    NotUtf8,
    /// An invisible mark before the first character.
    ByteOrderMark,
    /// Line ends of Windows.
    CarriageReturns,
    /// Nothing but white space and comments.
    Empty,
    /// Not TOML.
    Syntax {
        /// What the parser expected.
        message: String,
    },
    /// A key the format does not have.
    UnknownKey {
        key: String,
        /// The keys that may stand here.
        known: Vec<String>,
    },
    /// A key that must be there.
    MissingKey { key: String },
    /// A value of another type.
    WrongType {
        key: String,
        /// What the format asks for.
        expected: Expected,
        /// What stands there.
        found: Found,
    },
    /// A word that is none of those allowed.
    NotAllowed {
        key: String,
        /// What stands there.
        value: String,
        /// The words that may stand there.
        allowed: Vec<String>,
    },
    /// A number outside of what its key allows.
    NumberOutOfRange {
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
