use super::*;
use format::source::SourceProblem;
use questionnaire::ChoiceKind;

const QUESTIONNAIRE: &str = r#"
id = "residents"
languages = ["zh", "en"]
title = { zh = "题", en = "T" }
intro = { zh = "好", en = "H" }
[[arm]]
id = "bridge"
groups = { three = 0.8, two = 0.2 }
scales = { two = { S3 = "S2" } }
[[scale]]
id = "S3"
choices = [
  { code = 3, kind = "satisfied", zh = "好", en = "Good" },
  { code = 2, kind = "neutral", zh = "中", en = "Fair" },
  { code = 1, kind = "dissatisfied", zh = "差", en = "Poor" },
]
[[scale]]
id = "S2"
choices = [
  { code = 2, kind = "satisfied", zh = "好", en = "Good" },
  { code = 1, kind = "dissatisfied", zh = "差", en = "Poor" },
]
[[question]]
id = "Q1"
type = "scale"
scale = "S3"
zh = "？"
en = "?"
[[question]]
id = "Q2"
type = "single"
zh = "？"
en = "?"
choices = [{ code = 1, zh = "是", en = "Yes" }, { code = 2, zh = "否", en = "No" }]
[[question]]
id = "Q3"
type = "district"
zh = "？"
en = "?"
choices = [{ code = 11, zh = "东", en = "E" }, { code = 0, zh = "外", en = "Elsewhere" }]
"#;

const KINDS: &str = r#"scale = "S3", numerator = ["satisfied"], denominator = ["satisfied", "neutral", "dissatisfied"]"#;

/// The findings of a plan with one indicator of this kind, target and measure.
fn plan(kind: &str, target: &str, measure: &str) -> Vec<Problem> {
    let measure = if measure.is_empty() {
        String::new()
    } else {
        format!("measure = {{ questionnaire = \"residents\", {measure} }}\n")
    };
    let plan = format!(
        "id = \"p\"\ntitle = {{ zh = \"题\", en = \"T\" }}\ndocument = \"1\"\ncity = {{ zh = \"市\", en = \"C\" }}\nyears = [2012, 2014]\n\
         [[indicator]]\nid = \"a\"\nsection = \"一\"\nquote = \"文\"\nname = {{ zh = \"名\", en = \"N\" }}\nkind = \"{kind}\"\n\
         target = {{ {target} }}\n{measure}"
    );
    folder(&[("plan.toml", &plan), ("residents.toml", QUESTIONNAIRE)])
}

fn folder(files: &[(&str, &str)]) -> Vec<Problem> {
    let findings = found(files).into_iter();
    findings.map(|finding| finding.problem).collect()
}

fn found(files: &[(&str, &str)]) -> Vec<Finding> {
    let files = files
        .iter()
        .map(|(name, content)| (format!("p/{name}"), content.as_bytes()));
    let folders = read_folders(files).into_iter();
    folders.flat_map(|folder| folder.findings).collect()
}

#[track_caller]
fn one(found: &[Problem], expected: &Problem) {
    assert_eq!(found, std::slice::from_ref(expected));
}

/// Holds that the one fault is a value that a key cannot have, one of those it can have being this.
#[track_caller]
fn not_allowed(found: &[Problem], value: &str, another: &str) {
    let [
        Problem::Source(SourceProblem::NotAllowed {
            value: held,
            allowed,
            ..
        }),
    ] = found
    else {
        panic!("{found:#?}");
    };
    assert_eq!(held, value);
    assert!(allowed.iter().any(|one| one == another), "{allowed:?}");
}

fn residents() -> String {
    "residents".into()
}

const NINETY: &str = "comparator = \">=\", value = 90, unit = \"%\"";

#[test]
fn a_sound_folder_gives_plan_and_questionnaires() {
    let bridge = r#"bridge = { scale = "S2", numerator = ["satisfied"], denominator = ["satisfied", "dissatisfied"] }"#;
    let measure = format!("questions = [\"Q1\"], {KINDS}, {bridge}");
    assert_eq!(plan("satisfaction", NINETY, &measure), []);
    let codes = r#"questions = ["Q2"], numerator = [1], denominator = [1, 2], among = { question = "Q3", codes = [11] }"#;
    assert_eq!(plan("awareness", NINETY, codes), []);
}

#[test]
fn a_measure_must_name_what_there_is() {
    let measured = |measure: &str| plan("satisfaction", NINETY, measure);
    one(&measured(""), &Problem::NotMeasured);
    one(
        &measured(&format!("questions = [], {KINDS}")),
        &Problem::NoQuestions,
    );
    one(
        &measured(&format!("questions = [\"Q9\"], {KINDS}")),
        &Problem::UnknownQuestion {
            questionnaire: residents(),
            question: "Q9".into(),
        },
    );
    one(
        &measured(&format!(
            "questions = [\"Q1\"], {}",
            KINDS.replace("S3", "S9")
        )),
        &Problem::UnknownScale {
            questionnaire: residents(),
            scale: "S9".into(),
        },
    );
    one(
        &measured(&format!("questions = [\"Q2\"], {KINDS}")),
        &Problem::NotOnScale {
            question: "Q2".into(),
            scale: "S3".into(),
        },
    );
    one(
        &measured(&format!(
            "questions = [\"Q1\"], {}",
            KINDS.replace("\"neutral\"", "\"refused\"")
        )),
        &Problem::KindNotOnScale {
            key: "denominator",
            kind: ChoiceKind::Refused,
            scale: "S3".into(),
        },
    );
    not_allowed(
        &measured(&format!(
            "questions = [\"Q1\"], {}",
            KINDS.replace("\"neutral\"", "\"netural\"")
        )),
        "netural",
        "neutral",
    );
    one(
        &measured(r#"questions = ["Q2"], numerator = [3], denominator = [1, 3, 2]"#),
        &Problem::UnknownCode {
            question: "Q2".into(),
            code: 3,
        },
    );
}

#[test]
fn a_numerator_lies_within_its_denominator() {
    let measure = r#"questions = ["Q2"], numerator = [1], denominator = [2]"#;
    one(
        &plan("awareness", NINETY, measure),
        &Problem::NumeratorOutside {
            outside: "1".into(),
        },
    );
}

#[test]
fn targets_are_judged_by_what_is_measured() {
    let measure = format!("questions = [\"Q1\"], {KINDS}");
    let judged = |target: &str| plan("satisfaction", target, &measure);
    one(
        &judged("comparator = \">=\", value = 190, unit = \"%\""),
        &Problem::ShareOutOfRange { value: 190.0 },
    );
    one(&judged("comparator = \">=\""), &Problem::TargetNotAShare);
    one(
        &judged("comparator = \"improves\""),
        &Problem::MissingBaseline {
            comparator: "improves",
        },
    );
    not_allowed(
        &judged("comparator = \"=>\", value = 90, unit = \"%\""),
        "=>",
        ">=",
    );
    assert_eq!(plan("directional", "comparator = \"improves\"", ""), []);
}

#[test]
fn an_unread_questionnaire_is_not_also_reported_as_unknown() {
    let plan = "id = \"p\"\ntitle = { zh = \"题\", en = \"T\" }\ndocument = \"1\"\ncity = { zh = \"市\", en = \"C\" }\nyears = [2012, 2014]\n\
        [[indicator]]\nid = \"a\"\nsection = \"一\"\nquote = \"文\"\nname = { zh = \"名\", en = \"N\" }\nkind = \"awareness\"\n\
        target = { comparator = \">=\", value = 90, unit = \"%\" }\n\
        measure = { questionnaire = \"residents\", questions = [\"Q2\"], numerator = [1], denominator = [1, 2] }\n";
    one(
        &folder(&[("plan.toml", plan), ("residents.toml", "")]),
        &Problem::Questionnaire(format::Problem::Source(SourceProblem::Empty)),
    );
    one(
        &folder(&[("plan.toml", plan)]),
        &Problem::UnknownQuestionnaire {
            questionnaire: residents(),
        },
    );
}

#[test]
fn districts_agree_with_the_frame() {
    let framed = |frame: &str| folder(&[("residents.toml", QUESTIONNAIRE), ("frame.csv", frame)]);
    assert_eq!(framed("code,name\n11,East\n"), []);
    one(
        &framed("code,name\n11,East\n12,West\n"),
        &Problem::UnitNotOffered { code: 12 },
    );
    let not_digits = found(&[
        ("residents.toml", QUESTIONNAIRE),
        ("frame.csv", "code\n11\neleven\n"),
    ]);
    assert_eq!(not_digits.len(), 1);
    assert_eq!(
        (not_digits[0].file.as_str(), not_digits[0].line),
        ("p/frame.csv", 3)
    );
    one(
        &[not_digits[0].problem.clone()],
        &Problem::CodeNotDigits {
            code: "eleven".into(),
        },
    );
    let west_only = framed("code,name\n12,West\n");
    assert!(west_only.contains(&Problem::NotInFrame { code: 11 }));
}

#[test]
fn a_questionnaire_is_called_like_its_file() {
    one(
        &folder(&[("people.toml", QUESTIONNAIRE)]),
        &Problem::FileNamedOtherwise {
            id: residents(),
            file: "people.toml".into(),
        },
    );
}
