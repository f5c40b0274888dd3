//! Any number of the question's own choices.

use std::collections::BTreeSet;

use rand::seq::IndexedRandom;
use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};

use super::choices;
use super::{Answering, Compared, Seen, Sort};
use crate::answers::Answer;
use crate::condition::{ConditionFault, Operator};
use crate::decimal::Decimal;
use crate::definition::{Choice, ChoiceOrder, Code};
use crate::text::Text;
use crate::validation::{FieldError, Filled};

pub(super) const WORD: &str = "multiple";
pub(super) const KEYS: &[&str] = &["choices", "order"];

/// So many mentioned codes are combined in every way.
const MOST_COMBINED: usize = 6;

/// How often a robot chooses each of several choices.
const CHOOSES: f64 = 0.3;

/// Any number of its own choices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Multiple {
    /// The choices.
    pub choices: Vec<Choice>,
    /// Their order.
    #[serde(default)]
    pub order: ChoiceOrder,
}

impl Answering for Multiple {
    fn sort(&self) -> Sort {
        Sort::Multiple
    }

    fn own_choices(&self) -> &[Choice] {
        &self.choices
    }

    fn order(&self) -> ChoiceOrder {
        self.order
    }

    fn unit(&self) -> Option<&Text> {
        None
    }

    fn limits(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    fn most_values(&self) -> usize {
        1 + self.choices.len()
    }

    fn read(&self, seen: Seen<'_>, filled: &Filled<'_>) -> Result<Option<Answer>, FieldError> {
        let values = filled.values(&seen.question.id).iter();
        let chosen: Vec<&Choice> = values
            .map(|value| choices::of_value(seen, value))
            .collect::<Result<_, _>>()?;
        let codes: BTreeSet<Code> = chosen.iter().map(|choice| choice.code).collect();
        if codes.len() > 1 && chosen.iter().any(|choice| choice.exclusive) {
            return Err(FieldError::ExclusiveTogether);
        }
        Ok((!codes.is_empty()).then_some(Answer::Codes(codes)))
    }

    fn takes(&self, seen: Seen<'_>, answer: &Answer) -> bool {
        match answer {
            Answer::Codes(codes) => codes.iter().all(|code| {
                let choice = seen.choice(*code);
                choice.is_some_and(|choice| codes.len() == 1 || !choice.exclusive)
            }),
            Answer::Number(_) | Answer::Text(_) | Answer::Decimal { .. } => false,
        }
    }

    fn compared(&self, asked: Compared<'_>, _: Operator, _: Decimal) -> Option<ConditionFault> {
        let question = asked.id();
        Some(ConditionFault::MultipleCompared { question })
    }

    fn chosen(&self, asked: Compared<'_>, code: Code) -> Option<ConditionFault> {
        choices::unknown(asked, &self.choices, code)
    }

    fn operators(&self) -> &'static [Operator] {
        &[]
    }

    fn told_apart(&self, seen: Seen<'_>, mentioned: &BTreeSet<Decimal>) -> Vec<Answer> {
        let (named, others): (Vec<_>, Vec<_>) = seen
            .choices()
            .into_iter()
            .partition(|choice| mentioned.contains(&choice.code.into()));
        let (combined, alone) = named.split_at(named.len().min(MOST_COMBINED));
        let mut sets: Vec<BTreeSet<Code>> = (1_u32..1 << combined.len())
            .map(|bits| {
                combined
                    .iter()
                    .enumerate()
                    .filter(move |(i, _)| bits >> i & 1 == 1)
                    .map(|(_, choice)| *choice)
            })
            .map(Iterator::collect::<Vec<_>>)
            .filter(|chosen| chosen.len() == 1 || !chosen.iter().any(|choice| choice.exclusive))
            .map(|chosen| chosen.into_iter().map(|choice| choice.code).collect())
            .collect();
        let rest = alone.iter().chain(others.first());
        sets.extend(rest.map(|choice| BTreeSet::from([choice.code])));
        sets.into_iter().map(Answer::Codes).collect()
    }

    fn random(&self, seen: Seen<'_>, rng: &mut dyn Rng) -> Option<Answer> {
        let choices = seen.choices();
        let first = choices.choose(rng)?;
        let mut codes = BTreeSet::from([first.code]);
        if !first.exclusive {
            for choice in choices.iter().filter(|choice| !choice.exclusive) {
                if rng.random_bool(CHOOSES) {
                    codes.insert(choice.code);
                }
            }
        }
        Some(Answer::Codes(codes))
    }

    fn deciding(&self) -> f64 {
        6.0
    }
}
