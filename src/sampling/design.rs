//! The design of a sample: what is to be drawn, and what was assumed when it was planned.

use serde::{Deserialize, Serialize};

use super::draw::{Reserve, SamplePlan};
use super::frame::FrameStratum;
use super::{Draw, Frame};
use chrono::{DateTime, NaiveDate, Utc};

/// A design, as it is kept with a sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SampleDesign {
    /// What is drawn, seed and shift included.
    pub plan: SamplePlan,
    /// What the planner took for granted; the draw does not depend on it.
    pub assumptions: Assumptions,
    /// The questionnaire whose targets it was planned for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub questionnaire: Option<String>,
    /// The earlier sample whose PSUs it shares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<SampleId>,
}

/// What a planner takes for granted of the answers to come.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Assumptions {
    /// The rate that intervals are worked out for, above 0 and below 1.
    pub rate: f64,
    /// The share of invited households that answer, above 0 and at most 1.
    pub response_rate: f64,
    /// How much alike the answers of one PSU are, 0 to 1.
    pub intraclass_correlation: f64,
    /// The design effect of the weights within strata (household size, nonresponse, raking), at least 1.
    pub weighting_design_effect: f64,
    /// What one letter costs.
    pub cost_per_letter: f64,
    /// What work in one PSU costs, whatever its number of letters.
    pub cost_per_psu: f64,
}

/// The row number of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SampleId(pub i64);

/// A sample that was drawn. Its PSUs are not kept: the draw is done again from design and frame.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Sample {
    pub id: SampleId,
    pub plan: String,
    /// [`Frame::hash`] of the frame drawn from.
    pub frame_hash: String,
    /// What the survey office calls it.
    pub name: String,
    pub design: SampleDesign,
    /// The generator and the method.
    pub algorithm: String,
    pub drawn_by: String,
    pub drawn_at: DateTime<Utc>,
    /// The row of the wave that was opened with it, if one was.
    pub wave: Option<i64>,
}

/// A design as a file that repeats the draw years later, together with the units of the frame and the seed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DesignFile {
    /// [`Frame::hash`] of the frame that was drawn from.
    pub frame: String,
    /// The day that the figures of the frame stand for, by which codes of strata are read.
    pub reference_date: NaiveDate,
    /// The generator and the method.
    pub algorithm: String,
    /// Households to invite, over all strata.
    pub households: u64,
    /// Households to invite in each PSU.
    pub per_psu: u64,
    /// The fewest PSUs of a stratum; two where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_psus: Option<u64>,
    /// How far the sample is moved from the first of its seed, in median PSU sizes.
    pub shift: f64,
    /// How the PSUs are divided over strata.
    pub allocation: super::Allocation,
    /// How they are selected within.
    #[serde(default, skip_serializing_if = "super::Method::is_usual")]
    pub method: super::Method,
    /// The replicates held in reserve, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserve: Option<Reserve>,
    /// The strata of the frame, in its order.
    #[serde(rename = "stratum")]
    pub strata: Vec<FrameStratum>,
}

impl DesignFile {
    /// The file of a draw from this frame.
    pub fn of(frame: &Frame, reference_date: NaiveDate, drawn: &Draw) -> Self {
        let plan = &drawn.plan;
        Self {
            frame: drawn.frame_hash.clone(),
            reference_date,
            algorithm: drawn.algorithm.clone(),
            households: plan.households,
            per_psu: plan.per_psu,
            minimum_psus: plan.minimum_psus,
            shift: plan.shift,
            reserve: plan.reserve,
            allocation: plan.allocation.clone(),
            method: plan.method,
            strata: frame.strata().to_vec(),
        }
    }

    /// What is drawn with this seed.
    pub fn plan(&self, seed: u64) -> SamplePlan {
        SamplePlan {
            households: self.households,
            per_psu: self.per_psu,
            allocation: self.allocation.clone(),
            method: self.method,
            minimum_psus: self.minimum_psus,
            seed,
            shift: self.shift,
            reserve: self.reserve,
        }
    }
}
