//! What the categories of margins are called.

use crate::interface::Interface;
use questionnaire::{Question, QuestionId, Questionnaire, Text};
use sampling::FrameStratum;
use sampling::margin_table::TableCategory;

/// Where categories have their names from: strata, and the choices of questions.
pub(crate) struct CategoryNames<'n> {
    strata: &'n [FrameStratum],
    questions: Vec<&'n Question>,
}

impl<'n> CategoryNames<'n> {
    pub(crate) fn new(
        strata: &'n [FrameStratum],
        questionnaires: impl IntoIterator<Item = &'n Questionnaire>,
    ) -> Self {
        let questions = questionnaires.into_iter().flat_map(|it| &it.questions);
        Self {
            strata,
            questions: questions.collect(),
        }
    }

    /// The texts of a category: of the stratum, or of each choice that belongs to it.
    fn texts(&self, by: Option<&QuestionId>, category: &str) -> Vec<&'n Text> {
        let Some(by) = by else {
            let stratum = (self.strata.iter()).find(|stratum| stratum.code.as_str() == category);
            return stratum.map(|stratum| &stratum.name).into_iter().collect();
        };
        let question = self.questions.iter().find(|question| question.id == *by);
        let choices = question.map_or(&[][..], |question| question.answer.own_choices());
        let codes = category.split(' ');
        let named = codes.filter_map(|code| {
            let mut choices = choices.iter();
            choices.find(|choice| choice.code.to_string() == code)
        });
        named.map(|choice| &choice.label).collect()
    }

    /// What a category is called, in the reader's language; empty where nothing names it.
    pub(crate) fn name(
        &self,
        interface: &Interface,
        by: Option<&QuestionId>,
        category: &str,
    ) -> String {
        let texts = self.texts(by, category).into_iter();
        let names: Vec<&str> = texts.map(|text| interface.text(text)).collect();
        names.join(" + ")
    }

    /// What a category is called, with its code or codes.
    pub(crate) fn label(
        &self,
        interface: &Interface,
        by: Option<&QuestionId>,
        category: &str,
    ) -> String {
        let name = self.name(interface, by, category);
        format!("{category} {name}").trim_end().to_owned()
    }

    /// The category as a table may name it: by its code, or in any language where it is a single one.
    pub(crate) fn in_tables(
        &self,
        interface: &Interface,
        by: Option<&QuestionId>,
        category: &str,
    ) -> TableCategory {
        let texts = self.texts(by, category);
        let names = match texts.as_slice() {
            [text] => {
                let own = interface.text(text).to_owned();
                let all = text
                    .languages()
                    .map(|language| text.get(language).to_owned());
                [own].into_iter().chain(all).collect()
            }
            _ => Vec::new(),
        };
        TableCategory {
            code: category.to_owned(),
            names,
        }
    }
}
