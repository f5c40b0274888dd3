//! One choice of a shared scale, or one of a few of the question's own beside it.

use std::collections::BTreeSet;

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::choices::{self, ORDERINGS};
use super::{AnswerType, Answering, Beginning, Compared, Seen, Sort};
use crate::answers::Answer;
use crate::choice::{Choice, ChoiceOrder, Code};
use crate::condition::{ConditionFault, Operator, Value};
use crate::id::ScaleId;
use crate::validation::{FieldError, Filled};

pub(super) const WORD: &str = "scale";
pub(super) const KEYS: &[&str] = &["scale", "extra", "order"];
pub(super) const BEGINNING: &[(&str, Beginning)] = &[("scale", Beginning::AnyScale)];

/// One choice of a shared scale, or one of a few of its own beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OnScale {
    /// The scale, unless an arm's group shows another in its place.
    pub scale: ScaleId,
    /// Choices besides the scale's, such as "there are none nearby".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<Choice>,
    /// Their order; reversed for one half unless the file says otherwise.
    pub order: ChoiceOrder,
}

impl AnswerType {
    /// The choices that it adds to those of a shared scale; none where it is asked on no scale.
    pub fn beside_scale(&self) -> &[Choice] {
        self.scale().map_or(&[], |_| self.own_choices())
    }
}

impl Answering for OnScale {
    fn sort(&self) -> Sort {
        Sort::Scale
    }

    fn own_choices(&self) -> &[Choice] {
        &self.extra
    }

    fn order(&self) -> ChoiceOrder {
        self.order
    }

    fn read(&self, seen: Seen<'_>, filled: &Filled<'_>) -> Result<Option<Answer>, FieldError> {
        choices::read_one(seen, filled)
    }

    fn accepts(&self, seen: Seen<'_>, answer: &Answer) -> bool {
        choices::is_one(seen, answer)
    }

    fn compared(
        &self,
        asked: Compared<'_>,
        operator: Operator,
        value: Value,
    ) -> Option<ConditionFault> {
        let value = match choices::whole(asked, value) {
            Ok(code) => code,
            Err(fault) => return Some(fault),
        };
        let home = asked.questionnaire.scale(&self.scale)?;
        let known = || home.choices.iter().chain(&self.extra);
        if let Some(fault) = choices::unknown(asked, known(), value) {
            return Some(fault);
        }
        let arms = asked.questionnaire.arms.iter();
        let swapped = arms.flat_map(|arm| arm.scales.values());
        let shown = swapped.filter_map(|swap| asked.questionnaire.scale(swap.get(&self.scale)?));
        for shown in shown {
            let mut choices = shown.choices.iter().chain(&self.extra);
            if !choices.any(|choice| choice.code == value) {
                return Some(ConditionFault::NotOnEveryScale {
                    question: asked.id(),
                    scale: shown.id.clone(),
                    code: value,
                });
            }
        }
        let apart = known().find(|choice| {
            operator.orders() && choice.is_outside_order() && operator.holds(choice.code, value)
        })?;
        Some(ConditionFault::TakesApart {
            question: asked.id(),
            operator: operator.sign(),
            value,
            code: apart.code,
        })
    }

    fn chosen(&self, asked: Compared<'_>, code: Code) -> Option<ConditionFault> {
        Some(choices::not_multiple(asked, code))
    }

    fn operators(&self) -> &'static [Operator] {
        ORDERINGS
    }

    /// Orderings compare with every code of a scale, so each stands for itself.
    fn distinguishable_answers(&self, seen: Seen<'_>, _: &BTreeSet<Value>) -> Vec<Answer> {
        let choices = seen.choices().into_iter();
        choices.map(|choice| Answer::chosen(choice.code)).collect()
    }

    fn random(&self, seen: Seen<'_>, rng: &mut dyn Rng) -> Option<Answer> {
        choices::random_one(seen, rng)
    }

    fn answer_seconds(&self) -> f64 {
        3.0
    }
}
