//! The first level of a plan's frame, and its margins, in the database.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::{FrameStratum, Margin, SamplePlan};
use db::{Document, Error, Transaction};
use entity::{frame_stratum, margin};

/// Stores the strata and margins of a plan in place of those it had.
pub async fn save_frame(
    txn: &Transaction,
    plan: &str,
    strata: &[FrameStratum],
    margins: &[Margin],
) -> Result<(), Error> {
    frame_stratum::Entity::delete_many()
        .filter(frame_stratum::Column::PlanId.eq(plan))
        .exec(txn)
        .await?;
    margin::Entity::delete_many()
        .filter(margin::Column::PlanId.eq(plan))
        .exec(txn)
        .await?;
    for (position, stratum) in (0..).zip(strata) {
        let row = frame_stratum::ActiveModel {
            plan_id: Set(plan.to_owned()),
            code: Set(stratum.code.to_string()),
            position: Set(position),
            content: Set(stratum.to_json()?),
        };
        frame_stratum::Entity::insert(row)
            .exec_without_returning(txn)
            .await?;
    }
    for (position, margin) in (0..).zip(margins) {
        let row = margin::ActiveModel {
            plan_id: Set(plan.to_owned()),
            id: Set(margin.id.clone()),
            position: Set(position),
            content: Set(margin.to_json()?),
        };
        margin::Entity::insert(row)
            .exec_without_returning(txn)
            .await?;
    }
    Ok(())
}

/// The strata of a plan's frame, in its order.
pub async fn list_strata(
    db: &impl ConnectionTrait,
    plan: &str,
) -> Result<Vec<FrameStratum>, Error> {
    frame_stratum::Entity::find()
        .filter(frame_stratum::Column::PlanId.eq(plan))
        .order_by_asc(frame_stratum::Column::Position)
        .all(db)
        .await?
        .into_iter()
        .map(|row| Document::from_json(row.content))
        .collect()
}

/// The margins of a plan, in the order of their file; those whose figures are missing included.
pub async fn list_margins(db: &impl ConnectionTrait, plan: &str) -> Result<Vec<Margin>, Error> {
    margin::Entity::find()
        .filter(margin::Column::PlanId.eq(plan))
        .order_by_asc(margin::Column::Position)
        .all(db)
        .await?
        .into_iter()
        .map(|row| Document::from_json(row.content))
        .collect()
}

impl Document for FrameStratum {}
impl Document for Margin {}
impl Document for SamplePlan {}

#[cfg(test)]
mod tests {
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

    async fn save(db: &Db, plan: &str, strata: &str) {
        let (strata, margins) = read(strata);
        let txn = begin_write(db).await.unwrap();
        save_frame(&txn, plan, &strata, &margins).await.unwrap();
        txn.commit().await.unwrap();
    }

    async fn stored(db: &Db, plan: &str) -> (Vec<FrameStratum>, Vec<Margin>) {
        (
            list_strata(db, plan).await.unwrap(),
            list_margins(db, plan).await.unwrap(),
        )
    }

    #[tokio::test]
    async fn a_plan_has_its_own_frame_and_margins_and_those_of_its_last_import() {
        let folder = tempfile::tempdir().unwrap();
        let db = db::open(folder.path().join("a.sqlite").to_str().unwrap())
            .await
            .unwrap();
        let txn = begin_write(&db).await.unwrap();
        for plan in ["first", "second"] {
            let row = entity::plan::ActiveModel {
                id: Set(plan.to_owned()),
                content: Set(serde_json::json!({})),
                imported_at: Set(sea_orm::prelude::DateTimeUtc::UNIX_EPOCH),
            };
            entity::plan::Entity::insert(row)
                .exec_without_returning(&txn)
                .await
                .unwrap();
        }
        txn.commit().await.unwrap();
        save(&db, "first", FIRST).await;
        save(&db, "second", SECOND).await;
        assert_eq!(stored(&db, "first").await, read(FIRST));
        assert_eq!(stored(&db, "second").await, read(SECOND));
        save(&db, "second", FIRST).await;
        save(&db, "first", SECOND).await;
        assert_eq!(stored(&db, "first").await, read(SECOND));
        assert_eq!(stored(&db, "second").await, read(FIRST));
    }
}
