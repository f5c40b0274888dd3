//! Response, cooperation, refusal and contact rates.
//!
//! With I complete, P partial, R refusals and break-offs, NC non-contacts, O other eligible non-interviews, UH unknown
//! whether a household, UO unknown whether anyone is eligible, NE not eligible, and e the share of the unknown that is
//! taken as eligible:
//!
//! ```text
//! RR1 = I / (I+P+R+NC+O+UH+UO)   RR3 = I / (I+P+R+NC+O + e(UH+UO))   RR5 = I / (I+P+R+NC+O)   RR2, RR4, RR6: I+P above
//! COOP1 = I / (I+P+R+O)   COOP3 = I / (I+P+R)   COOP2, COOP4: I+P above
//! REF1, REF2, REF3 = R / the denominators of RR1, RR3, RR5
//! CON1, CON2, CON3 = (I+P+R+O) / the same
//! ```
//!
//! Without another e it is that of the known cases, (I+P+R+NC+O) / (I+P+R+NC+O+NE), in proportion (CASRO). Where nothing
//! stands below the line there is no rate, neither 0 nor 1. Sums of base weights give weighted rates.
//!
//! # References
//!
//! AAPOR (2023), *Standard Definitions*, 10th edition, pp. 85–90; fixture `aapor` (R's `outcomerate` and `responserates`).

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use super::Group;

/// Cases by group: how many, or the sum of their base weights.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcomes<N> {
    /// I: complete questionnaires (at least 80 % of the applicable questions, and every overall one).
    pub complete: N,
    /// P: partial ones (50 to 80 %).
    pub partial: N,
    /// R: refusals, and break-offs (below 50 %).
    pub refusal: N,
    /// NC: non-contacts.
    pub non_contact: N,
    /// O: other eligible non-interviews.
    pub other: N,
    /// UH: unknown whether a household.
    pub unknown_household: N,
    /// UO: unknown whether anyone is eligible; every invitation nothing was heard of.
    pub unknown_other: N,
    /// NE: not eligible.
    pub not_eligible: N,
}

/// Cases by group.
pub type OutcomeCounts = Outcomes<u64>;

/// Sums of base weights by group.
pub type OutcomeSums = Outcomes<f64>;

impl<N: AddAssign> Outcomes<N> {
    /// Adds cases of a group, or their weight.
    pub fn add(&mut self, group: Group, amount: N) {
        let sum = match group {
            Group::Complete => &mut self.complete,
            Group::Partial => &mut self.partial,
            Group::Refusal => &mut self.refusal,
            Group::NonContact => &mut self.non_contact,
            Group::Other => &mut self.other,
            Group::UnknownHousehold => &mut self.unknown_household,
            Group::UnknownOther => &mut self.unknown_other,
            Group::NotEligible => &mut self.not_eligible,
        };
        *sum += amount;
    }
}

impl OutcomeCounts {
    /// The response rates.
    pub fn response_rates(&self) -> ResponseRates {
        OutcomeSums::from(*self).rates().response
    }
}

impl From<OutcomeCounts> for OutcomeSums {
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of cases are far below 2^52"
    )]
    fn from(counts: OutcomeCounts) -> Self {
        Self {
            complete: counts.complete as f64,
            partial: counts.partial as f64,
            refusal: counts.refusal as f64,
            non_contact: counts.non_contact as f64,
            other: counts.other as f64,
            unknown_household: counts.unknown_household as f64,
            unknown_other: counts.unknown_other as f64,
            not_eligible: counts.not_eligible as f64,
        }
    }
}

/// RR1 to RR6 and e, all 0 to 1; none where no case could have answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct ResponseRates {
    /// I / all that may be eligible.
    pub rr1: Option<f64>,
    /// (I+P) / the same.
    pub rr2: Option<f64>,
    /// I / eligible, with e times the unknown.
    pub rr3: Option<f64>,
    /// (I+P) / the same.
    pub rr4: Option<f64>,
    /// I / known eligible.
    pub rr5: Option<f64>,
    /// (I+P) / the same.
    pub rr6: Option<f64>,
    /// e: share of the unknown cases taken as eligible.
    pub eligible_share: Option<f64>,
}

/// All rates, 0 to 1; none where no case stands below the line.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct OutcomeRates {
    /// RR1 to RR6.
    pub response: ResponseRates,
    /// COOP1 to COOP4: of the people reached, who answered.
    pub cooperation: [Option<f64>; 4],
    /// REF1 to REF3.
    pub refusal: [Option<f64>; 3],
    /// CON1 to CON3: households in which somebody was reached.
    pub contact: [Option<f64>; 3],
}

impl OutcomeSums {
    fn interviews(&self) -> f64 {
        self.complete + self.partial
    }

    fn eligible(&self) -> f64 {
        self.interviews() + self.refusal + self.non_contact + self.other
    }

    /// e in proportion to the known cases (CASRO); none where nothing is known.
    pub fn eligible_share(&self) -> Option<f64> {
        share(self.eligible(), self.eligible() + self.not_eligible)
    }

    /// The rates with e of the known cases.
    pub fn rates(&self) -> OutcomeRates {
        self.rates_with(self.eligible_share())
    }

    /// The rates with a stated e, 0 to 1. Those that need e are none where it is none and there are unknown cases.
    pub fn rates_with(&self, eligible_share: Option<f64>) -> OutcomeRates {
        let Self {
            complete, refusal, ..
        } = *self;
        let (interviews, eligible) = (self.interviews(), self.eligible());
        let unknown = self.unknown_household + self.unknown_other;
        let reached = interviews + refusal + self.other;
        let estimated = match eligible_share {
            Some(e) => Some(eligible + e * unknown),
            None => (unknown <= 0.0).then_some(eligible),
        };
        let of_estimated = |part: f64| estimated.and_then(|whole| share(part, whole));
        OutcomeRates {
            response: ResponseRates {
                rr1: share(complete, eligible + unknown),
                rr2: share(interviews, eligible + unknown),
                rr3: of_estimated(complete),
                rr4: of_estimated(interviews),
                rr5: share(complete, eligible),
                rr6: share(interviews, eligible),
                eligible_share,
            },
            cooperation: [
                share(complete, reached),
                share(interviews, reached),
                share(complete, interviews + refusal),
                share(interviews, interviews + refusal),
            ],
            refusal: [
                share(refusal, eligible + unknown),
                of_estimated(refusal),
                share(refusal, eligible),
            ],
            contact: [
                share(reached, eligible + unknown),
                of_estimated(reached),
                share(reached, eligible),
            ],
        }
    }
}

fn share(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn response_rates_follow_the_formulas_of_aapor() {
        let counts = OutcomeCounts {
            complete: 400,
            partial: 50,
            refusal: 100,
            non_contact: 150,
            other: 20,
            unknown_household: 60,
            unknown_other: 140,
            not_eligible: 80,
        };
        let rates = counts.response_rates();
        for (rate, expected) in [
            (rates.rr1, 400.0 / 920.0),
            (rates.rr2, 450.0 / 920.0),
            (rates.eligible_share, 0.9),
            (rates.rr3, 400.0 / 900.0),
            (rates.rr4, 450.0 / 900.0),
            (rates.rr5, 400.0 / 720.0),
            (rates.rr6, 450.0 / 720.0),
        ] {
            assert!((rate.unwrap() - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn a_sample_without_cases_has_no_rates() {
        let rates = OutcomeSums::default().rates();
        assert_eq!(rates, OutcomeRates::default());
    }

    #[test]
    fn where_nothing_is_known_of_any_case_no_rate_rests_on_an_e() {
        let sums = OutcomeSums {
            unknown_other: 6.0,
            ..OutcomeSums::default()
        };
        let rates = sums.rates();
        assert_eq!((rates.response.rr1, rates.response.rr3), (Some(0.0), None));
        assert_eq!(sums.rates_with(Some(0.5)).response.rr3, Some(0.0));
    }
}
