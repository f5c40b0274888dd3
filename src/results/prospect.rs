//! What a sample can prove, before it is drawn.
//!
//! The persons to expect are the letters times the share that answers; their number is divided by the design effect
//!
//! ```text
//! deff = weights × allocation × [1 + (b − 1) ρ]
//! ```
//!
//! with `b` the persons to expect of one PSU, `ρ` the intraclass correlation, the effect of weights as assumed, and that of
//! the allocation Kish's `Σ N_h²/n_h · n/N²`, which a stratum alone does not have. The interval is the one that will be
//! published (Korn and Graubard, with PSUs minus strata degrees of freedom), and its effective sample size is that at which the
//! chance of each verdict is worked out, since the verdict is read off this interval.
//!
//! Assumed: that the design effect and the share of answers come as planned, and that all invited answer every question. When not
//! to use: for a question asked of a part of the sample only, which has that part of the letters; for a comparison of waves.
//!
//! # References
//!
//! Kish (1965), *Survey Sampling*, sections 5.4 and 8.2; Korn & Graubard (1998). The formulas are those of
//! `statistics::planned_design_effect`, `statistics::allocation_design_effect` and `statistics::operating_characteristic`.
//! Proven by `a_design_has_the_design_effect_and_size_of_its_formula`.

use plan::{Indicator, Plan};
use sampling::{Assumptions, DrawError, Frame, SamplePlan, StratumId, divide};
pub use statistics::Direction;
use statistics::{
    IntervalMethod, OperatingCharacteristic, Precision, Sides, allocation_design_effect,
    operating_characteristic, planned_design_effect,
};

use super::Release;
use super::count::real_count;
use super::indicators::{direction, threshold};
use super::release::Results;

/// The level of the interval that is published.
const LEVEL: f64 = 0.95;

/// What can be expected of a sample.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Prospect {
    pub strata: Vec<StratumProspect>,
    /// PSUs in all.
    pub psus: u64,
    /// The whole city.
    pub city: Expected,
    pub design_effect: DesignEffect,
    /// Letters and PSUs at their prices.
    pub cost: f64,
}

/// What a sample loses against a simple random one, factor by factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DesignEffect {
    /// Unequal weights within strata.
    pub weights: f64,
    /// Strata that have other shares of the sample than of the population.
    pub allocation: f64,
    /// Persons of one PSU who think alike.
    pub clusters: f64,
}

impl DesignEffect {
    /// The product.
    pub fn total(&self) -> f64 {
        self.weights * self.allocation * self.clusters
    }
}

/// What can be expected of one stratum.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct StratumProspect {
    pub code: StratumId,
    pub population: u64,
    /// Units in the frame.
    pub units: u64,
    /// PSUs to be drawn.
    pub psus: u64,
    pub expected: Expected,
}

/// How many letters go out, and how exact a rate comes back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// Households invited, where every list is long enough.
    pub letters: u64,
    /// Persons who answer.
    pub returns: f64,
    /// The effective sample size behind the interval.
    pub effective: f64,
    /// The interval of the assumed rate; none of fewer than two persons, or where no degree of freedom is left.
    pub interval: Option<(f64, f64)>,
}

impl Expected {
    fn of(
        letters: u64,
        assumed: &Assumptions,
        design_effect: f64,
        degrees_of_freedom: u64,
    ) -> Self {
        let returns = real_count(letters) * assumed.response_rate;
        let effective = returns / design_effect;
        let precision = Precision {
            value: assumed.rate,
            standard_error: (assumed.rate * (1.0 - assumed.rate) / effective).sqrt(),
            degrees_of_freedom: real_count(degrees_of_freedom),
            respondents: returns,
            boundary_design_effect: design_effect,
        };
        let interval = (returns >= 2.0)
            .then(|| {
                precision
                    .interval(IntervalMethod::KornGraubard, LEVEL, Sides::Both)
                    .ok()
            })
            .flatten();
        Self {
            letters,
            returns,
            effective: interval.map_or(effective, |interval| interval.effective_sample_size),
            interval: interval.map(|interval| (interval.lower, interval.upper)),
        }
    }

    /// The chance of each verdict on a target, were this the true rate.
    pub fn chances(&self, target: &Threshold, truth: f64) -> OperatingCharacteristic {
        // Far below 2³²: letters are bounded.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a size of at least 0"
        )]
        let size = self.effective.max(1.0) as u32;
        operating_characteristic(truth, target.rate, target.direction, size, LEVEL)
    }

    /// The true rate nearest to the target of which the verdict "met" has this chance, and the one of "not met"; none where no
    /// rate has it.
    pub fn provable(&self, target: &Threshold, power: f64) -> (Option<f64>, Option<f64>) {
        let good_end = if target.direction == Direction::AtMost {
            0.0
        } else {
            1.0
        };
        let nearest = |end: f64, chance: &dyn Fn(OperatingCharacteristic) -> f64| {
            let reached = |truth: f64| chance(self.chances(target, truth)) >= power;
            let (mut without, mut with) = (target.rate, end);
            if !reached(with) {
                return None;
            }
            while (with - without).abs() > 1e-5 {
                let middle = f64::midpoint(with, without);
                if reached(middle) {
                    with = middle;
                } else {
                    without = middle;
                }
            }
            Some(with)
        };
        (
            nearest(good_end, &|chances| chances.met),
            nearest(1.0 - good_end, &|chances| chances.not_met),
        )
    }
}

/// What an earlier wave tells a planner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Experience {
    /// Respondents per invitation.
    pub response_rate: f64,
    /// The design effect of its final weights, that of the allocation taken in.
    pub weights: f64,
    /// The intraclass correlation that its design effects beyond that of the weights come from: the median over indicators, at
    /// least 0.
    pub intraclass_correlation: f64,
}

impl Experience {
    /// What a release of a drawn sample tells; nothing where it has no figure of two persons or more to a PSU.
    pub fn of(release: &Release) -> Option<Self> {
        let Results::Probability { method, indicators } = &release.results else {
            return None;
        };
        let weights = method.weighting.last()?.design_effect;
        let psus = real_count(method.psus);
        let figures = indicators.iter().filter_map(|indicator| indicator.rate);
        let correlations = figures.filter_map(|figure| {
            let of_a_psu = real_count(figure.respondents) / psus;
            let correlation = (figure.design_effect / weights - 1.0) / (of_a_psu - 1.0);
            (of_a_psu >= 2.0 && correlation.is_finite()).then(|| correlation.max(0.0))
        });
        let mut correlations: Vec<f64> = correlations.collect();
        correlations.sort_by(f64::total_cmp);
        Some(Self {
            response_rate: real_count(release.respondents) / real_count(method.invitations.max(1)),
            weights,
            intraclass_correlation: *correlations.get(correlations.len() / 2)?,
        })
    }
}

/// A rate that was promised, with the indicators it was promised of.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold<'a> {
    /// 0 to 1.
    pub rate: f64,
    /// Which side of it is good.
    pub direction: Direction,
    /// In the order of the plan.
    pub indicators: Vec<&'a Indicator>,
}

/// The rates promised of what a questionnaire measures, in the order of the plan.
pub fn thresholds<'a>(plan: &'a Plan, questionnaire: &str) -> Vec<Threshold<'a>> {
    let mut thresholds: Vec<Threshold<'a>> = Vec::new();
    for indicator in &plan.indicators {
        let measured = indicator.measure.as_ref();
        let measured =
            measured.is_some_and(|it| it.questionnaire == questionnaire && !it.cross_check);
        let Some(direction) = direction(indicator) else {
            continue;
        };
        let Some(rate) = threshold(indicator) else {
            continue;
        };
        if !(measured && rate > 0.0 && rate < 1.0) {
            continue;
        }
        let known = thresholds
            .iter_mut()
            .find(|it| it.direction == direction && (it.rate - rate).abs() < 1e-12);
        match known {
            Some(known) => known.indicators.push(indicator),
            None => thresholds.push(Threshold {
                rate,
                direction,
                indicators: vec![indicator],
            }),
        }
    }
    thresholds
}

/// What can be expected of a sample by this plan from this frame.
///
/// # Errors
///
/// Those of the draw: a plan that has a prospect can be drawn.
pub fn prospect(
    frame: &Frame,
    plan: &SamplePlan,
    assumed: &Assumptions,
) -> Result<Prospect, DrawError> {
    let parts = divide(frame, plan)?;
    let of_a_psu = (real_count(plan.per_psu) * assumed.response_rate).max(1.0);
    let reals =
        |numbers: &mut dyn Iterator<Item = u64>| numbers.map(real_count).collect::<Vec<f64>>();
    let populations = reals(&mut frame.strata().iter().map(|stratum| stratum.population));
    let allocation = allocation_design_effect(&populations, &reals(&mut parts.iter().copied()));
    let design_effect = DesignEffect {
        weights: assumed.weighting_design_effect,
        // Rounding aside it is at least 1; a stratum without PSUs is not represented at all.
        allocation: allocation.map_or(f64::INFINITY, |effect| effect.max(1.0)),
        clusters: planned_design_effect(1.0, of_a_psu, assumed.intraclass_correlation),
    };
    let within = design_effect.weights * design_effect.clusters;
    let strata = frame
        .strata()
        .iter()
        .zip(&parts)
        .map(|(stratum, &psus)| StratumProspect {
            code: stratum.code.clone(),
            population: stratum.population,
            units: frame.units_of(&stratum.code).len() as u64,
            psus,
            expected: Expected::of(psus * plan.per_psu, assumed, within, psus.saturating_sub(1)),
        });
    let strata: Vec<StratumProspect> = strata.collect();
    let psus: u64 = parts.iter().sum();
    let letters = psus * plan.per_psu;
    let degrees = psus.saturating_sub(parts.len() as u64);
    Ok(Prospect {
        strata,
        psus,
        city: Expected::of(letters, assumed, design_effect.total(), degrees),
        design_effect,
        cost: real_count(letters) * assumed.cost_per_letter
            + real_count(psus) * assumed.cost_per_psu,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use db::Document;
    use questionnaire::Text;
    use sampling::{Allocation, FrameStratum, FrameUnit, PsuId};

    fn frame() -> Frame {
        let strata = [("1", 100_000), ("2", 300_000)].map(|(code, population)| FrameStratum {
            code: StratumId::new(code),
            name: Text::from([("zh", "区")]),
            kind: "district".to_owned(),
            population,
            expiry: None,
        });
        let units = strata.iter().flat_map(|stratum| {
            (0..100).map(|number| FrameUnit {
                code: PsuId::new(format!("{}-{number:03}", stratum.code)),
                stratum: stratum.code.clone(),
                name: Text::from([("zh", "社区")]),
                urban: true,
                street: None,
                population: 3_000,
                households: 1_000,
            })
        });
        Frame::new(strata.to_vec(), units.collect())
    }

    fn plan(allocation: Allocation) -> SamplePlan {
        SamplePlan {
            households: 2_000,
            per_psu: 25,
            allocation,
            method: sampling::Method::Systematic,
            minimum_psus: None,
            seed: 1,
            shift: 0.0,
            reserve: None,
        }
    }

    const ASSUMED: Assumptions = Assumptions {
        rate: 0.9,
        response_rate: 0.4,
        intraclass_correlation: 0.05,
        weighting_design_effect: 1.25,
        cost_per_letter: 3.0,
        cost_per_psu: 100.0,
    };

    #[test]
    fn a_design_has_the_design_effect_and_size_of_its_formula() {
        let found = prospect(&frame(), &plan(Allocation::Equal), &ASSUMED).unwrap();
        assert_eq!((found.psus, found.city.letters), (80, 2_000));
        // 1.25 · (1 + 9 · 0.05) · (1² + 3²) / 40 · 80 / 16
        assert!((found.design_effect.total() - 1.25 * 1.45 * 1.25).abs() < 1e-12);
        assert!((found.city.returns - 800.0).abs() < 1e-9);
        // t with 799 and with 78 degrees of freedom: 1.96294 and 1.99085.
        let effective = 800.0 / found.design_effect.total() * (1.962_94_f64 / 1.990_85).powi(2);
        assert!(
            (found.city.effective / effective - 1.0).abs() < 1e-5,
            "{found:?}"
        );
        let (lower, upper) = found.city.interval.unwrap();
        assert!(
            lower > 0.86 && lower < 0.9 && upper > 0.9 && upper < 0.94,
            "{found:?}"
        );
        assert!((found.cost - 14_000.0).abs() < 1e-9);
        let stratum = &found.strata[0].expected;
        assert_eq!(stratum.letters, 1_000);
        let within = 400.0 / (1.25 * 1.45);
        assert!(
            stratum.effective < within && stratum.effective > 0.9 * within,
            "{stratum:?}"
        );
    }

    #[test]
    fn proportional_allocation_alone_costs_nothing() {
        let found = prospect(&frame(), &plan(Allocation::Proportional), &ASSUMED).unwrap();
        assert!((found.design_effect.allocation - 1.0).abs() < 1e-12);
        let even = Assumptions {
            intraclass_correlation: 0.0,
            weighting_design_effect: 1.0,
            ..ASSUMED
        };
        let found = prospect(&frame(), &plan(Allocation::Proportional), &even).unwrap();
        assert!((found.design_effect.total() - 1.0).abs() < 1e-12);
        assert!(found.city.effective <= found.city.returns);
    }

    #[test]
    fn what_can_be_proven_lies_on_either_side_of_the_target() {
        let found = prospect(&frame(), &plan(Allocation::SquareRoot), &ASSUMED).unwrap();
        for direction in [Direction::AtLeast, Direction::AtMost] {
            let target = Threshold {
                rate: 0.8,
                direction,
                indicators: Vec::new(),
            };
            let (met, missed) = found.city.provable(&target, 0.8);
            let (met, missed) = (met.unwrap(), missed.unwrap());
            assert_eq!(met > 0.8, direction == Direction::AtLeast);
            assert_eq!(missed < 0.8, direction == Direction::AtLeast);
            assert!((found.city.chances(&target, met).met - 0.8).abs() < 1e-2);
            assert!((found.city.chances(&target, missed).not_met - 0.8).abs() < 1e-2);
        }
        let near = Threshold {
            rate: 0.999,
            direction: Direction::AtLeast,
            indicators: Vec::new(),
        };
        assert_eq!(found.strata[0].expected.provable(&near, 0.8).0, None);
    }

    #[test]
    fn an_earlier_wave_tells_its_intraclass_correlation() {
        let file = include_bytes!("../../tests/schemas/2/release_of_a_sample.json");
        let mut release = Release::from_json(serde_json::from_slice(file).unwrap()).unwrap();
        let Results::Probability { method, indicators } = &mut release.results else {
            panic!("the release of a sample");
        };
        method.psus = 10;
        method.invitations = 400;
        method.weighting.last_mut().unwrap().design_effect = 1.2;
        indicators.truncate(1);
        let figure = indicators[0].rate.as_mut().unwrap();
        figure.respondents = 100;
        figure.design_effect = 1.2 * (1.0 + 9.0 * 0.05);
        release.respondents = 120;
        let found = Experience::of(&release).unwrap();
        assert!(
            (found.intraclass_correlation - 0.05).abs() < 1e-12,
            "{found:?}"
        );
        assert!((found.response_rate - 0.3).abs() < 1e-12);
        assert!((found.weights - 1.2).abs() < 1e-12);
    }

    #[test]
    fn the_promised_rates_of_a_questionnaire_are_told_with_their_indicators() {
        let file = include_bytes!("../../surveys/harbin-2012-2014/plan.toml");
        let plan = plan::read("plan.toml", file).plan.unwrap();
        let found: Vec<(f64, usize)> = (thresholds(&plan, "residents").iter())
            .map(|it| (it.rate, it.indicators.len()))
            .collect();
        assert_eq!(found, [(0.9, 3), (0.85, 2), (0.75, 1), (0.8, 1)]);
        assert!(thresholds(&plan, "window").is_empty());
    }
}
