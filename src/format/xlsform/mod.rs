//! XLSForm (.xlsx), in and out.
//!
//! # Design
//!
//! What both formats know is translated: ids, texts in all languages, choices, conditions,
//! limits, sections as groups; conditions with the truth that they have there (`xpath`). Scales are shared choice lists. `kind`, `score`, `apart` and
//! `scale` stand in further columns of the choices sheet, and `minyi_type`, `minyi_order` and
//! `minyi_series` in further columns of the survey sheet, open to everyone; other tools ignore
//! them. What XLSForm has no place for (arms, rotation, tests, an interview that ends) is named
//! in the report and not smuggled through, and so is every cell of a workbook that has no place here (`ledger`). A
//! workbook is measured before it is parsed.

pub(crate) mod export;
mod guard;
mod heading;
pub(crate) mod import;
mod language;
pub(crate) mod ledger;
pub(crate) mod lists;
pub(crate) mod name;
pub(crate) mod sheet;
mod text;
mod workbook;
pub(crate) mod xpath;

use crate::source::LARGEST_FILE;
use questionnaire::{ChoiceKind, Language, Part, QuestionId, Questionnaire};

pub use guard::{Bounds, LARGEST_WORKBOOK};
pub use ledger::{Left, NamedCell, Why};

/// A workbook and what it could not hold.
#[derive(Debug)]
pub struct Exported {
    /// The bytes of the .xlsx file.
    pub workbook: Vec<u8>,
    /// What has no counterpart in XLSForm.
    pub notes: Vec<Note>,
}

/// A questionnaire and what the workbook said that it could not hold.
#[derive(Debug)]
pub struct Imported {
    /// The questionnaire; it may have findings, as any draft.
    pub questionnaire: Questionnaire,
    /// What has no counterpart here, or was read otherwise than it stands.
    pub notes: Vec<Note>,
}

impl Imported {
    /// The questionnaire as a file, and what `said` says of each note as a comment at its end, so that it stays with the
    /// draft; those that would make the file too large are left to the report.
    pub fn file(&self, said: impl Fn(&Note) -> String) -> String {
        let mut file = crate::write(&self.questionnaire);
        let plain = |c: char| if c.is_control() { ' ' } else { c };
        for (at, note) in self.notes.iter().enumerate() {
            let said: String = said(note).chars().map(plain).collect();
            let comment = format!("{}# {said}\n", if at == 0 { "\n" } else { "" });
            if file.len() + comment.len() > LARGEST_FILE {
                break;
            }
            file.push_str(&comment);
        }
        file
    }
}

/// Something that did not pass from one format to the other as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Note {
    /// A property the other format has no place for.
    NoCounterpart {
        part: Part,
        /// Its key in our files.
        key: &'static str,
    },
    /// A part whose id a workbook cannot have as a name.
    NamedOtherwise { part: Part, name: String },
    /// The end of an interview: XLSForm shows the text and goes on.
    EndGoesOn { question: QuestionId },
    /// Cells of the workbook that were left.
    Left(Left),
    /// A question of a repeated group, asked once.
    AskedOnce {
        /// The row at which the group begins.
        row: u32,
        repeat: String,
        question: QuestionId,
    },
    /// A choice "other" that has no words in a language.
    OtherUnworded { row: u32, language: Language },
    /// Choices whose names are no codes.
    Numbered {
        list: String,
        /// The names, in the order of the codes 1, 2, 3...
        names: Vec<String>,
    },
    /// Choices whose words alone say what they count as.
    MeaningTold {
        list: String,
        /// The choices by what is read first, and the kinds that were taken.
        choices: Vec<(String, ChoiceKind)>,
    },
    /// Choices whose words say of some of them what they count as, and not of all: none was given a kind.
    MeaningUnclear { list: String },
    /// A name that cannot be an id.
    Renamed {
        sheet: &'static str,
        row: u32,
        /// The name.
        from: String,
        /// The id.
        to: String,
    },
    /// A limit that the workbook does not state.
    Assumed {
        question: QuestionId,
        /// The key in our files.
        key: &'static str,
        /// What was taken.
        value: String,
        /// True where the constraint may state it and was not understood.
        unread: bool,
    },
}

/// Why a questionnaire cannot become a workbook.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum WorkbookError {
    /// A text or a condition that no cell holds.
    TooLong {
        /// The name of the row, or of its list.
        name: String,
        column: String,
        /// Its length in characters.
        characters: usize,
        /// The most of them in a cell.
        limit: usize,
    },
    /// What the writer of workbooks says.
    Unwritable { message: String },
}

impl From<rust_xlsxwriter::XlsxError> for WorkbookError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        Self::Unwritable {
            message: error.to_string(),
        }
    }
}

/// Why a workbook cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum ImportError {
    /// A file larger than any form.
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The most read.
        limit: usize,
    },
    /// No .xlsx file.
    NotAWorkbook {
        /// What the reader says.
        message: String,
    },
    /// A file that unpacks to far more than a form.
    Bomb,
    /// A sheet with far too many cells.
    SheetTooLarge {
        sheet: String,
        /// The last row read.
        rows: u32,
        /// The last column read.
        columns: u32,
    },
    /// No survey sheet, or none with the columns that matter.
    NoSurvey,
    /// A choices sheet without its headings.
    NoChoiceHeadings,
    /// Questions whose choices are nowhere.
    NoLists {
        /// The rows of the survey sheet, and their lists.
        missing: Vec<(u32, String)>,
    },
    /// Label columns of languages nobody can tell.
    UnknownLanguage { columns: Vec<String> },
}

/// The questionnaire as an XLSForm workbook.
pub fn export(questionnaire: &Questionnaire) -> Result<Exported, WorkbookError> {
    let (sheets, notes) = export::sheets(questionnaire);
    let workbook = sheet::write(&sheets)?;
    Ok(Exported { workbook, notes })
}

/// The questionnaire of an XLSForm workbook.
pub fn import(workbook: &[u8]) -> Result<Imported, ImportError> {
    import::questionnaire(&workbook::read(workbook)?)
}

/// The rows of the first sheet of any workbook, by the guards of [`import`]; each with its number.
pub fn first_sheet(workbook: &[u8]) -> Result<Vec<(u64, Vec<String>)>, ImportError> {
    workbook::read_first(workbook)
}

/// A sheet of a workbook as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSheet {
    /// What the sheet is called.
    pub name: String,
    /// The rows that have something, each with its number (counted from 1) and its cells.
    pub rows: Vec<(u64, Vec<String>)>,
}

/// Every sheet of any workbook within these bounds, as a table.
pub fn tables(workbook: &[u8], bounds: Bounds) -> Result<Vec<TableSheet>, ImportError> {
    workbook::read_tables(workbook, bounds)
}

#[cfg(test)]
mod tests;
