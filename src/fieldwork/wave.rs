//! A wave: one fielding of a questionnaire version, with its period and its mode.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use questionnaire::Text;

/// The row number of a wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WaveId(pub i64);

/// Who answers: probability and opt-in never mix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Invited persons of a drawn sample; gives estimates, intervals, verdicts.
    Probability,
    /// Whoever opens the link; gives counts and shares.
    Open,
}

impl Mode {
    /// The word the database holds.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Probability => "probability",
            Self::Open => "open",
        }
    }
}

/// The header every statistical survey must carry (统计法 art. 17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct StatutoryHeader {
    pub form_number: String,
    /// 制定机关, the authority that issued the form.
    pub authority: String,
    /// 批准或者备案文号, the number under which the survey was approved or filed.
    pub approval: String,
    /// 有效期限: the form closes at the end of this day.
    pub valid_until: NaiveDate,
}

/// One fielding of a questionnaire version.
#[derive(Debug, Clone, PartialEq)]
pub struct Wave {
    /// Its row.
    pub id: WaveId,
    /// Its address, unique in an installation (`residents-2014`).
    pub slug: String,
    /// The plan whose promises it judges.
    pub plan: String,
    /// The hash of the questionnaire version it asks.
    pub version: String,
    /// Who answers.
    pub mode: Mode,
    /// What it is called.
    pub title: Text,
    /// The year it stands for.
    pub year: i32,
    /// The first moment answers are taken.
    pub opens_at: DateTime<Utc>,
    /// The moment from which none are.
    pub closes_at: DateTime<Utc>,
    /// When it was closed and its small PSUs merged; from then on it can be opened.
    pub closed_at: Option<DateTime<Utc>>,
    /// When its answers were erased, their time being over.
    pub answers_erased_at: Option<DateTime<Utc>>,
    /// The statutory header; none means: not a statistical survey.
    pub header: Option<StatutoryHeader>,
    /// Where residents may ask: an office with its telephone or address. They also complain there, and report that
    /// they were told how to answer, unless there are `complaints`.
    pub contact: Option<Text>,
    /// Where residents may complain and report: an office that is not the body asking.
    pub complaints: Option<Text>,
    /// True where residents are simulated or the wave only demonstrates.
    pub simulated: bool,
    /// The hash of the plan's edition that it was opened under.
    pub edition: String,
}

/// Whether a wave takes answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaveState {
    /// Not yet.
    Announced,
    /// Now.
    Open,
    /// No longer.
    Closed,
}

impl Wave {
    /// Whether the wave takes answers at this moment.
    pub fn state(&self, now: DateTime<Utc>) -> WaveState {
        if self.closed_at.is_some() || now >= self.closes_at {
            WaveState::Closed
        } else if now < self.opens_at {
            WaveState::Announced
        } else {
            WaveState::Open
        }
    }
}

/// An open wave of 2014, for tests.
#[cfg(test)]
pub(super) fn example() -> Wave {
    let opens_at = DateTime::from_timestamp(1_400_000_000, 0).expect("a valid moment");
    Wave {
        id: WaveId(1),
        slug: "residents-2014".into(),
        plan: "harbin-2012-2014".into(),
        version: String::new(),
        mode: Mode::Open,
        title: Text::default(),
        year: 2014,
        opens_at,
        closes_at: opens_at + chrono::TimeDelta::days(30),
        closed_at: None,
        answers_erased_at: None,
        header: None,
        contact: None,
        complaints: None,
        simulated: true,
        edition: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn a_wave_takes_answers_from_its_first_moment_and_not_at_its_last() {
        let wave = example();
        let instant = TimeDelta::seconds(1);
        assert_eq!(wave.state(wave.opens_at - instant), WaveState::Announced);
        assert_eq!(wave.state(wave.opens_at), WaveState::Open);
        assert_eq!(wave.state(wave.closes_at - instant), WaveState::Open);
        assert_eq!(wave.state(wave.closes_at), WaveState::Closed);
    }

    #[test]
    fn a_wave_closed_early_stays_closed() {
        let wave = Wave {
            closed_at: Some(example().opens_at),
            ..example()
        };
        assert_eq!(wave.state(wave.opens_at), WaveState::Closed);
    }
}
