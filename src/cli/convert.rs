//! `minyi convert FILE.toml FILE.xlsx` and back: a questionnaire as an XLSForm workbook.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::config::LanguageArgs;
use format::{Finding, Problem, read, xlsform};
use messages::{Locale, text, words};

/// Turns a questionnaire into an XLSForm workbook, or a workbook into a questionnaire.
///
/// What the other format has no place for is named on standard error.
#[derive(Debug, clap::Args)]
pub struct ConvertArgs {
    /// What is read: a .toml or an .xlsx file.
    from: PathBuf,
    /// What is written: a file of the other kind.
    to: PathBuf,
    #[command(flatten)]
    language: LanguageArgs,
}

/// Runs the command. Nothing is written unless everything succeeded.
pub(super) fn run(args: &ConvertArgs) -> anyhow::Result<()> {
    let locale = args.language.locale();
    let content = std::fs::read(&args.from).with_context(|| {
        let path = args.from.display().to_string();
        locale.t(text::CommandCannotRead { path })
    })?;
    let (written, notes) = match (extension(&args.from), extension(&args.to)) {
        (Some("toml"), Some("xlsx")) => to_workbook(&args.from, &content, locale)?,
        (Some("xlsx"), Some("toml")) => to_toml(&args.to, &content, locale)?,
        _ => bail!(locale.t(text::COMMAND_OTHER_FORMATS)),
    };
    std::fs::write(&args.to, written).with_context(|| {
        let path = args.to.display().to_string();
        locale.t(text::CommandCannotWrite { path })
    })?;
    let mut report = io::stderr().lock();
    for note in notes {
        writeln!(report, "{note}").context("cannot print the report")?;
    }
    Ok(())
}

fn extension(path: &Path) -> Option<&str> {
    path.extension().and_then(OsStr::to_str)
}

fn to_workbook(
    path: &Path,
    content: &[u8],
    locale: Locale,
) -> anyhow::Result<(Vec<u8>, Vec<String>)> {
    let reading = read(&path.display().to_string(), content);
    let findings: Vec<String> = sentences(reading.findings, locale).collect();
    let Some(questionnaire) = reading.questionnaire.filter(|_| findings.is_empty()) else {
        bail!(findings.join("\n"));
    };
    let exported = xlsform::export(&questionnaire)
        .map_err(|error| anyhow::Error::msg(words::export_error(locale, &error)))?;
    let notes = exported.notes.iter().map(|note| words::note(locale, note));
    Ok((exported.workbook, notes.collect()))
}

fn to_toml(to: &Path, content: &[u8], locale: Locale) -> anyhow::Result<(Vec<u8>, Vec<String>)> {
    let imported = xlsform::import(content)
        .map_err(|error| anyhow::Error::msg(words::import_error(locale, &error)))?;
    let written = imported.file(|note| words::note(locale, note));
    let reading = read(&to.display().to_string(), written.as_bytes());
    let notes = imported.notes.iter().map(|note| words::note(locale, note));
    let report = notes.chain(sentences(reading.findings, locale)).collect();
    Ok((written.into_bytes(), report))
}

/// The findings, one a line with file and line.
fn sentences(findings: Vec<Finding<Problem>>, locale: Locale) -> impl Iterator<Item = String> {
    let said = move |problem| words::problem(locale, &problem);
    (findings.into_iter()).map(move |finding| finding.map(said).to_string())
}
