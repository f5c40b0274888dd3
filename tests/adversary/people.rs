//! Residents whose answers are known to the test, so that it can tell how often an adversary is right.

use std::collections::BTreeMap;

use fieldwork::SubmissionId;
use questionnaire::{Answers, QuestionId};
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use rand::seq::SliceRandom;

use crate::town::{Reply, Town};

/// Questions on one scale of five, with which a resident writes a number: all residents answer differently.
const DIGITS: [&str; 3] = ["R13", "R14", "R16"];

/// Who answered what: the number a resident wrote, by the keyed hash of the code.
pub(crate) type Truth = BTreeMap<String, u32>;

/// Sends a form for every code, in an order of their own; what each answered.
pub(crate) async fn answer(town: &Town) -> Truth {
    let mut rng = ChaCha20Rng::seed_from_u64(rand::random());
    let mut codes = town.codes.clone();
    codes.shuffle(&mut rng);
    let mut truth = Truth::new();
    for (number, code) in (0..).zip(codes) {
        let id = SubmissionId::draw(&mut rng);
        let reply = town.send(&format!("/i/{code}"), id, &written(number)).await;
        assert!(matches!(reply, Reply::Receipt(_)), "{reply:?}");
        truth.insert(town.key.of_code(code), number);
    }
    truth
}

/// The number as answers of a form.
pub(crate) fn written(number: u32) -> String {
    let digits = DIGITS.iter().zip(0..);
    let fields = digits
        .map(|(question, place)| format!("&{question}={}", 1 + number / 5_u32.pow(place) % 5));
    fields.collect::<Vec<_>>().concat()
}

/// The number that answers hold.
pub(crate) fn read(answers: &Answers) -> Option<u32> {
    let digits = DIGITS.iter().zip(0..);
    digits
        .map(|(question, place)| {
            let code = answers.code(&QuestionId::new(*question))?;
            Some((u32::try_from(code.0).ok()? - 1) * 5_u32.pow(place))
        })
        .sum()
}

/// The number as answers lie in a database.
pub(crate) fn stored(number: u32) -> String {
    let digits = DIGITS.iter().zip(0..);
    let answers: serde_json::Map<String, serde_json::Value> = digits
        .map(|(question, place)| {
            (
                (*question).to_owned(),
                (1 + number / 5_u32.pow(place) % 5).into(),
            )
        })
        .collect();
    serde_json::Value::Object(answers).to_string()
}
