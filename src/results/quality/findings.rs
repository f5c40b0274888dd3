//! What is good and what is weak about the answers of a wave, in a few remarks.
//!
//! # Design
//!
//! Each remark has a bound that is written here and printed beside it. Two are those by which "met" is not said (response, coaching);
//! the others are conventions: 5 % of a question unanswered is flagged (DOMAIN 2.6), a standardised difference of 0.1 is the first
//! that matters (Austin 2009), a share may be off by five points, weights may cost a third of the sample. A weak point is no
//! verdict on the survey: it says where to look.

use super::{FrameClass, QualityReport};
use crate::compute::{COACHING_BOUND, LEAST_RESPONSE_RATE};
use crate::count::real_count;
use crate::release::{Figure, Method, QualityConcern, Step};

/// More of a question unanswered is weak.
const MOST_UNANSWERED: f64 = 0.05;
/// A larger standardised difference is weak.
const MOST_APART: f64 = 0.1;
/// A larger bound of bias of a share is weak.
const MOST_BIASED: f64 = 0.05;
/// A larger design effect of weights is weak.
const MOST_WEIGHTED: f64 = 1.5;
/// A larger share of flagged forms is weak.
const MOST_FLAGGED: f64 = 0.05;

/// A remark, and on which side of its bound it lies.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What is remarked.
    pub remark: Remark,
    /// Whether it lies on the better side of its bound.
    pub is_good: bool,
}

/// Something about the answers, with the bound it is held against.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Remark {
    /// RR3.
    Response { rate: Option<f64>, least: f64 },
    /// R, and the most by which a share that is not adjusted may be biased.
    Evenness { r: f64, bias: f64, most: f64 },
    /// The class of which respondents have most too few or too many.
    Balance {
        class: FrameClass,
        standardised: f64,
        most: f64,
    },
    /// Questions that more than `most` left unanswered.
    Items { many: u64, of: u64, most: f64 },
    /// Kish's design effect of the final weights.
    Weights {
        design_effect: f64,
        effective: f64,
        most: f64,
    },
    /// Who was told how to answer.
    Coaching { figure: Figure, most: f64 },
    /// Forms with the marks of carelessness; none where they are fewer than thirty.
    Flagged {
        forms: Option<u64>,
        of: u64,
        most: f64,
    },
}

impl QualityReport {
    /// What is to be remarked of so many respondents, in the order of the page.
    pub fn findings(&self, method: &Method, respondents: u64) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut say = |remark, is_good| findings.push(Finding { remark, is_good });
        let rate = method.response_rates.rr3;
        let is_enough = rate.is_some_and(|rate| rate >= LEAST_RESPONSE_RATE);
        let least = LEAST_RESPONSE_RATE;
        say(Remark::Response { rate, least }, is_enough);
        if let Some(note) = &self.evenness {
            let (r, bias, most) = (note.r, note.largest_bias_of_a_share(), MOST_BIASED);
            say(Remark::Evenness { r, bias, most }, bias <= most);
        }
        let apart = self.balance.iter();
        let apart = apart.max_by(|one, other| {
            let sizes = [one, other].map(|row| row.standardised.abs());
            sizes[0].total_cmp(&sizes[1])
        });
        if let Some(row) = apart {
            let remark = Remark::Balance {
                class: row.class.clone(),
                standardised: row.standardised,
                most: MOST_APART,
            };
            say(remark, row.standardised.abs() <= MOST_APART);
        }
        let told = self.items.iter().filter_map(|item| item.told.as_ref());
        let of = told.clone().count() as u64;
        let many = told.filter(|told| told.unanswered() > MOST_UNANSWERED);
        let many = many.count() as u64;
        let most = MOST_UNANSWERED;
        say(Remark::Items { many, of, most }, many == 0);
        if let Some(last) = self.weights.steps.last() {
            let remark = Remark::Weights {
                design_effect: last.design_effect,
                effective: last.effective_sample_size,
                most: MOST_WEIGHTED,
            };
            say(remark, last.design_effect <= MOST_WEIGHTED);
        }
        if let Some(figure) = method.coaching {
            let most = COACHING_BOUND;
            let is_rare = !method.quality_concerns.contains(&QualityConcern::Coaching);
            say(Remark::Coaching { figure, most }, is_rare);
        }
        let forms = self.flagged;
        let share = real_count(forms.unwrap_or(0)) / real_count(respondents.max(1));
        let remark = Remark::Flagged {
            forms,
            of: respondents,
            most: MOST_FLAGGED,
        };
        say(remark, share <= MOST_FLAGGED);
        findings
    }

    /// The weights after the last step.
    pub fn final_weights(&self) -> Option<&super::StepWeights> {
        self.weights.steps.last()
    }

    /// Whether weights were raked to anything.
    pub fn is_raked(&self) -> bool {
        let mut steps = self.weights.steps.iter();
        steps.any(|step| step.step == Step::Raking)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use questionnaire::QuestionId;

    use super::*;
    use crate::{Inputs, compute, example};

    fn weak(inputs: &Inputs) -> Vec<Remark> {
        let release = compute(inputs, DateTime::UNIX_EPOCH).unwrap();
        let (method, report) = release.quality().unwrap();
        let findings = report.findings(method, release.respondents).into_iter();
        let weak = findings.filter(|finding| !finding.is_good);
        weak.map(|finding| finding.remark).collect()
    }

    #[test]
    fn a_wave_without_a_weak_point_has_none_and_another_is_told_of() {
        assert_eq!(weak(&example::inputs(400)), []);
        let mut inputs = example::inputs(400);
        for response in inputs.wave.responses.iter_mut().take(40) {
            response.answers.0.remove(&QuestionId::new("Q3"));
        }
        for psu in &mut inputs.wave.psus[..2] {
            psu.cases.cases += 300;
            psu.cases.silent += 300;
        }
        let weak = weak(&inputs);
        assert!(
            weak.iter()
                .any(|remark| matches!(remark, Remark::Items { many: 1, of: 3, .. })),
            "{weak:?}"
        );
        let others =
            |remark: &&Remark| matches!(remark, Remark::Evenness { .. } | Remark::Balance { .. });
        assert_eq!(weak.iter().filter(others).count(), 2, "{weak:?}");
    }
}
