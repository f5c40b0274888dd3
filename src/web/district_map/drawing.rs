//! The map as marks, for files and for paper: the same outlines, labels and lines.

use super::{CLASSES, DistrictMap, Drawn, LETTER, LINE, Label, Layout};
use typesetting::{Anchor, Ink, Mark, Place};

/// How much of the width the enlarged part has; the legend stands beside it.
const ENLARGED: f64 = 0.6;
/// How far hatches are apart.
const HATCH: f64 = 7.0;
/// What is left free between parts.
const GAP: f64 = 24.0;
/// How wide and high the sample of a class is.
const SAMPLE: (f64, f64) = (24.0, 14.0);

impl DistrictMap<'_> {
    /// The map, its enlarged part, the legend and the lines, from this place on and so wide; and where they end.
    pub(crate) fn marks(&self, (left, top): Place, width: f64) -> (Vec<Mark>, f64) {
        let unknown = self.unknown();
        let layout = Layout::of(&self.told(&unknown), (width, width * ENLARGED));
        let mut marks = drawn(&layout.drawn, (left, top), &self.nothing);
        let mut bottom = top + layout.map.size().1 + GAP;
        let mut beside = left;
        let mut ends = bottom;
        if let Some(enlarged) = &layout.enlarged {
            let (x, y, wide, high) = layout.map.rectangle(enlarged.bounds);
            marks.extend(frame((left + x, top + y), (wide, high)));
            let caption = (left, bottom + LETTER);
            marks.push(Mark::label(
                caption,
                self.enlarged.as_str(),
                Anchor::Start,
                Ink::Soft,
            ));
            let corner = (left, bottom + LINE + 8.0);
            // Neighbours have no label here, and reach beyond the frame.
            let own = enlarged.drawn.iter().filter(|it| !it.is_without_label());
            marks.extend(drawn(own, corner, &self.nothing));
            let size = enlarged.map.size();
            marks.extend(frame(corner, size));
            ends = corner.1 + size.1;
            beside = left + width * ENLARGED + GAP;
            bottom = corner.1;
        }
        let (legend, below) = self.legend(&layout, (beside, bottom));
        marks.extend(legend);
        (marks, ends.max(below))
    }

    /// What the classes mean, and what is too small for a label.
    fn legend(&self, layout: &Layout<'_>, (left, top): Place) -> (Vec<Mark>, f64) {
        let mut marks = Vec::new();
        let mut bottom = top;
        let (wide, high) = SAMPLE;
        for class in 0..=CLASSES {
            let right = left + wide;
            let below = bottom + high;
            let corners = vec![
                (left, bottom),
                (right, bottom),
                (right, below),
                (left, below),
            ];
            let (ink, words) = match self.classes.get(class) {
                Some(meaning) => (filled(class), meaning),
                None => (Ink::Paper, &self.nothing),
            };
            let rings = vec![corners];
            marks.push(Mark::Area { rings, ink });
            if class == CLASSES {
                marks.push(Mark::grid((left, below), (left + high, bottom)));
                marks.push(Mark::grid(
                    (left + 10.0, below),
                    (left + 10.0 + high, bottom),
                ));
            }
            let at = (right + 8.0, below - 2.0);
            marks.push(Mark::label(at, words.as_str(), Anchor::Start, Ink::Dark));
            bottom += LINE + 6.0;
        }
        for (number, district) in (1_usize..).zip(&layout.numbered) {
            bottom += LINE + 4.0;
            let line = format!("{number} {}", district.line(&self.nothing));
            marks.push(Mark::label((left, bottom), line, Anchor::Start, Ink::Dark));
        }
        (marks, bottom)
    }
}

/// Districts from this corner on: areas, then labels, so that no border is drawn over a name.
fn drawn<'a>(
    districts: impl IntoIterator<Item = &'a Drawn<'a>> + Clone,
    corner: Place,
    nothing: &str,
) -> Vec<Mark> {
    let areas = districts.clone().into_iter().map(|it| Mark::Told {
        words: it.district.line(nothing),
        marks: area(it, corner),
    });
    let labels = districts.into_iter().flat_map(|it| label(it, corner));
    areas.chain(labels).collect()
}

fn area(it: &Drawn<'_>, corner: Place) -> Vec<Mark> {
    let rings = it.outline.moved(corner);
    if let Some((class, _)) = &it.district.shown {
        let ink = filled(*class);
        return vec![Mark::Area { rings, ink }];
    }
    let blank = Mark::Area {
        rings,
        ink: Ink::Paper,
    };
    let hatches = it.outline.hatches(HATCH).into_iter();
    let hatches = hatches.map(|(from, to)| Mark::grid(moved(from, corner), moved(to, corner)));
    [blank].into_iter().chain(hatches).collect()
}

fn label(it: &Drawn<'_>, corner: Place) -> Vec<Mark> {
    let class = it.district.shown.as_ref().map(|(class, _)| *class);
    let write = |words: &str, at: Place| Mark::Label {
        at: moved(at, corner),
        words: words.to_owned(),
        anchor: Anchor::Middle,
        size: LETTER,
        bold: class.is_some(),
        ink: if class.is_some_and(|class| class + 1 >= CLASSES) {
            Ink::Paper
        } else {
            Ink::Dark
        },
    };
    match &it.label {
        Label::Whole(at) => (it.label_lines(*at).into_iter())
            .map(|(line, at)| write(line, at))
            .collect(),
        Label::Number(number, (x, y)) => vec![write(&number.to_string(), (*x, y + LETTER / 3.0))],
        Label::Absent => Vec::new(),
    }
}

fn moved((x, y): Place, (across, down): Place) -> Place {
    (x + across, y + down)
}

fn filled(class: usize) -> Ink {
    Ink::Class(u8::try_from(class).unwrap_or(u8::MAX))
}

/// The borders of a rectangle.
fn frame((left, top): Place, (width, height): (f64, f64)) -> [Mark; 4] {
    let (right, bottom) = (left + width, top + height);
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
    [0, 1, 2, 3].map(|side| Mark::target(corners[side], corners[(side + 1) % 4]))
}
