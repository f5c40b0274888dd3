//! What an amended release says of itself.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Difference;
use crate::release::IndicatorResult;

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
    /// What the release by the registration says of each indicator; nothing for an open link, which judges none.
    pub registered: Vec<IndicatorResult>,
    /// Why there is no release by the registration, where there can be none.
    pub unreleasable: Option<String>,
}
