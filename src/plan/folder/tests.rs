use super::*;
use crate::indicator::{Baseline, Comparator};
use crate::problem::DriverFault;
use format::source::SourceProblem;
use questionnaire::{ChoiceKind, Code, QuestionId, ScaleId};

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
extra = [{ code = 9, kind = "dont_know", zh = "不知道", en = "Do not know" }]
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

fn q(id: &str) -> QuestionId {
    QuestionId::new(id)
}

/// The findings of a plan with one indicator of this kind, target and measure.
fn plan(kind: &str, target: &str, measure: &str) -> Vec<Problem> {
    let measure = if measure.is_empty() {
        String::new()
    } else {
        format!("measure = {{ questionnaire = \"residents\", {measure} }}\n")
    };
    planned(
        "years = [2012, 2014]\n",
        &format!("{INDICATOR}kind = \"{kind}\"\ntarget = {{ {target} }}\n{measure}"),
    )
}

const INDICATOR: &str = "[[indicator]]\nid = \"a\"\nsection = \"一\"\nquote = \"文\"\nname = { zh = \"名\", en = \"N\" }\n";

/// The findings of a plan with these lines at its top and these indicators.
fn planned(top: &str, indicators: &str) -> Vec<Problem> {
    let plan = written(top, indicators);
    folder(&[("plan.toml", &plan), ("residents.toml", QUESTIONNAIRE)])
}

fn written(top: &str, indicators: &str) -> String {
    format!(
        "id = \"p\"\ntitle = {{ zh = \"题\", en = \"T\" }}\ndocument = \"1\"\ncity = {{ zh = \"市\", en = \"C\" }}\n{top}{indicators}"
    )
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
            question: q("Q9"),
        },
    );
    one(
        &measured(&format!(
            "questions = [\"Q1\"], {}",
            KINDS.replace("S3", "S9")
        )),
        &Problem::UnknownScale {
            questionnaire: residents(),
            scale: ScaleId::new("S9"),
        },
    );
    one(
        &measured(&format!("questions = [\"Q2\"], {KINDS}")),
        &Problem::NotOnScale {
            question: q("Q2"),
            scale: ScaleId::new("S3"),
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
            scale: ScaleId::new("S3"),
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
            question: q("Q2"),
            code: Code(3),
        },
    );
}

#[test]
fn what_a_question_adds_to_its_scale_can_count() {
    let kinds = r#"questions = ["Q1"], scale = "S3", numerator = ["dont_know"], denominator = ["dont_know", "satisfied"]"#;
    assert_eq!(plan("satisfaction", NINETY, kinds), []);
    let codes = r#"questions = ["Q1"], numerator = [9], denominator = [9, 3]"#;
    assert_eq!(plan("satisfaction", NINETY, codes), []);
}

#[test]
fn a_measure_without_anything_that_counts_is_refused() {
    let measured = |counts: &str| {
        let measure = format!("questions = [\"Q2\"], {counts}");
        plan("awareness", NINETY, &measure)
    };
    one(
        &measured("numerator = [], denominator = [1]"),
        &Problem::NothingCounts { key: "numerator" },
    );
    one(
        &measured("numerator = [1], denominator = [1, 7]"),
        &Problem::UnknownCode {
            question: q("Q2"),
            code: Code(7),
        },
    );
}

#[test]
fn bridge_domain_and_crosswise_are_held_to_the_questionnaire() {
    let counts = "numerator = [1], denominator = [1, 2]";
    let codes = |more: &str| {
        let measure = format!("questions = [\"Q2\"], {counts}, {more}");
        plan("awareness", NINETY, &measure)
    };
    one(
        &codes(r#"among = { question = "Q3", codes = [12] }"#),
        &Problem::UnknownCode {
            question: q("Q3"),
            code: Code(12),
        },
    );
    let crosswise = |same: i64, prevalence: f64| {
        codes(&format!(
            "crosswise = {{ question = \"Q2\", same = {same}, prevalence = {prevalence:?} }}"
        ))
    };
    assert_eq!(crosswise(1, 0.25), []);
    one(
        &crosswise(3, 0.25),
        &Problem::UnknownCode {
            question: q("Q2"),
            code: Code(3),
        },
    );
    for prevalence in [0.0, 0.5, 1.0] {
        one(
            &crosswise(1, prevalence),
            &Problem::PrevalenceOutOfRange { prevalence },
        );
    }
    let bridged = |scale: &str, numerator: &str| {
        let measure = format!(
            "questions = [\"Q1\"], {KINDS}, bridge = {{ scale = \"{scale}\", \
             numerator = [\"{numerator}\"], denominator = [\"satisfied\"] }}"
        );
        plan("satisfaction", NINETY, &measure)
    };
    assert_eq!(bridged("S2", "satisfied"), []);
    one(
        &bridged("S2", "dissatisfied"),
        &Problem::NumeratorOutside {
            outside: "dissatisfied".to_owned(),
        },
    );
    let unknown = bridged("S9", "satisfied");
    one(
        &unknown,
        &Problem::UnknownScale {
            questionnaire: "residents".to_owned(),
            scale: ScaleId::new("S9"),
        },
    );
}

/// Further questions on a scale with scores, of which one is put to a random group alone.
const SCORED: &str = r#"
[[scale]]
id = "S100"
choices = [
  { code = 3, kind = "satisfied", score = 100, zh = "好", en = "Good" },
  { code = 1, kind = "dissatisfied", score = 0, zh = "差", en = "Poor" },
  { code = 9, kind = "dont_know", zh = "不知道", en = "Do not know" },
]
[[question]]
id = "Q4"
type = "scale"
scale = "S100"
zh = "？"
en = "?"
[[question]]
id = "Q5"
type = "scale"
scale = "S100"
ask_if = "Q2 == 1"
zh = "？"
en = "?"
[[question]]
id = "Q6"
type = "scale"
scale = "S100"
ask_if = "arm.bridge == 'two'"
zh = "？"
en = "?"
"#;

#[test]
fn questions_that_may_go_with_a_measure_are_on_scales_with_scores_and_put_to_all_arms() {
    let with = |questions: &str, drivers: &str| {
        let measure = format!(
            "measure = {{ questionnaire = \"residents\", questions = [{questions}], {KINDS}, drivers = [{drivers}] }}\n"
        );
        let plan = written(
            "years = [2012, 2014]\n",
            &format!("{INDICATOR}kind = \"satisfaction\"\ntarget = {{ {NINETY} }}\n{measure}"),
        );
        let questionnaire = format!("{QUESTIONNAIRE}{SCORED}");
        folder(&[("plan.toml", &plan), ("residents.toml", &questionnaire)])
    };
    let faults = |drivers: &str| -> Vec<DriverFault> {
        let found = with("\"Q1\"", drivers).into_iter();
        let faults = found.map(|problem| match problem {
            Problem::Drivers(fault) => fault,
            other => panic!("{other:?}"),
        });
        faults.collect()
    };
    assert_eq!(faults(""), []);
    assert_eq!(faults(r#""Q4", "Q5""#), []);
    assert_eq!(faults(r#""Q4""#), [DriverFault::Counted { count: 1 }]);
    let question = q("Q4");
    assert_eq!(faults(r#""Q4", "Q4""#), [DriverFault::Twice { question }]);
    let question = q("Q6");
    assert_eq!(faults(r#""Q4", "Q6""#), [DriverFault::OfArm { question }]);
    for other in ["Q2", "Q3"] {
        let question = q(other);
        let drivers = format!("\"Q4\", \"{other}\"");
        assert_eq!(faults(&drivers), [DriverFault::WithoutScores { question }]);
    }
    // What is measured is on a scale without scores, too.
    let measured = faults(r#""Q4", "Q1""#);
    let question = q("Q1");
    assert!(
        measured.contains(&DriverFault::Measured { question }),
        "{measured:?}"
    );
    let many = ["\"Q4\""; 9].join(", ");
    assert!(faults(&many).contains(&DriverFault::Counted { count: 9 }));
    one(
        &with("\"Q1\", \"Q1\"", r#""Q4", "Q5""#),
        &Problem::Drivers(DriverFault::OfSeveral),
    );
    let unknown = with("\"Q1\"", r#""Q4", "Q9""#);
    let question = q("Q9");
    one(
        &unknown,
        &Problem::UnknownQuestion {
            questionnaire: residents(),
            question,
        },
    );
}

#[test]
fn nothing_goes_with_coaching() {
    let coaching = "years = [2012, 2014]\ncoaching = { questionnaire = \"residents\", questions = [\"Q2\"], \
        numerator = [1], denominator = [1, 2], drivers = [\"Q1\", \"Q3\"] }\n";
    let measure = "measure = { questionnaire = \"residents\", questions = [\"Q2\"], numerator = [1], denominator = [1, 2] }\n";
    let indicator = format!("{INDICATOR}kind = \"awareness\"\ntarget = {{ {NINETY} }}\n{measure}");
    let found = planned(coaching, &indicator);
    assert!(
        matches!(
            &found[..],
            [Problem::Source(SourceProblem::UnknownKey { .. })]
        ),
        "{found:?}"
    );
}

#[test]
fn adults_and_coaching_are_held_to_the_questionnaire() {
    let measure = "measure = { questionnaire = \"residents\", questions = [\"Q2\"], numerator = [1], denominator = [1, 2] }\n";
    let indicator = format!("{INDICATOR}kind = \"awareness\"\ntarget = {{ {NINETY} }}\n{measure}");
    let with = |lines: &str| planned(&format!("years = [2012, 2012]\n{lines}\n"), &indicator);
    assert_eq!(with(""), [], "a plan may be of one year");
    let adults = |question: &str, cap: i64| {
        with(&format!(
            "adults = {{ questionnaire = \"residents\", question = \"{question}\", cap = {cap} }}"
        ))
    };
    assert_eq!(adults("Q2", 1), []);
    one(
        &adults("Q9", 4),
        &Problem::UnknownQuestion {
            questionnaire: "residents".to_owned(),
            question: q("Q9"),
        },
    );
    assert_eq!(adults("Q2", 0).len(), 1, "nobody is no number of adults");
    let coaching = |code: i64| {
        with(&format!(
            "coaching = {{ questionnaire = \"residents\", questions = [\"Q2\"], numerator = [{code}], denominator = [{code}, 2] }}"
        ))
    };
    assert_eq!(coaching(1), []);
    assert_eq!(
        coaching(3)[0],
        Problem::UnknownCode {
            question: q("Q2"),
            code: Code(3)
        }
    );
    one(
        &planned("years = [2014, 2012]\n", &indicator),
        &Problem::YearsMalformed,
    );
    one(
        &planned(
            "years = [2012, 2014]\n",
            &indicator.replace("id = \"a\"", "id = \"files\""),
        ),
        &Problem::IdReserved { id: "files".into() },
    );
    let twice = planned("years = [2012, 2014]\n", &format!("{indicator}{indicator}"));
    assert!(
        matches!(&twice[..], [Problem::DuplicateId { id, .. }] if id == "a"),
        "{twice:#?}"
    );
}

#[test]
fn words_of_targets_and_measures_mean_what_they_say() {
    let read = |target: &str| {
        let measure = "measure = { questionnaire = \"residents\", questions = [\"Q2\"], numerator = [1], denominator = [1, 2], cross_check = true }\n";
        let indicator =
            format!("{INDICATOR}kind = \"awareness\"\ntarget = {{ {target} }}\n{measure}");
        let text = written("years = [2012, 2014]\n", &indicator);
        let plan = read::read("plan.toml", text.as_bytes()).plan.unwrap();
        plan.indicators[0].clone()
    };
    for (word, comparator) in [
        (">=", Comparator::AtLeast),
        ("<=", Comparator::AtMost),
        ("=", Comparator::Equal),
        (">", Comparator::Above),
        ("improves", Comparator::Improves),
        ("increases", Comparator::Increases),
        ("decreases", Comparator::Decreases),
    ] {
        let indicator = read(&format!("comparator = \"{word}\""));
        assert_eq!(indicator.target.comparator, comparator, "{word}");
        assert!(indicator.measure.unwrap().cross_check);
    }
    for (word, baseline) in [
        ("first_wave", Baseline::FirstWave),
        ("previous_year", Baseline::PreviousYear),
    ] {
        let target = read(&format!("comparator = \"improves\", baseline = \"{word}\"")).target;
        assert_eq!(target.baseline, Some(baseline));
    }
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
    let with_target = |target: &str| plan("satisfaction", target, &measure);
    one(
        &with_target("comparator = \">=\", value = 190, unit = \"%\""),
        &Problem::ShareOutOfRange { value: 190.0 },
    );
    one(
        &with_target("comparator = \">=\", value = -1, unit = \"%\""),
        &Problem::ShareOutOfRange { value: -1.0 },
    );
    one(
        &with_target("comparator = \">=\", value = 100.5, unit = \"%\""),
        &Problem::ShareOutOfRange { value: 100.5 },
    );
    for whole in [0, 100] {
        let target = format!("comparator = \">=\", value = {whole}, unit = \"%\"");
        assert_eq!(with_target(&target), []);
    }
    for target in [
        "comparator = \">=\"",
        "comparator = \">=\", value = 90, unit = \"yuan\"",
        "comparator = \">=\", unit = \"%\"",
    ] {
        one(&with_target(target), &Problem::TargetNotAShare);
        let measure = r#"questions = ["Q2"], numerator = [1], denominator = [1, 2]"#;
        one(
            &plan("awareness", target, measure),
            &Problem::TargetNotAShare,
        );
    }
    one(
        &with_target("comparator = \"improves\", baseline = \"previous_year\""),
        &Problem::MissingBaseline {
            comparator: "improves",
        },
    );
    one(
        &with_target("comparator = \"improves\""),
        &Problem::MissingBaseline {
            comparator: "improves",
        },
    );
    not_allowed(
        &with_target("comparator = \"=>\", value = 90, unit = \"%\""),
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
        &Problem::UnitNotOffered { code: Code(12) },
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
    assert!(west_only.contains(&Problem::NotInFrame { code: Code(11) }));
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
