//! A number, as it is written.

use questionnaire::{LARGEST_DECIMAL, MOST_DECIMALS, Number, Part, Question, QuestionId, Text};

use super::{Written, beside};
use crate::check::Inspection;
use crate::problem::Problem;
use crate::read::QuestionnaireReader;
use crate::source::Entry;
use crate::write::Block;
use crate::xlsform::export::Writer;
use crate::xlsform::import::Reader;
use crate::xlsform::sheet::Row;

/// What a form calls whole numbers, and those with decimals.
const WHOLE: &str = "integer";
const DECIMAL: &str = "decimal";

/// What a form may call it.
pub(super) const CALLED: &[&str] = &[WHOLE, "int", DECIMAL];

/// The decimal places taken where a workbook states none.
const USUAL_DECIMALS: i64 = 2;

/// The greatest number taken where a workbook states none.
const USUAL_MAX: i64 = 999_999;

pub(super) fn read(
    reader: &mut QuestionnaireReader<'_, '_>,
    entry: &Entry<'_>,
    part: &Part,
) -> Option<Number> {
    let extra = beside::read(reader, entry, part);
    let min = reader.toml.integer(entry, "min");
    let min = reader.toml.require(entry, "min", min);
    let max = reader.toml.integer(entry, "max");
    let max = reader.toml.require(entry, "max", max);
    let unit = reader.text(entry, "unit").unwrap_or_default();
    let most = i64::from(MOST_DECIMALS);
    let decimals = reader.toml.integer_within(entry, "decimals", 0, most);
    let decimals = decimals.and_then(|it| u8::try_from(it).ok()).unwrap_or(0);
    Some(Number {
        min: min?,
        max: max?,
        unit,
        decimals,
        extra,
    })
}

impl Written for Number {
    fn limits(&self, block: &mut Block<'_>) {
        block.line("min", &self.min.to_string());
        block.line("max", &self.max.to_string());
        if self.decimals > 0 {
            block.line("decimals", &self.decimals.to_string());
        }
        block.text("unit", &self.unit);
        beside::write(&self.extra, block);
    }

    fn choices(&self, _: &mut Block<'_>) {}

    fn inspect(&self, part: &Part, inspection: &mut Inspection<'_>) {
        inspection.present(part, "unit", &self.unit);
        beside::inspect(&self.extra, part, inspection);
        let (min, max) = (self.min, self.max);
        if min > max {
            inspection.report(part, "min", Problem::EmptyRange { min, max });
        }
        let exact = -LARGEST_DECIMAL..=LARGEST_DECIMAL;
        for (key, bound) in [("min", min), ("max", max)] {
            if self.decimals > 0 && !exact.contains(&bound) {
                let problem = Problem::TooLargeForDecimals { bound };
                inspection.report(part, key, problem);
            }
        }
    }

    fn to_row(&self, question: &Question, row: &mut Row, form: &mut Writer<'_>) {
        let (min, max) = (self.min, self.max);
        row.set("type", if self.decimals > 0 { DECIMAL } else { WHOLE });
        let places = match self.decimals {
            0 => String::new(),
            decimals => format!(" and . = round(., {decimals})"),
        };
        row.set("constraint", format!(". >= {min} and . <= {max}{places}"));
        if !self.unit.is_empty() {
            form.missing(Part::Question(question.id.clone()), "unit");
        }
        beside::to_row(&self.extra, question, form);
    }
}

pub(super) fn from_row(row: &Row, id: &QuestionId, form: &mut Reader<'_>) -> Number {
    let constraint = row.get("constraint");
    let (min, max) = bounds(constraint);
    if min.is_none() && max.is_none() && !constraint.is_empty() {
        form.not_understood(row.number, id.as_str(), "constraint", constraint);
    }
    let decimals = if row.get("type") == DECIMAL {
        let stated = places(constraint);
        let decimals = form.assume(id, "decimals", stated, USUAL_DECIMALS);
        u8::try_from(decimals).unwrap_or(MOST_DECIMALS)
    } else {
        0
    };
    Number {
        decimals,
        extra: Vec::new(),
        min: form.assume(id, "min", min, 0),
        max: form.assume(id, "max", max, USUAL_MAX),
        unit: Text::default(),
    }
}

/// The decimal places of a constraint such as `. = round(., 1)`.
fn places(constraint: &str) -> Option<i64> {
    let plain: String = constraint.chars().filter(|c| !c.is_whitespace()).collect();
    let (_, rest) = plain.split_once(".=round(.,")?;
    let places = rest.split(')').next()?.parse().ok()?;
    (1..=i64::from(MOST_DECIMALS))
        .contains(&places)
        .then_some(places)
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
