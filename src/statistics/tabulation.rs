//! One pass over the data, after which every estimate costs as much as there are groups of rows.
//!
//! Rows are grouped by variance unit, by the levels of the classifications that domains are made
//! of, and by the cells of the control totals. Of each item only six sums per group are kept (see
//! `item_sums.rs`), and two more for every projection that the group meets; the value, the scores of
//! its linearisation and their projection are functions of those sums. A million responses in 300
//! PSUs become a few thousand groups.
//!
//! # Design
//!
//! A projection takes B c(A z) off the scores z (`projection.rs`), and the scores of an item are
//! w (y − p)/Σw. So of every group are needed: Σ a w (y − o) and Σ a w over those who answered (the features
//! of the scores), Σ b over all (what is taken off), and Σ aⱼ bᵢ for every earlier projection i of a
//! chain, since the second projection sees what the first has left. Raking alone has a w = 1: the
//! sums are those of `item_sums.rs`, and nothing more is summed.
//!
//! Assumed: nothing beyond the design. Not to be used with a classification that is almost as fine
//! as the rows: groups then are rows, and an estimate costs as much as a pass.
//!
//! Proven by all fixtures, and by `grouped_rows_and_single_rows_give_the_same` in `second_routes.rs`
//! for chains of raking, trimming, post-stratification and regression.

use std::sync::Arc;
use std::thread;

use super::design::SurveyDesign;
use super::domain::Domain;
use super::factor::{Factor, cross_codes, level_code};
use super::item_sums::{Column, ItemSums, sum_by_group};
use super::projection::Projection;

/// A design, some classifications and some items, reduced to sums.
#[derive(Debug)]
pub struct Tabulation {
    pub(super) design: SurveyDesign,
    pub(super) design_degrees_of_freedom: usize,
    pub(super) groups: Groups,
    classifications: Vec<Classification>,
    items: Vec<(String, ItemTable)>,
}

/// Groups of rows that no estimate needs to tell apart.
#[derive(Debug)]
pub(super) struct Groups {
    /// Group of every row.
    pub group_of_row: Vec<u32>,
    /// Variance unit of every group.
    pub unit: Vec<u32>,
    /// Rows of a weight other than zero, by group.
    pub present: Vec<usize>,
    /// The projections of the design, in order, as the groups see them.
    pub projections: Vec<GroupedProjection>,
}

/// One projection, reduced to groups of rows that share its features.
#[derive(Debug)]
pub(super) struct GroupedProjection {
    pub projection: Arc<Projection>,
    /// Features that every group has.
    pub width: usize,
    /// The first feature of every group.
    pub offset: Vec<u32>,
    /// Σ b over the rows of every group, one number per feature.
    pub reaches: Vec<f64>,
    /// For every earlier projection: Σ a b′ over the rows of every group, this projection's features
    /// by those of the earlier one.
    pub earlier: Vec<Vec<f64>>,
}

/// The sums of one item by group.
#[derive(Debug)]
pub(super) struct ItemTable {
    pub sums: Vec<ItemSums>,
    /// For every projection Σ a w (y − o) by group and feature, o the origin of the group's sums.
    pub answers: Vec<Vec<f64>>,
    /// For every projection Σ a w over the answered rows, by group and feature.
    pub ones: Vec<Vec<f64>>,
}

#[derive(Debug)]
struct Classification {
    name: String,
    levels: Vec<String>,
    level_of_group: Vec<u32>,
}

/// Why something cannot be tabulated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TabulationError {
    /// A column has another length than the design.
    #[error("{name} has {found} rows, the design has {expected}")]
    LengthsDiffer {
        /// Name of the column.
        name: String,
        /// Rows of the design.
        expected: usize,
        /// Rows of the column.
        found: usize,
    },
    /// An item of a composite has not been given.
    #[error("there is no item {name}")]
    UnknownItem {
        /// The name asked for.
        name: String,
    },
}

/// Collects classifications and items; [`TabulationBuilder::build`] makes the pass.
#[derive(Clone, Debug, Default)]
pub struct TabulationBuilder<'a> {
    classifications: Vec<(String, &'a Factor)>,
    items: Vec<(String, Column<'a>)>,
    composites: Vec<(String, Vec<String>)>,
}

impl<'a> TabulationBuilder<'a> {
    /// A classification that domains may refer to.
    #[must_use]
    pub fn classification(mut self, name: &str, factor: &'a Factor) -> Self {
        self.classifications.push((name.to_owned(), factor));
        self
    }

    /// An item to be estimated.
    #[must_use]
    pub fn item(mut self, name: &str, column: Column<'a>) -> Self {
        self.items.push((name.to_owned(), column));
        self
    }

    /// A name for "answered any of these items", whose count is the n of their mean
    /// ([`Tabulation::mean_of`]).
    #[must_use]
    pub fn any_of(mut self, name: &str, items: &[&str]) -> Self {
        let items = items.iter().map(|item| (*item).to_owned()).collect();
        self.composites.push((name.to_owned(), items));
        self
    }

    /// Makes the pass over the data.
    pub fn build(self, design: &SurveyDesign) -> Result<Tabulation, TabulationError> {
        let rows = design.rows();
        let check = |name: &str, found| {
            if found == rows {
                Ok(())
            } else {
                Err(TabulationError::LengthsDiffer {
                    name: name.to_owned(),
                    expected: rows,
                    found,
                })
            }
        };
        for (name, factor) in &self.classifications {
            check(name, factor.len())?;
        }
        for (name, column) in &self.items {
            check(name, column.len())?;
        }
        let groups = Groups::of(design, &self.classifications);
        let first_row = groups.first_rows();
        let classifications = self
            .classifications
            .iter()
            .map(|(name, factor)| Classification {
                name: name.clone(),
                levels: factor.levels().to_vec(),
                level_of_group: first_row
                    .iter()
                    .map(|&row| factor.codes()[row as usize])
                    .collect(),
            })
            .collect();
        let answered = self.answered_any()?;
        let mut columns = self.items.clone();
        for (name, column) in &answered {
            columns.push((name.clone(), Column::Binary(column)));
        }
        let sums = sum_columns(design, &groups, &columns);
        let names = columns.iter().map(|(name, _)| name.clone());
        Ok(Tabulation {
            design: design.clone(),
            design_degrees_of_freedom: design.degrees_of_freedom(),
            items: names.zip(sums).collect(),
            groups,
            classifications,
        })
    }

    /// A column of ones where any item of the composite was answered.
    fn answered_any(&self) -> Result<Vec<(String, Vec<u8>)>, TabulationError> {
        self.composites
            .iter()
            .map(|(name, parts)| {
                let mut columns = Vec::with_capacity(parts.len());
                for part in parts {
                    let found = self.items.iter().find(|(item, _)| item == part);
                    let (_, column) =
                        found.ok_or_else(|| TabulationError::UnknownItem { name: part.clone() })?;
                    columns.push(*column);
                }
                let rows = columns.first().map_or(0, Column::len);
                let any = (0..rows)
                    .map(|row| {
                        if columns.iter().any(|column| column.get(row).is_some()) {
                            1
                        } else {
                            Column::MISSING
                        }
                    })
                    .collect();
                Ok((name.clone(), any))
            })
            .collect()
    }
}

/// Sums every column by group, half of the columns on each of two threads if there is much to do.
fn sum_columns(
    design: &SurveyDesign,
    groups: &Groups,
    columns: &[(String, Column<'_>)],
) -> Vec<ItemTable> {
    /// Below this many answers starting a thread costs more than it saves.
    const WORTH_A_THREAD: usize = 200_000;
    let sum = |columns: &[(String, Column<'_>)]| -> Vec<ItemTable> {
        columns
            .iter()
            .map(|(_, column)| ItemTable::of(design, groups, *column))
            .collect()
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    if threads == 1 || columns.len() < 2 || columns.len() * design.rows() < WORTH_A_THREAD {
        return sum(columns);
    }
    let chunk = columns.len().div_ceil(threads);
    thread::scope(|scope| {
        let workers: Vec<_> = columns
            .chunks(chunk)
            .map(|part| scope.spawn(move || sum(part)))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("summing does not panic"))
            .collect()
    })
}

impl ItemTable {
    fn of(design: &SurveyDesign, groups: &Groups, column: Column<'_>) -> Self {
        let weights = design.weights();
        let sums = sum_by_group(column, &groups.group_of_row, groups.unit.len(), weights);
        let (mut answers, mut ones) = (Vec::new(), Vec::new());
        for grouped in &groups.projections {
            match grouped.projection.as_ref() {
                Projection::Classes(classes) if Arc::ptr_eq(&classes.weights, &design.weights) => {
                    let raked = classes.raked;
                    let answer = |sums: &ItemSums| if raked { sums.sum } else { sums.weighted };
                    let one = |sums: &ItemSums| if raked { sums.count } else { sums.weight };
                    answers.push(sums.iter().map(answer).collect());
                    ones.push(sums.iter().map(one).collect());
                }
                projection => {
                    let width = grouped.width;
                    let mut answer = vec![0.0; groups.unit.len() * width];
                    let mut one = answer.clone();
                    for (row, (&group, &weight)) in
                        groups.group_of_row.iter().zip(weights).enumerate()
                    {
                        let Some(y) = column.get(row) else { continue };
                        let y = y - sums[group as usize].origin;
                        let place = group as usize * width;
                        for feature in 0..width {
                            let read = projection.reads(row, feature) * weight;
                            answer[place + feature] += read * y;
                            one[place + feature] += read;
                        }
                    }
                    answers.push(answer);
                    ones.push(one);
                }
            }
        }
        Self {
            sums,
            answers,
            ones,
        }
    }
}

impl Groups {
    fn of(design: &SurveyDesign, classifications: &[(String, &Factor)]) -> Self {
        let mut codes = design.layout.unit_of_row.clone();
        let mut unit: Vec<u32> = (0..design.layout.variance_units())
            .map(level_code)
            .collect();
        let mut cross = |by: &[u32], levels: usize| {
            let (crossed, pairs) = cross_codes(&codes, unit.len(), by, levels);
            unit = pairs.iter().map(|pair| unit[pair.0 as usize]).collect();
            codes = crossed;
        };
        for projection in &design.projections {
            if let Projection::Classes(classes) = projection.as_ref() {
                cross(&classes.cell_of_row, classes.counts.len());
            }
        }
        for (_, factor) in classifications {
            cross(factor.codes(), factor.levels().len());
        }
        let mut groups = Self {
            present: vec![0; unit.len()],
            group_of_row: codes,
            unit,
            projections: Vec::new(),
        };
        for (&group, &w) in groups.group_of_row.iter().zip(design.weights()) {
            groups.present[group as usize] += usize::from(w != 0.0);
        }
        groups.projections = groups.project(design);
        groups
    }

    fn project(&self, design: &SurveyDesign) -> Vec<GroupedProjection> {
        let first = self.first_rows();
        let mut grouped: Vec<GroupedProjection> = Vec::new();
        for projection in &design.projections {
            let width = projection.width();
            let mut reaches = vec![0.0; self.unit.len() * width];
            for (row, &group) in self.group_of_row.iter().enumerate() {
                for feature in 0..width {
                    reaches[group as usize * width + feature] += projection.reaches(row, feature);
                }
            }
            let offset = match projection.as_ref() {
                Projection::Classes(classes) => {
                    let cells = first.iter().map(|&row| classes.cell_of_row[row as usize]);
                    cells.collect()
                }
                Projection::Regression(_) => vec![0; self.unit.len()],
            };
            let earlier = grouped
                .iter()
                .map(|before| self.products(projection, &before.projection))
                .collect();
            grouped.push(GroupedProjection {
                projection: Arc::clone(projection),
                width,
                offset,
                reaches,
                earlier,
            });
        }
        grouped
    }

    /// Σ a b′ by group, for the features of two projections.
    fn products(&self, later: &Projection, before: &Projection) -> Vec<f64> {
        let (wide, deep) = (later.width(), before.width());
        let mut products = vec![0.0; self.unit.len() * wide * deep];
        for (row, &group) in self.group_of_row.iter().enumerate() {
            let place = group as usize * wide * deep;
            for a in 0..wide {
                let read = later.reads(row, a);
                for b in 0..deep {
                    products[place + a * deep + b] += read * before.reaches(row, b);
                }
            }
        }
        products
    }

    /// Some row of every group.
    fn first_rows(&self) -> Vec<u32> {
        let mut first = vec![0; self.unit.len()];
        for (row, &group) in self.group_of_row.iter().enumerate().rev() {
            first[group as usize] = level_code(row);
        }
        first
    }
}

impl Tabulation {
    /// Starts a tabulation.
    pub fn builder<'a>() -> TabulationBuilder<'a> {
        TabulationBuilder::default()
    }

    /// The design behind it.
    pub fn design(&self) -> &SurveyDesign {
        &self.design
    }

    /// Names of the items, in the order given (composites last).
    pub fn items(&self) -> impl Iterator<Item = &str> {
        self.items.iter().map(|(name, _)| name.as_str())
    }

    /// Number of groups that the rows were reduced to.
    pub fn group_count(&self) -> usize {
        self.groups.unit.len()
    }

    pub(super) fn item(&self, name: &str) -> Option<&ItemTable> {
        let found = self.items.iter().find(|(item, _)| item == name)?;
        Some(&found.1)
    }

    /// Which groups belong to a domain; the name of an unknown classification otherwise.
    pub(super) fn select(&self, domain: &Domain) -> Result<Vec<bool>, String> {
        let mut selected = vec![true; self.groups.unit.len()];
        for (name, levels) in domain.conditions() {
            let classification = self
                .classifications
                .iter()
                .find(|classification| classification.name == *name)
                .ok_or_else(|| name.clone())?;
            let admitted: Vec<bool> = classification
                .levels
                .iter()
                .map(|level| levels.contains(level))
                .collect();
            for (keep, &level) in selected.iter_mut().zip(&classification.level_of_group) {
                *keep &= admitted[level as usize];
            }
        }
        Ok(selected)
    }
}
