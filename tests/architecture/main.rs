//! The rules of the house that the compiler cannot hold: which room may depend on which, where the database and the web
//! framework may be named at all, that promises name their proof, and what may be depended on from outside.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

mod dependencies;
mod files;
mod promises;

use std::collections::BTreeSet;
use std::fs;

use files::{files_below, root};

/// For every room: the rooms that its manifest may name. An arrow that is added here is a decision.
const MAY_DEPEND: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("entity", &[]),
    ("statistics", &[]),
    ("spreadsheet", &[]),
    ("typesetting", &[]),
    ("microdata", &[]),
    ("db", &[]),
    ("accounts", &["db", "entity"]),
    ("questionnaire", &["db", "entity"]),
    ("format", &["questionnaire", "spreadsheet"]),
    (
        "plan",
        &["db", "entity", "format", "questionnaire", "spreadsheet"],
    ),
    (
        "authoring",
        &[
            "db",
            "entity",
            "format",
            "plan",
            "questionnaire",
            "spreadsheet",
        ],
    ),
    (
        "sampling",
        &["db", "entity", "format", "questionnaire", "spreadsheet"],
    ),
    (
        "fieldwork",
        &[
            "clock",
            "db",
            "entity",
            "format",
            "questionnaire",
            "sampling",
            "spreadsheet",
        ],
    ),
    (
        "messages",
        &[
            "accounts",
            "authoring",
            "fieldwork",
            "format",
            "plan",
            "questionnaire",
            "sampling",
        ],
    ),
    (
        "import",
        &[
            "db",
            "format",
            "messages",
            "plan",
            "questionnaire",
            "sampling",
        ],
    ),
    (
        "results",
        &[
            "clock",
            "db",
            "entity",
            "fieldwork",
            "plan",
            "questionnaire",
            "sampling",
            "spreadsheet",
            "statistics",
        ],
    ),
    (
        "simulation",
        &[
            "fieldwork",
            "plan",
            "questionnaire",
            "sampling",
            "statistics",
        ],
    ),
    (
        "web",
        &[
            "accounts",
            "authoring",
            "clock",
            "db",
            "fieldwork",
            "format",
            "import",
            "messages",
            "microdata",
            "plan",
            "questionnaire",
            "results",
            "sampling",
            "spreadsheet",
            "typesetting",
        ],
    ),
];

/// Rooms in which every file may hold a connection: the database's own, and the edges.
const AT_THE_DATABASE: &[&str] = &["db", "entity", "web", "cli"];

/// Files outside the stores that hold a connection only to hand it to their store.
const HOLD_A_CONNECTION: &[&str] = &["fieldwork/intake.rs", "fieldwork/keeper.rs"];

/// The sources of the rooms; tests of a room may look around.
fn source_files() -> Vec<(String, String)> {
    let mut files = files_below("src", "rs");
    files.retain(|(file, _)| !file.contains("/tests/"));
    files
}

fn room(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap()
}

fn is_store(file: &str) -> bool {
    file.ends_with("/store.rs") || file.contains("/store/")
}

/// The code of a file: without comments, and without what is compiled for its unit tests only, which may look
/// around. What follows such an item is code again.
fn code(source: &str) -> String {
    let mut kept = Vec::new();
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        let text = line.trim_start();
        if text.starts_with("#[cfg(test)]") {
            skip_item(&line[..line.len() - text.len()], &mut lines);
        } else if !text.starts_with("//") {
            kept.push(line);
        }
    }
    kept.join("\n")
}

/// Reads past the item that an attribute stands on. In formatted code an item ends on its first line, or with a
/// brace that is indented like its attribute.
fn skip_item<'a>(indent: &str, lines: &mut impl Iterator<Item = &'a str>) {
    let end = format!("{indent}}}");
    let mut open = false;
    for line in lines {
        let text = line.trim_end();
        if open && text == end {
            return;
        }
        open |= text.ends_with('{');
        if !open && (text.ends_with(';') || text.ends_with('}')) {
            return;
        }
    }
}

fn names_crate(code: &str, name: &str) -> bool {
    code.lines().any(|line| {
        line.match_indices(name).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let after = line[at + name.len()..].chars().next();
            !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
                && after.is_some_and(|c| c == ':' || c == ';' || c == '!')
        })
    })
}

/// The crates of this workspace that a manifest names for the built room (not for its tests).
fn rooms_in_manifest(room: &str) -> BTreeSet<String> {
    let path = root().join("src").join(room).join("Cargo.toml");
    let manifest: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
    let named = manifest["dependencies"].as_table().unwrap().keys().cloned();
    named
        .filter(|name| MAY_DEPEND.iter().any(|(room, _)| room == name))
        .collect()
}

#[test]
fn rooms_depend_one_way() {
    let mut earlier = BTreeSet::new();
    for (room, allowed) in MAY_DEPEND {
        let allowed: BTreeSet<String> = allowed.iter().map(|&name| name.to_owned()).collect();
        assert!(
            allowed.is_subset(&earlier),
            "{room} depends on a room that comes after it"
        );
        assert_eq!(rooms_in_manifest(room), allowed, "src/{room}/Cargo.toml");
        earlier.insert((*room).to_owned());
    }
}

#[test]
fn every_room_is_in_the_table() {
    let known: BTreeSet<&str> = MAY_DEPEND
        .iter()
        .map(|(room, _)| *room)
        .chain(["cli"])
        .collect();
    let files = source_files();
    let found: BTreeSet<&str> = files
        .iter()
        .filter(|(file, _)| file.contains('/'))
        .map(|(file, _)| room(file))
        .collect();
    assert_eq!(found, known);
}

#[test]
fn only_stores_and_edges_hold_a_connection() {
    let broken: Vec<_> = source_files()
        .into_iter()
        .filter(|(file, _)| {
            !is_store(file)
                && !AT_THE_DATABASE.contains(&room(file))
                && !HOLD_A_CONNECTION.contains(&file.as_str())
        })
        .filter(|(_, source)| {
            let code = code(source);
            names_crate(&code, "db") || names_crate(&code, "entity")
        })
        .map(|(file, _)| file)
        .collect();
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn only_stores_name_the_database_library() {
    let broken: Vec<_> = source_files()
        .into_iter()
        .filter(|(file, _)| !is_store(file) && !["db", "entity"].contains(&room(file)))
        .filter(|(_, source)| names_crate(&code(source), "sea_orm"))
        .map(|(file, _)| file)
        .collect();
    assert_eq!(broken, Vec::<String>::new());
}

/// Pages and commands write by a store or by an audited write; only the demonstration, whose past nobody did, begins
/// transactions of its own.
#[test]
fn no_page_begins_a_transaction() {
    let broken: Vec<_> = source_files()
        .into_iter()
        .filter(|(file, _)| !is_store(file) && room(file) != "db" && file != "cli/demo/fielding.rs")
        .filter(|(_, source)| code(source).contains("begin_write"))
        .map(|(file, _)| file)
        .collect();
    assert_eq!(broken, Vec::<String>::new());
}

/// What leaves as CSV passes by the one writer that lets no cell become a formula.
#[test]
fn csv_is_written_in_one_place() {
    let broken: Vec<_> = source_files()
        .into_iter()
        .filter(|(file, _)| room(file) != "spreadsheet")
        .filter(|(_, source)| {
            let code = code(source);
            code.contains("csv::Writer") || code.contains("WriterBuilder")
        })
        .map(|(file, _)| file)
        .collect();
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn only_the_web_names_the_web_framework() {
    let broken: Vec<_> = source_files()
        .into_iter()
        .filter(|(file, _)| room(file) != "web")
        .filter(|(_, source)| {
            let code = code(source);
            names_crate(&code, "axum") || names_crate(&code, "maud")
        })
        .map(|(file, _)| file)
        .collect();
    assert_eq!(broken, Vec::<String>::new());
}

/// What reads the text of a questionnaire. In `authoring` a draft is read by its `reading`, which has a budget and is
/// kept; two places there look at a text without proving anything. No page reads one past that.
const PARSERS: &[&str] = &["read", "parse", "read_within", "check"];

/// Where a text may be parsed in `web` and `authoring`.
const MAY_PARSE: &[&str] = &[
    "authoring/draft.rs",
    "authoring/editing/bank.rs",
    "authoring/interview_paths/faults.rs",
    "authoring/reading.rs",
];

/// The names that code takes from a room: by `use room::{..};` and by `room::name` in place.
fn names_taken_from(code: &str, room: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let path = format!("{room}::");
    for (at, _) in code.match_indices(&path) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + path.len()..];
        let list = match rest.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default(),
            None => rest
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
                .unwrap_or_default(),
        };
        names.extend(list.split(',').map(|name| name.trim().to_owned()));
    }
    names
}

#[test]
fn no_page_reads_a_draft_past_its_reading() {
    let broken: Vec<_> = source_files()
        .into_iter()
        .filter(|(file, _)| ["web", "authoring"].contains(&room(file)))
        .filter(|(file, _)| !file.ends_with("/tests.rs") && !MAY_PARSE.contains(&file.as_str()))
        .filter(|(_, source)| {
            let names = names_taken_from(&code(source), "format");
            PARSERS.iter().any(|parser| names.contains(*parser))
        })
        .map(|(file, _)| file)
        .collect();
    assert_eq!(broken, Vec::<String>::new());
    let code = "use format::{Finding, read};\nlet a = format::parse(b);\nuse crate::format::check;";
    let taken: Vec<_> = names_taken_from(code, "format").into_iter().collect();
    assert_eq!(taken, ["Finding", "parse", "read"]);
}

/// The enumerations of a file some of whose variants have a sentence of their own.
fn said_in_code(source: &str) -> Vec<&str> {
    let items = source.split("pub enum ").skip(1);
    items
        .filter_map(|item| {
            let (name, rest) = item.split_once(" {")?;
            let (variants, _) = rest.split_once("\n}")?;
            variants.contains("#[error(").then_some(name)
        })
        .collect()
}

/// A fault that the catalogues say is plain data: an English sentence beside it would be told twice, and drift.
#[test]
fn what_the_catalogues_say_is_said_nowhere_else() {
    let files = source_files();
    let words: String = files
        .iter()
        .filter(|(file, _)| file.starts_with("messages/words/"))
        .map(|(_, source)| code(source))
        .collect();
    let broken: Vec<&str> = files
        .iter()
        .flat_map(|(_, source)| said_in_code(source))
        .filter(|name| words.contains(&format!(" {name}::")))
        .collect();
    assert_eq!(broken, Vec::<&str>::new());
    assert!(words.contains(" SourceProblem::"));
    let told = "pub enum A {\n    B,\n}\npub enum C {\n    #[error(\"d\")]\n    D,\n}\n";
    assert_eq!(said_in_code(told), ["C"]);
}

#[test]
fn code_after_a_test_item_is_read() {
    let source = "use a;\n#[cfg(test)]\nmod tests;\nuse b;\n#[cfg(test)]\npub(crate) mod example {\n    use c;\n    fn f() {\n    }\n}\n// use d;\nuse e;\nimpl X {\n    #[cfg(test)]\n    fn g() {\n        h();\n    }\n    fn i() {}\n}";
    assert_eq!(
        code(source),
        "use a;\nuse b;\nuse e;\nimpl X {\n    fn i() {}\n}"
    );
}
