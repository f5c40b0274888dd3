//! A table as a cube, in JSON-stat 2.0.
//!
//! The keys of a table are the dimensions, and its numbers one more (`measure`). A cell that a cube has and the table has
//! not is empty with the status of what does not apply; words are no numbers and stand in the other files.
//!
//! # References
//! <https://json-stat.org/full/>

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::json::About;
use super::source::Source;
use super::words;
use messages::text;
use results::tables::{Cell, Heading, Missing, Role, Table, Unit};

/// The dimension of what is measured.
const MEASURE: &str = "measure";

/// The categories of a dimension, with their labels, in the order in which they come.
struct Dimension {
    heading: Heading,
    categories: Vec<String>,
    labels: Map<String, Value>,
}

/// The table as a data set.
pub(super) fn write(source: &Source<'_>, table: &Table) -> Vec<u8> {
    let locale = source.locale();
    let dimensions: Vec<Dimension> = table
        .keys()
        .map(|heading| dimension(source, table, heading))
        .collect();
    let measures: Vec<Heading> = table
        .columns
        .iter()
        .copied()
        .filter(|heading| is_measure(*heading))
        .collect();
    let (values, status) = cells(table, &dimensions, &measures);
    let ids = dimensions
        .iter()
        .map(|dimension| dimension.heading.written());
    let ids: Vec<&str> = ids.chain([MEASURE]).collect();
    let sizes = dimensions
        .iter()
        .map(|dimension| dimension.categories.len());
    let sizes: Vec<usize> = sizes.chain([measures.len()]).collect();
    let mut described: Map<String, Value> = dimensions
        .iter()
        .map(|dimension| {
            let heading = dimension.heading;
            let category = json!({ "index": dimension.categories, "label": dimension.labels });
            let label = locale.t(words::heading(heading));
            (
                heading.written().to_owned(),
                json!({ "label": label, "category": category }),
            )
        })
        .collect();
    described.insert(MEASURE.to_owned(), measured(source, &measures));
    let notes: Vec<String> = table
        .notes
        .iter()
        .map(|note| locale.t(words::note(*note)))
        .collect();
    let data_set = json!({
        "version": "2.0",
        "class": "dataset",
        "label": locale.t(words::table(table.id)),
        "source": source.line(),
        "updated": source.published().release.public_from(),
        "note": notes,
        "id": ids,
        "size": sizes,
        "role": role(&dimensions),
        "dimension": described,
        "value": values,
        "status": status,
        "extension": About::of(source.published(), &source.address),
    });
    data_set.to_string().into_bytes()
}

fn is_measure(heading: Heading) -> bool {
    heading.role() == Role::Value && !matches!(heading.unit(), Unit::None | Unit::Year)
}

fn dimension(source: &Source<'_>, table: &Table, heading: Heading) -> Dimension {
    let place = table.columns.iter().position(|column| *column == heading);
    let beside = place
        .and_then(|place| table.columns.get(place + 1))
        .copied();
    let labelled = beside
        .filter(|beside| beside.role() == Role::Label)
        .unwrap_or(heading);
    let mut dimension = Dimension {
        heading,
        categories: Vec::new(),
        labels: Map::new(),
    };
    for line in table.lines() {
        let key = line.key(heading);
        if !dimension.labels.contains_key(&key) {
            let label = line
                .cell(labelled)
                .map(|cell| words::cell(source.locale(), cell));
            dimension.labels.insert(key.clone(), label.into());
            dimension.categories.push(key);
        }
    }
    dimension
}

/// The numbers in row-major order, and the status of those that are not there.
fn cells(
    table: &Table,
    dimensions: &[Dimension],
    measures: &[Heading],
) -> (Vec<Value>, BTreeMap<String, &'static str>) {
    let size: usize = dimensions
        .iter()
        .map(|dimension| dimension.categories.len())
        .product();
    let mut values = vec![Value::Null; size * measures.len()];
    let mut missing: Vec<Option<Missing>> = vec![Some(Missing::NotApplicable); values.len()];
    for line in table.lines() {
        let row = dimensions.iter().fold(0, |place, dimension| {
            let key = line.key(dimension.heading);
            let at = dimension
                .categories
                .iter()
                .position(|category| *category == key);
            place * dimension.categories.len() + at.unwrap_or_default()
        });
        for (column, heading) in measures.iter().enumerate() {
            let place = row * measures.len() + column;
            let (value, why) = match line.cell(*heading) {
                Some(Cell::Number(number)) => (json!(number), None),
                Some(Cell::Count(count)) => (json!(count), None),
                Some(Cell::Missing(why)) => (Value::Null, Some(*why)),
                _ => (Value::Null, Some(Missing::NotApplicable)),
            };
            values[place] = value;
            missing[place] = why;
        }
    }
    let status = missing.into_iter().enumerate();
    let status = status.filter_map(|(place, why)| Some((place.to_string(), why?.sign())));
    (values, status.collect())
}

fn measured(source: &Source<'_>, measures: &[Heading]) -> Value {
    let locale = source.locale();
    let ids: Vec<&str> = measures.iter().map(|heading| heading.written()).collect();
    let labels: Map<String, Value> = measures
        .iter()
        .map(|heading| {
            (
                heading.written().to_owned(),
                locale.t(words::heading(*heading)).into(),
            )
        })
        .collect();
    let units: Map<String, Value> = measures
        .iter()
        .map(|heading| {
            let unit = json!({ "label": heading.unit().written() });
            (heading.written().to_owned(), unit)
        })
        .collect();
    json!({
        "label": locale.t(text::COLUMN_VALUE),
        "category": { "index": ids, "label": labels, "unit": units },
    })
}

/// Which dimensions are of time, of place and of what is measured.
fn role(dimensions: &[Dimension]) -> Value {
    let mut roles = Map::new();
    roles.insert("metric".to_owned(), json!([MEASURE]));
    for (role, heading) in [("time", Heading::Year), ("geo", Heading::District)] {
        if dimensions
            .iter()
            .any(|dimension| dimension.heading == heading)
        {
            roles.insert(role.to_owned(), json!([heading.written()]));
        }
    }
    Value::Object(roles)
}
