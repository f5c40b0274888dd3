//! The report of a part of the city, for the official who answers for it: its figures and no others.

use super::annex::cell;
use super::cover::{closing, figures, opening};
use crate::error::{Error, Missing};
use crate::interface::Interface;
use crate::number::Count;
use crate::public::departments;
use crate::public::district::{Row, headline};
use crate::public::files::source::Source;
use crate::public::places::by_body;
use crate::public::scoreboard::{finding, promise};
use crate::public::seen::Seen;
use messages::text;
use results::release::IndicatorResult;
use sampling::StratumId;
use typesetting::{Block, Column, Style, Table};

/// Every figure of a district, with that of the city beside it.
///
/// # Errors
///
/// The release has no figures of it.
pub(super) fn district(
    source: &Source<'_>,
    seen: Seen<'_>,
    indicators: &[IndicatorResult],
    code: &StratumId,
) -> Result<(String, Vec<Block>), Error> {
    let (interface, locale) = (source.interface, source.locale());
    let rows: Vec<Row<'_>> = (indicators.iter())
        .filter_map(|result| Row::of(result, code))
        .collect();
    let first = rows.first().ok_or(Error::NotFound(Missing::Release))?;
    let name = interface.text(&first.district.name);
    let found = headline(locale, name, &rows);
    let shown = rows.iter().filter(|row| row.district.figure.is_some());
    let count = shown.count();
    let mut blocks = opening(interface, seen, &found);
    let lead = locale.t(text::DistrictLead {
        district: name,
        count,
    });
    blocks.push(Block::Words(Style::Lead, lead));
    blocks.push(Block::Table(Table {
        summary: found.clone(),
        columns: vec![
            Column::words(locale.t(text::COLUMN_INDICATOR), 2.0),
            Column::numbers(name, 1.6),
            Column::numbers(locale.t(text::DISTRICT_CITY), 1.6),
            Column::numbers(locale.t(text::COLUMN_TARGET), 1.2),
            Column::numbers(locale.t(text::COLUMN_N), 1.0),
        ],
        rows: rows.iter().map(|row| line(interface, row)).collect(),
    }));
    blocks.extend(closing(source, text::REPORT_DISTRICT));
    Ok((found, blocks))
}

fn line(interface: &Interface, row: &Row<'_>) -> Vec<String> {
    let respondents = row
        .district
        .figure
        .map(|it| Count(it.respondents).to_string());
    vec![
        interface.text(&row.result.short).to_owned(),
        cell(interface, row.district.figure),
        cell(interface, row.result.rate),
        promise(interface.locale, row.result),
        respondents.unwrap_or_else(|| "—".to_owned()),
    ]
}

/// The figures that a body answers for.
///
/// # Errors
///
/// It answers for none of the release.
pub(super) fn department(
    source: &Source<'_>,
    seen: Seen<'_>,
    indicators: &[IndicatorResult],
    body: &str,
) -> Result<(String, Vec<Block>), Error> {
    let (interface, locale) = (source.interface, source.locale());
    let own = by_body(indicators).into_iter();
    let own = own.filter(|(of, _)| *of == body);
    let own: Vec<&IndicatorResult> = own.flat_map(|(_, results)| results).collect();
    if own.is_empty() {
        return Err(Error::NotFound(Missing::Release));
    }
    let found = locale.t(text::DepartmentHeading {
        department: body,
        finding: departments::headline(interface, &own),
    });
    let mut blocks = opening(interface, seen, &found);
    let changes = finding::changes(interface, &departments::owned(&own));
    blocks.push(Block::Words(Style::Lead, changes));
    blocks.push(figures(interface, &own));
    blocks.extend(closing(source, text::REPORT_RULE));
    Ok((found, blocks))
}
