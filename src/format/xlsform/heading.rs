//! The headings of columns, as the tools that read forms take them: in any case, with blanks for underscores, by their
//! older names too, with a language behind `::`.

use super::ledger::Why;

/// The heading of a column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Heading {
    base: String,
    language: Option<String>,
    written: String,
    /// True where a column before it has the same heading.
    pub(super) repeated: bool,
}

/// Older names of columns, and those that other tools write.
const ALIASES: &[(&str, &str)] = &[
    ("caption", "label"),
    ("command", "type"),
    ("tag", "name"),
    ("value", "name"),
    ("relevance", "relevant"),
    ("read_only", "readonly"),
    ("constraining_message", "constraint_message"),
    ("requiredmsg", "required_message"),
    ("calculate", "calculation"),
    ("count", "repeat_count"),
    ("jr:count", "repeat_count"),
    ("set_form_title", "form_title"),
    ("set_form_id", "form_id"),
    ("id_string", "form_id"),
];

/// The columns whose texts may have a language behind a single colon.
const WORDED: &[&str] = &[
    "label",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
];

/// What the columns of other tools are for that are not read here.
const UNREAD: &[(&str, Why)] = &[
    ("default", Why::Preset),
    ("choice_filter", Why::Filter),
    ("constraint_message", Why::Message),
    ("required_message", Why::Message),
    ("media", Why::Media),
    ("image", Why::Media),
    ("big-image", Why::Media),
    ("audio", Why::Media),
    ("video", Why::Media),
    ("calculation", Why::Calculation),
    ("parameters", Why::Parameters),
];

impl Heading {
    pub(super) fn new(written: &str) -> Self {
        let (base, language) = match written.split_once("::") {
            Some((base, language)) => (base, Some(language)),
            None => match written.split_once(':') {
                Some((base, language)) if WORDED.contains(&plain(base).as_str()) => {
                    (base, Some(language))
                }
                _ => (written, None),
            },
        };
        // "bind::relevant" and "body::appearance" say where in a form the column stands.
        let (base, language) = match (plain(base).as_str(), language) {
            ("bind" | "body" | "control", Some(within)) => (plain(within), None),
            (base, language) => (base.to_owned(), language),
        };
        Self {
            base,
            language: language.map(|language| language.trim().to_owned()),
            written: written.trim().to_owned(),
            repeated: false,
        }
    }

    pub(super) fn written(&self) -> &str {
        &self.written
    }

    /// True for the column of this name without a language.
    pub(super) fn is(&self, base: &str) -> bool {
        self.base == base && self.language.is_none() && !self.repeated
    }

    /// Of the column of a text in some language, what stands for the language; of one without a language, an empty text.
    pub(super) fn language_of(&self, base: &str) -> Option<&str> {
        (self.base == base).then_some(self.language.as_deref().unwrap_or_default())
    }

    pub(super) fn says_the_same_as(&self, other: &Self) -> bool {
        self.base == other.base && self.language == other.language
    }

    /// Why a cell that nobody takes is left.
    pub(super) fn unread(&self) -> Why {
        if self.written.is_empty() {
            return Why::NoHeading;
        }
        if self.repeated {
            return Why::Repeated;
        }
        let known = UNREAD.iter().find(|(base, _)| *base == self.base);
        known.map_or(Why::Column, |(_, why)| why.clone())
    }
}

fn plain(base: &str) -> String {
    let words: Vec<String> = base.split_whitespace().map(str::to_lowercase).collect();
    let joined = words.join("_");
    let alias = ALIASES.iter().find(|(alias, _)| *alias == joined);
    alias.map_or(joined, |(_, base)| (*base).to_owned())
}
