//! Choices of a question or scale, before and after.

use super::{BreakReason, Change, Comparison};
use questionnaire::{Choice, ChoiceKind, Code, Part, QuestionId, TextKey};

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
            if !after.iter().any(|other| other.code == code) {
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
