//! The districts of a city, indicator by indicator.

use super::{FEWEST_SHOWN, KNOWN_WITHIN};
use crate::count::real_count;

/// A district under one indicator: a part of the city's figure, which is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Row {
    /// Persons who count.
    pub persons: u64,
    /// Their weighted rate, 0 to 1.
    pub rate: f64,
    /// The sum of their weights: nearly the population, which the census tells everybody.
    pub weight: f64,
    /// Whether the figure could be shown if it stood alone.
    pub presentable: bool,
}

impl Row {
    fn satisfied(&self) -> f64 {
        self.rate * real_count(self.persons)
    }
}

/// For each district of each indicator, whether its figure may be shown. The districts stand in the same order
/// in all; an indicator whose city figure is hidden has none.
pub(crate) fn shown(indicators: &[Vec<Row>]) -> Vec<Vec<bool>> {
    let mut shown: Vec<Vec<bool>> = (indicators.iter())
        .map(|rows| rows.iter().map(|row| row.presentable).collect())
        .collect();
    loop {
        for (rows, shown) in indicators.iter().zip(&mut shown) {
            hide_with_others(rows, shown);
        }
        let alike = told_elsewhere(indicators, &shown);
        if alike.is_empty() {
            return shown;
        }
        for (indicator, row) in alike {
            shown[indicator][row] = false;
        }
    }
}

/// Hides the smallest of those shown until what is left of the city tells nothing of a single district.
fn hide_with_others(rows: &[Row], shown: &mut [bool]) {
    while !safe(rows, shown) {
        let smallest = (0..rows.len())
            .filter(|&row| shown[row])
            .min_by_key(|&row| rows[row].persons);
        match smallest {
            Some(row) => shown[row] = false,
            None => return,
        }
    }
}

/// Where else a hidden district must be hidden, since nearly the same number of persons answered there, and who knows how
/// many it stands for there knows it here. That must not be known of any that could not be shown by itself, nor of so
/// many of the others that those left stand for too few.
fn told_elsewhere(indicators: &[Vec<Row>], shown: &[Vec<bool>]) -> Vec<(usize, usize)> {
    for (rows, here) in indicators.iter().zip(shown) {
        let hidden = (0..rows.len()).filter(|&row| !here[row] && rows[row].persons > 0);
        let told = hidden.map(|row| (row, places(indicators, shown, row, rows[row].persons)));
        let (told, open): (Vec<_>, Vec<_>) = told.partition(|(_, places)| !places.is_empty());
        let few = told.iter().find(|(row, _)| !rows[*row].presentable);
        if let Some((_, places)) = few {
            return places.clone();
        }
        let left: u64 = open.iter().map(|(row, _)| rows[*row].persons).sum();
        if open.len() < 2 || left < FEWEST_SHOWN {
            let smallest = told.into_iter().min_by_key(|(row, _)| rows[*row].persons);
            if let Some((_, places)) = smallest {
                return places;
            }
        }
    }
    Vec::new()
}

/// The indicators under which a district is shown with nearly so many persons.
fn places(
    indicators: &[Vec<Row>],
    shown: &[Vec<bool>],
    row: usize,
    persons: u64,
) -> Vec<(usize, usize)> {
    let alike = |indicator: &usize| {
        let there = indicators[*indicator].get(row);
        let alike = there.is_some_and(|there| there.persons.abs_diff(persons) < KNOWN_WITHIN);
        alike && shown[*indicator][row]
    };
    let found = (0..indicators.len()).filter(alike);
    found.map(|indicator| (indicator, row)).collect()
}

/// Whether the city less the districts shown tells nothing of a single hidden one. A district where nobody answered has
/// nothing to hide, and hides nobody. One that is hidden for the sake of others could be shown: of it no more is hidden than
/// how its persons answered.
fn safe(rows: &[Row], shown: &[bool]) -> bool {
    let hidden: Vec<&Row> = (rows.iter().zip(shown))
        .filter(|(row, shown)| !**shown && row.persons > 0)
        .map(|(row, _)| row)
        .collect();
    if hidden.is_empty() {
        return true;
    }
    let persons: u64 = hidden.iter().map(|row| row.persons).sum();
    let satisfied: f64 = hidden.iter().map(|row| row.satisfied()).sum();
    let others = real_count(persons) - satisfied;
    hidden.len() > 1
        && persons >= FEWEST_SHOWN
        && satisfied.min(others) >= real_count(KNOWN_WITHIN)
        && hidden
            .iter()
            .all(|row| row.presentable || rate_is_open(row, &hidden))
}

/// Whether the weighted total of all hidden districts leaves the rate of one of them open by ten persons of thirty.
fn rate_is_open(row: &Row, hidden: &[&Row]) -> bool {
    let weight: f64 = hidden.iter().map(|row| row.weight).sum();
    let satisfied: f64 = hidden.iter().map(|row| row.rate * row.weight).sum();
    let most = satisfied.min(row.weight);
    let least = (satisfied - (weight - row.weight)).max(0.0);
    (most - least) * real_count(FEWEST_SHOWN) >= row.weight * real_count(KNOWN_WITHIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Districts of so many persons each, half of them satisfied, that stand for a hundred adults a person.
    fn rows(persons: &[u64]) -> Vec<Row> {
        let row = |&persons: &u64| Row {
            persons,
            rate: 0.5,
            weight: real_count(persons) * 100.0,
            presentable: persons >= FEWEST_SHOWN,
        };
        persons.iter().map(row).collect()
    }

    fn of(persons: &[u64]) -> Vec<bool> {
        shown(&[rows(persons)]).remove(0)
    }

    #[test]
    fn where_all_are_large_all_are_shown() {
        assert_eq!(of(&[30, 31]), [true, true]);
    }

    #[test]
    fn a_single_hidden_district_takes_the_smallest_other_with_it() {
        assert_eq!(of(&[300, 29, 120, 400]), [true, false, false, true]);
    }

    #[test]
    fn two_hidden_districts_of_two_persons_each_take_a_third_with_them() {
        assert_eq!(of(&[300, 2, 120, 2]), [true, false, false, false]);
    }

    #[test]
    fn two_hidden_districts_of_thirty_persons_suffice() {
        assert_eq!(of(&[300, 20, 120, 20]), [true, false, true, false]);
    }

    #[test]
    fn a_district_where_nobody_answered_takes_no_other_with_it_and_hides_none() {
        assert_eq!(of(&[300, 0, 120]), [true, false, true]);
        assert_eq!(of(&[300, 0, 120, 29]), [true, false, false, false]);
    }

    #[test]
    fn where_nearly_all_hidden_persons_think_the_same_more_are_hidden() {
        let mut table = rows(&[300, 20, 120, 20, 80]);
        table[1].rate = 0.9;
        table[3].rate = 0.9;
        assert_eq!(
            shown(&[table]),
            [[true, false, true, false, false].to_vec()]
        );
    }

    #[test]
    fn a_large_population_is_not_hidden_behind_a_small_one() {
        let mut table = rows(&[300, 25, 40, 200]);
        table[1].weight = 50_000.0;
        table[2].weight = 1_000.0;
        assert_eq!(shown(&[table]), [[true, false, false, false].to_vec()]);
    }

    #[test]
    fn a_district_of_a_few_is_hidden_under_every_indicator_that_nearly_the_same_persons_answered() {
        let shown = shown(&[
            rows(&[300, 29, 120, 400]),
            rows(&[305, 31, 119, 400]),
            rows(&[900, 91, 350, 990]),
        ]);
        assert_eq!(shown[0], [true, false, false, true]);
        assert_eq!(shown[1], [true, false, false, true]);
        assert_eq!(shown[2], [true; 4]);
    }

    #[test]
    fn what_hides_a_district_is_not_told_by_another_indicator() {
        // Of those beside the second district, the third is the smallest here and the fourth there.
        let shown = shown(&[rows(&[300, 20, 120, 121]), rows(&[300, 20, 122, 119])]);
        assert_eq!(shown[0], [true, false, false, true]);
        assert_eq!(shown[1], [true, false, false, false]);
    }
}
