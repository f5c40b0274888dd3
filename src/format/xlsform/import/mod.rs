//! From the sheets of a form to a questionnaire.

mod conditions;

use std::collections::BTreeMap;

use super::language::{Columns, other};
use super::ledger::{ReadRow, ReadSheet, Why, left};
use super::lists::{Lists, Uses, yes_or_no};
use super::name::{QuestionType, RowType, Selection, plain_id};
use super::workbook::key;
use super::xpath::{Limits, chosen_alone, limits};
use super::{ImportError, Imported, Note};
use crate::answer_type;
use crate::check::{well_formed, well_formed_series};
use questionnaire::{
    AnswerType, Choice, ChoiceOrder, Code, Multiple, Part, Question, QuestionId, Questionnaire,
    Section, Single, Sort, Text,
};

/// What `minyi_type` says of the text of an "other" choice, and of a text with which the interview ends.
pub(in crate::xlsform) const OTHER: &str = "other";
pub(in crate::xlsform) const END: &str = "end";

pub(super) fn questionnaire(sheets: &[ReadSheet]) -> Result<Imported, ImportError> {
    let sheet = |name: &str| sheets.iter().find(|sheet| key(&sheet.name) == name);
    let survey = sheet("survey").filter(|it| it.has("type") && it.has("name"));
    let survey = survey.ok_or(ImportError::NoSurvey)?;
    let empty = ReadSheet::default();
    let choices = sheet("choices").unwrap_or(&empty);
    if !(choices.headings.is_empty() || choices.has("list_name") && choices.has("name")) {
        return Err(ImportError::NoChoiceHeadings);
    }
    let no_settings = ReadRow::default();
    let settings = sheet("settings").and_then(|sheet| sheet.rows.first());
    let settings = settings.unwrap_or(&no_settings);
    let columns = Columns::of(&[survey, choices], settings.take("default_language"))?;
    let mut notes = Vec::new();
    let lists = Lists::of(choices, &columns, &uses(survey), &mut notes);
    missing_lists(survey, &lists)?;
    let mut reader = Reader {
        columns: &columns,
        lists: &lists,
        questionnaire: Questionnaire {
            id: String::new(),
            languages: columns.languages.clone(),
            title: Text::default(),
            intro: Text::default(),
            arms: Vec::new(),
            scales: lists.scales(),
            sections: Vec::new(),
            questions: Vec::new(),
            editorial: Vec::new(),
            tests: Vec::new(),
        },
        states_order: survey.has("minyi_order"),
        groups: Vec::new(),
        open: Vec::new(),
        names: BTreeMap::new(),
        list_of: BTreeMap::new(),
        conditions: Vec::new(),
        ends: Vec::new(),
        notes,
    };
    reader.settings(settings);
    for row in &survey.rows {
        reader.row(row);
    }
    reader.conditions();
    let Reader {
        questionnaire,
        mut notes,
        ..
    } = reader;
    notes.extend(left(sheets).into_iter().map(Note::Left));
    Ok(Imported {
        questionnaire,
        notes,
    })
}

/// The rows of the survey sheet that are not switched off.
fn live(survey: &ReadSheet) -> impl Iterator<Item = (&ReadRow, RowType<'_>)> {
    let rows = survey.rows.iter().filter(|row| !is_disabled(row));
    rows.map(|row| (row, RowType::of(row.see("type"))))
}

fn is_disabled(row: &ReadRow) -> bool {
    yes_or_no(row.see("disabled")) == Some(true)
}

fn uses(survey: &ReadSheet) -> Uses {
    let mut uses = Uses::default();
    for (row, kind) in live(survey) {
        let RowType::Question(QuestionType::Select(Selection {
            several,
            list,
            or_other,
        })) = kind
        else {
            continue;
        };
        uses.shown.insert(list.to_owned());
        let district = row.see("minyi_type") == Sort::District.word();
        if !several && !or_other && !district {
            *uses.single.entry(list.to_owned()).or_default() += 1;
        }
    }
    uses
}

/// Refuses a form whose questions ask for lists that are nowhere, and names them all.
fn missing_lists(survey: &ReadSheet, lists: &Lists<'_>) -> Result<(), ImportError> {
    let selecting = live(survey).filter_map(|(row, kind)| match kind {
        RowType::Question(QuestionType::Select(selection)) => Some((row.number, selection.list)),
        _ => None,
    });
    let missing = selecting.filter(|(_, list)| !lists.has(list));
    let missing: Vec<(u32, String)> = missing.map(|(row, list)| (row, list.to_owned())).collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(ImportError::NoLists { missing })
    }
}

/// A group or a repeated group.
#[derive(Debug)]
struct Group<'s> {
    row: &'s ReadRow,
    /// The section that it is; none within another group.
    section: Option<String>,
    repeat: bool,
    /// The groups that it stands in, the outermost first.
    around: Vec<usize>,
}

/// What a name stands for, and in which groups.
#[derive(Debug, Clone)]
struct Named {
    /// None for what was left out.
    question: Option<QuestionId>,
    groups: Vec<usize>,
}

/// A condition that is read once all questions are known.
#[derive(Debug)]
struct Pending<'s> {
    row: &'s ReadRow,
    question: QuestionId,
    groups: Vec<usize>,
}

/// The form being read.
pub(crate) struct Reader<'s> {
    columns: &'s Columns,
    pub(crate) lists: &'s Lists<'s>,
    questionnaire: Questionnaire,
    /// Whether the form has a column that says in what order choices are shown.
    pub(crate) states_order: bool,
    groups: Vec<Group<'s>>,
    /// The groups that are open, the outermost first.
    open: Vec<usize>,
    names: BTreeMap<String, Vec<Named>>,
    list_of: BTreeMap<QuestionId, String>,
    conditions: Vec<Pending<'s>>,
    /// Ends of the interview, with their texts.
    ends: Vec<(Pending<'s>, Text)>,
    notes: Vec<Note>,
}

impl<'s> Reader<'s> {
    fn settings(&mut self, settings: &'s ReadRow) {
        let form_id = settings.take("form_id");
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        let id: String = form_id.chars().map(plain).take(64).collect();
        let id = id.trim_matches('-').to_owned();
        self.questionnaire.id = if well_formed(&id, &Part::Top) {
            id
        } else {
            "imported".to_owned()
        };
        if !form_id.is_empty() && form_id != self.questionnaire.id {
            self.notes.push(Note::Renamed {
                sheet: "settings",
                row: settings.number,
                from: form_id.to_owned(),
                to: self.questionnaire.id.clone(),
            });
        }
        // The version of a questionnaire of ours follows from what it says, as the twelve digits do that an export writes.
        let ours = |version: &str| {
            let digits = version.bytes().all(|it| it.is_ascii_hexdigit());
            (version.len() == 12 && digits).then_some(())
        };
        if ours(settings.see("version")).is_some() {
            settings.take("version");
        }
        let title = settings.take("form_title");
        if let Some(first) = self.questionnaire.languages.first()
            && !title.is_empty()
        {
            self.questionnaire.title.set(first.clone(), title);
        }
    }

    fn row(&mut self, row: &'s ReadRow) {
        if is_disabled(row) {
            row.leave_all(&Why::Disabled);
            return;
        }
        row.read("disabled", yes_or_no);
        match RowType::of(row.see("type")) {
            RowType::Blank => row.leave_all(&Why::Incomplete),
            RowType::Begin { repeat } => self.begin(row, repeat),
            RowType::End => {
                row.take("type");
                let ended = self
                    .open
                    .pop()
                    .map(|group| self.groups[group].row.see("name"));
                // Tools write the name of the group again for those who read the sheet.
                row.read("name", |name| (Some(name) == ended).then_some(()));
            }
            RowType::Note => self.note(row),
            RowType::Other => self.leave_out(row),
            RowType::Question(kind) => {
                if !self.is_other(row, kind) {
                    self.question(row, kind);
                }
            }
        }
    }

    fn leave_out(&mut self, row: &ReadRow) {
        row.leave_all(&Why::Row {
            what: row.see("type").to_owned(),
        });
        self.name(row, None);
    }

    fn name(&mut self, row: &ReadRow, question: Option<QuestionId>) {
        let named = Named {
            question,
            groups: self.open.clone(),
        };
        let name = row.see("name").to_owned();
        self.names.entry(name).or_default().push(named);
    }

    fn begin(&mut self, row: &'s ReadRow, repeat: bool) {
        row.take("type");
        let section = self.open.is_empty().then(|| {
            let id = self.id(row, &Part::Section(String::new()));
            self.questionnaire.sections.push(Section {
                id: id.clone(),
                title: self.columns.text(row, "label"),
                rotate: None,
            });
            id
        });
        if section.is_none() {
            row.leave("name", Why::Nested);
            row.leave_worded("label", &Why::Nested);
        }
        let around = self.open.clone();
        self.open.push(self.groups.len());
        self.groups.push(Group {
            row,
            section,
            repeat,
            around,
        });
    }

    /// The id for a name: itself, or what is left of it.
    fn id(&mut self, row: &ReadRow, part: &Part) -> String {
        let name = row.take("name");
        let id = plain_id(name, part, |id| match part {
            Part::Section(_) => self.questionnaire.section(id).is_some(),
            _ => self.questionnaire.question(&QuestionId::new(id)).is_some(),
        });
        if id != name {
            self.notes.push(Note::Renamed {
                sheet: "survey",
                row: row.number,
                from: name.to_owned(),
                to: id.clone(),
            });
        }
        id
    }

    /// Notes before the first question are the title and the introduction; some of ours end the interview.
    fn note(&mut self, row: &'s ReadRow) {
        let asked = row.see("relevant");
        let first = self.questionnaire.questions.is_empty() && self.open.is_empty();
        if first && asked.is_empty() {
            row.take("type");
            // The names of ours; others are left, since a text in the introduction has none.
            let ours = |name: &str| ["title", "intro"].contains(&name.trim_end_matches('_'));
            if ours(row.see("name")) {
                row.take("name");
            }
            let text = self.columns.text(row, "label");
            let original = self.questionnaire.languages.first().cloned();
            let title = original.and_then(|original| {
                let title = self.questionnaire.title.find(&original)?;
                Some(text.find(&original)? == title)
            });
            if title == Some(true) {
                self.questionnaire.title = text;
            } else {
                self.introduce(&text);
            }
            return;
        }
        let last = self.questionnaire.questions.last();
        match last.filter(|_| row.see("minyi_type") == END && !asked.is_empty()) {
            Some(question) => {
                let question = question.id.clone();
                for column in ["type", "name", "minyi_type"] {
                    row.take(column);
                }
                let text = self.columns.text(row, "label");
                self.ends.push((self.pending(row, question), text));
            }
            None => self.leave_out(row),
        }
    }

    /// Adds a paragraph to the introduction.
    fn introduce(&mut self, text: &Text) {
        for language in &self.questionnaire.languages {
            let Some(further) = text.find(language) else {
                continue;
            };
            let intro = match self.questionnaire.intro.find(language) {
                Some(before) => format!("{before}\n\n{further}"),
                None => further.to_owned(),
            };
            self.questionnaire.intro.set(language.clone(), intro);
        }
    }

    fn pending(&self, row: &'s ReadRow, question: QuestionId) -> Pending<'s> {
        Pending {
            row,
            question,
            groups: self.open.clone(),
        }
    }

    fn question(&mut self, row: &'s ReadRow, kind: QuestionType<'_>) {
        row.take("type");
        let id = self.id(row, &Part::Question(QuestionId::new("")));
        let id = QuestionId::new(id);
        self.name(row, Some(id.clone()));
        if let QuestionType::Select(selection) = kind {
            let list = selection.list.to_owned();
            self.list_of.insert(id.clone(), list);
        }
        let answer = answer_type::from_row(row, kind, &id, self);
        self.conditions.push(self.pending(row, id.clone()));
        for group in &self.open {
            let group = &self.groups[*group];
            if group.repeat {
                self.notes.push(Note::AskedOnce {
                    row: group.row.number,
                    repeat: group.row.see("name").to_owned(),
                    question: id.clone(),
                });
            }
        }
        let series = row.read("minyi_series", |series| {
            well_formed_series(series).then(|| series.to_owned())
        });
        let section = self.open.first();
        self.questionnaire.questions.push(Question {
            id,
            section: section.and_then(|group| self.groups[*group].section.clone()),
            answer,
            text: self.columns.text(row, "label"),
            help: self.columns.text(row, "hint"),
            required: row.read("required", yes_or_no).unwrap_or_default(),
            ask_if: None,
            end_if: None,
            end: Text::default(),
            series,
        });
    }

    /// True for the text field of an "other" choice of the question just before, which it marks. Nothing else is one:
    /// not a text that is asked on a further condition, nor one that is asked later.
    fn is_other(&mut self, row: &ReadRow, kind: QuestionType<'_>) -> bool {
        let Some(last) = self.conditions.last() else {
            return false;
        };
        let (before, id) = (last.row.see("name"), last.question.clone());
        let named = row.see("minyi_type") == OTHER
            || row.see("name").strip_suffix("_other") == Some(before);
        if kind != QuestionType::Text || !named || last.groups != self.open {
            return false;
        }
        let Some(list) = self.list_of.get(&id) else {
            return false;
        };
        let name = chosen_alone(row.see("relevant"), before);
        let code = name.and_then(|name| self.lists.code(list, &name));
        let found = self.questionnaire.questions.last_mut();
        let Some(
            AnswerType::Single(Single { choices, .. })
            | AnswerType::Multiple(Multiple { choices, .. }),
        ) = found.map(|question| &mut question.answer)
        else {
            return false;
        };
        let none = choices.iter().all(|choice| !choice.other);
        let choice = choices.iter_mut().find(|choice| Some(choice.code) == code);
        let Some(choice) = choice.filter(|_| none) else {
            return false;
        };
        choice.other = true;
        for column in ["type", "name", "relevant"] {
            row.take(column);
        }
        row.read("minyi_type", |word| (word == OTHER).then_some(()));
        self.columns.take_if_same(row, "label", &choice.label);
        self.name(row, None);
        true
    }

    /// The order of choices that a row states, or else the usual one, of which it is said where it is no fixed one.
    pub(crate) fn order(
        &mut self,
        row: &ReadRow,
        id: &QuestionId,
        usual: ChoiceOrder,
    ) -> ChoiceOrder {
        let stated = row.read("minyi_order", answer_type::order);
        if stated.is_none() && !self.states_order && usual != ChoiceOrder::Fixed {
            self.notes.push(Note::Assumed {
                question: id.clone(),
                key: "order",
                value: usual.word().to_owned(),
                unread: false,
            });
        }
        stated.unwrap_or(usual)
    }

    /// A limit as it is stated, or else another one, of which it is said.
    pub(crate) fn assume<T: ToString>(
        &mut self,
        row: &ReadRow,
        id: &QuestionId,
        key: &'static str,
        stated: Option<T>,
        value: T,
    ) -> T {
        if stated.is_none() {
            self.notes.push(Note::Assumed {
                question: id.clone(),
                key,
                value: value.to_string(),
                unread: row.was_left("constraint"),
            });
        }
        stated.unwrap_or(value)
    }

    /// The choice that `or_other` stands for.
    pub(crate) fn add_other(&mut self, row: &ReadRow, choices: &mut Vec<Choice>) {
        let label = other(&self.questionnaire.languages);
        for language in &self.questionnaire.languages {
            if label.find(language).is_none() {
                self.notes.push(Note::OtherUnworded {
                    row: row.number,
                    language: language.clone(),
                });
            }
        }
        let greatest = choices.iter().map(|choice| choice.code.0).max();
        choices.push(Choice {
            code: Code(greatest.unwrap_or(0) + 1),
            kind: None,
            score: None,
            label,
            exclusive: false,
            other: true,
            apart: false,
        });
    }
}

/// Takes the limits of a constraint; `understood` says whether all of it is of use for the type.
pub(crate) fn limits_of(row: &ReadRow, understood: impl FnOnce(&Limits) -> bool) -> Limits {
    let constraint = row.see("constraint");
    if constraint.is_empty() {
        return Limits::default();
    }
    let limits = limits(constraint);
    if understood(&limits) && !limits.says_more {
        row.take("constraint");
    } else if limits
        == (Limits {
            says_more: true,
            ..Limits::default()
        })
    {
        row.leave("constraint", Why::NotUnderstood);
    } else {
        row.leave("constraint", Why::HalfUnderstood);
    }
    limits
}
