//! Which columns a document needs, and as what.

use std::collections::BTreeSet;

use super::document::{DesignSpec, Document, EstimateSpec, StepSpec};

/// Columns needed as numbers, and columns needed as categories.
pub(super) fn needed(document: &Document) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut numbers = BTreeSet::new();
    let mut factors = BTreeSet::new();
    for design in &document.designs {
        of_design(design, &mut numbers, &mut factors);
    }
    for estimate in &document.estimates {
        of_estimate(estimate, &mut numbers, &mut factors);
    }
    (numbers, factors)
}

fn of_design(design: &DesignSpec, numbers: &mut BTreeSet<String>, factors: &mut BTreeSet<String>) {
    numbers.extend(design.weights.iter().chain(design.probs.list()).cloned());
    numbers.extend(design.fpc.list().iter().cloned());
    numbers.extend(design.repweight_columns.list().iter().cloned());
    factors.extend(design.ids.list().iter().cloned());
    factors.extend(design.strata.list().iter().cloned());
    for step in &design.steps {
        match step {
            StepSpec::Poststratify { vars, .. } => factors.extend(vars.list().iter().cloned()),
            StepSpec::Rake { margins, .. } => {
                for margin in margins {
                    factors.extend(margin.vars.list().iter().cloned());
                }
            }
            StepSpec::Calibrate { columns, .. } => {
                for column in columns {
                    let kind = match column.kind.as_str() {
                        "numeric" => &mut *numbers,
                        _ => &mut *factors,
                    };
                    kind.extend(column.var.iter().cloned());
                }
            }
            StepSpec::Eligibility { classes, known, .. } => {
                factors.extend(classes.list().iter().cloned());
                numbers.insert(known.clone());
            }
            StepSpec::Nonresponse {
                classes,
                responded,
                eligible,
                ..
            } => {
                factors.extend(classes.list().iter().cloned());
                numbers.insert(responded.clone());
                numbers.extend(eligible.iter().cloned());
            }
            StepSpec::Subset { rows } => factors.extend(rows.keys().cloned()),
            StepSpec::Trim { .. } | StepSpec::Replicate { .. } => {}
        }
    }
}

fn of_estimate(
    estimate: &EstimateSpec,
    numbers: &mut BTreeSet<String>,
    factors: &mut BTreeSet<String>,
) {
    numbers.extend(estimate.var.iter().cloned());
    numbers.extend(estimate.vars.list().iter().cloned());
    numbers.extend(estimate.anchor.iter().map(|anchor| anchor.var.clone()));
    numbers.extend(estimate.num.iter().chain(&estimate.den).cloned());
    let grouping = estimate
        .row
        .iter()
        .chain(&estimate.col)
        .chain(&estimate.group);
    factors.extend(grouping.cloned());
    let domain = estimate.domain.iter().flat_map(|domain| domain.keys());
    factors.extend(
        domain
            .chain(estimate.a.keys())
            .chain(estimate.b.keys())
            .cloned(),
    );
}
