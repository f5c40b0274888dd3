//! The choices sheet: which lists are scales, which belong to one question.

use std::collections::BTreeMap;

use super::Note;
use super::language::Columns;
use super::sheet::{Row, Sheet};
use questionnaire::{Choice, ChoiceKind, Code, Scale, ScaleId};

/// The greatest code a choice may have.
const GREATEST_CODE: i64 = 999_999_999;

/// A list of choices as a workbook has it.
#[derive(Debug, Default)]
pub(crate) struct List {
    /// The choices, each with the scale it belongs to, if it says so.
    choices: Vec<(Choice, Option<String>)>,
    /// The code of every name.
    codes: BTreeMap<String, Code>,
}

/// How a question is answered by a list.
pub(crate) enum Use {
    /// By the choices of a scale and a few of its own.
    Scale { scale: ScaleId, extra: Vec<Choice> },
    /// By its own choices.
    Own(Vec<Choice>),
}

/// All lists of a workbook by name.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    by_name: BTreeMap<String, List>,
    order: Vec<String>,
    /// How many questions use each list.
    pub(crate) uses: BTreeMap<String, usize>,
}

impl Lists {
    pub(super) fn of(sheet: &Sheet, columns: &Columns, notes: &mut Vec<Note>) -> Self {
        let mut rows: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
        let mut lists = Self::default();
        for row in &sheet.rows {
            let name = [row.get("list_name"), row.get("list name")].concat();
            if name.is_empty() || row.get("name").is_empty() {
                continue;
            }
            if !rows.contains_key(&name) {
                lists.order.push(name.clone());
            }
            rows.entry(name).or_default().push(row);
        }
        for (name, rows) in rows {
            let mut list = list(&name, &rows, columns, notes);
            if !sheet.columns.iter().any(|column| column.trim() == "kind") && list.infer_meaning() {
                let list = name.clone();
                notes.push(Note::MeaningTold { list });
            }
            lists.by_name.insert(name, list);
        }
        lists
    }

    pub(crate) fn has(&self, list: &str) -> bool {
        self.by_name.contains_key(list)
    }

    /// The code that a name stands for in a list.
    pub(crate) fn code(&self, list: &str, name: &str) -> Option<Code> {
        self.by_name.get(list)?.codes.get(name).copied()
    }

    fn is_scale(&self, name: &str) -> bool {
        let Some(list) = self.by_name.get(name) else {
            return false;
        };
        let named = list.choices.iter().any(|(_, scale)| scale.is_some());
        if named {
            return list
                .choices
                .iter()
                .all(|(_, scale)| scale.as_deref() == Some(name));
        }
        self.uses.get(name).is_some_and(|uses| *uses > 1)
    }

    /// The lists that are scales, in the order of the sheet.
    pub(crate) fn scales(&self) -> Vec<Scale> {
        let scales = self.order.iter().filter(|name| self.is_scale(name));
        scales
            .map(|name| Scale {
                id: ScaleId::new(name),
                choices: self.choices(name),
            })
            .collect()
    }

    pub(crate) fn choices(&self, name: &str) -> Vec<Choice> {
        let choices = self
            .by_name
            .get(name)
            .into_iter()
            .flat_map(|list| &list.choices);
        choices.map(|(choice, _)| choice.clone()).collect()
    }

    /// True where a list says what its choices count as.
    pub(crate) fn rates(&self, name: &str) -> bool {
        self.choices(name)
            .iter()
            .any(|choice| choice.kind.is_some())
    }

    /// How a question that takes one choice is answered by a list.
    pub(crate) fn use_of(&self, name: &str) -> Use {
        if self.is_scale(name) {
            let (scale, extra) = (ScaleId::new(name), Vec::new());
            return Use::Scale { scale, extra };
        }
        let choices = self
            .by_name
            .get(name)
            .into_iter()
            .flat_map(|list| &list.choices);
        let scale = choices.clone().find_map(|(_, scale)| scale.clone());
        match scale.filter(|scale| self.is_scale(scale)) {
            Some(scale) => Use::Scale {
                scale: ScaleId::new(scale),
                extra: choices
                    .filter(|(_, scale)| scale.is_none())
                    .map(|(choice, _)| choice.clone())
                    .collect(),
            },
            None => Use::Own(self.choices(name)),
        }
    }
}

impl List {
    /// Gives choices the meaning that their words tell; false where no words tell any.
    fn infer_meaning(&mut self) -> bool {
        let mut told = false;
        for (choice, _) in &mut self.choices {
            choice.kind = choice.kind_told();
            told |= choice.kind.is_some();
        }
        told
    }
}

fn list(name: &str, rows: &[&Row], columns: &Columns, notes: &mut Vec<Note>) -> List {
    let plain: Option<Vec<Code>> = rows
        .iter()
        .map(|row| {
            let code: Code = row.get("name").parse().ok()?;
            (0..=GREATEST_CODE).contains(&code.0).then_some(code)
        })
        .collect();
    let plain = plain.filter(|codes| {
        let mut sorted = codes.clone();
        sorted.sort_unstable();
        sorted.dedup();
        sorted.len() == codes.len()
    });
    if plain.is_none() {
        let (list, codes) = (name.to_owned(), rows.len());
        notes.push(Note::Numbered { list, codes });
    }
    let codes: Vec<Code> = plain.unwrap_or_else(|| (1..).map(Code).take(rows.len()).collect());
    let mut list = List::default();
    for (row, code) in rows.iter().zip(codes) {
        list.codes.insert(row.get("name").to_owned(), code);
        let kinds = ChoiceKind::WORDS.iter();
        let mut kind = kinds.filter(|(word, _)| *word == row.get("kind"));
        let choice = Choice {
            code,
            kind: kind.next().map(|(_, kind)| *kind),
            score: row.get("score").parse().ok().filter(|score| *score <= 100),
            label: columns.text(row, "label"),
            exclusive: false,
            other: false,
            apart: row.get("apart") == "yes",
        };
        let scale = Some(row.get("scale")).filter(|scale| !scale.is_empty());
        list.choices.push((choice, scale.map(str::to_owned)));
    }
    list
}
