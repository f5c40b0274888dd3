//! The field of one wave: the sample is drawn, residents answer day by day, the wave closes.

use std::sync::Arc;

use anyhow::{Context, anyhow};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use rand::rngs::ChaCha20Rng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use tokio::task::JoinHandle;

use super::calendar::{self, YEARS};
use super::progress::Progress;
use crate::cli::config;
use accounts::store::Actor;
use clock::Clock;
use db::Db;
use fieldwork::store::{
    Maker, NewWave, Opening, close_wave, find_wave_by_id, insert_wave, issue_mailing,
    record_dispositions,
};
use fieldwork::submission::Content;
use fieldwork::{
    HashKey, Intake, IntakeError, IssuedInvitation, KeyFolder, Occasion, Submission, SubmissionId,
    Wave, usual_length,
};
use plan::store::last_edition;
use questionnaire::store::{Library, Version, save_version};
use questionnaire::{Language, validate};
use results::registration::store::{open_drawn_wave, register};
use sampling::store::{NewSample, insert_sample, save_frame, use_sample};
use sampling::{
    Allocation, Assumptions, FrameEdition, FrameStatus, SampleDesign, SamplePlan, draw,
};
use simulation::{City, Outcome, Person, fill_in, respond};
use web::opening::open_sealed;

/// PSUs of a yearly sample, and households in each: 13,200 invitations, of which about 5,400 return.
const PSUS: u64 = 300;
const HOUSEHOLDS: u64 = 44;

/// What a planner would have taken for granted.
const ASSUMED: Assumptions = Assumptions {
    rate: 0.8,
    response_rate: 0.4,
    intraclass_correlation: 0.05,
    weighting_design_effect: 1.25,
    cost_per_letter: 0.0,
    cost_per_psu: 0.0,
};

/// Households in each PSU of the sample for visitors, who need few invitations.
const VISITED: u64 = 4;

/// By how many median PSU sizes the sample moves from wave to wave: half of the PSUs stay.
const SHIFT: f64 = 0.5;

/// Who makes the letters, by name.
const DEMONSTRATION: &str = "demonstration";

/// How many people happen on the open link; two in five of them answer.
const VISITS: usize = 1_500;

/// The days on which residents answer.
const DAYS: usize = 30;

/// What the field of every wave needs.
#[derive(Debug)]
pub(super) struct Field<'a> {
    pub(super) db: &'a Db,
    pub(super) key: &'a HashKey,
    pub(super) sealing: &'a KeyFolder,
    pub(super) library: &'a Library,
    pub(super) city: &'a City,
    pub(super) progress: &'a Progress,
}

impl Field<'_> {
    /// Keeps the list that all samples are drawn from, to be downloaded and uploaded elsewhere.
    pub(super) async fn keep_frame(&self, plan: &str) -> anyhow::Result<()> {
        let frame = self.city.frame();
        let txn = db::begin_write(self.db).await?;
        let edition = last_edition(&txn, plan).await?;
        let edition = FrameEdition {
            hash: frame.hash(),
            plan: plan.to_owned(),
            edition: edition.context("the plan was imported a moment ago")?,
            name: "模拟社区和村名录 (simulated)".to_owned(),
            source: "minyi demo".to_owned(),
            reference_date: calendar::census_day(),
            status: FrameStatus::Synthetic,
            taken_by: "(demonstration)".to_owned(),
            taken_at: calendar::beginning(),
        };
        save_frame(&txn, frame, &edition).await?;
        Ok(txn.commit().await?)
    }

    /// A yearly wave from its draw to its close.
    pub(super) async fn run(&self, wave: NewWave, rng: &mut ChaCha20Rng) -> anyhow::Result<Wave> {
        let year = wave.year;
        self.progress.step(&format!("{year}: drawing the sample"));
        let (wave, invitations) = self.invite(wave, HOUSEHOLDS, rng).await?;
        self.answer(&wave, invitations, rng).await?;
        self.progress.step(&format!("{year}: closing the wave"));
        self.close(&wave).await
    }

    /// A wave by open link from its opening to its close: whoever happens on the link answers.
    pub(super) async fn run_open(
        &self,
        wave: NewWave,
        rng: &mut ChaCha20Rng,
    ) -> anyhow::Result<Wave> {
        self.progress.step(&format!("{}: the open link", wave.year));
        let wave = self.open(wave).await?;
        let version = self.version(&wave).await?;
        let (intake, writer) = self.intake(Clock::at(wave.opens_at), rng);
        let mut sent = Vec::new();
        for _ in 0..VISITS {
            let unit = self.city.frame().units().choose(rng);
            let unit = unit.context("a city has communities and villages")?;
            let household = rng.random_range(1..=unit.households);
            if let Some(Outcome::Returns(person)) =
                respond(self.city, &unit.code, household, wave.year)
            {
                sent.push(intake.submit(Submission {
                    id: SubmissionId::draw(rng),
                    wave: wave.id,
                    code: None,
                    on_paper: false,
                    content: fill(&person, &version, wave.year, rng)?,
                    length: usual_length(&version.questionnaire),
                }));
            }
        }
        for receipt in join_all(sent).await {
            receipt.map_err(intake_failure)?;
        }
        drop(intake);
        writer.await?;
        self.close(&wave).await
    }

    /// Keeps a questionnaire that the plan does not come with, and hands back its version.
    pub(super) async fn keep_version(&self, plan: &str, file: &str) -> anyhow::Result<String> {
        let reading = format::read("demonstration", file.as_bytes());
        let questionnaire = reading.questionnaire;
        let questionnaire = questionnaire.context("the questionnaire is read by every test")?;
        let txn = db::begin_write(self.db).await?;
        let beginning = calendar::beginning();
        let version = save_version(&txn, Some(plan), &questionnaire, beginning).await?;
        txn.commit().await?;
        Ok(version.to_string())
    }

    /// A wave by open link from its opening to its close, to which this is sent.
    pub(super) async fn run_written(
        &self,
        wave: NewWave,
        written: Vec<Content>,
        rng: &mut ChaCha20Rng,
    ) -> anyhow::Result<Wave> {
        self.progress.step(&format!("{}: suggestions", wave.year));
        let wave = self.open(wave).await?;
        let version = self.version(&wave).await?;
        let (intake, writer) = self.intake(Clock::at(wave.opens_at), rng);
        let mut sent = Vec::new();
        for content in written {
            sent.push(intake.submit(Submission {
                id: SubmissionId::draw(rng),
                wave: wave.id,
                code: None,
                on_paper: false,
                content,
                length: usual_length(&version.questionnaire),
            }));
        }
        for receipt in join_all(sent).await {
            receipt.map_err(intake_failure)?;
        }
        drop(intake);
        writer.await?;
        self.close(&wave).await
    }

    /// A wave whose link is open to everybody.
    pub(super) async fn open(&self, wave: NewWave) -> anyhow::Result<Wave> {
        let wave = self.with_sitting(wave)?;
        let mut salting = config::system_randomness()?;
        let txn = db::begin_write(self.db).await?;
        let wave = insert_wave(&txn, wave).await?;
        register(&txn, &wave, wave.opens_at, &mut salting).await?;
        txn.commit().await?;
        Ok(wave)
    }

    /// The wave with the keys that its questionnaires are sealed with.
    fn with_sitting(&self, wave: NewWave) -> anyhow::Result<NewWave> {
        let mut rng = config::system_randomness()?;
        let sittings = self.sealing.one_sitting(wave.closes_at, &mut rng)?;
        Ok(NewWave { sittings, ..wave })
    }

    /// Closes a wave and opens what it has sealed.
    async fn close(&self, wave: &Wave) -> anyhow::Result<Wave> {
        close_wave(self.db, wave.id, wave.closes_at).await?;
        let wave = find_wave_by_id(self.db, wave.id)
            .await?
            .context("the wave was there a moment ago")?;
        let what = format!("{}: opening the sealed questionnaires", wave.slug);
        let opening = Opening {
            wave: &wave,
            keys: self.sealing,
            from_shares: None,
            without_unreadable: false,
            now: wave.closes_at,
        };
        // The last digits of figures hang on the order of these keys: each demonstration has the same.
        let mut keys = ChaCha20Rng::seed_from_u64(super::SEED);
        keys.set_stream(wave.id.0.unsigned_abs());
        let on_step = |step| self.progress.opening(&what, step);
        open_sealed(self.db, &opening, Actor::Terminal, &mut keys, &on_step).await?;
        Ok(wave)
    }

    async fn version(&self, wave: &Wave) -> anyhow::Result<Arc<Version>> {
        let version = self.library.find(&wave.version).await?;
        version.context("the wave has no questionnaire")
    }

    fn intake(&self, clock: Clock, rng: &mut ChaCha20Rng) -> (Intake, JoinHandle<()>) {
        let sealing = ChaCha20Rng::from_rng(rng);
        Intake::start(self.db.clone(), self.key.clone(), clock, sealing)
    }

    /// The wave that visitors are invited to, with its codes.
    pub(super) async fn invite_visitors(
        &self,
        wave: NewWave,
        rng: &mut ChaCha20Rng,
    ) -> anyhow::Result<Vec<IssuedInvitation>> {
        Ok(self.invite(wave, VISITED, rng).await?.1)
    }

    async fn invite(
        &self,
        wave: NewWave,
        per_psu: u64,
        rng: &mut ChaCha20Rng,
    ) -> anyhow::Result<(Wave, Vec<IssuedInvitation>)> {
        let plan = SamplePlan {
            households: PSUS * per_psu,
            per_psu,
            allocation: Allocation::SquareRoot,
            method: sampling::Method::Systematic,
            minimum_psus: None,
            seed: super::SEED,
            shift: SHIFT * f64::from(wave.year - YEARS[0]),
            reserve: None,
        };
        let sample = draw(self.city.frame(), &plan)
            .map_err(|error| anyhow!("the sample cannot be drawn: {error:?}"))?;
        let designed = NewSample {
            plan: wave.plan.clone(),
            frame_hash: sample.frame_hash.clone(),
            name: wave.title.get(&Language::new("zh")).to_owned(),
            design: SampleDesign {
                plan,
                assumptions: ASSUMED,
                questionnaire: None,
                follows: None,
            },
            drawn_by: DEMONSTRATION.to_owned(),
            drawn_at: wave.opens_at,
        };
        let wave = self.with_sitting(wave)?;
        let mut salting = config::system_randomness()?;
        let txn = db::begin_write(self.db).await?;
        let opened_at = wave.opens_at;
        let drawn = (self.city.frame(), &sample, opened_at);
        let designed = insert_sample(&txn, designed).await?;
        let (wave, _) = open_drawn_wave(&txn, wave, drawn, opened_at, &mut salting).await?;
        use_sample(&txn, designed, wave.id.0).await?;
        let maker = Maker {
            by: DEMONSTRATION,
            at: opened_at,
        };
        let invitation = Occasion::Invitation;
        let issued = issue_mailing(&txn, &wave, invitation, maker, self.key, rng).await?;
        txn.commit().await?;
        Ok((wave, issued.letters))
    }

    /// Lets the invited households answer, through the intake that takes what residents send.
    async fn answer(
        &self,
        wave: &Wave,
        mut invitations: Vec<IssuedInvitation>,
        rng: &mut ChaCha20Rng,
    ) -> anyhow::Result<()> {
        let version = self.version(wave).await?;
        let clock = Clock::at(wave.opens_at);
        let (intake, writer) = self.intake(clock.clone(), rng);
        invitations.shuffle(rng);
        let what = format!("{}: residents answer", wave.year);
        self.progress.count(&what, invitations.len());
        let mut dispositions = Vec::new();
        let mut day: DateTime<Utc> = wave.opens_at;
        for invited in invitations.chunks(invitations.len().div_ceil(DAYS).max(1)) {
            clock.set(day);
            day += TimeDelta::days(1);
            let mut sent = Vec::new();
            for invitation in invited {
                let household = u64::try_from(invitation.household)?;
                match respond(self.city, &invitation.psu, household, wave.year) {
                    Some(Outcome::Returns(person)) => {
                        let content = fill(&person, &version, wave.year, rng)?;
                        sent.push(intake.submit(Submission {
                            id: SubmissionId::draw(rng),
                            wave: wave.id,
                            code: Some(invitation.code),
                            on_paper: false,
                            content,
                            length: usual_length(&version.questionnaire),
                        }));
                    }
                    Some(Outcome::NotReturned(disposition)) => {
                        dispositions.push((invitation.case.row(), disposition));
                    }
                    None => anyhow::bail!("the city has no PSU {}", invitation.psu),
                }
            }
            for receipt in join_all(sent).await {
                receipt.map_err(intake_failure)?;
            }
            self.progress.advance(invited.len());
        }
        drop(intake);
        writer.await?;
        let txn = db::begin_write(self.db).await?;
        record_dispositions(&txn, &dispositions).await?;
        Ok(txn.commit().await?)
    }
}

fn intake_failure(error: IntakeError) -> anyhow::Error {
    anyhow!("a simulated questionnaire was not taken in: {error:?}")
}

/// What a resident sends, judged as the form of a real one is.
fn fill(
    person: &Person<'_>,
    version: &Version,
    year: i32,
    rng: &mut ChaCha20Rng,
) -> anyhow::Result<Content> {
    let variant = rng.random_range(0..version.variants.count());
    let assignment = version
        .variants
        .get(variant)
        .context("a variant below their number exists")?;
    let fields = fill_in(person, &version.questionnaire, assignment, year);
    let refused = |refusal| anyhow!("a simulated resident was refused: {refusal:?}");
    match validate(&version.questionnaire, assignment, &fields).map_err(refused)? {
        questionnaire::Submission::Complete { answers, texts } => Ok(Content {
            arms: assignment.groups.clone(),
            answers,
            texts,
        }),
        questionnaire::Submission::ScreenedOut { question } => {
            anyhow::bail!("a simulated resident was screened out by {question}")
        }
    }
}
