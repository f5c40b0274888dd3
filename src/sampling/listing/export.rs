//! A frame as a list that reads back to the same frame.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::column::Column;
use crate::frame::{Frame, FrameStratum};
use questionnaire::Language;
use spreadsheet::CsvFile;

/// The units of a frame as CSV, in the order of selection. Strata have the codes of the reference date, so that
/// [`read_listing`](super::read_listing) with the same date and strata gives a frame of the same hash.
pub fn write_listing(frame: &Frame, reference_date: NaiveDate) -> Vec<u8> {
    let units = frame.units();
    let names = units.iter().flat_map(|unit| unit.name.languages());
    let languages: BTreeSet<&Language> = names.collect();
    let streets = units.iter().any(|unit| unit.street.is_some());
    let names = languages.iter().map(|&it| Column::Name(it.clone()));
    let columns: Vec<Column> = [Column::Code]
        .into_iter()
        .chain(names.rev())
        .chain([Column::Stratum])
        .chain(streets.then_some(Column::Street))
        .chain([Column::Urban, Column::Households, Column::Persons])
        .collect();
    let mut file = CsvFile::marked();
    file.row(columns.iter().map(ToString::to_string));
    let mut of_stratum = "";
    let mut code = "";
    for unit in units {
        if of_stratum != unit.stratum.as_str() {
            let stratum = frame.strata().iter().find(|it| it.code == unit.stratum);
            code = stratum.map_or(unit.stratum.as_str(), |it| code_in(it, reference_date));
            of_stratum = unit.stratum.as_str();
        }
        file.row(columns.iter().map(|column| match column {
            Column::Code => unit.code.to_string(),
            Column::Name(language) => unit.name.find(language).unwrap_or_default().to_owned(),
            Column::Stratum => code.to_owned(),
            Column::Street => unit.street.clone().unwrap_or_default(),
            Column::Urban => if unit.urban { "yes" } else { "no" }.to_owned(),
            Column::Households => unit.households.to_string(),
            Column::Persons => unit.population.to_string(),
        }));
    }
    file.into_bytes()
}

/// The code that a stratum has on a day.
fn code_in(stratum: &FrameStratum, day: NaiveDate) -> &str {
    let expired = stratum
        .expiry
        .as_ref()
        .filter(|it| day.year() > it.valid_until);
    let successor = expired.and_then(|it| it.successor.as_ref());
    successor.unwrap_or(&stratum.code).as_str()
}
