//! Regressions: what goes with an answer, other columns held alike.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::limits::{AskedLimits, Limits, LimitsMethod, symmetric};
use super::members::{check_level, given};
use crate::analysis::value::{Conditions, Number, OneOrMany, is_default};
use crate::association::AssociationTest;
use crate::count::real;
use crate::regression;

/// A linear or logistic regression, as R's `svyglm`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Regression {
    /// The design.
    pub design: String,
    /// The column that is to be explained; zeros and ones of a logistic regression.
    pub var: String,
    /// How.
    pub family: RegressionFamily,
    /// What it is explained by.
    pub terms: Vec<RegressionTerm>,
    /// Factors among the terms whose predictive margins are asked for; linearised designs only.
    #[serde(default, skip_serializing_if = "is_default")]
    pub margins: OneOrMany<String>,
    /// The rows it is of.
    #[serde(default, skip_serializing_if = "is_default")]
    pub domain: Conditions,
    /// A confidence level besides 0.95 and 0.90.
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: Option<f64>,
}

/// How an answer depends on its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RegressionFamily {
    /// The mean is a sum.
    Linear,
    /// The log-odds are a sum.
    Logistic,
}

impl From<RegressionFamily> for regression::Family {
    fn from(family: RegressionFamily) -> Self {
        match family {
            RegressionFamily::Linear => Self::Linear,
            RegressionFamily::Logistic => Self::Logistic,
        }
    }
}

/// A term of a regression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum RegressionTerm {
    /// A column of numbers.
    Number {
        /// The column.
        var: String,
    },
    /// A column of categories, each against the first of them in order.
    Factor {
        /// The column.
        var: String,
    },
    /// The product of two terms before it.
    Interaction {
        /// Their columns.
        vars: [String; 2],
    },
}

impl Regression {
    pub(super) fn check(&self) -> Result<(), String> {
        given("terms", &self.terms)?;
        check_level(self.level)?;
        let mut known: Vec<&String> = Vec::new();
        for term in &self.terms {
            match term {
                RegressionTerm::Number { var } | RegressionTerm::Factor { var } => {
                    if known.contains(&var) {
                        return Err(format!("terms has {var} twice"));
                    }
                    if *var == self.var {
                        return Err(format!("{var} cannot explain itself"));
                    }
                    known.push(var);
                }
                RegressionTerm::Interaction { vars } => {
                    if let Some(var) = vars.iter().find(|var| !known.contains(var)) {
                        return Err(format!(
                            "the interaction of {var} needs the term {var} before it"
                        ));
                    }
                }
            }
        }
        let factor = |margin: &String| {
            let mut terms = self.terms.iter();
            terms.any(|term| matches!(term, RegressionTerm::Factor { var } if var == margin))
        };
        match self.margins.list().iter().find(|margin| !factor(margin)) {
            Some(margin) => Err(format!("margins has {margin}, which is no factor of terms")),
            None => Ok(()),
        }
    }

    pub(super) fn numbers(&self) -> impl Iterator<Item = &String> {
        let terms = self.terms.iter().filter_map(|term| match term {
            RegressionTerm::Number { var } => Some(var),
            RegressionTerm::Factor { .. } | RegressionTerm::Interaction { .. } => None,
        });
        terms.chain([&self.var])
    }

    pub(super) fn factors(&self) -> impl Iterator<Item = &String> {
        self.terms.iter().filter_map(|term| match term {
            RegressionTerm::Factor { var } => Some(var),
            RegressionTerm::Number { .. } | RegressionTerm::Interaction { .. } => None,
        })
    }
}

/// A fitted regression.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RegressionOutcome {
    /// Rows it is fitted to.
    pub n: usize,
    /// Rows of the domain that lack a value.
    pub left_out: usize,
    /// PSUs minus strata of the rows used.
    pub df_design: usize,
    /// Degrees of freedom of tests and limits.
    pub df: Number,
    /// The coefficients, the constant first.
    pub coefficients: Vec<CoefficientOutcome>,
    /// Their covariance matrix.
    pub vcov: Vec<Vec<Number>>,
    /// The weighted variance of Pearson's residuals.
    pub dispersion: Number,
    /// The share of the variance that is explained, of a linear regression.
    #[serde(skip_serializing_if = "is_default")]
    pub r2: Option<Number>,
    /// The tests of every term.
    pub tests: Vec<TermTests>,
    /// Wald's test of all terms together.
    pub all: FoundTest,
    /// Predictive margins.
    #[serde(skip_serializing_if = "is_default")]
    pub margins: Vec<MarginOutcome>,
}

/// A coefficient.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CoefficientOutcome {
    /// Its column, as R names it.
    pub name: String,
    /// The coefficient.
    pub estimate: Number,
    /// Its standard error.
    pub se: Number,
    /// Student's t.
    pub t: Number,
    /// Its p value.
    pub p_value: Number,
    /// Its limits.
    pub ci: Vec<Limits>,
}

/// Whether a term says anything.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TermTests {
    /// The term.
    pub term: String,
    /// Wald's test.
    pub wald: FoundTest,
    /// Rao and Scott's, of the same rows with and without the term.
    pub likelihood_ratio: RatioTest,
}

/// An F test; not numbers where there is none.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FoundTest {
    /// Its value.
    pub statistic: Number,
    /// Degrees of freedom.
    pub df: Number,
    /// Those of the denominator.
    pub ddf: Number,
    /// Its p value.
    pub p_value: Number,
}

/// A likelihood ratio test under the design; not numbers where there is none.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RatioTest {
    /// The difference of the deviances, weights scaled to the rows used.
    pub statistic: Number,
    /// The weights of the χ² variables that it is a sum of.
    pub design_effects: Vec<Number>,
    /// Its p value.
    pub p_value: Number,
}

/// A predictive margin.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MarginOutcome {
    /// The factor.
    pub var: String,
    /// The category.
    pub level: String,
    /// The mean to be expected were everybody of it.
    pub estimate: Number,
    /// Its standard error.
    pub se: Number,
    /// Its limits.
    pub ci: Vec<Limits>,
}

impl FoundTest {
    fn of(test: Option<AssociationTest>) -> Self {
        let number = |of: fn(&AssociationTest) -> f64| Number::or_nan(test.as_ref().map(of));
        Self {
            statistic: number(|test| test.statistic),
            df: number(|test| test.degrees_of_freedom),
            ddf: number(|test| test.denominator.unwrap_or(f64::INFINITY)),
            p_value: number(|test| test.p_value),
        }
    }
}

impl RegressionOutcome {
    pub(in crate::analysis) fn of(
        fitted: &regression::Regression,
        asked: &Regression,
        margins: Vec<(String, Vec<regression::PredictiveMargin>)>,
    ) -> Result<Self, regression::RegressionError> {
        let df = fitted.residual_degrees_of_freedom().map_or(f64::NAN, real);
        let methods = [
            (LimitsMethod::TResidualDf, df),
            (LimitsMethod::Normal, f64::INFINITY),
        ];
        let limits_asked = AskedLimits {
            level: asked.level,
            ..AskedLimits::default()
        };
        let limits = |value, se| {
            let methods = if df.is_nan() {
                &methods[1..]
            } else {
                &methods[..]
            };
            symmetric(value, se, methods, limits_asked)
        };
        let mut tests = Vec::new();
        for term in fitted.terms() {
            let ratio = fitted.likelihood_ratio(term)?;
            let statistic = ratio.as_ref().map(|ratio| ratio.statistic);
            let p_value = ratio.as_ref().map(|ratio| ratio.p_value);
            let effects = ratio.into_iter().flat_map(|ratio| ratio.design_effects);
            tests.push(TermTests {
                term: term.to_owned(),
                wald: FoundTest::of(fitted.wald(&[term])?),
                likelihood_ratio: RatioTest {
                    statistic: Number::or_nan(statistic),
                    design_effects: effects.map(Number).collect(),
                    p_value: Number::or_nan(p_value),
                },
            });
        }
        let all: Vec<&str> = fitted.terms().collect();
        let coefficients = fitted.names.iter().enumerate();
        let coefficients = coefficients.map(|(column, name)| {
            let (value, se) = (fitted.coefficients[column], fitted.standard_error(column));
            CoefficientOutcome {
                name: name.clone(),
                estimate: Number(value),
                se: Number(se),
                t: Number(fitted.t(column)),
                p_value: Number(fitted.p_value(column)),
                ci: limits(value, se),
            }
        });
        let margins = margins.into_iter().flat_map(|(var, levels)| {
            let outcome = move |margin: regression::PredictiveMargin| MarginOutcome {
                var: var.clone(),
                ci: limits(margin.value, margin.standard_error),
                level: margin.level,
                estimate: Number(margin.value),
                se: Number(margin.standard_error),
            };
            levels.into_iter().map(outcome)
        });
        Ok(Self {
            n: fitted.rows,
            left_out: fitted.left_out,
            df_design: fitted.design_degrees_of_freedom,
            df: Number(df),
            coefficients: coefficients.collect(),
            vcov: (fitted.covariance.iter())
                .map(|row| row.iter().copied().map(Number).collect())
                .collect(),
            dispersion: Number(fitted.dispersion),
            r2: (asked.family == RegressionFamily::Linear).then_some(Number(fitted.explained)),
            all: FoundTest::of(fitted.wald(&all)?),
            tests,
            margins: margins.collect(),
        })
    }
}
