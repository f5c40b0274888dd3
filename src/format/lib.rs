//! How a questionnaire is written: the TOML reader that plans and samples use too, findings with
//! their lines, checks, writing, and XLSForm workbooks.
//!
//! [`read()`] makes a questionnaire from a TOML file and reports everything that is wrong with it,
//! within a [`Budget`]; [`parse`] only makes it;
//! [`check()`] holds a questionnaire against what the respondent will be asked; [`write()`] makes the
//! text of a file again; [`xlsform`] brings one from a workbook and into one; [`table`] reads any other table.

#[cfg(test)]
extern crate self as format;

mod answer_type;
mod check;
mod finding;
mod problem;
mod read;
#[cfg(test)]
mod sample;
pub mod source;
pub mod table;
mod write;
pub mod xlsform;

pub use check::{
    Budget, Checker, Compared, STEPS_OF_A_READING, check, combinations, well_formed,
    well_formed_series,
};
pub use finding::{Finding, Positions, sort_findings};
pub use problem::Problem;
pub use read::{Reading, is_language, is_question_key, parse, read, read_within};
pub use write::{
    editorial_block, question_block, scale_block, section_block, swaps, test_block, write,
};
