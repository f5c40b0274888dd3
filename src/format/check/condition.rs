//! Whether a condition fits the questionnaire it stands in.

use crate::finding::Positions;
use crate::source::nearest;
use questionnaire::{
    Condition, ConditionFault, ConditionProblem, Expression, Name, NamedQuestion, Operator, Part,
    Question, QuestionId, Questionnaire,
};

/// Checks conditions at one place of a questionnaire.
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Checker<'q> {
    pub questionnaire: &'q Questionnaire,
    /// Where its parts stand.
    pub positions: &'q Positions,
    /// The position of the first question that the condition cannot know yet.
    pub known_before: usize,
    /// The question the condition belongs to.
    pub at: &'q Question,
}

impl Checker<'_> {
    /// Everything that is wrong with the condition.
    pub fn check(&self, condition: &Condition) -> Vec<ConditionProblem> {
        let mut problems = Vec::new();
        condition.root().visit(&mut |expression| {
            let found = match expression {
                Expression::Arm { arm, group } => self.arm(arm, group),
                _ => expression
                    .question()
                    .and_then(|name| Some((name.at, self.reference(expression, name)?))),
            };
            problems.extend(found.map(|(at, fault)| fault.at(at)));
        });
        problems
    }

    fn arm(&self, arm: &Name, group: &Name) -> Option<(usize, ConditionFault)> {
        let Some(found) = self
            .questionnaire
            .arms
            .iter()
            .find(|other| other.id == arm.text)
        else {
            let unread = self.positions.is_unread(&Part::Arm(arm.text.clone()));
            let arm_id = arm.text.clone();
            return (!unread).then_some((arm.at, ConditionFault::UnknownArm { arm: arm_id }));
        };
        (!found.groups.contains_key(&group.text)).then(|| {
            let fault = ConditionFault::UnknownGroup {
                arm: arm.text.clone(),
                group: group.text.clone(),
                groups: found.groups.keys().cloned().collect(),
            };
            (group.at, fault)
        })
    }

    fn reference(&self, expression: &Expression, name: &NamedQuestion) -> Option<ConditionFault> {
        let id = &name.id;
        let questions = &self.questionnaire.questions;
        let Some(index) = questions.iter().position(|question| question.id == *id) else {
            if self.positions.is_unread(&Part::Question(id.clone())) {
                return None;
            }
            let known = questions.iter().map(|question| question.id.as_str());
            return Some(ConditionFault::UnknownQuestion {
                question: id.clone(),
                nearest: nearest(id.as_str(), known).map(QuestionId::new),
            });
        };
        let question = &questions[index];
        if index >= self.known_before || self.rotates_behind(question) {
            return Some(ConditionFault::Later {
                question: id.clone(),
            });
        }
        match expression {
            Expression::Chosen { code, .. } => question.chosen(self.questionnaire, *code),
            Expression::OneOf { codes, .. } => codes.iter().find_map(|code| {
                question.compared(self.questionnaire, Operator::Equal, (*code).into())
            }),
            Expression::Compare {
                operator, value, ..
            } => question.compared(self.questionnaire, *operator, *value),
            _ => None,
        }
    }

    /// True where rotation may show `question` after the one the condition belongs to.
    fn rotates_behind(&self, question: &Question) -> bool {
        let group = |question: &Question| {
            let section = self.questionnaire.section(question.section.as_deref()?)?;
            section.rotate.clone()
        };
        question.section != self.at.section
            && group(question).is_some()
            && group(question) == group(self.at)
    }
}
