//! The items of a wave's indicators in one tabulation, and the figures read off it.

use super::count::real_count;
use super::counting::{Counting, MISSING};
use super::dataset::Dataset;
use super::prepared::Prepared;
use super::release::{Basis, Figure};
use super::suppression;
use plan::{Bridge, Counts, Indicator, IndicatorId, Measure};
use questionnaire::{ChoiceKind, QuestionId};
use sampling::StratumId;
use statistics::{
    Column, Domain, Estimate, EstimateError, Factor, Linearized, SurveyDesign, Tabulation,
    TabulationError,
};

/// Confidence level of everything published.
pub const LEVEL: f64 = 0.95;

/// The classification by stratum, that is by district.
pub(crate) const DISTRICT: &str = "district";

/// The classification by whether a form is flagged.
pub(crate) const FLAGGED: &str = "flagged";

/// The label of forms that are not.
pub(crate) const UNFLAGGED: &str = "no";

/// The classification by wave, where two are stacked.
pub const WAVE: &str = "wave";

/// One way to count an indicator; names its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountingRule {
    /// The headline.
    Headline,
    /// Without "don't know".
    WithoutDontKnow,
    /// Skips as not satisfied.
    SkipsNotSatisfied,
    /// On the four-point scale.
    Bridge,
    /// Dissatisfied by the direct question.
    Dissatisfied,
    /// "Don't know" as satisfied: the upper bound, of which the headline is the lower.
    DontKnowSatisfied,
}

impl CountingRule {
    /// Every way to count.
    pub const ALL: [Self; 6] = [
        Self::Headline,
        Self::WithoutDontKnow,
        Self::SkipsNotSatisfied,
        Self::Bridge,
        Self::Dissatisfied,
        Self::DontKnowSatisfied,
    ];

    /// The rule behind another way to count; none where that is not about answers.
    pub(super) fn of(basis: Basis) -> Option<Self> {
        match basis {
            Basis::WithoutDontKnow => Some(Self::WithoutDontKnow),
            Basis::DontKnowSatisfied => Some(Self::DontKnowSatisfied),
            Basis::SkipsNotSatisfied => Some(Self::SkipsNotSatisfied),
            Basis::FourPointScale => Some(Self::Bridge),
            Basis::DirectDissatisfied => Some(Self::Dissatisfied),
            Basis::Unweighted
            | Basis::WithoutFlagged
            | Basis::PointRule
            | Basis::CrosswiseDissatisfied => None,
        }
    }

    /// What it is called in the names of columns and estimates.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::WithoutDontKnow => "without_dont_know",
            Self::DontKnowSatisfied => "dont_know_satisfied",
            Self::SkipsNotSatisfied => "skips_not_satisfied",
            Self::Bridge => "four_point_scale",
            Self::Dissatisfied => "direct_dissatisfied",
        }
    }

    /// How this basis counts one question of a measure; none where it does not apply.
    pub(super) fn counting<'a>(
        self,
        measure: &'a Measure,
        question: &'a QuestionId,
    ) -> Option<Counting<'a>> {
        let headline = Counting::headline(measure, question);
        let counts = match (self, &measure.counts) {
            (Self::Headline | Self::SkipsNotSatisfied, counts) => counts.clone(),
            (
                Self::WithoutDontKnow,
                Counts::Kinds {
                    scale,
                    numerator,
                    denominator,
                },
            ) => Counts::Kinds {
                scale: scale.clone(),
                numerator: numerator.clone(),
                denominator: denominator
                    .iter()
                    .copied()
                    .filter(|kind| *kind != ChoiceKind::DontKnow)
                    .collect(),
            },
            (
                Self::Dissatisfied,
                Counts::Kinds {
                    scale, denominator, ..
                },
            ) => Counts::Kinds {
                scale: scale.clone(),
                numerator: vec![ChoiceKind::Dissatisfied],
                denominator: denominator.clone(),
            },
            (
                Self::DontKnowSatisfied,
                Counts::Kinds {
                    scale,
                    numerator,
                    denominator,
                },
            ) => Counts::Kinds {
                scale: scale.clone(),
                numerator: (numerator.iter().copied())
                    .chain([ChoiceKind::DontKnow])
                    .collect(),
                denominator: denominator.clone(),
            },
            (Self::Bridge, _) => {
                let Bridge {
                    scale,
                    numerator,
                    denominator,
                } = measure.bridge.clone()?;
                Counts::Kinds {
                    scale,
                    numerator,
                    denominator,
                }
            }
            (
                Self::WithoutDontKnow | Self::Dissatisfied | Self::DontKnowSatisfied,
                Counts::Codes { .. },
            ) => return None,
        };
        Some(Counting {
            counts,
            skips_count: self == Self::SkipsNotSatisfied,
            ..headline
        })
    }
}

/// The name of the item that counts a question of an indicator.
fn item(basis: CountingRule, indicator: &IndicatorId, question: &QuestionId) -> String {
    format!("{} {indicator} {question}", basis.name())
}

/// The name of the composite "answered any of the questions".
fn any_of(basis: CountingRule, indicator: &IndicatorId) -> String {
    format!("{} {indicator}", basis.name())
}

/// The item of the crosswise question: 1 for "both or neither".
fn crosswise_item(indicator: &IndicatorId) -> String {
    format!("crosswise {indicator}")
}

/// The item of reported coaching.
pub const COACHING: &str = "coaching";

/// The measured indicators' columns over the rows of some waves, one after the other.
pub(crate) struct Items<'a> {
    columns: Vec<(String, Vec<u8>)>,
    composites: Vec<(String, Vec<String>)>,
    indicators: &'a [&'a Indicator],
}

impl<'a> Items<'a> {
    /// The columns of every basis, and of what stands beside the indicators.
    pub(crate) fn of(
        prepared: &Prepared<'_>,
        indicators: &'a [&'a Indicator],
        coaching: Option<&Measure>,
    ) -> Self {
        let mut items = Self::on(&CountingRule::ALL, indicators, &[prepared]);
        let (questionnaire, dataset) = (prepared.questionnaire(), &prepared.dataset);
        for indicator in indicators {
            let crosswise = indicator
                .measure
                .as_ref()
                .and_then(|measure| measure.crosswise.as_ref());
            if let Some(crosswise) = crosswise {
                let column =
                    Counting::crosswise(crosswise, questionnaire).column(questionnaire, dataset);
                items.columns.push((crosswise_item(&indicator.id), column));
            }
        }
        if let Some(measure) = coaching
            && let [question] = measure.questions.as_slice()
        {
            let column = Counting::headline(measure, question).column(questionnaire, dataset);
            items.columns.push((COACHING.to_owned(), column));
        }
        items
    }

    /// The columns of some bases over the rows of several waves, stacked in the order given.
    pub(crate) fn on(
        bases: &[CountingRule],
        indicators: &'a [&'a Indicator],
        waves: &[&Prepared<'_>],
    ) -> Self {
        let mut columns = Vec::new();
        let mut composites = Vec::new();
        for basis in bases {
            for indicator in indicators {
                let Some(measure) = &indicator.measure else {
                    continue;
                };
                let mut names = Vec::new();
                for question in &measure.questions {
                    let Some(counting) = basis.counting(measure, question) else {
                        continue;
                    };
                    let column: Vec<u8> = waves
                        .iter()
                        .flat_map(|wave| counting.column(wave.questionnaire(), &wave.dataset))
                        .collect();
                    let name = item(*basis, &indicator.id, question);
                    columns.push((name.clone(), column));
                    names.push(name);
                }
                if names.len() > 1 {
                    composites.push((any_of(*basis, &indicator.id), names));
                }
            }
        }
        Self {
            columns,
            composites,
            indicators,
        }
    }

    /// Makes the pass over the data. `classifications` are columns that domains refer to.
    pub(crate) fn tabulate(
        &self,
        design: &SurveyDesign,
        classifications: &[(&str, &Factor)],
    ) -> Result<Tabulation, TabulationError> {
        let mut builder = Tabulation::builder();
        for (name, factor) in classifications {
            builder = builder.classification(name, factor);
        }
        for (name, column) in &self.columns {
            builder = builder.item(name, Column::Binary(column));
        }
        for (name, items) in &self.composites {
            let items: Vec<&str> = items.iter().map(String::as_str).collect();
            builder = builder.any_of(name, &items);
        }
        builder.build(design)
    }

    /// The share of successes among all who count, each person once, and how many they are; for an indicator of
    /// several questions the mean of their shares.
    pub(crate) fn unweighted(&self, indicator: &Indicator) -> Option<f64> {
        debug_assert!(self.indicators.iter().any(|known| known.id == indicator.id));
        let measure = indicator.measure.as_ref()?;
        let mut sum = 0.0;
        for question in &measure.questions {
            let name = item(CountingRule::Headline, &indicator.id, question);
            let (_, column) = self.columns.iter().find(|(known, _)| *known == name)?;
            let counted = column.iter().filter(|cell| **cell != MISSING);
            let satisfied: Vec<f64> = counted.map(|cell| f64::from(*cell)).collect();
            if satisfied.is_empty() {
                return None;
            }
            sum += satisfied.iter().sum::<f64>() / real_count(satisfied.len() as u64);
        }
        Some(sum / real_count(measure.questions.len() as u64))
    }
}

/// An indicator's rate in a domain; none where nobody answered or the basis does not apply.
pub fn rate(
    tabulation: &Tabulation,
    basis: CountingRule,
    indicator: &Indicator,
    domain: &Domain,
) -> Result<Option<Linearized>, EstimateError> {
    let Some(measure) = &indicator.measure else {
        return Ok(None);
    };
    let items: Vec<String> = measure
        .questions
        .iter()
        .map(|question| item(basis, &indicator.id, question))
        .collect();
    let estimated = match items.as_slice() {
        [single] => tabulation.linearize_mean(single, domain),
        several => {
            let several: Vec<&str> = several.iter().map(String::as_str).collect();
            tabulation.mean_of(&several, &any_of(basis, &indicator.id), domain)
        }
    };
    answered(estimated)
}

/// The rate of one question of an indicator.
pub(crate) fn question_rate(
    tabulation: &Tabulation,
    indicator: &Indicator,
    question: &QuestionId,
    domain: &Domain,
) -> Result<Option<Estimate>, EstimateError> {
    let name = item(CountingRule::Headline, &indicator.id, question);
    Ok(answered(tabulation.linearize_mean(&name, domain))?.map(|rate| rate.estimate))
}

/// Whether enough persons of a domain answered each question of an indicator for its rate to be shown. A mean with a
/// question that only a few answered would tell their rate to whoever knows the others.
pub(crate) fn enough_answered(
    tabulation: &Tabulation,
    indicator: &Indicator,
    domain: &Domain,
) -> Result<bool, EstimateError> {
    let measure = indicator.measure.iter();
    for question in measure.flat_map(|measure| &measure.questions) {
        let rate = question_rate(tabulation, indicator, question, domain)?;
        if !rate.is_some_and(|rate| suppression::suffice(rate.respondents as u64)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The share that said "both or neither" to an indicator's crosswise question.
pub(crate) fn crosswise_share(
    tabulation: &Tabulation,
    indicator: &Indicator,
) -> Result<Option<Estimate>, EstimateError> {
    let name = crosswise_item(&indicator.id);
    Ok(answered(tabulation.linearize_mean(&name, &Domain::all()))?.map(|share| share.estimate))
}

/// The share that reported coaching.
pub(crate) fn coaching_share(tabulation: &Tabulation) -> Result<Option<Estimate>, EstimateError> {
    Ok(answered(tabulation.linearize_mean(COACHING, &Domain::all()))?.map(|share| share.estimate))
}

fn answered(
    estimated: Result<Linearized, EstimateError>,
) -> Result<Option<Linearized>, EstimateError> {
    match estimated {
        Ok(linearized) => Ok(Some(linearized)),
        Err(EstimateError::NoAnswers { .. } | EstimateError::UnknownItem { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A figure as it is published; none where too few answered to show it, or the domain leaves no degrees of
/// freedom for an interval. Every figure of a release is made here, so that none escapes the limit.
///
/// `city_design_effect` serves only where the rate is exactly 0 or 1.
pub fn figure(estimate: &Estimate, city_design_effect: f64) -> Option<Figure> {
    if !suppression::suffice(estimate.respondents as u64) {
        return None;
    }
    let interval = estimate.interval(LEVEL, city_design_effect).ok()?;
    Some(Figure {
        value: estimate.value,
        interval: (interval.lower, interval.upper),
        standard_error: estimate.standard_error,
        respondents: estimate.respondents as u64,
        effective_sample_size: estimate.effective_sample_size().map_or(
            interval.effective_sample_size,
            |size| {
                size.min(f64::from(
                    u32::try_from(estimate.respondents).unwrap_or(u32::MAX),
                ))
            },
        ),
        design_effect: estimate.design_effect.unwrap_or(city_design_effect),
        degrees_of_freedom: estimate.degrees_of_freedom as u64,
    })
}

/// The district of every row.
pub fn districts(dataset: &Dataset) -> Factor {
    Factor::from_labels(dataset.stratum.iter().map(StratumId::as_str))
}
