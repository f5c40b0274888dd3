//! The check value by which a database recognises the key its hashes were made with.

use sea_orm::{EntityTrait, Set};

use crate::code::HashKey;
use db::{Db, Error, begin_write};
use entity::installation::{ActiveModel, Entity};

pub(super) const NAME: &str = "hash_key_check";

/// Whether this key is the database's; a database that has none yet takes it.
///
/// With another key every code would be unknown and every receipt worthless: the server must not start.
pub async fn recognise_key(db: &Db, key: &HashKey) -> Result<bool, Error> {
    let txn = begin_write(db).await?;
    if let Some(row) = Entity::find_by_id(NAME).one(&txn).await? {
        return Ok(row.value == key.check_value());
    }
    let row = ActiveModel {
        name: Set(NAME.to_owned()),
        value: Set(key.check_value()),
    };
    Entity::insert(row).exec_without_returning(&txn).await?;
    txn.commit().await?;
    Ok(true)
}
