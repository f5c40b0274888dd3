//! What one pass over a column of answers leaves behind: sums by group of rows.
//!
//! Of every group and item: the respondents n, Σw, Σw², and Σw(y − o), Σw(y − o)² and Σ(y − o) over those who answered.
//! Means, their linearised scores summed to the group, spreads and design effects are functions of these (see
//! `tabulation.rs`), so that the rows are read once.
//!
//! The origin o is the mean answer of the group (0 for zeros and ones): Σw y² less n times the squared mean would lose
//! every digit of the spread of answers that lie far from zero, such as years or amounts.
//!
//! Assumed: weights within ten orders of magnitude of each other, as sums are kept in double precision without
//! compensation.
//!
//! Proven by `grouped_rows_and_single_rows_give_the_same` in `second_routes.rs` and, far from zero, by
//! `answers_far_from_zero_have_the_same_spread` in `properties.rs`.

/// A column of answers, one per row.
#[derive(Clone, Copy, Debug)]
pub enum Column<'a> {
    /// 0 or 1; every other value ([`Column::MISSING`] by convention) means not answered.
    Binary(&'a [u8]),
    /// Whole numbers from 0 to 254; [`Column::MISSING`] means not answered.
    Small(&'a [u8]),
    /// Numbers; NaN means not answered.
    Numeric(&'a [f64]),
}

impl Column<'_> {
    /// The code of a missing answer, for binary ones by convention.
    pub const MISSING: u8 = u8::MAX;

    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Self::Binary(values) | Self::Small(values) => values.len(),
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
            Self::Small(values) => (values[row] != Self::MISSING).then(|| f64::from(values[row])),
            Self::Numeric(values) => (!values[row].is_nan()).then(|| values[row]),
        }
    }
}

/// Sums over the answered rows of one group. Rows of weight zero were removed and do not count;
/// a negative weight, which regression calibration can make, is a weight like any other.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ItemSums {
    /// What the answers are measured from, o.
    pub origin: f64,
    /// Number of answers.
    pub count: f64,
    /// Σ (y − o).
    pub sum: f64,
    /// Σ w.
    pub weight: f64,
    /// Σ w².
    pub weight_squares: f64,
    /// Σ w (y − o).
    pub weighted: f64,
    /// Σ w (y − o)².
    pub weighted_squares: f64,
}

impl ItemSums {
    /// Nothing yet, to be measured from an origin.
    pub(super) fn about(origin: f64) -> Self {
        Self {
            origin,
            ..Self::default()
        }
    }

    pub(super) fn add(&mut self, weight: f64, y: f64) {
        let y = y - self.origin;
        self.count += 1.0;
        self.sum += y;
        self.weight += weight;
        self.weight_squares += weight * weight;
        self.weighted += weight * y;
        self.weighted_squares += weight * y * y;
    }

    /// The sums of several groups together, measured from their common origin or, where they have none, from near their
    /// mean.
    pub(super) fn total<'a>(parts: impl Iterator<Item = &'a Self> + Clone) -> Self {
        let mut answered = parts.clone().filter(|part| part.count > 0.0);
        let first = answered.next().map_or(0.0, |part| part.origin);
        let common = answered.all(|part| part.origin.to_bits() == first.to_bits());
        let origin = if common {
            first
        } else {
            let (mut answers, mut count) = (0.0, 0.0);
            for part in parts.clone() {
                answers += part.sum + part.origin * part.count;
                count += part.count;
            }
            answers / count
        };
        let mut total = Self::about(origin);
        for part in parts {
            total.include(part);
        }
        total
    }

    fn include(&mut self, other: &Self) {
        let shift = other.origin - self.origin;
        self.count += other.count;
        self.sum += other.sum + shift * other.count;
        self.weight += other.weight;
        self.weight_squares += other.weight_squares;
        self.weighted += other.weighted + shift * other.weight;
        self.weighted_squares +=
            other.weighted_squares + shift * (2.0 * other.weighted + shift * other.weight);
    }

    /// The mean less the origin, Σ w (y − o) / Σ w.
    pub(super) fn mean_from_origin(&self) -> f64 {
        self.weighted / self.weight
    }

    /// The mean.
    pub(super) fn mean(&self) -> f64 {
        self.origin + self.mean_from_origin()
    }

    /// Σ w y.
    pub(super) fn weighted_total(&self) -> f64 {
        self.weighted + self.origin * self.weight
    }

    /// Σ y.
    pub(super) fn unweighted_total(&self) -> f64 {
        self.sum + self.origin * self.count
    }

    /// Σ w (y − ȳ)² / Σ w · n/(n − 1).
    pub(super) fn unit_variance(&self) -> f64 {
        let spread =
            (self.weighted_squares - self.mean_from_origin() * self.weighted) / self.weight;
        spread * self.count / (self.count - 1.0)
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
        Column::Small(values) => {
            let numbers = values.iter().map(|&value| match value {
                Column::MISSING => f64::NAN,
                value => f64::from(value),
            });
            sum_numbers(&numbers, group_of_row, groups, weights)
        }
        Column::Numeric(values) => {
            sum_numbers(&values.iter().copied(), group_of_row, groups, weights)
        }
    }
}

/// Numbers, NaN where there is no answer: first their mean by group, then the sums from there.
fn sum_numbers(
    values: &(impl Iterator<Item = f64> + Clone),
    group_of_row: &[u32],
    groups: usize,
    weights: &[f64],
) -> Vec<ItemSums> {
    let answered = || {
        let rows = values.clone().zip(group_of_row).zip(weights);
        rows.filter(|((y, _), weight)| !y.is_nan() && **weight != 0.0)
    };
    let mut plain = vec![(0.0, 0.0); groups];
    let mut binary = true;
    for ((y, &group), _) in answered() {
        let (sum, count) = &mut plain[group as usize];
        *sum += y;
        *count += 1.0;
        binary &= [0.0, 1.0].contains(&y);
    }
    let origins = plain.into_iter().map(|(sum, count)| {
        if binary || count == 0.0 {
            0.0
        } else {
            sum / count
        }
    });
    let mut sums: Vec<ItemSums> = origins.map(ItemSums::about).collect();
    for ((y, &group), &weight) in answered() {
        sums[group as usize].add(weight, y);
    }
    sums
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
            origin: 0.0,
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
            assert!((sums.unweighted_total() - 2.0).abs() < 1e-15);
            assert!((sums.weight - 4.5).abs() < 1e-15);
            assert!((sums.weighted_total() - 1.5).abs() < 1e-15);
        }
    }
}
