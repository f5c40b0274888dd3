use crate::sample::{faults, questionnaire};
use crate::source::SourceProblem;
use crate::{Finding, Problem};
use questionnaire::{Code, ConditionFault, Decimal, Language, QuestionId, ScaleId, SharesError};

const GATE: &str = r#"
[[question]]
id = "Q1"
type = "single"
zh = "？"
choices = [{ code = 1, zh = "一" }, { code = 2, zh = "二" }, { code = 3, zh = "三" }]
"#;

fn q(id: &str) -> QuestionId {
    QuestionId::new(id)
}

/// The findings of a second question with these lines after [`GATE`].
fn second(lines: &str) -> Vec<Finding<Problem>> {
    faults(&format!(
        "{GATE}[[question]]\nid = \"Q2\"\ntype = \"number\"\nmin = 0\nmax = 10\nzh = \"？\"\n{lines}"
    ))
}

#[track_caller]
fn one(found: &[Finding<Problem>], expected: &Problem) {
    let problems: Vec<&Problem> = found.iter().map(|finding| &finding.problem).collect();
    assert_eq!(problems, [expected]);
}

/// Holds that there is one fault, and of which part it is said.
#[track_caller]
fn one_at(found: &[Finding<Problem>], place: &str, expected: &Problem) {
    one(found, expected);
    assert_eq!(found[0].place.as_deref(), Some(place));
}

/// Holds that the one fault is one of the condition under this key.
#[track_caller]
fn one_of_condition(found: &[Finding<Problem>], held: &str, expected: &ConditionFault) {
    let [
        Finding {
            problem: Problem::Condition { key, problem },
            ..
        },
    ] = found
    else {
        panic!("{found:#?}");
    };
    assert_eq!((*key, &problem.fault), (held, expected));
}

/// Holds that the one fault is a key that there is not.
#[track_caller]
fn one_unknown_key(found: &[Finding<Problem>], unknown: &str) {
    let problems: Vec<&Problem> = found.iter().map(|finding| &finding.problem).collect();
    assert!(
        matches!(
            problems[..],
            [Problem::Source(SourceProblem::UnknownKey { key, .. })] if key == unknown
        ),
        "{problems:#?}"
    );
}

/// Holds that the one fault is a number beyond what its key allows.
#[track_caller]
fn one_out_of_range(found: &[Finding<Problem>], beyond: &str) {
    let problems: Vec<&Problem> = found.iter().map(|finding| &finding.problem).collect();
    assert!(
        matches!(
            problems[..],
            [Problem::Source(SourceProblem::NumberOutOfRange { key, .. })] if key == beyond
        ),
        "{problems:#?}"
    );
}

#[test]
fn a_sound_questionnaire_has_no_findings_and_survives_its_canonical_content() {
    let sound = questionnaire(&format!(
        "{GATE}[[question]]\nid = \"Q2\"\ntype = \"long_text\"\nmax_length = 100\nzh = \"？\"\nask_if = \"Q1 in [1, 2]\"\n"
    ));
    let content = sound.canonical();
    let back = questionnaire::Questionnaire::from_canonical(&content).unwrap();
    assert_eq!(back, sound);
    assert_eq!(back.canonical(), content);
    assert_eq!(back.version(), sound.version());
    assert_eq!(sound.version().as_str().len(), 64);
}

#[test]
fn tests_and_comments_do_not_change_the_version() {
    let case = "[[test]]\nname = \"all\"\nanswers = {}\npath = [\"Q1\"]\n";
    let plain = questionnaire(GATE);
    let tested = questionnaire(&format!("# why\n{GATE}{case}"));
    assert_eq!(plain.version(), tested.version());
}

#[test]
fn references_must_lead_somewhere() {
    let unknown = Problem::UnknownSection {
        section: "x".into(),
    };
    one(&second("section = \"x\""), &unknown);
    one_of_condition(
        &second("ask_if = \"Q9 == 1\""),
        "ask_if",
        &ConditionFault::UnknownQuestion {
            question: q("Q9"),
            nearest: Some(q("Q1")),
        },
    );
    one_of_condition(
        &second("ask_if = \"Q1 == 7\""),
        "ask_if",
        &ConditionFault::UnknownChoice {
            question: q("Q1"),
            code: Code(7),
            known: vec![Code(1), Code(2), Code(3)],
        },
    );
    one_of_condition(
        &second("ask_if = \"arm.x == 'y'\""),
        "ask_if",
        &ConditionFault::UnknownArm { arm: "x".into() },
    );
    one_of_condition(
        &second("ask_if = \"Q2 == 1\""),
        "ask_if",
        &ConditionFault::Later { question: q("Q2") },
    );
}

#[test]
fn conditions_are_typed() {
    one_of_condition(
        &second("ask_if = \"Q1 < 2\""),
        "ask_if",
        &ConditionFault::Unordered {
            question: q("Q1"),
            operator: "<",
        },
    );
    one_of_condition(
        &second("ask_if = \"1 in Q1\""),
        "ask_if",
        &ConditionFault::NotMultiple {
            question: q("Q1"),
            code: Code(1),
        },
    );
    one_of_condition(
        &second("ask_if = \"Q1 = 2\""),
        "ask_if",
        &ConditionFault::Halved('='),
    );
    let third = |condition: &str| {
        faults(&format!(
            "{GATE}\
             [[question]]\nid = \"T1\"\ntype = \"short_text\"\nmax_length = 9\nzh = \"？\"\n\
             [[question]]\nid = \"M1\"\ntype = \"multiple\"\nzh = \"？\"\nchoices = [{{ code = 1, zh = \"一\" }}, {{ code = 2, zh = \"二\" }}]\n\
             [[question]]\nid = \"Q2\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\nask_if = \"{condition}\"\n"
        ))
    };
    one_of_condition(
        &third("T1 == 1"),
        "ask_if",
        &ConditionFault::TextCompared { question: q("T1") },
    );
    one_of_condition(
        &third("M1 == 1"),
        "ask_if",
        &ConditionFault::MultipleCompared { question: q("M1") },
    );
    assert!(third("answered(T1) && 2 in M1").is_empty());
}

#[test]
fn a_code_must_exist_on_every_scale_shown_and_orderings_stay_clear_of_dont_know() {
    let scaled = |condition: &str| {
        faults(&format!(
            "[[arm]]\nid = \"bridge\"\ngroups = {{ five = 0.8, four = 0.2 }}\nscales = {{ four = {{ S5 = \"S4\" }} }}\n\
             [[scale]]\nid = \"S5\"\nchoices = [{{ code = 3, zh = \"好\" }}, {{ code = 2, zh = \"中\" }}, {{ code = 1, zh = \"差\" }}, {{ code = 98, kind = \"dont_know\", zh = \"不知道\" }}]\n\
             [[scale]]\nid = \"S4\"\nchoices = [{{ code = 2, zh = \"好\" }}, {{ code = 1, zh = \"差\" }}]\n\
             [[question]]\nid = \"A1\"\ntype = \"scale\"\nscale = \"S5\"\nzh = \"？\"\n\
             [[question]]\nid = \"A2\"\ntype = \"scale\"\nscale = \"S5\"\nzh = \"？\"\nask_if = \"{condition}\"\n"
        ))
    };
    assert!(scaled("A1 <= 2").is_empty());
    one_of_condition(
        &scaled("A1 == 3"),
        "ask_if",
        &ConditionFault::NotOnEveryScale {
            question: q("A1"),
            scale: ScaleId::new("S4"),
            code: Code(3),
        },
    );
    one_of_condition(
        &scaled("2 <= A1"),
        "ask_if",
        &ConditionFault::TakesApart {
            question: q("A1"),
            operator: ">=",
            value: Code(2),
            code: Code(98),
        },
    );
}

#[test]
fn a_question_that_rotation_may_move_behind_cannot_be_asked_about() {
    let found = faults(
        "[[section]]\nid = \"a\"\nrotate = \"r\"\ntitle = { zh = \"节\" }\n\
         [[section]]\nid = \"b\"\nrotate = \"r\"\ntitle = { zh = \"节\" }\n\
         [[question]]\nid = \"Q1\"\nsection = \"a\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\n\
         [[question]]\nid = \"Q2\"\nsection = \"a\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\nask_if = \"Q1 < 3\"\n\
         [[question]]\nid = \"Q3\"\nsection = \"b\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\nask_if = \"Q1 < 3\"\n",
    );
    one_of_condition(
        &found,
        "ask_if",
        &ConditionFault::Later { question: q("Q1") },
    );
    assert_eq!(found[0].place.as_deref(), Some("Q3"));
}

#[test]
fn a_question_nobody_can_reach_is_found() {
    one(
        &second("ask_if = \"Q1 == 1 && Q1 == 2\""),
        &Problem::Unreachable,
    );
    assert!(second("ask_if = \"Q1 == 1 || Q1 == 2\"").is_empty());
    assert!(second("ask_if = \"!answered(Q1)\"").is_empty());
}

#[test]
fn reaching_follows_the_conditions_of_the_questions_asked_about() {
    let found = second(
        "ask_if = \"Q1 == 1\"\n\
         [[question]]\nid = \"Q3\"\ntype = \"number\"\nmin = 0\nmax = 10\nzh = \"？\"\nask_if = \"4 < Q2 && Q1 == 2\"\n",
    );
    one_at(&found, "Q3", &Problem::Unreachable);
}

#[test]
fn an_end_that_nobody_passes_cuts_off_what_follows() {
    let ended = |required: &str| {
        faults(&format!(
            "[[question]]\nid = \"Q1\"\n{required}type = \"number\"\nmin = 0\nmax = 10\nzh = \"？\"\nend_if = \"Q1 <= 10\"\nend = {{ zh = \"谢谢\" }}\n\
             [[question]]\nid = \"Q2\"\ntype = \"number\"\nmin = 0\nmax = 10\nzh = \"？\"\n"
        ))
    };
    one_at(&ended("required = true\n"), "Q2", &Problem::Unreachable);
    assert!(ended("").is_empty(), "whoever skips the question passes");
}

#[test]
fn a_long_condition_over_many_questions_is_decided_quickly() {
    let source: String = (0..40)
        .map(|i| format!("[[question]]\nid = \"Q{i}\"\ntype = \"single\"\nzh = \"？\"\nchoices = [{{ code = 1, zh = \"一\" }}, {{ code = 2, zh = \"二\" }}]\n"))
        .collect::<Vec<_>>()
        .concat();
    let mut condition: Vec<String> = (0..40).map(|i| format!("Q{i} == 1")).collect();
    condition.push("Q39 == 2".to_owned());
    let last = |condition: &str| {
        faults(&format!(
            "{source}[[question]]\nid = \"Z\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\nask_if = \"{condition}\"\n"
        ))
    };
    one_at(&last(&condition.join(" && ")), "Z", &Problem::Unreachable);
    assert!(last(&condition.join(" || ")).is_empty());
}

#[test]
fn only_what_decides_eligibility_may_be_required() {
    one(&second("required = true"), &Problem::PointlessRequired);
    let gate = "required = true\nend_if = \"Q2 < 3\"\nend = { zh = \"谢谢\" }";
    assert!(second(gate).is_empty());
    one(&second("end_if = \"Q2 < 3\""), &Problem::EndWithoutText);
    one(&second("end = { zh = \"谢谢\" }"), &Problem::TextWithoutEnd);
}

#[test]
fn texts_need_every_language_and_keys_must_be_known() {
    let missing = |key: &str| Problem::MissingTranslation {
        key: key.to_owned(),
        language: Language::new("zh"),
    };
    one(&second("help = { zh = \" \" }"), &missing("help"));
    one_unknown_key(&second("ask_fi = \"Q1 == 1\""), "ask_fi");
    one_unknown_key(&second("order = \"reverse\""), "order");
    one(&faults(&GATE.replace(", zh = \"二\"", "")), &missing("2"));
}

#[test]
fn single_brackets_are_one_fault() {
    let file = |first: &str, second: &str| {
        let section = |id: &str| format!("id = \"{id}\"\ntitle = {{ zh = \"节\" }}\n");
        let question = |id: &str| {
            format!(
                "[[question]]\nid = \"{id}\"\nsection = \"{id}\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\n"
            )
        };
        format!(
            "{first}\n{}{second}\n{}{}{}",
            section("a"),
            section("b"),
            question("a"),
            question("b")
        )
    };
    assert_eq!(faults(&file("[[section]]", "[[section]]")), []);
    let single = || Problem::SingleBrackets { key: "section" };
    one(&faults(&file("[section]", "[[section]]")), &single());
    let both = faults(&file("[section]", "[ section ]  "));
    assert!(both.len() == 2 && both.iter().all(|finding| finding.problem == single()));
    let within = GATE.replace("zh = \"一\"", "zh = \"\"\"\n[section]\n\"\"\"");
    assert_eq!(faults(&within), []);
}

#[test]
fn a_language_may_be_tagged_as_a_key_is() {
    let file = "id = \"s\"\nlanguages = [\"zh\", \"id\", \"min\"]\n\
        title = { zh = \"调查\", id = \"Survei\", min = \"Survei\" }\n\
        intro = { zh = \"您好\", id = \"Halo\", min = \"Halo\" }\n\
        [[question]]\nid = \"Q1\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"几个？\"\n\
        text = { id = \"Berapa?\", min = \"Bara?\" }\n";
    let reading = crate::read("s.toml", file.as_bytes());
    assert_eq!(reading.findings, []);
    let form = reading.questionnaire.unwrap();
    let text = &form.questions[0].text;
    assert_eq!(text.get(&Language::new("id")), "Berapa?");
    let again = crate::read("s.toml", crate::write(&form).as_bytes());
    assert_eq!(again.questionnaire.unwrap().canonical(), form.canonical());
    let missing = file.replace("id = \"Berapa?\", ", "");
    let findings = crate::read("s.toml", missing.as_bytes()).findings;
    assert_eq!(findings.len(), 1);
    assert!(matches!(
        &findings[0].problem,
        Problem::MissingTranslation { language, .. } if language.tag() == "id"
    ));
}

#[test]
fn choices_and_numbers_are_checked() {
    one(
        &faults(&GATE.replace("code = 2", "code = 1")),
        &Problem::DuplicateCode { code: Code(1) },
    );
    one(
        &faults(&GATE.replace("zh = \"二\"", "zh = \"二\", exclusive = true")),
        &Problem::PointlessExclusive { code: Code(2) },
    );
    one(
        &faults(&GATE.replace("id = \"Q1\"", "id = \"in\"")),
        &Problem::IdMalformed { id: "in".into() },
    );
    one(
        &faults("[[question]]\nid = \"N\"\ntype = \"number\"\nmin = 5\nmax = 1\nzh = \"？\"\n"),
        &Problem::EmptyRange { min: 5, max: 1 },
    );
}

#[test]
fn a_list_where_only_some_choices_have_a_kind_is_a_fault() {
    let rated = GATE.replace("zh = \"一\"", "kind = \"satisfied\", zh = \"一\"");
    one(
        &faults(&rated),
        &Problem::KindsPartial {
            codes: vec![Code(2), Code(3)],
        },
    );
    let refused = GATE.replace("zh = \"一\"", "kind = \"refused\", zh = \"一\"");
    assert_eq!(faults(&refused), []);
    let scale = "[[scale]]\nid = \"s\"\nchoices = [{ code = 1, kind = \"satisfied\", zh = \"一\" }, \
                 { code = 2, kind = \"neutral\", zh = \"二\" }]\n\
                 [[question]]\nid = \"S\"\ntype = \"scale\"\nscale = \"s\"\nzh = \"？\"\n";
    assert_eq!(faults(scale), []);
    one(
        &faults(&format!("{scale}extra = [{{ code = 9, zh = \"九\" }}]\n")),
        &Problem::KindsPartial {
            codes: vec![Code(9)],
        },
    );
}

#[test]
fn sections_and_rotation_groups_must_hang_together() {
    let section = |id: &str, rotate: &str| {
        format!("[[section]]\nid = \"{id}\"\n{rotate}title = {{ zh = \"节\" }}\n")
    };
    let question = |id: &str, section: &str| {
        format!(
            "[[question]]\nid = \"{id}\"\nsection = \"{section}\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\n"
        )
    };
    let torn = section("a", "")
        + &section("b", "")
        + &question("Q1", "a")
        + &question("Q2", "b")
        + &question("Q3", "a");
    one_at(
        &faults(&torn),
        "Q3",
        &Problem::SectionInterrupted {
            section: "a".into(),
        },
    );
    let rotating = "rotate = \"r\"\n";
    let torn = section("a", rotating)
        + &section("b", "")
        + &section("c", rotating)
        + &question("Q1", "a")
        + &question("Q2", "b")
        + &question("Q3", "c");
    one_at(
        &faults(&torn),
        "c",
        &Problem::RotationInterrupted {
            group: "r".into(),
            section: "c".into(),
        },
    );
    let unused = section("a", "") + &section("b", "") + &question("Q1", "a");
    one_at(&faults(&unused), "b", &Problem::EmptySection);
}

#[test]
fn shares_must_be_exact_and_variants_few() {
    let arm = |id: &str, groups: &str| format!("[[arm]]\nid = \"{id}\"\ngroups = {{ {groups} }}\n");
    let halves = "a = 0.5, b = 0.6";
    one_at(
        &faults(&(arm("x", halves) + GATE)),
        "x",
        &Problem::Shares(SharesError::NotTheWhole { sum: 1.1 }),
    );
    let parts = "a = 0.1, b = 0.9";
    let many = arm("x", parts) + &arm("y", parts) + &arm("z", parts) + GATE;
    one(&faults(&many), &Problem::TooManyVariants { variants: 1000 });
}

#[test]
fn a_failing_case_shows_both_paths() {
    let case = "[[test]]\nname = \"only the first\"\nanswers = { Q1 = 2 }\npath = [\"Q1\"]\n";
    one(
        &second(&format!("ask_if = \"Q1 == 2\"\n{case}")),
        &Problem::TestFailed {
            name: "only the first".into(),
            actual: vec![q("Q1"), q("Q2")],
            expected: vec![q("Q1")],
        },
    );
    let impossible = case.replace("Q1 = 2", "Q1 = 9");
    one(
        &second(&format!("ask_if = \"Q1 == 2\"\n{impossible}")),
        &Problem::TestImpossibleAnswer {
            name: "only the first".into(),
            question: q("Q1"),
        },
    );
}

#[test]
fn one_fault_gives_one_finding() {
    let case = "[[test]]\nname = \"a low number ends\"\nanswers = { Q2 = 1 }\npath = [\"Q1\", \"Q2\"]\n\
                [[question]]\nid = \"Q3\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\n";
    let ending = format!("end_if = \"Q2 = 1\"\nend = {{ zh = \"谢谢\" }}\n{case}");
    one_of_condition(&second(&ending), "end_if", &ConditionFault::Halved('='));
    let sections = "[[section]]\nid = \"a\"\nrotate = \"r\"\ntitle = { zh = \"节\" }\n\
                    [[section]]\nid = \"b\"\nrotate = \"r\"\ntitle = { zh = \"节\" }\n";
    let question = |id: &str, section: &str| {
        format!(
            "[[question]]\nid = \"{id}\"\nsection = \"{section}\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\n"
        )
    };
    let misspelt =
        question("Q1", "a") + &question("Q2", "x") + &question("Q3", "a") + &question("Q4", "b");
    one(
        &faults(&(sections.to_owned() + &misspelt)),
        &Problem::UnknownSection {
            section: "x".into(),
        },
    );
}

#[test]
fn decimals_are_compared_with_what_can_be_answered() {
    let hours = |condition: &str| {
        faults(&format!(
            "[[question]]\nid = \"H\"\ntype = \"number\"\nmin = 0\nmax = 24\ndecimals = 1\nzh = \"？\"\n\
             [[question]]\nid = \"Q2\"\ntype = \"number\"\nmin = 0\nmax = 10\nzh = \"？\"\nask_if = \"{condition}\"\n"
        ))
    };
    assert_eq!(hours("H >= 0.5 && H != 8"), []);
    assert_eq!(hours("H > 7.9 && H < 8.1"), []);
    one(&hours("H > 7.9 && H < 8"), &Problem::Unreachable);
    one_of_condition(
        &hours("H < 0.25"),
        "ask_if",
        &ConditionFault::TooManyDecimals {
            question: q("H"),
            value: Decimal::new(25, 2),
            decimals: 1,
        },
    );
    one_of_condition(
        &hours("H == 24.5"),
        "ask_if",
        &ConditionFault::NumberNeverGiven {
            question: q("H"),
            value: Decimal::new(245, 1),
            min: 0,
            max: 24,
        },
    );
    one_of_condition(
        &hours("1 in H"),
        "ask_if",
        &ConditionFault::NotMultiple {
            question: q("H"),
            code: Code(1),
        },
    );
    one_of_condition(
        &second("ask_if = \"Q1 == 1.5\""),
        "ask_if",
        &ConditionFault::TooManyDecimals {
            question: q("Q1"),
            value: Decimal::new(15, 1),
            decimals: 0,
        },
    );
    one_out_of_range(&second("decimals = 7"), "decimals");
    let large = "[[question]]\nid = \"H\"\ntype = \"number\"\nmin = 0\nmax = 9999999999\ndecimals = 1\nzh = \"？\"\n";
    one(
        &faults(large),
        &Problem::TooLargeForDecimals {
            bound: 9_999_999_999,
        },
    );
}

#[test]
fn so_many_choices_must_be_there_to_choose_and_conditions_know_it() {
    let several = |limits: &str, condition: &str| {
        faults(&format!(
            "[[question]]\nid = \"M\"\ntype = \"multiple\"\nzh = \"？\"\n{limits}\n\
             choices = [{{ code = 1, zh = \"一\" }}, {{ code = 2, zh = \"二\" }}, {{ code = 3, zh = \"无\", exclusive = true }}]\n\
             [[question]]\nid = \"Q2\"\ntype = \"number\"\nmin = 0\nmax = 10\nzh = \"？\"\nask_if = \"{condition}\"\n"
        ))
    };
    assert_eq!(several("max_choices = 1", "1 in M"), []);
    assert_eq!(several("min_choices = 2", "!(1 in M)"), []);
    one(
        &several("max_choices = 1", "1 in M && 2 in M"),
        &Problem::Unreachable,
    );
    one(
        &several("min_choices = 2", "1 in M && !(2 in M)"),
        &Problem::Unreachable,
    );
    for key in ["min_choices", "max_choices"] {
        let more = Problem::MoreThanChoices {
            key,
            count: 3,
            choices: 2,
        };
        one(&several(&format!("{key} = 3"), "1 in M"), &more);
    }
    one(
        &several("min_choices = 2\nmax_choices = 1", "3 in M"),
        &Problem::EmptyChoiceRange { min: 2, max: 1 },
    );
    one_out_of_range(&several("min_choices = 0", "1 in M"), "min_choices");
}

#[test]
fn beside_a_number_stands_only_why_there_is_none() {
    let beside = |kind: &str, condition: &str| {
        faults(&format!(
            "[[question]]\nid = \"N\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\nextra = [{{ code = 98{kind}, zh = \"无\" }}]\n\
             [[question]]\nid = \"Q2\"\ntype = \"number\"\nmin = 0\nmax = 10\nzh = \"？\"\nask_if = \"{condition}\"\n"
        ))
    };
    let kind = ", kind = \"dont_know\"";
    assert_eq!(beside(kind, "98 in N"), []);
    one_of_condition(
        &beside(kind, "97 in N"),
        "ask_if",
        &ConditionFault::UnknownChoice {
            question: q("N"),
            code: Code(97),
            known: vec![Code(98)],
        },
    );
    one_of_condition(
        &beside(kind, "N == 98"),
        "ask_if",
        &ConditionFault::NumberNeverGiven {
            question: q("N"),
            value: 98.into(),
            min: 0,
            max: 9,
        },
    );
    one(&beside(kind, "98 in N && N < 5"), &Problem::Unreachable);
    let ordinary = Problem::OrdinaryBeside { code: Code(98) };
    one(&beside("", "98 in N"), &ordinary);
    one(&beside(", kind = \"satisfied\"", "98 in N"), &ordinary);
}

#[test]
fn reaching_is_judged_although_a_text_is_missing() {
    let found = second("ask_if = \"Q1 == 1 && Q1 == 2\"\nhelp = { zh = \"\" }");
    let problems: Vec<&Problem> = found.iter().map(|finding| &finding.problem).collect();
    assert!(problems.contains(&&Problem::Unreachable), "{problems:?}");
    assert_eq!(found.len(), 2, "{problems:?}");
    // What the question depends on lacks a text.
    let gate = GATE.replace("zh = \"二\"", "zh = \"\"");
    let found = faults(&format!(
        "{gate}[[question]]\nid = \"Q2\"\ntype = \"number\"\nmin = 0\nmax = 10\nzh = \"？\"\nask_if = \"Q1 == 1 && Q1 == 2\"\n"
    ));
    let unreachable = |finding: &Finding<Problem>| finding.problem == Problem::Unreachable;
    assert!(found.iter().any(unreachable), "{found:?}");
}
