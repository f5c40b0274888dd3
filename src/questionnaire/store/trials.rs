//! Test links of versions, and what was answered through them: kept apart, counted nowhere.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};
use serde_json::Value;

use db::{Db, Error, Transaction, begin_write};
use entity::{test_link, trial_answer};

/// Gives a version its test link.
pub async fn make_test_link(txn: &Transaction, version: &str, token: &str) -> Result<(), Error> {
    let row = test_link::ActiveModel {
        token: Set(token.to_owned()),
        version: Set(version.to_owned()),
    };
    test_link::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// What the test link of a version holds, if it has one.
pub async fn find_test_link(
    db: &impl ConnectionTrait,
    version: &str,
) -> Result<Option<String>, Error> {
    let row = test_link::Entity::find()
        .filter(test_link::Column::Version.eq(version))
        .one(db)
        .await?;
    Ok(row.map(|row| row.token))
}

/// The version that a test link leads to.
pub async fn find_tested_version(
    db: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<String>, Error> {
    let row = test_link::Entity::find_by_id(token).one(db).await?;
    Ok(row.map(|row| row.version))
}

/// Keeps what was answered through a test link.
pub async fn save_trial(db: &Db, id: &str, version: &str, content: Value) -> Result<(), Error> {
    let row = trial_answer::ActiveModel {
        id: Set(id.to_owned()),
        version: Set(version.to_owned()),
        content: Set(content),
    };
    let txn = begin_write(db).await?;
    trial_answer::Entity::insert(row)
        .exec_without_returning(&txn)
        .await?;
    txn.commit().await
}

/// How often a version was tried.
pub async fn count_trials(db: &impl ConnectionTrait, version: &str) -> Result<u64, Error> {
    trial_answer::Entity::find()
        .filter(trial_answer::Column::Version.eq(version))
        .count(db)
        .await
}
