//! Residents whose answers are known to the test, so that it can tell how often an adversary is right.

use std::collections::BTreeMap;

use db::Db;
use fieldwork::SubmissionId;
use questionnaire::{Answers, QuestionId};
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use rand::seq::SliceRandom;

use sea_orm::{ConnectionTrait, QueryResult, Statement};

use crate::town::{Reply, Town};

/// Questions on one scale of five, with which a resident writes a number: all residents answer differently.
const DIGITS: [&str; 3] = ["R13", "R14", "R16"];

/// Who answered what: the number a resident wrote, by the keyed hash of the code.
pub(crate) type Truth = BTreeMap<String, u32>;

/// Sends a form for every code, in an order of their own; what each answered.
pub(crate) async fn answer(town: &Town) -> Truth {
    answer_from(town, 0).await
}

/// The same, with numbers from one on that nobody has written yet.
pub(crate) async fn answer_from(town: &Town, first: usize) -> Truth {
    let mut rng = ChaCha20Rng::seed_from_u64(rand::random());
    let mut codes = town.codes.clone();
    codes.shuffle(&mut rng);
    let mut truth = Truth::new();
    for (number, code) in (u32::try_from(first).unwrap()..).zip(codes) {
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

/// The first two columns of what a query finds.
pub(crate) async fn pairs(db: &Db, sql: &str) -> Vec<(String, String)> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.unwrap();
    let pair = |row: &QueryResult| {
        let column = |at| row.try_get_by_index(at).unwrap();
        (column(0), column(1))
    };
    rows.iter().map(pair).collect()
}

/// The PSU that a response to each invitation has, as the close has left them: no secret.
pub(crate) async fn psus(db: &Db) -> BTreeMap<String, String> {
    let sql = "SELECT i.code_hash, coalesce(p.merged_into, p.code) FROM invitation i \
               JOIN sample_case c ON c.id = i.case_id JOIN drawn_psu p ON p.id = c.drawn_psu_id";
    pairs(db, sql).await.into_iter().collect()
}

/// The answers that a row holds, as text.
pub(crate) fn parse(answers: &str) -> Answers {
    let mut answers: serde_json::Value = serde_json::from_str(answers).unwrap();
    answers.as_object_mut().unwrap().remove("$schema");
    serde_json::from_value(answers).unwrap()
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
