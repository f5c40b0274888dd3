//! Conditions, ends, and what may be required.

use std::collections::BTreeSet;

use super::budget::Budget;
use super::condition::Checker;
use super::{Inspection, part_of};
use crate::problem::Problem;
use questionnaire::{Condition, QuestionId};

impl<'q> Inspection<'q> {
    /// Checks them one by one; false where the budget ended it.
    pub(super) fn conditions(&mut self, budget: &mut Budget) -> bool {
        let ids = self.questionnaire.questions.iter();
        let ids: BTreeSet<&QuestionId> = ids.map(|question| &question.id).collect();
        let deciding = self.deciding();
        for (index, question) in self.questionnaire.questions.iter().enumerate() {
            let part = part_of(question);
            let conditions = [
                ("ask_if", &question.ask_if, index),
                ("end_if", &question.end_if, index + 1),
            ];
            for (key, condition, known_before) in conditions {
                let Some(condition) = condition else { continue };
                if !budget.spend(self.cost(condition, &ids)) {
                    self.report(&part, key, Problem::TooEntangled);
                    return false;
                }
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
            if question.required
                && !deciding.contains(&question.id)
                && !self.positions.lacks_condition(&question.id)
            {
                self.report(&part, "required", Problem::PointlessRequired);
            }
        }
        true
    }

    /// The questions on which it depends whether an interview ends early.
    fn deciding(&self) -> BTreeSet<&'q QuestionId> {
        let ends = self.questionnaire.questions.iter();
        let ends = ends.filter_map(|question| question.end_if.as_ref());
        ends.flat_map(Condition::questions).collect()
    }

    /// The steps it takes to look up what a condition names, and what an unknown name may have meant.
    fn cost(&self, condition: &Condition, ids: &BTreeSet<&QuestionId>) -> u64 {
        let named = condition.questions();
        let questions = self.questionnaire.questions.len();
        let unknown = named.iter().filter(|id| !ids.contains(*id));
        let letters: usize = unknown.map(|id| id.as_str().len().min(64)).sum();
        let steps = named.len() * (1 + questions / 16) + letters * questions;
        u64::try_from(steps).unwrap_or(u64::MAX)
    }
}
