//! A document of every schema that was ever written, as it lay in a database, read by the program of today.
//!
//! `1/` was taken from a demonstration before documents carried a number; `2/` came with numbers that have decimals, `3/` with dates, `4/` without what is
//! not analysed, `5/` what is published of answers in words. Nothing here is ever changed: whoever changes
//! how a document serialises adds a folder.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

use std::fs;
use std::path::{Path, PathBuf};

use db::{Document, SCHEMA};
use fieldwork::store::Arrival;
use fieldwork::submission::SealedContent;
use fieldwork::wave::StatutoryHeader;
use plan::Plan;
use questionnaire::{Answers, Questionnaire};
use results::Release;
use results::person_rows::CodeBook;
use results::registration::Registration;
use results::texts::summary::OpenAnswers;
use sampling::{Frame, FrameStratum, Margin, SampleDesign, SamplePlan, StratumShape};
use serde_json::Value;

/// Reads a document of a folder and hands back what is written of it today.
fn read<D: Document>(path: &Path) -> Value {
    let kept: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let document = D::from_json(kept).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    document.to_json().unwrap()
}

/// What is written today of the document in this file.
fn written_today(path: &Path) -> Value {
    match path.file_stem().unwrap().to_str().unwrap() {
        "answers" => read::<Answers>(path),
        "code_book" => read::<CodeBook>(path),
        "arrival" => read::<Arrival>(path),
        "frame" => read::<Frame>(path),
        "header" => read::<StatutoryHeader>(path),
        "margin" => read::<Margin>(path),
        "open_answers" => read::<OpenAnswers>(path),
        "plan" => read::<Plan>(path),
        "sealed" => read::<SealedContent>(path),
        "questionnaire" => read::<Questionnaire>(path),
        "registration" => read::<Registration>(path),
        "release_of_a_sample" | "release_of_an_open_link" | "amended_release" => {
            read::<Release>(path)
        }
        "sample_design" => read::<SampleDesign>(path),
        "sample_plan" => read::<SamplePlan>(path),
        "stratum" => read::<FrameStratum>(path),
        "outline" => read::<StratumShape>(path),
        other => panic!("which document is {other}?"),
    }
}

/// The files of every schema, with its number.
fn every_document() -> Vec<(u64, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas");
    let mut found = Vec::new();
    for folder in fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
    {
        let Some(number) = folder
            .file_name()
            .and_then(|name| name.to_str()?.parse().ok())
        else {
            continue;
        };
        let files = fs::read_dir(folder).unwrap();
        found.extend(files.map(|entry| (number, entry.unwrap().path())));
    }
    found
}

#[test]
fn every_document_ever_written_is_read() {
    let documents = every_document();
    assert!(documents.len() >= 10);
    for (_, path) in documents {
        written_today(&path);
    }
}

/// A document that is written otherwise than in its latest schema needs a new number.
#[test]
fn a_document_of_the_schema_of_today_is_written_as_it_was() {
    for (number, path) in every_document() {
        // Only read: this program writes none.
        if path.file_stem().is_some_and(|name| name == "arrival") {
            continue;
        }
        let mut today = written_today(&path);
        let schema = today.as_object_mut().unwrap().remove(SCHEMA).unwrap();
        if schema == number {
            let mut kept: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            kept.as_object_mut().unwrap().remove(SCHEMA);
            assert!(today == kept, "{} is written otherwise", path.display());
        }
    }
}
