//! Rows of persons made alike, until each stands among so many that share everything by which one might know it.
//!
//! # Design
//!
//! What is known of a person (the neighbourhood, sex, age, …) stands in columns whose values are in an order. A step
//! up the ladder of a column joins two neighbours at a time; at its top nothing is told. In each turn the column steps up
//! that leaves the fewest rows in classes that are too small, until a few rows are left: theirs are withheld, and all
//! others stay as fine as they are. The stratum is kept: estimates rest on it.

use std::collections::BTreeMap;

/// One row in so many may have its columns withheld before everybody's are made coarser.
const WITHHELD: usize = 50;

/// A column by which a person might be known.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub name: String,
    /// What the values are called, in their order.
    pub values: Vec<String>,
    /// Per row the place of its value; none where it was not told.
    pub cells: Vec<Option<usize>>,
}

impl Known {
    /// The level at which nothing is told.
    fn top(&self) -> u32 {
        let mut level = 0;
        while self.values.len().div_ceil(1 << level) > 1 {
            level += 1;
        }
        level + 1
    }

    /// The class of a row at a level.
    fn class(&self, row: usize, level: u32) -> Class {
        if level >= self.top() {
            return Class::Untold;
        }
        match self.cells[row] {
            Some(value) => Class::Group(value >> level),
            None => Class::Missing,
        }
    }

    /// What the class of a row is called: the first and the last of its values.
    pub(crate) fn label(&self, row: usize, level: u32) -> String {
        match self.class(row, level) {
            Class::Untold => UNTOLD.to_owned(),
            Class::Missing => String::new(),
            Class::Group(group) => {
                let first = group << level;
                let last = (first + (1 << level)).min(self.values.len()) - 1;
                if first == last {
                    self.values[first].clone()
                } else {
                    format!("{}–{}", self.values[first], self.values[last])
                }
            }
        }
    }
}

/// The cell of what is not told.
pub(crate) const UNTOLD: &str = "*";

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Untold,
    Missing,
    Group(usize),
}

/// What is told of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Told {
    /// Everything, at the levels of the columns.
    Columns,
    /// Its stratum alone.
    Stratum,
    /// Not even that.
    Answers,
    /// It is left out.
    Nothing,
}

/// How coarse rows were made.
#[derive(Debug)]
pub(crate) struct Coarsened {
    /// Per column its level.
    pub levels: Vec<u32>,
    /// Per row what is told of it.
    pub told: Vec<Told>,
}

/// Makes rows alike until each is one of at least `k`.
pub(crate) fn coarsen(strata: &[usize], columns: &[Known], k: usize) -> Coarsened {
    let mut levels = vec![0; columns.len()];
    let few = |levels: &[u32]| -> usize {
        let classes = classes(strata, columns, levels);
        let sizes = classes.values().map(Vec::len);
        sizes.filter(|size| *size < k).sum()
    };
    while few(&levels) * WITHHELD > strata.len() {
        let steps = (0..columns.len()).filter(|&column| levels[column] < columns[column].top());
        let stepped = steps.map(|column| {
            let mut levels = levels.clone();
            levels[column] += 1;
            levels
        });
        match stepped.min_by_key(|levels| few(levels)) {
            Some(stepped) => levels = stepped,
            None => break,
        }
    }
    Coarsened {
        told: told(strata, &classes(strata, columns, &levels), k),
        levels,
    }
}

/// Rows by stratum and class.
type Classes = BTreeMap<(usize, Vec<Class>), Vec<usize>>;

fn classes(strata: &[usize], columns: &[Known], levels: &[u32]) -> Classes {
    let mut classes = Classes::new();
    for (row, stratum) in strata.iter().enumerate() {
        let class = columns.iter().zip(levels);
        let class = class.map(|(column, level)| column.class(row, *level));
        let key = (*stratum, class.collect());
        classes.entry(key).or_default().push(row);
    }
    classes
}

/// Withholds what is known of the rows of small classes, and of as many others of the stratum as it takes for them to be
/// `k` together.
fn told(strata: &[usize], classes: &Classes, k: usize) -> Vec<Told> {
    let mut told = vec![Told::Columns; strata.len()];
    let mut by_stratum: BTreeMap<usize, Vec<&Vec<usize>>> = BTreeMap::new();
    for ((stratum, _), rows) in classes {
        by_stratum.entry(*stratum).or_default().push(rows);
    }
    let (mut without_stratum, mut large): (Vec<usize>, Vec<Vec<usize>>) = Default::default();
    for mut classes in by_stratum.into_values() {
        classes.sort_by_key(|rows| rows.len());
        let mut withheld: Vec<usize> = Vec::new();
        for rows in classes {
            if rows.len() < k || (!withheld.is_empty() && withheld.len() < k) {
                withheld.extend(rows);
            }
        }
        if (1..k).contains(&withheld.len()) {
            without_stratum.extend(withheld);
        } else if !withheld.is_empty() {
            large.push(withheld);
        }
    }
    let lonely = if without_stratum.len() < k {
        Told::Nothing
    } else {
        Told::Answers
    };
    for row in without_stratum {
        told[row] = lonely;
    }
    for row in large.into_iter().flatten() {
        told[row] = Told::Stratum;
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, values: usize, cells: Vec<Option<usize>>) -> Known {
        Known {
            name: name.to_owned(),
            values: (1..=values).map(|value| value.to_string()).collect(),
            cells,
        }
    }

    #[test]
    fn a_step_joins_two_neighbours_and_the_top_tells_nothing() {
        let age = column("age", 5, vec![Some(0), Some(3), Some(4), None]);
        let labels = |level| -> Vec<String> { (0..4).map(|row| age.label(row, level)).collect() };
        assert_eq!(labels(0), ["1", "4", "5", ""]);
        assert_eq!(labels(1), ["1–2", "3–4", "5", ""]);
        assert_eq!(labels(2), ["1–4", "1–4", "5", ""]);
        assert_eq!(labels(3), ["1–5", "1–5", "1–5", ""]);
        assert_eq!(labels(4), ["*"; 4]);
        assert_eq!(age.top(), 4);
    }

    #[test]
    fn rows_that_are_alike_stay_as_they_are() {
        let sex = column("sex", 2, (0..100).map(|row| Some(row % 2)).collect());
        let coarse = coarsen(&[0; 100], &[sex], 5);
        assert_eq!(coarse.levels, [0]);
        assert_eq!(coarse.told, [Told::Columns; 100]);
    }

    #[test]
    fn a_column_that_tells_everybody_apart_is_made_coarser_until_classes_have_k_rows() {
        let age = column("age", 64, (0..64).map(Some).collect());
        let coarse = coarsen(&[0; 64], &[age], 5);
        assert_eq!(coarse.levels, [3]);
        assert_eq!(coarse.told, [Told::Columns; 64]);
    }

    #[test]
    fn a_lonely_row_is_withheld_with_as_many_as_it_takes() {
        let mut cells: Vec<Option<usize>> =
            (0..100).map(|row| Some(usize::from(row > 80))).collect();
        cells[0] = None;
        let coarse = coarsen(&[0; 100], &[column("sex", 2, cells)], 5);
        assert_eq!(coarse.levels, [0]);
        let of = |told| coarse.told.iter().filter(|other| **other == told).count();
        assert_eq!((of(Told::Stratum), of(Told::Columns)), (20, 80));
    }

    #[test]
    fn the_rows_of_a_stratum_of_a_few_are_left_out_or_stand_without_it() {
        let mut strata = vec![0; 1_000];
        strata[..3].fill(1);
        let left_out = coarsen(&strata, &[], 5);
        assert_eq!(
            left_out.told[..4],
            [Told::Nothing, Told::Nothing, Told::Nothing, Told::Columns]
        );
        strata[3..6].fill(2);
        let without = coarsen(&strata, &[], 5);
        assert_eq!(without.told[..6], [Told::Answers; 6]);
    }
}
