//! The answers to a question for a date in classes, for a table of counts: months, quarters, years or spans of years, so
//! that there are few rows and they begin where a calendar does.

use questionnaire::{CalendarDate, Code, Date, Language, Text};

/// The most classes of a table.
const MOST_CLASSES: u32 = 12;

/// How many months a class may have; beyond the last there is no year with four digits.
const WIDTHS: [u32; 9] = [1, 3, 12, 24, 60, 120, 240, 1200, 12_000];

/// The narrowest classes that are few enough: how many months each has, and the numbers of the first and the last.
fn classes(date: &Date) -> (u32, u32, u32) {
    let spans = WIDTHS.map(|width| {
        let (first, last) = (date.earliest.months() / width, date.latest.months() / width);
        (width, first, last)
    });
    let mut few = spans.into_iter();
    let few = few.find(|(_, first, last)| last.saturating_sub(*first) < MOST_CLASSES);
    few.unwrap_or(spans[spans.len() - 1])
}

/// The code of the class that a date is in: below nought, where no choice has its code.
pub(super) fn class_of(date: &Date, given: CalendarDate) -> Option<Code> {
    let (width, first, _) = classes(date);
    let place = (given.months() / width).checked_sub(first)?;
    Some(Code(-i64::from(place) - 1))
}

/// Every class with its label: `2013-05`, `2013-04–2013-06`, `2013`, `2010–2014`.
pub(super) fn labels(date: &Date, languages: &[Language]) -> Vec<(Code, Text)> {
    let (width, first, last) = classes(date);
    let classes = (1..).zip(first..=last);
    let labelled = classes.map(|(place, class): (i64, u32)| {
        let wording = wording(class * width, width);
        let mut label = Text::default();
        for language in languages {
            label.set(language.clone(), &wording);
        }
        (Code(-place), label)
    });
    labelled.collect()
}

/// A span of so many months from the `first` on.
fn wording(first: u32, width: u32) -> String {
    let last = first + width - 1;
    let written = |month: u32| {
        if width.is_multiple_of(12) {
            (month / 12).to_string()
        } else {
            format!("{}-{:02}", month / 12, month % 12 + 1)
        }
    };
    let (first, last) = (written(first), written(last));
    if first == last {
        first
    } else {
        format!("{first}–{last}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(earliest: &str, latest: &str) -> Date {
        Date {
            earliest: earliest.parse().unwrap(),
            latest: latest.parse().unwrap(),
            extra: Vec::new(),
        }
    }

    fn labelled(date: &Date) -> Vec<String> {
        let chinese = Language::new("zh");
        let labels = labels(date, std::slice::from_ref(&chinese)).into_iter();
        labels
            .map(|(_, label)| label.get(&chinese).to_owned())
            .collect()
    }

    #[test]
    fn classes_begin_where_a_calendar_does() {
        let months = labelled(&date("2013-11-15", "2014-02-03"));
        assert_eq!(months, ["2013-11", "2013-12", "2014-01", "2014-02"]);
        let quarters = labelled(&date("2012-02", "2014-02"));
        assert_eq!(quarters.len(), 9);
        assert_eq!(quarters[0], "2012-01–2012-03");
        let years = labelled(&date("2003-06-01", "2014-12-31"));
        assert_eq!((years.len(), years[0].as_str()), (12, "2003"));
        let decades = labelled(&date("1900-01-01", "2014-12-31"));
        assert_eq!(decades[0], "1900–1909");
        assert_eq!(labelled(&date("1000-01", "9999-12")).len(), 9);
    }

    #[test]
    fn every_date_accepted_is_in_the_class_whose_label_spans_it() {
        let asked = date("2012-02-10", "2014-02-20");
        let labels = labelled(&asked);
        for (given, label) in [
            ("2012-02-10", "2012-01–2012-03"),
            ("2012-12-31", "2012-10–2012-12"),
            ("2014-02-20", "2014-01–2014-03"),
        ] {
            let code = class_of(&asked, given.parse().unwrap()).unwrap();
            let place = usize::try_from(-code.0 - 1).unwrap();
            assert_eq!(labels[place], label, "{given}");
        }
        assert_eq!(class_of(&asked, "2011-12-31".parse().unwrap()), None);
    }
}
