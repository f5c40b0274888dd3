//! What a version changes, and which series that breaks.
//!
//! # Design
//!
//! Parts are the same where their ids are. A series breaks where people would be asked something
//! else: other words of the question or its choices in a language that had words before, other
//! choices, kinds or scores, another type or scale, or other people (a condition that changed, an
//! end that now screens others out). A moved question, another order of choices, a heading, an
//! introduction or a help text do not break it; they are shown, and whoever approves judges. Nor does
//! another code for the same choice, which conditions follow: nobody reads codes. A wording that was
//! declared [editorial](crate::Editorial) breaks nothing either, and the reason is shown.
//!
//! The studio shows these breaks, and the trend of an indicator ends at them: there is no other
//! opinion of what a series is.

mod choices;
mod order;
mod questions;

use crate::choice::Code;
use crate::definition::{Arm, Questionnaire, Section};
use crate::id::{QuestionId, ScaleId};
use crate::part::Part;
use crate::text::{Language, Text};
use crate::text_key::TextKey;

pub use questions::is_another;

/// One change with the series it breaks.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// What changed.
    pub change: Change,
    /// The questions whose series it breaks; none for most changes.
    pub breaks: Vec<QuestionId>,
    /// Why, if it breaks any.
    pub reason: Option<BreakReason>,
    /// Why it breaks none, of a wording that was declared editorial.
    pub editorial: Option<String>,
}

/// Why answers can no longer be compared with earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakReason {
    /// The question is worded otherwise.
    Wording,
    /// A choice is worded otherwise.
    Label,
    /// There are other choices, on another scale or of another type.
    Choices,
    /// A choice counts as something else.
    Meaning,
    /// Other people are asked.
    Population,
    /// The question is asked no more.
    Removed,
}

/// One change from a version to the next.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Change {
    /// A part that is new.
    Added { part: Part },
    /// A part that is gone.
    Removed { part: Part },
    /// A question or section at another place among those of both versions.
    Moved {
        part: Part,
        /// Its place before, counted from 1.
        from: usize,
        /// Its place now.
        to: usize,
    },
    /// Other words.
    Worded {
        text: TextKey,
        language: Language,
        /// The words before; empty if there were none.
        before: String,
        /// The words now; empty if there are none.
        after: String,
    },
    /// Another property, both values as they stand in files; empty for not set.
    Property {
        part: Part,
        /// The key in files.
        key: &'static str,
        /// The value before.
        before: String,
        /// The value now.
        after: String,
    },
    /// A choice that is new.
    ChoiceAdded {
        /// The question or scale.
        part: Part,
        code: Code,
    },
    /// A choice that is gone.
    ChoiceRemoved {
        /// The question or scale.
        part: Part,
        code: Code,
    },
    /// A choice that has another code, and is otherwise what it was.
    Recoded {
        /// The question or scale.
        part: Part,
        /// Its code before.
        from: Code,
        /// Its code now.
        to: Code,
    },
    /// Choices in another written order.
    ChoicesReordered {
        /// The question or scale.
        part: Part,
    },
    /// Another kind, score or flag of a choice; empty for not set.
    ChoiceProperty {
        /// The question or scale.
        part: Part,
        code: Code,
        /// The key in files.
        key: &'static str,
        /// The value before.
        before: String,
        /// The value now.
        after: String,
    },
    /// Other languages.
    Languages {
        /// Those before.
        before: Vec<Language>,
        /// Those now.
        after: Vec<Language>,
    },
}

impl Change {
    /// The part of the questionnaire it concerns.
    pub fn part(&self) -> Part {
        match self {
            Self::Added { part }
            | Self::Removed { part }
            | Self::Moved { part, .. }
            | Self::Property { part, .. }
            | Self::ChoiceAdded { part, .. }
            | Self::ChoiceRemoved { part, .. }
            | Self::Recoded { part, .. }
            | Self::ChoicesReordered { part }
            | Self::ChoiceProperty { part, .. } => part.clone(),
            Self::Worded { text, .. } => text.part(),
            Self::Languages { .. } => Part::Top,
        }
    }
}

/// Everything that differs between two versions, in the order of the newer one.
pub fn differences(before: &Questionnaire, after: &Questionnaire) -> Vec<Difference> {
    let mut comparison = Comparison {
        before,
        after,
        recoded: choices::recoded(before, after),
        found: Vec::new(),
    };
    comparison.top();
    comparison.arms();
    comparison.scales();
    comparison.sections();
    comparison.questions();
    comparison.found
}

struct Comparison<'v> {
    before: &'v Questionnaire,
    after: &'v Questionnaire,
    /// The choices with another code: the question or scale, the code before and now.
    recoded: Vec<(Part, Code, Code)>,
    found: Vec<Difference>,
}

impl Comparison<'_> {
    fn note(&mut self, change: Change) {
        self.found.push(Difference {
            change,
            breaks: Vec::new(),
            reason: None,
            editorial: None,
        });
    }

    fn note_break(&mut self, change: Change, breaks: Vec<QuestionId>, reason: BreakReason) {
        let reason = (!breaks.is_empty()).then_some(reason);
        self.found.push(Difference {
            change,
            breaks,
            reason,
            editorial: None,
        });
    }

    fn top(&mut self) {
        if self.before.languages != self.after.languages {
            self.note(Change::Languages {
                before: self.before.languages.clone(),
                after: self.after.languages.clone(),
            });
        }
        self.property(&Part::Top, "id", &self.before.id, &self.after.id);
        self.text(&TextKey::Title, &self.before.title, &self.after.title, None);
        self.text(&TextKey::Intro, &self.before.intro, &self.after.intro, None);
    }

    /// Compares a text; `breaks` says which series other words break, and why.
    fn text(
        &mut self,
        key: &TextKey,
        before: &Text,
        after: &Text,
        breaks: Option<(&[QuestionId], BreakReason)>,
    ) {
        let mut languages: Vec<&Language> = before.languages().chain(after.languages()).collect();
        languages.sort();
        languages.dedup();
        for language in languages {
            let words = |text: &Text| text.find(language).unwrap_or_default().trim().to_owned();
            let (before, after) = (words(before), words(after));
            if before == after {
                continue;
            }
            // A language that is there no more is asked of nobody.
            let compared = !before.is_empty() && self.after.languages.contains(language);
            let steps = self
                .after
                .editorial_steps(key, language, (&before, &after))
                .and_then(|steps| Some(steps.last()?.reason.clone()));
            let change = Change::Worded {
                text: key.clone(),
                language: language.clone(),
                before,
                after,
            };
            match breaks {
                Some(_) if compared && steps.is_some() => self.found.push(Difference {
                    change,
                    breaks: Vec::new(),
                    reason: None,
                    editorial: steps,
                }),
                Some((questions, reason)) if compared => {
                    self.note_break(change, questions.to_vec(), reason);
                }
                _ => self.note(change),
            }
        }
    }

    fn property(&mut self, part: &Part, key: &'static str, before: &str, after: &str) {
        if before != after {
            self.note(Change::Property {
                part: part.clone(),
                key,
                before: before.to_owned(),
                after: after.to_owned(),
            });
        }
    }

    fn arms(&mut self) {
        for arm in &self.after.arms {
            let part = Part::Arm(arm.id.clone());
            let Some(before) = self.before.arms.iter().find(|other| other.id == arm.id) else {
                self.note(Change::Added { part });
                continue;
            };
            let groups = |arm: &Arm| {
                let shares = arm.groups.iter();
                let shares: Vec<_> = shares
                    .map(|(group, share)| format!("{group} = {share}"))
                    .collect();
                shares.join(", ")
            };
            self.property(&part, "groups", &groups(before), &groups(arm));
            let swaps = |arm: &Arm| {
                let groups = arm.scales.iter();
                let swaps = groups.flat_map(|(group, swaps)| {
                    let swaps = swaps.iter();
                    swaps.map(move |(own, shown)| format!("{group}: {own} → {shown}"))
                });
                swaps.collect::<Vec<_>>().join(", ")
            };
            self.property(&part, "scales", &swaps(before), &swaps(arm));
        }
        for arm in &self.before.arms {
            if !self.after.arms.iter().any(|other| other.id == arm.id) {
                let part = Part::Arm(arm.id.clone());
                self.note(Change::Removed { part });
            }
        }
    }

    fn scales(&mut self) {
        for scale in &self.after.scales {
            let part = Part::Scale(scale.id.clone());
            let Some(before) = self.before.scale(&scale.id) else {
                self.note(Change::Added { part });
                continue;
            };
            let asked = self.asked_on(&scale.id);
            self.choices(&part, &before.choices, &scale.choices, &asked);
        }
        for scale in &self.before.scales {
            if self.after.scale(&scale.id).is_none() {
                let part = Part::Scale(scale.id.clone());
                self.note(Change::Removed { part });
            }
        }
    }

    /// The questions asked on a scale, or on one it stands in for, before and after.
    fn asked_on(&self, scale: &ScaleId) -> Vec<QuestionId> {
        let on = |questionnaire: &Questionnaire, id: &QuestionId| {
            let question = questionnaire.question(id);
            let Some(own) = question.and_then(|question| question.answer.scale()) else {
                return false;
            };
            let mut swaps = questionnaire
                .arms
                .iter()
                .flat_map(|arm| arm.scales.values());
            own == scale || swaps.any(|swap| swap.get(own).is_some_and(|shown| shown == scale))
        };
        let questions = self
            .after
            .questions
            .iter()
            .map(|question| question.id.clone());
        questions
            .filter(|id| on(self.before, id) && on(self.after, id))
            .collect()
    }

    fn sections(&mut self) {
        for section in &self.after.sections {
            let part = Part::Section(section.id.clone());
            let Some(before) = self.before.section(&section.id) else {
                self.note(Change::Added { part });
                continue;
            };
            let key = TextKey::Section(section.id.clone());
            self.text(&key, &before.title, &section.title, None);
            let rotate = |section: &Section| section.rotate.clone().unwrap_or_default();
            self.property(&part, "rotate", &rotate(before), &rotate(section));
        }
        for section in &self.before.sections {
            if self.after.section(&section.id).is_none() {
                let part = Part::Section(section.id.clone());
                self.note(Change::Removed { part });
            }
        }
    }
}
