//! Figures as pictures, each drawn from the tables.

use super::source::{Source, nature};
use super::words;
use crate::chart::{Anchor, Drawing, Ink, Mark, lines};
use crate::number::{Judged, Percent, Promised};
use crate::public::interval_mark::Axis;
use messages::text;
use results::tables::{Heading, Line, TableId};

/// How wide pictures are.
const WIDTH: f64 = 640.0;
/// What is left free at each side.
const MARGIN: f64 = 24.0;
/// How high the part of a picture by years is.
const HEIGHT: f64 = 240.0;
/// How high a row of a picture by districts is.
const ROW: f64 = 24.0;

/// What a picture shows of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shows {
    /// Its rate over the years.
    History,
    /// Its rates by district.
    Districts,
}

impl Shows {
    pub(super) const ALL: [Self; 2] = [Self::History, Self::Districts];

    /// Its name in that of a file.
    pub(super) const fn written(self) -> &'static str {
        match self {
            Self::History => "history",
            Self::Districts => "districts",
        }
    }

    const fn table(self) -> TableId {
        match self {
            Self::History => TableId::History,
            Self::Districts => TableId::Districts,
        }
    }
}

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

/// What a picture is drawn from.
struct Figures<'a> {
    of: Line<'a>,
    rows: Vec<Line<'a>>,
    axis: Axis,
    target: Option<f64>,
}

impl<'a> Figures<'a> {
    fn of(source: &'a Source<'_>, indicator: &str, shows: Shows) -> Option<Self> {
        let is_of = |line: &Line<'_>| line.key(Heading::Indicator) == indicator;
        let of = source
            .tables
            .find(TableId::Scoreboard)?
            .lines()
            .find(is_of)?;
        let rows: Vec<Line<'_>> = source
            .tables
            .find(shows.table())?
            .lines()
            .filter(is_of)
            .collect();
        let target = of.number(Heading::Target);
        let bounds = rows.iter().filter_map(|line| Rate::of(*line));
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
    fn finding(&self, source: &Source<'_>) -> String {
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
}

/// The picture of an indicator; none where there is nothing to draw.
pub(crate) fn draw(source: &Source<'_>, indicator: &str, shows: Shows) -> Option<Drawing> {
    let figures = Figures::of(source, indicator, shows)?;
    let locale = source.locale();
    let title = figures.finding(source);
    let below = locale.t(match shows {
        Shows::History => text::DRAW_HISTORY,
        Shows::Districts => text::DRAW_DISTRICTS,
    });
    let mut marks = Vec::new();
    let mut top = MARGIN;
    if source.published().release.simulated {
        top += 14.0;
        marks.push(bold(top, nature(locale, source.published()), 14.0));
    }
    for line in lines(&title, 20.0, WIDTH - 2.0 * MARGIN) {
        top += 26.0;
        marks.push(bold(top, line, 20.0));
    }
    top += 22.0;
    marks.push(Mark::label((MARGIN, top), below, Anchor::Start, Ink::Soft));
    top += 20.0;
    let (drawn, mut bottom) = match shows {
        Shows::History => by_year(source, &figures, top),
        Shows::Districts => by_district(source, &figures, top),
    };
    marks.extend(drawn);
    let release = &source.published().release;
    let foot = locale.t(text::DrawFoot {
        source: source.line(),
        date: source.interface.date(release.public_from()),
        address: source.address.as_str(),
    });
    for line in lines(&foot, 12.0, WIDTH - 2.0 * MARGIN) {
        bottom += 17.0;
        marks.push(Mark::Label {
            at: (MARGIN, bottom),
            words: line,
            anchor: Anchor::Start,
            size: 12.0,
            bold: false,
            ink: Ink::Soft,
        });
    }
    Some(Drawing {
        size: (WIDTH, bottom + MARGIN),
        description: description(source, &figures, shows),
        title,
        marks,
    })
}

fn bold(top: f64, words: String, size: f64) -> Mark {
    Mark::Label {
        at: (MARGIN, top),
        words,
        anchor: Anchor::Start,
        size,
        bold: true,
        ink: Ink::Dark,
    }
}

/// The years from left to right; gives the marks and where they end.
fn by_year(source: &Source<'_>, figures: &Figures<'_>, top: f64) -> (Vec<Mark>, f64) {
    let (left, right) = (MARGIN + 48.0, WIDTH - MARGIN);
    let y = |rate| top + 16.0 + (1.0 - figures.axis.position(rate)) * HEIGHT;
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
    let placed: Vec<(u32, Line<'_>, Rate)> = (0..columns)
        .zip(&figures.rows)
        .filter_map(|(column, line)| Some((column, *line, Rate::of(*line)?)))
        .collect();
    marks.push(Mark::Path {
        through: placed
            .iter()
            .map(|(column, _, rate)| (x(*column), y(rate.value)))
            .collect(),
        ink: Ink::Soft,
    });
    for (column, line, rate) in placed {
        let at = x(column);
        marks.push(Mark::interval((at, y(rate.lower)), (at, y(rate.upper))));
        marks.push(Mark::point((at, y(rate.value))));
        // On the side of the interval that the label of the target is not on.
        let below = figures.target.is_some_and(|target| rate.value < target);
        let height = if below {
            y(rate.lower) + 20.0
        } else {
            y(rate.upper) - 9.0
        };
        let words = Percent(rate.value).to_string();
        marks.push(Mark::label((at, height), words, Anchor::Middle, Ink::Dark));
        let year = line.key(Heading::Year);
        marks.push(Mark::label(
            (at, top + HEIGHT + 52.0),
            year,
            Anchor::Middle,
            Ink::Dark,
        ));
    }
    (marks, top + HEIGHT + 64.0)
}

/// The districts under one another, in the order of the frame.
fn by_district(source: &Source<'_>, figures: &Figures<'_>, top: f64) -> (Vec<Mark>, f64) {
    let (left, right) = (MARGIN + 170.0, WIDTH - MARGIN - 62.0);
    let x = |rate| left + figures.axis.position(rate) * (right - left);
    let rows = u32::try_from(figures.rows.len()).unwrap_or(u32::MAX);
    let floor = top + f64::from(rows) * ROW;
    let mut marks = Vec::new();
    for tick in figures.axis.ticks() {
        marks.push(Mark::grid((x(tick), top), (x(tick), floor)));
        let words = Promised((tick * 100.0).round()).to_string();
        marks.push(Mark::label(
            (x(tick), floor + 18.0),
            words,
            Anchor::Middle,
            Ink::Soft,
        ));
    }
    if let Some(target) = figures.target {
        marks.push(Mark::target((x(target), top - 4.0), (x(target), floor)));
        let words = target_label(source, target);
        marks.push(Mark::label(
            (x(target), floor + 38.0),
            words,
            Anchor::Middle,
            Ink::Dark,
        ));
    }
    for (row, line) in (0..rows).zip(&figures.rows) {
        let at = top + (f64::from(row) + 0.5) * ROW;
        let name = line
            .cell(Heading::DistrictName)
            .map(|cell| words::cell(source.locale(), cell));
        marks.push(Mark::label(
            (MARGIN, at + 5.0),
            name.unwrap_or_default(),
            Anchor::Start,
            Ink::Dark,
        ));
        if let Some(rate) = Rate::of(*line) {
            marks.push(Mark::interval((x(rate.lower), at), (x(rate.upper), at)));
            marks.push(Mark::point((x(rate.value), at)));
            let words = Percent(rate.value).to_string();
            marks.push(Mark::label(
                (WIDTH - MARGIN, at + 5.0),
                words,
                Anchor::End,
                Ink::Dark,
            ));
        } else {
            let words = source.locale().t(text::SUPPRESSED);
            marks.push(Mark::label(
                (left, at + 5.0),
                words,
                Anchor::Start,
                Ink::Soft,
            ));
        }
    }
    (marks, floor + 48.0)
}

fn target_label(source: &Source<'_>, target: f64) -> String {
    let target = Promised(percent(target)).to_string();
    source.locale().t(text::TargetLabel { target })
}

/// A share in percent, as it was promised: without what binary fractions leave behind.
fn percent(share: f64) -> f64 {
    (share * 1e8).round() / 1e6
}

/// Every rate in words.
fn description(source: &Source<'_>, figures: &Figures<'_>, shows: Shows) -> String {
    let locale = source.locale();
    let named = match shows {
        Shows::History => Heading::Year,
        Shows::Districts => Heading::DistrictName,
    };
    let said = figures.rows.iter().map(|line| {
        let name = line
            .cell(named)
            .map(|cell| words::cell(locale, cell))
            .unwrap_or_default();
        let rate = match Rate::of(*line) {
            Some(rate) => locale.t(text::StripAlternative {
                rate: Percent(rate.value).to_string(),
                lower: Percent(rate.lower).to_string(),
                upper: Percent(rate.upper).to_string(),
            }),
            None => locale.t(text::SUPPRESSED),
        };
        format!("{name} {rate}")
    });
    said.collect::<Vec<_>>()
        .join(&locale.t(text::CLAUSE_SEPARATOR))
}
