//! Two waves beside each other on one sample and one open link: what is done to one stays with it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use sea_orm::prelude::async_trait::async_trait;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, ExecResult, PaginatorTrait,
    QueryFilter, QueryResult, Set, Statement,
};
use tempfile::TempDir;

use super::*;
use crate::case_number::CaseNumber;
use crate::intake_error::{IntakeError, Spent};
use crate::key_folder::KeyFolder;
use crate::paper::{BookletEntries, TypedForm};
use crate::sampled_psu::CaseTally;
use crate::sitting::NewSitting;
use crate::submission::{AnswerMode, Content, SealedContent, Submission};
use crate::trustees::Trustees;
use crate::visits::InterviewerId;
use crate::wave::Mode;
use crate::{
    AccessCode, Disposition, HashKey, IssuedInvitation, IssuedMailing, MailingId, MailingKind,
    Occasion, Receipt, SubmissionId, Wave, WaveId,
};
use db::{Db, begin_write};
use entity::{
    drawn_psu, invitation, plan, plan_edition, questionnaire_version, receipt, remark, response,
    sealed_form, staff_user,
};
use questionnaire::{Answer, Answers, QuestionId, Text};
use sampling::{
    Allocation, Draw, Frame, FrameStratum, FrameUnit, PsuId, Reserve, SamplePlan, StratumId, draw,
};

struct Field {
    db: Db,
    key: HashKey,
    keys: KeyFolder,
    rng: ChaCha20Rng,
    first: Wave,
    second: Wave,
    open: Wave,
    sample: Draw,
    first_codes: Vec<IssuedInvitation>,
    second_codes: Vec<IssuedInvitation>,
    _folder: TempDir,
}

/// Who makes letters in tests, on the first day of 1970 unless it matters.
const MAKER: Maker<'static> = Maker {
    by: "tests",
    at: DateTime::UNIX_EPOCH,
};

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(16_000)
}

fn closes_at() -> DateTime<Utc> {
    now() + TimeDelta::days(1)
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
        expiry: None,
    };
    let units = [("A", 5_000), ("B", 300), ("C", 400), ("D", 500)];
    let units = units.map(|(code, households)| FrameUnit {
        code: PsuId::new(code),
        stratum: StratumId::new("1"),
        name: Text::from([("zh", "社区")]),
        urban: true,
        street: None,
        population: 3 * households,
        households,
    });
    Frame::new(vec![stratum], units.into())
}

fn wave(slug: &str, mode: Mode, sittings: Vec<NewSitting>) -> NewWave {
    NewWave {
        slug: slug.to_owned(),
        plan: "plan".to_owned(),
        version: "version".to_owned(),
        mode,
        title: Text::default(),
        year: 2014,
        opens_at: now() - TimeDelta::days(1),
        closes_at: closes_at(),
        header: None,
        contact: None,
        complaints: None,
        simulated: true,
        sittings,
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
        let keys = KeyFolder::new(folder.path().join("keys"));
        let frame = frame();
        let sample = SamplePlan {
            households: 30,
            per_psu: 10,
            allocation: Allocation::Equal,
            method: sampling::Method::Systematic,
            minimum_psus: None,
            seed: 4,
            shift: 0.0,
            reserve: Some(Reserve {
                replicates: 2,
                per_psu: 4,
            }),
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
            let sittings = keys.one_sitting(closes_at(), &mut rng).unwrap();
            let wave = insert_wave(&txn, wave(slug, Mode::Probability, sittings))
                .await
                .unwrap();
            record_draw(&txn, &wave, &frame, &sample, now())
                .await
                .unwrap();
            let issued = issue_mailing(&txn, &wave, Occasion::Invitation, MAKER, &key, &mut rng);
            fielded.push((wave.clone(), issued.await.unwrap().letters));
        }
        let sittings = keys.one_sitting(closes_at(), &mut rng).unwrap();
        let open = wave("open", Mode::Open, sittings);
        let open = insert_wave(&txn, open).await.unwrap();
        txn.commit().await.unwrap();
        let [(first, first_codes), (second, second_codes)] = fielded.try_into().unwrap();
        Self {
            db,
            key,
            keys,
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
            on_paper: false,
            content: Content {
                arms: [("arm".to_owned(), "a".to_owned())].into(),
                answers: Answers([(QuestionId::new("Q1"), Answer::Number(5))].into()),
                texts: vec![(QuestionId::new("Q2"), "更多的树".to_owned())],
            },
            length: 1_024,
        }
    }

    /// Seals a form as the intake does.
    async fn seal(&mut self, form: &Submission, moment: DateTime<Utc>) -> SealedSubmission {
        let origin = match form.code {
            Some(code) => find_origin(&self.db, &self.key, form.wave, code)
                .await
                .unwrap(),
            None => None,
        };
        let (place, invited) = origin.unzip();
        let mode = if form.on_paper {
            AnswerMode::Paper
        } else {
            invited.unwrap_or_default()
        };
        let sitting = find_sitting_of(&self.db, form.wave, moment).await.unwrap();
        let stratum = place.as_ref().map(|place| place.stratum.clone());
        let content = form.content.clone();
        let content = SealedContent {
            place,
            mode,
            content,
        };
        let row = self.key.of_submission(form.id);
        let rng = &mut self.rng;
        let sealed = sitting.map(|sitting| {
            let bytes = content.seal(sitting.key, &row, form.length, rng);
            (sitting.id, bytes.unwrap())
        });
        SealedSubmission {
            id: form.id,
            wave: form.wave,
            code: form.code,
            stratum,
            mode,
            sealed,
        }
    }

    async fn store(&self, form: SealedSubmission, moment: DateTime<Utc>) -> Outcome {
        let outcomes = store_submissions(&self.db, &self.key, moment, &[form]).await;
        outcomes.unwrap().pop().unwrap()
    }

    async fn send(&mut self, form: &Submission) -> Result<Receipt, IntakeError> {
        let form = self.seal(form, now()).await;
        match self.store(form, now()).await {
            Outcome::Taken(taken) => Ok(taken.receipt),
            Outcome::Refused(error) => Err(error),
            Outcome::SealAnew => panic!("the sitting takes what comes now"),
        }
    }

    /// Opens a wave at a moment.
    async fn open_at(
        &mut self,
        wave: &Wave,
        moment: DateTime<Utc>,
    ) -> Result<Opened, OpeningError> {
        let wave = self.find(wave.id).await;
        let opening = Opening {
            wave: &wave,
            keys: &self.keys,
            from_shares: None,
            without_unreadable: false,
            now: moment,
        };
        self.open_by(&opening).await
    }

    async fn open_by(&self, opening: &Opening<'_>) -> Result<Opened, OpeningError> {
        let mut rng = ChaCha20Rng::seed_from_u64(rand::random());
        let forms = open_forms(&self.db, opening, &mut rng, &|_| {}).await?;
        let txn = begin_write(&self.db).await?;
        let opened = insert_opened(&txn, forms, opening.now, &mut rng, &|_| {}).await?;
        txn.commit().await?;
        destroy_keys(&self.db, opening.wave.id, opening.keys).await?;
        Ok(opened)
    }

    async fn open(&mut self, wave: &Wave) -> Opened {
        self.open_at(wave, now()).await.unwrap()
    }

    async fn sealed(&self, wave: &Wave) -> u64 {
        count_sealed(&self.db, wave.id).await.unwrap()
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

    async fn close(&self, wave: &Wave) -> bool {
        close_wave(&self.db, wave.id, now()).await.unwrap()
    }

    /// Makes letters of the first wave, in a write of their own.
    async fn make(&mut self, occasion: Occasion) -> Result<IssuedMailing, MailingError> {
        let maker = Maker { at: now(), ..MAKER };
        let txn = begin_write(&self.db).await?;
        let (key, rng) = (&self.key, &mut self.rng);
        let issued = issue_mailing(&txn, &self.first, occasion, maker, key, rng).await?;
        txn.commit().await?;
        Ok(issued)
    }

    /// Plans a reminder of the first wave for the day it is now.
    async fn plan_reminder(&self) -> MailingId {
        let txn = begin_write(&self.db).await.unwrap();
        plan_reminders(&txn, self.first.id, &[now().date_naive()])
            .await
            .unwrap();
        txn.commit().await.unwrap();
        let mailings = list_mailings(&self.db, self.first.id).await.unwrap();
        let planned = mailings.into_iter().find(|mailing| mailing.made.is_none());
        planned.unwrap().id
    }

    /// Answers the first wave with a code.
    async fn answer(&mut self, code: AccessCode) -> Result<Receipt, IntakeError> {
        let form = self.form(&self.first.clone(), Some(code));
        self.send(&form).await
    }

    /// Why nobody can answer with a code.
    async fn spent(&self, code: AccessCode) -> Option<Spent> {
        let found = find_invitation(&self.db, &self.key, code).await.unwrap();
        found.unwrap().spent
    }

    async fn returned(&self) -> u64 {
        let psus = list_sampled_psus(&self.db, self.first.id).await.unwrap();
        psus.iter().map(|psu| psu.cases.returned).sum()
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
    assert_eq!(invitation.unwrap().spent, None);
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
    assert_eq!(
        field.send(&another).await,
        Err(IntakeError::CodeSpent(Spent::Used))
    );
    let returns = count_returns(&field.db, first.id).await.unwrap();
    assert_eq!(returns, 1);
}

#[tokio::test]
async fn what_is_sent_again_is_never_compared() {
    let mut field = Field::start().await;
    let open = field.open.clone();
    let form = field.form(&open, None);
    let receipt = field.send(&form).await;
    let mut other = form.clone();
    other.content.answers = Answers::default();
    other.content.texts.clear();
    assert_eq!(field.send(&other).await, receipt);
    assert_eq!(field.sealed(&open).await, 1);
    field.close(&open).await;
    let opened = field.open(&open).await;
    assert_eq!(
        (opened.responses, opened.remarks),
        (1, 1),
        "the first sending"
    );
    assert_eq!(field.send(&other).await, receipt);
    assert_eq!(field.sealed(&open).await, 0);
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
async fn an_opening_takes_the_forms_of_its_wave_and_leaves_no_key() {
    let mut field = Field::start().await;
    let (first, second) = (field.first.clone(), field.second.clone());
    field.fill(&first, &giant(), 3).await;
    field.fill(&second, &giant(), 2).await;
    let early = field.open_at(&first, now()).await;
    assert!(matches!(early, Err(OpeningError::NotDue)), "{early:?}");
    assert!(field.close(&first).await);
    let opened = field.open(&first).await;
    let expected = Opened {
        responses: 3,
        remarks: 3,
        unreadable: 0,
    };
    assert_eq!(opened, expected);
    assert_eq!(
        (field.sealed(&first).await, field.sealed(&second).await),
        (0, 2)
    );
    assert_eq!(field.responses(&first, &giant()).await, 3);
    assert_eq!(count_returns(&field.db, first.id).await.unwrap(), 3);
    let sittings = list_sittings(&field.db, first.id).await.unwrap();
    assert_eq!(sittings[0].opened_at, Some(now()));
    assert!(field.keys.find(sittings[0].key).unwrap().is_none());
    let again = field.open_at(&first, now()).await;
    assert!(matches!(again, Err(OpeningError::Opened)), "{again:?}");
}

/// An opening that is ended between its commit and the end of its keys; an erasure of what was never opened.
#[tokio::test]
async fn the_keeper_destroys_the_keys_that_were_left() {
    let field = Field::start().await;
    let (first, open) = (field.first.clone(), field.open.clone());
    for wave in [&first, &open] {
        field.close(wave).await;
    }
    let wave = field.find(first.id).await;
    let opening = Opening {
        wave: &wave,
        keys: &field.keys,
        from_shares: None,
        without_unreadable: false,
        now: now(),
    };
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    let forms = open_forms(&field.db, &opening, &mut rng, &|_| {})
        .await
        .unwrap();
    let txn = begin_write(&field.db).await.unwrap();
    insert_opened(&txn, forms, now(), &mut rng, &|_| {})
        .await
        .unwrap();
    erase_answers(&txn, open.id, now()).await.unwrap();
    txn.commit().await.unwrap();
    assert_eq!(field.keys.files().len(), 3);
    assert_eq!(destroy_left_keys(&field.db, &field.keys).await.unwrap(), 2);
    assert_eq!(field.keys.files().len(), 1, "that of the wave that goes on");
    assert_eq!(destroy_left_keys(&field.db, &field.keys).await.unwrap(), 0);
}

/// A month in which nobody came, and whose key is lost, stops nobody.
#[tokio::test]
async fn the_key_of_an_empty_sitting_is_not_asked_for() {
    let field = Field::start().await;
    let open = field.open.clone();
    field.close(&open).await;
    for file in field.keys.files() {
        std::fs::remove_file(file).unwrap();
    }
    let wave = field.find(open.id).await;
    let opening = Opening {
        wave: &wave,
        keys: &field.keys,
        from_shares: None,
        without_unreadable: false,
        now: now(),
    };
    assert_eq!(field.open_by(&opening).await.unwrap().responses, 0);
}

/// A response has nothing of a form, a receipt or a code: not a key, and not its place among its like.
#[tokio::test]
async fn the_key_of_a_response_is_new_and_so_is_the_order() {
    let mut field = Field::start().await;
    let open = field.open.clone();
    let mut forms = Vec::new();
    for number in 0..20 {
        let mut form = field.form(&open, None);
        let answer = (QuestionId::new("Q1"), Answer::Number(number));
        form.content.answers = Answers([answer].into());
        field.send(&form).await.unwrap();
        forms.push(field.key.of_submission(form.id));
    }
    field.close(&open).await;
    field.open(&open).await;
    let responses = response::Entity::find().all(&field.db).await.unwrap();
    let receipts = receipt::Entity::find().all(&field.db).await.unwrap();
    let known =
        |key: &String| forms.contains(key) || receipts.iter().any(|receipt| receipt.hash == *key);
    assert!(responses.iter().all(|response| !known(&response.key)));
    let sent = |response: &response::Model| response.answers["Q1"].as_i64().unwrap();
    let order: Vec<i64> = responses.iter().map(sent).collect();
    let by_form = {
        let mut keyed: Vec<(&String, i64)> = forms.iter().zip(0..).collect();
        keyed.sort_unstable();
        keyed
            .into_iter()
            .map(|(_, number)| number)
            .collect::<Vec<_>>()
    };
    assert!(!order.is_sorted() && order != by_form, "{order:?}");
}

#[tokio::test]
async fn a_form_that_was_changed_stops_the_opening_until_it_is_given_up() {
    let mut field = Field::start().await;
    let open = field.open.clone();
    for _ in 0..3 {
        let form = field.form(&open, None);
        field.send(&form).await.unwrap();
    }
    field.close(&open).await;
    let mut forms = sealed_form::Entity::find().all(&field.db).await.unwrap();
    let bytes = forms.pop().unwrap().bytes;
    // Somebody puts one form into the row of another.
    let txn = begin_write(&field.db).await.unwrap();
    sealed_form::Entity::update_many()
        .col_expr(sealed_form::Column::Bytes, bytes.into())
        .filter(sealed_form::Column::Key.eq(&forms[0].key))
        .exec(&txn)
        .await
        .unwrap();
    txn.commit().await.unwrap();
    let stopped = field.open_at(&open, now()).await;
    assert!(
        matches!(stopped, Err(OpeningError::Unreadable { forms: 1 })),
        "{stopped:?}"
    );
    assert_eq!(field.sealed(&open).await, 3, "nothing has changed");
    let wave = field.find(open.id).await;
    let opening = Opening {
        wave: &wave,
        keys: &field.keys,
        from_shares: None,
        without_unreadable: true,
        now: now(),
    };
    let opened = field.open_by(&opening).await.unwrap();
    assert_eq!((opened.responses, opened.unreadable), (2, 1));
}

#[tokio::test]
async fn without_its_key_nothing_of_a_wave_is_opened_or_lost() {
    let mut field = Field::start().await;
    let open = field.open.clone();
    let form = field.form(&open, None);
    field.send(&form).await.unwrap();
    field.close(&open).await;
    let sitting = list_sittings(&field.db, open.id).await.unwrap().remove(0);
    let file = field.keys.path().join(format!("{}.key", sitting.key));
    let key = std::fs::read(&file).unwrap();
    field.keys.destroy(sitting.key).unwrap();
    let missing = field.open_at(&open, now()).await;
    assert!(
        matches!(missing, Err(OpeningError::KeyMissing { .. })),
        "{missing:?}"
    );
    assert_eq!(field.sealed(&open).await, 1);
    std::fs::write(&file, key).unwrap();
    assert_eq!(field.open(&open).await.responses, 1, "the key was found");
}

#[tokio::test]
async fn an_open_link_is_read_at_its_dates_and_a_form_is_sealed_for_the_next() {
    let mut field = Field::start().await;
    let date = now() + TimeDelta::hours(1);
    let sitting = |until, rng: &mut ChaCha20Rng, keys: &KeyFolder| {
        let mut sittings = keys.one_sitting(until, rng).unwrap();
        sittings.remove(0)
    };
    let dates = [date, closes_at()];
    let sittings: Vec<NewSitting> = dates
        .map(|until| sitting(until, &mut field.rng, &field.keys))
        .into();
    let txn = begin_write(&field.db).await.unwrap();
    let refused = insert_wave(&txn, wave("drawn", Mode::Probability, sittings.clone())).await;
    assert!(refused.is_err(), "a drawn sample is read at its close");
    let lacking = insert_wave(&txn, wave("lacking", Mode::Open, sittings[..1].to_vec())).await;
    assert!(
        lacking.is_err(),
        "what comes after the date could not be sealed"
    );
    let trustees = Trustees::new(2, 3).ok();
    let entrusted = sittings.iter().map(|it| NewSitting { trustees, ..*it });
    let twice = insert_wave(&txn, wave("twice", Mode::Open, entrusted.collect())).await;
    assert!(twice.is_err(), "trustees come together once");
    drop(txn);
    let txn = begin_write(&field.db).await.unwrap();
    let long = insert_wave(&txn, wave("long", Mode::Open, sittings))
        .await
        .unwrap();
    txn.commit().await.unwrap();
    for _ in 0..30 {
        let form = field.form(&long, None);
        field.send(&form).await.unwrap();
    }
    // Sealed before the date, stored after it: it has to be sealed anew.
    let late = field.form(&long, None);
    let sealed = field.seal(&late, now()).await;
    assert_eq!(field.store(sealed, date).await, Outcome::SealAnew);
    let sealed = field.seal(&late, date).await;
    assert!(matches!(field.store(sealed, date).await, Outcome::Taken(_)));
    let early = field.open_at(&long, now()).await;
    assert!(matches!(early, Err(OpeningError::NotDue)), "{early:?}");
    assert_eq!(field.open_at(&long, date).await.unwrap().responses, 30);
    assert_eq!(field.sealed(&long).await, 1);
    field.close(&long).await;
    assert_eq!(field.open_at(&long, date).await.unwrap().responses, 1);
}

#[tokio::test]
async fn a_response_tells_its_mode_where_its_psu_has_enough_of_each() {
    let mut field = Field::start().await;
    let wave = field.first.clone();
    let letters = field.first_codes.clone();
    let psus: BTreeSet<&PsuId> = letters.iter().map(|letter| &letter.psu).collect();
    let told = psus.into_iter().find(|psu| **psu != giant());
    let told = told.unwrap().clone();
    for (psu, papers) in [(told.clone(), 5), (giant(), 4)] {
        let codes = letters.iter().filter(|letter| letter.psu == psu);
        for (sent, letter) in codes.take(10).enumerate() {
            let mut form = field.form(&wave, Some(letter.code));
            form.on_paper = sent < papers;
            field.send(&form).await.unwrap();
        }
    }
    let on_paper = invitation::Entity::find()
        .filter(invitation::Column::Mode.eq("paper"))
        .count(&field.db)
        .await
        .unwrap();
    assert_eq!(on_paper, 9);
    let modes = count_returns_by_mode(&field.db, wave.id).await.unwrap();
    let expected = [
        (
            told.clone(),
            [(AnswerMode::Web, 5), (AnswerMode::Paper, 5)].into(),
        ),
        (
            giant(),
            [(AnswerMode::Web, 6), (AnswerMode::Paper, 4)].into(),
        ),
    ];
    assert_eq!(modes, expected.into());
    let other = count_returns_by_mode(&field.db, field.second.id)
        .await
        .unwrap();
    assert!(other.is_empty(), "of the same households in another wave");
    field.close(&wave).await;
    field.open(&wave).await;
    let mut modes: BTreeMap<(String, Option<String>), u64> = BTreeMap::new();
    for row in response::Entity::find().all(&field.db).await.unwrap() {
        *modes.entry((row.psu.unwrap(), row.mode)).or_default() += 1;
    }
    let expected = [
        ((told.to_string(), Some("paper".to_owned())), 5),
        ((told.to_string(), Some("web".to_owned())), 5),
        ((giant().to_string(), None), 10),
    ];
    assert_eq!(modes, BTreeMap::from(expected));
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
    assert!(field.close(&first).await);
    field.open(&first).await;
    assert_eq!(field.responses(&first, &small).await, 0);
    assert_eq!(field.responses(&first, &other).await, 8);
    assert_eq!(field.responses(&first, &giant()).await, 8);
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
    assert_eq!(field.sealed(&second).await, 16);
}

#[tokio::test]
async fn cases_are_told_by_what_became_of_each() {
    let mut field = Field::start().await;
    let first = field.first.clone();
    field.fill(&first, &giant(), 2).await;
    let of_giant: Vec<i64> = (field.first_codes.iter())
        .filter(|invitation| invitation.psu == giant())
        .map(|invitation| invitation.case.row())
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

/// The letter of a mailing to a case.
fn letter_to(issued: &IssuedMailing, case: CaseNumber) -> AccessCode {
    let mut letters = issued.letters.iter();
    letters.find(|letter| letter.case == case).unwrap().code
}

#[tokio::test]
async fn a_replicate_released_gets_an_invitation_of_its_own_and_the_others_keep_theirs() {
    let mut field = Field::start().await;
    let wave = field.first.clone();
    let release = async |field: &Field, number, at| {
        let txn = begin_write(&field.db).await.unwrap();
        let maker = Maker { at, ..MAKER };
        let released = release_replicate(&txn, wave.id, number, maker, "few answer").await;
        txn.commit().await.unwrap();
        released.unwrap()
    };
    let nobody = field.make(Occasion::Replicate(1)).await;
    assert!(
        matches!(nobody, Err(MailingError::NobodyLeft)),
        "{nobody:?}"
    );
    let closed = release(&field, 1, closes_at()).await;
    assert_eq!(closed, Err(ReleaseFault::Closed));
    assert_eq!(release(&field, 2, now()).await, Err(ReleaseFault::NotNext));
    assert_eq!(release(&field, 1, now()).await, Ok(12));
    assert_eq!(release(&field, 1, now()).await, Err(ReleaseFault::NotNext));

    let invited = field.make(Occasion::Replicate(1)).await.unwrap();
    assert_eq!((invited.letters.len(), invited.voided), (12, 0));
    let expected: BTreeSet<(PsuId, u64)> = (field.sample.psus.iter())
        .flat_map(|psu| psu.reserves[0].iter().map(|it| (psu.code.clone(), *it)))
        .collect();
    let found = invited.letters.iter().map(|letter| {
        let household = u64::try_from(letter.household).unwrap();
        (letter.psu.clone(), household)
    });
    assert_eq!(found.collect::<BTreeSet<_>>(), expected);
    field.answer(field.first_codes[0].code).await.unwrap();
    field.answer(invited.letters[0].code).await.unwrap();
    let again = field.make(Occasion::Replicate(1)).await.unwrap();
    assert_eq!((again.letters.len(), again.voided), (11, 11));
    // Those invited at first are written to without them.
    let first = field.make(Occasion::Invitation).await.unwrap();
    assert_eq!((first.letters.len(), first.voided), (29, 29));
    let reminder = field.plan_reminder().await;
    let reminded = field.make(Occasion::Reminder(reminder)).await.unwrap();
    assert_eq!(reminded.letters.len(), 40, "a reminder goes to both");
    let mailings = list_mailings(&field.db, wave.id).await.unwrap();
    let kinds: Vec<_> = (mailings.iter())
        .map(|mailing| (mailing.kind, mailing.replicate, mailing.usable))
        .collect();
    assert_eq!(
        kinds,
        [
            (MailingKind::Invitation, None, 29),
            (MailingKind::Replicate, Some(1), 11),
            (MailingKind::Reminder, None, 40),
        ]
    );
    for psu in list_sampled_psus(&field.db, wave.id).await.unwrap() {
        let weight = psu.at_first.base_weight * 10.0 / 14.0;
        assert_eq!((psu.at_first.cases, psu.cases.cases), (10, 14));
        assert!((psu.base_weight - weight).abs() < 1e-9, "{psu:?}");
    }
    let other = list_sampled_psus(&field.db, field.second.id).await.unwrap();
    assert!(other.iter().all(|psu| psu.cases.cases == 10), "{other:?}");
}

#[tokio::test]
async fn a_household_answers_with_either_of_its_codes_and_counts_once() {
    let mut field = Field::start().await;
    let invited = field.first_codes.clone();
    let reminder = field.plan_reminder().await;
    let reminded = field.make(Occasion::Reminder(reminder)).await.unwrap();
    assert_eq!((reminded.letters.len(), reminded.voided), (30, 0));
    let fresh = |letter: &IssuedInvitation| letter_to(&reminded, letter.case);
    field.answer(invited[0].code).await.unwrap();
    field.answer(fresh(&invited[1])).await.unwrap();
    let answered = Err(IntakeError::CodeSpent(Spent::HouseholdAnswered));
    assert_eq!(field.answer(fresh(&invited[0])).await, answered);
    assert_eq!(field.answer(invited[1].code).await, answered);
    let used = Err(IntakeError::CodeSpent(Spent::Used));
    assert_eq!(field.answer(invited[0].code).await, used);
    assert_eq!(
        field.spent(invited[1].code).await,
        Some(Spent::HouseholdAnswered)
    );
    assert_eq!(field.spent(invited[2].code).await, None);
    assert_eq!(
        field.returned().await,
        2,
        "whichever of its codes came back"
    );
    assert_eq!(field.sealed(&field.first.clone()).await, 2);
}

#[tokio::test]
async fn two_codes_of_a_household_in_one_batch_count_once() {
    let mut field = Field::start().await;
    let reminder = field.plan_reminder().await;
    let reminded = field.make(Occasion::Reminder(reminder)).await.unwrap();
    let (first, letter) = (field.first.clone(), field.first_codes[3].clone());
    let codes = [letter.code, letter_to(&reminded, letter.case)];
    let mut batch = Vec::new();
    for code in codes {
        let form = field.form(&first, Some(code));
        batch.push(field.seal(&form, now()).await);
    }
    let outcomes = store_submissions(&field.db, &field.key, now(), &batch).await;
    let answered = Outcome::Refused(IntakeError::CodeSpent(Spent::HouseholdAnswered));
    let outcomes = outcomes.unwrap();
    assert!(matches!(outcomes[0], Outcome::Taken(_)), "{outcomes:?}");
    assert_eq!(outcomes[1], answered);
    assert_eq!(field.sealed(&first).await, 1);
}

/// Whatever writes there beside the intake: the table itself takes no second return of a case.
#[tokio::test]
async fn the_table_holds_at_most_one_returned_code_of_a_case() {
    let mut field = Field::start().await;
    let reminder = field.plan_reminder().await;
    field.make(Occasion::Reminder(reminder)).await.unwrap();
    let returned = async |case: i64| {
        let txn = begin_write(&field.db).await.unwrap();
        invitation::Entity::update_many()
            .col_expr(invitation::Column::Returned, Expr::value(true))
            .filter(invitation::Column::CaseId.eq(case))
            .exec(&txn)
            .await
    };
    let error = returned(field.first_codes[0].case.row()).await.unwrap_err();
    assert!(
        matches!(
            error.sql_err(),
            Some(sea_orm::SqlErr::UniqueConstraintViolation(_))
        ),
        "{error}"
    );
}

#[tokio::test]
async fn making_a_mailing_again_voids_its_own_unused_codes() {
    let mut field = Field::start().await;
    let invited = field.first_codes.clone();
    field.answer(invited[0].code).await.unwrap();
    let reminder = field.plan_reminder().await;
    let reminded = field.make(Occasion::Reminder(reminder)).await.unwrap();
    assert_eq!(
        reminded.letters.len(),
        29,
        "who has answered gets no reminder"
    );

    let again = field.make(Occasion::Invitation).await.unwrap();
    assert_eq!((again.letters.len(), again.voided), (29, 29));
    let lost = invited[1].code;
    assert_eq!(field.spent(lost).await, Some(Spent::Void));
    let void = Err(IntakeError::CodeSpent(Spent::Void));
    assert_eq!(field.answer(lost).await, void);
    let kept = letter_to(&reminded, invited[1].case);
    assert_eq!(field.spent(kept).await, None, "another mailing");
    field
        .answer(letter_to(&again, invited[1].case))
        .await
        .unwrap();
    assert_eq!(
        field.spent(lost).await,
        Some(Spent::HouseholdAnswered),
        "who has answered needs no other letter"
    );
    assert_eq!(
        field.spent(field.second_codes[1].code).await,
        None,
        "another wave"
    );
    let mailings = list_mailings(&field.db, field.first.id).await.unwrap();
    let told: Vec<_> = (mailings.iter())
        .map(|mailing| {
            (
                mailing.kind,
                mailing.made.as_ref().map(|made| made.letters),
                mailing.usable,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (MailingKind::Invitation, Some(29), 28),
            (MailingKind::Reminder, Some(29), 28),
        ]
    );
}

#[tokio::test]
async fn a_reminder_goes_to_nobody_who_has_answered_refused_or_is_not_asked() {
    let mut field = Field::start().await;
    let cases: Vec<i64> = field
        .first_codes
        .iter()
        .map(|letter| letter.case.row())
        .collect();
    field.answer(field.first_codes[0].code).await.unwrap();
    let known = [
        (cases[1], Disposition::Refusal),
        (cases[2], Disposition::Vacant),
        (cases[3], Disposition::NobodyHome),
    ];
    let txn = begin_write(&field.db).await.unwrap();
    record_dispositions(&txn, &known).await.unwrap();
    txn.commit().await.unwrap();
    let reminder = field.plan_reminder().await;
    let reminded = field.make(Occasion::Reminder(reminder)).await.unwrap();
    let written_to: Vec<i64> = reminded
        .letters
        .iter()
        .map(|letter| letter.case.row())
        .collect();
    assert_eq!(written_to, cases[3..]);
}

#[tokio::test]
async fn a_lost_code_is_replaced_unless_its_household_has_answered() {
    let mut field = Field::start().await;
    let invited = field.first_codes.clone();
    let case = invited[5].case;
    let fresh = field.make(Occasion::Single(case)).await.unwrap();
    let [letter] = fresh.letters.as_slice() else {
        panic!("one letter")
    };
    assert_eq!(
        (letter.case, letter.household, fresh.voided),
        (case, invited[5].household, 1)
    );
    assert_eq!(field.spent(invited[5].code).await, Some(Spent::Void));
    assert_eq!(field.spent(invited[6].code).await, None);
    let once_more = field.make(Occasion::Single(case)).await.unwrap();
    assert_eq!(field.spent(letter.code).await, Some(Spent::Void));
    field.answer(once_more.letters[0].code).await.unwrap();
    let error = field.make(Occasion::Single(case)).await.unwrap_err();
    assert!(matches!(error, MailingError::Answered(number) if number == case));
    let of_the_other_wave = field.second_codes[0].case;
    let error = field.make(Occasion::Single(of_the_other_wave)).await;
    assert!(
        matches!(error, Err(MailingError::UnknownCase(_))),
        "{error:?}"
    );
}

#[tokio::test]
async fn no_letter_is_made_that_nobody_could_answer() {
    let mut field = Field::start().await;
    let other = MailingId(999);
    let error = field.make(Occasion::Reminder(other)).await;
    assert!(matches!(error, Err(MailingError::NotPlanned)), "{error:?}");
    field.close(&field.first.clone()).await;
    let error = field.make(Occasion::Invitation).await;
    assert!(matches!(error, Err(MailingError::Closed)), "{error:?}");
    field.first = field.open.clone();
    let error = field.make(Occasion::Invitation).await;
    assert!(matches!(error, Err(MailingError::NotInvited)), "{error:?}");
}

#[tokio::test]
async fn planning_anew_keeps_the_reminders_that_were_made() {
    let mut field = Field::start().await;
    let made = field.plan_reminder().await;
    field.make(Occasion::Reminder(made)).await.unwrap();
    let later = now().date_naive() + TimeDelta::days(3);
    for days in [vec![later, later + TimeDelta::days(1)], vec![later]] {
        let txn = begin_write(&field.db).await.unwrap();
        plan_reminders(&txn, field.first.id, &days).await.unwrap();
        txn.commit().await.unwrap();
    }
    let mailings = list_mailings(&field.db, field.first.id).await.unwrap();
    let reminders: Vec<_> = (mailings.iter())
        .filter(|mailing| mailing.kind == MailingKind::Reminder)
        .map(|mailing| (mailing.planned_on, mailing.made.is_some()))
        .collect();
    assert_eq!(
        reminders,
        [(Some(now().date_naive()), true), (Some(later), false)]
    );
}

#[tokio::test]
async fn only_the_answers_of_the_wave_are_erased() {
    let mut field = Field::start().await;
    let (first, second) = (field.first.clone(), field.second.clone());
    for wave in [&first, &second] {
        field.fill(wave, &giant(), 6).await;
        field.close(wave).await;
        field.open(wave).await;
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

#[tokio::test]
async fn a_booklet_is_kept_once_for_its_second_entry_and_goes_with_its_wave() {
    let mut field = Field::start().await;
    let (wave, code) = (field.first.clone(), field.first_codes[0].code);
    let row = BookletRow {
        wave: wave.id,
        code,
        key: &field.key,
    };
    let typed = |value: &str| TypedForm::from([("Q1".to_owned(), vec![value.to_owned()])]);
    let once = BookletEntries {
        variant: 1,
        first: typed("5"),
        second: None,
    };
    let rng = &mut field.rng;
    let txn = begin_write(&field.db).await.unwrap();
    let first = row.keep_first(&txn, &once, "clerk", 512, rng).await;
    let late = row.keep_first(&txn, &once, "late", 512, rng).await;
    txn.commit().await.unwrap();
    assert_eq!((first, late), (Ok(true), Ok(false)), "nobody overwrites");
    let kept = row.find(&field.db).await.unwrap().unwrap();
    assert_eq!((kept.first_by.as_str(), &kept.entries), ("clerk", &once));

    let twice = BookletEntries {
        second: Some(typed("4")),
        ..once
    };
    let txn = begin_write(&field.db).await.unwrap();
    let second = row.keep_second(&txn, &twice, "other", 512, rng).await;
    let third = row.keep_second(&txn, &twice, "third", 512, rng).await;
    txn.commit().await.unwrap();
    assert_eq!((second, third), (Ok(true), Ok(false)));
    let kept = row.find(&field.db).await.unwrap().unwrap();
    assert_eq!(
        (kept.second_by.as_deref(), &kept.entries),
        (Some("other"), &twice)
    );

    let count = async |wave: &Wave| {
        let waiting = count_waiting_booklets(&field.db, wave.id).await.unwrap();
        (waiting.entered_once, waiting.to_settle)
    };
    assert_eq!(count(&wave).await, (0, 1));
    assert_eq!(count(&field.second).await, (0, 0));
    field.close(&wave).await;
    assert_eq!(count(&wave).await, (0, 0));
}

/// A database that counts how often it is asked.
struct Counted<'a> {
    db: &'a Db,
    asked: AtomicUsize,
}

#[async_trait]
impl ConnectionTrait for Counted<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.db.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.db.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, statement: &str) -> Result<ExecResult, DbErr> {
        self.db.execute_unprepared(statement).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.db.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.db.query_all_raw(statement).await
    }
}

#[tokio::test]
async fn a_round_of_many_psus_asks_the_database_no_oftener_than_one_of_one() {
    let mut field = Field::start().await;
    let wave = field.first.id;
    field.fill(&field.first.clone(), &giant(), 2).await;
    let user = staff_user::ActiveModel {
        id: Set(7),
        name: Set("visitor".to_owned()),
        name_key: Set("visitor".to_owned()),
        password_hash: Set(String::new()),
        disabled: Set(false),
        created_at: Set(now()),
    };
    let txn = begin_write(&field.db).await.unwrap();
    staff_user::Entity::insert(user)
        .exec_without_returning(&txn)
        .await
        .unwrap();
    txn.commit().await.unwrap();
    let visitor = InterviewerId(7);
    let give = async |psus: &[PsuId]| {
        let wanted = psus.iter().map(|psu| (psu.clone(), Some(visitor)));
        let txn = begin_write(&field.db).await.unwrap();
        assign_psus(&txn, wave, &wanted.collect()).await.unwrap();
        txn.commit().await.unwrap();
    };
    // The PSUs with how many of their cases are visited, and how often the database was asked.
    let visited = async || {
        let db = Counted {
            db: &field.db,
            asked: AtomicUsize::new(0),
        };
        let rounds = list_rounds(&db, visitor, now()).await.unwrap();
        let psus = rounds.into_iter().flat_map(|round| round.psus);
        let psus: Vec<_> = psus
            .map(|visited| {
                let own = visited.cases.iter();
                let own = own.filter(|it| it.case.psu == visited.psu);
                (visited.psu.clone(), own.count())
            })
            .collect();
        (psus, db.asked.into_inner())
    };
    let all: Vec<PsuId> = (field.sample.psus.iter())
        .map(|psu| psu.code.clone())
        .collect();
    give(&[giant()]).await;
    let (psus, asked_of_one) = visited().await;
    assert_eq!(psus, [(giant(), 8)]);
    give(&all).await;
    let (psus, asked_of_all) = visited().await;
    let expected = all
        .iter()
        .map(|psu| (psu.clone(), if *psu == giant() { 8 } else { 10 }));
    assert_eq!(psus, expected.collect::<Vec<_>>());
    assert_eq!(asked_of_all, asked_of_one);
}
