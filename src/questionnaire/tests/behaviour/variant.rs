use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::sample::questionnaire;
use questionnaire::*;

/// Two arms, six rotating sections, reversal: the layout of the resident survey.
fn residents() -> Questionnaire {
    let head = r#"
        [[arm]]
        id = "anticorruption"
        groups = { direct = 0.75, crosswise = 0.25 }
        [[arm]]
        id = "bridge"
        groups = { five = 0.8, four = 0.2 }
        scales = { four = { S5 = "S4" } }
        [[scale]]
        id = "S5"
        choices = [{ code = 2, zh = "是" }, { code = 1, zh = "否" }, { code = 98, kind = "dont_know", zh = "不知道" }]
        [[scale]]
        id = "S4"
        choices = [{ code = 2, zh = "对" }, { code = 1, zh = "错" }]
    "#;
    let sections: Vec<String> = (0..6)
        .map(|i| {
            format!(
                "[[section]]\nid = \"s{i}\"\nrotate = \"topics\"\ntitle = {{ zh = \"节\" }}\n\
                 [[question]]\nid = \"Q{i}\"\nsection = \"s{i}\"\ntype = \"scale\"\nscale = \"S5\"\nzh = \"？\"\n"
            )
        })
        .collect();
    questionnaire(&format!("{head}{}", sections.concat()))
}

fn share(variants: &Variants, holds: impl Fn(&Assignment) -> bool) -> (usize, usize) {
    let count = variants
        .iter()
        .filter(|assignment| holds(assignment))
        .count();
    (count, usize::from(variants.count()))
}

#[test]
fn the_resident_survey_has_120_variants() {
    assert_eq!(Variants::of(&residents()).unwrap().count(), 120);
}

#[test]
fn shares_of_arms_starts_and_directions_are_exact_alone_and_in_pairs() {
    let variants = Variants::of(&residents()).unwrap();
    let crosswise = |a: &Assignment| a.group("anticorruption") == Some("crosswise");
    let four = |a: &Assignment| a.group("bridge") == Some("four");
    assert_eq!(share(&variants, crosswise), (30, 120));
    assert_eq!(share(&variants, four), (24, 120));
    assert_eq!(share(&variants, |a| crosswise(a) && four(a)), (6, 120));
    assert_eq!(share(&variants, |a| a.reversed), (60, 120));
    assert_eq!(share(&variants, |a| a.reversed && crosswise(a)), (15, 120));
    assert_eq!(share(&variants, |a| a.reversed && four(a)), (12, 120));
    for start in 0..6 {
        assert_eq!(share(&variants, |a| a.starts["topics"] == start), (20, 120));
        assert_eq!(
            share(&variants, |a| a.starts["topics"] == start && crosswise(a)),
            (5, 120)
        );
        assert_eq!(
            share(&variants, |a| a.starts["topics"] == start && four(a)),
            (4, 120)
        );
        assert_eq!(
            share(&variants, |a| a.starts["topics"] == start && a.reversed),
            (10, 120)
        );
    }
}

#[test]
fn sections_rotate_and_the_rest_stays() {
    let questionnaire = residents();
    let variants = Variants::of(&questionnaire).unwrap();
    let assignment = variants.iter().find(|a| a.starts["topics"] == 4).unwrap();
    let order: Vec<&str> = assignment
        .questions(&questionnaire)
        .iter()
        .map(|q| q.id.as_str())
        .collect();
    assert_eq!(order, ["Q4", "Q5", "Q0", "Q1", "Q2", "Q3"]);
}

#[test]
fn reversal_leaves_what_stands_apart_at_the_end() {
    let questionnaire = residents();
    let question = &questionnaire.questions[0];
    let mut assignment = Assignment::as_written(&questionnaire, &BTreeMap::new());
    assignment.groups.insert("bridge".into(), "five".into());
    let codes = |assignment: &Assignment| -> Vec<i64> {
        assignment
            .choices(&questionnaire, question)
            .iter()
            .map(|choice| choice.code.0)
            .collect()
    };
    assert_eq!(codes(&assignment), [2, 1, 98]);
    assignment.reversed = true;
    assert_eq!(codes(&assignment), [1, 2, 98]);
    assignment.groups.insert("bridge".into(), "four".into());
    assert_eq!(codes(&assignment), [1, 2]);
}

#[test]
fn rotating_choices_each_come_first_equally_often() {
    let source = r#"
        [[question]]
        id = "W5"
        type = "multiple"
        order = "rotate"
        zh = "？"
        choices = [{ code = 1, zh = "一" }, { code = 2, zh = "二" }, { code = 3, zh = "三" }, { code = 9, zh = "其他", other = true }]
    "#;
    let questionnaire = questionnaire(source);
    let variants = Variants::of(&questionnaire).unwrap();
    let orders: Vec<Vec<i64>> = variants
        .iter()
        .map(|a| {
            a.choices(&questionnaire, &questionnaire.questions[0])
                .iter()
                .map(|c| c.code.0)
                .collect()
        })
        .collect();
    assert_eq!(orders, [[1, 2, 3, 9], [2, 3, 1, 9], [3, 1, 2, 9]]);
}

proptest! {
    #[test]
    fn every_share_of_a_layout_is_exact(parts in proptest::collection::vec(1_u8..6, 2..5), second in 1_u8..4) {
        let whole: u8 = parts.iter().sum();
        let arm = |id: &str, parts: &[u8]| {
            let whole: u8 = parts.iter().sum();
            let groups = parts.iter().enumerate().map(|(i, part)| (format!("g{i}"), f64::from(*part) / f64::from(whole)));
            Arm { id: id.into(), groups: groups.collect(), scales: BTreeMap::new() }
        };
        let mut questionnaire = residents();
        questionnaire.arms = vec![arm("a", &parts), arm("b", &[second, 4 - second])];
        if let Ok(variants) = Variants::of(&questionnaire) {
            let count = usize::from(variants.count());
            for (i, part) in parts.iter().enumerate() {
                let group = format!("g{i}");
                let (held, _) = share(&variants, |a| a.group("a") == Some(group.as_str()));
                prop_assert_eq!(held * usize::from(whole), count * usize::from(*part));
                let (reversed, _) = share(&variants, |a| a.reversed && a.group("a") == Some(group.as_str()));
                prop_assert_eq!(reversed * 2, held);
            }
        }
    }
}
