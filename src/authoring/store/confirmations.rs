//! Translations of a draft that were found right although their original had changed.

use std::collections::BTreeSet;

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use crate::draft::DraftId;
use crate::translation::Confirmation;
use db::{Error, Transaction};
use entity::confirmed_translation::{ActiveModel, Column, Entity};
use questionnaire::Language;

/// Keeps that a translation was found right; the last original counts.
pub async fn confirm_translation(
    txn: &Transaction,
    draft: DraftId,
    confirmation: &Confirmation,
) -> Result<(), Error> {
    let row = ActiveModel {
        draft_id: Set(draft.0),
        language: Set(confirmation.language.tag().to_owned()),
        text: Set(confirmation.text.to_string()),
        original: Set(confirmation.original.clone()),
    };
    let replace = OnConflict::columns([Column::DraftId, Column::Language, Column::Text])
        .update_column(Column::Original)
        .to_owned();
    Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// What was found right in a draft.
pub async fn list_confirmed(
    db: &impl ConnectionTrait,
    draft: DraftId,
) -> Result<BTreeSet<Confirmation>, Error> {
    let rows = Entity::find()
        .filter(Column::DraftId.eq(draft.0))
        .all(db)
        .await?;
    let read = rows.into_iter().filter_map(|row| {
        Some(Confirmation {
            language: Language::new(&row.language),
            text: row.text.parse().ok()?,
            original: row.original,
        })
    });
    Ok(read.collect())
}
