//! The keeper closes the waves whose time is over, and destroys the private keys that an opening has left.

use std::time::Duration;

use super::key_folder::KeyFolder;
use super::store;
use clock::Clock;
use db::{Db, Error};

/// How long a wave may stay open beyond its time; no answer is taken meanwhile.
const ROUND: Duration = Duration::from_secs(30);

/// Makes its rounds until the task is dropped.
pub async fn keep(db: Db, clock: Clock, keys: KeyFolder) {
    loop {
        match store::destroy_left_keys(&db, &keys).await {
            Ok(0) => {}
            Ok(left) => tracing::info!(left, "private keys destroyed that an opening had left"),
            Err(error) => {
                tracing::error!(%error, "private keys could not be destroyed; the next round tries again");
            }
        }
        if let Err(error) = close_due_waves(&db, &clock).await {
            tracing::error!(%error, "the waves could not be read; the next round tries again");
        }
        tokio::time::sleep(ROUND).await;
    }
}

/// Closes every wave whose time is over and which is not closed yet. One that cannot be closed keeps no other open.
pub(crate) async fn close_due_waves(db: &Db, clock: &Clock) -> Result<(), Error> {
    let now = clock.now();
    for wave in store::list_waves(db).await? {
        if wave.closed_at.is_none() && now >= wave.closes_at {
            match store::close_wave(db, wave.id, now).await {
                Ok(_) => tracing::info!(wave = wave.slug, "wave closed"),
                Err(error) => {
                    tracing::error!(%error, wave = wave.slug, "a wave could not be closed; the next round tries again");
                }
            }
        }
    }
    Ok(())
}
