//! One problem of every sort.

use super::{en, q, question};
use format::Problem;
use format::source::{Expected, Found, SourceProblem};
use questionnaire::{
    Code, ConditionFault, ConditionProblem, Expectation, LayoutError, QuestionId, ScaleId,
    SharesError,
};

fn date(text: &str) -> questionnaire::CalendarDate {
    text.parse().unwrap()
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
        TooPrecise,
        NotADate("2014".into()),
        DateWanted {
            question: q(),
            month: false,
        },
        DateWanted {
            question: q(),
            month: true,
        },
        DateNeverGiven {
            question: q(),
            value: date("1999-01-01"),
            earliest: date("2000-01-01"),
            latest: date("2014-12-31"),
        },
        NumberWanted {
            question: q(),
            value: questionnaire::Value::Date(date("2014-01")),
        },
        TooManyDecimals {
            question: q(),
            value: questionnaire::Decimal::new(25, 1),
            decimals: 0,
        },
        TooDeep,
        NotComparable,
        UnknownQuestion {
            question: q(),
            nearest: None,
        },
        UnknownQuestion {
            question: q(),
            nearest: Some(QuestionId::new("R12")),
        },
        Later { question: q() },
        TextCompared { question: q() },
        MultipleCompared { question: q() },
        NotMultiple {
            question: q(),
            code: Code(1),
        },
        Unordered {
            question: q(),
            operator: "<",
        },
        TakesApart {
            question: q(),
            operator: ">",
            value: Code(3),
            code: Code(98),
        },
        UnknownChoice {
            question: q(),
            code: Code(9),
            known: vec![Code(1), Code(2)],
        },
        NotOnEveryScale {
            question: q(),
            scale: ScaleId::new("S4"),
            code: Code(5),
        },
        NumberNeverGiven {
            question: q(),
            value: 200.into(),
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

pub(super) fn layout_errors() -> Vec<LayoutError> {
    vec![
        LayoutError::Shares {
            arm: "w".into(),
            error: SharesError::TooFine,
        },
        LayoutError::TooMany { variants: 1000 },
    ]
}

#[expect(
    clippy::too_many_lines,
    reason = "one problem of every sort, and nothing else"
)]
pub(super) fn problems() -> Vec<Problem> {
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
        DuplicateCode { code: Code(1) },
        LanguageMalformed { tag: "xx-".into() },
        NoLanguage,
        NoQuestion,
        UnknownScale {
            scale: ScaleId::new("S"),
        },
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
        PointlessExclusive { code: Code(1) },
        SingleBrackets { key: "section" },
        KindsPartial {
            codes: vec![Code(2), Code(3)],
        },
        MisplacedOther { code: Code(1) },
        FieldTaken { question: q() },
        EmptyRange { min: 9, max: 0 },
        EmptyChoiceRange { min: 3, max: 2 },
        MoreThanChoices {
            key: "max_choices",
            count: 9,
            choices: 3,
        },
        OrdinaryBeside { code: Code(1) },
        DateMalformed {
            key: "latest",
            written: "2014".into(),
        },
        DayAndMonth {
            earliest: date("2014-01"),
            latest: date("2014-01-31"),
        },
        NoDateAccepted {
            earliest: date("2014-02"),
            latest: date("2014-01"),
        },
        TooLargeForDecimals {
            bound: 1_000_000_000,
        },
        EndWithoutText,
        TextWithoutEnd,
        PointlessRequired,
        SeriesMalformed { series: "x".into() },
        EditorialWithoutText {
            key: "question.R99".into(),
        },
        EditorialWithoutReason,
        Unreachable,
        TooEntangled,
        TestFailed {
            name: name(),
            actual: vec![],
            expected: vec![q(), QuestionId::new("R12")],
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
