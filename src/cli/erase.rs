//! `minyi erase`: the answers of a plan, once they have been kept for as long as the privacy notice says.

use anyhow::Context;
use clap::Args;
use serde_json::json;

use super::database;
use crate::cli::config::StorageArgs;
use accounts::store::{Actor, Audited};
use accounts::{Action, Entry};
use clock::{Clock, in_china};
use db::Db;
use fieldwork::erasable_from;
use fieldwork::store::{destroy_left_keys, erase_answers, list_waves};
use results::store::{drop_prepared_public_use, drop_prepared_release, last_release_of};

/// Whose answers to erase.
#[derive(Debug, Args)]
pub struct EraseArgs {
    /// The plan, as in harbin-2012-2014
    plan: String,
    /// Erase; without it only says what would be erased
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    storage: StorageArgs,
}

pub(super) async fn run(args: EraseArgs) -> anyhow::Result<()> {
    let keys = args.storage.sealing_keys();
    database::with(&args.storage, async |db| {
        erase(db, &args.plan, args.yes, &Clock::System).await?;
        destroy_left_keys(db, &keys).await?;
        db.empty_log().await?;
        Ok(())
    })
    .await
}

/// Erases the answers of all waves of a plan, or with `!sure` only says which.
///
/// # Errors
///
/// When the plan has no waves, one of them is not closed, or the answers are to be kept for longer.
pub async fn erase(db: &Db, plan: &str, sure: bool, clock: &Clock) -> anyhow::Result<()> {
    let mut waves = list_waves(db).await?;
    waves.retain(|wave| wave.plan == plan);
    anyhow::ensure!(!waves.is_empty(), "plan {plan} has no waves");
    let due = erasable_from(&waves, last_release_of(db, plan).await?).with_context(|| {
        format!("a wave of plan {plan} is not closed yet; its answers are kept until two years after its results")
    })?;
    let now = clock.now();
    anyhow::ensure!(
        now >= due,
        "the answers of plan {plan} are kept until {}, two years after its last results",
        in_china(due).date_naive()
    );
    waves.retain(|wave| wave.answers_erased_at.is_none());
    for wave in waves {
        if !sure {
            tracing::info!(
                wave = wave.slug,
                "answers would be erased; add --yes to do it"
            );
            continue;
        }
        let audited = Audited::begin(db, Actor::Terminal, now).await?;
        let erased = erase_answers(audited.transaction(), wave.id, now).await?;
        drop_prepared_release(audited.transaction(), wave.id).await?;
        drop_prepared_public_use(audited.transaction(), wave.id).await?;
        let entry =
            Entry::new(Action::EraseAnswers, format!("wave {}", wave.slug)).before(json!(erased));
        audited.commit(entry).await?;
        tracing::info!(
            wave = wave.slug,
            responses = erased.responses,
            remarks = erased.remarks,
            never_opened = erased.sealed,
            attempts = erased.attempts,
            addresses = erased.addresses,
            "answers erased"
        );
    }
    Ok(())
}
