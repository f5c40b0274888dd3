//! Opening a wave of a hundred thousand sealed forms in an SQLite file, on as many cores as there are:
//! `cargo bench --bench opening`; `MINYI_BENCH_FORMS` takes another number. A million needs five gigabytes of disk.
//!
//! Printed are the time to seal a form on one core, the time to decrypt and to write all of them, and the most memory
//! that was held. The forms are those of the residents' questionnaire with every question answered.

#![expect(clippy::unwrap_used, reason = "a bench that cannot run should stop")]
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

#[path = "../storage/mod.rs"]
#[expect(dead_code, reason = "the tests of the intake do more with a storage")]
mod storage;

use std::process::Command;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use clock::Clock;
use db::{Db, Document};
use fieldwork::store::{
    NewWave, Opening, close_wave, find_wave, insert_opened, insert_wave, list_sittings, open_forms,
};
use fieldwork::submission::{AnswerMode, Content, SealedContent};
use fieldwork::{Mode, usual_length};
use questionnaire::{Answer, Answers, Questionnaire};
use rand::rngs::ChaCha20Rng;
use rand::{RngExt, SeedableRng};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::storage::{Storage, setting};

const QUESTIONNAIRE: &[u8] = include_bytes!("../../surveys/harbin-2012-2014/residents.toml");

/// Forms written by one transaction.
const PAGE: usize = 10_000;

#[tokio::main]
async fn main() {
    let forms = setting("MINYI_BENCH_FORMS").map_or(100_000, |forms| forms.parse().unwrap());
    let storage = Storage::file();
    let imported = Command::new(env!("CARGO_BIN_EXE_minyi"))
        .args(["import", "--database", &storage.database, "--key-file"])
        .arg(&storage.key_file)
        .output();
    assert!(imported.unwrap().status.success());
    let db = db::open(&storage.database).await.unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(11);
    open_wave(&db, &storage, &mut rng).await;
    let sealing = seal(&db, forms, &mut rng).await;
    println!(
        "a form is sealed in {:?} on one core",
        sealing / u32::try_from(forms).unwrap()
    );

    let now = Clock::System.now();
    let wave = find_wave(&db, "open").await.unwrap().unwrap();
    close_wave(&db, wave.id, now).await.unwrap();
    let wave = find_wave(&db, "open").await.unwrap().unwrap();
    let opening = Opening {
        wave: &wave,
        keys: &storage.sealing(),
        from_shares: None,
        without_unreadable: false,
        now,
    };
    let begun = Instant::now();
    let opened = open_forms(&db, &opening, &mut rng, &|_| {}).await.unwrap();
    println!("{forms} forms are decrypted in {:?}", begun.elapsed());
    let writing = Instant::now();
    let txn = db::begin_write(&db).await.unwrap();
    let opened = insert_opened(&txn, opened, now, &mut rng, &|_| {})
        .await
        .unwrap();
    txn.commit().await.unwrap();
    println!("and written in {:?}: {opened:?}", writing.elapsed());
    println!("in all {:?}, {}", begun.elapsed(), most_memory());
}

async fn open_wave(db: &Db, storage: &Storage, rng: &mut ChaCha20Rng) {
    let now = Clock::System.now();
    let closes_at = now + TimeDelta::days(1);
    let wave = NewWave {
        slug: "open".to_owned(),
        plan: "harbin-2012-2014".to_owned(),
        version: questionnaire().version().to_string(),
        mode: Mode::Open,
        title: [("zh", "居民满意度调查")].into(),
        year: 2014,
        opens_at: now - TimeDelta::hours(1),
        closes_at,
        header: None,
        contact: None,
        complaints: None,
        simulated: true,
        sittings: storage.sealing().one_sitting(closes_at, rng).unwrap(),
    };
    let txn = db::begin_write(db).await.unwrap();
    insert_wave(&txn, wave).await.unwrap();
    txn.commit().await.unwrap();
}

fn questionnaire() -> Questionnaire {
    let read = format::read("residents.toml", QUESTIONNAIRE);
    read.questionnaire.unwrap()
}

/// Seals so many forms, as the intake does, and writes them; the time that sealing took.
async fn seal(db: &Db, forms: usize, rng: &mut ChaCha20Rng) -> Duration {
    let wave = find_wave(db, "open").await.unwrap().unwrap();
    let sitting = list_sittings(db, wave.id).await.unwrap().remove(0);
    let questionnaire = questionnaire();
    let length = usual_length(&questionnaire);
    let mut sealing = Duration::ZERO;
    let mut left = forms;
    while left > 0 {
        let page = left.min(PAGE);
        left -= page;
        let txn = db::begin_write(db).await.unwrap();
        for _ in 0..page {
            let answers = questionnaire.questions.iter();
            let answers = answers
                .map(|question| (question.id.clone(), Answer::Number(rng.random_range(1..=5))));
            let content = SealedContent {
                place: None,
                mode: AnswerMode::Web,
                content: Content {
                    arms: [("anticorruption".to_owned(), "direct".to_owned())].into(),
                    answers: Answers(answers.collect()),
                    texts: Vec::new(),
                },
            };
            let row = format!("{:032x}", rng.random::<u128>());
            let begun = Instant::now();
            let content = content.to_json().unwrap().to_string();
            let bytes = sitting.key.seal(&row, content.as_bytes(), length, rng);
            sealing += begun.elapsed();
            let values: [sea_orm::Value; 4] = [
                row.into(),
                wave.id.0.into(),
                sitting.id.0.into(),
                bytes.into(),
            ];
            let sql =
                "INSERT INTO sealed_form (key, wave_id, sitting_id, bytes) VALUES (?, ?, ?, ?)";
            let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
            txn.execute_raw(statement).await.unwrap();
        }
        txn.commit().await.unwrap();
    }
    sealing
}

/// The most memory this process has held, as the system says.
fn most_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.unwrap_or("memory is not known").to_owned()
}
