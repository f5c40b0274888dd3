//! What one pass over a column of answers leaves behind: sums by group of rows.
//!
//! Of every group and item: the respondents n, Σw, Σw², Σwy, Σwy² and Σy over those who answered. Means, their linearised
//! scores summed to the group, spreads and design effects are functions of these (see `tabulation.rs`), so that the rows
//! are read once.
//!
//! Assumed: weights within ten orders of magnitude of each other, as sums are kept in double precision without
//! compensation.
//!
//! Proven by `grouped_rows_and_single_rows_give_the_same` in `second_routes.rs`.

/// A column of answers, one per row.
#[derive(Clone, Copy, Debug)]
pub enum Column<'a> {
    /// 0 or 1; every other value ([`Column::MISSING`] by convention) means not answered.
    Binary(&'a [u8]),
    /// Numbers; NaN means not answered.
    Numeric(&'a [f64]),
}

impl Column<'_> {
    /// The conventional code of a missing binary answer.
    pub const MISSING: u8 = u8::MAX;

    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Self::Binary(values) => values.len(),
            Self::Numeric(values) => values.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The answer of a row.
    pub fn get(&self, row: usize) -> Option<f64> {
        match self {
            Self::Binary(values) => (values[row] <= 1).then(|| f64::from(values[row])),
            Self::Numeric(values) => (!values[row].is_nan()).then(|| values[row]),
        }
    }
}

/// Sums over the answered rows of one group. Rows of weight zero were removed and do not count;
/// a negative weight, which regression calibration can make, is a weight like any other.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ItemSums {
    /// Number of answers.
    pub count: f64,
    /// Σ y.
    pub sum: f64,
    /// Σ w.
    pub weight: f64,
    /// Σ w².
    pub weight_squares: f64,
    /// Σ w y.
    pub weighted: f64,
    /// Σ w y².
    pub weighted_squares: f64,
}

impl ItemSums {
    pub(super) fn add(&mut self, weight: f64, y: f64) {
        self.count += 1.0;
        self.sum += y;
        self.weight += weight;
        self.weight_squares += weight * weight;
        self.weighted += weight * y;
        self.weighted_squares += weight * y * y;
    }

    pub(super) fn include(&mut self, other: &Self) {
        self.count += other.count;
        self.sum += other.sum;
        self.weight += other.weight;
        self.weight_squares += other.weight_squares;
        self.weighted += other.weighted;
        self.weighted_squares += other.weighted_squares;
    }
}

/// Count, Σw and Σw² of the zeros and of the ones.
type Tally = [[f64; 3]; 3];

/// Sums one column by group.
pub(super) fn sum_by_group(
    column: Column<'_>,
    group_of_row: &[u32],
    groups: usize,
    weights: &[f64],
) -> Vec<ItemSums> {
    match column {
        Column::Binary(values) => sum_binary(values, group_of_row, groups, weights),
        Column::Numeric(values) => {
            let mut sums = vec![ItemSums::default(); groups];
            for ((&y, &group), &weight) in values.iter().zip(group_of_row).zip(weights) {
                if !y.is_nan() && weight != 0.0 {
                    sums[group as usize].add(weight, y);
                }
            }
            sums
        }
    }
}

/// The hot loop of a large survey: no branch on the answer, which is random to the processor.
fn sum_binary(
    values: &[u8],
    group_of_row: &[u32],
    groups: usize,
    weights: &[f64],
) -> Vec<ItemSums> {
    let mut tallies: Vec<Tally> = vec![[[0.0; 3]; 3]; groups];
    for ((&y, &group), &weight) in values.iter().zip(group_of_row).zip(weights) {
        let slot = &mut tallies[group as usize][usize::from(y.min(2))];
        slot[0] += f64::from(u8::from(weight != 0.0));
        slot[1] += weight;
        slot[2] += weight * weight;
    }
    tallies
        .into_iter()
        .map(|[zero, one, _]| ItemSums {
            count: zero[0] + one[0],
            sum: one[0],
            weight: zero[1] + one[1],
            weight_squares: zero[2] + one[2],
            weighted: one[1],
            weighted_squares: one[1],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negative_weight_counts_in_numbers_as_in_zeros_and_ones() {
        let weights = [2.0, -0.5, 0.0, 3.0];
        let groups = [0, 0, 0, 0];
        let binary = sum_by_group(Column::Binary(&[1, 1, 1, 0]), &groups, 1, &weights);
        let numeric = sum_by_group(Column::Numeric(&[1.0, 1.0, 1.0, 0.0]), &groups, 1, &weights);
        for sums in [binary[0], numeric[0]] {
            assert!((sums.count - 3.0).abs() < 1e-15);
            assert!((sums.sum - 2.0).abs() < 1e-15);
            assert!((sums.weight - 4.5).abs() < 1e-15);
            assert!((sums.weighted - 1.5).abs() < 1e-15);
        }
    }
}
