//! A database of the version that did not seal, with its data: `before_sealing/` was made by that version, by residents
//! who sent 12 forms to a wave that was closed then, 27 to one by open link and 8 by invitation to waves that were open.

use accounts::store::walk_chain;
use chrono::{DateTime, TimeZone, Utc};
use db::Db;
use fieldwork::store::{
    Opening, carry_over, close_wave, count_returns, count_sealed, destroy_keys, find_receipt,
    find_wave, insert_opened, is_opened, list_sampled_psus, list_sittings, open_forms,
};
use fieldwork::{HashKey, KeyFolder, SubmissionId};
use questionnaire::QuestionId;
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use results::dataset::ResponseRow;
use results::store::list_responses;
use sampling::PsuId;
use sea_orm::{ConnectionTrait, Database, DbBackend};

use crate::storage::Storage;

const FILE: &[u8] = include_bytes!("before_sealing/minyi.sqlite.xz");
const FILE_KEY: &str = include_str!("before_sealing/sqlite-key.txt");
/// Fills of the open wave, the first and the last: the one was mixed, the other waited.
const FILE_FILLS: [&str; 2] = [
    "68185bfbd7ebdf9de2bd1e3c61b23425",
    "a4581120f3c7705470e350a91db885bc",
];

const DUMP: &[u8] = include_bytes!("before_sealing/minyi.sql.xz");
const DUMP_KEY: &str = include_str!("before_sealing/postgres-key.txt");
const DUMP_FILLS: [&str; 2] = [
    "859844a37a128a982f31dc4587d78eb9",
    "d16774709e19a7870a6584fc23d06da1",
];

/// A day on which the open waves were open.
fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 29, 16, 0, 0).unwrap()
}

fn unpacked(mut packed: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    lzma_rs::xz_decompress(&mut packed, &mut content).unwrap();
    content
}

#[tokio::test]
async fn a_file_of_the_version_before_is_carried_over_with_its_data() {
    let storage = Storage::file();
    std::fs::write(&storage.database, unpacked(FILE)).unwrap();
    is_carried_over(&storage, FILE_KEY, FILE_FILLS).await;
}

#[tokio::test]
async fn a_server_of_the_version_before_is_carried_over_with_its_data() {
    let Some(storage) = Storage::server().await else {
        return;
    };
    let admin = Database::connect(&storage.database).await.unwrap();
    let dump = String::from_utf8(unpacked(DUMP)).unwrap();
    admin.execute_unprepared(&dump).await.unwrap();
    admin.close().await.unwrap();
    is_carried_over(&storage, DUMP_KEY, DUMP_FILLS).await;
}

async fn is_carried_over(storage: &Storage, key: &str, fills: [&str; 2]) {
    let db = db::open(&storage.database).await.unwrap();
    let key = HashKey::parse(key).unwrap();
    let walk = walk_chain(&db, |_| {}).await.unwrap();
    assert_eq!(
        (walk.entries > 0, walk.broken),
        (true, Vec::new()),
        "what was logged before is a chain"
    );
    mix_the_invited(&db).await;
    let keys = storage.sealing();
    let mut rng = ChaCha20Rng::seed_from_u64(47);
    let mut carried = async || carry_over(&db, &keys, &mut rng).await.unwrap();
    assert_eq!(carried().await, 12 + 27 + 8);
    assert_eq!(carried().await, 0, "once");
    for table in ["earlier_arrival", "earlier_response"] {
        let asked = format!("SELECT * FROM {table}");
        assert!(
            db.execute_unprepared(&asked).await.is_err(),
            "{table} is gone"
        );
    }
    for fill in fills {
        let receipt = key.receipt(SubmissionId::parse(fill).unwrap());
        assert!(find_receipt(&db, &key, receipt).await.unwrap());
    }

    let past = find_wave(&db, "past").await.unwrap().unwrap();
    assert!(list_sittings(&db, past.id).await.unwrap().is_empty());
    assert!(is_opened(&db, past.id).await.unwrap());
    assert_eq!(list_responses(&db, past.id).await.unwrap().len(), 12);

    let open = opened(&db, &keys, "open", 27).await;
    let answered = |code: i64| {
        let question = QuestionId::new("R09");
        let given = open
            .iter()
            .filter(|row| row.answers.code(&question).is_some_and(|it| it.0 == code));
        given.count()
    };
    assert_eq!((answered(1), answered(2)), (14, 13));
    assert!(
        open.iter()
            .all(|row| row.psu.is_none() && row.arms.contains_key("anticorruption"))
    );
    let invited = opened(&db, &keys, "invited", 8).await;
    let wave = find_wave(&db, "invited").await.unwrap().unwrap();
    let psus = list_sampled_psus(&db, wave.id).await.unwrap();
    let left = psus.iter().filter(|psu| psu.merged_into.is_none());
    let left: Vec<&PsuId> = left.map(|psu| &psu.code).collect();
    assert!(left.len() < psus.len(), "small PSUs were merged");
    assert!(
        invited
            .iter()
            .all(|row| left.contains(&row.psu.as_ref().unwrap()))
    );
}

/// Puts the forms that were sent by invitation where they would be had there been twenty of them.
async fn mix_the_invited(db: &Db) {
    let answers = match db.get_database_backend() {
        DbBackend::Postgres => "content->'answers'",
        _ => "json_extract(content, '$.answers')",
    };
    let invited = "wave_id = (SELECT id FROM wave WHERE slug = 'invited')";
    let columns = "key, wave_id, stratum, psu, variant, mode, language, script, elder, time_band, \
                   longest_run, batch, answers";
    let txn = db::begin_write(db).await.unwrap();
    for statement in [
        format!(
            "INSERT INTO earlier_response ({columns}) SELECT key, wave_id, stratum, psu, 7, 'web', 'zh', \
             true, false, 'longer', 1, 4711, {answers} FROM earlier_arrival WHERE {invited}"
        ),
        format!("DELETE FROM earlier_arrival WHERE {invited}"),
    ] {
        txn.execute_unprepared(&statement).await.unwrap();
    }
    txn.commit().await.unwrap();
}

/// What a wave that was open is when it has been closed and opened, having returned so many.
async fn opened(db: &Db, keys: &KeyFolder, slug: &str, returned: u64) -> Vec<ResponseRow> {
    let wave = find_wave(db, slug).await.unwrap().unwrap();
    assert_eq!(count_returns(db, wave.id).await.unwrap(), returned);
    let sealed = count_sealed(db, wave.id).await.unwrap();
    assert_eq!(sealed, returned, "what was mixed, too");
    assert!(list_responses(db, wave.id).await.unwrap().is_empty());
    close_wave(db, wave.id, now()).await.unwrap();
    let wave = find_wave(db, slug).await.unwrap().unwrap();
    let opening = Opening {
        wave: &wave,
        keys,
        from_shares: None,
        without_unreadable: false,
        now: now(),
    };
    let mut rng = ChaCha20Rng::seed_from_u64(sealed);
    let forms = open_forms(db, &opening, &mut rng, &|_| {}).await.unwrap();
    let txn = db::begin_write(db).await.unwrap();
    insert_opened(&txn, forms, now(), &mut rng, &|_| {})
        .await
        .unwrap();
    txn.commit().await.unwrap();
    destroy_keys(db, wave.id, keys).await.unwrap();
    let responses = list_responses(db, wave.id).await.unwrap();
    assert_eq!(responses.len() as u64, returned);
    responses
}
