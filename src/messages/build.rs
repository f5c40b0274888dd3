//! Makes one Rust item of every message in the catalogues, so that a message which does not exist, or an argument
//! that is missing or misspelt, does not compile.
//!
//! A message without arguments becomes a constant (`text::SITE_NAME`), one with arguments a structure with a
//! field for each (`text::ReleaseLine { count, date }`). An argument that chooses a plural or stands in `NUMBER()` is
//! a number, every other one is text. Catalogues whose languages differ in keys or arguments are not built.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser;

/// The files of every language; the first language is the original.
const LANGUAGES: [(&str, [&str; 3]); 2] = [
    ("Chinese", ["zh.ftl", "zh-studio.ftl", "zh-words.ftl"]),
    ("English", ["en.ftl", "en-studio.ftl", "en-words.ftl"]),
];

/// What an argument of a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Text,
    Number,
}

/// The arguments of a message by their names.
type Arguments = BTreeMap<String, Kind>;

/// What a pattern names.
#[derive(Debug, Default)]
struct Named {
    arguments: Arguments,
    messages: BTreeSet<String>,
}

#[expect(
    clippy::disallowed_methods,
    reason = "cargo names the folder in the environment"
)]
fn main() {
    let catalogues = LANGUAGES.map(|(language, files)| (language, catalogue(&files)));
    let [(_, chinese), (_, english)] = &catalogues;
    for (key, arguments) in chinese {
        let others = english
            .get(key)
            .unwrap_or_else(|| panic!("the message {key} is missing in English"));
        assert!(
            arguments.keys().eq(others.keys()),
            "the message {key} has the arguments {arguments:?} in Chinese, but {others:?} in English"
        );
    }
    if let Some(key) = english.keys().find(|key| !chinese.contains_key(*key)) {
        panic!("the message {key} is missing in Chinese");
    }
    let mut items = String::new();
    for (key, arguments) in chinese {
        // One language may have a plural where the other has none.
        let arguments = arguments
            .iter()
            .map(|(name, kind)| (name.clone(), (*kind).max(english[key][name])))
            .collect();
        item(&mut items, key, &arguments);
    }
    let folder = env::var("OUT_DIR").expect("cargo names the folder");
    fs::write(Path::new(&folder).join("text.rs"), items).expect("the folder can be written");
}

/// The messages of a language with their arguments, those of messages they refer to included.
fn catalogue(files: &[&str]) -> BTreeMap<String, Arguments> {
    let mut messages = BTreeMap::new();
    for file in files {
        println!("cargo::rerun-if-changed={file}");
        let source = fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
        let resource = parser::parse(source.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{file} is not Fluent: {errors:?}"));
        for entry in resource.body {
            let message = match entry {
                Entry::Message(message) if message.attributes.is_empty() => message,
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
                other => panic!("{file}: only messages without attributes are read, not {other:?}"),
            };
            let key = message.id.name.to_owned();
            let pattern = message
                .value
                .unwrap_or_else(|| panic!("{file}: {key} says nothing"));
            let mut named = Named::default();
            read_pattern(&pattern, &mut named);
            let before = messages.insert(key.clone(), named);
            assert!(before.is_none(), "{file}: {key} stands twice");
        }
    }
    messages
        .keys()
        .map(|key| {
            let mut arguments = Arguments::new();
            collect(key, &messages, &mut arguments, &mut Vec::new());
            (key.clone(), arguments)
        })
        .collect()
}

/// Adds the arguments of a message and of all it refers to.
fn collect<'m>(
    key: &'m str,
    messages: &'m BTreeMap<String, Named>,
    arguments: &mut Arguments,
    above: &mut Vec<&'m str>,
) {
    assert!(!above.contains(&key), "{key} refers to itself");
    let named = messages
        .get(key)
        .unwrap_or_else(|| panic!("a message refers to {key}, which does not exist"));
    for (name, kind) in &named.arguments {
        add(arguments, name, *kind);
    }
    above.push(key);
    for other in &named.messages {
        collect(other, messages, arguments, above);
    }
    above.pop();
}

fn add(arguments: &mut Arguments, name: &str, kind: Kind) {
    let known = arguments.entry(name.to_owned()).or_insert(kind);
    *known = (*known).max(kind);
}

fn read_pattern(pattern: &Pattern<&str>, named: &mut Named) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        match expression {
            Expression::Inline(inline) => read_inline(inline, Kind::Text, named),
            Expression::Select { selector, variants } => {
                let plural = variants.iter().any(|variant| match variant.key {
                    VariantKey::NumberLiteral { .. } => true,
                    VariantKey::Identifier { name } => {
                        matches!(name, "zero" | "one" | "two" | "few" | "many")
                    }
                });
                let kind = if plural { Kind::Number } else { Kind::Text };
                read_inline(selector, kind, named);
                for variant in variants {
                    read_pattern(&variant.value, named);
                }
            }
        }
    }
}

fn read_inline(inline: &InlineExpression<&str>, kind: Kind, named: &mut Named) {
    match inline {
        InlineExpression::VariableReference { id } => add(&mut named.arguments, id.name, kind),
        InlineExpression::MessageReference { id, .. } => {
            named.messages.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { id, arguments } if id.name == "NUMBER" => {
            for argument in &arguments.positional {
                read_inline(argument, Kind::Number, named);
            }
        }
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        other => panic!("the catalogues do not use {other:?}"),
    }
}

/// Writes the item of one message.
fn item(items: &mut String, key: &str, arguments: &Arguments) {
    let written = if arguments.is_empty() {
        let name = key.replace('-', "_").to_uppercase();
        writeln!(
            items,
            "/// The message `{key}`.\npub const {name}: PlainMessage = PlainMessage({key:?});"
        )
    } else {
        let names: Vec<(&String, String, char)> = arguments
            .keys()
            .zip('A'..='Z')
            .map(|(name, letter)| (name, name.replace('-', "_"), letter))
            .collect();
        let list = |each: &dyn Fn(&(&String, String, char)) -> String| -> String {
            names.iter().map(each).collect::<Vec<_>>().join(", ")
        };
        let letters = list(&|(_, _, letter)| letter.to_string());
        let fields = list(&|(name, field, letter)| {
            format!("/** The argument `{name}`. */ pub {field}: {letter}")
        });
        let bounds = list(&|(name, _, letter)| match arguments[*name] {
            Kind::Text => format!("{letter}: Into<Cow<'a, str>>"),
            Kind::Number => format!("{letter}: Into<Number>"),
        });
        let values = list(&|(name, field, _)| match arguments[*name] {
            Kind::Text => format!("({name:?}, FluentValue::String(message.{field}.into()))"),
            Kind::Number => format!("({name:?}, message.{field}.into().0)"),
        });
        let name: String = key.split('-').map(capitalized).collect();
        let (open, lifetime) = if arguments.values().any(|kind| *kind == Kind::Text) {
            ("'a, ", "'a")
        } else {
            ("", "'_")
        };
        writeln!(
            items,
            "/// The message `{key}`.\n#[derive(Debug)]\npub struct {name}<{letters}> {{ {fields} }}\n\
             impl<{open}{bounds}> From<{name}<{letters}>> for Message<{lifetime}> {{\n\
             fn from(message: {name}<{letters}>) -> Self {{ Message::new({key:?}, [{values}]) }}\n}}"
        )
    };
    written.expect("a string can be written to");
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
        .unwrap_or_default()
}
