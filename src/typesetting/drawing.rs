//! A small grammar of marks: drawings that stand by themselves.
//!
//! # Design
//!
//! A drawing is a list of marks in units of its own, written as SVG, as PNG or on paper. It needs nothing else: colours
//! are fixed, and title, source and date stand in a picture that is passed on without the page around it. Nothing is told
//! by colour alone: an interval is pale and wide, its figure dark and round, a target dashed, and all of it can be
//! told apart in grey.

use crate::font::is_wide;

/// What something is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Words, and lines that matter as much.
    Dark,
    /// Words beside the matter.
    Soft,
    /// Lines that help the eye.
    Faint,
    /// Figures, and what is met.
    Figure,
    /// Intervals.
    Pale,
    /// What is not met.
    Warm,
    /// Grounds behind words.
    Wash,
    /// The paper itself, for words on what is dark.
    Paper,
    /// An area whose figure is in this of five classes, the lowest 0.
    Class(u8),
}

/// How dark the areas of a class are, in percent of [`Ink::Figure`]: as far apart in grey as in colour.
const DEPTHS: [u8; 5] = [5, 18, 34, 52, 90];

/// The depth of a class; that of the highest for what is above it.
const fn depth(class: u8) -> u8 {
    let [lowest, low, middle, high, highest] = DEPTHS;
    match class {
        0 => lowest,
        1 => low,
        2 => middle,
        3 => high,
        _ => highest,
    }
}

/// A part of a colour between white and itself, in percent.
#[expect(
    clippy::cast_possible_truncation,
    reason = "what is left of 255 is below 256"
)]
const fn part(of: u8, percent: u8) -> u8 {
    255 - ((255 - of) as u16 * percent as u16 / 100) as u8
}

impl Ink {
    /// Red, green and blue, 0 to 255.
    pub const fn colour(self) -> (u8, u8, u8) {
        match self {
            Self::Dark => (0x14, 0x20, 0x2b),
            Self::Soft => (0x47, 0x53, 0x5f),
            Self::Faint => (0xc9, 0xd1, 0xd9),
            Self::Figure => (0x0b, 0x4f, 0x7d),
            Self::Pale => (0x91, 0xb0, 0xc4),
            Self::Warm => (0xb5, 0x41, 0x0b),
            Self::Wash => (0xf4, 0xf6, 0xf8),
            Self::Paper => (0xff, 0xff, 0xff),
            Self::Class(class) => {
                let (red, green, blue) = Self::Figure.colour();
                let depth = depth(class);
                (part(red, depth), part(green, depth), part(blue, depth))
            }
        }
    }
}

/// Where the letters of a label begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// At its place.
    Start,
    /// Half of them before its place.
    Middle,
    /// They end there.
    End,
}

/// A place in a drawing: from the left, from the top.
pub type Place = (f64, f64);

/// A mark.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Mark {
    /// A straight line.
    Line {
        from: Place,
        to: Place,
        ink: Ink,
        width: f64,
        dashed: bool,
    },
    /// A line through several places.
    Path { through: Vec<Place>, ink: Ink },
    /// An area within a thin border: what an odd number of rings surrounds is inside.
    Area { rings: Vec<Vec<Place>>, ink: Ink },
    /// A dot.
    Point { at: Place, radius: f64, ink: Ink },
    /// An open dot: a figure beside the one that matters.
    Ring { at: Place, radius: f64, ink: Ink },
    /// Words; `at` is the left, middle or right of their baseline.
    Label {
        at: Place,
        words: String,
        anchor: Anchor,
        size: f64,
        bold: bool,
        ink: Ink,
    },
    /// Marks of one figure, and the figure in words, which whoever points at them on a screen is told.
    Told { words: String, marks: Vec<Mark> },
}

impl Mark {
    /// A line that helps the eye.
    pub const fn grid(from: Place, to: Place) -> Self {
        Self::Line {
            from,
            to,
            ink: Ink::Faint,
            width: 1.0,
            dashed: false,
        }
    }

    /// The line of a target.
    pub const fn target(from: Place, to: Place) -> Self {
        Self::Line {
            from,
            to,
            ink: Ink::Dark,
            width: 1.5,
            dashed: true,
        }
    }

    /// An interval.
    pub const fn interval(from: Place, to: Place) -> Self {
        Self::Line {
            from,
            to,
            ink: Ink::Pale,
            width: 8.0,
            dashed: false,
        }
    }

    /// A figure on its interval.
    pub const fn point(at: Place) -> Self {
        Self::Point {
            at,
            radius: 5.0,
            ink: Ink::Figure,
        }
    }

    /// The places that it is drawn through or at.
    pub fn places(&self) -> Vec<Place> {
        match self {
            Self::Line { from, to, .. } => vec![*from, *to],
            Self::Path { through, .. } => through.clone(),
            Self::Area { rings, .. } => rings.concat(),
            Self::Point { at, .. } | Self::Ring { at, .. } | Self::Label { at, .. } => vec![*at],
            Self::Told { marks, .. } => marks.iter().flat_map(Self::places).collect(),
        }
    }

    /// Words of usual size.
    pub fn label(at: Place, words: impl Into<String>, anchor: Anchor, ink: Ink) -> Self {
        Self::Label {
            at,
            words: words.into(),
            anchor,
            size: 14.0,
            bold: false,
            ink,
        }
    }
}

/// A drawing that stands by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// How wide and high it is, in its units.
    pub size: (f64, f64),
    /// What it shows, for whoever does not see it.
    pub title: String,
    /// Its figures in words, for the same.
    pub description: String,
    /// What is drawn, the first below.
    pub marks: Vec<Mark>,
}

/// How long the dashes of a dashed line are, and the gaps between them.
pub(crate) const DASHES: [f32; 2] = [5.0, 4.0];
/// How wide a line through places is.
pub(crate) const PATH_WIDTH: f32 = 1.5;
/// How wide the border of an area is, and what it is drawn with.
pub(crate) const BORDER: (f32, Ink) = (0.75, Ink::Soft);
/// How wide the line of an open dot is.
pub(crate) const RING_WIDTH: f32 = 2.0;

/// A number of a drawing as letters and paths have it.
#[expect(
    clippy::cast_possible_truncation,
    reason = "places in a drawing are drawn to a tenth of a unit"
)]
pub(crate) const fn single(number: f64) -> f32 {
    number as f32
}

/// Marks that begin no line.
const CLOSING: [char; 14] = [
    '，', '。', '、', '）', '》', '：', '；', '？', '”', ',', '.', ')', ':', ';',
];

/// Words in lines that are no wider than this, as letters of this size commonly are: a reader's own font draws them.
pub fn lines(words: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut at = 0.0;
    for word in
        words.split_inclusive(|letter: char| [' ', '”'].contains(&letter) || is_wide(letter))
    {
        let long: f64 = word.chars().map(|letter| breadth(letter) * size).sum();
        // A mark that closes begins no line, though it may stand out a little.
        let closes = word.starts_with(CLOSING);
        if at > 0.0 && at + long > width && !closes {
            lines.push(String::new());
            at = 0.0;
        }
        at += long;
        if let Some(line) = lines.last_mut() {
            line.push_str(word);
        }
    }
    lines
}

/// How broad a letter is, in its size.
fn breadth(letter: char) -> f64 {
    if is_wide(letter) { 1.0 } else { 0.58 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_broken_where_they_are_too_wide() {
        assert_eq!(lines("居民满意度调查", 10.0, 40.0), ["居民满意", "度调查"]);
        assert_eq!(lines("其他区、县（市）", 10.0, 70.0), ["其他区、县（市）"]);
        assert_eq!(
            lines("您“满意吗？”（一）", 10.0, 50.0),
            ["您“满意吗？”", "（一）"]
        );
        assert_eq!(lines("one two three", 10.0, 50.0), ["one two ", "three"]);
        assert_eq!(lines("incomprehensibilities", 10.0, 50.0).len(), 1);
        assert_eq!(lines("", 10.0, 50.0), [""]);
    }
}
