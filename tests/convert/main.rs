//! `minyi convert` as its user meets it, and its workbooks as the reference reader of XLSForm
//! meets them: pyxform, installed from PyPI into an environment of its own, with an XPath engine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

mod paths;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

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

/// The programs of an environment with the reference reader, which is made once and kept beside what is built.
fn programs() -> &'static Path {
    static PROGRAMS: LazyLock<PathBuf> = LazyLock::new(|| {
        let wanted: Vec<&str> = include_str!("requirements.txt").lines().collect();
        let environment = Path::new(env!("CARGO_TARGET_TMPDIR")).join(wanted.join(" "));
        let programs = environment.join("bin");
        let ready = environment.join("ready");
        if !ready.exists() {
            install(&wanted, &environment);
            fs::write(ready, "").unwrap();
        }
        programs
    });
    &PROGRAMS
}

fn pyxform() -> PathBuf {
    programs().join("xls2xform")
}

fn install(wanted: &[&str], environment: &Path) {
    let said = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
    let made = Command::new("python3")
        .args(["-m", "venv", "--clear"])
        .arg(environment)
        .output()
        .expect("python3 is missing; install python3 and python3-venv (tests/run does)");
    assert!(
        made.status.success(),
        "python3 has no venv; install python3-venv (tests/run does): {}",
        said(&made)
    );
    let installed = Command::new(environment.join("bin/python"))
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ])
        .args(["--retries", "10", "--timeout", "60"])
        .args(wanted)
        .output()
        .unwrap();
    assert!(
        installed.status.success(),
        "{wanted:?} could not be installed from PyPI: {}",
        said(&installed)
    );
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
