//! Entries of the audit log become a chain: each holds the hash of the one before and of itself.
//!
//! What was logged before is chained as it stands here. Releases made before name no content in their entries: one more
//! entry says what they hold now.

use chrono::Utc;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;
use sea_orm_migration::sea_orm::prelude::{DateTimeUtc, Json};
use sea_orm_migration::sea_orm::{DbBackend, JsonValue, Statement};

use super::canonical::{content_hash, hash, write_sorted};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0013_chain"
    }
}

/// The link before the first entry.
const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// An entry of the log.
struct Entry {
    id: Option<i64>,
    at: DateTimeUtc,
    actor: String,
    action: String,
    subject: String,
    before: Option<Json>,
    after: Option<Json>,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("audit_entry")
                    .add_column(text_null("link"))
                    .take(),
            )
            .await?;
        let sqlite = manager.get_database_backend() == DbBackend::Sqlite;
        let (free, keep): (&[&str], &[&str]) = if sqlite {
            (
                &["DROP TRIGGER audit_entry_stays_as_it_is"],
                &[
                    "CREATE TRIGGER audit_entry_stays_as_it_is BEFORE UPDATE ON audit_entry \
                     BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END",
                ],
            )
        } else {
            (
                &["DROP TRIGGER audit_entry_stays ON audit_entry"],
                &[
                    "CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry \
                     FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()",
                ],
            )
        };
        let connection = manager.get_connection();
        for statement in free {
            connection.execute_unprepared(statement).await?;
        }
        let last = chain_what_there_is(manager).await?;
        add_releases(manager, &last).await?;
        for statement in keep {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// Gives every entry its link; the last one's is handed back.
async fn chain_what_there_is(manager: &SchemaManager<'_>) -> Result<String, DbErr> {
    let connection = manager.get_connection();
    let backend = connection.get_database_backend();
    let ask = "SELECT id, at, actor, action, subject, before, after FROM audit_entry ORDER BY id";
    let mut last = START.to_owned();
    for row in connection
        .query_all_raw(Statement::from_string(backend, ask))
        .await?
    {
        let entry = Entry {
            id: row.try_get("", "id")?,
            at: row.try_get("", "at")?,
            actor: row.try_get("", "actor")?,
            action: row.try_get("", "action")?,
            subject: row.try_get("", "subject")?,
            before: row.try_get("", "before")?,
            after: row.try_get("", "after")?,
        };
        last = link(&last, &entry);
        let set = Query::update()
            .table("audit_entry")
            .value("link", last.as_str())
            .and_where(Expr::col("id").eq(entry.id))
            .take();
        connection.execute_raw(backend.build(&set)).await?;
    }
    Ok(last)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a step of the schema is handed no clock"
)]
/// Says in the log what the releases hold that were made before it was a chain, if there are any.
async fn add_releases(manager: &SchemaManager<'_>, last: &str) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let backend = connection.get_database_backend();
    let ask = "SELECT wave.slug, CAST(NULL AS bigint) AS number, release.content FROM release \
               JOIN wave ON wave.id = release.wave_id \
               UNION ALL SELECT wave.slug, CAST(amended_release.number AS bigint), amended_release.content \
               FROM amended_release JOIN wave ON wave.id = amended_release.wave_id";
    let mut releases = Vec::new();
    for row in connection
        .query_all_raw(Statement::from_string(backend, ask))
        .await?
    {
        let content: JsonValue = row.try_get("", "content")?;
        let members = [
            ("wave", JsonValue::from(row.try_get::<String>("", "slug")?)),
            (
                "number",
                JsonValue::from(row.try_get::<Option<i64>>("", "number")?),
            ),
            ("content", JsonValue::from(content_hash(&content))),
        ];
        let members = members.map(|(name, value)| (name.to_owned(), value));
        releases.push(JsonValue::Object(members.into_iter().collect()));
    }
    if releases.is_empty() {
        return Ok(());
    }
    let after = [("releases".to_owned(), JsonValue::Array(releases))];
    let entry = Entry {
        id: None,
        at: Utc::now(),
        actor: "(terminal)".to_owned(),
        action: "begin-chain".to_owned(),
        subject: "audit log".to_owned(),
        before: None,
        after: Some(JsonValue::Object(after.into_iter().collect())),
    };
    let link = link(last, &entry);
    let insert = Query::insert()
        .into_table("audit_entry")
        .columns(["at", "actor", "action", "subject", "after", "link"])
        .values_panic([
            entry.at.into(),
            entry.actor.into(),
            entry.action.into(),
            entry.subject.into(),
            entry.after.into(),
            link.into(),
        ])
        .take();
    connection.execute_raw(backend.build(&insert)).await?;
    Ok(())
}

/// The link of an entry after another.
fn link(last: &str, entry: &Entry) -> String {
    let json = |value: &Option<Json>| value.clone().unwrap_or(JsonValue::Null);
    let parts = JsonValue::Array(vec![
        entry.at.timestamp_micros().into(),
        entry.actor.as_str().into(),
        entry.action.as_str().into(),
        entry.subject.as_str().into(),
        json(&entry.before),
        json(&entry.after),
    ]);
    let mut written = format!("{last}\n");
    write_sorted(&parts, &mut written);
    hash(&written)
}
