//! Where every row stands in the design: strata and sampling units, stage by stage.
//!
//! Units of the last stage that enters the variance are the variance units, to which scores are summed before anything
//! else happens. At stage k a stratum with nₖ units of Nₖ has the sampling fraction fₖ = nₖ/Nₖ; its variance counts with
//! the product of the fractions of the stages above (see `variance.rs`). Degrees of freedom are first-stage units minus
//! first-stage strata, of those present.
//!
//! Assumed: labels of units may repeat between strata only where the design is said to be nested. A stage without
//! population counts is drawn with replacement, and no stage below it counts.
//!
//! # References
//!
//! * Särndal, Swensson & Wretman (1992), *Model Assisted Survey Sampling*, 4.3. Cochran (1977), 10.3, 11.
//!
//! Proven by `every_estimate_of_every_fixture_agrees_with_r` (`api_*` with one and two stages, with and without
//! population counts, and `citizen_*`).

use super::count::real;
use super::design_error::DesignError;
use super::factor::{Factor, cross_codes, level_code};
use super::single_psu::SinglePsuPolicy;

/// Below this uncovered share a stratum counts as taken completely.
const FULLY_COVERED: f64 = 1e-7;

/// The sampling units of all stages that enter the variance. Units of the last stage are the
/// *variance units*: scores are summed to them before anything else happens.
#[derive(Debug)]
pub(super) struct Layout {
    /// Variance unit of every row.
    pub unit_of_row: Vec<u32>,
    /// Outermost stage first; never empty.
    pub stages: Vec<StageLayout>,
    /// Labels of the first-stage strata.
    pub stratum_labels: Vec<String>,
}

/// The sampling units of one stage.
#[derive(Debug)]
pub(super) struct StageLayout {
    /// Unit of this stage that holds each variance unit.
    pub unit_of_variance_unit: Vec<u32>,
    /// Stratum of each unit of this stage.
    pub stratum_of_unit: Vec<u32>,
    /// The sampling fraction, by unit (zero where the population is taken as infinite).
    pub fraction: Vec<f64>,
    /// One minus the sampling fraction, by unit.
    pub uncovered: Vec<f64>,
    /// The strata: at later stages there is one for every unit of the stage before, or several.
    pub strata: Vec<StratumLayout>,
}

/// One stratum of one stage.
#[derive(Clone, Debug)]
pub(super) struct StratumLayout {
    /// Sampled units.
    pub units: usize,
    /// Product of the sampling fractions of the stages above.
    pub multiplier: f64,
    /// Whether all its units were taken with certainty.
    pub fully_covered: bool,
    /// The unit of the stage above (the first stage has the single unit zero).
    pub parent: u32,
}

/// What the population column of the first stage holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum FirstStage {
    /// The population of the stratum, the same in all its rows.
    #[default]
    Populations,
    /// The inclusion probability of the unit.
    Probabilities,
    /// The same where joint probabilities are known, and zero of units that count as drawn with replacement.
    Pairs,
}

/// What one stage is built from.
pub(super) struct StageColumns<'a> {
    pub strata: Option<&'a Factor>,
    pub units: Option<&'a Factor>,
    pub population: Option<&'a [f64]>,
}

impl Layout {
    /// Builds the stages.
    pub(super) fn build(
        rows: usize,
        stages: &[StageColumns<'_>],
        nested: bool,
        first: FirstStage,
        policy: &SinglePsuPolicy,
    ) -> Result<Self, DesignError> {
        let with_population = stages.iter().take_while(|s| s.population.is_some()).count();
        let used = with_population.max(1);
        let mut built = Vec::with_capacity(used);
        let mut stratum_labels = Vec::new();
        let mut parents: Vec<u32> = vec![0; rows];
        let mut parent_levels = 1;
        // Share of the units above that were sampled, and their product so far.
        let mut multipliers = vec![1.0];
        for (index, columns) in stages.iter().take(used).enumerate() {
            let (stratum_of_row, stratum_pairs) = if let Some(strata) = columns.strata {
                let levels = strata.levels().len();
                cross_codes(&parents, parent_levels, strata.codes(), levels)
            } else {
                let identity = (0..parent_levels).map(|p| (level_code(p), 0)).collect();
                (parents.clone(), identity)
            };
            if index == 0 {
                stratum_labels = match columns.strata {
                    Some(strata) => stratum_pairs
                        .iter()
                        .map(|&(_, level)| strata.levels()[level as usize].clone())
                        .collect(),
                    None => vec![String::new()],
                };
                if let (Some(units), Some(_), false) = (columns.units, columns.strata, nested) {
                    check_nesting(units, &stratum_of_row, &stratum_labels)?;
                }
            }
            let (unit_of_row, unit_pairs) = match columns.units {
                Some(units) => cross_codes(
                    &stratum_of_row,
                    stratum_pairs.len(),
                    units.codes(),
                    units.levels().len(),
                ),
                None => (
                    (0..rows).map(level_code).collect(),
                    stratum_of_row
                        .iter()
                        .enumerate()
                        .map(|(row, &stratum)| (stratum, level_code(row)))
                        .collect(),
                ),
            };
            let parent_of_stratum: Vec<u32> = stratum_pairs.iter().map(|pair| pair.0).collect();
            let stratum_of_unit: Vec<u32> = unit_pairs.iter().map(|pair| pair.0).collect();
            let stage = stage_layout(
                &unit_of_row,
                stratum_of_unit,
                &parent_of_stratum,
                &multipliers,
                columns.population,
                (index, first),
            )?;
            multipliers = stage
                .fraction
                .iter()
                .zip(&stage.stratum_of_unit)
                .map(|(&taken, &h)| stage.strata[h as usize].multiplier * taken)
                .collect();
            parent_levels = unit_pairs.len();
            parents = unit_of_row;
            built.push(stage);
        }
        let mut layout = Self {
            unit_of_row: parents,
            stages: built,
            stratum_labels,
        };
        layout.link_variance_units();
        if let SinglePsuPolicy::Collapse { neighbours } = policy {
            layout.collapse(neighbours)?;
        }
        Ok(layout)
    }

    /// Fills `unit_of_variance_unit` of the outer stages by following parents upwards.
    fn link_variance_units(&mut self) {
        let last = self.stages.len() - 1;
        let mut current: Vec<u32> = (0..self.variance_units()).map(level_code).collect();
        self.stages[last].unit_of_variance_unit.clone_from(&current);
        for stage in (0..last).rev() {
            let below = &self.stages[stage + 1];
            for unit in &mut current {
                let stratum = below.stratum_of_unit[*unit as usize];
                *unit = below.strata[stratum as usize].parent;
            }
            self.stages[stage]
                .unit_of_variance_unit
                .clone_from(&current);
        }
    }

    /// Merges every single-PSU stratum into its named neighbour.
    fn collapse(&mut self, neighbours: &[(String, String)]) -> Result<(), DesignError> {
        let code = |label: &str| {
            self.stratum_labels
                .iter()
                .position(|known| known == label)
                .ok_or_else(|| DesignError::UnknownStratum {
                    stratum: label.to_owned(),
                })
        };
        let mut target: Vec<usize> = (0..self.stages[0].strata.len()).collect();
        for (single, neighbour) in neighbours {
            let (from, into) = (
                merged_into(&target, code(single)?),
                merged_into(&target, code(neighbour)?),
            );
            if self.stages[0].strata[from].units == 1 {
                target[from] = into;
            }
        }
        for stratum in 0..target.len() {
            target[stratum] = merged_into(&target, stratum);
        }
        let first = &mut self.stages[0];
        for (stratum, &into) in target.iter().enumerate() {
            if into != stratum {
                first.strata[into].units += first.strata[stratum].units;
                first.strata[into].fully_covered &= first.strata[stratum].fully_covered;
                first.strata[stratum].units = 0;
            }
        }
        for stratum in &mut first.stratum_of_unit {
            *stratum = level_code(target[*stratum as usize]);
        }
        Ok(())
    }

    /// PSUs of the first-stage stratum of this label; none of one that was merged into another.
    pub(super) fn psus_of(&self, stratum: &str) -> usize {
        let mut labels = self.stratum_labels.iter().zip(&self.stages[0].strata);
        let found = labels.find(|(label, _)| *label == stratum);
        found.map_or(0, |(_, layout)| layout.units)
    }

    /// One over the product of the sampling fractions of all stages, for every row.
    pub(super) fn weights_from_populations(&self) -> Vec<f64> {
        let last = &self.stages[self.stages.len() - 1];
        let by_unit: Vec<f64> = last
            .stratum_of_unit
            .iter()
            .zip(&last.fraction)
            .map(|(&stratum, &taken)| 1.0 / (last.strata[stratum as usize].multiplier * taken))
            .collect();
        self.unit_of_row
            .iter()
            .map(|&unit| by_unit[unit as usize])
            .collect()
    }

    /// Number of variance units.
    pub(super) fn variance_units(&self) -> usize {
        self.stages[self.stages.len() - 1].stratum_of_unit.len()
    }
}

/// Follows the chain of merged strata to its end.
fn merged_into(target: &[usize], mut stratum: usize) -> usize {
    while target[stratum] != stratum {
        stratum = target[stratum];
    }
    stratum
}

fn stage_layout(
    unit_of_row: &[u32],
    stratum_of_unit: Vec<u32>,
    parent_of_stratum: &[u32],
    multipliers: &[f64],
    population: Option<&[f64]>,
    (index, first): (usize, FirstStage),
) -> Result<StageLayout, DesignError> {
    let by_unit = index == 0 && first != FirstStage::Populations;
    let with_zero = first == FirstStage::Pairs;
    let mut units = vec![0_usize; parent_of_stratum.len()];
    for &stratum in &stratum_of_unit {
        units[stratum as usize] += 1;
    }
    let mut fraction = vec![f64::NAN; stratum_of_unit.len()];
    let mut of_stratum = vec![f64::NAN; units.len()];
    match population {
        None => fraction.fill(0.0),
        Some(population) => {
            for (row, (&unit, &value)) in unit_of_row.iter().zip(population).enumerate() {
                let stratum = stratum_of_unit[unit as usize] as usize;
                let sampled = real(units[stratum]);
                let taken = if value > 1.0 { sampled / value } else { value };
                let possible = value > 0.0 || (with_zero && value == 0.0);
                if !(possible && value.is_finite()) || (value > 1.0 && sampled > value) {
                    return Err(DesignError::BadPopulation {
                        stage: index + 1,
                        row,
                        value,
                        sampled: units[stratum],
                    });
                }
                let known = if by_unit {
                    &mut fraction[unit as usize]
                } else {
                    &mut of_stratum[stratum]
                };
                if known.is_nan() {
                    *known = taken;
                } else if (*known - taken).abs() > 1e-12 {
                    return Err(DesignError::PopulationVaries {
                        stage: index + 1,
                        row,
                    });
                }
                fraction[unit as usize] = taken;
            }
        }
    }
    let uncovered: Vec<f64> = fraction.iter().map(|taken| 1.0 - taken).collect();
    let mut strata: Vec<StratumLayout> = parent_of_stratum
        .iter()
        .zip(&units)
        .map(|(&parent, &units)| StratumLayout {
            units,
            multiplier: multipliers[parent as usize],
            fully_covered: true,
            parent,
        })
        .collect();
    for (&open, &stratum) in uncovered.iter().zip(&stratum_of_unit) {
        strata[stratum as usize].fully_covered &= open < FULLY_COVERED;
    }
    Ok(StageLayout {
        unit_of_variance_unit: Vec::new(),
        stratum_of_unit,
        fraction,
        uncovered,
        strata,
    })
}

fn check_nesting(
    units: &Factor,
    stratum_of_row: &[u32],
    stratum_labels: &[String],
) -> Result<(), DesignError> {
    const NONE: u32 = u32::MAX;
    let mut home = vec![NONE; units.levels().len()];
    for (&unit, &stratum) in units.codes().iter().zip(stratum_of_row) {
        let known = &mut home[unit as usize];
        if *known == NONE {
            *known = stratum;
        } else if *known != stratum {
            return Err(DesignError::PsuInSeveralStrata {
                psu: units.levels()[unit as usize].clone(),
                strata: (
                    stratum_labels[*known as usize].clone(),
                    stratum_labels[stratum as usize].clone(),
                ),
            });
        }
    }
    Ok(())
}
