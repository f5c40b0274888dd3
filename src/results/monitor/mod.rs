//! A wave in the field: what came back where, how precise that makes its results, and where more would help.
//!
//! # Design
//!
//! It knows draws and dispositions, and of answers nothing but that forms came back: nobody sees what was answered while it is
//! sealed. A returned case counts as complete; how many are partial is known when they are opened. What has to be assumed is
//! a constant here, and the page says it.

mod alarms;
mod evenness;
mod outlook;

pub use alarms::{Alarm, CORRELATION, DAILY_CORRELATION, FALSE_ALARMS, find_alarms};
pub(crate) use evenness::sizes;
pub use evenness::{Evenness, VariableShare, evenness};
pub use outlook::{
    CLUSTER_CORRELATION, Outlook, PACE_DAYS, Worth, city_outlook, expected_returns,
    stratum_outlook, where_more_helps,
};

use fieldwork::SampledPsu;
use fieldwork::disposition::{Disposition, Group, OutcomeCounts, OutcomeRates, OutcomeSums};

/// What became of the cases of a PSU, a stratum or the city.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Progress {
    /// Cases drawn.
    pub sampled: u64,
    /// Cases whose letter was not returned as undeliverable.
    pub delivered: u64,
    /// Cases that sent a form.
    pub returned: u64,
    /// Cases of which more may come: nothing is heard of them, or nobody was reached.
    pub open: u64,
    /// Cases by group, those that returned as complete.
    pub outcomes: OutcomeCounts,
    /// The same by their base weights.
    pub weighted: OutcomeSums,
}

impl Progress {
    /// Of these PSUs together.
    pub fn of<'a>(psus: impl IntoIterator<Item = &'a SampledPsu>) -> Self {
        let mut progress = Self::default();
        for psu in psus {
            progress.add(psu);
        }
        progress
    }

    fn add(&mut self, psu: &SampledPsu) {
        let tally = &psu.cases;
        self.sampled += tally.cases;
        self.delivered += tally.cases;
        self.returned += tally.returned;
        self.open += tally.silent;
        let mut count = |group, cases| {
            self.outcomes.add(group, cases);
            self.weighted.add(group, psu.base_weight * real(cases));
        };
        count(Group::Complete, tally.returned);
        count(Group::UnknownOther, tally.silent);
        for (disposition, cases) in &tally.dispositions {
            count(disposition.group(), *cases);
            if *disposition == Disposition::AddressNotFound {
                self.delivered -= cases;
                continue;
            }
            match disposition.group() {
                Group::NonContact | Group::UnknownHousehold | Group::UnknownOther => {
                    self.open += cases;
                }
                Group::Refusal
                | Group::Other
                | Group::NotEligible
                | Group::Complete
                | Group::Partial => {}
            }
        }
    }

    /// The outcome rates of the cases.
    pub fn rates(&self) -> OutcomeRates {
        OutcomeSums::from(self.outcomes).rates()
    }

    /// Returned of delivered, 0 to 1; none where nothing was delivered.
    pub fn return_rate(&self) -> Option<f64> {
        (self.delivered > 0).then(|| real(self.returned) / real(self.delivered))
    }
}

fn real(count: u64) -> f64 {
    crate::count::real_count(count)
}

/// A PSU of 44 cases in a stratum, for tests.
#[cfg(test)]
fn example(stratum: &str, code: &str, cases: u64, returned: u64) -> SampledPsu {
    use fieldwork::CaseTally;
    SampledPsu {
        id: 0,
        code: sampling::PsuId::new(code),
        stratum: sampling::StratumId::new(stratum),
        urban: true,
        households: 1_000,
        inclusion_probability: 0.1,
        certainty: false,
        base_weight: 100.0,
        at_first: fieldwork::AtFirst {
            cases,
            base_weight: 100.0,
        },
        merged_into: None,
        cases: CaseTally {
            cases,
            returned,
            silent: cases - returned,
            ..CaseTally::default()
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_counted_by_what_may_still_come_of_them() {
        let mut psu = example("1", "A", 20, 5);
        psu.cases.silent = 7;
        psu.cases.dispositions = [
            (Disposition::Refusal, 2),
            (Disposition::NobodyHome, 1),
            (Disposition::AddressNotFound, 4),
            (Disposition::Vacant, 1),
        ]
        .into();
        let progress = Progress::of([&psu, &psu]);
        let of_two = (
            progress.sampled,
            progress.delivered,
            progress.returned,
            progress.open,
        );
        assert_eq!(of_two, (40, 32, 10, 16));
        assert_eq!(progress.outcomes.unknown_other, 14);
        assert_eq!(progress.rates().response.rr1, Some(10.0 / 38.0));
        assert_eq!(progress.return_rate(), Some(10.0 / 32.0));
        let weighted = progress.weighted.rates().response.rr1.unwrap();
        assert!((weighted - 10.0 / 38.0).abs() < 1e-12);
    }
}
