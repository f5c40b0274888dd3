//! Which columns a document needs, and as what.

use std::collections::BTreeSet;

use super::design::Design;
use super::document::Analysis;
use super::microdata::Needed;
use super::step::{ModelColumn, Step};

/// Columns needed as numbers, and columns needed as categories.
pub(super) fn needed(analysis: &Analysis) -> Needed {
    let mut numbers = BTreeSet::new();
    let mut factors = BTreeSet::new();
    for design in &analysis.designs {
        of_design(design, &mut numbers, &mut factors);
    }
    for estimate in &analysis.estimates {
        let statistic = &estimate.statistic;
        numbers.extend(statistic.number_columns().cloned());
        factors.extend(statistic.classifications().into_iter().cloned());
    }
    Needed { numbers, factors }
}

fn of_design(design: &Design, numbers: &mut BTreeSet<String>, factors: &mut BTreeSet<String>) {
    numbers.extend(design.weights.iter().chain(design.probs.list()).cloned());
    numbers.extend(design.fpc.list().iter().cloned());
    numbers.extend(design.repweight_columns.list().iter().cloned());
    factors.extend(design.ids.list().iter().cloned());
    factors.extend(design.strata.list().iter().cloned());
    for step in &design.steps {
        match step {
            Step::Poststratify { vars, .. } => factors.extend(vars.list().iter().cloned()),
            Step::Rake { margins, .. } => {
                for margin in margins {
                    factors.extend(margin.vars.list().iter().cloned());
                }
            }
            Step::Calibrate { columns, .. } => {
                for column in columns {
                    match column {
                        ModelColumn::Intercept { .. } => false,
                        ModelColumn::Numeric { var, .. } => numbers.insert(var.clone()),
                        ModelColumn::Indicator { var, .. } => factors.insert(var.clone()),
                    };
                }
            }
            Step::Eligibility { classes, known, .. } => {
                factors.extend(classes.list().iter().cloned());
                numbers.insert(known.clone());
            }
            Step::Nonresponse {
                classes,
                responded,
                eligible,
                ..
            } => {
                factors.extend(classes.list().iter().cloned());
                numbers.insert(responded.clone());
                numbers.extend(eligible.iter().cloned());
            }
            Step::Subset { rows } => factors.extend(rows.0.keys().cloned()),
            Step::Trim { .. } | Step::Replicate { .. } => {}
        }
    }
}
