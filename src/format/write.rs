//! From a questionnaire to its file, in the layout of the shipped ones.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use toml_edit::Value;

use crate::answer_type;
use crate::read::is_question_key;
use questionnaire::{
    Answer, Arm, Choice, ChoiceOrder, Editorial, Language, Question, Questionnaire, Scale, ScaleId,
    Section, Test, Text,
};

/// The questionnaire as a TOML file. Reading it gives the same questionnaire again.
pub fn write(questionnaire: &Questionnaire) -> String {
    let mut file = String::new();
    line(&mut file, "id", &quoted(&questionnaire.id));
    let tags: Vec<String> = questionnaire
        .languages
        .iter()
        .map(|language| quoted(language.tag()))
        .collect();
    line(&mut file, "languages", &format!("[{}]", tags.join(", ")));
    let languages = questionnaire.languages.as_slice();
    line(
        &mut file,
        "title",
        &inline_text(&questionnaire.title, languages),
    );
    file.push_str("\n[intro]\n");
    wordings(&mut file, &questionnaire.intro, languages);
    let blocks = questionnaire
        .arms
        .iter()
        .map(arm_block)
        .chain(
            questionnaire
                .scales
                .iter()
                .map(|scale| scale_block(scale, languages)),
        )
        .chain(
            questionnaire
                .sections
                .iter()
                .map(|section| section_block(section, languages)),
        )
        .chain(
            questionnaire
                .questions
                .iter()
                .map(|question| question_block(question, languages)),
        )
        .chain(questionnaire.editorial.iter().map(editorial_block))
        .chain(questionnaire.tests.iter().map(test_block));
    for block in blocks {
        file.push('\n');
        file.push_str(&block);
    }
    file
}
/// A text in quotes, as TOML writes it.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn line(file: &mut String, key: &str, value: &str) {
    writeln!(file, "{key} = {value}").expect("writing to a string cannot fail");
}

fn worded<'t>(
    text: &'t Text,
    languages: &'t [Language],
) -> impl Iterator<Item = (&'t str, String)> {
    languages
        .iter()
        .filter_map(|language| Some((language.tag(), quoted(text.find(language)?))))
}

fn wordings(file: &mut String, text: &Text, languages: &[Language]) {
    for (tag, wording) in worded(text, languages) {
        line(file, tag, &wording);
    }
}

fn inline_text(text: &Text, languages: &[Language]) -> String {
    let wordings: Vec<String> = worded(text, languages)
        .map(|(tag, wording)| format!("{tag} = {wording}"))
        .collect();
    format!("{{ {} }}", wordings.join(", "))
}

fn inline_table<'k>(entries: impl Iterator<Item = (&'k str, String)>) -> String {
    let entries: Vec<String> = entries
        .map(|(key, value)| format!("{} = {value}", toml_edit::Key::new(key)))
        .collect();
    format!("{{ {} }}", entries.join(", "))
}

fn arm_block(arm: &Arm) -> String {
    let mut block = "[[arm]]\n".to_owned();
    line(&mut block, "id", &quoted(&arm.id));
    let shares = arm.groups.iter();
    let shares = shares.map(|(group, share)| (group.as_str(), Value::from(*share).to_string()));
    line(&mut block, "groups", &inline_table(shares));
    if !arm.scales.is_empty() {
        line(&mut block, "scales", &swaps(&arm.scales));
    }
    block
}

/// The swaps of an arm, as they stand in a file.
pub fn swaps(scales: &BTreeMap<String, BTreeMap<ScaleId, ScaleId>>) -> String {
    let groups = scales.iter().map(|(group, swap)| {
        let shown = swap.iter();
        let shown = shown.map(|(replaced, shown)| (replaced.as_str(), quoted(shown.as_str())));
        (group.as_str(), inline_table(shown))
    });
    inline_table(groups)
}

/// The table of a scale.
pub fn scale_block(scale: &Scale, languages: &[Language]) -> String {
    let mut block = "[[scale]]\n".to_owned();
    line(&mut block, "id", &quoted(scale.id.as_str()));
    choices(&mut block, "choices", &scale.choices, languages);
    block
}

/// The table of a section.
pub fn section_block(section: &Section, languages: &[Language]) -> String {
    let mut block = "[[section]]\n".to_owned();
    line(&mut block, "id", &quoted(&section.id));
    if let Some(group) = &section.rotate {
        line(&mut block, "rotate", &quoted(group));
    }
    let title = inline_text(&section.title, languages);
    line(&mut block, "title", &title);
    block
}

/// The table of a question.
pub fn question_block(question: &Question, languages: &[Language]) -> String {
    let mut block = "[[question]]\n".to_owned();
    let file = &mut block;
    line(file, "id", &quoted(question.id.as_str()));
    optional(file, "section", question.section.as_deref());
    optional(file, "series", question.series.as_deref());
    line(file, "type", &quoted(question.answer.sort().word()));
    if question.required {
        line(file, "required", "true");
    }
    answer_type::limits(&question.answer, &mut Block { file, languages });
    let source = |condition: &questionnaire::Condition| condition.source().to_owned();
    optional(
        file,
        "ask_if",
        question.ask_if.as_ref().map(source).as_deref(),
    );
    optional(
        file,
        "end_if",
        question.end_if.as_ref().map(source).as_deref(),
    );
    let (apart, own): (Vec<Language>, Vec<Language>) =
        (languages.iter().cloned()).partition(|language| is_question_key(language.tag()));
    wordings(file, &question.text, &own);
    if worded(&question.text, &apart).next().is_some() {
        line(file, "text", &inline_text(&question.text, &apart));
    }
    text(file, "help", &question.help, languages);
    text(file, "end", &question.end, languages);
    answer_type::choices(&question.answer, &mut Block { file, languages });
    block
}

/// The table of a wording that was changed without changing what is said.
pub fn editorial_block(editorial: &Editorial) -> String {
    let mut block = "[[editorial]]\n".to_owned();
    line(&mut block, "text", &quoted(&editorial.text.to_string()));
    line(&mut block, "language", &quoted(editorial.language.tag()));
    line(&mut block, "before", &quoted(&editorial.before));
    line(&mut block, "after", &quoted(&editorial.after));
    line(&mut block, "reason", &quoted(&editorial.reason));
    block
}

fn optional(file: &mut String, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        line(file, key, &quoted(value));
    }
}

fn text(file: &mut String, key: &str, value: &Text, languages: &[Language]) {
    if !value.is_empty() {
        line(file, key, &inline_text(value, languages));
    }
}

/// The table of a question being written.
pub(crate) struct Block<'b> {
    file: &'b mut String,
    languages: &'b [Language],
}

impl Block<'_> {
    /// A key with its value as TOML has it.
    pub(crate) fn line(&mut self, key: &str, value: &str) {
        line(self.file, key, value);
    }

    /// A key with a text in quotes.
    pub(crate) fn quoted(&mut self, key: &str, value: &str) {
        line(self.file, key, &quoted(value));
    }

    /// A text in every language, unless it is empty.
    pub(crate) fn text(&mut self, key: &str, value: &Text) {
        text(self.file, key, value, self.languages);
    }

    /// The order of choices, unless it is the usual one.
    pub(crate) fn order(&mut self, order: ChoiceOrder, usual: ChoiceOrder) {
        if order != usual {
            self.quoted("order", order.word());
        }
    }

    /// A list of choices.
    pub(crate) fn choices(&mut self, key: &str, own: &[Choice]) {
        choices(self.file, key, own, self.languages);
    }
}

fn choices(file: &mut String, key: &str, choices: &[Choice], languages: &[Language]) {
    if choices.is_empty() {
        line(file, key, "[]");
        return;
    }
    line(file, key, "[");
    for choice in choices {
        let mut entries = vec![("code", choice.code.to_string())];
        entries.extend(choice.kind.map(|kind| ("kind", quoted(kind.word()))));
        entries.extend(choice.score.map(|score| ("score", score.to_string())));
        entries.extend(worded(&choice.label, languages));
        let flags = [
            ("exclusive", choice.exclusive),
            ("other", choice.other),
            ("apart", choice.apart),
        ];
        let set = flags.into_iter().filter(|(_, set)| *set);
        entries.extend(set.map(|(key, _)| (key, "true".to_owned())));
        file.push_str("  ");
        file.push_str(&inline_table(entries.into_iter()));
        file.push_str(",\n");
    }
    // The bracket opened on a line of its own, which ended with the list's key.
    file.push_str("]\n");
}

/// The table of a test.
pub fn test_block(test: &Test) -> String {
    let mut block = "[[test]]\n".to_owned();
    line(&mut block, "name", &quoted(&test.name));
    if !test.arms.is_empty() {
        let arms = test.arms.iter();
        let arms = arms.map(|(arm, group)| (arm.as_str(), quoted(group)));
        line(&mut block, "arms", &inline_table(arms));
    }
    let answers = test.answers.0.iter().map(|(question, answer)| {
        let value = match answer {
            Answer::Number(number) => number.to_string(),
            Answer::Decimal { decimal } => decimal.to_string(),
            Answer::Date { date } => format!("{{ date = \"{date}\" }}"),
            Answer::Beside { beside } => format!("{{ beside = {beside} }}"),
            Answer::Text(text) => quoted(text),
            Answer::Codes(codes) => {
                let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
                format!("[{}]", codes.join(", "))
            }
        };
        (question.as_str(), value)
    });
    let answers = if test.answers.0.is_empty() {
        "{}".to_owned()
    } else {
        inline_table(answers)
    };
    line(&mut block, "answers", &answers);
    let path: Vec<String> = test.path.iter().map(|id| quoted(id.as_str())).collect();
    line(&mut block, "path", &format!("[{}]", path.join(", ")));
    block
}

#[cfg(test)]
mod tests {
    use crate::read;

    #[test]
    fn every_shipped_questionnaire_is_written_and_read_again_unchanged() {
        for folder in ["surveys/examples", "surveys/harbin-2012-2014"] {
            let root =
                std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(folder);
            for entry in std::fs::read_dir(root).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                let toml = path.extension().is_some_and(|end| end == "toml");
                if !toml || name == "plan.toml" || name == "margins.toml" {
                    continue;
                }
                let first = read(&name, &std::fs::read(&path).unwrap());
                let first = first.questionnaire.unwrap();
                let again = read(&name, crate::write(&first).as_bytes());
                assert!(again.findings.is_empty(), "{:#?}", again.findings);
                let mut again = again.questionnaire.unwrap();
                assert_eq!(again.version(), first.version(), "{name}");
                for (test, before) in again.tests.iter_mut().zip(&first.tests) {
                    test.line = before.line;
                }
                assert_eq!(again, first);
            }
        }
    }
}
