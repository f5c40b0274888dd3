//! `minyi frame check|import|export`: lists of communities and villages, and the frames that samples are drawn from.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::json;

use super::import::SHIPPED_PLAN;
use super::{database, survey_files};
use crate::cli::config::{LanguageArgs, StorageArgs};
use accounts::store::{Actor, Audited};
use accounts::{Action, Entry};
use clock::Clock;
use db::Db;
use messages::{Locale, text, words};
use plan::store::{last_edition, list_plan_ids};
use sampling::listing::{
    Assignment, Column, Listing, ListingContext, column_letter, read_listing, write_listing,
};
use sampling::store::{find_frame, list_frames, list_strata, save_frame};
use sampling::{FrameEdition, FrameStatus, FrameStratum};

/// What to do with a list of units or a frame.
#[derive(Debug, Subcommand)]
pub enum FrameCommand {
    /// Read a list of communities and villages (CSV or XLSX) and say every fault, what is doubtful and how it was understood
    Check(CheckArgs),
    /// Bring a list without faults into the database as a frame
    Import(ImportArgs),
    /// Print the units of a frame as CSV, which reads back to the same frame
    Export(ExportArgs),
}

/// The list to be read, and how.
#[derive(Debug, Args)]
struct ListArgs {
    /// The list, as CSV or XLSX
    file: PathBuf,
    /// The day that its figures stand for, as in 2012-06-30: codes of districts are held to its year
    #[arg(long)]
    reference_date: Option<NaiveDate>,
    /// By how many percent of its census the persons of a district may differ without a warning
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u8).range(0..=100))]
    tolerance: u8,
    /// The sheet to be read; the one that looks most like a list if absent
    #[arg(long)]
    sheet: Option<String>,
    /// The row that is the heading, counted from 1; 0 if there is none; looked for if absent
    #[arg(long, value_name = "ROW")]
    heading_row: Option<u64>,
    /// What a column is, by its letter: code, `name_zh`, `name_en`, stratum, street, urban, households, persons or unread, as in
    /// F=households
    #[arg(long, value_name = "LETTER=COLUMN", value_parser = assigned_column)]
    column: Vec<(usize, Option<Column>)>,
    #[command(flatten)]
    language: LanguageArgs,
}

/// What `minyi frame check` is asked.
#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    list: ListArgs,
    /// The folder of the plan whose districts the units lie in; the shipped plan if absent
    #[arg(long)]
    plan: Option<PathBuf>,
}

/// What `minyi frame import` is asked.
#[derive(Debug, Args)]
pub struct ImportArgs {
    #[command(flatten)]
    list: ListArgs,
    /// The plan in the database whose districts the units lie in; not needed where there is only one
    #[arg(long)]
    plan: Option<String>,
    /// What the frame is called; the name of the file if absent
    #[arg(long)]
    name: Option<String>,
    /// Where the list is from
    #[arg(long)]
    source: String,
    /// How far it can be relied on: verified, provisional or synthetic
    #[arg(long, value_parser = status)]
    status: FrameStatus,
    /// Bring it in although something about it is doubtful, as `minyi frame check` says
    #[arg(long)]
    confirm: bool,
    #[command(flatten)]
    storage: StorageArgs,
}

/// What `minyi frame export` is asked.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The hash of the frame, or its first digits
    hash: String,
    #[command(flatten)]
    language: LanguageArgs,
    #[command(flatten)]
    storage: StorageArgs,
}

fn status(word: &str) -> Result<FrameStatus, &'static str> {
    FrameStatus::from_word(word).ok_or("write verified, provisional or synthetic")
}

/// Reads `F=households`: the column counted from 0, and what it is.
fn assigned_column(text: &str) -> Result<(usize, Option<Column>), &'static str> {
    let usage = "write a letter and what the column is, as in F=households or G=unread";
    read_assigned(text, Column::from_word, usage)
}

/// A column by its letter, and what it is by its word.
pub(super) fn read_assigned<C>(
    text: &str,
    from_word: impl Fn(&str) -> Option<C>,
    usage: &'static str,
) -> Result<(usize, Option<C>), &'static str> {
    const COLUMNS: usize = 200;
    let (letter, word) = text.split_once('=').ok_or(usage)?;
    let at = (0..COLUMNS).find(|at| column_letter(*at).eq_ignore_ascii_case(letter));
    let column = match word {
        "unread" => None,
        word => Some(from_word(word).ok_or(usage)?),
    };
    Ok((at.ok_or(usage)?, column))
}

pub(super) async fn run(command: FrameCommand) -> anyhow::Result<ExitCode> {
    match command {
        FrameCommand::Check(args) => check(&args),
        FrameCommand::Import(args) => import(args).await,
        FrameCommand::Export(args) => export(args).await.map(|()| ExitCode::SUCCESS),
    }
}

/// Says everything about a list; succeeds only if it could become a frame.
fn check(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let locale = args.list.language.locale();
    let files = match &args.plan {
        Some(folder) => survey_files::read(std::slice::from_ref(folder), locale)?,
        None => survey_files::shipped(SHIPPED_PLAN),
    };
    let surveyed = import::survey(&files, locale);
    let strata = surveyed.into_iter().find_map(|folder| folder.strata);
    let missing = || locale.t(text::CommandFileMissing { file: "frame.csv" });
    let strata = strata.with_context(missing)?;
    let listing = args.list.read(&strata)?;
    let mut out = io::stdout().lock();
    for line in said(&args.list.file, &listing, locale) {
        writeln!(out, "{line}").context("cannot print what the list says")?;
    }
    Ok(if listing.frame(&strata).is_some() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Brings a list in as a frame, or says why it cannot be one.
async fn import(args: ImportArgs) -> anyhow::Result<ExitCode> {
    let storage = args.storage.clone();
    database::with(&storage, async |db| import_into(db, &args).await).await
}

async fn import_into(db: &Db, args: &ImportArgs) -> anyhow::Result<ExitCode> {
    let locale = args.list.language.locale();
    let plan = match (&args.plan, list_plan_ids(db).await?.as_slice()) {
        (Some(plan), _) => plan.clone(),
        (None, [only]) => only.clone(),
        (None, _) => bail!(locale.t(text::FRAME_WHICH_PLAN)),
    };
    let edition = last_edition(db, &plan).await?;
    let edition =
        edition.with_context(|| locale.t(text::FrameNoSuchPlan { plan: plan.clone() }))?;
    let date = args.list.reference_date;
    let reference_date = date.with_context(|| locale.t(text::FRAME_DATE_NEEDED))?;
    let strata = list_strata(db, &edition).await?;
    let listing = args.list.read(&strata)?;
    let mut out = io::stdout().lock();
    for line in said(&args.list.file, &listing, locale) {
        writeln!(out, "{line}").context("cannot print what the list says")?;
    }
    let Some(frame) = listing.frame(&strata) else {
        return Ok(ExitCode::FAILURE);
    };
    if !listing.concerns.is_empty() && !args.confirm {
        writeln!(out, "{}", locale.t(text::FRAME_CONFIRM_COMMAND))?;
        return Ok(ExitCode::FAILURE);
    }
    let now = Clock::System.now();
    let audited = Audited::begin(db, Actor::Terminal, now).await?;
    let edition = FrameEdition {
        hash: frame.hash(),
        plan,
        edition,
        name: args.name.clone().unwrap_or_else(|| stem(&args.list.file)),
        source: args.source.clone(),
        reference_date,
        status: args.status,
        taken_by: "(terminal)".to_owned(),
        taken_at: now,
    };
    let new = save_frame(audited.transaction(), &frame, &edition).await?;
    if new {
        let entry =
            Entry::new(Action::AdoptFrame, format!("frame {}", edition.hash)).after(json!({
                "plan": edition.plan,
                "name": edition.name,
                "source": edition.source,
                "reference_date": edition.reference_date,
                "status": edition.status.as_str(),
                "file": stem(&args.list.file),
                "units": frame.units().len(),
                "confirmed": listing.concerns.len(),
            }));
        audited.commit(entry).await?;
    }
    let hash = edition.hash;
    let outcome = if new {
        locale.t(text::FrameImported { hash })
    } else {
        locale.t(text::FrameKnown { hash })
    };
    writeln!(out, "{outcome}")?;
    Ok(ExitCode::SUCCESS)
}

fn stem(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

async fn export(args: ExportArgs) -> anyhow::Result<()> {
    let locale = args.language.locale();
    database::with(&args.storage, async |db| {
        let frames = list_frames(db).await?;
        let mut meant = frames
            .iter()
            .filter(|frame| frame.hash.starts_with(&args.hash));
        let (Some(edition), None) = (meant.next(), meant.next()) else {
            let hash = args.hash.clone();
            bail!(locale.t(text::FrameNotOne { hash }));
        };
        let frame = find_frame(db, &edition.hash).await?;
        let frame = frame.context("a frame that is listed is kept")?;
        let written = write_listing(&frame, edition.reference_date);
        io::stdout()
            .lock()
            .write_all(&written)
            .context("cannot print the units")
    })
    .await
}

impl ListArgs {
    /// Reads the list beside these strata.
    fn read(&self, strata: &[FrameStratum]) -> anyhow::Result<Listing> {
        let path = self.file.display().to_string();
        let locale = self.language.locale();
        let content = fs::read(&self.file)
            .with_context(|| locale.t(text::CommandCannotRead { path: path.clone() }))?;
        let columns: BTreeMap<usize, Option<Column>> = self.column.iter().cloned().collect();
        let assignment = Assignment {
            sheet: self.sheet.clone(),
            heading: self.heading_row,
            columns,
        };
        let context = ListingContext {
            strata,
            reference_date: self.reference_date,
            assignment: &assignment,
            tolerance: f64::from(self.tolerance) / 100.0,
        };
        Ok(read_listing(&path, &content, context))
    }
}

/// How a list was understood, everything that is wrong with it, what is doubtful, and what it comes to, line by line.
fn said(file: &Path, listing: &Listing, locale: Locale) -> Vec<String> {
    let remarks = listing.remarks.iter();
    let remarks = remarks.map(|remark| words::listing_remark(locale, remark));
    let findings = listing.findings.iter().cloned();
    let findings = findings.map(|it| {
        it.map(|fault| words::listing_fault(locale, &fault))
            .to_string()
    });
    let concerns = listing.concerns.iter().map(|concern| {
        let concern = words::listing_concern(locale, concern);
        locale.t(text::FrameToConfirm { concern })
    });
    let file = file.display().to_string();
    let outcome = match listing.findings.len() {
        0 => locale.t(text::FrameSound {
            file,
            units: listing.units.len(),
        }),
        count => locale.t(text::FrameUnsound { file, count }),
    };
    remarks
        .chain(findings)
        .chain(concerns)
        .chain([outcome])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_assigned_by_its_letter() {
        assert_eq!(
            assigned_column("F=households"),
            Ok((5, Some(Column::Households)))
        );
        assert_eq!(assigned_column("aa=unread"), Ok((26, None)));
        for wrong in ["F", "F=size", "?=code"] {
            assert!(assigned_column(wrong).is_err(), "{wrong}");
        }
    }
}
