//! A unit of the frame's first level, as it is written.

use questionnaire::{District, Part, Question, Sort};

use super::{TYPE, Written, take_looks};
use crate::check::{Inspection, MayHave};
use crate::read::QuestionnaireReader;
use crate::source::Entry;
use crate::write::Block;
use crate::xlsform::export::Writer;
use crate::xlsform::import::Reader;
use crate::xlsform::ledger::ReadRow;
use crate::xlsform::sheet::Row;

pub(super) fn read(
    reader: &mut QuestionnaireReader<'_, '_>,
    entry: &Entry<'_>,
    part: &Part,
) -> Option<District> {
    let choices = reader.choices(entry, "choices", part)?;
    Some(District { choices })
}

impl Written for District {
    fn limits(&self, _: &mut Block<'_>) {}

    fn choices(&self, block: &mut Block<'_>) {
        block.choices("choices", &self.choices);
    }

    fn inspect(&self, part: &Part, inspection: &mut Inspection<'_>) {
        let own = MayHave {
            least: 1,
            exclusive: false,
            other: false,
        };
        inspection.list(part, &self.choices, own);
    }

    fn to_row(&self, question: &Question, row: &mut Row, form: &mut Writer<'_>) {
        let list = form.list(question, &self.choices);
        row.set("type", format!("select_one {list}"));
        row.set("appearance", "minimal");
        row.set(TYPE, Sort::District.word());
    }
}

pub(super) fn from_row(row: &ReadRow, list: &str, form: &Reader<'_>) -> District {
    row.take(TYPE);
    take_looks(row);
    let choices = form.lists.choices(list);
    District { choices }
}
