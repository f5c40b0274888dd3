//! One door for statisticians, fixtures and tests: a document that names data, designs and
//! estimates goes in, the same document with every result filled in comes out.
//!
//! The document is that of `tests/golden/reflib.R` (`schema: minyi-analysis/1`). Answers follow R's
//! `survey` 4.1 by name, so that both can be compared line by line; added is the published
//! interval (`korn_graubard`). Where they differ from R's on purpose, and why, `tests/golden/differences.rs` lists.
//!
//! # Every word is honoured or refused
//!
//! * A member that is not known, or that nothing would be made of where it stands, is refused with the place and what to do.
//!   Remarks (`id`, `title`, `source`, `notes`, `replicates.note`, and the `seed` of replicates that are read) are kept.
//! * What stands for a gap is one rule for every column, `data.missing`: the empty cell, `NA` and `NaN` unless it says
//!   otherwise. A gap is no category: steps that need a category refuse it with its row, tables and tests leave it out.
//! * Text stays text: `"01"` is not `"1"`. A number in the document is compared as a number; `data.columns` says of a column
//!   that it holds text (`string`) or numbers (`number`), and then it is compared, sorted and refused as that.
//! * Final weights are held to `data.weights_csv`, made replicates to the member `replicates`, the columns of a model to
//!   its `terms`, its totals to its columns.
//! * A design that cannot be built, a column that cannot be read, a variance that cannot be had: each costs what needs it
//!   and says so (`error`); a point estimate stands without its variance. Only a document or file that cannot be read, or an
//!   estimate that makes no sense, refuses the whole.
//! * The data are a CSV file (`data.csv`) or a Parquet file (`data.parquet`), in memory or open ([`Input`]). Either is read a
//!   piece at a time, of it only the columns that the document names, and both give the same figures: `microdata.rs`.
//! * What is assumed, as R would, stands in `warnings` of the design (the scales of given replicates, `scales.rs`).
//! * Rows count where their weight is not 0, as R's `degf` does; linear calibration can make weights negative.
//!
//! Proven by `members_that_nothing_would_be_made_of_are_refused`, `every_statistic_and_every_step_refuses_a_member_that_it_does_not_have`,
//! `what_is_wrong_with_a_column_costs_those_that_need_it` and `the_door_answers_as_r_does`.
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
//! | `replicate` | `type`: `JK1`, `JKn`, `BRR`, `Fay` (`rho`), `subbootstrap` (Rao–Wu; `replicates`, `seed`); `bootstrap` and `mrbbootstrap` are only read from `replicates.csv`. It stands before steps with totals |
//!
//! `expected.steps` says what every step did: range, ratio of largest to smallest, design effect and
//! effective n of the weights; rounds and worst category of a raking; what trimming cut, and whether the
//! cap held in the end (`within_bounds`); the classes as merged.
//!
//! Estimates:
//!
//! | `stat` | members | result |
//! |---|---|---|
//! | all with limits | `sides: lower \| upper`, `level` | one-sided limits; a confidence level besides 0.95 and 0.90 |
//! | `difference` | `rest: true` instead of `b` | against all of the domain that `a` leaves |
//! | `domain_ratio` | `var`, `a`, `b` | the ratio of two means, limits by its logarithm |
//! | `mean_of_proportions` | `vars` | their mean, n = persons who answered any |
//! | `verdict` | `var` or `vars`, `threshold`, `direction: at_least \| at_most`, `truth`, `level` | `met`, `not_met` or `undetermined` by the published interval, and the chance of each at every truth |
//! | `reliability` | `var` or `vars` | NCHS: `suppressed`, `unreliable` or `shown`, and flags |
//! | `crosswise` | `var` (1 = "same"), `prevalence`, `anchor: { var, prevalence }` | prevalence, corrected for careless answers; `percentile` limits under a bootstrap |
//! | `contrast` | `terms` (`coefficient`, `var`, `where`) | a weighted sum of means of any domains and columns, with their covariances |
//! | `trend` | `var`, `by` (a column of times) | the slope of the line through the means, by unit of time |
//! | `regression` | `var`, `family: linear \| logistic`, `terms` (`kind: number \| factor \| interaction`), `margins` | `svyglm`: coefficients, covariances, Wald's and Rao and Scott's tests of every term, predictive margins |
//! | `importance` | `var`, `by` | what each column contributes to R²: LMG, first, last, Pratt, relative weights, correlations |
//! | `small_areas` | `areas` (`estimate`, `variance` or `effective_n`, `columns`, `share`), `method: REML \| ML \| FH`, `benchmark` | Fay and Herriot's estimates with their mean squared errors |
//! | `adjust` | `tests` (ids of `difference`, `domain_ratio`, `ttest`, `contrast`, `trend`, `chisq`), `method: holm \| bh`, `level` | adjusted p values; of a table that of the test `F` |
//! | `size` | `threshold`, `truth`, `power` (.8), or `margin`, `proportion`; `level` | effective n and n |
//! | `power` | `threshold`, `truth`, `n`, `direction`, `level` | the chance of each verdict |
//! | `size`, `power` | `design_effect`, or `weighting_design_effect`, `per_psu` with `rho`, `population` with `allocated` | |
//!
//! Proven by `every_estimate_of_every_fixture_agrees_with_r`, by what `requests.rs` and `refusals.rs` of `tests/golden` ask
//! (`a_verdict_is_read_off_the_published_interval` and on; `strangers_and_duplicates_are_refused` and on), and by `every_published_rate_and_interval_is_answered_again_by_analyze`.

mod base;
mod cells;
mod columns;
mod contingency;
mod contrasts;
mod controls;
mod csv_rows;
mod design;
mod document;
mod estimates;
mod input;
mod microdata;
mod numbers;
mod parquet_columns;
mod prepare;
mod prepared;
mod quantiles;
mod reading;
mod regressions;
mod replicated;
mod scales;
mod selection;
mod stated_weights;
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
use stated_weights::StatedWeights;

pub use design::*;
pub use document::*;
pub use input::{Input, Loader};
pub use statistic::*;
pub use step::*;
pub use value::*;

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
    /// A column is said to hold text, and numbers are needed.
    #[error(
        "{file}, column {column}: data.columns says that it holds text, and numbers are needed"
    )]
    NotNumbers { file: String, column: String },
    /// A column is of a type that is not read.
    #[error("{file}, column {column}: {reason}")]
    Column {
        file: String,
        column: String,
        /// What it is, and what is read.
        reason: String,
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

/// Answers a document: `expected` of every design and `result` of every estimate are filled in. A design that cannot be
/// built and an estimate that cannot be computed get an `error`; a document or file that cannot be read is refused whole.
/// `load` hands over the files that the document names: their bytes, or an open file ([`Input`]).
pub fn answer_document<I, L>(document: &Value, load: &mut L) -> Result<Value, AnalysisError>
where
    I: Into<Input>,
    L: FnMut(&str) -> Result<I, String> + ?Sized,
{
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
    /// Answers every estimate; one that cannot be computed says why, and so does a design that cannot be built.
    pub fn answer<I, L>(&self, load: &mut L) -> Result<Answers, AnalysisError>
    where
        I: Into<Input>,
        L: FnMut(&str) -> Result<I, String> + ?Sized,
    {
        self.answer_with(&mut |file| load(file).map(Into::into), &mut |_, _| {})
    }

    /// Answers every estimate, and hands over the final weights of every design that can be built.
    pub fn answer_and_weigh<I, L>(
        &self,
        load: &mut L,
    ) -> Result<(Answers, Vec<FinalWeights>), AnalysisError>
    where
        I: Into<Input>,
        L: FnMut(&str) -> Result<I, String> + ?Sized,
    {
        let mut weights = Vec::new();
        let answers = self.answer_with(
            &mut |file| load(file).map(Into::into),
            &mut |design, prepared| weights.push(FinalWeights::of(design, prepared)),
        )?;
        Ok((answers, weights))
    }

    /// The final weight of every row, by design.
    pub fn final_weights<I, L>(
        &self,
        load: &mut L,
    ) -> Result<Vec<(String, Vec<f64>)>, AnalysisError>
    where
        I: Into<Input>,
        L: FnMut(&str) -> Result<I, String> + ?Sized,
    {
        let load = &mut |file: &str| load(file).map(Into::into);
        let data = self.load(load)?;
        let weights = self.designs.iter().map(|design| {
            let ready = prepare::prepare(design, &data, load)?;
            Ok((design.name.clone(), ready.prepared.weights().to_vec()))
        });
        weights.collect()
    }

    /// Answers every estimate; whatever is wanted of a design besides is taken from it while it is there.
    fn answer_with(
        &self,
        load: &mut Loader<'_>,
        built: &mut dyn FnMut(&Design, &Prepared),
    ) -> Result<Answers, AnalysisError> {
        let data = self.load(load)?;
        let stated = StatedWeights::read(self, data.rows, load)?;
        let mut designs = Vec::with_capacity(self.designs.len());
        let mut outcomes: Vec<Option<Outcome>> = vec![None; self.estimates.len()];
        for design in &self.designs {
            let ready = prepare::prepare(design, &data, load).and_then(|ready| {
                stated.check(design, ready.prepared.weights())?;
                Ok(ready)
            });
            let wanted = self.estimates.iter().zip(&mut outcomes);
            let wanted = wanted.filter(|(estimate, _)| {
                let place = estimate.statistic.place();
                place.is_some_and(|(wanted, _)| wanted == design.name)
            });
            designs.push(match ready {
                Ok(ready) => {
                    let wanted = wanted.map(|(estimate, outcome)| (&estimate.statistic, outcome));
                    answer_design(&ready.prepared, &data, wanted)?;
                    built(design, &ready.prepared);
                    DesignAnswer::Built {
                        expected: Box::new(expected(design, &ready.prepared, ready.steps)),
                        warnings: ready.warnings,
                    }
                }
                Err(error) => {
                    for (_, outcome) in wanted {
                        *outcome = Some(Outcome::refused(design.why_unanswered(&error)));
                    }
                    DesignAnswer::Refused {
                        error: error.to_string(),
                    }
                }
            });
        }
        let estimates = self.estimates.iter().zip(&outcomes);
        let estimates = estimates.map(|(estimate, outcome)| match &estimate.statistic {
            Statistic::Size(size) => statistic::size(size),
            Statistic::Power(power) => statistic::power(power),
            Statistic::SmallAreas(asked) => statistic::small_areas(asked),
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

    /// The columns it needs.
    fn load(&self, load: &mut Loader<'_>) -> Result<Microdata, AnalysisError> {
        let file = self.data.file();
        let unreadable = |reason: String| AnalysisError::Unreadable {
            file: file.to_owned(),
            reason,
        };
        let input = load(file).map_err(unreadable)?;
        let data = Microdata::read(&self.data, input, &columns::needed(self))?;
        if let Some(stated) = self.data.rows.filter(|&stated| stated != data.rows) {
            let reason = format!("data.rows says {stated} rows, it has {}", data.rows);
            return Err(unreadable(reason));
        }
        Ok(data)
    }
}

/// The weights that a design ends with.
#[derive(Clone, Debug, PartialEq)]
pub struct FinalWeights {
    /// The design.
    pub design: String,
    /// The weight of every row of the data.
    pub weights: Vec<f64>,
    /// One column for every replicate; none of a linearised design.
    pub replicates: Vec<Vec<f64>>,
}

impl FinalWeights {
    fn of(design: &Design, prepared: &Prepared) -> Self {
        Self {
            design: design.name.clone(),
            weights: prepared.weights().to_vec(),
            replicates: match prepared {
                Prepared::Linearised(_) => Vec::new(),
                Prepared::Replicated(replicated) => replicated.replicates().to_vec(),
            },
        }
    }
}

/// Answers the estimates of one design; what is wrong with a column costs those that need it.
fn answer_design<'a>(
    prepared: &Prepared,
    data: &Microdata,
    wanted: impl Iterator<Item = (&'a Statistic, &'a mut Option<Outcome>)>,
) -> Result<(), AnalysisError> {
    let mut askable = Vec::new();
    for (statistic, outcome) in wanted {
        match selection::check_columns(statistic, data) {
            Ok(()) => askable.push((statistic, outcome)),
            Err(error) => *outcome = Some(Outcome::refused(error)),
        }
    }
    match prepared {
        Prepared::Linearised(design) => {
            let statistics = askable.iter().map(|(statistic, _)| *statistic);
            let table = LinearisedTable::build(design, data, statistics)?;
            for (statistic, outcome) in askable {
                *outcome = Some(table.outcome(statistic)?);
            }
        }
        Prepared::Replicated(design) => {
            let table = ReplicatedTable::new(design, data);
            for (statistic, outcome) in askable {
                *outcome = Some(table.outcome(statistic)?);
            }
        }
    }
    Ok(())
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
