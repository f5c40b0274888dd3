//! Plans in the database: every edition that was ever imported, under the hash of its content.
//!
//! # Design
//!
//! A plan cannot be judged without its frame and margins, so the three are one value. Importing them changed makes a
//! new edition beside the old; a wave refers to the one it was opened under, and so no import bends what was promised
//! when its first answer came in. What only looks at plans as they are now (the designer, the bank) asks for the
//! edition imported last.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JsonValue, QueryFilter, QueryOrder, QuerySelect, Set,
};

use super::Plan;
use db::{Document, Error, Transaction, content_hash};
use entity::plan::{ActiveModel, Column, Entity};
use entity::plan_edition;

/// An edition of a plan, with the hashes of its parts.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Edition {
    /// The hash of the whole.
    pub hash: String,
    pub plan: Plan,
    /// The hash of the plan alone.
    pub plan_hash: String,
    pub strata_hash: String,
    pub margins_hash: String,
}

/// The edition that a change began with is not the last any more: somebody else has made another one since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stale;

/// Stores a plan with its frame's strata and its margins, as their store writes them, and gives the hash of the
/// edition. What was imported before stays.
pub async fn save_plan(
    txn: &Transaction,
    plan: &Plan,
    strata: JsonValue,
    margins: JsonValue,
    imported_at: DateTime<Utc>,
) -> Result<String, Error> {
    let content = plan.to_json()?;
    let hash = edition_hash(&content, &strata, &margins);
    let row = ActiveModel {
        id: Set(plan.id.clone()),
        edition: Set(Some(hash.clone())),
        imported_at: Set(imported_at),
    };
    Entity::insert(row)
        .on_conflict(
            OnConflict::column(Column::Id)
                .update_columns([Column::Edition, Column::ImportedAt])
                .to_owned(),
        )
        .exec_without_returning(txn)
        .await?;
    let edition = plan_edition::ActiveModel {
        hash: Set(hash.clone()),
        plan_id: Set(plan.id.clone()),
        content: Set(content),
        strata: Set(strata),
        margins: Set(margins),
        imported_at: Set(imported_at),
    };
    let keep = OnConflict::column(plan_edition::Column::Hash)
        .do_nothing()
        .to_owned();
    plan_edition::Entity::insert(edition)
        .on_conflict(keep)
        .exec_without_returning(txn)
        .await?;
    Ok(hash)
}

fn edition_hash(plan: &JsonValue, strata: &JsonValue, margins: &JsonValue) -> String {
    let parts = [plan, strata, margins].map(Clone::clone);
    content_hash(&JsonValue::Array(parts.into()))
}

/// The ids of all plans.
pub async fn list_plan_ids(db: &impl ConnectionTrait) -> Result<Vec<String>, Error> {
    let rows = Entity::find().order_by_asc(Column::Id).all(db).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Every plan as it was imported last, by id.
pub async fn list_plans(db: &impl ConnectionTrait) -> Result<Vec<Plan>, Error> {
    let rows = Entity::find().order_by_asc(Column::Id).all(db).await?;
    let last = rows.into_iter().filter_map(|row| row.edition);
    let editions = plan_edition::Entity::find()
        .filter(plan_edition::Column::Hash.is_in(last))
        .order_by_asc(plan_edition::Column::PlanId)
        .select_only()
        .column(plan_edition::Column::Content)
        .into_tuple::<JsonValue>()
        .all(db)
        .await?;
    editions.into_iter().map(Plan::from_json).collect()
}

/// The hash of the edition of a plan that was imported last.
pub async fn last_edition(db: &impl ConnectionTrait, id: &str) -> Result<Option<String>, Error> {
    let row = Entity::find_by_id(id).one(db).await?;
    Ok(row.and_then(|row| row.edition))
}

/// Keeps a plan as an edition with the strata and margins of the one it was made from, and gives its hash.
pub async fn save_edition_of(
    txn: &Transaction,
    plan: &Plan,
    earlier: &str,
    imported_at: DateTime<Utc>,
) -> Result<Result<String, Stale>, Error> {
    let row = find_row(txn, earlier).await?;
    if !is_last(txn, &row).await? {
        return Ok(Err(Stale));
    }
    let saved = save_plan(txn, plan, row.strata, row.margins, imported_at).await?;
    Ok(Ok(saved))
}

/// Keeps margins, as their store writes them, as an edition with the plan and strata of the one they were made from, and
/// gives its hash.
pub async fn save_margins_of(
    txn: &Transaction,
    margins: JsonValue,
    earlier: &str,
    imported_at: DateTime<Utc>,
) -> Result<Result<String, Stale>, Error> {
    let row = find_row(txn, earlier).await?;
    if !is_last(txn, &row).await? {
        return Ok(Err(Stale));
    }
    let plan = Plan::from_json(row.content)?;
    let saved = save_plan(txn, &plan, row.strata, margins, imported_at).await?;
    Ok(Ok(saved))
}

/// Whether an edition is the one that waves of its plan are opened under now.
async fn is_last(txn: &Transaction, row: &plan_edition::Model) -> Result<bool, Error> {
    let last = last_edition(txn, &row.plan_id).await?;
    Ok(last.as_ref() == Some(&row.hash))
}

async fn find_row(db: &impl ConnectionTrait, edition: &str) -> Result<plan_edition::Model, Error> {
    let row = plan_edition::Entity::find_by_id(edition).one(db).await?;
    row.ok_or_else(|| Error::RecordNotFound(format!("edition {edition}")))
}

/// Every edition of a plan by its hash and when it was first taken in, the newest first.
pub async fn list_editions(
    db: &impl ConnectionTrait,
    id: &str,
) -> Result<Vec<(String, DateTime<Utc>)>, Error> {
    plan_edition::Entity::find()
        .filter(plan_edition::Column::PlanId.eq(id))
        .order_by_desc(plan_edition::Column::ImportedAt)
        .order_by_asc(plan_edition::Column::Hash)
        .select_only()
        .column(plan_edition::Column::Hash)
        .column(plan_edition::Column::ImportedAt)
        .into_tuple()
        .all(db)
        .await
}

/// The plan with this id, as it was imported last.
pub async fn find_plan(db: &impl ConnectionTrait, id: &str) -> Result<Option<Plan>, Error> {
    match last_edition(db, id).await? {
        Some(edition) => find_plan_of(db, &edition).await,
        None => Ok(None),
    }
}

/// The plan of an edition, for whoever only looks at it; what is computed from an edition asks for [`find_edition`].
pub async fn find_plan_of(db: &impl ConnectionTrait, edition: &str) -> Result<Option<Plan>, Error> {
    let row = plan_edition::Entity::find_by_id(edition).one(db).await?;
    row.map(|row| Plan::from_json(row.content)).transpose()
}

/// The edition with this hash; an error if it holds anything else than what was hashed.
pub async fn find_edition(db: &impl ConnectionTrait, hash: &str) -> Result<Option<Edition>, Error> {
    let Some(row) = plan_edition::Entity::find_by_id(hash).one(db).await? else {
        return Ok(None);
    };
    let found = edition_hash(&row.content, &row.strata, &row.margins);
    if found != hash {
        return Err(Error::Custom(format!(
            "the edition {hash} of plan {} holds something else than what was imported: its hash is {found}",
            row.plan_id
        )));
    }
    Ok(Some(Edition {
        hash: row.hash,
        plan_hash: content_hash(&row.content),
        strata_hash: content_hash(&row.strata),
        margins_hash: content_hash(&row.margins),
        plan: Plan::from_json(row.content)?,
    }))
}

/// What the plans and their cities are called, word by word: known to everybody, and so in nobody's password.
pub async fn list_names(db: &impl ConnectionTrait) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for id in list_plan_ids(db).await? {
        let Some(plan) = find_plan(db, &id).await? else {
            continue;
        };
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
    async fn a_plan_imported_changed_is_an_edition_beside_the_earlier_one() {
        let folder = tempfile::tempdir().unwrap();
        let db = db::open(folder.path().join("a.sqlite").to_str().unwrap())
            .await
            .unwrap();
        let mut hashes = Vec::new();
        for document in ["1", "2", "1"] {
            let txn = begin_write(&db).await.unwrap();
            let none = JsonValue::Array(Vec::new());
            let hash = save_plan(
                &txn,
                &plan(document),
                none.clone(),
                none,
                DateTime::UNIX_EPOCH,
            )
            .await
            .unwrap();
            txn.commit().await.unwrap();
            assert_eq!(find_plan(&db, "p").await.unwrap(), Some(plan(document)));
            hashes.push(hash);
        }
        assert_eq!(hashes[0], hashes[2]);
        for (hash, document) in hashes.iter().zip(["1", "2"]) {
            let edition = find_edition(&db, hash).await.unwrap().unwrap();
            assert_eq!(edition.plan, plan(document));
        }
        assert_eq!(list_plan_ids(&db).await.unwrap(), ["p"]);
        assert_eq!(list_plans(&db).await.unwrap(), [plan("1")]);
    }

    #[tokio::test]
    async fn a_change_of_an_edition_that_is_not_the_last_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let db = db::open(folder.path().join("a.sqlite").to_str().unwrap())
            .await
            .unwrap();
        let txn = begin_write(&db).await.unwrap();
        let none = || JsonValue::Array(Vec::new());
        let at = DateTime::UNIX_EPOCH;
        let first = save_plan(&txn, &plan("1"), none(), none(), at).await;
        let first = first.unwrap();
        let margins = serde_json::json!([{}]);
        let saved = save_margins_of(&txn, margins.clone(), &first, at).await;
        let second = saved.unwrap().unwrap();
        // Who began with the first edition would take the margins of the second away, and the other way round.
        let lost = save_edition_of(&txn, &plan("2"), &first, at).await;
        assert_eq!(lost.unwrap(), Err(Stale));
        let lost = save_margins_of(&txn, none(), &first, at).await;
        assert_eq!(lost.unwrap(), Err(Stale));
        let last = last_edition(&txn, "p").await.unwrap();
        assert_eq!(last.as_deref(), Some(second.as_str()));
        let saved = save_edition_of(&txn, &plan("2"), &second, at).await;
        let third = find_row(&txn, &saved.unwrap().unwrap()).await.unwrap();
        assert_eq!(third.margins, margins);
    }

    #[tokio::test]
    async fn an_edition_is_not_changed_in_place_and_one_that_was_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let db = db::open(folder.path().join("a.sqlite").to_str().unwrap())
            .await
            .unwrap();
        let txn = begin_write(&db).await.unwrap();
        let none = JsonValue::Array(Vec::new());
        let plan = plan("1");
        let saved = save_plan(&txn, &plan, none.clone(), none, DateTime::UNIX_EPOCH);
        let hash = saved.await.unwrap();
        txn.commit().await.unwrap();
        let forge = "UPDATE plan_edition SET margins = '[{}]'";
        let txn = begin_write(&db).await.unwrap();
        let refused = txn.execute_unprepared(forge).await.unwrap_err();
        assert!(refused.to_string().contains("stays as it is"), "{refused}");
        drop(txn);
        let txn = begin_write(&db).await.unwrap();
        for sql in ["DROP TRIGGER plan_edition_stays_as_it_is", forge] {
            txn.execute_unprepared(sql).await.unwrap();
        }
        txn.commit().await.unwrap();
        let error = find_edition(&db, &hash).await.unwrap_err();
        assert!(
            error.to_string().contains("holds something else"),
            "{error}"
        );
    }
}
