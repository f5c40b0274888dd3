//! What a version changes.

use super::part::{choice, part, text_key};
use super::{name, names};
use crate::{Locale, text};
use questionnaire::difference::{BreakReason, Change, Difference};
use questionnaire::{Code, Language, Part, TextKey};

/// A change in words.
pub fn difference(locale: Locale, difference: &Difference) -> String {
    change(locale, &difference.change)
}

/// The same, whatever it breaks.
pub fn change(locale: Locale, change: &Change) -> String {
    let of = |it: &Part| part(locale, it);
    let one = |part: &Part, code: Code| choice(locale, part, code);
    match change {
        Change::Added { part } => locale.t(text::WordsChangeAdded { what: of(part) }),
        Change::Removed { part } => locale.t(text::WordsChangeRemoved { what: of(part) }),
        Change::Moved { part, from, to } => locale.t(text::WordsChangeMoved {
            what: of(part),
            from: *from,
            to: *to,
        }),
        Change::Worded {
            text,
            language,
            before,
            after,
        } => worded(locale, text, language, before, after),
        Change::Property {
            part,
            key,
            before,
            after,
        } => property(locale, of(part), key, before, after),
        Change::ChoiceAdded { part, code } => locale.t(text::WordsChangeAdded {
            what: one(part, *code),
        }),
        Change::ChoiceRemoved { part, code } => locale.t(text::WordsChangeRemoved {
            what: one(part, *code),
        }),
        Change::Recoded { part, from, to } => locale.t(text::WordsChangeRecoded {
            what: of(part),
            from: from.to_string(),
            to: to.to_string(),
        }),
        Change::ChoicesReordered { part } => {
            locale.t(text::WordsChangeReordered { what: of(part) })
        }
        Change::ChoiceProperty {
            part,
            code,
            key,
            before,
            after,
        } => property(locale, one(part, *code), key, before, after),
        Change::Languages { before, after } => locale.t(text::WordsChangeLanguages {
            before: languages(locale, before),
            after: languages(locale, after),
        }),
    }
}

/// Why answers can no longer be compared with earlier ones.
pub(super) fn break_reason(locale: Locale, reason: BreakReason) -> String {
    locale.t(match reason {
        BreakReason::Wording => text::WORDS_BREAK_WORDING,
        BreakReason::Label => text::WORDS_BREAK_LABEL,
        BreakReason::Choices => text::WORDS_BREAK_CHOICES,
        BreakReason::Meaning => text::WORDS_BREAK_MEANING,
        BreakReason::Population => text::WORDS_BREAK_POPULATION,
        BreakReason::Removed => text::WORDS_BREAK_REMOVED,
    })
}

/// Which series a change breaks, and why; none for most changes.
pub fn broken_series(locale: Locale, difference: &Difference) -> Option<String> {
    let reason = break_reason(locale, difference.reason?);
    Some(locale.t(text::WordsBrokenSeries {
        questions: names(locale, difference.breaks.iter().map(ToString::to_string)),
        reason,
    }))
}

fn worded(locale: Locale, key: &TextKey, language: &Language, before: &str, after: &str) -> String {
    let text = text_key(locale, key);
    let language = name::language(locale, language);
    match (before, after) {
        ("", after) => locale.t(text::WordsChangeWordedFirst {
            after,
            language,
            text,
        }),
        (before, "") => locale.t(text::WordsChangeUnworded {
            before,
            language,
            text,
        }),
        (before, after) => locale.t(text::WordsChangeWorded {
            after,
            before,
            language,
            text,
        }),
    }
}

fn property(locale: Locale, what: String, key: &str, before: &str, after: &str) -> String {
    locale.t(text::WordsChangeProperty {
        what,
        key: name::key(locale, key),
        before: name::value(locale, key, before),
        after: name::value(locale, key, after),
    })
}

fn languages(locale: Locale, languages: &[Language]) -> String {
    names(
        locale,
        languages.iter().map(|one| name::language(locale, one)),
    )
}
