//! Days and months of the calendar, as answers give them and conditions compare them.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// A day (`2013-05-28`), or a month where no day is asked for (`2013-05`), of a year with four digits.
///
/// The order is that of the written form, on the server as in the script of the form: a month comes before its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CalendarDate {
    year: u16,
    month: u8,
    day: Option<u8>,
}

/// A text or numbers that are no day and no month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a date is a day such as 2013-05-28 or a month such as 2013-05")]
pub struct NotADate;

/// A year before this one has fewer than four digits.
const FIRST_YEAR: u16 = 1000;
const LAST_YEAR: u16 = 9999;

impl CalendarDate {
    /// The day, or the month where none is given; none if the calendar does not have it.
    pub fn new(year: u16, month: u8, day: Option<u8>) -> Option<Self> {
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
            return None;
        }
        let of_month = u32::from(day.unwrap_or(1));
        NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), of_month)?;
        Some(Self { year, month, day })
    }

    /// The year, with four digits.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, counted from 1.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, counted from 1; none for a month.
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// True for a month without a day.
    pub fn is_month(self) -> bool {
        self.day.is_none()
    }

    /// The month, without the day.
    #[must_use]
    pub fn month_only(self) -> Self {
        Self { day: None, ..self }
    }

    /// Months since the year nought, for classes of dates.
    pub fn months(self) -> u32 {
        u32::from(self.year) * 12 + u32::from(self.month) - 1
    }

    /// The day, or the first of the month.
    fn first_day(self) -> NaiveDate {
        let day = u32::from(self.day.unwrap_or(1));
        let day = NaiveDate::from_ymd_opt(i32::from(self.year), u32::from(self.month), day);
        day.unwrap_or_default()
    }

    /// So many days later, or months later for a month; none beyond the years with four digits.
    pub fn later(self, by: u32) -> Option<Self> {
        if self.is_month() {
            return self.of(self.first_day().checked_add_months(Months::new(by))?);
        }
        let days = chrono::Days::new(u64::from(by));
        self.of(self.first_day().checked_add_days(days)?)
    }

    /// The day before, or the month before a month; none beyond the years with four digits.
    pub fn previous(self) -> Option<Self> {
        if self.is_month() {
            return self.of(self.first_day().checked_sub_months(Months::new(1))?);
        }
        self.of(self.first_day().pred_opt()?)
    }

    /// How many days, or months between two months, it is from here to `latest`; none where that is earlier.
    pub fn until(self, latest: Self) -> Option<u32> {
        if self.is_month() {
            return latest.months().checked_sub(self.months());
        }
        let days = (latest.first_day() - self.first_day()).num_days();
        u32::try_from(days).ok()
    }

    /// A date of the same precision.
    fn of(self, day: NaiveDate) -> Option<Self> {
        let year = u16::try_from(day.year()).ok()?;
        let month = u8::try_from(day.month()).ok()?;
        let of_month = u8::try_from(day.day()).ok()?;
        Self::new(year, month, self.day.and(Some(of_month)))
    }
}

impl fmt::Display for CalendarDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.year, self.month)?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

impl FromStr for CalendarDate {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = |part: &str, count: usize| {
            part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let parts: Vec<&str> = text.split('-').collect();
        let (year, month, day) = match parts[..] {
            [year, month] if digits(year, 4) && digits(month, 2) => (year, month, None),
            [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => {
                (year, month, Some(day.parse().or(Err(NotADate))?))
            }
            _ => return Err(NotADate),
        };
        let year = year.parse().or(Err(NotADate))?;
        let month = month.parse().or(Err(NotADate))?;
        Self::new(year, month, day).ok_or(NotADate)
    }
}

impl TryFrom<String> for CalendarDate {
    type Error = NotADate;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<CalendarDate> for String {
    fn from(date: CalendarDate) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> CalendarDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_and_months_are_read_and_written() {
        for text in [
            "2013-05-28",
            "2013-05",
            "2012-02-29",
            "1000-01-01",
            "9999-12",
        ] {
            assert_eq!(date(text).to_string(), text);
        }
        for text in [
            "",
            "2013",
            "2013-5",
            "13-05-28",
            "2013-02-29",
            "2013-13",
            "2013-00",
            "2013-05-00",
            "2013-05-28-",
            "0999-01",
            "2013/05/28",
            " 2013-05",
            "2013-05-28T00:00",
            "２０１３-05",
            "2013-+5",
        ] {
            assert_eq!(text.parse::<CalendarDate>(), Err(NotADate), "{text}");
        }
    }

    #[test]
    fn steps_and_distances_follow_the_calendar() {
        assert_eq!(date("2012-02-28").later(2), Some(date("2012-03-01")));
        assert_eq!(date("2012-12").later(1), Some(date("2013-01")));
        assert_eq!(date("2012-03-01").previous(), Some(date("2012-02-29")));
        assert_eq!(date("2013-01").previous(), Some(date("2012-12")));
        assert_eq!(date("2012-01-01").until(date("2012-12-31")), Some(365));
        assert_eq!(date("2012-01").until(date("2013-01")), Some(12));
        assert_eq!(date("2012-02").until(date("2012-01")), None);
        assert_eq!(date("9999-12-31").later(1), None);
        assert_eq!(date("1000-01").previous(), None);
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_the_written_form(
            one in (1000_u16..=9999, 1_u8..=12, proptest::option::of(1_u8..=28)),
            other in (1000_u16..=9999, 1_u8..=12, proptest::option::of(1_u8..=28)),
        ) {
            let one = CalendarDate::new(one.0, one.1, one.2).unwrap();
            let other = CalendarDate::new(other.0, other.1, other.2).unwrap();
            prop_assert_eq!(one.cmp(&other), one.to_string().cmp(&other.to_string()));
        }
    }
}
