//! The whole survey in an engine's hand, to the receipt.

use std::collections::BTreeSet;

use fieldwork::Receipt;
use fieldwork::store::{ProgressCounts, find_wave, list_progress};
use serde_json::json;

use super::Engine;
use crate::form::pause;
use crate::stage::Stage;

/// The questions that the residents are asked.
const QUESTIONS: usize = 29;

/// The steps as functions of the page, in a language that every engine reads.
const STEPS: &str = include_str!("steps.js");

/// Answers question by question, sends what the review shows, and gets the receipt: one response is stored, and how far
/// its sender got is counted.
pub(super) async fn is_answered(mut engine: impl Engine, stage: &Stage) {
    let stored = stage.stored_responses("residents").await;
    let told = told(stage).await;
    engine.open(&stage.at("/s/residents")).await;
    engine.becomes("document.querySelector('.js .next')").await;
    does(&mut engine, STEPS).await;
    does(&mut engine, "journey.goOn()").await;

    let mut asked = BTreeSet::new();
    for _ in 0..QUESTIONS {
        let question = next_screen(&mut engine).await;
        engine.comes_to("journey.misplaced()", json!([])).await;
        assert!(asked.insert(question), "{asked:?}: the last comes twice");
        does(&mut engine, "journey.answer()").await;
        does(&mut engine, "journey.goOn()").await;
    }
    assert_eq!(next_screen(&mut engine).await, "review");
    let review = json!({ "rows": QUESTIONS, "unanswered": 0 });
    assert_eq!(engine.value("journey.review()").await, Ok(review));
    does(&mut engine, "journey.goOn()").await;

    let receipt = "document.querySelector('.receipt .code')";
    engine.becomes(receipt).await;
    let receipt = engine.text(&format!("{receipt}.textContent")).await;
    assert!(Receipt::parse(&receipt.unwrap()).is_some());
    assert_eq!(engine.value("journey.faults").await, Ok(json!([])));
    assert_eq!(engine.value("localStorage.length").await, Ok(json!(0)));
    assert_eq!(stage.stored_responses("residents").await, stored + 1);
    is_told(stage, told.map(|count| count + 1)).await;
    engine.close().await;
}

/// Evaluates what gives no value.
async fn does(engine: &mut impl Engine, step: &str) {
    let done = engine.value(&format!("({step}\n, true)")).await;
    assert_eq!(done, Ok(json!(true)), "{step}");
}

/// The screen that is shown once the last one has been left.
async fn next_screen(engine: &mut impl Engine) -> String {
    engine.becomes("journey.hasMoved()").await;
    engine.text("journey.screen()").await.unwrap()
}

/// How many have opened the form, have reached its last question, have sent it: as their pages have told.
async fn told(stage: &Stage) -> [u64; 3] {
    let wave = find_wave(&stage.db, "residents").await.unwrap().unwrap();
    let counts = list_progress(&stage.db, wave.id).await.unwrap();
    let sum = |of: fn(&ProgressCounts) -> u64| counts.iter().map(of).sum();
    let at_the_last = |counts: &ProgressCounts| counts.reached.get(QUESTIONS - 1).copied();
    [
        sum(|counts| counts.opened),
        counts.iter().filter_map(at_the_last).sum(),
        sum(|counts| counts.sent),
    ]
}

/// Waits until this is told: the page says it beside what it sends, and the receipt does not wait for it.
async fn is_told(stage: &Stage, expected: [u64; 3]) {
    for _ in 0..100 {
        if told(stage).await == expected {
            return;
        }
        pause(50).await;
    }
    assert_eq!(told(stage).await, expected, "opened, at the last, sent");
}
