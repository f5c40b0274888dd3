//! What the types with choices have in common.

use std::collections::BTreeSet;

use rand::Rng;
use rand::seq::IndexedRandom;

use super::{Compared, Seen};
use crate::answers::Answer;
use crate::choice::{Choice, Code};
use crate::condition::{ConditionFault, Operator, Value};
use crate::validation::{FieldError, Filled};

/// Comparisons of choices that have no order.
pub(super) const SAMENESS: &[Operator] = &[Operator::Equal, Operator::NotEqual];

/// Every comparison.
pub(super) const ORDERINGS: &[Operator] = &[
    Operator::Equal,
    Operator::NotEqual,
    Operator::Less,
    Operator::AtMost,
    Operator::Greater,
    Operator::AtLeast,
];

/// The choice that a value of a form stands for.
pub(super) fn of_value<'q>(seen: Seen<'q>, value: &str) -> Result<&'q Choice, FieldError> {
    let code: Option<Code> = value.parse().ok();
    let code = code.filter(|code| code.to_string() == value);
    code.and_then(|code| seen.choice(code))
        .ok_or(FieldError::UnknownChoice)
}

/// The one choice made.
pub(super) fn read_one(seen: Seen<'_>, filled: &Filled<'_>) -> Result<Option<Answer>, FieldError> {
    let Some(value) = filled.single(seen.question.id.as_str())? else {
        return Ok(None);
    };
    of_value(seen, value).map(|choice| Some(Answer::chosen(choice.code)))
}

/// Whether an answer is one of the choices.
pub(super) fn is_one(seen: Seen<'_>, answer: &Answer) -> bool {
    answer
        .code()
        .is_some_and(|code| seen.choice(code).is_some())
}

/// One of the choices at random.
pub(super) fn random_one(seen: Seen<'_>, rng: &mut dyn Rng) -> Option<Answer> {
    let choices = seen.choices();
    let choice = choices.choose(rng)?;
    Some(Answer::chosen(choice.code))
}

/// The choices that conditions mention, and one of the others for all of them.
pub(super) fn mentioned_and_another(seen: Seen<'_>, mentioned: &BTreeSet<Value>) -> Vec<Answer> {
    let mut other = false;
    let choices = seen.choices().into_iter();
    let kept = choices.filter(|choice| {
        mentioned.contains(&choice.code.into()) || !std::mem::replace(&mut other, true)
    });
    kept.map(|choice| Answer::chosen(choice.code)).collect()
}

/// What is wrong with comparing choices without order.
pub(super) fn compared(
    asked: Compared<'_>,
    choices: &[Choice],
    operator: Operator,
    value: Value,
) -> Option<ConditionFault> {
    if operator.orders() {
        return Some(ConditionFault::Unordered {
            question: asked.id(),
            operator: operator.sign(),
        });
    }
    match whole(asked, value) {
        Ok(code) => unknown(asked, choices, code),
        Err(fault) => Some(fault),
    }
}

/// The code that a value stands for: codes have no decimals and are no dates.
pub(super) fn whole(asked: Compared<'_>, value: Value) -> Result<Code, ConditionFault> {
    let question = asked.id();
    let Value::Number(number) = value else {
        return Err(ConditionFault::NumberWanted { question, value });
    };
    number
        .whole()
        .map(Code)
        .ok_or(ConditionFault::TooManyDecimals {
            question,
            value: number,
            decimals: 0,
        })
}

/// The fault of naming a code that no choice has.
pub(super) fn unknown<'c>(
    asked: Compared<'_>,
    choices: impl IntoIterator<Item = &'c Choice>,
    code: Code,
) -> Option<ConditionFault> {
    let known: Vec<Code> = choices.into_iter().map(|choice| choice.code).collect();
    (!known.contains(&code)).then(|| ConditionFault::UnknownChoice {
        question: asked.id(),
        code,
        known,
    })
}

/// The fault of asking what was chosen where one answer is given.
pub(super) fn not_multiple(asked: Compared<'_>, code: Code) -> ConditionFault {
    let question = asked.id();
    ConditionFault::NotMultiple { question, code }
}
