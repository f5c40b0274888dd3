//! XLSForm (.xlsx), in and out.
//!
//! # Design
//!
//! What both formats know is translated: ids, texts in all languages, choices, conditions,
//! limits, sections as groups. Scales are shared choice lists. `kind`, `score`, `apart` and
//! `scale` stand in further columns of the choices sheet, and `minyi_type`, `minyi_order` and
//! `minyi_series` in further columns of the survey sheet, open to everyone; other tools ignore
//! them. What XLSForm has no place for (arms, rotation, tests, an interview that ends) is named
//! in the report and not smuggled through. A workbook is measured before it is parsed.

pub(crate) mod export;
mod guard;
pub(crate) mod import;
mod language;
pub(crate) mod lists;
pub(crate) mod sheet;
pub(crate) mod xpath;

use questionnaire::{Part, QuestionId, Questionnaire};

pub use guard::LARGEST_WORKBOOK;

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
    /// The end of an interview: XLSForm shows the text and goes on.
    EndGoesOn { question: QuestionId },
    /// A row of a type that is not read.
    RowIgnored {
        /// The row of the survey sheet.
        row: u32,
        /// Its type.
        what: String,
    },
    /// A condition or constraint that is not understood.
    NotUnderstood {
        row: u32,
        /// The question, or the section.
        question: String,
        column: &'static str,
        /// What stands there, at most 200 characters of it.
        xpath: String,
    },
    /// Choices whose names are no codes.
    Numbered {
        list: String,
        /// How many.
        codes: usize,
    },
    /// Choices whose words alone say what they mean.
    MeaningTold { list: String },
    /// A name that cannot be an id.
    Renamed {
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
    },
}

/// Why a questionnaire cannot become a workbook.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be written: {0}")]
pub struct ExportError(#[from] rust_xlsxwriter::XlsxError);

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
    /// A question whose choices are nowhere.
    NoList {
        /// The row of the survey sheet.
        row: u32,
        list: String,
    },
    /// A label column of a language nobody can tell.
    UnknownLanguage { column: String },
}

/// Whether several can be chosen, and the list, of a selecting type.
pub(crate) fn selection(sort: &str) -> Option<(bool, &str)> {
    let mut words = sort.split_whitespace();
    let multiple = match words.next()? {
        "select_one" => false,
        "select_multiple" => true,
        _ => return None,
    };
    words.next().map(|list| (multiple, list))
}

/// The questionnaire as an XLSForm workbook.
pub fn export(questionnaire: &Questionnaire) -> Result<Exported, ExportError> {
    let (sheets, notes) = export::sheets(questionnaire);
    let workbook = sheet::write(&sheets)?;
    Ok(Exported { workbook, notes })
}

/// The questionnaire of an XLSForm workbook.
pub fn import(workbook: &[u8]) -> Result<Imported, ImportError> {
    import::questionnaire(&sheet::read(workbook)?)
}

/// The rows of the first sheet of any workbook, by the guards of [`import`]; each with its number.
pub fn first_sheet(workbook: &[u8]) -> Result<Vec<(u64, Vec<String>)>, ImportError> {
    sheet::read_first(workbook)
}

#[cfg(test)]
mod tests;
