//! The import rules of the crate map, read off the source: who may import whom, and where the
//! database and the web framework may be named at all.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// For every room: the rooms it may import besides its own and `clock`.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("entity", &[]),
    ("locales", &[]),
    ("accounts", &[]),
    ("statistics", &[]),
    ("questionnaire", &[]),
    ("db", &[]),
    ("plan", &["questionnaire"]),
    ("sampling", &["plan", "questionnaire"]),
    ("fieldwork", &["plan", "sampling", "questionnaire"]),
    (
        "results",
        &[
            "plan",
            "sampling",
            "fieldwork",
            "questionnaire",
            "statistics",
        ],
    ),
    (
        "simulation",
        &[
            "plan",
            "sampling",
            "fieldwork",
            "questionnaire",
            "statistics",
            "results",
        ],
    ),
    ("config", &["fieldwork"]),
    ("web", EVERYTHING),
    ("cli", EVERYTHING),
];

const EVERYTHING: &[&str] = &[
    "accounts",
    "config",
    "db",
    "locales",
    "plan",
    "questionnaire",
    "sampling",
    "fieldwork",
    "statistics",
    "results",
    "simulation",
    "web",
];

/// Files outside the stores that hold a connection only to hand it to their store.
const HOLD_A_CONNECTION: &[&str] = &["fieldwork/intake.rs", "fieldwork/keeper.rs"];

fn source_files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path
                    .strip_prefix(&root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

fn room(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap()
}

fn is_store(file: &str) -> bool {
    file.ends_with("/store.rs") || file.contains("/store/")
}

/// The code of a file: without comments, and without its unit tests, which may look around.
fn code(source: &str) -> String {
    let source = source.split("#[cfg(test)]").next().unwrap();
    let lines = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The rooms that a file's code names after `crate::`, in paths and in nested `use` lists.
fn rooms_named(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => rooms.extend(top_level_names(list)),
            None => rooms.extend(name(rest)),
        }
    }
    rooms
}

fn name(text: &str) -> Option<String> {
    let name: String = text
        .trim_start()
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    (!name.is_empty()).then_some(name)
}

fn top_level_names(list: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut names = Vec::new();
    let mut start = true;
    for (at, c) in list.char_indices() {
        if start && depth == 0 {
            names.extend(name(&list[at..]));
        }
        start = c == ',' && depth == 0;
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            _ => {}
        }
    }
    names
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

#[test]
fn imports_go_one_way() {
    let mut broken = Vec::new();
    for (file, source) in source_files() {
        if ["lib.rs", "main.rs"].contains(&file.as_str()) {
            continue;
        }
        let own = room(&file);
        let (_, allowed) = MAY_IMPORT
            .iter()
            .find(|(room, _)| *room == own)
            .unwrap_or_else(|| panic!("src/{file} is in no room that the rules know"));
        let reads_tables = is_store(&file);
        for named in rooms_named(&code(&source)) {
            let ok = named == own
                || named == "clock"
                || allowed.contains(&named.as_str())
                || (reads_tables && ["db", "entity"].contains(&named.as_str()))
                || (named == "db" && HOLD_A_CONNECTION.contains(&file.as_str()));
            if !ok {
                broken.push(format!("src/{file} imports {named}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn only_stores_name_the_database_library() {
    let broken: Vec<_> = source_files()
        .into_iter()
        .filter(|(file, _)| !is_store(file) && file != "db.rs" && room(file) != "entity")
        .filter(|(_, source)| names_crate(&code(source), "sea_orm"))
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

#[test]
fn the_reader_of_imports_finds_nested_ones() {
    let code = "use crate::{db::{Db, Error}, plan, results::store};\nlet x = crate::web::serve();";
    let rooms: Vec<_> = rooms_named(code).into_iter().collect();
    assert_eq!(rooms, ["db", "plan", "results", "web"]);
}
