//! The choices sheet: which lists are scales, which belong to one question.

use std::collections::{BTreeMap, BTreeSet};

use super::Note;
use super::language::Columns;
use super::ledger::{ReadRow, ReadSheet, Why};
use super::name::plain_id;
use questionnaire::{Choice, ChoiceKind, Code, Decimal, Part, Scale, ScaleId, kinds_are_partial};

/// The greatest code a choice may have.
const GREATEST_CODE: i64 = 999_999_999;

/// A list of choices as a workbook has it.
#[derive(Debug, Default)]
struct List<'s> {
    rows: Vec<&'s ReadRow>,
    /// The choices, in the order of the rows.
    choices: Vec<Choice>,
    /// The code of every name; none where several choices have the name.
    codes: BTreeMap<String, Option<Code>>,
    /// True where the codes are the names.
    counts: bool,
}

/// How a question is answered by a list.
pub(crate) enum Use {
    /// By the choices of a scale and a few of its own.
    Scale { scale: ScaleId, extra: Vec<Choice> },
    /// By its own choices.
    Own(Vec<Choice>),
}

/// How the questions of a form use its lists.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    /// The lists that any question shows.
    pub(super) shown: BTreeSet<String>,
    /// How many questions take one choice of each list as it is.
    pub(super) single: BTreeMap<String, usize>,
}

/// All lists of a workbook by name.
#[derive(Debug, Default)]
pub(crate) struct Lists<'s> {
    by_name: BTreeMap<String, List<'s>>,
    order: Vec<String>,
    scales: BTreeMap<String, ScaleId>,
}

impl<'s> Lists<'s> {
    pub(super) fn of(
        sheet: &'s ReadSheet,
        columns: &Columns,
        uses: &Uses,
        notes: &mut Vec<Note>,
    ) -> Self {
        let mut lists = Self::default();
        for row in &sheet.rows {
            let name = row.see("list_name");
            if name.is_empty() || row.see("name").is_empty() {
                row.leave_all(&Why::Incomplete);
                continue;
            }
            let list = lists.by_name.entry(name.to_owned()).or_default();
            if list.rows.is_empty() {
                lists.order.push(name.to_owned());
            }
            list.rows.push(row);
        }
        lists.find_scales(uses, notes);
        let told = !sheet.has("kind");
        for name in &lists.order {
            let Some(list) = lists.by_name.get_mut(name) else {
                continue;
            };
            if !uses.shown.contains(name) && !lists.scales.contains_key(name) {
                let list_name = name.clone();
                for row in &list.rows {
                    row.leave_all(&Why::UnusedList {
                        list: list_name.clone(),
                    });
                }
                continue;
            }
            list.read(name, columns, notes);
            if told {
                list.infer_meaning(name, notes);
            }
        }
        lists
    }

    /// Finds the lists that are scales: those that say so, and those that several questions share.
    fn find_scales(&mut self, uses: &Uses, notes: &mut Vec<Note>) {
        for name in &self.order {
            let rows = &self.by_name[name].rows;
            let said = rows.iter().any(|row| !row.see("scale").is_empty());
            let scale = if said {
                rows.iter().all(|row| row.see("scale") == name)
            } else {
                uses.single.get(name).is_some_and(|uses| *uses > 1)
            };
            if !scale {
                continue;
            }
            let taken = |id: &str| self.scales.values().any(|scale| scale.as_str() == id);
            let id = plain_id(name, &Part::Scale(ScaleId::new("")), taken);
            if id != *name {
                notes.push(Note::Renamed {
                    sheet: "choices",
                    row: rows[0].number,
                    from: name.clone(),
                    to: id.clone(),
                });
            }
            for row in rows {
                row.take("scale");
            }
            self.scales.insert(name.clone(), ScaleId::new(id));
        }
    }

    pub(crate) fn has(&self, list: &str) -> bool {
        self.by_name.contains_key(list)
    }

    /// The code that a name stands for in a list.
    pub(crate) fn code(&self, list: &str, name: &str) -> Option<Code> {
        *self.by_name.get(list)?.codes.get(name)?
    }

    /// The code of the one name in a list that is this number.
    pub(crate) fn code_of_number(&self, list: &str, number: Decimal) -> Option<Code> {
        let codes = &self.by_name.get(list)?.codes;
        let mut named = codes
            .iter()
            .filter(|(name, _)| name.parse::<Decimal>() == Ok(number));
        let (_, code) = named.next()?;
        code.filter(|_| named.next().is_none())
    }

    /// True where the codes of a list are the numbers that are its names.
    pub(crate) fn counts(&self, list: &str) -> bool {
        self.by_name.get(list).is_some_and(|list| list.counts)
    }

    /// The lists that are scales, in the order of the sheet.
    pub(crate) fn scales(&self) -> Vec<Scale> {
        let scales = self.order.iter();
        let scales = scales.filter_map(|name| Some((name, self.scales.get(name)?)));
        scales
            .map(|(name, id)| Scale {
                id: id.clone(),
                choices: self.choices(name),
            })
            .collect()
    }

    pub(crate) fn choices(&self, name: &str) -> Vec<Choice> {
        let list = self.by_name.get(name);
        list.map(|list| list.choices.clone()).unwrap_or_default()
    }

    /// True where the choices of a list count as satisfied, neutral or dissatisfied.
    pub(crate) fn rates(&self, name: &str) -> bool {
        self.choices(name).iter().any(Choice::rates)
    }

    /// How a question that takes one choice is answered by a list.
    pub(crate) fn use_of(&self, name: &str) -> Use {
        if let Some(scale) = self.scales.get(name) {
            let (scale, extra) = (scale.clone(), Vec::new());
            return Use::Scale { scale, extra };
        }
        self.beside_scale(name)
            .unwrap_or_else(|| Use::Own(self.choices(name)))
    }

    /// The choices of a list that says of some of them that they are those of a scale, if they are the very same.
    fn beside_scale(&self, name: &str) -> Option<Use> {
        let list = self.by_name.get(name)?;
        let scale = list.rows.iter().map(|row| row.see("scale"));
        let scale = scale.clone().find(|scale| !scale.is_empty())?;
        let (mut shared, mut extra) = (Vec::new(), Vec::new());
        for (row, choice) in list.rows.iter().zip(&list.choices) {
            match row.see("scale") {
                "" => extra.push(choice.clone()),
                named if named == scale => shared.push(choice.clone()),
                _ => return None,
            }
        }
        let id = self.scales.get(scale)?.clone();
        if shared != self.choices(scale) {
            return None;
        }
        for row in &list.rows {
            row.take("scale");
        }
        Some(Use::Scale { scale: id, extra })
    }
}

impl List<'_> {
    fn read(&mut self, name: &str, columns: &Columns, notes: &mut Vec<Note>) {
        let codes = self.plain_codes();
        self.counts = codes.is_some();
        if codes.is_none() {
            let names = self.rows.iter().map(|row| row.see("name").to_owned());
            notes.push(Note::Numbered {
                list: name.to_owned(),
                names: names.collect(),
            });
        }
        let codes = codes.unwrap_or_else(|| (1..).map(Code).take(self.rows.len()).collect());
        for (row, code) in self.rows.iter().zip(codes) {
            row.take("list_name");
            let known = self.codes.entry(row.take("name").to_owned());
            known
                .and_modify(|known| *known = None)
                .or_insert(Some(code));
            let kind = |word: &str| {
                let mut kinds = ChoiceKind::WORDS.iter();
                kinds
                    .find(|(known, _)| *known == word)
                    .map(|(_, kind)| *kind)
            };
            let score = |text: &str| text.parse().ok().filter(|score| *score <= 100);
            self.choices.push(Choice {
                code,
                kind: row.read("kind", kind),
                score: row.read("score", score),
                label: columns.text(row, "label"),
                exclusive: false,
                other: false,
                apart: row.read("apart", yes_or_no).unwrap_or_default(),
            });
        }
    }

    /// The names, where they are codes: numbers without noughts before them, each once.
    fn plain_codes(&self) -> Option<Vec<Code>> {
        let codes: Option<Vec<Code>> = self
            .rows
            .iter()
            .map(|row| {
                let name = row.see("name");
                let code: Code = name.parse().ok()?;
                let plain = (0..=GREATEST_CODE).contains(&code.0) && code.to_string() == name;
                plain.then_some(code)
            })
            .collect();
        let codes = codes?;
        let different: BTreeSet<&Code> = codes.iter().collect();
        (different.len() == codes.len()).then_some(codes)
    }

    /// Gives the choices the kinds that their words tell, where they tell the kind of every choice that is rated.
    fn infer_meaning(&mut self, name: &str, notes: &mut Vec<Note>) {
        let mut told = self.choices.clone();
        for choice in &mut told {
            choice.kind = choice.kind_told();
        }
        let list = name.to_owned();
        if kinds_are_partial(&told) {
            notes.push(Note::MeaningUnclear { list });
            return;
        }
        let choices = told.iter().filter_map(|choice| {
            let worded = choice.label.languages().next()?;
            Some((choice.label.get(worded).to_owned(), choice.kind?))
        });
        let choices: Vec<(String, ChoiceKind)> = choices.collect();
        if !choices.is_empty() {
            notes.push(Note::MeaningTold { list, choices });
        }
        self.choices = told;
    }
}

/// What forms write for yes and no.
pub(super) fn yes_or_no(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "yes" | "true" | "true()" => Some(true),
        "no" | "false" | "false()" => Some(false),
        _ => None,
    }
}
