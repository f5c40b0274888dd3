//! A number, as it is written.

use questionnaire::{
    Decimal, LARGEST_DECIMAL, MOST_DECIMALS, Number, Operator, Part, Question, QuestionId, Text,
};

use super::{Written, beside};
use crate::check::Inspection;
use crate::problem::Problem;
use crate::read::QuestionnaireReader;
use crate::source::Entry;
use crate::write::Block;
use crate::xlsform::export::Writer;
use crate::xlsform::import::{Reader, limits_of};
use crate::xlsform::ledger::ReadRow;
use crate::xlsform::name::QuestionType;
use crate::xlsform::sheet::Row;

/// What a form calls whole numbers, and those with decimals.
const WHOLE: &str = "integer";
const DECIMAL: &str = "decimal";

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

pub(super) fn from_row(
    row: &ReadRow,
    kind: QuestionType<'_>,
    id: &QuestionId,
    form: &mut Reader<'_>,
) -> Number {
    let range = if kind == QuestionType::Range {
        row.read("parameters", range)
    } else {
        None
    };
    let whole = kind != QuestionType::Decimal && range.is_none_or(|range| range.places == 0);
    let limits = limits_of(row, |limits| {
        let others = limits.dates.is_empty() && limits.lengths.is_empty();
        let places = limits
            .places
            .is_none_or(|it| (1..=i64::from(MOST_DECIMALS)).contains(&it));
        let exact = |limit: &(Operator, Decimal)| {
            is_exact(limit.0, limit.1, whole) && bounds(&[*limit], whole) != (None, None)
        };
        others && places && limits.numbers.iter().all(exact)
    });
    let (mut min, mut max) = bounds(&limits.numbers, whole);
    if let Some(range) = range {
        min = min.max(Some(range.start));
        max = max.into_iter().chain([range.end]).min();
    }
    let decimals = if whole {
        0
    } else {
        let stated = range.map(|range| i64::from(range.places)).or(limits.places);
        let stated = stated.filter(|it| (1..=i64::from(MOST_DECIMALS)).contains(it));
        let decimals = form.assume(row, id, "decimals", stated, USUAL_DECIMALS);
        u8::try_from(decimals).unwrap_or(MOST_DECIMALS)
    };
    Number {
        decimals,
        extra: Vec::new(),
        min: form.assume(row, id, "min", min, 0),
        max: form.assume(row, id, "max", max, USUAL_MAX),
        unit: Text::default(),
    }
}

/// The numbers that a range has: from, to, and in steps of one at this decimal place.
#[derive(Clone, Copy)]
struct Range {
    start: i64,
    end: i64,
    places: u8,
}

/// The range of parameters such as `start=1 end=10 step=1`, which are also what is taken where they are silent. Steps
/// that no number of decimal places makes are not understood.
fn range(parameters: &str) -> Option<Range> {
    let (mut start, mut end, mut step) = (1, 10, Decimal::from(1));
    let apart = |c: char| c.is_whitespace() || ",;".contains(c);
    let joined = parameters
        .split('=')
        .map(str::trim)
        .collect::<Vec<_>>()
        .join("=");
    for stated in joined.split(apart).filter(|it| !it.is_empty()) {
        let (key, value) = stated.split_once('=')?;
        match key.to_lowercase().as_str() {
            "start" => start = value.parse().ok()?,
            "end" => end = value.parse().ok()?,
            "step" => step = value.parse().ok()?,
            _ => return None,
        }
    }
    let places = step.places();
    (step.units(places) == Some(1)).then_some(Range { start, end, places })
}

/// Whether a limit can be stated by `min` and `max`, which are whole and belong to what is accepted.
fn is_exact(operator: Operator, limit: Decimal, whole: bool) -> bool {
    match operator {
        Operator::NotEqual => false,
        Operator::Equal => limit.whole().is_some(),
        Operator::Less | Operator::Greater => whole,
        Operator::AtMost | Operator::AtLeast => whole || limit.whole().is_some(),
    }
}

/// The least and the greatest whole number within these limits, the strictest of each; of numbers with decimals the
/// narrowest whole ones around them.
fn bounds(limits: &[(Operator, Decimal)], whole: bool) -> (Option<i64>, Option<i64>) {
    let (mut min, mut max) = (None, None);
    for (operator, limit) in limits {
        let (floor, exact) = (floor(*limit), limit.whole().is_some());
        let ceiling = if exact {
            Some(floor)
        } else {
            floor.checked_add(1)
        };
        let (from, to) = match operator {
            Operator::AtLeast if whole => (ceiling, None),
            Operator::Greater if whole => (floor.checked_add(1), None),
            Operator::AtMost if whole => (None, Some(floor)),
            Operator::Less if whole => (None, ceiling.and_then(|it| it.checked_sub(1))),
            Operator::AtLeast | Operator::Greater => (Some(floor), None),
            Operator::AtMost | Operator::Less => (None, ceiling),
            Operator::Equal if exact => (Some(floor), Some(floor)),
            Operator::Equal | Operator::NotEqual => (None, None),
        };
        min = min.max(from);
        max = max.into_iter().chain(to).min();
    }
    (min, max)
}

/// The greatest whole number that is not greater.
fn floor(number: Decimal) -> i64 {
    let power = 10_i64.pow(u32::from(number.places()));
    number
        .units(number.places())
        .unwrap_or_default()
        .div_euclid(power)
}
