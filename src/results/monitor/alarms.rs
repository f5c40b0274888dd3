//! What looks odd in the field, with a stated chance that it is nothing.
//!
//! # Design
//!
//! Three families of comparisons, in each of which Holm's rule bounds the chance of a false alarm by [`FALSE_ALARMS`]: of a hundred looks at a city in which all is as it should be, five
//! show an alarm of that family. A look more is another chance of a false one.
//!
//! * **PSUs** from which hardly anything comes, or nearly everything: the returns of a PSU against those of the other PSUs of its
//!   stratum, which differ among themselves as much as [`CORRELATION`] says.
//! * **Bursts**: a stratum's returns on one of the last days against its share of the city's returns on the other days.
//! * **Stops**: a stratum with no return on the last days, against its share before, while the city went on. Letters that go
//!   out at one time everywhere make no alarm: only shares are compared.
//!
//! Proven by `clean_cities_stay_at_the_stated_rate` and `planted_oddities_are_found`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::real;
use crate::odd_groups::{Tally, Together};
use fieldwork::SampledPsu;
use fieldwork::store::DailyReturns;
use sampling::{PsuId, StratumId};
use statistics::distribution::{beta_binomial_lower, beta_binomial_upper};
use statistics::holm;

/// The chance of a false alarm in each family, at one look.
pub const FALSE_ALARMS: f64 = 0.05;
/// How much the chance to respond differs from PSU to PSU of a stratum: its variance, in units of p(1 − p).
pub const CORRELATION: f64 = 0.05;
/// The same of a stratum's share of the city's returns, from day to day.
pub const DAILY_CORRELATION: f64 = 0.01;

/// How many full days are looked at, and how many make a stop.
const DAYS: i64 = 14;
const STOP: i64 = 3;
/// Fewer returns of the city say nothing of shares.
const LEAST_RETURNS: u64 = 50;

/// Something odd.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Alarm {
    /// Hardly anything comes from a PSU, or nothing.
    FewReturns {
        psu: PsuId,
        returned: u64,
        cases: u64,
        /// Returns at the rate of its stratum.
        expected: f64,
    },
    /// Nearly everything comes back, or everything.
    ManyReturns {
        psu: PsuId,
        returned: u64,
        cases: u64,
        /// Returns at the rate of its stratum.
        expected: f64,
    },
    /// Nothing has come from a stratum for some days.
    Stopped {
        stratum: StratumId,
        days: u64,
        /// Returns by its share before.
        expected: f64,
    },
    /// Far more came from a stratum on a day than its share.
    Burst {
        stratum: StratumId,
        day: NaiveDate,
        returns: u64,
        /// Returns by its share on the other days.
        expected: f64,
    },
}

/// All that looks odd today; the day that has not ended is left out.
pub fn find_alarms(psus: &[SampledPsu], daily: &[DailyReturns], today: NaiveDate) -> Vec<Alarm> {
    let mut alarms = kept(odd_psus(psus));
    let days = Days::until(daily, today);
    alarms.extend(kept(days.bursts()));
    alarms.extend(kept(days.stops()));
    alarms
}

/// Those whose p value stands against all of their family.
fn kept(family: Vec<(f64, Option<Alarm>)>) -> Vec<Alarm> {
    let p_values: Vec<f64> = family.iter().map(|(p, _)| *p).collect();
    let adjusted = holm(&p_values);
    let stands = family.into_iter().zip(adjusted);
    stands
        .filter_map(|((_, alarm), p)| alarm.filter(|_| p <= FALSE_ALARMS))
        .collect()
}

fn odd_psus(psus: &[SampledPsu]) -> Vec<(f64, Option<Alarm>)> {
    let returns = |psu: &SampledPsu| Tally {
        successes: psu.cases.returned,
        trials: psu.cases.cases,
    };
    let mut strata: BTreeMap<&StratumId, Together> = BTreeMap::new();
    for psu in psus {
        strata.entry(&psu.stratum).or_default().add(returns(psu));
    }
    let judged = psus.iter().filter_map(|psu| {
        let together = strata.get(&psu.stratum)?;
        let odd = together.oddness_of(returns(psu), CORRELATION)?;
        let expected = odd.expected;
        let (psu, returned, cases) = (psu.code.clone(), psu.cases.returned, psu.cases.cases);
        let alarm = if odd.lower < odd.upper {
            Alarm::FewReturns {
                psu,
                returned,
                cases,
                expected,
            }
        } else {
            Alarm::ManyReturns {
                psu,
                returned,
                cases,
                expected,
            }
        };
        Some(((2.0 * odd.lower.min(odd.upper)).min(1.0), Some(alarm)))
    });
    judged.collect()
}

/// The returns of full days, by stratum.
struct Days<'a> {
    returns: BTreeMap<(&'a StratumId, NaiveDate), u64>,
    strata: BTreeSet<&'a StratumId>,
    today: NaiveDate,
}

impl<'a> Days<'a> {
    fn until(daily: &'a [DailyReturns], today: NaiveDate) -> Self {
        let full = daily.iter().filter(|returns| returns.day < today);
        let returns: BTreeMap<_, _> = full
            .map(|returns| ((&returns.stratum, returns.day), returns.returns))
            .collect();
        let strata = returns.keys().map(|(stratum, _)| *stratum).collect();
        Self {
            returns,
            strata,
            today,
        }
    }

    /// Returns of a stratum, or of the city, on the days of which this is true.
    fn sum(&self, stratum: Option<&StratumId>, on: impl Fn(NaiveDate) -> bool) -> u64 {
        let counted = self
            .returns
            .iter()
            .filter(|((of, day), _)| stratum.is_none_or(|stratum| *of == stratum) && on(*day));
        counted.map(|(_, returns)| returns).sum()
    }

    /// The share of a stratum of the city's returns on these days, and how many there were.
    fn share(&self, stratum: &StratumId, on: impl Fn(NaiveDate) -> bool + Copy) -> (f64, u64) {
        let (own, all) = (self.sum(Some(stratum), on), self.sum(None, on));
        ((real(own) + 0.5) / (real(all) + 1.0), all)
    }

    fn ago(&self, day: NaiveDate) -> i64 {
        (self.today - day).num_days()
    }

    fn bursts(&self) -> Vec<(f64, Option<Alarm>)> {
        let days: BTreeSet<NaiveDate> = self.returns.keys().map(|(_, day)| *day).collect();
        let days = days.into_iter().filter(|day| self.ago(*day) <= DAYS);
        let judged = days.flat_map(|day| {
            self.strata.iter().filter_map(move |stratum| {
                let (share, others) = self.share(stratum, |other| other != day);
                let returns = self.sum(Some(stratum), |other| other == day);
                let all = self.sum(None, |other| other == day);
                if others < LEAST_RETURNS || self.strata.len() < 2 {
                    return None;
                }
                let p = beta_binomial_upper(returns, all, share, uncertain(others));
                Some((
                    p,
                    Some(Alarm::Burst {
                        stratum: (*stratum).clone(),
                        day,
                        returns,
                        expected: share * real(all),
                    }),
                ))
            })
        });
        judged.collect()
    }

    fn stops(&self) -> Vec<(f64, Option<Alarm>)> {
        let lately = |day| self.ago(day) <= STOP;
        let all = self.sum(None, lately);
        let judged = self.strata.iter().filter_map(|stratum| {
            let (share, before) = self.share(stratum, |day| !lately(day));
            if before < LEAST_RETURNS || self.strata.len() < 2 {
                return None;
            }
            let returns = self.sum(Some(stratum), lately);
            let p = beta_binomial_lower(returns, all, share, uncertain(before));
            let stopped = (returns == 0).then(|| Alarm::Stopped {
                stratum: (*stratum).clone(),
                days: STOP.unsigned_abs(),
                expected: share * real(all),
            });
            Some((p, stopped))
        });
        judged.collect()
    }
}

/// How much a share differs from day to day, with what is uncertain about it by itself.
fn uncertain(returns: u64) -> f64 {
    DAILY_CORRELATION + (1.0 + DAILY_CORRELATION * 20.0) / real(returns)
}

#[cfg(test)]
mod tests {
    use rand::rngs::ChaCha20Rng;
    use rand::{RngExt, SeedableRng};

    use super::super::example;
    use super::*;

    const STRATA: usize = 18;

    fn day(number: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2014, 9, 1).unwrap() + chrono::TimeDelta::days(number)
    }

    fn stratum(number: usize) -> String {
        format!("{number:02}")
    }

    /// How many of n respond where chances differ as stated: each that does makes the next one likelier.
    fn urn(n: u64, mean: f64, correlation: f64, rng: &mut ChaCha20Rng) -> u64 {
        let step = correlation / (1.0 - correlation);
        (0..n).fold(0, |k, i| {
            let responds = (mean + real(k) * step) / (1.0 + real(i) * step);
            k + u64::from(rng.random::<f64>() < responds)
        })
    }

    /// A city of 18 strata with 16 PSUs of 44 cases, in which PSUs differ as assumed and nothing else is odd; twenty days of
    /// returns, most of them in the first week after each letter.
    fn clean_city(rng: &mut ChaCha20Rng) -> (Vec<SampledPsu>, Vec<DailyReturns>) {
        let mut psus = Vec::new();
        let mut days: BTreeMap<(String, i64), u64> = BTreeMap::new();
        for number in 0..STRATA {
            let mean = 0.25 + 0.02 * real(number as u64);
            for psu in 0..16 {
                let returned = urn(44, mean, CORRELATION, rng);
                psus.push(example(
                    &stratum(number),
                    &format!("{number:02}{psu:02}"),
                    44,
                    returned,
                ));
                for _ in 0..returned {
                    let letter = if rng.random::<f64>() < 0.7 { 0.0 } else { 12.0 };
                    let after = -4.0 * rng.random::<f64>().max(1e-9).ln();
                    let on = (0..20).find(|day| f64::from(*day) + 1.0 > letter + after);
                    *days
                        .entry((stratum(number), i64::from(on.unwrap_or(19))))
                        .or_default() += 1;
                }
            }
        }
        let daily = days
            .into_iter()
            .map(|((stratum, on), returns)| DailyReturns {
                stratum: StratumId::new(stratum),
                day: day(on),
                returns,
            });
        (psus, daily.collect())
    }

    #[test]
    fn clean_cities_stay_at_the_stated_rate() {
        let mut rng = ChaCha20Rng::seed_from_u64(20);
        let cities = 200;
        let (mut odd, mut bursts, mut stops) = (0, 0, 0);
        for _ in 0..cities {
            let (psus, daily) = clean_city(&mut rng);
            let days = Days::until(&daily, day(20));
            odd += u32::from(!kept(odd_psus(&psus)).is_empty());
            bursts += u32::from(!kept(days.bursts()).is_empty());
            stops += u32::from(!kept(days.stops()).is_empty());
        }
        // Of 200 cities ten, and three standard deviations more by chance.
        for (family, found) in [("PSUs", odd), ("bursts", bursts), ("stops", stops)] {
            assert!(found <= 19, "{family}: {found} of {cities}");
        }
    }

    #[test]
    fn planted_oddities_are_found() {
        let mut rng = ChaCha20Rng::seed_from_u64(21);
        let (mut psus, mut daily) = clean_city(&mut rng);
        let coached = &mut psus[40];
        coached.cases.returned = 44;
        coached.cases.silent = 0;
        let (coached, silent) = (coached.code.clone(), psus[280].code.clone());
        psus[280].cases.returned = 0;
        let burst = StratumId::new(stratum(3));
        let stopped = StratumId::new(stratum(16));
        daily.retain(|returns| returns.stratum != stopped || returns.day < day(12));
        for returns in &mut daily {
            if returns.stratum == burst && returns.day == day(13) {
                returns.returns += 150;
            }
        }
        let alarms = find_alarms(&psus, &daily, day(20));
        let many = |alarm: &Alarm| matches!(alarm, Alarm::ManyReturns { psu, returned: 44, .. } if *psu == coached);
        let few = |alarm: &Alarm| matches!(alarm, Alarm::FewReturns { psu, returned: 0, .. } if *psu == silent);
        let burst = |alarm: &Alarm| matches!(alarm, Alarm::Burst { stratum, day: on, .. } if *stratum == burst && *on == day(13));
        let stop =
            |alarm: &Alarm| matches!(alarm, Alarm::Stopped { stratum, .. } if *stratum == stopped);
        for (what, found) in [
            ("everybody returns", alarms.iter().any(many)),
            ("nobody returns", alarms.iter().any(few)),
            ("a burst", alarms.iter().any(burst)),
            ("a stop", alarms.iter().any(stop)),
        ] {
            assert!(found, "{what}: {alarms:?}");
        }
    }

    #[test]
    fn the_first_days_raise_no_alarm() {
        let psus = [example("1", "A", 40, 0), example("1", "B", 40, 0)];
        assert_eq!(find_alarms(&psus, &[], day(1)), []);
    }
}
