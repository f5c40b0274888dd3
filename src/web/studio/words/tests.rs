//! One value of every variant is said in both languages.

use super::*;
use crate::locales::Locale;
use crate::questionnaire::advice::Advice;
use crate::questionnaire::difference::{BreakReason, Change, Difference};
use crate::questionnaire::editing::EditError;
use crate::questionnaire::paths::PathFault;
use crate::questionnaire::source::{Expected, Found, SourceProblem};
use crate::questionnaire::translation::TableError;
use crate::questionnaire::xlsform::{ImportError, Note};
use crate::questionnaire::{
    Condition, ConditionFault, ConditionProblem, Expectation, Language, NotATextKey, Part, Problem,
    Questionnaire, SharesError, TextKey, read,
};

/// Says something in both languages and looks at the words.
#[track_caller]
fn said(say: impl Fn(&Interface) -> String) -> [String; 2] {
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let [chinese, english] = Locale::ALL.map(|locale| say(&Interface::default().read_in(locale)));
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

fn q() -> String {
    "R11".to_owned()
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
            scale: "S5".into(),
            code: 5,
        },
        TextKey::Section("roads".into()),
        TextKey::Question(q()),
        TextKey::Help(q()),
        TextKey::End(q()),
        TextKey::Unit(q()),
        TextKey::Choice {
            question: q(),
            code: 2,
        },
    ]
}

fn parts() -> Vec<Part> {
    vec![
        Part::Top,
        Part::Arm("w".into()),
        Part::Scale("S5".into()),
        Part::Section("roads".into()),
        question(),
        Part::Indicator("I1".into()),
        Part::Measure("I1".into()),
    ]
}

fn condition_faults() -> Vec<ConditionFault> {
    use ConditionFault::*;
    let unexpected = Expectation::ALL.into_iter().flat_map(|expected| {
        [None, Some("in".to_owned())].map(|found| Unexpected { expected, found })
    });
    let mut faults: Vec<ConditionFault> = unexpected.collect();
    faults.extend([
        Empty,
        StrayCharacter('#'),
        Halved('='),
        OpenText,
        NumberTooLarge,
        TooDeep,
        NotComparable,
        UnknownQuestion {
            question: q(),
            nearest: None,
        },
        UnknownQuestion {
            question: q(),
            nearest: Some("R12".into()),
        },
        Later { question: q() },
        TextCompared { question: q() },
        MultipleCompared { question: q() },
        NotMultiple {
            question: q(),
            code: 1,
        },
        Unordered {
            question: q(),
            operator: "<",
        },
        TakesApart {
            question: q(),
            operator: ">",
            value: 3,
            code: 98,
        },
        UnknownChoice {
            question: q(),
            code: 9,
            known: vec![1, 2],
        },
        NotOnEveryScale {
            question: q(),
            scale: "S4".into(),
            code: 5,
        },
        NumberNeverGiven {
            question: q(),
            value: 200,
            min: 0,
            max: 99,
        },
        UnknownArm { arm: "w".into() },
        UnknownGroup {
            arm: "w".into(),
            group: "c".into(),
            groups: vec!["a".into(), "b".into()],
        },
    ]);
    faults
}

fn source_problems() -> Vec<SourceProblem> {
    use SourceProblem::*;
    let key = || "ask_if".to_owned();
    let wrong = |expected, found| WrongType {
        key: key(),
        expected,
        found,
    };
    let found = [
        Found::Number("3".into()),
        Found::Flag(true),
        Found::Text,
        Found::List,
        Found::Table,
        Found::Date,
    ];
    let mut problems: Vec<SourceProblem> = Expected::ALL
        .into_iter()
        .map(|expected| wrong(expected, Found::Text))
        .collect();
    problems.extend(found.map(|found| wrong(Expected::Number, found)));
    problems.extend([
        TooLarge {
            bytes: 9000,
            limit: 1000,
        },
        NotUtf8,
        ByteOrderMark,
        CarriageReturns,
        Empty,
        Syntax {
            message: "expected a value".into(),
        },
        UnknownKey {
            key: "typ".into(),
            known: vec!["type".into()],
        },
        UnknownKey {
            key: "typ".into(),
            known: vec![],
        },
        UnknownKey {
            key: "typ".into(),
            known: vec!["section".into()],
        },
        MissingKey { key: key() },
        NotAllowed {
            key: "order".into(),
            value: "random".into(),
            allowed: vec!["fixed".into()],
        },
        NumberOutOfRange {
            key: "min".into(),
            value: -1,
            min: 0,
            max: 9,
        },
    ]);
    problems
}

fn problems() -> Vec<Problem> {
    use Problem::*;
    let name = || "somebody".to_owned();
    let mut problems: Vec<Problem> = source_problems().into_iter().map(Source).collect();
    problems.extend(condition_faults().into_iter().map(|fault| Condition {
        key: "ask_if",
        problem: ConditionProblem { at: 3, fault },
    }));
    problems.extend(["", "3", "title", "help"].map(|key| MissingTranslation {
        key: key.into(),
        language: en(),
    }));
    problems.extend(
        [
            SharesError::TooFewGroups,
            SharesError::NotPositive {
                group: "a".into(),
                share: 0.0,
            },
            SharesError::NotTheWhole { sum: 0.9 },
            SharesError::TooFine,
        ]
        .map(Shares),
    );
    problems.extend([
        IdMalformed { id: "1".into() },
        DuplicateId {
            part: question(),
            first: 12,
        },
        DuplicateCode { code: 1 },
        LanguageMalformed { tag: "xx-".into() },
        NoLanguage,
        NoQuestion,
        UnknownScale { scale: "S".into() },
        UnknownSection {
            section: "s".into(),
        },
        EmptySection,
        SectionInterrupted {
            section: "s".into(),
        },
        RotationInterrupted {
            group: "g".into(),
            section: "s".into(),
        },
        UnknownGroup {
            arm: "w".into(),
            group: "c".into(),
            groups: vec!["a".into()],
        },
        UnknownArm { arm: "w".into() },
        TooManyVariants { variants: 1000 },
        TooFewChoices {
            choices: 1,
            least: 2,
        },
        PointlessExclusive { code: 1 },
        MisplacedOther { code: 1 },
        FieldTaken { question: q() },
        EmptyRange { min: 9, max: 0 },
        EndWithoutText,
        TextWithoutEnd,
        PointlessRequired,
        SeriesMalformed { series: "x".into() },
        Unreachable,
        TestFailed {
            name: name(),
            actual: vec![],
            expected: vec![q(), "R12".into()],
        },
        TestUnknownQuestion {
            name: name(),
            question: q(),
        },
        TestImpossibleAnswer {
            name: name(),
            question: q(),
        },
        TestAnswerMalformed { question: q() },
    ]);
    problems
}

fn edit_errors() -> Vec<EditError> {
    use EditError::*;
    let fault = ConditionFault::Empty;
    let text = || TextKey::Choice {
        question: q(),
        code: 2,
    };
    vec![
        Unreadable {
            line: 3,
            message: "expected a value".into(),
        },
        UnknownPart { part: question() },
        IdTaken { id: q() },
        IdMalformed { id: "1".into() },
        UnknownChoice {
            part: question(),
            code: 1,
        },
        CodeTaken {
            part: question(),
            code: 1,
        },
        Condition {
            key: "end_if",
            problem: ConditionProblem { at: 1, fault },
        },
        SelfReference { question: q() },
        TooLong {
            text: text(),
            characters: 5000,
            most: 4000,
        },
        ControlCharacter {
            text: Some(text()),
            at: 2,
        },
        ControlCharacter { text: None, at: 2 },
        LineBreak { text: text() },
        UnknownLanguage { language: en() },
        LanguageMalformed { tag: "x-".into() },
        LanguageMalformed { tag: String::new() },
        StillUsed {
            part: Part::Scale("S5".into()),
            by: vec![question(), Part::Question("R12".into())],
        },
        NotHere {
            part: question(),
            key: "min",
        },
        OddShape {
            part: question(),
            key: "choices".into(),
        },
        NumberOutOfRange {
            key: "min",
            value: -1,
            min: 0,
            max: 9,
        },
        NoScale,
        SeriesMalformed { series: "x".into() },
        TooLarge {
            bytes: 9000,
            limit: 1000,
        },
    ]
}

fn window() -> Questionnaire {
    let source = include_bytes!("../../../../surveys/harbin-2012-2014/window.toml");
    read("window.toml", source).questionnaire.unwrap()
}

fn pieces_of_advice() -> Vec<Advice> {
    use Advice::*;
    let scale = || "S5".to_owned();
    let text = || TextKey::ScaleChoice {
        scale: scale(),
        code: 5,
    };
    vec![
        UnbalancedScale {
            scale: scale(),
            satisfied: 3,
            dissatisfied: 2,
        },
        UnlabelledChoice {
            text: text(),
            language: en(),
        },
        NoDontKnow {
            scale: scale(),
            questions: vec![q()],
        },
        NoDontKnow {
            scale: scale(),
            questions: vec![q(), "R12".into()],
        },
        TooLongForPhone {
            text: text(),
            language: zh(),
            lines: 7,
            most: 5,
        },
        ManyOfOneScale {
            scale: scale(),
            first: q(),
            last: "R19".into(),
            questions: 9,
            most: 6,
        },
        DriverBeforeOverall {
            driver: q(),
            overall: "R12".into(),
        },
        StaleTranslation {
            text: text(),
            language: en(),
        },
        TooLong {
            minutes: 7.25,
            limit: 6.0,
            language: zh(),
        },
        NotPretested { question: q() },
    ]
}

fn changes() -> Vec<Change> {
    use Change::*;
    let worded = |before: &str, after: &str| Worded {
        text: TextKey::Question(q()),
        language: en(),
        before: before.into(),
        after: after.into(),
    };
    let property = |key, before: &str, after: &str| Property {
        part: question(),
        key,
        before: before.into(),
        after: after.into(),
    };
    vec![
        Added { part: question() },
        Removed { part: question() },
        Moved {
            part: question(),
            from: 3,
            to: 1,
        },
        worded("How?", "Why?"),
        worded("", "Why?"),
        worded("How?", ""),
        property("ask_if", "", "R01 == 1"),
        property("required", "true", ""),
        property("type", "single", "multiple"),
        property("order", "fixed", "reverse"),
        ChoiceAdded {
            part: question(),
            code: 1,
        },
        ChoiceRemoved {
            part: Part::Scale("S5".into()),
            code: 1,
        },
        ChoicesReordered { part: question() },
        ChoiceProperty {
            part: question(),
            code: 1,
            key: "kind",
            before: "satisfied".into(),
            after: "dont_know".into(),
        },
        Languages {
            before: vec![zh()],
            after: vec![zh(), en()],
        },
    ]
}

fn notes() -> Vec<Note> {
    use Note::*;
    vec![
        NoCounterpart {
            part: question(),
            key: "order",
        },
        EndGoesOn { question: q() },
        RowIgnored {
            row: 3,
            what: "geopoint".into(),
        },
        NotUnderstood {
            row: 3,
            question: q(),
            column: "relevant",
            xpath: "pulldata()".into(),
        },
        Numbered {
            list: "yn".into(),
            codes: 2,
        },
        Renamed {
            row: 3,
            from: "a-b".into(),
            to: "a_b".into(),
        },
        Assumed {
            question: q(),
            key: "max",
            value: 100,
        },
    ]
}

fn import_errors() -> Vec<ImportError> {
    use ImportError::*;
    vec![
        TooLarge {
            bytes: 9000,
            limit: 1000,
        },
        NotAWorkbook {
            message: "no archive".into(),
        },
        Bomb,
        SheetTooLarge {
            sheet: "survey".into(),
            rows: 5000,
            columns: 100,
        },
        NoSurvey,
        NoList {
            row: 3,
            list: "yn".into(),
        },
        UnknownLanguage {
            column: "label::x".into(),
        },
    ]
}

fn table_errors() -> Vec<TableError> {
    use TableError::*;
    let key = || TextKey::Help(q());
    vec![
        TooLarge {
            bytes: 9000,
            limit: 1000,
        },
        Unreadable {
            row: 3,
            message: "invalid UTF-8".into(),
        },
        NoKeys,
        NoLanguage,
        Key {
            row: 3,
            error: NotATextKey { key: "x".into() },
        },
        UnknownText { row: 3, key: key() },
        Twice { row: 3, key: key() },
        NotATable,
        Workbook(ImportError::Bomb),
        OriginalDiffers { row: 3, key: key() },
        Wording {
            row: 3,
            key: key(),
            error: EditError::LineBreak { text: key() },
        },
    ]
}

#[test]
fn every_fault_is_said_in_both_languages() {
    for value in problems() {
        said(|interface| problem(interface, &value));
    }
    for value in edit_errors() {
        said(|interface| edit_error(interface, &value));
    }
    let path_faults = [
        PathFault::Contradiction { question: q() },
        PathFault::DeadEnd {
            at: "R01".into(),
            question: q(),
        },
        PathFault::Unreachable { question: q() },
    ];
    for value in path_faults {
        said(|interface| path_fault(interface, &value));
    }
    for value in table_errors() {
        said(|interface| table_error(interface, &value));
    }
    for value in import_errors() {
        said(|interface| import_error(interface, &value));
    }
    for value in notes() {
        said(|interface| note(interface, &value));
    }
}

#[test]
fn every_name_is_said_in_both_languages() {
    for value in parts() {
        said(|interface| part(interface, &value));
    }
    for value in texts() {
        said(|interface| text_key(interface, &value));
    }
    let interface = Interface::default();
    let scale = TextKey::ScaleChoice {
        scale: "S5".into(),
        code: 5,
    };
    assert_eq!(text_key(&interface, &scale), "量表 S5 的选项 5");
    assert_eq!(text_key(&interface, &TextKey::Question(q())), "R11 的题目");
}

#[test]
fn every_piece_of_advice_is_said_with_its_numbers() {
    let questionnaire = window();
    for value in pieces_of_advice() {
        said(|interface| advice(interface, &value, &questionnaire));
    }
    let [chinese, english] = said(|interface| {
        let value = &pieces_of_advice()[8];
        advice(interface, value, &questionnaire)
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
        };
        said(|interface| difference(interface, &value));
        assert_eq!(broken_series(&Interface::default(), &value), None);
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
        said(|interface| break_reason(interface, reason));
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
        breaks: vec![q(), "R12".into()],
        reason: Some(BreakReason::Wording),
    };
    let interface = Interface::default();
    assert_eq!(
        difference(&interface, &value),
        "R11 的题目（中文）由“满意吗”改为“满不满意”"
    );
    assert_eq!(
        broken_series(&interface, &value).unwrap(),
        "R11、R12 与以前各版不再可比：题目的说法变了。"
    );
}

#[test]
fn a_condition_is_said_as_people_say_it() {
    let questionnaire = window();
    let condition = Condition::parse("W06 == 3").unwrap();
    let [chinese, english] = said(|interface| phrase(interface, &condition.phrase(&questionnaire)));
    assert_eq!(chinese, "W06选了“没有办成”");
    assert_eq!(english, "W06 was answered “No”");
}
