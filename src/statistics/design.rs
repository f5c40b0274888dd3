//! The sampling design: nothing can be estimated without having stated it.
//!
//! Strata h, within them PSUs i, within them units of later stages; of every stage the population (a
//! count Nₕ or a fraction fₕ) may be known. Without populations PSUs count as drawn with replacement,
//! and only the first stage enters the variance.
//!
//! Assumed: PSUs were drawn independently between strata. Not to be used for quota samples or open
//! links, nor with a population count that is smaller than the sample (an error).
//!
//! # Design
//!
//! The policy for strata with a single PSU is a field of the design, not a global option, because
//! it decides published numbers. Weighting steps return a new design that shares the (immutable)
//! layout of strata and units with the old one, so a design costs one column of weights.
//!
//! # References
//!
//! * Cochran (1977), *Sampling Techniques*, 3rd edition, chapters 5 (strata), 9 to 11 (clusters, stages).
//! * Särndal, Swensson & Wretman (1992), *Model Assisted Survey Sampling*, chapters 3 and 4.
//! * Lumley (2010), *Complex Surveys*, chapters 2 and 3.
//!
//! Proven by `every_estimate_of_every_fixture_agrees_with_r`; second routes: `a_collapsed_stratum_is_a_part_of_its_neighbour`,
//! `in_a_certainty_psu_every_row_is_a_unit`, `two_stages_with_finite_populations_follow_the_textbook`.

use std::sync::Arc;

use super::design_error::DesignError;
use super::factor::Factor;
use super::layout::{FirstStage, Layout, StageColumns};
use super::pps::{
    JointApproximation, JointInclusion, PairedPsus, PairedStrata, PairwiseVariance, PpsError,
};
use super::projection::Projection;
use super::single_psu::SinglePsuPolicy;

/// A sample with its design and its current weights, one row per respondent (or sampled unit).
#[derive(Clone, Debug)]
pub struct SurveyDesign {
    pub(super) layout: Arc<Layout>,
    pub(super) weights: Arc<Vec<f64>>,
    pub(super) single_psu: SinglePsuPolicy,
    pub(super) adjust_domains: bool,
    pub(super) unequal_probabilities: bool,
    pub(super) joint_inclusion: Option<Arc<JointInclusion>>,
    pub(super) paired: Option<Arc<PairedStrata>>,
    pub(super) projections: Vec<Arc<Projection>>,
}

impl SurveyDesign {
    /// Starts a design from base weights (1/π, also called design weights), one per row.
    pub fn builder(base_weights: Vec<f64>) -> DesignBuilder {
        DesignBuilder {
            weights: base_weights,
            stages: Vec::new(),
            strata: Vec::new(),
            populations: Vec::new(),
            nested: false,
            certainty_psus: Vec::new(),
            single_psu: SinglePsuPolicy::default(),
            adjust_domains: false,
            weights_from_populations: false,
            pps: None,
        }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.weights.len()
    }

    /// The current weight of every row: base weights times all adjustments so far.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Degrees of freedom of the whole design: PSUs minus strata, among rows of a weight other than zero.
    pub fn degrees_of_freedom(&self) -> usize {
        self.degrees_of_freedom_among(|_| true)
    }

    /// The same among some of the rows.
    pub(super) fn degrees_of_freedom_among(&self, selected: impl Fn(usize) -> bool) -> usize {
        let mut present = vec![false; self.layout.variance_units()];
        let rows = self.layout.unit_of_row.iter().zip(self.weights.iter());
        for (row, (&unit, &weight)) in rows.enumerate() {
            present[unit as usize] |= weight != 0.0 && selected(row);
        }
        self.layout.degrees_of_freedom(&present)
    }

    /// Number of PSUs sampled.
    pub(super) fn psus(&self) -> usize {
        self.layout.stages[0].stratum_of_unit.len()
    }

    /// The same sample with other weights; projections of earlier steps stay.
    pub(super) fn reweighted(
        &self,
        weights: Arc<Vec<f64>>,
        projection: Option<Projection>,
    ) -> Self {
        let mut projections = self.projections.clone();
        projections.extend(projection.map(Arc::new));
        Self {
            layout: Arc::clone(&self.layout),
            weights,
            single_psu: self.single_psu.clone(),
            adjust_domains: self.adjust_domains,
            unequal_probabilities: self.unequal_probabilities,
            joint_inclusion: self.joint_inclusion.clone(),
            paired: self.paired.clone(),
            projections,
        }
    }
}

/// Collects the columns of a design; [`DesignBuilder::build`] checks them.
#[derive(Clone, Debug)]
pub struct DesignBuilder {
    weights: Vec<f64>,
    stages: Vec<Factor>,
    strata: Vec<Factor>,
    populations: Vec<Vec<f64>>,
    nested: bool,
    certainty_psus: Vec<String>,
    single_psu: SinglePsuPolicy,
    adjust_domains: bool,
    weights_from_populations: bool,
    pps: Option<PpsVariance>,
}

/// How unequal inclusion probabilities without replacement enter the variance.
#[derive(Clone, Debug)]
pub(super) enum PpsVariance {
    Brewer(Vec<f64>),
    Approximate {
        probabilities: Vec<f64>,
        approximation: JointApproximation,
        variance: PairwiseVariance,
    },
    Joint(JointInclusion),
    Paired(Vec<PairedPsus>),
}

/// The same, taken apart for the layout and what is found in it.
#[derive(Default)]
struct Unequal {
    first: FirstStage,
    approximate: Option<(Vec<f64>, JointApproximation, PairwiseVariance)>,
    joint_inclusion: Option<Arc<JointInclusion>>,
    paired: Vec<PairedPsus>,
}

impl Unequal {
    fn is_joint(&self) -> bool {
        self.approximate.is_some() || self.joint_inclusion.is_some() || !self.paired.is_empty()
    }
}

impl DesignBuilder {
    /// The strata of the next stage without strata; call once per stage, outermost first.
    #[must_use]
    pub fn strata(mut self, strata: Factor) -> Self {
        self.strata.push(strata);
        self
    }

    /// The sampling units of the next stage (PSUs first). Without any, every row is a PSU.
    /// Units of later stages are understood within their parent unit.
    #[must_use]
    pub fn units(mut self, units: Factor) -> Self {
        self.stages.push(units);
        self
    }

    /// The finite population of the next stage, per row: a count of units (above one) or a
    /// sampling fraction (at most one). Only stages that have one enter the variance, except the
    /// first, which always does.
    #[must_use]
    pub fn population(mut self, population: Vec<f64>) -> Self {
        self.populations.push(population);
        self
    }

    /// PSU labels repeat across strata: a PSU is the pair of stratum and label.
    #[must_use]
    pub(crate) fn nested(mut self) -> Self {
        self.nested = true;
        self
    }

    /// PSUs taken with certainty: each becomes a stratum of its own in which every row is a unit.
    #[must_use]
    pub fn certainty_psus(mut self, labels: Vec<String>) -> Self {
        self.certainty_psus = labels;
        self
    }

    /// The policy for single-PSU strata; [`SinglePsuPolicy::Fail`] unless stated.
    #[must_use]
    pub fn single_psu(mut self, policy: SinglePsuPolicy) -> Self {
        self.single_psu = policy;
        self
    }

    /// Whether a stratum that has a single PSU *within a domain* falls under the policy too.
    #[must_use]
    pub(crate) fn adjust_domains(mut self, adjust: bool) -> Self {
        self.adjust_domains = adjust;
        self
    }

    /// Unequal inclusion probabilities of PSUs without replacement, Brewer's approximation: the
    /// finite population correction of PSU i is 1 − πᵢ. Probabilities are given per row.
    #[must_use]
    pub(crate) fn pps_brewer(mut self, inclusion_probabilities: Vec<f64>) -> Self {
        self.pps = Some(PpsVariance::Brewer(inclusion_probabilities));
        self
    }

    /// Unequal inclusion probabilities of PSUs without replacement, their joint probabilities
    /// approximated within strata. Probabilities are given per row.
    #[must_use]
    pub fn pps_approximate(
        mut self,
        inclusion_probabilities: Vec<f64>,
        approximation: JointApproximation,
        variance: PairwiseVariance,
    ) -> Self {
        self.pps = Some(PpsVariance::Approximate {
            probabilities: inclusion_probabilities,
            approximation,
            variance,
        });
        self
    }

    /// Unequal inclusion probabilities of rows without replacement, with known joint inclusion
    /// probabilities of every pair of rows.
    #[must_use]
    pub fn pps_joint(mut self, joint_inclusion: JointInclusion) -> Self {
        self.pps = Some(PpsVariance::Joint(joint_inclusion));
        self
    }

    /// PSUs of these strata were drawn without replacement, with known joint probabilities of every two; rows are drawn
    /// within their PSU. Strata that are not named stay as they are, with replacement. Needs strata and one column of units.
    #[must_use]
    pub fn pps_paired(mut self, strata: Vec<PairedPsus>) -> Self {
        self.pps = Some(PpsVariance::Paired(strata));
        self
    }

    /// Replaces the base weights by the product over stages of population count / units sampled,
    /// where populations are stated; without any the base weights stay.
    #[must_use]
    pub fn weights_from_populations(mut self) -> Self {
        self.weights_from_populations = true;
        self
    }

    /// Checks the columns and builds the design.
    pub fn build(mut self) -> Result<SurveyDesign, DesignError> {
        let rows = self.weights.len();
        if rows == 0 {
            return Err(DesignError::NoRows);
        }
        check_weights(&self.weights)?;
        for strata in &self.strata {
            check_length("the strata", strata.len(), rows)?;
        }
        for units in &self.stages {
            check_length("the sampling units", units.len(), rows)?;
        }
        for population in &self.populations {
            check_length("the population counts", population.len(), rows)?;
        }
        self.make_certainty_strata();
        let Unequal {
            first,
            approximate,
            mut joint_inclusion,
            paired,
        } = self.take_unequal()?;
        let count = self.stages.len().max(self.populations.len()).max(1);
        let columns: Vec<StageColumns<'_>> = (0..count)
            .map(|stage| StageColumns {
                strata: self.strata.get(stage),
                units: self.stages.get(stage),
                population: self.populations.get(stage).map(Vec::as_slice),
            })
            .collect();
        let layout = Layout::build(rows, &columns, self.nested, first, &self.single_psu)?;
        if joint_inclusion.is_some() && layout.variance_units() != rows {
            return Err(PpsError::WrongSize {
                rows: layout.variance_units(),
                found: rows,
            }
            .into());
        }
        if let Some((probabilities, approximation, variance)) = approximate {
            let stage = &layout.stages[0];
            let by_unit = by_first_stage_unit(&layout, &probabilities)?;
            refuse_single_psus(&layout, &by_unit)?;
            let joint = JointInclusion::approximate(
                &by_unit,
                &stage.stratum_of_unit,
                &approximation,
                variance,
            )?;
            joint_inclusion = Some(Arc::new(joint));
        }
        let paired = match self.stages.first() {
            Some(psus) if !paired.is_empty() => {
                Some(Arc::new(PairedStrata::find(&paired, &layout, psus)?))
            }
            _ => None,
        };
        if self.weights_from_populations && !self.populations.is_empty() {
            self.weights = layout.weights_from_populations();
        }
        Ok(SurveyDesign {
            layout: Arc::new(layout),
            weights: Arc::new(self.weights),
            single_psu: self.single_psu,
            adjust_domains: self.adjust_domains,
            unequal_probabilities: first != FirstStage::Populations || joint_inclusion.is_some(),
            joint_inclusion,
            paired,
            projections: Vec::new(),
        })
    }

    /// What was said of unequal probabilities, with the columns that they need.
    fn take_unequal(&mut self) -> Result<Unequal, DesignError> {
        let rows = self.weights.len();
        let mut unequal = Unequal::default();
        match self.pps.take() {
            Some(PpsVariance::Brewer(probabilities)) => {
                check_length("the inclusion probabilities", probabilities.len(), rows)?;
                self.populations.insert(0, probabilities);
                unequal.first = FirstStage::Probabilities;
            }
            Some(PpsVariance::Approximate {
                probabilities,
                approximation,
                variance,
            }) => {
                check_length("the inclusion probabilities", probabilities.len(), rows)?;
                unequal.approximate = Some((probabilities, approximation, variance));
            }
            Some(PpsVariance::Joint(joint)) => {
                joint.check(rows)?;
                unequal.joint_inclusion = Some(Arc::new(joint));
            }
            Some(PpsVariance::Paired(strata)) => unequal.paired = strata,
            None => {}
        }
        if unequal.is_joint() && !self.populations.is_empty() {
            return Err(PpsError::WithPopulations.into());
        }
        if !unequal.paired.is_empty() {
            self.count_rows_of_paired(&unequal.paired)?;
            unequal.first = FirstStage::Pairs;
        }
        Ok(unequal)
    }

    /// Makes every row a unit of the second stage, which counts with the probability of its PSU where pairs are known and
    /// not at all elsewhere.
    fn count_rows_of_paired(&mut self, paired: &[PairedPsus]) -> Result<(), PpsError> {
        let rows = self.weights.len();
        let (Some(strata), [psus]) = (self.strata.first(), self.stages.as_slice()) else {
            return Err(PpsError::PairsNeedPsus);
        };
        let probability = |row: usize| {
            let label = |factor: &Factor| factor.levels()[factor.codes()[row] as usize].clone();
            let stratum = label(strata);
            let known = paired.iter().find(|known| known.stratum == stratum)?;
            known.probability(&label(psus))
        };
        let probabilities = (0..rows).map(|row| probability(row).unwrap_or(0.0));
        self.populations = vec![probabilities.collect(), vec![0.0; rows]];
        self.stages
            .push(Factor::from_labels((0..rows).map(|row| row.to_string())));
        Ok(())
    }

    fn make_certainty_strata(&mut self) {
        let Some(psus) = self.stages.first() else {
            return;
        };
        if self.certainty_psus.is_empty() {
            return;
        }
        let rows = self.weights.len();
        let label =
            |factor: &Factor, row: usize| factor.levels()[factor.codes()[row] as usize].clone();
        let certain = |row: usize| self.certainty_psus.contains(&label(psus, row));
        let only = |of: &dyn Fn(usize) -> String| {
            let labels = (0..rows).map(|row| if certain(row) { of(row) } else { String::new() });
            Factor::from_labels(labels)
        };
        let by_psu = only(&|row| label(psus, row));
        let by_row = only(&|row| row.to_string());
        let strata = match self.strata.first() {
            Some(strata) => strata.split_by(&by_psu),
            None => by_psu,
        };
        let units = psus.split_by(&by_row);
        if self.strata.is_empty() {
            self.strata.push(strata);
        } else {
            self.strata[0] = strata;
        }
        self.stages[0] = units;
    }
}

/// Every stratum needs two units that were not certain to be drawn, or none.
fn refuse_single_psus(layout: &Layout, probabilities: &[f64]) -> Result<(), PpsError> {
    let mut chosen = vec![0_usize; layout.stratum_labels.len()];
    let strata = &layout.stages[0].stratum_of_unit;
    for (&stratum, &probability) in strata.iter().zip(probabilities) {
        chosen[stratum as usize] += usize::from(probability < 1.0);
    }
    match chosen.iter().position(|&units| units == 1) {
        Some(stratum) => Err(PpsError::SinglePsu {
            stratum: layout.stratum_labels[stratum].clone(),
        }),
        None => Ok(()),
    }
}

/// The probability of every PSU, given by row.
fn by_first_stage_unit(layout: &Layout, probabilities: &[f64]) -> Result<Vec<f64>, PpsError> {
    let mut by_unit = vec![f64::NAN; layout.stages[0].stratum_of_unit.len()];
    for (row, (&unit, &probability)) in layout.unit_of_row.iter().zip(probabilities).enumerate() {
        let unit = layout.stages[0].unit_of_variance_unit[unit as usize];
        let known = &mut by_unit[unit as usize];
        if known.is_nan() {
            *known = probability;
        } else if (*known - probability).abs() > 1e-12 {
            return Err(PpsError::ProbabilityVaries { row });
        }
    }
    Ok(by_unit)
}

/// A column has an entry for every row.
fn check_length(column: &'static str, found: usize, rows: usize) -> Result<(), DesignError> {
    if found == rows {
        Ok(())
    } else {
        Err(DesignError::LengthsDiffer {
            column,
            expected: rows,
            found,
        })
    }
}

fn check_weights(weights: &[f64]) -> Result<(), DesignError> {
    if let Some(row) = weights.iter().position(|w| !(w.is_finite() && *w >= 0.0)) {
        return Err(DesignError::BadWeight {
            row,
            weight: weights[row],
        });
    }
    if weights.iter().sum::<f64>() <= 0.0 {
        return Err(DesignError::WeightsSumToZero);
    }
    Ok(())
}
