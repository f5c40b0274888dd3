//! What comments and pages promise: a comment that says that a test holds something names the test, and the test is
//! there; a page that names a file names one that is there.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use crate::files::{files_below, root};

/// The words with which a comment says that something is proven by a test.
const CLAIMS: &[&str] = &[
    "proven by",
    "proved by",
    "held by",
    "caught by",
    "a test in",
    "a test holds",
    "a test sees",
    "a unit test",
    "tests below",
    "test below",
    "tested below",
    "`tests/",
];

/// Where tests are: a path in a comment may leave these out.
const ROOMS_OF_TESTS: &[&str] = &["", "src/", "tests/golden/"];

/// What a claim may name.
struct Proofs {
    /// Test functions.
    tests: BTreeSet<String>,
    /// Fixtures compared with R or with closed forms, and what their scripts compute.
    fixtures: BTreeSet<String>,
}

impl Proofs {
    fn gather() -> Self {
        let mut tests = BTreeSet::new();
        for folder in ["src", "tests", "migrations"] {
            for (_, source) in files_below(folder, "rs") {
                tests.extend(test_functions(&source));
            }
        }
        let mut fixtures: BTreeSet<String> = fs::read_dir(root().join("tests/golden/data"))
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .filter_map(|file| Some(file.split_once('.')?.0.to_owned()))
            .collect();
        for (_, script) in files_below("tests/golden", "R") {
            let words = script.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            fixtures.extend(words.map(str::to_owned));
        }
        Self { tests, fixtures }
    }

    fn prove(&self, name: &str) -> bool {
        let known = |part: &str| match part.strip_suffix('*') {
            Some(start) => self.fixtures.iter().any(|known| known.starts_with(start)),
            None => self.fixtures.contains(part) || self.tests.contains(part),
        };
        name.split('/').all(known)
    }
}

/// The names of the functions that are tests.
fn test_functions(source: &str) -> Vec<String> {
    let mut tests = Vec::new();
    let mut attributes = String::new();
    for line in source.lines().map(str::trim_start) {
        if line.starts_with("#[") {
            attributes.push_str(line);
            continue;
        }
        let function = line.strip_prefix("async ").unwrap_or(line);
        if let Some(rest) = function.strip_prefix("fn ")
            && (attributes.contains("#[test]") || attributes.contains("#[tokio::test"))
        {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            tests.push(rest[..end.unwrap_or(rest.len())].to_owned());
        }
        attributes.clear();
    }
    tests
}

/// The paragraphs of the comments of a file, each in one line.
fn paragraphs(source: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in source.lines().map(str::trim_start) {
        let comment = line
            .strip_prefix("//")
            .map(|text| text.trim_start_matches(['!', '/']).trim());
        match (comment, paragraphs.last_mut()) {
            (Some(text), Some(last)) if !text.is_empty() => {
                last.push_str(text);
                last.push(' ');
            }
            _ => paragraphs.push(String::new()),
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

fn spans(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn is_name(span: &str) -> bool {
    span.starts_with(|c: char| c.is_ascii_lowercase())
        && span
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_*/".contains(c))
}

/// Tests are named by sentences.
fn is_sentence(name: &str) -> bool {
    !name.contains('/') && name.matches('_').count() > 2
}

/// A path of this repository: it has a folder or an ending.
fn is_path(span: &str) -> bool {
    let folders = ["src/", "tests/", "migrations/", "surveys/", "static/"];
    let plain = span
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-./".contains(c));
    plain && (folders.iter().any(|folder| span.starts_with(folder)) || is_source(span))
}

fn is_source(span: &str) -> bool {
    Path::new(span).extension() == Some(OsStr::new("rs"))
}

fn exists(path: &str) -> bool {
    (ROOMS_OF_TESTS.iter()).any(|room| root().join(room).join(path).exists())
}

/// What is wrong with a paragraph that claims a proof; none where it names its proof, or claims none.
fn unproven(paragraph: &str, beside: &Path, proofs: &Proofs) -> Option<String> {
    let lower = paragraph.to_lowercase();
    let at = CLAIMS.iter().filter_map(|claim| lower.find(claim)).min()?;
    let claim = &paragraph[at..];
    // Beside the mere name of a folder of tests other names may stand.
    let strict = !claim.starts_with("`tests/");
    // Spans are counted from the start, so that a claim may begin within the paragraph.
    let opened = paragraph[..at].matches('`').count() % 2 == 1;
    let claim = if opened {
        &claim[claim.find('`')? + 1..]
    } else {
        claim
    };
    let mut named = 0;
    for span in spans(claim) {
        if is_path(span) {
            if !exists(span) && !beside.with_file_name(span).exists() {
                return Some(format!("there is no {span}"));
            }
            named += usize::from(is_source(span));
        } else if is_name(span) && (strict || is_sentence(span)) {
            if !proofs.prove(span) {
                return Some(format!("there is no test or fixture {span}"));
            }
            named += 1;
        }
    }
    // A test may be named just before the folder it is in.
    named += spans(paragraph)
        .filter(|span| proofs.tests.contains(*span))
        .count();
    (named == 0).then(|| "it names no test".to_owned())
}

#[test]
fn a_comment_that_claims_a_proof_names_it_and_it_is_there() {
    let proofs = Proofs::gather();
    let mut broken = Vec::new();
    for folder in ["src", "migrations/src"] {
        for (file, source) in files_below(folder, "rs") {
            let path = root().join(folder).join(&file);
            for paragraph in paragraphs(&source) {
                if let Some(fault) = unproven(&paragraph, &path, &proofs) {
                    broken.push(format!("{folder}/{file}: {fault}: {paragraph}"));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn a_page_names_files_and_tests_that_are_there() {
    let proofs = Proofs::gather();
    let sources: Vec<String> = ["src", "tests", "migrations"]
        .iter()
        .flat_map(|folder| files_below(folder, "rs"))
        .map(|(file, _)| format!("/{file}"))
        .collect();
    // A file may be named from the folder that the sentence is about.
    let below = |span: &str| {
        let ending = format!("/{span}");
        sources.iter().any(|file| file.ends_with(&ending))
    };
    let mut broken = Vec::new();
    for page in [
        "README.md",
        "CONTRIBUTING.md",
        "NEWS.md",
        "surveys/FORMAT.md",
        "surveys/examples/README.md",
        "migrations/TABLES.md",
    ] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let prose: Vec<&str> = text.split("```").step_by(2).collect();
        for span in prose.iter().flat_map(|prose| spans(prose)) {
            let sentence = is_name(span) && is_sentence(span);
            if is_path(span) && !exists(span) && !below(span) || sentence && !proofs.prove(span) {
                broken.push(format!("{page}: there is no {span}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn a_claim_without_a_test_is_found() {
    let proofs = Proofs {
        tests: ["the_sum_is_kept".to_owned()].into(),
        fixtures: ["api_strat".to_owned()].into(),
    };
    let fault = |text: &str| unproven(text, &root().join("src/lib.rs"), &proofs);
    assert_eq!(fault("The sum is kept."), None);
    assert_eq!(fault("Proven by `the_sum_is_kept` and `api_*`."), None);
    assert_eq!(fault("`the_sum_is_kept` in `tests/golden` holds it."), None);
    for claim in [
        "Proven by the unit tests below.",
        "A test in `tests/golden` holds this.",
        "Proven by `the_sum_is_lost`.",
        "Held by `tests/golden/nothing.rs`.",
    ] {
        assert!(fault(claim).is_some(), "{claim}");
    }
}
