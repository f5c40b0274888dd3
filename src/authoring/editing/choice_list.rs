//! The list of choices of a question or scale as it stands in the file, and one choice of it.

use toml_edit::{Array, InlineTable, Item, Value};

use super::EditError;
use super::keys::put;
use super::outline::Outline;
use questionnaire::{Code, Part, Sort};

/// The greatest code a choice may have.
const GREATEST_CODE: i64 = 999_999_999;

/// Changes the choices of a question or scale; those beside a scale or a number are under `extra`.
pub(super) fn with_list<T>(
    outline: &mut Outline,
    part: &Part,
    change: impl FnOnce(&mut Array) -> Result<T, EditError>,
) -> Result<T, EditError> {
    let block = outline.block(part)?;
    let key = match (part, block.string("type").as_deref()) {
        (Part::Scale(_), _) => Some("choices"),
        (_, word) => {
            let keys = word.and_then(Sort::of_word).map_or(&[][..], Sort::keys);
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
            put(table, key, Array::new());
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

/// The place of the choice with a code.
pub(super) fn place(list: &Array, part: &Part, code: Code) -> Result<usize, EditError> {
    let found = list.iter().position(|choice| code_of(choice) == Some(code));
    found.ok_or_else(|| EditError::UnknownChoice {
        part: part.clone(),
        code,
    })
}

/// Refuses a code that cannot be, or that a choice has already.
pub(super) fn free(list: &Array, part: &Part, code: Code) -> Result<(), EditError> {
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
