//! The strata and margins of an edition of a plan, in the database.

use sea_orm::{ConnectionTrait, EntityTrait, JsonValue};

use super::{FrameStratum, Margin, SamplePlan};
use db::{Document, Error};
use entity::plan_edition;

/// Strata or margins as an edition keeps them.
pub fn to_array(documents: &[impl Document]) -> Result<JsonValue, Error> {
    let documents = documents.iter().map(Document::to_json);
    Ok(JsonValue::Array(documents.collect::<Result<_, _>>()?))
}

fn from_array<D: Document>(array: JsonValue) -> Result<Vec<D>, Error> {
    let documents: Vec<JsonValue> = db::from_json(array)?;
    documents.into_iter().map(D::from_json).collect()
}

async fn find(
    db: &impl ConnectionTrait,
    edition: &str,
) -> Result<Option<plan_edition::Model>, Error> {
    plan_edition::Entity::find_by_id(edition).one(db).await
}

/// The strata of an edition's frame, in its order.
pub async fn list_strata(
    db: &impl ConnectionTrait,
    edition: &str,
) -> Result<Vec<FrameStratum>, Error> {
    let row = find(db, edition).await?;
    row.map_or_else(|| Ok(Vec::new()), |row| from_array(row.strata))
}

/// The margins of an edition, in the order of their file; those whose figures are missing included.
pub async fn list_margins(db: &impl ConnectionTrait, edition: &str) -> Result<Vec<Margin>, Error> {
    let row = find(db, edition).await?;
    row.map_or_else(|| Ok(Vec::new()), |row| from_array(row.margins))
}

impl Document for FrameStratum {}
impl Document for Margin {}
impl Document for SamplePlan {}

#[cfg(test)]
mod tests {
    use sea_orm::Set;

    use super::*;
    use crate::{MarginContext, read_margins, read_strata};
    use db::{Db, begin_write};

    const FIRST: &str = "code,name_zh,type,population\n1,甲区,district,900\n2,乙县,county,600\n";
    const SECOND: &str = "code,name_zh,type,population\n9,丙区,district,700\n";

    fn read(strata: &str) -> (Vec<FrameStratum>, Vec<Margin>) {
        let strata = read_strata("frame.csv", strata.as_bytes()).unwrap();
        let margins = "[[margin]]\nid = \"district\"\nby = \"stratum\"\nstatus = \"verified\"\n\
            title = { zh = \"区\", en = \"District\" }\n";
        let context = MarginContext {
            strata: Some(&strata),
            questionnaires: None,
        };
        let margins = read_margins("margins.toml", margins.as_bytes(), context).unwrap();
        (strata, margins)
    }

    async fn save(db: &Db, edition: &str, strata: &str) {
        let (strata, margins) = read(strata);
        let txn = begin_write(db).await.unwrap();
        let row = plan_edition::ActiveModel {
            hash: Set(edition.to_owned()),
            plan_id: Set("plan".to_owned()),
            content: Set(serde_json::json!({})),
            strata: Set(to_array(&strata).unwrap()),
            margins: Set(to_array(&margins).unwrap()),
            imported_at: Set(sea_orm::prelude::DateTimeUtc::UNIX_EPOCH),
        };
        plan_edition::Entity::insert(row)
            .exec_without_returning(&txn)
            .await
            .unwrap();
        txn.commit().await.unwrap();
    }

    #[tokio::test]
    async fn an_edition_has_its_own_frame_and_margins_in_their_order() {
        let folder = tempfile::tempdir().unwrap();
        let db = db::open(folder.path().join("a.sqlite").to_str().unwrap())
            .await
            .unwrap();
        let txn = begin_write(&db).await.unwrap();
        let plan = entity::plan::ActiveModel {
            id: Set("plan".to_owned()),
            edition: Set(None),
            imported_at: Set(sea_orm::prelude::DateTimeUtc::UNIX_EPOCH),
        };
        entity::plan::Entity::insert(plan)
            .exec_without_returning(&txn)
            .await
            .unwrap();
        txn.commit().await.unwrap();
        for (edition, strata) in [("first", FIRST), ("second", SECOND)] {
            save(&db, edition, strata).await;
        }
        for (edition, strata) in [("first", FIRST), ("second", SECOND)] {
            let stored = (
                list_strata(&db, edition).await.unwrap(),
                list_margins(&db, edition).await.unwrap(),
            );
            assert_eq!(stored, read(strata));
        }
        assert_eq!(list_strata(&db, "third").await.unwrap(), []);
    }
}
