//! `minyi convert` as its user meets it, and its workbooks as the reference reader of XLSForm
//! meets them: pyxform, installed from PyPI into an environment of its own, with an XPath engine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

mod paths;
#[path = "../python/mod.rs"]
mod python;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SHIPPED: [&str; 3] = ["residents", "parents", "window"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn convert(from: &Path, to: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_minyi"))
        .args(["convert", "--lang", "en"])
        .args([from, to])
        .output()
        .unwrap()
}

fn shipped(name: &str) -> PathBuf {
    root().join(format!("surveys/harbin-2012-2014/{name}.toml"))
}

/// The programs of an environment with the reference reader.
fn programs() -> PathBuf {
    let wanted = include_str!("requirements.txt");
    python::environment("readers of forms", wanted, &[]).join("bin")
}

fn pyxform() -> PathBuf {
    programs().join("xls2xform")
}

#[test]
fn questionnaires_route_the_same_as_their_workbooks() {
    paths::questionnaires_route_the_same_as_their_workbooks(&programs().join("python"));
}

#[test]
fn conditions_keep_the_truth_of_xpath() {
    paths::workbooks_route_the_same_as_their_questionnaires(&programs().join("python"));
}

#[test]
fn the_reference_reader_accepts_every_shipped_questionnaire() {
    let folder = tempfile::tempdir().unwrap();
    let reader = pyxform();
    for name in SHIPPED {
        let workbook = folder.path().join(format!("{name}.xlsx"));
        let done = convert(&shipped(name), &workbook);
        assert!(done.status.success(), "{done:?}");
        let form = folder.path().join(format!("{name}.xml"));
        let read = Command::new(&reader)
            .args(["--skip_validate", "--json"])
            .args([&workbook, &form])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&read.stderr).into_owned();
        assert!(read.status.success(), "{name}: {said}");
        assert!(said.contains("\"code\": 100"), "{name}: {said}");
        let form = fs::read_to_string(form).unwrap();
        let first = form.find("<translation").map(|at| &form[at..]).unwrap();
        assert!(first.contains("lang=\"中文 (zh)\"") && form.contains("lang=\"English (en)\""));
    }
}

#[test]
fn conditions_and_labels_reach_the_form() {
    let folder = tempfile::tempdir().unwrap();
    let reader = pyxform();
    let workbook = folder.path().join("window.xlsx");
    assert!(convert(&shipped("window"), &workbook).status.success());
    let form = folder.path().join("window.xml");
    let read = Command::new(&reader)
        .arg("--skip_validate")
        .args([&workbook, &form])
        .output()
        .unwrap();
    assert!(read.status.success(), "{read:?}");
    let form = fs::read_to_string(form).unwrap();
    assert!(form.contains("/data/rating/W01"), "{form}");
    assert!(form.contains("= '1' or"), "the condition of W05: {form}");
    assert!(form.contains("互相推诿") && form.contains("Passing the buck"));
}

#[test]
fn a_workbook_becomes_a_sound_questionnaire_again() {
    let folder = tempfile::tempdir().unwrap();
    for name in SHIPPED {
        let workbook = folder.path().join(format!("{name}.xlsx"));
        let back = folder.path().join(format!("{name}.toml"));
        let out = convert(&shipped(name), &workbook);
        assert!(out.status.success());
        let report = String::from_utf8(out.stderr).unwrap();
        assert!(
            report.contains("No counterpart in the other format, left out: test"),
            "{report}"
        );
        let done = convert(&workbook, &back);
        assert!(done.status.success(), "{done:?}");
        let checked = Command::new(env!("CARGO_BIN_EXE_minyi"))
            .arg("check")
            .arg(&back)
            .output()
            .unwrap();
        assert!(checked.status.success(), "{checked:?}");
    }
}

#[test]
fn what_cannot_be_converted_is_said_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let garbage = folder.path().join("garbage.xlsx");
    fs::write(&garbage, "姓名\t年龄\n").unwrap();
    let to = folder.path().join("garbage.toml");
    let refused = convert(&garbage, &to);
    assert!(!refused.status.success());
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("no Excel workbook"), "{said}");
    assert!(!to.exists());
    assert!(
        !convert(&shipped("window"), &folder.path().join("window.csv"))
            .status
            .success()
    );
}
