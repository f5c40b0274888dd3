//! Texts: one wording in one language.

use toml_edit::{Item, Table, TableLike, Value};

use super::keys::{put, put_inline, remove_inline};
use super::outline::{Outline, parse};
use super::{EditError, choice_list};
use questionnaire::{Language, Part, Sort, TextKey};

/// The wording as it can be stored, or why it cannot.
pub(super) fn clean(text: &TextKey, wording: &str) -> Result<String, EditError> {
    let wording = wording.replace("\r\n", "\n");
    let wording = wording.trim();
    let invisible = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    if let Some(at) = wording.chars().position(invisible) {
        let (text, at) = (Some(text.clone()), at + 1);
        return Err(EditError::ControlCharacter { text, at });
    }
    if wording.contains('\n') && !text.may_break() {
        return Err(EditError::LineBreak { text: text.clone() });
    }
    let (characters, most) = (wording.chars().count(), text.longest());
    if characters > most {
        return Err(EditError::TooLong {
            text: text.clone(),
            characters,
            most,
        });
    }
    Ok(wording.to_owned())
}

/// Sets a wording; an empty one is removed.
pub(super) fn set(
    outline: &mut Outline,
    text: &TextKey,
    language: &Language,
    wording: &str,
) -> Result<(), EditError> {
    let wording = clean(text, wording)?;
    if !languages(outline)?.contains(language) {
        let language = language.clone();
        return Err(EditError::UnknownLanguage { language });
    }
    match text {
        TextKey::Title => set_top(outline, "title", language, &wording),
        TextKey::Intro => set_top(outline, "intro", language, &wording),
        TextKey::Section(_) => set_under(outline, &text.part(), "title", language, &wording),
        TextKey::Help(_) => set_under(outline, &text.part(), "help", language, &wording),
        TextKey::End(_) => set_under(outline, &text.part(), "end", language, &wording),
        TextKey::Unit(id) => {
            let block = outline.block(&text.part())?;
            let sort = block.string("type").as_deref().and_then(Sort::of_word);
            if !sort.is_some_and(|sort| sort.keys().contains(&"unit")) {
                let part = Part::Question(id.clone());
                return Err(EditError::NotHere { part, key: "unit" });
            }
            set_under(outline, &text.part(), "unit", language, &wording)
        }
        TextKey::Question(_) if format::is_question_key(language.tag()) => {
            set_under(outline, &text.part(), "text", language, &wording)
        }
        TextKey::Question(_) => outline.block(&text.part())?.change(|table| {
            set_key(table, language.tag(), &wording);
            Ok(())
        }),
        TextKey::ScaleChoice { code, .. } | TextKey::Choice { code, .. } => {
            choice_list::change(outline, &text.part(), *code, |choice| {
                if wording.is_empty() {
                    remove_inline(choice, language.tag());
                } else {
                    put_inline(choice, language.tag(), wording.as_str());
                }
            })
        }
    }
}

/// The languages of a draft.
pub(super) fn languages(outline: &Outline) -> Result<Vec<Language>, EditError> {
    let head = parse(&outline.head)?;
    let tags = head.get("languages").and_then(Item::as_array);
    let tags = tags.into_iter().flatten().filter_map(Value::as_str);
    Ok(tags.map(Language::new).collect())
}

fn set_key(table: &mut Table, key: &str, wording: &str) {
    if wording.is_empty() {
        table.remove(key);
    } else {
        put(table, key, wording);
    }
}

fn set_top(
    outline: &mut Outline,
    key: &str,
    language: &Language,
    wording: &str,
) -> Result<(), EditError> {
    if let Some(block) = outline.blocks.iter_mut().find(|block| block.sort == key) {
        return block.change(|table| {
            set_key(table, language.tag(), wording);
            Ok(())
        });
    }
    let mut head = parse(&outline.head)?;
    under(head.as_table_mut(), &Part::Top, key, language, wording)?;
    outline.head = head.to_string();
    Ok(())
}

fn set_under(
    outline: &mut Outline,
    part: &Part,
    key: &str,
    language: &Language,
    wording: &str,
) -> Result<(), EditError> {
    outline
        .block(part)?
        .change(|table| under(table, part, key, language, wording))
}

/// Sets a wording in the table under a key; a table left without any is removed.
fn under(
    table: &mut Table,
    part: &Part,
    key: &str,
    language: &Language,
    wording: &str,
) -> Result<(), EditError> {
    if !table.contains_key(key) {
        if wording.is_empty() {
            return Ok(());
        }
        put(table, key, toml_edit::InlineTable::new());
    }
    let empty = match table.get_mut(key) {
        Some(Item::Value(Value::InlineTable(texts))) => {
            if wording.is_empty() {
                remove_inline(texts, language.tag());
            } else {
                put_inline(texts, language.tag(), wording);
            }
            texts.is_empty()
        }
        Some(Item::Table(texts)) => {
            set_key(texts, language.tag(), wording);
            TableLike::is_empty(texts)
        }
        _ => {
            let (part, key) = (part.clone(), key.to_owned());
            return Err(EditError::OddShape { part, key });
        }
    };
    if empty {
        table.remove(key);
    }
    Ok(())
}
