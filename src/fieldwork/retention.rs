//! For how long answers are kept: what the privacy notice promises (统计法实施条例 art. 22: originals at
//! least two years).
//!
//! Waves of a plan are compared with each other, so the answers of all of them are kept until two years
//! after the last results of the plan, and are then erased together. Releases, that is totals, stay.
//! Erasing is done by hand (`minyi erase`): a wrong clock must not erase anything.

use chrono::{DateTime, Months, Utc};

use super::wave::Wave;

/// Two years.
const KEPT: Months = Months::new(24);

/// From when the answers of a plan may be erased; none while one of its waves is not closed yet, or there are
/// none.
///
/// `waves` are all waves of the plan, `last_release` the moment of the last of their releases.
pub fn erasable_from(waves: &[Wave], last_release: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    let closed: Option<Vec<DateTime<Utc>>> = waves.iter().map(|wave| wave.closed_at).collect();
    let last = closed?.into_iter().chain(last_release).max()?;
    last.checked_add_months(KEPT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wave::example;

    fn day(text: &str) -> DateTime<Utc> {
        format!("{text}T08:00:00Z").parse().expect("a valid moment")
    }

    fn closed(at: Option<&str>) -> Wave {
        Wave {
            closed_at: at.map(day),
            ..example()
        }
    }

    #[test]
    fn answers_are_kept_until_two_years_after_the_last_results() {
        let waves = [closed(Some("2012-10-31")), closed(Some("2014-10-31"))];
        assert_eq!(erasable_from(&waves, None), Some(day("2016-10-31")));
        let released = Some(day("2014-12-20"));
        assert_eq!(erasable_from(&waves, released), Some(day("2016-12-20")));
    }

    #[test]
    fn while_a_wave_is_not_closed_nothing_may_be_erased() {
        let waves = [closed(Some("2012-10-31")), closed(None)];
        assert_eq!(erasable_from(&waves, Some(day("2012-12-01"))), None);
        assert_eq!(erasable_from(&[], None), None);
    }
}
