use crate::sample::{faults, questionnaire};

const GATE: &str = r#"
[[question]]
id = "Q1"
type = "single"
zh = "？"
choices = [{ code = 1, zh = "一" }, { code = 2, zh = "二" }, { code = 3, zh = "三" }]
"#;

/// The findings of a second question with these lines after [`GATE`].
fn second(lines: &str) -> Vec<String> {
    faults(&format!(
        "{GATE}[[question]]\nid = \"Q2\"\ntype = \"number\"\nmin = 0\nmax = 10\nzh = \"？\"\n{lines}"
    ))
}

#[track_caller]
fn one(found: &[String], part: &str) {
    assert!(
        found.len() == 1 && found[0].contains(part),
        "expected one finding with {part:?}, got {found:#?}"
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
    one(&second("section = \"x\""), "there is no section `x`");
    one(
        &second("ask_if = \"Q9 == 1\""),
        "there is no question `Q9`; did you mean `Q1`?",
    );
    one(&second("ask_if = \"Q1 == 7\""), "`Q1` has no choice 7");
    one(&second("ask_if = \"arm.x == 'y'\""), "there is no arm `x`");
    one(
        &second("ask_if = \"Q2 == 1\""),
        "`Q2` may come only after this point",
    );
}

#[test]
fn conditions_are_typed() {
    one(
        &second("ask_if = \"Q1 < 2\""),
        "the choices of `Q1` have no order",
    );
    one(
        &second("ask_if = \"1 in Q1\""),
        "`Q1` is not a multiple choice",
    );
    one(
        &second("ask_if = \"Q1 = 2\""),
        "`=` alone has no meaning; write `==`",
    );
    let third = |condition: &str| {
        faults(&format!(
            "{GATE}\
             [[question]]\nid = \"T1\"\ntype = \"short_text\"\nmax_length = 9\nzh = \"？\"\n\
             [[question]]\nid = \"M1\"\ntype = \"multiple\"\nzh = \"？\"\nchoices = [{{ code = 1, zh = \"一\" }}, {{ code = 2, zh = \"二\" }}]\n\
             [[question]]\nid = \"Q2\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\nask_if = \"{condition}\"\n"
        ))
    };
    one(
        &third("T1 == 1"),
        "`T1` takes a text, which cannot be compared",
    );
    one(&third("M1 == 1"), "`M1` is a multiple choice");
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
    one(
        &scaled("A1 == 3"),
        "`A1` is also asked on scale `S4`, which has no choice 3",
    );
    one(&scaled("2 <= A1"), "also holds for 98");
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
    one(&found, "Q3: `ask_if`: `Q1` may come only after this point");
}

#[test]
fn a_question_nobody_can_reach_is_found() {
    one(
        &second("ask_if = \"Q1 == 1 && Q1 == 2\""),
        "no respondent can ever reach this question",
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
    one(&found, "Q3: no respondent can ever reach this question");
}

#[test]
fn an_end_that_nobody_passes_cuts_off_what_follows() {
    let ended = |required: &str| {
        faults(&format!(
            "[[question]]\nid = \"Q1\"\n{required}type = \"number\"\nmin = 0\nmax = 10\nzh = \"？\"\nend_if = \"Q1 <= 10\"\nend = {{ zh = \"谢谢\" }}\n\
             [[question]]\nid = \"Q2\"\ntype = \"number\"\nmin = 0\nmax = 10\nzh = \"？\"\n"
        ))
    };
    one(
        &ended("required = true\n"),
        "Q2: no respondent can ever reach this question",
    );
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
    one(&last(&condition.join(" && ")), "Z: no respondent can ever");
    assert!(last(&condition.join(" || ")).is_empty());
}

#[test]
fn only_what_decides_eligibility_may_be_required() {
    one(
        &second("required = true"),
        "the question is required but no `end_if` depends on it",
    );
    let gate = "required = true\nend_if = \"Q2 < 3\"\nend = { zh = \"谢谢\" }";
    assert!(second(gate).is_empty());
    one(&second("end_if = \"Q2 < 3\""), "there is no `end` text");
    one(&second("end = { zh = \"谢谢\" }"), "but no `end_if`");
}

#[test]
fn texts_need_every_language_and_keys_must_be_known() {
    one(
        &second("help = { zh = \" \" }"),
        "`help` has no wording in `zh`",
    );
    one(
        &second("ask_fi = \"Q1 == 1\""),
        "unknown key `ask_fi`; did you mean `ask_if`?",
    );
    one(&second("order = \"reverse\""), "unknown key `order`");
    one(
        &faults(&GATE.replace(", zh = \"二\"", "")),
        "choice 2 has no wording in `zh`",
    );
}

#[test]
fn choices_and_numbers_are_checked() {
    one(
        &faults(&GATE.replace("code = 2", "code = 1")),
        "code 1 stands twice",
    );
    one(
        &faults(&GATE.replace("zh = \"二\"", "zh = \"二\", exclusive = true")),
        "choice 2 is exclusive, but only one choice",
    );
    one(
        &faults(&GATE.replace("id = \"Q1\"", "id = \"in\"")),
        "`in` cannot be an id",
    );
    one(
        &faults("[[question]]\nid = \"N\"\ntype = \"number\"\nmin = 5\nmax = 1\nzh = \"？\"\n"),
        "`min` is 5, above `max`, 1",
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
    one(&faults(&torn), "Q3: section `a` was already left");
    let rotating = "rotate = \"r\"\n";
    let torn = section("a", rotating)
        + &section("b", "")
        + &section("c", rotating)
        + &question("Q1", "a")
        + &question("Q2", "b")
        + &question("Q3", "c");
    one(&faults(&torn), "c: rotation group `r` was already left");
    let unused = section("a", "") + &section("b", "") + &question("Q1", "a");
    one(&faults(&unused), "b: no question stands in this section");
}

#[test]
fn shares_must_be_exact_and_variants_few() {
    let arm = |id: &str, groups: &str| format!("[[arm]]\nid = \"{id}\"\ngroups = {{ {groups} }}\n");
    let halves = "a = 0.5, b = 0.6";
    one(
        &faults(&(arm("x", halves) + GATE)),
        "x: the shares of the groups sum to 1.1",
    );
    let parts = "a = 0.1, b = 0.9";
    let many = arm("x", parts) + &arm("y", parts) + &arm("z", parts) + GATE;
    one(&faults(&many), "more than 128");
}

#[test]
fn a_failing_case_shows_both_paths() {
    let case = "[[test]]\nname = \"only the first\"\nanswers = { Q1 = 2 }\npath = [\"Q1\"]\n";
    one(
        &second(&format!("ask_if = \"Q1 == 2\"\n{case}")),
        "test \"only the first\" fails: asked Q1 Q2, expected Q1",
    );
    let impossible = case.replace("Q1 = 2", "Q1 = 9");
    one(
        &second(&format!("ask_if = \"Q1 == 2\"\n{impossible}")),
        "gives `Q1` an answer it does not take",
    );
}

#[test]
fn one_fault_gives_one_finding() {
    let case = "[[test]]\nname = \"a low number ends\"\nanswers = { Q2 = 1 }\npath = [\"Q1\", \"Q2\"]\n\
                [[question]]\nid = \"Q3\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\n";
    let ending = format!("end_if = \"Q2 = 1\"\nend = {{ zh = \"谢谢\" }}\n{case}");
    one(&second(&ending), "`=` alone has no meaning");
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
        "there is no section `x`",
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
    assert_eq!(hours("H >= 0.5 && H != 8"), Vec::<String>::new());
    assert_eq!(hours("H > 7.9 && H < 8.1"), Vec::<String>::new());
    one(&hours("H > 7.9 && H < 8"), "no respondent can ever reach");
    one(&hours("H < 0.25"), "at most 1 decimal places");
    one(&hours("H == 24.5"), "`H` accepts 0 to 24, never 24.5");
    one(&hours("1 in H"), "`H` is not a multiple choice");
    one(&second("ask_if = \"Q1 == 1.5\""), "`Q1` have no decimals");
    one(&second("decimals = 7"), "decimals");
    let large = "[[question]]\nid = \"H\"\ntype = \"number\"\nmin = 0\nmax = 9999999999\ndecimals = 1\nzh = \"？\"\n";
    one(&faults(large), "too large for a number with decimals");
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
    assert_eq!(several("max_choices = 1", "1 in M"), Vec::<String>::new());
    assert_eq!(
        several("min_choices = 2", "!(1 in M)"),
        Vec::<String>::new()
    );
    let unreachable = "no respondent can ever reach";
    one(&several("max_choices = 1", "1 in M && 2 in M"), unreachable);
    one(
        &several("min_choices = 2", "1 in M && !(2 in M)"),
        unreachable,
    );
    one(
        &several("min_choices = 3", "1 in M"),
        "only 2 choices can be made together",
    );
    one(
        &several("max_choices = 3", "1 in M"),
        "only 2 choices can be made together",
    );
    one(
        &several("min_choices = 2\nmax_choices = 1", "3 in M"),
        "above `max_choices`",
    );
    one(&several("min_choices = 0", "1 in M"), "min_choices");
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
    assert_eq!(beside(kind, "98 in N"), Vec::<String>::new());
    one(&beside(kind, "97 in N"), "`N` has no choice 97");
    one(&beside(kind, "N == 98"), "`N` accepts 0 to 9, never 98");
    one(
        &beside(kind, "98 in N && N < 5"),
        "no respondent can ever reach",
    );
    one(&beside("", "98 in N"), "must say why there is none");
    one(
        &beside(", kind = \"satisfied\"", "98 in N"),
        "must say why there is none",
    );
}
