//! What an amended release says of itself.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Difference;
use crate::release::{Figure, IndicatorResult, Judgement, Release, Results};
use plan::{IndicatorId, Target};
use questionnaire::Text;

/// That a release was computed otherwise than registered: what was changed, why, by whom, and what the registered
/// release says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Amendment {
    /// Its number among those of the wave, from 1.
    pub number: u32,
    pub by: String,
    pub at: DateTime<Utc>,
    pub reason: String,
    /// What is not as registered.
    pub changes: Vec<Difference>,
    /// What the release by the registration says of each indicator.
    pub registered: Vec<RegisteredFigure>,
    /// Why there is no release by the registration, where there can be none.
    pub unreleasable: Option<String>,
}

/// What the registered release says of an indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct RegisteredFigure {
    pub indicator: IndicatorId,
    pub short: Text,
    pub name: Text,
    pub target: Target,
    pub rate: Option<Figure>,
    pub judgement: Judgement,
}

impl RegisteredFigure {
    /// What a release says of its indicators; nothing for an open link, which judges none.
    pub fn all_of(release: &Release) -> Vec<Self> {
        match &release.results {
            Results::Probability { indicators, .. } => indicators.iter().map(Self::of).collect(),
            Results::Open { .. } => Vec::new(),
        }
    }

    fn of(result: &IndicatorResult) -> Self {
        Self {
            indicator: result.indicator.clone(),
            short: result.short.clone(),
            name: result.name.clone(),
            target: result.target.clone(),
            rate: result.rate,
            judgement: result.judgement,
        }
    }
}
