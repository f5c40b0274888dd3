use crate::sample::questionnaire;
use questionnaire::difference::{BreakReason, Change, Difference, differences};
use questionnaire::{Code, Editorial, Language, Part, QuestionId, Questionnaire, ScaleId, TextKey};

const BEFORE: &str = "\
[[scale]]\nid = \"S\"\nchoices = [{ code = 2, kind = \"satisfied\", score = 100, zh = \"好\" }, { code = 1, kind = \"dissatisfied\", zh = \"差\" }]\n\
[[question]]\nid = \"Q1\"\ntype = \"scale\"\nscale = \"S\"\nzh = \"甲？\"\n\
[[question]]\nid = \"Q2\"\ntype = \"scale\"\nscale = \"S\"\nzh = \"乙？\"\nask_if = \"Q1 == 1\"\n\
[[question]]\nid = \"Q3\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"丙？\"\n";

#[track_caller]
fn changed(from: &str, to: &str) -> Vec<Difference> {
    assert!(BEFORE.contains(from));
    differences(
        &questionnaire(BEFORE),
        &questionnaire(&BEFORE.replace(from, to)),
    )
}

#[test]
fn equal_versions_have_no_differences() {
    assert_eq!(
        differences(&questionnaire(BEFORE), &questionnaire(BEFORE)),
        []
    );
}

#[test]
fn other_words_of_a_question_break_its_series_and_no_other() {
    let found = changed("甲？", "甲吗？");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].breaks, [QuestionId::new("Q1")]);
    assert_eq!(found[0].reason, Some(BreakReason::Wording));
    let helped = changed("zh = \"甲？\"\n", "zh = \"甲？\"\nhelp = { zh = \"帮\" }\n");
    assert!(helped[0].breaks.is_empty());
}

#[test]
fn a_scale_breaks_every_series_on_it() {
    let labelled = changed("\"差\"", "\"很差\"");
    assert_eq!(
        (labelled.len(), labelled[0].breaks.as_slice()),
        (1, &[QuestionId::new("Q1"), QuestionId::new("Q2")][..])
    );
    let kind = changed("kind = \"satisfied\"", "kind = \"neutral\"");
    assert_eq!(kind[0].reason, Some(BreakReason::Meaning));
    let added = changed(
        "{ code = 1,",
        "{ code = 3, kind = \"neutral\", zh = \"中\" }, { code = 1,",
    );
    assert!(matches!(
        added[0].change,
        Change::ChoiceAdded { code: Code(3), .. }
    ));
    assert_eq!(added[0].reason, Some(BreakReason::Choices));
}

#[test]
fn other_people_break_a_series_and_another_place_does_not() {
    let condition = changed("Q1 == 1", "Q1 == 2");
    assert_eq!(
        (condition[0].reason, condition[0].breaks.as_slice()),
        (Some(BreakReason::Population), &[QuestionId::new("Q2")][..])
    );
    let mut after = questionnaire(BEFORE);
    let last = after.questions.remove(2);
    after.questions.insert(0, last);
    let found = differences(&questionnaire(BEFORE), &after);
    let part = Part::Question(QuestionId::new("Q3"));
    assert_eq!(
        found[0].change,
        Change::Moved {
            part,
            from: 3,
            to: 1
        }
    );
    assert!(found[0].breaks.is_empty());
}

#[test]
fn added_and_removed_parts_are_named() {
    let mut after = questionnaire(BEFORE);
    let mut fourth = after.questions.remove(2);
    fourth.id = QuestionId::new("Q4");
    after.questions.push(fourth);
    let found = differences(&questionnaire(BEFORE), &after);
    assert_eq!(
        found[0].change,
        Change::Added {
            part: Part::Question(QuestionId::new("Q4"))
        }
    );
    assert_eq!(found[1].reason, Some(BreakReason::Removed));
    assert_eq!(found.len(), 2);
}

fn breaks(found: &[Difference]) -> Vec<&str> {
    let breaks = found.iter().flat_map(|difference| &difference.breaks);
    breaks.map(QuestionId::as_str).collect()
}

#[test]
fn another_code_is_a_recode_and_the_conditions_follow_it() {
    let after = BEFORE
        .replace("code = 1, kind", "code = 9, kind")
        .replace("Q1 == 1", "Q1  ==  9");
    let found = differences(&questionnaire(BEFORE), &questionnaire(&after));
    let changes: Vec<&Change> = found.iter().map(|found| &found.change).collect();
    let part = Part::Scale(ScaleId::new("S"));
    let (from, to) = (Code(1), Code(9));
    assert_eq!(changes, [&Change::Recoded { part, from, to }]);
    assert!(breaks(&found).is_empty());

    // Recoded and asked of the other people.
    let other = after.replace("Q1  ==  9", "Q1 == 2");
    let found = differences(&questionnaire(BEFORE), &questionnaire(&other));
    assert_eq!(breaks(&found), ["Q2"]);
    // Another code and other words: a choice gone and a new one.
    let reworded = after.replace("差", "很差");
    let found = differences(&questionnaire(BEFORE), &questionnaire(&reworded));
    assert!(matches!(found[0].change, Change::ChoiceAdded { .. }));
}

#[test]
fn a_condition_is_compared_by_what_it_says() {
    assert_eq!(changed("Q1 == 1", "Q1==1"), []);
}

#[test]
fn an_id_that_asks_something_else_is_a_question_gone_and_a_new_one() {
    let found = changed(
        "type = \"number\"\nmin = 0\nmax = 9\nzh = \"丙？\"",
        "type = \"long_text\"\nmax_length = 100\nzh = \"丁？\"",
    );
    let part = || Part::Question(QuestionId::new("Q3"));
    let changes: Vec<&Change> = found.iter().map(|found| &found.change).collect();
    assert_eq!(
        changes,
        [
            &Change::Added { part: part() },
            &Change::Removed { part: part() }
        ]
    );
    assert_eq!(breaks(&found), ["Q3"]);
    // The same question with another type of answer is still that question.
    let retyped = changed(
        "type = \"number\"\nmin = 0\nmax = 9",
        "type = \"long_text\"\nmax_length = 100",
    );
    assert!(matches!(
        retyped[0].change,
        Change::Property { key: "type", .. }
    ));
}

#[test]
fn a_language_given_up_breaks_nothing() {
    let two = |text: &str| Questionnaire {
        languages: vec![Language::new("zh"), Language::new("en")],
        ..questionnaire(text)
    };
    let mut before = two(BEFORE);
    before.questions[0]
        .text
        .set(Language::new("en"), "A?".to_owned());
    let found = differences(&before, &questionnaire(BEFORE));
    assert!(breaks(&found).is_empty(), "{found:?}");
    // While it is asked, words that go missing break the series.
    let found = differences(&before, &two(BEFORE));
    assert_eq!(breaks(&found), ["Q1"]);
}

fn declared(before: &str, after: &str) -> Editorial {
    Editorial {
        text: TextKey::Question(QuestionId::new("Q1")),
        language: Language::new("zh"),
        before: before.to_owned(),
        after: after.to_owned(),
        reason: "标点".to_owned(),
    }
}

#[test]
fn an_editorial_change_goes_on_with_the_series_and_covers_these_words_alone() {
    let after = |words: &str, editorial: Vec<Editorial>| Questionnaire {
        editorial,
        ..questionnaire(&BEFORE.replace("甲？", words))
    };
    let before = questionnaire(BEFORE);
    let punctuated = declared("甲？", "甲?");
    let found = differences(&before, &after("甲?", vec![punctuated.clone()]));
    assert!(breaks(&found).is_empty());
    assert_eq!(found[0].editorial.as_deref(), Some("标点"));
    // A later version changed it once more: over both declarations the words are still the same.
    let again = declared("甲?", "甲 ?");
    let found = differences(&before, &after("甲 ?", vec![again, punctuated.clone()]));
    assert!(breaks(&found).is_empty());
    // Other words than those declared, another question, and words that lead in a circle.
    let found = differences(&before, &after("乙吗?", vec![punctuated.clone()]));
    assert_eq!(breaks(&found), ["Q1"]);
    let circle = vec![punctuated, declared("甲?", "甲？")];
    let found = differences(&before, &after("丁", circle));
    assert_eq!(breaks(&found), ["Q1"]);
}

#[test]
fn a_declaration_is_part_of_the_version() {
    let plain = questionnaire(BEFORE);
    let declared = Questionnaire {
        editorial: vec![declared("甲", "甲？")],
        ..plain.clone()
    };
    assert_ne!(plain.version(), declared.version());
    assert_eq!(
        Questionnaire::from_canonical(&declared.canonical()).unwrap(),
        declared
    );
}
