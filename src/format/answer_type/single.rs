//! One of the question's own choices, as it is written.

use questionnaire::{AnswerType, ChoiceOrder, OnScale, Part, Question, QuestionId, Single};

use super::{ORDERS, Written, take_looks};
use crate::check::{Inspection, MayHave};
use crate::read::QuestionnaireReader;
use crate::source::Entry;
use crate::write::Block;
use crate::xlsform::export::Writer;
use crate::xlsform::import::Reader;
use crate::xlsform::ledger::ReadRow;
use crate::xlsform::lists::Use;
use crate::xlsform::name::Selection;
use crate::xlsform::sheet::Row;

pub(super) fn read(
    reader: &mut QuestionnaireReader<'_, '_>,
    entry: &Entry<'_>,
    part: &Part,
) -> Option<Single> {
    Some(Single {
        choices: reader.choices(entry, "choices", part)?,
        order: reader.toml.word(entry, "order", ORDERS).unwrap_or_default(),
    })
}

impl Written for Single {
    fn limits(&self, _: &mut Block<'_>) {}

    fn choices(&self, block: &mut Block<'_>) {
        block.order(self.order, ChoiceOrder::Fixed);
        block.choices("choices", &self.choices);
    }

    fn inspect(&self, part: &Part, inspection: &mut Inspection<'_>) {
        let own = MayHave {
            least: 2,
            exclusive: false,
            other: true,
        };
        inspection.list(part, &self.choices, own);
    }

    fn to_row(&self, question: &Question, row: &mut Row, form: &mut Writer<'_>) {
        let list = form.list(question, &self.choices);
        row.set("type", format!("select_one {list}"));
        row.order(self.order, ChoiceOrder::Fixed);
    }
}

/// One of a list, which may be a scale that several questions share.
pub(super) fn from_row(
    row: &ReadRow,
    id: &QuestionId,
    selection: Selection<'_>,
    form: &mut Reader<'_>,
) -> AnswerType {
    take_looks(row);
    let list = selection.list;
    let used = if selection.or_other {
        Use::Own(form.lists.choices(list))
    } else {
        form.lists.use_of(list)
    };
    match used {
        Use::Scale { scale, extra } => {
            let usual = if form.lists.rates(list) {
                ChoiceOrder::Reverse
            } else {
                ChoiceOrder::Fixed
            };
            AnswerType::Scale(OnScale {
                scale,
                extra,
                order: form.order(row, id, usual),
            })
        }
        Use::Own(mut choices) => {
            if selection.or_other {
                form.add_other(row, &mut choices);
            }
            let order = form.order(row, id, ChoiceOrder::default());
            AnswerType::Single(Single { choices, order })
        }
    }
}
