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

/// The rooms that a file's code names: after `crate::`, and after as many `super::` as lead there from its module,
/// in paths and in nested `use` lists.
fn rooms_named(file: &str, code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    let mut add = |rest: &str| match rest.strip_prefix('{') {
        Some(list) => rooms.extend(top_level_names(list)),
        None => rooms.extend(name(rest)),
    };
    for (at, _) in code.match_indices("crate::") {
        add(&code[at + "crate::".len()..]);
    }
    let depth = module_depth(file);
    for (at, _) in code.match_indices("super::") {
        let before = &code[..at];
        if before.ends_with("super::") {
            continue;
        }
        // A list opened by `super::{` lies one level up already.
        let in_list = before.rfind("super::{").is_some_and(|open| {
            let list = &before[open..];
            list.matches('{').count() > list.matches('}').count() && !list.contains(';')
        });
        let rest = code[at..].trim_start_matches("super::");
        let steps = (code.len() - at - rest.len()) / "super::".len() + usize::from(in_list);
        if steps >= depth {
            add(rest);
        }
    }
    rooms
}

/// How many modules lie between a file's module and the crate, itself included.
fn module_depth(file: &str) -> usize {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').count()
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
        for named in rooms_named(&file, &code(&source)) {
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
    let rooms: Vec<_> = rooms_named("cli/demo.rs", code).into_iter().collect();
    assert_eq!(rooms, ["db", "plan", "results", "web"]);
}

#[test]
fn the_reader_of_imports_follows_super_to_the_crate() {
    let named = |file, code| rooms_named(file, code).into_iter().collect::<Vec<_>>();
    let code = "use super::super::web::page;\nuse super::frame;";
    assert_eq!(named("sampling/draw.rs", code), ["web"]);
    assert_eq!(named("sampling/store/mod.rs", code), ["web"]);
    assert_eq!(named("sampling/store/rows.rs", code), [""; 0]);
    assert_eq!(
        named("sampling/mod.rs", "use super::{db, entity::draw};"),
        ["db", "entity"]
    );
    assert_eq!(
        named("sampling/draw.rs", "use super::{frame, super::db};"),
        ["db"]
    );
}

#[test]
fn code_after_a_test_item_is_read() {
    let source = "use a;\n#[cfg(test)]\nmod tests;\nuse b;\n#[cfg(test)]\npub(crate) mod example {\n    use c;\n    fn f() {\n    }\n}\n// use d;\nuse e;\nimpl X {\n    #[cfg(test)]\n    fn g() {\n        h();\n    }\n    fn i() {}\n}";
    assert_eq!(
        code(source),
        "use a;\nuse b;\nuse e;\nimpl X {\n    fn i() {}\n}"
    );
}
