//! A text, as it is written.

use questionnaire::{AnswerType, LongText, Operator, Part, Question, QuestionId, ShortText};

use super::Written;
use crate::check::Inspection;
use crate::read::QuestionnaireReader;
use crate::source::Entry;
use crate::write::Block;
use crate::xlsform::export::Writer;
use crate::xlsform::import::{Reader, limits_of};
use crate::xlsform::ledger::{ReadRow, Why};
use crate::xlsform::sheet::Row;

/// What a form calls it.
const CALLED: &str = "text";

/// What a form says of a text of several lines.
const SEVERAL_LINES: &str = "multiline";

/// The longest text a respondent may be allowed to write, in characters.
const LONGEST: u16 = 4000;

/// The most characters taken where a workbook states none.
const USUAL: u16 = 200;

pub(super) fn read_short(
    reader: &mut QuestionnaireReader<'_, '_>,
    entry: &Entry<'_>,
) -> Option<ShortText> {
    let max_length = max_length(reader, entry)?;
    Some(ShortText { max_length })
}

pub(super) fn read_long(
    reader: &mut QuestionnaireReader<'_, '_>,
    entry: &Entry<'_>,
) -> Option<LongText> {
    let max_length = max_length(reader, entry)?;
    Some(LongText { max_length })
}

fn max_length(reader: &mut QuestionnaireReader<'_, '_>, entry: &Entry<'_>) -> Option<u16> {
    let most = i64::from(LONGEST);
    let length = (reader.toml).integer_within(entry, "max_length", 1, most);
    let length = reader.toml.require(entry, "max_length", length)?;
    u16::try_from(length).ok()
}

impl Written for ShortText {
    fn limits(&self, block: &mut Block<'_>) {
        block.line("max_length", &self.max_length.to_string());
    }

    fn choices(&self, _: &mut Block<'_>) {}

    fn inspect(&self, _: &Part, _: &mut Inspection<'_>) {}

    fn to_row(&self, _: &Question, row: &mut Row, _: &mut Writer<'_>) {
        fill_in(row, self.max_length);
    }
}

impl Written for LongText {
    fn limits(&self, block: &mut Block<'_>) {
        block.line("max_length", &self.max_length.to_string());
    }

    fn choices(&self, _: &mut Block<'_>) {}

    fn inspect(&self, _: &Part, _: &mut Inspection<'_>) {}

    fn to_row(&self, _: &Question, row: &mut Row, _: &mut Writer<'_>) {
        fill_in(row, self.max_length);
        row.set("appearance", SEVERAL_LINES);
    }
}

fn fill_in(row: &mut Row, max_length: u16) {
    row.set("type", CALLED);
    row.set("constraint", format!("string-length(.) <= {max_length}"));
}

pub(super) fn from_row(row: &ReadRow, id: &QuestionId, form: &mut Reader<'_>) -> AnswerType {
    let limits = limits_of(row, |limits| {
        let lengths = limits.lengths.iter();
        let mut most = lengths.map(|(operator, _)| *operator);
        let others =
            limits.numbers.is_empty() && limits.dates.is_empty() && limits.places.is_none();
        others && most.all(|it| [Operator::Less, Operator::AtMost].contains(&it))
    });
    let most = limits
        .lengths
        .iter()
        .filter_map(|(operator, length)| match operator {
            Operator::AtMost => Some(*length),
            Operator::Less => length.checked_sub(1),
            Operator::Equal | Operator::NotEqual | Operator::Greater | Operator::AtLeast => None,
        });
    let stated = most
        .min()
        .filter(|most| (1..=i64::from(LONGEST)).contains(most));
    if stated.is_none() && !limits.lengths.is_empty() {
        row.leave("constraint", Why::NotUnderstood);
    }
    let length = form.assume(row, id, "max_length", stated, i64::from(USUAL));
    let max_length = u16::try_from(length).unwrap_or(USUAL);
    let lines = row.read("appearance", |looks| (looks == SEVERAL_LINES).then_some(()));
    if lines.is_some() {
        AnswerType::LongText(LongText { max_length })
    } else {
        AnswerType::ShortText(ShortText { max_length })
    }
}
