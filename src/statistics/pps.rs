//! Unequal probabilities without replacement: variances from joint inclusion probabilities.
//!
//! With Δ̌ᵢⱼ = 1 − πᵢπⱼ/πᵢⱼ and weighted scores z, Horvitz–Thompson is Σᵢⱼ Δ̌ᵢⱼ zᵢ zⱼ and
//! Yates–Grundy −½ Σᵢⱼ Δ̌ᵢⱼ (zᵢ − zⱼ)². When joint probabilities are unknown they are approximated
//! from the inclusion probabilities alone ([`JointApproximation`]: Hartley–Rao, Overton). Strata are
//! drawn independently: pairs across strata contribute nothing, and n in the approximations is the
//! number of units sampled in the stratum with π < 1; units with π = 1 contribute nothing. A stratum with a single
//! unit of π < 1 has no pair to learn from and is refused, whatever the policy for such strata. Units are PSUs: scores are summed to them first, so that
//! the variance is that of the first stage (the second comes in through the observed PSU totals, and
//! is a little underestimated where sampling fractions of PSUs are large).
//!
//! Where joint probabilities of PSUs are known ([`PairedPsus`], from the draw itself), both stages enter: Yates–Grundy over
//! the PSUs of the stratum, and for every PSU i of nᵢ rows πᵢ nᵢ/(nᵢ − 1) Σₖ (zᵢₖ − z̄ᵢ)², rows counting as drawn with
//! replacement within their PSU; of a PSU with a single row the policy for strata with a single unit decides. The second term
//! is what Yates–Grundy of estimated PSU totals leaves out.
//!
//! Assumed: units drawn with fixed sample size per stratum, and an approximation that suits how they were drawn
//! (Hartley–Rao: systematic from a random order; Overton: any of high entropy).
//!
//! Not to be used for large samples: the cost is quadratic in the number of sampled units. Not to be
//! used with Yates–Grundy unless the size of the sample was fixed in every stratum.
//!
//! # References
//!
//! * Hartley & Rao (1962), *Annals of Mathematical Statistics* 33, 350–374.
//! * Overton (1985), in Stehman & Overton (1989), *Survey Research Methods Section, ASA*, 733–738.
//! * Yates & Grundy (1953), *JRSS B* 15, 235–261. Brewer (2002), *Combined Survey Sampling
//!   Inference*, chapter 9.
//! * Särndal, Swensson & Wretman (1992), *Model Assisted Survey Sampling*, result 4.3.1, for both stages.
//!
//! Proven by the fixture `pps_small`; second routes: in simple random sampling the joint
//! probabilities n(n − 1)/(N(N − 1)) give the finite population formula
//! (`joint_probabilities_of_a_simple_random_sample_give_the_finite_population_formula`), strata add up, and PSUs
//! equal their totals taken as units (`approximate_joint_probabilities_stay_within_strata_and_work_on_psus`). Known pairs of PSUs:
//! `known_pairs_of_psus_and_their_rows_give_the_variance_written_out` and, over every sample that can be drawn,
//! `over_all_samples_the_variance_from_known_pairs_is_that_of_the_estimate`.

use super::factor::Factor;
use super::layout::Layout;

/// Horvitz–Thompson or Yates–Grundy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PairwiseVariance {
    /// Σᵢⱼ Δ̌ᵢⱼ zᵢ zⱼ.
    #[default]
    HorvitzThompson,
    /// −½ Σᵢⱼ Δ̌ᵢⱼ (zᵢ − zⱼ)²; for samples of fixed size.
    YatesGrundy,
}

/// How joint inclusion probabilities are approximated from the inclusion probabilities alone, stratum
/// by stratum (n is the number of units with π < 1 sampled in the stratum).
#[derive(Clone, Debug, PartialEq)]
pub enum JointApproximation {
    /// Hartley and Rao: πᵢπⱼ/πᵢⱼ ≈ (n − πᵢ − πⱼ + Σπ²/n) / (n − 1).
    HartleyRao {
        /// Σπ²/n over the population of every stratum, strata in the order of their labels;
        /// estimated by Σπ/n over the sample if not known.
        sum_of_squares_over_n: Option<Vec<f64>>,
    },
    /// Overton: πᵢπⱼ/πᵢⱼ ≈ (n − (πᵢ + πⱼ)/2) / (n − 1).
    Overton,
}

/// Why joint probabilities cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PpsError {
    /// A probability is outside (0, 1].
    #[error("unit {} has inclusion probability {probability}, which is not above 0 and at most 1", unit + 1)]
    BadProbability {
        /// Sampled unit, counted from zero in the order of the data.
        unit: usize,
        /// What was found.
        probability: f64,
    },
    /// Rows of one sampled unit state different probabilities.
    #[error("row {}: the inclusion probability differs within the sampling unit", row + 1)]
    ProbabilityVaries {
        /// Row, counted from zero.
        row: usize,
    },
    /// A stratum has one unit that is not certain.
    #[error(
        "stratum {stratum} has only one PSU, from which no joint probability can be approximated; collapse it with another before, or use pps brewer with a lonely_psu"
    )]
    SinglePsu {
        /// Its label.
        stratum: String,
    },
    /// Σπ²/n is needed for every stratum.
    #[error("{strata} strata, but Σπ²/n for {found}")]
    SumsOfSquares {
        /// Strata of the design.
        strata: usize,
        /// Numbers given.
        found: usize,
    },
    /// Joint probabilities describe the first stage only.
    #[error("joint inclusion probabilities go without finite populations of further stages")]
    WithPopulations,
    /// Pairs are known of PSUs, of which there are none without strata and one column of units.
    #[error("joint probabilities of PSUs need strata and one column of sampling units")]
    PairsNeedPsus,
    /// Pairs are known of other PSUs than those of the rows, or of fewer than two.
    #[error("stratum {stratum}: joint probabilities are not those of its PSUs")]
    OtherPsus {
        /// Its label.
        stratum: String,
    },
    /// The matrix does not match the rows.
    #[error("{rows} sampled units, but joint probabilities for {found}")]
    WrongSize {
        /// Sampled units of the design.
        rows: usize,
        /// Size of the matrix.
        found: usize,
    },
}

/// The PSUs of a first-stage stratum that were drawn without replacement in a fixed number, with the joint inclusion
/// probability of every two.
#[derive(Clone, Debug, PartialEq)]
pub struct PairedPsus {
    /// The label of the stratum.
    pub stratum: String,
    /// The labels of its PSUs, all of them and at least two; none was certain.
    pub psus: Vec<String>,
    /// Probabilities above 0: row by row πᵢⱼ, on the diagonal πᵢ, in the order of the labels.
    pub joint: Vec<Vec<f64>>,
}

impl PairedPsus {
    /// πᵢ of the PSU of this label, if it is one of the stratum's.
    pub(super) fn probability(&self, psu: &str) -> Option<f64> {
        let at = self.psus.iter().position(|known| known == psu)?;
        self.joint.get(at)?.get(at).copied()
    }
}

/// The matrices Δ̌ of the first-stage strata whose pairs are known.
#[derive(Clone, Debug)]
pub(super) struct PairedStrata {
    /// By stratum of the layout: its units, and Δ̌ of every two in their order, row by row.
    strata: Vec<Option<(Vec<usize>, Vec<f64>)>>,
}

impl PairedStrata {
    /// Finds the units of the layout that the labels name; `psus` is the column of the first stage.
    pub(super) fn find(
        paired: &[PairedPsus],
        layout: &Layout,
        psus: &Factor,
    ) -> Result<Self, PpsError> {
        let first = &layout.stages[0];
        let mut label_of_unit = vec![""; first.stratum_of_unit.len()];
        for (&variance_unit, &code) in layout.unit_of_row.iter().zip(psus.codes()) {
            let unit = first.unit_of_variance_unit[variance_unit as usize];
            label_of_unit[unit as usize] = &psus.levels()[code as usize];
        }
        let mut found = vec![None; first.strata.len()];
        for stratum in paired {
            let other = || PpsError::OtherPsus {
                stratum: stratum.stratum.clone(),
            };
            let size = stratum.psus.len();
            let mut labels = layout.stratum_labels.iter();
            let place = labels.position(|label| *label == stratum.stratum);
            let place = place.ok_or_else(other)?;
            let units: Vec<usize> = (0..label_of_unit.len())
                .filter(|unit| first.stratum_of_unit[*unit] as usize == place)
                .collect();
            let order: Option<Vec<usize>> = (units.iter())
                .map(|unit| (stratum.psus.iter()).position(|psu| psu == label_of_unit[*unit]))
                .collect();
            let order = order.ok_or_else(other)?;
            let square =
                stratum.joint.len() == size && stratum.joint.iter().all(|row| row.len() == size);
            if size < 2 || units.len() != size || !square {
                return Err(other());
            }
            let joint = |i: usize, j: usize| stratum.joint[order[i]][order[j]];
            let mut delta = Vec::with_capacity(size * size);
            for (i, unit) in units.iter().enumerate() {
                for j in 0..size {
                    let probability = joint(i, j);
                    if !(probability > 0.0 && probability <= 1.0) {
                        return Err(PpsError::BadProbability {
                            unit: *unit,
                            probability,
                        });
                    }
                    delta.push(1.0 - joint(i, i) * joint(j, j) / probability);
                }
            }
            found[place] = Some((units, delta));
        }
        Ok(Self { strata: found })
    }

    /// Yates–Grundy of two columns of scores, given by unit of the first stage; none of a stratum whose pairs are not known.
    pub(super) fn covariance(&self, stratum: usize, a: &[f64], b: &[f64]) -> Option<f64> {
        let (units, delta) = self.strata.get(stratum)?.as_ref()?;
        let mut sum = 0.0;
        for (i, row) in units.iter().zip(delta.chunks_exact(units.len())) {
            for (j, delta) in units.iter().zip(row) {
                sum += delta * (a[*i] - a[*j]) * (b[*i] - b[*j]);
            }
        }
        Some(-0.5 * sum)
    }
}

/// The matrix Δ̌ of a sample, and the variance formed from it.
#[derive(Clone, Debug)]
pub struct JointInclusion {
    size: usize,
    delta: Vec<f64>,
    variance: PairwiseVariance,
}

impl JointInclusion {
    fn from_pairs(
        probabilities: &[f64],
        variance: PairwiseVariance,
        delta: impl Fn(usize, usize) -> f64,
    ) -> Result<Self, PpsError> {
        if let Some(unit) = probabilities.iter().position(|p| !(*p > 0.0 && *p <= 1.0)) {
            return Err(PpsError::BadProbability {
                unit,
                probability: probabilities[unit],
            });
        }
        let size = probabilities.len();
        let mut matrix = vec![0.0; size * size];
        for i in 0..size {
            for j in 0..size {
                matrix[i * size + j] = if i == j {
                    1.0 - probabilities[i]
                } else {
                    delta(i, j)
                };
            }
        }
        Ok(Self {
            size,
            delta: matrix,
            variance,
        })
    }

    /// Joint probabilities approximated within strata: `probabilities` and `stratum` are given by
    /// sampled unit. Strata are drawn independently, so that pairs across strata have Δ̌ = 0, as has a unit that is
    /// certain with any other (πᵢⱼ = πⱼ); the approximations count the others only.
    pub(super) fn approximate(
        probabilities: &[f64],
        stratum: &[u32],
        approximation: &JointApproximation,
        variance: PairwiseVariance,
    ) -> Result<Self, PpsError> {
        let strata = stratum.iter().map(|&h| h as usize + 1).max().unwrap_or(0);
        let mut size = vec![0.0; strata];
        let mut sum = vec![0.0; strata];
        for (&h, &probability) in stratum.iter().zip(probabilities) {
            if probability < 1.0 {
                size[h as usize] += 1.0;
                sum[h as usize] += probability;
            }
        }
        if let JointApproximation::HartleyRao {
            sum_of_squares_over_n: Some(given),
        } = approximation
            && given.len() != strata
        {
            return Err(PpsError::SumsOfSquares {
                strata,
                found: given.len(),
            });
        }
        Self::from_pairs(probabilities, variance, |i, j| {
            let h = stratum[i] as usize;
            let (a, b) = (probabilities[i], probabilities[j]);
            if stratum[i] != stratum[j] || a >= 1.0 || b >= 1.0 {
                return 0.0;
            }
            let n = size[h];
            match approximation {
                JointApproximation::HartleyRao {
                    sum_of_squares_over_n,
                } => {
                    let correction = sum_of_squares_over_n
                        .as_ref()
                        .map_or_else(|| sum[h] / n, |given| given[h]);
                    1.0 - (n - a - b + correction) / (n - 1.0)
                }
                JointApproximation::Overton => 1.0 - (n - f64::midpoint(a, b)) / (n - 1.0),
            }
        })
    }

    /// Known joint inclusion probabilities, row by row; the diagonal holds πᵢ.
    pub fn known(joint: &[Vec<f64>], variance: PairwiseVariance) -> Result<Self, PpsError> {
        let size = joint.len();
        if let Some(row) = joint.iter().find(|row| row.len() != size) {
            return Err(PpsError::WrongSize {
                rows: size,
                found: row.len(),
            });
        }
        let probabilities: Vec<f64> = (0..size).map(|i| joint[i][i]).collect();
        Self::from_pairs(&probabilities, variance, |i, j| {
            1.0 - probabilities[i] * probabilities[j] / joint[i][j]
        })
    }

    pub(super) fn check(&self, rows: usize) -> Result<(), PpsError> {
        if self.size == rows {
            Ok(())
        } else {
            Err(PpsError::WrongSize {
                rows,
                found: self.size,
            })
        }
    }

    /// The covariance of the totals of two columns of weighted scores.
    pub(super) fn covariance(&self, a: &[f64], b: &[f64]) -> f64 {
        let mut sum = 0.0;
        for (i, row) in self.delta.chunks_exact(self.size).enumerate() {
            for (j, &delta) in row.iter().enumerate() {
                sum += match self.variance {
                    PairwiseVariance::HorvitzThompson => delta * a[i] * b[j],
                    PairwiseVariance::YatesGrundy => -0.5 * delta * (a[i] - a[j]) * (b[i] - b[j]),
                };
            }
        }
        sum
    }
}
