//! The reader who subtracts: from everything published he computes, by linear programming, between which bounds a hidden
//! cell lies.
//!
//! He knows the rule by which cells are hidden, but not which of them were hidden for themselves. That he is not blind is
//! shown by `the_attacker_finds_the_bounds_that_other_solvers_found`. Besides, whoever attacks generated tables below is given
//! what would have been published had every cell been looked at alone, and must break it.

mod districts;
mod exchange;
mod golden;
mod open_link;

use microlp::{ComparisonOp, OptimizationDirection, Problem};

/// Numbers nobody published, and what is known of them.
#[derive(Debug, Default, Clone)]
struct Attacker {
    ranges: Vec<(f64, f64)>,
    facts: Vec<(Terms, ComparisonOp, f64)>,
}

/// A sum of unknown numbers, each with its factor.
type Terms = Vec<(usize, f64)>;

impl Attacker {
    /// A number of which nothing is known but a range.
    fn unknown(&mut self, least: f64, most: f64) -> usize {
        self.ranges.push((least, most));
        self.ranges.len() - 1
    }

    fn equal(&mut self, terms: Terms, sum: f64) {
        self.facts.push((terms, ComparisonOp::Eq, sum));
    }

    fn at_most(&mut self, terms: Terms, sum: f64) {
        self.facts.push((terms, ComparisonOp::Le, sum));
    }

    /// The least and the most that a sum can be.
    fn bounds(&self, terms: &Terms) -> (f64, f64) {
        let extreme = |direction| {
            let mut problem = Problem::new(direction);
            let factor = |number: usize| -> f64 {
                let mine = terms.iter().filter(|(other, _)| *other == number);
                mine.map(|(_, factor)| factor).sum()
            };
            let numbers = self.ranges.iter().enumerate();
            let numbers: Vec<_> = numbers
                .map(|(number, range)| problem.add_var(factor(number), *range))
                .collect();
            for (terms, comparison, sum) in &self.facts {
                let terms: Vec<_> = terms.iter().map(|(at, by)| (numbers[*at], *by)).collect();
                problem.add_constraint(terms.as_slice(), *comparison, *sum);
            }
            let solved = problem.solve().expect("what was published is true");
            solved.into_solution().unwrap().objective()
        };
        (
            extreme(OptimizationDirection::Minimize),
            extreme(OptimizationDirection::Maximize),
        )
    }

    /// How far apart the bounds of a number are.
    fn width(&self, number: usize) -> f64 {
        let (least, most) = self.bounds(&vec![(number, 1.0)]);
        most - least
    }
}

/// Whether somebody knows a number of persons to within ten.
fn known(width: f64) -> bool {
    width < 10.0 - 1e-6
}
