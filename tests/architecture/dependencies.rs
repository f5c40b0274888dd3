//! What the program is built from: licences, sources and versions as `.deny.toml` and the workspace's manifest state
//! them. The same rules as `cargo deny check licenses bans sources`, for machines that do not have that tool.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::files::root;

/// Every package of this platform's tree, as cargo tells of it.
fn packages() -> Vec<Value> {
    let cargo = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(root())
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let version = cargo(&["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let mut arguments = vec!["metadata", "--format-version=1", "--locked", "--offline"];
    arguments.extend(["--filter-platform", host.unwrap()]);
    let mut metadata: Value = serde_json::from_str(&cargo(&arguments)).unwrap();
    let Value::Array(packages) = metadata["packages"].take() else {
        panic!("cargo lists no packages");
    };
    packages
}

/// The licences that `.deny.toml` allows.
fn allowed() -> BTreeSet<String> {
    let text = fs::read_to_string(root().join(".deny.toml")).unwrap();
    let rules: toml::Table = text.parse().unwrap();
    let licences = rules["licenses"]["allow"].as_array().unwrap();
    licences
        .iter()
        .map(|licence| licence.as_str().unwrap().to_owned())
        .collect()
}

/// Whether an SPDX expression can be met by these licences: `AND` asks for both sides, `OR` and the old `/` for one.
fn is_met(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let met = any(&mut rest, allowed);
    met && rest.is_empty()
}

fn any(words: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    let mut met = all(words, allowed);
    while let ["OR", rest @ ..] = *words {
        *words = rest;
        met |= all(words, allowed);
    }
    met
}

fn all(words: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    let mut met = one(words, allowed);
    while let ["AND", rest @ ..] = *words {
        *words = rest;
        met &= one(words, allowed);
    }
    met
}

fn one(words: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    match *words {
        ["(", rest @ ..] => {
            *words = rest;
            let met = any(words, allowed);
            if let [")", rest @ ..] = *words {
                *words = rest;
            }
            met
        }
        [licence, "WITH", exception, rest @ ..] => {
            *words = rest;
            allowed.contains(&format!("{licence} WITH {exception}"))
        }
        [licence, rest @ ..] => {
            *words = rest;
            allowed.contains(*licence)
        }
        [] => false,
    }
}

#[test]
fn every_licence_is_one_that_is_allowed() {
    let allowed = allowed();
    let broken: Vec<String> = packages()
        .iter()
        .filter(|package| {
            let licence = package["license"].as_str();
            !licence.is_some_and(|licence| is_met(licence, &allowed))
        })
        .map(|package| format!("{} {}", package["name"], package["license"]))
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn licences_are_read_as_spdx_says() {
    let allowed: BTreeSet<String> = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"]
        .map(str::to_owned)
        .into();
    for met in [
        "MIT",
        "GPL-3.0 OR MIT",
        "GPL-3.0/MIT",
        "(GPL-3.0 OR MIT) AND ISC",
    ] {
        assert!(is_met(met, &allowed), "{met}");
    }
    assert!(is_met("Apache-2.0 WITH LLVM-exception", &allowed));
    for refused in ["GPL-3.0", "MIT AND GPL-3.0", "Apache-2.0", "MIT MIT", ""] {
        assert!(!is_met(refused, &allowed), "{refused}");
    }
}

#[test]
fn everything_comes_from_the_one_registry() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let sources: BTreeSet<&str> = lock
        .lines()
        .filter_map(|line| line.strip_prefix("source = "))
        .collect();
    let registry = "\"registry+https://github.com/rust-lang/crates.io-index\"";
    assert_eq!(sources, BTreeSet::from([registry]));
}

#[test]
fn no_dependency_is_asked_for_in_any_version() {
    for package in packages() {
        if !package["source"].is_null() {
            continue;
        }
        for dependency in package["dependencies"].as_array().unwrap() {
            let any = dependency["req"] == "*" && dependency["path"].is_null();
            assert!(!any, "{}: {}", package["name"], dependency["name"]);
        }
    }
}

/// Clippy's `incompatible_msrv`, denied by `tests/run`, finds what the standard library got later than that; this
/// finds a dependency that asks for more.
#[test]
fn nothing_asks_for_a_newer_rust_than_the_workspace_promises() {
    let number = |version: &str| -> Vec<u32> {
        let parts = version.split('.').chain(["0", "0"]).take(3);
        parts.map(|part| part.parse().unwrap()).collect()
    };
    let packages = packages();
    let ours = packages.iter().find(|package| package["name"] == "minyi");
    let ours = ours.unwrap()["rust_version"].as_str().unwrap();
    for package in &packages {
        let own = package["source"].is_null();
        match package["rust_version"].as_str() {
            Some(version) if own => assert_eq!(version, ours, "{}", package["name"]),
            Some(version) => assert!(
                number(version) <= number(ours),
                "{} asks for Rust {version}",
                package["name"]
            ),
            None => assert!(!own, "{} states no rust-version", package["name"]),
        }
    }
}
