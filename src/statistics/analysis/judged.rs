//! What is said about a proportion: the verdict on a target, whether it may be shown, and the share
//! behind a sensitive question.

use super::answers::{
    Chances, CrosswiseOutcome, Limits, LimitsMethod, Outcome, Published, ReliabilityOutcome, Share,
    VerdictOutcome, symmetric,
};
use super::document::Number;
use super::planning::whole;
use super::statistic::{LEVEL, Statistic};
use crate::count::real;
use crate::crosswise::CrosswiseEstimate;
use crate::estimate::Estimate;
use crate::interval::Sides;
use crate::reliability::Reliability;
use crate::verdict::{Verdict, operating_characteristic};

/// A verdict or a judgement of reliability, read off the published interval.
pub(super) fn outcome(statistic: &Statistic, estimate: &Estimate, design_effect: f64) -> Outcome {
    let level = match statistic {
        Statistic::Verdict { level, .. } => level.unwrap_or(LEVEL),
        _ => LEVEL,
    };
    let interval = match estimate.interval(level, design_effect) {
        Ok(interval) => interval,
        Err(error) => return Outcome::refused(error),
    };
    let limits = (interval.lower, interval.upper);
    let df = real(estimate.degrees_of_freedom);
    let published = Published {
        n: estimate.respondents,
        estimate: Number(estimate.value),
        se: Number(estimate.standard_error),
        n_star: Number(interval.effective_sample_size),
        at_boundary: interval.at_boundary,
        ci: vec![Limits::new(LimitsMethod::KornGraubard, level, df, limits)],
    };
    let Statistic::Verdict {
        threshold,
        direction,
        truth,
        ..
    } = statistic
    else {
        let judged = Reliability::of(estimate, &interval);
        return Outcome::Reliability(ReliabilityOutcome {
            published,
            presentation: judged.presentation,
            complement_unreliable: judged.complement_unreliable,
            few_degrees_of_freedom: judged.few_degrees_of_freedom,
        });
    };
    let persons = whole(interval.effective_sample_size);
    let truths = match truth.list() {
        [] => std::slice::from_ref(threshold),
        truths => truths,
    };
    let chances = truths.iter().map(|&truth| {
        let chance = operating_characteristic(truth, *threshold, *direction, persons, level);
        Chances::of(truth, &chance)
    });
    Outcome::Verdict(VerdictOutcome {
        published,
        verdict: Verdict::of(limits, *threshold, *direction),
        operating_characteristic: chances.collect(),
    })
}

/// A prevalence behind "same" answers, with the shares it comes from.
pub(super) fn crosswise_outcome(
    estimate: &CrosswiseEstimate,
    same: &Estimate,
    anchor: Option<&Estimate>,
) -> CrosswiseOutcome {
    let df = same.degrees_of_freedom;
    let methods = [
        (LimitsMethod::TDomainDf, real(df)),
        (LimitsMethod::Normal, f64::INFINITY),
    ];
    let (value, se) = (estimate.value, estimate.standard_error);
    CrosswiseOutcome {
        n: same.respondents,
        df,
        estimate: Number(value),
        clipped: Number(estimate.clipped()),
        se: Number(se),
        attention: Number(estimate.attention),
        same: Share::from(same),
        ci: symmetric(value, se, &methods, Sides::Both),
        anchor_same: anchor.map(Share::from),
    }
}
