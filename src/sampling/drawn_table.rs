//! A draw as a table: every PSU drawn, and every household within it, with its probability and weight.

use super::allocation::real;
use super::draw::Draw;
use spreadsheet::CsvFile;

/// The headings. `household` is the number on the list of the unit; a row of the first stage has none.
const COLUMNS: [&str; 6] = [
    "unit",
    "stratum",
    "stage",
    "household",
    "inclusion_probability",
    "base_weight",
];

impl Draw {
    /// The table as comma-separated values: at stage 1 the PSUs with their probability, at stage 2 their households with
    /// the probability of both stages together. A base weight is one over the probability beside it. Households held in
    /// reserve follow as `reserve 1` and so on, with the probability of their replicate alone: released, all households of
    /// a PSU have the sum of the probabilities.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut file = CsvFile::default();
        file.row(COLUMNS);
        for psu in &self.psus {
            let mut row = |stage: &str, household: &str, probability: f64, weight: f64| {
                let (probability, weight) = (probability.to_string(), weight.to_string());
                file.row([
                    psu.code.as_str(),
                    psu.stratum.as_str(),
                    stage,
                    household,
                    &probability,
                    &weight,
                ]);
            };
            let probability = psu.inclusion_probability;
            row("1", "", probability, 1.0 / probability);
            for household in &psu.selected {
                row(
                    "2",
                    &household.to_string(),
                    1.0 / psu.base_weight,
                    psu.base_weight,
                );
            }
            for (at, replicate) in psu.reserves.iter().enumerate() {
                let share = real(replicate.len() as u64) / real(psu.selected.len() as u64);
                let weight = psu.base_weight / share;
                for household in replicate {
                    let stage = format!("reserve {}", at + 1);
                    row(&stage, &household.to_string(), 1.0 / weight, weight);
                }
            }
        }
        file.into_bytes()
    }
}
