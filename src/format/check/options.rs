//! The answers to a question that conditions can tell apart.

use std::collections::BTreeSet;

use questionnaire::{
    Answer, Assignment, Expression, Question, QuestionId, Questionnaire, Seen, Value,
};

/// The answers that the conditions can tell apart, and no answer where that is allowed.
pub fn options(
    questionnaire: &Questionnaire,
    assignment: &Assignment,
    question: &Question,
) -> Vec<Option<Answer>> {
    let seen = Seen {
        questionnaire,
        assignment,
        question,
    };
    let answers = seen.distinguishable_answers(&mentioned(questionnaire, &question.id));
    let mut options: Vec<Option<Answer>> = answers.into_iter().map(Some).collect();
    if !question.required {
        options.push(None);
    }
    options
}

/// The numbers and dates with which any condition compares a question.
fn mentioned(questionnaire: &Questionnaire, id: &QuestionId) -> BTreeSet<Value> {
    let mut codes = BTreeSet::new();
    let conditions = questionnaire
        .questions
        .iter()
        .flat_map(|question| question.ask_if.iter().chain(&question.end_if));
    for condition in conditions {
        condition.root().visit(&mut |expression| {
            if expression.question().is_none_or(|name| name.id != *id) {
                return;
            }
            match expression {
                Expression::Compare { value, .. } => {
                    codes.insert(*value);
                }
                Expression::Chosen { code, .. } => {
                    codes.insert(Value::from(*code));
                }
                Expression::OneOf { codes: listed, .. } => {
                    codes.extend(listed.iter().copied().map(Value::from));
                }
                _ => {}
            }
        });
    }
    codes
}
