use super::*;
use crate::sample::questionnaire;
use questionnaire::QuestionId;

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
