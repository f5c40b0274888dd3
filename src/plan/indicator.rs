//! Indicators of a plan, their targets, and how a survey measures them.

use serde::{Deserialize, Serialize};

use super::grouping::Grouping;
use questionnaire::{ChoiceKind, Code, QuestionId, ScaleId, Text};

questionnaire::id! {
    /// Identifies an indicator over plans and waves, as in `sat-gov-integrity`; whether it can stand in an address
    /// is for [`read`](super::read()).
    IndicatorId
}

/// A plan: what a city promised, clause by clause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Identifies the plan, as in `harbin-2012-2014`.
    pub id: String,
    /// What the plan is called.
    pub title: Text,
    /// Its document number, as in `哈办发〔2012〕9号`.
    pub document: String,
    /// The city whose residents are asked.
    pub city: Text,
    /// The first and the last year of the plan; the last decides whether a threshold is met.
    pub years: (i32, i32),
    /// How the number of adults of a household is asked: the within-household weight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adults: Option<Adults>,
    /// Who was told how to answer: a figure of quality that caps the verdicts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coaching: Option<Measure>,
    /// Within how many days after its close a wave is to be released; [`Plan::release_within_days`] gives the usual
    /// term where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_within_days: Option<i64>,
    /// By what respondents are told apart in results.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groupings: Vec<Grouping>,
    /// For how many days after its release officials read what concerns them before everybody does.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub early_days: i64,
    /// The chapters of the document, in its order; none where they were not given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chapters: Vec<Chapter>,
    /// The register, in the order of the file.
    pub indicators: Vec<Indicator>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde asks for"
)]
fn is_zero(days: &i64) -> bool {
    *days == 0
}

/// A chapter of the document, at whatever depth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chapter {
    /// Its number as the document writes it (`四(三)`); the sections below begin with it.
    pub section: String,
    /// Its heading.
    pub title: Text,
}

/// The term of a plan that names none, in days.
const USUAL_TERM: i64 = 90;

impl Plan {
    /// Within how many days after its close a wave is to be released.
    pub fn release_within_days(&self) -> i64 {
        self.release_within_days.unwrap_or(USUAL_TERM)
    }

    /// The indicators that a questionnaire measures, in the plan's order.
    pub fn measured_by(&self, questionnaire: &str) -> Vec<&Indicator> {
        let measured = self.indicators.iter().filter(|indicator| {
            let measure = indicator.measure.as_ref();
            measure.is_some_and(|measure| measure.questionnaire == questionnaire)
        });
        measured.collect()
    }

    /// By what the respondents of a questionnaire are told apart.
    pub fn groupings_of(&self, questionnaire: &str) -> impl Iterator<Item = &Grouping> {
        let groupings = self.groupings.iter();
        groupings.filter(move |grouping| grouping.questionnaire == questionnaire)
    }
}

/// The question that asks for the number of adults; its codes are the numbers themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Adults {
    /// The questionnaire that asks.
    pub questionnaire: String,
    pub question: QuestionId,
    /// The largest number that enters the weight.
    pub cap: i64,
}

/// One entry of the register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    /// Stable over plans and waves.
    pub id: IndicatorId,
    /// What is measured, in full.
    pub name: Text,
    /// What is measured, in a word or two, for headings; the name where there is none.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub short: Text,
    /// The clause, verbatim.
    pub quote: String,
    /// Where the clause stands (`四(三)1`).
    pub section: String,
    /// What sort of thing is measured.
    pub kind: IndicatorKind,
    /// What was promised.
    pub target: Target,
    /// Of whom or what.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub population: Text,
    /// Who answers for it; a proposal, the plan names nobody.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub department: String,
    /// How it is measured, in words.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub measured_by: Text,
    /// What to beware of.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub note: Text,
    /// How a survey measures it; none where no survey does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
}

/// The ids that no indicator has, since pages of the results of a wave stand at these addresses beside those of its indicators.
pub const RESERVED_IDS: [&str; 8] = [
    "departments",
    "districts",
    "drivers",
    "files",
    "microdata",
    "open-answers",
    "quality",
    "releases",
];

/// The bodies that an entry's `department` names: divided by `、` or `；`, but not inside parentheses.
pub fn bodies(department: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let named = department.split(move |sign| {
        match sign {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(sign, '、' | '；' | ';')
    });
    named
        .map(str::trim)
        .filter(|body| !body.is_empty())
        .collect()
}

/// What sort of thing an indicator measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndicatorKind {
    /// A satisfaction rate from a survey.
    Satisfaction,
    /// A rate of people reached, from a survey.
    Awareness,
    /// A turnout.
    Participation,
    /// A rate from registers.
    AdministrativeRate,
    /// A count or amount from registers.
    AdministrativeAbsolute,
    /// Done or not done.
    Binary,
    /// A direction without a number.
    Directional,
}

/// What the plan promises.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// How the figure must relate to the value.
    pub comparator: Comparator,
    /// The value, where the text states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<TargetValue>,
    /// The unit of the value (`%`, `yuan`), empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// What readers call the unit; the unit itself where there is none.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub unit_name: Text,
    /// For a direction: the one wave every later one is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
}

/// How a figure must relate to its target. "以上" and "以下" include the number itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comparator {
    /// At least (达…以上, 不低于).
    #[serde(rename = ">=")]
    AtLeast,
    /// At most (以下).
    #[serde(rename = "<=")]
    AtMost,
    /// Exactly.
    #[serde(rename = "=")]
    Equal,
    /// Strictly more (高于).
    #[serde(rename = ">")]
    Above,
    /// Better than at the baseline.
    #[serde(rename = "improves")]
    Improves,
    /// More than at the baseline.
    #[serde(rename = "increases")]
    Increases,
    /// Less than at the baseline.
    #[serde(rename = "decreases")]
    Decreases,
    /// Meets a national standard whose value the text does not give.
    #[serde(rename = "meets national standard")]
    MeetsNationalStandard,
    /// "Widespread", without a number: recorded, never judged.
    #[serde(rename = "widespread")]
    Widespread,
    /// A quality to be achieved, without a number: told in words.
    #[serde(rename = "achieved")]
    Achieved,
}

/// The value of a target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TargetValue {
    /// Done (true).
    Done(bool),
    /// A number in the target's unit; percent, where the unit is `%`.
    Number(f64),
    /// A figure that another source states, such as a provincial average.
    Reference(Text),
}

/// The fixed point a direction is judged against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Baseline {
    /// The first wave of the plan.
    FirstWave,
    /// The year before, in registers.
    PreviousYear,
}

/// How a survey measures an indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// The questionnaire that asks.
    pub questionnaire: String,
    /// The questions; the figure is the mean of their rates, each with its own denominator.
    pub questions: Vec<QuestionId>,
    /// Which answers count.
    #[serde(flatten)]
    pub counts: Counts,
    /// The same measure on the scale of the national formula, a sensitivity figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bridge: Option<Bridge>,
    /// A cross-check of a register: shown, never judged.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cross_check: bool,
    /// Only respondents with one of these codes at this question belong to the domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub among: Option<Among>,
    /// Indirect question on the same matter whose answer hides the respondent's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crosswise: Option<Crosswise>,
    /// Questions on scales with scores whose answers may go with being counted as a success; none where nobody asks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drivers: Vec<QuestionId>,
}

/// Which answers form the numerator and the denominator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Counts {
    /// By the kinds of a scale's choices.
    Kinds {
        /// The scale; respondents shown another are not in the domain.
        scale: ScaleId,
        /// Kinds that count as a success.
        numerator: Vec<ChoiceKind>,
        /// Kinds that count at all.
        denominator: Vec<ChoiceKind>,
    },
    /// By the codes of a question's own choices.
    Codes {
        /// Codes that count as a success.
        numerator: Vec<Code>,
        /// Codes that count at all.
        denominator: Vec<Code>,
    },
}

/// The scale that links to the national formula.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bridge {
    /// The scale; never pooled with the headline's.
    pub scale: ScaleId,
    /// Kinds that count as a success.
    pub numerator: Vec<ChoiceKind>,
    /// Kinds that count at all.
    pub denominator: Vec<ChoiceKind>,
}

/// A condition on who belongs to the domain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Among {
    pub question: QuestionId,
    /// The codes that belong.
    pub codes: Vec<Code>,
}

/// A crosswise question (Yu, Tian & Tang 2008): "both or neither" against "exactly one".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Crosswise {
    pub question: QuestionId,
    /// The code for "both or neither".
    pub same: Code,
    /// The known prevalence of the harmless statement, 0 to 1.
    pub prevalence: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_may_name_several_bodies_and_a_body_may_explain_itself() {
        for (department, expected) in [
            ("市教育局", &["市教育局"][..]),
            (
                "市财政局、市司法局；市统计局",
                &["市财政局", "市司法局", "市统计局"],
            ),
            (
                "效能（监察、督查）部门、市司法局",
                &["效能（监察、督查）部门", "市司法局"],
            ),
            ("、 ", &[]),
            ("", &[]),
        ] {
            assert_eq!(bodies(department), expected);
        }
    }
}
