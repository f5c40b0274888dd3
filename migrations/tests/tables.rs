//! `TABLES.md` against a freshly migrated database: every table and column stands there, none other, and each with
//! what it means, when it is erased and which rule of anonymity it obeys.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

use std::collections::{BTreeMap, BTreeSet};

use migrations::Migrator;
use sea_orm_migration::MigratorTrait;
use sea_orm_migration::sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
};

const PAGE: &str = include_str!("../TABLES.md");

/// What the page says of a table.
#[derive(Debug, Default)]
struct Described {
    /// Column and meaning.
    columns: Vec<(String, String)>,
    /// What stands before the columns.
    prose: String,
}

fn described() -> BTreeMap<String, Described> {
    let mut tables = BTreeMap::new();
    for part in PAGE.split("\n### `").skip(1) {
        let part = part.split("\n## ").next().unwrap();
        let (name, body) = part.split_once('`').unwrap();
        let mut table = Described::default();
        for line in body.lines() {
            if let Some((column, meaning)) = row(line) {
                table.columns.push((column.to_owned(), meaning.to_owned()));
            } else if !line.starts_with('|') {
                table.prose.push_str(line);
                table.prose.push(' ');
            }
        }
        let before = tables.insert(name.to_owned(), table);
        assert!(before.is_none(), "{name} is described twice");
    }
    tables
}

/// Column and meaning of a line such as "| `id` | row number |".
fn row(line: &str) -> Option<(&str, &str)> {
    let (column, meaning) = line.strip_prefix("| `")?.split_once("` | ")?;
    Some((column, meaning.strip_suffix(" |")?))
}

async fn names(db: &DatabaseConnection, sql: String) -> BTreeSet<String> {
    let rows = db
        .query_all_raw(Statement::from_string(DbBackend::Sqlite, sql))
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}

#[tokio::test]
async fn the_page_has_every_table_and_column_and_none_other() {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1);
    let db = Database::connect(options).await.unwrap();
    Migrator::up(&db, None).await.unwrap();

    let described = described();
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let tables = names(&db, tables.to_owned()).await;
    assert_eq!(described.keys().cloned().collect::<BTreeSet<_>>(), tables);
    for (table, said) in described {
        let sql = format!("SELECT name FROM pragma_table_info('{table}')");
        let columns: BTreeSet<String> =
            said.columns.into_iter().map(|(column, _)| column).collect();
        assert_eq!(columns, names(&db, sql).await, "{table}");
    }
}

#[test]
fn the_page_says_of_every_table_what_a_row_is_when_it_goes_and_its_rule() {
    let rules = ["R1", "R2", "R3", "R4", "staff", "none"];
    for (table, said) in described() {
        assert!(said.prose.contains("A row "), "{table}: {}", said.prose);
        assert!(said.prose.contains("Erased: "), "{table}: {}", said.prose);
        let (_, obeyed) = said.prose.split_once("Rule: ").unwrap();
        let obeyed: Vec<&str> = obeyed.trim().trim_end_matches('.').split(", ").collect();
        assert!(
            obeyed.iter().all(|rule| rules.contains(rule)),
            "{table}: {obeyed:?}"
        );
        for (column, meaning) in said.columns {
            assert!(!meaning.trim().is_empty(), "{table}.{column}");
        }
    }
}
