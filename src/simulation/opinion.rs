//! What the residents of the synthetic city think, question by question.
//!
//! Every opinion is a number on one line: the mean of the question in the year, plus effects
//! of district, PSU, household and person, plus chance. Its variance around the mean is about
//! one, so that the share above zero, the satisfied, is the normal probability of the mean.
//! The five-point and the four-point scale cut the same line at their own places.

use statrs::distribution::{ContinuousCDF, Normal};

use super::chance::normal_from_bits;
use questionnaire::{Code, QuestionId};

/// The number of questions that ask for an opinion.
pub(super) const ITEMS: usize = 17;

/// How many of them, from the first, are counted as true rates.
pub(super) const COUNTED: usize = 12;

/// The years opinions are known for.
pub(super) const YEARS: [i32; 3] = [2012, 2013, 2014];

/// The standard deviation of what is a household's, a person's, and chance.
pub(super) const HOUSEHOLD: f32 = 0.25;
pub(super) const PERSON: f32 = 0.55;
const CHANCE: f32 = 0.70;

/// One question about an opinion.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub(super) question: &'static str,
    pub(super) answers: Answers,
    /// About the share satisfied (or reached, or voting) in each year, of all who answer,
    /// "don't know" included.
    rates: [f32; 3],
    /// The share that does not know, of most residents.
    pub(super) dont_know: f32,
    /// The share the question does not apply to.
    pub(super) not_applicable: f32,
    /// How strongly it moves with the general mood of a place, 0 to 1.
    pub(super) shared: f32,
}

/// How an opinion becomes an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answers {
    /// On the five-point scale or the four-point scale.
    Satisfaction,
    /// R22: came across, did not, cannot remember.
    Reach,
    /// R23: voted, did not, by the family, knew of none, had no vote.
    Turnout,
}

const fn satisfaction(question: &'static str, rates: [f32; 3], dont_know: f32) -> Item {
    Item {
        question,
        answers: Answers::Satisfaction,
        rates,
        dont_know,
        not_applicable: 0.0,
        shared: 1.0,
    }
}

/// The questions; those that measure an indicator first.
const TABLE: [Item; ITEMS] = [
    satisfaction("R04", [0.855, 0.877, 0.891], 0.035),
    satisfaction("R05", [0.862, 0.884, 0.900], 0.030),
    satisfaction("R06", [0.868, 0.890, 0.907], 0.020),
    // Before any of the dissatisfied softens the answer.
    satisfaction("R08", [0.630, 0.655, 0.680], 0.060),
    satisfaction("R11", [0.800, 0.822, 0.838], 0.040),
    satisfaction("R13", [0.830, 0.862, 0.888], 0.030),
    satisfaction("R15", [0.805, 0.832, 0.858], 0.015),
    satisfaction("R16", [0.836, 0.848, 0.856], 0.020),
    satisfaction("R18", [0.735, 0.766, 0.794], 0.060),
    satisfaction("R20", [0.580, 0.625, 0.668], 0.015),
    Item {
        answers: Answers::Reach,
        ..satisfaction("R22", [0.760, 0.798, 0.836], 0.0)
    },
    Item {
        answers: Answers::Turnout,
        ..satisfaction("R23", [0.470, 0.470, 0.520], 0.0)
    },
    Item {
        not_applicable: 0.55,
        ..satisfaction("R07", [0.720, 0.750, 0.775], 0.010)
    },
    satisfaction("R12", [0.760, 0.780, 0.800], 0.050),
    Item {
        not_applicable: 0.08,
        ..satisfaction("R14", [0.740, 0.765, 0.790], 0.020)
    },
    satisfaction("R19", [0.560, 0.575, 0.590], 0.090),
    satisfaction("R21", [0.430, 0.420, 0.440], 0.010),
];

impl Item {
    /// The item at this place of the table.
    pub(super) fn of(index: usize) -> Self {
        TABLE[index]
    }

    /// The place of a question in the table.
    pub(super) fn index(question: &QuestionId) -> Option<usize> {
        TABLE
            .iter()
            .position(|item| item.question == question.as_str())
    }

    /// The mean of the question in a year (by its place in [`YEARS`]).
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the simulation computes with seven digits"
    )]
    pub(super) fn mean(&self, year: usize) -> f32 {
        // Some residents do not know more often than most: about a sixth more on average.
        let known = 1.0 - 1.17 * self.dont_know;
        Normal::standard().inverse_cdf(f64::from(self.rates[year] / known)) as f32
    }
}

/// An opinion before it is put on a scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Opinion {
    /// Where the resident stands; above zero is satisfied.
    At(f32),
    /// The resident does not know.
    DontKnow,
}

/// The opinion on an item of a person who stands at `level` but for chance, from 64 random
/// bits. `unsure` multiplies the share of those who do not know.
#[expect(
    clippy::cast_precision_loss,
    reason = "16 bits fit a 32-bit real number exactly"
)]
pub(super) fn opinion(item: usize, level: f32, unsure: f32, bits: u64) -> Opinion {
    let doubt = (bits & 0xFFFF) as f32 / 65_536.0;
    if doubt < TABLE[item].dont_know * unsure {
        return Opinion::DontKnow;
    }
    Opinion::At(level + CHANCE * normal_from_bits(bits))
}

/// The place of the question about the work against corruption.
pub(super) const CORRUPTION: usize = 3;

/// The share of the dissatisfied that does not say so when asked directly about corruption.
pub(super) const CONCEALING: f32 = 0.50;

impl Opinion {
    /// True where the resident is rather or very dissatisfied.
    pub(super) fn dissatisfied(self) -> bool {
        matches!(self, Self::At(at) if at < NEUTRAL)
    }

    /// The answer on the five-point scale.
    pub(super) fn on_five(self) -> Code {
        Code(match self {
            Self::DontKnow => 98,
            Self::At(at) if at >= 1.3 => 5,
            Self::At(at) if at >= 0.0 => 4,
            Self::At(at) if at >= NEUTRAL => 3,
            Self::At(at) if at >= -1.25 => 2,
            Self::At(_) => 1,
        })
    }

    /// The answer on the four-point scale of the national formula, whose second answer
    /// takes in many who are neutral on the five-point scale.
    pub(super) fn on_four(self) -> Code {
        Code(match self {
            Self::DontKnow => 98,
            Self::At(at) if at >= 0.6 => 4,
            Self::At(at) if at >= -0.45 => 3,
            Self::At(at) if at >= -1.1 => 2,
            Self::At(_) => 1,
        })
    }

    /// The answer to R22; `draw` is uniform on [0, 1).
    pub(super) fn reached(self, draw: f32) -> Code {
        Code(match self {
            Self::At(at) if at >= 0.0 => 1,
            _ if draw < 0.8 => 2,
            _ => 3,
        })
    }

    /// The answer to R23; `draw` is uniform on [0, 1).
    pub(super) fn voted(self, draw: f32) -> Code {
        Code(match self {
            _ if draw < 0.05 => 5,
            Self::At(at) if at >= 0.0 => 1,
            _ if draw < 0.28 => 3,
            _ if draw < 0.50 => 4,
            _ => 2,
        })
    }
}

/// The lower end of the neutral answer.
const NEUTRAL: f32 = -0.65;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_scales_agree_on_the_ends() {
        assert_eq!(
            (Opinion::At(2.0).on_five(), Opinion::At(2.0).on_four()),
            (Code(5), Code(4))
        );
        assert_eq!(
            (Opinion::At(-2.0).on_five(), Opinion::At(-2.0).on_four()),
            (Code(1), Code(1))
        );
        assert_eq!(
            (Opinion::DontKnow.on_five(), Opinion::DontKnow.on_four()),
            (Code(98), Code(98))
        );
    }

    #[test]
    fn some_neutral_residents_are_basically_satisfied() {
        assert_eq!(
            (Opinion::At(-0.3).on_five(), Opinion::At(-0.3).on_four()),
            (Code(3), Code(3))
        );
    }

    #[test]
    fn the_counted_items_stand_first() {
        assert_eq!(Item::of(COUNTED - 1).question, "R23");
        assert_eq!(Item::of(CORRUPTION).question, "R08");
        assert_eq!(Item::index(&QuestionId::new("R04")), Some(0));
        assert!(Item::index(&QuestionId::new("R25")).is_none());
    }
}
