//! Where survey files come from: a folder, or the program, which ships some.

use std::fs;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use anyhow::{Context, bail};
use rust_embed::RustEmbed;

use import::{SurveyFile, is_survey_file};
use messages::{Locale, text};

#[derive(RustEmbed)]
#[folder = "surveys/"]
#[include = "*.toml"]
#[include = "*.csv"]
#[include = "*.geojson"]
struct Shipped;

/// The shipped files of a plan: a folder of `surveys/`.
pub(super) fn shipped(folder: &str) -> Vec<SurveyFile> {
    Shipped::iter()
        .filter(|path| Path::new(path.as_ref()).parent() == Some(Path::new(folder)))
        .filter_map(|path| Some((path.to_string(), Shipped::get(&path)?.data.into_owned())))
        .collect()
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
        let name = path.to_string_lossy().replace(MAIN_SEPARATOR, "/");
        if is_survey_file(&name) {
            let content = fs::read(&path).with_context(|| unreadable(&path))?;
            files.push((name, content));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_is_shipped_with_its_frame_margins_and_map() {
        let files = shipped("harbin-2012-2014");
        let mut names: Vec<&str> = files
            .iter()
            .filter_map(|(path, _)| path.rsplit('/').next())
            .collect();
        names.sort_unstable();
        let expected = [
            "districts.geojson",
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
