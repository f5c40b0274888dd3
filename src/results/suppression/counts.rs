//! The counts of an open link: cells of one question, and the lists of choices it was answered from.

use super::{FEWEST_SHOWN, suffice};

/// The fewest persons behind a published count.
pub(crate) const FEWEST_COUNTED: u64 = 10;

/// For each count of a table, whether it may be shown: none from one to nine. The smallest others are hidden with them,
/// until those hidden could be any of at least thirty persons: of all of them where the counts add up to a shown total
/// (`add_up`), of the largest where one person may be in several. Nobody is in an empty cell, which is shown.
pub(crate) fn counted(counts: &[u64], add_up: bool) -> Vec<bool> {
    let small = |count: &u64| (1..FEWEST_COUNTED).contains(count);
    let mut shown: Vec<bool> = counts.iter().map(|count| !small(count)).collect();
    loop {
        let hidden = (0..counts.len()).filter(|&cell| !shown[cell]);
        let hidden: Vec<u64> = hidden.map(|cell| counts[cell]).collect();
        let persons: u64 = if add_up {
            hidden.iter().sum()
        } else {
            hidden.iter().copied().max().unwrap_or(0)
        };
        let enough = hidden.is_empty() || (hidden.len() > 1 && persons >= FEWEST_SHOWN);
        let smallest = (0..counts.len())
            .filter(|&cell| shown[cell] && counts[cell] > 0)
            .min_by_key(|&cell| counts[cell]);
        match smallest {
            Some(cell) if !enough => shown[cell] = false,
            _ => return shown,
        }
    }
}

/// A list of choices that a question was answered from.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct List {
    /// Persons who chose anything.
    pub answered: u64,
    /// Persons it was shown to.
    pub asked: u64,
}

/// For each list of choices of a question, whether its table may be shown. How many were asked the question follows from
/// the other tables, hence how many saw the hidden lists: at least thirty persons must have, too.
pub(crate) fn lists_shown(lists: &[List]) -> Vec<bool> {
    let mut shown: Vec<bool> = lists.iter().map(|list| suffice(list.answered)).collect();
    loop {
        let hidden = (0..lists.len()).filter(|&list| !shown[list]);
        let asked: u64 = hidden.map(|list| lists[list].asked).sum();
        let smallest = (0..lists.len())
            .filter(|&list| shown[list])
            .min_by_key(|&list| lists[list].asked);
        match smallest {
            Some(list) if asked > 0 && !suffice(asked) => shown[list] = false,
            _ => return shown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_count_is_hidden_among_others_of_thirty_persons() {
        let counted = |counts: &[u64]| counted(counts, true);
        assert_eq!(counted(&[60, 40, 12]), [true, true, true]);
        assert_eq!(counted(&[60, 40, 9]), [true, false, false]);
        assert_eq!(
            counted(&[60, 40, 12, 1, 2]),
            [true, false, false, false, false]
        );
        assert_eq!(counted(&[60, 40, 21, 9]), [true, true, false, false]);
        assert_eq!(counted(&[60, 0]), [true, true]);
        assert_eq!(counted(&[60, 0, 9]), [false, true, false]);
    }

    #[test]
    fn where_one_person_may_be_in_several_the_largest_hidden_count_is_of_thirty() {
        assert_eq!(counted(&[60, 3, 0], false), [false, false, true]);
        assert_eq!(
            counted(&[60, 30, 20, 3], false),
            [true, false, false, false]
        );
    }

    #[test]
    fn a_list_that_a_few_saw_takes_another_with_it() {
        let list = |answered, asked| List { answered, asked };
        assert_eq!(lists_shown(&[list(30, 31), list(40, 40)]), [true, true]);
        assert_eq!(lists_shown(&[list(77, 80), list(20, 23)]), [false, false]);
        assert_eq!(lists_shown(&[list(77, 80), list(20, 30)]), [true, false]);
        assert_eq!(lists_shown(&[list(77, 80), list(0, 0)]), [true, false]);
    }
}
