//! Responses of the version before they were made lean, brought up to date in an SQLite file and, where there is a server, in
//! PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

use std::time::{SystemTime, UNIX_EPOCH};

use migrations::Migrator;
use sea_orm_migration::MigratorTrait;
use sea_orm_migration::sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
};

/// How many steps ran before.
const BEFORE: u32 = 14;

async fn connect(address: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(address);
    options.max_connections(1);
    Database::connect(options).await.unwrap()
}

#[expect(
    clippy::disallowed_methods,
    reason = "a setting of the tests and not of the program"
)]
async fn databases() -> Vec<DatabaseConnection> {
    let mut databases = vec![connect("sqlite::memory:").await];
    if let Ok(server) = std::env::var("MINYI_TEST_POSTGRES") {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let name = format!("test_lean_{}", now.as_nanos());
        let admin = connect(&format!("{server}/postgres")).await;
        let create = format!("CREATE DATABASE {name}");
        admin.execute_unprepared(&create).await.unwrap();
        databases.push(connect(&format!("{server}/{name}")).await);
    }
    databases
}

#[tokio::test]
async fn responses_keep_what_is_analysed_and_lie_in_the_order_of_their_keys() {
    for db in databases().await {
        Migrator::up(&db, Some(BEFORE)).await.unwrap();
        let without_references = match db.get_database_backend() {
            DbBackend::Postgres => "SET session_replication_role = replica",
            _ => "PRAGMA foreign_keys = OFF",
        };
        db.execute_unprepared(without_references).await.unwrap();
        let columns = "key, wave_id, stratum, psu, arms, mode, language, script, elder, time_band, \
                       longest_run, answers";
        for (key, psu) in [("c", "'p3'"), ("a", "'p1'"), ("b", "NULL")] {
            let row = format!(
                "INSERT INTO response ({columns}) VALUES ('{key}', 1, 's', {psu}, '{{\"x\":\"y\"}}', 'web', \
                 'zh', TRUE, FALSE, 'longer', 3, '{{\"$schema\":3,\"Q1\":5}}')"
            );
            db.execute_unprepared(&row).await.unwrap();
        }
        Migrator::up(&db, None).await.unwrap();
        let sql = "SELECT key || '/' || wave_id || '/' || stratum || '/' || coalesce(psu, '-') || '/' || \
                   CAST(arms AS text) || '/' || CAST(answers AS text) FROM response";
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let rows = db.query_all_raw(statement).await.unwrap();
        let rows: Vec<String> = rows
            .iter()
            .map(|row| row.try_get_by_index::<String>(0).unwrap().replace(' ', ""))
            .collect();
        let kept = "{\"x\":\"y\"}/{\"Q1\":5,\"$schema\":3}";
        let as_written = "{\"x\":\"y\"}/{\"$schema\":3,\"Q1\":5}";
        let kept = match db.get_database_backend() {
            DbBackend::Postgres => kept,
            _ => as_written,
        };
        let expected = ["a/1/s/p1/", "b/1/s/-/", "c/1/s/p3/"].map(|row| row.to_owned() + kept);
        assert_eq!(rows, expected);
        let gone = "SELECT time_band FROM response";
        assert!(db.execute_unprepared(gone).await.is_err());
    }
}
