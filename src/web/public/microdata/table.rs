//! Published rows as a table that formats of statisticians are written from.

use messages::{Locale, text};
use microdata::{Kind, Table, Value, Variable};
use results::person_rows::WEIGHT;
use results::store::PublicUse;

use super::words;

/// The rows with the names of their columns and codes in a language.
pub(super) fn table(locale: Locale, public: &PublicUse) -> Table {
    let book = &public.code_book;
    let names = book.columns();
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    for line in public.rows.lines().skip(1) {
        for (column, cell) in columns.iter_mut().zip(line.split(',')) {
            column.push(cell.parse().unwrap_or(f64::NAN));
        }
    }
    let coded = book.variables.iter().map(|variable| {
        let values = variable.values.iter().filter_map(|value| {
            Some(Value {
                code: i32::try_from(value.code).ok()?,
                label: words::meaning(locale, variable, value),
                missing: value.meaning.is_missing(),
            })
        });
        let label = words::label(locale, variable);
        (label, Kind::Codes, values.collect())
    });
    let weight = [(locale.t(text::MICRODATA_WEIGHT), Kind::Weight, Vec::new())];
    let replicates = (1..=book.replication.replicates).map(|number| {
        let number = number.to_string();
        let label = locale.t(text::MicrodataReplicate { number });
        (label, Kind::Replicate, Vec::new())
    });
    let described = coded.chain(weight).chain(replicates);
    let described = described.zip(names.into_iter().zip(columns));
    let variables = described.map(|((label, kind, values), (name, column))| Variable {
        kind: if name == WEIGHT { Kind::Weight } else { kind },
        name,
        label,
        values,
        column,
    });
    Table {
        title: locale.wording(&book.title).to_owned(),
        variables: variables.collect(),
    }
}
