//! The parts of a questionnaire, or of a plan, that something is said about.

use serde::{Deserialize, Serialize};

use crate::id::{QuestionId, ScaleId};

/// A part of a file that faults belong to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The keys before the first table.
    Top,
    /// An arm, by id.
    Arm(String),
    /// A scale, by id.
    Scale(ScaleId),
    /// A section, by id.
    Section(String),
    /// A question, by id.
    Question(QuestionId),
    /// An indicator of a plan, by id.
    Indicator(String),
    /// How a survey measures an indicator, by the indicator's id.
    Measure(String),
}

impl Part {
    /// What the part is called in a finding; the top has no name.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Top => None,
            Self::Scale(id) => Some(id.as_str()),
            Self::Question(id) => Some(id.as_str()),
            Self::Arm(id) | Self::Section(id) | Self::Indicator(id) | Self::Measure(id) => Some(id),
        }
    }
}
