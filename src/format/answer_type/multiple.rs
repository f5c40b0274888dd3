//! Any number of the question's own choices, as it is written.

use questionnaire::{ChoiceOrder, Code, Multiple, Part, Question};

use super::{ORDERS, Written, order, take_looks};
use crate::check::{Inspection, MayHave};
use crate::problem::Problem;
use crate::read::QuestionnaireReader;
use crate::source::Entry;
use crate::write::Block;
use crate::xlsform::export::Writer;
use crate::xlsform::import::Reader;
use crate::xlsform::ledger::ReadRow;
use crate::xlsform::name::Selection;
use crate::xlsform::sheet::Row;

pub(super) fn read(
    reader: &mut QuestionnaireReader<'_, '_>,
    entry: &Entry<'_>,
    part: &Part,
) -> Option<Multiple> {
    Some(Multiple {
        choices: reader.choices(entry, "choices", part)?,
        order: reader.toml.word(entry, "order", ORDERS).unwrap_or_default(),
        min_choices: count(reader, entry, "min_choices"),
        max_choices: count(reader, entry, "max_choices"),
    })
}

/// The most choices that anybody is asked to make.
const MOST: u16 = 1000;

fn count(reader: &mut QuestionnaireReader<'_, '_>, entry: &Entry<'_>, key: &str) -> Option<u16> {
    let count = reader.toml.integer_within(entry, key, 1, i64::from(MOST))?;
    u16::try_from(count).ok()
}

impl Written for Multiple {
    fn limits(&self, block: &mut Block<'_>) {
        for (key, count) in [
            ("min_choices", self.min_choices),
            ("max_choices", self.max_choices),
        ] {
            if let Some(count) = count {
                block.line(key, &count.to_string());
            }
        }
    }

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
        let together = self.choices.iter().filter(|choice| !choice.exclusive);
        let choices = together.count();
        match (self.min_choices, self.max_choices) {
            (Some(min), Some(max)) if min > max => {
                let problem = Problem::EmptyChoiceRange { min, max };
                inspection.report(part, "min_choices", problem);
            }
            (Some(min), _) if usize::from(min) > choices => {
                let problem = Problem::MoreThanChoices {
                    key: "min_choices",
                    count: min,
                    choices,
                };
                inspection.report(part, "min_choices", problem);
            }
            (_, Some(max)) if usize::from(max) > choices => {
                let problem = Problem::MoreThanChoices {
                    key: "max_choices",
                    count: max,
                    choices,
                };
                inspection.report(part, "max_choices", problem);
            }
            _ => {}
        }
    }

    fn to_row(&self, question: &Question, row: &mut Row, form: &mut Writer<'_>) {
        let list = form.list(question, &self.choices);
        row.set("type", format!("select_multiple {list}"));
        let alone = self.choices.iter().filter(|choice| choice.exclusive);
        let alone: Vec<String> = alone.map(|choice| choice.code.to_string()).collect();
        let alone: Vec<&str> = alone.iter().map(String::as_str).collect();
        let constraint = constraint(&alone, self.min_choices, self.max_choices);
        row.set("constraint", constraint);
        row.order(self.order, ChoiceOrder::Fixed);
    }
}

pub(super) fn from_row(row: &ReadRow, selection: Selection<'_>, form: &mut Reader<'_>) -> Multiple {
    take_looks(row);
    let mut choices = form.lists.choices(selection.list);
    let stated = row.read("constraint", |stated| {
        let named: Vec<&str> = selected_names(stated);
        let (min, max) = (counted(stated, ">="), counted(stated, "<="));
        let codes: Option<Vec<Code>> = named
            .iter()
            .map(|name| form.lists.code(selection.list, name))
            .collect();
        let understood = constraint(&named, min, max) == stated;
        codes.filter(|_| understood).map(|codes| (codes, min, max))
    });
    let (alone, min_choices, max_choices) = stated.unwrap_or_default();
    for choice in &mut choices {
        choice.exclusive = alone.contains(&choice.code);
    }
    if selection.or_other {
        form.add_other(row, &mut choices);
    }
    Multiple {
        choices,
        order: row.read("minyi_order", order).unwrap_or_default(),
        min_choices,
        max_choices,
    }
}

/// The constraint by which the choices of these names stand alone, and so many choices are made. One that stands alone
/// is enough in any case.
fn constraint(alone: &[&str], min: Option<u16>, max: Option<u16>) -> String {
    let each = alone.iter().map(|name| format!("selected(., '{name}')"));
    let any = each.collect::<Vec<_>>().join(" or ");
    let mut parts = Vec::new();
    if !alone.is_empty() {
        parts.push(format!("not({any}) or {COUNT} = 1"));
    }
    parts.extend(min.map(|min| match alone {
        [] => format!("{COUNT} >= {min}"),
        _ => format!("{any} or {COUNT} >= {min}"),
    }));
    parts.extend(max.map(|max| format!("{COUNT} <= {max}")));
    if parts.len() == 1 {
        return parts.concat();
    }
    let either = |part: String| {
        if part.contains(" or ") {
            format!("({part})")
        } else {
            part
        }
    };
    let parts: Vec<String> = parts.into_iter().map(either).collect();
    parts.join(" and ")
}

/// What a form calls the number of choices made.
const COUNT: &str = "count-selected(.)";

/// The names of choices in a constraint, each once.
fn selected_names(constraint: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for part in constraint.split("selected(., '").skip(1) {
        let name = part.split('\'').next().unwrap_or_default();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The number with which a constraint compares the number of choices made.
fn counted(constraint: &str, sign: &str) -> Option<u16> {
    let (_, rest) = constraint.split_once(&format!("{COUNT} {sign} "))?;
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    let count = digits.parse().ok()?;
    (1..=MOST).contains(&count).then_some(count)
}
