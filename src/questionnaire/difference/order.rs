//! Which of the things that two lists share stand at another place.

/// The members of `after` that moved: as few as possible, the others keeping their order.
/// Each with its place among the shared members before and after, counted from 1.
pub(super) fn moved<T: PartialEq + Copy>(before: &[T], after: &[T]) -> Vec<(T, usize, usize)> {
    let shared_before: Vec<T> = before
        .iter()
        .copied()
        .filter(|id| after.contains(id))
        .collect();
    let shared_after: Vec<T> = after
        .iter()
        .copied()
        .filter(|id| before.contains(id))
        .collect();
    let old: Vec<usize> = shared_after
        .iter()
        .filter_map(|id| shared_before.iter().position(|other| other == id))
        .collect();
    let stay = longest_rising(&old);
    old.iter()
        .enumerate()
        .filter(|(now, _)| !stay.contains(now))
        .map(|(now, old)| (shared_after[now], old + 1, now + 1))
        .collect()
}

/// The places of a longest rising run of numbers, not necessarily next to one another.
fn longest_rising(numbers: &[usize]) -> Vec<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let before = (0..at)
            .filter(|before| numbers[*before] < *number)
            .max_by_key(|before| best[*before].0);
        best.push((before.map_or(1, |before| best[before].0 + 1), before));
    }
    let mut next = (0..best.len()).max_by_key(|at| best[*at].0);
    let mut run = Vec::new();
    while let Some(at) = next {
        run.push(at);
        next = best[at].1;
    }
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moved_is_as_little_as_possible() {
        assert_eq!(
            moved(&["a", "b", "c", "d"], &["d", "a", "x", "b", "c"]),
            [("d", 4, 1)]
        );
        assert_eq!(moved(&["a", "b", "c"], &["a", "c"]), []);
        assert_eq!(moved(&[], &["a"]), []);
    }
}
