//! Interface text: one Fluent catalogue per language, Chinese first, English complete.
//!
//! Questionnaire text comes from the questionnaire and text about an indicator from the
//! plan; everything else a person reads stands in `zh.ftl` and `en.ftl` beside this file, what only staff read in
//! `zh-studio.ftl` and `en-studio.ftl`, and what is said about a questionnaire in `zh-words.ftl` and `en-words.ftl`.
//!
//! # Design
//!
//! The build script makes an item of every message ([`text`]), so the compiler refuses a message that does not
//! exist, an argument that is missing, and text where a number chooses the plural. Numbers are grouped by thousands;
//! a year is given as text.

mod date;
pub mod words;

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use questionnaire::{Language, Text};

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

    /// The wording of a text of plan, questionnaire or release.
    pub fn wording(self, text: &Text) -> &str {
        text.get(&Language::new(self.tag()))
    }

    /// What a message says, as in `locale.t(text::SITE_NAME)` or `locale.t(text::BankMore { count })`.
    ///
    /// # Panics
    ///
    /// Never: the build script reads every key from the catalogues of both languages.
    pub fn t<'a>(self, message: impl Into<Message<'a>>) -> String {
        let Message { key, arguments } = message.into();
        let bundle = match self {
            Self::Chinese => &*CHINESE,
            Self::English => &*ENGLISH,
        };
        let pattern = bundle
            .get_message(key)
            .and_then(|message| message.value())
            .expect("the build script reads every key from the catalogues of both languages");
        let mut faults = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&arguments), &mut faults);
        debug_assert!(faults.is_empty(), "{key}: {faults:?}");
        text.into_owned()
    }
}

/// A message with its arguments, which a [`Locale`] turns into words. It is made from the items of [`text`].
#[derive(Debug)]
pub struct Message<'a> {
    key: &'static str,
    arguments: FluentArgs<'a>,
}

impl<'a> Message<'a> {
    fn new<const N: usize>(
        key: &'static str,
        values: [(&'static str, FluentValue<'a>); N],
    ) -> Self {
        Self {
            key,
            arguments: values.into_iter().collect(),
        }
    }
}

/// A message without arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainMessage(&'static str);

impl PlainMessage {
    /// Its key in the catalogues, where it serves as the name of an element of a page too.
    pub fn key(self) -> &'static str {
        self.0
    }
}

impl From<PlainMessage> for Message<'_> {
    fn from(PlainMessage(key): PlainMessage) -> Self {
        Self::new(key, [])
    }
}

/// A number in a message: its thousands are grouped, and it chooses the plural.
#[derive(Debug)]
pub struct Number(FluentValue<'static>);

impl From<u64> for Number {
    fn from(number: u64) -> Self {
        Self(number.into())
    }
}

impl From<usize> for Number {
    fn from(number: usize) -> Self {
        Self(number.into())
    }
}

/// Every message of the catalogues.
pub mod text {
    use std::borrow::Cow;

    use super::{FluentValue, Message, Number, PlainMessage};

    include!(concat!(env!("OUT_DIR"), "/text.rs"));
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
    bundle
        .add_builtins()
        .expect("no other function has the name of NUMBER()");
    for source in sources {
        let resource = FluentResource::try_new((*source).to_owned())
            .expect("the build script parsed the catalogues");
        bundle
            .add_resource(resource)
            .expect("the build script found no key twice");
    }
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    fn sources(folder: &Path, found: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }

    /// The item of a message in [`text`].
    fn item(key: &str, with_arguments: bool) -> String {
        if !with_arguments {
            return key.replace('-', "_").to_uppercase();
        }
        let capitalized = |word: &str| word[..1].to_uppercase() + &word[1..];
        key.split('-').map(capitalized).collect()
    }

    #[test]
    fn every_message_is_used() {
        let mut code = String::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), &mut code);
        let names: BTreeSet<&str> = code
            .split("text::")
            .skip(1)
            .filter_map(|rest| {
                rest.split(|c: char| !c.is_alphanumeric() && c != '_')
                    .next()
            })
            .collect();
        let chinese = CHINESE_SOURCES.concat();
        let keys = chinese
            .lines()
            .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
            .map(|line| line.split(" =").next().unwrap());
        for key in keys {
            let used = [false, true]
                .into_iter()
                .any(|with| names.contains(item(key, with).as_str()))
                || chinese.contains(&format!("{{ {key} }}"));
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
        let said = Locale::English.t(text::OpenRespondents { count: 1_u64 });
        assert!(said.contains("1 person"), "{said}");
        let said = Locale::English.t(text::OpenRespondents { count: 1200_u64 });
        assert!(said.contains("1,200 people"), "{said}");
    }
}
