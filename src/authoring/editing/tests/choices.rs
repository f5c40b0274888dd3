use super::*;
use questionnaire::ScaleId;

#[test]
fn choices_are_added_changed_moved_and_removed_in_the_layout_of_their_list() {
    let choice = Choice {
        code: Code(2),
        kind: Some(questionnaire::ChoiceKind::Neutral),
        score: Some(50),
        label: Text::from([("zh", "中"), ("en", "Fair")]),
        exclusive: false,
        other: false,
        apart: false,
    };
    let scale = Part::Scale(ScaleId::new("S3"));
    let text = done(&Edit::AddChoice {
        part: scale.clone(),
        choice: choice.clone(),
        at: Some(1),
    });
    assert_eq!(
        new_lines(&text, DRAFT),
        ["  { code = 2, kind = \"neutral\", score = 50, zh = \"中\", en = \"Fair\" },"]
    );
    sound(&text);
    let last = done(&Edit::AddChoice {
        part: scale.clone(),
        choice: choice.clone(),
        at: None,
    });
    assert_eq!(new_lines(&last, DRAFT).len(), 1, "{last}");
    assert_eq!(
        apply(
            &text,
            &Edit::AddChoice {
                part: scale.clone(),
                choice: choice.clone(),
                at: None
            }
        ),
        Err(EditError::CodeTaken {
            part: scale.clone(),
            code: Code(2)
        })
    );
    let back = apply(
        &text,
        &Edit::RemoveChoice {
            part: scale.clone(),
            code: Code(2),
        },
    )
    .unwrap();
    assert_eq!(back, DRAFT);
    let moved = apply(
        &text,
        &Edit::MoveChoice {
            part: scale.clone(),
            code: Code(2),
            to: 0,
        },
    )
    .unwrap();
    assert_eq!(sound(&moved).scales[0].choices[0].code, Code(2));
    assert!(matches!(
        apply(
            DRAFT,
            &Edit::RemoveChoice {
                part: scale.clone(),
                code: Code(98)
            }
        ),
        Err(EditError::StillUsed { .. })
    ));
    let recoded = done(&Edit::SetChoice {
        part: scale,
        code: Code(1),
        choice: Choice {
            code: Code(7),
            ..sound(DRAFT).scales[0].choices[1].clone()
        },
    });
    let recoded = sound(&recoded);
    assert_eq!(
        recoded.questions[1].ask_if.as_ref().unwrap().source(),
        "Q1 in [7, 98]"
    );
    assert_eq!(
        recoded.tests[0].answers.get(&q("Q1")),
        Some(&Answer::Number(7))
    );
    let beside = done(&Edit::AddChoice {
        part: question("Q1"),
        choice: Choice {
            code: Code(97),
            kind: Some(questionnaire::ChoiceKind::DontKnow),
            score: None,
            ..choice
        },
        at: None,
    });
    assert_eq!(sound(&beside).questions[0].answer.own_choices().len(), 1);
}

#[test]
fn a_type_takes_its_keys_along_and_leaves_the_others() {
    let text = done(&set(question("Q2"), Property::Type(Sort::Single)));
    assert_eq!(text, DRAFT.replace("\"multiple\"", "\"single\""));
    let text = done(&set(question("Q3"), Property::Type(Sort::LongText)));
    assert_eq!(
        text,
        DRAFT.replace(
            "\"number\"\nmin = 0\nmax = 9",
            "\"long_text\"\nmax_length = 500"
        )
    );
    let none = apply(DRAFT, &set(question("Q2"), Property::Min(3)));
    assert_eq!(
        none,
        Err(EditError::NotHere {
            part: question("Q2"),
            key: "min"
        })
    );
}

#[test]
fn a_type_that_comes_back_brings_what_belonged_to_it() {
    let before = sound(DRAFT);
    let there_and_back = |id: &str, sort: Sort, back: Sort| {
        let away = done(&set(question(id), Property::Type(sort)));
        let back = Edit::Retype {
            part: question(id),
            sort: back,
            earlier: Box::new(before.question(&q(id)).unwrap().clone()),
        };
        let text = apply(&away, &back).unwrap();
        let now = read("d.toml", text.as_bytes()).questionnaire.unwrap();
        now.question(&q(id)).unwrap().answer.clone()
    };
    let as_before = |id: &str| before.question(&q(id)).unwrap().answer.clone();
    let choices = there_and_back("Q2", Sort::Number, Sort::Multiple);
    assert_eq!(choices, as_before("Q2"));
    assert_eq!(
        there_and_back("Q3", Sort::ShortText, Sort::Number),
        as_before("Q3")
    );
    assert_eq!(
        there_and_back("Q1", Sort::Number, Sort::Scale),
        as_before("Q1")
    );
    let single = there_and_back("Q2", Sort::Number, Sort::Single);
    assert_eq!(single.own_choices().len(), choices.own_choices().len());
}

#[test]
fn a_question_becomes_one_for_a_date_whose_bounds_are_set() {
    let text = done(&set(question("Q3"), Property::Type(Sort::Date)));
    let dated = |earliest: &str| {
        let keys = format!("\"date\"\nearliest = \"{earliest}\"\nlatest = \"2099-12-31\"");
        DRAFT.replace("\"number\"\nmin = 0\nmax = 9", &keys)
    };
    assert_eq!(text, dated("1900-01-01"));
    let earliest = Property::Earliest("2012-01-31".parse().unwrap());
    let later = apply(&text, &set(question("Q3"), earliest));
    assert_eq!(later, Ok(dated("2012-01-31")));
}

#[test]
fn decimals_are_set_behind_the_bounds_and_removed_where_there_are_none() {
    let text = done(&set(question("Q3"), Property::Decimals(2)));
    assert_eq!(text, DRAFT.replace("max = 9\n", "max = 9\ndecimals = 2\n"));
    let whole = apply(&text, &set(question("Q3"), Property::Decimals(0)));
    assert_eq!(whole.as_deref(), Ok(DRAFT));
    let too_many = apply(DRAFT, &set(question("Q3"), Property::Decimals(7)));
    assert!(matches!(
        too_many,
        Err(EditError::NumberOutOfRange {
            key: "decimals",
            ..
        })
    ));
}

#[test]
fn a_choice_beside_a_number_is_recoded_and_the_number_is_not() {
    let draft = DRAFT.replace(
        "type = \"number\"\nmin = 0\nmax = 9",
        "type = \"number\"\nextra = [{ code = 8, kind = \"dont_know\", zh = \"不清楚\", en = \"?\" }]\nmin = 0\nmax = 9",
    );
    let draft = format!(
        "{draft}\n[[question]]\nid = \"Q9\"\ntype = \"long_text\"\nmax_length = 9\nask_if = \"8 in Q3 || Q3 == 8\"\nzh = \"？\"\nen = \"?\"\n\
         [[test]]\nname = \"a\"\nanswers = {{ Q3 = 8 }}\npath = [\"Q1\"]\n\
         [[test]]\nname = \"b\"\nanswers = {{ Q3 = {{ beside = 8 }} }}\npath = [\"Q1\"]\n"
    );
    let choice = read("d.toml", draft.as_bytes()).questionnaire.unwrap();
    let choice = choice.question(&q("Q3")).unwrap().answer.own_choices()[0].clone();
    let edit = Edit::SetChoice {
        part: question("Q3"),
        code: Code(8),
        choice: Choice {
            code: Code(7),
            ..choice
        },
    };
    let recoded = apply(&draft, &edit).unwrap();
    assert!(
        recoded.contains("ask_if = \"7 in Q3 || Q3 == 8\""),
        "{recoded}"
    );
    assert!(recoded.contains("answers = { Q3 = 8 }"), "{recoded}");
    assert!(
        recoded.contains("answers = { Q3 = { beside = 7 } }"),
        "{recoded}"
    );
}
