//! Replicate weights: the estimate is computed again and again with PSUs left out or doubled.
//!
//! V(θ) = s Σᵣ sᵣ (θᵣ − θ₀)², with θ₀ the mean of the replicates, or the full-sample estimate where
//! `mse` is set. Replicates made here:
//!
//! | method | factors of replicate r | s, sᵣ |
//! |---|---|---|
//! | JK1 | PSU r: 0; others a/(a − 1) | (a − 1)/a · (1 − f) |
//! | `JKn` | PSU r of stratum h: 0; others of h: aₕ/(aₕ − 1) | 1, (aₕ − 1)/aₕ · (1 − fₕ) |
//! | BRR, Fay ρ | one PSU of each pair: 2 − ρ; the other ρ (Hadamard) | 1/(R(1 − ρ)²) |
//! | Rao–Wu | aₕ − 1 PSUs drawn with replacement: aₕ/(aₕ − 1) times the count | 1/(B − 1) |
//!
//! Weighting steps are repeated in every replicate, which is how their effect enters the variance.
//! A stratum with one PSU falls under the policy of the design, unless it was taken completely:
//!
//! | policy | what is made of it |
//! |---|---|
//! | [`SinglePsuPolicy::Remove`], [`SinglePsuPolicy::Certainty`] | nothing |
//! | [`SinglePsuPolicy::Average`] | `JKn` as R's: s is all PSUs over the PSUs left out one by one |
//! | [`SinglePsuPolicy::Adjust`] | `JKn` as R's: a replicate without the stratum, the rows of all others times H/(H − 1) with H strata, sᵣ = (H − 1)/H |
//! | [`SinglePsuPolicy::Fail`], [`SinglePsuPolicy::Collapse`] of another stratum | no replicates, naming the stratum |
//!
//! The bootstrap follows neither average nor adjust, and half-samples need pairs: they say so.
//!
//! Degrees of freedom: what is published has PSUs minus strata, as without replicates; R's `degf` is the rank of the
//! weights minus one (`rank.rs`), which grows where every replicate is raked.
//!
//! Assumed: PSUs drawn with replacement, or few of many, except where fₕ is used.
//!
//! Not to be used: the jackknife for quantiles; BRR unless every stratum has exactly two PSUs; the
//! bootstrap where PSUs are a large share of their population (it has no finite population
//! correction, nor have BRR and Fay).
//!
//! # References
//!
//! * Wolter (2007), *Introduction to Variance Estimation*, 2nd edition, chapter 3 (random half
//!   samples), chapter 4 (jackknife), chapter 5 (bootstrap).
//! * Rao & Wu (1988), *JASA* 83, 231–241. Judkins (1990), *Journal of Official Statistics* 6,
//!   223–239 (Fay's method).
//!
//! Proven by the fixtures `replicates_small`, `replicates_given`, `api_clus1`, `api_strat` and, for the policies, by
//! `the_door_answers_as_r_does`; second route: `jackknife_bootstrap_and_linearisation_agree`.

mod error;
mod rank;

use std::sync::{Arc, OnceLock};

use rand::{Rng, RngExt};

use super::count::real;
use super::design::SurveyDesign;
use super::layout::Layout;
use super::single_psu::SinglePsuPolicy;
use rank::Patterns;

pub use error::ReplicateError;

/// A sample with its full weights and its replicate weights.
#[derive(Clone, Debug)]
pub struct ReplicateDesign {
    weights: Vec<f64>,
    replicates: Vec<Vec<f64>>,
    scale: f64,
    replicate_scales: Vec<f64>,
    mse: bool,
    bootstrap: bool,
    /// The PSUs of the design that the replicates were made of; none of replicates that came with the data.
    layout: Option<Arc<Layout>>,
    /// What rows have the same factors in all replicates, once it is asked for.
    patterns: OnceLock<Patterns>,
}

/// What replicate factors are multiplied with when the variance is formed.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplicateScales {
    /// The common scale s.
    pub scale: f64,
    /// The scale of every replicate.
    pub replicate_scales: Vec<f64>,
    /// Deviations from the full-sample estimate instead of the mean of the replicates.
    pub mse: bool,
}

impl ReplicateDesign {
    /// Replicates that come with the data. `factors` holds one column per replicate: weights if
    /// `combined`, else factors that multiply the full weights.
    pub fn given(
        weights: Vec<f64>,
        factors: Vec<Vec<f64>>,
        combined: bool,
        scales: ReplicateScales,
    ) -> Result<Self, ReplicateError> {
        if factors.len() < 2 {
            return Err(ReplicateError::TooFew {
                replicates: factors.len(),
            });
        }
        if scales.replicate_scales.len() != factors.len() {
            return Err(ReplicateError::ScalesDiffer {
                replicates: factors.len(),
                scales: scales.replicate_scales.len(),
            });
        }
        let mut replicates = factors;
        for (index, column) in replicates.iter_mut().enumerate() {
            if column.len() != weights.len() {
                return Err(ReplicateError::LengthsDiffer {
                    replicate: index + 1,
                    expected: weights.len(),
                    found: column.len(),
                });
            }
            if !combined {
                for (factor, weight) in column.iter_mut().zip(&weights) {
                    *factor *= weight;
                }
            }
        }
        Ok(Self {
            weights,
            replicates,
            scale: scales.scale,
            replicate_scales: scales.replicate_scales,
            mse: scales.mse,
            bootstrap: false,
            layout: None,
            patterns: OnceLock::new(),
        })
    }

    /// Leaves out one PSU at a time in an unstratified design.
    pub fn jk1(design: &SurveyDesign, mse: bool) -> Result<Self, ReplicateError> {
        let strata = &design.layout.stages[0].strata;
        if strata.iter().filter(|stratum| stratum.units > 0).count() != 1 {
            return Err(ReplicateError::Stratified);
        }
        let jackknife = Self::jkn(design, mse)?;
        Ok(Self {
            scale: jackknife.replicate_scales.first().copied().unwrap_or(0.0),
            replicate_scales: vec![1.0; jackknife.replicates.len()],
            ..jackknife
        })
    }

    /// Leaves out one PSU at a time, stratum by stratum.
    pub fn jkn(design: &SurveyDesign, mse: bool) -> Result<Self, ReplicateError> {
        check_independent(design)?;
        let stage = &design.layout.stages[0];
        let strata = real(stage.strata.iter().filter(|it| it.units > 0).count());
        let mut replicates = Vec::new();
        let mut replicate_scales = Vec::new();
        let mut averaged = 0_usize;
        for (psu, &stratum) in stage.stratum_of_unit.iter().enumerate() {
            let layout = &stage.strata[stratum as usize];
            let psus = real(layout.units);
            if layout.units > 1 {
                let factors = psu_factors(design, |unit, home| {
                    if unit == psu {
                        0.0
                    } else if home == stratum {
                        psus / (psus - 1.0)
                    } else {
                        1.0
                    }
                });
                replicates.push(factors);
                replicate_scales.push((psus - 1.0) / psus * stage.uncovered[psu]);
                continue;
            }
            match &design.single_psu {
                _ if layout.fully_covered => {}
                SinglePsuPolicy::Remove | SinglePsuPolicy::Certainty => {}
                SinglePsuPolicy::Average => averaged += 1,
                SinglePsuPolicy::Adjust if strata > 1.0 => {
                    replicates.push(psu_factors(design, |_, home| {
                        if home == stratum {
                            0.0
                        } else {
                            strata / (strata - 1.0)
                        }
                    }));
                    replicate_scales.push((strata - 1.0) / strata);
                }
                SinglePsuPolicy::Adjust
                | SinglePsuPolicy::Fail
                | SinglePsuPolicy::Collapse { .. } => {
                    return Err(ReplicateError::SinglePsu {
                        stratum: design.layout.stratum_labels[stratum as usize].clone(),
                    });
                }
            }
        }
        let made = replicates.len();
        let scale = real(made + averaged) / real(made);
        Self::from_factors(design, replicates, scale, replicate_scales, mse)
    }

    /// Balanced half-samples; `rho` > 0 gives Fay's variant.
    pub fn balanced(design: &SurveyDesign, rho: f64, mse: bool) -> Result<Self, ReplicateError> {
        if !(0.0..1.0).contains(&rho) {
            return Err(ReplicateError::BadRho { rho });
        }
        check_independent(design)?;
        let stage = &design.layout.stages[0];
        for (stratum, layout) in stage.strata.iter().enumerate() {
            // A stratum that was collapsed into another has no units left.
            if layout.units != 2 && layout.units != 0 {
                return Err(ReplicateError::NotPaired {
                    stratum: design.layout.stratum_labels[stratum].clone(),
                    psus: layout.units,
                });
            }
        }
        let order = (stage.strata.len() + 1).next_power_of_two();
        let mut seen = vec![0_usize; stage.strata.len()];
        let position: Vec<usize> = stage
            .stratum_of_unit
            .iter()
            .map(|&stratum| {
                seen[stratum as usize] += 1;
                seen[stratum as usize] - 1
            })
            .collect();
        let replicates: Vec<Vec<f64>> = (0..order)
            .map(|replicate| {
                psu_factors(design, |unit, stratum| {
                    // Sylvester's Hadamard matrix: the sign is the parity of the common bits.
                    let column = stratum as usize + 1;
                    let sign = (replicate & column).count_ones() as usize % 2;
                    if position[unit] == sign {
                        2.0 - rho
                    } else {
                        rho
                    }
                })
            })
            .collect();
        let scale = 1.0 / (real(order) * (1.0 - rho) * (1.0 - rho));
        Self::from_factors(design, replicates, scale, vec![1.0; order], mse)
    }

    /// The bootstrap of Rao and Wu.
    pub fn rao_wu(
        design: &SurveyDesign,
        replicates: usize,
        rng: &mut impl Rng,
    ) -> Result<Self, ReplicateError> {
        if replicates < 2 {
            return Err(ReplicateError::TooFew { replicates });
        }
        check_followed(design)?;
        let stage = &design.layout.stages[0];
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); stage.strata.len()];
        for (psu, &stratum) in stage.stratum_of_unit.iter().enumerate() {
            members[stratum as usize].push(psu);
        }
        let factors = (0..replicates)
            .map(|_| {
                let mut drawn = vec![0.0; stage.stratum_of_unit.len()];
                for psus in &members {
                    if psus.len() < 2 {
                        for &psu in psus {
                            drawn[psu] = 1.0;
                        }
                        continue;
                    }
                    let share = real(psus.len()) / real(psus.len() - 1);
                    for _ in 1..psus.len() {
                        drawn[psus[rng.random_range(0..psus.len())]] += share;
                    }
                }
                psu_factors(design, |unit, _| drawn[unit])
            })
            .collect();
        let scale = 1.0 / (real(replicates) - 1.0);
        let made = Self::from_factors(design, factors, scale, vec![1.0; replicates], false)?;
        Ok(made.into_bootstrap())
    }

    /// Marks replicates whose values are draws from the estimator's distribution, so that their
    /// quantiles are confidence limits.
    #[must_use]
    pub(crate) fn into_bootstrap(self) -> Self {
        Self {
            bootstrap: true,
            ..self
        }
    }

    /// Percentile limits of a bootstrap at a confidence level; none for other replicates. Replicates
    /// in which the estimator is not a number are left out.
    pub(crate) fn percentile_interval(&self, replicates: &[f64], level: f64) -> Option<(f64, f64)> {
        let mut sorted: Vec<f64> = replicates
            .iter()
            .copied()
            .filter(|v| v.is_finite())
            .collect();
        if !self.bootstrap || sorted.len() < 2 {
            return None;
        }
        sorted.sort_unstable_by(f64::total_cmp);
        let quantile = |p: f64| {
            let place = p * real(sorted.len() - 1);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a place in a list"
            )]
            let below = (place.floor() as usize).min(sorted.len() - 2);
            let share = place - real(below);
            sorted[below] + share * (sorted[below + 1] - sorted[below])
        };
        let tail = (1.0 - level) / 2.0;
        Some((quantile(tail), quantile(1.0 - tail)))
    }

    fn from_factors(
        design: &SurveyDesign,
        factors: Vec<Vec<f64>>,
        scale: f64,
        replicate_scales: Vec<f64>,
        mse: bool,
    ) -> Result<Self, ReplicateError> {
        let mut replicates = factors;
        if replicates.len() < 2 {
            return Err(ReplicateError::TooFew {
                replicates: replicates.len(),
            });
        }
        for column in &mut replicates {
            for (factor, weight) in column.iter_mut().zip(design.weights()) {
                *factor *= weight;
            }
        }
        Ok(Self {
            weights: design.weights().to_vec(),
            replicates,
            scale,
            replicate_scales,
            mse,
            bootstrap: false,
            layout: Some(Arc::clone(&design.layout)),
            patterns: OnceLock::new(),
        })
    }

    /// Repeats a weighting step with the full weights and in every replicate.
    pub(crate) fn reweighted<E>(
        &self,
        mut step: impl FnMut(&[f64]) -> Result<Vec<f64>, E>,
    ) -> Result<Self, E> {
        let mut replicates = Vec::with_capacity(self.replicates.len());
        for weights in &self.replicates {
            replicates.push(step(weights)?);
        }
        Ok(Self {
            weights: step(&self.weights)?,
            replicates,
            replicate_scales: self.replicate_scales.clone(),
            layout: self.layout.clone(),
            patterns: OnceLock::new(),
            ..*self
        })
    }

    /// What the replicates are multiplied with when the variance is formed.
    pub(crate) fn scales(&self) -> ReplicateScales {
        ReplicateScales {
            scale: self.scale,
            replicate_scales: self.replicate_scales.clone(),
            mse: self.mse,
        }
    }

    /// Full-sample weights.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Replicate weights, one column per replicate.
    pub fn replicates(&self) -> &[Vec<f64>] {
        &self.replicates
    }

    /// An estimator applied to the full weights and to every replicate.
    pub fn estimate_all(&self, mut estimator: impl FnMut(&[f64]) -> f64) -> (f64, Vec<f64>) {
        let full = estimator(&self.weights);
        let replicates = self.replicates.iter().map(|w| estimator(w)).collect();
        (full, replicates)
    }

    /// Covariance of two estimators from their replicate values; replicates in which either is not
    /// a number are left out.
    pub fn covariance(&self, a: (f64, &[f64]), b: (f64, &[f64])) -> f64 {
        let usable = |r: usize| a.1[r].is_finite() && b.1[r].is_finite();
        let centre = |full: f64, values: &[f64]| {
            if self.mse {
                return full;
            }
            let (mut sum, mut count) = (0.0, 0.0);
            for (r, value) in values.iter().enumerate() {
                if usable(r) && self.replicate_scales[r] > 0.0 {
                    sum += value;
                    count += 1.0;
                }
            }
            sum / count
        };
        let (centre_a, centre_b) = (centre(a.0, a.1), centre(b.0, b.1));
        let mut sum = 0.0;
        for r in (0..a.1.len()).filter(|&r| usable(r)) {
            sum += self.replicate_scales[r] * (a.1[r] - centre_a) * (b.1[r] - centre_b);
        }
        self.scale * sum
    }

    /// Variance of an estimator from its replicate values.
    pub fn variance(&self, full: f64, replicates: &[f64]) -> f64 {
        self.covariance((full, replicates), (full, replicates))
    }

    /// Degrees of freedom of what is published of the selected rows: their PSUs minus their strata. The rank of the
    /// weights serves only where the PSUs are not known, since raking every replicate apart raises it without
    /// adding a PSU.
    pub(crate) fn published_degrees_of_freedom(&self, selected: &[bool]) -> usize {
        let Some(layout) = &self.layout else {
            return self.degrees_of_freedom(selected);
        };
        let mut present = vec![false; layout.variance_units()];
        for ((&unit, &weight), &keep) in layout.unit_of_row.iter().zip(&self.weights).zip(selected)
        {
            present[unit as usize] |= keep && weight != 0.0;
        }
        layout.degrees_of_freedom(&present)
    }

    /// Degrees of freedom as R counts them: the rank of the replicate weights of the selected rows, minus one.
    pub fn degrees_of_freedom(&self, selected: &[bool]) -> usize {
        let patterns = self
            .patterns
            .get_or_init(|| Patterns::of(&self.weights, &self.replicates));
        patterns.rank(&self.weights, selected).saturating_sub(1)
    }
}

/// Whether PSUs can be left out or doubled one by one.
fn check_independent(design: &SurveyDesign) -> Result<(), ReplicateError> {
    if design.joint_inclusion.is_some() || design.paired.is_some() {
        Err(ReplicateError::JointInclusion)
    } else {
        Ok(())
    }
}

/// Whether a bootstrap can follow what the design says about joint probabilities and strata with a single PSU.
fn check_followed(design: &SurveyDesign) -> Result<(), ReplicateError> {
    check_independent(design)?;
    let policy = match &design.single_psu {
        SinglePsuPolicy::Remove | SinglePsuPolicy::Certainty => return Ok(()),
        SinglePsuPolicy::Fail | SinglePsuPolicy::Collapse { .. } => None,
        SinglePsuPolicy::Average => Some("average"),
        SinglePsuPolicy::Adjust => Some("adjust"),
    };
    let strata = design.layout.stages[0].strata.iter();
    let single = strata
        .zip(&design.layout.stratum_labels)
        .find(|(stratum, _)| stratum.units == 1 && !stratum.fully_covered);
    match (single, policy) {
        (None, _) => Ok(()),
        (Some((_, stratum)), None) => Err(ReplicateError::SinglePsu {
            stratum: stratum.clone(),
        }),
        (Some((_, stratum)), Some(policy)) => Err(ReplicateError::UnsupportedPolicy {
            stratum: stratum.clone(),
            policy,
        }),
    }
}

/// The factor of every row, given by PSU and stratum.
fn psu_factors(design: &SurveyDesign, factor: impl Fn(usize, u32) -> f64) -> Vec<f64> {
    let stage = &design.layout.stages[0];
    let by_psu: Vec<f64> = stage
        .stratum_of_unit
        .iter()
        .enumerate()
        .map(|(psu, &stratum)| factor(psu, stratum))
        .collect();
    design
        .layout
        .unit_of_row
        .iter()
        .map(|&unit| by_psu[stage.unit_of_variance_unit[unit as usize] as usize])
        .collect()
}
