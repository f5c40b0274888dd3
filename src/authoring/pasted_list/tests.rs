use super::*;

/// A list as code, first wording and mark of a text field, in one language.
fn read(text: &str) -> Vec<(Option<i64>, String, bool)> {
    let list = read_pasted_list(text, 1);
    let choices = list.choices.into_iter();
    choices
        .map(|choice| {
            (
                choice.code.map(|it| it.0),
                choice.wordings[0].clone(),
                choice.other,
            )
        })
        .collect()
}

fn wordings(text: &str) -> Vec<String> {
    read(text)
        .into_iter()
        .map(|(_, wording, _)| wording)
        .collect()
}

fn codes(text: &str) -> Vec<Option<i64>> {
    read(text).into_iter().map(|(code, ..)| code).collect()
}

#[test]
fn numbers_that_are_points_of_a_scale_are_their_codes() {
    let scale = "0（绝差）\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10（绝佳）\n不清楚\n不想回答";
    let mut expected: Vec<Option<i64>> = (0..=10).map(Some).collect();
    expected.extend([None, None]);
    assert_eq!(codes(scale), expected);
    assert_eq!(wordings(scale)[0], "0（绝差）", "residents read the number");
    for (list, expected) in [
        ("1 (worst)\n2\n3 (best)", vec![Some(1), Some(2), Some(3)]),
        (
            "0 完全不信任\n1\n2 完全信任",
            vec![Some(0), Some(1), Some(2)],
        ),
        (
            "5（非常满意）\n4（满意）\nDon’t know",
            vec![Some(5), Some(4), None],
        ),
        ("０\n１\n２", vec![Some(0), Some(1), Some(2)]),
        ("1\n2\n3 or more", vec![Some(1), Some(2), Some(3)]),
        // Plain words, ranges, and amounts are not codes.
        ("18–29\n30–44\n60+", vec![None; 3]),
        ("10岁以下\n10–19岁\n20岁以上", vec![None; 3]),
        ("-1\n0\n1", vec![None; 3]),
        ("1\n1\n2", vec![None; 2]),
        ("12345678901\n2", vec![None; 2]),
    ] {
        assert_eq!(codes(list), expected, "{list}");
    }
}

#[test]
fn marks_of_a_list_are_taken_away() {
    for list in [
        "A. 男\nB. 女",
        "a) 男\nb) 女",
        "（A）男\n（B）女",
        "Ａ．男\nＢ．女",
        "1. 男\n2. 女",
        "1.男\n2.女",
        "1、男\n2、女",
        "（1）男\n（2）女",
        "(1) 男\n(2) 女",
        "1) 男\n2) 女",
        "1 = 男\n2 = 女",
        "1 - 男\n2 - 女",
        "①男\n②女",
        "一、男\n二、女",
        "十、男\n十一、女",
        "□男\n□女",
        "□ 男\n☑ 女",
        "○ 男\n○ 女",
        "• 男\n• 女",
        "- 男\n- 女",
        "-男\n-女",
        "[ ] 男\n[ ] 女",
        "□ 1. 男\n□ 2. 女",
        "1. □男\n2. □女",
    ] {
        assert_eq!(wordings(list), ["男", "女"], "{list}");
    }
    assert_eq!(wordings("A. 男\nB. 女\n不想回答"), ["男", "女", "不想回答"]);
    let ages = "1、18–29岁\n2、30–44岁\n3、45岁以上";
    assert_eq!(wordings(ages), ["18–29岁", "30–44岁", "45岁以上"]);
}

#[test]
fn what_only_looks_like_a_mark_stays() {
    for list in [
        "3-5 times\n6-9 times",
        "3 - 5 times\n6 - 9 times",
        "10岁以下\n10岁以上",
        "1.5小时\n2.5小时",
        "1、2次\n3、4次",
        "10:30\n11:30",
        "A. 男\n女",
        "A. Smith\nB. Jones\nK. Wong",
        "1. 男\n女",
        "-5\n-4",
        "1 child\n2 children",
        "三个\n四个",
        "(rarely) once\n(often) twice",
        "A\nB",
    ] {
        let lines: Vec<&str> = list.lines().collect();
        assert_eq!(wordings(list), lines, "{list}");
    }
}

#[test]
fn numbers_that_count_the_lines_are_codes() {
    assert_eq!(
        codes("1. 有\n2. 没有\n98. 不清楚"),
        [Some(1), Some(2), Some(98)]
    );
    assert_eq!(codes("5 = 高\n1 = 低\n拒答"), [Some(5), Some(1), None]);
    assert_eq!(codes("A. 有\nB. 没有"), [None, None]);
}

#[test]
fn a_column_of_codes_is_told_from_one_of_wordings() {
    let of = |text: &str| {
        let list = read_pasted_list(text, 2);
        let choices = list.choices.into_iter();
        let seen: Vec<_> = choices
            .map(|choice| (choice.code.map(|it| it.0), choice.wordings.join("|")))
            .collect();
        (seen, list.left_out)
    };
    let refused = (vec![(Some(99), "拒答|Refused".to_owned())], vec![]);
    assert_eq!(of("99\t拒答\tRefused"), refused);
    assert_eq!(of("拒答\tRefused\t99"), refused);
    let some = of("1\t有\tYes\n\t没有\tNo\n不清楚").0;
    let codes: Vec<_> = some.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, [Some(1), None, None]);
    assert_eq!(some[2].1, "不清楚");
    let (seen, left) = of("code\tzh\ten\n1\t有\tYes\n2\t没有\tNo");
    assert_eq!(seen.len(), 2);
    let words = "code zh en".to_owned();
    assert_eq!(left, [LeftOut::Heading { line: 1, words }]);
    assert_eq!(
        of("1\t1\n2\t2").0,
        [(Some(1), "1|1".to_owned()), (Some(2), "2|2".to_owned())]
    );
    assert_eq!(of("有\tYes\n没有\tNo").0[1], (None, "没有|No".to_owned()));
    assert_eq!(
        of("0\t差\tbad\n1\n2\t好\tgood").0[1],
        (Some(1), "1".to_owned())
    );
}

#[test]
fn an_answer_in_ones_own_words_is_told_by_what_it_asks() {
    for (wording, kept) in [
        ("其他（请注明）", "其他（请注明）"),
        ("其他（请注明：____）", "其他（请注明）"),
        ("其它，请说明", "其它，请说明"),
        ("其他____", "其他"),
        ("其他：", "其他"),
        ("Other (please specify)", "Other (please specify)"),
        ("Other, please specify: ______", "Other, please specify"),
        ("Something else (specify)", "Something else (specify)"),
    ] {
        let read = read(&format!("有\n{wording}"));
        assert_eq!(read[1], (None, kept.to_owned(), true), "{wording}");
    }
    for wording in [
        "其他",
        "Other",
        "其他人的说明",
        "请注明时间",
        "Another time",
    ] {
        assert!(!read(&format!("有\n{wording}"))[1].2, "{wording}");
    }
}

#[test]
fn whatever_is_left_out_is_named() {
    let list = read_pasted_list("有\tYes\tOui\n\n没有\tNo\n有\tYes\n", 2);
    let (yes, words) = ("有 Yes".to_owned(), "Oui".to_owned());
    assert_eq!(
        list.left_out,
        [
            LeftOut::EmptyLines { count: 1 },
            LeftOut::SurplusCells {
                line: 1,
                words,
                lines: 1
            },
            LeftOut::Repeated {
                line: 4,
                words: yes
            },
        ]
    );
    let list = read_pasted_list("1\t有\n1\t没有", 1);
    let code = Code(1);
    assert_eq!(list.left_out, [LeftOut::RepeatedCode { line: 2, code }]);
    assert_eq!(list.choices[1].code, None);
    let long: Vec<String> = (1..=250).map(|at| format!("第{at}路")).collect();
    let list = read_pasted_list(&long.join("\n"), 1);
    assert_eq!(list.choices.len(), MOST_CHOICES);
    assert_eq!(
        list.left_out,
        [LeftOut::Beyond {
            line: 201,
            words: "第201路".to_owned(),
            count: 50
        }]
    );
}
