//! `minyi frame check`, `import` and `export` on lists as offices keep them.

use std::path::PathBuf;
use std::process::{Command, Output};

use super::root;

fn minyi(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minyi"));
    command
        .args(arguments)
        .output()
        .expect("minyi can be started")
}

fn list(name: &str) -> String {
    root().join("tests/frames").join(name).display().to_string()
}

/// Checks a list for a day; whether it could become a frame, and what is said.
fn check(name: &str, date: &str) -> (bool, String) {
    let output = minyi(&[
        "frame",
        "check",
        "--lang",
        "zh",
        "--reference-date",
        date,
        &list(name),
    ]);
    let said = String::from_utf8(output.stdout).unwrap();
    (output.status.success(), said)
}

#[test]
fn lists_are_accepted_rightly_or_refused_with_their_rows() {
    let (accepted, said) = check("good_gbk.csv", "2012-06-30");
    assert!(
        accepted && said.contains("GB 18030") && said.contains("共 30 个单元"),
        "{said}"
    );
    let (accepted, said) = check("good_utf8_bom.csv", "2012-06-30");
    assert!(accepted && said.contains("共 30 个单元"), "{said}");
    let name = "twelve_rows_seven_troubles.csv";
    let (accepted, said) = check(name, "2012-06-30");
    assert!(!accepted && said.contains("有 5 处错误"), "{said}");
    for (row, column) in [
        (5, "单元代码"),
        (7, "户数"),
        (9, "户数"),
        (10, "区县代码"),
        (13, "单元名称"),
    ] {
        let place = format!("{name}:{row}: {column}: ");
        assert!(said.contains(&place), "{place}: {said}");
    }
    let (accepted, said) = check("code_of_2014.csv", "2012-06-30");
    assert!(!accepted && said.contains("当时的代码是 230182"), "{said}");
    assert!(check("code_of_2014.csv", "2014-06-30").0);
    let (accepted, said) = check("total_row_at_end.csv", "2012-06-30");
    assert!(
        accepted && said.contains("没有当作单元：第 8 行“合计”"),
        "{said}"
    );
    let (accepted, said) = check("semicolons_and_title.csv", "2012-06-30");
    assert!(accepted && said.contains("以分号分隔"), "{said}");
}

#[test]
fn a_list_is_brought_in_and_comes_out_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (database, key) = (path("a.sqlite"), path("a.key"));
    let storage = ["--lang", "en", "--database", &database, "--key-file", &key];
    let with = |arguments: &[&str]| minyi(&[arguments, &storage].concat());
    let imported = with(&["import"]);
    assert!(
        imported.status.success(),
        "{}",
        String::from_utf8_lossy(&imported.stderr)
    );
    let file = list("good_gbk.csv");
    let bring = |file: &str, more: &[&str]| {
        let known = [
            "--source",
            "register",
            "--status",
            "synthetic",
            "--reference-date",
            "2012-06-30",
        ];
        let output = with(&[&["frame", "import", file][..], &known, more].concat());
        (
            output.status.success(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    let (brought, said) = bring(&file, &[]);
    assert!(!brought && said.contains("--confirm"), "{said}");
    let (brought, said) = bring(&file, &["--confirm"]);
    assert!(brought, "{said}");
    let hash = said.trim_end().rsplit(' ').next().unwrap().to_owned();
    let written = with(&["frame", "export", &hash[..10]]);
    assert!(written.status.success());
    let again = PathBuf::from(path("again.csv"));
    std::fs::write(&again, &written.stdout).unwrap();
    let (brought, said) = bring(&again.display().to_string(), &["--confirm"]);
    assert!(
        brought && said.contains(&format!("there already: {hash}")),
        "{said}"
    );
    assert!(!with(&["frame", "export", "0000"]).status.success());
}
