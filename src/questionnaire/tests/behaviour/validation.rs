use std::collections::BTreeSet;

use proptest::prelude::*;
use rand::SeedableRng as _;

use crate::sample::questionnaire;
use questionnaire::*;

fn q(id: &str) -> QuestionId {
    QuestionId::new(id)
}

fn sample() -> Questionnaire {
    questionnaire(
        r#"
        [[question]]
        id = "Q1"
        type = "single"
        required = true
        zh = "年龄？"
        choices = [{ code = 1, zh = "不满18" }, { code = 2, zh = "18以上" }]
        end_if = "Q1 == 1"
        end = { zh = "谢谢" }
        [[question]]
        id = "Q2"
        type = "multiple"
        zh = "哪些？"
        choices = [{ code = 1, zh = "甲" }, { code = 2, zh = "乙" }, { code = 3, zh = "其他", other = true }, { code = 4, zh = "都没有", exclusive = true }]
        [[question]]
        id = "Q3"
        type = "number"
        min = 1
        max = 20
        zh = "几人？"
        ask_if = "1 in Q2"
        [[question]]
        id = "Q4"
        type = "long_text"
        max_length = 10
        zh = "意见？"
    "#,
    )
}

fn send(fields: &[(&str, &str)]) -> Result<Submission, Refusal> {
    let fields: Vec<(String, String)> = fields
        .iter()
        .map(|(name, value)| ((*name).into(), (*value).into()))
        .collect();
    validate(&sample(), &Assignment::default(), &fields)
}

fn errors(fields: &[(&str, &str)]) -> Vec<(QuestionId, FieldError)> {
    match send(fields) {
        Err(Refusal::Invalid(errors)) => errors.0,
        other => panic!("expected errors, got {other:?}"),
    }
}

#[test]
fn the_forms_own_fields_are_known_and_no_others() {
    for own in ["_variant", "_fill", "_pad", "_script", "_seconds"] {
        assert!(send(&[("Q1", "2"), (own, "1")]).is_ok(), "{own}");
    }
    let name = "_other".to_owned();
    assert_eq!(
        send(&[("Q1", "2"), ("_other", "1")]),
        Err(Refusal::Malformed(Malformed::UnknownField { name }))
    );
}

#[test]
fn markup_in_a_text_is_kept_as_typed() {
    let sent = send(&[("Q1", "2"), ("Q4", "<3 <b>&ok")]);
    let Ok(Submission::Complete { texts, .. }) = sent else {
        panic!("{sent:?}")
    };
    assert_eq!(texts[0].1, "<3 <b>&ok");
}

#[test]
fn a_complete_form_gives_answers_and_texts_apart() {
    let sent = send(&[
        ("Q1", "2"),
        ("Q2", "1"),
        ("Q2", "3"),
        ("Q2_other", " 别的 "),
        ("Q3", " ３ "),
        ("Q4", "很好\r\n真的"),
        ("_fill", "x"),
    ]);
    let Ok(Submission::Complete { answers, texts }) = sent else {
        panic!("{sent:?}")
    };
    assert_eq!(
        answers.get(&q("Q2")),
        Some(&Answer::Codes(BTreeSet::from([Code(1), Code(3)])))
    );
    assert_eq!(answers.get(&q("Q3")), Some(&Answer::Number(3)));
    assert_eq!(answers.get(&q("Q4")), None);
    assert_eq!(
        texts,
        [
            (q("Q2"), "别的".to_owned()),
            (q("Q4"), "很好\n真的".to_owned())
        ]
    );
}

#[test]
fn a_text_to_a_choice_that_is_not_ticked_is_asked_about_and_never_dropped() {
    let unticked = [(q("Q2"), FieldError::OtherUnticked)];
    assert_eq!(
        errors(&[("Q1", "2"), ("Q2", "1"), ("Q2_other", "别的")]),
        unticked
    );
    assert_eq!(errors(&[("Q1", "2"), ("Q2_other", "别的")]), unticked);
    assert!(send(&[("Q1", "2"), ("Q2", "1"), ("Q2_other", "  ")]).is_ok());
}

#[test]
fn a_screened_out_respondent_leaves_nothing() {
    let question = q("Q1");
    assert_eq!(
        send(&[("Q1", "1"), ("Q4", "你好")]),
        Ok(Submission::ScreenedOut { question })
    );
}

#[test]
fn only_what_decides_eligibility_must_be_answered() {
    assert_eq!(errors(&[("Q1", "")]), [(q("Q1"), FieldError::Required)]);
    assert!(matches!(
        send(&[("Q1", "2")]),
        Ok(Submission::Complete { .. })
    ));
}

#[test]
fn whatever_stands_in_a_question_that_is_not_asked_is_ignored() {
    let sent = send(&[("Q1", "2"), ("Q2", "2"), ("Q3", "many")]);
    let Ok(Submission::Complete { answers, texts }) = sent else {
        panic!("{sent:?}")
    };
    assert_eq!(answers.get(&q("Q3")), None);
    assert!(texts.is_empty());
}

#[test]
fn every_fault_of_a_form_is_named_at_once_in_order() {
    let faults = errors(&[
        ("Q1", "2"),
        ("Q1", "1"),
        ("Q2", "1"),
        ("Q2", "4"),
        ("Q4", "一二三四五六七八九十多"),
    ]);
    assert_eq!(
        faults,
        [
            (q("Q1"), FieldError::MoreThanOne),
            (q("Q2"), FieldError::ExclusiveTogether),
            (q("Q4"), FieldError::TooLong { max: 10 }),
        ]
    );
    let number = |value| {
        errors(&[("Q1", "2"), ("Q2", "1"), ("Q3", value)])
            .remove(0)
            .1
    };
    assert_eq!(number("3.5"), FieldError::NotANumber);
    assert_eq!(number("21"), FieldError::OutOfRange { min: 1, max: 20 });
    assert_eq!(
        number("99999999999999999999"),
        FieldError::OutOfRange { min: 1, max: 20 }
    );
    assert_eq!(
        errors(&[("Q1", "7")]),
        [(q("Q1"), FieldError::UnknownChoice)]
    );
    assert_eq!(
        errors(&[("Q1", "2"), ("Q2", "01")]),
        [(q("Q2"), FieldError::UnknownChoice)]
    );
}

#[test]
fn a_form_no_page_could_have_sent_is_malformed() {
    let malformed = |fields: &[(&str, &str)]| match send(fields) {
        Err(Refusal::Malformed(malformed)) => malformed,
        other => panic!("expected malformed, got {other:?}"),
    };
    assert_eq!(
        malformed(&[("Q1_other", "x")]),
        Malformed::UnknownField {
            name: "Q1_other".into()
        }
    );
    assert_eq!(malformed(&[("Q4", "a\0b")]), Malformed::Nul);
    assert!(matches!(
        malformed(&vec![("Q2", "1"); 10_000]),
        Malformed::TooManyFields { .. }
    ));
}

#[test]
fn markup_is_kept_as_typed_and_control_characters_go() {
    let sent = send(&[("Q1", "2"), ("Q4", "<b>\u{7}a\u{1b}</b>")]);
    let Ok(Submission::Complete { texts, .. }) = sent else {
        panic!("{sent:?}")
    };
    assert_eq!(texts[0].1, "<b>a</b>");
}

proptest! {
    #[test]
    fn arbitrary_fields_never_panic_and_never_leave_an_answer_not_asked(
        fields in proptest::collection::vec((proptest::sample::select(vec!["Q1", "Q2", "Q2_other", "Q3", "Q4", "_fill", "_x"]), prop_oneof!["[0-9]{1,2}", ".{0,12}"]), 0..12),
    ) {
        let fields: Vec<(String, String)> = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        if let Ok(Submission::Complete { answers, .. }) = validate(&sample(), &Assignment::default(), &fields) {
            prop_assert_eq!(answers.code(&q("Q1")), Some(Code(2)));
            let reasons = matches!(answers.get(&q("Q2")), Some(Answer::Codes(codes)) if codes.contains(&Code(1)));
            prop_assert!(reasons || answers.get(&q("Q3")).is_none());
        }
    }
}

#[test]
fn decimals_are_taken_as_people_type_them_and_kept_exactly() {
    let sample = questionnaire(
        "[[question]]\nid = \"Q1\"\ntype = \"number\"\nmin = -1\nmax = 24\ndecimals = 1\nzh = \"几小时？\"\n",
    );
    let send = |value: &str| {
        let fields = [("Q1".to_owned(), value.to_owned())];
        validate(&sample, &Assignment::default(), &fields)
    };
    for (typed, kept) in [
        ("2.5", "2.5"),
        (" 2,5 ", "2.5"),
        ("２．５", "2.5"),
        ("２，５", "2.5"),
        ("－0。5", "-0.5"),
        ("8", "8"),
        ("24.0", "24"),
    ] {
        let Ok(Submission::Complete { answers, .. }) = send(typed) else {
            panic!("{typed}");
        };
        let decimal = kept.parse().unwrap();
        assert_eq!(answers.get(&q("Q1")), Some(&Answer::Decimal { decimal }));
        let json = serde_json::to_string(&answers).unwrap();
        assert_eq!(json, format!(r#"{{"Q1":{{"decimal":"{kept}"}}}}"#));
        assert_eq!(serde_json::from_str::<Answers>(&json).unwrap(), answers);
    }
    let fault = FieldError::NotADecimal {
        min: -1,
        max: 24,
        decimals: 1,
    };
    for typed in [
        "2.55", "2.50", "1,000", "1，500", "24.1", "-1.1", "1,000.5", ".5", "2.", "zwei", "1e1",
    ] {
        let Err(Refusal::Invalid(errors)) = send(typed) else {
            panic!("{typed}");
        };
        assert_eq!(errors.get(&q("Q1")), Some(&fault), "{typed}");
    }
}

#[test]
fn a_comma_that_may_mean_thousands_is_asked_about() {
    let sample = questionnaire(
        "[[question]]\nid = \"Q1\"\ntype = \"number\"\nmin = 0\nmax = 5000\ndecimals = 3\nzh = \"几公里？\"\n",
    );
    let taken = |value: &str| {
        let fields = [("Q1".to_owned(), value.to_owned())];
        validate(&sample, &Assignment::default(), &fields).is_ok()
    };
    for sure in ["1.500", "1,5", "1，50", "1500"] {
        assert!(taken(sure), "{sure}");
    }
    for unsure in ["1,500", "１，５００", " 1,500 "] {
        assert!(!taken(unsure), "{unsure}");
    }
}

#[test]
fn so_many_choices_are_asked_for_and_one_that_stands_alone_is_enough() {
    let sample = questionnaire(
        "[[question]]\nid = \"Q1\"\ntype = \"multiple\"\nmin_choices = 2\nmax_choices = 3\nzh = \"哪些？\"\n\
         choices = [{ code = 1, zh = \"甲\" }, { code = 2, zh = \"乙\" }, { code = 3, zh = \"丙\" }, \
         { code = 4, zh = \"丁\" }, { code = 5, zh = \"都没有\", exclusive = true }]\n",
    );
    let send = |ticked: &[&str]| {
        let fields: Vec<(String, String)> = ticked
            .iter()
            .map(|code| ("Q1".to_owned(), (*code).to_owned()))
            .collect();
        match validate(&sample, &Assignment::default(), &fields) {
            Ok(Submission::Complete { answers, .. }) => Ok(answers.get(&q("Q1")).cloned()),
            Err(Refusal::Invalid(errors)) => Err(errors.get(&q("Q1")).cloned().unwrap()),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(send(&[]), Ok(None));
    let two = Answer::Codes(BTreeSet::from([Code(1), Code(3)]));
    assert_eq!(send(&["1", "3"]), Ok(Some(two)));
    let none = Answer::Codes(BTreeSet::from([Code(5)]));
    assert_eq!(send(&["5"]), Ok(Some(none)));
    assert_eq!(send(&["1"]), Err(FieldError::TooFewChosen { least: 2 }));
    assert_eq!(
        send(&["1", "2", "3", "4"]),
        Err(FieldError::TooManyChosen { most: 3 })
    );
    assert_eq!(send(&["1", "2", "5"]), Err(FieldError::ExclusiveTogether));
}

#[test]
fn a_robot_answers_what_the_form_accepts() {
    let sample = questionnaire(
        "[[question]]\nid = \"Q1\"\ntype = \"multiple\"\nmin_choices = 2\nmax_choices = 2\nzh = \"哪些？\"\n\
         choices = [{ code = 1, zh = \"甲\" }, { code = 2, zh = \"乙\" }, { code = 3, zh = \"丙\" }, \
         { code = 4, zh = \"都没有\", exclusive = true }]\n\
         [[question]]\nid = \"Q2\"\ntype = \"number\"\nmin = -2\nmax = 2\ndecimals = 2\nzh = \"几？\"\n\
         extra = [{ code = 98, kind = \"dont_know\", zh = \"不清楚\" }]\n",
    );
    let mut rng = rand::rngs::ChaCha20Rng::from_seed([7; 32]);
    let assignment = Assignment::default();
    for _ in 0..200 {
        for question in &sample.questions {
            let seen = Seen {
                questionnaire: &sample,
                assignment: &assignment,
                question,
            };
            let answer = seen.random(&mut rng).unwrap();
            assert!(seen.accepts(&answer), "{answer:?}");
        }
    }
}

#[test]
fn a_number_or_a_choice_beside_it_is_taken_but_not_both() {
    let sample = questionnaire(
        "[[question]]\nid = \"Q1\"\ntype = \"number\"\nmin = 0\nmax = 99\nzh = \"几？\"\n\
         extra = [{ code = 98, kind = \"dont_know\", zh = \"不清楚\" }, { code = 99, kind = \"refused\", zh = \"不想说\" }]\n",
    );
    let send = |fields: &[(&str, &str)]| {
        let fields: Vec<(String, String)> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        match validate(&sample, &Assignment::default(), &fields) {
            Ok(Submission::Complete { answers, .. }) => Ok(answers),
            Err(Refusal::Invalid(errors)) => Err(errors.get(&q("Q1")).cloned().unwrap()),
            other => panic!("{other:?}"),
        }
    };
    let ticked = send(&[("Q1", ""), ("Q1_beside", "98")]).unwrap();
    assert_eq!(
        ticked.get(&q("Q1")),
        Some(&Answer::Beside { beside: Code(98) })
    );
    let json = serde_json::to_string(&ticked).unwrap();
    assert_eq!(json, r#"{"Q1":{"beside":98}}"#);
    assert_eq!(serde_json::from_str::<Answers>(&json).unwrap(), ticked);
    let number = send(&[("Q1", "98")]).unwrap();
    assert_eq!(number.get(&q("Q1")), Some(&Answer::Number(98)));
    for (fields, fault) in [
        (
            &[("Q1", "5"), ("Q1_beside", "98")][..],
            FieldError::TypedAndChosen,
        ),
        (
            &[("Q1_beside", "98"), ("Q1_beside", "99")],
            FieldError::MoreThanOne,
        ),
        (&[("Q1_beside", "97")], FieldError::UnknownChoice),
    ] {
        assert_eq!(send(fields), Err(fault));
    }
}

#[test]
fn a_date_is_taken_as_people_type_it_and_only_if_the_calendar_has_it() {
    let sample = questionnaire(
        "[[question]]\nid = \"Q1\"\ntype = \"date\"\nearliest = \"2012-02-01\"\nlatest = \"2014-12-31\"\nzh = \"哪天？\"\n\
         extra = [{ code = 98, kind = \"dont_know\", zh = \"记不清\" }]\n\
         [[question]]\nid = \"Q2\"\ntype = \"date\"\nearliest = \"2012-02\"\nlatest = \"2014-12\"\nzh = \"哪月？\"\n",
    );
    let send = |id: &str, parts: &[&str]| {
        let names = [id.to_owned(), format!("{id}_month"), format!("{id}_day")];
        let typed = parts.iter().map(|part| (*part).to_owned());
        let fields: Vec<(String, String)> = names.into_iter().zip(typed).collect();
        match validate(&sample, &Assignment::default(), &fields) {
            Ok(Submission::Complete { answers, .. }) => Ok(answers.get(&q(id)).cloned()),
            Err(Refusal::Invalid(errors)) => Err(errors.get(&q(id)).cloned().unwrap()),
            other => panic!("{other:?}"),
        }
    };
    for (id, parts, kept) in [
        ("Q1", &["2012", "2", "29"][..], "2012-02-29"),
        ("Q1", &["２０１３", "０５", " 9 "], "2013-05-09"),
        ("Q1", &["2014", "12", "31"], "2014-12-31"),
        ("Q2", &["2012", "02"], "2012-02"),
        ("Q2", &["2014", "12"], "2014-12"),
    ] {
        let date = kept.parse().unwrap();
        assert_eq!(send(id, parts), Ok(Some(Answer::Date { date })), "{kept}");
    }
    assert_eq!(send("Q1", &["", "", ""]), Ok(None));
    let bounds = |earliest: &str, latest: &str| FieldError::NotADate {
        earliest: earliest.parse().unwrap(),
        latest: latest.parse().unwrap(),
    };
    for wrong in [
        &["2013", "2", "29"][..],
        &["2012", "1", "31"],
        &["2015", "1", "1"],
        &["2013", "", "1"],
        &["", "5", "1"],
        &["2013", "5", ""],
        &["13", "5", "1"],
        &["2013", "5.", "1"],
        &["2013", "May", "1"],
        &["2013", "5", "-1"],
        &["99999999999", "5", "1"],
        &["2013", "261", "1"],
    ] {
        let fault = bounds("2012-02-01", "2014-12-31");
        assert_eq!(send("Q1", wrong), Err(fault), "{wrong:?}");
    }
    let fault = bounds("2012-02", "2014-12");
    assert_eq!(send("Q2", &["2012", "1"]), Err(fault));
}

#[test]
fn a_date_is_stored_in_its_own_words_and_read_again() {
    let day = Answer::Date {
        date: "2013-05-28".parse().unwrap(),
    };
    let month = Answer::Date {
        date: "2013-05".parse().unwrap(),
    };
    let answers = Answers([(q("Q1"), day), (q("Q2"), month)].into());
    let json = serde_json::to_string(&answers).unwrap();
    let written = r#"{"Q1":{"date":"2013-05-28"},"Q2":{"date":"2013-05"}}"#;
    assert_eq!(json, written);
    assert_eq!(serde_json::from_str::<Answers>(&json).unwrap(), answers);
    let none = r#"{"Q1":{"date":"2013-02-29"}}"#;
    assert!(serde_json::from_str::<Answers>(none).is_err());
}

fn copy(fields: &[(&str, &str)]) -> CopiedForm {
    let fields: Vec<(String, String)> = fields
        .iter()
        .map(|(name, value)| ((*name).into(), (*value).into()))
        .collect();
    match read_copied(&sample(), &Assignment::default(), &fields) {
        Ok(form) => form,
        Err(malformed) => panic!("{malformed:?}"),
    }
}

#[test]
fn what_paper_left_empty_or_unreadable_is_no_answer_and_nobody_guesses() {
    let form = copy(&[("Q2", "1"), ("Q2", "4"), ("Q3", "5")]);
    assert_eq!(form.faults.0, [(q("Q2"), FieldError::ExclusiveTogether)]);
    assert_eq!(form.required_and_empty(&sample()), [q("Q1")]);
    // Its condition asks for an answer to Q2, and there is none.
    assert_eq!(form.off_path(), [q("Q3")]);
    let nothing = Submission::Complete {
        answers: Answers::default(),
        texts: Vec::new(),
    };
    assert_eq!(form.submission, nothing);
}

#[test]
fn a_copied_form_that_has_no_faults_is_read_as_one_that_was_sent() {
    let fields = [("Q1", "2"), ("Q2", "1"), ("Q3", "5"), ("Q4", "更多的树")];
    let form = copy(&fields);
    assert_eq!(Ok(form.submission), send(&fields));
    let minor = copy(&[("Q1", "1"), ("Q3", "5")]);
    let question = q("Q1");
    assert_eq!(minor.submission, Submission::ScreenedOut { question });
    assert_eq!(minor.off_path(), [q("Q3")]);
}

#[test]
fn two_copies_agree_where_they_keep_the_same_answers() {
    let agree = |one, other| copy(one).agrees_with(&copy(other));
    let differ = |one, other| {
        let differences = copy(one).differences(&copy(other));
        differences.into_iter().collect::<Vec<_>>()
    };
    let whole = [("Q1", "2"), ("Q2", "1"), ("Q3", "5"), ("Q4", "更多的 树")];
    assert!(agree(&whole, &whole) && differ(&whole, &whole).is_empty());
    let spaced = [
        ("Q1", "2"),
        ("Q2", "1"),
        ("Q3", " ５ "),
        ("Q4", "更多 的树 "),
    ];
    assert!(agree(&whole, &spaced) && differ(&whole, &spaced).is_empty());
    let unanswered = [("Q1", "2"), ("Q2", "2"), ("Q2", "4")];
    let empty = [("Q1", "2")];
    assert!(agree(&unanswered, &empty), "neither is an answer");
    // Neither asks Q3, so what was typed there is dropped in both.
    assert!(agree(&empty, &[("Q1", "2"), ("Q3", "5")]));
    let other = [("Q1", "2"), ("Q2", "3"), ("Q2_other", "甲")];
    assert_eq!(differ(&other, &[("Q1", "2"), ("Q2", "3")]), [q("Q2")]);

    // Whether Q3 is asked depends on Q2, which differs: both have to be settled.
    let slipped = [("Q1", "2"), ("Q2", "2"), ("Q3", "6"), ("Q4", "更多的树")];
    assert!(!agree(&whole, &slipped));
    assert_eq!(differ(&whole, &slipped), [q("Q2"), q("Q3")]);
}
