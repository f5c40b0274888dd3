use super::*;

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
fn plan(kind: &str, target: &str, measure: &str) -> Vec<String> {
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

fn folder(files: &[(&str, &str)]) -> Vec<String> {
    let files = files
        .iter()
        .map(|(name, content)| (format!("p/{name}"), content.as_bytes()));
    let folders = read_folders(files);
    let findings = folders.iter().flat_map(|folder| &folder.findings);
    findings.map(ToString::to_string).collect()
}

#[track_caller]
fn one(found: &[String], part: &str) {
    assert!(
        found.len() == 1 && found[0].contains(part),
        "expected one finding with {part:?}, got {found:#?}"
    );
}

const NINETY: &str = "comparator = \">=\", value = 90, unit = \"%\"";

#[test]
fn a_sound_folder_gives_plan_and_questionnaires() {
    let bridge = r#"bridge = { scale = "S2", numerator = ["satisfied"], denominator = ["satisfied", "dissatisfied"] }"#;
    let measure = format!("questions = [\"Q1\"], {KINDS}, {bridge}");
    assert_eq!(plan("satisfaction", NINETY, &measure), [""; 0]);
    let codes = r#"questions = ["Q2"], numerator = [1], denominator = [1, 2], among = { question = "Q3", codes = [11] }"#;
    assert_eq!(plan("awareness", NINETY, codes), [""; 0]);
}

#[test]
fn a_measure_must_name_what_there_is() {
    let measured = |measure: &str| plan("satisfaction", NINETY, measure);
    one(&measured(""), "has no `measure`");
    one(
        &measured(&format!("questions = [], {KINDS}")),
        "names no question",
    );
    one(
        &measured(&format!("questions = [\"Q9\"], {KINDS}")),
        "has no question `Q9`",
    );
    one(
        &measured(&format!(
            "questions = [\"Q1\"], {}",
            KINDS.replace("S3", "S9")
        )),
        "has no scale `S9`",
    );
    one(
        &measured(&format!("questions = [\"Q2\"], {KINDS}")),
        "`Q2` is never asked on scale `S3`",
    );
    one(
        &measured(&format!(
            "questions = [\"Q1\"], {}",
            KINDS.replace("\"neutral\"", "\"refused\"")
        )),
        "no choice of scale `S3` is of kind \"refused\"",
    );
    one(
        &measured(&format!(
            "questions = [\"Q1\"], {}",
            KINDS.replace("\"neutral\"", "\"netural\"")
        )),
        "cannot be `netural`; did you mean `neutral`?",
    );
    one(
        &measured(r#"questions = ["Q2"], numerator = [3], denominator = [1, 3, 2]"#),
        "`Q2` has no choice 3",
    );
}

#[test]
fn a_numerator_lies_within_its_denominator() {
    let measure = r#"questions = ["Q2"], numerator = [1], denominator = [2]"#;
    one(&plan("awareness", NINETY, measure), "the numerator holds 1");
}

#[test]
fn targets_are_judged_by_what_is_measured() {
    let measure = format!("questions = [\"Q1\"], {KINDS}");
    let judged = |target: &str| plan("satisfaction", target, &measure);
    one(
        &judged("comparator = \">=\", value = 190, unit = \"%\""),
        "the target is 190 %",
    );
    one(&judged("comparator = \">=\""), "needs a target in percent");
    one(
        &judged("comparator = \"improves\""),
        "add baseline = \"first_wave\"",
    );
    one(
        &judged("comparator = \"=>\", value = 90, unit = \"%\""),
        "`comparator` cannot be `=>`; use one of: >=, <=",
    );
    assert_eq!(
        plan("directional", "comparator = \"improves\"", ""),
        [""; 0]
    );
}

#[test]
fn an_unread_questionnaire_is_not_also_reported_as_unknown() {
    let plan = "id = \"p\"\ntitle = { zh = \"题\", en = \"T\" }\ndocument = \"1\"\ncity = { zh = \"市\", en = \"C\" }\nyears = [2012, 2014]\n\
        [[indicator]]\nid = \"a\"\nsection = \"一\"\nquote = \"文\"\nname = { zh = \"名\", en = \"N\" }\nkind = \"awareness\"\n\
        target = { comparator = \">=\", value = 90, unit = \"%\" }\n\
        measure = { questionnaire = \"residents\", questions = [\"Q2\"], numerator = [1], denominator = [1, 2] }\n";
    one(
        &folder(&[("plan.toml", plan), ("residents.toml", "")]),
        "the file is empty",
    );
    one(
        &folder(&[("plan.toml", plan)]),
        "there is no questionnaire `residents`",
    );
}

#[test]
fn districts_agree_with_the_frame() {
    let framed = |frame: &str| folder(&[("residents.toml", QUESTIONNAIRE), ("frame.csv", frame)]);
    assert_eq!(framed("code,name\n11,East\n"), [""; 0]);
    one(
        &framed("code,name\n11,East\n12,West\n"),
        "unit 12 of frame.csv cannot be chosen",
    );
    one(
        &framed("code\n11\neleven\n"),
        "frame.csv:3: `eleven` is no code of digits",
    );
    let found = framed("code,name\n12,West\n");
    assert!(
        found
            .iter()
            .any(|finding| finding.contains("choice 11 is no unit of frame.csv"))
    );
}

#[test]
fn a_questionnaire_is_called_like_its_file() {
    one(
        &folder(&[("people.toml", QUESTIONNAIRE)]),
        "the id is `residents`, but the file is called people.toml",
    );
}
