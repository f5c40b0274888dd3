//! The shapes of answers. What is said of a field here stands in the OpenAPI document.

use schemars::JsonSchema;
use serde::Serialize;

use crate::public::files::json::{About, Moment, ReleaseName, Why, Words, text};
use plan::{Indicator, TargetValue};
use results::tables::{Heading, Line, Table, Word};

/// Why there is no answer (RFC 9457).
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Problem {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) title: String,
    /// The HTTP status.
    pub(super) status: u16,
    pub(super) detail: String,
}

/// The plans that waves belong to.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Plans {
    pub(super) plans: Vec<Plan>,
}

/// A plan.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Plan {
    pub(super) id: String,
    pub(super) title: Words,
    /// Its document number.
    pub(super) document: String,
    pub(super) city: Words,
    /// The first and the last year.
    pub(super) years: (i32, i32),
    /// The ids of its waves that have opened.
    pub(super) waves: Vec<String>,
}

/// What a plan promises.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Indicators {
    /// The id of the plan.
    pub(super) plan: String,
    /// In the order of the plan.
    pub(super) indicators: Vec<Promise>,
}

/// An indicator of a plan.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Promise {
    id: String,
    name: Words,
    /// The clause, verbatim.
    quote: String,
    /// Where the clause stands.
    clause: String,
    /// What sort of thing is measured, as in `satisfaction`.
    kind: String,
    /// How the figure must relate to the target, as in `>=`.
    comparator: String,
    target: Option<Target>,
    /// The unit of the target.
    unit: String,
    /// Whether a survey measures it.
    surveyed: bool,
}

/// The value of a target.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
enum Target {
    /// To be done.
    Done(bool),
    /// A number in the target's unit.
    Number(f64),
    /// A figure that another source states.
    Reference(Words),
}

impl From<&Indicator> for Promise {
    fn from(indicator: &Indicator) -> Self {
        let target = indicator.target.value.as_ref().map(|value| match value {
            TargetValue::Done(done) => Target::Done(*done),
            TargetValue::Number(number) => Target::Number(*number),
            TargetValue::Reference(reference) => Target::Reference(text(reference)),
        });
        Self {
            id: indicator.id.to_string(),
            name: text(&indicator.name),
            quote: indicator.quote.clone(),
            clause: indicator.section.clone(),
            kind: Word::Kind(indicator.kind).written(),
            comparator: Word::Comparator(indicator.target.comparator).written(),
            target,
            unit: indicator.target.unit.clone(),
            surveyed: indicator.measure.is_some(),
        }
    }
}

/// The waves that have opened, the latest first.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Waves {
    pub(super) waves: Vec<Wave>,
}

/// A wave.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Wave {
    pub(super) id: String,
    /// The id of its plan.
    pub(super) plan: String,
    pub(super) title: Words,
    pub(super) year: i32,
    /// A probability sample, or an open link whose answers stand for nobody else.
    pub(super) mode: Mode,
    pub(super) simulated: bool,
    pub(super) opens_at: Moment,
    pub(super) closes_at: Moment,
    /// Until when its results are to be released; none of a wave that is released.
    pub(super) due: Option<Moment>,
    /// Its releases, the latest first.
    pub(super) releases: Vec<ReleaseName>,
}

/// How a wave asks.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mode {
    Probability,
    Open,
}

impl From<fieldwork::Mode> for Mode {
    fn from(mode: fieldwork::Mode) -> Self {
        match mode {
            fieldwork::Mode::Probability => Self::Probability,
            fieldwork::Mode::Open => Self::Open,
        }
    }
}

/// Every release, the latest first.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Releases {
    pub(super) releases: Vec<Release>,
}

/// A release.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Release {
    pub(super) about: About,
    /// Persons whose answers entered the results.
    pub(super) respondents: u64,
    /// Why and in what it departs from the registration; none for the one by the registration.
    pub(super) amended: Option<Amended>,
}

/// In what an amended release departs from the registration.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Amended {
    pub(super) reason: String,
    /// What was changed.
    pub(super) changed: Vec<String>,
}

/// The figures of a wave.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Figures {
    pub(super) about: About,
    pub(super) figures: Vec<Figure>,
}

/// A figure of the whole city.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Figure {
    /// The id of the indicator.
    indicator: String,
    /// The rate; none where it is not shown, which `missing` explains.
    estimate: Option<Estimate>,
    missing: Option<Why>,
    /// The promised rate, 0 to 1.
    target: Option<f64>,
    /// How the rate must relate to it.
    comparator: String,
    /// `met`, `not_met`, `undetermined` or `undetermined_quality`; of a direction `rose`, `fell`, `no_demonstrable_change` or
    /// `baseline_set`; none where nothing is judged.
    verdict: Option<String>,
    /// Whether the verdict is the plan's last word.
    is_final: Option<bool>,
    /// Share of those asked who did not answer, 0 to 1.
    item_nonresponse: Option<f64>,
    /// Against earlier waves.
    changes: Vec<Change>,
}

/// A weighted rate. All rates 0 to 1.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Estimate {
    rate: f64,
    /// The bounds of its 95 % Korn–Graubard interval.
    interval: (f64, f64),
    standard_error: f64,
    /// Persons it rests on.
    respondents: u64,
    /// The size of a simple random sample that would be as precise.
    effective_sample_size: f64,
    design_effect: f64,
    degrees_of_freedom: u64,
}

/// A change from an earlier wave, later minus earlier, −1 to 1.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Change {
    /// `before` (the wave before) or `baseline`.
    since: String,
    /// The year of the earlier wave.
    from: i32,
    difference: f64,
    /// The bounds of its 95 % t interval.
    interval: (f64, f64),
    p_value: f64,
    /// `rose`, `fell` or `no_demonstrable_change`.
    trend: String,
}

/// The figures of a wave by district.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Districts {
    pub(super) about: About,
    pub(super) districts: Vec<District>,
}

/// A figure of one district. The target is one of the whole city, so no district is judged.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct District {
    /// The id of the indicator.
    indicator: String,
    /// The code of the district.
    #[serde(rename = "district")]
    code: String,
    name: Words,
    /// The rate; none where it is not shown, which `missing` explains.
    estimate: Option<Estimate>,
    missing: Option<Why>,
}

impl Estimate {
    fn of(line: Line<'_>) -> Option<Self> {
        Some(Self {
            rate: line.number(Heading::Rate)?,
            interval: (line.number(Heading::Lower)?, line.number(Heading::Upper)?),
            standard_error: line.number(Heading::StandardError)?,
            respondents: line.count(Heading::Respondents)?,
            effective_sample_size: line.number(Heading::EffectiveSampleSize)?,
            design_effect: line.number(Heading::DesignEffect)?,
            degrees_of_freedom: line.count(Heading::DegreesOfFreedom)?,
        })
    }
}

impl Figure {
    /// A row of the scoreboard, with what the table of changes has of its indicator.
    pub(super) fn of(line: Line<'_>, changes: Option<&Table>) -> Self {
        let indicator = line.key(Heading::Indicator);
        let changes = changes.into_iter().flat_map(Table::lines);
        let changes = changes.filter(|change| change.key(Heading::Indicator) == indicator);
        Self {
            estimate: Estimate::of(line),
            missing: line.missing(Heading::Rate).map(Why::from),
            target: line.number(Heading::Target),
            comparator: line.key(Heading::Comparator),
            verdict: line.word(Heading::Verdict).map(Word::written),
            is_final: line.flag(Heading::Final),
            item_nonresponse: line.number(Heading::ItemNonresponse),
            changes: changes.filter_map(Change::of).collect(),
            indicator,
        }
    }
}

impl Change {
    fn of(line: Line<'_>) -> Option<Self> {
        Some(Self {
            since: line.key(Heading::Since),
            from: line.year(Heading::From)?,
            difference: line.number(Heading::Difference)?,
            interval: (
                line.number(Heading::DifferenceLower)?,
                line.number(Heading::DifferenceUpper)?,
            ),
            p_value: line.number(Heading::PValue)?,
            trend: line.key(Heading::Trend),
        })
    }
}

impl District {
    /// A row of the table by district.
    pub(super) fn of(line: Line<'_>) -> Self {
        let name = line.text(Heading::DistrictName);
        Self {
            indicator: line.key(Heading::Indicator),
            code: line.key(Heading::District),
            name: name.map(text).unwrap_or_default(),
            estimate: Estimate::of(line),
            missing: line.missing(Heading::Rate).map(Why::from),
        }
    }
}
