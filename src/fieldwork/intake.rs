//! The intake: one writer gathers what arrives together and commits it in one transaction.
//!
//! # Design
//!
//! A commit to a file costs about the same for one questionnaire and for two hundred, so those
//! that wait while one commit runs share the next (group commit). A receipt is handed out only after
//! the commit that holds it. Nothing the writer remembers decides anything: several processes may
//! take in at once, each with a writer of its own, and the database decides.

use rand::rngs::ChaCha20Rng;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::code::{HashKey, Receipt};
use super::store;
use super::submission::Submission;
use super::wave::{WaveId, WaveState};
use crate::clock::Clock;
use crate::db::Db;

/// The most questionnaires one commit holds.
const LARGEST_BATCH: usize = 256;

/// The most questionnaires that wait for the writer before senders wait too.
const WAITING_ROOM: usize = 4_096;

/// Why a questionnaire was not taken in. Nothing was stored and no code was spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    /// There is no such wave.
    #[error("there is no such wave")]
    UnknownWave,
    /// The wave knows no such code, or is answered without one.
    #[error("the wave does not know this code")]
    UnknownCode,
    /// A questionnaire already came back under this code.
    #[error("a questionnaire already came back under this code")]
    CodeUsed,
    /// The wave does not take answers yet, or any more.
    #[error("the wave is not open")]
    WaveNotOpen(WaveState),
    /// This submission id was used before with other answers.
    #[error("the same submission was sent before with other answers")]
    Conflict,
    /// It could not be stored now; sending it again is safe.
    #[error("it could not be stored now")]
    Unavailable,
}

struct Job {
    submission: Submission,
    reply: oneshot::Sender<Result<Receipt, IntakeError>>,
}

/// The door for questionnaires; clones lead to the same writer.
#[derive(Debug, Clone)]
pub struct Intake {
    jobs: mpsc::Sender<Job>,
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job")
    }
}

impl Intake {
    /// Starts the writer. It ends, its queue emptied, once every clone of the door is gone.
    pub fn start(db: Db, key: HashKey, clock: Clock, rng: ChaCha20Rng) -> (Self, JoinHandle<()>) {
        let (jobs, queue) = mpsc::channel(WAITING_ROOM);
        let writer = Writer {
            db,
            key,
            clock,
            rng,
        };
        (Self { jobs }, tokio::spawn(writer.run(queue)))
    }

    /// Takes a questionnaire in; the receipt is a promise kept on disk.
    pub async fn submit(&self, submission: Submission) -> Result<Receipt, IntakeError> {
        let (reply, outcome) = oneshot::channel();
        let job = Job { submission, reply };
        if self.jobs.send(job).await.is_err() {
            return Err(IntakeError::Unavailable);
        }
        outcome.await.unwrap_or(Err(IntakeError::Unavailable))
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
        let mut jobs = Vec::with_capacity(LARGEST_BATCH);
        while queue.recv_many(&mut jobs, LARGEST_BATCH).await > 0 {
            let (batch, replies): (Vec<_>, Vec<_>) = jobs
                .drain(..)
                .map(|job| (job.submission, job.reply))
                .unzip();
            let outcomes = self.take_in(&batch).await;
            for (reply, outcome) in replies.into_iter().zip(outcomes) {
                // Whoever no longer waits will send again and be told the same.
                let _ = reply.send(outcome);
            }
            self.mix(&batch).await;
        }
    }

    /// Takes a batch in; should it fail as a whole, one after the other, so that one cannot spoil the rest. It also
    /// fails where another process takes in the same form at the same moment: the second try finds it there.
    async fn take_in(&self, batch: &[Submission]) -> Vec<Result<Receipt, IntakeError>> {
        let now = self.clock.now();
        if let Ok(outcomes) = store::take_in(&self.db, &self.key, now, batch).await {
            return outcomes;
        }
        let mut outcomes = Vec::with_capacity(batch.len());
        for submission in batch {
            let alone = std::slice::from_ref(submission);
            let outcome = match store::take_in(&self.db, &self.key, now, alone).await {
                Ok(mut outcomes) => outcomes.pop().unwrap_or(Err(IntakeError::Unavailable)),
                Err(error) => {
                    tracing::error!(%error, "a questionnaire could not be stored");
                    Err(IntakeError::Unavailable)
                }
            };
            outcomes.push(outcome);
        }
        outcomes
    }

    async fn mix(&mut self, batch: &[Submission]) {
        let mut waves: Vec<WaveId> = batch.iter().map(|submission| submission.wave).collect();
        waves.sort_unstable();
        waves.dedup();
        for wave in waves {
            if let Err(error) = store::mix_arrivals(&self.db, wave, &mut self.rng).await {
                tracing::error!(%error, wave = wave.0, "arrivals could not be mixed; the next batch tries again");
            }
        }
    }
}
