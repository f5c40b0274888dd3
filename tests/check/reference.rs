//! `surveys/FORMAT.md` against the readers: every key, with its type, its words and whether it must be there, is asked
//! of the readers by spoiling the page's own examples, so that a key that is missing in the page, or no longer read, fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use format::source::{Expected, SourceProblem};
use plan::read_folders;
use sampling::{FrameFault, MarginContext, read_margins, read_strata};
use toml::{Table, Value};

use crate::{check, root};

/// The page's examples, put together by file.
struct Examples {
    questionnaire: String,
    plan: String,
    margins: String,
    frame: String,
}

/// One row of a table of keys.
#[derive(Debug, Clone)]
struct Row {
    sort: String,
    words: BTreeSet<String>,
    required: bool,
}

/// What the page says of one file: the rows by table (`question.choices`, empty for the top) and key.
type Tables = BTreeMap<String, BTreeMap<String, Row>>;

/// What the page says.
struct Page {
    files: BTreeMap<String, Tables>,
    /// The keys that only questions of this type have.
    keys_by_type: BTreeMap<String, BTreeSet<String>>,
    columns: BTreeMap<String, Row>,
    examples: Examples,
}

fn page() -> Page {
    let text = fs::read_to_string(root().join("surveys/FORMAT.md")).unwrap();
    let mut page = Page {
        files: BTreeMap::new(),
        keys_by_type: BTreeMap::new(),
        columns: BTreeMap::new(),
        examples: Examples {
            questionnaire: String::new(),
            plan: String::new(),
            margins: String::new(),
            frame: String::new(),
        },
    };
    let (mut file, mut paths, mut header) = (String::new(), vec![String::new()], String::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(fence) = line.strip_prefix("```") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            page.examples.add(fence, &block);
        } else if let Some(heading) = line.strip_prefix("## ") {
            file = spans(heading).into_iter().next().unwrap_or_default();
        } else if let Some(heading) = line.strip_prefix("### ") {
            paths = spans(heading);
            if paths.is_empty() {
                paths.push(String::new());
            }
        } else if line.starts_with('|') {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            if cells[0].starts_with('`') {
                page.add_row(&header, &file, &paths, &cells);
            } else if !cells[0].starts_with('-') {
                cells.join("|").clone_into(&mut header);
            }
        }
    }
    page
}

/// The texts in backticks.
fn spans(text: &str) -> Vec<String> {
    let spans = text.split('`').skip(1).step_by(2);
    spans.map(str::to_owned).collect()
}

impl Page {
    fn add_row(&mut self, header: &str, file: &str, paths: &[String], cells: &[&str]) {
        let keys = spans(cells[0]);
        match header {
            "key|type|required|default|meaning" => {
                let (sort, words) = cells[1].split_once(": ").unwrap_or((cells[1], ""));
                let row = Row {
                    sort: sort.to_owned(),
                    words: spans(words).into_iter().collect(),
                    required: cells[2] == "yes",
                };
                let tables = self.files.entry(file.to_owned()).or_default();
                for path in paths {
                    let rows = tables.entry(path.clone()).or_default();
                    rows.extend(keys.iter().map(|key| (key.clone(), row.clone())));
                }
            }
            "type|answer|its own keys" => {
                let own = spans(cells[2]).into_iter().collect();
                self.keys_by_type.insert(keys[0].clone(), own);
            }
            "column|required|meaning" => {
                for key in keys {
                    let row = Row {
                        sort: String::new(),
                        words: BTreeSet::new(),
                        required: cells[1] == "yes",
                    };
                    self.columns.insert(key, row);
                }
            }
            _ => {}
        }
    }

    /// The keys of one table; of a question those that its type has.
    fn keys(&self, file: &str, path: &str, table: &Table) -> Option<BTreeSet<String>> {
        let mut keys: BTreeSet<String> = self.files[file].get(path)?.keys().cloned().collect();
        if path == "question" {
            let own = &self.keys_by_type[table["type"].as_str().unwrap()];
            let of_some_type: BTreeSet<&String> = self.keys_by_type.values().flatten().collect();
            keys.retain(|key| !of_some_type.contains(key) || own.contains(key));
        }
        Some(keys)
    }
}

impl Examples {
    fn add(&mut self, fence: &str, block: &[&str]) {
        let into = match (fence, block[0]) {
            ("toml", "# residents.toml") => &mut self.questionnaire,
            ("toml", "# plan.toml") => &mut self.plan,
            ("toml", "# margins.toml") => &mut self.margins,
            ("csv", _) => &mut self.frame,
            (_, first) => panic!("an example of no file: {first}"),
        };
        into.extend(block.iter().flat_map(|line| [line, "\n"]));
    }

    /// What the readers say of the examples with this text in place of a file's.
    fn findings(&self, file: &str, text: &str) -> Vec<SourceProblem> {
        if file == "margins.toml" {
            let read = read_margins(file, text.as_bytes(), MarginContext::default());
            let findings = read.err().unwrap_or_default().into_iter();
            return findings
                .filter_map(|finding| match finding.problem {
                    sampling::Problem::Source(problem) => Some(problem),
                    _ => None,
                })
                .collect();
        }
        let other = |own: &str, example: &str| {
            let content = if own == file { text } else { example };
            (format!("town/{own}"), content.to_owned())
        };
        let folders = read_folders([
            other("residents.toml", &self.questionnaire),
            other("plan.toml", &self.plan),
        ]);
        let findings = folders.into_iter().flat_map(|folder| folder.findings);
        findings
            .filter_map(|finding| as_source_problem(finding.problem))
            .collect()
    }
}

/// A finding on a key; what is said in other words of a key that is missing counts as that.
fn as_source_problem(problem: plan::Problem) -> Option<SourceProblem> {
    let missing = |key: &str| SourceProblem::MissingKey {
        key: key.to_owned(),
    };
    match problem {
        plan::Problem::Source(problem)
        | plan::Problem::Questionnaire(format::Problem::Source(problem)) => Some(problem),
        plan::Problem::NoIndicator => Some(missing("indicator")),
        plan::Problem::Questionnaire(format::Problem::NoQuestion) => Some(missing("question")),
        plan::Problem::Questionnaire(format::Problem::MissingTranslation { language, .. }) => {
            Some(missing(language.tag()))
        }
        _ => None,
    }
}

/// One step down to a table.
#[derive(Debug, Clone)]
enum Step {
    Key(String),
    Item(usize),
}

/// Every table of a document, with its name as the page's headings give it.
fn tables(value: &Value, path: &str, way: &[Step], found: &mut Vec<(String, Vec<Step>)>) {
    let below = |step| way.iter().cloned().chain([step]).collect::<Vec<_>>();
    match value {
        Value::Table(table) => {
            found.push((path.to_owned(), way.to_vec()));
            for (key, value) in table {
                let dot = if path.is_empty() { "" } else { "." };
                let path = format!("{path}{dot}{key}");
                tables(value, &path, &below(Step::Key(key.clone())), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                tables(item, path, &below(Step::Item(index)), found);
            }
        }
        _ => {}
    }
}

fn table_at<'t>(document: &'t mut Value, way: &[Step]) -> &'t mut Table {
    let at = way.iter().fold(document, |value, step| match step {
        Step::Key(key) => &mut value[key.as_str()],
        Step::Item(index) => &mut value[*index],
    });
    at.as_table_mut().unwrap()
}

/// A document of the page, to be spoilt in one place at a time.
struct Specimen<'p> {
    page: &'p Page,
    file: &'static str,
    document: Value,
}

impl Specimen<'_> {
    fn said_after(&self, way: &[Step], spoil: impl FnOnce(&mut Table)) -> Vec<SourceProblem> {
        let mut document = self.document.clone();
        spoil(table_at(&mut document, way));
        let text = toml::to_string(&document).unwrap();
        self.page.examples.findings(self.file, &text)
    }

    /// The keys that the reader takes in a table; none where any key may stand.
    fn known(&self, way: &[Step]) -> Option<BTreeSet<String>> {
        let said = self.said_after(way, |table| {
            table.insert("unknown_to_all".to_owned(), Value::Integer(1));
        });
        said.into_iter().find_map(|problem| match problem {
            SourceProblem::UnknownKey { key, known } if key == "unknown_to_all" => {
                Some(known.into_iter().collect())
            }
            _ => None,
        })
    }

    /// What the reader says of a key, in the words of the page.
    fn row(&self, way: &[Step], key: &str) -> Row {
        let gone = self.said_after(way, |table| {
            table.remove(key);
        });
        let required = gone.iter().any(|problem| match problem {
            SourceProblem::MissingKey { key: missing } => missing == key,
            // The only key of its file.
            SourceProblem::Empty => true,
            _ => false,
        });
        let day = Value::Datetime("2026-01-01".parse().unwrap());
        let mistyped = self.said_after(way, |table| {
            table.insert(key.to_owned(), day);
        });
        let sort = mistyped.iter().find_map(|problem| match problem {
            SourceProblem::WrongType {
                key: of, expected, ..
            } if of == key => Some(in_words(*expected).to_owned()),
            _ => None,
        });
        let odd = self.said_after(way, |table| {
            table.insert(key.to_owned(), Value::String("unknown to all".to_owned()));
        });
        let words = odd.into_iter().find_map(|problem| match problem {
            SourceProblem::NotAllowed {
                key: of, allowed, ..
            } if of == key => Some(allowed.into_iter().collect()),
            _ => None,
        });
        Row {
            sort: sort.unwrap_or_default(),
            words: words.unwrap_or_default(),
            required,
        }
    }
}

fn in_words(expected: Expected) -> &'static str {
    match expected {
        Expected::Text => "text",
        Expected::WholeNumber => "whole number",
        Expected::Number => "number",
        Expected::Flag => "true or false",
        Expected::Texts => "list of texts",
        Expected::WholeNumbers => "list of whole numbers",
        Expected::Table => "table",
        Expected::Tables => "tables",
    }
}

/// Whether the page's words for a type are those of the reader. A few keys take more than one type.
fn same_sort(page: &str, reader: &str) -> bool {
    match page {
        "text by language" => reader == "table",
        "list" => ["list of texts", "list of whole numbers"].contains(&reader),
        "number, true, or text by language" => reader.is_empty(),
        _ => page == reader,
    }
}

#[test]
fn the_examples_of_the_reference_are_a_sound_folder() {
    let examples = page().examples;
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("residents.toml", &examples.questionnaire),
        ("plan.toml", &examples.plan),
        ("margins.toml", &examples.margins),
        ("frame.csv", &examples.frame),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let output = check(folder.path());
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn the_reference_names_every_key_and_none_that_is_not_read() {
    let page = page();
    let examples = &page.examples;
    let mut wrong = BTreeSet::new();
    for (file, text) in [
        ("residents.toml", &examples.questionnaire),
        ("plan.toml", &examples.plan),
        ("margins.toml", &examples.margins),
    ] {
        let document = Value::Table(text.parse().unwrap());
        let mut found = Vec::new();
        tables(&document, "", &[], &mut found);
        let mut specimen = Specimen {
            page: &page,
            file,
            document,
        };
        let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
        for (path, way) in found {
            let table = table_at(&mut specimen.document, &way).clone();
            let written = page.keys(file, &path, &table);
            let (parent, own) = path.rsplit_once('.').unwrap_or(("", &path));
            let by_language = page.files[file]
                .get(parent)
                .and_then(|rows| rows.get(own))
                .is_some_and(|row| row.sort == "text by language");
            let languages = || ["en", "zh"].map(str::to_owned).into();
            let expected = by_language.then(languages).or(written);
            let known = specimen.known(&way);
            if known != expected {
                wrong.insert(format!(
                    "{file}: [{path}] takes {known:?}, the page says {expected:?}"
                ));
            }
            for (key, row) in page.files[file].get(&path).into_iter().flatten() {
                if !table.contains_key(key) {
                    continue;
                }
                seen.insert((path.clone(), key.clone()));
                let read = specimen.row(&way, key);
                if read.required != row.required
                    || read.words != row.words
                    || !same_sort(&row.sort, &read.sort)
                {
                    wrong.insert(format!(
                        "{file}: [{path}] {key}: {read:?}, the page says {row:?}"
                    ));
                }
            }
        }
        for (path, rows) in &page.files[file] {
            for key in rows.keys() {
                let shown = seen
                    .iter()
                    .any(|(at, other)| other == key && family(at) == family(path));
                if !shown {
                    wrong.insert(format!("{file}: no example shows [{path}] {key}"));
                }
            }
        }
    }
    let wrong: Vec<String> = wrong.into_iter().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Tables that the page describes together: what one example lacks another may show.
fn family(path: &str) -> &str {
    match path {
        "scale.choices" | "question.extra" => "question.choices",
        "coaching" => "indicator.measure",
        _ => path,
    }
}

#[test]
fn the_reference_names_every_type_of_question() {
    let page = page();
    let described: BTreeSet<String> = page.keys_by_type.keys().cloned().collect();
    assert_eq!(
        described,
        page.files["residents.toml"]["question"]["type"].words
    );
    let rows = &page.files["residents.toml"]["question"];
    let own = page.keys_by_type.values().flatten();
    let undescribed: BTreeSet<&String> = own.filter(|key| !rows.contains_key(*key)).collect();
    assert!(
        undescribed.is_empty(),
        "keys without a row: {undescribed:?}"
    );
    let example: Table = page.examples.questionnaire.parse().unwrap();
    let questions = example["question"].as_array().unwrap().iter();
    let shown: BTreeSet<String> = questions
        .filter_map(|question| Some(question.get("type")?.as_str()?.to_owned()))
        .collect();
    assert_eq!(
        shown, described,
        "every type has a question among the examples"
    );
}

#[test]
fn the_reference_names_the_columns_of_the_frame() {
    let page = page();
    let frame = &page.examples.frame;
    let (header, _) = frame.split_once('\n').unwrap();
    let columns: BTreeSet<&str> = header.split(',').collect();
    let described: BTreeSet<&str> = page.columns.keys().map(String::as_str).collect();
    assert_eq!(columns, described);
    for (column, row) in &page.columns {
        // One column of names is enough, so that all of them must go to be missed.
        let gone = if column.starts_with("name_") {
            "name_"
        } else {
            column
        };
        let text = frame.replacen(gone, "other_", if gone == "name_" { 2 } else { 1 });
        let missed = read_strata("frame.csv", text.as_bytes()).is_err_and(|findings| {
            findings.iter().any(|finding| {
                matches!(
                    finding.problem,
                    sampling::Problem::Frame {
                        fault: FrameFault::MissingColumn,
                        ..
                    }
                )
            })
        });
        assert_eq!(missed, row.required, "{column}");
    }
}
