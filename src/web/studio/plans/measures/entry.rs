//! A measure as it is typed, field by field.

use crate::studio::typed::Typed;
use plan::{Among, Bridge, Counts, Crosswise, Measure, Problem};
use questionnaire::{ChoiceKind, Code, QuestionId, ScaleId};

/// What is wrong with what was typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum MeasureFault {
    /// What a plan file could have as well, at one of its keys.
    Problem(&'static str, Problem),
    /// No codes, parted by spaces or commas, at a key.
    NotCodes(&'static str),
    /// What goes with a question or a scale was typed at a key, but no question or scale chosen.
    NothingChosen(&'static str),
    /// No share between 0 and 1.
    NotAShare,
    Unchanged,
    NoReason,
}

/// Which kinds or codes form numerator and denominator.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Counted<T> {
    pub(super) numerator: Vec<T>,
    pub(super) denominator: Vec<T>,
}

impl<T> Default for Counted<T> {
    fn default() -> Self {
        Self {
            numerator: Vec::new(),
            denominator: Vec::new(),
        }
    }
}

/// The fields of a measure. A choice that is left empty is an empty text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct MeasureEntry {
    pub(super) questionnaire: String,
    pub(super) questions: Vec<String>,
    /// The scale whose kinds count; empty where codes do.
    pub(super) scale: String,
    pub(super) kinds: Counted<ChoiceKind>,
    pub(super) codes: Counted<Code>,
    pub(super) among: String,
    pub(super) among_codes: String,
    pub(super) cross_check: bool,
    pub(super) bridge: String,
    pub(super) bridge_kinds: Counted<ChoiceKind>,
    pub(super) crosswise: String,
    pub(super) same: String,
    pub(super) prevalence: String,
    pub(super) drivers: Vec<String>,
}

impl MeasureEntry {
    /// A measure as it stands.
    pub(super) fn of(measure: &Measure) -> Self {
        let mut entry = Self {
            questionnaire: measure.questionnaire.clone(),
            questions: measure.questions.iter().map(ToString::to_string).collect(),
            cross_check: measure.cross_check,
            drivers: measure.drivers.iter().map(ToString::to_string).collect(),
            ..Self::default()
        };
        match &measure.counts {
            Counts::Kinds {
                scale,
                numerator,
                denominator,
            } => {
                entry.scale = scale.to_string();
                entry.kinds = Counted {
                    numerator: numerator.clone(),
                    denominator: denominator.clone(),
                };
            }
            Counts::Codes {
                numerator,
                denominator,
            } => {
                entry.codes = Counted {
                    numerator: numerator.clone(),
                    denominator: denominator.clone(),
                };
            }
        }
        if let Some(among) = &measure.among {
            entry.among = among.question.to_string();
            let codes: Vec<String> = among.codes.iter().map(ToString::to_string).collect();
            entry.among_codes = codes.join(" ");
        }
        if let Some(bridge) = &measure.bridge {
            entry.bridge = bridge.scale.to_string();
            entry.bridge_kinds = Counted {
                numerator: bridge.numerator.clone(),
                denominator: bridge.denominator.clone(),
            };
        }
        if let Some(crosswise) = &measure.crosswise {
            entry.crosswise = crosswise.question.to_string();
            entry.same = crosswise.same.to_string();
            entry.prevalence = crosswise.prevalence.to_string();
        }
        entry
    }

    /// What was typed.
    pub(super) fn typed(typed: &Typed) -> Self {
        let text = |name: &str| typed.text(name).to_owned();
        let kinds = |name: &str| -> Vec<ChoiceKind> {
            let words = typed.fields.all(name);
            words.filter_map(kind_of_word).collect()
        };
        let codes = |name: &str| -> Vec<Code> {
            let codes = typed.fields.all(name);
            codes.filter_map(|code| code.parse().ok()).collect()
        };
        Self {
            questionnaire: text("questionnaire"),
            questions: typed.fields.all("question").map(str::to_owned).collect(),
            scale: text("scale"),
            kinds: Counted {
                numerator: kinds("kind-numerator"),
                denominator: kinds("kind-denominator"),
            },
            codes: Counted {
                numerator: codes("code-numerator"),
                denominator: codes("code-denominator"),
            },
            among: text("among"),
            among_codes: text("among-codes"),
            cross_check: typed.text("cross-check") == "yes",
            bridge: text("bridge"),
            bridge_kinds: Counted {
                numerator: kinds("bridge-numerator"),
                denominator: kinds("bridge-denominator"),
            },
            crosswise: text("crosswise"),
            same: text("same"),
            prevalence: text("prevalence"),
            drivers: typed.fields.all("driver").map(str::to_owned).collect(),
        }
    }

    /// The fields as a page carries them on: what [`typed`](Self::typed) reads.
    pub(super) fn fields(&self) -> Vec<(String, String)> {
        let mut fields: Vec<(String, String)> = [
            ("questionnaire", &self.questionnaire),
            ("scale", &self.scale),
            ("among", &self.among),
            ("among-codes", &self.among_codes),
            ("bridge", &self.bridge),
            ("crosswise", &self.crosswise),
            ("same", &self.same),
            ("prevalence", &self.prevalence),
        ]
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .into();
        let mut add = |name: &str, value: String| fields.push((name.to_owned(), value));
        for question in &self.questions {
            add("question", question.clone());
        }
        for question in &self.drivers {
            add("driver", question.clone());
        }
        for (name, counted) in [("kind", &self.kinds), ("bridge", &self.bridge_kinds)] {
            for kind in &counted.numerator {
                add(&format!("{name}-numerator"), kind.word().to_owned());
            }
            for kind in &counted.denominator {
                add(&format!("{name}-denominator"), kind.word().to_owned());
            }
        }
        for code in &self.codes.numerator {
            add("code-numerator", code.to_string());
        }
        for code in &self.codes.denominator {
            add("code-denominator", code.to_string());
        }
        if self.cross_check {
            add("cross-check", "yes".to_owned());
        }
        fields
    }

    /// The measure, with what could not be read left out, and what that was.
    pub(super) fn read(&self) -> (Measure, Vec<MeasureFault>) {
        let mut faults = self.left_over();
        let counts = if self.scale.is_empty() {
            Counts::Codes {
                numerator: self.codes.numerator.clone(),
                denominator: self.codes.denominator.clone(),
            }
        } else {
            Counts::Kinds {
                scale: ScaleId::new(&self.scale),
                numerator: self.kinds.numerator.clone(),
                denominator: self.kinds.denominator.clone(),
            }
        };
        let among = (!self.among.is_empty()).then(|| Among {
            question: QuestionId::new(&self.among),
            codes: sampling::read_codes(&self.among_codes).unwrap_or_else(|| {
                faults.push(MeasureFault::NotCodes("among"));
                Vec::new()
            }),
        });
        let bridge = (!self.bridge.is_empty()).then(|| Bridge {
            scale: ScaleId::new(&self.bridge),
            numerator: self.bridge_kinds.numerator.clone(),
            denominator: self.bridge_kinds.denominator.clone(),
        });
        let measure = Measure {
            questionnaire: self.questionnaire.clone(),
            questions: self.questions.iter().map(QuestionId::new).collect(),
            counts,
            bridge,
            cross_check: self.cross_check,
            among,
            crosswise: self.read_crosswise(&mut faults),
            drivers: self.drivers.iter().map(QuestionId::new).collect(),
        };
        (measure, faults)
    }

    /// What would be dropped without a word, since the question or scale that it goes with was not chosen.
    fn left_over(&self) -> Vec<MeasureFault> {
        let kinds = &self.bridge_kinds;
        let ticked = !(kinds.numerator.is_empty() && kinds.denominator.is_empty());
        let crossed = !(self.same.is_empty() && self.prevalence.is_empty());
        let parts = [
            ("among", &self.among, !self.among_codes.is_empty()),
            ("bridge", &self.bridge, ticked),
            ("crosswise", &self.crosswise, crossed),
        ];
        let left = parts
            .into_iter()
            .filter(|(_, chosen, typed)| chosen.is_empty() && *typed);
        left.map(|(key, ..)| MeasureFault::NothingChosen(key))
            .collect()
    }

    fn read_crosswise(&self, faults: &mut Vec<MeasureFault>) -> Option<Crosswise> {
        if self.crosswise.is_empty() {
            return None;
        }
        let same = self.same.parse().ok();
        if same.is_none() {
            faults.push(MeasureFault::NotCodes("crosswise"));
        }
        let prevalence = self.prevalence.parse::<f64>().ok();
        let prevalence = prevalence.filter(|share| share.is_finite());
        if prevalence.is_none() {
            faults.push(MeasureFault::NotAShare);
        }
        Some(Crosswise {
            question: QuestionId::new(&self.crosswise),
            same: same?,
            prevalence: prevalence?,
        })
    }
}

/// The measure with its questions, kinds and codes in the order of the standing one: a form has an order of its own, and
/// no figure hangs on it.
pub(super) fn in_order_of(standing: &Measure, mut measure: Measure) -> Measure {
    order(&mut measure.questions, &standing.questions);
    order(&mut measure.drivers, &standing.drivers);
    match (&mut measure.counts, &standing.counts) {
        (
            Counts::Kinds {
                numerator,
                denominator,
                ..
            },
            Counts::Kinds {
                numerator: first,
                denominator: second,
                ..
            },
        ) => {
            order(numerator, first);
            order(denominator, second);
        }
        (
            Counts::Codes {
                numerator,
                denominator,
            },
            Counts::Codes {
                numerator: first,
                denominator: second,
            },
        ) => {
            order(numerator, first);
            order(denominator, second);
        }
        (Counts::Kinds { .. }, Counts::Codes { .. })
        | (Counts::Codes { .. }, Counts::Kinds { .. }) => {}
    }
    if let (Some(bridge), Some(standing)) = (&mut measure.bridge, &standing.bridge) {
        order(&mut bridge.numerator, &standing.numerator);
        order(&mut bridge.denominator, &standing.denominator);
    }
    measure
}

fn order<T: PartialEq>(values: &mut [T], standing: &[T]) {
    values.sort_by_key(|value| {
        let place = standing.iter().position(|other| other == value);
        place.unwrap_or(usize::MAX)
    });
}

fn kind_of_word(word: &str) -> Option<ChoiceKind> {
    let mut words = ChoiceKind::WORDS.iter();
    words.find_map(|(known, kind)| (*known == word).then_some(*kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Fields;

    #[test]
    fn a_measure_goes_through_the_form_as_it_is() {
        let by_codes = Measure {
            questionnaire: "residents".to_owned(),
            questions: vec![QuestionId::new("Q1"), QuestionId::new("Q2")],
            counts: Counts::Codes {
                numerator: vec![Code(1)],
                denominator: vec![Code(1), Code(2)],
            },
            bridge: Some(Bridge {
                scale: ScaleId::new("S2"),
                numerator: vec![ChoiceKind::Satisfied],
                denominator: vec![ChoiceKind::Satisfied, ChoiceKind::DontKnow],
            }),
            cross_check: true,
            among: Some(Among {
                question: QuestionId::new("Q5"),
                codes: vec![Code(1), Code(9)],
            }),
            crosswise: Some(Crosswise {
                question: QuestionId::new("Q7"),
                same: Code(1),
                prevalence: 0.25,
            }),
            drivers: vec![QuestionId::new("Q8"), QuestionId::new("Q9")],
        };
        let by_kinds = Measure {
            counts: Counts::Kinds {
                scale: ScaleId::new("S5"),
                numerator: vec![ChoiceKind::Satisfied],
                denominator: vec![ChoiceKind::Satisfied, ChoiceKind::Neutral],
            },
            bridge: None,
            cross_check: false,
            among: None,
            crosswise: None,
            drivers: Vec::new(),
            ..by_codes.clone()
        };
        for measure in [by_codes, by_kinds] {
            let fields = Fields::from_pairs(MeasureEntry::of(&measure).fields());
            let entry = MeasureEntry::typed(&Typed::of(fields));
            assert_eq!(entry.read(), (measure, Vec::new()));
        }
    }

    #[test]
    fn the_order_of_a_form_changes_nothing() {
        let measure = |questions: [&str; 2], numerator: [i64; 2]| Measure {
            questionnaire: "residents".to_owned(),
            questions: questions.map(QuestionId::new).into(),
            counts: Counts::Codes {
                numerator: numerator.map(Code).into(),
                denominator: vec![Code(1), Code(2)],
            },
            bridge: None,
            cross_check: false,
            among: None,
            crosswise: None,
            drivers: questions.map(QuestionId::new).into(),
        };
        let standing = measure(["Q2", "Q1"], [2, 1]);
        let typed = measure(["Q1", "Q2"], [1, 2]);
        assert_eq!(in_order_of(&standing, typed), standing);
    }

    #[test]
    fn nothing_that_was_typed_is_dropped_without_a_word() {
        let codes = "1 ".repeat(200);
        let entry = MeasureEntry {
            among_codes: codes.trim().to_owned(),
            bridge_kinds: Counted {
                numerator: vec![ChoiceKind::Satisfied],
                denominator: Vec::new(),
            },
            prevalence: "0.25".to_owned(),
            ..MeasureEntry::default()
        };
        let left = ["among", "bridge", "crosswise"].map(MeasureFault::NothingChosen);
        assert_eq!(entry.read().1, left);
        let typed = Typed::of(Fields::from_pairs(entry.fields()));
        assert_eq!(MeasureEntry::typed(&typed), entry);
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_field() {
        let entry = MeasureEntry {
            among: "Q5".to_owned(),
            among_codes: "女".to_owned(),
            crosswise: "Q7".to_owned(),
            prevalence: "四分之一".to_owned(),
            ..MeasureEntry::default()
        };
        assert_eq!(
            entry.read().1,
            [
                MeasureFault::NotCodes("among"),
                MeasureFault::NotCodes("crosswise"),
                MeasureFault::NotAShare
            ]
        );
    }
}
