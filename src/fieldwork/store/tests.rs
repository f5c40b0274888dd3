//! Two waves beside each other on one sample and one open link: what is done to one stays with it.

use chrono::{DateTime, TimeDelta, Utc};
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};
use tempfile::TempDir;

use super::mixing::{mix, mix_all};
use super::*;
use crate::intake_error::IntakeError;
use crate::sampled_psu::CaseTally;
use crate::submission::{Submission, TimeBand};
use crate::wave::Mode;
use crate::{AccessCode, Disposition, HashKey, Receipt, SubmissionId, Wave, WaveId};
use db::{Db, begin_write};
use entity::{drawn_psu, plan, plan_edition, questionnaire_version, remark, response};
use questionnaire::{Answer, Answers, Language, QuestionId, Text};
use sampling::{
    Allocation, Draw, Frame, FrameStratum, FrameUnit, PsuId, SamplePlan, StratumId, draw,
};

struct Field {
    db: Db,
    key: HashKey,
    rng: ChaCha20Rng,
    first: Wave,
    second: Wave,
    open: Wave,
    sample: Draw,
    first_codes: Vec<IssuedInvitation>,
    second_codes: Vec<IssuedInvitation>,
    _folder: TempDir,
}

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(16_000)
}

/// The code of the unit of [`frame`] that is taken for certain.
fn giant() -> PsuId {
    PsuId::new("A")
}

/// A giant that is taken for certain, and three small units.
fn frame() -> Frame {
    let stratum = FrameStratum {
        code: StratumId::new("1"),
        name: Text::from([("zh", "区")]),
        kind: "district".to_owned(),
        population: 20_000,
    };
    let units = [("A", 5_000), ("B", 300), ("C", 400), ("D", 500)];
    let units = units.map(|(code, households)| FrameUnit {
        code: PsuId::new(code),
        stratum: StratumId::new("1"),
        name: Text::from([("zh", "社区")]),
        urban: true,
        population: 3 * households,
        households,
    });
    Frame::new(vec![stratum], units.into())
}

fn wave(slug: &str, mode: Mode) -> NewWave {
    NewWave {
        slug: slug.to_owned(),
        plan: "plan".to_owned(),
        version: "version".to_owned(),
        mode,
        title: Text::default(),
        year: 2014,
        opens_at: now() - TimeDelta::days(1),
        closes_at: now() + TimeDelta::days(1),
        header: None,
        contact: None,
        simulated: true,
    }
}

impl Field {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = db::open(folder.path().join("a.sqlite").to_str().unwrap())
            .await
            .unwrap();
        let mut rng = ChaCha20Rng::seed_from_u64(9);
        let key = HashKey::draw(&mut rng);
        let frame = frame();
        let sample = SamplePlan {
            households: 30,
            per_psu: 10,
            allocation: Allocation::Equal,
            seed: 4,
            shift: 0.0,
        };
        let sample = draw(&frame, &sample).unwrap();
        let txn = begin_write(&db).await.unwrap();
        let plan = plan::ActiveModel {
            id: Set("plan".to_owned()),
            edition: Set(Some("edition".to_owned())),
            imported_at: Set(now()),
        };
        plan::Entity::insert(plan)
            .exec_without_returning(&txn)
            .await
            .unwrap();
        let edition = plan_edition::ActiveModel {
            hash: Set("edition".to_owned()),
            plan_id: Set("plan".to_owned()),
            content: Set(serde_json::json!({})),
            strata: Set(serde_json::json!([])),
            margins: Set(serde_json::json!([])),
            imported_at: Set(now()),
        };
        plan_edition::Entity::insert(edition)
            .exec_without_returning(&txn)
            .await
            .unwrap();
        let version = questionnaire_version::ActiveModel {
            hash: Set("version".to_owned()),
            questionnaire: Set("residents".to_owned()),
            plan_id: Set(Some("plan".to_owned())),
            content: Set(serde_json::json!({})),
            imported_at: Set(now()),
        };
        questionnaire_version::Entity::insert(version)
            .exec_without_returning(&txn)
            .await
            .unwrap();
        let mut fielded = Vec::new();
        for slug in ["first", "second"] {
            let wave = insert_wave(&txn, wave(slug, Mode::Probability))
                .await
                .unwrap();
            record_draw(&txn, &wave, &frame, &sample, now())
                .await
                .unwrap();
            let codes = issue_invitations(&txn, &wave, &key, &mut rng)
                .await
                .unwrap();
            fielded.push((wave, codes));
        }
        let open = insert_wave(&txn, wave("open", Mode::Open)).await.unwrap();
        txn.commit().await.unwrap();
        let [(first, first_codes), (second, second_codes)] = fielded.try_into().unwrap();
        Self {
            db,
            key,
            rng,
            first,
            second,
            open,
            sample,
            first_codes,
            second_codes,
            _folder: folder,
        }
    }

    /// A form that nobody has sent yet, with a text.
    fn form(&mut self, wave: &Wave, code: Option<AccessCode>) -> Submission {
        Submission {
            id: SubmissionId::draw(&mut self.rng),
            wave: wave.id,
            code,
            content: Content {
                variant: 0,
                language: Language::new("zh"),
                script: true,
                elder: false,
                time_band: TimeBand::TwoToFour,
                longest_run: 1,
                answers: Answers([(QuestionId::new("Q1"), Answer::Number(5))].into()),
                texts: vec![(QuestionId::new("Q2"), "更多的树".to_owned())],
            },
        }
    }

    async fn send(&self, form: &Submission) -> Result<Receipt, IntakeError> {
        let outcomes =
            store_submissions(&self.db, &self.key, now(), std::slice::from_ref(form)).await;
        outcomes.unwrap().pop().unwrap()
    }

    /// Returns some of the forms of a PSU.
    async fn fill(&mut self, wave: &Wave, psu: &PsuId, forms: usize) {
        let issued = if wave.id == self.first.id {
            &self.first_codes
        } else {
            &self.second_codes
        };
        let codes: Vec<AccessCode> = (issued.iter())
            .filter(|invitation| &invitation.psu == psu)
            .map(|invitation| invitation.code)
            .take(forms)
            .collect();
        for code in codes {
            let form = self.form(wave, Some(code));
            self.send(&form).await.unwrap();
        }
    }

    async fn close(&mut self, wave: &Wave) -> bool {
        close_wave(&self.db, wave.id, now(), &mut self.rng)
            .await
            .unwrap()
    }

    /// How many responses of a wave stand in a PSU.
    async fn responses(&self, wave: &Wave, psu: &PsuId) -> u64 {
        response::Entity::find()
            .filter(response::Column::WaveId.eq(wave.id.0))
            .filter(response::Column::Psu.eq(psu.as_str()))
            .count(&self.db)
            .await
            .unwrap()
    }

    async fn remarks(&self, wave: &Wave) -> u64 {
        remark::Entity::find()
            .filter(remark::Column::WaveId.eq(wave.id.0))
            .count(&self.db)
            .await
            .unwrap()
    }

    async fn find(&self, id: WaveId) -> Wave {
        find_wave_by_id(&self.db, id).await.unwrap().unwrap()
    }

    /// The codes of two PSUs that were not taken for certain.
    fn small_psus(&self) -> [PsuId; 2] {
        let small = self.sample.psus.iter().filter(|psu| !psu.certainty);
        let codes: Vec<PsuId> = small.map(|psu| psu.code.clone()).collect();
        codes.try_into().unwrap()
    }
}

#[tokio::test]
async fn a_draw_is_stored_as_it_was_drawn() {
    let field = Field::start().await;
    let stored = list_sampled_psus(&field.db, field.first.id).await.unwrap();
    assert!(stored.iter().any(|psu| psu.certainty));
    let told = |code: &PsuId, certainty, probability: f64, weight: f64| {
        (
            code.clone(),
            certainty,
            probability.to_bits(),
            weight.to_bits(),
        )
    };
    let stored: Vec<_> = (stored.iter())
        .map(|psu| {
            told(
                &psu.code,
                psu.certainty,
                psu.inclusion_probability,
                psu.base_weight,
            )
        })
        .collect();
    let drawn: Vec<_> = (field.sample.psus.iter())
        .map(|psu| {
            told(
                &psu.code,
                psu.certainty,
                psu.inclusion_probability,
                psu.base_weight,
            )
        })
        .collect();
    assert_eq!(stored, drawn);
}

#[tokio::test]
async fn a_code_is_of_one_wave_only() {
    let mut field = Field::start().await;
    let (second, code) = (field.second.clone(), field.first_codes[0].code);
    let form = field.form(&second, Some(code));
    assert_eq!(field.send(&form).await, Err(IntakeError::UnknownCode));
    let invitation = find_invitation(&field.db, &field.key, code).await.unwrap();
    assert!(!invitation.unwrap().returned);
    let open = field.open.clone();
    let form = field.form(&open, Some(code));
    assert_eq!(field.send(&form).await, Err(IntakeError::UnknownCode));
    let form = field.form(&second, None);
    assert_eq!(field.send(&form).await, Err(IntakeError::UnknownCode));
}

#[tokio::test]
async fn a_code_returns_one_form_and_no_other() {
    let mut field = Field::start().await;
    let (first, code) = (field.first.clone(), field.first_codes[0].code);
    let form = field.form(&first, Some(code));
    let receipt = field.send(&form).await;
    assert!(receipt.is_ok(), "{receipt:?}");
    assert_eq!(field.send(&form).await, receipt, "the same form again");
    let another = field.form(&first, Some(code));
    assert_eq!(field.send(&another).await, Err(IntakeError::CodeUsed));
    let returns = count_returns(&field.db, first.id).await.unwrap();
    assert_eq!(returns, 1);
}

#[tokio::test]
async fn a_form_that_differs_in_anything_asked_is_another() {
    let mut field = Field::start().await;
    let open = field.open.clone();
    let form = field.form(&open, None);
    let receipt = field.send(&form).await.unwrap();
    let changed = |change: fn(&mut Content)| {
        let mut changed = form.clone();
        change(&mut changed.content);
        changed
    };
    let differing = [
        changed(|content| content.variant = 1),
        changed(|content| content.answers = Answers::default()),
        changed(|content| content.texts.clear()),
        Submission {
            wave: field.first.id,
            ..form.clone()
        },
    ];
    for other in &differing {
        assert_eq!(
            field.send(other).await,
            Err(IntakeError::Conflict),
            "{other:?}"
        );
    }
    let later = changed(|content| content.time_band = TimeBand::Longer);
    assert_eq!(field.send(&later).await, Ok(receipt));

    field.close(&open).await;
    assert_eq!(field.send(&differing[0]).await, Err(IntakeError::Conflict));
    assert_eq!(field.send(&differing[1]).await, Err(IntakeError::Conflict));
    assert_eq!(field.send(&differing[3]).await, Err(IntakeError::Conflict));
    assert_eq!(
        field.send(&differing[2]).await,
        Ok(receipt),
        "a mixed text has no key to compare it by"
    );
}

#[tokio::test]
async fn receipts_are_held_only_where_every_one_is_found() {
    let mut field = Field::start().await;
    let open = field.open.clone();
    let form = field.form(&open, None);
    let held = field.send(&form).await.unwrap();
    let lost = field.key.receipt(SubmissionId::draw(&mut field.rng));
    let seen = async |receipts: &[Receipt]| {
        are_stored(&field.db, &field.key, receipts.iter().copied())
            .await
            .unwrap()
    };
    assert!(seen(&[]).await);
    assert!(seen(&[held, held]).await);
    assert!(!seen(&[held, lost]).await);
}

#[tokio::test]
async fn returns_and_arrivals_are_those_of_the_wave() {
    let mut field = Field::start().await;
    let (first, second) = (field.first.clone(), field.second.clone());
    field.fill(&first, &giant(), 3).await;
    field.fill(&second, &giant(), 2).await;
    let counted = async |wave: &Wave| {
        (
            count_returns(&field.db, wave.id).await.unwrap(),
            count_arrivals(&field.db, wave.id).await.unwrap(),
        )
    };
    assert_eq!(counted(&first).await, (3, 3));
    assert_eq!(counted(&second).await, (2, 2));
    assert!(field.close(&first).await);
    let counted = async |wave: &Wave| {
        (
            count_returns(&field.db, wave.id).await.unwrap(),
            count_arrivals(&field.db, wave.id).await.unwrap(),
        )
    };
    assert_eq!(counted(&first).await, (3, 0));
    assert_eq!(counted(&second).await, (2, 2), "too few to be mixed");
}

#[tokio::test]
async fn nineteen_arrivals_wait_for_a_twentieth_even_where_more_were_seen_before_the_lock() {
    let mut field = Field::start().await;
    let open = field.open.clone();
    for _ in 0..19 {
        let form = field.form(&open, None);
        field.send(&form).await.unwrap();
    }
    let Field { db, rng, .. } = &mut field;
    assert_eq!(mix_arrivals(db, open.id, rng).await.unwrap(), 0);
    // As where another process mixed the rest between the look and the lock.
    let txn = begin_write(db).await.unwrap();
    assert_eq!(mix(&txn, open.id, 20, rng).await.unwrap(), 0);
    txn.commit().await.unwrap();
    let form = field.form(&open, None);
    field.send(&form).await.unwrap();
    let Field { db, rng, .. } = &mut field;
    assert_eq!(mix_arrivals(db, open.id, rng).await.unwrap(), 20);
    assert_eq!(count_arrivals(db, open.id).await.unwrap(), 0);
}

#[tokio::test]
async fn a_close_merges_the_small_psus_of_its_own_wave_once() {
    let mut field = Field::start().await;
    let (first, second) = (field.first.clone(), field.second.clone());
    let [small, other] = field.small_psus();
    for wave in [&first, &second] {
        field.fill(wave, &giant(), 8).await;
        field.fill(wave, &small, 2).await;
        field.fill(wave, &other, 6).await;
    }
    // The second wave has responses before it is closed, as where many came in.
    let txn = begin_write(&field.db).await.unwrap();
    mix_all(&txn, second.id, &mut field.rng).await.unwrap();
    txn.commit().await.unwrap();

    assert!(field.close(&first).await);
    assert_eq!(field.responses(&first, &small).await, 0);
    assert_eq!(field.responses(&first, &other).await, 8);
    assert_eq!(field.responses(&first, &giant()).await, 8);
    assert_eq!(field.responses(&second, &small).await, 2);
    let merged = drawn_psu::Entity::find()
        .filter(drawn_psu::Column::MergedInto.is_not_null())
        .all(&field.db)
        .await
        .unwrap();
    let merged: Vec<_> = (merged.into_iter())
        .map(|row| (PsuId::new(row.code), row.merged_into.map(PsuId::new)))
        .collect();
    assert_eq!(merged, [(small, Some(other))]);

    assert!(!field.close(&first).await, "it was closed before");
    assert_eq!(field.find(first.id).await.closed_at, Some(now()));
    assert_eq!(field.find(second.id).await.closed_at, None);
}

#[tokio::test]
async fn cases_are_told_by_what_became_of_each() {
    let mut field = Field::start().await;
    let first = field.first.clone();
    field.fill(&first, &giant(), 2).await;
    let of_giant: Vec<i64> = (field.first_codes.iter())
        .filter(|invitation| invitation.psu == giant())
        .map(|invitation| invitation.case)
        .collect();
    let txn = begin_write(&field.db).await.unwrap();
    let known = [
        // Returned after all: the return counts.
        (of_giant[0], Disposition::Refusal),
        (of_giant[4], Disposition::Refusal),
        (of_giant[5], Disposition::Vacant),
        (of_giant[6], Disposition::Vacant),
    ];
    record_dispositions(&txn, &known).await.unwrap();
    txn.commit().await.unwrap();
    let tally = async |wave: &Wave| {
        let psus = list_sampled_psus(&field.db, wave.id).await.unwrap();
        let giant = psus.into_iter().find(|psu| psu.code == giant()).unwrap();
        giant.cases
    };
    assert_eq!(
        tally(&first).await,
        CaseTally {
            cases: 10,
            returned: 2,
            dispositions: [(Disposition::Refusal, 1), (Disposition::Vacant, 2)].into(),
            silent: 5,
        }
    );
    assert_eq!(
        tally(&field.second).await,
        CaseTally {
            cases: 10,
            silent: 10,
            ..CaseTally::default()
        }
    );
}

#[tokio::test]
async fn only_the_answers_of_the_wave_are_erased() {
    let mut field = Field::start().await;
    let (first, second) = (field.first.clone(), field.second.clone());
    for wave in [&first, &second] {
        field.fill(wave, &giant(), 6).await;
        field.close(wave).await;
    }
    let txn = begin_write(&field.db).await.unwrap();
    let erased = erase_answers(&txn, first.id, now()).await.unwrap();
    txn.commit().await.unwrap();
    assert_eq!((erased.responses, erased.remarks), (6, 6));
    assert_eq!(field.responses(&first, &giant()).await, 0);
    assert_eq!(field.remarks(&first).await, 0);
    assert_eq!(field.responses(&second, &giant()).await, 6);
    assert_eq!(field.remarks(&second).await, 6);
    assert_eq!(field.find(first.id).await.answers_erased_at, Some(now()));
    assert_eq!(field.find(second.id).await.answers_erased_at, None);
}

#[tokio::test]
async fn progress_is_told_by_wave_and_variant() {
    let field = Field::start().await;
    let said = |variant, steps, sent| Progress {
        variant,
        steps: Some(steps),
        sent,
    };
    for (wave, progress) in [
        (&field.first, said(0, 0..=2, true)),
        (&field.first, said(1, 0..=1, false)),
        (&field.second, said(0, 0..=3, false)),
    ] {
        count_progress(&field.db, wave.id, &progress).await.unwrap();
    }
    let counts = |variant, reached: &[u64], sent| ProgressCounts {
        variant,
        opened: 1,
        reached: reached.to_vec(),
        sent,
    };
    assert_eq!(
        list_progress(&field.db, field.first.id).await.unwrap(),
        [counts(0, &[1, 1], 1), counts(1, &[1], 0)]
    );
    assert_eq!(
        list_progress(&field.db, field.second.id).await.unwrap(),
        [counts(0, &[1, 1, 1], 0)]
    );
}

#[tokio::test]
async fn a_database_takes_one_key_for_ever() {
    let mut field = Field::start().await;
    assert!(recognise_key(&field.db, &field.key).await.unwrap());
    assert!(recognise_key(&field.db, &field.key).await.unwrap());
    let another = HashKey::draw(&mut field.rng);
    assert!(!recognise_key(&field.db, &another).await.unwrap());
}
