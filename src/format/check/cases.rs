//! Whether the cases a file states about itself hold.

use super::Inspection;
use super::budget::Budget;
use super::reach::weight;
use crate::problem::Problem;
use questionnaire::{Assignment, Part, Question, QuestionId, Seen, Test, route};

impl Inspection<'_> {
    pub(super) fn cases(&mut self, budget: &mut Budget) {
        let conditions = self.questionnaire.questions.iter();
        let way: u64 = conditions
            .map(|question| 1 + weight(question.ask_if.as_ref()) + weight(question.end_if.as_ref()))
            .sum();
        for test in &self.questionnaire.tests {
            if !budget.spend(way) {
                self.report_at(test.line, None, Problem::TooEntangled);
                return;
            }
            let before = self.findings.len();
            self.names(test);
            self.groups(test);
            if self.findings.len() > before {
                continue;
            }
            let assignment = Assignment::as_written(self.questionnaire, &test.arms);
            self.answers(test, &assignment);
            self.path(test, &assignment);
        }
    }

    fn names(&mut self, test: &Test) {
        for question in test.answers.0.keys().chain(&test.path) {
            let unread = self.positions.is_unread(&Part::Question(question.clone()));
            if !unread && self.questionnaire.question(question).is_none() {
                let (name, question) = (test.name.clone(), question.clone());
                self.report_at(
                    test.line,
                    None,
                    Problem::TestUnknownQuestion { name, question },
                );
            }
        }
    }

    fn groups(&mut self, test: &Test) {
        for (arm, group) in &test.arms {
            let Some(found) = self
                .questionnaire
                .arms
                .iter()
                .find(|other| other.id == *arm)
            else {
                self.report_at(test.line, None, Problem::UnknownArm { arm: arm.clone() });
                continue;
            };
            if !found.groups.contains_key(group) {
                let problem = Problem::UnknownGroup {
                    arm: arm.clone(),
                    group: group.clone(),
                    groups: found.groups.keys().cloned().collect(),
                };
                self.report_at(test.line, None, problem);
            }
        }
    }

    fn answers(&mut self, test: &Test, assignment: &Assignment) {
        for (id, answer) in &test.answers.0 {
            let Some(question) = self.questionnaire.question(id) else {
                continue;
            };
            let seen = Seen {
                questionnaire: self.questionnaire,
                assignment,
                question,
            };
            if !seen.accepts(answer) {
                let (name, question) = (test.name.clone(), id.clone());
                self.report_at(
                    test.line,
                    None,
                    Problem::TestImpossibleAnswer { name, question },
                );
            }
        }
    }

    fn path(&mut self, test: &Test, assignment: &Assignment) {
        let path = route(self.questionnaire, assignment, &test.answers);
        let actual: Vec<QuestionId> = path
            .asked
            .iter()
            .map(|question| question.id.clone())
            .collect();
        let end_unread = |question: &&Question| {
            let part = Part::Question(question.id.clone());
            question.end_if.is_none() && self.positions.has(&part, "end_if")
        };
        if path.asked.iter().any(end_unread) {
            return;
        }
        // Questions that could not be read, wholly or in a condition, have findings of their own.
        let readable = |ids: &[QuestionId]| -> Vec<QuestionId> {
            let sound = |id: &&QuestionId| {
                !self.positions.lacks_condition(id)
                    && !self.positions.is_unread(&Part::Question((*id).clone()))
            };
            ids.iter().filter(sound).cloned().collect()
        };
        if readable(&actual) != readable(&test.path) {
            let (name, expected) = (test.name.clone(), test.path.clone());
            self.report_at(
                test.line,
                None,
                Problem::TestFailed {
                    name,
                    actual,
                    expected,
                },
            );
        }
    }
}
