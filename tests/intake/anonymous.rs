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
        "key", "wave_id", "stratum", "psu", "mode", "arms", "answers",
    ];
    assert_eq!(columns(&town.db, "response").await, set(response));
    let remark = columns(&town.db, "remark").await;
    assert_eq!(remark, set(["id", "wave_id", "question", "wording"]));
    let review = columns(&town.db, "text_review").await;
    let reviewed = [
        "remark_id",
        "wave_id",
        "question",
        "wording",
        "first_by",
        "second_by",
    ];
    assert_eq!(review, set(reviewed));
    let coding = columns(&town.db, "text_coding").await;
    let coded = [
        "remark_id",
        "wave_id",
        "question",
        "first_by",
        "first_themes",
        "second_by",
        "second_themes",
    ];
    assert_eq!(coding, set(coded));
    let receipt = columns(&town.db, "receipt").await;
    assert_eq!(receipt, set(["hash", "wave_id"]));
    let invitation = columns(&town.db, "invitation").await;
    assert_eq!(
        invitation,
        set([
            "code_hash",
            "wave_id",
            "case_id",
            "returned",
            "mailing_id",
            "void",
            "mode"
        ])
    );
    let sealed = columns(&town.db, "sealed_form").await;
    assert_eq!(sealed, set(["key", "wave_id", "sitting_id", "bytes"]));
}

/// Two forms as unlike as they can be: whoever holds the rows sees two boxes of one size and nothing in them.
#[tokio::test]
async fn a_sealed_form_shows_neither_answers_nor_size() {
    let town = Town::found().await;
    let mut rng = ChaCha20Rng::seed_from_u64(28);
    for answers in ["", "&R13=1&R14=2&R16=3&R18=1&R20=2"] {
        let id = SubmissionId::draw(&mut rng);
        let reply = town.send("/s/open", id, answers).await;
        assert!(matches!(reply, Reply::Receipt(_)), "{reply:?}");
    }
    let forms = "SELECT hex(bytes) FROM sealed_form";
    let forms = column(&town.db, forms).await;
    assert_eq!(forms.len(), 2);
    assert_eq!(forms[0].len(), forms[1].len());
    // "230102" in hexadecimal digits.
    let plain = "323330313032";
    assert!(forms.iter().all(|form| !form.contains(plain)));
}

/// Its rows lie in the order of keys that are drawn at the opening.
#[tokio::test]
async fn the_tables_of_answers_keep_no_number_of_arrival() {
    let town = Town::found().await;
    for table in [
        "response",
        "remark",
        "text_review",
        "text_coding",
        "sealed_form",
        "receipt",
        "invitation",
    ] {
        let sql = format!("SELECT sql FROM sqlite_schema WHERE name = '{table}'");
        let made = column(&town.db, &sql).await;
        assert!(made[0].contains("WITHOUT ROWID"), "{table}");
    }
}
