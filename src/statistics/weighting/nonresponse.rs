//! Unknown eligibility and nonresponse: those who answered stand in for their class.
//!
//! In class c weights are multiplied by f = Σ d over all of the class / Σ d over those who are
//! known (or who responded). Classes that are too small, or whose factor is too large, are merged
//! with the neighbour (in the order given) whose factor is closest, until none is left.
//!
//! It is assumed that within a class nonresponse does not depend on the answers. The factors are
//! treated as given in the variance; state the class totals as a margin of post-stratification to
//! count their effect too (fixture `citizen_nonresponse`, both designs).
//!
//! Not to be used with classes that need the answers themselves, nor to repair nonresponse that depends
//! on the opinion within a class: no weighting can (`simulation/coverage.rs` shows what is left).
//!
//! # References
//!
//! * Särndal & Lundström (2005), *Estimation in Surveys with Nonresponse*, chapter 6.
//! * Kalton & Flores-Cervantes (2003), *Journal of Official Statistics* 19, 81–97.
//!
//! Proven by `citizen_nonresponse_full` (`nonresponse_weights_agree_with_r_row_by_row`, equal as well to
//! post-stratification of the respondents to the weight of all cases), and by hand sums through `minyi analyze`
//! (`eligibility_and_nonresponse_carry_the_weight_of_those_not_there`).

use crate::factor::Factor;

use super::WeightDiagnostics;

/// When a class must be merged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CollapsingRule {
    /// A class with fewer respondents is merged.
    pub minimum_respondents: usize,
    /// A class with a larger factor is merged.
    pub maximum_factor: f64,
}

impl Default for CollapsingRule {
    /// Twenty respondents and a factor of two.
    fn default() -> Self {
        Self {
            minimum_respondents: 20,
            maximum_factor: 2.0,
        }
    }
}

/// One class before merging.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct ResponseClass {
    pub label: String,
    /// Sum of the base weights of all its (eligible) cases.
    pub eligible_weight: f64,
    /// Sum of the base weights of its respondents.
    pub respondent_weight: f64,
    /// Number of its respondents.
    pub respondents: usize,
}

/// Classes that share one factor.
#[derive(Clone, Debug, PartialEq)]
pub struct MergedClass {
    /// Positions of the classes merged, in the order given.
    pub members: Vec<usize>,
    /// Sum of the base weights of all cases.
    pub eligible_weight: f64,
    /// Sum of the base weights of the respondents.
    pub respondent_weight: f64,
    /// Number of respondents.
    pub respondents: usize,
}

impl MergedClass {
    /// The factor that respondents' weights are multiplied by.
    pub fn factor(&self) -> f64 {
        self.eligible_weight / self.respondent_weight
    }

    fn breaks(&self, rule: CollapsingRule) -> bool {
        self.eligible_weight > 0.0
            && (self.respondents < rule.minimum_respondents
                || self.respondent_weight <= 0.0
                || self.factor() > rule.maximum_factor)
    }
}

/// Why there is no adjustment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NonresponseError {
    /// Nobody responded at all.
    #[error("nobody responded")]
    NoRespondents,
    /// A column has another length.
    #[error("{rows} weights, but {found} rows of response or class")]
    LengthsDiffer {
        /// Number of weights.
        rows: usize,
        /// Length of the other column.
        found: usize,
    },
}

/// Merges classes, given in an order in which neighbours are alike, until each satisfies the rule
/// or only one is left.
pub fn merge_response_classes(
    classes: &[ResponseClass],
    rule: CollapsingRule,
) -> Result<Vec<MergedClass>, NonresponseError> {
    if classes.iter().all(|class| class.respondents == 0) {
        return Err(NonresponseError::NoRespondents);
    }
    let mut merged: Vec<MergedClass> = classes
        .iter()
        .enumerate()
        .map(|(index, class)| MergedClass {
            members: vec![index],
            eligible_weight: class.eligible_weight,
            respondent_weight: class.respondent_weight,
            respondents: class.respondents,
        })
        .collect();
    while merged.len() > 1 {
        let broken = (0..merged.len())
            .filter(|&index| merged[index].breaks(rule))
            .min_by_key(|&index| merged[index].respondents);
        let Some(broken) = broken else { break };
        let distance = |other: usize| {
            let gap = (merged[other].factor() - merged[broken].factor()).abs();
            if gap.is_nan() { f64::INFINITY } else { gap }
        };
        let left = broken.checked_sub(1);
        let right = (broken + 1 < merged.len()).then_some(broken + 1);
        let neighbour = match (left, right) {
            (Some(left), Some(right)) if distance(right) < distance(left) => right,
            (Some(left), _) => left,
            (None, Some(right)) => right,
            (None, None) => break,
        };
        let (keep, take) = (broken.min(neighbour), broken.max(neighbour));
        let taken = merged.remove(take);
        let kept = &mut merged[keep];
        kept.members.extend(taken.members);
        kept.eligible_weight += taken.eligible_weight;
        kept.respondent_weight += taken.respondent_weight;
        kept.respondents += taken.respondents;
    }
    Ok(merged)
}

/// Weights after the adjustment.
#[derive(Clone, Debug)]
pub struct NonresponseAdjustment {
    /// One weight per row; zero for rows without response.
    pub weights: Vec<f64>,
    /// What they look like.
    pub diagnostics: WeightDiagnostics,
    /// The classes as used.
    pub classes: Vec<MergedClass>,
}

/// Adjusts base weights in classes: `responded` marks the rows that stand in for the others.
pub fn adjust_for_nonresponse(
    base_weights: &[f64],
    responded: &[bool],
    classes: &Factor,
    rule: CollapsingRule,
) -> Result<NonresponseAdjustment, NonresponseError> {
    let rows = base_weights.len();
    if responded.len() != rows || classes.len() != rows {
        let found = if responded.len() == rows {
            classes.len()
        } else {
            responded.len()
        };
        return Err(NonresponseError::LengthsDiffer { rows, found });
    }
    let mut sums: Vec<ResponseClass> = classes
        .levels()
        .iter()
        .map(|label| ResponseClass {
            label: label.clone(),
            eligible_weight: 0.0,
            respondent_weight: 0.0,
            respondents: 0,
        })
        .collect();
    for ((&class, &weight), &answered) in classes.codes().iter().zip(base_weights).zip(responded) {
        let class = &mut sums[class as usize];
        class.eligible_weight += weight;
        if answered && weight != 0.0 {
            class.respondent_weight += weight;
            class.respondents += 1;
        }
    }
    let merged = merge_response_classes(&sums, rule)?;
    let mut factors = vec![0.0; sums.len()];
    for class in &merged {
        for &member in &class.members {
            factors[member] = class.factor();
        }
    }
    let weights: Vec<f64> = classes
        .codes()
        .iter()
        .zip(base_weights)
        .zip(responded)
        .map(|((&class, &weight), &answered)| {
            if answered && weight != 0.0 {
                weight * factors[class as usize]
            } else {
                0.0
            }
        })
        .collect();
    Ok(NonresponseAdjustment {
        diagnostics: WeightDiagnostics::of(&weights),
        weights,
        classes: merged,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(label: &str, eligible: f64, responded: f64, n: usize) -> ResponseClass {
        ResponseClass {
            label: label.to_owned(),
            eligible_weight: eligible,
            respondent_weight: responded,
            respondents: n,
        }
    }

    #[test]
    fn a_small_class_joins_the_neighbour_with_the_closest_factor() {
        let classes = [
            class("a", 100.0, 90.0, 50),
            class("b", 30.0, 18.0, 9),
            class("c", 100.0, 60.0, 50),
        ];
        let merged = merge_response_classes(&classes, CollapsingRule::default()).unwrap();
        assert_eq!(merged.len(), 2);
        assert_eq!(merged[1].members, [1, 2]);
        assert!((merged[1].factor() - 130.0 / 78.0).abs() < 1e-12);
    }

    #[test]
    fn weights_of_respondents_add_up_to_all() {
        let factor = Factor::from_labels(["x", "x", "y", "y", "y"]);
        let rule = CollapsingRule {
            minimum_respondents: 1,
            maximum_factor: 5.0,
        };
        let adjusted = adjust_for_nonresponse(
            &[2.0, 2.0, 1.0, 3.0, 2.0],
            &[true, false, true, true, false],
            &factor,
            rule,
        )
        .unwrap();
        assert_eq!(adjusted.weights, [4.0, 0.0, 1.5, 4.5, 0.0]);
        assert!((adjusted.diagnostics.sum - 10.0).abs() < 1e-12);
    }
}
