//! The probe: a write whose only purpose is to be seen.

use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, Set};

use db::{Db, Error, begin_write};
use entity::installation::{ActiveModel, Column, Entity};

const NAME: &str = "probe";

/// Whether a value that is written and committed is then seen through another connection.
pub(crate) async fn probe(db: &Db, value: u64) -> Result<bool, Error> {
    let db = db.despite_outage();
    let value = format!("{value:016x}");
    let row = ActiveModel {
        name: Set(NAME.to_owned()),
        value: Set(value.clone()),
    };
    let replace = OnConflict::column(Column::Name)
        .update_column(Column::Value)
        .to_owned();
    let txn = begin_write(&db).await?;
    Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(&txn)
        .await?;
    txn.commit().await?;
    let seen = Entity::find_by_id(NAME).one(&db).await?;
    Ok(seen.is_some_and(|row| row.value == value))
}
