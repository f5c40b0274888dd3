//! Rates by how forms came: on a screen, on paper, on the phone of an interviewer.
//!
//! # Design
//!
//! Nobody was assigned to a mode by chance: who answers on paper is older, who answers at the door was not reached
//! by letter. So a difference is that of people and mode together, and says no more than that it should be thought about. It is told
//! of those PSUs alone in which each mode is frequent, see `fieldwork::mode_counts`.

use serde::{Deserialize, Serialize};

use crate::compute::ComputeError;
use crate::estimates::{CountingRule, Items, LEVEL, enough_answered, rate};
use crate::prepared::Prepared;
use fieldwork::AnswerMode;
use plan::{Indicator, IndicatorId};
use statistics::{Domain, Factor, Linearized};

/// The classification by mode.
const MODE: &str = "mode";

/// An indicator by mode.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModeComparison {
    /// The indicator.
    pub indicator: IndicatorId,
    /// Its rates, of modes by which enough answered.
    pub rates: Vec<ModeRate>,
    /// Every other mode against the first of these.
    pub differences: Vec<ModeDifference>,
}

/// A rate of those who answered by one mode.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct ModeRate {
    pub mode: AnswerMode,
    /// Weighted, 0 to 1.
    pub rate: f64,
    pub respondents: u64,
}

/// One mode against another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct ModeDifference {
    pub mode: AnswerMode,
    pub from: AnswerMode,
    /// −1 to 1.
    pub difference: f64,
    /// Its 95 % t interval.
    pub interval: (f64, f64),
}

pub(super) fn compare(
    prepared: &Prepared<'_>,
    measured: &[&Indicator],
) -> Result<Vec<ModeComparison>, ComputeError> {
    let dataset = &prepared.dataset;
    let labels = dataset.mode.iter().map(|mode| match mode {
        Some(mode) => mode.as_str(),
        None => "not told",
    });
    let modes = Factor::from_labels(labels);
    let tabulation = Items::on(&[CountingRule::Headline], measured, &[prepared])
        .tabulate(&prepared.weighted.design, &[(MODE, &modes)])?;
    let mut comparisons = Vec::new();
    for indicator in measured {
        let mut found: Vec<(AnswerMode, Linearized)> = Vec::new();
        for mode in AnswerMode::ALL {
            if !dataset.mode.contains(&Some(mode)) {
                continue;
            }
            let domain = Domain::of(MODE, mode.as_str());
            if !enough_answered(&tabulation, indicator, &domain)? {
                continue;
            }
            let rate = rate(&tabulation, CountingRule::Headline, indicator, &domain)?;
            found.extend(rate.map(|rate| (mode, rate)));
        }
        let [first, others @ ..] = found.as_slice() else {
            continue;
        };
        if others.is_empty() {
            continue;
        }
        let mut differences = Vec::new();
        for (mode, rate) in others {
            let difference = tabulation.difference_of(rate, &first.1)?.by_parts();
            differences.push(ModeDifference {
                mode: *mode,
                from: first.0,
                difference: difference.value,
                interval: difference.interval(LEVEL),
            });
        }
        let rates = found.iter().map(|(mode, rate)| ModeRate {
            mode: *mode,
            rate: rate.estimate.value,
            respondents: rate.estimate.respondents as u64,
        });
        comparisons.push(ModeComparison {
            indicator: indicator.id.clone(),
            rates: rates.collect(),
            differences,
        });
    }
    Ok(comparisons)
}

#[cfg(test)]
mod tests {
    use super::super::review;
    use crate::example;
    use questionnaire::{Answer, QuestionId};

    use super::*;

    #[test]
    fn a_mode_is_compared_where_enough_answered_by_it() {
        let mut inputs = example::inputs(200);
        assert!(review(&inputs).unwrap().unwrap().modes.is_empty());
        for (row, response) in inputs.wave.responses.iter_mut().enumerate() {
            let paper = row % 5 == 0;
            response.mode = Some(if paper {
                AnswerMode::Paper
            } else {
                AnswerMode::Web
            });
            let code = if paper && row % 2 == 0 { 5 } else { 1 };
            let answers = &mut response.answers.0;
            answers.insert(QuestionId::new("Q1"), Answer::Number(code));
        }
        let modes = review(&inputs).unwrap().unwrap().modes;
        let first = &modes[0];
        assert_eq!(first.indicator.as_str(), "sat-one");
        let rates: Vec<_> = (first.rates.iter())
            .map(|it| (it.mode, it.respondents))
            .collect();
        assert_eq!(rates, [(AnswerMode::Web, 160), (AnswerMode::Paper, 40)]);
        let [difference] = first.differences.as_slice() else {
            panic!("{first:?}");
        };
        assert!((difference.difference - 0.5).abs() < 0.01, "{difference:?}");
        assert!(difference.interval.0 < 0.5 && difference.interval.1 > 0.5);
        // Of twenty-nine nothing is told.
        let mut papers = 0;
        for response in &mut inputs.wave.responses {
            if response.mode == Some(AnswerMode::Paper) {
                papers += 1;
                if papers > 29 {
                    response.mode = Some(AnswerMode::Web);
                }
            }
        }
        assert!(review(&inputs).unwrap().unwrap().modes.is_empty());
    }
}
