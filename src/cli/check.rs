//! `minyi check`: reads every survey file and names every fault.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

use super::config::LanguageArgs;
use super::survey_files;

/// Reads every plan, questionnaire, frame and list of margins below the given folders and names every fault.
///
/// Prints one line per fault (file, line, what is wrong and what to do) and nothing if all
/// is well.
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// Folders of survey files, or single files.
    #[arg(default_value = "surveys")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    language: LanguageArgs,
}

/// Runs the command; succeeds only if there is no fault.
pub(super) fn run(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let locale = args.language.locale();
    let surveyed = survey_files::survey(&survey_files::read(&args.paths, locale)?, locale);
    let mut out = io::stdout().lock();
    for finding in surveyed.iter().flat_map(|folder| &folder.findings) {
        writeln!(out, "{finding}").context("cannot print the findings")?;
    }
    let sound = surveyed.iter().all(|folder| folder.findings.is_empty());
    Ok(if sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
