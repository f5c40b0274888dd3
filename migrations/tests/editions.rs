//! A database of the version before editions, with its data, brought up to date.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

use migrations::Migrator;
use sea_orm_migration::MigratorTrait;
use sea_orm_migration::sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, JsonValue, Statement,
};

/// How many steps ran before.
const BEFORE: usize = 6;

async fn migrated() -> DatabaseConnection {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1);
    let db = Database::connect(options).await.unwrap();
    let before = u32::try_from(BEFORE).unwrap();
    Migrator::up(&db, Some(before)).await.unwrap();
    for sql in [
        "INSERT INTO plan VALUES ('p', '{\"years\":[2012,2014],\"id\":\"p\"}', '2012-01-01T00:00:00+00:00')",
        "INSERT INTO plan VALUES ('empty', '{}', '2012-01-01T00:00:00+00:00')",
        "INSERT INTO frame_stratum VALUES ('p', 'b', 1, '{\"code\":\"b\"}'), ('p', 'a', 0, '{\"code\":\"a\"}')",
        "INSERT INTO margin VALUES ('p', 'sex', 0, '{\"by\":\"R1\",\"total\":2.5}')",
        "INSERT INTO questionnaire_version VALUES ('v', 'q', 'p', '{}', '2012-01-01T00:00:00+00:00')",
        "INSERT INTO wave (slug, plan_id, version, mode, title, year, opens_at, closes_at, simulated) VALUES \
         ('w', 'p', 'v', 'open', '{}', 2012, '2012-09-01T00:00:00+00:00', '2012-10-01T00:00:00+00:00', FALSE)",
    ] {
        db.execute_unprepared(sql).await.unwrap();
    }
    Migrator::up(&db, None).await.unwrap();
    db
}

async fn texts(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}

#[tokio::test]
async fn what_was_imported_becomes_the_first_edition_and_waves_refer_to_it() {
    let db = migrated().await;
    // printf '[{"id":"p","years":[2012,2014]},[{"code":"a"},{"code":"b"}],[{"by":"R1","total":2.5}]]' | sha256sum
    let hash = "29efa2cde9e3a749321956aa11c5e5f9273feaa7f0d4ff6ffb1956937f0ac21c";
    assert_eq!(texts(&db, "SELECT edition FROM wave").await, [hash]);
    assert_eq!(
        texts(&db, "SELECT edition FROM plan WHERE id = 'p'").await,
        [hash]
    );
    let strata = texts(&db, "SELECT strata FROM plan_edition WHERE plan_id = 'p'").await;
    let strata: JsonValue = strata[0].parse().unwrap();
    assert_eq!(strata[1]["code"], "b");
    let fact = "SELECT value FROM installation WHERE name = 'waves-before-registration'";
    assert_eq!(texts(&db, fact).await, ["1"]);
}

#[tokio::test]
async fn an_edition_and_a_registration_can_be_neither_changed_nor_deleted() {
    let db = migrated().await;
    let register = "INSERT INTO registration VALUES (1, 'h', '{}', 's')";
    db.execute_unprepared(register).await.unwrap();
    for sql in [
        "UPDATE plan_edition SET strata = '[]'",
        "DELETE FROM plan_edition WHERE plan_id = 'empty'",
        "UPDATE registration SET hash = ''",
        "DELETE FROM registration",
    ] {
        let refused = db.execute_unprepared(sql).await.unwrap_err();
        assert!(
            refused.to_string().contains("stays as it is"),
            "{sql}: {refused}"
        );
    }
}
