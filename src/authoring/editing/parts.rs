//! Parts added, removed, duplicated and moved.

use std::collections::BTreeSet;

use super::outline::{Block, Outline, sort_of};
use super::{EditError, Spot, references};
use format::{editorial_block, well_formed};
use questionnaire::{Condition, Editorial, Part, QuestionId, Renamed, ScaleId};

/// The order in which tables of each sort stand in a file.
const SORTS: [&str; 7] = [
    "intro",
    "arm",
    "scale",
    "section",
    "question",
    "editorial",
    "test",
];

fn rank(sort: &str) -> usize {
    let place = SORTS.iter().position(|other| *other == sort);
    place.unwrap_or(SORTS.len())
}

/// The part of the same sort with another id.
pub(super) fn sibling(part: &Part, id: &str) -> Part {
    let id = id.to_owned();
    match part {
        Part::Top => Part::Top,
        Part::Arm(_) => Part::Arm(id),
        Part::Scale(_) => Part::Scale(ScaleId::new(id)),
        Part::Section(_) => Part::Section(id),
        Part::Question(_) => Part::Question(QuestionId::new(id)),
        Part::Indicator(_) => Part::Indicator(id),
        Part::Measure(_) => Part::Measure(id),
    }
}

/// Whether a part can get this id.
pub(super) fn check_id(outline: &Outline, part: &Part, id: &str) -> Result<(), EditError> {
    let id = id.to_owned();
    if !well_formed(&id, part) {
        return Err(EditError::IdMalformed { id });
    }
    if outline.find(&sibling(part, &id)).is_ok() {
        return Err(EditError::IdTaken { id });
    }
    Ok(())
}

/// An id that is still free and not `taken` elsewhere: `wanted`, or that with a number behind it.
pub(super) fn free_id(
    outline: &Outline,
    part: &Part,
    wanted: &str,
    taken: &BTreeSet<String>,
) -> String {
    let free =
        |id: &String| outline.find(&sibling(part, id)).is_err() && !taken.contains(id.as_str());
    let numbered = (2..).map(|number| format!("{wanted}_{number}"));
    std::iter::once(wanted.to_owned())
        .chain(numbered)
        .find(free)
        .expect("a draft has finitely many ids")
}

/// The id that continues those of a sort and those `taken` elsewhere: R31 after R30.
pub(super) fn next_id(outline: &Outline, part: &Part, taken: &BTreeSet<String>) -> String {
    let sort = sort_of(part).unwrap_or_default();
    let ids = outline.ids(sort);
    let last = ids
        .iter()
        .rev()
        .find(|id| id.ends_with(|c: char| c.is_ascii_digit()));
    let Some(last) = last else {
        let first = match part {
            Part::Scale(_) => "S1",
            Part::Section(_) => "part1",
            Part::Arm(_) => "arm1",
            _ => "Q1",
        };
        return free_id(outline, part, first, taken);
    };
    let stem = last.trim_end_matches(|c: char| c.is_ascii_digit());
    let width = last.len() - stem.len();
    let numbers = ids
        .iter()
        .chain(taken)
        .filter_map(|id| id.strip_prefix(stem));
    let number: u64 = numbers
        .filter_map(|number| number.parse().ok())
        .max()
        .unwrap_or(0);
    let next = format!("{stem}{:0width$}", number.saturating_add(1));
    free_id(outline, part, &next, taken)
}

/// Where a part of this sort comes to stand among the blocks, and beside which sibling.
fn destination(
    outline: &Outline,
    part: &Part,
    spot: &Spot,
) -> Result<(usize, Option<usize>), EditError> {
    let sort = sort_of(part).unwrap_or_default();
    let same = |block: &Block| block.sort == sort;
    let neighbour = match spot {
        Spot::First => outline.blocks.iter().position(same),
        Spot::Last => outline.blocks.iter().rposition(same),
        Spot::Before(id) | Spot::After(id) => Some(outline.find(&sibling(part, id))?),
    };
    let Some(neighbour) = neighbour else {
        let above = outline
            .blocks
            .iter()
            .rposition(|block| rank(&block.sort) <= rank(sort));
        return Ok((above.map_or(0, |at| at + 1), None));
    };
    let behind = matches!(spot, Spot::Last | Spot::After(_));
    Ok((neighbour + usize::from(behind), Some(neighbour)))
}

/// Adds a table. A question joins the section of its neighbour unless it names its own.
pub(super) fn add(
    outline: &mut Outline,
    part: &Part,
    text: String,
    spot: &Spot,
) -> Result<(), EditError> {
    let id = part.name().unwrap_or_default();
    check_id(outline, part, id)?;
    let (at, neighbour) = destination(outline, part, spot)?;
    let section = neighbour.and_then(|at| outline.blocks[at].string("section"));
    let sort = sort_of(part).unwrap_or_default();
    let mut block = Block::new(sort, id, text);
    if sort == "question" && block.string("section").is_none() {
        block.change(|table| {
            super::keys::put_or_remove(table, "section", section);
            Ok(())
        })?;
    }
    outline.insert(at, block);
    Ok(())
}

/// Removes a part; a section with its questions if that is asked for.
pub(super) fn remove(
    outline: &mut Outline,
    part: &Part,
    with_questions: bool,
) -> Result<(), EditError> {
    outline.find(part)?;
    if let Part::Section(section) = part
        && with_questions
    {
        let within: Vec<Part> = questions_of(outline, section)
            .into_iter()
            .filter_map(|at| outline.blocks[at].id.clone())
            .map(|id| Part::Question(QuestionId::new(id)))
            .collect();
        // From the last to the first: conditions refer to what comes earlier.
        for question in within.iter().rev() {
            remove(outline, question, false)?;
        }
    }
    let by = references::users(outline, part)?;
    if !by.is_empty() {
        let part = part.clone();
        return Err(EditError::StillUsed { part, by });
    }
    let at = outline.find(part)?;
    outline.take(at);
    references::forget_editorial(outline, |text| text.part() == *part);
    references::forget_in_tests(outline, part)
}

/// Adds a declaration behind the others; one about the same wordings takes its place.
pub(super) fn declare(outline: &mut Outline, editorial: &Editorial) {
    retract(outline, editorial);
    let mut block = Block::new("editorial", "", editorial_block(editorial));
    block.id = None;
    let above = outline
        .blocks
        .iter()
        .rposition(|block| rank(&block.sort) <= rank("editorial"));
    outline.insert(above.map_or(0, |at| at + 1), block);
}

/// Removes the declaration about these wordings.
pub(super) fn retract(outline: &mut Outline, editorial: &Editorial) {
    let text = editorial.text.to_string();
    let wanted = [
        ("text", text.as_str()),
        ("language", editorial.language.tag()),
        ("before", &editorial.before),
        ("after", &editorial.after),
    ];
    outline.blocks.retain(|block| {
        let says = |(key, value): &(&str, &str)| block.string(key).as_deref() == Some(*value);
        block.sort != "editorial" || !wanted.iter().all(says)
    });
}

/// Copies a part under another id; a section with its questions, which get free ids.
pub(super) fn duplicate(
    outline: &mut Outline,
    part: &Part,
    id: &str,
    taken: &BTreeSet<String>,
) -> Result<(), EditError> {
    check_id(outline, part, id)?;
    let at = outline.find(part)?;
    let copy = copied(&outline.blocks[at], part, id)?;
    outline.insert(at + 1, copy);
    let Part::Section(section) = part else {
        return Ok(());
    };
    let originals = questions_of(outline, section);
    let Some(last) = originals.last().copied() else {
        return Ok(());
    };
    let mut copies: Vec<Block> = Vec::new();
    let mut renamed: Vec<(QuestionId, QuestionId)> = Vec::new();
    for at in originals {
        let original = outline.blocks[at].clone();
        let Some(from) = original.id.as_deref().map(QuestionId::new) else {
            continue;
        };
        let question = Part::Question(from.clone());
        let to = free_id(outline, &question, from.as_str(), taken);
        let mut copy = copied(&original, &question, &to)?;
        copy.change(|table| {
            super::keys::put(table, "section", id);
            Ok(())
        })?;
        renamed.push((from, QuestionId::new(to)));
        copies.push(copy);
    }
    for copy in &mut copies {
        for (from, to) in &renamed {
            rename_within(copy, from, to)?;
        }
    }
    for (offset, copy) in copies.into_iter().enumerate() {
        outline.insert(last + 1 + offset, copy);
    }
    Ok(())
}

/// A copy of a table under another id. It continues no series.
fn copied(block: &Block, part: &Part, id: &str) -> Result<Block, EditError> {
    let mut copy = Block::new(
        &block.sort,
        id,
        block.text[header_at(&block.text)..].to_owned(),
    );
    copy.change(|table| {
        super::keys::put(table, "id", id);
        table.remove("series");
        Ok(())
    })?;
    if let Part::Question(from) = part {
        rename_within(&mut copy, from, &QuestionId::new(id))?;
    }
    Ok(copy)
}

/// Where the header of a table begins, behind the comment above it.
fn header_at(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('[') {
            break;
        }
        at += line.len();
    }
    at
}

/// Renames a question in the conditions of one table.
fn rename_within(block: &mut Block, from: &QuestionId, to: &QuestionId) -> Result<(), EditError> {
    block.change(|table| {
        for key in ["ask_if", "end_if"] {
            let source = table.get(key).and_then(toml_edit::Item::as_str);
            let Some(condition) = source.and_then(|source| Condition::parse(source).ok()) else {
                continue;
            };
            let written = condition.renamed(Renamed::Question { from, to });
            if written != condition.source() {
                super::keys::put(table, key, written);
            }
        }
        Ok(())
    })
}

/// The places of the questions of a section.
fn questions_of(outline: &Outline, section: &str) -> Vec<usize> {
    let blocks = outline.blocks.iter().enumerate();
    blocks
        .filter(|(_, block)| {
            block.sort == "question" && block.string("section").as_deref() == Some(section)
        })
        .map(|(at, _)| at)
        .collect()
}

/// Moves a part; a question joins the section of its neighbour, a section takes its questions
/// along.
pub(super) fn shift(outline: &mut Outline, part: &Part, spot: &Spot) -> Result<(), EditError> {
    let at = outline.find(part)?;
    let (landing_at, neighbour) = destination(outline, part, spot)?;
    if neighbour == Some(at) {
        return Ok(());
    }
    if let Part::Question(_) = part {
        let section = neighbour.and_then(|at| outline.blocks[at].string("section"));
        if outline.blocks[at].string("section") != section {
            outline.blocks[at].change(|table| {
                super::keys::put_or_remove(table, "section", section);
                Ok(())
            })?;
        }
    }
    relocate(outline, &[at], landing_at);
    if let Part::Section(section) = part {
        follow(outline, section);
    }
    Ok(())
}

/// Moves tables so that they stand, in their order, where now the table `to` stands.
fn relocate(outline: &mut Outline, moved: &[usize], to: usize) {
    let mut order: Vec<usize> = (0..to).filter(|at| !moved.contains(at)).collect();
    order.extend(moved);
    order.extend((to..outline.blocks.len()).filter(|at| !moved.contains(at)));
    outline.reorder(&order);
}

/// Moves the questions of a section to where the order of the sections has them.
pub(super) fn follow(outline: &mut Outline, section: &str) {
    let moved = questions_of(outline, section);
    let sections = outline.ids("section");
    let Some(place) = sections.iter().position(|other| other == section) else {
        return;
    };
    if moved.is_empty() {
        return;
    }
    let before = sections[..place]
        .iter()
        .rev()
        .find_map(|other| questions_of(outline, other).last().copied());
    let after = sections[place + 1..]
        .iter()
        .find_map(|other| questions_of(outline, other).first().copied());
    match (before, after) {
        (Some(before), _) => relocate(outline, &moved, before + 1),
        (None, Some(after)) => relocate(outline, &moved, after),
        (None, None) => {}
    }
}

/// Puts a question behind the others of its section.
pub(super) fn enter_section(
    outline: &mut Outline,
    question: &Part,
    section: Option<&str>,
) -> Result<(), EditError> {
    if let Some(section) = section {
        outline.find(&Part::Section(section.to_owned()))?;
    }
    let at = outline.find(question)?;
    if outline.blocks[at].string("section").as_deref() == section {
        return Ok(());
    }
    let others = section.map(|section| questions_of(outline, section));
    outline.blocks[at].change(|table| {
        super::keys::put_or_remove(table, "section", section);
        Ok(())
    })?;
    match (others.as_deref(), section) {
        (Some([.., last]), _) => relocate(outline, &[at], last + 1),
        (Some([]), Some(section)) => follow(outline, section),
        _ => {}
    }
    Ok(())
}
