//! Rates on their intervals, by year from left to right or under one another, drawn from the tables.

use super::{LABEL, Room, result_of};
use crate::number::{Judged, Percent, Promised};
use crate::public::files::source::Source;
use crate::public::files::words;
use crate::public::indicator::{class_name, grouping};
use crate::public::interval_mark::Axis;
use messages::text;
use results::tables::{Heading, Line, TableId};
use typesetting::{Anchor, Ink, Mark, Place, lines};

/// A rate on its interval.
#[derive(Debug, Clone, Copy)]
struct Rate {
    value: f64,
    lower: f64,
    upper: f64,
}

impl Rate {
    fn of(line: Line<'_>) -> Option<Self> {
        Some(Self {
            value: line.number(Heading::Rate)?,
            lower: line.number(Heading::Lower)?,
            upper: line.number(Heading::Upper)?,
        })
    }
}

/// A row of a picture, or the heading of those that follow.
struct Row {
    name: String,
    rate: Option<Rate>,
    heads: bool,
}

impl Row {
    /// Its name, and its rate on its interval in words.
    fn said(&self, source: &Source<'_>) -> String {
        let locale = source.locale();
        let rate = match self.rate {
            Some(rate) => locale.t(text::StripAlternative {
                rate: Percent(rate.value).to_string(),
                lower: Percent(rate.lower).to_string(),
                upper: Percent(rate.upper).to_string(),
            }),
            None if self.heads => return self.name.clone(),
            None => locale.t(text::SUPPRESSED),
        };
        format!("{} {rate}", self.name)
    }
}

/// What a picture of rates is drawn from.
pub(super) struct Figures<'a> {
    of: Line<'a>,
    rows: Vec<Row>,
    axis: Axis,
    target: Option<f64>,
}

/// The lines of a table that are of an indicator.
fn lines_of<'a>(
    source: &'a Source<'_>,
    table: TableId,
    indicator: &str,
) -> impl Iterator<Item = Line<'a>> {
    let table = source.tables.find(table).into_iter();
    table
        .flat_map(results::tables::Table::lines)
        .filter(move |line| line.key(Heading::Indicator) == indicator)
}

impl<'a> Figures<'a> {
    /// Its rates over the years.
    pub(super) fn history(source: &'a Source<'_>, indicator: &str) -> Option<Self> {
        let rows = named_rows(source, indicator, (TableId::History, Heading::Year));
        Self::of(source, indicator, rows)
    }

    /// Its rates by district.
    pub(super) fn districts(source: &'a Source<'_>, indicator: &str) -> Option<Self> {
        let named = (TableId::Districts, Heading::DistrictName);
        Self::of(source, indicator, named_rows(source, indicator, named))
    }

    /// Its rates by class of respondents.
    pub(super) fn groups(source: &'a Source<'_>, indicator: &str) -> Option<Self> {
        Self::of(source, indicator, rows_by_group(source, indicator))
    }

    /// None where there are no rows, or nothing is known of the indicator.
    fn of(source: &'a Source<'_>, indicator: &str, rows: Vec<Row>) -> Option<Self> {
        let of = lines_of(source, TableId::Scoreboard, indicator).next()?;
        let target = of.number(Heading::Target);
        let bounds = rows.iter().filter_map(|row| row.rate);
        let axis = Axis::around(
            bounds
                .flat_map(|rate| [rate.lower, rate.upper])
                .chain(target),
        );
        (!rows.is_empty()).then_some(Self {
            of,
            rows,
            axis,
            target,
        })
    }

    /// The rate of the city and the word on it.
    pub(super) fn finding(&self, source: &Source<'_>) -> String {
        let locale = source.locale();
        let name = self
            .of
            .cell(Heading::Short)
            .map(|cell| words::cell(locale, cell));
        let name = name.unwrap_or_default();
        let Some(rate) = self.of.number(Heading::Rate) else {
            return name;
        };
        let percent = self.target.map(percent);
        let rate = Judged(rate, percent).to_string();
        match self.of.word(Heading::Verdict) {
            Some(word) => locale.t(text::DrawTitle {
                name,
                rate,
                word: words::word(locale, word),
            }),
            None => locale.t(text::IndicatorHeading { name, rate }),
        }
    }

    /// Every rate in words.
    pub(super) fn description(&self, source: &Source<'_>) -> String {
        let said: Vec<String> = self.rows.iter().map(|row| row.said(source)).collect();
        said.join(&source.locale().t(text::CLAUSE_SEPARATOR))
    }
}

fn named_rows(
    source: &Source<'_>,
    indicator: &str,
    (table, named): (TableId, Heading),
) -> Vec<Row> {
    let lines = lines_of(source, table, indicator);
    let rows = lines.map(|line| Row {
        name: line
            .cell(named)
            .map(|cell| words::cell(source.locale(), cell))
            .unwrap_or_default(),
        rate: Rate::of(line),
        heads: false,
    });
    rows.collect()
}

/// The classes of every grouping, each grouping under its heading. Their names are the page's; the table has no words for modes.
fn rows_by_group(source: &Source<'_>, indicator: &str) -> Vec<Row> {
    let interface = source.interface;
    let Some(result) = result_of(source, indicator) else {
        return Vec::new();
    };
    let mut rates = lines_of(source, TableId::Groups, indicator).map(Rate::of);
    let mut rows = Vec::new();
    for table in &result.groups {
        rows.push(Row {
            name: grouping(interface, table),
            rate: None,
            heads: true,
        });
        rows.extend(table.classes.iter().map(|class| Row {
            name: class_name(interface, class),
            rate: rates.next().flatten(),
            heads: false,
        }));
    }
    rows
}

/// The years from left to right.
pub(super) fn by_year(
    source: &Source<'_>,
    figures: &Figures<'_>,
    (room, top): (Room, f64),
) -> (Vec<Mark>, f64) {
    let (left, right) = (room.margin + 48.0, room.width - room.margin);
    let high = room.high;
    let y = |rate| top + 16.0 + (1.0 - figures.axis.position(rate)) * high;
    let columns = u32::try_from(figures.rows.len()).unwrap_or(u32::MAX).max(1);
    let width = (right - left) / f64::from(columns);
    let x = |column: u32| left + (f64::from(column) + 0.5) * width;
    let mut marks = Vec::new();
    for tick in figures.axis.ticks() {
        marks.push(Mark::grid((left, y(tick)), (right, y(tick))));
        let words = Promised((tick * 100.0).round()).to_string();
        marks.push(Mark::label(
            (left - 8.0, y(tick) + 5.0),
            words,
            Anchor::End,
            Ink::Soft,
        ));
    }
    if let Some(target) = figures.target {
        marks.push(Mark::target((left, y(target)), (right, y(target))));
        let words = target_label(source, target);
        marks.push(Mark::label(
            (right, y(target) - 6.0),
            words,
            Anchor::End,
            Ink::Dark,
        ));
    }
    let placed: Vec<(u32, &Row, Rate)> = (0..columns)
        .zip(&figures.rows)
        .filter_map(|(column, row)| Some((column, row, row.rate?)))
        .collect();
    let through = |(column, _, rate): &(u32, &Row, Rate)| (x(*column), y(rate.value));
    marks.push(Mark::Path {
        through: placed.iter().map(through).collect(),
        ink: Ink::Soft,
    });
    for (column, row, rate) in placed {
        let at = x(column);
        marks.push(Mark::Told {
            words: row.said(source),
            marks: vec![
                Mark::interval((at, y(rate.lower)), (at, y(rate.upper))),
                Mark::point((at, y(rate.value))),
            ],
        });
        // On the side of the interval that the label of the target is not on.
        let below = figures.target.is_some_and(|target| rate.value < target);
        let height = if below {
            y(rate.lower) + 20.0
        } else {
            y(rate.upper) - 9.0
        };
        let words = Percent(rate.value).to_string();
        marks.push(Mark::label((at, height), words, Anchor::Middle, Ink::Dark));
        let year = (at, top + high + 52.0);
        marks.push(Mark::label(
            year,
            row.name.clone(),
            Anchor::Middle,
            Ink::Dark,
        ));
    }
    (marks, top + high + 64.0)
}

/// Named rates under one another: districts in the order of the frame, classes in that of the plan.
pub(super) fn by_row(
    source: &Source<'_>,
    figures: &Figures<'_>,
    (room, top): (Room, f64),
) -> (Vec<Mark>, f64) {
    let (names, left) = names(&figures.rows, room);
    let right = room.width - room.margin - 52.0;
    let x = |rate| left + figures.axis.position(rate) * (right - left);
    let mut tops = Vec::new();
    let mut floor = top;
    for (row, name) in figures.rows.iter().zip(&names) {
        // A heading has a little air above it, and a long name a second line.
        floor += if row.heads { room.row * 0.4 } else { 0.0 };
        tops.push(floor);
        floor += room.row + (lines_beyond(name) * LABEL * 1.15);
    }
    let mut marks = Vec::new();
    for tick in figures.axis.ticks() {
        marks.push(Mark::grid((x(tick), top), (x(tick), floor)));
    }
    for tick in labelled_ticks(figures.axis, right - left) {
        let words = Promised((tick * 100.0).round()).to_string();
        let at = (x(tick), floor + 18.0);
        marks.push(Mark::label(at, words, Anchor::Middle, Ink::Soft));
    }
    let mut bottom = floor + 28.0;
    if let Some(target) = figures.target {
        marks.push(Mark::target((x(target), top - 4.0), (x(target), floor)));
        let at = (x(target), floor + 36.0);
        let words = target_label(source, target);
        marks.push(Mark::label(at, words, Anchor::Middle, Ink::Dark));
        bottom = floor + 46.0;
    }
    for ((row, name), top) in figures.rows.iter().zip(&names).zip(tops) {
        let at = top + 0.5 * room.row;
        marks.extend(named(row, name, (room, at + 5.0)));
        marks.extend(rated(source, row, (room, at), (left, &x)));
    }
    (marks, bottom)
}

/// The name of a row, line by line.
fn named(row: &Row, name: &[String], (room, top): (Room, f64)) -> Vec<Mark> {
    let mut top = top - LABEL * 1.15;
    let name = name.iter().map(|words| {
        top += LABEL * 1.15;
        Mark::Label {
            at: (room.margin, top),
            words: words.clone(),
            anchor: Anchor::Start,
            size: LABEL,
            bold: row.heads,
            ink: Ink::Dark,
        }
    });
    name.collect()
}

/// The rate of a row on its interval, or that it is not shown.
fn rated(
    source: &Source<'_>,
    row: &Row,
    (room, at): (Room, f64),
    (left, x): (f64, &impl Fn(f64) -> f64),
) -> Vec<Mark> {
    match row.rate {
        Some(rate) => {
            let figure: Place = (room.width - room.margin, at + 5.0);
            let words = Percent(rate.value).to_string();
            let told = Mark::Told {
                words: row.said(source),
                marks: vec![
                    Mark::interval((x(rate.lower), at), (x(rate.upper), at)),
                    Mark::point((x(rate.value), at)),
                ],
            };
            vec![told, Mark::label(figure, words, Anchor::End, Ink::Dark)]
        }
        None if row.heads => Vec::new(),
        None => {
            let words = source.locale().t(text::SUPPRESSED);
            let at = (left, at + 5.0);
            vec![Mark::label(at, words, Anchor::Start, Ink::Soft)]
        }
    }
}

/// The names of rows in lines, and where their rates begin.
fn names(rows: &[Row], room: Room) -> (Vec<Vec<String>>, f64) {
    let most = room.width * 0.42 - room.margin;
    let inside = |row: &Row| -> Vec<String> {
        // A heading stands above its rows and has the whole width.
        let width = if row.heads { room.width } else { most };
        let lines = lines(&row.name, LABEL, width);
        lines.iter().map(|line| line.trim().to_owned()).collect()
    };
    let names: Vec<Vec<String>> = rows.iter().map(inside).collect();
    let own = rows.iter().zip(&names).filter(|(row, _)| !row.heads);
    let widest = own.flat_map(|(_, name)| name).map(|line| width(line));
    let widest = widest.fold(0.0, f64::max);
    (names, room.margin + widest.clamp(60.0, most) + 14.0)
}

/// How wide a label commonly is.
fn width(words: &str) -> f64 {
    let halves = words
        .chars()
        .map(|it| if it < '\u{2e80}' { 1.16 } else { 2.0 });
    halves.sum::<f64>() / 2.0 * LABEL
}

/// The lines of a name behind its first.
fn lines_beyond(name: &[String]) -> f64 {
    let beyond = u32::try_from(name.len().saturating_sub(1));
    f64::from(beyond.unwrap_or_default())
}

/// The ticks that there is room for a label at.
fn labelled_ticks(axis: Axis, width: f64) -> Vec<f64> {
    let ticks: Vec<f64> = axis.ticks().collect();
    let fit = [1_u32, 2, 3, 5].into_iter().find(|step| {
        let count = u32::try_from(ticks.len()).unwrap_or(u32::MAX) / step;
        f64::from(count) * 46.0 <= width
    });
    let step = fit.and_then(|step| usize::try_from(step).ok()).unwrap_or(5);
    ticks.into_iter().step_by(step).collect()
}

fn target_label(source: &Source<'_>, target: f64) -> String {
    let target = Promised(percent(target)).to_string();
    source.locale().t(text::TargetLabel { target })
}

/// A share in percent, as it was promised: without what binary fractions leave behind.
fn percent(share: f64) -> f64 {
    (share * 1e8).round() / 1e6
}
