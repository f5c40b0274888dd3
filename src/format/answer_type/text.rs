//! A text, as it is written.

use questionnaire::{AnswerType, LongText, Part, Question, QuestionId, ShortText};

use super::Written;
use crate::check::Inspection;
use crate::read::QuestionnaireReader;
use crate::source::Entry;
use crate::write::Block;
use crate::xlsform::export::Writer;
use crate::xlsform::import::Reader;
use crate::xlsform::sheet::Row;

/// What a form calls it.
pub(super) const CALLED: &str = "text";

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

pub(super) fn from_row(row: &Row, id: &QuestionId, form: &mut Reader<'_>) -> AnswerType {
    let constraint = row.get("constraint");
    let stated = constraint
        .strip_prefix("string-length(.) <= ")
        .and_then(|length| length.trim().parse::<u16>().ok())
        .filter(|length| (1..=LONGEST).contains(length));
    if stated.is_none() && !constraint.is_empty() {
        form.not_understood(row.number, id.as_str(), "constraint", constraint);
    }
    let length = form.assume(id, "max_length", stated.map(i64::from), i64::from(USUAL));
    let max_length = u16::try_from(length).unwrap_or(USUAL);
    if row.get("appearance").contains(SEVERAL_LINES) {
        AnswerType::LongText(LongText { max_length })
    } else {
        AnswerType::ShortText(ShortText { max_length })
    }
}
