//! Survey files read and checked: plan and questionnaires, the frame, the margins, the map.

use format::source::SourceProblem;
use format::{Finding, sort_findings};
use messages::{Locale, words};
use plan::{Folder, read_folders};
use sampling::{
    FrameStratum, Margin, MarginContext, StratumShape, read_margins, read_shapes, read_strata,
};

/// A file's path (with `/`) and content.
pub type SurveyFile = (String, Vec<u8>);

/// The file with the outlines of strata.
const SHAPES: &str = "districts.geojson";

/// Whether a file of this path may be part of a plan; others beside it are let be, such as pages to read or what a
/// desktop leaves.
pub fn is_survey_file(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or_default();
    let ending = file.rsplit('.').next().unwrap_or_default();
    !file.starts_with('.') && (["toml", "csv"].contains(&ending) || file == SHAPES)
}

/// A folder of survey files, read and checked in all its parts.
#[derive(Debug)]
pub struct Surveyed {
    /// Plan and questionnaires.
    pub folder: Folder,
    /// The strata of frame.csv; none without the file.
    pub strata: Option<Vec<FrameStratum>>,
    /// The margins of margins.toml; none without the file.
    pub margins: Option<Vec<Margin>>,
    /// The outlines of districts.geojson; none without the file.
    pub shapes: Vec<StratumShape>,
    /// Everything that is wrong with any of the files, in the order of files and lines; the values above are
    /// sound only if this is empty.
    pub findings: Vec<Finding<String>>,
}

/// Reads and checks every folder among the files: plan and questionnaires, the frame, the margins, the map; what is wrong
/// is said in the language of this locale.
pub fn survey(files: &[SurveyFile], locale: Locale) -> Vec<Surveyed> {
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
            let shapes = beside(SHAPES).and_then(|(path, content)| {
                read_shapes(path, content, strata.as_deref())
                    .map_err(&mut note)
                    .ok()
            });
            sort_findings(&mut findings);
            Surveyed {
                folder,
                strata,
                margins,
                shapes: shapes.unwrap_or_default(),
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
