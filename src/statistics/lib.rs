//! Design-based estimation for proportions: what R's `survey` package answers, to nine digits.
//!
//! This module takes columns and a design and hands back estimates. It knows nothing of
//! questionnaires, databases or pages, does no input or output, and is synchronous.
//!
//! # Notation
//!
//! | symbol | meaning |
//! |---|---|
//! | h, i, k | stratum, PSU, row (respondent) |
//! | aₕ, fₕ | PSUs sampled in stratum h, their sampling fraction |
//! | πₖ, dₖ = 1/πₖ | inclusion probability, base weight |
//! | wₖ, gₖ | current weight, calibration factor new/old |
//! | yₖ | answer, 0 or 1 for a proportion |
//! | p, V, df | estimate, its variance, degrees of freedom |
//! | zₖ | score: the total of z varies like the estimate |
//! | ñ | effective sample size p(1 − p)/V |
//!
//! # From columns to a published figure
//!
//! 1. [`SurveyDesign`] states strata, PSUs, populations, weights and what to do with a stratum
//!    that has one PSU ([`SinglePsuPolicy`]).
//! 2. [`weighting`] turns base weights into final weights, step by step.
//! 3. [`Tabulation`] reduces all rows to sums by group in one pass over the columns.
//! 4. Estimates ([`Estimate`]) of any item in any [`Domain`] then cost O(PSUs), as do their
//!    intervals ([`Precision::interval`]), differences ([`Difference`]) and verdicts ([`Verdict`]).
//!
//! | question | answer |
//! |---|---|
//! | proportion, mean, total, mean of means, ratio | [`Tabulation::mean`], [`Tabulation::total`], [`Tabulation::mean_of`], [`Tabulation::linearize_ratio`] |
//! | quantile | [`quantile_with_interval`] |
//! | interval that is published | [`Estimate::interval`] |
//! | has it changed? do two districts differ? | [`Tabulation::difference`], [`holm`], [`benjamini_hochberg`] |
//! | are two questions related? | [`TwoWayTable`] |
//! | does it go up or down over the waves? | [`Tabulation::contrast_of`], [`trend_coefficients`] |
//! | what goes with it, all else alike? | [`SurveyDesign::regression`], [`SurveyDesign::predictive_margins`] |
//! | how much of it goes with what? | [`SurveyDesign::importance`] |
//! | what of a district that few answered in? | [`fay_herriot`] |
//! | is the target met? how large a sample? | [`Verdict`], [`operating_characteristic`], [`effective_size_for_verdict`] |
//! | a sensitive question | [`crosswise()`], [`Tabulation::crosswise_with_anchor`] |
//! | do two coders judge alike? | [`TwoJudges`] |
//! | may it be shown? | [`Reliability`] |
//! | did all groups respond alike? | [`Representativity`] |
//! | variance by replication | [`ReplicateDesign`] |
//! | all of it by document | [`analysis::answer_document`] |
//!
//! # Design
//!
//! Every estimator is linear in scores. Scores lose what control totals fix (`projection.rs`), are
//! summed to variance units and squared (`variance.rs`); a covariance is the same with two columns
//! of scores. So domains, ratios, differences and tests share one variance, and agree with each
//! other by construction. What replicates cannot be written that way goes through
//! [`ReplicateDesign::estimate_all`].
//!
//! # References
//!
//! * Cochran (1977), *Sampling Techniques*. Kish (1965), *Survey Sampling*.
//! * Särndal, Swensson & Wretman (1992), *Model Assisted Survey Sampling*.
//! * Deville & Särndal (1992), *JASA* 87, 376–382.
//! * Korn & Graubard (1998), *Survey Methodology* 24, 193–201; (1999), *Analysis of Health Surveys*.
//! * Lumley (2010), *Complex Surveys*; R package `survey` 4.1-1 (2021).
//!
//! Proven by `every_estimate_of_every_fixture_agrees_with_r` and the rest of `tests/golden` (its README lists what is
//! compared with what, and how closely).

mod agreement;
pub mod analysis;
mod association;
mod contrast;
mod count;
mod crosswise;
mod design;
mod design_error;
mod difference;
pub mod distribution;
mod domain;
mod eigen;
mod estimate;
mod factor;
mod importance;
mod interval;
mod item_sums;
mod layout;
mod linear_solve;
mod linearization;
mod multiplicity;
mod orthonormal;
mod pps;
mod projection;
mod quantile;
mod regression;
mod reliability;
mod replicates;
mod representativity;
mod single_psu;
mod small_area;
mod tabulation;
mod variance;
mod verdict;
pub mod weighting;

pub use agreement::{Agreement, TwoJudges};
pub use association::{AssociationTest, TwoWayTable};
pub use contrast::{Contrast, trend_coefficients};
pub use crosswise::{CrosswiseError, CrosswiseEstimate, crosswise};
pub use design::{DesignBuilder, SurveyDesign};
pub use design_error::DesignError;
pub use difference::{Difference, satterthwaite};
pub use domain::Domain;
pub use estimate::{Estimate, EstimateError, Linearized};
pub use factor::{Factor, FactorError};
pub use importance::{Compared, Importance, ImportanceMeasure, Uncertain};
pub use interval::{Interval, IntervalError, IntervalMethod, Precision, Sides};
pub use item_sums::Column;
pub use multiplicity::{benjamini_hochberg, holm};
pub use pps::{JointApproximation, JointInclusion, PairedPsus, PairwiseVariance, PpsError};
pub use quantile::{
    QuantileContext, QuantileEstimate, QuantileInterval, QuantileRule, WeightedDistribution,
    quantile_with_interval,
};
pub use regression::{
    Family, LikelihoodRatio, Model, ModelTerms, PredictiveMargin, Regression, RegressionError,
};
pub use reliability::{Presentation, Reliability};
pub use replicates::{ReplicateDesign, ReplicateError, ReplicateScales};
pub use representativity::{
    CaseRows, CaseSampling, PartialCategory, PartialIndicator, PropensityModel, Representativity,
    RepresentativityError,
};
pub use single_psu::SinglePsuPolicy;
pub use small_area::{
    AreaVariance, Benchmark, SmallArea, SmallAreaError, SmallAreas, arcsine, fay_herriot,
    from_arcsine, mean_from_arcsine,
};
pub use tabulation::{Tabulation, TabulationBuilder, TabulationError};
pub use variance::VarianceError;
pub use verdict::{
    Direction, OperatingCharacteristic, Verdict, allocation_design_effect,
    effective_size_for_verdict, margin_for_size, operating_characteristic, planned_design_effect,
    size_for_margin,
};
