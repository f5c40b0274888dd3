//! Questionnaires for tests, written in a few lines.

use format::{Finding, Problem, read};
use questionnaire::Questionnaire;

const HEAD: &str =
    "id = \"sample\"\nlanguages = [\"zh\"]\ntitle = { zh = \"题\" }\nintro = { zh = \"您好\" }\n";

/// A sound questionnaire in one language from its tables.
pub(crate) fn questionnaire(tables: &str) -> Questionnaire {
    let findings = faults(tables);
    assert!(findings.is_empty(), "{findings:#?}");
    let reading = read("sample.toml", format!("{HEAD}{tables}").as_bytes());
    reading
        .questionnaire
        .expect("a sound file has a questionnaire")
}

/// The findings in tables that follow a sound head.
pub(crate) fn faults(tables: &str) -> Vec<Finding<Problem>> {
    read("sample.toml", format!("{HEAD}{tables}").as_bytes()).findings
}
