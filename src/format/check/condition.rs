//! Whether a condition fits the questionnaire it stands in.

use crate::finding::Positions;
use crate::source::nearest;
use questionnaire::{
    AnswerType, Choice, Code, Condition, ConditionFault, ConditionProblem, Expression, Name,
    Operator, Part, Question, Questionnaire,
};

/// Checks conditions at one place of a questionnaire.
pub struct Checker<'q> {
    /// The questionnaire.
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

    fn reference(&self, expression: &Expression, name: &Name) -> Option<ConditionFault> {
        let id = &name.text;
        let questions = &self.questionnaire.questions;
        let Some(index) = questions.iter().position(|question| question.id == *id) else {
            if self.positions.is_unread(&Part::Question(id.clone())) {
                return None;
            }
            return Some(ConditionFault::UnknownQuestion {
                question: id.clone(),
                nearest: nearest(id, questions.iter().map(|question| question.id.as_str()))
                    .map(str::to_owned),
            });
        };
        let question = &questions[index];
        if index >= self.known_before || self.rotates_behind(question) {
            return Some(ConditionFault::Later {
                question: id.clone(),
            });
        }
        match expression {
            Expression::Chosen { code, .. } => chosen(question, *code),
            Expression::OneOf { codes, .. } => codes
                .iter()
                .find_map(|code| self.compared(question, Operator::Equal, *code)),
            Expression::Compare {
                operator, value, ..
            } => self.compared(question, *operator, *value),
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

    fn compared(
        &self,
        question: &Question,
        operator: Operator,
        value: Code,
    ) -> Option<ConditionFault> {
        let id = || question.id.clone();
        match &question.answer {
            AnswerType::ShortText { .. } | AnswerType::LongText { .. } => {
                Some(ConditionFault::TextCompared { question: id() })
            }
            AnswerType::Multiple { .. } => {
                Some(ConditionFault::MultipleCompared { question: id() })
            }
            AnswerType::Single { .. } | AnswerType::District { .. } if operator.orders() => {
                Some(ConditionFault::Unordered {
                    question: id(),
                    operator: operator.sign(),
                })
            }
            AnswerType::Single { choices, .. } | AnswerType::District { choices } => {
                unknown_choice(question, choices, value)
            }
            AnswerType::Number { min, max, .. } => (!operator.orders()
                && !(*min..=*max).contains(&value))
            .then(|| ConditionFault::NumberNeverGiven {
                question: id(),
                value,
                min: *min,
                max: *max,
            }),
            AnswerType::Scale { scale, extra, .. } => {
                self.on_scale(question, scale, extra, operator, value)
            }
        }
    }

    fn on_scale(
        &self,
        question: &Question,
        scale: &str,
        extra: &[Choice],
        operator: Operator,
        value: Code,
    ) -> Option<ConditionFault> {
        let home = self.questionnaire.scale(scale)?;
        let known: Vec<&Choice> = home.choices.iter().chain(extra).collect();
        if !known.iter().any(|choice| choice.code == value) {
            return Some(ConditionFault::UnknownChoice {
                question: question.id.clone(),
                code: value,
                known: known.iter().map(|choice| choice.code).collect(),
            });
        }
        let swapped = self
            .questionnaire
            .arms
            .iter()
            .flat_map(|arm| arm.scales.values());
        for shown in swapped.filter_map(|swap| self.questionnaire.scale(swap.get(scale)?)) {
            if !shown
                .choices
                .iter()
                .chain(extra)
                .any(|choice| choice.code == value)
            {
                return Some(ConditionFault::NotOnEveryScale {
                    question: question.id.clone(),
                    scale: shown.id.clone(),
                    code: value,
                });
            }
        }
        let apart = known.iter().find(|choice| {
            operator.orders() && choice.stands_apart() && operator.holds(choice.code, value)
        })?;
        Some(ConditionFault::TakesApart {
            question: question.id.clone(),
            operator: operator.sign(),
            value,
            code: apart.code,
        })
    }
}

fn unknown_choice(question: &Question, choices: &[Choice], code: Code) -> Option<ConditionFault> {
    (!choices.iter().any(|choice| choice.code == code)).then(|| ConditionFault::UnknownChoice {
        question: question.id.clone(),
        code,
        known: choices.iter().map(|choice| choice.code).collect(),
    })
}

fn chosen(question: &Question, code: Code) -> Option<ConditionFault> {
    let id = question.id.clone();
    match &question.answer {
        AnswerType::Multiple { choices, .. } => unknown_choice(question, choices, code),
        AnswerType::ShortText { .. } | AnswerType::LongText { .. } => {
            Some(ConditionFault::TextCompared { question: id })
        }
        _ => Some(ConditionFault::NotMultiple { question: id, code }),
    }
}
