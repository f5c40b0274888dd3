//! The pictures of the report, from the marks of [`typesetting`]: as wide as a phone, so that they are read there without being
//! made smaller. What a picture shows is said in its title, its figures in its description.

use crate::number::{Ratio, Whole};
use results::quality::WeightClass;
use typesetting::{Anchor, Drawing, Ink, Mark};

/// How wide pictures are.
const WIDTH: f64 = 360.0;
/// How high a row is.
const ROW: f64 = 22.0;
/// Where the labels of rows end on the right.
const RIGHT: f64 = 300.0;
/// The fewest and the most that names take of the width.
const NAMES: (f64, f64) = (56.0, 170.0);

/// A named value, with its interval where it has one.
pub(super) struct Dot {
    pub(super) name: String,
    pub(super) value: f64,
    pub(super) interval: Option<(f64, f64)>,
    /// The value in words.
    pub(super) label: String,
}

/// A named bar: a dark part, and a pale one behind it. Shares of the same whole.
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) dark: f64,
    pub(super) pale: f64,
    /// The dark part in words.
    pub(super) label: String,
}

/// Rows of names with something drawn beside them.
struct Rows {
    left: f64,
    low: f64,
    high: f64,
    marks: Vec<Mark>,
    bottom: f64,
    said: Vec<String>,
}

impl Rows {
    /// Rows whose values lie within these bounds.
    fn new<'a>(names: impl Iterator<Item = &'a str>, (low, high): (f64, f64)) -> Self {
        let widest = names.map(breadth).fold(NAMES.0, f64::max);
        Self {
            left: widest.min(NAMES.1) + 10.0,
            low,
            high: high.max(low + 1e-9),
            marks: Vec::new(),
            bottom: 8.0,
            said: Vec::new(),
        }
    }

    fn x(&self, value: f64) -> f64 {
        let along = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.left + along * (RIGHT - self.left)
    }

    /// Begins a row; gives the height of its middle.
    fn row(&mut self, name: &str, label: &str) -> f64 {
        let middle = self.bottom + ROW / 2.0;
        self.marks.push(Mark::label(
            (0.0, middle + 5.0),
            shortened(name, self.left - 10.0),
            Anchor::Start,
            Ink::Dark,
        ));
        self.marks.push(Mark::label(
            (WIDTH, middle + 5.0),
            label,
            Anchor::End,
            Ink::Dark,
        ));
        self.said.push(format!("{name} {label}"));
        self.bottom += ROW;
        middle
    }

    /// A vertical line over so many rows, below the marks of the rows.
    fn line(&mut self, value: f64, rows: usize, is_target: bool) {
        let bottom = 8.0 + ROW * real(rows);
        let x = self.x(value);
        self.marks.push(if is_target {
            Mark::target((x, 4.0), (x, bottom))
        } else {
            Mark::grid((x, 4.0), (x, bottom))
        });
    }

    /// Words below the rows.
    fn below(&mut self, value: f64, words: String, anchor: Anchor) {
        self.marks.push(Mark::label(
            (self.x(value), self.bottom + 16.0),
            words,
            anchor,
            Ink::Soft,
        ));
    }

    fn finish(self, title: &str) -> Drawing {
        Drawing {
            size: (WIDTH, self.bottom + 24.0),
            title: title.to_owned(),
            description: self.said.join("; "),
            marks: self.marks,
        }
    }
}

/// Rates on their intervals, from 0 to the next ten points, with a line for what they are compared with; nothing without rates.
pub(super) fn rates(title: &str, dots: &[Dot], line: Option<(f64, String)>) -> Option<Drawing> {
    if dots.is_empty() {
        return None;
    }
    let tops = dots.iter().map(|dot| {
        let upper = dot.interval.map_or(dot.value, |interval| interval.1);
        upper.max(dot.value)
    });
    let top = tops.fold(0.0, f64::max);
    let high = ((top * 10.0).ceil() / 10.0).clamp(0.1, 1.0);
    let mut rows = Rows::new(dots.iter().map(|dot| dot.name.as_str()), (0.0, high));
    rows.line(0.0, dots.len(), false);
    rows.line(high, dots.len(), false);
    if let Some((value, _)) = &line {
        rows.line(*value, dots.len(), true);
    }
    draw_dots(&mut rows, dots);
    rows.below(0.0, "0%".to_owned(), Anchor::Middle);
    rows.below(high, format!("{:.0}%", high * 100.0), Anchor::Middle);
    if let Some((value, words)) = line {
        rows.bottom += 16.0;
        rows.below(value, words, Anchor::Middle);
    }
    Some(rows.finish(title))
}

fn draw_dots(rows: &mut Rows, dots: &[Dot]) {
    for dot in dots {
        let y = rows.row(&dot.name, &dot.label);
        let interval = dot.interval.map(|(lower, upper)| {
            let (from, to) = (rows.x(lower), rows.x(upper));
            Mark::interval((from, y), (to, y))
        });
        let point = Mark::point((rows.x(dot.value), y));
        rows.marks.push(Mark::Told {
            words: format!("{} {}", dot.name, dot.label),
            marks: interval.into_iter().chain([point]).collect(),
        });
    }
}

/// Differences to the left and right of zero, with thin lines at some values; nothing without differences.
pub(super) fn around_zero(title: &str, dots: &[Dot], lines: &[f64]) -> Option<Drawing> {
    if dots.is_empty() {
        return None;
    }
    let values = dots.iter().map(|dot| dot.value.abs());
    let values = values.chain(lines.iter().map(|line| line.abs() * 1.2));
    let most = values.fold(1e-3, f64::max);
    let mut rows = Rows::new(dots.iter().map(|dot| dot.name.as_str()), (-most, most));
    for line in lines {
        rows.line(*line, dots.len(), false);
    }
    rows.line(0.0, dots.len(), true);
    draw_dots(&mut rows, dots);
    rows.below(0.0, "0".to_owned(), Anchor::Middle);
    Some(rows.finish(title))
}

/// Shares as bars from the left, the longest as wide as there is room.
pub(super) fn bars(title: &str, bars: &[Bar]) -> Drawing {
    let longest = bars.iter().map(|bar| bar.dark + bar.pale);
    let longest = longest.fold(0.01, f64::max);
    let mut rows = Rows::new(bars.iter().map(|bar| bar.name.as_str()), (0.0, longest));
    for bar in bars {
        let y = rows.row(&bar.name, &bar.label);
        let (from, middle, to) = (rows.x(0.0), rows.x(bar.dark), rows.x(bar.dark + bar.pale));
        for (from, to, ink) in [(from, middle, Ink::Figure), (middle, to, Ink::Pale)] {
            rows.marks.push(Mark::Line {
                from: (from, y),
                to: (to, y),
                ink,
                width: 12.0,
                dashed: false,
            });
        }
    }
    rows.bottom -= 12.0;
    rows.finish(title)
}

/// A value on its interval on a scale from 0 to 1, with a word at each end.
pub(super) fn scale(
    title: &str,
    value: f64,
    interval: (f64, f64),
    [low, high]: [String; 2],
) -> Drawing {
    let x = |value: f64| 10.0 + value.clamp(0.0, 1.0) * (WIDTH - 20.0);
    let ticks = (0_u8..=10).map(|tick| {
        let at = x(f64::from(tick) / 10.0);
        Mark::grid((at, 30.0), (at, 50.0))
    });
    let mut marks: Vec<Mark> = ticks.collect();
    marks.push(Mark::grid((x(0.0), 40.0), (x(1.0), 40.0)));
    marks.push(Mark::interval((x(interval.0), 40.0), (x(interval.1), 40.0)));
    marks.push(Mark::point((x(value), 40.0)));
    let label = Ratio(value).to_string();
    let at = x(value).clamp(24.0, WIDTH - 24.0);
    marks.push(Mark::label((at, 22.0), label, Anchor::Middle, Ink::Dark));
    let description = format!(
        "{} ({}–{})",
        Ratio(value),
        Ratio(interval.0),
        Ratio(interval.1)
    );
    for (at, words, anchor) in [(0.0, low, Anchor::Start), (1.0, high, Anchor::End)] {
        marks.push(Mark::label((x(at), 70.0), words, anchor, Ink::Soft));
    }
    Drawing {
        size: (WIDTH, 80.0),
        title: title.to_owned(),
        description,
        marks,
    }
}

/// Five quantiles of each: a thin line from the first to the last, a broad one from the second to the fourth, a dot at the third.
pub(super) fn boxes(title: &str, boxes: &[(String, [f64; 5])]) -> Drawing {
    let largest = boxes.iter().map(|(_, quantiles)| quantiles[4]);
    let largest = largest.fold(1.0, f64::max);
    let mut rows = Rows::new(boxes.iter().map(|(name, _)| name.as_str()), (0.0, largest));
    rows.left = 26.0;
    for (name, quantiles) in boxes {
        let label = format!("{}–{}", Ratio(quantiles[0]), Ratio(quantiles[4]));
        let y = rows.row(name, "");
        rows.said.pop();
        rows.said.push(format!("{name}: {label}"));
        let places = quantiles.map(|weight| rows.x(weight));
        rows.marks.push(Mark::Line {
            from: (places[0], y),
            to: (places[4], y),
            ink: Ink::Soft,
            width: 1.5,
            dashed: false,
        });
        rows.marks
            .push(Mark::interval((places[1], y), (places[3], y)));
        rows.marks.push(Mark::point((places[2], y)));
    }
    for value in [0.0, 1.0, largest] {
        let words = if value < largest {
            Whole(value).to_string()
        } else {
            Ratio(value).to_string()
        };
        // The largest may lie near the median.
        if value < largest || largest > 1.5 {
            rows.below(value, words, Anchor::Middle);
        }
    }
    rows.finish(title)
}

/// Persons by the size of their weight: as broad as the class, as high as persons for each step of the line; nothing without classes.
pub(super) fn histogram(title: &str, classes: &[WeightClass]) -> Option<Drawing> {
    const FLOOR: f64 = 150.0;
    const HEIGHT: f64 = 130.0;
    let last = classes.last()?.to;
    let x = |value: f64| 12.0 + value / last * (WIDTH - 24.0);
    let density = |class: &WeightClass| real_persons(class.persons) / (class.to - class.from);
    let highest = classes.iter().map(density).fold(0.0, f64::max);
    let mut marks = Vec::new();
    for class in classes {
        let (from, to) = (x(class.from), x(class.to));
        let top = FLOOR - density(class) / highest * HEIGHT;
        let middle = f64::midpoint(from, to);
        marks.push(Mark::Line {
            from: (middle, FLOOR),
            to: (middle, top),
            ink: Ink::Pale,
            width: (to - from - 1.0).max(1.0),
            dashed: false,
        });
    }
    marks.push(Mark::grid((x(0.0), FLOOR), (x(last), FLOOR)));
    marks.push(Mark::target(
        (x(1.0), FLOOR - HEIGHT - 4.0),
        (x(1.0), FLOOR),
    ));
    let mut below = |value, words: String, anchor| {
        let at = (x(value), FLOOR + 18.0);
        marks.push(Mark::label(at, words, anchor, Ink::Soft));
    };
    below(0.0, "0".to_owned(), Anchor::Middle);
    // The end of the line may lie near the mean.
    if last > 1.3 {
        below(1.0, "1".to_owned(), Anchor::Middle);
    }
    below(last, Ratio(last).to_string(), Anchor::End);
    let said: Vec<String> = (classes.iter())
        .map(|class| {
            format!(
                "{}–{}: {}",
                Ratio(class.from),
                Ratio(class.to),
                class.persons
            )
        })
        .collect();
    Some(Drawing {
        size: (WIDTH, FLOOR + 26.0),
        title: title.to_owned(),
        description: said.join("; "),
        marks,
    })
}

/// How broad words are in letters of usual size.
fn breadth(words: &str) -> f64 {
    words.chars().map(letter).sum()
}

fn letter(letter: char) -> f64 {
    if letter >= '\u{2e80}' { 14.0 } else { 7.8 }
}

/// As much of words as has room.
fn shortened(words: &str, room: f64) -> String {
    if breadth(words) <= room + 1.0 {
        return words.to_owned();
    }
    let mut taken = 0.0;
    let kept = words.chars().take_while(|next| {
        taken += letter(*next);
        taken <= room - 14.0
    });
    kept.chain(['…']).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a picture has few rows")]
fn real(rows: usize) -> f64 {
    rows as f64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "persons of one city are far fewer than 2^52"
)]
fn real_persons(persons: u64) -> f64 {
    persons as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(name: &str, value: f64) -> Dot {
        Dot {
            name: name.to_owned(),
            value,
            interval: Some((value - 0.02, value + 0.02)),
            label: "x".to_owned(),
        }
    }

    /// All places of a drawing lie within it.
    fn holds(drawing: &Drawing) {
        let (width, height) = drawing.size;
        let is_within = |(x, y): (f64, f64)| {
            (-0.5..=width + 0.5).contains(&x) && (-0.5..=height + 0.5).contains(&y)
        };
        for mark in &drawing.marks {
            assert!(mark.places().into_iter().all(is_within), "{mark:?}");
        }
    }

    #[test]
    fn nothing_is_drawn_beside_the_picture() {
        let names = ["道里区", "A district with a very long name indeed", "区"];
        let dots: Vec<Dot> = names.iter().map(|name| dot(name, 0.4)).collect();
        holds(&rates("t", &dots, Some((0.41, "City".into()))).unwrap());
        let dots: Vec<Dot> = names.iter().map(|name| dot(name, -0.2)).collect();
        holds(&around_zero("t", &dots, &[-0.1, 0.1]).unwrap());
        let bar = Bar {
            name: "R11".into(),
            dark: 0.3,
            pale: 0.7,
            label: "30%".into(),
        };
        holds(&bars("t", &[bar]));
        let ends = ["0".to_owned(), "1".to_owned()];
        holds(&scale("t", 0.98, (0.9, 1.0), ends));
        holds(&boxes("t", &[("1".into(), [0.2, 0.8, 1.0, 1.2, 7.0])]));
        let class = |from, to| WeightClass {
            from,
            to,
            persons: 20,
        };
        holds(&histogram("t", &[class(0.0, 0.875), class(0.875, 3.125)]).unwrap());
        assert_eq!(rates("t", &[], None), None);
        assert_eq!(histogram("t", &[]), None);
    }

    #[test]
    fn names_are_shortened_where_there_is_no_room() {
        assert_eq!(shortened("道里区", 50.0), "道里区");
        assert_eq!(shortened("道里区南岗区", 50.0), "道里…");
    }
}
