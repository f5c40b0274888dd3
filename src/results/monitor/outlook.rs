//! How wide intervals are now and may be in the end, and where the next letter or visit helps most.
//!
//! ```text
//! half-width   z √(d/4n)    n returned forms, d their design effect: for a share of one half, for which it is widest
//! d            (1 + cv² of the base weights) (1 + (b − 1)ρ)     b returned forms per PSU
//! in the end   n + the pace of the last days, halved every week until the close, at most what is open
//! worth of a letter to stratum h      W²ₕ (1 + (b − 1)ρ) rₕ / nₕ²    Wₕ its share of households, rₕ returned of delivered
//! ```
//!
//! The last is by how much the variance of a figure of the city falls with one more letter, in units of the variance of an
//! answer: a letter brings rₕ forms, and the variance is the sum of W²ₕ d/nₕ.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Progress, real};
use fieldwork::SampledPsu;
use fieldwork::store::DailyReturns;
use sampling::StratumId;
use statistics::{margin_for_size, planned_design_effect};

/// ρ: how alike people of one PSU answer, as planned.
pub const CLUSTER_CORRELATION: f64 = 0.05;
/// Over how many full days the pace is taken.
pub const PACE_DAYS: u64 = 7;

const LEVEL: f64 = 0.95;

/// How precise results are now, and may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlook {
    /// The design effect assumed.
    pub design_effect: f64,
    /// Half the width of the interval of a share of one half today; none while nothing has come back.
    pub half_width: Option<f64>,
    /// Forms expected in the end.
    pub expected: f64,
    /// The same half-width then.
    pub half_width_in_the_end: Option<f64>,
}

/// Of the city: weights count, strata do not, which is a little too cautious.
pub fn city_outlook(psus: &[SampledPsu], expected: f64) -> Outlook {
    outlook(psus.iter(), expected)
}

/// Of one stratum.
pub fn stratum_outlook(psus: &[SampledPsu], stratum: &StratumId, expected: f64) -> Outlook {
    outlook(psus.iter().filter(|psu| psu.stratum == *stratum), expected)
}

fn outlook<'a>(psus: impl Iterator<Item = &'a SampledPsu>, expected: f64) -> Outlook {
    let (mut returned, mut weights, mut squares, mut places) = (0.0, 0.0, 0.0, 0.0);
    for psu in psus.filter(|psu| psu.cases.returned > 0) {
        let forms = real(psu.cases.returned);
        returned += forms;
        weights += forms * psu.base_weight;
        squares += forms * psu.base_weight.powi(2);
        places += 1.0;
    }
    if returned == 0.0 {
        return Outlook {
            design_effect: 1.0,
            half_width: None,
            expected,
            half_width_in_the_end: None,
        };
    }
    let of_weights = returned * squares / weights.powi(2);
    let effect =
        |forms: f64| planned_design_effect(of_weights, forms / places, CLUSTER_CORRELATION);
    let half_width = |forms: f64| margin_for_size(0.5, forms, LEVEL, effect(forms));
    Outlook {
        design_effect: effect(returned),
        half_width: Some(half_width(returned)),
        expected,
        half_width_in_the_end: Some(half_width(expected.max(returned))),
    }
}

/// Forms expected in the end of a stratum: those there, and the pace of the last seven full days, halved every week, for the days
/// that are left; at most as many as are open.
pub fn expected_returns(
    progress: &Progress,
    stratum: &StratumId,
    daily: &[DailyReturns],
    today: NaiveDate,
    last_day: NaiveDate,
) -> f64 {
    let lately = daily.iter().filter(|returns| {
        let ago = (today - returns.day).num_days();
        returns.stratum == *stratum && (1..=PACE_DAYS.cast_signed()).contains(&ago)
    });
    let pace = real(lately.map(|returns| returns.returns).sum()) / real(PACE_DAYS);
    let left = u32::try_from((last_day - today).num_days()).unwrap_or(0);
    let halving = (1..=left).map(|day| 0.5_f64.powf(f64::from(day) / 7.0));
    let more = pace * halving.sum::<f64>();
    real(progress.returned) + more.min(real(progress.open))
}

/// What another letter to a stratum is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Worth {
    /// The stratum.
    pub stratum: StratumId,
    /// Its cases of which more may come.
    pub open: u64,
    /// How much one more letter there helps the city's figures, the best stratum being 1.
    pub relative: f64,
}

/// Where more would help, the best first; strata without open cases are left out. One from which nothing has come yet
/// counts as if one form had.
pub fn where_more_helps(psus: &[SampledPsu]) -> Vec<Worth> {
    let mut strata: BTreeMap<&StratumId, Vec<&SampledPsu>> = BTreeMap::new();
    for psu in psus {
        strata.entry(&psu.stratum).or_default().push(psu);
    }
    let households = |psus: &[&SampledPsu]| -> f64 {
        psus.iter()
            .map(|psu| psu.base_weight * real(psu.cases.cases))
            .sum()
    };
    let all: f64 = strata.values().map(|psus| households(psus)).sum();
    let worth = strata.iter().filter_map(|(stratum, psus)| {
        let progress = Progress::of(psus.iter().copied());
        let forms = real(progress.returned.max(1));
        let clustering =
            planned_design_effect(1.0, forms / real(psus.len() as u64), CLUSTER_CORRELATION);
        let rate = forms / real(progress.delivered.max(1));
        let share = households(psus) / all;
        let relative = share * share * clustering.max(1.0) * rate / (forms * forms);
        (progress.open > 0).then(|| Worth {
            stratum: (*stratum).clone(),
            open: progress.open,
            relative,
        })
    });
    let mut worth: Vec<Worth> = worth.collect();
    worth.sort_by(|a, b| b.relative.total_cmp(&a.relative));
    let best = worth.first().map_or(1.0, |best| best.relative);
    for one in &mut worth {
        one.relative /= best;
    }
    worth
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn half_widths_are_those_of_the_planned_sample_size() {
        let psus: Vec<SampledPsu> = (0..40)
            .map(|number| example("1", &format!("{number}"), 44, 20))
            .collect();
        let outlook = city_outlook(&psus, 1_600.0);
        // Twenty a PSU: 1 + 19 × .05.
        assert!((outlook.design_effect - 1.95).abs() < 1e-12);
        let expected = 1.959_964 * (1.95_f64 / 4.0 / 800.0).sqrt();
        assert!((outlook.half_width.unwrap() - expected).abs() < 1e-6);
        let end = 1.959_964 * (2.95_f64 / 4.0 / 1_600.0).sqrt();
        assert!((outlook.half_width_in_the_end.unwrap() - end).abs() < 1e-6);
        assert_eq!(city_outlook(&[], 0.0).half_width, None);
    }

    #[test]
    fn the_pace_halves_every_week_and_ends_with_what_is_open() {
        let day = |day| NaiveDate::from_ymd_opt(2014, 9, day).unwrap();
        let stratum = StratumId::new("1");
        let daily = [DailyReturns {
            stratum: stratum.clone(),
            day: day(9),
            returns: 70,
        }];
        let progress = Progress {
            returned: 100,
            open: 1_000,
            ..Progress::default()
        };
        let of = |progress: &Progress, last| {
            expected_returns(progress, &stratum, &daily, day(10), day(last))
        };
        assert!((of(&progress, 10) - 100.0).abs() < 1e-12);
        assert!((of(&progress, 11) - 100.0 - 10.0 * 0.5_f64.powf(1.0 / 7.0)).abs() < 1e-9);
        let few = Progress {
            open: 3,
            ..progress
        };
        assert!((of(&few, 30) - 103.0).abs() < 1e-12);
    }

    #[test]
    fn the_next_letter_helps_most_where_few_answered_for_many() {
        let mut psus = vec![
            example("small", "A", 40, 10),
            example("large", "B", 40, 10),
            example("done", "C", 40, 40),
        ];
        psus[1].base_weight = 300.0;
        let worth = where_more_helps(&psus);
        let order: Vec<&str> = worth.iter().map(|one| one.stratum.as_str()).collect();
        assert_eq!(order, ["large", "small"]);
        assert!((worth[0].relative - 1.0).abs() < 1e-12);
        assert!((worth[1].relative - 1.0 / 9.0).abs() < 1e-12);
    }
}
