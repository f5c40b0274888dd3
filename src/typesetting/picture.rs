//! A drawing as PNG, for programs that show no SVG: on white, each unit of the drawing two pixels wide.

use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use tiny_skia::{
    Color, FillRule, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, StrokeDash, Transform,
};

use crate::drawing::{
    Anchor, BORDER, DASHES, Drawing, Ink, Mark, PATH_WIDTH, Place, RING_WIDTH, single,
};
use crate::font::{Weight, printable};

/// Pixels to a unit of the drawing.
const SCALE: f32 = 2.0;
/// No drawing is wider or higher, in units.
const LARGEST: f64 = 8000.0;

impl Drawing {
    /// The drawing as a PNG file; none where it is empty or larger than any drawing is.
    pub fn png(&self) -> Option<Vec<u8>> {
        let within = |side: f64| (side > 0.0 && side <= LARGEST).then(|| pixels(side));
        let mut canvas = Pixmap::new(within(self.size.0)?, within(self.size.1)?)?;
        canvas.fill(Color::WHITE);
        for mark in &self.marks {
            paint(&mut canvas, mark);
        }
        canvas.encode_png().ok()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a side is positive and below eight thousand units"
)]
fn pixels(side: f64) -> u32 {
    (side * f64::from(SCALE)).ceil() as u32
}

fn paint(canvas: &mut Pixmap, mark: &Mark) {
    match mark {
        Mark::Line {
            from,
            to,
            ink,
            width,
            dashed,
        } => {
            let dash = dashed
                .then(|| StrokeDash::new(DASHES.to_vec(), 0.0))
                .flatten();
            let stroke = Stroke {
                width: single(*width),
                dash,
                ..Stroke::default()
            };
            draw_line(canvas, &[*from, *to], &stroke, *ink);
        }
        Mark::Path { through, ink } => {
            let stroke = Stroke {
                width: PATH_WIDTH,
                ..Stroke::default()
            };
            draw_line(canvas, through, &stroke, *ink);
        }
        Mark::Area { rings, ink } => {
            if let Some(area) = area(rings) {
                let inside = in_colour(ink.colour());
                canvas.fill_path(&area, &inside, FillRule::EvenOdd, scaled(), None);
                let (width, ink) = BORDER;
                let stroke = Stroke {
                    width,
                    line_join: LineJoin::Round,
                    ..Stroke::default()
                };
                canvas.stroke_path(&area, &in_colour(ink.colour()), &stroke, scaled(), None);
            }
        }
        Mark::Point { at, radius, ink } => {
            if let Some(circle) = circle(*at, *radius) {
                fill(canvas, &circle, ink.colour());
            }
        }
        Mark::Ring { at, radius, ink } => {
            if let Some(circle) = circle(*at, *radius) {
                fill(canvas, &circle, (255, 255, 255));
                let stroke = Stroke {
                    width: RING_WIDTH,
                    ..Stroke::default()
                };
                canvas.stroke_path(&circle, &in_colour(ink.colour()), &stroke, scaled(), None);
            }
        }
        Mark::Told { marks, .. } => {
            for mark in marks {
                paint(canvas, mark);
            }
        }
        Mark::Label {
            at,
            words,
            anchor,
            size,
            bold,
            ink,
        } => {
            let weight = if *bold { Weight::Bold } else { Weight::Regular };
            draw_words(canvas, (*at, *anchor), words, (single(*size), weight), *ink);
        }
    }
}

fn scaled() -> Transform {
    Transform::from_scale(SCALE, SCALE)
}

fn in_colour((red, green, blue): (u8, u8, u8)) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint
}

fn circle(at: Place, radius: f64) -> Option<Path> {
    PathBuilder::from_circle(single(at.0), single(at.1), single(radius))
}

/// The closed lines around an area.
fn area(rings: &[Vec<Place>]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for ring in rings {
        follow(&mut path, ring);
        path.close();
    }
    path.finish()
}

fn follow(path: &mut PathBuilder, places: &[Place]) {
    for (number, place) in places.iter().enumerate() {
        let (x, y) = (single(place.0), single(place.1));
        if number == 0 {
            path.move_to(x, y);
        } else {
            path.line_to(x, y);
        }
    }
}

fn fill(canvas: &mut Pixmap, path: &Path, colour: (u8, u8, u8)) {
    canvas.fill_path(path, &in_colour(colour), FillRule::Winding, scaled(), None);
}

fn draw_line(canvas: &mut Pixmap, through: &[Place], stroke: &Stroke, ink: Ink) {
    let mut path = PathBuilder::new();
    follow(&mut path, through);
    if let Some(path) = path.finish() {
        canvas.stroke_path(&path, &in_colour(ink.colour()), stroke, scaled(), None);
    }
}

fn draw_words(
    canvas: &mut Pixmap,
    (at, anchor): (Place, Anchor),
    words: &str,
    (size, weight): (f32, Weight),
    ink: Ink,
) {
    let face = weight.face();
    let words = printable(words);
    let letters = face.letters(&words);
    let wide: f32 = letters.iter().map(|letter| letter.advance * size).sum();
    let mut x = single(at.0)
        - match anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => wide / 2.0,
            Anchor::End => wide,
        };
    let shapes = face.font.outline_glyphs();
    let mut pen = Pen {
        path: PathBuilder::new(),
        from: (x, single(at.1)),
    };
    for letter in letters {
        pen.from.0 = x;
        if let Some(shape) = shapes.get(letter.glyph) {
            let settings = DrawSettings::unhinted(Size::new(size), LocationRef::default());
            // A letter of our own font whose shape cannot be read would be a fault of the file: `every_sign_of_figures_and_verdicts_can_be_printed`.
            let _drawn = shape.draw(settings, &mut pen);
        }
        x += letter.advance * size;
    }
    if let Some(path) = pen.path.finish() {
        fill(canvas, &path, ink.colour());
    }
}

/// Draws the outline of a letter where it stands: up is up in a font, and down in a picture.
struct Pen {
    path: PathBuilder,
    from: (f32, f32),
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.from.0 + x, self.from.1 - y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.from.0 + x, self.from.1 - y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (left, top) = self.from;
        self.path.quad_to(left + cx, top - cy, left + x, top - y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (left, top) = self.from;
        self.path.cubic_to(
            left + cx0,
            top - cy0,
            left + cx1,
            top - cy1,
            left + x,
            top - y,
        );
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(marks: Vec<Mark>) -> Drawing {
        Drawing {
            size: (100.0, 40.5),
            title: String::new(),
            description: String::new(),
            marks,
        }
    }

    fn pixels(drawing: &Drawing) -> Pixmap {
        Pixmap::decode_png(&drawing.png().unwrap()).unwrap()
    }

    fn dark(canvas: &Pixmap, (left, right): (u32, u32)) -> usize {
        let rows = 0..canvas.height();
        let dark = rows.flat_map(|y| (left..right).map(move |x| (x, y)));
        dark.filter(|(x, y)| canvas.pixel(*x, *y).is_some_and(|it| it.red() < 128))
            .count()
    }

    #[test]
    fn a_picture_is_twice_as_large_on_white_and_the_same_every_time() {
        let empty = drawing(Vec::new());
        let canvas = pixels(&empty);
        assert_eq!((canvas.width(), canvas.height()), (200, 81));
        assert!(
            canvas
                .pixels()
                .iter()
                .all(|it| it.red() == 255 && it.alpha() == 255)
        );
        let marked = drawing(vec![Mark::point((50.0, 20.0))]);
        assert_eq!(marked.png(), marked.png());
        assert!(dark(&pixels(&marked), (80, 120)) > 200);
    }

    #[test]
    fn an_area_has_its_holes_and_classes_are_told_apart_in_grey() {
        let square = |from: f64, to: f64| vec![(from, from), (to, from), (to, to), (from, to)];
        let grey = |class| {
            let rings = vec![square(2.0, 38.0), square(10.0, 30.0)];
            let ink = Ink::Class(class);
            let canvas = pixels(&drawing(vec![Mark::Area { rings, ink }]));
            assert_eq!(canvas.pixel(40, 40).unwrap().red(), 255, "the hole");
            canvas.pixel(12, 12).unwrap().green()
        };
        let greys = [0, 1, 2, 3, 4].map(grey);
        assert!(
            greys.is_sorted_by(|pale, dark| *pale >= *dark + 20),
            "{greys:?}"
        );
    }

    #[test]
    fn words_stand_where_their_anchor_says() {
        let said = |anchor| drawing(vec![Mark::label((50.0, 30.0), "民意", anchor, Ink::Dark)]);
        let (start, end) = (pixels(&said(Anchor::Start)), pixels(&said(Anchor::End)));
        assert!(dark(&start, (100, 200)) > 100);
        assert_eq!(dark(&start, (0, 98)), 0);
        assert_eq!(dark(&end, (102, 200)), 0);
    }

    #[test]
    fn a_character_without_a_shape_is_drawn_as_its_code_point() {
        let said = |words: &str| {
            drawing(vec![Mark::label(
                (2.0, 30.0),
                words,
                Anchor::Start,
                Ink::Dark,
            )])
        };
        assert_eq!(said("🙂").png(), said("[U+1F642]").png());
    }

    #[test]
    fn what_has_no_size_is_no_picture() {
        for size in [(0.0, 10.0), (f64::NAN, 10.0), (10.0, 1e9)] {
            let none = Drawing {
                size,
                ..drawing(Vec::new())
            };
            assert_eq!(none.png(), None);
        }
    }
}
