//! What stands to the right of the tilde: the columns that are to explain an answer.

use std::ops::Range;

use super::RegressionError;
use crate::factor::Factor;

/// The explanatory columns of a model, after the constant, term by term.
#[derive(Clone, Debug, Default)]
pub struct ModelTerms {
    terms: Vec<Term>,
}

#[derive(Clone, Debug)]
struct Term {
    name: String,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    /// One column; not a number where the value is missing.
    Number(Vec<f64>),
    /// A column for every level but the first.
    Categories {
        /// The level of every row; none where it is missing.
        level_of_row: Vec<Option<u32>>,
        levels: Vec<String>,
    },
    /// The products of the columns of two terms before it.
    Product(usize, usize),
}

/// A factor set to one of its levels in every row, for predictive margins.
#[derive(Clone, Copy)]
pub(super) struct SetTo {
    /// The term, by its number.
    pub term: usize,
    pub level: u32,
}

impl ModelTerms {
    /// Adds a column of numbers; a value that is not a number is missing.
    #[must_use]
    pub fn number(mut self, name: &str, values: Vec<f64>) -> Self {
        self.push(name.to_owned(), Kind::Number(values));
        self
    }

    /// Adds a factor by treatment coding: a column of zeros and ones for every level but the first. An empty label is missing.
    #[must_use]
    pub fn factor(mut self, name: &str, factor: &Factor) -> Self {
        let mut levels = Vec::new();
        let place: Vec<Option<u32>> = (factor.levels().iter())
            .map(|label| {
                let place = u32::try_from(levels.len()).ok();
                (!label.is_empty()).then(|| levels.push(label.clone()))?;
                place
            })
            .collect();
        let codes = factor.codes().iter();
        let level_of_row = codes.map(|&code| place[code as usize]).collect();
        self.push(
            name.to_owned(),
            Kind::Categories {
                level_of_row,
                levels,
            },
        );
        self
    }

    /// Adds the interaction of two terms that are there already.
    pub fn interaction(mut self, first: &str, second: &str) -> Result<Self, RegressionError> {
        let (one, other) = (self.place(first)?, self.place(second)?);
        self.push(format!("{first}:{second}"), Kind::Product(one, other));
        Ok(self)
    }

    fn push(&mut self, name: String, kind: Kind) {
        self.terms.push(Term { name, kind });
    }

    /// The number of the term with this name.
    pub(super) fn place(&self, name: &str) -> Result<usize, RegressionError> {
        let found = self.terms.iter().position(|term| term.name == name);
        found.ok_or_else(|| RegressionError::UnknownTerm {
            name: name.to_owned(),
        })
    }

    /// The levels of a factor, in their order; none of any other term.
    pub(super) fn levels(&self, term: usize) -> &[String] {
        match &self.terms[term].kind {
            Kind::Categories { levels, .. } => levels,
            Kind::Number(_) | Kind::Product(..) => &[],
        }
    }

    /// Checks that every column has as many rows as the design.
    pub(super) fn check(&self, rows: usize) -> Result<(), RegressionError> {
        for term in &self.terms {
            let found = match &term.kind {
                Kind::Number(values) => values.len(),
                Kind::Categories { level_of_row, .. } => level_of_row.len(),
                Kind::Product(..) => rows,
            };
            if found != rows {
                return Err(RegressionError::LengthsDiffer {
                    name: term.name.clone(),
                    expected: rows,
                    found,
                });
            }
        }
        Ok(())
    }

    /// The names of all columns, the constant first, and the columns of every term.
    pub(super) fn names(&self) -> (Vec<String>, Vec<(String, Range<usize>)>) {
        let mut names = vec!["(Intercept)".to_owned()];
        let mut ranges = Vec::new();
        for (place, term) in self.terms.iter().enumerate() {
            let from = names.len();
            names.extend(self.names_of(place));
            ranges.push((term.name.clone(), from..names.len()));
        }
        (names, ranges)
    }

    fn names_of(&self, place: usize) -> Vec<String> {
        let term = &self.terms[place];
        match &term.kind {
            Kind::Number(_) => vec![term.name.clone()],
            Kind::Categories { levels, .. } => {
                let levels = levels.iter().skip(1);
                levels
                    .map(|level| format!("{}{level}", term.name))
                    .collect()
            }
            Kind::Product(one, other) => {
                let one = self.names_of(*one);
                let others = self.names_of(*other).into_iter();
                others
                    .flat_map(|other| one.iter().map(move |one| format!("{one}:{other}")))
                    .collect()
            }
        }
    }

    /// The values of a row, the constant first; not a number where one of them is missing.
    pub(super) fn row(&self, row: usize, set: Option<SetTo>, values: &mut Vec<f64>) {
        values.clear();
        values.push(1.0);
        for place in 0..self.terms.len() {
            self.push_values(place, row, set, values);
        }
    }

    fn push_values(&self, place: usize, row: usize, set: Option<SetTo>, values: &mut Vec<f64>) {
        match &self.terms[place].kind {
            Kind::Number(column) => values.push(column[row]),
            Kind::Categories {
                level_of_row,
                levels,
            } => {
                let set = set.filter(|set| set.term == place).map(|set| set.level);
                let level = set.or(level_of_row[row]);
                let columns = (1_u32..).zip(levels.iter().skip(1));
                values.extend(columns.map(|(column, _)| match level {
                    Some(level) => f64::from(u8::from(level == column)),
                    None => f64::NAN,
                }));
            }
            Kind::Product(one, other) => {
                let (mut first, mut second) = (Vec::new(), Vec::new());
                self.push_values(*one, row, set, &mut first);
                self.push_values(*other, row, set, &mut second);
                for other in &second {
                    values.extend(first.iter().map(|one| one * other));
                }
            }
        }
    }
}
