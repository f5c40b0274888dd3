//! What the studio says about a questionnaire: one file per family of values, each said from the catalogue.
//!
//! # Design
//!
//! The command line prints what `Display` says, in English; a page says the same here, in the language of its
//! reader. The messages stand in `zh-words.ftl` and `en-words.ftl`.

mod advice;
mod condition_fault;
mod difference;
mod edit_error;
mod name;
mod part;
mod path_fault;
mod phrase;
mod problem;
mod source_problem;
mod table_error;
mod xlsform;

pub(crate) use advice::advice;
pub(crate) use difference::{broken_series, difference};
pub(crate) use edit_error::edit_error;
pub(crate) use part::{part, text_key};
pub(crate) use path_fault::path_fault;
pub(crate) use phrase::phrase;
pub(crate) use problem::problem;
pub(crate) use table_error::table_error;
pub(crate) use xlsform::{import_error, note};

use crate::interface::Interface;
use messages::text;

/// A value that stands in a sentence as it is written: an id, a code, a number that is no count.
fn written(value: &(impl ToString + ?Sized)) -> String {
    value.to_string()
}

/// Several names in a row.
fn names(interface: &Interface, names: impl IntoIterator<Item = String>) -> String {
    let names: Vec<String> = names.into_iter().collect();
    names.join(&interface.locale.t(text::NAME_SEPARATOR))
}

#[cfg(test)]
mod tests;
