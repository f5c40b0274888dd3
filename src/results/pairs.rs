//! The difference of two parts of a table that a reader chooses, from what a release holds.
//!
//! # Design
//!
//! A release is frozen, and nobody's answers are read again for a reader's question. It holds the standard error of the difference
//! of every two parts that are shown, and with their rates and degrees of freedom that is all that a difference needs. So
//! nothing can be asked that suppression forbids. A test has the degrees of freedom of both parts by Welch and Satterthwaite, at most
//! the city's.
//!
//! Whoever looks at all pairs finds some that differ by chance: the p value is also adjusted by Holm for all pairs of the
//! table.

use super::estimates::LEVEL;
use super::release::{Figure, GroupTable, IndicatorResult};
use statistics::{Contrast, holm, satterthwaite};

/// With an adjusted p value of at most so much two parts are said to differ.
pub const NAMED_AT: f64 = 0.05;

/// One part less another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Difference of the rates, −1 to 1.
    pub difference: f64,
    /// Its 95 % t interval.
    pub interval: (f64, f64),
    /// Two-sided p value.
    pub p_value: f64,
    /// The same by Holm for all pairs of the table.
    pub holm: f64,
    /// How many pairs there are.
    pub pairs: usize,
}

impl Pair {
    /// Whether it may be said that the two differ, whoever looked at how many pairs.
    pub fn differs(&self) -> bool {
        self.holm <= NAMED_AT
    }
}

impl IndicatorResult {
    /// One district less another, by their places; none where one is hidden or there is no test.
    pub fn district_pair(&self, one: usize, other: usize) -> Option<Pair> {
        let figures: Vec<Option<Figure>> = self.districts.iter().map(|it| it.figure).collect();
        self.pair_of(&figures, &self.district_errors, (one, other))
    }

    /// One class of a table of this result less another, by their places; none where one is hidden or there is no test.
    pub fn group_pair(&self, table: &GroupTable, one: usize, other: usize) -> Option<Pair> {
        let figures: Vec<Option<Figure>> = table.classes.iter().map(|it| it.figure).collect();
        self.pair_of(&figures, &table.difference_errors, (one, other))
    }

    fn pair_of(
        &self,
        figures: &[Option<Figure>],
        errors: &[f64],
        (one, other): (usize, usize),
    ) -> Option<Pair> {
        let whole = usize::try_from(self.rate?.degrees_of_freedom).ok()?;
        let shown: Vec<(usize, Figure)> = (figures.iter().enumerate())
            .filter_map(|(place, figure)| Some((place, (*figure)?)))
            .collect();
        let pairs = shown.iter().enumerate().flat_map(|(first, one)| {
            let others = shown[first + 1..].iter();
            others.map(move |other| (*one, *other))
        });
        let contrasts: Vec<((usize, usize), Contrast)> = pairs
            .zip(errors)
            .map(|((one, other), error)| {
                let parts = [one.1, other.1].map(|figure| {
                    let known = usize::try_from(figure.degrees_of_freedom);
                    (figure.standard_error, known.unwrap_or(usize::MAX))
                });
                let contrast = Contrast {
                    value: one.1.value - other.1.value,
                    standard_error: *error,
                    degrees_of_freedom: satterthwaite(parts).min(whole),
                };
                ((one.0, other.0), contrast)
            })
            .filter(|(_, contrast)| !contrast.p_value().is_nan())
            .collect();
        let p_values: Vec<f64> = contrasts.iter().map(|(_, it)| it.p_value()).collect();
        let wanted = |(places, _): &((usize, usize), Contrast)| {
            *places == (one, other) || *places == (other, one)
        };
        let place = contrasts.iter().position(wanted)?;
        let ((first, _), contrast) = contrasts[place];
        let sign = if first == one { 1.0 } else { -1.0 };
        let (lower, upper) = contrast.interval(LEVEL);
        Some(Pair {
            difference: sign * contrast.value,
            interval: if sign > 0.0 {
                (lower, upper)
            } else {
                (-upper, -lower)
            },
            p_value: p_values[place],
            holm: holm(&p_values)[place],
            pairs: contrasts.len(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compute::compute;
    use crate::example;
    use crate::release::Results;
    use chrono::DateTime;

    fn result() -> IndicatorResult {
        let release = compute(&example::inputs(400), DateTime::UNIX_EPOCH).unwrap();
        match release.results {
            Results::Probability { indicators, .. } => indicators[0].clone(),
            Results::Open { .. } => panic!("the example has a sample"),
        }
    }

    #[test]
    fn the_other_way_round_a_difference_has_the_other_sign() {
        let mut result = result();
        result.districts[0].figure.as_mut().unwrap().value = 0.7;
        let (there, back) = (result.district_pair(0, 1), result.district_pair(1, 0));
        let (there, back) = (there.unwrap(), back.unwrap());
        assert!((there.difference + back.difference).abs() < 1e-15 && there.difference > 0.0);
        assert!((there.interval.0 + back.interval.1).abs() < 1e-15);
        assert!((there.p_value - back.p_value).abs() < 1e-15);
        assert_eq!(there.pairs, 1);
    }

    #[test]
    fn a_hidden_district_is_compared_with_none() {
        let mut result = result();
        result.districts[1].figure = None;
        result.district_errors.clear();
        assert_eq!(result.district_pair(0, 1), None);
        assert_eq!(result.district_pair(0, 0), None);
        assert_eq!(result.district_pair(0, 9), None);
    }

    #[test]
    fn of_many_pairs_each_must_be_clearer() {
        let mut result = result();
        let figure = result.districts[0].figure;
        let third = result.districts[0].clone();
        result.districts.push(third);
        result.districts[1].figure = figure.map(|figure| Figure {
            value: figure.value - 0.2,
            ..figure
        });
        result.rate.as_mut().unwrap().degrees_of_freedom = 100;
        for district in &mut result.districts {
            district.figure.as_mut().unwrap().degrees_of_freedom = 50;
        }
        result.district_errors = vec![0.08, 0.08, 0.08];
        let pair = result.district_pair(0, 1).unwrap();
        assert_eq!(pair.pairs, 3);
        assert!(pair.p_value < 0.05 && (pair.holm - 3.0 * pair.p_value).abs() < 1e-12);
        result.district_errors = vec![0.03, 0.03, 0.03];
        assert!(result.district_pair(0, 1).unwrap().differs());
        assert!(!result.district_pair(0, 2).unwrap().differs());
    }

    #[test]
    fn a_district_of_few_psus_is_told_apart_by_their_degrees_of_freedom() {
        let mut result = result();
        result.rate.as_mut().unwrap().degrees_of_freedom = 100;
        result.district_errors = vec![0.05];
        for (place, (error, known)) in [(0.05, 2), (0.001, 90)].into_iter().enumerate() {
            let figure = result.districts[place].figure.as_mut().unwrap();
            figure.standard_error = error;
            figure.degrees_of_freedom = known;
        }
        result.districts[0].figure.as_mut().unwrap().value = 0.7;
        result.districts[1].figure.as_mut().unwrap().value = 0.55;
        // t = 3 with two degrees of freedom, where the city's hundred would give 0.003.
        let pair = result.district_pair(0, 1).unwrap();
        assert!((pair.p_value - 0.095_466).abs() < 1e-6, "{}", pair.p_value);
    }
}
