use super::*;
use crate::sample::questionnaire;
use format::read;
use questionnaire::{Code, QuestionId, ScaleId};

fn shipped(name: &str) -> Questionnaire {
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let file = std::fs::read(root.join("surveys/harbin-2012-2014").join(name)).unwrap();
    read(name, &file).questionnaire.unwrap()
}

const SCALE: &str = "[[scale]]\nid = \"S\"\nchoices = [{ code = 3, kind = \"satisfied\", zh = \"好\" }, { code = 2, kind = \"satisfied\", zh = \"2\" }, { code = 1, kind = \"dissatisfied\", zh = \"差\" }]\n";

fn on_scale(id: &str) -> String {
    format!("[[question]]\nid = \"{id}\"\ntype = \"scale\"\nscale = \"S\"\nzh = \"？\"\n")
}

#[test]
fn a_scale_is_judged_by_balance_labels_and_dont_know() {
    let sample = questionnaire(&format!("{SCALE}{}", on_scale("Q1")));
    let advice = advise(&sample, &AdviceContext::default());
    let scale = ScaleId::new("S");
    assert_eq!(
        advice,
        [
            Advice::UnbalancedScale {
                scale: scale.clone(),
                satisfied: 2,
                dissatisfied: 1
            },
            Advice::NoDontKnow {
                scale: scale.clone(),
                questions: vec![QuestionId::new("Q1")]
            },
            Advice::UnlabelledChoice {
                text: TextKey::ScaleChoice {
                    scale,
                    code: Code(2)
                },
                language: Language::new("zh")
            },
        ]
    );
}

#[test]
fn a_scale_of_numbers_needs_words_at_its_ends_only() {
    let bare = |first: &str, last: &str, points: std::ops::RangeInclusive<u8>| {
        let (start, end) = (*points.start(), *points.end());
        let choices: Vec<String> = points
            .map(|point| {
                let words = match point {
                    _ if point == start => first,
                    _ if point == end => last,
                    _ => "",
                };
                format!("{{ code = {point}, zh = \"{point}{words}\" }}")
            })
            .collect();
        let scale = format!(
            "[[scale]]\nid = \"S\"\nchoices = [{}, {{ code = 98, kind = \"dont_know\", zh = \"不清楚\" }}]\n",
            choices.join(", ")
        );
        let sample = questionnaire(&format!("{scale}{}", on_scale("Q1")));
        let advice = advise(&sample, &AdviceContext::default()).into_iter();
        let bare = advice.filter_map(|advice| match advice {
            Advice::UnlabelledChoice {
                text: TextKey::ScaleChoice { code, .. },
                ..
            } => Some(code.0),
            _ => None,
        });
        bare.collect::<Vec<i64>>()
    };
    for points in [0..=10, 1..=5, 1..=7] {
        assert_eq!(bare("（绝差）", "（绝佳）", points), [0_i64; 0]);
    }
    assert_eq!(bare("", "（绝佳）", 0..=10), [0], "one end is said");
    assert_eq!(bare("", "", 1..=7), [1, 7]);
    assert_eq!(
        bare("（差）", "（好）", 1..=3),
        [2],
        "there is room for words"
    );
}

#[test]
fn a_long_run_and_a_driver_before_its_overall_item_are_named() {
    let questions: String = (1..=7).map(|i| on_scale(&format!("Q{i}"))).collect();
    let sample = questionnaire(&format!("{SCALE}{questions}"));
    let context = AdviceContext {
        measured: BTreeSet::from([QuestionId::new("Q3")]),
        pretested: Some((2..=7).map(|i| QuestionId::new(format!("Q{i}"))).collect()),
        ..AdviceContext::default()
    };
    let advice = advise(&sample, &context);
    assert!(
        advice
            .iter()
            .any(|advice| matches!(advice, Advice::ManyOfOneScale { questions: 7, .. }))
    );
    let drivers: Vec<&str> = advice
        .iter()
        .filter_map(|advice| match advice {
            Advice::DriverBeforeOverall { driver, .. } => Some(driver.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(drivers, ["Q1", "Q2"]);
    assert_eq!(
        advice.last(),
        Some(&Advice::NotPretested {
            question: QuestionId::new("Q1")
        })
    );
}

#[test]
fn words_are_measured_in_lines_of_a_phone() {
    assert_eq!(lines_on_phone("您对公园满意吗？"), 1);
    assert_eq!(lines_on_phone(&"长".repeat(17)), 2);
    assert_eq!(lines_on_phone(&"a".repeat(32)), 1);
    assert_eq!(lines_on_phone("一\n二"), 2);
}

#[test]
fn the_shipped_questionnaires_get_the_advice_they_are_known_for() {
    let residents = shipped("residents.toml");
    let measured = [
        "R04", "R05", "R06", "R08", "R11", "R13", "R15", "R16", "R18", "R20",
    ];
    let context = AdviceContext {
        base: Some((&residents).into()),
        measured: measured.into_iter().map(QuestionId::new).collect(),
        minutes: 7.0,
        ..AdviceContext::default()
    };
    let advice = advise(&residents, &context);
    assert!(
        advice
            .iter()
            .all(|advice| matches!(advice, Advice::TooLongForPhone { .. })),
        "{advice:#?}"
    );
    assert!(
        advice
            .iter()
            .any(|advice| advice.part() == Part::Question(QuestionId::new("R10")))
    );
    let window = advise(&shipped("window.toml"), &AdviceContext::default());
    assert!(window.iter().any(|advice| matches!(
        advice,
        Advice::UnbalancedScale {
            satisfied: 3,
            dissatisfied: 2,
            ..
        }
    )));
}

#[test]
fn a_form_over_its_limit_says_by_how_much() {
    let residents = shipped("residents.toml");
    let context = AdviceContext {
        minutes: 3.0,
        ..AdviceContext::default()
    };
    let advice = advise(&residents, &context);
    assert!(
        matches!(advice[0], Advice::TooLong { minutes, .. } if minutes > 4.0),
        "{advice:?}"
    );
}

#[test]
fn what_was_asked_before_in_the_same_words_counts_as_tried() {
    let before = questionnaire(&format!("{SCALE}{}{}", on_scale("Q1"), on_scale("Q2")));
    let mut after = before.clone();
    after.questions[1].text.set(Language::new("zh"), "别的？");
    assert_eq!(
        unchanged_questions(&after, &before),
        BTreeSet::from([QuestionId::new("Q1")])
    );
    after.scales[0].choices[0]
        .label
        .set(Language::new("zh"), "很好");
    assert!(unchanged_questions(&after, &before).is_empty());
}
