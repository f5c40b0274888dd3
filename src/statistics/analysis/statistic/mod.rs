//! The statistics that an analysis may ask for, and the answers. One file per family says what is asked, what that may
//! hold, and what is answered.

mod adjusted;
mod contrast;
mod crosswise;
mod difference;
mod domain_ratio;
mod importance;
mod limits;
mod mean;
mod members;
mod planning;
mod proportion;
mod quantile;
mod ratio;
mod regression;
mod small_areas;
mod table;
mod verdict;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::value::{Conditions, is_default};
use members::given;
use verdict::items_with_verdict;

pub use adjusted::*;
pub use contrast::*;
pub use crosswise::*;
pub use difference::*;
pub use domain_ratio::*;
pub use importance::*;
pub use limits::*;
pub use mean::*;
pub use planning::*;
pub use proportion::*;
pub use quantile::*;
pub use ratio::*;
pub use regression::*;
pub use small_areas::*;
pub use table::*;
pub use verdict::*;

/// A statistic with what it needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schemars(tag = "stat")]
pub enum Statistic {
    /// The share of ones of a 0/1 column.
    Proportion(Proportion),
    /// A mean.
    Mean(Mean),
    /// The ratio of two totals.
    Ratio(Ratio),
    /// Quantiles.
    Quantile(Quantile),
    /// Rao and Scott's and Wald's tests of a two-way table.
    Chisq(Chisq),
    /// The difference of the means of two groups, as R's `svyttest`.
    Ttest(Ttest),
    /// The difference of the means of two domains, a minus b.
    Difference(Difference),
    /// The ratio of the means of two domains, a over b; both above 0.
    DomainRatio(DomainRatio),
    /// Means of several columns over the rows that have all of them, with their covariances.
    ListwiseMeans(ListwiseMeans),
    /// The mean of several proportions; its n is of those who answered any.
    MeanOfProportions(MeanOfProportions),
    /// Whether the published interval meets a target, and how likely each verdict is at every truth.
    Verdict(Verdict),
    /// Whether a proportion may be shown, by the standard of NCHS.
    Reliability(Reliability),
    /// The prevalence behind "same" answers to a crosswise item.
    Crosswise(Crosswise),
    /// A weighted sum of the means of any domains and columns.
    Contrast(Contrast),
    /// The slope of the line through the means of waves, by unit of time.
    Trend(Trend),
    /// A linear or logistic regression, as R's `svyglm`.
    Regression(Regression),
    /// How the share of an answer's variance that columns explain together is divided among them.
    Importance(Importance),
    /// Estimates of small areas by Fay and Herriot's model.
    SmallAreas(SmallAreas),
    /// p values adjusted for their number.
    Adjust(Adjust),
    /// How many persons are needed.
    Size(Size),
    /// How likely each verdict is.
    Power(Power),
}

impl Statistic {
    /// The design it is asked of, and the rows it is of; none for what needs no data, or other answers.
    pub(super) fn place(&self) -> Option<(&str, &Conditions)> {
        match self {
            Self::Proportion(Proportion { design, domain, .. })
            | Self::Mean(Mean { design, domain, .. })
            | Self::Ratio(Ratio { design, domain, .. })
            | Self::Quantile(Quantile { design, domain, .. })
            | Self::Chisq(Chisq { design, domain, .. })
            | Self::Ttest(Ttest { design, domain, .. })
            | Self::Difference(Difference { design, domain, .. })
            | Self::DomainRatio(DomainRatio { design, domain, .. })
            | Self::ListwiseMeans(ListwiseMeans { design, domain, .. })
            | Self::MeanOfProportions(MeanOfProportions { design, domain, .. })
            | Self::Verdict(Verdict { design, domain, .. })
            | Self::Reliability(Reliability { design, domain, .. })
            | Self::Crosswise(Crosswise { design, domain, .. })
            | Self::Contrast(Contrast { design, domain, .. })
            | Self::Trend(Trend { design, domain, .. })
            | Self::Regression(Regression { design, domain, .. })
            | Self::Importance(Importance { design, domain, .. }) => Some((design, domain)),
            Self::Adjust(_) | Self::Size(_) | Self::Power(_) | Self::SmallAreas(_) => None,
        }
    }

    /// The columns of numbers that are averaged.
    pub(super) fn items(&self) -> &[String] {
        match self {
            Self::Proportion(Proportion { var, .. })
            | Self::Mean(Mean { var, .. })
            | Self::Quantile(Quantile { var, .. })
            | Self::Ttest(Ttest { var, .. })
            | Self::Difference(Difference { var, .. })
            | Self::DomainRatio(DomainRatio { var, .. })
            | Self::Crosswise(Crosswise { var, .. }) => std::slice::from_ref(var),
            Self::ListwiseMeans(ListwiseMeans { vars, .. })
            | Self::MeanOfProportions(MeanOfProportions { vars, .. }) => vars.list(),
            Self::Verdict(asked) => items_with_verdict(asked.var.as_ref(), &asked.vars),
            Self::Reliability(asked) => items_with_verdict(asked.var.as_ref(), &asked.vars),
            Self::Ratio(_)
            | Self::Chisq(_)
            | Self::Contrast(_)
            | Self::Trend(_)
            | Self::Regression(_)
            | Self::Importance(_)
            | Self::SmallAreas(_)
            | Self::Adjust(_)
            | Self::Size(_)
            | Self::Power(_) => &[],
        }
    }

    /// The column of the anchor of a crosswise item.
    pub(super) fn anchor(&self) -> Option<&String> {
        match self {
            Self::Crosswise(Crosswise { anchor, .. }) => anchor.as_ref().map(|anchor| &anchor.var),
            _ => None,
        }
    }

    /// Every column of numbers that it needs.
    pub(super) fn number_columns(&self) -> impl Iterator<Item = &String> {
        let others: Vec<&String> = match self {
            Self::Ratio(Ratio { num, den, .. }) => vec![num, den],
            Self::Contrast(asked) => asked.terms.iter().map(|term| &term.var).collect(),
            Self::Trend(Trend { var, .. }) => vec![var],
            Self::Regression(asked) => asked.numbers().collect(),
            Self::Importance(asked) => asked.by.list().iter().chain([&asked.var]).collect(),
            _ => Vec::new(),
        };
        self.items().iter().chain(self.anchor()).chain(others)
    }

    /// The columns whose categories it is of, those of its domain included.
    pub(super) fn classifications(&self) -> Vec<&String> {
        let mut columns: Vec<&String> = match self {
            Self::Difference(Difference { a, b, .. })
            | Self::DomainRatio(DomainRatio { a, b, .. }) => a.0.keys().chain(b.0.keys()).collect(),
            Self::Ttest(Ttest { group, .. }) => vec![group],
            Self::Chisq(Chisq { row, col, .. }) => vec![row, col],
            Self::Contrast(asked) => (asked.terms.iter())
                .flat_map(|term| term.rows.0.keys())
                .collect(),
            Self::Trend(Trend { by, .. }) => vec![by],
            Self::Regression(asked) => asked.factors().collect(),
            _ => Vec::new(),
        };
        columns.extend(self.place().iter().flat_map(|(_, domain)| domain.0.keys()));
        columns
    }

    /// Whether its items are proportions, and need zeros and ones.
    pub(super) fn is_of_proportions(&self) -> bool {
        matches!(
            self,
            Self::Proportion(_)
                | Self::MeanOfProportions(_)
                | Self::Verdict(_)
                | Self::Reliability(_)
                | Self::Crosswise(_)
        )
    }

    /// Whether its items are tabulated together with those of other estimates; the others make tables of their own.
    pub(super) fn is_tabulated(&self) -> bool {
        self.is_of_proportions()
            || matches!(
                self,
                Self::Mean(_) | Self::Difference(_) | Self::DomainRatio(_) | Self::Ttest(_)
            )
    }

    /// Whether its answer has a p value.
    pub(super) fn is_test(&self) -> bool {
        matches!(
            self,
            Self::Difference(_)
                | Self::DomainRatio(_)
                | Self::Ttest(_)
                | Self::Chisq(_)
                | Self::Contrast(_)
                | Self::Trend(_)
        )
    }

    /// Refuses what its type cannot: numbers out of range, empty lists, members that exclude each other.
    pub(super) fn check(&self) -> Result<(), String> {
        match self {
            Self::Quantile(asked) => asked.check(),
            Self::Difference(asked) => asked.check(),
            Self::DomainRatio(asked) => asked.check(),
            Self::Proportion(asked) => asked.check(),
            Self::Mean(asked) => asked.check(),
            Self::Ratio(asked) => asked.check(),
            Self::ListwiseMeans(asked) => given("vars", asked.vars.list()),
            Self::MeanOfProportions(asked) => asked.check(),
            Self::Verdict(asked) => asked.check(),
            Self::Reliability(asked) => asked.check(),
            Self::Crosswise(asked) => asked.check(),
            Self::Contrast(asked) => asked.check(),
            Self::Trend(asked) => asked.check(),
            Self::Regression(asked) => asked.check(),
            Self::Importance(asked) => asked.check(),
            Self::SmallAreas(asked) => asked.check(),
            Self::Adjust(asked) => asked.check(),
            Self::Size(asked) => asked.check(),
            Self::Power(asked) => asked.check(),
            Self::Chisq(_) | Self::Ttest(_) => Ok(()),
        }
    }
}

/// The answer to one estimate.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Outcome {
    /// To `proportion` and `mean_of_proportions`.
    Proportion(ProportionOutcome),
    /// To `mean`.
    Mean(MeanOutcome),
    /// To `ratio`.
    Ratio(RatioOutcome),
    /// To `quantile`.
    Quantiles(QuantilesOutcome),
    /// To `chisq`.
    Table(TableOutcome),
    /// To `ttest`.
    TTest(TTestOutcome),
    /// To `difference`.
    Difference(DifferenceOutcome),
    /// To `domain_ratio`.
    DomainRatio(DomainRatioOutcome),
    /// To `listwise_means`.
    Means(MeansOutcome),
    /// To `verdict`.
    Verdict(VerdictOutcome),
    /// To `reliability`.
    Reliability(ReliabilityOutcome),
    /// To `crosswise`.
    Crosswise(CrosswiseOutcome),
    /// To `contrast` and `trend`.
    Contrast(ContrastOutcome),
    /// To `regression`.
    Regression(RegressionOutcome),
    /// To `importance`.
    Importance(ImportanceOutcome),
    /// To `small_areas`.
    SmallAreas(SmallAreasOutcome),
    /// To `adjust`.
    Adjusted(AdjustedOutcome),
    /// To `size`.
    Size(SizeOutcome),
    /// To `power`.
    Power(PowerOutcome),
    /// The domain has no rows.
    Empty {
        /// True.
        empty: bool,
        /// Zero.
        n: usize,
        /// What it asks for and the data do not have.
        #[serde(skip_serializing_if = "is_default")]
        reason: Option<String>,
    },
    /// There is no answer.
    Refused {
        /// Why.
        error: String,
        /// Zero, where the domain has rows and nobody answered.
        #[serde(skip_serializing_if = "is_default")]
        n: Option<usize>,
    },
}

impl Outcome {
    /// No answer, and why.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an error is handed over by whoever met it"
    )]
    pub(super) fn refused(reason: impl ToString) -> Self {
        Self::Refused {
            error: reason.to_string(),
            n: None,
        }
    }
}
