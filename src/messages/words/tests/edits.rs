//! One refused edit of every sort.

use super::{en, q, question};
use authoring::editing::EditError;
use questionnaire::{Code, ConditionFault, ConditionProblem, Part, QuestionId, ScaleId, TextKey};

pub(super) fn edit_errors() -> Vec<EditError> {
    use EditError::*;
    let fault = ConditionFault::Empty;
    let text = || TextKey::Choice {
        question: q(),
        code: Code(2),
    };
    vec![
        Unreadable {
            line: 3,
            message: "expected a value".into(),
        },
        UnknownPart { part: question() },
        IdTaken { id: "R11".into() },
        IdMalformed { id: "1".into() },
        UnknownChoice {
            part: question(),
            code: Code(1),
        },
        CodeTaken {
            part: question(),
            code: Code(1),
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
            part: Part::Scale(ScaleId::new("S5")),
            by: vec![question(), Part::Question(QuestionId::new("R12"))],
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
