//! A drawing as SVG, which needs nothing else: letters are of the reader's own fonts.

use std::fmt::{self, Display, Write};

use crate::drawing::{Anchor, BORDER, Drawing, Ink, Mark, Place};

/// The fonts of systems that have Chinese letters.
const FONTS: &str =
    "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

impl Drawing {
    /// The drawing as an element of a page.
    pub fn svg(&self) -> String {
        Element(self).to_string()
    }

    /// The drawing as a file.
    pub fn svg_file(&self) -> Vec<u8> {
        let drawn = self.svg();
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{drawn}\n").into_bytes()
    }
}

/// A drawing, written as an element.
struct Element<'a>(&'a Drawing);

impl Display for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let drawing = self.0;
        let (width, height) = (Coordinate(drawing.size.0), Coordinate(drawing.size.1));
        write!(
            f,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" role=\"img\" font-family=\"{FONTS}\"><title>{}</title><desc>{}</desc>\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"></rect>",
            Escaped(&drawing.title),
            Escaped(&drawing.description),
        )?;
        for mark in &drawing.marks {
            write_mark(mark, f)?;
        }
        f.write_str("</svg>")
    }
}

fn write_mark(mark: &Mark, to: &mut fmt::Formatter<'_>) -> fmt::Result {
    let number = Coordinate;
    match mark {
        Mark::Line {
            from,
            to: end,
            ink,
            width,
            dashed,
        } => {
            write!(
                to,
                "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\" stroke-width=\"{}\"",
                number(from.0),
                number(from.1),
                number(end.0),
                number(end.1),
                Colour(*ink),
                number(*width),
            )?;
            if *dashed {
                to.write_str(" stroke-dasharray=\"5 4\"")?;
            }
            to.write_str("></line>")
        }
        Mark::Path { through, ink } => {
            let places: Vec<String> = through
                .iter()
                .map(|place| format!("{},{}", number(place.0), number(place.1)))
                .collect();
            write!(
                to,
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\"></polyline>",
                places.join(" "),
                Colour(*ink),
            )
        }
        Mark::Area { rings, ink } => write!(
            to,
            "<path d=\"{}\" fill=\"{}\" fill-rule=\"evenodd\" stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"></path>",
            Rings(rings),
            Colour(*ink),
            Colour(BORDER.1),
            BORDER.0,
        ),
        Mark::Point { at, radius, ink } => write!(
            to,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"></circle>",
            number(at.0),
            number(at.1),
            number(*radius),
            Colour(*ink),
        ),
        Mark::Ring { at, radius, ink } => write!(
            to,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"#ffffff\" stroke=\"{}\" stroke-width=\"2\"></circle>",
            number(at.0),
            number(at.1),
            number(*radius),
            Colour(*ink),
        ),
        Mark::Told { words, marks } => write_told(words, marks, to),
        Mark::Label {
            at,
            words,
            anchor,
            size,
            bold,
            ink,
        } => write!(
            to,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" font-size=\"{}\"{} fill=\"{}\">{}</text>",
            number(at.0),
            number(at.1),
            written(*anchor),
            number(*size),
            if *bold { " font-weight=\"bold\"" } else { "" },
            Colour(*ink),
            Escaped(words),
        ),
    }
}

/// How far beside the marks of a figure a finger still points at it.
const REACH: f64 = 8.0;

fn write_told(words: &str, marks: &[Mark], to: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(to, "<g><title>{}</title>", Escaped(words))?;
    for mark in marks {
        write_mark(mark, to)?;
    }
    // An area is pointed at itself: beside it lies another.
    if marks.iter().any(|mark| matches!(mark, Mark::Area { .. })) {
        return to.write_str("</g>");
    }
    let places = marks.iter().flat_map(Mark::places);
    let (left, top, right, bottom) = around(places);
    write!(
        to,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"none\" pointer-events=\"all\"></rect></g>",
        Coordinate(left - REACH),
        Coordinate(top - REACH),
        Coordinate(right - left + 2.0 * REACH),
        Coordinate(bottom - top + 2.0 * REACH),
    )
}

/// Left, top, right and bottom of what holds these places.
fn around(places: impl Iterator<Item = Place>) -> (f64, f64, f64, f64) {
    let nothing = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
    places.fold(nothing, |(left, top, right, bottom), (x, y)| {
        (left.min(x), top.min(y), right.max(x), bottom.max(y))
    })
}

const fn written(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    }
}

/// The data of a path around rings.
struct Rings<'a>(&'a [Vec<Place>]);

impl Display for Rings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ring in self.0 {
            for (number, place) in ring.iter().enumerate() {
                let to = if number == 0 { 'M' } else { 'L' };
                write!(f, "{to}{} {}", Coordinate(place.0), Coordinate(place.1))?;
            }
            f.write_char('Z')?;
        }
        Ok(())
    }
}

/// A colour, written as SVG has it.
struct Colour(Ink);

impl Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (red, green, blue) = self.0.colour();
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// A coordinate, to a tenth.
struct Coordinate(f64);

impl Display for Coordinate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.1}", self.0);
        f.write_str(text.strip_suffix(".0").unwrap_or(&text))
    }
}

/// Words between tags or quotation marks.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
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
                Mark::Told {
                    words: "88.2% & more".to_owned(),
                    marks: vec![Mark::interval((20.0, 30.0), (40.0, 30.0))],
                },
                Mark::Area {
                    rings: vec![vec![(1.0, 1.0), (9.0, 1.0), (1.0, 9.5)]],
                    ink: Ink::Class(4),
                },
            ],
        };
        let file = String::from_utf8(drawing.svg_file()).unwrap();
        for said in [
            "viewBox=\"0 0 100 50.5\"",
            "A &lt;b&gt; &amp; ",
            "stroke-dasharray=\"5 4\"",
            "fill=\"#0b4f7d\"",
            "&lt;x&gt;</text>",
            "<g><title>88.2% &amp; more</title><line x1=\"20\"",
            "<rect x=\"12\" y=\"22\" width=\"36\" height=\"16\" fill=\"none\"",
            "<path d=\"M1 1L9 1L1 9.5Z\" fill=\"#24618a\"",
        ] {
            assert!(file.contains(said), "{said}: {file}");
        }
        let needs_styles = file.contains("style=") || file.contains("class=");
        assert!(!needs_styles, "{file}");
    }
}
