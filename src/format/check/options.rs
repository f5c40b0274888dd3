//! The answers to a question that conditions can tell apart.

use std::collections::{BTreeMap, BTreeSet};

use questionnaire::{
    Answer, Assignment, Expression, Question, QuestionId, Questionnaire, Seen, Value,
};

/// The numbers and dates with which the conditions of a questionnaire compare its questions.
#[derive(Debug)]
pub struct Compared<'q> {
    questionnaire: &'q Questionnaire,
    values: BTreeMap<&'q QuestionId, BTreeSet<Value>>,
}

impl<'q> Compared<'q> {
    /// Those of all conditions, gathered once.
    pub fn of(questionnaire: &'q Questionnaire) -> Self {
        let mut values: BTreeMap<&QuestionId, BTreeSet<Value>> = BTreeMap::new();
        let conditions = questionnaire
            .questions
            .iter()
            .flat_map(|question| question.ask_if.iter().chain(&question.end_if));
        for condition in conditions {
            condition.root().visit(&mut |expression| {
                let Some(name) = expression.question() else {
                    return;
                };
                let values = values.entry(&name.id).or_default();
                match expression {
                    Expression::Compare { value, .. } => {
                        values.insert(*value);
                    }
                    Expression::Chosen { code, .. } => {
                        values.insert(Value::from(*code));
                    }
                    Expression::OneOf { codes, .. } => {
                        values.extend(codes.iter().copied().map(Value::from));
                    }
                    _ => {}
                }
            });
        }
        Self {
            questionnaire,
            values,
        }
    }

    /// The answers to a question that the conditions can tell apart, and no answer where that is allowed.
    pub fn options(&self, assignment: &Assignment, question: &Question) -> Vec<Option<Answer>> {
        let seen = Seen {
            questionnaire: self.questionnaire,
            assignment,
            question,
        };
        let none = BTreeSet::new();
        let answers = seen.distinguishable_answers(self.values.get(&question.id).unwrap_or(&none));
        let mut options: Vec<Option<Answer>> = answers.into_iter().map(Some).collect();
        if !question.required {
            options.push(None);
        }
        options
    }
}
