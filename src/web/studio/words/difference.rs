//! What a version changes.

use super::part::{choice, part, text_key};
use super::{name, names, written};
use crate::interface::Interface;
use authoring::difference::{BreakReason, Change, Difference};
use messages::Argument;
use questionnaire::{Language, Part, TextKey};

/// A change in words.
pub(crate) fn difference(interface: &Interface, difference: &Difference) -> String {
    let of = |it: &Part| Argument::from(part(interface, it));
    let one = |part: &Part, code: i64| Argument::from(choice(interface, part, code));
    let (key, words) = match &difference.change {
        Change::Added { part } => ("words-change-added", vec![("what", of(part))]),
        Change::Removed { part } => ("words-change-removed", vec![("what", of(part))]),
        Change::Moved { part, from, to } => (
            "words-change-moved",
            vec![
                ("what", of(part)),
                ("from", (*from).into()),
                ("to", (*to).into()),
            ],
        ),
        Change::Worded {
            text,
            language,
            before,
            after,
        } => return worded(interface, text, language, before, after),
        Change::Property {
            part,
            key,
            before,
            after,
        } => (
            "words-change-property",
            property(interface, of(part), key, before, after),
        ),
        Change::ChoiceAdded { part, code } => {
            ("words-change-added", vec![("what", one(part, *code))])
        }
        Change::ChoiceRemoved { part, code } => {
            ("words-change-removed", vec![("what", one(part, *code))])
        }
        Change::ChoicesReordered { part } => ("words-change-reordered", vec![("what", of(part))]),
        Change::ChoiceProperty {
            part,
            code,
            key,
            before,
            after,
        } => (
            "words-change-property",
            property(interface, one(part, *code), key, before, after),
        ),
        Change::Languages { before, after } => (
            "words-change-languages",
            vec![
                ("before", languages(interface, before)),
                ("after", languages(interface, after)),
            ],
        ),
    };
    interface.locale.with(key, words)
}

/// Why answers can no longer be compared with earlier ones.
pub(crate) fn break_reason(interface: &Interface, reason: BreakReason) -> String {
    interface.locale.t(match reason {
        BreakReason::Wording => "words-break-wording",
        BreakReason::Label => "words-break-label",
        BreakReason::Choices => "words-break-choices",
        BreakReason::Meaning => "words-break-meaning",
        BreakReason::Population => "words-break-population",
        BreakReason::Removed => "words-break-removed",
    })
}

/// Which series a change breaks, and why; none for most changes.
pub(crate) fn broken_series(interface: &Interface, difference: &Difference) -> Option<String> {
    let reason = break_reason(interface, difference.reason?);
    Some(interface.locale.with(
        "words-broken-series",
        [
            (
                "questions",
                names(interface, difference.breaks.iter().cloned()),
            ),
            ("reason", reason.into()),
        ],
    ))
}

fn worded(
    interface: &Interface,
    text: &TextKey,
    language: &Language,
    before: &str,
    after: &str,
) -> String {
    let (key, words) = match (before, after) {
        ("", after) => ("words-change-worded-first", vec![("after", written(after))]),
        (before, "") => ("words-change-unworded", vec![("before", written(before))]),
        (before, after) => (
            "words-change-worded",
            vec![("before", written(before)), ("after", written(after))],
        ),
    };
    let what = [
        ("text", text_key(interface, text).into()),
        ("language", name::language(interface, language).into()),
    ];
    interface.locale.with(key, what.into_iter().chain(words))
}

fn property(
    interface: &Interface,
    what: Argument,
    key: &str,
    before: &str,
    after: &str,
) -> Vec<(&'static str, Argument)> {
    let value = |value: &str| name::value(interface, key, value).into();
    vec![
        ("what", what),
        ("key", name::key(interface, key).into()),
        ("before", value(before)),
        ("after", value(after)),
    ]
}

fn languages(interface: &Interface, languages: &[Language]) -> Argument {
    names(
        interface,
        languages.iter().map(|one| name::language(interface, one)),
    )
}
