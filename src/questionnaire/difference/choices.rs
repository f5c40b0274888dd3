//! Choices of a question or scale, before and after.

use super::{BreakReason, Change, Comparison};
use crate::choice::{Choice, ChoiceKind, Code};
use crate::definition::Questionnaire;
use crate::id::QuestionId;
use crate::part::Part;
use crate::text_key::TextKey;

/// The choices of both versions that have another code now.
pub(super) fn recoded(before: &Questionnaire, after: &Questionnaire) -> Vec<(Part, Code, Code)> {
    let scales = after.scales.iter().filter_map(|scale| {
        let old = before.scale(&scale.id)?;
        let part = Part::Scale(scale.id.clone());
        Some((part, &old.choices[..], &scale.choices[..]))
    });
    let questions = after.questions.iter().filter_map(|question| {
        let old = before.question(&question.id)?;
        let part = Part::Question(question.id.clone());
        let (old, new) = (old.answer.own_choices(), question.answer.own_choices());
        Some((part, old, new))
    });
    let lists = scales.chain(questions);
    lists
        .flat_map(|(part, before, after)| {
            let lacks = |list: &[Choice], code| list.iter().all(|choice| choice.code != code);
            let gone: Vec<&Choice> = before
                .iter()
                .filter(|choice| lacks(after, choice.code))
                .collect();
            let new = after.iter().filter(|choice| lacks(before, choice.code));
            let pairs = new.filter_map(|choice| {
                let mut same = gone.iter().filter(|old| same_but_code(old, choice));
                match (same.next(), same.next()) {
                    (Some(old), None) => Some((old.code, choice.code)),
                    _ => None,
                }
            });
            pairs
                .map(|(from, to)| (part.clone(), from, to))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Whether a choice is another one with a code of its own.
fn same_but_code(one: &Choice, other: &Choice) -> bool {
    let recoded = Choice {
        code: other.code,
        ..one.clone()
    };
    recoded == *other
}

impl Comparison<'_> {
    /// Compares two lists of choices, by which the questions `asked` are answered.
    pub(super) fn choices(
        &mut self,
        part: &Part,
        before: &[Choice],
        after: &[Choice],
        asked: &[QuestionId],
    ) {
        let breaks = || asked.to_vec();
        for choice in after {
            let code = choice.code;
            if let Some(from) = self.code_before(part, code) {
                self.note(Change::Recoded {
                    part: part.clone(),
                    from,
                    to: code,
                });
                continue;
            }
            let Some(old) = before.iter().find(|other| other.code == code) else {
                let part = part.clone();
                let change = Change::ChoiceAdded { part, code };
                self.note_break(change, breaks(), BreakReason::Choices);
                continue;
            };
            let key = TextKey::of_choice(part, code);
            let label = Some((&breaks()[..], BreakReason::Label));
            self.text(&key, &old.label, &choice.label, label);
            for ((key, was, meaning), (_, is, _)) in values(old).into_iter().zip(values(choice)) {
                if was == is {
                    continue;
                }
                let change = Change::ChoiceProperty {
                    part: part.clone(),
                    code,
                    key,
                    before: was,
                    after: is,
                };
                let broken = if meaning { breaks() } else { Vec::new() };
                self.note_break(change, broken, BreakReason::Meaning);
            }
        }
        for choice in before {
            let code = choice.code;
            let kept = after.iter().any(|other| other.code == code);
            if !kept && !self.is_recoded(part, code) {
                let part = part.clone();
                let change = Change::ChoiceRemoved { part, code };
                self.note_break(change, breaks(), BreakReason::Choices);
            }
        }
        let shared = |one: &[Choice], other: &[Choice]| -> Vec<Code> {
            let codes = one.iter().map(|choice| choice.code);
            codes
                .filter(|code| other.iter().any(|choice| choice.code == *code))
                .collect()
        };
        if shared(before, after) != shared(after, before) {
            let part = part.clone();
            self.note(Change::ChoicesReordered { part });
        }
    }

    /// The code a choice had before it got this one.
    fn code_before(&self, list: &Part, code: Code) -> Option<Code> {
        let mut recoded = self.recoded.iter();
        let found = recoded.find(|(part, _, to)| part == list && *to == code)?;
        Some(found.1)
    }

    fn is_recoded(&self, list: &Part, code: Code) -> bool {
        let mut recoded = self.recoded.iter();
        recoded.any(|(part, from, _)| part == list && *from == code)
    }
}

/// The properties of a choice: key, value, and whether it says what an answer means.
fn values(choice: &Choice) -> [(&'static str, String, bool); 5] {
    let flag = |set: bool| if set { "true" } else { "" }.to_owned();
    let kind = choice
        .kind
        .map(ChoiceKind::word)
        .unwrap_or_default()
        .to_owned();
    let score = choice.score.map(|score| score.to_string());
    [
        ("kind", kind, true),
        ("score", score.unwrap_or_default(), true),
        ("exclusive", flag(choice.exclusive), false),
        ("other", flag(choice.other), false),
        ("apart", flag(choice.apart), false),
    ]
}
