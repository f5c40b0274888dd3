//! What is said about a questionnaire, the files of a survey and what staff type: one file per family of values, each said from the
//! catalogue in the language of its reader.

mod advice;
mod attempt_list;
mod condition;
mod condition_fault;
mod difference;
mod draw_error;
mod edit_error;
mod frame_problem;
mod household_list;
mod listing;
mod margin;
mod name;
mod part;
mod password_fault;
mod pasted_list;
mod path_fault;
mod plan_problem;
mod problem;
mod register_value;
mod source_problem;
mod table_error;
mod xlsform;

pub use advice::advice;
pub use attempt_list::{
    FieldListWords, attempt_fault, cell_fault, contact_mode, disposition, list_error,
};
pub use condition::{Reader, phrase};
pub use difference::{broken_series, change, difference};
pub use draw_error::draw_error;
pub use edit_error::edit_error;
pub use frame_problem::frame_problem;
pub use household_list::{household_column, household_fault, household_remark};
pub use listing::{listing_column, listing_concern, listing_fault, listing_remark};
pub use margin::{margin_fault, totals_fault};
pub use part::{choice_counts_as, part, text_key};
pub use password_fault::password_fault;
pub use pasted_list::left_out;
pub use path_fault::path_fault;
pub use plan_problem::plan_problem;
pub use problem::{layout_error, problem};
pub use register_value::{
    register_cell_fault, register_column, register_fault, register_table_fault,
};
pub use table_error::table_error;
pub use xlsform::{export_error, import_error, note};

use crate::{Locale, text};

/// A value that stands in a sentence as it is written: an id, a code, a number that is no count.
fn written(value: &(impl ToString + ?Sized)) -> String {
    value.to_string()
}

/// Several names in a row.
fn names(locale: Locale, names: impl IntoIterator<Item = String>) -> String {
    let names: Vec<String> = names.into_iter().collect();
    names.join(&locale.t(text::NAME_SEPARATOR))
}

#[cfg(test)]
mod tests;
