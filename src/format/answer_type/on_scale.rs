//! One choice of a shared scale, as it is written.

use questionnaire::{ChoiceOrder, OnScale, Part, Question, ScaleId};

use super::{ORDERS, Written};
use crate::check::{Inspection, MayHave};
use crate::read::QuestionnaireReader;
use crate::source::Entry;
use crate::write::Block;
use crate::xlsform::export::Writer;
use crate::xlsform::sheet::Row;

pub(super) fn read(
    reader: &mut QuestionnaireReader<'_, '_>,
    entry: &Entry<'_>,
    part: &Part,
) -> Option<OnScale> {
    let scale = reader.toml.string(entry, "scale");
    let scale = reader.toml.require(entry, "scale", scale);
    let extra = if entry.has("extra") {
        reader.choices(entry, "extra", part).unwrap_or_default()
    } else {
        Vec::new()
    };
    let order = reader.toml.word(entry, "order", ORDERS);
    Some(OnScale {
        scale: ScaleId::new(scale?),
        extra,
        order: order.unwrap_or(ChoiceOrder::Reverse),
    })
}

impl Written for OnScale {
    fn limits(&self, block: &mut Block<'_>) {
        block.quoted("scale", self.scale.as_str());
        if !self.extra.is_empty() {
            block.choices("extra", &self.extra);
        }
    }

    fn choices(&self, block: &mut Block<'_>) {
        block.order(self.order, ChoiceOrder::Reverse);
    }

    fn inspect(&self, part: &Part, inspection: &mut Inspection<'_>) {
        let own = MayHave {
            least: 0,
            exclusive: false,
            other: false,
        };
        inspection.list(part, &self.extra, own);
        inspection.beside_scale(part, &self.scale, &self.extra);
    }

    fn to_row(&self, question: &Question, row: &mut Row, form: &mut Writer<'_>) {
        let list = if self.extra.is_empty() {
            self.scale.to_string()
        } else {
            form.list_beside(question, &self.scale, &self.extra)
        };
        row.set("type", format!("select_one {list}"));
        row.order(self.order, ChoiceOrder::Reverse);
    }
}
