//! The answers of a released wave person by person, so that nobody is known by them: what leaves the house when somebody
//! wants to reckon with the rows and need not compute the release again.
//!
//! # Design
//!
//! An answer sheet is known by what stands beside the answers: the PSU, the weight (which hangs on the PSU and on what
//! the margins classify by), sex, age, education, the adults of the household. Here PSUs stand under numbers drawn for
//! this export, joined with others of their stratum where it takes that; the other columns are made coarser; everybody
//! of a class carries its mean weight, rounded. So each row is one of at least `k`. The questions that measure an
//! indicator are given as answered; all others are left out.
//!
//! `raw_cases` and `analysis_document` hold everything, and are for two named persons.

use std::collections::{BTreeMap, BTreeSet};

use rand::Rng;
use rand::seq::SliceRandom;

use super::coarsening::{Coarsened, Known, Told, UNTOLD, coarsen};
use super::compute::{ComputeError, Inputs};
use super::count::real_count;
use super::dataset::Cell;
use super::prepared::Prepared;
use fieldwork::Mode;
use plan::Measure;
use questionnaire::QuestionId;
use sampling::{PsuId, StratumId};
use spreadsheet::CsvFile;

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
    /// The wave cannot be prepared.
    #[error(transparent)]
    Compute(#[from] ComputeError),
}

/// Rows of persons, and how well they are known by them.
#[derive(Debug)]
pub struct PersonRows {
    /// A CSV file: one row per person, sorted by what it holds.
    pub table: Vec<u8>,
    /// How many rows are the only ones of their kind.
    pub uniqueness: Uniqueness,
}

/// How many rows are known by what stands beside the answers, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Uniqueness {
    /// Each row is one of at least so many.
    pub k: usize,
    pub rows: usize,
    /// The rows as they are stored, with PSU and weight.
    pub before: Exposure,
    /// The rows of the table.
    pub after: Exposure,
    /// Rows of which the stratum alone is told, or not even that.
    pub withheld: usize,
    /// Rows that are not in the table.
    pub left_out: usize,
    /// What a person might be known by, and how often neighbouring values were joined.
    pub columns: Vec<(String, u32)>,
}

/// Rows that stand among few.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// The rows of a closed probability wave, each one of at least `k`.
pub fn person_rows(
    inputs: &Inputs,
    k: usize,
    rng: &mut impl Rng,
) -> Result<PersonRows, PersonRowsError> {
    let wave = &inputs.wave.wave;
    if wave.mode == Mode::Open {
        let wave = wave.slug.clone();
        return Err(PersonRowsError::OpenLink { wave });
    }
    if k < 2 {
        return Err(PersonRowsError::Alone);
    }
    let prepared = Prepared::of(&inputs.wave, &inputs.plan, &inputs.margins);
    let prepared = prepared.map_err(|source| ComputeError::Prepare {
        slug: wave.slug.clone(),
        source,
    })?;
    let rows = Rows::of(inputs, &prepared, rng);
    let coarse = coarsen(&rows.strata, &rows.known, k);
    Ok(rows.written(&coarse, k, rng))
}

/// A wave, as columns of what is known and what was answered.
struct Rows<'a> {
    prepared: &'a Prepared<'a>,
    /// The strata, and the place of each row's among them.
    stratum_names: Vec<&'a str>,
    strata: Vec<usize>,
    /// The PSU comes first.
    known: Vec<Known>,
    measured: Vec<&'a QuestionId>,
}

impl<'a> Rows<'a> {
    fn of(inputs: &'a Inputs, prepared: &'a Prepared<'a>, rng: &mut impl Rng) -> Self {
        let dataset = &prepared.dataset;
        let names: BTreeSet<&str> = dataset.stratum.iter().map(StratumId::as_str).collect();
        let stratum_names: Vec<&str> = names.into_iter().collect();
        let place = |code: &str| stratum_names.partition_point(|other| *other < code);
        let strata: Vec<usize> = (dataset.stratum.iter())
            .map(|code| place(code.as_str()))
            .collect();
        let asked = &prepared.questionnaire().id;
        let measures = inputs.plan.indicators.iter();
        let measures: Vec<&Measure> = measures
            .filter_map(|indicator| indicator.measure.as_ref())
            .filter(|measure| measure.questionnaire == *asked)
            .collect();
        let told = told_of_persons(inputs, prepared, &measures);
        let mut known = vec![psus(&strata, &dataset.psu, rng)];
        known.extend(
            told.iter()
                .filter_map(|question| values(prepared, question)),
        );
        let mut measured: Vec<&QuestionId> = Vec::new();
        for question in measures.iter().flat_map(|measure| &measure.questions) {
            if !told.contains(&question) && !measured.contains(&question) {
                measured.push(question);
            }
        }
        Self {
            prepared,
            stratum_names,
            strata,
            known,
            measured,
        }
    }

    fn written(&self, coarse: &Coarsened, k: usize, rng: &mut impl Rng) -> PersonRows {
        let kinds = self.kinds(coarse, rng);
        let weights = mean_weights(&kinds, self.prepared.weighted.design.weights());
        let mut table: Vec<Vec<String>> = Vec::new();
        let mut after = Vec::new();
        for (row, kind) in kinds.iter().enumerate() {
            let Some(kind) = kind else {
                continue;
            };
            let mut cells = kind.clone();
            cells.push(weights[kind].clone());
            after.push(cells.clone());
            cells.extend(
                self.measured
                    .iter()
                    .map(|question| self.answer(question, row)),
            );
            table.push(cells);
        }
        table.sort_unstable();
        let mut file = CsvFile::default();
        let known = self.known.iter().map(|known| known.name.as_str());
        let measured = self.measured.iter().map(|question| question.as_str());
        let names = ["stratum"].into_iter().chain(known).chain(["weight"]);
        file.row(names.chain(measured));
        for row in &table {
            file.row(row);
        }
        let of = |told: Told| coarse.told.iter().filter(|other| **other == told).count();
        let uniqueness = Uniqueness {
            k,
            rows: kinds.len(),
            before: Exposure::of((0..kinds.len()).map(|row| self.stored(row)), k),
            after: Exposure::of(after.into_iter(), k),
            withheld: of(Told::Stratum) + of(Told::Answers),
            left_out: of(Told::Nothing),
            columns: (self.known.iter().zip(&coarse.levels))
                .map(|(known, level)| (known.name.clone(), *level))
                .collect(),
        };
        PersonRows {
            table: file.into_bytes(),
            uniqueness,
        }
    }

    /// What is told of each row beside its weight and answers; none of a row that is left out. PSUs, joined as they
    /// are, stand under numbers drawn now.
    fn kinds(&self, coarse: &Coarsened, rng: &mut impl Rng) -> Vec<Option<Vec<String>>> {
        let joined = |row: usize| (self.strata[row], self.known[0].label(row, coarse.levels[0]));
        let distinct: BTreeSet<(usize, String)> = (0..self.strata.len()).map(joined).collect();
        let mut numbers: Vec<usize> = (1..=distinct.len()).collect();
        numbers.shuffle(rng);
        let numbers: BTreeMap<(usize, String), usize> = distinct.into_iter().zip(numbers).collect();
        let kind = |(row, told): (usize, &Told)| {
            let untold = || std::iter::repeat_n(UNTOLD.to_owned(), self.known.len());
            let stratum = self.stratum_names[self.strata[row]].to_owned();
            match told {
                Told::Nothing => None,
                Told::Answers => Some([UNTOLD.to_owned()].into_iter().chain(untold()).collect()),
                Told::Stratum => Some([stratum].into_iter().chain(untold()).collect()),
                Told::Columns => {
                    let mut kind = vec![stratum, numbers[&joined(row)].to_string()];
                    let others = self.known.iter().zip(&coarse.levels).skip(1);
                    kind.extend(others.map(|(known, level)| known.label(row, *level)));
                    Some(kind)
                }
            }
        };
        coarse.told.iter().enumerate().map(kind).collect()
    }

    /// What is stored of a row beside its answers, with its weight to the last digit.
    fn stored(&self, row: usize) -> (usize, Vec<Option<usize>>, u64) {
        let known = self.known.iter().map(|known| known.cells[row]);
        let weight = self.prepared.weighted.design.weights()[row].to_bits();
        (self.strata[row], known.collect(), weight)
    }

    /// An answer, with the scale where another than the question's own was shown; a dot where it was not asked.
    fn answer(&self, question: &QuestionId, row: usize) -> String {
        let dataset = &self.prepared.dataset;
        let cells = dataset.column(question).unwrap_or_default();
        match cells.get(row) {
            Some(Cell::Answered(code)) => {
                let asked = self.prepared.questionnaire().question(question);
                let own = asked.and_then(|asked| asked.answer.scale());
                match dataset.scale(question, row) {
                    Some(shown) if own != Some(shown) => format!("{shown} {code}"),
                    _ => code.to_string(),
                }
            }
            Some(Cell::Skipped) => String::new(),
            Some(Cell::NotAsked) | None => ".".to_owned(),
        }
    }
}

/// The questions by which a person might be known: what margins classify by, found or not, how many adults a household
/// has, and who an indicator is about.
fn told_of_persons<'a>(
    inputs: &'a Inputs,
    prepared: &Prepared<'_>,
    measures: &[&'a Measure],
) -> Vec<&'a QuestionId> {
    let margins = inputs.margins.iter().filter_map(|margin| margin.question());
    let adults = inputs.plan.adults.iter();
    let adults = adults
        .filter(|adults| adults.questionnaire == prepared.questionnaire().id)
        .map(|adults| &adults.question);
    let among = measures.iter().filter_map(|measure| measure.among.as_ref());
    let mut told = Vec::new();
    for question in margins
        .chain(adults)
        .chain(among.map(|among| &among.question))
    {
        if !told.contains(&question) {
            told.push(question);
        }
    }
    told
}

/// The PSUs of a stratum in an order drawn now.
fn psus(strata: &[usize], psus: &[PsuId], rng: &mut impl Rng) -> Known {
    let mut of_stratum: BTreeMap<usize, Vec<&PsuId>> = BTreeMap::new();
    for (stratum, psu) in strata.iter().zip(psus) {
        let known = of_stratum.entry(*stratum).or_default();
        if !known.contains(&psu) {
            known.push(psu);
        }
    }
    for psus in of_stratum.values_mut() {
        psus.sort_unstable();
        psus.shuffle(rng);
    }
    let most = of_stratum.values().map(Vec::len).max().unwrap_or(0);
    let place = |(stratum, psu): (&usize, &PsuId)| {
        of_stratum[stratum].iter().position(|other| *other == psu)
    };
    Known {
        name: "psu".to_owned(),
        values: (1..=most).map(|number| number.to_string()).collect(),
        cells: strata.iter().zip(psus).map(place).collect(),
    }
}

/// The answers to a question by which a person might be known, in their order; none where it was not asked.
fn values(prepared: &Prepared<'_>, question: &QuestionId) -> Option<Known> {
    let cells = prepared.dataset.column(question)?;
    let code = |cell: &Cell| match cell {
        Cell::Answered(code) => Some(*code),
        Cell::Skipped | Cell::NotAsked => None,
    };
    let given: BTreeSet<_> = cells.iter().filter_map(code).collect();
    let given: Vec<_> = given.into_iter().collect();
    let place = |cell| code(cell).map(|code| given.partition_point(|other| *other < code));
    Some(Known {
        name: question.to_string(),
        values: given.iter().map(ToString::to_string).collect(),
        cells: cells.iter().map(place).collect(),
    })
}

/// The mean weight of each kind of row, to three digits.
fn mean_weights(kinds: &[Option<Vec<String>>], weights: &[f64]) -> BTreeMap<Vec<String>, String> {
    let mut sums: BTreeMap<&Vec<String>, (f64, u64)> = BTreeMap::new();
    for (kind, weight) in kinds.iter().zip(weights) {
        if let Some(kind) = kind {
            let (sum, rows) = sums.entry(kind).or_default();
            *sum += weight;
            *rows += 1;
        }
    }
    let mean = |(kind, (sum, rows)): (&Vec<String>, (f64, u64))| {
        (kind.clone(), three_digits(sum / real_count(rows)))
    };
    sums.into_iter().map(mean).collect()
}

fn three_digits(number: f64) -> String {
    if number <= 0.0 {
        return "0".to_owned();
    }
    let unit = 10_f64.powf(number.log10().floor() - 2.0);
    let rounded = (number / unit).round() * unit;
    if unit >= 1.0 {
        format!("{rounded:.0}")
    } else {
        format!("{rounded:.4}")
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;
    use crate::example;
    use plan::Adults;
    use questionnaire::Answer;

    const MARGINS: &str = "[[margin]]\nid = \"district\"\ntitle = { zh = \"区\", en = \"District\" }\nby = \"stratum\"\nstatus = \"verified\"\n\
        [[margin]]\nid = \"sex\"\ntitle = { zh = \"性别\", en = \"Sex\" }\nby = \"Q3\"\nstatus = \"missing\"\n";

    fn exported(inputs: &Inputs, k: usize, seed: u64) -> (Vec<Vec<String>>, Uniqueness) {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let exported = person_rows(inputs, k, &mut rng).unwrap();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(exported.table.as_slice());
        let rows = reader.records().map(|row| {
            let row = row.unwrap();
            row.iter().map(str::to_owned).collect()
        });
        (rows.collect(), exported.uniqueness)
    }

    fn inputs() -> Inputs {
        let mut inputs = example::inputs(200);
        inputs.margins = example::margins(MARGINS);
        inputs
    }

    #[test]
    fn every_row_is_one_of_k_by_all_that_stands_beside_the_answers() {
        for k in [2, 5, 12, 40] {
            let (rows, uniqueness) = exported(&inputs(), k, 1);
            assert_eq!(rows[0], ["stratum", "psu", "Q3", "weight", "Q1", "Q2"]);
            let mut kinds: BTreeMap<&[String], usize> = BTreeMap::new();
            for row in &rows[1..] {
                *kinds.entry(&row[..4]).or_default() += 1;
            }
            assert!(kinds.values().all(|size| *size >= k), "{k}: {kinds:?}");
            assert_eq!(uniqueness.after, Exposure { unique: 0, few: 0 });
            assert_eq!(uniqueness.rows, rows.len() - 1 + uniqueness.left_out);
        }
    }

    #[test]
    fn psus_stand_under_numbers_of_this_export() {
        let (first, _) = exported(&inputs(), 5, 1);
        let names = |rows: &[Vec<String>]| -> BTreeSet<String> {
            rows[1..].iter().map(|row| row[1].clone()).collect()
        };
        assert_eq!(
            names(&first).into_iter().collect::<Vec<_>>(),
            ["1", "2", "3", "4"]
        );
        let others = (2..12).map(|seed| exported(&inputs(), 5, seed).0);
        assert!(others.into_iter().any(|other| other != first));
    }

    #[test]
    fn the_strata_keep_their_rows_and_nearly_their_weight() {
        let inputs = inputs();
        let (rows, _) = exported(&inputs, 5, 1);
        for stratum in ["1", "2"] {
            let rows: Vec<&Vec<String>> = rows.iter().filter(|row| row[0] == stratum).collect();
            assert_eq!(rows.len(), 100);
            let sum: f64 = rows.iter().map(|row| row[3].parse::<f64>().unwrap()).sum();
            assert!((sum - 10_000.0).abs() < 50.0, "{sum}");
        }
    }

    #[test]
    fn a_rare_household_is_not_found_by_its_adults() {
        let mut inputs = inputs();
        inputs.plan.adults = Some(Adults {
            questionnaire: "residents".into(),
            question: QuestionId::new("Q2"),
            cap: 4,
        });
        for (at, response) in inputs.wave.responses.iter_mut().enumerate() {
            let adults = if at == 77 { 98 } else { [1, 3][at % 2] };
            let adults = Answer::Number(adults);
            response.answers.0.insert(QuestionId::new("Q2"), adults);
        }
        let (rows, uniqueness) = exported(&inputs, 5, 1);
        assert_eq!(rows[0][..5], ["stratum", "psu", "Q3", "Q2", "weight"]);
        assert!(uniqueness.before.unique > 0);
        assert_eq!(uniqueness.after, Exposure { unique: 0, few: 0 });
        assert!(rows[1..].iter().all(|row| row[3] != "98"));
    }

    #[test]
    fn weights_have_three_digits() {
        assert_eq!(three_digits(12_345.0), "12300");
        assert_eq!(three_digits(1.234_56), "1.2300");
        assert_eq!(three_digits(123.4), "123");
    }

    #[test]
    fn an_open_link_has_no_rows_to_hand_out_and_one_is_not_enough() {
        let mut inputs = inputs();
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        assert!(person_rows(&inputs, 1, &mut rng).is_err());
        inputs.wave.wave.mode = Mode::Open;
        let refused = person_rows(&inputs, 5, &mut rng).unwrap_err();
        assert!(refused.to_string().contains("open link"), "{refused}");
    }
}
