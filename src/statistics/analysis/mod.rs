//! One door for statisticians, fixtures and tests: a document that names data, designs and
//! estimates goes in, the same document with every result filled in comes out.
//!
//! The document is that of `tests/golden/reflib.R` (`schema: minyi-analysis/1`). Answers follow R's
//! `survey` 4.1 by name, so that both can be compared line by line; added are the published
//! interval (`korn_graubard`) and, for a proportion of 0 or 1, the documented limits of
//! `src/statistics/interval.rs` where R has none. R's spline of the profile likelihood (`likelihood`) is left out
//! in favour of the exact solution (`likelihood_exact_R`). A member that is not known is refused.
//!
//! # Beyond the fixtures
//!
//! Members of a design:
//!
//! | member | meaning |
//! |---|---|
//! | `probs` | one column of inclusion probabilities, or one per stage: base weights 1/(π₁ π₂ …) |
//! | `certainty_psus` | labels of PSUs taken with certainty, in which every row is a unit |
//! | `lonely_psu: collapse`, `collapse` | single-PSU stratum = the stratum that takes it in |
//! | `pps.sum_p2_over_n` | with strata an object of stratum = Σπ²/n |
//!
//! Steps, applied in order; with a step `replicate` before them they are repeated in every replicate:
//!
//! | step | members |
//! |---|---|
//! | `eligibility` | `classes`, `known` (0/1): cases of known eligibility stand in for their class |
//! | `nonresponse` | `classes`, `responded` (0/1), `eligible` (0/1, optional): respondents stand in for the eligible cases; all others get weight zero |
//! | both | `minimum_respondents` (`minimum_cases`; 20) and `maximum_factor` (2): classes beyond are merged |
//! | `rake` | `trim: { upper \| median_plus_iqr \| times_mean, rounds (5) }`: cap, spread the excess, rake again |
//! | `trim` | `median_plus_iqr` or `times_mean` instead of `upper` |
//! | `subset` | `where`: rows outside get weight zero; their PSUs keep counting |
//! | `replicate` | `type`: `JK1`, `JKn`, `BRR`, `Fay` (`rho`), `subbootstrap` (Rao–Wu; `replicates`, `seed`); `bootstrap` and `mrbbootstrap` are only read from `replicates.csv` |
//!
//! `expected.steps` says what every step did: range, ratio of largest to smallest, design effect and
//! effective n of the weights; rounds and worst category of a raking; what trimming cut, and whether the
//! cap held in the end (`within_bounds`); the classes as merged.
//!
//! Estimates:
//!
//! | `stat` | members | result |
//! |---|---|---|
//! | `proportion`, `mean`, `ratio`, `difference` | `sides: lower \| upper` | one-sided limits |
//! | `mean_of_proportions` | `vars` | their mean, n = persons who answered any |
//! | `verdict` | `var` or `vars`, `threshold`, `direction: at_least \| at_most`, `truth`, `level` | `met`, `not_met` or `undetermined` by the published interval, and the chance of each at every truth |
//! | `reliability` | `var` or `vars` | NCHS: `suppressed`, `unreliable` or `shown`, and flags |
//! | `crosswise` | `var` (1 = "same"), `prevalence`, `anchor: { var, prevalence }` | prevalence, corrected for careless answers; `percentile` limits under a bootstrap |
//! | `adjust` | `tests` (ids of `difference`, `ttest`, `chisq`), `method: holm \| bh`, `level` | adjusted p values; of a table that of the test `F` |
//! | `size` | `threshold`, `truth`, `power` (.8), or `margin`, `proportion`; `level` | effective n and n |
//! | `power` | `threshold`, `truth`, `n`, `direction`, `level` | the chance of each verdict |
//! | `size`, `power` | `design_effect`, or `weighting_design_effect`, `per_psu` with `rho`, `population` with `allocated` | |
//!
//! Proven by `every_estimate_of_every_fixture_agrees_with_r`, by `requests.rs` and `refusals.rs` of
//! `tests/golden`, and by `every_published_rate_and_interval_is_answered_again_by_analyze`.

mod base;
mod columns;
mod contingency;
mod controls;
mod design;
mod document;
mod estimates;
mod microdata;
mod prepare;
mod prepared;
mod quantiles;
mod reading;
mod replicated;
mod selection;
mod statistic;
mod step;
mod steps;
mod tagged;
mod value;

use serde_json::Value;

use estimates::LinearisedTable;
use microdata::Microdata;
use prepared::Prepared;
use replicated::ReplicatedTable;

pub use design::*;
pub use document::*;
pub use statistic::*;
pub use step::*;
pub use value::*;

/// Hands over the bytes of a file that the document names, or says why it cannot.
pub type Loader<'a> = dyn FnMut(&str) -> Result<Vec<u8>, String> + 'a;

/// Why a document is refused whole.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum AnalysisError {
    /// It is not an analysis document.
    #[error("not an analysis document: {reason}")]
    Document {
        /// What is wrong.
        reason: String,
    },
    /// A file cannot be read.
    #[error("{file}: {reason}")]
    Unreadable {
        file: String,
        /// Why.
        reason: String,
    },
    /// A column is named that the file does not have.
    #[error("{file}: there is no column {column}")]
    MissingColumn { file: String, column: String },
    /// A cell is not a number.
    #[error("{file}, row {row}, column {column}: {cell:?} is not a number")]
    NotANumber {
        file: String,
        /// The row, counted from one, header apart.
        row: usize,
        column: String,
        /// What stands there.
        cell: String,
    },
    /// A cell holds a number that cannot stand there.
    #[error("{file}, row {row}, column {column}: {reason}")]
    Cell {
        file: String,
        /// The row, counted from one, header apart.
        row: usize,
        column: String,
        /// What is wrong.
        reason: String,
    },
    /// A weight is negative.
    #[error("{file}, row {row}, column {column}: the weight {weight} is negative")]
    NegativeWeight {
        file: String,
        /// The row, counted from one, header apart.
        row: usize,
        column: String,
        /// What stands there.
        weight: f64,
    },
    /// The data have a category for which a margin states no total.
    #[error(
        "{file}, row {row}, column {column}: design {design} has no control total for {level:?}"
    )]
    LevelWithoutTotal {
        design: String,
        file: String,
        /// The first row that has it, counted from one, header apart.
        row: usize,
        column: String,
        /// The category.
        level: String,
    },
    /// A design cannot be built.
    #[error("design {design}: {reason}")]
    Design {
        design: String,
        /// Why.
        reason: String,
    },
    /// An estimate asks for something unknown.
    #[error("estimate {estimate}: {reason}")]
    Estimate {
        /// Its id, or its place in the list.
        estimate: String,
        /// What is wrong.
        reason: String,
    },
}

/// Answers a document: `expected` of every design and `result` of every estimate are filled in. An estimate that
/// cannot be computed gets an `error`; anything else that is wrong refuses the document.
pub fn answer_document(document: &Value, load: &mut Loader<'_>) -> Result<Value, AnalysisError> {
    let answers = Analysis::read(document)?.answer(load)?;
    let mut filled = document.clone();
    answers
        .fill(&mut filled)
        .map_err(|error| AnalysisError::Document {
            reason: error.to_string(),
        })?;
    Ok(filled)
}

impl Analysis {
    /// Answers every estimate; one that cannot be computed says why.
    pub fn answer(&self, load: &mut Loader<'_>) -> Result<Answers, AnalysisError> {
        let data = self.load(load)?;
        let mut designs = Vec::with_capacity(self.designs.len());
        let mut outcomes: Vec<Option<Outcome>> = vec![None; self.estimates.len()];
        for design in &self.designs {
            let (prepared, steps) = prepare::prepare(design, &data, load)?;
            designs.push(expected(design, &prepared, steps));
            let wanted = self.estimates.iter().zip(&mut outcomes);
            let wanted = wanted
                .map(|(estimate, outcome)| (&estimate.statistic, outcome))
                .filter(|(statistic, _)| {
                    statistic
                        .place()
                        .is_some_and(|(wanted, _)| wanted == design.name)
                });
            let mut wanted: Vec<_> = wanted.collect();
            match &prepared {
                Prepared::Linearised(design) => {
                    let statistics = wanted.iter().map(|(statistic, _)| *statistic);
                    let table = LinearisedTable::build(design, &data, statistics)?;
                    for (statistic, outcome) in &mut wanted {
                        **outcome = Some(table.outcome(statistic)?);
                    }
                }
                Prepared::Replicated(design) => {
                    let table = ReplicatedTable::new(design, &data);
                    for (statistic, outcome) in &mut wanted {
                        **outcome = Some(table.outcome(statistic)?);
                    }
                }
            }
        }
        let estimates = self.estimates.iter().zip(&outcomes);
        let estimates = estimates.map(|(estimate, outcome)| match &estimate.statistic {
            Statistic::Size(size) => statistic::size(size),
            Statistic::Power(power) => statistic::power(power),
            Statistic::Adjust(asked) => {
                let answer = |wanted: &str| {
                    let mut answered = self.estimates.iter().zip(&outcomes);
                    let test =
                        answered.find(|(estimate, _)| estimate.id.as_deref() == Some(wanted));
                    test.and_then(|(_, outcome)| outcome.as_ref())
                };
                statistic::adjusted(asked, answer)
            }
            _ => outcome
                .clone()
                .unwrap_or_else(|| Outcome::refused("it is of no design")),
        });
        Ok(Answers {
            estimates: estimates.collect(),
            designs,
        })
    }

    /// The final weight of every row, by design.
    pub fn final_weights(
        &self,
        load: &mut Loader<'_>,
    ) -> Result<Vec<(String, Vec<f64>)>, AnalysisError> {
        let data = self.load(load)?;
        let weights = self.designs.iter().map(|design| {
            let (prepared, _) = prepare::prepare(design, &data, load)?;
            Ok((design.name.clone(), prepared.weights().to_vec()))
        });
        weights.collect()
    }

    /// The columns it needs.
    fn load(&self, load: &mut Loader<'_>) -> Result<Microdata, AnalysisError> {
        let file = &self.data.csv;
        let unreadable = |reason: String| AnalysisError::Unreadable {
            file: file.clone(),
            reason,
        };
        let bytes = load(file).map_err(unreadable)?;
        let (numbers, factors) = columns::needed(self);
        let data = Microdata::read(file, &bytes, &numbers, &factors)?;
        if let Some(stated) = self.data.rows.filter(|&stated| stated != data.rows) {
            let reason = format!("data.rows says {stated} rows, it has {}", data.rows);
            return Err(unreadable(reason));
        }
        selection::check_columns(self, &data)?;
        Ok(data)
    }
}

fn expected(design: &Design, prepared: &Prepared, steps: Vec<StepReport>) -> Expected {
    let diagnostics = prepared.diagnostics();
    let mut steps_taken = design.steps.iter();
    let cut = steps_taken.any(|step| matches!(step, Step::Subset { .. }));
    Expected {
        n_rows: if cut && !prepared.is_calibrated() {
            diagnostics.rows
        } else {
            prepared.weights().len()
        },
        weights: Weights::from(&diagnostics),
        df: prepared.degrees_of_freedom(),
        steps,
    }
}
