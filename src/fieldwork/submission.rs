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
    /// Whether it was filled in on paper, and typed in at the desk.
    pub on_paper: bool,
    /// What is kept.
    pub content: Content,
    /// To how many bytes it is filled up before it is sealed; see [`usual_length`](super::sealing::usual_length).
    pub length: usize,
}

/// How a household answered.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum AnswerMode {
    /// By itself, on a screen.
    #[default]
    Web,
    /// By itself, on paper.
    Paper,
    /// By itself, on the phone that an interviewer brought: she stood beside, and saw no answer.
    Interviewer,
}

impl AnswerMode {
    /// All of them, in the order they are shown in.
    pub const ALL: [Self; 3] = [Self::Web, Self::Paper, Self::Interviewer];

    /// The word the database holds.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Paper => "paper",
            Self::Interviewer => "interviewer",
        }
    }

    /// The mode of a word; none where it is no mode.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == word)
    }

    /// Whether it is the usual one, which goes without saying.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks it so")]
    fn is_web(&self) -> bool {
        *self == Self::Web
    }
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
    /// How it came; where a PSU has few of a mode it is forgotten at the opening.
    #[serde(default, skip_serializing_if = "AnswerMode::is_web")]
    pub mode: AnswerMode,
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
