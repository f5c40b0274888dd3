//! What did not pass from or to XLSForm, and why a workbook cannot be read.

use super::part::{choice_counts_as, part};
use super::{name, names, written};
use crate::{Locale, text};
use format::xlsform::{ImportError, Left, Note, Why, WorkbookError};

/// What was left out or changed on the way.
pub fn note(locale: Locale, note: &Note) -> String {
    match note {
        Note::NoCounterpart { part: at, key } => locale.t(text::WordsNoteNoCounterpart {
            part: part(locale, at),
            key: name::key(locale, key),
        }),
        Note::EndGoesOn { question } => locale.t(text::WordsNoteEndGoesOn {
            question: written(question),
        }),
        Note::NamedOtherwise { part: at, name } => locale.t(text::WordsNoteNamedOtherwise {
            part: part(locale, at),
            name: written(name),
        }),
        Note::Left(left) => cells_left(locale, left),
        Note::AskedOnce {
            row,
            repeat,
            question,
        } => locale.t(text::WordsNoteAskedOnce {
            row: written(row),
            repeat: written(repeat),
            question: written(question),
        }),
        Note::OtherUnworded { row, language } => locale.t(text::WordsNoteOtherUnworded {
            row: written(row),
            language: written(language),
        }),
        Note::Numbered { list, names: named } => {
            let named = (1..)
                .zip(named)
                .map(|(code, name)| format!("{name} = {code}"));
            locale.t(text::WordsNoteNumbered {
                list: written(list),
                names: names(locale, named),
            })
        }
        Note::MeaningTold { list, choices } => {
            let choices = choices.iter();
            let choices = choices.map(|(label, kind)| choice_counts_as(locale, label, *kind));
            locale.t(text::WordsNoteMeaning {
                list: written(list),
                choices: names(locale, choices),
            })
        }
        Note::MeaningUnclear { list } => locale.t(text::WordsNoteMeaningUnclear {
            list: written(list),
        }),
        Note::Renamed {
            sheet,
            row,
            from,
            to,
        } => locale.t(text::WordsNoteRenamed {
            sheet: written(*sheet),
            row: written(row),
            from: written(from),
            to: written(to),
        }),
        Note::Assumed {
            question,
            key,
            value,
            unread: false,
        } => locale.t(text::WordsNoteAssumed {
            question: written(question),
            key: name::key(locale, key),
            value: assumed(locale, key, value),
        }),
        Note::Assumed {
            question,
            key,
            value,
            unread: true,
        } => locale.t(text::WordsNoteAssumedUnread {
            question: written(question),
            key: name::key(locale, key),
            value: written(value),
        }),
    }
}

fn assumed(locale: Locale, key: &str, value: &str) -> String {
    match key {
        "order" => name::value(locale, key, value),
        _ => written(value),
    }
}

/// Why cells of a workbook were left, and which.
fn cells_left(locale: Locale, left: &Left) -> String {
    let cells = left.cells.iter().map(|cell| {
        locale.t(text::WordsCell {
            place: written(&cell.place),
            text: written(&cell.text),
        })
    });
    let cells = names(locale, cells);
    let at = if left.heading.is_empty() {
        locale.t(text::WordsCellsOfSheet {
            sheet: written(&left.sheet),
        })
    } else {
        locale.t(text::WordsCellsOfColumn {
            sheet: written(&left.sheet),
            column: written(&left.heading),
        })
    };
    locale.t(text::WordsCellsLeft {
        at,
        why: why(locale, &left.why),
        cells,
    })
}

fn why(locale: Locale, why: &Why) -> String {
    match why {
        Why::Column => locale.t(text::WORDS_LEFT_COLUMN),
        Why::Preset => locale.t(text::WORDS_LEFT_PRESET),
        Why::Filter => locale.t(text::WORDS_LEFT_FILTER),
        Why::Message => locale.t(text::WORDS_LEFT_MESSAGE),
        Why::Media => locale.t(text::WORDS_LEFT_MEDIA),
        Why::Calculation => locale.t(text::WORDS_LEFT_CALCULATION),
        Why::Parameters => locale.t(text::WORDS_LEFT_PARAMETERS),
        Why::NoHeading => locale.t(text::WORDS_LEFT_NO_HEADING),
        Why::Repeated => locale.t(text::WORDS_LEFT_REPEATED),
        Why::UnknownLanguage => locale.t(text::WORDS_LEFT_UNKNOWN_LANGUAGE),
        Why::Row { what } => locale.t(text::WordsLeftRow {
            what: written(what),
        }),
        Why::Disabled => locale.t(text::WORDS_LEFT_DISABLED),
        Why::Incomplete => locale.t(text::WORDS_LEFT_INCOMPLETE),
        Why::Nested => locale.t(text::WORDS_LEFT_NESTED),
        Why::UnusedList { list } => locale.t(text::WordsLeftUnusedList {
            list: written(list),
        }),
        Why::Sheet => locale.t(text::WORDS_LEFT_SHEET),
        Why::NotUnderstood => locale.t(text::WORDS_LEFT_NOT_UNDERSTOOD),
        Why::HalfUnderstood => locale.t(text::WORDS_LEFT_HALF_UNDERSTOOD),
        Why::LeftOut { name } => locale.t(text::WordsLeftLeftOut {
            name: written(name),
        }),
        Why::NoQuestion { name } => locale.t(text::WordsLeftNoQuestion {
            name: written(name),
        }),
        Why::Ambiguous { name } => locale.t(text::WordsLeftAmbiguous {
            name: written(name),
        }),
        Why::NoChoice { name } => locale.t(text::WordsLeftNoChoice {
            name: written(name),
        }),
        Why::Never => locale.t(text::WORDS_LEFT_NEVER),
        Why::Piping => locale.t(text::WORDS_LEFT_PIPING),
        Why::Markup => locale.t(text::WORDS_LEFT_MARKUP),
        Why::Date => locale.t(text::WORDS_LEFT_DATE),
        Why::Failed => locale.t(text::WORDS_LEFT_FAILED),
    }
}

/// Why the questionnaire cannot become a workbook, and what to do.
pub fn export_error(locale: Locale, error: &WorkbookError) -> String {
    match error {
        WorkbookError::TooLong {
            name,
            column,
            characters,
            limit,
        } => locale.t(text::WordsExportTooLong {
            name: written(name),
            column: written(column),
            characters: *characters,
            limit: *limit,
        }),
        WorkbookError::Unwritable { message } => locale.t(text::WordsExportUnwritable {
            message: written(message),
        }),
    }
}

/// Why the workbook cannot be read, and what to do.
pub fn import_error(locale: Locale, error: &ImportError) -> String {
    match error {
        ImportError::TooLarge { bytes, limit } => locale.t(text::WordsFileTooLarge {
            bytes: *bytes,
            limit: *limit,
        }),
        ImportError::NotAWorkbook { message } => locale.t(text::WordsImportNotAWorkbook {
            message: written(message),
        }),
        ImportError::Bomb => locale.t(text::WORDS_IMPORT_BOMB),
        ImportError::SheetTooLarge {
            sheet,
            rows,
            columns,
        } => locale.t(text::WordsImportSheetTooLarge {
            sheet: written(sheet),
            rows: written(rows),
            columns: written(columns),
        }),
        ImportError::NoSurvey => locale.t(text::WORDS_IMPORT_NO_SURVEY),
        ImportError::NoChoiceHeadings => locale.t(text::WORDS_IMPORT_NO_CHOICE_HEADINGS),
        ImportError::NoLists { missing } => {
            let missing = missing.iter().map(|(row, list)| {
                locale.t(text::WordsImportMissingList {
                    row: written(row),
                    list: written(list),
                })
            });
            locale.t(text::WordsImportNoLists {
                missing: names(locale, missing),
            })
        }
        ImportError::UnknownLanguage { columns } => locale.t(text::WordsImportUnknownLanguage {
            columns: names(locale, columns.iter().cloned()),
        }),
    }
}
