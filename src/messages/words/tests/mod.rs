//! One value of every variant is said in both languages.

mod changes;
mod edits;
mod listings;
mod plans;
mod problems;
mod transfers;

use self::changes::{changes, pieces_of_advice};
use self::edits::edit_errors;
use self::listings::{concerns, household_faults, household_remarks, listing_faults, remarks};
use self::plans::{frame_problems, plan_problems};
use self::problems::{layout_errors, problems};
use self::transfers::{export_errors, import_errors, notes, table_errors};
use super::*;
use crate::Locale;
use accounts::Weakness;
use accounts::password::PasswordFault;
use authoring::interview_paths::PathFault;
use format::read;
use questionnaire::difference::{BreakReason, Change, Difference};
use questionnaire::{Code, Condition, Language, Part, QuestionId, Questionnaire, ScaleId, TextKey};

/// Says something in both languages and looks at the words.
#[track_caller]
fn said(say: impl Fn(Locale) -> String) -> [String; 2] {
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let [chinese, english] = Locale::ALL.map(say);
    for text in [&chinese, &english] {
        assert!(!text.is_empty() && !text.contains("{$"), "{text}");
        for key in ["words-", "comparison-", "condition-"] {
            assert!(!text.contains(key), "a message is missing: {text}");
        }
    }
    assert!(chinese.contains(is_chinese), "{chinese}");
    assert!(!english.contains(is_chinese), "{english}");
    assert!(!english.contains('`'), "{english}");
    [chinese, english]
}

fn q() -> QuestionId {
    QuestionId::new("R11")
}

fn zh() -> Language {
    Language::new("zh")
}

fn en() -> Language {
    Language::new("en")
}

fn question() -> Part {
    Part::Question(q())
}

fn texts() -> Vec<TextKey> {
    vec![
        TextKey::Title,
        TextKey::Intro,
        TextKey::ScaleChoice {
            scale: ScaleId::new("S5"),
            code: Code(5),
        },
        TextKey::Section("roads".into()),
        TextKey::Question(q()),
        TextKey::Help(q()),
        TextKey::End(q()),
        TextKey::Unit(q()),
        TextKey::Choice {
            question: q(),
            code: Code(2),
        },
    ]
}

fn parts() -> Vec<Part> {
    vec![
        Part::Top,
        Part::Arm("w".into()),
        Part::Scale(ScaleId::new("S5")),
        Part::Section("roads".into()),
        question(),
        Part::Indicator("I1".into()),
        Part::Measure("I1".into()),
    ]
}

fn window() -> Questionnaire {
    let source = include_bytes!("../../../../surveys/harbin-2012-2014/window.toml");
    read("window.toml", source).questionnaire.unwrap()
}

#[test]
fn every_fault_is_said_in_both_languages() {
    for value in problems() {
        said(|locale| problem(locale, &value));
    }
    for value in edit_errors() {
        said(|locale| edit_error(locale, &value));
    }
    let path_faults = [
        PathFault::Contradiction { question: q() },
        PathFault::DeadEnd {
            at: QuestionId::new("R01"),
            question: q(),
        },
        PathFault::Unreachable { question: q() },
        PathFault::Unexplained { question: q() },
        PathFault::Unproven { question: q() },
    ];
    for value in path_faults {
        said(|locale| path_fault(locale, &value));
    }
    for value in table_errors() {
        said(|locale| table_error(locale, &value));
    }
    for value in import_errors() {
        said(|locale| import_error(locale, &value));
    }
    for value in export_errors() {
        said(|locale| export_error(locale, &value));
    }
    for value in notes() {
        said(|locale| note(locale, &value));
    }
    for value in layout_errors() {
        said(|locale| layout_error(locale, &value));
    }
    let password_faults = [
        PasswordFault::TooShort,
        PasswordFault::TooLong,
        PasswordFault::HoldsTheName,
    ];
    let guessable = Weakness::ALL.map(PasswordFault::Guessable);
    for value in password_faults.into_iter().chain(guessable) {
        said(|locale| password_fault(locale, value));
    }
}

#[test]
fn every_fault_of_a_plan_and_its_frame_is_said_in_both_languages() {
    for value in plan_problems() {
        said(|locale| plan_problem(locale, &value));
    }
    for value in frame_problems() {
        said(|locale| frame_problem(locale, &value));
    }
    let [chinese, english] = said(|locale| {
        let value = plan::Problem::UnitNotOffered { code: Code(4) };
        plan_problem(locale, &value)
    });
    assert_eq!(chinese, "frame.csv 里的单位 4 没有列为选项，请加上。");
    assert_eq!(
        english,
        "Unit 4 of frame.csv cannot be chosen. Add it to the choices."
    );
}

#[test]
fn everything_about_a_list_is_said_in_both_languages() {
    for value in listing_faults() {
        said(|locale| listing_fault(locale, &value));
    }
    for value in remarks() {
        said(|locale| listing_remark(locale, &value));
    }
    for value in household_faults() {
        said(|locale| household_fault(locale, &value));
    }
    for value in household_remarks() {
        said(|locale| household_remark(locale, &value));
    }
    for value in concerns() {
        said(|locale| listing_concern(locale, &value));
    }
    for value in sampling::listing::Column::all() {
        said(|locale| listing_column(locale, &value));
    }
    let [chinese, english] = said(|locale| listing_concern(locale, &concerns()[3]));
    assert_eq!(
        chinese,
        "Daoli（230102）：名录共 9,000 人，普查 10,000 人，相差 −10.0%。"
    );
    assert!(english.contains("9,000 persons listed"), "{english}");
}

#[test]
fn every_name_is_said_in_both_languages() {
    for value in parts() {
        said(|locale| part(locale, &value));
    }
    for value in texts() {
        said(|locale| text_key(locale, &value));
    }
    let locale = Locale::default();
    let scale = TextKey::ScaleChoice {
        scale: ScaleId::new("S5"),
        code: Code(5),
    };
    assert_eq!(text_key(locale, &scale), "量表 S5 的选项 5");
    assert_eq!(text_key(locale, &TextKey::Question(q())), "R11 的题干");
}

#[test]
fn every_piece_of_advice_is_said_with_its_numbers() {
    let questionnaire = window();
    for value in pieces_of_advice() {
        said(|locale| advice(locale, &value, &questionnaire));
    }
    let [chinese, english] = said(|locale| {
        let value = &pieces_of_advice()[8];
        advice(locale, value, &questionnaire)
    });
    assert!(
        chinese.contains("7.2 分钟") && chinese.contains("6 分钟"),
        "{chinese}"
    );
    assert!(english.contains("7.2 minutes"), "{english}");
}

#[test]
fn every_change_is_said_in_both_languages() {
    for change in changes() {
        let value = Difference {
            change,
            breaks: vec![],
            reason: None,
            editorial: None,
        };
        said(|locale| difference(locale, &value));
        assert_eq!(broken_series(Locale::default(), &value), None);
    }
    let reasons = [
        BreakReason::Wording,
        BreakReason::Label,
        BreakReason::Choices,
        BreakReason::Meaning,
        BreakReason::Population,
        BreakReason::Removed,
    ];
    for reason in reasons {
        said(|locale| difference::break_reason(locale, reason));
    }
}

#[test]
fn a_broken_series_says_whose_and_why() {
    let value = Difference {
        change: Change::Worded {
            text: TextKey::Question(q()),
            language: zh(),
            before: "满意吗".into(),
            after: "满不满意".into(),
        },
        breaks: vec![q(), QuestionId::new("R12")],
        reason: Some(BreakReason::Wording),
        editorial: None,
    };
    let locale = Locale::default();
    assert_eq!(
        difference(locale, &value),
        "R11 的题干（中文）由“满意吗”改为“满不满意”"
    );
    assert_eq!(
        broken_series(locale, &value).unwrap(),
        "R11、R12 与以前各版不再可比：题目的说法变了。"
    );
}

#[test]
fn a_condition_is_said_as_people_say_it() {
    let questionnaire = window();
    let condition = Condition::parse("W06 == 3").unwrap();
    let [chinese, english] = said(|locale| phrase(locale, &condition.phrase(&questionnaire)));
    assert_eq!(chinese, "W06选了“没有办成”");
    assert_eq!(english, "W06 was answered “No”");
}
