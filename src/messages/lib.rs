//! Interface text: one Fluent catalogue per language, Chinese first, English complete.
//!
//! Questionnaire text comes from the questionnaire and text about an indicator from the
//! plan; everything else a person reads stands in `zh.ftl` and `en.ftl` beside this file, what only staff read in
//! `zh-studio.ftl` and `en-studio.ftl`, and what is said about a questionnaire in `zh-words.ftl` and `en-words.ftl`.
//!
//! # Design
//!
//! Numbers given to a message are grouped by thousands and choose its plural; a year is
//! given as text. A message that is missing is a mistake of ours, caught by
//! `every_message_the_code_asks_for_exists`; at run time its key is printed and the mistake logged rather than a page refused.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Locale {
    /// Chinese as written in mainland China.
    #[default]
    Chinese,
    /// English.
    English,
}

type Bundle = FluentBundle<FluentResource>;

/// The catalogues of a language: what everybody reads, what staff read, and what is said about a questionnaire.
const CHINESE_SOURCES: [&str; 3] = [
    include_str!("zh.ftl"),
    include_str!("zh-studio.ftl"),
    include_str!("zh-words.ftl"),
];
const ENGLISH_SOURCES: [&str; 3] = [
    include_str!("en.ftl"),
    include_str!("en-studio.ftl"),
    include_str!("en-words.ftl"),
];

static CHINESE: LazyLock<Bundle> = LazyLock::new(|| bundle(Locale::Chinese, &CHINESE_SOURCES));
static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Locale::English, &ENGLISH_SOURCES));

impl Locale {
    /// Every locale, the original first.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// The locale with this tag (`zh`, `en`), as in `?lang=en`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.tag() == tag)
    }

    /// The tag in addresses and in questionnaires.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::English => "en",
        }
    }

    /// The value of a document's `lang` attribute.
    pub fn document_language(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// The message with this key.
    pub fn t(self, key: &str) -> String {
        self.format(key, None)
    }

    /// The message with this key and these arguments.
    pub fn with<'a>(
        self,
        key: &str,
        arguments: impl IntoIterator<Item = (&'a str, Argument)>,
    ) -> String {
        let arguments = arguments
            .into_iter()
            .map(|(name, argument)| (name, argument.0))
            .collect();
        self.format(key, Some(&arguments))
    }

    fn format(self, key: &str, arguments: Option<&FluentArgs<'_>>) -> String {
        let bundle = match self {
            Self::Chinese => &*CHINESE,
            Self::English => &*ENGLISH,
        };
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, locale = self.tag(), "a message is missing");
            return key.to_owned();
        };
        let mut faults = Vec::new();
        let text = bundle.format_pattern(pattern, arguments, &mut faults);
        if !faults.is_empty() {
            tracing::error!(
                key,
                locale = self.tag(),
                ?faults,
                "a message lacks an argument"
            );
        }
        text.into_owned()
    }
}

/// What stands in a message in place of a variable.
#[derive(Debug, Clone)]
pub struct Argument(FluentValue<'static>);

impl From<u64> for Argument {
    fn from(number: u64) -> Self {
        Self(number.into())
    }
}

impl From<usize> for Argument {
    fn from(number: usize) -> Self {
        Self(number.into())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// A whole number with its thousands set apart by commas, as both languages have it here.
pub fn grouped(number: &str) -> String {
    let (sign, digits) = number
        .strip_prefix('-')
        .map_or(("", number), |rest| ("-", rest));
    let mut text = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn bundle(locale: Locale, sources: &[&str]) -> Bundle {
    let language: LanguageIdentifier = locale
        .document_language()
        .parse()
        .expect("both tags are well-formed");
    let mut bundle = Bundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) => Some(grouped(&number.as_string())),
        _ => None,
    }));
    for source in sources {
        let resource = FluentResource::try_new((*source).to_owned())
            .expect("the tests parse the catalogues that are compiled in");
        bundle
            .add_resource(resource)
            .expect("the tests find no key twice in the catalogues");
    }
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;

    type Messages = BTreeMap<String, BTreeSet<String>>;

    /// Keys and the variables of their messages, those of messages they refer to included.
    fn catalogue(source: &str) -> Messages {
        let mut variables = Messages::new();
        let mut references = Messages::new();
        let mut key = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|first: char| first.is_ascii_lowercase()) {
                let (found, _) = line.split_once(" =").unwrap();
                key = found.to_owned();
                let before = variables.insert(key.clone(), BTreeSet::new());
                assert!(before.is_none(), "{key} stands twice");
            }
            let words = |after: &str| -> BTreeSet<String> {
                let word = |part: &str| -> String {
                    let is_part = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
                    part.chars().take_while(is_part).collect()
                };
                line.split(after)
                    .skip(1)
                    .map(word)
                    .filter(|word| !word.is_empty())
                    .collect()
            };
            variables.entry(key.clone()).or_default().extend(words("$"));
            references
                .entry(key.clone())
                .or_default()
                .extend(words("{ "));
        }
        for (key, referred) in references {
            let more: Vec<String> = referred
                .iter()
                .flat_map(|key| variables[key].clone())
                .collect();
            variables.entry(key).or_default().extend(more);
        }
        variables
    }

    fn sources(folder: &Path, found: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else {
                found.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }

    fn code() -> String {
        let mut code = String::new();
        sources(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("../web"),
            &mut code,
        );
        code
    }

    #[test]
    fn both_languages_have_the_same_messages_with_the_same_variables() {
        let chinese = catalogue(&CHINESE_SOURCES.concat());
        let english = catalogue(&ENGLISH_SOURCES.concat());
        for (key, variables) in &chinese {
            assert_eq!(english.get(key), Some(variables), "{key}");
        }
        for key in english.keys() {
            assert!(chinese.contains_key(key), "{key} is missing in Chinese");
        }
    }

    #[test]
    fn every_message_the_code_asks_for_exists() {
        let chinese = catalogue(&CHINESE_SOURCES.concat());
        let code = code();
        for call in [".t(", ".with("] {
            for part in code.split(call).skip(1) {
                let Some(literal) = part.trim_start().strip_prefix('"') else {
                    continue;
                };
                let (key, _) = literal.split_once('"').unwrap();
                assert!(chinese.contains_key(key), "no message {key}");
            }
        }
    }

    #[test]
    fn every_message_is_used() {
        let (code, chinese) = (code(), CHINESE_SOURCES.concat());
        for key in catalogue(&chinese).keys() {
            let used =
                code.contains(&format!("\"{key}\"")) || chinese.contains(&format!("{{ {key} }}"));
            assert!(used, "{key} is never used");
        }
    }

    #[test]
    fn numbers_are_grouped_and_words_are_kept() {
        assert_eq!(grouped("5396"), "5,396");
        assert_eq!(grouped("-1234567"), "-1,234,567");
        assert_eq!(grouped("18"), "18");
    }

    #[test]
    fn a_message_takes_its_arguments() {
        let text = Locale::English.with("open-respondents", [("count", Argument::from(1_u64))]);
        assert!(text.contains("1 person"), "{text}");
        let text = Locale::English.with("open-respondents", [("count", Argument::from(1200_u64))]);
        assert!(text.contains("1,200 people"), "{text}");
    }
}
