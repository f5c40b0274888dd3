//! One plan with everything that belongs to it.

use std::collections::BTreeMap;

use super::surveyed::{SurveyFile, survey};
use format::Finding;
use messages::Locale;
use plan::Plan;
use questionnaire::Questionnaire;
use sampling::{FrameStratum, Margin, StratumShape};

/// A plan with its questionnaires, strata, margins and map, in which nothing was found wrong.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct PlanFolder {
    pub plan: Plan,
    pub questionnaires: Vec<Questionnaire>,
    pub strata: Vec<FrameStratum>,
    pub margins: Vec<Margin>,
    /// Empty without a map.
    pub shapes: Vec<StratumShape>,
    /// The texts of questionnaires, by the id that their files are named after: a draft can begin from them.
    pub sources: BTreeMap<String, String>,
}

/// Why files are not one plan that can be taken in.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// Everything that is wrong with any of the files, said in the language asked for.
    Faults(Vec<Finding<String>>),
    /// No folder with survey files, or several.
    NotOnePlan,
    /// A file of this name is missing.
    Missing(&'static str),
}

/// The one plan among the files; its faults are said in the language of this locale.
pub fn read_plan(files: &[SurveyFile], locale: Locale) -> Result<PlanFolder, Refusal> {
    let mut surveyed = survey(files, locale);
    let findings: Vec<Finding<String>> = surveyed
        .iter_mut()
        .flat_map(|folder| std::mem::take(&mut folder.findings))
        .collect();
    if !findings.is_empty() {
        return Err(Refusal::Faults(findings));
    }
    let (Some(surveyed), true) = (surveyed.pop(), surveyed.is_empty()) else {
        return Err(Refusal::NotOnePlan);
    };
    let missing = Refusal::Missing;
    Ok(PlanFolder {
        plan: surveyed.folder.plan.ok_or(missing("plan.toml"))?,
        questionnaires: surveyed.folder.questionnaires,
        strata: surveyed.strata.ok_or(missing("frame.csv"))?,
        margins: surveyed.margins.ok_or(missing("margins.toml"))?,
        shapes: surveyed.shapes,
        sources: sources(files),
    })
}

fn sources(files: &[SurveyFile]) -> BTreeMap<String, String> {
    let sources = files.iter().filter_map(|(path, content)| {
        let stem = path.rsplit('/').next()?.strip_suffix(".toml")?;
        let text = std::str::from_utf8(content).ok()?;
        Some((stem.to_owned(), text.to_owned()))
    });
    sources.collect()
}
