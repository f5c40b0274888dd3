//! Conditions, ends, and what may be required.

use super::condition::Checker;
use super::{Inspection, part_of};
use crate::problem::Problem;
use questionnaire::Question;

impl Inspection<'_> {
    pub(super) fn conditions(&mut self) {
        for (index, question) in self.questionnaire.questions.iter().enumerate() {
            let part = part_of(question);
            let conditions = [
                ("ask_if", &question.ask_if, index),
                ("end_if", &question.end_if, index + 1),
            ];
            for (key, condition, known_before) in conditions {
                let Some(condition) = condition else { continue };
                let checker = Checker {
                    questionnaire: self.questionnaire,
                    positions: self.positions,
                    known_before,
                    at: question,
                };
                for problem in checker.check(condition) {
                    self.report(&part, key, Problem::Condition { key, problem });
                }
            }
            let ends = question.end_if.is_some() || self.positions.has(&part, "end_if");
            let worded = !question.end.is_empty() || self.positions.has(&part, "end");
            if ends && !worded {
                self.report(&part, "end_if", Problem::EndWithoutText);
            }
            if worded && !ends {
                self.report(&part, "end", Problem::TextWithoutEnd);
            }
            if question.required && !self.decides_eligibility(question) {
                self.report(&part, "required", Problem::PointlessRequired);
            }
        }
    }

    fn decides_eligibility(&self, question: &Question) -> bool {
        let ends = |other: &Question| {
            let condition = other.end_if.as_ref();
            condition.is_some_and(|condition| condition.questions().contains(&&question.id))
        };
        self.positions.lacks_condition(&question.id)
            || self.questionnaire.questions.iter().any(ends)
    }
}
