//! Sessions in the database.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Set,
};

use super::audited::Audited;
use super::users::find_user;
use crate::session::{ABSOLUTE, IDLE, SessionToken, is_over};
use crate::user::{User, UserId};
use db::{Db, Error, begin_write};
use entity::staff_session::{ActiveModel, Column, Entity};

/// A session is marked as used at most this often, so that reading costs no write.
const MARK: TimeDelta = TimeDelta::minutes(1);

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who.
    pub user: User,
    /// What their browser holds.
    pub token: SessionToken,
}

/// Begins a session, and sweeps out those that are over.
pub async fn begin_session(
    audited: &Audited,
    user: UserId,
    token: &SessionToken,
) -> Result<(), Error> {
    let (txn, now) = (audited.transaction(), audited.now());
    let over = Condition::any()
        .add(Column::BegunAt.lte(now - ABSOLUTE))
        .add(Column::SeenAt.lte(now - IDLE));
    Entity::delete_many().filter(over).exec(txn).await?;
    let row = ActiveModel {
        token_hash: Set(token.hash()),
        user_id: Set(user.0),
        begun_at: Set(now),
        seen_at: Set(now),
    };
    Entity::insert(row).exec_without_returning(txn).await?;
    Ok(())
}

/// The session of a token, unless it is over or its user barred; marks it as used.
pub async fn find_session(
    db: &Db,
    token: SessionToken,
    now: DateTime<Utc>,
) -> Result<Option<Session>, Error> {
    let Some(row) = Entity::find_by_id(token.hash()).one(db).await? else {
        return Ok(None);
    };
    if is_over(row.begun_at, row.seen_at, now) {
        return Ok(None);
    }
    let user = find_user(db, UserId(row.user_id)).await?;
    let Some(user) = user.filter(|user| !user.disabled) else {
        return Ok(None);
    };
    // A database that cannot be written shows its pages all the same.
    if now >= row.seen_at + MARK
        && db.fault().is_none()
        && let Err(error) = mark_as_seen(db, &row.token_hash, now).await
    {
        tracing::warn!(%error, "a session was not marked as used");
    }
    Ok(Some(Session { user, token }))
}

async fn mark_as_seen(db: &Db, token_hash: &str, now: DateTime<Utc>) -> Result<(), Error> {
    let txn = begin_write(db).await?;
    Entity::update_many()
        .col_expr(Column::SeenAt, Expr::value(now))
        .filter(Column::TokenHash.eq(token_hash))
        .exec(&txn)
        .await?;
    txn.commit().await
}

/// Ends one session.
pub async fn end_session(audited: &Audited, token: &SessionToken) -> Result<(), Error> {
    Entity::delete_by_id(token.hash())
        .exec(audited.transaction())
        .await?;
    Ok(())
}

/// Ends every session of a user.
pub async fn end_sessions_of(audited: &Audited, user: UserId) -> Result<(), Error> {
    Entity::delete_many()
        .filter(Column::UserId.eq(user.0))
        .exec(audited.transaction())
        .await?;
    Ok(())
}

/// How many sessions a user has that are not over.
pub async fn count_sessions(
    db: &impl ConnectionTrait,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<u64, Error> {
    Entity::find()
        .filter(Column::UserId.eq(user.0))
        .filter(Column::BegunAt.gt(now - ABSOLUTE))
        .filter(Column::SeenAt.gt(now - IDLE))
        .count(db)
        .await
}
