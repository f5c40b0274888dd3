//! Choices of questions and scales.

use toml_edit::{Array, InlineTable, Item, Value};

use super::keys::{insert_value, put_inline, remove_inline, remove_value};
use super::outline::Outline;
use super::wording::{clean, languages};
use super::{EditError, references};
use questionnaire::{Choice, ChoiceKind, Code, Language, Part, Sort, TextKey};

/// The greatest code a choice may have.
const GREATEST_CODE: i64 = 999_999_999;

/// Changes the choices of a question or scale; those beside a scale or a number are under `extra`.
fn with_list<T>(
    outline: &mut Outline,
    part: &Part,
    change: impl FnOnce(&mut Array) -> Result<T, EditError>,
) -> Result<T, EditError> {
    let block = outline.block(part)?;
    let key = match (part, block.string("type").as_deref()) {
        (Part::Scale(_), _) => Some("choices"),
        (_, word) => {
            let sort = Sort::WORDS.iter().find(|(other, _)| word == Some(*other));
            let keys = sort.map_or(&[][..], |(_, sort)| sort.keys());
            ["choices", "extra"]
                .into_iter()
                .find(|key| keys.contains(key))
        }
    };
    let Some(key) = key else {
        let (part, key) = (part.clone(), "choices");
        return Err(EditError::NotHere { part, key });
    };
    block.change(|table| {
        if !table.contains_key(key) {
            super::keys::put(table, key, Array::new());
        }
        let odd = || EditError::OddShape {
            part: part.clone(),
            key: key.to_owned(),
        };
        let list = table.get_mut(key).and_then(Item::as_array_mut);
        let list = list.ok_or_else(odd)?;
        if list.iter().any(|value| !value.is_inline_table()) {
            return Err(odd());
        }
        let done = change(list)?;
        if list.is_empty() && key == "extra" {
            table.remove(key);
        }
        Ok(done)
    })
}

fn code_of(choice: &Value) -> Option<Code> {
    choice
        .as_inline_table()?
        .get("code")?
        .as_integer()
        .map(Code)
}

fn place(list: &Array, part: &Part, code: Code) -> Result<usize, EditError> {
    let found = list.iter().position(|choice| code_of(choice) == Some(code));
    found.ok_or_else(|| EditError::UnknownChoice {
        part: part.clone(),
        code,
    })
}

fn free(list: &Array, part: &Part, code: Code) -> Result<(), EditError> {
    if !(0..=GREATEST_CODE).contains(&code.0) {
        return Err(EditError::NumberOutOfRange {
            key: "code",
            value: code.0,
            min: 0,
            max: GREATEST_CODE,
        });
    }
    if place(list, part, code).is_ok() {
        let part = part.clone();
        return Err(EditError::CodeTaken { part, code });
    }
    Ok(())
}

/// Changes one choice.
pub(super) fn change(
    outline: &mut Outline,
    part: &Part,
    code: Code,
    change: impl FnOnce(&mut InlineTable),
) -> Result<(), EditError> {
    with_list(outline, part, |list| {
        let at = place(list, part, code)?;
        let choice = list.get_mut(at).and_then(Value::as_inline_table_mut);
        change(choice.expect("only lists of tables in braces are changed"));
        Ok(())
    })
}

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
    })
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
    let code = choice.code;
    let key = match part {
        Part::Scale(scale) => TextKey::ScaleChoice {
            scale: scale.clone(),
            code,
        },
        other => TextKey::Choice {
            question: other.name().unwrap_or_default().to_owned(),
            code,
        },
    };
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
