//! One pass over the data, after which every estimate costs as much as there are groups of rows.
//!
//! Rows are grouped by variance unit, by the levels of the classifications that domains are made
//! of, and by the cell of the control totals. Of each item only six sums per group are kept (see
//! `item_sums.rs`); the value, the scores of its linearisation and their projection are functions
//! of those sums. A million responses in 300 PSUs become a few thousand groups.
//!
//! # Design
//!
//! Grouping is exact as long as the projection treats all rows of a group alike: with no
//! calibration step, or with a single raking or post-stratification that came last. Any other
//! chain of steps (regression calibration, trimming after raking) makes every row its own group.
//! The same formulas then run on rows, and the fixtures prove both.

use std::sync::Arc;
use std::thread;

use super::design::SurveyDesign;
use super::domain::Domain;
use super::factor::{Factor, cross_codes, level_code};
use super::item_sums::{Column, ItemSums, sum_by_group};
use super::projection::{ClassProjection, Projection};

/// A design, some classifications and some items, reduced to sums.
#[derive(Debug)]
pub struct Tabulation {
    pub(super) design: SurveyDesign,
    pub(super) design_degrees_of_freedom: usize,
    pub(super) groups: Groups,
    classifications: Vec<Classification>,
    items: Vec<(String, Vec<ItemSums>)>,
}

/// Groups of rows that no estimate needs to tell apart.
#[derive(Debug)]
pub(super) struct Groups {
    /// Group of every row.
    pub of_row: Vec<u32>,
    /// Variance unit of every group.
    pub unit: Vec<u32>,
    /// Rows of positive weight, by group.
    pub positive: Vec<usize>,
    /// The projection by class, if groups lie within its cells.
    pub cells: Option<GroupCells>,
}

/// Where groups stand in the cells of a class projection.
#[derive(Debug)]
pub(super) struct GroupCells {
    pub cell: Vec<u32>,
    pub projection: Arc<Projection>,
    /// Sum of the weights, by group.
    pub weight: Vec<f64>,
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
) -> Vec<Vec<ItemSums>> {
    /// Below this many answers starting a thread costs more than it saves.
    const WORTH_A_THREAD: usize = 200_000;
    let sum = |columns: &[(String, Column<'_>)]| -> Vec<Vec<ItemSums>> {
        columns
            .iter()
            .map(|(_, column)| {
                sum_by_group(*column, &groups.of_row, groups.unit.len(), design.weights())
            })
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

impl Groups {
    fn of(design: &SurveyDesign, classifications: &[(String, &Factor)]) -> Self {
        let class_projection = match design.projections.as_slice() {
            [] => None,
            [single] => match single.as_ref() {
                Projection::Classes(classes) if Arc::ptr_eq(&classes.weights, &design.weights) => {
                    Some((Arc::clone(single), classes))
                }
                _ => return Self::every_row(design),
            },
            _ => return Self::every_row(design),
        };
        let mut codes = design.layout.unit_of_row.clone();
        let mut unit: Vec<u32> = (0..design.layout.variance_units())
            .map(level_code)
            .collect();
        let mut cross = |by: &[u32], levels: usize| {
            let (crossed, pairs) = cross_codes(&codes, unit.len(), by, levels);
            unit = pairs.iter().map(|pair| unit[pair.0 as usize]).collect();
            codes = crossed;
        };
        if let Some((_, classes)) = &class_projection {
            cross(&classes.cell_of_row, classes.counts.len());
        }
        for (_, factor) in classifications {
            cross(factor.codes(), factor.levels().len());
        }
        let mut groups = Self {
            positive: vec![0; unit.len()],
            of_row: codes,
            unit,
            cells: None,
        };
        let mut weight = vec![0.0; groups.unit.len()];
        for (&group, &w) in groups.of_row.iter().zip(design.weights()) {
            groups.positive[group as usize] += usize::from(w > 0.0);
            weight[group as usize] += w;
        }
        if let Some((projection, classes)) = &class_projection {
            let first = groups.first_rows();
            groups.cells = Some(GroupCells {
                cell: first
                    .iter()
                    .map(|&row| classes.cell_of_row[row as usize])
                    .collect(),
                projection: Arc::clone(projection),
                weight,
            });
        }
        groups
    }

    fn every_row(design: &SurveyDesign) -> Self {
        let rows = design.rows();
        Self {
            of_row: (0..rows).map(level_code).collect(),
            unit: design.layout.unit_of_row.clone(),
            positive: design
                .weights()
                .iter()
                .map(|&w| usize::from(w > 0.0))
                .collect(),
            cells: None,
        }
    }

    /// Some row of every group.
    fn first_rows(&self) -> Vec<u32> {
        let mut first = vec![0; self.unit.len()];
        for (row, &group) in self.of_row.iter().enumerate().rev() {
            first[group as usize] = level_code(row);
        }
        first
    }
}

impl GroupCells {
    pub(super) fn classes(&self) -> &ClassProjection {
        match self.projection.as_ref() {
            Projection::Classes(classes) => classes,
            Projection::Regression(_) => {
                unreachable!("groups are made within the cells of a class projection only")
            }
        }
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

    pub(super) fn item(&self, name: &str) -> Option<&[ItemSums]> {
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
