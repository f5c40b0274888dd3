//! A number, as it is written.

use questionnaire::{Number, Part, Question, Text};

use super::Written;
use crate::check::Inspection;
use crate::problem::Problem;
use crate::read::Sheet;
use crate::source::Entry;
use crate::write::Block;
use crate::xlsform::export::Writer;
use crate::xlsform::import::Reader;
use crate::xlsform::sheet::Row;

/// What a form calls it.
pub(super) const CALLED: &[&str] = &["integer", "int"];

/// The greatest number taken where a workbook states none.
const USUAL_MAX: i64 = 999_999;

pub(super) fn read(sheet: &mut Sheet<'_, '_>, entry: &Entry<'_>) -> Option<Number> {
    let min = sheet.reader.integer(entry, "min");
    let min = sheet.reader.require(entry, "min", min);
    let max = sheet.reader.integer(entry, "max");
    let max = sheet.reader.require(entry, "max", max);
    let unit = sheet.text(entry, "unit").unwrap_or_default();
    Some(Number {
        min: min?,
        max: max?,
        unit,
    })
}

impl Written for Number {
    fn limits(&self, block: &mut Block<'_>) {
        block.line("min", &self.min.to_string());
        block.line("max", &self.max.to_string());
        block.text("unit", &self.unit);
    }

    fn choices(&self, _: &mut Block<'_>) {}

    fn inspect(&self, part: &Part, inspection: &mut Inspection<'_>) {
        inspection.present(part, "unit", &self.unit);
        let (min, max) = (self.min, self.max);
        if min > max {
            inspection.report(part, "min", Problem::EmptyRange { min, max });
        }
    }

    fn to_row(&self, question: &Question, row: &mut Row, form: &mut Writer<'_>) {
        let (min, max) = (self.min, self.max);
        row.set("type", CALLED[0]);
        row.set("constraint", format!(". >= {min} and . <= {max}"));
        if !self.unit.is_empty() {
            form.missing(Part::Question(question.id.clone()), "unit");
        }
    }
}

pub(super) fn of_row(row: &Row, id: &str, form: &mut Reader<'_>) -> Number {
    let constraint = row.get("constraint");
    let (min, max) = bounds(constraint);
    if min.is_none() && max.is_none() && !constraint.is_empty() {
        form.not_understood(row.number, id, "constraint", constraint);
    }
    Number {
        min: form.assume(id, "min", min, 0),
        max: form.assume(id, "max", max, USUAL_MAX),
        unit: Text::default(),
    }
}

/// The least and the greatest number of a constraint such as `. >= 0 and . <= 30`.
fn bounds(constraint: &str) -> (Option<i64>, Option<i64>) {
    let (mut min, mut max) = (None, None);
    for part in constraint.split(" and ") {
        let part: String = part.chars().filter(|c| !c.is_whitespace()).collect();
        let number = |prefix: &str| part.strip_prefix(prefix)?.parse::<i64>().ok();
        min = min
            .or(number(".>="))
            .or(number(".>").map(|number| number + 1));
        max = max
            .or(number(".<="))
            .or(number(".<").map(|number| number - 1));
    }
    (min, max)
}
