//! What is taken in: one complete questionnaire, and what stands on it besides the answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::code::{AccessCode, SubmissionId};
use super::wave::WaveId;
use questionnaire::{Answers, Assignment, Code, Language, QuestionId, Questionnaire};
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

/// What is kept of a questionnaire: no code, address, device, date, order of arrival or variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The group of every arm; questions and scales that were shown follow from them, the order does not.
    pub arms: BTreeMap<String, String>,
    /// The language it was answered in.
    pub language: Language,
    /// Whether the script was at work.
    pub script: bool,
    /// Whether elder mode was on.
    pub elder: bool,
    /// How long it took, coarsely.
    pub time_band: TimeBand,
    /// The longest run of equal answers to questions of one scale, in the order asked.
    pub longest_run: u8,
    /// The answers, texts excepted.
    pub answers: Answers,
    /// Texts by question, stored apart without any key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<(QuestionId, String)>,
}

/// How long a questionnaire took, as coarsely as the checks for speeding need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeBand {
    /// Under one minute.
    UnderOneMinute,
    /// One to two minutes.
    OneToTwo,
    /// Two to four minutes.
    TwoToFour,
    /// Four to eight minutes.
    FourToEight,
    /// Eight to sixteen minutes.
    EightToSixteen,
    /// Longer.
    Longer,
    /// Not known: the form came without its cookie.
    Unknown,
}

impl TimeBand {
    /// The band of a time in seconds; a negative one is not known.
    pub fn of_seconds(seconds: i64) -> Self {
        match seconds {
            ..0 => Self::Unknown,
            0..60 => Self::UnderOneMinute,
            60..120 => Self::OneToTwo,
            120..240 => Self::TwoToFour,
            240..480 => Self::FourToEight,
            480..960 => Self::EightToSixteen,
            960.. => Self::Longer,
        }
    }

    /// The word the database holds.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnderOneMinute => "under_one_minute",
            Self::OneToTwo => "one_to_two",
            Self::TwoToFour => "two_to_four",
            Self::FourToEight => "four_to_eight",
            Self::EightToSixteen => "eight_to_sixteen",
            Self::Longer => "longer",
            Self::Unknown => "unknown",
        }
    }
}

/// The longest run of equal codes among the answers to questions of one scale, in the order
/// asked; a skip ends no run and lengthens none.
pub fn longest_run(
    questionnaire: &Questionnaire,
    assignment: &Assignment,
    answers: &Answers,
) -> u8 {
    let asked = assignment.questions(questionnaire).into_iter();
    run_length(asked.filter_map(|question| {
        let shown = assignment.scale(questionnaire, question.answer.scale()?)?;
        Some((shown.id.as_str(), answers.code(&question.id)?))
    }))
}

fn run_length<'a>(scale_answers: impl Iterator<Item = (&'a str, Code)>) -> u8 {
    let mut longest = 0_u8;
    let mut run = 0_u8;
    let mut last = None;
    for answer in scale_answers {
        run = if last == Some(answer) {
            run.saturating_add(1)
        } else {
            1
        };
        longest = longest.max(run);
        last = Some(answer);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coded<const N: usize>(answers: [(&str, i64); N]) -> impl Iterator<Item = (&str, Code)> {
        let answers = answers.into_iter();
        answers.map(|(scale, code)| (scale, Code(code)))
    }

    #[test]
    fn a_run_counts_equal_codes_of_one_scale() {
        let answers = [("S5", 4), ("S5", 4), ("S5", 4), ("S5", 2), ("G5", 2)];
        assert_eq!(run_length(coded(answers)), 3);
        let two_scales = [("S5", 2), ("S5", 2), ("G5", 2), ("G5", 2), ("G5", 1)];
        assert_eq!(run_length(coded(two_scales)), 2);
        assert_eq!(run_length(std::iter::empty()), 0);
    }

    #[test]
    fn bands_take_their_lower_bound() {
        assert_eq!(TimeBand::of_seconds(59), TimeBand::UnderOneMinute);
        assert_eq!(TimeBand::of_seconds(60), TimeBand::OneToTwo);
        assert_eq!(TimeBand::of_seconds(119), TimeBand::OneToTwo);
        assert_eq!(TimeBand::of_seconds(120), TimeBand::TwoToFour);
        assert_eq!(TimeBand::of_seconds(240), TimeBand::FourToEight);
        assert_eq!(TimeBand::of_seconds(480), TimeBand::EightToSixteen);
        assert_eq!(TimeBand::of_seconds(959), TimeBand::EightToSixteen);
        assert_eq!(TimeBand::of_seconds(960), TimeBand::Longer);
        assert_eq!(TimeBand::of_seconds(-1), TimeBand::Unknown);
    }
}
