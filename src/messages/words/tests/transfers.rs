//! One note or error of every sort from workbooks and tables.

use super::{q, question};
use authoring::editing::EditError;
use authoring::translation::TableError;
use format::xlsform::{ImportError, NamedCell, Note, Why, WorkbookError};
use questionnaire::{ChoiceKind, Language, NotATextKey, TextKey};

pub(super) fn notes() -> Vec<Note> {
    use Note::*;
    vec![
        NoCounterpart {
            part: question(),
            key: "order",
        },
        EndGoesOn { question: q() },
        NamedOtherwise {
            part: question(),
            name: "meta_".into(),
        },
        AskedOnce {
            row: 3,
            repeat: "children".into(),
            question: q(),
        },
        OtherUnworded {
            row: 3,
            language: Language::new("mn"),
        },
        MeaningTold {
            list: "s".into(),
            choices: vec![("Satisfied".into(), ChoiceKind::Satisfied)],
        },
        MeaningUnclear { list: "s".into() },
        Numbered {
            list: "yn".into(),
            names: vec!["yes".into(), "no".into()],
        },
        Renamed {
            sheet: "survey",
            row: 3,
            from: "a-b".into(),
            to: "a_b".into(),
        },
        Assumed {
            question: q(),
            key: "max",
            value: "100".into(),
            unread: false,
        },
        Assumed {
            question: q(),
            key: "order",
            value: "reverse".into(),
            unread: true,
        },
    ]
    .into_iter()
    .chain(reasons().into_iter().map(|why| {
        Left(format::xlsform::Left {
            why,
            sheet: "survey".into(),
            heading: "relevant".into(),
            cells: vec![NamedCell {
                place: "D4".into(),
                text: "pulldata()".into(),
            }],
        })
    }))
    .collect()
}

fn reasons() -> Vec<Why> {
    use Why::*;
    let name = || "Q1".to_owned();
    vec![
        Column,
        Preset,
        Filter,
        Message,
        Media,
        Calculation,
        Parameters,
        NoHeading,
        Repeated,
        UnknownLanguage,
        Row {
            what: "geopoint".into(),
        },
        Disabled,
        Incomplete,
        Nested,
        UnusedList { list: "yn".into() },
        Sheet,
        NotUnderstood,
        HalfUnderstood,
        LeftOut { name: name() },
        NoQuestion { name: name() },
        Ambiguous { name: name() },
        NoChoice { name: name() },
        Never,
        Piping,
        Markup,
        Date,
        Failed,
    ]
}

pub(super) fn export_errors() -> Vec<WorkbookError> {
    vec![
        WorkbookError::TooLong {
            name: "intro".into(),
            column: "label::English (en)".into(),
            characters: 40_000,
            limit: 32_767,
        },
        WorkbookError::Unwritable {
            message: "no room".into(),
        },
    ]
}

pub(super) fn import_errors() -> Vec<ImportError> {
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
        NoChoiceHeadings,
        NoLists {
            missing: vec![(3, "yn".into()), (4, "s5".into())],
        },
        UnknownLanguage {
            columns: vec!["label::x".into()],
        },
    ]
}

pub(super) fn table_errors() -> Vec<TableError> {
    use TableError::*;
    let key = || TextKey::Help(q());
    vec![
        TooLarge {
            bytes: 9000,
            limit: 1000,
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
            error: Box::new(EditError::LineBreak { text: key() }),
        },
    ]
}
