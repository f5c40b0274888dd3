//! Questionnaires for tests, written in a few lines.

use format::read;
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

/// The findings in tables that follow a sound head; line 1 is the first of `tables`.
pub(crate) fn faults(tables: &str) -> Vec<String> {
    let reading = read("sample.toml", format!("{HEAD}{tables}").as_bytes());
    let head = HEAD.lines().count();
    reading
        .findings
        .into_iter()
        .map(|mut finding| {
            finding.line = finding.line.saturating_sub(head);
            finding.to_string().replacen("sample.toml:", "", 1)
        })
        .collect()
}
