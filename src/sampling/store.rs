//! Frames, lists that are none yet, samples, and the strata and margins of an edition of a plan, in the database.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DerivePartialModel, EntityTrait, JsonValue,
    NotSet, QueryFilter, QueryOrder, QuerySelect, Set, Unchanged,
};

use super::{
    ALGORITHM, DraftFacts, Draw, Frame, FrameDraft, FrameDraftId, FrameEdition, FrameStatus,
    FrameStratum, Margin, Sample, SampleDesign, SampleId, SamplePlan, draw,
};
use db::{Document, Error, Transaction};
use entity::{frame, frame_draft, plan_edition, sample};

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

/// A frame without its units, which may be many.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "frame::Entity", from_query_result)]
struct FrameRow {
    hash: String,
    plan_id: String,
    edition: String,
    name: String,
    source: String,
    reference_date: sea_orm::prelude::Date,
    status: String,
    taken_by: String,
    taken_at: sea_orm::prelude::DateTimeUtc,
}

impl FrameRow {
    fn read(self) -> Result<FrameEdition, Error> {
        let status = FrameStatus::from_word(&self.status);
        Ok(FrameEdition {
            status: status.ok_or_else(|| {
                Error::Custom(format!(
                    "frame {} has the status {:?}",
                    self.hash, self.status
                ))
            })?,
            hash: self.hash,
            plan: self.plan_id,
            edition: self.edition,
            name: self.name,
            source: self.source,
            reference_date: self.reference_date,
            taken_by: self.taken_by,
            taken_at: self.taken_at,
        })
    }
}

/// Keeps a frame; one that is kept already, by its hash, stays as it is. Whether it is new.
pub async fn save_frame(
    txn: &Transaction,
    frame: &Frame,
    edition: &FrameEdition,
) -> Result<bool, Error> {
    if find_frame_edition(txn, &edition.hash).await?.is_some() {
        return Ok(false);
    }
    let row = frame::ActiveModel {
        hash: Set(edition.hash.clone()),
        plan_id: Set(edition.plan.clone()),
        edition: Set(edition.edition.clone()),
        name: Set(edition.name.clone()),
        source: Set(edition.source.clone()),
        reference_date: Set(edition.reference_date),
        status: Set(edition.status.as_str().to_owned()),
        content: Set(frame.to_json()?),
        taken_by: Set(edition.taken_by.clone()),
        taken_at: Set(edition.taken_at),
    };
    frame::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    Ok(true)
}

/// What is known of every frame, the newest first; their units are read by [`find_frame`].
pub async fn list_frames(db: &impl ConnectionTrait) -> Result<Vec<FrameEdition>, Error> {
    let rows = frame::Entity::find()
        .order_by_desc(frame::Column::TakenAt)
        .order_by_asc(frame::Column::Hash)
        .into_partial_model::<FrameRow>()
        .all(db)
        .await?;
    rows.into_iter().map(FrameRow::read).collect()
}

/// What is known of the frame of this hash.
pub async fn find_frame_edition(
    db: &impl ConnectionTrait,
    hash: &str,
) -> Result<Option<FrameEdition>, Error> {
    let row = frame::Entity::find_by_id(hash)
        .into_partial_model::<FrameRow>()
        .one(db)
        .await?;
    row.map(FrameRow::read).transpose()
}

/// The strata and units of the frame of this hash.
pub async fn find_frame(db: &impl ConnectionTrait, hash: &str) -> Result<Option<Frame>, Error> {
    let content: Option<JsonValue> = frame::Entity::find()
        .filter(frame::Column::Hash.eq(hash))
        .select_only()
        .column(frame::Column::Content)
        .into_tuple()
        .one(db)
        .await?;
    content.map(Frame::from_json).transpose()
}

/// What is to be kept of a sample that was just drawn.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct NewSample {
    pub plan: String,
    pub frame_hash: String,
    pub name: String,
    pub design: SampleDesign,
    pub drawn_by: String,
    pub drawn_at: DateTime<Utc>,
}

/// Keeps a sample that was drawn by the algorithm of this program; its frame must be kept already.
pub async fn insert_sample(txn: &Transaction, drawn: NewSample) -> Result<SampleId, Error> {
    let row = sample::ActiveModel {
        plan_id: Set(drawn.plan),
        frame_hash: Set(drawn.frame_hash),
        name: Set(drawn.name),
        design: Set(drawn.design.to_json()?),
        algorithm: Set(ALGORITHM.to_owned()),
        drawn_by: Set(drawn.drawn_by),
        drawn_at: Set(drawn.drawn_at),
        wave_id: Set(None),
        ..Default::default()
    };
    Ok(SampleId(row.insert(txn).await?.id))
}

/// Every sample that was ever drawn, the newest first.
pub async fn list_samples(db: &impl ConnectionTrait) -> Result<Vec<Sample>, Error> {
    let rows = sample::Entity::find()
        .order_by_desc(sample::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(read_sample).collect()
}

/// The sample of this number.
pub async fn find_sample(db: &impl ConnectionTrait, id: SampleId) -> Result<Option<Sample>, Error> {
    let row = sample::Entity::find_by_id(id.0).one(db).await?;
    row.map(read_sample).transpose()
}

/// The sample that a wave, by its row, was opened with.
pub async fn find_sample_of_wave(
    db: &impl ConnectionTrait,
    wave: i64,
) -> Result<Option<Sample>, Error> {
    let row = sample::Entity::find()
        .filter(sample::Column::WaveId.eq(wave))
        .one(db)
        .await?;
    row.map(read_sample).transpose()
}

/// The frame of a sample, and its draw done again.
///
/// # Errors
///
/// Where the program of today draws by another algorithm than the one the sample was drawn by.
pub async fn repeat_draw(
    db: &impl ConnectionTrait,
    sample: &Sample,
) -> Result<(Frame, Draw), Error> {
    let number = sample.id.0;
    if sample.algorithm != ALGORITHM {
        let algorithm = &sample.algorithm;
        return Err(Error::Custom(format!(
            "sample {number} was drawn by {algorithm}"
        )));
    }
    let frame = find_frame(db, &sample.frame_hash).await?;
    let frame =
        frame.ok_or_else(|| Error::RecordNotFound(format!("the frame of sample {number}")))?;
    let drawn = draw(&frame, &sample.design.plan);
    let drawn = drawn.map_err(|error| Error::Custom(format!("sample {number}: {error:?}")))?;
    Ok((frame, drawn))
}

/// Notes the wave, by its row, that was opened with a sample; an error where the sample was used before.
pub async fn use_sample(txn: &Transaction, id: SampleId, wave: i64) -> Result<(), Error> {
    let row = sample::ActiveModel {
        id: Unchanged(id.0),
        wave_id: Set(Some(wave)),
        ..Default::default()
    };
    row.update(txn).await?;
    Ok(())
}

fn read_sample(row: sample::Model) -> Result<Sample, Error> {
    Ok(Sample {
        id: SampleId(row.id),
        plan: row.plan_id,
        frame_hash: row.frame_hash,
        name: row.name,
        design: SampleDesign::from_json(row.design)?,
        algorithm: row.algorithm,
        drawn_by: row.drawn_by,
        drawn_at: row.drawn_at,
        wave: row.wave_id,
    })
}

/// A draft without its file.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "frame_draft::Entity", from_query_result)]
struct DraftRow {
    id: i64,
    plan_id: String,
    file_name: String,
    name: String,
    source: String,
    reference_date: Option<sea_orm::prelude::Date>,
    status: String,
    assignment: JsonValue,
    tolerance: i32,
    faults: i64,
    begun_by: String,
    begun_at: sea_orm::prelude::DateTimeUtc,
}

impl DraftRow {
    fn read(self) -> Result<FrameDraft, Error> {
        let status = FrameStatus::from_word(&self.status);
        let unknown = || Error::Custom(format!("frame draft {} is {:?}", self.id, self.status));
        Ok(FrameDraft {
            id: FrameDraftId(self.id),
            plan: self.plan_id,
            file_name: self.file_name,
            facts: DraftFacts {
                status: status.ok_or_else(unknown)?,
                name: self.name,
                source: self.source,
                reference_date: self.reference_date,
                assignment: db::from_json(self.assignment)?,
                tolerance: u8::try_from(self.tolerance).unwrap_or(u8::MAX),
            },
            faults: self.faults.unsigned_abs(),
            begun_by: self.begun_by,
            begun_at: self.begun_at,
        })
    }
}

/// A list to be kept until it is a frame.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct NewFrameDraft<'a> {
    pub plan: &'a str,
    pub file_name: &'a str,
    pub file: &'a [u8],
    pub facts: &'a DraftFacts,
    pub faults: usize,
    pub by: &'a str,
}

/// Keeps an uploaded list.
pub async fn insert_frame_draft(
    txn: &Transaction,
    new: NewFrameDraft<'_>,
    now: DateTime<Utc>,
) -> Result<FrameDraftId, Error> {
    let row = frame_draft::ActiveModel {
        id: NotSet,
        plan_id: Set(new.plan.to_owned()),
        file_name: Set(new.file_name.to_owned()),
        file: Set(new.file.to_vec()),
        name: Set(new.facts.name.clone()),
        source: Set(new.facts.source.clone()),
        reference_date: Set(new.facts.reference_date),
        status: Set(new.facts.status.as_str().to_owned()),
        assignment: Set(db::to_json(&new.facts.assignment)?),
        tolerance: Set(new.facts.tolerance.into()),
        faults: Set(stored_count(new.faults)),
        begun_by: Set(new.by.to_owned()),
        begun_at: Set(now),
    };
    let inserted = frame_draft::Entity::insert(row).exec(txn).await?;
    Ok(FrameDraftId(inserted.last_insert_id))
}

fn stored_count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Changes what is said of a list, and how many faults it has by that.
pub async fn update_frame_draft(
    txn: &Transaction,
    id: FrameDraftId,
    facts: &DraftFacts,
    faults: usize,
) -> Result<(), Error> {
    let row = frame_draft::ActiveModel {
        name: Set(facts.name.clone()),
        source: Set(facts.source.clone()),
        reference_date: Set(facts.reference_date),
        status: Set(facts.status.as_str().to_owned()),
        assignment: Set(db::to_json(&facts.assignment)?),
        tolerance: Set(facts.tolerance.into()),
        faults: Set(stored_count(faults)),
        ..Default::default()
    };
    let changed = frame_draft::Entity::update_many()
        .set(row)
        .filter(frame_draft::Column::Id.eq(id.0));
    changed.exec(txn).await?;
    Ok(())
}

/// Removes an uploaded list with its file.
pub async fn delete_frame_draft(txn: &Transaction, id: FrameDraftId) -> Result<(), Error> {
    frame_draft::Entity::delete_by_id(id.0).exec(txn).await?;
    Ok(())
}

/// Every list that is no frame yet, the newest first.
pub async fn list_frame_drafts(db: &impl ConnectionTrait) -> Result<Vec<FrameDraft>, Error> {
    let rows = frame_draft::Entity::find()
        .order_by_desc(frame_draft::Column::Id)
        .into_partial_model::<DraftRow>()
        .all(db)
        .await?;
    rows.into_iter().map(DraftRow::read).collect()
}

/// A list that is no frame yet.
pub async fn find_frame_draft(
    db: &impl ConnectionTrait,
    id: FrameDraftId,
) -> Result<Option<FrameDraft>, Error> {
    let row = frame_draft::Entity::find_by_id(id.0)
        .into_partial_model::<DraftRow>()
        .one(db)
        .await?;
    row.map(DraftRow::read).transpose()
}

/// The file of a list that is no frame yet, as it came.
pub async fn find_frame_draft_file(
    db: &impl ConnectionTrait,
    id: FrameDraftId,
) -> Result<Option<Vec<u8>>, Error> {
    frame_draft::Entity::find_by_id(id.0)
        .select_only()
        .column(frame_draft::Column::File)
        .into_tuple()
        .one(db)
        .await
}

impl Document for Frame {}
impl Document for FrameStratum {}
impl Document for Margin {}
impl Document for SampleDesign {}
impl Document for SamplePlan {}

#[cfg(test)]
mod tests {
    use sea_orm::Set;

    use super::*;
    use crate::{Allocation, Assumptions, MarginContext, read_margins, read_strata};
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
        let changed = frame::Entity::delete_by_id(&edition.hash).exec(&txn).await;
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
                minimum_psus: Some(3),
                seed: u64::MAX,
                shift: 0.25,
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
