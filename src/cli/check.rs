//! `minyi check`: reads survey files and names every fault.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

use super::config::LanguageArgs;
use super::survey_files;
use authoring::advice::{AdviceContext, advise};
use import::{SurveyFile, Surveyed, survey};
use messages::{Locale, words};
use questionnaire::QuestionId;

/// Reads every plan, questionnaire, frame and list of margins below the given folders and names every fault.
///
/// Prints one line per fault (file, line, what is wrong and what to do) and nothing if all
/// is well.
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// Folders of survey files, or single files: of these, only what is wrong with the file itself is named
    #[arg(default_value = "surveys")]
    paths: Vec<PathBuf>,
    /// Also give the advice of the studio on questionnaires without faults, with the plan beside them; advice is no fault
    #[arg(long)]
    advice: bool,
    #[command(flatten)]
    language: LanguageArgs,
}

/// Runs the command; succeeds only if there is no fault.
pub(super) fn run(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let locale = args.language.locale();
    let files = survey_files::read(&args.paths, locale)?;
    let surveyed = survey(&files, locale);
    let asked: Vec<&SurveyFile> = (files.iter())
        .filter(|(file, _)| is_asked(&args.paths, file))
        .collect();
    let findings = surveyed.iter().flat_map(|folder| &folder.findings);
    let findings = findings.filter(|finding| asked.iter().any(|(file, _)| *file == finding.file));
    let mut said: Vec<String> = findings.map(ToString::to_string).collect();
    let sound = said.is_empty();
    if args.advice {
        said.extend(
            asked
                .iter()
                .flat_map(|file| advice(file, &surveyed, locale)),
        );
    }
    let mut out = io::stdout().lock();
    for line in said {
        writeln!(out, "{line}").context("cannot print the findings")?;
    }
    Ok(if sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Whether a file is one of these, or lies below one of them.
fn is_asked(paths: &[PathBuf], file: &str) -> bool {
    let whole = |path: &Path| fs::canonicalize(path).ok();
    let file = whole(Path::new(file));
    let mut paths = paths.iter();
    paths.any(|path| match (whole(path), &file) {
        (Some(path), Some(file)) => file.starts_with(path),
        _ => false,
    })
}

/// The advice on a questionnaire, one piece a line; none on one with faults, and on a file that is none.
fn advice((file, content): &SurveyFile, surveyed: &[Surveyed], locale: Locale) -> Vec<String> {
    let path = Path::new(file);
    let name = path.file_name().unwrap_or_default();
    let other = ["plan.toml", "margins.toml"]
        .iter()
        .any(|other| name == *other);
    if other || path.extension().is_none_or(|it| it != "toml") {
        return Vec::new();
    }
    let reading = format::read(file, content);
    let sound = reading.findings.is_empty();
    let Some(questionnaire) = reading.questionnaire.filter(|_| sound) else {
        return Vec::new();
    };
    let context = AdviceContext {
        measured: measured(file, &questionnaire.id, surveyed),
        ..AdviceContext::default()
    };
    let advice = advise(&questionnaire, &context);
    let said = advice.iter();
    said.map(|advice| format!("{file}: {}", words::advice(locale, advice, &questionnaire)))
        .collect()
}

/// The questions that the plan in the folder of a file keys an indicator to.
fn measured(file: &str, questionnaire: &str, surveyed: &[Surveyed]) -> BTreeSet<QuestionId> {
    let (parent, _) = file.rsplit_once('/').unwrap_or(("", file));
    let beside = surveyed.iter().filter(|it| it.folder.path == parent);
    let indicators = beside
        .flat_map(|it| &it.folder.plan)
        .flat_map(|plan| &plan.indicators);
    let measures = indicators.filter_map(|indicator| indicator.measure.as_ref());
    let keyed = measures.filter(|measure| measure.questionnaire == questionnaire);
    keyed
        .flat_map(|measure| measure.questions.clone())
        .collect()
}
