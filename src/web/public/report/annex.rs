//! Behind the pages of indicators: the numbers by district and by group, other ways to count, what goes with them, the questions.

use super::indicator_page::measure;
use crate::interface::Interface;
use crate::number::{Count, Interval, PValue, Percent, Ratio};
use crate::public::files::source::Source;
use crate::public::indicator::{basis, class_name, drivers, grouping};
use crate::public::verdict_mark::Word;
use messages::text;
use results::release::{DriverModel, Drivers, Figure, IndicatorResult};
use typesetting::{Block, Column, Style, Table};

/// Indicators side by side in one table.
const ABREAST: usize = 6;

/// The tables.
pub(super) fn blocks(source: &Source<'_>, indicators: &[IndicatorResult]) -> Vec<Block> {
    let interface = source.interface;
    let mut blocks = districts(interface, indicators);
    blocks.extend(groups(interface, indicators));
    blocks.extend(sensitivity(interface, indicators));
    blocks.extend(associations(source, indicators));
    blocks.push(Block::NewPage);
    blocks.push(Block::Heading(1, interface.locale.t(text::MEASURE_TITLE)));
    for result in indicators {
        blocks.extend(measure(interface, result));
    }
    blocks
}

/// A rate over its interval, or that it is not shown.
pub(super) fn cell(interface: &Interface, figure: Option<Figure>) -> String {
    let locale = interface.locale;
    let Some(figure) = figure else {
        return locale.t(text::SUPPRESSED_SHORT);
    };
    let mut said = format!("{}\n{}", Percent(figure.value), Interval(figure.interval));
    if figure.few_degrees_of_freedom() {
        said = format!("{said}\n{}", locale.t(text::FEW_DEGREES_MARK));
    }
    said
}

/// Indicators in as few tables as can be, each about as wide as the others.
fn abreast_of<'a>(
    indicators: &'a [&'a IndicatorResult],
) -> impl Iterator<Item = &'a [&'a IndicatorResult]> {
    let tables = indicators.len().div_ceil(ABREAST).max(1);
    indicators.chunks(indicators.len().div_ceil(tables).max(1))
}

/// A table whose columns are indicators, with the names of its rows first.
fn abreast(
    interface: &Interface,
    summary: String,
    first: String,
    indicators: &[&IndicatorResult],
    rows: Vec<Vec<String>>,
) -> Block {
    let names = indicators
        .iter()
        .map(|result| interface.text(&result.short));
    let names = names.map(|name| Column::numbers(name, 1.2));
    Block::Table(Table {
        summary,
        columns: [Column::words(first, 1.6)]
            .into_iter()
            .chain(names)
            .collect(),
        rows,
    })
}

fn districts(interface: &Interface, indicators: &[IndicatorResult]) -> Vec<Block> {
    let locale = interface.locale;
    let with = indicators.iter().filter(|it| !it.districts.is_empty());
    let with: Vec<&IndicatorResult> = with.collect();
    let Some(first) = with.first() else {
        return Vec::new();
    };
    let title = locale.t(text::DISTRICTS_TABLE);
    let mut blocks = vec![
        Block::NewPage,
        Block::Heading(1, title.clone()),
        Block::Words(Style::Fine, locale.t(text::DISTRICTS_NOTE)),
    ];
    for some in abreast_of(&with) {
        let rows = first.districts.iter().map(|district| {
            let figures = some.iter().map(|result| {
                let mut own = result.districts.iter();
                let found = own.find(|own| own.code == district.code);
                cell(interface, found.and_then(|own| own.figure))
            });
            let name = interface.text(&district.name).to_owned();
            [name].into_iter().chain(figures).collect()
        });
        let heads = locale.t(text::COLUMN_DISTRICT);
        let rows = rows.collect();
        blocks.push(abreast(interface, title.clone(), heads, some, rows));
        blocks.push(Block::Space(10.0));
    }
    blocks
}

/// So many figures have room on a page with what goes with each.
const ON_A_PAGE: usize = 2;

/// What goes with figures of which something is told.
fn associations(source: &Source<'_>, indicators: &[IndicatorResult]) -> Vec<Block> {
    let (interface, locale) = (source.interface, source.locale());
    let told = indicators
        .iter()
        .filter_map(|result| match &result.drivers {
            Some(Drivers::Told(model)) => Some((result, model)),
            Some(Drivers::NotTold(_)) | None => None,
        });
    let mut blocks = Vec::new();
    for (place, (result, model)) in told.enumerate() {
        if place > 0 && place % ON_A_PAGE == 0 {
            blocks.push(Block::NewPage);
        }
        blocks.extend([
            Block::Heading(2, interface.text(&result.short).to_owned()),
            Block::Words(
                Style::Lead,
                drivers::drawing::title(interface, result, model),
            ),
        ]);
        let drawing = drivers::drawing::for_page(interface, result, model);
        let mut said = drivers::said(interface, &drivers::by_importance(model));
        said.push(drivers::explained(locale, model));
        let mut beside: Vec<Block> = said
            .into_iter()
            .map(|words| Block::Words(Style::Body, words))
            .collect();
        beside.push(Block::Words(Style::Fine, drivers::cases(locale, model)));
        let figure = vec![
            Block::Figure(drawing),
            Block::Words(Style::Fine, locale.t(text::DRIVERS_KEY)),
        ];
        blocks.push(Block::Beside(0.5, figure, beside));
        blocks.push(association_table(interface, model));
        blocks.push(Block::Space(10.0));
    }
    if blocks.is_empty() {
        return blocks;
    }
    let opening = [
        Block::NewPage,
        Block::Heading(1, locale.t(text::DRIVERS_TITLE)),
        Block::Words(Style::Fine, locale.t(text::DRIVERS_NOTE)),
    ];
    let method = Block::Words(Style::Fine, locale.t(text::DRIVERS_METHOD));
    opening.into_iter().chain(blocks).chain([method]).collect()
}

fn association_table(interface: &Interface, model: &DriverModel) -> Block {
    let locale = interface.locale;
    let rows = drivers::by_importance(model).into_iter().zip(1_u32..);
    let rows = rows.map(|(driver, place)| {
        let (lower, upper) = driver.odds_interval;
        vec![
            format!("{place} {}", drivers::name(interface, driver)),
            format!(
                "{}\n{}",
                Percent(driver.importance.value),
                Interval(driver.importance.interval)
            ),
            cell(interface, driver.performance),
            format!(
                "{}\n{}–{}",
                Ratio(driver.odds_ratio),
                Ratio(lower),
                Ratio(upper)
            ),
            PValue(driver.holm).to_string(),
        ]
    });
    Block::Table(Table {
        summary: locale.t(text::DRIVERS_TITLE),
        columns: vec![
            Column::words(locale.t(text::DRIVERS_QUESTION), 3.0),
            Column::numbers(locale.t(text::DRIVERS_IMPORTANCE), 1.3),
            Column::numbers(locale.t(text::DRIVERS_PERFORMANCE), 1.3),
            Column::numbers(locale.t(text::DRIVERS_ODDS), 1.3),
            Column::numbers(locale.t(text::DRIVERS_HOLM), 1.5),
        ],
        rows: rows.collect(),
    })
}

/// Where a class stands: in which grouping, and what it is called.
type Place = (String, String);

fn groups(interface: &Interface, indicators: &[IndicatorResult]) -> Vec<Block> {
    let locale = interface.locale;
    let with = indicators.iter().filter(|it| !it.groups.is_empty());
    let with: Vec<&IndicatorResult> = with.collect();
    if with.is_empty() {
        return Vec::new();
    }
    let title = locale.t(text::GROUPS_TITLE);
    let mut blocks = vec![
        Block::NewPage,
        Block::Heading(1, title.clone()),
        Block::Words(Style::Fine, locale.t(text::GROUPS_NOTE)),
    ];
    for some in abreast_of(&with) {
        let own: Vec<Vec<(Place, Option<Figure>)>> = (some.iter())
            .map(|result| classes(interface, result))
            .collect();
        let mut places: Vec<&Place> = Vec::new();
        for (place, _) in own.iter().flatten() {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        let rows = places.iter().map(|place| {
            let figures = own.iter().map(|classes| {
                let found = classes.iter().find(|(own, _)| own == *place);
                let none = || "—".to_owned();
                found.map_or_else(none, |(_, figure)| cell(interface, *figure))
            });
            let name = format!("{}\n{}", place.1, place.0);
            [name].into_iter().chain(figures).collect()
        });
        let heads = locale.t(text::COLUMN_GROUP);
        let rows = rows.collect();
        blocks.push(abreast(interface, title.clone(), heads, some, rows));
        blocks.push(Block::Space(10.0));
    }
    blocks
}

fn classes(interface: &Interface, result: &IndicatorResult) -> Vec<(Place, Option<Figure>)> {
    let classes = result.groups.iter().flat_map(|table| {
        let by = grouping(interface, table);
        let classes = table.classes.iter();
        classes.map(move |class| {
            let place = (by.clone(), class_name(interface, class));
            (place, class.figure)
        })
    });
    classes.collect()
}

fn sensitivity(interface: &Interface, indicators: &[IndicatorResult]) -> Vec<Block> {
    let locale = interface.locale;
    let rows = indicators.iter().flat_map(|result| {
        let others = result.sensitivity.iter();
        others.map(|other| {
            let none = || "—".to_owned();
            let interval = other.interval.map(|it| Interval(it).to_string());
            let verdict = other.verdict.map(|it| Word::of_verdict(it).text(locale));
            vec![
                interface.text(&result.short).to_owned(),
                locale.t(basis(other.basis)),
                Percent(other.value).to_string(),
                interval.unwrap_or_else(none),
                Count(other.respondents).to_string(),
                verdict.unwrap_or_else(none),
            ]
        })
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![
        Block::NewPage,
        Block::Heading(1, locale.t(text::SENSITIVITY_TITLE)),
        Block::Words(Style::Fine, locale.t(text::SENSITIVITY_NOTE)),
        Block::Table(Table {
            summary: locale.t(text::SENSITIVITY_TITLE),
            columns: vec![
                Column::words(locale.t(text::COLUMN_INDICATOR), 1.5),
                Column::words(locale.t(text::COLUMN_BASIS), 3.2),
                Column::numbers(locale.t(text::COLUMN_VALUE), 0.9),
                Column::numbers(locale.t(text::COLUMN_INTERVAL), 1.5),
                Column::numbers(locale.t(text::COLUMN_N), 1.1),
                Column::numbers(locale.t(text::COLUMN_ALONE), 1.4),
            ],
            rows,
        }),
    ]
}
