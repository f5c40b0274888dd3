//! A condition as people say it.
//!
//! # Design
//!
//! Whoever shows a phrase has the words of its language; here stand only its structure, the
//! questions by their numbers and the labels of the choices. Negations are drawn inwards
//! (three-valued logic allows it), and on choices every comparison becomes a list of labels,
//! so that nobody has to read "not less than".

use super::{Condition, Expression, NamedQuestion, Operator, Value};
use crate::calendar::CalendarDate;
use crate::choice::{Choice, Code};
use crate::decimal::Decimal;
use crate::definition::Questionnaire;
use crate::id::QuestionId;
use crate::text::Text;
use crate::variant::Assignment;

/// A condition as people say it.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Phrase<'q> {
    /// All of these hold.
    All(Vec<Phrase<'q>>),
    /// At least one of these holds.
    Any(Vec<Phrase<'q>>),
    /// The question was answered, or was not.
    Answered {
        question: Asked<'q>,
        /// False for "was not".
        answered: bool,
    },
    /// The answer is one of these, or is none of them.
    Is {
        question: Asked<'q>,
        choices: Vec<Named<'q>>,
        /// False for "is none of them".
        holds: bool,
    },
    /// The choice is among those chosen, or is not.
    Chosen {
        question: Asked<'q>,
        choice: Named<'q>,
        /// False for "is not".
        chosen: bool,
    },
    /// The number compares so.
    Number {
        question: Asked<'q>,
        /// How.
        comparison: Comparison,
        /// With what.
        value: Decimal,
        /// What is counted; empty if the question does not say.
        unit: Option<&'q Text>,
    },
    /// The date compares so.
    Date {
        question: Asked<'q>,
        /// How.
        comparison: Comparison,
        /// With what.
        value: CalendarDate,
    },
    /// The respondent belongs to this group, or does not.
    Group {
        arm: String,
        group: String,
        /// False for "does not".
        member: bool,
    },
}

/// A question that a phrase is about.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Asked<'q> {
    pub id: QuestionId,
    /// Its number in the written order, counted from 1; none if it does not exist.
    pub number: Option<usize>,
    /// Its wording.
    pub text: Option<&'q Text>,
}

/// A choice that a phrase names.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Named<'q> {
    pub code: Code,
    /// Its label; none if the question has no such choice.
    pub label: Option<&'q Text>,
}

/// How a number compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Is it.
    Equal,
    /// Is another.
    NotEqual,
    /// Is below it.
    Less,
    /// Is it or below.
    AtMost,
    /// Is above it.
    Greater,
    /// Is it or above.
    AtLeast,
}

impl From<Operator> for Comparison {
    fn from(operator: Operator) -> Self {
        match operator {
            Operator::Equal => Self::Equal,
            Operator::NotEqual => Self::NotEqual,
            Operator::Less => Self::Less,
            Operator::AtMost => Self::AtMost,
            Operator::Greater => Self::Greater,
            Operator::AtLeast => Self::AtLeast,
        }
    }
}

impl Condition {
    /// The condition as people say it, with the words of the questionnaire it stands in.
    pub fn phrase<'q>(&self, questionnaire: &'q Questionnaire) -> Phrase<'q> {
        self.phrase_as_shown(questionnaire, &Assignment::default())
    }

    /// The same with the choices that a respondent sees, in the order shown.
    pub fn phrase_as_shown<'q>(
        &self,
        questionnaire: &'q Questionnaire,
        assignment: &Assignment,
    ) -> Phrase<'q> {
        let speaker = Speaker {
            questionnaire,
            assignment,
        };
        speaker.say(self.root(), true)
    }
}

struct Speaker<'q, 'a> {
    questionnaire: &'q Questionnaire,
    assignment: &'a Assignment,
}

impl<'q> Speaker<'q, '_> {
    /// What an expression says, or its contrary where `holds` is false.
    fn say(&self, expression: &Expression, holds: bool) -> Phrase<'q> {
        let each = |parts: &[Expression]| parts.iter().map(|part| self.say(part, holds)).collect();
        match expression {
            Expression::Not(inner) => self.say(inner, !holds),
            Expression::All(parts) if holds => Phrase::All(each(parts)),
            Expression::All(parts) => Phrase::Any(each(parts)),
            Expression::Any(parts) if holds => Phrase::Any(each(parts)),
            Expression::Any(parts) => Phrase::All(each(parts)),
            Expression::Answered(name) => Phrase::Answered {
                question: self.asked(name),
                answered: holds,
            },
            Expression::Arm { arm, group } => Phrase::Group {
                arm: arm.text.clone(),
                group: group.text.clone(),
                member: holds,
            },
            Expression::Chosen { code, question } => Phrase::Chosen {
                question: self.asked(question),
                choice: self.named(question, *code),
                chosen: holds,
            },
            Expression::OneOf { question, codes } => Phrase::Is {
                question: self.asked(question),
                choices: self.all_named(question, codes),
                holds,
            },
            Expression::Compare {
                question,
                operator,
                value,
            } => self.compared(question, *operator, *value, holds),
        }
    }

    fn compared(
        &self,
        name: &NamedQuestion,
        operator: Operator,
        value: Value,
        holds: bool,
    ) -> Phrase<'q> {
        let question = self.asked(name);
        let choices = self.choices(name);
        let comparison = Comparison::from(if holds { operator } else { operator.contrary() });
        let value = match value {
            Value::Number(number) => number,
            Value::Date(value) => {
                return Phrase::Date {
                    question,
                    comparison,
                    value,
                };
            }
        };
        if choices.is_empty() || !self.has_codes(name) {
            let found = self.questionnaire.question(&name.id);
            let unit = found.and_then(|question| question.answer.unit());
            return Phrase::Number {
                question,
                comparison,
                value,
                unit,
            };
        }
        if !operator.orders() {
            return Phrase::Is {
                question,
                // Choices have whole codes; a check refuses to compare them with anything else.
                choices: value
                    .whole()
                    .map(|code| self.named(name, Code(code)))
                    .into_iter()
                    .collect(),
                holds: holds == (operator == Operator::Equal),
            };
        }
        let satisfying = choices
            .iter()
            .filter(|choice| operator.holds(Decimal::from(choice.code.0), value))
            .map(|choice| self.named(name, choice.code));
        Phrase::Is {
            question,
            choices: satisfying.collect(),
            holds,
        }
    }

    /// True where codes are compared, not numbers beside which choices stand.
    fn has_codes(&self, name: &NamedQuestion) -> bool {
        let question = self.questionnaire.question(&name.id);
        question.is_none_or(|question| !question.answer.has_substitute_choices())
    }

    fn asked(&self, name: &NamedQuestion) -> Asked<'q> {
        let mut questions = self.questionnaire.questions.iter();
        let place = questions.position(|question| question.id == name.id);
        Asked {
            id: name.id.clone(),
            number: place.map(|place| place + 1),
            text: place.map(|place| &self.questionnaire.questions[place].text),
        }
    }

    fn choices(&self, name: &NamedQuestion) -> Vec<&'q Choice> {
        let question = self.questionnaire.question(&name.id);
        question.map_or_else(Vec::new, |question| {
            self.assignment.choices(self.questionnaire, question)
        })
    }

    /// The choices with these codes in the order shown, then codes that no choice has.
    fn all_named(&self, name: &NamedQuestion, codes: &[Code]) -> Vec<Named<'q>> {
        if !self.has_codes(name) {
            // Numbers, though a choice beside the number may have the same code.
            let number = |code: &Code| Named {
                code: *code,
                label: None,
            };
            return codes.iter().map(number).collect();
        }
        let choices = self.choices(name);
        let place = |code: Code| choices.iter().position(|choice| choice.code == code);
        let mut codes = codes.to_vec();
        codes.sort_by_key(|code| place(*code).unwrap_or(usize::MAX));
        codes
            .into_iter()
            .map(|code| self.named(name, code))
            .collect()
    }

    fn named(&self, name: &NamedQuestion, code: Code) -> Named<'q> {
        let choices = self.choices(name);
        let found = choices.into_iter().find(|choice| choice.code == code);
        let label = found.map(|choice| &choice.label);
        Named { code, label }
    }
}
