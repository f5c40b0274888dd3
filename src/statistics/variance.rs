//! The variance of a total of scores under the design.
//!
//! For scores z summed to units, the first stage contributes
//! Σₕ (1 − fₕ) nₕ/(nₕ − 1) Σᵢ (zₕᵢ − z̄ₕ)²; the second the same within every PSU, times the PSU's
//! sampling fraction, and so on. Linearised estimators have scores whose total varies like the
//! estimator (Taylor).
//!
//! A domain is taken by giving zero scores to the rows outside, never by dropping PSUs. Strata
//! without any row of the domain leave the sum (they contribute zero anyway) and are not counted
//! where [`SinglePsuPolicy::Average`] rescales.
//!
//! Assumed: PSUs were drawn independently between strata, and within them with replacement or with
//! equal probabilities ([`SurveyDesign`]; unequal ones, and strata whose pairs of PSUs are known: `pps.rs`). Not to be trusted with a handful of
//! PSUs: the variance itself then has few degrees of freedom.
//!
//! # References
//!
//! * Särndal, Swensson & Wretman (1992), *Model Assisted Survey Sampling*, 4.3 and 5.5.
//! * Lumley (2010), *Complex Surveys*, 2.2 and 3.2; R `survey` 4.1, `svyrecvar`.
//!
//! Proven by `every_estimate_of_every_fixture_agrees_with_r` (`api_*`, `mu284`, `citizen_base`, `citizen_lonely`);
//! second routes: `two_stages_with_finite_populations_follow_the_textbook`,
//! `balanced_half_samples_give_a_total_its_exact_variance`.

use super::count::real;
use super::design::SurveyDesign;
use super::layout::{Layout, StageLayout};
use super::single_psu::{SinglePsuPolicy, only_one_psu};

/// Why a variance cannot be estimated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VarianceError {
    /// A stratum has one PSU only and the policy is to fail.
    #[error("{} at stage {stage}", only_one_psu(stratum))]
    SinglePsu {
        /// Label of the stratum (at later stages the label of its first-stage stratum).
        stratum: String,
        /// Stage, counted from one.
        stage: usize,
    },
}

/// The contribution of one stratum.
enum Contribution {
    /// No row of the domain lies in it.
    Absent,
    /// It cannot be known and is to be replaced by the average of the others.
    Unknown,
    Known(f64),
}

impl SurveyDesign {
    /// The variance of the total of `scores`, given per variance unit. `present` marks the units
    /// that hold rows of the domain.
    pub(super) fn variance_of_total(
        &self,
        scores: &[f64],
        present: &[bool],
    ) -> Result<f64, VarianceError> {
        self.covariance_of_totals(scores, scores, present)
    }

    /// The covariance of the totals of two columns of scores.
    pub(super) fn covariance_of_totals(
        &self,
        a: &[f64],
        b: &[f64],
        present: &[bool],
    ) -> Result<f64, VarianceError> {
        if let Some(joint) = &self.joint_inclusion {
            return Ok(joint.covariance(a, b));
        }
        let mut covariance = 0.0;
        for (index, stage) in self.layout.stages.iter().enumerate() {
            covariance += self.stage_covariance(index, stage, a, b, present)?;
        }
        Ok(covariance)
    }

    fn stage_covariance(
        &self,
        index: usize,
        stage: &StageLayout,
        a: &[f64],
        b: &[f64],
        present: &[bool],
    ) -> Result<f64, VarianceError> {
        let strata = stage.strata.len();
        let mut unit_present = vec![false; stage.stratum_of_unit.len()];
        for (&unit, &here) in stage.unit_of_variance_unit.iter().zip(present) {
            unit_present[unit as usize] |= here;
        }
        let mut present_units = vec![0_usize; strata];
        for (unit, &stratum) in stage.stratum_of_unit.iter().enumerate() {
            present_units[stratum as usize] += usize::from(unit_present[unit]);
        }
        let a = self.deviations(stage, a, &present_units);
        let b = self.deviations(stage, b, &present_units);
        let mut products = vec![0.0; strata];
        for (unit, &stratum) in stage.stratum_of_unit.iter().enumerate() {
            products[stratum as usize] += stage.uncovered[unit] * a[unit] * b[unit];
        }
        let (mut sum, mut seen, mut known) = (0.0, 0_usize, 0_usize);
        for (h, stratum) in stage.strata.iter().enumerate() {
            let paired = self.paired.as_ref().filter(|_| index == 0);
            let paired = paired.and_then(|paired| paired.covariance(h, &a, &b));
            let contribution = if present_units[h] == 0 || stratum.units == 0 {
                Contribution::Absent
            } else if let Some(paired) = paired {
                Contribution::Known(paired)
            } else if stratum.fully_covered {
                Contribution::Known(0.0)
            } else if stratum.units > 1 {
                let average_lonely = self.single_psu == SinglePsuPolicy::Average
                    && self.adjust_domains
                    && present_units[h] == 1;
                if average_lonely {
                    Contribution::Unknown
                } else {
                    let n = real(stratum.units);
                    Contribution::Known(stratum.multiplier * products[h] * n / (n - 1.0))
                }
            } else {
                self.single_unit(index, h, stratum.multiplier * products[h])?
            };
            match contribution {
                Contribution::Absent => {}
                Contribution::Unknown => seen += 1,
                Contribution::Known(value) => {
                    seen += 1;
                    known += 1;
                    sum += value;
                }
            }
        }
        // With nothing to take an average of, 0 · seen / 0 is rightly not a number.
        Ok(if known < seen && index == 0 {
            sum * real(seen) / real(known)
        } else {
            sum
        })
    }

    /// Unit sums of the scores, centred at the mean of their stratum where the policy says so.
    fn deviations(&self, stage: &StageLayout, scores: &[f64], present_units: &[usize]) -> Vec<f64> {
        let mut sums = vec![0.0; stage.stratum_of_unit.len()];
        for (&unit, &score) in stage.unit_of_variance_unit.iter().zip(scores) {
            sums[unit as usize] += score;
        }
        let mut mean = vec![0.0; stage.strata.len()];
        for (sum, &stratum) in sums.iter().zip(&stage.stratum_of_unit) {
            mean[stratum as usize] += sum;
        }
        for (h, stratum) in stage.strata.iter().enumerate() {
            let lonely_in_domain = stratum.units > 1 && present_units[h] == 1;
            let uncentred = self.single_psu == SinglePsuPolicy::Adjust
                && (stratum.units == 1 || (lonely_in_domain && self.adjust_domains));
            mean[h] = if uncentred {
                0.0
            } else {
                mean[h] / real(stratum.units.max(1))
            };
        }
        for (sum, &stratum) in sums.iter_mut().zip(&stage.stratum_of_unit) {
            *sum -= mean[stratum as usize];
        }
        sums
    }

    /// A stratum whose design has a single unit; `square` is its uncentred square or zero.
    fn single_unit(
        &self,
        stage: usize,
        stratum: usize,
        square: f64,
    ) -> Result<Contribution, VarianceError> {
        match self.single_psu {
            SinglePsuPolicy::Remove | SinglePsuPolicy::Certainty => Ok(Contribution::Known(0.0)),
            SinglePsuPolicy::Adjust => Ok(Contribution::Known(square)),
            SinglePsuPolicy::Average => Ok(Contribution::Unknown),
            SinglePsuPolicy::Fail | SinglePsuPolicy::Collapse { .. } => {
                Err(VarianceError::SinglePsu {
                    stratum: self.layout.first_stage_label(stage, stratum).to_owned(),
                    stage: stage + 1,
                })
            }
        }
    }
}

impl Layout {
    /// PSUs minus strata, among those that hold a present variance unit.
    pub(super) fn degrees_of_freedom(&self, present: &[bool]) -> usize {
        let stage = &self.stages[0];
        let mut psus = vec![false; stage.stratum_of_unit.len()];
        for (&unit, &here) in stage.unit_of_variance_unit.iter().zip(present) {
            psus[unit as usize] |= here;
        }
        let mut strata = vec![false; stage.strata.len()];
        for (unit, &stratum) in stage.stratum_of_unit.iter().enumerate() {
            strata[stratum as usize] |= psus[unit];
        }
        let count = |marks: &[bool]| marks.iter().filter(|&&mark| mark).count();
        count(&psus) - count(&strata)
    }

    /// The label of the first-stage stratum above a stratum of any stage.
    fn first_stage_label(&self, stage: usize, stratum: usize) -> &str {
        let mut stratum = stratum;
        for level in (1..=stage).rev() {
            let unit = self.stages[level].strata[stratum].parent;
            stratum = self.stages[level - 1].stratum_of_unit[unit as usize] as usize;
        }
        &self.stratum_labels[stratum]
    }
}
