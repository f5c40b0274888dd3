//! What became of a sampled case, by the codes of the AAPOR Standard Definitions: the [`Disposition`], the [`Group`] it
//! counts in, the [rates] of all cases together, and what a [later attempt](transition) may change.

use std::fmt;

use serde::{Deserialize, Serialize};

pub mod rates;
pub mod transition;

pub use rates::{OutcomeCounts, OutcomeRates, OutcomeSums, Outcomes, ResponseRates};
pub use transition::{CaseState, RefusedAttempt, disposition_after};

/// The outcome of a case that did not return a questionnaire, by its AAPOR code.
///
/// Complete (1.1) and partial (1.2) are none of them: that a case returned is known by its code alone, and how complete
/// its form is, only of all forms together once they are opened. Nor is 4.80, "quota filled": a probability sample has no quotas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Disposition {
    /// 2.11
    Refusal,
    /// 2.12: an interview or a form that was begun and broken off.
    BreakOff,
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
    /// I: complete questionnaire.
    Complete,
    /// P: partial one.
    Partial,
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

impl Group {
    /// The group of any code of the Standard Definitions, also of those finer than a [`Disposition`] (2.112 is R as 2.11
    /// is); none for what is no such code.
    pub fn of_code(code: &str) -> Option<Self> {
        let (class, finer) = code.split_once('.').unwrap_or((code, ""));
        if !finer.chars().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        Some(match (class, finer.chars().next()) {
            ("1", Some('2')) => Self::Partial,
            ("1", _) => Self::Complete,
            ("2", Some('1')) => Self::Refusal,
            ("2", Some('2')) => Self::NonContact,
            ("2", _) => Self::Other,
            ("3", None | Some('0' | '1')) => Self::UnknownHousehold,
            ("3", _) => Self::UnknownOther,
            ("4", _) => Self::NotEligible,
            _ => return None,
        })
    }
}

impl Disposition {
    /// Every disposition, in the order of the codes.
    pub const ALL: [Self; 17] = [
        Self::Refusal,
        Self::BreakOff,
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
            Self::BreakOff => "2.12",
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

    /// The disposition with this AAPOR code; a spreadsheet may have taken the last zero away.
    pub fn from_code(code: &str) -> Option<Self> {
        let zeroless = |code: &'static str| code.strip_suffix('0').unwrap_or(code);
        Self::ALL.into_iter().find(|disposition| {
            let own = disposition.code();
            own == code || zeroless(own) == code
        })
    }

    /// The group it counts in.
    ///
    /// # Panics
    ///
    /// Never: every code here is one of the Standard Definitions (`every_code_counts_in_the_group_aapor_puts_it_in`).
    pub fn group(self) -> Group {
        Group::of_code(self.code()).expect("the code of a disposition is one of AAPOR's")
    }
}

impl fmt::Display for Disposition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_counts_in_the_group_aapor_puts_it_in() {
        let groups = [
            (Group::Refusal, &["2.11", "2.12"][..]),
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
    fn what_is_no_code_has_no_group() {
        for code in ["", "5", "0.1", "2.1a", "2,1", "-2.1", "refused"] {
            assert_eq!(Group::of_code(code), None, "{code}");
        }
    }

    #[test]
    fn every_code_leads_back_to_its_disposition() {
        for disposition in Disposition::ALL {
            let code = disposition.code();
            assert_eq!(Disposition::from_code(code), Some(disposition));
            let without_zero = code.trim_end_matches('0');
            assert_eq!(Disposition::from_code(without_zero), Some(disposition));
        }
        assert_eq!(Disposition::from_code("2"), None);
    }
}
