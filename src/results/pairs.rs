//! The difference of two parts of a table that a reader chooses, from what a release holds.
//!
//! # Design
//!
//! A release is frozen, and nobody's answers are read again for a reader's question. It holds the standard error of the difference
//! of every two parts that are shown, districts, classes or waves, and with their rates and degrees of freedom that is all that a
//! difference needs. So nothing can be asked that suppression forbids. That of two waves takes in the PSUs that both share. A test of two
//! districts or classes has the degrees of freedom of both by Welch and Satterthwaite, at most the city's.
//!
//! Whoever looks at all pairs finds some that differ by chance: the p value is also adjusted by Holm for all pairs of the
//! table.

use super::estimates::LEVEL;
use super::release::{Figure, GroupTable, IndicatorResult, WaveError};
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

    /// The other less the one.
    #[must_use]
    pub fn turned(self) -> Self {
        let (lower, upper) = self.interval;
        Self {
            difference: -self.difference,
            interval: (-upper, -lower),
            ..self
        }
    }
}

impl IndicatorResult {
    /// One district less another, by their places; none where one is hidden or there is no test.
    pub fn district_pair(&self, one: usize, other: usize) -> Option<Pair> {
        let figures: Vec<Option<Figure>> = self.districts.iter().map(|it| it.figure).collect();
        let tested = self.tested(&figures, &self.district_errors)?;
        pair_of(&tested, (one, other))
    }

    /// One class of a table of this result less another, by their places; none where one is hidden or there is no test.
    pub fn group_pair(&self, table: &GroupTable, one: usize, other: usize) -> Option<Pair> {
        let figures: Vec<Option<Figure>> = table.classes.iter().map(|it| it.figure).collect();
        let tested = self.tested(&figures, &table.difference_errors)?;
        pair_of(&tested, (one, other))
    }

    /// One wave of the history less another, by their places; none where they cannot be compared.
    pub fn wave_pair(&self, one: usize, other: usize) -> Option<Pair> {
        let pairs = pairs_of(self.history.len()).zip(&self.wave_errors);
        let tested = pairs.filter_map(|((one, other), error)| {
            let (error, values) = ((*error)?, [one, other].map(|it| self.history[it].1.value));
            let contrast = Contrast {
                value: values[0] - values[1],
                standard_error: error.standard_error,
                degrees_of_freedom: usize::try_from(error.degrees_of_freedom).ok()?,
            };
            Some(((one, other), contrast))
        });
        pair_of(&tested.collect::<Vec<_>>(), (one, other))
    }

    /// One district less all others together; the p value is adjusted for all districts.
    pub fn district_less_rest(&self, district: usize) -> Option<Pair> {
        let rest = self.districts.get(district)?.against_rest?;
        let compared = self.districts.iter().filter(|it| it.against_rest.is_some());
        Some(Pair {
            difference: rest.difference,
            interval: rest.interval,
            p_value: rest.p_value,
            holm: rest.holm,
            pairs: compared.count(),
        })
    }

    /// How exactly the difference of the waves of two years, the earlier first, is known; none where they cannot be compared.
    pub fn wave_error(&self, (one, other): (i32, i32)) -> Option<WaveError> {
        let place = |wanted: i32| self.history.iter().position(|(year, _)| *year == wanted);
        let places = (place(one)?, place(other)?);
        let found = pairs_of(self.history.len()).position(|pair| pair == places)?;
        self.wave_errors.get(found).copied().flatten()
    }

    /// The tests of every two of the figures that are shown.
    fn tested(&self, figures: &[Option<Figure>], errors: &[f64]) -> Option<Vec<Tested>> {
        let whole = usize::try_from(self.rate?.degrees_of_freedom).ok()?;
        let shown: Vec<(usize, Figure)> = (figures.iter().enumerate())
            .filter_map(|(place, figure)| Some((place, (*figure)?)))
            .collect();
        let tested = pairs_of(shown.len()).zip(errors);
        let tested = tested.map(|((one, other), error)| {
            let parts = [shown[one].1, shown[other].1];
            let known = parts.map(|figure| {
                let known = usize::try_from(figure.degrees_of_freedom);
                (figure.standard_error, known.unwrap_or(usize::MAX))
            });
            let contrast = Contrast {
                value: parts[0].value - parts[1].value,
                standard_error: *error,
                degrees_of_freedom: satterthwaite(known).min(whole),
            };
            ((shown[one].0, shown[other].0), contrast)
        });
        Some(
            tested
                .filter(|(_, contrast)| !contrast.p_value().is_nan())
                .collect(),
        )
    }
}

/// Two parts by their places, and the first less the second.
type Tested = ((usize, usize), Contrast);

/// Every two of so many: the first with the second, the third and so on, then the second with the third.
fn pairs_of(parts: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..parts).flat_map(move |one| (one + 1..parts).map(move |other| (one, other)))
}

/// One part less another, among all pairs that have a test.
fn pair_of(tested: &[Tested], (one, other): (usize, usize)) -> Option<Pair> {
    let p_values: Vec<f64> = tested.iter().map(|(_, it)| it.p_value()).collect();
    let wanted = |(places, _): &Tested| *places == (one, other) || *places == (other, one);
    let place = tested.iter().position(wanted)?;
    let ((first, _), contrast) = tested[place];
    let pair = Pair {
        difference: contrast.value,
        interval: contrast.interval(LEVEL),
        p_value: p_values[place],
        holm: holm(&p_values)[place],
        pairs: tested.len(),
    };
    Some(if first == one { pair } else { pair.turned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compute::{Inputs, compute};
    use crate::example;
    use crate::release::Results;
    use chrono::DateTime;
    use questionnaire::{Answer, QuestionId};

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

    /// Three waves, of which the rate of the first question rises by five points a year.
    fn three_waves() -> Inputs {
        let mut inputs = example::inputs(200);
        let question = QuestionId::new("Q1");
        for (year, dissatisfied) in [(2012, 20), (2013, 10)] {
            let mut earlier = example::inputs(200).wave;
            earlier.wave.slug = format!("residents-{year}");
            earlier.wave.year = year;
            let satisfied = Answer::Number(5);
            let responses = earlier.responses.iter_mut();
            let of = responses.filter(|it| it.answers.get(&question) == Some(&satisfied));
            for response in of.take(dissatisfied) {
                let answers = &mut response.answers.0;
                answers.insert(question.clone(), Answer::Number(1));
            }
            inputs.earlier.push(earlier);
        }
        inputs
    }

    fn first_of(inputs: &Inputs) -> IndicatorResult {
        let release = compute(inputs, DateTime::UNIX_EPOCH).unwrap();
        match release.results {
            Results::Probability { indicators, .. } => indicators[0].clone(),
            Results::Open { .. } => panic!("the example has a sample"),
        }
    }

    #[test]
    fn any_two_waves_are_compared_by_what_the_last_release_holds() {
        let result = first_of(&three_waves());
        assert_eq!(result.wave_errors.len(), 3);
        // As the wave before is compared with this one, so are all.
        let (change, pair) = (result.change.unwrap(), result.wave_pair(2, 1).unwrap());
        assert!((change.difference - pair.difference).abs() < 1e-9);
        assert!((change.interval.0 - pair.interval.0).abs() < 1e-9);
        assert!((change.p_value - pair.p_value).abs() < 1e-9);
        let earlier = result.wave_pair(1, 0).unwrap();
        assert!((earlier.difference - 0.05).abs() < 1e-9, "{earlier:?}");
        assert_eq!(earlier.pairs, 3);
        assert!(result.wave_error((2012, 2013)).is_some());
        assert_eq!(result.wave_error((2011, 2013)), None);
        assert_eq!(result.wave_pair(0, 7), None);
    }

    #[test]
    fn a_wave_that_asked_otherwise_is_compared_with_none() {
        let mut inputs = three_waves();
        inputs.earlier[1].questionnaire.questions[0].text = [("zh", "另问？")].into();
        let result = first_of(&inputs);
        let years: Vec<i32> = result.history.iter().map(|(year, _)| *year).collect();
        assert_eq!(years, [2012, 2014]);
        assert_eq!(result.wave_errors.len(), 1);
        assert!(result.wave_pair(0, 1).is_some());
    }

    #[test]
    fn a_district_is_set_against_the_rest_as_the_release_has_it() {
        let mut result = result();
        let rest = crate::release::AgainstRest {
            difference: 0.1,
            interval: (0.02, 0.18),
            p_value: 0.01,
            holm: 0.02,
            screened: 0.02,
        };
        result.districts[0].against_rest = Some(rest);
        result.districts[1].against_rest = None;
        let pair = result.district_less_rest(0).unwrap();
        assert_eq!((pair.difference, pair.holm, pair.pairs), (0.1, 0.02, 1));
        assert_eq!(result.district_less_rest(1), None);
        assert_eq!(result.district_less_rest(9), None);
    }
}
