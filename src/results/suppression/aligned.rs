//! Two tables of the same persons of which a cell of one is, but for a few persons, cells of the other.
//!
//! A class of respondents who are just those of a hidden district tells its rate, whatever is hidden with the district in its own
//! table; so does a class of all who came by paper, where paper was used in two of three hidden districts only. So where anything is
//! hidden in either of two tables, the later one is not shown if some of its classes together are, but for fewer persons than may be
//! told of, cells of the earlier one (`a_class_that_is_a_hidden_district_is_not_shown`).

use super::FEWEST_SHOWN;

/// With more classes not every union of them is looked at, and the table counts as one that tells.
const MOST_CLASSES: usize = 16;

/// A table of the persons of one indicator.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sorted {
    /// The cell of every person.
    pub(crate) cells: Vec<usize>,
    /// Whether a cell that has persons is hidden.
    pub(crate) hides: bool,
}

impl Sorted {
    /// Whether this table beside an earlier one tells what either hides.
    pub(crate) fn tells_with(&self, earlier: &Self) -> bool {
        (self.hides || earlier.hides) && self.is_aligned_with(earlier)
    }

    /// Whether some of its cells together, neither none nor all, are cells of the other, neither none nor all.
    fn is_aligned_with(&self, other: &Self) -> bool {
        let (classes, places) = (size(&self.cells), size(&other.cells));
        let mut counts = vec![vec![0_u64; places]; classes];
        for (class, place) in self.cells.iter().zip(&other.cells) {
            counts[*class][*place] += 1;
        }
        counts.retain(|class| class.iter().sum::<u64>() > 0);
        let whole: Vec<u64> = (0..places)
            .map(|place| counts.iter().map(|class| class[place]).sum())
            .collect();
        let there = whole.iter().filter(|persons| **persons > 0).count();
        if counts.len() > MOST_CLASSES {
            return true;
        }
        // Some classes are as good as the others together: the last is never among them.
        let unions = 1..1_u32 << counts.len().saturating_sub(1);
        unions.into_iter().any(|union| {
            let classes = counts.iter().enumerate();
            let among = classes.filter(|(class, _)| union >> class & 1 == 1);
            let mut together = vec![0; places];
            for (_, class) in among {
                for (sum, persons) in together.iter_mut().zip(class) {
                    *sum += persons;
                }
            }
            let (mut astray, mut mostly) = (0, 0);
            for (persons, whole) in together.iter().zip(&whole) {
                astray += persons.min(&(whole - persons));
                mostly += usize::from(2 * persons > *whole);
            }
            astray < FEWEST_SHOWN && mostly > 0 && mostly < there
        })
    }
}

fn size(cells: &[usize]) -> usize {
    cells.iter().max().map_or(0, |last| last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Persons by class and district: each number is how many are of this class in this district.
    fn tables<const D: usize>(counts: &[[usize; D]], hides: (bool, bool)) -> (Sorted, Sorted) {
        let (mut classes, mut districts) = (Vec::new(), Vec::new());
        for (class, by_district) in counts.iter().enumerate() {
            for (district, persons) in by_district.iter().enumerate() {
                classes.extend(vec![class; *persons]);
                districts.extend(vec![district; *persons]);
            }
        }
        let sorted = |cells, hides| Sorted { cells, hides };
        (sorted(classes, hides.0), sorted(districts, hides.1))
    }

    fn tells<const D: usize>(counts: &[[usize; D]], hides: (bool, bool)) -> bool {
        let (classes, districts) = tables(counts, hides);
        classes.tells_with(&districts)
    }

    #[test]
    fn a_class_that_is_a_hidden_district_is_not_shown() {
        let rural_is_the_last = [[200, 150, 3], [5, 10, 60]];
        assert!(tells(&rural_is_the_last, (false, true)));
        assert!(tells(&rural_is_the_last, (true, false)));
        assert!(
            !tells(&rural_is_the_last, (false, false)),
            "nothing is hidden"
        );
    }

    #[test]
    fn classes_that_together_are_two_districts_are_not_shown() {
        let counts = [[40, 50, 0, 0], [30, 20, 0, 4], [1, 0, 80, 90]];
        assert!(tells(&counts, (false, true)));
        let counts = [
            [40, 0, 50, 0],
            [30, 0, 20, 4],
            [1, 80, 0, 90],
            [0, 60, 5, 60],
        ];
        assert!(tells(&counts, (false, true)));
    }

    #[test]
    fn a_class_spread_over_the_city_is_shown_beside_a_hidden_district() {
        assert!(!tells(&[[100, 90, 40], [110, 80, 35]], (false, true)));
        // Thirty persons who are elsewhere suffice.
        assert!(!tells(&[[200, 150, 0], [15, 15, 60]], (false, true)));
        assert!(tells(&[[200, 150, 0], [15, 14, 60]], (false, true)));
    }

    #[test]
    fn a_class_without_persons_and_a_table_of_one_class_tell_nothing() {
        assert!(!tells(&[[100, 90], [0, 0]], (true, true)));
        assert!(!tells::<2>(&[], (true, true)));
    }
}
