//! Rows of persons made alike, until each stands among so many that share everything by which one might know it.
//!
//! # Design
//!
//! What is known of a person (sex, age, …) stands in columns whose values are in an order. A step up the ladder of a column joins
//! two neighbours at a time; at its top nothing is told. In each turn the column steps up that leaves the fewest rows in classes
//! that are not safe, until a few rows are left: theirs are withheld, and all others stay as fine as they are. The area is kept:
//! estimates rest on it. Whether rows are safe together whoever asks says, by their number and by what they answered.

use std::collections::BTreeMap;

/// One row in so many may have its columns withheld before everybody's are made coarser.
const WITHHELD: usize = 50;

/// A column by which a person might be known.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// How many values there are; they are in an order.
    pub values: usize,
    /// Per row the place of its value; none where it was not told.
    pub cells: Vec<Option<usize>>,
}

impl Known {
    /// The level at which nothing is told.
    pub(crate) fn top(&self) -> u32 {
        let mut level = 0;
        while self.values.div_ceil(1 << level) > 1 {
            level += 1;
        }
        level + 1
    }

    /// The class of a row at a level.
    pub(crate) fn class(&self, row: usize, level: u32) -> Class {
        if level >= self.top() {
            return Class::Untold;
        }
        match self.cells[row] {
            Some(value) => Class::Group(value >> level),
            None => Class::Missing,
        }
    }

    /// The first and the last of the values that a level joins to a group.
    pub(crate) fn ends(&self, group: usize, level: u32) -> (usize, usize) {
        let first = group << level;
        (first, (first + (1 << level)).min(self.values) - 1)
    }

    /// How many rows each class of a level has.
    pub(crate) fn sizes(&self, level: u32) -> BTreeMap<Class, usize> {
        let mut sizes = BTreeMap::new();
        for row in 0..self.cells.len() {
            *sizes.entry(self.class(row, level)).or_default() += 1;
        }
        sizes
    }
}

/// What is told of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Nothing.
    Untold,
    /// That it was not stated.
    Missing,
    /// The group of neighbours that it is one of.
    Group(usize),
}

/// What is told of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Told {
    /// Everything, at the levels of the columns.
    Columns,
    /// Its area alone.
    Area,
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

/// Makes rows alike from these levels on until each is one of several that are `safe` together.
pub(crate) fn coarsen(
    areas: &[usize],
    columns: &[Known],
    from: Vec<u32>,
    safe: &dyn Fn(&[usize]) -> bool,
) -> Coarsened {
    let mut levels = from;
    let few = |levels: &[u32]| -> usize {
        let classes = classes(areas, columns, levels);
        let unsafe_ones = classes.values().filter(|rows| !safe(rows));
        unsafe_ones.map(Vec::len).sum()
    };
    while few(&levels) * WITHHELD > areas.len() {
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
        told: told(areas, &classes(areas, columns, &levels), safe),
        levels,
    }
}

/// Rows by area and class.
type Classes = BTreeMap<(usize, Vec<Class>), Vec<usize>>;

fn classes(areas: &[usize], columns: &[Known], levels: &[u32]) -> Classes {
    let mut classes = Classes::new();
    for (row, area) in areas.iter().enumerate() {
        let class = columns.iter().zip(levels);
        let class = class.map(|(column, level)| column.class(row, *level));
        let key = (*area, class.collect());
        classes.entry(key).or_default().push(row);
    }
    classes
}

/// Withholds what is known of the rows of classes that are not safe, and of as many others of the area as it takes for them to be
/// safe together.
fn told(areas: &[usize], classes: &Classes, safe: &dyn Fn(&[usize]) -> bool) -> Vec<Told> {
    let mut told = vec![Told::Columns; areas.len()];
    let mut by_area: BTreeMap<usize, Vec<&Vec<usize>>> = BTreeMap::new();
    for ((area, _), rows) in classes {
        by_area.entry(*area).or_default().push(rows);
    }
    let (mut without_area, mut large): (Vec<usize>, Vec<Vec<usize>>) = Default::default();
    for mut classes in by_area.into_values() {
        classes.sort_by_key(|rows| (safe(rows), rows.len()));
        let mut withheld: Vec<usize> = Vec::new();
        for rows in classes {
            if !safe(rows) || (!withheld.is_empty() && !safe(&withheld)) {
                withheld.extend(rows);
            }
        }
        if withheld.is_empty() {
            continue;
        }
        if safe(&withheld) {
            large.push(withheld);
        } else {
            without_area.extend(withheld);
        }
    }
    let lonely = if safe(&without_area) {
        Told::Answers
    } else {
        Told::Nothing
    };
    for row in without_area {
        told[row] = lonely;
    }
    for row in large.into_iter().flatten() {
        told[row] = Told::Area;
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: usize, cells: Vec<Option<usize>>) -> Known {
        Known { values, cells }
    }

    /// Five of a kind are safe.
    fn made_alike(areas: &[usize], columns: &[Known]) -> Coarsened {
        coarsen(areas, columns, vec![0; columns.len()], &|rows| {
            rows.len() >= 5
        })
    }

    #[test]
    fn a_step_joins_two_neighbours_and_the_top_tells_nothing() {
        let age = column(5, vec![Some(0), Some(3), Some(4), None]);
        let classes = |level| -> Vec<Class> { (0..4).map(|row| age.class(row, level)).collect() };
        let group = Class::Group;
        assert_eq!(classes(0), [group(0), group(3), group(4), Class::Missing]);
        assert_eq!(classes(1), [group(0), group(1), group(2), Class::Missing]);
        assert_eq!(classes(3), [group(0), group(0), group(0), Class::Missing]);
        assert_eq!(classes(4), [Class::Untold; 4]);
        assert_eq!(age.top(), 4);
        assert_eq!(
            [age.ends(1, 1), age.ends(2, 1), age.ends(0, 3)],
            [(2, 3), (4, 4), (0, 4)]
        );
        assert_eq!(age.sizes(2)[&group(0)], 2);
    }

    #[test]
    fn rows_that_are_alike_stay_as_they_are() {
        let sex = column(2, (0..100).map(|row| Some(row % 2)).collect());
        let coarse = made_alike(&[0; 100], &[sex]);
        assert_eq!(coarse.levels, [0]);
        assert_eq!(coarse.told, [Told::Columns; 100]);
    }

    #[test]
    fn a_column_that_tells_everybody_apart_is_made_coarser_until_classes_have_five_rows() {
        let age = column(64, (0..64).map(Some).collect());
        let coarse = made_alike(&[0; 64], &[age]);
        assert_eq!(coarse.levels, [3]);
        assert_eq!(coarse.told, [Told::Columns; 64]);
    }

    #[test]
    fn a_column_begins_as_coarse_as_it_is_told_to() {
        let age = column(64, (0..640).map(|row| Some(row % 64)).collect());
        let coarse = coarsen(&[0; 640], &[age], vec![5], &|rows| rows.len() >= 5);
        assert_eq!(coarse.levels, [5]);
    }

    #[test]
    fn a_lonely_row_is_withheld_with_as_many_as_it_takes() {
        let mut cells: Vec<Option<usize>> =
            (0..100).map(|row| Some(usize::from(row > 80))).collect();
        cells[0] = None;
        let coarse = made_alike(&[0; 100], &[column(2, cells)]);
        assert_eq!(coarse.levels, [0]);
        let of = |told| coarse.told.iter().filter(|other| **other == told).count();
        assert_eq!((of(Told::Area), of(Told::Columns)), (20, 80));
    }

    #[test]
    fn the_rows_of_an_area_of_a_few_are_left_out_or_stand_without_it() {
        let mut areas = vec![0; 1_000];
        areas[..3].fill(1);
        let left_out = made_alike(&areas, &[]);
        assert_eq!(
            left_out.told[..4],
            [Told::Nothing, Told::Nothing, Told::Nothing, Told::Columns]
        );
        areas[3..6].fill(2);
        let without = made_alike(&areas, &[]);
        assert_eq!(without.told[..6], [Told::Answers; 6]);
    }
}
