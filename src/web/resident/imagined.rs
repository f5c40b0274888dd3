//! What stands in place of a wave where a form is only looked at or tried: never stored, under a number that no
//! row has.

use chrono::{DateTime, TimeDelta, Utc};

use fieldwork::{Mode, Wave, WaveId};
use questionnaire::Text;

/// A wave that takes answers at this moment. It is the same all day, so that its form is written once.
pub(super) fn wave(number: u32, version: &str, title: Text, now: DateTime<Utc>) -> Wave {
    let opens_at = now.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
    Wave {
        id: WaveId(-1 - i64::from(number)),
        slug: String::new(),
        plan: String::new(),
        version: version.to_owned(),
        mode: Mode::Open,
        title,
        year: 0,
        opens_at,
        closes_at: opens_at + TimeDelta::days(2),
        closed_at: None,
        answers_erased_at: None,
        header: None,
        contact: None,
        complaints: None,
        simulated: false,
        edition: String::new(),
    }
}
