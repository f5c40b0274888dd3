//! Dates as they are written.

use crate::{Locale, PlainMessage, text};
use questionnaire::CalendarDate;

const MONTHS: [PlainMessage; 12] = [
    text::MONTH_1,
    text::MONTH_2,
    text::MONTH_3,
    text::MONTH_4,
    text::MONTH_5,
    text::MONTH_6,
    text::MONTH_7,
    text::MONTH_8,
    text::MONTH_9,
    text::MONTH_10,
    text::MONTH_11,
    text::MONTH_12,
];

impl Locale {
    /// A day, `2013年5月28日` or “28 May 2013”, or a month where no day is given. Months and days count from 1.
    pub fn date(self, year: i32, month: u32, day: Option<u32>) -> String {
        let year = year.to_string();
        let names = (1..).zip(MONTHS);
        let named = names.into_iter().find(|(number, _)| *number == month);
        let month = named.map_or_else(|| month.to_string(), |(_, name)| self.t(name));
        match day {
            Some(day) => self.t(text::Date {
                year,
                month,
                day: day.to_string(),
            }),
            None => self.t(text::MonthOfYear { month, year }),
        }
    }

    /// A date that answers give and conditions compare.
    pub fn calendar_date(self, date: CalendarDate) -> String {
        let day = date.day().map(u32::from);
        self.date(i32::from(date.year()), u32::from(date.month()), day)
    }
}
