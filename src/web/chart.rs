//! A small grammar of marks: drawings that stand by themselves.
//!
//! # Design
//!
//! A drawing is a list of marks in units of its own, written as SVG that needs nothing else: colours are attributes,
//! letters are of the reader's own fonts, and title, source and date stand in the picture, since pictures are passed on
//! without the page around them. Nothing is told by colour alone: an interval is pale and wide, its figure dark and
//! round, a target dashed, and all of it can be told apart in grey.

use maud::{Markup, html};

use crate::number::Coordinate;

/// The fonts of systems that have Chinese letters.
const FONTS: &str =
    "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

/// What something is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Words, and lines that matter as much.
    Dark,
    /// Words beside the matter.
    Soft,
    /// Lines that help the eye.
    Faint,
    /// Figures.
    Figure,
    /// Intervals.
    Pale,
}

impl Ink {
    const fn colour(self) -> &'static str {
        match self {
            Self::Dark => "#14202b",
            Self::Soft => "#47535f",
            Self::Faint => "#c9d1d9",
            Self::Figure => "#0b4f7d",
            Self::Pale => "#91b0c4",
        }
    }
}

/// Where the letters of a label begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    const fn written(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A place in a drawing: from the left, from the top.
pub(crate) type Place = (f64, f64);

/// A mark.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mark {
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
    /// A dot.
    Point { at: Place, radius: f64, ink: Ink },
    /// Words; `at` is the left, middle or right of their baseline.
    Label {
        at: Place,
        words: String,
        anchor: Anchor,
        size: f64,
        bold: bool,
        ink: Ink,
    },
}

impl Mark {
    /// A line that helps the eye.
    pub(crate) fn grid(from: Place, to: Place) -> Self {
        Self::Line {
            from,
            to,
            ink: Ink::Faint,
            width: 1.0,
            dashed: false,
        }
    }

    /// The line of a target.
    pub(crate) fn target(from: Place, to: Place) -> Self {
        Self::Line {
            from,
            to,
            ink: Ink::Dark,
            width: 1.5,
            dashed: true,
        }
    }

    /// An interval.
    pub(crate) fn interval(from: Place, to: Place) -> Self {
        Self::Line {
            from,
            to,
            ink: Ink::Pale,
            width: 8.0,
            dashed: false,
        }
    }

    /// A figure on its interval.
    pub(crate) fn point(at: Place) -> Self {
        Self::Point {
            at,
            radius: 5.0,
            ink: Ink::Figure,
        }
    }

    /// Words of usual size.
    pub(crate) fn label(at: Place, words: impl Into<String>, anchor: Anchor, ink: Ink) -> Self {
        Self::Label {
            at,
            words: words.into(),
            anchor,
            size: 14.0,
            bold: false,
            ink,
        }
    }

    fn draw(&self) -> Markup {
        let number = Coordinate;
        match self {
            Self::Line {
                from,
                to,
                ink,
                width,
                dashed,
            } => html! {
                line x1=(number(from.0)) y1=(number(from.1)) x2=(number(to.0)) y2=(number(to.1))
                    stroke=(ink.colour()) stroke-width=(number(*width)) stroke-dasharray=[dashed.then_some("5 4")] {}
            },
            Self::Path { through, ink } => {
                let places: Vec<String> = through
                    .iter()
                    .map(|place| format!("{},{}", number(place.0), number(place.1)))
                    .collect();
                html! { polyline points=(places.join(" ")) fill="none" stroke=(ink.colour()) stroke-width="1.5" {} }
            }
            Self::Point { at, radius, ink } => html! {
                circle cx=(number(at.0)) cy=(number(at.1)) r=(number(*radius)) fill=(ink.colour()) {}
            },
            Self::Label {
                at,
                words,
                anchor,
                size,
                bold,
                ink,
            } => html! {
                text x=(number(at.0)) y=(number(at.1)) text-anchor=(anchor.written()) font-size=(number(*size))
                    font-weight=[bold.then_some("bold")] fill=(ink.colour()) { (words) }
            },
        }
    }
}

/// A drawing that stands by itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Drawing {
    /// How wide and high it is, in its units.
    pub(crate) size: (f64, f64),
    /// What it shows, for whoever does not see it.
    pub(crate) title: String,
    /// Its figures in words, for the same.
    pub(crate) description: String,
    pub(crate) marks: Vec<Mark>,
}

impl Drawing {
    /// The drawing as an element of a page.
    pub(crate) fn draw(&self) -> Markup {
        let (width, height) = (Coordinate(self.size.0), Coordinate(self.size.1));
        html! {
            svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height)
                role="img" font-family=(FONTS) {
                title { (self.title) }
                desc { (self.description) }
                rect width=(width) height=(height) fill="#ffffff" {}
                @for mark in &self.marks { (mark.draw()) }
            }
        }
    }

    /// The drawing as a file.
    pub(crate) fn file(&self) -> Vec<u8> {
        let drawn = self.draw().into_string();
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{drawn}\n").into_bytes()
    }
}

/// Words in lines that are no wider than this, as letters of this size commonly are.
pub(crate) fn lines(words: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut at = 0.0;
    for word in words.split_inclusive(|letter: char| letter == ' ' || is_wide(letter)) {
        let long: f64 = word.chars().map(|letter| breadth(letter) * size).sum();
        if at > 0.0 && at + long > width {
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

fn is_wide(letter: char) -> bool {
    letter >= '\u{2e80}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_well_formed_and_escapes_what_it_says() {
        let drawing = Drawing {
            size: (100.0, 50.5),
            title: "A <b> & \"c\"".to_owned(),
            description: "one".to_owned(),
            marks: vec![
                Mark::target((1.0, 2.0), (3.0, 4.0)),
                Mark::point((5.0, 6.25)),
                Mark::label((1.0, 1.0), "<x>", Anchor::End, Ink::Soft),
            ],
        };
        let file = String::from_utf8(drawing.file()).unwrap();
        for said in [
            "viewBox=\"0 0 100 50.5\"",
            "A &lt;b&gt; &amp; ",
            "stroke-dasharray=\"5 4\"",
            "&lt;x&gt;</text>",
        ] {
            assert!(file.contains(said), "{said}: {file}");
        }
        assert!(
            !file.contains("style=") && !file.contains("class="),
            "{file}"
        );
    }

    #[test]
    fn words_are_broken_where_they_are_too_wide() {
        assert_eq!(lines("居民满意度调查", 10.0, 40.0), ["居民满意", "度调查"]);
        assert_eq!(lines("one two three", 10.0, 50.0), ["one two ", "three"]);
        assert_eq!(lines("incomprehensibilities", 10.0, 50.0).len(), 1);
        assert_eq!(lines("", 10.0, 50.0), [""]);
    }
}
