//! What became of cases, and what is wrong with the list of a field team.

use super::xlsform::import_error;
use super::{names, written};
use crate::{Locale, text};
use fieldwork::attempt::{AttemptFault, ContactMode};
use fieldwork::attempt_list::{CellFault, CellProblem, Column, ListError, ListWords};
use fieldwork::disposition::{Disposition, RefusedAttempt};
use format::table::UnreadableTable;

/// A disposition in words.
pub fn disposition(locale: Locale, disposition: Disposition) -> String {
    locale.t(match disposition {
        Disposition::Refusal => text::WORDS_DISPOSITION_REFUSAL,
        Disposition::BreakOff => text::WORDS_DISPOSITION_BREAK_OFF,
        Disposition::NonContact => text::WORDS_DISPOSITION_NON_CONTACT,
        Disposition::NobodyHome => text::WORDS_DISPOSITION_NOBODY_HOME,
        Disposition::RespondentAway => text::WORDS_DISPOSITION_AWAY,
        Disposition::Dead => text::WORDS_DISPOSITION_DEAD,
        Disposition::Unable => text::WORDS_DISPOSITION_UNABLE,
        Disposition::Language => text::WORDS_DISPOSITION_LANGUAGE,
        Disposition::NotAttempted => text::WORDS_DISPOSITION_NOT_ATTEMPTED,
        Disposition::NoAccess => text::WORDS_DISPOSITION_NO_ACCESS,
        Disposition::AddressNotFound => text::WORDS_DISPOSITION_ADDRESS_NOT_FOUND,
        Disposition::NoScreener => text::WORDS_DISPOSITION_NO_SCREENER,
        Disposition::OtherUnknown => text::WORDS_DISPOSITION_OTHER_UNKNOWN,
        Disposition::OutOfSample => text::WORDS_DISPOSITION_OUT_OF_SAMPLE,
        Disposition::NotHousing => text::WORDS_DISPOSITION_NOT_HOUSING,
        Disposition::Vacant => text::WORDS_DISPOSITION_VACANT,
        Disposition::NoEligiblePerson => text::WORDS_DISPOSITION_NO_ELIGIBLE,
    })
}

/// How somebody tried to reach a household.
pub fn contact_mode(locale: Locale, mode: ContactMode) -> String {
    locale.t(match mode {
        ContactMode::Letter => text::WORDS_MODE_LETTER,
        ContactMode::Visit => text::WORDS_MODE_VISIT,
        ContactMode::Telephone => text::WORDS_MODE_TELEPHONE,
    })
}

/// A column of the list, by its name.
fn column(locale: Locale, column: Column) -> String {
    locale.t(match column {
        Column::Case => text::WORDS_LIST_CASE,
        Column::Day => text::WORDS_LIST_DAY,
        Column::Mode => text::WORDS_LIST_MODE,
        Column::Result => text::WORDS_LIST_RESULT,
    })
}

/// Headings and words of the list that a field team takes along.
#[derive(Debug)]
pub struct FieldListWords {
    headings: [String; 9],
    done: String,
}

impl FieldListWords {
    /// In this language.
    pub fn new(locale: Locale) -> Self {
        let headings = [
            text::WORDS_LIST_CASE,
            text::WORDS_LIST_PSU,
            text::WORDS_LIST_PSU_NAME,
            text::WORDS_LIST_HOUSEHOLD,
            text::WORDS_LIST_ADDRESS,
            text::WORDS_LIST_STATE,
            text::WORDS_LIST_DAY,
            text::WORDS_LIST_MODE,
            text::WORDS_LIST_RESULT,
        ];
        Self {
            headings: headings.map(|heading| locale.t(heading)),
            done: locale.t(text::WORDS_LIST_DONE),
        }
    }

    /// As the list asks for them.
    pub fn words(&self) -> ListWords<'_> {
        ListWords {
            headings: self.headings.each_ref().map(String::as_str),
            done: &self.done,
        }
    }
}

/// Why a file has no rows, and what to do.
pub fn list_error(locale: Locale, error: &ListError) -> String {
    match error {
        ListError::Unreadable(UnreadableTable::TooLarge { bytes, limit }) => {
            locale.t(text::WordsFileTooLarge {
                bytes: *bytes,
                limit: *limit,
            })
        }
        ListError::Unreadable(UnreadableTable::NotATable) => {
            locale.t(text::WORDS_TABLE_NOT_A_TABLE)
        }
        ListError::Unreadable(UnreadableTable::Workbook(error)) => import_error(locale, error),
        ListError::NoColumns(columns) => locale.t(text::WordsListNoColumns {
            columns: names(locale, columns.iter().map(|it| column(locale, *it))),
        }),
    }
}

/// What is wrong with a cell, where, and what to do.
pub fn cell_fault(locale: Locale, fault: &CellFault) -> String {
    locale.t(text::WordsListCell {
        row: fault.row,
        column: column(locale, fault.column),
        cell: written(&fault.cell),
        fault: match &fault.fault {
            CellProblem::Number => locale.t(text::WORDS_LIST_NOT_A_NUMBER),
            CellProblem::Day => locale.t(text::WORDS_LIST_NOT_A_DAY),
            CellProblem::Mode => locale.t(text::WORDS_LIST_NOT_A_MODE),
            CellProblem::Result => locale.t(text::WORDS_LIST_NOT_A_RESULT),
            CellProblem::Twice { row } => locale.t(text::WordsListTwice { row: *row }),
            CellProblem::Attempt(fault) => attempt_fault(locale, *fault),
        },
    })
}

/// Why an attempt cannot be recorded, and what to do.
pub fn attempt_fault(locale: Locale, fault: AttemptFault) -> String {
    let called = |it| format!("{it} {}", disposition(locale, it));
    match fault {
        AttemptFault::UnknownCase => locale.t(text::WORDS_ATTEMPT_UNKNOWN_CASE),
        AttemptFault::Opened => locale.t(text::WORDS_ATTEMPT_OPENED),
        AttemptFault::Day(_) => locale.t(text::WORDS_ATTEMPT_DAY),
        AttemptFault::Refused(RefusedAttempt::Returned) => locale.t(text::WORDS_ATTEMPT_RETURNED),
        AttemptFault::Refused(RefusedAttempt::NoAttempt) => locale.t(text::WORDS_ATTEMPT_NONE),
        AttemptFault::Refused(RefusedAttempt::NotEligible(known)) => {
            locale.t(text::WordsAttemptNotEligible {
                known: called(known),
            })
        }
        AttemptFault::Refused(RefusedAttempt::Reached(known)) => {
            locale.t(text::WordsAttemptReached {
                known: called(known),
            })
        }
    }
}
