//! Any number of the question's own choices, as it is written.

use questionnaire::{Choice, ChoiceOrder, Multiple, Part, Question};

use super::{ORDERS, Written};
use crate::check::{Inspection, MayHave};
use crate::read::Sheet;
use crate::source::Entry;
use crate::write::Block;
use crate::xlsform::export::Writer;
use crate::xlsform::import::Reader;
use crate::xlsform::sheet::Row;

pub(super) fn read(sheet: &mut Sheet<'_, '_>, entry: &Entry<'_>, part: &Part) -> Option<Multiple> {
    Some(Multiple {
        choices: sheet.choices(entry, "choices", part)?,
        order: sheet
            .reader
            .word(entry, "order", ORDERS)
            .unwrap_or_default(),
    })
}

impl Written for Multiple {
    fn limits(&self, _: &mut Block<'_>) {}

    fn choices(&self, block: &mut Block<'_>) {
        block.order(self.order, ChoiceOrder::Fixed);
        block.choices("choices", &self.choices);
    }

    fn inspect(&self, part: &Part, inspection: &mut Inspection<'_>) {
        let own = MayHave {
            least: 2,
            exclusive: true,
            other: true,
        };
        inspection.list(part, &self.choices, own);
    }

    fn to_row(&self, question: &Question, row: &mut Row, form: &mut Writer<'_>) {
        let list = form.list(question, &self.choices);
        row.set("type", format!("select_multiple {list}"));
        row.set("constraint", alone(&self.choices));
        row.order(self.order, ChoiceOrder::Fixed);
    }
}

pub(super) fn of_row(row: &Row, id: &str, list: &str, form: &mut Reader<'_>) -> Multiple {
    let mut choices = form.lists.choices(list);
    read_alone(row, id, list, form, &mut choices);
    form.add_other(row.get("type").ends_with("or_other"), &mut choices);
    let order = row.stated_order().unwrap_or_default();
    Multiple { choices, order }
}

/// The constraint by which exclusive choices stand alone.
fn alone(choices: &[Choice]) -> String {
    let exclusive: Vec<String> = choices
        .iter()
        .filter(|choice| choice.exclusive)
        .map(|choice| format!("selected(., '{}')", choice.code))
        .collect();
    if exclusive.is_empty() {
        return String::new();
    }
    format!("not({}) or count-selected(.) = 1", exclusive.join(" or "))
}

/// Reads which choices stand alone from the constraint that says so.
fn read_alone(row: &Row, id: &str, list: &str, form: &mut Reader<'_>, choices: &mut [Choice]) {
    let constraint = row.get("constraint");
    let named = constraint
        .strip_prefix("not(")
        .and_then(|rest| rest.strip_suffix(") or count-selected(.) = 1"));
    let Some(named) = named else {
        if !constraint.is_empty() {
            form.not_understood(row.number, id, "constraint", constraint);
        }
        return;
    };
    for name in named
        .split(" or ")
        .filter_map(|part| part.split('\'').nth(1))
    {
        let code = form.lists.code(list, name);
        let mut choices = choices.iter_mut();
        if let Some(choice) = choices.find(|choice| Some(choice.code) == code) {
            choice.exclusive = true;
        }
    }
}
