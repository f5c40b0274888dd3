//! Whether every text has every language.

use super::{Inspection, part_of};
use crate::problem::Problem;
use questionnaire::{Choice, Part, Text};

impl Inspection<'_> {
    pub(super) fn wordings(&mut self) {
        let questionnaire = self.questionnaire;
        if questionnaire.languages.is_empty() {
            self.report(&Part::Top, "languages", Problem::NoLanguage);
        }
        self.required(&Part::Top, "title", &questionnaire.title);
        self.required(&Part::Top, "intro", &questionnaire.intro);
        for scale in &questionnaire.scales {
            self.labels(&Part::Scale(scale.id.clone()), &scale.choices);
        }
        for section in &questionnaire.sections {
            self.required(&Part::Section(section.id.clone()), "title", &section.title);
        }
        for question in &questionnaire.questions {
            let part = part_of(question);
            self.worded(&part, "", &question.text);
            self.present(&part, "help", &question.help);
            self.present(&part, "end", &question.end);
            self.labels(&part, question.answer.own_choices());
        }
        for editorial in &questionnaire.editorial {
            if editorial.text.find(questionnaire).is_none() {
                let key = editorial.text.to_string();
                let problem = Problem::EditorialWithoutText { key };
                self.report(&editorial.text.part(), "", problem);
            }
        }
    }

    fn labels(&mut self, part: &Part, choices: &[Choice]) {
        for choice in choices {
            self.worded(part, &choice.code.to_string(), &choice.label);
        }
    }

    /// Checks a text that must be there; where a file lacks it, its reader has said so.
    fn required(&mut self, part: &Part, key: &str, text: &Text) {
        if self.positions.is_empty() {
            self.worded(part, key, text);
        } else {
            self.present(part, key, text);
        }
    }

    /// Checks a text that may be absent.
    pub(crate) fn present(&mut self, part: &Part, key: &str, text: &Text) {
        if self.positions.has(part, key) || !text.is_empty() {
            self.worded(part, key, text);
        }
    }

    fn worded(&mut self, part: &Part, key: &str, text: &Text) {
        for language in &self.questionnaire.languages {
            if text
                .find(language)
                .is_none_or(|wording| wording.trim().is_empty())
            {
                let problem = Problem::MissingTranslation {
                    key: key.to_owned(),
                    language: language.clone(),
                };
                self.report(part, key, problem);
            }
        }
    }
}
