//! What sampling keeps in the database, one file for each kind, and the strata and margins of an edition of a plan.

mod frame_drafts;
mod frames;
mod samples;
mod shapes;

use sea_orm::{ConnectionTrait, EntityTrait, JsonValue};

use super::{Frame, FrameStratum, Margin, SampleDesign, SamplePlan, StratumShape};
use db::{Document, Error};
use entity::plan_edition;

pub use frame_drafts::{
    NewFrameDraft, delete_frame_draft, find_frame_draft, find_frame_draft_file, insert_frame_draft,
    list_frame_drafts, update_frame_draft,
};
pub use frames::{find_frame, find_frame_edition, list_frames, save_frame};
pub use samples::{
    NewSample, draw_again, find_sample, find_sample_of_wave, insert_sample, list_samples,
    repeat_draw, use_sample,
};
pub use shapes::{list_shapes, save_shapes};

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

impl Document for Frame {}
impl Document for FrameStratum {}
impl Document for Margin {}
impl Document for SampleDesign {}
impl Document for SamplePlan {}
impl Document for StratumShape {}

#[cfg(test)]
mod tests {
    use sea_orm::Set;

    use super::*;
    use crate::{
        Allocation, Assumptions, FrameEdition, FrameStatus, MarginContext, SampleId, read_margins,
        read_strata,
    };
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

    async fn opened(folder: &tempfile::TempDir) -> Db {
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
        db
    }

    #[tokio::test]
    async fn outlines_take_the_place_of_earlier_ones() {
        let folder = tempfile::tempdir().unwrap();
        let db = opened(&folder).await;
        let shape = |code: &str, east: f64| StratumShape {
            code: crate::StratumId::new(code),
            polygons: vec![vec![vec![
                [126.1, 45.0],
                [east, 45.0],
                [east, 45.7],
                [126.1, 45.0],
            ]]],
        };
        let first = vec![shape("1", 126.617), shape("2", 127.0)];
        let kept = async || list_shapes(&db, "plan").await.unwrap();
        assert_eq!(kept().await, []);
        for shapes in [first, vec![shape("1", 126.3)], Vec::new()] {
            let txn = begin_write(&db).await.unwrap();
            save_shapes(
                &txn,
                "plan",
                &shapes,
                sea_orm::prelude::DateTimeUtc::UNIX_EPOCH,
            )
            .await
            .unwrap();
            txn.commit().await.unwrap();
            assert_eq!(kept().await, shapes);
        }
    }

    #[tokio::test]
    async fn a_frame_is_kept_once_under_its_hash_and_reads_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let db = opened(&folder).await;
        save(&db, "first", FIRST).await;
        let (strata, _) = read(FIRST);
        let unit = crate::FrameUnit {
            code: crate::PsuId::new("1C"),
            stratum: strata[0].code.clone(),
            name: [("zh", "社区")].into(),
            urban: true,
            street: None,
            population: 500,
            households: 170,
        };
        let frame = Frame::new(strata, vec![unit]);
        let edition = FrameEdition {
            hash: frame.hash(),
            plan: "plan".to_owned(),
            edition: "first".to_owned(),
            name: "社区名录".to_owned(),
            source: "民政局".to_owned(),
            reference_date: "2012-06-30".parse().unwrap(),
            status: FrameStatus::Synthetic,
            taken_by: "field".to_owned(),
            taken_at: sea_orm::prelude::DateTimeUtc::UNIX_EPOCH,
        };
        for new in [true, false] {
            let txn = begin_write(&db).await.unwrap();
            assert_eq!(save_frame(&txn, &frame, &edition).await.unwrap(), new);
            txn.commit().await.unwrap();
        }
        assert_eq!(
            list_frames(&db).await.unwrap(),
            std::slice::from_ref(&edition)
        );
        assert_eq!(find_frame(&db, &edition.hash).await.unwrap(), Some(frame));
        assert_eq!(find_frame(&db, "another").await.unwrap(), None);
        let txn = begin_write(&db).await.unwrap();
        let changed = entity::frame::Entity::delete_by_id(&edition.hash)
            .exec(&txn)
            .await;
        changed.unwrap_err();
    }

    #[tokio::test]
    async fn a_sample_reads_back_as_it_was_and_is_used_once() {
        let folder = tempfile::tempdir().unwrap();
        let db = opened(&folder).await;
        save(&db, "first", FIRST).await;
        let (strata, _) = read(FIRST);
        let frame = Frame::new(strata, Vec::new());
        let edition = FrameEdition {
            hash: frame.hash(),
            plan: "plan".to_owned(),
            edition: "first".to_owned(),
            name: "社区名录".to_owned(),
            source: "民政局".to_owned(),
            reference_date: "2012-06-30".parse().unwrap(),
            status: FrameStatus::Verified,
            taken_by: "field".to_owned(),
            taken_at: sea_orm::prelude::DateTimeUtc::UNIX_EPOCH,
        };
        let design = SampleDesign {
            plan: SamplePlan {
                households: 40,
                per_psu: 10,
                allocation: Allocation::Neyman {
                    rates: vec![0.8, 0.6],
                },
                method: crate::Method::Systematic,
                minimum_psus: Some(3),
                seed: u64::MAX,
                shift: 0.25,
                reserve: None,
            },
            assumptions: Assumptions {
                rate: 0.8,
                response_rate: 0.4,
                intraclass_correlation: 0.05,
                weighting_design_effect: 1.25,
                cost_per_letter: 2.5,
                cost_per_psu: 0.0,
            },
            questionnaire: Some("residents".to_owned()),
            follows: Some(SampleId(7)),
        };
        let txn = begin_write(&db).await.unwrap();
        save_frame(&txn, &frame, &edition).await.unwrap();
        let new = NewSample {
            plan: "plan".to_owned(),
            frame_hash: frame.hash(),
            name: "2012".to_owned(),
            design: design.clone(),
            drawn_by: "field".to_owned(),
            drawn_at: sea_orm::prelude::DateTimeUtc::UNIX_EPOCH,
        };
        let id = insert_sample(&txn, new).await.unwrap();
        txn.commit().await.unwrap();
        let kept = find_sample(&db, id).await.unwrap().unwrap();
        assert_eq!((&kept.design, kept.wave), (&design, None));
        assert_eq!(list_samples(&db).await.unwrap(), [kept]);
        for sql in [
            "UPDATE sample SET wave_id = 1",
            "UPDATE sample SET wave_id = NULL",
            "UPDATE sample SET design = '{}'",
            "DELETE FROM sample",
        ] {
            let txn = begin_write(&db).await.unwrap();
            let wave = "INSERT INTO wave (id, slug, plan_id, version, mode, title, year, opens_at, closes_at, simulated) \
                VALUES (1, 'w', 'plan', 'v', 'probability', '{}', 2012, '2012-01-01', '2012-01-02', 1)";
            txn.execute_unprepared("PRAGMA defer_foreign_keys = ON")
                .await
                .unwrap();
            txn.execute_unprepared(wave).await.unwrap();
            use_sample(&txn, id, 1).await.unwrap();
            let refused = txn.execute_unprepared(sql).await.unwrap_err();
            assert!(refused.to_string().contains("stays as it is"), "{refused}");
        }
    }

    #[tokio::test]
    async fn an_edition_has_its_own_frame_and_margins_in_their_order() {
        let folder = tempfile::tempdir().unwrap();
        let db = opened(&folder).await;
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
