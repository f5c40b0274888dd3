//! Which cells of a published table are hidden.
//!
//! A figure of fewer than thirty persons is not shown (DOMAIN 6.10), be it of the city or of a district, the
//! headline or another way to count; what is not shown gets no verdict either. A single hidden cell beside a shown total
//! could be worked out from the others, so the smallest shown cell is hidden with it. Of a table of counts, no
//! cell of one to nine persons is shown. How many skipped a question is no cell: it is what is left of a total that is
//! shown, and tells nothing of what anybody thinks.

/// The fewest persons a published cell stands for.
pub(crate) const FEWEST_SHOWN: u64 = 30;

/// Whether a figure may be shown that stands for so many persons.
pub(crate) fn suffice(persons: u64) -> bool {
    persons >= FEWEST_SHOWN
}

/// For each cell of a row with a shown total, whether it may be shown; given persons per cell.
pub(crate) fn shown(persons: &[u64]) -> Vec<bool> {
    let mut shown: Vec<bool> = persons.iter().map(|&n| suffice(n)).collect();
    let hidden = shown.iter().filter(|shown| !**shown).count();
    if hidden == 1 {
        let smallest = (0..persons.len())
            .filter(|&cell| shown[cell])
            .min_by_key(|&cell| persons[cell]);
        if let Some(cell) = smallest {
            shown[cell] = false;
        }
    }
    shown
}

/// The fewest persons behind a published count.
pub(crate) const FEWEST_COUNTED: u64 = 10;

/// For each count of a table, whether it may be shown: none from one to nine. Where the counts add up to a shown
/// total (`add_up`) the smallest others are hidden with them, until those hidden could be anybody of at least ten.
pub(crate) fn counted(counts: &[u64], add_up: bool) -> Vec<bool> {
    let small = |count: &u64| (1..FEWEST_COUNTED).contains(count);
    let mut shown: Vec<bool> = counts.iter().map(|count| !small(count)).collect();
    loop {
        let hidden = || (0..counts.len()).filter(|&cell| !shown[cell]);
        let persons: u64 = hidden().map(|cell| counts[cell]).sum();
        let enough = hidden().count() > 1 && persons >= FEWEST_COUNTED;
        let smallest = (0..counts.len())
            .filter(|&cell| shown[cell] && counts[cell] > 0)
            .min_by_key(|&cell| counts[cell]);
        match smallest {
            Some(cell) if add_up && persons > 0 && !enough => shown[cell] = false,
            _ => return shown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_is_shown_and_twenty_nine_is_not() {
        assert_eq!(shown(&[30, 29, 12, 400]), [true, false, false, true]);
    }

    #[test]
    fn a_single_hidden_cell_takes_the_smallest_other_with_it() {
        assert_eq!(shown(&[300, 29, 120, 400]), [true, false, false, true]);
    }

    #[test]
    fn where_all_are_large_all_are_shown() {
        assert_eq!(shown(&[30, 31]), [true, true]);
    }

    #[test]
    fn a_small_count_is_hidden_among_others() {
        let counted = |counts: &[u64]| counted(counts, true);
        assert_eq!(counted(&[60, 40, 12]), [true, true, true]);
        assert_eq!(counted(&[60, 40, 9]), [true, false, false]);
        assert_eq!(
            counted(&[60, 40, 12, 1, 2]),
            [true, true, false, false, false]
        );
        assert_eq!(counted(&[60, 40, 6, 7]), [true, true, false, false]);
        assert_eq!(counted(&[60, 0]), [true, true]);
    }

    #[test]
    fn where_counts_do_not_add_up_only_small_ones_are_hidden() {
        assert_eq!(counted(&[60, 3, 0], false), [true, false, true]);
    }

    #[test]
    fn a_table_of_one_small_cell_hides_it() {
        assert_eq!(shown(&[3]), [false]);
    }
}
