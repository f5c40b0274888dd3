//! Advice.

use super::part::text_key;
use super::{name, names, written};
use crate::interface::Interface;
use authoring::advice::{Advice, PHONE_LINE};
use questionnaire::Questionnaire;

/// A piece of advice with its numbers, and what it is good for.
pub(crate) fn advice(
    interface: &Interface,
    advice: &Advice,
    questionnaire: &Questionnaire,
) -> String {
    let (key, words) = match advice {
        Advice::UnbalancedScale {
            scale,
            satisfied,
            dissatisfied,
        } => (
            "words-advice-unbalanced",
            vec![
                ("scale", written(scale)),
                ("satisfied", (*satisfied).into()),
                ("dissatisfied", (*dissatisfied).into()),
            ],
        ),
        Advice::UnlabelledChoice { text, language } => (
            "words-advice-unlabelled",
            vec![
                ("text", text_key(interface, text).into()),
                ("language", name::language(interface, language).into()),
                ("label", label(questionnaire, advice).into()),
            ],
        ),
        Advice::NoDontKnow { scale, questions } => (
            "words-advice-no-dont-know",
            vec![
                ("scale", written(scale)),
                ("count", questions.len().into()),
                ("questions", names(interface, questions.iter().cloned())),
            ],
        ),
        Advice::TooLongForPhone {
            text,
            language,
            lines,
            most,
        } => (
            "words-advice-long-for-phone",
            vec![
                ("text", text_key(interface, text).into()),
                ("language", name::language(interface, language).into()),
                ("lines", (*lines).into()),
                ("most", (*most).into()),
                ("line", PHONE_LINE.into()),
            ],
        ),
        Advice::ManyOfOneScale {
            scale,
            first,
            last,
            questions,
            most,
        } => (
            "words-advice-many-of-one-scale",
            vec![
                ("scale", written(scale)),
                ("first", written(first)),
                ("last", written(last)),
                ("questions", (*questions).into()),
                ("most", (*most).into()),
            ],
        ),
        Advice::DriverBeforeOverall { driver, overall } => (
            "words-advice-driver-first",
            vec![("driver", written(driver)), ("overall", written(overall))],
        ),
        Advice::StaleTranslation { text, language } => (
            "words-advice-stale",
            vec![
                ("text", text_key(interface, text).into()),
                ("language", name::language(interface, language).into()),
            ],
        ),
        Advice::TooLong {
            minutes,
            limit,
            language,
        } => (
            "words-advice-too-long",
            vec![
                ("minutes", format!("{minutes:.1}").into()),
                ("limit", written(limit)),
                ("language", name::language(interface, language).into()),
            ],
        ),
        Advice::NotPretested { question } => (
            "words-advice-not-pretested",
            vec![("question", written(question))],
        ),
    };
    interface.locale.with(key, words)
}

/// The label that a piece of advice is about, as it stands in the questionnaire.
fn label<'q>(questionnaire: &'q Questionnaire, advice: &Advice) -> &'q str {
    match advice {
        Advice::UnlabelledChoice { text, language } => text
            .find(questionnaire)
            .and_then(|text| text.find(language))
            .unwrap_or_default(),
        _ => "",
    }
}
