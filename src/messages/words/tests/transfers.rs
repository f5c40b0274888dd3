//! One note or error of every sort from workbooks and tables.

use super::{q, question};
use authoring::editing::EditError;
use authoring::translation::TableError;
use format::xlsform::{ImportError, Note};
use questionnaire::{NotATextKey, TextKey};

pub(super) fn notes() -> Vec<Note> {
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
            question: "R11".into(),
            column: "relevant",
            xpath: "pulldata()".into(),
        },
        MeaningTold { list: "s".into() },
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
            value: "100".into(),
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
        NoList {
            row: 3,
            list: "yn".into(),
        },
        UnknownLanguage {
            column: "label::x".into(),
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
