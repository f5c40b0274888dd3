//! `minyi letters`: the letters of a wave with their codes, written once into a folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use chrono::NaiveDate;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::database;
use super::export::write_private;
use crate::cli::config::{self, LanguageArgs, StorageArgs};
use accounts::store::{Actor, Audited};
use clock::Clock;
use db::Db;
use fieldwork::store::{MailingError, find_wave, list_mailings};
use fieldwork::{CaseNumber, HashKey, IssuedMailing, MailingKind, Occasion, Wave};
use messages::text;
use web::letters::{LetterError, Letters, explain, explain_plan, make_codes, plan_days};
use web::{PublicAddress, Site};

/// Which letters to make, who makes them, and where to.
#[derive(Debug, Args)]
pub struct LettersArgs {
    /// The address of the wave, as in residents-2014
    wave: String,
    /// The folder for the letters and the table for a mail house; made if there is none, and empty
    #[arg(long, value_name = "DIR", required_unless_present = "plan")]
    into: Option<PathBuf>,
    /// Who makes them, as the audit log will say
    #[arg(long, value_name = "NAME")]
    by: String,
    /// A reminder in place of the invitation: 1 or 2, in the order of the dates planned in the studio
    #[arg(long, value_name = "NUMBER", conflicts_with = "case")]
    reminder: Option<usize>,
    /// The invitation of a replicate that was released from the reserve, by its number
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["case", "reminder"])]
    replicate: Option<i64>,
    /// A letter with a fresh code for the household of this number alone
    #[arg(long, value_name = "NUMBER")]
    case: Option<String>,
    /// Make letters again that were made: the codes of the earlier ones that nobody has used become void
    #[arg(long, conflicts_with = "case")]
    again: bool,
    /// Plan the reminders that were not made for this day, as in 2014-09-10, and make no letters; may be given twice
    #[arg(long, value_name = "DATE", conflicts_with_all = ["into", "reminder", "replicate", "case", "again"])]
    plan: Vec<NaiveDate>,
    /// The address people reach the installation at, as in <https://survey.example.cn>: where letters lead to
    #[arg(
        long,
        env = "MINYI_PUBLIC_ADDRESS",
        value_name = "ADDRESS",
        required_unless_present = "plan"
    )]
    public_address: Option<PublicAddress>,
    #[command(flatten)]
    language: LanguageArgs,
    #[command(flatten)]
    storage: StorageArgs,
}

pub(super) async fn run(args: LettersArgs) -> anyhow::Result<()> {
    let Some(into) = &args.into else {
        return database::with(&args.storage, async |db| plan(db, &args).await).await;
    };
    make_empty_folder(into)?;
    let (db, key) = database::open(&args.storage).await?;
    let made = make(&db, &key, &args).await;
    db.close().await;
    let (wave, mailing) = made?;
    write(&args, into, &wave, &mailing)?;
    tracing::info!(
        wave = wave.slug,
        letters = mailing.letters.len(),
        voided = mailing.voided,
        folder = %into.display(),
        "letters written: their codes are known nowhere else"
    );
    Ok(())
}

/// Plans the days of reminders.
async fn plan(db: &Db, args: &LettersArgs) -> anyhow::Result<()> {
    let wave = find(db, &args.wave).await?;
    let write = Audited::begin(db, Actor::Terminal, Clock::System.now()).await?;
    if let Some(fault) = plan_days(write, &wave, &args.plan).await? {
        bail!(explain_plan(args.language.locale(), fault));
    }
    tracing::info!(wave = wave.slug, days = ?args.plan, "reminders planned");
    Ok(())
}

async fn find(db: &Db, wave: &str) -> anyhow::Result<Wave> {
    let found = find_wave(db, wave).await?;
    found.with_context(|| format!("there is no wave {wave}"))
}

/// Makes the folder: found out before codes are made, which cannot be made twice.
fn make_empty_folder(folder: &Path) -> anyhow::Result<()> {
    let failed = || format!("cannot make {}", folder.display());
    std::fs::create_dir_all(folder).with_context(failed)?;
    let mut entries = std::fs::read_dir(folder).with_context(failed)?;
    anyhow::ensure!(
        entries.next().is_none(),
        "{} is not empty: earlier letters must not get among these",
        folder.display()
    );
    let probe = folder.join("mail-house.csv");
    write_private(&probe, b"").with_context(|| format!("cannot write {}", probe.display()))
}

/// Makes the codes.
async fn make(db: &Db, key: &HashKey, args: &LettersArgs) -> anyhow::Result<(Wave, IssuedMailing)> {
    let locale = args.language.locale();
    let said = |error: MailingError| match error {
        MailingError::Database(error) => error.into(),
        error => anyhow!(explain(locale, &error)),
    };
    let wave = find(db, &args.wave).await?;
    let (occasion, voids) = find_occasion(db, &wave, args).await.map_err(said)?;
    anyhow::ensure!(
        voids == 0 || args.again,
        locale.t(text::LettersAgainNeeded { count: voids })
    );
    let write = Audited::begin(db, Actor::Terminal, Clock::System.now()).await?;
    let mut rng = config::system_randomness()?;
    let made = make_codes(write, &wave, occasion, &args.by, key, &mut rng).await;
    Ok((wave, made.map_err(said)?))
}

/// Which mailing is asked for, and how many codes making it voids that were not asked about.
async fn find_occasion(
    db: &Db,
    wave: &Wave,
    args: &LettersArgs,
) -> Result<(Occasion, u64), MailingError> {
    if let Some(typed) = &args.case {
        let case = CaseNumber::parse(typed);
        let case = case.ok_or_else(|| MailingError::NoCaseNumber(typed.clone()))?;
        return Ok((Occasion::Single(case), 0));
    }
    let mailings = list_mailings(db, wave.id).await?;
    let of_kind = |kind| mailings.iter().filter(move |it| it.kind == kind);
    if let Some(number) = args.replicate {
        let made = mailings.iter().find(|it| it.replicate == Some(number));
        return Ok((Occasion::Replicate(number), made.map_or(0, |it| it.usable)));
    }
    let Some(number) = args.reminder else {
        let made = of_kind(MailingKind::Invitation).next();
        return Ok((Occasion::Invitation, made.map_or(0, |it| it.usable)));
    };
    let reminder = of_kind(MailingKind::Reminder).nth(number.saturating_sub(1));
    let reminder = reminder.filter(|_| number > 0);
    let reminder = reminder.ok_or(MailingError::NotPlanned)?;
    Ok((Occasion::Reminder(reminder.id), reminder.usable))
}

/// Writes the letters, readable by whoever made them alone.
fn write(
    args: &LettersArgs,
    into: &Path,
    wave: &Wave,
    mailing: &IssuedMailing,
) -> anyhow::Result<()> {
    let site = Site {
        address: args.public_address.clone(),
        ..Site::default()
    };
    let letters = Letters {
        wave,
        site: &site,
        mailing,
        locale: args.language.locale(),
    };
    let bar = ProgressBar::new(mailing.letters.len() as u64).with_style(
        ProgressStyle::with_template("{wide_bar} {pos}/{len} {eta}")?,
    );
    let on_file = |name: &str, content: &[u8]| -> Result<(), LetterError> {
        Ok(write_private(&into.join(name), content)?)
    };
    let written = letters.write_files(on_file, |done| bar.set_position(done));
    bar.finish_and_clear();
    written.with_context(|| {
        format!(
            "the letters could not be written into {}: make them again with --again",
            into.display()
        )
    })
}
