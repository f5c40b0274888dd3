//! From a questionnaire to the three sheets of a form.

use std::collections::{BTreeMap, BTreeSet};

use super::import::{END, OTHER};
use super::language::{column, heading};
use super::sheet::{Row, Sheet};
use super::text::escaped;
use super::{Note, xpath};
use crate::answer_type;
use questionnaire::{
    Choice, ChoiceKind, Condition, Language, Part, Question, QuestionId, Questionnaire, ScaleId,
    Text, other_field,
};

/// The sheets, and what they cannot hold.
pub(super) fn sheets(questionnaire: &Questionnaire) -> (Vec<(&'static str, Sheet)>, Vec<Note>) {
    let mut writer = Writer {
        questionnaire,
        survey: Sheet::default(),
        choices: Sheet::default(),
        names: Names::of(questionnaire),
        lists: (questionnaire.scales.iter())
            .map(|scale| scale.id.to_string())
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
    names: Names,
    /// The names of lists that are taken.
    lists: BTreeSet<String>,
    notes: Vec<Note>,
}

/// What the rows of the survey sheet are called: one name for each, since the tools refuse a name that stands twice.
struct Names {
    taken: BTreeSet<String>,
    questions: BTreeMap<QuestionId, String>,
    sections: BTreeMap<String, String>,
}

impl Names {
    /// Questions keep their ids, then sections theirs, as far as they are free.
    fn of(questionnaire: &Questionnaire) -> Self {
        let questions = questionnaire.questions.iter();
        let ids = questions.map(|question| question.id.to_string());
        let mut names = Self {
            taken: ids.collect(),
            questions: BTreeMap::new(),
            sections: BTreeMap::new(),
        };
        for kept in KEPT {
            if !names.taken.insert(kept.to_owned()) {
                let name = names.free(kept);
                names.questions.insert(QuestionId::new(kept), name);
            }
        }
        for section in &questionnaire.sections {
            let name = names.free(&section.id);
            names.sections.insert(section.id.clone(), name);
        }
        names
    }

    /// A name like `wanted` that nothing has.
    fn free(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        while !self.taken.insert(name.clone()) {
            name.push('_');
        }
        name
    }

    fn question<'n>(&'n self, id: &'n QuestionId) -> &'n str {
        self.questions.get(id).map_or(id.as_str(), String::as_str)
    }
}

/// The names that forms keep for themselves: of what they add to every form, and of the form as a whole.
const KEPT: [&str; 4] = ["meta", "instanceID", "instanceName", "data"];

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
        self.note_row("title", &questionnaire.title);
        self.note_row("intro", &questionnaire.intro);
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
            let name = self.names.sections.get(&section.id);
            let name = name.unwrap_or(&section.id).clone();
            self.renamed(Part::Section(section.id.clone()), &section.id, &name);
            row.set("name", name);
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

    fn renamed(&mut self, part: Part, id: &str, name: &str) {
        if id != name {
            let name = name.to_owned();
            self.notes.push(Note::NamedOtherwise { part, name });
        }
    }

    fn note_row(&mut self, name: &str, text: &Text) -> &mut Row {
        let mut row = Row::default();
        row.set("type", "note");
        row.set("name", self.names.free(name));
        words(&mut row, "label", text, &self.questionnaire.languages);
        let at = self.survey.rows.len();
        self.survey.rows.push(row);
        &mut self.survey.rows[at]
    }

    fn xpath(&self, condition: &Condition) -> Option<String> {
        let name = |id: &QuestionId| self.names.question(id).to_owned();
        xpath::write(condition, self.questionnaire, &name)
    }

    fn question(&mut self, question: &Question) {
        let languages = &self.questionnaire.languages;
        let part = Part::Question(question.id.clone());
        let mut row = Row::default();
        let name = self.names.question(&question.id).to_owned();
        self.renamed(part.clone(), question.id.as_str(), &name);
        row.set("name", name.as_str());
        words(&mut row, "label", &question.text, languages);
        words(&mut row, "hint", &question.help, languages);
        row.set("required", if question.required { "yes" } else { "" });
        row.set("minyi_series", question.series.clone().unwrap_or_default());
        if let Some(condition) = &question.ask_if {
            row.set("relevant", self.xpath(condition).unwrap_or_default());
            self.arms_left_out(&part, "ask_if", condition);
        }
        answer_type::to_row(question, &mut row, self);
        self.survey.rows.push(row);
        self.other(question);
        if let Some(condition) = &question.end_if {
            self.arms_left_out(&part, "end_if", condition);
            if let Some(relevant) = self.xpath(condition) {
                let row = self.note_row(&format!("{name}_end"), &question.end);
                row.set("relevant", relevant);
                row.set("minyi_type", END);
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

    fn list_name(&mut self, question: &Question) -> String {
        let mut name = question.id.to_string();
        while !self.lists.insert(name.clone()) {
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
        row.set("name", self.names.free(&other_field(&question.id)));
        row.set("minyi_type", OTHER);
        words(
            &mut row,
            "label",
            &other.label,
            &self.questionnaire.languages,
        );
        let (name, code) = (self.names.question(&question.id), other.code);
        row.set("relevant", format!("selected(${{{name}}}, '{code}')"));
        self.survey.rows.push(row);
    }
}

fn words(row: &mut Row, base: &str, text: &Text, languages: &[Language]) {
    for language in languages {
        let wording = text.find(language).unwrap_or_default();
        row.set(column(base, language), escaped(wording));
    }
}
