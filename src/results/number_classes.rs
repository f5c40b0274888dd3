//! The answers to a question for a number in classes, for a table of counts: single numbers would be too many rows, and
//! too few persons in each to be shown.

use questionnaire::{Answer, Code, Language, Number, Text};

/// The most classes of a table.
const MOST_CLASSES: i64 = 10;

/// The first and the last number of every class, in units of the last decimal place.
fn classes(number: &Number) -> Vec<(i64, i64)> {
    let (least, most) = number.bounds();
    let width = most.saturating_sub(least) / MOST_CLASSES + 1;
    let mut classes = Vec::new();
    let mut first = least;
    while first <= most {
        let last = first.saturating_add(width - 1).min(most);
        classes.push((first, last));
        if last == i64::MAX {
            break;
        }
        first = last + 1;
    }
    classes
}

/// The code of the class that an answer is in: below nought, where no choice has its code.
pub(super) fn class_of(number: &Number, answer: &Answer) -> Option<Code> {
    let units = number.units(answer)?;
    let classes = classes(number);
    let found = classes.iter().position(|(_, last)| units <= *last)?;
    i64::try_from(found + 1).ok().map(|place| Code(-place))
}

/// Every class with its label, such as “2.5–4.9 hours”.
pub(super) fn labels(number: &Number, languages: &[Language]) -> Vec<(Code, Text)> {
    let classes = classes(number).into_iter();
    let labelled = (1_i64..).zip(classes).map(|(place, (first, last))| {
        let written = |units| written(number, units);
        let range = if first == last {
            written(first)
        } else {
            format!("{}–{}", written(first), written(last))
        };
        let mut label = Text::default();
        for language in languages {
            let unit = number.unit.find(language).unwrap_or_default();
            let wording = format!("{range} {unit}");
            label.set(language.clone(), wording.trim_end());
        }
        (Code(-place), label)
    });
    labelled.collect()
}

/// A number with all the decimals it may have, so that the ends of classes line up.
fn written(number: &Number, units: i64) -> String {
    let places = usize::from(number.decimals);
    let power = 10_u64.pow(u32::from(number.decimals));
    let sign = if units < 0 { "-" } else { "" };
    let (whole, rest) = (units.unsigned_abs() / power, units.unsigned_abs() % power);
    if places == 0 {
        return format!("{sign}{whole}");
    }
    format!("{sign}{whole}.{rest:0places$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(min: i64, max: i64, decimals: u8) -> Number {
        Number {
            min,
            max,
            unit: Text::default(),
            decimals,
            extra: Vec::new(),
        }
    }

    fn labelled(number: &Number) -> Vec<String> {
        let chinese = Language::new("zh");
        let labels = labels(number, std::slice::from_ref(&chinese)).into_iter();
        labels
            .map(|(_, label)| label.get(&chinese).to_owned())
            .collect()
    }

    #[test]
    fn every_number_accepted_is_in_one_class() {
        for number in [number(0, 3, 0), number(-5, 100, 0), number(0, 24, 1)] {
            let (least, most) = number.bounds();
            let classes = classes(&number);
            assert!(classes.len() <= 10, "{classes:?}");
            assert_eq!((classes[0].0, classes[classes.len() - 1].1), (least, most));
            assert!(classes.windows(2).all(|pair| pair[0].1 + 1 == pair[1].0));
        }
    }

    #[test]
    fn classes_are_labelled_with_their_ends() {
        assert_eq!(labelled(&number(0, 3, 0)), ["0", "1", "2", "3"]);
        assert_eq!(labelled(&number(-1, 1, 1))[0], "-1.0–-0.8");
        let half = Answer::Decimal {
            decimal: "0.5".parse().unwrap(),
        };
        assert_eq!(class_of(&number(-1, 1, 1), &half), Some(Code(-6)));
        assert_eq!(class_of(&number(-1, 0, 1), &half), None);
    }
}
