//! The intake: every questionnaire is sealed, then one writer commits what arrived together in one transaction.
//!
//! # Design
//!
//! Sealing is done by whoever brings the questionnaire, on whatever core is free; from there on nobody can read it, this
//! program included.
//!
//! A commit to a file costs about the same for one questionnaire and for two hundred, so those
//! that wait while one commit runs share the next (group commit). Nothing the writer remembers decides
//! anything: several processes may take in at once, each with a writer of its own, and the database decides.
//!
//! A receipt is handed out only after every receipt of its batch was seen through a second connection, so that a
//! commit which reports success and stores nothing betrays itself ([`Fault::NotSeen`]). While the storage has a
//! fault, whoever comes is turned back at once, with the answers kept; taking in goes on by itself after a probe
//! was written, committed and seen.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rand::rngs::ChaCha20Rng;
use rand::{RngExt, SeedableRng};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use super::code::HashKey;
use super::intake_error::IntakeError;
use super::store::{self, Outcome, SealedSubmission, Taken};
use super::submission::{AnswerMode, SealedContent, Submission};
use clock::Clock;
use db::{Db, Error, Fault};

/// The most questionnaires one commit holds.
const LARGEST_BATCH: usize = 256;

/// The most questionnaires that wait for the writer before senders wait too.
const WAITING_ROOM: usize = 4_096;

/// The longest that somebody who sends a questionnaire waits for a receipt. It may still be stored after that:
/// whoever sends it again is told so, and it counts once.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// The longest that one batch may take before the database counts as out of reach.
const LONGEST_BATCH: Duration = Duration::from_secs(15);

/// How long after a probe that failed the next one is made.
const BETWEEN_PROBES: Duration = Duration::from_secs(1);

/// How often a questionnaire is sealed anew because its sitting ended while it waited for the writer.
const MOST_SEALS: usize = 3;

/// What the writer says while it cannot store anything.
const UNAVAILABLE: Outcome = Outcome::Refused(IntakeError::Unavailable);

struct Job {
    submission: SealedSubmission,
    reply: oneshot::Sender<Outcome>,
}

/// The door for questionnaires; clones lead to the same writer.
#[derive(Debug, Clone)]
pub struct Intake {
    jobs: mpsc::Sender<Job>,
    db: Db,
    key: HashKey,
    clock: Clock,
    rng: Arc<Mutex<ChaCha20Rng>>,
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job")
    }
}

impl Intake {
    /// Starts the writer. It ends, its queue emptied, once every clone of the door is gone.
    pub fn start(
        db: Db,
        key: HashKey,
        clock: Clock,
        mut rng: ChaCha20Rng,
    ) -> (Self, JoinHandle<()>) {
        let (jobs, queue) = mpsc::channel(WAITING_ROOM);
        let writer = Writer {
            db: db.clone(),
            key: key.clone(),
            clock: clock.clone(),
            rng: ChaCha20Rng::from_rng(&mut rng),
        };
        let door = Self {
            jobs,
            db,
            key,
            clock,
            rng: Arc::new(Mutex::new(rng)),
        };
        (door, tokio::spawn(writer.run(queue)))
    }

    /// Takes a questionnaire in; the receipt is a promise kept on disk.
    pub async fn submit(&self, submission: Submission) -> Result<Taken, IntakeError> {
        let told = async {
            for _ in 0..MOST_SEALS {
                let submission = match self.seal(&submission).await {
                    Ok(sealed) => sealed,
                    Err(error) => {
                        tracing::warn!(%error, "a questionnaire could not be sealed");
                        return None;
                    }
                };
                let (reply, outcome) = oneshot::channel();
                self.jobs.send(Job { submission, reply }).await.ok()?;
                match outcome.await.ok()? {
                    Outcome::Taken(taken) => return Some(Ok(taken)),
                    Outcome::Refused(error) => return Some(Err(error)),
                    Outcome::SealAnew => {}
                }
            }
            None
        };
        let told = timeout(LONGEST_WAIT, told).await.ok().flatten();
        told.unwrap_or(Err(IntakeError::Unavailable))
    }

    /// Seals a questionnaire for the sitting that takes what comes now, with the place its code leads to.
    async fn seal(&self, submission: &Submission) -> Result<SealedSubmission, Error> {
        let Submission {
            id,
            wave,
            code,
            on_paper,
            content,
            length,
        } = submission;
        let origin = match code {
            Some(code) => store::find_origin(&self.db, &self.key, *wave, *code).await?,
            None => None,
        };
        let (place, invited) = origin.unzip();
        let mode = if *on_paper {
            AnswerMode::Paper
        } else {
            invited.unwrap_or_default()
        };
        let sitting = store::find_sitting_of(&self.db, *wave, self.clock.now()).await?;
        let stratum = place.as_ref().map(|place| place.stratum.clone());
        let sealed = match sitting {
            Some(sitting) => {
                let content = content.clone();
                let content = SealedContent {
                    place,
                    mode,
                    content,
                };
                let row = self.key.of_submission(*id);
                let bytes = content.seal(sitting.key, &row, *length, &mut self.rng())?;
                Some((sitting.id, bytes))
            }
            None => None,
        };
        Ok(SealedSubmission {
            id: *id,
            wave: *wave,
            code: *code,
            stratum,
            mode,
            sealed,
        })
    }

    /// A generator for one seal, sprung from the common one.
    fn rng(&self) -> ChaCha20Rng {
        let mut rng = self.rng.lock().unwrap_or_else(PoisonError::into_inner);
        ChaCha20Rng::from_rng(&mut *rng)
    }
}

struct Writer {
    db: Db,
    key: HashKey,
    clock: Clock,
    rng: ChaCha20Rng,
}

impl Writer {
    async fn run(mut self, mut queue: mpsc::Receiver<Job>) {
        let mut fault = self.db.watch_fault();
        let mut jobs = Vec::with_capacity(LARGEST_BATCH);
        loop {
            if fault.borrow_and_update().is_some() {
                if !self.wait_for_recovery(&mut queue).await {
                    return;
                }
                continue;
            }
            tokio::select! {
                count = queue.recv_many(&mut jobs, LARGEST_BATCH) => if count == 0 { return },
                _ = fault.changed() => continue,
            }
            let (batch, replies): (Vec<_>, Vec<_>) = jobs
                .drain(..)
                .map(|job| (job.submission, job.reply))
                .unzip();
            let outcomes = self.store_all(&batch).await;
            for (reply, outcome) in replies.into_iter().zip(outcomes) {
                // Whoever no longer waits will send again and be told the same.
                let _ = reply.send(outcome);
            }
        }
    }

    /// Turns everybody back until a probe has been written and seen; false where the queue ends before that.
    async fn wait_for_recovery(&mut self, queue: &mut mpsc::Receiver<Job>) -> bool {
        let probing = async {
            loop {
                sleep(BETWEEN_PROBES).await;
                if self.db.fault() == Some(Fault::NotSynced) {
                    std::future::pending::<()>().await;
                }
                match store::probe(&self.db, self.rng.random()).await {
                    Ok(true) => return,
                    Ok(false) => {}
                    Err(error) => tracing::debug!(%error, "the probe failed"),
                }
            }
        };
        tokio::pin!(probing);
        loop {
            tokio::select! {
                () = &mut probing => break,
                job = queue.recv() => match job {
                    Some(job) => drop(job.reply.send(UNAVAILABLE)),
                    None => return false,
                },
            }
        }
        self.db.recovered();
        true
    }

    /// Takes a batch in; should it fail as a whole, one after the other, so that one cannot spoil the rest. It also
    /// fails where another process takes in the same form at the same moment: the second try finds it there.
    async fn store_all(&self, batch: &[SealedSubmission]) -> Vec<Outcome> {
        if let Ok(outcomes) = self.store_batch(batch).await {
            return outcomes;
        }
        let mut outcomes = Vec::with_capacity(batch.len());
        for submission in batch {
            if self.db.fault().is_some() {
                outcomes.push(UNAVAILABLE);
                continue;
            }
            let alone = std::slice::from_ref(submission);
            let outcome = match self.store_batch(alone).await {
                Ok(mut outcomes) => outcomes.pop().unwrap_or(UNAVAILABLE),
                Err(error) => {
                    tracing::error!(%error, "a questionnaire could not be stored");
                    UNAVAILABLE
                }
            };
            outcomes.push(outcome);
        }
        outcomes
    }

    /// Takes a batch in by one transaction, and looks through another connection whether it holds what was promised.
    async fn store_batch(&self, batch: &[SealedSubmission]) -> Result<Vec<Outcome>, Error> {
        let stored = async {
            let outcomes =
                store::store_submissions(&self.db, &self.key, self.clock.now(), batch).await?;
            let promised = outcomes.iter().filter_map(|outcome| match outcome {
                Outcome::Taken(taken) => Some(taken.receipt),
                Outcome::Refused(_) | Outcome::SealAnew => None,
            });
            if !store::are_stored(&self.db, &self.key, promised).await? {
                let why = "a batch was committed and is not seen";
                self.db.suspect(Fault::NotSeen, &why);
                return Err(Fault::NotSeen.into());
            }
            Ok(outcomes)
        };
        self.in_time(stored).await
    }

    /// The outcome of work on the database, which counts as out of reach where it does not come in time.
    async fn in_time<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        timeout(LONGEST_BATCH, work).await.unwrap_or_else(|_| {
            let why = "the database does not answer";
            self.db.suspect(Fault::Unreachable, &why);
            Err(Fault::Unreachable.into())
        })
    }
}
