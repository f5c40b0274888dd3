//! May a proportion be shown? Disclosure control and the NCHS presentation standards.
//!
//! Fewer than ten respondents: nothing is shown to anybody. Ten to twenty-nine: analysts only,
//! flagged unreliable. From thirty on the NCHS standard decides: n and effective n at least 30, and
//! the width of the Korn–Graubard interval at most .05, or below .30 with a width relative to p of
//! at most 130 %. If 1 − p fails the relative width, a footnote says so; fewer than eight degrees
//! of freedom, and 0 % or 100 %, ask for a statistician's review.
//!
//! Assumed: the published interval is the Korn–Graubard one at 95 %. Effective n is n/deff, as in the standard, and not yet
//! what the degrees of freedom make of it.
//!
//! Not to be used for means, ratios or totals, for which the standard has other rules, nor as a
//! judgement on bias: it speaks of sampling error only.
//!
//! # References
//!
//! * Parker et al. (2017), *National Center for Health Statistics Data Presentation Standards for
//!   Proportions*, Vital and Health Statistics 2 no. 175, figure 1.
//!
//! Proven by `few_respondents_are_hidden_and_some_flagged`, one case for every branch, and by `requests.rs`.

use schemars::JsonSchema;
use serde::Serialize;

use super::estimate::Estimate;
use super::interval::Interval;

/// Who may see an estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Presentation {
    /// Nobody: too few respondents.
    Suppressed,
    /// Analysts, flagged unreliable.
    Unreliable,
    /// Everybody.
    Shown,
}

/// The judgement on one proportion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reliability {
    /// Who may see it.
    pub presentation: Presentation,
    /// The complement 1 − p has a relative width above 130 %: say so in a footnote.
    pub complement_unreliable: bool,
    /// Fewer than eight degrees of freedom: a statistician should look.
    pub few_degrees_of_freedom: bool,
    /// 0 % or 100 %: publish as a bound ("below 3 %").
    pub at_boundary: bool,
}

impl Reliability {
    /// Judges an estimate by its published interval.
    pub fn of(estimate: &Estimate, interval: &Interval) -> Self {
        let respondents = estimate.respondents;
        let width = interval.upper - interval.lower;
        let relative = |part: f64| part > 0.0 && width / part <= 1.30;
        let precise =
            width <= 0.05 || (width < 0.30 && (relative(estimate.value) || interval.at_boundary));
        // The standard asks for n/deff, before the degrees of freedom make the interval's n* of it. At 0 % and 100 %
        // the design effect is a borrowed one, and n* all there is.
        let effective = estimate
            .effective_sample_size()
            .unwrap_or(interval.effective_sample_size);
        let enough = respondents >= 30 && effective >= 30.0;
        Self {
            presentation: match respondents {
                0..10 => Presentation::Suppressed,
                10..30 => Presentation::Unreliable,
                _ if enough && precise => Presentation::Shown,
                _ => Presentation::Unreliable,
            },
            complement_unreliable: width > 0.05 && !relative(1.0 - estimate.value),
            few_degrees_of_freedom: estimate.degrees_of_freedom < 8,
            at_boundary: interval.at_boundary,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{IntervalMethod, Precision, Sides};

    fn judge(value: f64, respondents: u32, df: usize) -> Reliability {
        let n = f64::from(respondents);
        let estimate = Estimate {
            value,
            standard_error: (value * (1.0 - value) / n).sqrt(),
            degrees_of_freedom: df,
            design_degrees_of_freedom: df,
            respondents: respondents as usize,
            domain_rows: respondents as usize,
            sum_of_weights: n,
            weighted_total: n * value,
            unweighted_total: n * value,
            design_effect: Some(1.0),
            design_effect_with_replacement: Some(1.0),
            weighting_design_effect: 1.0,
        };
        let precision: Precision = estimate.precision(1.0);
        let interval = precision
            .interval(IntervalMethod::KornGraubard, 0.95, Sides::Both)
            .unwrap();
        Reliability::of(&estimate, &interval)
    }

    #[test]
    fn few_respondents_are_hidden_and_some_flagged() {
        assert_eq!(judge(0.5, 9, 20).presentation, Presentation::Suppressed);
        assert_eq!(judge(0.5, 29, 20).presentation, Presentation::Unreliable);
        assert_eq!(judge(0.5, 200, 60).presentation, Presentation::Shown);
        assert_eq!(judge(0.05, 60, 60).presentation, Presentation::Unreliable);
        assert!(judge(0.5, 200, 7).few_degrees_of_freedom);
        assert!(judge(0.95, 60, 60).complement_unreliable);
    }
}
