//! How good the answers of a probability wave are: who answered and who did not, whom the weights make up for, what was left
//! unanswered. It stands in the release beside the figures, and bears on none of them.
//!
//! # Design
//!
//! How many answered in a district is what suppression hides where it hides the district's rate: whoever knows both the persons
//! of a hidden cell and those of its neighbours subtracts. So districts, and ways to answer, stand apart here where a
//! figure of theirs is shown under some indicator, and all others are one class (`response`); what is told of
//! classes of the frame or of a margin tells nothing that this leaves open. `items` says which questions are told of,
//! `weighting` joins classes of weights until each has ten persons. How many persons skipped a question is no cell.
//!
//! R computes it again from the raw cases (`quality.R` in `tests/golden/release`), and
//! `every_number_of_the_stored_releases_is_what_r_computes_from_the_raw_cases` holds every number of it to that.

mod balance;
mod findings;
mod items;
mod response;
mod survey;
mod weighting;

use serde::{Deserialize, Serialize};

use super::compute::Inputs;
use super::estimates::LEVEL;
use super::flagged::flagged;
use super::monitor::{VariableShare, evenness};
use super::prepared::Prepared;
use super::release::{IndicatorResult, Method, Results};
use super::suppression::suffice;
use super::{Release, count::real_count};
use fieldwork::AnswerMode;
use questionnaire::{QuestionId, Text};
use sampling::StratumId;
use statistics::distribution::normal_quantile;

pub use findings::{Finding, Remark};
pub use survey::SurveyNote;

/// What is told of how good the answers are. All shares and rates 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QualityReport {
    /// The districts by their names, in the order of the frame.
    pub places: Vec<Place>,
    /// Response by district, in the same order; those of which no figure is shown are one class, the last.
    pub districts: Vec<DistrictResponse>,
    /// Interviews by how they came; those of which no figure is shown are one class.
    pub modes: Vec<ModeResponse>,
    /// How evenly households responded; none where nobody did, or everybody.
    pub evenness: Option<EvennessNote>,
    /// Who responded, held against whom was sampled and against the frame.
    pub balance: Vec<BalanceRow>,
    /// What was left unanswered, the question that most left out first; those of which it is not told last.
    pub items: Vec<ItemResponse>,
    /// Forms that were returned with fewer than half of the answers, which count as refusals.
    pub break_offs: u64,
    /// Forms with the marks of carelessness or of copying; none where they are some, but fewer than thirty.
    pub flagged: Option<u64>,
    /// From the base weight to the final weight.
    pub weights: WeightsReport,
}

/// A district by its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Place {
    pub code: StratumId,
    pub name: Text,
}

/// Response in a district, or in several together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DistrictResponse {
    /// Which.
    pub districts: Vec<StratumId>,
    /// Households invited.
    pub cases: u64,
    /// Complete and partial interviews.
    pub interviews: u64,
    /// AAPOR's RR1; none where no case could have answered.
    pub rr1: Option<f64>,
    /// AAPOR's RR3, with the share of the unknown that is eligible of these districts.
    pub rr3: Option<f64>,
    /// The 95 % t interval of RR3, PSUs as clusters; none of a single PSU.
    pub interval: Option<(f64, f64)>,
}

/// Interviews that came in some ways.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModeResponse {
    /// Which ways.
    pub modes: Vec<AnswerMode>,
    /// Whether those are counted here of which it is not told how they came.
    pub not_told: bool,
    /// Complete and partial interviews.
    pub interviews: u64,
    /// Complete ones.
    pub complete: u64,
    /// Their share of the weights.
    pub weighted: f64,
}

/// The R-indicator and what belongs to it; clusters are not counted in its standard errors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EvennessNote {
    /// R, at most 1: then all households were equally likely to return a form.
    pub r: f64,
    /// Of R.
    pub r_standard_error: f64,
    /// The coefficient of variation of the propensities.
    pub cv: f64,
    /// Of that.
    pub cv_standard_error: f64,
    /// The share of households that returned a form, by base weights.
    pub returned: f64,
    /// What each variable of the frame has to do with it.
    pub variables: Vec<VariableNote>,
}

/// What a variable of the frame has to do with uneven response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct VariableNote {
    pub variable: VariableShare,
    /// How much response varies between its classes.
    pub unconditional: f64,
    /// What it adds to the other variables.
    pub conditional: f64,
}

impl EvennessNote {
    /// The 95 % interval of R, by the normal distribution.
    pub fn interval(&self) -> (f64, f64) {
        let half = normal_quantile(0.5 + LEVEL / 2.0) * self.r_standard_error;
        (self.r - half, (self.r + half).min(1.0))
    }

    /// The most by which the share of an unadjusted answer may be biased through what the model knows, 0 to 0.5: (1 − R)/(2ρ̄)
    /// standard deviations, which of a share are at most a half (Schouten, Cobben & Bethlehem 2009, *Survey Methodology* 35,
    /// equation 11).
    pub fn largest_bias_of_a_share(&self) -> f64 {
        (1.0 - self.r) / (2.0 * self.returned) * 0.5
    }
}

/// What is known of every household that was sampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FrameVariable {
    /// Its district.
    District,
    /// What sort of district that is.
    Kind,
    /// Urban community or village.
    Settlement,
    /// Small, middle or large community, a third each.
    Size,
}

/// A class of the frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of variants say what they hold")]
pub enum FrameClass {
    Districts(Vec<StratumId>),
    /// As the frame calls it (`district`, `county`).
    Kind(String),
    Urban,
    Rural,
    Small,
    Middle,
    Large,
}

impl FrameClass {
    /// By what it is a class.
    pub const fn variable(&self) -> FrameVariable {
        match self {
            Self::Districts(_) => FrameVariable::District,
            Self::Kind(_) => FrameVariable::Kind,
            Self::Urban | Self::Rural => FrameVariable::Settlement,
            Self::Small | Self::Middle | Self::Large => FrameVariable::Size,
        }
    }
}

/// A class of the frame: its part of the frame, of the sample and of those who responded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BalanceRow {
    /// Which.
    pub class: FrameClass,
    /// Its share of the frame's population; none where the frame does not tell.
    pub frame: Option<f64>,
    /// Its share of the sampled households, by base weights.
    pub sample: f64,
    /// Its share of those that returned a form, by base weights.
    pub respondents: f64,
    /// Respondents less sample, in standard deviations √(s(1 − s)) of the sample.
    pub standardised: f64,
}

/// What was left unanswered of a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct ItemResponse {
    pub question: QuestionId,
    pub text: Text,
    /// What there is to tell; none where too few were asked, or too few were not, or too few said something.
    pub told: Option<ItemCounts>,
}

/// Who answered a question, of those who were asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemCounts {
    /// Persons who were asked.
    pub asked: u64,
    /// Those who left it out.
    pub skipped: Part,
    /// Those who chose not to say; none where they are one to nine.
    pub refused: Option<Part>,
    /// Those who said that they do not know; none where they are one to nine.
    pub dont_know: Option<Part>,
}

/// A part of those who were asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Part {
    pub persons: u64,
    /// Their share, by final weights.
    pub weighted: f64,
}

impl ItemCounts {
    /// The share of those asked who gave nothing: left it out, or would not say as far as that is told. Each person once.
    pub fn unanswered(&self) -> f64 {
        let refused = self.refused.map_or(0, |part| part.persons);
        real_count(self.skipped.persons + refused) / real_count(self.asked.max(1))
    }
}

/// What weighting did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeightsReport {
    /// The weights after each step, in the order of the steps of [`Method`].
    pub steps: Vec<StepWeights>,
    /// What was cut off; none where no weight exceeded the cap.
    pub trimmed: Option<TrimmingNote>,
    /// The final weights by their size, the smallest first.
    pub classes: Vec<WeightClass>,
    /// What was raked to, before and after.
    pub margins: Vec<MarginFit>,
}

/// The weights after a step.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct StepWeights {
    pub step: super::release::Step,
    pub smallest: f64,
    pub lower_quartile: f64,
    pub median: f64,
    pub upper_quartile: f64,
    pub largest: f64,
    /// The coefficient of variation.
    pub cv: f64,
    /// Kish's, 1 + CV².
    pub design_effect: f64,
    /// Kish's.
    pub effective_sample_size: f64,
}

/// What trimming cut off.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TrimmingNote {
    /// The cap over the mean weight.
    pub cap: f64,
    /// How many weights exceeded it.
    pub persons: u64,
    /// The share of the sum of weights that was cut off and given to others.
    pub share: f64,
}

/// Persons whose final weight over the mean weight lies between two bounds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WeightClass {
    /// From, itself included.
    pub from: f64,
    /// To, itself not included.
    pub to: f64,
    /// At least ten.
    pub persons: u64,
}

/// A margin before and after raking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MarginFit {
    /// What the margin classifies by.
    pub name: Text,
    /// Its classes; none where one of them is of too few persons.
    pub classes: Option<Vec<MarginClass>>,
}

/// A class of a margin; shares are of those who stated theirs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MarginClass {
    /// Which.
    pub class: MarginClassName,
    /// Its share of the population.
    pub target: f64,
    /// Its share by the weights before raking.
    pub before: f64,
    /// Its share by the final weights.
    pub after: f64,
}

/// Which class of a margin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarginClassName {
    /// Districts.
    Districts(Vec<StratumId>),
    /// Whoever chose one of these.
    Choices(Vec<Text>),
}

/// The report on a wave whose figures are these.
pub(crate) fn report(
    inputs: &Inputs,
    now: &Prepared<'_>,
    indicators: &[IndicatorResult],
) -> QualityReport {
    let psus = &now.data.psus;
    let classes = response::district_classes(&inputs.strata, now, indicators);
    let marked = flagged(now.questionnaire(), &now.dataset);
    let marked = marked.into_iter().filter(|flagged| *flagged).count() as u64;
    QualityReport {
        places: (inputs.strata.iter())
            .map(|stratum| Place {
                code: stratum.code.clone(),
                name: stratum.name.clone(),
            })
            .collect(),
        districts: response::by_district(&classes, now),
        modes: response::by_mode(now, indicators),
        evenness: evenness(psus).ok().map(|found| EvennessNote {
            r: found.overall.r,
            r_standard_error: found.overall.r_standard_error,
            cv: found.overall.cv,
            cv_standard_error: found.overall.cv_standard_error,
            returned: found.overall.response_rate,
            variables: (found.variables.into_iter())
                .map(|(variable, unconditional, conditional)| VariableNote {
                    variable,
                    unconditional,
                    conditional,
                })
                .collect(),
        }),
        balance: balance::rows(&inputs.strata, &classes, now),
        items: items::response(now),
        break_offs: now.dataset.break_offs,
        flagged: (marked == 0 || suffice(marked)).then_some(marked),
        weights: weighting::report(&inputs.margins, &classes, now),
    }
}

impl QualityReport {
    /// What a district is called.
    pub fn name(&self, code: &StratumId) -> Option<&Text> {
        let mut places = self.places.iter();
        Some(&places.find(|place| place.code == *code)?.name)
    }

    /// Takes away what would tell more than an earlier report on the same answers: districts and questions that are told of
    /// otherwise.
    pub(crate) fn hide_beside(&mut self, before: &Self) {
        let classes = |report: &Self| -> Vec<Vec<StratumId>> {
            let districts = report.districts.iter();
            districts.map(|class| class.districts.clone()).collect()
        };
        if classes(self) != classes(before) {
            self.districts.clear();
            self.balance.clear();
            self.weights.margins.clear();
        }
        if self.modes.len() != before.modes.len() {
            self.modes.clear();
        }
        for item in &mut self.items {
            let mut others = before.items.iter();
            let before = others.find(|it| it.question == item.question);
            let asked = |item: &ItemResponse| item.told.as_ref().map(|told| told.asked);
            if before.is_some_and(|before| asked(before) != asked(item)) {
                item.told = None;
            }
        }
    }
}

impl Release {
    /// The method of a probability wave, with its report.
    pub fn quality(&self) -> Option<(&Method, &QualityReport)> {
        match &self.results {
            Results::Probability { method, .. } => Some((method, method.quality.as_deref()?)),
            Results::Open { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::{compute, example};

    pub(super) fn of(inputs: &Inputs) -> QualityReport {
        let release = compute(inputs, DateTime::UNIX_EPOCH).unwrap();
        release.quality().unwrap().1.clone()
    }

    #[test]
    fn a_report_beside_another_of_the_same_answers_tells_no_more() {
        let before = of(&example::inputs(400));
        let mut now = before.clone();
        now.hide_beside(&before);
        assert_eq!(now, before);
        let mut coarser = before.clone();
        coarser.districts.truncate(1);
        coarser.items[0].told = None;
        now.hide_beside(&coarser);
        assert!(now.districts.is_empty() && now.balance.is_empty());
        let question = &coarser.items[0].question;
        let item = now.items.iter().find(|item| item.question == *question);
        assert_eq!(item.unwrap().told, None);
    }

    #[test]
    fn the_bias_of_a_share_is_bounded_as_schouten_cobben_and_bethlehem_have_it() {
        let note = EvennessNote {
            r: 0.8,
            r_standard_error: 0.1,
            cv: 0.2,
            cv_standard_error: 0.0,
            returned: 0.5,
            variables: Vec::new(),
        };
        assert!((note.largest_bias_of_a_share() - 0.1).abs() < 1e-15);
        let (lower, upper) = note.interval();
        assert!((lower - 0.604).abs() < 1e-3 && (upper - 0.996).abs() < 1e-3);
    }
}
