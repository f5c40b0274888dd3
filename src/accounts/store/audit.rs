//! Searching the audit log.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, Func, LikeExpr, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use crate::audit::{Action, Logged};
use db::Error;
use entity::audit_entry::{Column, Entity, Model};

/// What to look for; whatever is not given does not narrow the search.
#[derive(Debug, Clone, Default)]
pub struct AuditSearch {
    /// Words that the actor or the subject must hold.
    pub words: Option<String>,
    /// What was done.
    pub action: Option<Action>,
    /// From this moment on.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
    /// Only entries older than this one: where the next page begins.
    pub before: Option<i64>,
}

/// Some entries, the newest first.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct AuditPage {
    pub entries: Vec<Logged>,
    /// Where the next page begins, if there is one.
    pub next: Option<i64>,
}

/// Entries that a search finds, at most `limit`.
pub async fn search_audit(
    db: &impl ConnectionTrait,
    search: &AuditSearch,
    limit: u64,
) -> Result<AuditPage, Error> {
    let mut query = Entity::find();
    if let Some(words) = &search.words {
        let either = Condition::any()
            .add(holds(Column::Actor, words))
            .add(holds(Column::Subject, words));
        query = query.filter(either);
    }
    if let Some(action) = search.action {
        query = query.filter(Column::Action.eq(action.as_str()));
    }
    if let Some(from) = search.from {
        query = query.filter(Column::At.gte(from));
    }
    if let Some(until) = search.until {
        query = query.filter(Column::At.lt(until));
    }
    if let Some(before) = search.before {
        query = query.filter(Column::Id.lt(before));
    }
    let rows = query
        .order_by_desc(Column::Id)
        .limit(limit + 1)
        .all(db)
        .await?;
    let mut entries: Vec<Logged> = rows.into_iter().map(from_row).collect();
    let more = entries.len() as u64 > limit;
    if more {
        entries.pop();
    }
    let next = entries.last().filter(|_| more).map(|entry| entry.id);
    Ok(AuditPage { entries, next })
}

/// The last time that somebody did something to a subject.
pub(super) async fn find_last_entry_of(
    db: &impl ConnectionTrait,
    actor: &str,
    action: Action,
    subject: &str,
) -> Result<Option<Logged>, Error> {
    let found = entries_of(action, subject)
        .filter(Column::Actor.eq(actor))
        .order_by_desc(Column::Id)
        .one(db)
        .await?;
    Ok(found.map(from_row))
}

/// The last time that something was done to a subject.
pub async fn find_last_entry(
    db: &impl ConnectionTrait,
    action: Action,
    subject: &str,
) -> Result<Option<Logged>, Error> {
    let found = entries_of(action, subject)
        .order_by_desc(Column::Id)
        .one(db)
        .await?;
    Ok(found.map(from_row))
}

/// Every time that something was done to a subject, the first first.
pub async fn list_entries(
    db: &impl ConnectionTrait,
    action: Action,
    subject: &str,
) -> Result<Vec<Logged>, Error> {
    let found = entries_of(action, subject)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    Ok(found.into_iter().map(from_row).collect())
}

fn entries_of(action: Action, subject: &str) -> Select<Entity> {
    Entity::find()
        .filter(Column::Action.eq(action.as_str()))
        .filter(Column::Subject.eq(subject))
}

/// Whether a column holds words, in capitals or not; `%` and `_` stand for themselves.
fn holds(column: Column, words: &str) -> SimpleExpr {
    let mut pattern = String::from("%");
    for sign in words.to_lowercase().chars() {
        if matches!(sign, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(sign);
    }
    pattern.push('%');
    Func::lower(Expr::col(column)).like(LikeExpr::new(pattern).escape('\\'))
}

pub(super) fn from_row(row: Model) -> Logged {
    Logged {
        id: row.id,
        at: row.at,
        actor: row.actor,
        action: row.action,
        subject: row.subject,
        before: row.before,
        after: row.after,
        link: row.link.unwrap_or_default(),
    }
}
