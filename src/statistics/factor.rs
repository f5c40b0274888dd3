//! A categorical column: one small code per row, one label per level.
//!
//! Strata, sampling units, margins and domains are all such columns. Levels are sorted, so that neither the order of the
//! rows nor of two files changes any result; two files are stacked, and columns crossed, by label.
//!
//! Not to be used for numbers: every value would be a level.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

/// A categorical column such as the stratum, the PSU, a margin of control totals or a domain
/// variable. A clone shares its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    codes: Arc<Vec<u32>>,
    levels: Arc<Vec<String>>,
}

/// Why codes and labels do not make a factor.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FactorError {
    /// A code points past the end of the labels.
    #[error("row {row} has code {code}, but there are only {levels} levels")]
    UnknownCode {
        /// Row, counted from zero.
        row: usize,
        /// The code found there.
        code: u32,
        /// Number of labels given.
        levels: usize,
    },
}

impl Factor {
    /// A factor from codes into a list of labels. Levels without rows are allowed.
    pub fn new(codes: Vec<u32>, levels: Vec<String>) -> Result<Self, FactorError> {
        let count = levels.len();
        match codes.iter().position(|&code| code as usize >= count) {
            Some(row) => Err(FactorError::UnknownCode {
                row,
                code: codes[row],
                levels: count,
            }),
            None => Ok(Self::known(codes, levels)),
        }
    }

    /// A factor from the label of every row; levels are sorted by label, so that nothing depends
    /// on the order of the rows.
    pub fn from_labels<S: AsRef<str>>(labels: impl IntoIterator<Item = S>) -> Self {
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut codes = Vec::new();
        let mut levels: Vec<String> = Vec::new();
        for label in labels {
            let label = label.as_ref();
            let code = if let Some(&code) = known.get(label) {
                code
            } else {
                let code = level_code(levels.len());
                known.insert(label.to_owned(), code);
                levels.push(label.to_owned());
                code
            };
            codes.push(code);
        }
        Self::sorted_from(codes, levels, str::cmp)
    }

    /// A factor whose codes are known to point into the labels.
    fn known(codes: Vec<u32>, levels: Vec<String>) -> Self {
        Self {
            codes: Arc::new(codes),
            levels: Arc::new(levels),
        }
    }

    /// A factor from codes in any order of levels; levels become sorted.
    pub(super) fn sorted_from(
        mut codes: Vec<u32>,
        mut levels: Vec<String>,
        compare: impl Fn(&str, &str) -> Ordering,
    ) -> Self {
        let mut order: Vec<usize> = (0..levels.len()).collect();
        order.sort_by(|&a, &b| compare(&levels[a], &levels[b]));
        let mut rank = vec![0; order.len()];
        for (position, &old) in order.iter().enumerate() {
            rank[old] = level_code(position);
        }
        for code in &mut codes {
            *code = rank[*code as usize];
        }
        let sorted = order
            .iter()
            .map(|&old| std::mem::take(&mut levels[old]))
            .collect();
        Self::known(codes, sorted)
    }

    /// A factor whose every row is a level of its own, labelled by its number from one.
    pub fn rows(rows: usize) -> Self {
        let levels = (1..=rows).map(|row| row.to_string()).collect();
        Self::known((0..rows).map(level_code).collect(), levels)
    }

    /// A factor with one level for all rows.
    pub(crate) fn constant(rows: usize, label: &str) -> Self {
        Self::known(vec![0; rows], vec![label.to_owned()])
    }

    /// The cross-classification of factors of equal length; only combinations that occur become
    /// levels, labelled by `crossed_label`, in the order of the factors' levels.
    pub fn crossed(factors: &[&Self]) -> Self {
        let (first, rest) = match factors {
            [] => return Self::constant(0, ""),
            [only] => return (*only).clone(),
            [first, rest @ ..] => (first, rest),
        };
        let mut crossed = Self {
            codes: Arc::clone(&first.codes),
            levels: Arc::new(first.levels.iter().map(|it| part(it).into()).collect()),
        };
        for other in rest {
            let (codes, pairs) = cross_codes(
                &crossed.codes,
                crossed.levels.len(),
                &other.codes,
                other.levels.len(),
            );
            let label = |&(a, b): &(u32, u32)| {
                let other = part(&other.levels[b as usize]);
                format!("{}:{other}", crossed.levels[a as usize])
            };
            let levels = pairs.iter().map(label).collect();
            crossed = Self::known(codes, levels);
        }
        crossed
    }

    /// The same levels, but every combination with a label of another factor is a level of its own; where that label is
    /// empty, levels stay as they are.
    pub(super) fn split_by(&self, by: &Self) -> Self {
        let (codes, pairs) =
            cross_codes(&self.codes, self.levels.len(), &by.codes, by.levels.len());
        let label = |&(own, other): &(u32, u32)| {
            let own = &self.levels[own as usize];
            match by.levels[other as usize].as_str() {
                "" => own.clone(),
                other => crossed_label(&[own, other]),
            }
        };
        Self::known(codes, pairs.iter().map(label).collect())
    }

    /// The rows of several files one after the other; equal labels become one level.
    pub fn stacked(files: &[&Self]) -> Self {
        let labels = files.iter().flat_map(|file| {
            file.codes
                .iter()
                .map(|&code| file.levels[code as usize].as_str())
        });
        Self::from_labels(labels)
    }

    /// The code of every row.
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// The labels, by code.
    pub fn levels(&self) -> &[String] {
        &self.levels
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The code of a label.
    pub fn code_of(&self, label: &str) -> Option<u32> {
        self.levels
            .iter()
            .position(|level| level == label)
            .map(level_code)
    }
}

/// The label of a combination, `a:b`. A colon within a label is written `\:`, and a backslash `\\`, so that different
/// combinations have different labels; a single label stays as it is.
pub(super) fn crossed_label(labels: &[&str]) -> String {
    match labels {
        [only] => (*only).to_owned(),
        several => {
            let parts: Vec<_> = several.iter().map(|label| part(label)).collect();
            parts.join(":")
        }
    }
}

/// A label as part of that of a combination.
fn part(label: &str) -> Cow<'_, str> {
    if label.contains([':', '\\']) {
        label.replace('\\', r"\\").replace(':', r"\:").into()
    } else {
        label.into()
    }
}

pub(super) fn level_code(index: usize) -> u32 {
    u32::try_from(index).expect("a survey has fewer than four thousand million levels")
}

/// Codes of the combinations of two code columns that occur, in the order of the pairs.
pub(super) fn cross_codes(
    a: &[u32],
    a_levels: usize,
    b: &[u32],
    b_levels: usize,
) -> (Vec<u32>, Vec<(u32, u32)>) {
    /// Up to this many combinations a table beats hashing.
    const TABLE_LIMIT: usize = 1 << 24;
    if a_levels.saturating_mul(b_levels) <= TABLE_LIMIT {
        cross_by_table(a, a_levels, b, b_levels)
    } else {
        cross_by_hashing(a, b)
    }
}

fn cross_by_table(
    a: &[u32],
    a_levels: usize,
    b: &[u32],
    b_levels: usize,
) -> (Vec<u32>, Vec<(u32, u32)>) {
    const ABSENT: u32 = u32::MAX;
    let mut table = vec![ABSENT; a_levels * b_levels];
    for (&x, &y) in a.iter().zip(b) {
        table[x as usize * b_levels + y as usize] = 0;
    }
    let mut pairs = Vec::new();
    for (slot, code) in table.iter_mut().enumerate() {
        if *code != ABSENT {
            *code = level_code(pairs.len());
            pairs.push((level_code(slot / b_levels), level_code(slot % b_levels)));
        }
    }
    let codes = a
        .iter()
        .zip(b)
        .map(|(&x, &y)| table[x as usize * b_levels + y as usize])
        .collect();
    (codes, pairs)
}

fn cross_by_hashing(a: &[u32], b: &[u32]) -> (Vec<u32>, Vec<(u32, u32)>) {
    let mut pairs: Vec<(u32, u32)> = a.iter().copied().zip(b.iter().copied()).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let known: HashMap<(u32, u32), u32> = pairs
        .iter()
        .enumerate()
        .map(|(index, &pair)| (pair, level_code(index)))
        .collect();
    let codes = a.iter().zip(b).map(|(&x, &y)| known[&(x, y)]).collect();
    (codes, pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_sorted_whatever_the_order_of_the_rows() {
        let factor = Factor::from_labels(["b", "a", "c", "a"]);
        assert_eq!(factor.levels(), ["a", "b", "c"]);
        assert_eq!(factor.codes(), [1, 0, 2, 0]);
    }

    #[test]
    fn crossing_keeps_only_combinations_that_occur() {
        let sex = Factor::from_labels(["F", "M", "F"]);
        let age = Factor::from_labels(["old", "young", "young"]);
        let both = Factor::crossed(&[&sex, &age]);
        assert_eq!(both.levels(), ["F:old", "F:young", "M:young"]);
        assert_eq!(both.codes(), [0, 2, 1]);
        let (hashed, pairs) = cross_by_hashing(sex.codes(), age.codes());
        assert_eq!((hashed.as_slice(), pairs.len()), (both.codes(), 3));
    }

    #[test]
    fn labels_of_different_combinations_differ() {
        let a = Factor::from_labels(["x:y", "x", r"x\", r"x\:y"]);
        let b = Factor::from_labels(["z", "y:z", "y:z", "z"]);
        let both = Factor::crossed(&[&a, &b]);
        let labels: std::collections::BTreeSet<&String> = both.levels().iter().collect();
        assert_eq!(labels.len(), 4, "{:?}", both.levels());
        for row in 0..4 {
            let of = |factor: &Factor| factor.levels()[factor.codes()[row] as usize].clone();
            assert_eq!(of(&both), crossed_label(&[&of(&a), &of(&b)]));
        }
        assert_eq!(crossed_label(&["urban:60+"]), "urban:60+");
    }

    #[test]
    fn a_code_without_label_is_refused() {
        assert_eq!(
            Factor::new(vec![0, 2], vec!["x".into(), "y".into()]),
            Err(FactorError::UnknownCode {
                row: 1,
                code: 2,
                levels: 2
            })
        );
    }
}
