//! The register: what no survey measures, entered with its source and held against the promise in exact decimals.
//!
//! # Design
//!
//! A register value is what another office counted: it has a source and a date, and no interval. It is never averaged with
//! a survey's figure, and is judged by the number alone: 2.00 cases keep "at most 2", 2.0001 do not. Numbers are decimals as they are written in
//! the source; binary fractions would turn 0.1 + 0.2 into a broken promise.
//!
//! What a promise leaves open stays open: "widespread" and "a number of" are recorded and never judged, a quality without a number
//! is told in words, and a national standard that the plan does not give is met if the source says so.

pub mod store;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::indicator::{Comparator, Indicator, IndicatorId, TargetValue};

/// A value of the register for one indicator and one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterValue {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The year it stands for.
    pub year: i32,
    /// What was counted or found.
    pub entry: Entry,
    /// Who counted it, and where that can be read.
    pub source: String,
    /// The day of the source.
    pub dated: NaiveDate,
}

/// What an office counted or found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Entry {
    /// A number in the unit of the target.
    Number {
        /// The number.
        value: Decimal,
        /// What it is compared with, where the plan names another figure instead of a number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        beside: Option<Decimal>,
    },
    /// Done or not, and by what that is shown.
    Done {
        /// Whether it is done.
        done: bool,
        /// The document, certificate or list.
        evidence: String,
    },
    /// What there is to say of a quality without a number.
    Words {
        /// The words.
        words: String,
    },
}

/// What has to be entered for an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A number.
    Number,
    /// A number and the figure that it is compared with.
    NumberBeside,
    /// Done or not, with evidence.
    Done,
    /// Words.
    Words,
}

/// Where an entry of the register stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The promise is kept.
    Met,
    /// It is not.
    NotMet,
    /// It went the promised way since the value before.
    Kept,
    /// It did not.
    NotKept,
    /// The first value of a direction: there is nothing to compare it with yet.
    BaselineSet,
    /// Recorded, and never judged: the plan states no number.
    Recorded,
    /// Nothing has been entered and released.
    Missing,
}

impl Indicator {
    /// What has to be entered for it; none where a survey measures it.
    pub fn entry_kind(&self) -> Option<EntryKind> {
        if self.measure.is_some() {
            return None;
        }
        Some(match (self.target.comparator, &self.target.value) {
            (_, Some(TargetValue::Done(_))) | (Comparator::MeetsNationalStandard, _) => {
                EntryKind::Done
            }
            (_, Some(TargetValue::Reference(_))) => EntryKind::NumberBeside,
            (Comparator::Achieved, None) => EntryKind::Words,
            (
                Comparator::Improves | Comparator::Increases | Comparator::Decreases,
                None | Some(TargetValue::Number(_)),
            ) if self.target.unit.is_empty() && self.target.baseline.is_none() => EntryKind::Words,
            (
                Comparator::AtLeast
                | Comparator::AtMost
                | Comparator::Equal
                | Comparator::Above
                | Comparator::Improves
                | Comparator::Increases
                | Comparator::Decreases
                | Comparator::Widespread
                | Comparator::Achieved,
                None | Some(TargetValue::Number(_)),
            ) => EntryKind::Number,
        })
    }

    /// Where it stands by its values, the oldest first: the last one counts, a direction is told from the one before.
    pub fn standing(&self, values: &[RegisterValue]) -> Standing {
        let Some((last, before)) = values.split_last() else {
            return Standing::Missing;
        };
        match &last.entry {
            Entry::Words { .. } => Standing::Recorded,
            Entry::Done { done: true, .. } => Standing::Met,
            Entry::Done { done: false, .. } => Standing::NotMet,
            Entry::Number { value, beside } => {
                let earlier = before.iter().rev().find_map(|value| value.entry.number());
                self.standing_of(*value, beside.or_else(|| self.promised()), earlier)
            }
        }
    }

    fn standing_of(
        &self,
        value: Decimal,
        against: Option<Decimal>,
        earlier: Option<Decimal>,
    ) -> Standing {
        let judged = |holds: fn(&Decimal, &Decimal) -> bool| match against {
            Some(against) if holds(&value, &against) => Standing::Met,
            Some(_) => Standing::NotMet,
            None => Standing::Recorded,
        };
        let directed = |holds: fn(&Decimal, &Decimal) -> bool| match earlier {
            Some(earlier) if holds(&value, &earlier) => Standing::Kept,
            Some(_) => Standing::NotKept,
            None => Standing::BaselineSet,
        };
        match self.target.comparator {
            Comparator::AtLeast => judged(Decimal::ge),
            Comparator::AtMost => judged(Decimal::le),
            Comparator::Equal => judged(Decimal::eq),
            Comparator::Above => judged(Decimal::gt),
            Comparator::Improves | Comparator::Increases => directed(Decimal::gt),
            Comparator::Decreases => directed(Decimal::lt),
            Comparator::MeetsNationalStandard | Comparator::Widespread | Comparator::Achieved => {
                Standing::Recorded
            }
        }
    }

    /// The promised number, as the plan writes it.
    pub fn promised(&self) -> Option<Decimal> {
        match self.target.value {
            // The shortest decimal that is read as this number is the one that was written.
            Some(TargetValue::Number(number)) => number.to_string().parse().ok(),
            Some(TargetValue::Done(_) | TargetValue::Reference(_)) | None => None,
        }
    }
}

impl Entry {
    /// What kind of entry it is.
    pub fn kind(&self) -> EntryKind {
        match self {
            Self::Number { beside: None, .. } => EntryKind::Number,
            Self::Number {
                beside: Some(_), ..
            } => EntryKind::NumberBeside,
            Self::Done { .. } => EntryKind::Done,
            Self::Words { .. } => EntryKind::Words,
        }
    }

    /// The number, where it is one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number { value, .. } => Some(*value),
            Self::Done { .. } | Self::Words { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn indicators() -> Vec<Indicator> {
        let text = include_str!("../../../surveys/harbin-2012-2014/plan.toml");
        read("plan.toml", text.as_bytes()).plan.unwrap().indicators
    }

    fn indicator(id: &str) -> Indicator {
        let mut all = indicators().into_iter();
        all.find(|indicator| indicator.id.as_str() == id).unwrap()
    }

    fn number(year: i32, value: &str, beside: Option<&str>) -> RegisterValue {
        let entry = Entry::Number {
            value: value.parse().unwrap(),
            beside: beside.map(|beside| beside.parse().unwrap()),
        };
        of(year, entry)
    }

    fn of(year: i32, entry: Entry) -> RegisterValue {
        RegisterValue {
            indicator: IndicatorId::new("any"),
            year,
            entry,
            source: "市统计局".to_owned(),
            dated: NaiveDate::from_ymd_opt(year, 12, 31).unwrap(),
        }
    }

    #[test]
    fn every_promise_without_a_survey_has_something_to_be_entered() {
        let kinds: Vec<EntryKind> = indicators()
            .iter()
            .filter_map(Indicator::entry_kind)
            .collect();
        let count = |kind| kinds.iter().filter(|it| **it == kind).count();
        assert_eq!(kinds.len(), 58);
        assert_eq!(
            [
                EntryKind::Number,
                EntryKind::NumberBeside,
                EntryKind::Done,
                EntryKind::Words
            ]
            .map(count),
            [23, 4, 18, 13]
        );
    }

    #[test]
    fn numbers_are_held_to_the_last_digit() {
        let elders = indicator("adm-elder-abuse");
        for (value, standing) in [
            ("2", Standing::Met),
            ("2.00", Standing::Met),
            ("2.0000000001", Standing::NotMet),
            ("0", Standing::Met),
        ] {
            assert_eq!(
                elders.standing(&[number(2013, value, None)]),
                standing,
                "{value}"
            );
        }
        let complaints = indicator("adm-disability-complaints");
        assert_eq!(complaints.promised(), Some("1.5".parse().unwrap()));
        let points = indicator("adm-culture-service-points");
        assert_eq!(
            points.standing(&[number(2014, "100.0", None)]),
            Standing::Met
        );
        assert_eq!(
            points.standing(&[number(2014, "99.99", None)]),
            Standing::NotMet
        );
        assert_eq!(points.standing(&[]), Standing::Missing);
    }

    #[test]
    fn a_relative_promise_holds_both_figures() {
        // 高于 is strictly more, 不低于 is not.
        let share = indicator("adm-culture-share");
        assert_eq!(
            share.standing(&[number(2013, "1.2", Some("1.2"))]),
            Standing::NotMet
        );
        assert_eq!(
            share.standing(&[number(2013, "1.21", Some("1.2"))]),
            Standing::Met
        );
        let growth = indicator("adm-culture-growth");
        assert_eq!(
            growth.standing(&[number(2013, "8.0", Some("8"))]),
            Standing::Met
        );
        assert_eq!(growth.entry_kind(), Some(EntryKind::NumberBeside));
    }

    #[test]
    fn a_direction_is_told_from_the_value_before() {
        let energy = indicator("dir-energy-intensity");
        let series = [number(2012, "0.95", None), number(2013, "0.91", None)];
        assert_eq!(energy.standing(&series[..1]), Standing::BaselineSet);
        assert_eq!(energy.standing(&series), Standing::Kept);
        let growth = indicator("dir-tertiary-growth");
        assert_eq!(growth.standing(&series), Standing::NotKept);
        let same = [number(2012, "0.95", None), number(2013, "0.950", None)];
        assert_eq!(growth.standing(&same), Standing::NotKept);
    }

    #[test]
    fn what_has_no_number_is_recorded_and_never_judged() {
        let streets = indicator("adm-model-streets");
        assert_eq!(
            streets.standing(&[number(2014, "12", None)]),
            Standing::Recorded
        );
        let committees = indicator("adm-mediation-committees");
        assert_eq!(
            committees.standing(&[number(2014, "97.5", None)]),
            Standing::Recorded
        );
        let words = of(
            2014,
            Entry::Words {
                words: "明显改观".to_owned(),
            },
        );
        assert_eq!(
            indicator("dir-appearance").standing(&[words]),
            Standing::Recorded
        );
        let done = |done| {
            of(
                2014,
                Entry::Done {
                    done,
                    evidence: "文件".to_owned(),
                },
            )
        };
        let titles = indicator("adm-national-titles");
        assert_eq!(titles.standing(&[done(true)]), Standing::Met);
        assert_eq!(
            titles.standing(&[done(true), done(false)]),
            Standing::NotMet
        );
    }
}
