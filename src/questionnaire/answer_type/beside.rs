//! What can be ticked in place of a number or a date: "don't know", "prefer not to say".

use rand::seq::IndexedRandom;
use rand::{Rng, RngExt};

use super::{Seen, choices};
use crate::answers::Answer;
use crate::choice::{Choice, Code};
use crate::id::QuestionId;
use crate::validation::{FieldError, Filled};

/// How often a robot ticks a choice instead of typing something.
const TICKS: f64 = 0.1;

/// The field that carries what is ticked in place of what a question asks for.
pub fn beside_field(question: &QuestionId) -> String {
    format!("{question}_beside")
}

/// The choice ticked, if there is one; `typed` says whether something was typed besides.
pub(super) fn ticked(
    seen: Seen<'_>,
    filled: &Filled<'_>,
    typed: bool,
) -> Result<Option<Answer>, FieldError> {
    match (filled.values(&beside_field(&seen.question.id)), typed) {
        ([], _) => Ok(None),
        (_, true) => Err(FieldError::TypedAndChosen),
        ([value], false) => choices::of_value(seen, value).map(|choice| {
            let beside = choice.code;
            Some(Answer::Beside { beside })
        }),
        (_, false) => Err(FieldError::MoreThanOne),
    }
}

/// Whether a choice is among those that can be ticked.
pub(super) fn has(extra: &[Choice], code: Code) -> bool {
    extra.iter().any(|choice| choice.code == code)
}

/// Everything that can be ticked.
pub(super) fn answers(extra: &[Choice]) -> impl Iterator<Item = Answer> {
    extra.iter().map(|choice| Answer::Beside {
        beside: choice.code,
    })
}

/// Now and then one of them.
pub(super) fn random(extra: &[Choice], rng: &mut dyn Rng) -> Option<Answer> {
    if extra.is_empty() || !rng.random_bool(TICKS) {
        return None;
    }
    let ticked = extra.choose(rng)?;
    Some(Answer::Beside {
        beside: ticked.code,
    })
}
