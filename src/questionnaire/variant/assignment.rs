//! What one respondent was assigned, and what it makes of the questionnaire.

use std::collections::BTreeMap;

use crate::choice::{Choice, ChoiceOrder, Code};
use crate::definition::{Question, Questionnaire, Scale};
use crate::id::ScaleId;

/// Everything drawn for one respondent. The default is the questionnaire as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assignment {
    /// The group of every arm.
    pub groups: BTreeMap<String, String>,
    /// For every rotation group, which of its sections comes first, counted from 0.
    pub starts: BTreeMap<String, usize>,
    /// True for the half that sees reversible choices the other way round.
    pub reversed: bool,
    /// Which choice comes first where choices rotate, counted from 0, modulo their number.
    pub choice_start: usize,
}

impl Assignment {
    /// The written order, with the given groups; arms not named take their first group.
    pub fn as_written(questionnaire: &Questionnaire, groups: &BTreeMap<String, String>) -> Self {
        let groups = questionnaire
            .arms
            .iter()
            .filter_map(|arm| {
                let group = groups.get(&arm.id).or_else(|| arm.groups.keys().next())?;
                Some((arm.id.clone(), group.clone()))
            })
            .collect();
        Self {
            groups,
            ..Self::default()
        }
    }

    /// The group of an arm.
    pub fn group(&self, arm: &str) -> Option<&str> {
        self.groups.get(arm).map(String::as_str)
    }

    /// The questions in the order shown, those that conditions may rule out included.
    pub fn questions<'q>(&self, questionnaire: &'q Questionnaire) -> Vec<&'q Question> {
        let mut shown = Vec::with_capacity(questionnaire.questions.len());
        let mut rest = questionnaire.questions.as_slice();
        while let Some(first) = rest.first() {
            let group = rotation_group(questionnaire, first);
            let run = rest
                .iter()
                .take_while(|question| rotation_group(questionnaire, question) == group)
                .count();
            let (block, after) = rest.split_at(run.max(1));
            match group.and_then(|group| self.starts.get(group)) {
                Some(start) => {
                    let sections: Vec<&[Question]> = block
                        .chunk_by(|one, next| one.section == next.section)
                        .collect();
                    let start = start % sections.len();
                    let rotated = sections[start..].iter().chain(&sections[..start]);
                    shown.extend(rotated.flat_map(|section| section.iter()));
                }
                None => shown.extend(block),
            }
            rest = after;
        }
        shown
    }

    /// The scale shown where a question names `scale`.
    pub fn scale<'q>(
        &self,
        questionnaire: &'q Questionnaire,
        scale: &ScaleId,
    ) -> Option<&'q Scale> {
        let shown = questionnaire.arms.iter().fold(scale, |shown, arm| {
            let swaps = self.group(&arm.id).and_then(|group| arm.scales.get(group));
            swaps.and_then(|swaps| swaps.get(shown)).unwrap_or(shown)
        });
        questionnaire.scale(shown)
    }

    /// The choices of a question in the order shown; none for numbers and texts.
    ///
    /// Choices that stand apart keep their written order and come last.
    pub fn choices<'q>(
        &self,
        questionnaire: &'q Questionnaire,
        question: &'q Question,
    ) -> Vec<&'q Choice> {
        let (choices, order) = self.written(questionnaire, question);
        if order == ChoiceOrder::Fixed {
            return choices;
        }
        let (apart, mut ordered): (Vec<_>, Vec<_>) = choices
            .into_iter()
            .partition(|choice| choice.is_outside_order());
        match order {
            ChoiceOrder::Reverse if self.reversed => ordered.reverse(),
            ChoiceOrder::Rotate if !ordered.is_empty() => {
                let start = self.choice_start % ordered.len();
                ordered.rotate_left(start);
            }
            _ => {}
        }
        ordered.extend(apart);
        ordered
    }

    /// The choice with this code, as this respondent sees the question.
    pub fn choice<'q>(
        &self,
        questionnaire: &'q Questionnaire,
        question: &'q Question,
        code: Code,
    ) -> Option<&'q Choice> {
        let (choices, _) = self.written(questionnaire, question);
        choices.into_iter().find(|choice| choice.code == code)
    }

    fn written<'q>(
        &self,
        questionnaire: &'q Questionnaire,
        question: &'q Question,
    ) -> (Vec<&'q Choice>, ChoiceOrder) {
        let answer = &question.answer;
        let scale = answer.scale().and_then(|id| self.scale(questionnaire, id));
        let shared = scale.map_or(&[][..], |scale| &scale.choices);
        let choices = shared.iter().chain(answer.own_choices()).collect();
        (choices, answer.order())
    }
}

/// The rotation group of the section a question stands in.
pub fn rotation_group<'q>(
    questionnaire: &'q Questionnaire,
    question: &Question,
) -> Option<&'q str> {
    let section = questionnaire.section(question.section.as_deref()?)?;
    section.rotate.as_deref()
}
