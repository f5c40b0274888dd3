//! What the results of a wave will be computed by, fixed before its first answer.
//!
//! # Design
//!
//! A target that can be changed after the answers are in is no target. When a wave is made, everything that its
//! release depends on besides the answers is written into one document: the edition of the plan with its targets and
//! counting rules, the questionnaire, frame and draw, margins, and the rules of the program ([`rules`](super::rules)).
//! Its canonical bytes are public, so that anybody may keep them, and their hash stands on the form and on whatever is
//! published. A release is computed from what the registration names ([`store`]); anything that is not as it says
//! stops it. By other rules there are only amended releases, which show the differences.
//!
//! Seed, frame and sample are secrets of the households sampled, so the registration holds commitments to them
//! ([`store::commit`]): auditors who are given the salt can check that they are the same as before the first answer.

mod amendment;
mod difference;
pub mod store;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::rules::RETURNED_TWICE;
use fieldwork::wave::{Mode, StatutoryHeader};
use plan::{Adults, IndicatorId, IndicatorKind, Measure, Target};
use questionnaire::Text;
use sampling::{Allocation, Method, Reserve};

pub use amendment::Amendment;
pub use difference::{Difference, differences};

/// The registration of a wave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Registration {
    /// The wave's address.
    pub wave: String,
    pub title: Text,
    pub year: i32,
    pub mode: Mode,
    pub opens_at: DateTime<Utc>,
    pub closes_at: DateTime<Utc>,
    /// The dates on which its questionnaires are opened before its close.
    pub reading_dates: Vec<DateTime<Utc>>,
    /// Who holds the private key until then, as in `trustees 3 of 5, key 7QXM2K4D`; none where the installation does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custody: Option<String>,
    pub header: Option<StatutoryHeader>,
    pub simulated: bool,
    pub written_at: DateTime<Utc>,
    /// True for a wave that was made before there were registrations: this one was computed from what was there then.
    pub written_after_opening: bool,
    pub questionnaire: RegisteredQuestionnaire,
    pub plan: RegisteredPlan,
    /// What is promised, of what the questionnaire measures.
    pub promises: BTreeMap<IndicatorId, Promise>,
    /// How the sample was drawn; none for an open link.
    pub draw: Option<RegisteredDraw>,
    /// The waves that were over before it begins and that figures are compared with, the oldest first; none of an open
    /// link, of which nothing is compared.
    pub earlier_waves: Vec<String>,
    /// The edition of the program's rules.
    pub analysis: u32,
    /// These rules, by what they are about.
    pub rules: BTreeMap<String, String>,
}

impl Registration {
    /// Whether it says how a household counts that returns more than once; those of open links and of earlier programs do not.
    pub fn counts_households_once(&self) -> bool {
        self.rules.contains_key(RETURNED_TWICE)
    }
}

/// The questionnaire that is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct RegisteredQuestionnaire {
    pub id: String,
    /// The hash that names the version.
    pub version: String,
    /// The hash of the version as it lies in the database.
    pub content: String,
}

/// The edition of the plan, and the hashes of its parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct RegisteredPlan {
    pub id: String,
    pub edition: String,
    pub plan: String,
    pub strata: String,
    pub margins: String,
    pub years: (i32, i32),
    pub adults: Option<Adults>,
    pub coaching: Option<Measure>,
}

/// What is promised, and what counts as keeping it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Promise {
    pub kind: IndicatorKind,
    pub target: Target,
    pub measure: Measure,
}

/// A draw without what would tell who was sampled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct RegisteredDraw {
    pub algorithm: String,
    pub households: u64,
    pub per_psu: u64,
    pub allocation: Allocation,
    /// How PSUs were selected within their stratum; systematically where nothing is said.
    #[serde(default, skip_serializing_if = "Method::is_usual")]
    pub method: Method,
    /// The fewest PSUs of a stratum; two where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_psus: Option<u64>,
    pub shift: f64,
    /// The replicates of households held in reserve. Each is released whole or not at all, in their order and before anything is
    /// opened; a household of a PSU weighs, once some were released, one over its probability of being among the households
    /// invited at first or those released. None where nothing is held in reserve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserve: Option<Reserve>,
    /// Commitment to the seed.
    pub seed: String,
    /// Commitment to the hash of the frame.
    pub frame: String,
    /// Commitment to the PSUs drawn with their weights before anything was released from the reserve.
    pub sample: String,
}

/// A registration as a release, a page or a file names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationNote {
    /// The hash of the registration.
    pub hash: String,
    /// Whether it was written only after the wave had opened.
    pub written_after_opening: bool,
}

impl RegistrationNote {
    /// The first twelve digits of the hash, in groups of four.
    pub fn short(&self) -> String {
        let digits = self.hash.get(..12).unwrap_or(&self.hash);
        let groups: Vec<String> = digits
            .as_bytes()
            .chunks(4)
            .map(|group| String::from_utf8_lossy(group).into_owned())
            .collect();
        groups.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_hash_is_twelve_digits_in_groups_of_four() {
        let note = RegistrationNote {
            hash: "3f2a91c077de5566".repeat(4),
            written_after_opening: false,
        };
        assert_eq!(note.short(), "3f2a 91c0 77de");
    }
}
