//! `minyi check` and `minyi import` on whole folders: the shipped files are sound, planted faults are all
//! named, and nothing faulty is imported.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

mod frames;
mod reference;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use format::read;
use format::source::SourceProblem;
use plan::read_folders;
use questionnaire::Language;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn check(path: &Path) -> Output {
    check_in("en", path)
}

fn check_in(language: &str, path: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minyi"));
    command
        .args(["check", "--lang", language])
        .arg(path)
        .output()
        .expect("minyi can be started")
}

/// The lines of a file that end in `#! part of a message`.
fn planted(path: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(path).expect("the planted file is there");
    let marked = text.lines().enumerate();
    marked
        .skip(1)
        .filter_map(|(index, line)| Some((index + 1, line.split_once("#! ")?.1.to_owned())))
        .collect()
}

#[test]
fn the_shipped_surveys_are_sound_and_the_command_is_silent() {
    let output = check(&root().join("surveys"));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    assert_eq!(said, "");
}

#[test]
fn planted_faults_are_all_named_with_their_lines() {
    let folder = root().join("tests/check/faulty");
    let output = check(&folder);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    let mut expected = 0;
    for name in ["plan.toml", "residents.toml", "frame.csv", "margins.toml"] {
        let path = folder.join("town").join(name);
        for (line, part) in planted(&path) {
            expected += 1;
            let place = format!("{}:{line}: ", path.display());
            let found = said.lines().find(|finding| finding.starts_with(&place));
            let found = found.unwrap_or_else(|| panic!("nothing said of {place}\n{said}"));
            assert!(found.contains(&part), "{found}\nshould say: {part}");
        }
    }
    assert_eq!(expected, 15);
    assert_eq!(said.lines().count(), expected, "{said}");
}

#[test]
fn a_single_file_is_judged_by_itself() {
    let town = root().join("tests/check/faulty/town");
    let path = town.join("residents.toml");
    let said = String::from_utf8(check(&path).stdout).unwrap();
    assert_eq!(said.lines().count(), planted(&path).len(), "{said}");
    assert!(
        said.lines().all(|line| line.contains("residents.toml:")),
        "{said}"
    );
    let frame = check(&town.join("frame.csv"));
    let said = String::from_utf8(frame.stdout).unwrap();
    assert!(
        !said.is_empty() && !said.contains("residents.toml:"),
        "{said}"
    );
    let sound = check(&root().join("surveys/harbin-2012-2014/window.toml"));
    assert!(sound.status.success() && sound.stdout.is_empty());
}

#[test]
fn advice_comes_to_whoever_asks_and_is_no_fault() {
    let path = root().join("surveys/harbin-2012-2014/residents.toml");
    let advised = |language: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_minyi"));
        let output = command
            .args(["check", "--advice", "--lang", language])
            .arg(&path)
            .output();
        let output = output.unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let (english, chinese) = (advised("en"), advised("zh"));
    assert!(english.lines().count() > 0);
    assert_eq!(english.lines().count(), chinese.lines().count());
    assert!(
        english
            .lines()
            .all(|line| line.contains("residents.toml: ")),
        "{english}"
    );
    assert!(!chinese.contains("The "), "{chinese}");
}

#[test]
fn findings_are_said_in_chinese_to_whoever_asks_or_whose_environment_is_chinese() {
    let folder = root().join("tests/check/faulty");
    let asked = check_in("zh", &folder);
    let said = String::from_utf8(asked.stdout).unwrap();
    assert_eq!(said.lines().count(), 15);
    for line in said.lines() {
        let (_, words) = line.rsplit_once(": ").unwrap_or(("", line));
        assert!(
            words.contains(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c)),
            "{line}"
        );
    }
    assert!(
        said.contains("问卷 residents 没有题目 Q9，请补上或改正编号。"),
        "{said}"
    );
    let by_environment = Command::new(env!("CARGO_BIN_EXE_minyi"))
        .arg("check")
        .arg(&folder)
        .env_remove("LC_ALL")
        .env("LANG", "zh_CN.UTF-8")
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(by_environment.stdout).unwrap(), said);
}

#[test]
fn findings_are_said_in_chinese_where_nobody_names_a_language() {
    let folder = root().join("tests/check/faulty");
    let said = |lang: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_minyi"));
        command.arg("check").arg(&folder).env_remove("LC_ALL");
        let output = command.env("LANG", lang).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let chinese = check_in("zh", &folder).stdout;
    assert_eq!(said("C.UTF-8"), String::from_utf8(chinese).unwrap());
    let english = check_in("en", &folder).stdout;
    assert_eq!(said("en_US.UTF-8"), String::from_utf8(english).unwrap());
}

#[test]
fn advice_knows_the_indicators_that_a_questionnaire_is_keyed_to() {
    let folder = tempfile::tempdir().unwrap();
    let shipped = root().join("surveys/examples/town");
    for entry in fs::read_dir(shipped).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let path = folder.path().join("residents.toml");
    let text = fs::read_to_string(&path).unwrap();
    let (text, _) = text.split_once("\n[[test]]").unwrap();
    let detail = "[[question]]\nid = \"Q9\"\ntype = \"scale\"\nscale = \"S5\"\n\
                  zh = \"您对公园满意吗？\"\nen = \"Are you satisfied with the parks?\"\n\n";
    let overall = "[[question]]\nid = \"Q2\"";
    fs::write(
        &path,
        text.replacen(overall, &format!("{detail}{overall}"), 1),
    )
    .unwrap();
    let advised = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_minyi"));
        command.args(["check", "--advice", "--lang", "en"]);
        let output = command.arg(&path).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let keyed = "The detail Q9 comes before the overall item Q2";
    let said = advised();
    assert!(said.contains(keyed), "{said}");
    fs::remove_file(folder.path().join("plan.toml")).unwrap();
    let said = advised();
    assert!(!said.contains(keyed), "{said}");
}

#[test]
fn a_command_speaks_the_language_it_is_asked_in() {
    let empty = tempfile::tempdir().unwrap();
    let folder = empty.path().to_str().unwrap();
    let run = |language: &str, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_minyi"));
        command.args(arguments).args(["--lang", language]);
        let output = command
            .current_dir(&empty)
            .output()
            .expect("minyi can be started");
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let faulty = root().join("tests/check/faulty/town");
    for (arguments, chinese, english) in [
        (
            ["check", folder],
            "里没有调查文件",
            "there is no survey file in ",
        ),
        (
            ["check", "missing"],
            "无法读取 missing",
            "cannot read missing",
        ),
        (
            ["import", faulty.to_str().unwrap()],
            "没有导入任何内容：",
            "nothing was imported:",
        ),
    ] {
        let said = run("zh", &arguments);
        assert!(said.contains(chinese), "{said}");
        let said = run("en", &arguments);
        assert!(said.contains(english), "{said}");
    }
    let said = run("zh", &["convert", "a.toml", "b.xlsx"]);
    assert!(said.contains("无法读取 a.toml"), "{said}");
    fs::write(empty.path().join("a.toml"), "").unwrap();
    let said = run("zh", &["convert", "a.toml", "b.csv"]);
    assert!(
        said.contains("请给出一个 .toml 文件和一个 .xlsx 文件"),
        "{said}"
    );
    let said = run("zh", &["user", "add", "x", "--role", "designer"]);
    assert!(said.contains("用户名有2到40个字"), "{said}");
}

/// Faults for a copy of the shipped surveys: file, what stands there, what shall stand there, on which line of the
/// new text the fault is to be named (the last that holds these words), and part of what must be said. Those of a
/// file stand in its order, since a line that is added moves what comes after.
const PLANTED: &[(&str, &str, &str, &str, &str)] = &[
    (
        "residents.toml",
        "title = { zh = \"行政效能\", en = \"Administrative efficiency\" }",
        "title = { zh = \"行政效能\" }",
        "行政效能",
        "No English words",
    ),
    (
        "residents.toml",
        "end_if = \"R01 == 1\"",
        "end_if = \"R01 == 77\"",
        "77",
        "R01 has no choice 77",
    ),
    (
        "residents.toml",
        "ask_if = \"arm.anticorruption == 'direct'\"",
        "ask_if = \"R99 == 1\"",
        "R99",
        "R99",
    ),
    (
        "residents.toml",
        "id = \"R12\"",
        "id = \"R11\"",
        "R11",
        "There is a question R11 on line",
    ),
    (
        "residents.toml",
        "id = \"R13\"\nsection = \"culture\"\ntype = \"scale\"\nscale = \"S5\"",
        "id = \"R13\"\nsection = \"culture\"\ntype = \"scale\"\nscale = \"S9\"",
        "S9",
        "There is no scale S9",
    ),
    (
        "residents.toml",
        "id = \"R15\"\nsection",
        "id = \"R15\"\nsektion = \"window\"\nsection",
        "sektion",
        "There is no key “sektion”. Did you mean “section”?",
    ),
    (
        "parents.toml",
        "answers = { P01 = 4 }\npath = [\"P01\"]",
        "answers = { P01 = 4 }\npath = [\"P01\", \"P02\"]",
        "[[test]]",
        "fails",
    ),
    (
        "window.toml",
        "[[question]]",
        "[[question]",
        "[[question]",
        "not valid TOML",
    ),
    (
        "plan.toml",
        "questions     = [\"R08\"]",
        "questions     = [\"R98\"]",
        "R98",
        "has no question R98",
    ),
    (
        "plan.toml",
        "questions     = [\"R18\"]",
        "questions     = []",
        "[]",
        "The measure names no question",
    ),
    (
        "margins.toml",
        "codes = [2]",
        "codes = [1]",
        "codes = [1]",
        "The code 1 already stands in a category",
    ),
    (
        "frame.csv",
        "1343857",
        "many",
        "many",
        "“many” is not a whole number above zero",
    ),
];

#[test]
fn twelve_faults_planted_in_a_copy_of_the_shipped_surveys_are_all_named() {
    let copy = copy_of_the_shipped_plan();
    let mut places = Vec::new();
    for (file, from, to, at, part) in PLANTED {
        let path = copy.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        let start = text
            .find(from)
            .unwrap_or_else(|| panic!("{file} has no {from}"));
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
        let head = format!("{}{to}", &text[..start]);
        let fault = head.rfind(at).unwrap();
        let line = head[..fault].matches('\n').count() + 1;
        places.push((format!("{}:{line}: ", path.display()), *part));
    }
    let output = check(copy.path());
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(places.len(), 12);
    for (place, part) in places {
        assert!(
            said.lines()
                .any(|finding| finding.starts_with(&place) && finding.contains(part)),
            "nothing said of {place}{part}\n{said}"
        );
    }
}

fn copy_of_the_shipped_plan() -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    let shipped = root().join("surveys/harbin-2012-2014");
    for name in [
        "plan.toml",
        "residents.toml",
        "window.toml",
        "parents.toml",
        "frame.csv",
        "margins.toml",
        "districts.geojson",
    ] {
        fs::copy(shipped.join(name), copy.path().join(name)).unwrap();
    }
    copy
}

/// Imports a folder into a new database; says what the command said and whether a plan is there now.
fn import(folder: &Path) -> (Output, bool) {
    let place = tempfile::tempdir().unwrap();
    let database = place.path().join("minyi.sqlite");
    let run = |argument: Option<&Path>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_minyi"));
        command.arg("import").args(argument).args(["--lang", "en"]);
        command.arg("--database").arg(&database);
        command
            .arg("--key-file")
            .arg(place.path().join("minyi.key"));
        command.output().expect("minyi can be started")
    };
    let output = run(Some(folder));
    let stored = fs::read(&database).unwrap();
    let log = fs::read(database.with_extension("sqlite-wal")).unwrap_or_default();
    let holds = |bytes: &[u8]| bytes.windows(12).any(|part| part == b"indicator-id");
    (output, holds(&stored) || holds(&log))
}

#[test]
fn a_faulty_folder_is_named_by_file_and_line_and_not_imported() {
    let copy = copy_of_the_shipped_plan();
    let plan = fs::read_to_string(copy.path().join("plan.toml")).unwrap();
    let marked = plan.replace("harbin-2012-2014", "indicator-id");
    fs::write(copy.path().join("plan.toml"), &marked).unwrap();
    let (output, stored) = import(copy.path());
    assert!(output.status.success(), "{output:?}");
    assert!(stored, "a sound copy is imported");

    for (file, from, to, place) in [
        (
            "residents.toml",
            "[[question]]",
            "[[question]",
            "residents.toml:",
        ),
        ("frame.csv", "923762", "many", "frame.csv:2: "),
        ("margins.toml", "[[margin]]", "[[margins]]", "margins.toml"),
        (
            "districts.geojson",
            "\"code\":\"230103\"",
            "\"code\":\"230199\"",
            "districts.geojson:3: 230199: ",
        ),
    ] {
        let path = copy.path().join(file);
        let sound = fs::read_to_string(&path).unwrap();
        fs::write(&path, sound.replacen(from, to, 1)).unwrap();
        let (output, stored) = import(copy.path());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{file}");
        assert!(
            said.contains("nothing was imported") && said.contains(place),
            "{said}"
        );
        assert!(!stored, "{file}");
        fs::write(&path, sound).unwrap();
    }
}

#[test]
fn a_demonstration_is_not_mixed_with_what_a_database_holds() {
    let place = tempfile::tempdir().unwrap();
    let database = place.path().join("minyi.sqlite");
    let run = |command: &str| {
        let mut run = Command::new(env!("CARGO_BIN_EXE_minyi"));
        run.arg(command).arg("--database").arg(&database);
        if command == "import" {
            run.arg("--key-file")
                .arg(place.path().join("minyi.sqlite.key"));
        }
        run.output().expect("minyi can be started")
    };
    assert!(run("import").status.success());
    let refused = run("demo");
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(
        said.contains("the database already holds the plan harbin-2012-2014"),
        "{said}"
    );
}

#[test]
fn the_plan_to_copy_is_small_and_can_be_imported() {
    let folder = root().join("surveys/examples/town");
    let files = ["plan.toml", "residents.toml"].map(|name| {
        let content = fs::read(folder.join(name)).unwrap();
        (format!("town/{name}"), content)
    });
    let read = read_folders(files).pop().unwrap();
    assert_eq!(read.findings, []);
    let questionnaire = &read.questionnaires[0];
    assert_eq!(read.plan.unwrap().indicators.len(), 1);
    assert_eq!(questionnaire.questions.len(), 6);
    assert_eq!(questionnaire.scales.len(), 1);
    let languages: Vec<&str> = (questionnaire.languages.iter())
        .map(Language::tag)
        .collect();
    assert_eq!(languages, ["zh", "en"]);

    let (output, _) = import(&folder);
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn a_folder_without_surveys_is_an_error_and_not_sound() {
    let empty = tempfile::tempdir().unwrap();
    assert!(!check(empty.path()).status.success());
}

#[test]
fn no_damage_to_a_file_makes_the_reader_panic() {
    for entry in fs::read_dir(root().join("surveys/examples")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let content = fs::read(&path).unwrap();
        for cut in (0..content.len()).step_by(7) {
            read("cut.toml", &content[..cut]);
            let mut damaged = content.clone();
            damaged[cut] = b"=[]{}\"'#\n\0\xff"[cut % 11];
            read("damaged.toml", &damaged);
        }
    }
}

#[test]
fn the_findings_of_a_plan_survive_any_lost_line() {
    let folder = root().join("tests/check/faulty/town");
    let plan = fs::read_to_string(folder.join("plan.toml")).unwrap();
    let residents = fs::read(folder.join("residents.toml")).unwrap();
    let mut years_missing = false;
    for lost in 0..plan.lines().count() {
        let kept = plan.lines().enumerate().filter(|(line, _)| *line != lost);
        let kept: Vec<&str> = kept.map(|(_, line)| line).collect();
        let files = [
            ("p/plan.toml".to_owned(), kept.join("\n").into_bytes()),
            ("p/residents.toml".to_owned(), residents.clone()),
        ];
        let findings = read_folders(files)
            .into_iter()
            .flat_map(|folder| folder.findings);
        years_missing |= findings.into_iter().any(|finding| {
            matches!(finding.problem, plan::Problem::Source(SourceProblem::MissingKey { key }) if key == "years")
        });
    }
    assert!(years_missing);
}
