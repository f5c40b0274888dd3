//! From the sheets of a form to a questionnaire.

mod conditions;

use std::collections::BTreeMap;

use super::language::Columns;
use super::lists::Lists;
use super::sheet::{Row, Sheet};
use super::{ImportError, Imported, Note, selection};
use crate::answer_type;
use crate::check::{well_formed, well_formed_series};
use questionnaire::{
    AnswerType, Choice, Code, Multiple, Part, Question, QuestionId, Questionnaire, Section, Single,
    Text,
};

pub(super) fn questionnaire(sheets: &BTreeMap<String, Sheet>) -> Result<Imported, ImportError> {
    let survey = sheets.get("survey").ok_or(ImportError::NoSurvey)?;
    let has = |name: &str| survey.columns.iter().any(|column| column.trim() == name);
    if !has("type") || !has("name") {
        return Err(ImportError::NoSurvey);
    }
    let empty = Sheet::default();
    let choices = sheets.get("choices").unwrap_or(&empty);
    let no_settings = Row::default();
    let settings = sheets.get("settings").and_then(|sheet| sheet.rows.first());
    let settings = settings.unwrap_or(&no_settings);
    let columns = Columns::of(&[survey, choices], settings.get("default_language"))?;
    let mut notes = Vec::new();
    let mut lists = Lists::of(choices, &columns, &mut notes);
    for row in &survey.rows {
        if let Some((_, list)) = selection(row.get("type")) {
            *lists.uses.entry(list.to_owned()).or_default() += 1;
        }
    }
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
            tests: Vec::new(),
        },
        groups: Vec::new(),
        ids: BTreeMap::new(),
        list_of: BTreeMap::new(),
        relevant: Vec::new(),
        ends: Vec::new(),
        notes,
    };
    reader.settings(settings);
    for row in &survey.rows {
        reader.row(row)?;
    }
    reader.conditions();
    let Reader {
        questionnaire,
        notes,
        ..
    } = reader;
    Ok(Imported {
        questionnaire,
        notes,
    })
}

/// The form being read.
pub(crate) struct Reader<'s> {
    columns: &'s Columns,
    pub(crate) lists: &'s Lists,
    questionnaire: Questionnaire,
    /// The groups that are open: the ids of their sections, none for nested ones.
    groups: Vec<Option<String>>,
    /// The ids of questions by their names in the workbook.
    ids: BTreeMap<String, QuestionId>,
    list_of: BTreeMap<QuestionId, String>,
    /// Conditions of questions, read once all questions are known: row, question, XPath.
    relevant: Vec<(u32, QuestionId, String)>,
    /// Ends of the interview, likewise, with their texts.
    ends: Vec<(u32, QuestionId, String, Text)>,
    notes: Vec<Note>,
}

impl Reader<'_> {
    fn settings(&mut self, settings: &Row) {
        let id: String = settings
            .get("form_id")
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .take(64)
            .collect();
        let id = id.trim_matches('-').to_owned();
        self.questionnaire.id = if well_formed(&id, &Part::Top) {
            id
        } else {
            "imported".to_owned()
        };
        let title = settings.get("form_title");
        if let Some(first) = self
            .questionnaire
            .languages
            .first()
            .filter(|_| !title.is_empty())
        {
            self.questionnaire.title.set(first.clone(), title);
        }
    }

    fn row(&mut self, row: &Row) -> Result<(), ImportError> {
        let sort = row.get("type");
        match sort.replace(' ', "_").as_str() {
            "" => {}
            "begin_group" => self.open(row),
            "end_group" => {
                self.groups.pop();
            }
            "note" => self.note(row),
            _ if answer_type::is_question(sort) => {
                self.question(row)?;
            }
            _ => self.ignored(row),
        }
        Ok(())
    }

    fn ignored(&mut self, row: &Row) {
        self.notes.push(Note::RowIgnored {
            row: row.number,
            what: row.get("type").chars().take(80).collect(),
        });
    }

    fn open(&mut self, row: &Row) {
        if !self.groups.is_empty() {
            self.ignored(row);
            self.groups.push(None);
            return;
        }
        let part = Part::Section(String::new());
        let id = self.id(row, &part);
        self.questionnaire.sections.push(Section {
            id: id.clone(),
            title: self.columns.text(row, "label"),
            rotate: None,
        });
        if !row.get("relevant").is_empty() {
            self.not_understood(row.number, &id, "relevant", row.get("relevant"));
        }
        self.groups.push(Some(id));
    }

    pub(crate) fn not_understood(
        &mut self,
        row: u32,
        question: &str,
        column: &'static str,
        xpath: &str,
    ) {
        self.notes.push(Note::NotUnderstood {
            row,
            question: question.to_owned(),
            column,
            xpath: xpath.chars().take(200).collect(),
        });
    }

    /// The id for a name: itself, or what is left of it.
    fn id(&mut self, row: &Row, part: &Part) -> String {
        let name = row.get("name");
        let taken = |id: &str| match part {
            Part::Section(_) => self.questionnaire.section(id).is_some(),
            _ => self.questionnaire.question(&QuestionId::new(id)).is_some(),
        };
        let mut id = name.to_owned();
        if !well_formed(&id, part) {
            let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
            id = format!("Q_{}", name.chars().take(50).map(plain).collect::<String>());
        }
        while taken(&id) {
            id.push('x');
        }
        if id != name {
            self.notes.push(Note::Renamed {
                row: row.number,
                from: name.chars().take(80).collect(),
                to: id.clone(),
            });
        }
        id
    }

    /// Notes are the title, the introduction and the ends; others have no counterpart.
    fn note(&mut self, row: &Row) {
        let (name, text) = (row.get("name"), self.columns.text(row, "label"));
        let relevant = row.get("relevant");
        let first = self.questionnaire.questions.is_empty() && self.groups.is_empty();
        if first && name.starts_with("title") {
            self.questionnaire.title = text;
        } else if first && (name.starts_with("intro") || self.questionnaire.intro.is_empty()) {
            self.questionnaire.intro = text;
        } else if let Some(question) = name
            .strip_suffix("_end")
            .and_then(|question| self.ids.get(question))
            .filter(|_| !relevant.is_empty())
        {
            let question = question.clone();
            self.ends
                .push((row.number, question, relevant.to_owned(), text));
        } else {
            self.ignored(row);
        }
    }

    fn question(&mut self, row: &Row) -> Result<(), ImportError> {
        if self.is_other(row) {
            return Ok(());
        }
        let id = self.id(row, &Part::Question(QuestionId::new("")));
        let id = QuestionId::new(id);
        let answer = answer_type::from_row(row, &id, self)?;
        let relevant = row.get("relevant");
        if !relevant.is_empty() {
            self.relevant
                .push((row.number, id.clone(), relevant.to_owned()));
        }
        let yes = ["yes", "true", "true()"].contains(&row.get("required"));
        let series = Some(row.get("minyi_series")).filter(|series| well_formed_series(series));
        self.ids.insert(row.get("name").to_owned(), id.clone());
        self.questionnaire.questions.push(Question {
            id,
            section: self.groups.first().cloned().flatten(),
            answer,
            text: self.columns.text(row, "label"),
            help: self.columns.text(row, "hint"),
            required: yes,
            ask_if: None,
            end_if: None,
            end: Text::default(),
            series: series.map(str::to_owned),
        });
        Ok(())
    }

    /// True for the text field of an "other" choice of the question before, which it marks.
    fn is_other(&mut self, row: &Row) -> bool {
        let name = row.get("name");
        let Some(question) = name
            .strip_suffix("_other")
            .filter(|_| row.get("type") == "text")
        else {
            return false;
        };
        let (Some(id), Some(list)) = (
            self.ids.get(question),
            self.ids.get(question).and_then(|id| self.list_of.get(id)),
        ) else {
            return false;
        };
        let relevant = row.get("relevant");
        let named: Vec<&str> = relevant.split(['\'', '"']).collect();
        let code = match named[..] {
            [before, value, _] if before.contains(&format!("${{{question}}}")) => {
                self.lists.code(list, value)
            }
            _ => None,
        };
        let mut questions = self.questionnaire.questions.iter_mut();
        let found = questions.find(|other| other.id == *id);
        let Some(
            AnswerType::Single(Single { choices, .. })
            | AnswerType::Multiple(Multiple { choices, .. }),
        ) = found.map(|question| &mut question.answer)
        else {
            return false;
        };
        let choice = choices.iter_mut().find(|choice| Some(choice.code) == code);
        choice.map(|choice| choice.other = true).is_some()
    }

    pub(crate) fn assume<T: ToString>(
        &mut self,
        id: &QuestionId,
        key: &'static str,
        stated: Option<T>,
        value: T,
    ) -> T {
        if stated.is_none() {
            let question = id.clone();
            self.notes.push(Note::Assumed {
                question,
                key,
                value: value.to_string(),
            });
        }
        stated.unwrap_or(value)
    }

    /// Takes note of the list of a question; a list that is nowhere is refused.
    pub(crate) fn has_list(
        &mut self,
        row: &Row,
        id: &QuestionId,
        list: &str,
    ) -> Result<(), ImportError> {
        if !self.lists.has(list) {
            let (row, list) = (row.number, list.to_owned());
            return Err(ImportError::NoList { row, list });
        }
        self.list_of.insert(id.clone(), list.to_owned());
        Ok(())
    }

    /// The choice that `or_other` stands for.
    pub(crate) fn add_other(&self, wanted: bool, choices: &mut Vec<Choice>) {
        if !wanted {
            return;
        }
        let mut label = Text::default();
        for language in &self.questionnaire.languages {
            let word = if language.tag().starts_with("zh") {
                "其他"
            } else {
                "Other"
            };
            label.set(language.clone(), word);
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
