//! How the types of answers are written, one file each: in a questionnaire's file, and in a workbook.
//!
//! A type implements [`Written`] and has a function `read` that makes it of its keys; a type that a workbook can hold
//! has a function `from_row` besides. No `match` over the type has a wildcard here, so the compiler names what a new
//! type lacks.
#![deny(clippy::wildcard_enum_match_arm)]

mod beside;
mod date;
mod district;
mod multiple;
mod number;
mod on_scale;
mod single;
mod text;

use questionnaire::{AnswerType, ChoiceOrder, Part, Question, QuestionId, Sort};

use crate::check::Inspection;
use crate::read::QuestionnaireReader;
use crate::source::Entry;
use crate::write::Block;
use crate::xlsform::export::Writer;
use crate::xlsform::import::Reader;
use crate::xlsform::ledger::ReadRow;
use crate::xlsform::name::QuestionType;
use crate::xlsform::sheet::Row;

/// Orders of choices by their words in files.
const ORDERS: &[(&str, ChoiceOrder)] = &[
    ("fixed", ChoiceOrder::Fixed),
    ("reverse", ChoiceOrder::Reverse),
    ("rotate", ChoiceOrder::Rotate),
];

/// What a type does where it is written and checked.
trait Written {
    /// Writes what stands before the conditions: limits, and what the answer is measured on.
    fn limits(&self, block: &mut Block<'_>);
    /// Writes what stands at the end: the order and the choices.
    fn choices(&self, block: &mut Block<'_>);
    /// Reports what is wrong with it, whatever stands around it.
    fn inspect(&self, part: &Part, inspection: &mut Inspection<'_>);
    /// Fills in the row of a form.
    fn to_row(&self, question: &Question, row: &mut Row, form: &mut Writer<'_>);
}

fn written(answer: &AnswerType) -> &dyn Written {
    match answer {
        AnswerType::Single(single) => single,
        AnswerType::Scale(scale) => scale,
        AnswerType::Multiple(multiple) => multiple,
        AnswerType::Number(number) => number,
        AnswerType::Date(date) => date,
        AnswerType::ShortText(text) => text,
        AnswerType::LongText(text) => text,
        AnswerType::District(district) => district,
    }
}

/// Reads the keys of a type.
pub(crate) fn read(
    reader: &mut QuestionnaireReader<'_, '_>,
    entry: &Entry<'_>,
    sort: Sort,
    part: &Part,
) -> Option<AnswerType> {
    Some(match sort {
        Sort::Single => AnswerType::Single(single::read(reader, entry, part)?),
        Sort::Scale => AnswerType::Scale(on_scale::read(reader, entry, part)?),
        Sort::Multiple => AnswerType::Multiple(multiple::read(reader, entry, part)?),
        Sort::Number => AnswerType::Number(number::read(reader, entry, part)?),
        Sort::Date => AnswerType::Date(date::read(reader, entry, part)?),
        Sort::ShortText => AnswerType::ShortText(text::read_short(reader, entry)?),
        Sort::LongText => AnswerType::LongText(text::read_long(reader, entry)?),
        Sort::District => AnswerType::District(district::read(reader, entry, part)?),
    })
}

/// Writes what stands before the conditions.
pub(crate) fn limits(answer: &AnswerType, block: &mut Block<'_>) {
    written(answer).limits(block);
}

/// Writes what stands at the end.
pub(crate) fn choices(answer: &AnswerType, block: &mut Block<'_>) {
    written(answer).choices(block);
}

/// Reports what is wrong with the type of a question.
pub(crate) fn inspect(answer: &AnswerType, part: &Part, inspection: &mut Inspection<'_>) {
    written(answer).inspect(part, inspection);
}

/// Fills in the row of a form.
pub(crate) fn to_row(question: &Question, row: &mut Row, form: &mut Writer<'_>) {
    written(&question.answer).to_row(question, row, form);
}

/// The type that a row of a form stands for.
pub(crate) fn from_row(
    row: &ReadRow,
    kind: QuestionType<'_>,
    id: &QuestionId,
    form: &mut Reader<'_>,
) -> AnswerType {
    match kind {
        QuestionType::Select(selection) if selection.several => {
            AnswerType::Multiple(multiple::from_row(row, selection, form))
        }
        QuestionType::Select(selection) if row.see(TYPE) == Sort::District.word() => {
            AnswerType::District(district::from_row(row, selection.list, form))
        }
        QuestionType::Select(selection) => single::from_row(row, id, selection, form),
        QuestionType::Date => AnswerType::Date(date::from_row(row, id, form)),
        QuestionType::Whole | QuestionType::Decimal | QuestionType::Range => {
            AnswerType::Number(number::from_row(row, kind, id, form))
        }
        QuestionType::Text => text::from_row(row, id, form),
    }
}

/// The column in which a workbook of ours says what XLSForm has no type for.
const TYPE: &str = "minyi_type";

/// Takes what a form says of the looks of a list of choices, where it says no more than that it is a short one.
fn take_looks(row: &ReadRow) {
    row.read("appearance", |looks| (looks == "minimal").then_some(()));
}

/// The order of choices that a word in a file stands for.
pub(crate) fn order(word: &str) -> Option<ChoiceOrder> {
    let mut known = ORDERS.iter();
    known
        .find(|(known, _)| *known == word)
        .map(|(_, order)| *order)
}
