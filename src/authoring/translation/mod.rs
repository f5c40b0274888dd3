//! The texts of a questionnaire side by side, for a translator: on a page, as CSV, as XLSX.
//!
//! # Design
//!
//! The first language of a questionnaire is the original. A translation is missing where there
//! are no words, and stale where the original changed since the version it is compared with
//! while the translation did not, unless somebody found it right all the same. A file has the columns `key`, one per language, and `state`;
//! what comes back is read by the heading, so that columns may be moved or left out. CSV and
//! XLSX differ only in how rows become bytes. The column of the original is there to be read:
//! a translation made from another original than the present one is refused, and the original
//! itself is never changed by a file.

mod confirmed;
mod csv_file;
mod side_by_side;
mod table;
mod workbook;

use crate::editing::Edit;
use questionnaire::Questionnaire;

pub use confirmed::{Confirmation, Earlier};
pub use csv_file::{from_csv, to_csv};
pub use side_by_side::{Translation, TranslationState, translations};
pub use table::{LARGEST_TABLE, TableError};
pub use workbook::{from_xlsx, to_xlsx};

/// The edits that bring what an uploaded file says into the questionnaire, be it CSV or XLSX.
pub fn from_file(
    questionnaire: &Questionnaire,
    content: &[u8],
) -> Result<Vec<Edit>, Vec<TableError>> {
    const ZIP: &[u8] = b"PK\x03\x04";
    if content.starts_with(ZIP) {
        from_xlsx(questionnaire, content)
    } else {
        from_csv(questionnaire, content)
    }
}

#[cfg(test)]
mod tests;
