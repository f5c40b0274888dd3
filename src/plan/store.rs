//! Plans in the database.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, Set};

use super::Plan;
use db::{Document, Error, Transaction};
use entity::plan::{ActiveModel, Column, Entity};

/// Stores a plan; one with the same id gives way, releases keep what they printed.
pub async fn save_plan(
    txn: &Transaction,
    plan: &Plan,
    imported_at: DateTime<Utc>,
) -> Result<(), Error> {
    let row = ActiveModel {
        id: Set(plan.id.clone()),
        content: Set(plan.to_json()?),
        imported_at: Set(imported_at),
    };
    Entity::insert(row)
        .on_conflict(
            OnConflict::column(Column::Id)
                .update_columns([Column::Content, Column::ImportedAt])
                .to_owned(),
        )
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// The ids of all plans.
pub async fn list_plan_ids(db: &impl ConnectionTrait) -> Result<Vec<String>, Error> {
    let rows = Entity::find().order_by_asc(Column::Id).all(db).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The plan with this id.
pub async fn find_plan(db: &impl ConnectionTrait, id: &str) -> Result<Option<Plan>, Error> {
    Entity::find_by_id(id)
        .one(db)
        .await?
        .map(|row| Plan::from_json(row.content))
        .transpose()
}

/// What the plans and their cities are called, word by word: known to everybody, and so in nobody's password.
pub async fn list_names(db: &impl ConnectionTrait) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for row in Entity::find().order_by_asc(Column::Id).all(db).await? {
        let plan = Plan::from_json(row.content)?;
        let called = [&plan.city, &plan.title].into_iter();
        let called = called.flat_map(|text| text.languages().map(|language| text.get(language)));
        for text in called.chain([plan.id.as_str()]) {
            let words = text.split(|symbol: char| !symbol.is_alphanumeric());
            names.extend(words.map(|word| word.trim_end_matches('市').to_owned()));
        }
    }
    Ok(names)
}

impl Document for Plan {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;
    use db::begin_write;

    fn plan(document: &str) -> Plan {
        let text = format!(
            "id = \"p\"\ntitle = {{ zh = \"题\", en = \"T\" }}\ndocument = \"{document}\"\n\
             city = {{ zh = \"市\", en = \"C\" }}\nyears = [2012, 2014]\nindicator = []\n"
        );
        read("plan.toml", text.as_bytes()).plan.unwrap()
    }

    #[tokio::test]
    async fn a_plan_imported_again_takes_the_place_of_the_earlier_one() {
        let folder = tempfile::tempdir().unwrap();
        let db = db::open(folder.path().join("a.sqlite").to_str().unwrap())
            .await
            .unwrap();
        for document in ["1", "2"] {
            let txn = begin_write(&db).await.unwrap();
            save_plan(&txn, &plan(document), DateTime::UNIX_EPOCH)
                .await
                .unwrap();
            txn.commit().await.unwrap();
        }
        assert_eq!(find_plan(&db, "p").await.unwrap(), Some(plan("2")));
        assert_eq!(list_plan_ids(&db).await.unwrap(), ["p"]);
    }
}
