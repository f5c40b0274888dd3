//! The whole plan: every promise beside what has been released of it, by survey or by register.
//!
//! # Design
//!
//! A promise has one source of its word: a survey where one measures it, else the register. A survey that only checks a register is shown
//! beside it and decides nothing. Nothing is added up but promises: those of surveys and those of registers are counted apart, and a
//! promise of which nothing is released counts as missing. No figure of one kind enters one of the other.

use plan::register::store::{ReleasedValue, standing_values};
use plan::verdict::{Trend, Verdict};
use plan::{Comparator, Indicator, OutlinePart, Plan, Standing, standing};

use crate::release::{IndicatorResult, Judgement, Release, Results};

/// A plan with what is released of it.
#[derive(Debug)]
pub struct WholePlan<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its chapters in the order of the document.
    pub chapters: Vec<Chapter<'a>>,
}

/// A chapter or section with its promises.
#[derive(Debug)]
pub struct Chapter<'a> {
    /// Number, heading and depth.
    pub part: OutlinePart<'a>,
    /// The promises.
    pub promises: Vec<Promise<'a>>,
}

/// A promise with what is released of it.
#[derive(Debug)]
pub struct Promise<'a> {
    /// What was promised.
    pub indicator: &'a Indicator,
    /// The newest released figure of a survey; a cross-check where the word comes from the register.
    pub survey: Option<(&'a Release, &'a IndicatorResult)>,
    /// The released values that count, the oldest year first; empty where a survey measures it.
    pub register: Vec<&'a ReleasedValue>,
}

/// Where a promise stands, whatever its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It is kept.
    Met,
    /// It is not.
    NotMet,
    /// What is released does not suffice to say.
    Undetermined,
    /// Recorded, and never judged: the plan states no number.
    Recorded,
    /// Nothing is released.
    Missing,
}

impl State {
    /// Every state, in the order in which they are counted.
    pub const ALL: [Self; 5] = [
        Self::Met,
        Self::NotMet,
        Self::Undetermined,
        Self::Recorded,
        Self::Missing,
    ];
}

impl<'a> WholePlan<'a> {
    /// Sets a plan beside the releases of its waves and the released values of its register, these in the order of their release.
    pub fn new(plan: &'a Plan, releases: &[&'a Release], register: &'a [ReleasedValue]) -> Self {
        let promise = |indicator: &'a Indicator| Promise {
            indicator,
            survey: newest(releases, indicator),
            register: if indicator.is_of_register() {
                standing_values(register, &indicator.id)
            } else {
                Vec::new()
            },
        };
        let chapters = plan.outline().into_iter().map(|part| Chapter {
            promises: part.indicators.iter().copied().map(promise).collect(),
            part,
        });
        Self {
            chapters: chapters.collect(),
            plan,
        }
    }

    /// Whether anything of it is released.
    pub fn is_begun(&self) -> bool {
        self.promises()
            .any(|promise| promise.survey.is_some() || !promise.register.is_empty())
    }

    /// Every promise, in the order of the document.
    pub fn promises(&self) -> impl Iterator<Item = &Promise<'a>> {
        self.chapters.iter().flat_map(|chapter| &chapter.promises)
    }

    /// How many promises stand so, of those of the register or of those of surveys.
    pub fn count(&self, of_register: bool, state: State) -> usize {
        self.promises()
            .filter(|promise| promise.indicator.is_of_register() == of_register)
            .filter(|promise| promise.state() == state)
            .count()
    }

    /// Whether anything of it was made up for a demonstration.
    pub fn is_simulated(&self) -> bool {
        self.promises().any(|promise| {
            let by_survey = promise.survey.is_some_and(|(release, _)| release.simulated);
            let mut values = promise.register.iter();
            by_survey || values.any(|value| value.proposal.value.simulated)
        })
    }
}

impl Promise<'_> {
    /// What its register says; missing where nothing is released.
    pub fn standing(&self) -> Standing {
        standing(self.register.iter().map(|value| &value.proposal.value))
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        if self.indicator.is_of_register() {
            return match self.standing() {
                Standing::Met | Standing::Kept => State::Met,
                Standing::NotMet | Standing::NotKept => State::NotMet,
                Standing::BaselineSet => State::Undetermined,
                Standing::Recorded => State::Recorded,
                Standing::Missing => State::Missing,
            };
        }
        let Some((_, result)) = self.survey else {
            return State::Missing;
        };
        match result.judgement {
            Judgement::Threshold { verdict, .. } => match verdict {
                Verdict::Met => State::Met,
                Verdict::NotMet => State::NotMet,
                Verdict::Undetermined | Verdict::UndeterminedQuality => State::Undetermined,
            },
            Judgement::Direction { trend } => {
                let down = result.target.comparator == Comparator::Decreases;
                match trend {
                    Trend::Rose if down => State::NotMet,
                    Trend::Fell if down => State::Met,
                    Trend::Rose => State::Met,
                    Trend::Fell => State::NotMet,
                    Trend::BaselineSet | Trend::NoDemonstrableChange => State::Undetermined,
                }
            }
            Judgement::None => State::Undetermined,
        }
    }
}

/// The figure of the latest year, and of that year the one released last. An open link speaks for nobody but those who took part.
fn newest<'a>(
    releases: &[&'a Release],
    indicator: &Indicator,
) -> Option<(&'a Release, &'a IndicatorResult)> {
    let figures = releases.iter().filter_map(|release| {
        let Results::Probability { indicators, .. } = &release.results else {
            return None;
        };
        let mut results = indicators.iter();
        let result = results.find(|result| result.indicator == indicator.id)?;
        Some((*release, result))
    });
    figures.max_by_key(|(release, _)| (release.year, release.released_at))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};

    use super::*;
    use crate::compute::compute;
    use crate::example;
    use plan::register::store::Proposal;
    use plan::{Entry, RegisterValue};

    fn harbin() -> Plan {
        let text = include_str!("../../surveys/harbin-2012-2014/plan.toml");
        plan::read("plan.toml", text.as_bytes()).plan.unwrap()
    }

    fn released(plan: &Plan, id: &str, year: i32, entry: Entry) -> ReleasedValue {
        let mut indicators = plan.indicators.iter();
        let indicator = indicators.find(|it| it.id.as_str() == id).unwrap();
        ReleasedValue {
            proposal: Proposal {
                value: RegisterValue {
                    indicator: indicator.id.clone(),
                    year,
                    target: indicator.target.clone(),
                    entry,
                    source: "市统计局".into(),
                    dated: NaiveDate::from_ymd_opt(year, 12, 31).unwrap(),
                    simulated: false,
                },
                reason: None,
                by: "ann".into(),
                at: DateTime::UNIX_EPOCH,
            },
            released_by: "bob".into(),
            released_at: DateTime::UNIX_EPOCH,
        }
    }

    fn number(value: &str) -> Entry {
        Entry::Number {
            value: value.parse().unwrap(),
            beside: None,
        }
    }

    fn counts(whole: &WholePlan<'_>, of_register: bool) -> [usize; 5] {
        State::ALL.map(|state| whole.count(of_register, state))
    }

    #[test]
    fn nothing_released_is_counted_as_missing() {
        let plan = harbin();
        let whole = WholePlan::new(&plan, &[], &[]);
        assert_eq!(counts(&whole, false), [0, 0, 0, 0, 10]);
        assert_eq!(counts(&whole, true), [0, 0, 0, 0, 59]);
        assert_eq!(whole.promises().count(), 69);
    }

    #[test]
    fn the_register_and_surveys_are_counted_apart() {
        let plan = harbin();
        let register = [
            released(&plan, "adm-elder-abuse", 2013, number("1.9")),
            released(&plan, "adm-disability-complaints", 2013, number("1.6")),
            released(&plan, "adm-model-streets", 2013, number("5")),
            released(&plan, "dir-tertiary-growth", 2012, number("9")),
            // The survey judges this one: a value of the register has nothing to say.
            released(&plan, "sat-gov-integrity", 2013, number("99")),
            released(&plan, "par-community-election", 2013, number("81")),
        ];
        let whole = WholePlan::new(&plan, &[], &register);
        assert_eq!(counts(&whole, true), [2, 1, 1, 1, 54]);
        assert_eq!(counts(&whole, false), [0, 0, 0, 0, 10]);
    }

    #[test]
    fn of_several_releases_the_latest_year_counts_and_the_last_word_in_it() {
        let inputs = example::inputs(40);
        let release = compute(&inputs, DateTime::UNIX_EPOCH).unwrap();
        let mut earlier = release.clone();
        earlier.year -= 1;
        earlier.released_at = DateTime::from_timestamp(9_999, 0).unwrap();
        let mut again = release.clone();
        again.released_at = DateTime::from_timestamp(99, 0).unwrap();
        let plan = &inputs.plan;
        let whole = WholePlan::new(plan, &[&earlier, &again, &release], &[]);
        let found: Vec<_> = whole.promises().filter_map(|it| it.survey).collect();
        assert!(!found.is_empty());
        for (of, result) in found {
            assert_eq!((of.year, of.released_at), (again.year, again.released_at));
            assert!(result.rate.is_some());
        }
        assert!(whole.is_simulated() == release.simulated);
    }
}
