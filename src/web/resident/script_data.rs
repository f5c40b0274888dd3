//! What the script of a form needs besides the form itself, as JSON in the page.

use std::collections::BTreeMap;

use maud::{Markup, PreEscaped, html};
use serde::Serialize;
use serde_json::Value;

use super::document::Document;
use crate::interface::Interface;
use crate::{paths, security};
use messages::{Argument, Locale};
use questionnaire::{Question, Questionnaire};

/// A questionnaire of at most this many questions is one screen, sent without a review.
const ONE_SCREEN: usize = 8;

/// True where the form of a questionnaire is one screen, whatever the variant.
pub(super) fn is_one_screen(questionnaire: &Questionnaire) -> bool {
    questionnaire.questions.len() <= ONE_SCREEN
}

/// What the script says, by the names it uses. Words in braces are filled in by the script.
const WORDS: &[(&str, &str)] = &[
    ("again", "ended-again"),
    ("and", "name-separator"),
    ("back", "form-back"),
    ("begin", "form-begin"),
    ("change", "form-change"),
    ("colon", "form-colon"),
    ("done", "form-done"),
    ("ended", "ended-title"),
    ("endedStored", "ended-nothing-stored"),
    ("languageOffline", "form-language-offline"),
    ("more", "form-more"),
    ("moving", "form-moving"),
    ("next", "form-next"),
    ("nudge", "form-nudge"),
    ("nudgeOne", "form-nudge-one"),
    ("other", "form-other"),
    ("otherSure", "form-other-sure"),
    ("progress", "form-progress"),
    ("required", "fault-required"),
    ("restored", "form-restored"),
    ("review", "form-review"),
    ("reviewLead", "send-note-review"),
    ("send", "send"),
    ("sending", "form-sending"),
    ("skip", "form-skip"),
    ("unanswered", "form-unanswered"),
    ("waiting", "form-waiting"),
    ("waitingBusy", "form-waiting-busy"),
    ("waitingClosed", "form-waiting-closed"),
    ("waitingOffline", "form-waiting-offline"),
    ("waitingOnce", "form-waiting-once"),
    ("waitingOpen", "form-waiting-open"),
];

#[derive(Serialize)]
struct Data<'a> {
    language: &'static str,
    closes: i64,
    one: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    preview: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    progress: Option<String>,
    worker: &'static str,
    policy: &'static str,
    arms: &'a BTreeMap<String, String>,
    questions: Vec<Step<'a>>,
    required: Vec<&'a str>,
    ends: BTreeMap<&'a str, &'a str>,
    words: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct Step<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ask: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Value>,
}

/// The questions in the order shown with their conditions, and the words of the script.
pub(super) fn view(interface: &Interface, document: &Document<'_>) -> Markup {
    let Document {
        wave,
        assignment,
        only_shown,
        ..
    } = document;
    let questions: Vec<&Question> = document
        .parts
        .iter()
        .flat_map(|part| &part.questions)
        .map(|shown| shown.question)
        .collect();
    let ends = questions
        .iter()
        .filter(|question| question.end_if.is_some());
    let required = questions.iter().filter(|question| question.required);
    let data = Data {
        language: interface.locale.tag(),
        closes: wave.closes_at.timestamp_millis(),
        one: is_one_screen(document.questionnaire),
        preview: only_shown.then(|| interface.locale.t("form-preview-end")),
        progress: (!wave.slug.is_empty()).then(|| paths::progress(&wave.slug)),
        worker: paths::WORKER,
        policy: security::POLICY,
        arms: &assignment.groups,
        questions: questions.iter().map(|question| step(question)).collect(),
        required: required.map(|question| question.id.as_str()).collect(),
        ends: ends
            .map(|question| (question.id.as_str(), interface.text(&question.end)))
            .collect(),
        words: words(interface.locale),
    };
    let json = serde_json::to_string(&data).expect("texts and trees have a JSON form");
    html! {
        script #form-data type="application/json" { (PreEscaped(json.replace('<', "\\u003c"))) }
    }
}

fn step(question: &Question) -> Step<'_> {
    Step {
        id: &question.id,
        ask: question
            .ask_if
            .as_ref()
            .map(questionnaire::Condition::to_tree),
        end: question
            .end_if
            .as_ref()
            .map(questionnaire::Condition::to_tree),
    }
}

fn words(locale: Locale) -> BTreeMap<&'static str, String> {
    let numbers = || {
        [
            ("number", Argument::from("{number}")),
            ("total", Argument::from("{total}")),
            ("section", Argument::from("{section}")),
        ]
    };
    let range = [
        ("min", Argument::from("{min}")),
        ("max", Argument::from("{max}")),
    ];
    let mut words: BTreeMap<_, _> = WORDS
        .iter()
        .map(|(name, key)| (*name, locale.t(key)))
        .collect();
    words.insert("where", locale.with("form-where", numbers()));
    words.insert("whereIn", locale.with("form-where-in", numbers()));
    words.insert("number", locale.with("fault-range", range));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_script_fills_in_keeps_its_braces() {
        let words = words(Locale::Chinese);
        assert!(words["where"].contains("{number}"));
        assert!(words["where"].contains("{total}"));
        assert!(words["number"].contains("{max}"));
    }
}
