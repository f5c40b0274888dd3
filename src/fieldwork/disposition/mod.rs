//! What became of a sampled case, and the rates that follow (AAPOR Standard Definitions).

use std::fmt;

use serde::{Deserialize, Serialize};

/// The outcome of a case that did not return a questionnaire, by its AAPOR code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Disposition {
    /// 2.11
    Refusal,
    /// 2.20
    NonContact,
    /// 2.24
    NobodyHome,
    /// 2.25
    RespondentAway,
    /// 2.31
    Dead,
    /// 2.32
    Unable,
    /// 2.33
    Language,
    /// 3.11
    NotAttempted,
    /// 3.17
    NoAccess,
    /// 3.18
    AddressNotFound,
    /// 3.21
    NoScreener,
    /// 3.90
    OtherUnknown,
    /// 4.10
    OutOfSample,
    /// 4.50
    NotHousing,
    /// 4.60
    Vacant,
    /// 4.70
    NoEligiblePerson,
}

/// The groups the rates are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// R: refusal or break-off.
    Refusal,
    /// NC: non-contact.
    NonContact,
    /// O: other eligible non-interview.
    Other,
    /// UH: unknown whether a household.
    UnknownHousehold,
    /// UO: a household, unknown whether anyone is eligible.
    UnknownOther,
    /// NE: not eligible.
    NotEligible,
}

impl Disposition {
    /// Every disposition, in the order of the codes.
    pub const ALL: [Self; 16] = [
        Self::Refusal,
        Self::NonContact,
        Self::NobodyHome,
        Self::RespondentAway,
        Self::Dead,
        Self::Unable,
        Self::Language,
        Self::NotAttempted,
        Self::NoAccess,
        Self::AddressNotFound,
        Self::NoScreener,
        Self::OtherUnknown,
        Self::OutOfSample,
        Self::NotHousing,
        Self::Vacant,
        Self::NoEligiblePerson,
    ];

    /// The AAPOR code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Refusal => "2.11",
            Self::NonContact => "2.20",
            Self::NobodyHome => "2.24",
            Self::RespondentAway => "2.25",
            Self::Dead => "2.31",
            Self::Unable => "2.32",
            Self::Language => "2.33",
            Self::NotAttempted => "3.11",
            Self::NoAccess => "3.17",
            Self::AddressNotFound => "3.18",
            Self::NoScreener => "3.21",
            Self::OtherUnknown => "3.90",
            Self::OutOfSample => "4.10",
            Self::NotHousing => "4.50",
            Self::Vacant => "4.60",
            Self::NoEligiblePerson => "4.70",
        }
    }

    /// The disposition with this AAPOR code.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|disposition| disposition.code() == code)
    }

    /// The group it counts in.
    pub fn group(self) -> Group {
        match self {
            Self::Refusal => Group::Refusal,
            Self::NonContact | Self::NobodyHome | Self::RespondentAway => Group::NonContact,
            Self::Dead | Self::Unable | Self::Language => Group::Other,
            Self::NotAttempted | Self::NoAccess | Self::AddressNotFound => Group::UnknownHousehold,
            Self::NoScreener | Self::OtherUnknown => Group::UnknownOther,
            Self::OutOfSample | Self::NotHousing | Self::Vacant | Self::NoEligiblePerson => {
                Group::NotEligible
            }
        }
    }
}

impl fmt::Display for Disposition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Cases by group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeCounts {
    /// I: complete questionnaires (at least 80 % of the applicable questions, and every overall one).
    pub complete: u64,
    /// P: partial ones (50 to 80 %).
    pub partial: u64,
    /// R: refusals, and break-offs (below 50 %).
    pub refusal: u64,
    /// NC: non-contacts.
    pub non_contact: u64,
    /// O: other eligible non-interviews.
    pub other: u64,
    /// UH: unknown whether a household.
    pub unknown_household: u64,
    /// UO: unknown whether anyone is eligible; every invitation nothing was heard of.
    pub unknown_other: u64,
    /// NE: not eligible.
    pub not_eligible: u64,
}

/// RR1 to RR6 and the share of unknown cases taken as eligible, all 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct ResponseRates {
    /// I / all that may be eligible.
    pub rr1: f64,
    /// (I+P) / the same.
    pub rr2: f64,
    /// I / eligible, with e times the unknown.
    pub rr3: f64,
    /// (I+P) / the same.
    pub rr4: f64,
    /// I / known eligible.
    pub rr5: f64,
    /// (I+P) / the same.
    pub rr6: f64,
    /// e: eligible share of the known cases (CASRO).
    pub eligible_share: f64,
}

impl OutcomeCounts {
    /// Counts one case that did not return.
    pub fn add(&mut self, group: Group, cases: u64) {
        let count = match group {
            Group::Refusal => &mut self.refusal,
            Group::NonContact => &mut self.non_contact,
            Group::Other => &mut self.other,
            Group::UnknownHousehold => &mut self.unknown_household,
            Group::UnknownOther => &mut self.unknown_other,
            Group::NotEligible => &mut self.not_eligible,
        };
        *count += cases;
    }

    /// The response rates; zero where no case could have answered.
    ///
    /// # References
    ///
    /// AAPOR (2023), *Standard Definitions*, 10th edition, pp. 85–88.
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of cases are far below 2^52"
    )]
    pub fn response_rates(&self) -> ResponseRates {
        let complete = self.complete as f64;
        let interviews = (self.complete + self.partial) as f64;
        let eligible = interviews + (self.refusal + self.non_contact + self.other) as f64;
        let unknown = (self.unknown_household + self.unknown_other) as f64;
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let eligible_share = share(eligible, eligible + self.not_eligible as f64);
        let estimated = eligible + eligible_share * unknown;
        ResponseRates {
            rr1: share(complete, eligible + unknown),
            rr2: share(interviews, eligible + unknown),
            rr3: share(complete, estimated),
            rr4: share(interviews, estimated),
            rr5: share(complete, eligible),
            rr6: share(interviews, eligible),
            eligible_share,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_follow_the_formulas_of_aapor() {
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
        assert!((rates.rr1 - 400.0 / 920.0).abs() < 1e-12);
        assert!((rates.rr2 - 450.0 / 920.0).abs() < 1e-12);
        assert!((rates.eligible_share - 0.9).abs() < 1e-12);
        assert!((rates.rr3 - 400.0 / 900.0).abs() < 1e-12);
        assert!((rates.rr4 - 450.0 / 900.0).abs() < 1e-12);
        assert!((rates.rr5 - 400.0 / 720.0).abs() < 1e-12);
        assert!((rates.rr6 - 450.0 / 720.0).abs() < 1e-12);
    }

    #[test]
    fn every_code_counts_in_the_group_aapor_puts_it_in() {
        let groups = [
            (Group::Refusal, &["2.11"][..]),
            (Group::NonContact, &["2.20", "2.24", "2.25"]),
            (Group::Other, &["2.31", "2.32", "2.33"]),
            (Group::UnknownHousehold, &["3.11", "3.17", "3.18"]),
            (Group::UnknownOther, &["3.21", "3.90"]),
            (Group::NotEligible, &["4.10", "4.50", "4.60", "4.70"]),
        ];
        for (group, codes) in groups {
            let found: Vec<&str> = (Disposition::ALL.into_iter())
                .filter(|disposition| disposition.group() == group)
                .map(Disposition::code)
                .collect();
            assert_eq!(found, codes, "{group:?}");
        }
    }

    #[test]
    fn every_code_leads_back_to_its_disposition() {
        for disposition in Disposition::ALL {
            assert_eq!(
                Disposition::from_code(disposition.code()),
                Some(disposition)
            );
        }
    }

    #[test]
    fn a_sample_without_cases_has_rates_of_zero() {
        assert_eq!(
            OutcomeCounts::default().response_rates(),
            ResponseRates::default()
        );
    }
}
