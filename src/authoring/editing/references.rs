//! What refers to a part, and how it follows a new name.

use toml_edit::{Item, Table, TableLike, Value};

use super::keys::put;
use super::outline::{Block, Outline};
use super::{EditError, choice_list};
use questionnaire::{Code, Condition, Part, QuestionId, Renamed, ScaleId, Sort, TextKey};

const CONDITIONS: [&str; 2] = ["ask_if", "end_if"];

/// The conditions of a table that parse; the others name nothing yet.
fn conditions(table: &Table) -> impl Iterator<Item = (&'static str, Condition)> {
    CONDITIONS.into_iter().filter_map(|key| {
        let source = table.get(key)?.as_str()?;
        Some((key, Condition::parse(source).ok()?))
    })
}

fn questions(outline: &Outline) -> impl Iterator<Item = &Block> {
    outline
        .blocks
        .iter()
        .filter(|block| block.sort == "question")
}

fn part_of(block: &Block) -> Part {
    Part::Question(QuestionId::new(block.id.as_deref().unwrap_or_default()))
}

fn rename_in_conditions(outline: &mut Outline, renamed: Renamed<'_>) -> Result<(), EditError> {
    for block in &mut outline.blocks {
        if block.sort != "question" {
            continue;
        }
        let changed = block.look(|table| {
            let changed = conditions(table).filter_map(|(key, condition)| {
                let written = condition.renamed(renamed);
                (written != condition.source()).then_some((key, written))
            });
            Ok(changed.collect::<Vec<_>>())
        })?;
        if !changed.is_empty() {
            block.change(|table| {
                for (key, written) in changed {
                    put(table, key, written);
                }
                Ok(())
            })?;
        }
    }
    Ok(())
}

/// Changes the tests that `concerns` picks.
fn change_tests(
    outline: &mut Outline,
    concerns: impl Fn(&Table) -> bool,
    mut change: impl FnMut(&mut Table),
) -> Result<(), EditError> {
    for block in &mut outline.blocks {
        if block.sort == "test" && block.look(|table| Ok(concerns(table)))? {
            block.change(|table| {
                change(table);
                Ok(())
            })?;
        }
    }
    Ok(())
}

/// Renames a key in place.
fn rename_key(table: &mut dyn TableLike, from: &str, to: &str) {
    let entries: Vec<(toml_edit::Key, Item)> = table
        .iter()
        .filter_map(|(key, item)| Some((table.key(key)?.clone(), item.clone())))
        .collect();
    if !entries.iter().any(|(key, _)| key.get() == from) {
        return;
    }
    table.clear();
    for (key, item) in entries {
        let name = if key.get() == from { to } else { key.get() };
        table.insert(name, item);
        if let Some(mut renamed) = table.key_mut(name) {
            *renamed.leaf_decor_mut() = key.leaf_decor().clone();
            *renamed.dotted_decor_mut() = key.dotted_decor().clone();
        }
    }
}

fn answers_of(table: &mut Table) -> Option<&mut dyn TableLike> {
    table.get_mut("answers")?.as_table_like_mut()
}

fn has_answer(table: &Table, question: &QuestionId) -> bool {
    let answers = table.get("answers").and_then(Item::as_table_like);
    answers.is_some_and(|answers| answers.contains_key(question.as_str()))
}

fn path_has(table: &Table, question: &QuestionId) -> bool {
    let path = table.get("path").and_then(Item::as_array);
    path.is_some_and(|path| path.iter().any(|id| id.as_str() == Some(question.as_str())))
}

/// Takes the declarations about some texts out.
pub(super) fn forget_editorial(outline: &mut Outline, about: impl Fn(&TextKey) -> bool) {
    outline.blocks.retain(|block| {
        let text = editorial_text(block);
        !text.is_some_and(|text| about(&text))
    });
}

/// Gives the texts of declarations other names.
fn rename_editorial(
    outline: &mut Outline,
    renamed: impl Fn(&TextKey) -> TextKey,
) -> Result<(), EditError> {
    for block in &mut outline.blocks {
        let Some(text) = editorial_text(block) else {
            continue;
        };
        let name = renamed(&text);
        if name != text {
            block.change(|table| {
                put(table, "text", name.to_string());
                Ok(())
            })?;
        }
    }
    Ok(())
}

/// The text that a declaration is about.
fn editorial_text(block: &Block) -> Option<TextKey> {
    if block.sort != "editorial" {
        return None;
    }
    block.string("text")?.parse().ok()
}

/// The name of the same text once its part has another id.
fn renamed_text(text: &TextKey, part: &Part, to: &str) -> TextKey {
    if text.part() != *part {
        return text.clone();
    }
    let question = QuestionId::new(to);
    match text {
        TextKey::Title | TextKey::Intro => text.clone(),
        TextKey::ScaleChoice { code, .. } => TextKey::ScaleChoice {
            scale: ScaleId::new(to),
            code: *code,
        },
        TextKey::Section(_) => TextKey::Section(to.to_owned()),
        TextKey::Question(_) => TextKey::Question(question),
        TextKey::Help(_) => TextKey::Help(question),
        TextKey::End(_) => TextKey::End(question),
        TextKey::Unit(_) => TextKey::Unit(question),
        TextKey::Choice { code, .. } => TextKey::Choice {
            question,
            code: *code,
        },
    }
}

/// Gives a part another id wherever it is named.
pub(super) fn rename(outline: &mut Outline, part: &Part, to: &str) -> Result<(), EditError> {
    rename_editorial(outline, |text| renamed_text(text, part, to))?;
    let from = part.name().unwrap_or_default().to_owned();
    let from = from.as_str();
    match part {
        Part::Question(question) => {
            let renamed = Renamed::Question {
                from: question,
                to: &QuestionId::new(to),
            };
            rename_in_conditions(outline, renamed)?;
            change_tests(
                outline,
                |table| has_answer(table, question) || path_has(table, question),
                |table| {
                    if let Some(answers) = answers_of(table) {
                        rename_key(answers, from, to);
                    }
                    if let Some(path) = table.get_mut("path").and_then(Item::as_array_mut) {
                        let named = path.iter_mut().filter(|id| id.as_str() == Some(from));
                        named.for_each(|id| replace(id, to));
                    }
                },
            )
        }
        Part::Section(_) | Part::Scale(_) => {
            let key = if matches!(part, Part::Scale(_)) {
                "scale"
            } else {
                "section"
            };
            for block in &mut outline.blocks {
                if block.sort == "question" && block.string(key).as_deref() == Some(from) {
                    block.change(|table| {
                        put(table, key, to);
                        Ok(())
                    })?;
                }
                if block.sort == "arm" && key == "scale" {
                    rename_in_swaps(block, from, to)?;
                }
            }
            Ok(())
        }
        Part::Arm(_) => {
            rename_in_conditions(outline, Renamed::Arm { from, to })?;
            let arms = |table: &Table| {
                let arms = table.get("arms").and_then(Item::as_table_like);
                arms.is_some_and(|arms| arms.contains_key(from))
            };
            change_tests(outline, arms, |table| {
                if let Some(arms) = table.get_mut("arms").and_then(Item::as_table_like_mut) {
                    rename_key(arms, from, to);
                }
            })
        }
        Part::Top | Part::Indicator(_) | Part::Measure(_) => Ok(()),
    }
}

fn replace(value: &mut Value, with: &str) {
    let layout = value.decor().clone();
    *value = with.into();
    *value.decor_mut() = layout;
}

/// The swaps of an arm: for a group, the scale shown by the scale replaced.
fn swaps(table: &Table) -> impl Iterator<Item = (&str, &str)> {
    let groups = table.get("scales").and_then(Item::as_table_like);
    let groups = groups
        .into_iter()
        .flat_map(toml_edit::TableLike::iter)
        .filter_map(|(_, group)| group.as_table_like());
    groups.flat_map(|swap| {
        swap.iter()
            .filter_map(|(from, shown)| Some((from, shown.as_str()?)))
    })
}

fn rename_in_swaps(block: &mut Block, from: &str, to: &str) -> Result<(), EditError> {
    let named =
        block.look(|table| Ok(swaps(table).any(|(one, two)| one == from || two == from)))?;
    if !named {
        return Ok(());
    }
    block.change(|table| {
        let groups = table.get_mut("scales").and_then(Item::as_table_like_mut);
        let groups = groups.into_iter().flat_map(|groups| groups.iter_mut());
        for swap in groups.filter_map(|(_, group)| group.as_table_like_mut()) {
            rename_key(swap, from, to);
            for (_, shown) in swap.iter_mut() {
                if let Some(value) = shown.as_value_mut().filter(|v| v.as_str() == Some(from)) {
                    replace(value, to);
                }
            }
        }
        Ok(())
    })
}

/// The questions whose answers have the codes of this list.
fn answered_with(outline: &Outline, list: &Part) -> Vec<QuestionId> {
    match list {
        Part::Scale(scale) => questions(outline)
            .filter(|block| block.string("scale").as_deref() == Some(scale.as_str()))
            .filter_map(|block| block.id.as_deref().map(QuestionId::new))
            .collect(),
        Part::Question(question) => vec![question.clone()],
        Part::Top | Part::Arm(_) | Part::Section(_) | Part::Indicator(_) | Part::Measure(_) => {
            Vec::new()
        }
    }
}

/// True for a list of what is ticked in place of a number or a date.
fn is_substitute(outline: &mut Outline, list: &Part) -> Result<bool, EditError> {
    let word = outline.block(list)?.string("type");
    let sort = word.as_deref().and_then(Sort::of_word);
    Ok(sort.is_some_and(Sort::has_substitute_choices))
}

/// Gives a choice another code wherever it is named.
pub(super) fn recode(
    outline: &mut Outline,
    list: &Part,
    from: Code,
    to: Code,
) -> Result<(), EditError> {
    choice_list::change(outline, list, from, |choice| {
        super::keys::put_inline(choice, "code", to.0);
    })?;
    let (old, new) = (TextKey::of_choice(list, from), TextKey::of_choice(list, to));
    let follow = |text: &TextKey| if *text == old { &new } else { text }.clone();
    rename_editorial(outline, follow)?;
    let substitute = is_substitute(outline, list)?;
    for question in answered_with(outline, list) {
        let choice = Renamed::Choice {
            question: &question,
            from,
            to,
            substitute,
        };
        rename_in_conditions(outline, choice)?;
        change_tests(
            outline,
            |table| has_answer(table, &question),
            |table| {
                let answer =
                    answers_of(table).and_then(|answers| answers.get_mut(question.as_str()));
                let Some(answer) = answer.and_then(Item::as_value_mut) else {
                    return;
                };
                let codes: Vec<&mut Value> = match answer {
                    Value::Array(codes) => codes.iter_mut().collect(),
                    Value::InlineTable(answer) => answer.get_mut("beside").into_iter().collect(),
                    // A number is no code, though a choice beside it may have the same.
                    _ if substitute => Vec::new(),
                    single => vec![single],
                };
                for code in codes {
                    if code.as_integer() == Some(from.0) {
                        let layout = code.decor().clone();
                        *code = to.0.into();
                        *code.decor_mut() = layout;
                    }
                }
            },
        )?;
    }
    Ok(())
}

/// The questions whose conditions name this choice.
pub(super) fn naming_choice(
    outline: &mut Outline,
    list: &Part,
    code: Code,
) -> Result<Vec<Part>, EditError> {
    let answered = answered_with(outline, list);
    let substitute = is_substitute(outline, list)?;
    let names_it = |condition: &Condition| {
        let mut ids = answered.iter();
        ids.any(|id| condition.names_choice(id, code, substitute))
    };
    let mut by = Vec::new();
    for block in questions(outline) {
        let names =
            block.look(|table| Ok(conditions(table).any(|(_, condition)| names_it(&condition))))?;
        if names {
            by.push(part_of(block));
        }
    }
    Ok(by)
}

/// The parts that refer to this one, itself and the tests apart.
pub(super) fn users(outline: &Outline, part: &Part) -> Result<Vec<Part>, EditError> {
    let name = part.name().unwrap_or_default();
    let mut by = Vec::new();
    for block in &outline.blocks {
        let uses = block.look(|table| {
            let key = |key: &str| table.get(key).and_then(Item::as_str) == Some(name);
            Ok(match (part, block.sort.as_str()) {
                (Part::Question(question), "question") => conditions(table)
                    .any(|(_, condition)| condition.questions().contains(&question)),
                (Part::Section(_), "question") => key("section"),
                (Part::Scale(_), "question") => key("scale"),
                (Part::Scale(_), "arm") => {
                    swaps(table).any(|(one, two)| one == name || two == name)
                }
                (Part::Arm(_), "question") => {
                    let other = format!("{name}_");
                    let renamed = Renamed::Arm {
                        from: name,
                        to: &other,
                    };
                    conditions(table)
                        .any(|(_, condition)| condition.renamed(renamed) != condition.source())
                }
                _ => false,
            })
        })?;
        let user = match block.sort.as_str() {
            "arm" => Part::Arm(block.id.clone().unwrap_or_default()),
            _ => part_of(block),
        };
        if uses && user != *part {
            by.push(user);
        }
    }
    Ok(by)
}

/// Takes a question or an arm out of the tests.
pub(super) fn forget_in_tests(outline: &mut Outline, part: &Part) -> Result<(), EditError> {
    match part {
        Part::Question(question) => change_tests(
            outline,
            |table| has_answer(table, question) || path_has(table, question),
            |table| {
                if let Some(answers) = answers_of(table) {
                    answers.remove(question.as_str());
                }
                if let Some(path) = table.get_mut("path").and_then(Item::as_array_mut) {
                    path.retain(|id| id.as_str() != Some(question.as_str()));
                }
            },
        ),
        Part::Arm(arm) => change_tests(
            outline,
            |table| table.get("arms").is_some(),
            |table| {
                if let Some(arms) = table.get_mut("arms").and_then(Item::as_table_like_mut) {
                    arms.remove(arm);
                }
            },
        ),
        _ => Ok(()),
    }
}
