//! Which cells of a published table are hidden.
//!
//! A figure of fewer than thirty persons is not shown (DOMAIN 6.10), be it of the city or of a district, the
//! headline or another way to count; what is not shown gets no verdict either. A single hidden cell beside a shown total
//! could be worked out from the others, so the smallest shown cell is hidden with it.

/// The fewest persons a published cell stands for.
pub const FEWEST_SHOWN: u64 = 30;

/// Whether a figure may be shown that stands for so many persons.
pub fn suffice(persons: u64) -> bool {
    persons >= FEWEST_SHOWN
}

/// For each cell of a row with a shown total, whether it may be shown; given persons per cell.
pub fn shown(persons: &[u64]) -> Vec<bool> {
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
    fn a_table_of_one_small_cell_hides_it() {
        assert_eq!(shown(&[3]), [false]);
    }
}
