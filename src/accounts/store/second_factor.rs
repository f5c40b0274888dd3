//! Second factors in the database, and the second step of signing in.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Set,
};
use serde_json::json;

use super::audited::Audited;
use super::failures::Counters;
use super::sign_in::{Browser, SignInRefusal, enter, refuse, subject};
use super::users::{find_password_hash, find_user};
use crate::audit::{Action, Entry};
use crate::second_factor::{FactorKey, RecoveryCode, Secret};
use crate::second_step::{Claim, StepKey};
use crate::user::{User, UserId};
use db::{Db, Error, begin_write};
use entity::{recovery_code, second_factor};

/// A second factor that is set up.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct SecondFactor {
    /// Its secret as it is stored.
    pub sealed: Vec<u8>,
    pub set_up_at: DateTime<Utc>,
    /// How many recovery codes are left.
    pub recovery_codes: u64,
}

/// What somebody gives for a second factor.
#[derive(Debug)]
pub enum Proof<'a> {
    /// What their app shows.
    Code(&'a str),
    /// One of the recovery codes.
    Recovery(&'a str),
}

/// Whether somebody has set up a second factor.
pub async fn has_second_factor(db: &impl ConnectionTrait, user: UserId) -> Result<bool, Error> {
    let row = second_factor::Entity::find_by_id(user.0).one(db).await?;
    Ok(row.is_some())
}

/// Somebody's second factor, if they have set one up.
pub async fn find_second_factor(
    db: &impl ConnectionTrait,
    user: UserId,
) -> Result<Option<SecondFactor>, Error> {
    let Some(row) = second_factor::Entity::find_by_id(user.0).one(db).await? else {
        return Ok(None);
    };
    Ok(Some(SecondFactor {
        sealed: row.secret,
        set_up_at: row.confirmed_at,
        recovery_codes: count_recovery_codes(db, user).await?,
    }))
}

/// Sets up a second factor whose code of this step was right, in place of any other.
pub async fn set_second_factor(
    audited: &Audited,
    user: UserId,
    sealed: Vec<u8>,
    step: i64,
    codes: &[RecoveryCode],
) -> Result<(), Error> {
    reset_second_factor(audited, user).await?;
    let txn = audited.transaction();
    let row = second_factor::ActiveModel {
        user_id: Set(user.0),
        secret: Set(sealed),
        confirmed_at: Set(audited.now()),
        last_step: Set(step),
    };
    second_factor::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    let rows = codes.iter().map(|code| recovery_code::ActiveModel {
        user_id: Set(user.0),
        hash: Set(code.hash()),
    });
    recovery_code::Entity::insert_many(rows)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// Takes somebody's second factor away, with the recovery codes.
pub async fn reset_second_factor(audited: &Audited, user: UserId) -> Result<(), Error> {
    let txn = audited.transaction();
    second_factor::Entity::delete_by_id(user.0)
        .exec(txn)
        .await?;
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::UserId.eq(user.0))
        .exec(txn)
        .await?;
    Ok(())
}

/// Who stands at the second step, as their browser shows; nobody where its time is over or the person barred.
pub async fn find_second_step(
    db: &Db,
    key: &StepKey,
    value: &str,
    now: DateTime<Utc>,
) -> Result<Option<User>, Error> {
    let Some(claim) = Claim::parse(value) else {
        return Ok(None);
    };
    let Some(hash) = find_password_hash(db, claim.user).await? else {
        return Ok(None);
    };
    if !key.confirms(&claim, &hash, now) {
        return Ok(None);
    }
    let user = find_user(db, claim.user).await?;
    Ok(user.filter(|user| !user.disabled))
}

/// Signs in somebody who stands at the second step. Wrong codes are counted like wrong passwords.
pub async fn finish_sign_in(
    db: &Db,
    user: &User,
    proof: Proof<'_>,
    key: &FactorKey,
    browser: &Browser<'_>,
    now: DateTime<Utc>,
) -> Result<Result<(), SignInRefusal>, Error> {
    let counters = Counters::of_code(user.name.as_str(), browser.source, browser.device);
    if let Some(wait) = counters.count(db, now).await? {
        return Ok(Err(SignInRefusal::Wait(wait)));
    }
    let right = match proof {
        Proof::Code(code) => take_code(db, user.id, code, key, now).await?,
        Proof::Recovery(code) => use_recovery_code(db, user, code, now).await?,
    };
    if !right {
        refuse(db, Some(user), browser.source, now).await?;
        return Ok(Err(SignInRefusal::Wrong));
    }
    enter(db, user, browser, &counters, now).await?;
    Ok(Ok(()))
}

/// Whether a code is right and later than the last one taken; it is the last one then.
async fn take_code(
    db: &Db,
    user: UserId,
    code: &str,
    key: &FactorKey,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let txn = begin_write(db).await?;
    let row = second_factor::Entity::find_by_id(user.0)
        .lock_exclusive()
        .one(&txn)
        .await?;
    let Some(row) = row else { return Ok(false) };
    let secret = open(key, &row)?;
    let Some(step) = secret
        .step_of(code, now)
        .filter(|step| *step > row.last_step)
    else {
        return Ok(false);
    };
    second_factor::Entity::update_many()
        .col_expr(second_factor::Column::LastStep, Expr::value(step))
        .filter(second_factor::Column::UserId.eq(user.0))
        .exec(&txn)
        .await?;
    txn.commit().await?;
    Ok(true)
}

fn open(key: &FactorKey, row: &second_factor::Model) -> Result<Secret, Error> {
    let secret = key.open(&row.secret, UserId(row.user_id));
    let fault = || {
        format!(
            "the second factor of user {} was sealed otherwise",
            row.user_id
        )
    };
    secret.ok_or_else(|| Error::Custom(fault()))
}

/// Whether somebody has this recovery code; they have it no more then.
async fn use_recovery_code(
    db: &Db,
    user: &User,
    typed: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let audited = Audited::begin(db, user, now).await?;
    let used = recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::UserId.eq(user.id.0))
        .filter(recovery_code::Column::Hash.eq(RecoveryCode::typed(typed).hash()))
        .exec(audited.transaction())
        .await?;
    if used.rows_affected == 0 {
        return Ok(false);
    }
    let left = count_recovery_codes(audited.transaction(), user.id).await?;
    let entry = Entry::new(Action::UseRecoveryCode, subject(Some(user)));
    audited.commit(entry.after(json!({ "left": left }))).await?;
    Ok(true)
}

async fn count_recovery_codes(db: &impl ConnectionTrait, user: UserId) -> Result<u64, Error> {
    recovery_code::Entity::find()
        .filter(recovery_code::Column::UserId.eq(user.0))
        .count(db)
        .await
}
