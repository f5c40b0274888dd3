//! Advice on words: how much of a phone they fill, and choices without any.

use super::Advice;
use questionnaire::{Choice, Language, Part, Questionnaire, TextKey};

/// A line of a 360-pixel phone holds so many Chinese characters of the form's type.
pub const PHONE_LINE: usize = 16;

/// The most lines of a question that leave room for its choices.
pub const MOST_QUESTION_LINES: usize = 5;

/// The most lines of a choice that is read at a glance.
pub const MOST_LABEL_LINES: usize = 2;

/// From so many points on, a scale of numbers needs words at its ends only, as in "0 (worst)" to "10 (best)"; a shorter
/// one has room for words at each.
const FEWEST_NUMBERED_POINTS: usize = 5;

/// The lines a text takes on a phone: a Chinese character or full-width sign fills one place of
/// [`PHONE_LINE`], any other half of one.
pub fn lines_on_phone(wording: &str) -> usize {
    let line = |line: &str| {
        let halves: usize = line
            .chars()
            .map(|c| if u32::from(c) >= 0x2e80 { 2 } else { 1 })
            .sum();
        halves.div_ceil(2 * PHONE_LINE).max(1)
    };
    wording.trim().lines().map(line).sum()
}

pub(super) fn advise(questionnaire: &Questionnaire, advice: &mut Vec<Advice>) {
    for (text, words) in questionnaire.texts() {
        let most = match text {
            TextKey::Question(_) => MOST_QUESTION_LINES,
            TextKey::Choice { .. } | TextKey::ScaleChoice { .. } => MOST_LABEL_LINES,
            _ => continue,
        };
        for language in &questionnaire.languages {
            let lines = lines_on_phone(words.find(language).unwrap_or_default());
            if lines > most {
                advice.push(Advice::TooLongForPhone {
                    text: text.clone(),
                    language: language.clone(),
                    lines,
                    most,
                });
            }
        }
    }
    for scale in &questionnaire.scales {
        unlabelled(
            questionnaire,
            &Part::Scale(scale.id.clone()),
            &scale.choices,
            advice,
        );
    }
}

/// Choices of a scale whose label has no letter: 1, 2, 3 mean something else to everyone. On a long scale of numbers
/// words at both ends are enough.
fn unlabelled(
    questionnaire: &Questionnaire,
    part: &Part,
    choices: &[Choice],
    advice: &mut Vec<Advice>,
) {
    let points: Vec<&Choice> = choices.iter().filter(|it| !it.is_outside_order()).collect();
    let is_end = |choice: &Choice| {
        let ends = [points.first(), points.last()].into_iter().flatten();
        ends.into_iter().any(|end| end.code == choice.code)
    };
    for language in &questionnaire.languages {
        let numbered = points.len() >= FEWEST_NUMBERED_POINTS
            && points
                .iter()
                .all(|point| is_end(point) || starts_with_digit(point, language));
        for choice in choices {
            let label = choice.label.find(language).unwrap_or_default();
            let bare = !label.trim().is_empty() && !label.chars().any(char::is_alphabetic);
            if bare && (!numbered || is_end(choice)) {
                advice.push(Advice::UnlabelledChoice {
                    text: TextKey::of_choice(part, choice.code),
                    language: language.clone(),
                });
            }
        }
    }
}

/// Whether a point of a scale is a number in this language, with or without words behind it.
fn starts_with_digit(point: &Choice, language: &Language) -> bool {
    let label = point.label.find(language).unwrap_or_default();
    let unsigned = label.trim_start_matches(|c: char| c.is_whitespace() || "+-−–".contains(c));
    unsigned.starts_with(char::is_numeric)
}
