//! The answers of a released wave person by person, so that nobody is known by them: what may be published, or handed to whoever
//! wants to reckon with the rows and need not compute the release again.
//!
//! # Design
//!
//! An answer sheet is known by what stands beside the answers: the PSU, the weight (which hangs on the PSU and on what
//! the margins classify by), sex, age, education, the adults of the household. Here PSUs and the number of adults are not told at all; the
//! other columns are made coarser until each row is one of at least `k`, and no row stands in a class all of whose rows gave the same
//! answer to a question unless it is the most frequent one. The weight tells nothing besides (`replication`).
//! The questions that measure an indicator are given as answered; all others are left out.
//!
//! What a release hides, rows must not tell (`columns`): districts of which a figure is hidden are one area together; what
//! respondents say of themselves is left out where the release hides a class of it, and no class of it has fewer than thirty
//! persons.
//!
//! One wave has one table of rows, whoever asks: two that were made otherwise would tell more together than either does.
//!
//! `raw_cases` and `analysis_document` hold everything, and are for two named persons.

mod code_book;
mod columns;
mod replication;
mod scripts;

use std::collections::BTreeMap;

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::coarsening::{Class, Coarsened, Told, coarsen};
use super::compute::{ComputeError, Inputs};
use super::count::real_count;
use super::counting::{Counting, MISSING};
use super::prepared::Prepared;
use super::published::Published;
use super::release::{IndicatorResult, Results};
use plan::Measure;
use sampling::MarginStatus;
use spreadsheet::CsvFile;
use statistics::weighting::CalibrationError;
use statistics::{Column, Domain, Linearized, Tabulation};

pub use code_book::{
    CodeBook, Item, Meaning, Replication, Reproduced, Role, Value, Variable, WEIGHT, replicate,
};
pub use scripts::{python_script, r_script};

use columns::{Columns, Special};
use replication::{Kept, Rate, Weighed, weigh};

/// Of how many persons each row is one, where nothing else is said.
pub const LEAST_ALIKE: usize = 5;

/// Why rows cannot be handed out.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum PersonRowsError {
    /// Nobody was sampled: there are no weights, and counts are published.
    #[error("wave {wave} is an open link: it has no sample whose rows could be handed out")]
    OpenLink { wave: String },
    /// A row that is one of fewer than two is known.
    #[error("k must be at least 2")]
    Alone,
    /// Too few persons answered for any row to be told.
    #[error("wave {wave} has too few answers for rows of which each is one of {k}")]
    TooFew { wave: String, k: usize },
    /// The wave cannot be prepared.
    #[error(transparent)]
    Compute(#[from] ComputeError),
    /// The rows do not give the published rates again.
    #[error("the rows cannot be weighted so that they give the published rates: {0}")]
    Weights(#[from] CalibrationError),
}

/// Rows of persons, what they hold, and how well they are known by them.
#[derive(Debug)]
pub struct PersonRows {
    /// What the columns are.
    pub code_book: CodeBook,
    /// A CSV file of numbers alone: one row per person, sorted by what it holds.
    pub table: Vec<u8>,
    /// How many rows are the only ones of their kind.
    pub uniqueness: Uniqueness,
}

/// How many rows are known by what stands beside the answers, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Uniqueness {
    /// Each row is one of at least so many.
    pub k: usize,
    pub rows: usize,
    /// The rows as they are stored, with PSU and weight.
    pub before: Exposure,
    /// The rows of the table.
    pub after: Exposure,
    /// Rows of which the area alone is told, or not even that.
    pub withheld: usize,
    /// Rows that are not in the table.
    pub left_out: usize,
    /// Districts that are told together, since the release hides a figure of theirs or they have few rows.
    pub districts_together: usize,
    /// What a person might be known by, and how often neighbouring values were joined; none where nothing of it is told.
    pub columns: Vec<(String, Option<u32>)>,
}

/// Rows that stand among few.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exposure {
    /// The only ones of their kind.
    pub unique: usize,
    /// Of fewer than `k` of their kind.
    pub few: usize,
}

impl Exposure {
    fn of<T: Ord>(kinds: impl Iterator<Item = T>, k: usize) -> Self {
        let mut sizes: BTreeMap<T, usize> = BTreeMap::new();
        for kind in kinds {
            *sizes.entry(kind).or_default() += 1;
        }
        let below = |most: usize| sizes.values().filter(|size| **size < most).sum();
        Self {
            unique: below(2),
            few: below(k),
        }
    }
}

/// The rows of a released probability wave, each one of at least `k`. The order of chance is `rng`'s.
pub fn person_rows(
    inputs: &Inputs,
    published: &Published,
    k: usize,
    rng: &mut impl Rng,
) -> Result<PersonRows, PersonRowsError> {
    let wave = &inputs.wave.wave;
    let Results::Probability { indicators, .. } = &published.release.results else {
        let wave = wave.slug.clone();
        return Err(PersonRowsError::OpenLink { wave });
    };
    if k < 2 {
        return Err(PersonRowsError::Alone);
    }
    let prepared = Prepared::of(&inputs.wave, &inputs.plan, &inputs.margins);
    let prepared = prepared.map_err(|source| ComputeError::Prepare {
        slug: wave.slug.clone(),
        source,
    })?;
    let columns = Columns::of(inputs, &prepared, indicators);
    let safe = |rows: &[usize]| rows.len() >= k && !columns.tell_an_answer(rows);
    let coarse = coarsen(&columns.areas, &columns.known, columns.from.clone(), &safe);
    let rows = Rows {
        inputs,
        prepared: &prepared,
        indicators,
        kept: (0..columns.areas.len())
            .filter(|row| coarse.told[*row] != Told::Nothing)
            .collect(),
        columns,
        coarse,
    };
    if rows.kept.is_empty() {
        let wave = wave.slug.clone();
        return Err(PersonRowsError::TooFew { wave, k });
    }
    let rates = rows.rates()?;
    let weighed = rows.weighed(&rates, rng)?;
    Ok(rows.written(published, k, &rates, &weighed))
}

/// A wave whose rows have been made alike.
struct Rows<'a> {
    inputs: &'a Inputs,
    prepared: &'a Prepared<'a>,
    indicators: &'a [IndicatorResult],
    columns: Columns<'a>,
    coarse: Coarsened,
    /// The rows that are in the table.
    kept: Vec<usize>,
}

/// A published rate of one question.
struct PublishedRate {
    /// Over the rows that are in the table.
    rate: Rate,
    linearized: Linearized,
}

/// The published rates of questions, and the sums that their covariances follow from.
struct Rates {
    tabulation: Option<Tabulation>,
    rates: Vec<PublishedRate>,
}

impl Rows<'_> {
    /// What stands beside the answers of a row of the table: area and what is told of the person, as codes.
    fn key(&self, row: usize) -> Vec<i64> {
        let Special { untold, .. } = self.columns.special;
        let told = self.coarse.told[row];
        let area = match told {
            Told::Columns | Told::Area => self.columns.area_code(row),
            Told::Answers | Told::Nothing => untold,
        };
        let known = self.columns.known.iter().zip(&self.coarse.levels);
        let known = known.map(|(known, level)| {
            let class = known.class(row, *level);
            let class = if told == Told::Columns {
                class
            } else {
                Class::Untold
            };
            self.columns.special.class_code(class)
        });
        [area].into_iter().chain(known).collect()
    }

    /// The answers of a row, as codes.
    fn answers(&self, row: usize) -> Vec<i64> {
        let told = self.coarse.told[row] == Told::Columns;
        let levels = &self.coarse.levels;
        self.columns.answers_of(row, told, levels)
    }

    /// The rates of questions that are published, each once; `Err` where they cannot be estimated.
    fn rates(&self) -> Result<Rates, ComputeError> {
        let mut columns: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
        for (measure, result) in self.measured() {
            for (place, question) in measure.questions.iter().enumerate() {
                let shown = match result.parts.get(place) {
                    Some(part) => part.is_some(),
                    None => result.rate.is_some(),
                };
                let counting = Counting::headline(measure, question);
                let column = counting.column(self.prepared.questionnaire(), &self.prepared.dataset);
                if shown && columns.iter().all(|(known, _)| *known != column) {
                    let told = self.told(&counting, &column);
                    columns.push((column, told));
                }
            }
        }
        let mut builder = Tabulation::builder();
        for (place, (column, _)) in columns.iter().enumerate() {
            builder = builder.item(&place.to_string(), Column::Binary(column));
        }
        let tabulation = builder.build(&self.prepared.weighted.design)?;
        let mut rates = Vec::new();
        for (place, (_, told)) in columns.into_iter().enumerate() {
            let linearized = tabulation.linearize_mean(&place.to_string(), &Domain::all())?;
            // Of a rate of 0 or 1 nothing varies, and every row gives it.
            if linearized.estimate.standard_error > 0.0 {
                let value = linearized.estimate.value;
                let rate = Rate {
                    column: told,
                    value,
                };
                rates.push(PublishedRate { rate, linearized });
            }
        }
        Ok(Rates {
            tabulation: (!rates.is_empty()).then_some(tabulation),
            rates,
        })
    }

    /// What a reader of the table counts: the column over its rows, without those whose answer is not told.
    fn told(&self, counting: &Counting<'_>, column: &[u8]) -> Vec<u8> {
        let answer = self.columns.answer_to(counting);
        let cell = |row: &usize| {
            let told = answer.is_some_and(|answer| {
                let code = self.answers(*row).get(answer).copied();
                code.is_some_and(|code| code > self.columns.special.untold)
            });
            if told { column[*row] } else { MISSING }
        };
        self.kept.iter().map(cell).collect()
    }

    /// The measures of the released indicators.
    fn measured(&self) -> impl Iterator<Item = (&Measure, &IndicatorResult)> {
        self.indicators.iter().filter_map(|result| {
            let mut known = self.inputs.plan.indicators.iter();
            let indicator = known.find(|indicator| indicator.id == result.indicator)?;
            Some((indicator.measure.as_ref()?, result))
        })
    }

    fn weighed(&self, rates: &Rates, rng: &mut impl Rng) -> Result<Weighed, PersonRowsError> {
        let all = self.prepared.weighted.design.weights();
        let finals: Vec<f64> = self.kept.iter().map(|row| all[*row]).collect();
        let keys: Vec<Vec<i64>> = self.kept.iter().map(|row| self.key(*row)).collect();
        let begin = mean_weights(&keys, &finals);
        let mut kept = Vec::new();
        for place in self.weighted_by() {
            let mut codes: Vec<i64> = keys.iter().map(|key| key[place]).collect();
            codes.sort_unstable();
            codes.dedup();
            for code in codes {
                let rows: Vec<bool> = keys.iter().map(|key| key[place] == code).collect();
                let total = rows.iter().zip(&finals).filter(|(row, _)| **row);
                let total = total.map(|(_, weight)| weight).sum();
                kept.push(Kept { rows, total });
            }
        }
        let mut covariance = Vec::new();
        for (place, one) in rates.rates.iter().enumerate() {
            let mut row = Vec::new();
            for (at, other) in rates.rates.iter().enumerate() {
                row.push(match &rates.tabulation {
                    Some(tabulation) if at != place => {
                        let difference =
                            tabulation.difference_of(&one.linearized, &other.linearized);
                        difference.map_err(ComputeError::from)?.covariance
                    }
                    _ => one.linearized.estimate.variance(),
                });
            }
            covariance.push(row);
        }
        let columns = rates.rates.iter().map(|it| Rate {
            column: it.rate.column.clone(),
            value: it.rate.value,
        });
        let columns: Vec<Rate> = columns.collect();
        Ok(weigh(&begin, &kept, &columns, &covariance, rng)?)
    }

    /// The places in a key by which the wave was weighted: the area, and what its margins classify by.
    fn weighted_by(&self) -> Vec<usize> {
        let margins = self.inputs.margins.iter();
        let margins = margins.filter(|margin| margin.status != MarginStatus::Missing);
        let of_question = margins.filter_map(|margin| {
            let asked = margin.question()?;
            let mut persons = self.columns.persons.iter();
            Some(1 + persons.position(|person| person.question == *asked)?)
        });
        [0].into_iter().chain(of_question).collect()
    }

    fn written(
        &self,
        published: &Published,
        k: usize,
        rates: &Rates,
        weighed: &Weighed,
    ) -> PersonRows {
        let mean = weighed.weights.iter().sum::<f64>() / real_count(self.kept.len() as u64);
        let mut table: Vec<(Vec<i64>, Vec<String>)> = Vec::new();
        for (place, row) in self.kept.iter().enumerate() {
            let codes = self.key(*row).into_iter().chain(self.answers(*row));
            let weight = written(weighed.weights[place], mean, 12);
            let replicates = weighed.replicates.iter();
            let replicates = replicates.map(|of| written(of[place], mean, 8));
            table.push((
                codes.collect(),
                [weight].into_iter().chain(replicates).collect(),
            ));
        }
        table.sort_unstable();
        let code_book = self.code_book(published, k, rates, weighed);
        let mut file = CsvFile::default();
        file.row(code_book.columns());
        for (codes, weights) in &table {
            let codes = codes.iter().map(ToString::to_string);
            file.row(codes.chain(weights.iter().cloned()));
        }
        PersonRows {
            code_book,
            table: file.into_bytes(),
            uniqueness: self.uniqueness(k),
        }
    }

    fn uniqueness(&self, k: usize) -> Uniqueness {
        let rows = self.columns.areas.len();
        let of = |told: Told| {
            self.coarse
                .told
                .iter()
                .filter(|other| **other == told)
                .count()
        };
        let known = self.columns.known.iter().zip(&self.coarse.levels);
        let levels = known.map(|(known, level)| (*level < known.top()).then_some(*level));
        let names = self.columns.persons.iter();
        let names = names.map(|person| person.question.to_string());
        Uniqueness {
            k,
            rows,
            before: Exposure::of((0..rows).map(|row| self.stored(row)), k),
            after: Exposure::of(self.kept.iter().map(|row| self.key(*row)), k),
            withheld: of(Told::Area) + of(Told::Answers),
            left_out: of(Told::Nothing),
            districts_together: self.columns.districts_together,
            columns: names.zip(levels).collect(),
        }
    }

    /// What is stored of a row beside its answers, with its weight to the last digit.
    fn stored(&self, row: usize) -> (&str, &str, Vec<Option<usize>>, u64) {
        let dataset = &self.prepared.dataset;
        let known = self.columns.known.iter().map(|known| known.cells[row]);
        let weight = self.prepared.weighted.design.weights()[row].to_bits();
        (
            dataset.stratum[row].as_str(),
            dataset.psu[row].as_str(),
            known.collect(),
            weight,
        )
    }

    fn code_book(
        &self,
        published: &Published,
        k: usize,
        rates: &Rates,
        weighed: &Weighed,
    ) -> CodeBook {
        let release = &published.release;
        let columns = rates.rates.iter().map(|rate| &rate.rate.column);
        let columns: Vec<&Vec<u8>> = columns.collect();
        let figures = self.measured().filter_map(|(measure, result)| {
            let items = measure.questions.iter().map(|question| {
                let counting = Counting::headline(measure, question);
                let item = self.columns.item(&counting)?;
                let all = counting.column(self.prepared.questionnaire(), &self.prepared.dataset);
                let told = self.told(&counting, &all);
                let counted = told.iter().any(|cell| *cell != MISSING);
                (counted && columns.contains(&&told) && self.counts_alike(&item, &told))
                    .then_some(item)
            });
            Some(Reproduced {
                indicator: result.indicator.clone(),
                name: result.name.clone(),
                figure: result.rate?,
                items: items.collect::<Option<_>>()?,
            })
        });
        CodeBook {
            wave: release.wave.clone(),
            title: release.title.clone(),
            city: release.city.clone(),
            year: release.year,
            simulated: release.simulated,
            fielded: release.fielded,
            release: published.hash.clone(),
            rows: self.kept.len() as u64,
            alike: k as u64,
            variables: self.columns.variables(&self.coarse.levels),
            replication: Replication {
                replicates: weighed.replicates.len() as u64,
                scale: weighed.scale,
                degrees_of_freedom: self.prepared.weighted.design.degrees_of_freedom() as u64,
                design_effect: weighed.design_effect,
            },
            figures: figures.collect(),
        }
    }

    /// Whether whoever counts these codes in the table counts the same as the release.
    fn counts_alike(&self, item: &Item, told: &[u8]) -> bool {
        let names = self.columns.answers.iter();
        let Some(place) = names
            .map(|answer| &answer.name)
            .position(|it| *it == item.variable)
        else {
            return false;
        };
        self.kept.iter().zip(told).all(|(row, cell)| {
            let code = self.answers(*row)[place];
            let counted = item.denominator.contains(&code);
            let success = item.numerator.contains(&code);
            *cell == if counted { u8::from(success) } else { MISSING }
        })
    }
}

/// For every row the mean weight of those of its kind, to three digits.
fn mean_weights(kinds: &[Vec<i64>], weights: &[f64]) -> Vec<f64> {
    let mut sums: BTreeMap<&Vec<i64>, (f64, u64)> = BTreeMap::new();
    for (kind, weight) in kinds.iter().zip(weights) {
        let (sum, rows) = sums.entry(kind).or_default();
        *sum += weight;
        *rows += 1;
    }
    let mean = |kind: &Vec<i64>| {
        let (sum, rows) = sums[kind];
        three_digits(sum / real_count(rows))
    };
    kinds.iter().map(mean).collect()
}

fn three_digits(number: f64) -> f64 {
    let unit = 10_f64.powf(number.log10().floor() - 2.0);
    (number / unit).round() * unit
}

/// A weight with so many digits in all, as many after the point in every row.
fn written(weight: f64, mean: f64, digits: usize) -> String {
    let mut decimals = digits;
    let mut left = mean;
    while left >= 1.0 && decimals > 0 {
        left /= 10.0;
        decimals -= 1;
    }
    format!("{weight:.decimals$}")
}

#[cfg(test)]
mod tests;
