//! One of the question's own choices, as it is written.

use questionnaire::{AnswerType, ChoiceOrder, OnScale, Part, Question, Single};

use super::{ORDERS, Written};
use crate::check::{Inspection, MayHave};
use crate::read::QuestionnaireReader;
use crate::source::Entry;
use crate::write::Block;
use crate::xlsform::export::Writer;
use crate::xlsform::import::Reader;
use crate::xlsform::lists::Use;
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
pub(super) fn from_row(row: &Row, list: &str, form: &mut Reader<'_>) -> AnswerType {
    let order = row.stated_order();
    let or_other = row.get("type").ends_with("or_other");
    let used = if or_other {
        Use::Own(form.lists.choices(list))
    } else {
        form.lists.use_of(list)
    };
    match used {
        Use::Scale { scale, extra } => {
            let usual = if form.lists.rates(scale.as_str()) {
                ChoiceOrder::Reverse
            } else {
                ChoiceOrder::Fixed
            };
            let order = order.unwrap_or(usual);
            AnswerType::Scale(OnScale {
                scale,
                extra,
                order,
            })
        }
        Use::Own(mut choices) => {
            form.add_other(or_other, &mut choices);
            let order = order.unwrap_or_default();
            AnswerType::Single(Single { choices, order })
        }
    }
}
