//! What a version changes.

use super::part::{choice, part, text_key};
use super::{name, names};
use crate::interface::Interface;
use authoring::difference::{BreakReason, Change, Difference};
use messages::text;
use questionnaire::{Language, Part, TextKey};

/// A change in words.
pub(crate) fn difference(interface: &Interface, difference: &Difference) -> String {
    let of = |it: &Part| part(interface, it);
    let one = |part: &Part, code: i64| choice(interface, part, code);
    match &difference.change {
        Change::Added { part } => interface
            .locale
            .t(text::WordsChangeAdded { what: of(part) }),
        Change::Removed { part } => interface
            .locale
            .t(text::WordsChangeRemoved { what: of(part) }),
        Change::Moved { part, from, to } => interface.locale.t(text::WordsChangeMoved {
            what: of(part),
            from: *from,
            to: *to,
        }),
        Change::Worded {
            text,
            language,
            before,
            after,
        } => worded(interface, text, language, before, after),
        Change::Property {
            part,
            key,
            before,
            after,
        } => property(interface, of(part), key, before, after),
        Change::ChoiceAdded { part, code } => interface.locale.t(text::WordsChangeAdded {
            what: one(part, *code),
        }),
        Change::ChoiceRemoved { part, code } => interface.locale.t(text::WordsChangeRemoved {
            what: one(part, *code),
        }),
        Change::ChoicesReordered { part } => interface
            .locale
            .t(text::WordsChangeReordered { what: of(part) }),
        Change::ChoiceProperty {
            part,
            code,
            key,
            before,
            after,
        } => property(interface, one(part, *code), key, before, after),
        Change::Languages { before, after } => interface.locale.t(text::WordsChangeLanguages {
            before: languages(interface, before),
            after: languages(interface, after),
        }),
    }
}

/// Why answers can no longer be compared with earlier ones.
pub(crate) fn break_reason(interface: &Interface, reason: BreakReason) -> String {
    interface.locale.t(match reason {
        BreakReason::Wording => text::WORDS_BREAK_WORDING,
        BreakReason::Label => text::WORDS_BREAK_LABEL,
        BreakReason::Choices => text::WORDS_BREAK_CHOICES,
        BreakReason::Meaning => text::WORDS_BREAK_MEANING,
        BreakReason::Population => text::WORDS_BREAK_POPULATION,
        BreakReason::Removed => text::WORDS_BREAK_REMOVED,
    })
}

/// Which series a change breaks, and why; none for most changes.
pub(crate) fn broken_series(interface: &Interface, difference: &Difference) -> Option<String> {
    let reason = break_reason(interface, difference.reason?);
    Some(interface.locale.t(text::WordsBrokenSeries {
        questions: names(interface, difference.breaks.iter().cloned()),
        reason,
    }))
}

fn worded(
    interface: &Interface,
    key: &TextKey,
    language: &Language,
    before: &str,
    after: &str,
) -> String {
    let locale = interface.locale;
    let text = text_key(interface, key);
    let language = name::language(interface, language);
    match (before, after) {
        ("", after) => locale.t(text::WordsChangeWordedFirst {
            text,
            language,
            after,
        }),
        (before, "") => locale.t(text::WordsChangeUnworded {
            text,
            language,
            before,
        }),
        (before, after) => locale.t(text::WordsChangeWorded {
            text,
            language,
            before,
            after,
        }),
    }
}

fn property(interface: &Interface, what: String, key: &str, before: &str, after: &str) -> String {
    interface.locale.t(text::WordsChangeProperty {
        what,
        key: name::key(interface, key),
        before: name::value(interface, key, before),
        after: name::value(interface, key, after),
    })
}

fn languages(interface: &Interface, languages: &[Language]) -> String {
    names(
        interface,
        languages.iter().map(|one| name::language(interface, one)),
    )
}
