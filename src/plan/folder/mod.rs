//! Folders of survey files: a plan with its questionnaires, or questionnaires alone.

use std::collections::BTreeMap;

use super::check::check;
use super::frame_codes;
use super::indicator::Plan;
use super::problem::{Finding, Problem};
use super::read;
use format::sort_findings;
use questionnaire::{Part, Questionnaire};

/// One folder, read and checked.
#[derive(Debug)]
pub struct Folder {
    /// The folder, as the paths of its files begin.
    pub path: String,
    /// Its plan, if it has one.
    pub plan: Option<Plan>,
    /// Its questionnaires, in the order of their file names.
    pub questionnaires: Vec<Questionnaire>,
    /// Everything that is wrong; the values above are sound only if this is empty.
    pub findings: Vec<Finding>,
}

/// Reads and checks every folder among the files, given as path (with `/`) and content.
///
/// `plan.toml` is a plan, `frame.csv` the frame whose codes its districts must agree with; every other TOML file
/// but `margins.toml` is a questionnaire. Whether frame and margins are sound is for sampling, which reads them;
/// other files are not read.
pub fn read_folders<C: AsRef<[u8]>>(files: impl IntoIterator<Item = (String, C)>) -> Vec<Folder> {
    let mut folders: BTreeMap<String, BTreeMap<String, C>> = BTreeMap::new();
    for (path, content) in files {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let (folder, name) = (folder.to_owned(), name.to_owned());
        folders.entry(folder).or_default().insert(name, content);
    }
    let read = folders
        .into_iter()
        .map(|(path, files)| read_folder(path, &files));
    read.filter(|folder| {
        folder.plan.is_some() || !folder.questionnaires.is_empty() || !folder.findings.is_empty()
    })
    .collect()
}

fn read_folder<C: AsRef<[u8]>>(path: String, files: &BTreeMap<String, C>) -> Folder {
    let named = |name: &str| {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}/{name}")
        }
    };
    let mut findings: Vec<Finding> = Vec::new();
    let frame = files
        .get("frame.csv")
        .map(|content| frame_codes::codes(content.as_ref()));
    let frame = frame.and_then(|frame| {
        findings.extend(frame.wordy.into_iter().map(|(line, code)| Finding {
            file: named("frame.csv"),
            line,
            place: None,
            problem: Problem::CodeNotDigits { code },
        }));
        frame.codes
    });
    let mut questionnaires = Vec::new();
    let mut unread = Vec::new();
    for (name, content) in files {
        let Some(stem) = name.strip_suffix(".toml") else {
            continue;
        };
        if matches!(stem, "plan" | "margins") {
            continue;
        }
        let file = named(name);
        let reading = format::read(&file, content.as_ref());
        findings.extend(
            reading
                .findings
                .into_iter()
                .map(|finding| finding.map(Problem::from)),
        );
        let Some(questionnaire) = reading.questionnaire else {
            unread.push(stem);
            continue;
        };
        if questionnaire.id != stem {
            unread.push(stem);
            if reading.positions.has(&Part::Top, "id") {
                let (id, name) = (questionnaire.id.clone(), name.clone());
                findings.push(Finding {
                    file: file.clone(),
                    line: reading.positions.line(&Part::Top, "id"),
                    place: None,
                    problem: Problem::FileNamedOtherwise { id, file: name },
                });
            }
        }
        if let Some(units) = &frame {
            findings.extend(frame_codes::compare(
                &questionnaire,
                &reading.positions,
                &file,
                units,
            ));
        }
        questionnaires.push(questionnaire);
    }
    let plan = files.get("plan.toml").and_then(|content| {
        let file = named("plan.toml");
        let reading = read::read(&file, content.as_ref());
        findings.extend(reading.findings);
        let known: Vec<&Questionnaire> = questionnaires.iter().collect();
        let plan = reading.plan?;
        findings.extend(check(&plan, &reading.positions, &file, &known, &unread));
        Some(plan)
    });
    sort_findings(&mut findings);
    Folder {
        path,
        plan,
        questionnaires,
        findings,
    }
}

#[cfg(test)]
mod tests;
