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
//!
//! A value keeps the target that it was entered against. A later edition of the plan does not bend what is said of it.

pub mod store;
pub mod table;
pub mod typed;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::indicator::{Baseline, Comparator, Indicator, IndicatorId, Target, TargetValue};

/// A value of the register for one indicator and one year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegisterValue {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The year it stands for.
    pub year: i32,
    /// What the plan promised when it was entered.
    pub target: Target,
    /// What was counted or found.
    pub entry: Entry,
    /// Who counted it, and where that can be read.
    pub source: String,
    /// The day of the source.
    pub dated: NaiveDate,
    /// True where it was made up for a demonstration.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub simulated: bool,
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
    /// Whether its word comes from the register: no survey measures it, or only as a cross-check of the register.
    pub fn is_of_register(&self) -> bool {
        self.measure
            .as_ref()
            .is_none_or(|measure| measure.cross_check)
    }

    /// What has to be entered for it; none where a survey judges it.
    pub fn entry_kind(&self) -> Option<EntryKind> {
        self.is_of_register().then(|| self.target.entry_kind())
    }
}

impl Target {
    fn entry_kind(&self) -> EntryKind {
        let unmeasured = self.unit.is_empty() && self.baseline.is_none();
        match (self.comparator, &self.value) {
            (_, Some(TargetValue::Done(_))) | (Comparator::MeetsNationalStandard, _) => {
                EntryKind::Done
            }
            (_, Some(TargetValue::Reference(_))) => EntryKind::NumberBeside,
            (Comparator::Achieved, None) => EntryKind::Words,
            (Comparator::Improves | Comparator::Increases | Comparator::Decreases, None)
                if unmeasured =>
            {
                EntryKind::Words
            }
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
        }
    }

    /// The promised number, as the plan writes it.
    pub fn promised(&self) -> Option<Decimal> {
        match self.value {
            // The shortest decimal that is read as this number is the one that was written.
            Some(TargetValue::Number(number)) => number.to_string().parse().ok(),
            Some(TargetValue::Done(_) | TargetValue::Reference(_)) | None => None,
        }
    }

    fn standing(
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
        match self.comparator {
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
}

/// Where an indicator stands by its values, the oldest first: the last one counts, a direction is told from the one that its target
/// names.
pub fn standing<'v>(values: impl IntoIterator<Item = &'v RegisterValue>) -> Standing {
    let values: Vec<&RegisterValue> = values.into_iter().collect();
    let Some((last, before)) = values.split_last() else {
        return Standing::Missing;
    };
    match &last.entry {
        Entry::Words { .. } => Standing::Recorded,
        Entry::Done { done, .. } => {
            let promised = !matches!(last.target.value, Some(TargetValue::Done(false)));
            if *done == promised {
                Standing::Met
            } else {
                Standing::NotMet
            }
        }
        Entry::Number { value, beside } => {
            let against = last.target.promised().or(*beside);
            last.target
                .standing(*value, against, compared(last, before))
        }
    }
}

/// The number that the last value is compared with where a direction was promised.
fn compared(last: &RegisterValue, before: &[&RegisterValue]) -> Option<Decimal> {
    let mut numbers = before
        .iter()
        .filter_map(|it| Some((it.year, it.entry.number()?)));
    let found = match last.target.baseline {
        Some(Baseline::FirstWave) => numbers.next(),
        Some(Baseline::PreviousYear) => numbers.find(|(year, _)| *year == last.year - 1),
        None => numbers.next_back(),
    };
    found.map(|(_, number)| number)
}

impl Entry {
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

    /// A value for an indicator of the plan.
    fn of(id: &str, year: i32, entry: Entry) -> RegisterValue {
        let indicator = indicator(id);
        RegisterValue {
            indicator: indicator.id,
            year,
            target: indicator.target,
            entry,
            source: "市统计局".to_owned(),
            dated: NaiveDate::from_ymd_opt(year, 12, 31).unwrap(),
            simulated: false,
        }
    }

    fn number(id: &str, year: i32, value: &str, beside: Option<&str>) -> RegisterValue {
        let entry = Entry::Number {
            value: value.parse().unwrap(),
            beside: beside.map(|beside| beside.parse().unwrap()),
        };
        of(id, year, entry)
    }

    #[test]
    fn every_promise_without_a_survey_has_something_to_be_entered() {
        let kinds: Vec<EntryKind> = indicators()
            .iter()
            .filter_map(Indicator::entry_kind)
            .collect();
        let count = |kind| kinds.iter().filter(|it| **it == kind).count();
        let all = [
            EntryKind::Number,
            EntryKind::NumberBeside,
            EntryKind::Done,
            EntryKind::Words,
        ];
        assert_eq!(all.map(count), [24, 4, 18, 13]);
        // The survey only checks the register of voters; what it judges is never entered.
        assert!(indicator("par-community-election").is_of_register());
        assert_eq!(indicator("sat-gov-integrity").entry_kind(), None);
    }

    #[test]
    fn numbers_are_held_to_the_last_digit() {
        for (value, expected) in [
            ("2", Standing::Met),
            ("2.00", Standing::Met),
            ("2.0000000001", Standing::NotMet),
            ("0", Standing::Met),
        ] {
            let value = number("adm-elder-abuse", 2013, value, None);
            assert_eq!(standing([&value]), expected, "{value:?}");
        }
        let complaints = indicator("adm-disability-complaints").target;
        assert_eq!(complaints.promised(), Some("1.5".parse().unwrap()));
        let points = |value| number("adm-culture-service-points", 2014, value, None);
        assert_eq!(standing([&points("100.0")]), Standing::Met);
        assert_eq!(standing([&points("99.99")]), Standing::NotMet);
        assert_eq!(standing([]), Standing::Missing);
    }

    #[test]
    fn a_relative_promise_holds_both_figures() {
        // 高于 is strictly more, 不低于 is not.
        for (id, value, beside, expected) in [
            ("adm-culture-share", "1.2", "1.2", Standing::NotMet),
            ("adm-culture-share", "1.21", "1.2", Standing::Met),
            ("adm-culture-growth", "8.0", "8", Standing::Met),
            ("adm-culture-growth", "-0.1", "0", Standing::NotMet),
        ] {
            assert_eq!(indicator(id).entry_kind(), Some(EntryKind::NumberBeside));
            let value = number(id, 2013, value, Some(beside));
            assert_eq!(standing([&value]), expected, "{value:?}");
        }
        // A figure beside does not take the place of a promised number.
        let elders = number("adm-elder-abuse", 2013, "3", Some("5"));
        assert_eq!(standing([&elders]), Standing::NotMet);
    }

    #[test]
    fn a_direction_is_told_from_the_value_that_the_plan_names() {
        let series = |id: &str, values: &[(i32, &str)]| -> Standing {
            let values: Vec<RegisterValue> = values
                .iter()
                .map(|(year, value)| number(id, *year, value, None))
                .collect();
            standing(&values)
        };
        let energy = "dir-energy-intensity";
        assert_eq!(series(energy, &[(2012, "0.95")]), Standing::BaselineSet);
        assert_eq!(
            series(energy, &[(2012, "0.95"), (2013, "0.91")]),
            Standing::Kept
        );
        let growth = "dir-tertiary-growth";
        let same = [(2012, "0.95"), (2013, "0.950")];
        assert_eq!(series(growth, &same), Standing::NotKept);
        // The year before is the year before, not whatever was entered last.
        let gap = [(2012, "0.95"), (2014, "0.91")];
        assert_eq!(series(energy, &gap), Standing::BaselineSet);
        assert_eq!(
            series("dir-old-estate-property", &[(2012, "40"), (2014, "41")]),
            Standing::Kept
        );
    }

    #[test]
    fn what_has_no_number_is_recorded_and_never_judged() {
        for (id, value) in [
            ("adm-model-streets", "12"),
            ("adm-mediation-committees", "97.5"),
        ] {
            let value = number(id, 2014, value, None);
            assert_eq!(standing([&value]), Standing::Recorded, "{id}");
        }
        let words = Entry::Words {
            words: "明显改观".to_owned(),
        };
        let words = of("dir-appearance", 2014, words);
        assert_eq!(standing([&words]), Standing::Recorded);
        let done = |done| {
            let evidence = "文件".to_owned();
            of("adm-national-titles", 2014, Entry::Done { done, evidence })
        };
        assert_eq!(standing([&done(true)]), Standing::Met);
        assert_eq!(standing([&done(true), &done(false)]), Standing::NotMet);
    }

    #[test]
    fn a_later_edition_of_the_plan_does_not_bend_what_is_said_of_a_value() {
        let mut value = number("adm-elder-abuse", 2013, "1.9", None);
        assert_eq!(standing([&value]), Standing::Met);
        value.target.value = Some(TargetValue::Number(1.0));
        assert_eq!(standing([&value]), Standing::NotMet);
    }

    #[test]
    fn a_value_comes_back_digit_for_digit() {
        let value = number(
            "adm-culture-share",
            2013,
            "1.20",
            Some("0.1000000000000000000000000001"),
        );
        let json = serde_json::to_value(&value).unwrap();
        assert_eq!(json["entry"]["value"], "1.20");
        let back: RegisterValue = serde_json::from_value(json).unwrap();
        assert_eq!(back, value);
        assert_eq!(back.entry.number().unwrap().to_string(), "1.20");
    }
}
