//! Survey files: those in a folder, and those shipped inside the program.

use std::fs;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use anyhow::{Context, bail};
use rust_embed::RustEmbed;

use format::source::SourceProblem;
use format::{Finding, sort_findings};
use messages::{Locale, text, words};
use plan::{Folder, read_folders};
use sampling::{FrameStratum, Margin, MarginContext, read_margins, read_strata};

/// A file's path (with `/`) and content.
pub(super) type SurveyFile = (String, Vec<u8>);

#[derive(RustEmbed)]
#[folder = "surveys/"]
#[include = "*.toml"]
#[include = "*.csv"]
struct Shipped;

/// The shipped files of a plan: a folder of `surveys/`.
pub(super) fn shipped(folder: &str) -> Vec<SurveyFile> {
    Shipped::iter()
        .filter(|path| Path::new(path.as_ref()).parent() == Some(Path::new(folder)))
        .filter_map(|path| Some((path.to_string(), Shipped::get(&path)?.data.into_owned())))
        .collect()
}

/// A folder of survey files, read and checked in all its parts.
#[derive(Debug)]
pub(super) struct Surveyed {
    /// Plan and questionnaires.
    pub(super) folder: Folder,
    /// The strata of frame.csv; none without the file.
    pub(super) strata: Option<Vec<FrameStratum>>,
    /// The margins of margins.toml; none without the file.
    pub(super) margins: Option<Vec<Margin>>,
    /// Everything that is wrong with any of the files, in the order of files and lines; the values above are
    /// sound only if this is empty.
    pub(super) findings: Vec<Finding<String>>,
}

/// Reads and checks every folder among the files: plan and questionnaires, the frame, the margins; what is wrong
/// is said in the language of this locale.
pub(super) fn survey(files: &[SurveyFile], locale: Locale) -> Vec<Surveyed> {
    let folders = read_folders(files.iter().map(|(path, content)| (path.clone(), content)));
    folders
        .into_iter()
        .map(|folder| {
            let beside = |name: &str| {
                files.iter().find(|(path, _)| {
                    let (parent, file) = path.rsplit_once('/').unwrap_or(("", path));
                    parent == folder.path && file == name
                })
            };
            let mut findings: Vec<Finding<String>> = (folder.findings.iter().cloned())
                .map(|finding| finding.map(|problem| words::plan_problem(locale, &problem)))
                .collect();
            let mut note = |faults: Vec<sampling::Finding>| {
                let faults = faults.into_iter();
                findings.extend(
                    faults.map(|fault| fault.map(|problem| words::frame_problem(locale, &problem))),
                );
            };
            let frame = beside("frame.csv");
            let strata = frame
                .and_then(|(path, content)| read_strata(path, content).map_err(&mut note).ok());
            // A question that a fault has swallowed is no fault of the margin that names it.
            let whole = !folder.findings.iter().any(hides_questions);
            let context = MarginContext {
                strata: strata.as_deref(),
                questionnaires: whole.then_some(folder.questionnaires.as_slice()),
            };
            let margins = beside("margins.toml").and_then(|(path, content)| {
                read_margins(path, content, context).map_err(&mut note).ok()
            });
            sort_findings(&mut findings);
            Surveyed {
                folder,
                strata,
                margins,
                findings,
            }
        })
        .collect()
}

/// Whether a fault may have kept questions of a questionnaire from being read.
fn hides_questions(finding: &plan::Finding) -> bool {
    matches!(
        finding.problem,
        plan::Problem::Questionnaire(format::Problem::Source(
            SourceProblem::Syntax { .. }
                | SourceProblem::NotUtf8
                | SourceProblem::TooLarge { .. }
                | SourceProblem::Empty
        ))
    )
}

/// The survey files below folders; of a single file, those beside it, which it may refer to.
pub(super) fn read(paths: &[PathBuf], locale: Locale) -> anyhow::Result<Vec<SurveyFile>> {
    let mut files = Vec::new();
    for path in paths {
        let before = files.len();
        if path.is_file() {
            let folder = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            let folder = folder.unwrap_or(Path::new("."));
            collect_files(folder, false, &mut files, locale)?;
        } else {
            collect_files(path, true, &mut files, locale)?;
        }
        if files.len() == before {
            let path = path.display().to_string();
            bail!(locale.t(text::CommandNoSurveyFile { path }));
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

/// Reads the survey files of a folder, and of the folders in it if `deep`.
fn collect_files(
    folder: &Path,
    deep: bool,
    files: &mut Vec<SurveyFile>,
    locale: Locale,
) -> anyhow::Result<()> {
    let unreadable = |path: &Path| {
        let path = path.display().to_string();
        locale.t(text::CommandCannotRead { path })
    };
    let entries = fs::read_dir(folder).with_context(|| unreadable(folder))?;
    for entry in entries {
        let entry = entry.with_context(|| unreadable(folder))?;
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if path.is_dir() {
            if deep {
                collect_files(&path, true, files, locale)?;
            }
            continue;
        }
        let survey = path
            .extension()
            .is_some_and(|extension| extension == "toml" || extension == "csv");
        if survey {
            let content = fs::read(&path).with_context(|| unreadable(&path))?;
            let name = path.to_string_lossy().replace(MAIN_SEPARATOR, "/");
            files.push((name, content));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_is_shipped_with_its_frame_and_margins() {
        let files = shipped("harbin-2012-2014");
        let mut names: Vec<&str> = files
            .iter()
            .filter_map(|(path, _)| path.rsplit('/').next())
            .collect();
        names.sort_unstable();
        let expected = [
            "frame.csv",
            "margins.toml",
            "parents.toml",
            "plan.toml",
            "residents.toml",
            "window.toml",
        ];
        assert_eq!(names, expected);
    }
}
