//! From a questionnaire to the three sheets of a form.

use std::collections::BTreeSet;

use super::language::{column, heading};
use super::sheet::{Row, Sheet};
use super::{Note, xpath};
use crate::answer_type;
use questionnaire::{
    Choice, ChoiceKind, Condition, Language, Part, Question, Questionnaire, ScaleId, Text,
    other_field,
};

/// The sheets, and what they cannot hold.
pub(super) fn sheets(questionnaire: &Questionnaire) -> (Vec<(&'static str, Sheet)>, Vec<Note>) {
    let mut writer = Writer {
        questionnaire,
        survey: Sheet::default(),
        choices: Sheet::default(),
        names: questionnaire
            .questions
            .iter()
            .map(|question| question.id.to_string())
            .collect(),
        notes: Vec::new(),
    };
    writer.survey.columns = ["type", "name"].map(str::to_owned).to_vec();
    writer.worded("label", Writer::survey_columns);
    writer.worded("hint", Writer::survey_columns);
    let further = [
        "required",
        "relevant",
        "constraint",
        "appearance",
        "minyi_type",
        "minyi_order",
        "minyi_series",
    ];
    writer.survey.columns.extend(further.map(str::to_owned));
    writer.choices.columns = ["list_name", "name"].map(str::to_owned).to_vec();
    writer.worded("label", Writer::choice_columns);
    let further = ["kind", "score", "apart", "scale"];
    writer.choices.columns.extend(further.map(str::to_owned));
    writer.write();
    let settings = settings(questionnaire);
    let sheets = vec![
        ("survey", writer.survey),
        ("choices", writer.choices),
        ("settings", settings),
    ];
    (sheets, writer.notes)
}

fn settings(questionnaire: &Questionnaire) -> Sheet {
    let mut row = Row::default();
    if let Some(language) = questionnaire.languages.first() {
        row.set("form_title", questionnaire.title.get(language));
        row.set("default_language", heading(language));
    }
    row.set("form_id", questionnaire.id.as_str());
    row.set("version", &questionnaire.version().as_str()[..12]);
    let columns = ["form_title", "form_id", "version", "default_language"];
    Sheet {
        columns: columns.map(str::to_owned).to_vec(),
        rows: vec![row],
    }
}

/// The sheets being written.
pub(crate) struct Writer<'q> {
    questionnaire: &'q Questionnaire,
    survey: Sheet,
    choices: Sheet,
    names: BTreeSet<String>,
    notes: Vec<Note>,
}

impl Writer<'_> {
    fn survey_columns(&mut self) -> &mut Vec<String> {
        &mut self.survey.columns
    }

    fn choice_columns(&mut self) -> &mut Vec<String> {
        &mut self.choices.columns
    }

    fn worded(&mut self, base: &str, columns: fn(&mut Self) -> &mut Vec<String>) {
        let named: Vec<String> = self
            .questionnaire
            .languages
            .iter()
            .map(|language| column(base, language))
            .collect();
        columns(self).extend(named);
    }

    fn write(&mut self) {
        let questionnaire = self.questionnaire;
        self.note_row("title", &questionnaire.title, None);
        self.note_row("intro", &questionnaire.intro, None);
        for scale in &questionnaire.scales {
            for choice in &scale.choices {
                self.choice(scale.id.as_str(), choice, Some(&scale.id));
            }
        }
        let mut open = None;
        for question in &questionnaire.questions {
            if question.section != open {
                self.section(open.is_some(), question.section.as_deref());
                open.clone_from(&question.section);
            }
            self.question(question);
        }
        self.section(open.is_some(), None);
        for arm in &questionnaire.arms {
            let part = Part::Arm(arm.id.clone());
            self.missing(part, "groups");
        }
        if !questionnaire.tests.is_empty() {
            self.missing(Part::Top, "test");
        }
    }

    pub(crate) fn missing(&mut self, part: Part, key: &'static str) {
        self.notes.push(Note::NoCounterpart { part, key });
    }

    fn section(&mut self, close: bool, open: Option<&str>) {
        if close {
            let mut row = Row::default();
            row.set("type", "end_group");
            self.survey.rows.push(row);
        }
        let section = open.and_then(|open| self.questionnaire.section(open));
        if let Some(section) = section {
            let mut row = Row::default();
            row.set("type", "begin_group");
            row.set("name", section.id.as_str());
            words(
                &mut row,
                "label",
                &section.title,
                &self.questionnaire.languages,
            );
            self.survey.rows.push(row);
            if section.rotate.is_some() {
                self.missing(Part::Section(section.id.clone()), "rotate");
            }
        }
    }

    /// A name like `wanted` that no question has.
    fn free_name(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        while !self.names.insert(name.clone()) {
            name.push('_');
        }
        name
    }

    fn note_row(&mut self, name: &str, text: &Text, relevant: Option<String>) {
        let mut row = Row::default();
        row.set("type", "note");
        row.set("name", self.free_name(name));
        words(&mut row, "label", text, &self.questionnaire.languages);
        row.set("relevant", relevant.unwrap_or_default());
        self.survey.rows.push(row);
    }

    fn question(&mut self, question: &Question) {
        let languages = &self.questionnaire.languages;
        let part = Part::Question(question.id.clone());
        let mut row = Row::default();
        row.set("name", question.id.as_str());
        words(&mut row, "label", &question.text, languages);
        words(&mut row, "hint", &question.help, languages);
        row.set("required", if question.required { "yes" } else { "" });
        row.set("minyi_series", question.series.clone().unwrap_or_default());
        if let Some(condition) = &question.ask_if {
            let relevant = xpath::write(condition, self.questionnaire);
            row.set("relevant", relevant.unwrap_or_default());
            self.arms_left_out(&part, "ask_if", condition);
        }
        answer_type::to_row(question, &mut row, self);
        self.survey.rows.push(row);
        self.other(question);
        if let Some(condition) = &question.end_if {
            self.arms_left_out(&part, "end_if", condition);
            let relevant = xpath::write(condition, self.questionnaire);
            if relevant.is_some() {
                self.note_row(&format!("{}_end", question.id), &question.end, relevant);
                let question = question.id.clone();
                self.notes.push(Note::EndGoesOn { question });
            }
        }
    }

    fn arms_left_out(&mut self, part: &Part, key: &'static str, condition: &Condition) {
        let mut arms = false;
        condition.root().visit(&mut |expression| {
            arms |= matches!(expression, questionnaire::Expression::Arm { .. });
        });
        if arms {
            self.missing(part.clone(), key);
        }
    }

    /// Writes the list of a question's own choices.
    pub(crate) fn list(&mut self, question: &Question, choices: &[Choice]) -> String {
        let list = self.list_name(question);
        for choice in choices {
            self.choice(&list, choice, None);
        }
        list
    }

    /// Writes a list of the choices of a scale and those beside it.
    pub(crate) fn list_beside(
        &mut self,
        question: &Question,
        scale: &ScaleId,
        extra: &[Choice],
    ) -> String {
        let list = self.list_name(question);
        let shared = self.questionnaire.scale(scale);
        for choice in shared.into_iter().flat_map(|scale| &scale.choices) {
            self.choice(&list, choice, Some(scale));
        }
        for choice in extra {
            self.choice(&list, choice, None);
        }
        list
    }

    fn list_name(&self, question: &Question) -> String {
        let mut name = question.id.to_string();
        while self.questionnaire.scale(&ScaleId::new(&name)).is_some() {
            name.push_str("_list");
        }
        name
    }

    fn choice(&mut self, list: &str, choice: &Choice, scale: Option<&ScaleId>) {
        let mut row = Row::default();
        row.set("list_name", list);
        row.set("name", choice.code.to_string());
        words(
            &mut row,
            "label",
            &choice.label,
            &self.questionnaire.languages,
        );
        row.set(
            "kind",
            choice.kind.map(ChoiceKind::word).unwrap_or_default(),
        );
        let score = choice.score.map(|score| score.to_string());
        row.set("score", score.unwrap_or_default());
        row.set("apart", if choice.apart { "yes" } else { "" });
        row.set("scale", scale.map(ScaleId::as_str).unwrap_or_default());
        self.choices.rows.push(row);
    }

    /// The text field of an "other, please say" choice.
    fn other(&mut self, question: &Question) {
        let Some(other) = question.other() else {
            return;
        };
        let mut row = Row::default();
        row.set("type", "text");
        row.set("name", self.free_name(&other_field(&question.id)));
        words(
            &mut row,
            "label",
            &other.label,
            &self.questionnaire.languages,
        );
        let (id, code) = (&question.id, other.code);
        row.set("relevant", format!("selected(${{{id}}}, '{code}')"));
        self.survey.rows.push(row);
    }
}

fn words(row: &mut Row, base: &str, text: &Text, languages: &[Language]) {
    for language in languages {
        row.set(
            column(base, language),
            text.find(language).unwrap_or_default(),
        );
    }
}
