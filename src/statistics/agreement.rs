//! Do two persons judge alike? Cohen's κ of a judgement with two outcomes, such as whether a text has a theme.
//!
//! With the shares pᵢⱼ of things that the first person judged i and the second j, pₒ = Σ pᵢᵢ and
//! pₑ = Σ pᵢ. p.ᵢ (what chance alone would bring about),
//!
//! κ = (pₒ − pₑ)/(1 − pₑ),
//!
//! V(κ) = { Σᵢ pᵢᵢ [1 − (pᵢ. + p.ᵢ)(1 − κ)]² + (1 − κ)² Σᵢ≠ⱼ pᵢⱼ (p.ᵢ + pⱼ.)² − [κ − pₑ(1 − κ)]² } / (n(1 − pₑ)²).
//!
//! Assumed: the things judged are a simple random sample of all there are, each judged by both without knowing of the other. The
//! interval is κ ± z √V, cut at −1 and 1: an approximation for some fifty things and more, without width, and hence without use, where
//! both agree everywhere. κ is not to be used where both persons
//! found the same everywhere or nowhere (it does not exist then), and it is low by nature where nearly everything is judged alike; the
//! plain share of agreement therefore stands beside it.
//!
//! # References
//!
//! * Cohen (1960), *Educational and Psychological Measurement* 20, 37–46.
//! * Fleiss, Cohen & Everitt (1969), *Psychological Bulletin* 72, 323–327, equation 13.
//!
//! Proven by `kappa_of_fifty_proposals_and_its_variance_by_derivatives`.

use super::distribution::normal_quantile;

/// How many things two persons judged in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TwoJudges {
    /// Both said yes.
    pub both: u32,
    /// Only the first said yes.
    pub only_first: u32,
    /// Only the second said yes.
    pub only_second: u32,
    /// Neither said yes.
    pub neither: u32,
}

/// How far two persons agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// The share of things that both judged alike, 0 to 1.
    pub alike: f64,
    /// Cohen's κ with its lower and upper limit; none where both said the same of everything.
    pub kappa: Option<(f64, f64, f64)>,
}

impl TwoJudges {
    /// Adds one thing as both judged it.
    pub fn note(&mut self, first: bool, second: bool) {
        let cell = match (first, second) {
            (true, true) => &mut self.both,
            (true, false) => &mut self.only_first,
            (false, true) => &mut self.only_second,
            (false, false) => &mut self.neither,
        };
        *cell += 1;
    }

    /// How many things both judged.
    pub fn judged(&self) -> u32 {
        self.both + self.only_first + self.only_second + self.neither
    }

    /// How far they agree, with an interval of this level; none where nothing was judged.
    pub fn agreement(&self, level: f64) -> Option<Agreement> {
        let judged = self.judged();
        if judged == 0 {
            return None;
        }
        let shares = self.shares();
        let alike = shares[0][0] + shares[1][1];
        let kappa = kappa(&shares).map(|kappa| {
            let half = normal_quantile(f64::midpoint(1.0, level))
                * (unit_variance(&shares, kappa) / f64::from(judged)).sqrt();
            (kappa, (kappa - half).max(-1.0), (kappa + half).min(1.0))
        });
        Some(Agreement { alike, kappa })
    }

    /// pᵢⱼ: the first person's judgement by rows.
    fn shares(&self) -> [[f64; 2]; 2] {
        let judged = f64::from(self.judged());
        [
            [self.both, self.only_first],
            [self.only_second, self.neither],
        ]
        .map(|row| row.map(|count| f64::from(count) / judged))
    }
}

fn margins(shares: &[[f64; 2]; 2]) -> ([f64; 2], [f64; 2]) {
    let rows = shares.map(|row| row[0] + row[1]);
    let columns = [0, 1].map(|column| shares[0][column] + shares[1][column]);
    (rows, columns)
}

/// pₑ.
fn by_chance(shares: &[[f64; 2]; 2]) -> f64 {
    let (rows, columns) = margins(shares);
    rows[0] * columns[0] + rows[1] * columns[1]
}

fn kappa(shares: &[[f64; 2]; 2]) -> Option<f64> {
    let left = 1.0 - by_chance(shares);
    // Whatever is left of rounding where both said the same of everything is no agreement beyond chance.
    (left > 1e-12).then(|| (shares[0][0] + shares[1][1] - by_chance(shares)) / left)
}

/// n V(κ).
fn unit_variance(shares: &[[f64; 2]; 2], kappa: f64) -> f64 {
    let (rows, columns) = margins(shares);
    let chance = by_chance(shares);
    let rest = 1.0 - kappa;
    let mut sum = 0.0;
    for (i, row) in shares.iter().enumerate() {
        for (j, share) in row.iter().enumerate() {
            let slope = if i == j {
                1.0 - (rows[i] + columns[i]) * rest
            } else {
                rest * (columns[i] + rows[j])
            };
            sum += share * slope * slope;
        }
    }
    let mean = kappa - chance * rest;
    ((sum - mean * mean) / ((1.0 - chance) * (1.0 - chance))).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fifty proposals read by two persons; κ is 0.4 by hand: pₒ = 35/50, pₑ = 0.5. The variance is held to the delta method with
    /// derivatives taken by differences.
    #[test]
    fn kappa_of_fifty_proposals_and_its_variance_by_derivatives() {
        let judges = TwoJudges {
            both: 20,
            only_first: 5,
            only_second: 10,
            neither: 15,
        };
        let agreement = judges.agreement(0.95).unwrap();
        let (kappa_found, lower, upper) = agreement.kappa.unwrap();
        assert!((agreement.alike - 0.7).abs() < 1e-12);
        assert!((kappa_found - 0.4).abs() < 1e-12);
        let shares = judges.shares();
        let step = 1e-6;
        let (mut square, mut mean) = (0.0, 0.0);
        for (i, j) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let moved = |by: f64| {
                let mut moved = shares;
                moved[i][j] += by;
                kappa_of_any(&moved)
            };
            let slope = (moved(step) - moved(-step)) / (2.0 * step);
            square += shares[i][j] * slope * slope;
            mean += shares[i][j] * slope;
        }
        let variance = (square - mean * mean) / 50.0;
        let found = unit_variance(&shares, kappa_found) / 50.0;
        assert!((variance - found).abs() < 1e-7, "{variance} {found}");
        let half = 1.959_963_984_540_054 * found.sqrt();
        assert!((lower - (0.4 - half)).abs() < 1e-9 && (upper - (0.4 + half)).abs() < 1e-9);
    }

    /// κ where the shares need not sum to one, as they do not while one of them is moved.
    fn kappa_of_any(shares: &[[f64; 2]; 2]) -> f64 {
        let all: f64 = shares.iter().flatten().sum();
        kappa(&shares.map(|row| row.map(|share| share / all))).unwrap()
    }

    #[test]
    fn whoever_agrees_everywhere_has_no_kappa_without_both_outcomes() {
        let mut judges = TwoJudges::default();
        assert_eq!(judges.agreement(0.95), None);
        judges.note(false, false);
        judges.note(false, false);
        let agreement = judges.agreement(0.95).unwrap();
        assert_eq!(
            agreement,
            Agreement {
                alike: 1.0,
                kappa: None
            }
        );
        judges.note(true, true);
        let (kappa, lower, upper) = judges.agreement(0.95).unwrap().kappa.unwrap();
        assert!(
            [kappa, lower, upper]
                .iter()
                .all(|it| (it - 1.0).abs() < 1e-9)
        );
    }
}
