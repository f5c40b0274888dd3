//! What the script of a form needs besides the form itself, as JSON in the page.

use std::collections::BTreeMap;

use maud::{Markup, PreEscaped, html};
use serde::Serialize;
use serde_json::Value;

use super::form::Document;
use super::sent_length::sent_length;
use crate::interface::Interface;
use crate::{addresses::Address, security};
use fieldwork::Wave;
use messages::{PlainMessage, text};
use questionnaire::{Question, QuestionId, Questionnaire};

/// A questionnaire of at most this many questions is one screen, sent without a review.
const ONE_SCREEN: usize = 8;

/// True where the form of a questionnaire is one screen, whatever the variant.
pub(super) fn is_one_screen(questionnaire: &Questionnaire) -> bool {
    questionnaire.questions.len() <= ONE_SCREEN
}

/// What the script says, by the names it uses. Words in braces are filled in by the script.
const WORDS: &[(&str, PlainMessage)] = &[
    ("again", text::ENDED_AGAIN),
    ("aloud", text::FORM_ALOUD),
    ("aloudStop", text::FORM_ALOUD_STOP),
    ("and", text::NAME_SEPARATOR),
    ("back", text::FORM_BACK),
    ("begin", text::FORM_BEGIN),
    ("change", text::FORM_CHANGE),
    ("colon", text::FORM_COLON),
    ("done", text::FORM_DONE),
    ("ended", text::ENDED_TITLE),
    ("endedStored", text::ENDED_NOTHING_STORED),
    ("help", text::FORM_HELP),
    ("languageOffline", text::FORM_LANGUAGE_OFFLINE),
    ("more", text::FORM_MORE),
    ("eraseSure", text::FORM_ERASE_SURE),
    ("found", text::FORM_FOUND),
    ("foundAfresh", text::FORM_FOUND_AFRESH),
    ("foundGoOn", text::FORM_FOUND_GO_ON),
    ("foundLead", text::FORM_FOUND_LEAD),
    ("moving", text::FORM_MOVING),
    ("movingOn", text::FORM_MOVING_ON),
    ("movingStart", text::FORM_MOVING_START),
    ("movingStop", text::FORM_MOVING_STOP),
    ("next", text::FORM_NEXT),
    ("nudge", text::FORM_NUDGE),
    ("nudgeOne", text::FORM_NUDGE_ONE),
    ("other", text::FORM_OTHER),
    ("otherUnticked", text::FAULT_OTHER),
    ("progress", text::FORM_PROGRESS),
    ("required", text::FAULT_REQUIRED),
    ("restored", text::FORM_RESTORED),
    ("review", text::FORM_REVIEW),
    ("reviewLead", text::SEND_NOTE_REVIEW),
    ("send", text::SEND),
    ("sending", text::FORM_SENDING),
    ("skip", text::FORM_SKIP),
    ("stop", text::FORM_STOP),
    ("stopped", text::FORM_STOPPED),
    ("tryNow", text::FORM_TRY_NOW),
    ("unanswered", text::FORM_UNANSWERED),
    ("unkept", text::FORM_UNKEPT),
    ("waiting", text::FORM_WAITING),
    ("waitingBusy", text::FORM_WAITING_BUSY),
    ("waitingClosed", text::FORM_WAITING_CLOSED),
    ("waitingOffline", text::FORM_WAITING_OFFLINE),
    ("waitingOnce", text::FORM_WAITING_ONCE),
    ("waitingOpen", text::FORM_WAITING_OPEN),
];

#[derive(Serialize)]
struct Data<'a> {
    language: &'static str,
    closes: i64,
    one: bool,
    length: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    preview: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    progress: Option<String>,
    worker: String,
    policy: &'static str,
    arms: &'a BTreeMap<String, String>,
    questions: Vec<Step<'a>>,
    required: Vec<&'a QuestionId>,
    ends: BTreeMap<&'a QuestionId, &'a str>,
    words: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct Step<'a> {
    id: &'a QuestionId,
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
        length: sent_length(document.questionnaire),
        preview: only_shown.then(|| interface.locale.t(text::FORM_PREVIEW_END)),
        progress: (!wave.slug.is_empty())
            .then(|| Address::Progress { wave: &wave.slug }.to_string()),
        worker: Address::Worker.to_string(),
        policy: security::POLICY,
        arms: &assignment.groups,
        questions: questions.iter().map(|question| step(question)).collect(),
        required: required.map(|question| &question.id).collect(),
        ends: ends
            .map(|question| (&question.id, interface.text(&question.end)))
            .collect(),
        words: words(interface, wave),
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

fn words(interface: &Interface, wave: &Wave) -> BTreeMap<&'static str, String> {
    let locale = interface.locale;
    let mut words: BTreeMap<_, _> = WORDS
        .iter()
        .map(|(name, message)| (*name, locale.t(*message)))
        .collect();
    words.insert(
        "waitingUntil",
        locale.t(text::FormWaitingUntil {
            moment: interface.moment(wave.closes_at),
        }),
    );
    words.insert(
        "where",
        locale.t(text::FormWhere {
            number: "{number}",
            total: "{total}",
        }),
    );
    words.insert(
        "whereIn",
        locale.t(text::FormWhereIn {
            number: "{number}",
            total: "{total}",
            section: "{section}",
        }),
    );
    words.insert(
        "number",
        locale.t(text::FaultRange {
            min: "{min}",
            max: "{max}",
        }),
    );
    words
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::resident::imagined;
    use questionnaire::Text;

    #[test]
    fn what_the_script_fills_in_keeps_its_braces() {
        let wave = imagined::wave(0, "", Text::default(), DateTime::UNIX_EPOCH);
        let words = words(&Interface::default(), &wave);
        assert!(words["where"].contains("{number}"));
        assert!(words["where"].contains("{total}"));
        assert!(words["number"].contains("{max}"));
    }
}
