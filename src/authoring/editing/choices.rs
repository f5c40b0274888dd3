//! Choices of questions and scales.

use toml_edit::{InlineTable, Value};

use super::choice_list::{change, free, place, with_list};
use super::keys::{insert_value, put_inline, remove_inline, remove_value};
use super::outline::Outline;
use super::wording::{clean, languages};
use super::{EditError, references};
use questionnaire::{Choice, ChoiceKind, Code, Language, Part, TextKey};

/// Adds a choice; at the end where no place is given.
pub(super) fn add(
    outline: &mut Outline,
    part: &Part,
    choice: &Choice,
    at: Option<usize>,
) -> Result<(), EditError> {
    check_labels(part, choice)?;
    let languages = languages(outline)?;
    with_list(outline, part, |list| {
        free(list, part, choice.code)?;
        let mut table = InlineTable::new();
        fill(&mut table, choice, &languages);
        insert_value(list, at.unwrap_or(list.len()), table.into());
        Ok(())
    })
}

/// Makes a choice what `choice` is; a new code is followed by conditions and tests.
pub(super) fn set(
    outline: &mut Outline,
    part: &Part,
    code: Code,
    choice: &Choice,
) -> Result<(), EditError> {
    check_labels(part, choice)?;
    let languages = languages(outline)?;
    if choice.code != code {
        with_list(outline, part, |list| {
            place(list, part, code)?;
            free(list, part, choice.code)
        })?;
        references::recode(outline, part, code, choice.code)?;
    }
    change(outline, part, choice.code, |table| {
        fill(table, choice, &languages);
    })
}

/// Removes a choice that no condition names.
pub(super) fn remove(outline: &mut Outline, part: &Part, code: Code) -> Result<(), EditError> {
    let by = references::naming_choice(outline, part, code)?;
    if !by.is_empty() {
        let part = part.clone();
        return Err(EditError::StillUsed { part, by });
    }
    with_list(outline, part, |list| {
        let at = place(list, part, code)?;
        remove_value(list, at);
        Ok(())
    })?;
    references::forget_editorial(outline, |text| *text == TextKey::of_choice(part, code));
    Ok(())
}

/// Moves a choice to a place, counted from 0.
pub(super) fn shift(
    outline: &mut Outline,
    part: &Part,
    code: Code,
    to: usize,
) -> Result<(), EditError> {
    with_list(outline, part, |list| {
        let at = place(list, part, code)?;
        let mut choices: Vec<Value> = list.iter().cloned().collect();
        let layouts: Vec<_> = choices.iter().map(|value| value.decor().clone()).collect();
        let moved = choices.remove(at);
        choices.insert(to.min(choices.len()), moved);
        for (at, (mut choice, layout)) in choices.into_iter().zip(layouts).enumerate() {
            *choice.decor_mut() = layout;
            list.replace_formatted(at, choice);
        }
        Ok(())
    })
}

fn check_labels(part: &Part, choice: &Choice) -> Result<(), EditError> {
    let key = TextKey::of_choice(part, choice.code);
    for language in choice.label.languages() {
        clean(&key, choice.label.get(language))?;
    }
    match choice.score {
        Some(score) if score > 100 => Err(EditError::NumberOutOfRange {
            key: "score",
            value: i64::from(score),
            min: 0,
            max: 100,
        }),
        _ => Ok(()),
    }
}

/// Writes what a choice is into its table.
pub(super) fn fill(table: &mut InlineTable, choice: &Choice, languages: &[Language]) {
    put_inline(table, "code", choice.code.0);
    set_or_remove(table, "kind", choice.kind.map(ChoiceKind::word));
    set_or_remove(table, "score", choice.score.map(i64::from));
    for language in languages {
        let label = choice.label.find(language).map(str::trim);
        let label = label.filter(|label| !label.is_empty());
        set_or_remove(table, language.tag(), label);
    }
    for (key, set) in [
        ("exclusive", choice.exclusive),
        ("other", choice.other),
        ("apart", choice.apart),
    ] {
        set_or_remove(table, key, set.then_some(true));
    }
}

fn set_or_remove<V: Into<Value>>(table: &mut InlineTable, key: &str, value: Option<V>) {
    match value {
        Some(value) => put_inline(table, key, value),
        None => remove_inline(table, key),
    }
}
