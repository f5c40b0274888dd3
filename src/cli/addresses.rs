//! `minyi addresses`: where the households of a wave live, from the lists of their communities.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::database;
use super::frame::read_assigned;
use crate::cli::config::{LanguageArgs, StorageArgs};
use accounts::store::{Actor, Audited};
use clock::Clock;
use db::Db;
use fieldwork::WaveState;
use fieldwork::store::{KeptAddresses, find_wave, list_addresses, list_unit_sizes};
use messages::{text, words};
use sampling::household_list::{HouseholdColumn, read_households};
use sampling::listing::Assignment;
use web::letters::keep_listed_addresses;

/// Which list to take in.
#[derive(Debug, Args)]
pub struct AddressesArgs {
    /// The address of the wave, as in residents-2014
    wave: String,
    /// The list of households with the columns unit code, household and address, as CSV or XLSX; without it, the households that
    /// have no address are printed
    file: Option<PathBuf>,
    /// The sheet to be read; every one that has the columns if absent
    #[arg(long)]
    sheet: Option<String>,
    /// The row that is the heading, counted from 1; 0 if there is none; looked for if absent
    #[arg(long, value_name = "ROW")]
    heading_row: Option<u64>,
    /// What a column is, by its letter: unit, household, address or unread, as in C=address
    #[arg(long, value_name = "LETTER=COLUMN", value_parser = assigned_column)]
    column: Vec<(usize, Option<HouseholdColumn>)>,
    #[command(flatten)]
    language: LanguageArgs,
    #[command(flatten)]
    storage: StorageArgs,
}

fn assigned_column(text: &str) -> Result<(usize, Option<HouseholdColumn>), &'static str> {
    let usage = "write a letter and what the column is, as in C=address or D=unread";
    read_assigned(text, HouseholdColumn::from_word, usage)
}

pub(super) async fn run(args: AddressesArgs) -> anyhow::Result<ExitCode> {
    database::with(&args.storage, async |db| take(db, &args).await).await
}

/// Keeps what the list says of drawn households and prints how it was understood; nothing where it has a fault.
async fn take(db: &Db, args: &AddressesArgs) -> anyhow::Result<ExitCode> {
    let locale = args.language.locale();
    let found = find_wave(db, &args.wave).await?;
    let wave = found.with_context(|| format!("there is no wave {}", args.wave))?;
    let mut out = io::stdout().lock();
    if let Some(path) = &args.file {
        let now = Clock::System.now();
        anyhow::ensure!(
            wave.state(now) != WaveState::Closed,
            locale.t(text::ADDRESSES_CLOSED)
        );
        let content = fs::read(path).with_context(|| path.display().to_string())?;
        let sizes = list_unit_sizes(db, wave.id).await?;
        let assignment = Assignment {
            sheet: args.sheet.clone(),
            heading: args.heading_row,
            columns: args.column.iter().copied().collect(),
        };
        let list = read_households(&path.display().to_string(), &content, &sizes, &assignment);
        for remark in &list.remarks {
            writeln!(out, "{}", words::household_remark(locale, remark))?;
        }
        let count = list.findings.len();
        for finding in list.findings {
            let said = finding.map(|fault| words::household_fault(locale, &fault));
            writeln!(out, "{said}")?;
        }
        if count > 0 {
            writeln!(out, "{}", locale.t(text::AddressesNothingKept { count }))?;
            return Ok(ExitCode::FAILURE);
        }
        let audited = Audited::begin(db, Actor::Terminal, now).await?;
        let listed = keep_listed_addresses(audited, &wave, &list.households).await?;
        let KeptAddresses { kept, left } = listed;
        if kept == 0 {
            writeln!(out, "{}", locale.t(text::ADDRESSES_NONE_DRAWN))?;
            return Ok(ExitCode::FAILURE);
        }
        writeln!(out, "{}", locale.t(text::AddressesKept { kept, left }))?;
    }
    let psus = list_addresses(db, wave.id).await?;
    let drawn: usize = psus.iter().map(|psu| psu.drawn).sum();
    let missing: usize = psus.iter().map(|psu| psu.missing.len()).sum();
    if missing == 0 {
        writeln!(out, "{}", locale.t(text::AddressesComplete { drawn }))?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(
        out,
        "{}",
        locale.t(text::AddressesMissing { drawn, missing })
    )?;
    for psu in psus.iter().filter(|psu| !psu.missing.is_empty()) {
        let numbers: Vec<String> = psu.missing.iter().map(i64::to_string).collect();
        let name = locale.wording(&psu.name);
        writeln!(out, "{} {name}: {}", psu.psu, numbers.join(" "))?;
    }
    Ok(ExitCode::SUCCESS)
}
