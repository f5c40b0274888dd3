//! A value of the register as somebody typed it, in a form or in a row of a spreadsheet, and what is wrong with it.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::{Entry, EntryKind, RegisterValue};
use crate::indicator::{Indicator, Plan, TargetValue};

/// The longest source, in characters.
pub const LONGEST_SOURCE: usize = 300;

/// The longest evidence or words, in characters.
pub const LONGEST_WORDS: usize = 1_000;

/// The longest reason for a correction, in characters.
pub const LONGEST_REASON: usize = 500;

/// How the form says that something is done, or not.
pub const YES: &str = "yes";
/// See [`YES`].
pub const NO: &str = "no";

/// A part of a value: a field of the form, a column of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say what they hold")]
pub enum Column {
    Indicator,
    Year,
    Value,
    /// The figure that a relative promise names.
    Beside,
    /// Done or not done.
    Done,
    /// Evidence, or what there is to say of a quality.
    Words,
    Source,
    /// The day of the source.
    Dated,
    /// Why it takes the place of a released value.
    Reason,
}

/// What was typed, as it stands there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of `Column`")]
pub struct TypedValue {
    pub year: String,
    pub value: String,
    pub beside: String,
    pub done: String,
    pub words: String,
    pub source: String,
    pub dated: String,
    pub reason: String,
}

/// What is wrong with a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueFault {
    /// It has to be there.
    Lacking,
    /// It is of no use for what this indicator promises.
    NotAsked,
    /// The plan has no such indicator.
    UnknownIndicator,
    /// A survey judges this indicator, and nobody enters its figure.
    OfSurvey,
    /// No year in which the plan can have been kept.
    Year {
        /// The first one, and the last.
        within: (i32, i32),
    },
    /// No number that can be read in one way only.
    NotANumber,
    /// More digits than are kept.
    TooManyDigits,
    /// A share beyond 0 to 100 percent.
    NotAShare,
    /// Neither done nor not done.
    NotDone,
    /// No day.
    NotADay,
    /// A day that is not over.
    InFuture,
    /// Longer than is kept.
    TooLong {
        /// The most characters.
        most: usize,
    },
    /// The same indicator and year stand in a row above.
    Twice {
        /// That row.
        row: u64,
    },
    /// A value that somebody else entered waits for its release.
    Waiting {
        /// Who, by name.
        by: String,
    },
    /// A released value is replaced with a reason only.
    ReasonLacking,
    /// What is released already.
    Unchanged,
}

/// A value with the reason why it takes the place of another; none where none was given.
pub type Reasoned = (RegisterValue, Option<String>);

/// The years for which a value can be entered: those of the plan that have begun, and the one before it, from which directions start.
pub fn possible_years(plan: &Plan, today: NaiveDate) -> (i32, i32) {
    (plan.years.0 - 1, plan.years.1.min(today.year()))
}

impl TypedValue {
    /// What one would type to enter a value again.
    pub fn of(value: &RegisterValue) -> Self {
        let mut typed = Self {
            year: value.year.to_string(),
            source: value.source.clone(),
            dated: value.dated.to_string(),
            ..Self::default()
        };
        match &value.entry {
            Entry::Number { value, beside } => {
                typed.value = value.to_string();
                typed.beside = beside.map(|beside| beside.to_string()).unwrap_or_default();
            }
            Entry::Done { done, evidence } => {
                let word = if *done { YES } else { NO };
                word.clone_into(&mut typed.done);
                typed.words.clone_from(evidence);
            }
            Entry::Words { words } => typed.words.clone_from(words),
        }
        typed
    }

    /// Whether nothing was typed.
    pub fn is_blank(&self) -> bool {
        let Self {
            year,
            value,
            beside,
            done,
            words,
            source,
            dated,
            reason,
        } = self;
        let all = [year, value, beside, done, words, source, dated, reason];
        all.iter().all(|text| text.trim().is_empty())
    }

    /// The value that was typed for an indicator.
    ///
    /// # Errors
    ///
    /// Every part that cannot be, in the order of the columns.
    pub fn read(
        &self,
        plan: &Plan,
        indicator: &Indicator,
        today: NaiveDate,
    ) -> Result<Reasoned, Vec<(Column, ValueFault)>> {
        let mut reader = Reader {
            typed: self,
            indicator,
            faults: Vec::new(),
        };
        let year = reader.year(possible_years(plan, today));
        let entry = reader.entry();
        let source = reader.text(Column::Source, &self.source, LONGEST_SOURCE);
        let dated = reader.dated(today);
        let reason = self.reason.trim();
        if reason.chars().count() > LONGEST_REASON {
            reader.refuse(
                Column::Reason,
                ValueFault::TooLong {
                    most: LONGEST_REASON,
                },
            );
        }
        let Reader { mut faults, .. } = reader;
        faults.sort_by_key(|(column, _)| *column);
        match (year, entry, source, dated) {
            (Some(year), Some(entry), Some(source), Some(dated)) if faults.is_empty() => {
                let value = RegisterValue {
                    indicator: indicator.id.clone(),
                    year,
                    target: indicator.target.clone(),
                    entry,
                    source,
                    dated,
                    simulated: false,
                };
                Ok((value, (!reason.is_empty()).then(|| reason.to_owned())))
            }
            _ => Err(faults),
        }
    }
}

struct Reader<'t> {
    typed: &'t TypedValue,
    indicator: &'t Indicator,
    faults: Vec<(Column, ValueFault)>,
}

impl Reader<'_> {
    fn refuse(&mut self, column: Column, fault: ValueFault) {
        self.faults.push((column, fault));
    }

    /// What a part says, or its fault.
    fn kept<T>(&mut self, column: Column, read: Result<T, ValueFault>) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(fault) => {
                self.refuse(column, fault);
                None
            }
        }
    }

    fn year(&mut self, within: (i32, i32)) -> Option<i32> {
        let typed = half_width(&self.typed.year);
        let year = typed.trim().trim_end_matches('年').parse();
        let possible = year
            .ok()
            .filter(|year| (within.0..=within.1).contains(year));
        let read = match possible {
            Some(year) => Ok(year),
            None if typed.trim().is_empty() => Err(ValueFault::Lacking),
            None => Err(ValueFault::Year { within }),
        };
        self.kept(Column::Year, read)
    }

    fn entry(&mut self) -> Option<Entry> {
        let Some(kind) = self.indicator.entry_kind() else {
            self.refuse(Column::Indicator, ValueFault::OfSurvey);
            return None;
        };
        let typed = self.typed;
        let asked: &[Column] = match kind {
            EntryKind::Number => &[Column::Value],
            EntryKind::NumberBeside => &[Column::Value, Column::Beside],
            EntryKind::Done => &[Column::Done, Column::Words],
            EntryKind::Words => &[Column::Words],
        };
        for (column, text) in [
            (Column::Value, &typed.value),
            (Column::Beside, &typed.beside),
            (Column::Done, &typed.done),
            (Column::Words, &typed.words),
        ] {
            if !asked.contains(&column) && !text.trim().is_empty() {
                self.refuse(column, ValueFault::NotAsked);
            }
        }
        match kind {
            EntryKind::Number => {
                let value = self.number(Column::Value, &typed.value)?;
                Some(Entry::Number {
                    value,
                    beside: None,
                })
            }
            EntryKind::NumberBeside => {
                let value = self.number(Column::Value, &typed.value);
                let beside = self.number(Column::Beside, &typed.beside);
                Some(Entry::Number {
                    value: value?,
                    beside: Some(beside?),
                })
            }
            EntryKind::Done => {
                let done = self.kept(Column::Done, done_of(&typed.done));
                let evidence = self.text(Column::Words, &typed.words, LONGEST_WORDS);
                Some(Entry::Done {
                    done: done?,
                    evidence: evidence?,
                })
            }
            EntryKind::Words => {
                let words = self.text(Column::Words, &typed.words, LONGEST_WORDS)?;
                Some(Entry::Words { words })
            }
        }
    }

    fn number(&mut self, column: Column, typed: &str) -> Option<Decimal> {
        let target = &self.indicator.target;
        let percent = target.unit.starts_with('%');
        let read = number_of(typed, percent);
        // A rate of growth may be anything; a share of a whole that the plan sets a number for may not.
        let share = percent && matches!(target.value, Some(TargetValue::Number(_)));
        let whole = Decimal::ZERO..=Decimal::ONE_HUNDRED;
        let read = read.and_then(|number| {
            if share && !whole.contains(&number) {
                Err(ValueFault::NotAShare)
            } else {
                Ok(number)
            }
        });
        self.kept(column, read)
    }

    fn text(&mut self, column: Column, typed: &str, most: usize) -> Option<String> {
        let text = typed.trim();
        let read = match text.chars().count() {
            0 => Err(ValueFault::Lacking),
            long if long > most => Err(ValueFault::TooLong { most }),
            _ => Ok(text.replace("\r\n", "\n")),
        };
        self.kept(column, read)
    }

    fn dated(&mut self, today: NaiveDate) -> Option<NaiveDate> {
        let typed = half_width(&self.typed.dated);
        let read = match day_of(typed.trim()) {
            Some(day) if day > today => Err(ValueFault::InFuture),
            Some(day) => Ok(day),
            None if typed.trim().is_empty() => Err(ValueFault::Lacking),
            None => Err(ValueFault::NotADay),
        };
        self.kept(Column::Dated, read)
    }
}

/// A number as people write it: digits, one point, a sign, commas between thousands; a percent sign where the unit is one.
fn number_of(typed: &str, percent: bool) -> Result<Decimal, ValueFault> {
    let typed = half_width(typed);
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(ValueFault::Lacking);
    }
    let bare = match typed.strip_suffix('%') {
        Some(bare) if percent => bare.trim_end(),
        _ => typed,
    };
    let (sign, digits) = match bare.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", bare.strip_prefix('+').unwrap_or(bare)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = groups.clone().next().is_none()
        || first.len() <= 3 && groups.all(|group| group.len() == 3 && are_digits(group));
    if !are_digits(first) || !grouped || !are_digits(fraction) {
        return Err(ValueFault::NotANumber);
    }
    let plain = format!("{sign}{}", digits.replace(',', ""));
    Decimal::from_str_exact(&plain).or(Err(ValueFault::TooManyDigits))
}

fn done_of(typed: &str) -> Result<bool, ValueFault> {
    match typed.trim().to_lowercase().as_str() {
        "" => Err(ValueFault::Lacking),
        "是" | "完成" | "已完成" | "yes" | "y" | "true" | "done" | "1" => Ok(true),
        "否" | "未完成" | "没有完成" | "no" | "n" | "false" | "not done" | "0" => Ok(false),
        _ => Err(ValueFault::NotDone),
    }
}

fn day_of(text: &str) -> Option<NaiveDate> {
    let text = text.strip_suffix(" 00:00:00").unwrap_or(text);
    let formats = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"];
    let read = |format: &&str| NaiveDate::parse_from_str(text, format).ok();
    formats.iter().find_map(read)
}

/// A text with the digits and signs of a Chinese keyboard as those of any other.
fn half_width(text: &str) -> String {
    let narrow = |symbol| match symbol {
        '０'..='９' | '．' | '，' | '％' | '＋' | '－' | '／' => {
            char::from_u32(u32::from(symbol) - 0xfee0).unwrap_or(symbol)
        }
        '\u{2212}' => '-',
        '\u{3000}' | '\u{a0}' => ' ',
        other => other,
    };
    text.chars().map(narrow).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::read;

    fn plan() -> Plan {
        let text = include_str!("../../../surveys/harbin-2012-2014/plan.toml");
        read("plan.toml", text.as_bytes()).plan.unwrap()
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2014, 3, 1).unwrap()
    }

    fn typed(value: &str) -> TypedValue {
        TypedValue {
            year: "2013".into(),
            value: value.into(),
            source: "市统计局 2013 年统计公报".into(),
            dated: "2014-02-28".into(),
            ..TypedValue::default()
        }
    }

    fn read_for(id: &str, typed: &TypedValue) -> Result<Reasoned, Vec<(Column, ValueFault)>> {
        let plan = plan();
        let indicator = plan.indicators.iter().find(|it| it.id.as_str() == id);
        typed.read(&plan, indicator.unwrap(), today())
    }

    #[test]
    fn numbers_are_read_as_people_write_them_and_never_guessed() {
        for (text, number) in [
            ("0.1", "0.1"),
            (" 1,234.50 ", "1234.50"),
            ("１２．５", "12.5"),
            ("-0.3", "-0.3"),
            ("−0.3", "-0.3"),
            ("+7", "7"),
            ("98.6%", "98.6"),
            ("98.6 ％", "98.6"),
        ] {
            let read = number_of(text, true).unwrap();
            assert_eq!(read.to_string(), number, "{text}");
        }
        for text in [
            "1,5", "1.234,5", "12,34", "1e3", "五", ".5", "5.", "1 234", "--1", "0x10", "1,2345",
            "NaN",
        ] {
            assert_eq!(number_of(text, true), Err(ValueFault::NotANumber), "{text}");
        }
        assert_eq!(number_of("98%", false), Err(ValueFault::NotANumber));
        let long = "0.12345678901234567890123456789";
        assert_eq!(number_of(long, false), Err(ValueFault::TooManyDigits));
    }

    #[test]
    fn what_an_indicator_asks_for_is_read_and_nothing_else() {
        let (value, reason) = read_for("adm-elder-abuse", &typed("1.90")).unwrap();
        assert_eq!(value.entry.number().unwrap().to_string(), "1.90");
        assert_eq!((value.year, reason), (2013, None));
        assert_eq!(
            read_for("adm-culture-share", &typed("1.9")).unwrap_err(),
            [(Column::Beside, ValueFault::Lacking)]
        );
        let both = TypedValue {
            beside: "1.1".into(),
            ..typed("1.9")
        };
        assert!(read_for("adm-culture-share", &both).is_ok());
        assert_eq!(
            read_for("adm-elder-abuse", &both).unwrap_err(),
            [(Column::Beside, ValueFault::NotAsked)]
        );
        assert_eq!(
            read_for("sat-gov-integrity", &typed("90")).unwrap_err(),
            [(Column::Indicator, ValueFault::OfSurvey)]
        );
        let done = TypedValue {
            done: "是".into(),
            words: "哈政发〔2013〕1号".into(),
            ..typed("")
        };
        let (value, _) = read_for("adm-six-five-plan", &done).unwrap();
        assert!(matches!(value.entry, Entry::Done { done: true, .. }));
        let without = TypedValue {
            words: " ".into(),
            ..done
        };
        assert_eq!(
            read_for("adm-six-five-plan", &without).unwrap_err(),
            [(Column::Words, ValueFault::Lacking)]
        );
    }

    #[test]
    fn every_fault_of_a_value_is_told_at_once() {
        let wrong = TypedValue {
            year: "2015".into(),
            value: "101".into(),
            dated: "2014-03-02".into(),
            reason: "因".repeat(LONGEST_REASON + 1),
            ..TypedValue::default()
        };
        assert_eq!(
            read_for("adm-culture-service-points", &wrong).unwrap_err(),
            [
                (
                    Column::Year,
                    ValueFault::Year {
                        within: (2011, 2014)
                    }
                ),
                (Column::Value, ValueFault::NotAShare),
                (Column::Source, ValueFault::Lacking),
                (Column::Dated, ValueFault::InFuture),
                (
                    Column::Reason,
                    ValueFault::TooLong {
                        most: LONGEST_REASON
                    }
                ),
            ]
        );
        // The rate at which something grows is no share.
        assert!(read_for("dir-tertiary-growth", &typed("-3")).is_ok());
    }

    #[test]
    fn a_day_is_read_in_the_ways_it_is_written() {
        let expected = NaiveDate::from_ymd_opt(2013, 1, 31);
        for text in [
            "2013-01-31",
            "2013/1/31",
            "2013.1.31",
            "2013年1月31日",
            "2013-01-31 00:00:00",
        ] {
            assert_eq!(day_of(text), expected, "{text}");
        }
        for text in ["31.1.2013", "2013-02-30", "41305", ""] {
            assert_eq!(day_of(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_number_is_kept_digit_for_digit(whole in 0_u64..1_000_000_000, fraction in "[0-9]{1,15}") {
            let text = format!("{whole}.{fraction}");
            prop_assert_eq!(number_of(&text, false).unwrap().to_string(), text);
        }

        #[test]
        fn nothing_that_is_typed_is_too_strange(text in ".{0,40}") {
            let _ = number_of(&text, true);
            let _ = day_of(&half_width(&text));
            prop_assert!(done_of(&text).is_err() || !text.trim().is_empty());
        }
    }
}
