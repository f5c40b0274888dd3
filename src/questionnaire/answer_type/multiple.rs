//! Any number of the question's own choices.

use std::collections::BTreeSet;

use rand::seq::IndexedRandom;
use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};

use super::choices;
use super::{Answering, Beginning, Compared, Seen, Sort};
use crate::answers::Answer;
use crate::choice::{Choice, ChoiceOrder, Code};
use crate::condition::{ConditionFault, Operator, Value};
use crate::validation::{FieldError, Filled};

pub(super) const WORD: &str = "multiple";
pub(super) const KEYS: &[&str] = &["choices", "order", "min_choices", "max_choices"];
pub(super) const BEGINNING: &[(&str, Beginning)] = &[("choices", Beginning::TwoChoices)];

/// So many mentioned codes are combined in every way.
const MOST_COMBINED: usize = 6;

/// How often a robot chooses each of several choices.
const CHOOSES: f64 = 0.3;

/// Any number of its own choices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Multiple {
    pub choices: Vec<Choice>,
    /// Their order.
    #[serde(default)]
    pub order: ChoiceOrder,
    /// The fewest choices accepted of whoever answers; one that stands alone is enough in any case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_choices: Option<u16>,
    /// The most choices accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_choices: Option<u16>,
}

impl Multiple {
    /// Whether these choices, none of them of another question, can be made together.
    fn accept(&self, chosen: &[&Choice]) -> Result<(), FieldError> {
        if chosen.iter().any(|choice| choice.exclusive) {
            return match chosen {
                [_] => Ok(()),
                _ => Err(FieldError::ExclusiveTogether),
            };
        }
        let count = chosen.len();
        if let Some(least) = self.min_choices.filter(|least| count < usize::from(*least)) {
            return Err(FieldError::TooFewChosen { least });
        }
        match self.max_choices {
            Some(most) if count > usize::from(most) => Err(FieldError::TooManyChosen { most }),
            _ => Ok(()),
        }
    }

    /// As many choices as are needed: those given, then some of `further`.
    fn filled_up<'c>(
        &self,
        mut chosen: Vec<&'c Choice>,
        further: impl Iterator<Item = &'c Choice>,
    ) -> Vec<&'c Choice> {
        let least = self.min_choices.map_or(0, usize::from);
        if !chosen.iter().any(|choice| choice.exclusive) {
            let further = further.filter(|choice| !choice.exclusive);
            let missing: Vec<&Choice> = further
                .filter(|choice| !chosen.iter().any(|other| other.code == choice.code))
                .take(least.saturating_sub(chosen.len()))
                .collect();
            chosen.extend(missing);
        }
        chosen
    }
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

    fn limits(&self) -> Vec<(&'static str, String)> {
        let written = |count: Option<u16>| count.map_or_else(String::new, |it| it.to_string());
        vec![
            ("min_choices", written(self.min_choices)),
            ("max_choices", written(self.max_choices)),
        ]
    }

    fn max_values(&self) -> usize {
        1 + self.choices.len()
    }

    fn read(&self, seen: Seen<'_>, filled: &Filled<'_>) -> Result<Option<Answer>, FieldError> {
        let values = filled.values(seen.question.id.as_str()).iter();
        let chosen: Vec<&Choice> = values
            .map(|value| choices::of_value(seen, value))
            .collect::<Result<_, _>>()?;
        let codes: BTreeSet<Code> = chosen.iter().map(|choice| choice.code).collect();
        if codes.is_empty() {
            return Ok(None);
        }
        self.accept(&chosen)?;
        Ok(Some(Answer::Codes(codes)))
    }

    fn accepts(&self, seen: Seen<'_>, answer: &Answer) -> bool {
        match answer {
            Answer::Codes(codes) => {
                let chosen: Option<Vec<&Choice>> =
                    codes.iter().map(|code| seen.choice(*code)).collect();
                chosen.is_some_and(|chosen| self.accept(&chosen).is_ok())
            }
            Answer::Number(_)
            | Answer::Text(_)
            | Answer::Decimal { .. }
            | Answer::Date { .. }
            | Answer::Beside { .. } => false,
        }
    }

    fn compared(&self, asked: Compared<'_>, _: Operator, _: Value) -> Option<ConditionFault> {
        let question = asked.id();
        Some(ConditionFault::MultipleCompared { question })
    }

    fn chosen(&self, asked: Compared<'_>, code: Code) -> Option<ConditionFault> {
        choices::unknown(asked, &self.choices, code)
    }

    fn operators(&self) -> &'static [Operator] {
        &[]
    }

    fn distinguishable_answers(&self, seen: Seen<'_>, mentioned: &BTreeSet<Value>) -> Vec<Answer> {
        let (named, others): (Vec<_>, Vec<_>) = seen
            .choices()
            .into_iter()
            .partition(|choice| mentioned.contains(&choice.code.into()));
        let (combined, alone) = named.split_at(named.len().min(MOST_COMBINED));
        let together = (1_u32..1 << combined.len()).map(|bits| {
            let picked = combined.iter().enumerate();
            let picked = picked.filter(|(i, _)| bits >> i & 1 == 1);
            picked.map(|(_, choice)| *choice).collect::<Vec<_>>()
        });
        // One that stands alone is an answer where the others are too few.
        let lone = others.iter().find(|choice| choice.exclusive);
        let lone = lone.filter(|_| self.min_choices.is_some());
        let rest = alone.iter().chain(others.first()).chain(lone);
        let sets = together.chain(rest.map(|choice| vec![*choice]));
        let filled = sets.map(|chosen| {
            let further = others.iter().chain(alone).copied();
            self.filled_up(chosen, further)
        });
        let accepted = filled.filter(|chosen| self.accept(chosen).is_ok());
        accepted
            .map(|chosen| Answer::Codes(chosen.into_iter().map(|choice| choice.code).collect()))
            .collect()
    }

    fn random(&self, seen: Seen<'_>, rng: &mut dyn Rng) -> Option<Answer> {
        let choices = seen.choices();
        let first = *choices.choose(rng)?;
        let mut chosen = vec![first];
        if !first.exclusive {
            for choice in choices.iter().filter(|choice| !choice.exclusive) {
                if rng.random_bool(CHOOSES) && choice.code != first.code {
                    chosen.push(choice);
                }
            }
        }
        let mut chosen = self.filled_up(chosen, choices.iter().copied());
        chosen.truncate(self.max_choices.map_or(usize::MAX, usize::from));
        let accepted = self.accept(&chosen).is_ok();
        accepted.then(|| Answer::Codes(chosen.into_iter().map(|choice| choice.code).collect()))
    }

    fn answer_seconds(&self) -> f64 {
        6.0
    }
}
