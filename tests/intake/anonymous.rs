//! What the tables can tell: no column of theirs joins a code, an address or a time to an answer.

use std::collections::BTreeSet;

use db::Db;
use fieldwork::SubmissionId;
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::town::{Reply, Town};

async fn column(db: &Db, sql: &str) -> Vec<String> {
    let rows = db
        .query_all_raw(Statement::from_string(DbBackend::Sqlite, sql))
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}

async fn columns(db: &Db, table: &str) -> BTreeSet<String> {
    let sql = format!("SELECT name FROM pragma_table_info('{table}')");
    column(db, &sql).await.into_iter().collect()
}

fn set<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into()
}

/// A column more needs a decision: this list is the promise made to residents.
#[tokio::test]
async fn the_tables_of_answers_have_exactly_the_columns_that_were_promised() {
    let town = Town::found().await;
    let response = [
        "key",
        "wave_id",
        "stratum",
        "psu",
        "variant",
        "mode",
        "language",
        "script",
        "elder",
        "time_band",
        "longest_run",
        "batch",
        "answers",
    ];
    assert_eq!(columns(&town.db, "response").await, set(response));
    let remark = columns(&town.db, "remark").await;
    assert!(!remark.contains("key") && !remark.contains("psu") && !remark.contains("batch"));
    let receipt = columns(&town.db, "receipt").await;
    assert_eq!(receipt, set(["hash", "wave_id"]));
    let invitation = columns(&town.db, "invitation").await;
    assert_eq!(
        invitation,
        set(["code_hash", "wave_id", "case_id", "returned"])
    );
    let arrival = columns(&town.db, "arrival").await;
    assert_eq!(
        arrival,
        set(["key", "wave_id", "stratum", "psu", "content"])
    );
    let id = SubmissionId::draw(&mut ChaCha20Rng::seed_from_u64(28));
    let path = format!("/i/{}", town.codes[0]);
    assert!(matches!(town.send(&path, id, "").await, Reply::Receipt(_)));
    let keys = "SELECT DISTINCT fields.key FROM arrival, json_each(arrival.content) AS fields";
    let kept: BTreeSet<String> = column(&town.db, keys).await.into_iter().collect();
    let promised = [
        // The number of the schema, the same for all.
        "$schema",
        "variant",
        "language",
        "script",
        "elder",
        "time_band",
        "longest_run",
        "answers",
    ];
    assert_eq!(kept, set(promised), "and texts, where there are any");
}

/// At least twenty are mixed at a time, into a table that lies in the order of its keys.
#[tokio::test]
async fn mixing_leaves_no_trace_of_the_order_of_arrival() {
    let town = Town::found().await;
    let mut rng = ChaCha20Rng::seed_from_u64(45);
    for _ in 0..45 {
        let id = SubmissionId::draw(&mut rng);
        assert!(matches!(
            town.send("/s/open", id, "").await,
            Reply::Receipt(_)
        ));
    }
    let table = column(
        &town.db,
        "SELECT sql FROM sqlite_schema WHERE name = 'response'",
    )
    .await;
    assert!(
        table[0].contains("WITHOUT ROWID"),
        "no hidden number of arrival"
    );
    let batches = column(
        &town.db,
        "SELECT CAST(count(*) AS TEXT) FROM response GROUP BY batch",
    )
    .await;
    let sizes: Vec<usize> = batches.iter().map(|size| size.parse().unwrap()).collect();
    assert!(
        !sizes.is_empty() && sizes.iter().all(|size| *size >= 20),
        "{sizes:?}"
    );
    let stored = column(&town.db, "SELECT key FROM response").await;
    let waiting = column(&town.db, "SELECT key FROM arrival").await;
    assert_eq!(stored.len() + waiting.len(), 45);
    assert!(
        waiting.iter().all(|key| !stored.contains(key)),
        "what is mixed is erased"
    );
}
