//! One piece of advice and one change of every sort.

use super::{en, q, question, zh};
use authoring::advice::Advice;
use questionnaire::difference::Change;
use questionnaire::{Code, Part, QuestionId, ScaleId, TextKey};

pub(super) fn pieces_of_advice() -> Vec<Advice> {
    use Advice::*;
    let scale = || ScaleId::new("S5");
    let text = || TextKey::ScaleChoice {
        scale: scale(),
        code: Code(5),
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
            questions: vec![q(), QuestionId::new("R12")],
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
            last: QuestionId::new("R19"),
            questions: 9,
            most: 6,
        },
        DriverBeforeOverall {
            driver: q(),
            overall: QuestionId::new("R12"),
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

pub(super) fn changes() -> Vec<Change> {
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
            code: Code(1),
        },
        ChoiceRemoved {
            part: Part::Scale(ScaleId::new("S5")),
            code: Code(1),
        },
        Recoded {
            part: question(),
            from: Code(5),
            to: Code(9),
        },
        ChoicesReordered { part: question() },
        ChoiceProperty {
            part: question(),
            code: Code(1),
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
