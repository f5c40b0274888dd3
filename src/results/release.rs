//! A release: the results of a closed wave, frozen as they were published.
//!
//! # Design
//!
//! Officials and the public read releases and nothing else. A release therefore carries
//! everything its pages print (names, clauses, targets, the method note), so that a later
//! change of the plan or of the code cannot change what was published.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::quality::{QualityReport, SurveyNote};
use super::registration::{Amendment, RegistrationNote};
use fieldwork::disposition::{OutcomeCounts, ResponseRates};
use fieldwork::wave::{Mode, StatutoryHeader};
use fieldwork::{AnswerMode, Correction};
use plan::verdict::{Trend, Verdict};
use plan::{IndicatorId, IndicatorKind, Target};
use questionnaire::{Code, QuestionId, Text};
use sampling::StratumId;

/// The published results of one wave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Release {
    /// The wave's address (`residents-2014`).
    pub wave: String,
    /// What the wave is called.
    pub title: Text,
    /// The year the wave stands for.
    pub year: i32,
    /// The city whose residents were asked.
    pub city: Text,
    /// Probability sample or open link.
    pub mode: Mode,
    /// First and last moment answers were taken.
    pub fielded: (DateTime<Utc>, DateTime<Utc>),
    /// When it was released.
    pub released_at: DateTime<Utc>,
    /// From when everybody sees it, where its plan lets officials read it earlier; else that is when it was released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_from: Option<DateTime<Utc>>,
    /// The statutory header; none where the wave is not a statistical survey.
    pub header: Option<StatutoryHeader>,
    /// True where the answers come from simulated residents.
    pub simulated: bool,
    /// The hash of the questionnaire version that was asked.
    pub questionnaire: String,
    /// Persons whose answers entered the results.
    pub respondents: u64,
    /// How the figures were made.
    pub results: Results,
    /// By what they had to be computed; none for what was released before waves were registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<RegistrationNote>,
    /// What was corrected of the wave after it was registered, the first first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// What was stated of the survey when it was released; none in releases of earlier programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<Box<SurveyNote>>,
    /// In what they were computed otherwise; none for a release by the registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amendment: Option<Box<Amendment>>,
}

impl Release {
    /// Dates it: released now, and public from then on; where that is not later, from now on.
    pub fn release_at(&mut self, now: DateTime<Utc>, public_from: DateTime<Utc>) {
        self.released_at = now;
        self.public_from = Some(public_from).filter(|from| *from > now);
    }

    /// From when everybody sees it.
    pub fn public_from(&self) -> DateTime<Utc> {
        self.public_from.unwrap_or(self.released_at)
    }

    /// Whether everybody sees it by now.
    pub fn is_public(&self, now: DateTime<Utc>) -> bool {
        self.public_from.is_none_or(|from| from <= now)
    }
}

/// Results by mode: probability and opt-in never mix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Results {
    /// Weighted estimates with intervals and verdicts.
    Probability {
        /// Design, response and weighting.
        method: Box<Method>,
        /// One entry per indicator the wave's questionnaire measures, in the plan's order.
        indicators: Vec<IndicatorResult>,
    },
    /// Counts and shares without interval or verdict.
    Open {
        /// One table per question, in the order asked.
        tables: Vec<CountTable>,
    },
}

/// How the figures of a probability wave were made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Method {
    /// Strata of the draw.
    pub strata: u64,
    /// PSUs drawn.
    pub psus: u64,
    /// PSUs merged with a neighbour at close because fewer than five returned.
    pub merged_psus: u64,
    /// Invitations sent.
    pub invitations: u64,
    /// Cases by AAPOR group.
    pub outcomes: OutcomeCounts,
    /// RR1 to RR6, 0 to 1; none where no case could have answered.
    pub response_rates: ResponseRates,
    /// The weighting steps, in order.
    pub weighting: Vec<WeightingStep>,
    /// The margins the weights were raked to.
    pub margins: Vec<MarginNote>,
    /// Respondents whose number of adults was imputed by their PSU's mean.
    pub adults_imputed: u64,
    /// Effective sample size of the final weights over all respondents (Kish).
    pub effective_sample_size: f64,
    /// Share of respondents who report that they were told how to answer; none where too few were asked.
    pub coaching: Option<Figure>,
    /// Reasons why "met" was downgraded: nothing where quality suffices.
    pub quality_concerns: Vec<QualityConcern>,
    /// How the sample was drawn, with the commitments to what would tell who was sampled.
    pub draw: String,
    /// What was drawn to be held in reserve and what of it was released; none where nothing was, and in releases of earlier
    /// programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserve: Option<ReserveNote>,
    /// How good the answers are; none in releases of earlier programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<Box<QualityReport>>,
}

/// The reserve of a sample. Base weights are those of all households invited, the released ones included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReserveNote {
    /// Replicates drawn.
    pub replicates: u64,
    /// Households of a replicate in each PSU.
    pub per_psu: u64,
    /// The replicates released, in their order.
    pub released: Vec<ReleasedReplicate>,
}

/// A replicate whose households were invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasedReplicate {
    /// From 1.
    pub number: i64,
    /// The day, in China. The moment and who did it are in the audit log.
    pub on: NaiveDate,
    /// Households that were invited by it, in all PSUs.
    pub households: u64,
}

/// A reason why "met" may not be said although the interval would allow it (DOMAIN 6.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QualityConcern {
    /// The lower bound of reported coaching exceeds 5 %.
    Coaching,
    /// RR3 is below 30 %.
    ResponseRate,
}

/// One step from the base weight to the final weight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct WeightingStep {
    pub step: Step,
    /// Smallest and largest weight after the step.
    pub range: (f64, f64),
    /// Kish's design effect of the weights after the step.
    pub design_effect: f64,
}

/// The weighting steps by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// 1/(π₁ π₂) times the number of adults.
    Base,
    /// Unreturned invitations spread over returned ones in classes.
    Nonresponse,
    /// Raking to the margins.
    Raking,
    /// Trimming with the excess redistributed, then raking again.
    Trimming,
}

/// A margin the weights were raked to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MarginNote {
    /// What the margin classifies by.
    pub name: Text,
    /// Where the figures come from.
    pub source: Text,
    /// True where the figures are provisional.
    pub provisional: bool,
}

/// The result for one indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndicatorResult {
    /// The indicator's id in the plan.
    pub indicator: IndicatorId,
    /// What sort of thing it measures.
    pub kind: IndicatorKind,
    /// Its full name.
    pub name: Text,
    /// Its name in a word or two.
    pub short: Text,
    /// The clause, verbatim.
    pub quote: String,
    /// Where the clause stands.
    pub section: String,
    /// Who answers for it, as the plan names them; none in releases of earlier programs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub department: String,
    /// What was promised.
    pub target: Target,
    /// The questions that measure it.
    pub questions: Vec<QuestionNote>,
    /// What counts as satisfied: the labels in the numerator.
    pub numerator: Vec<Text>,
    /// What counts at all: the labels in the denominator.
    pub denominator: Vec<Text>,
    /// The rate of the whole city; none where nobody or too few answered.
    pub rate: Option<Figure>,
    /// The word that goes with the rate.
    pub judgement: Judgement,
    /// Set against the wave before.
    pub change: Option<Change>,
    /// Set against the baseline wave, where the target is a direction.
    pub since_baseline: Option<Change>,
    /// The rate of each question where the indicator is a mean of several.
    pub parts: Vec<Option<Figure>>,
    /// Share of those asked who left the question, or one of several, unanswered, each person counted once per
    /// question; none where too few were asked to show it.
    pub item_nonresponse: Option<f64>,
    /// Other ways to count, never the headline.
    pub sensitivity: Vec<Sensitivity>,
    /// The rate by district, in the frame's order.
    pub districts: Vec<DistrictResult>,
    /// Earlier waves' rates of the same measure, oldest first, this wave last.
    pub history: Vec<(i32, Figure)>,
    /// Weighted share of each answer to the (first) question, in the scale's order; empty where too few answered.
    pub distribution: Vec<(Text, f64)>,
    /// Standard errors of the differences of every two districts that have a figure, the first against the second, the third
    /// and so on, then the second against the third.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub district_errors: Vec<f64>,
    /// The districts by a model; none where too few have figures, and in releases of earlier programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub small_areas: Option<SmallAreas>,
    /// The linear trend over the waves of the history; none of fewer than three.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slope: Option<Slope>,
    /// The rate by what respondents say of themselves, a table for each grouping of the plan, and by how forms came, where
    /// they came in several ways.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupTable>,
    /// The errors of the differences of every two waves of the history, the first against the second, the third and so on, then
    /// the second against the third; none of two that cannot be compared, and empty in releases of earlier programs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wave_errors: Vec<Option<WaveError>>,
    /// What goes with it; none where the plan names no question that may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drivers: Option<Drivers>,
}

/// Item nonresponse above this share is flagged (DOMAIN 2.6).
const ITEM_NONRESPONSE_FLAG: f64 = 0.05;

/// With fewer degrees of freedom an interval is flagged (DOMAIN 6.5).
const FEWEST_DEGREES_OF_FREEDOM: u64 = 8;

impl IndicatorResult {
    /// Whether so many left the question unanswered that the page must say so.
    pub fn often_skipped(&self) -> bool {
        self.item_nonresponse
            .is_some_and(|share| share > ITEM_NONRESPONSE_FLAG)
    }

    /// Whether leaving "don't know" out, or counting it as satisfied, would change the verdict (DOMAIN 2.6).
    pub fn verdict_hangs_on_dont_know(&self) -> bool {
        let Judgement::Threshold { verdict, .. } = self.judgement else {
            return false;
        };
        // What the interval alone says: a doubt about quality applies to every way to count.
        let headline = match verdict {
            Verdict::UndeterminedQuality => Verdict::Met,
            verdict => verdict,
        };
        self.sensitivity
            .iter()
            .filter(|other| {
                matches!(
                    other.basis,
                    Basis::WithoutDontKnow | Basis::DontKnowSatisfied
                )
            })
            .any(|other| other.verdict.is_some_and(|verdict| verdict != headline))
    }
}

/// A question as it was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionNote {
    /// The question's id.
    pub id: QuestionId,
    /// Its wording.
    pub text: Text,
}

/// An estimate as it is published. All rates 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The weighted rate.
    pub value: f64,
    /// Lower and upper bound of the 95 % Korn–Graubard interval.
    pub interval: (f64, f64),
    /// Linearised standard error.
    pub standard_error: f64,
    /// Persons who answered the question in the domain.
    pub respondents: u64,
    /// p(1−p)/V, the simple random sample that would be as precise, and at most the respondents: what the
    /// interval rests on.
    pub effective_sample_size: f64,
    /// V against a simple random sample of the same size.
    pub design_effect: f64,
    /// PSUs less strata with rows of the domain.
    pub degrees_of_freedom: u64,
}

impl Figure {
    /// Whether the interval rests on so few degrees of freedom that the page must say so.
    pub fn few_degrees_of_freedom(&self) -> bool {
        self.degrees_of_freedom < FEWEST_DEGREES_OF_FREEDOM
    }
}

/// The word on a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Judgement {
    /// Against a number; `last` where this wave is the plan's last and the word is final.
    Threshold {
        verdict: Verdict,
        /// The plan's last wave.
        last: bool,
    },
    /// Against the baseline wave.
    Direction {
        /// The verdict.
        trend: Trend,
    },
    /// Shown without a verdict.
    None,
}

/// The difference from an earlier wave, later minus earlier.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The earlier wave's year.
    pub from: i32,
    /// Difference of the rates, −1 to 1.
    pub difference: f64,
    /// Its 95 % t interval.
    pub interval: (f64, f64),
    /// Two-sided p value.
    pub p_value: f64,
    /// What the interval says.
    pub trend: Trend,
}

/// A figure counted another way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    /// How it is counted.
    pub basis: Basis,
    /// The figure; the unweighted one has no design-based interval.
    pub value: f64,
    /// Its 95 % interval, where it has one.
    pub interval: Option<(f64, f64)>,
    /// Persons counted.
    pub respondents: u64,
    /// The verdict this figure alone would give, where the target is a number.
    pub verdict: Option<Verdict>,
}

/// Other ways to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Without "don't know".
    WithoutDontKnow,
    /// "Don't know" counted as satisfied: the upper bound, of which the headline is the lower.
    DontKnowSatisfied,
    /// Skips counted as not satisfied.
    SkipsNotSatisfied,
    /// The four-point scale of the national formula.
    FourPointScale,
    /// Every respondent counted once.
    Unweighted,
    /// Without forms that show the marks of carelessness or of copying.
    WithoutFlagged,
    /// The point estimate against the target, as the official system judges.
    PointRule,
    /// Dissatisfied by the crosswise question.
    CrosswiseDissatisfied,
    /// Dissatisfied by the direct question, beside the crosswise figure.
    DirectDissatisfied,
}

/// A district's rate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct DistrictResult {
    /// The district's code, which is that of its stratum.
    pub code: StratumId,
    pub name: Text,
    /// The rate; none where fewer than thirty answered or hiding it protects another.
    pub figure: Option<Figure>,
    /// Set against all other districts together; none beside a hidden rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against_rest: Option<AgainstRest>,
}

/// A district less all others together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AgainstRest {
    /// Difference of the rates, −1 to 1.
    pub difference: f64,
    /// Its 95 % t interval.
    pub interval: (f64, f64),
    /// Two-sided p value.
    pub p_value: f64,
    /// The same by Holm over the districts shown: where it is at most 0.05 the district may be named.
    pub holm: f64,
    /// The same by Benjamini and Hochberg: where it is at most 0.05 the district is worth a look.
    pub screened: f64,
}

/// The districts by Fay and Herriot's model on the scale of arcsin √p: never for a verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SmallAreas {
    /// The variance between districts that their kind does not tell, on the model's scale; 0 where all differ by chance alone.
    pub model_variance: f64,
    /// What the model knows of districts besides their answers: the kinds of the frame, where there are several.
    pub kinds: Vec<String>,
    /// All of the wave's, in their order.
    pub districts: Vec<ModelledDistrict>,
}

/// A district by the model. All rates 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ModelledDistrict {
    /// The rate, multiplied so that all districts by their share of the answers' weights agree with the city.
    pub value: f64,
    /// Approximate: ± 1.96 root mean squared errors on the model's scale, multiplied likewise. None where the variance between districts
    /// is estimated as 0: how wrong the model then is cannot be told.
    pub interval: Option<(f64, f64)>,
    /// The part of its own answers in it; 0 of a hidden district, whose answers the model does not see.
    pub share_of_direct: f64,
}

/// The slope of the line through the rates of several waves.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Slope {
    /// The first wave's year.
    pub from: i32,
    /// How many waves.
    pub waves: u64,
    /// Change of the rate in a year.
    pub per_year: f64,
    /// Its 95 % t interval.
    pub interval: (f64, f64),
    /// Two-sided p value.
    pub p_value: f64,
}

/// How exactly the difference of two waves is known, with the PSUs that both share.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WaveError {
    /// The standard error of the difference.
    pub standard_error: f64,
    /// PSUs less strata of the two waves together.
    pub degrees_of_freedom: u64,
}

/// What goes with an indicator: association, which does not say what causes what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Drivers {
    /// The regressions and the importance of every question.
    Told(DriverModel),
    /// Nothing is told, and why.
    NotTold(NoDrivers),
}

/// Why nothing is told of what goes with an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoDrivers {
    /// Its own rate is not shown.
    RateHidden,
    /// Too few answered every question.
    FewCases,
    /// On one side of a question, or of the answer that is to be explained, are too few.
    OneSided,
    /// They are of too few PSUs.
    FewDegreesOfFreedom,
    /// The answers to a question follow from those to others, or the answer from them: the equations have no solution.
    NotSolved,
    /// With an earlier release of the same answers it would tell what few persons answered.
    Amended,
}

/// What goes with an indicator, over those who count in its rate and gave an answer with a score to every question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DriverModel {
    /// How many they are.
    pub cases: u64,
    /// The others who count in the rate.
    pub left_out: LeftOut,
    /// The share of the variance of being a success that all questions explain together, 0 to 1.
    pub explained: Part,
    /// PSUs less strata of the cases.
    pub degrees_of_freedom: u64,
    /// The questions, in the order of the plan.
    pub drivers: Vec<Driver>,
}

/// Who counts in the rate but lacks an answer, each person once, by the first that holds of any question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// A question was not put to them.
    pub not_asked: u64,
    /// They were shown another scale.
    pub other_scale: u64,
    /// They left it unanswered.
    pub skipped: u64,
    /// They gave an answer without a score: "don't know", or that it does not apply.
    pub no_opinion: u64,
}

impl LeftOut {
    /// All of them.
    pub fn persons(&self) -> u64 {
        self.not_asked + self.other_scale + self.skipped + self.no_opinion
    }
}

/// A part of a variance, 0 to 1, with its 95 % t interval, cut at 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Part {
    pub value: f64,
    pub interval: (f64, f64),
}

/// A question that may go with an indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Driver {
    /// The question.
    pub question: QuestionNote,
    /// The share of those satisfied with it among all who answered it; none where it would tell of few.
    pub performance: Option<Figure>,
    /// Its part of the explained variance, by Lindeman, Merenda and Gold; all parts sum to that.
    pub importance: Part,
    /// The odds of a success of those satisfied with it over those of others, other questions held alike.
    pub odds_ratio: f64,
    /// Its 95 % t interval, of the logarithm.
    pub odds_interval: (f64, f64),
    /// Two-sided p value of an odds ratio of 1.
    pub p_value: f64,
    /// The same by Holm over the questions.
    pub holm: f64,
}

/// The rate by the classes of one way to tell respondents apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupTable {
    /// By what.
    pub by: GroupedBy,
    /// The classes in the plan's order; those who did not state theirs last, where they are enough to be told.
    pub classes: Vec<ClassResult>,
    /// Standard errors of the differences of every two classes that have a figure, ordered as those of districts.
    pub difference_errors: Vec<f64>,
}

/// By what respondents are told apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupedBy {
    /// By what they say of themselves.
    Question {
        /// The grouping's id in the plan.
        id: String,
        /// What it is called.
        title: Text,
    },
    /// By how their forms came. Nobody was assigned to a mode by chance: a difference is that of people and mode together.
    Mode,
}

/// The rate of a class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClassResult {
    /// Which.
    pub class: Class,
    /// Whether those who did not state theirs are counted here, being too few to be told apart.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub with_not_stated: bool,
    /// The rate; none where fewer than thirty answered or hiding it protects another.
    pub figure: Option<Figure>,
}

/// A class of respondents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// One of a grouping of the plan, by its title.
    Titled(Text),
    /// Those whose forms came so.
    Mode(AnswerMode),
    /// Those who did not state it; of modes those of whom it is not told.
    NotStated,
}

/// Counts and shares of one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CountTable {
    /// The question's id.
    pub question: QuestionId,
    /// Its wording.
    pub text: Text,
    /// Code, label and number of persons per choice.
    pub rows: Vec<CountRow>,
    /// Persons who chose anything, of whom shares are shares; none where too few to show.
    pub answered: Option<u64>,
    /// Persons who were asked and skipped; none where the answers are not shown.
    pub skipped: Option<u64>,
}

/// One row of a count table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct CountRow {
    /// The choice's code.
    pub code: Code,
    pub label: Text,
    /// Persons who chose it; none where the count is too small to show.
    pub count: Option<u64>,
}
