//! The keeper closes the waves whose time is over.

use std::time::Duration;

use rand::rngs::ChaCha20Rng;

use super::store;
use crate::clock::Clock;
use crate::db::{Db, Error};

/// How long a wave may stay open beyond its time; no answer is taken meanwhile.
const ROUND: Duration = Duration::from_secs(30);

/// Makes its rounds until the task is dropped.
pub async fn keep(db: Db, clock: Clock, mut rng: ChaCha20Rng) {
    loop {
        if let Err(error) = close_due_waves(&db, &clock, &mut rng).await {
            tracing::error!(%error, "waves could not be closed; the next round tries again");
        }
        tokio::time::sleep(ROUND).await;
    }
}

/// Closes every wave whose time is over and which is not closed yet.
pub async fn close_due_waves(db: &Db, clock: &Clock, rng: &mut ChaCha20Rng) -> Result<(), Error> {
    let now = clock.now();
    for wave in store::list_waves(db).await? {
        if wave.closed_at.is_none() && now >= wave.closes_at {
            store::close_wave(db, wave.id, now, rng).await?;
            tracing::info!(wave = wave.slug, "wave closed");
        }
    }
    Ok(())
}
