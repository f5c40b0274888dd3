//! What is taken in: one complete questionnaire, and what stands on it besides the answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::code::{AccessCode, SubmissionId};
use super::wave::WaveId;
use questionnaire::{Answers, QuestionId};
use sampling::{PsuId, StratumId};

/// A complete questionnaire on its way in.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Names the fill, so that however often it is sent it counts once.
    pub id: SubmissionId,
    /// The wave it belongs to.
    pub wave: WaveId,
    /// The invitation it spends; none on an open link.
    pub code: Option<AccessCode>,
    /// What is kept.
    pub content: Content,
    /// To how many bytes it is filled up before it is sealed; see [`usual_length`](super::sealing::usual_length).
    pub length: usize,
}

/// Where a household lives, as far as a response may know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Place {
    pub stratum: StratumId,
    pub psu: PsuId,
}

/// What is sealed: a questionnaire and where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedContent {
    /// None on an open link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What is kept.
    #[serde(flatten)]
    pub content: Content,
}

/// What is kept of a questionnaire: what the analysis reads, and nothing else.
///
/// No code, address, device, date, order of arrival or variant. Nor the language, the size of letters, whether the script
/// was at work or how long it took: whoever logs addresses and times between a phone and the server sees these, and
/// would find in them, with the PSU, which answers are whose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The group of every arm; questions and scales that were shown follow from them, the order does not.
    pub arms: BTreeMap<String, String>,
    /// The answers, texts excepted.
    pub answers: Answers,
    /// Texts by question, stored apart without any key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<(QuestionId, String)>,
}
