//! A cell of a table: what is not shown and what there is not are no numbers.

use serde::Serialize;

#[cfg(test)]
use super::heading::Unit;
use crate::quality::FrameVariable;
use crate::release::{Basis, Figure, NoDrivers, Step};
use plan::verdict::{Trend, Verdict};
use plan::{Comparator, IndicatorKind};
use questionnaire::{Language, Text};

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// An id or what else is the same in every language.
    Code(String),
    /// A text of plan or questionnaire, in its languages.
    Text(Text),
    /// A word of ours.
    Word(Word),
    /// A number in the unit of its column.
    Number(f64),
    /// How many.
    Count(u64),
    /// A year.
    Year(i32),
    /// Yes or no.
    Flag(bool),
    /// Nothing, and why.
    Missing(Missing),
}

/// Why a cell shows nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// There is a figure and it is not shown: too few persons, or showing it would tell another.
    Suppressed,
    /// There is nothing to show.
    NotApplicable,
}

impl Missing {
    /// Its sign in a cell of a file, as the offices of statistics of the United Kingdom agreed on: no number, and the
    /// same in every language.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Suppressed => "[c]",
            Self::NotApplicable => "[z]",
        }
    }

    /// Its name in a file for programs.
    pub const fn written(self) -> &'static str {
        match self {
            Self::Suppressed => "suppressed",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// What a change is set against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Since {
    /// The wave before.
    Before,
    /// The baseline of the plan.
    Baseline,
}

/// A class of the frame that no plan or frame names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of variants say what they hold")]
pub enum SizeClass {
    Urban,
    Rural,
    Small,
    Middle,
    Large,
}

/// A measure of how evenly households responded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EvennessMeasure {
    /// The R-indicator.
    RIndicator,
    /// The coefficient of variation of the propensities.
    VariationOfPropensities,
    /// Households that returned a form, by base weights.
    Returned,
    /// How much response varies between districts.
    BetweenDistricts,
    /// What districts add to the other variables.
    DistrictsAlone,
    /// How much it varies between urban communities and villages.
    BetweenSettlements,
    /// What these add to the other variables.
    SettlementsAlone,
    /// How much it varies by the size of communities.
    BetweenSizes,
    /// What that adds to the other variables.
    SizesAlone,
}

/// A word of ours, which every language says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "the names of variants say what they hold")]
pub enum Word {
    Verdict(Verdict),
    Trend(Trend),
    Kind(IndicatorKind),
    Comparator(Comparator),
    Basis(Basis),
    Since(Since),
    Step(Step),
    Variable(FrameVariable),
    Class(SizeClass),
    Measure(EvennessMeasure),
    NoDrivers(NoDrivers),
}

impl Word {
    /// Its name in a file for programs, as in `not_met`.
    ///
    /// # Panics
    ///
    /// Never: every word is written as one string, which `every_word_has_a_name` tries.
    pub fn written(self) -> String {
        let written = serde_json::to_value(self);
        let written = written
            .ok()
            .and_then(|value| value.as_str().map(str::to_owned));
        written.expect("every word is written as one string")
    }
}

impl Cell {
    /// A number, or why it is not shown.
    pub(super) fn shown(number: Option<f64>) -> Self {
        number.map_or(Self::Missing(Missing::Suppressed), Self::Number)
    }

    /// A number where there is one.
    pub(super) fn applicable(number: Option<f64>) -> Self {
        number.map_or(Self::Missing(Missing::NotApplicable), Self::Number)
    }

    /// How many, where it is shown.
    pub(super) fn counted(count: Option<u64>) -> Self {
        count.map_or(Self::Missing(Missing::Suppressed), Self::Count)
    }

    /// The cells of a figure, under the headings of one.
    pub(super) fn figure(figure: Option<Figure>) -> [Self; 8] {
        let Some(figure) = figure else {
            return [(); 8].map(|()| Self::Missing(Missing::Suppressed));
        };
        [
            Self::Number(figure.value),
            Self::Number(figure.interval.0),
            Self::Number(figure.interval.1),
            Self::Number(figure.standard_error),
            Self::Count(figure.respondents),
            Self::Number(figure.effective_sample_size),
            Self::Number(figure.design_effect),
            Self::Count(figure.degrees_of_freedom),
        ]
    }

    /// What tells it from others of its column, the same in every language.
    pub fn key(&self) -> String {
        match self {
            Self::Code(code) => code.clone(),
            Self::Text(text) => text.get(&Language::new("zh")).to_owned(),
            Self::Word(word) => word.written(),
            Self::Number(number) => number.to_string(),
            Self::Count(count) => count.to_string(),
            Self::Year(year) => year.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Missing(why) => why.sign().to_owned(),
        }
    }

    /// Whether it may stand in a column of this unit.
    #[cfg(test)]
    pub(super) fn fits(&self, unit: Unit) -> bool {
        match self {
            Self::Missing(_) => true,
            Self::Number(number) => {
                number.is_finite()
                    && match unit {
                        Unit::Proportion | Unit::Probability => (0.0..=1.0).contains(number),
                        // The bounds of a t interval may lie beyond −1 and 1.
                        Unit::Difference | Unit::Ratio | Unit::Persons => true,
                        _ => false,
                    }
            }
            Self::Count(_) => matches!(unit, Unit::Persons | Unit::Cases | Unit::Ratio),
            Self::Year(_) => unit == Unit::Year,
            _ => unit == Unit::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_a_name() {
        for (word, name) in [
            (
                Word::Verdict(Verdict::UndeterminedQuality),
                "undetermined_quality",
            ),
            (Word::Trend(Trend::BaselineSet), "baseline_set"),
            (Word::Kind(IndicatorKind::Satisfaction), "satisfaction"),
            (Word::Comparator(Comparator::AtLeast), ">="),
            (Word::Basis(Basis::PointRule), "point_rule"),
            (Word::Since(Since::Before), "before"),
            (Word::Step(Step::Raking), "raking"),
            (Word::Variable(FrameVariable::Settlement), "settlement"),
            (Word::Class(SizeClass::Urban), "urban"),
            (Word::Measure(EvennessMeasure::RIndicator), "r_indicator"),
            (Word::NoDrivers(NoDrivers::FewCases), "few_cases"),
        ] {
            assert_eq!(word.written(), name);
        }
    }
}
