//! Advice.

use super::part::text_key;
use super::{name, names, written};
use crate::{Locale, text};
use authoring::advice::{Advice, PHONE_LINE};
use questionnaire::Questionnaire;

/// A piece of advice with its numbers, and what it is good for.
pub fn advice(locale: Locale, advice: &Advice, questionnaire: &Questionnaire) -> String {
    match advice {
        Advice::UnbalancedScale {
            scale,
            satisfied,
            dissatisfied,
        } => locale.t(text::WordsAdviceUnbalanced {
            scale: written(scale),
            satisfied: *satisfied,
            dissatisfied: *dissatisfied,
        }),
        Advice::UnlabelledChoice { text, language } => locale.t(text::WordsAdviceUnlabelled {
            text: text_key(locale, text),
            language: name::language(locale, language),
            label: label(questionnaire, advice),
        }),
        Advice::NoDontKnow { scale, questions } => locale.t(text::WordsAdviceNoDontKnow {
            scale: written(scale),
            count: questions.len(),
            questions: names(locale, questions.iter().map(ToString::to_string)),
        }),
        Advice::TooLongForPhone {
            text,
            language,
            lines,
            most,
        } => locale.t(text::WordsAdviceLongForPhone {
            text: text_key(locale, text),
            language: name::language(locale, language),
            lines: *lines,
            most: *most,
            line: PHONE_LINE,
        }),
        Advice::ManyOfOneScale {
            scale,
            first,
            last,
            questions,
            most,
        } => locale.t(text::WordsAdviceManyOfOneScale {
            scale: written(scale),
            first: written(first),
            last: written(last),
            questions: *questions,
            most: *most,
        }),
        Advice::DriverBeforeOverall { driver, overall } => locale.t(text::WordsAdviceDriverFirst {
            driver: written(driver),
            overall: written(overall),
        }),
        Advice::StaleTranslation { text, language } => locale.t(text::WordsAdviceStale {
            text: text_key(locale, text),
            language: name::language(locale, language),
        }),
        Advice::TooLong {
            minutes,
            limit,
            language,
        } => locale.t(text::WordsAdviceTooLong {
            minutes: format!("{minutes:.1}"),
            limit: written(limit),
            language: name::language(locale, language),
        }),
        Advice::NotPretested { question } => locale.t(text::WordsAdviceNotPretested {
            question: written(question),
        }),
    }
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
