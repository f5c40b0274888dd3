//! A map of districts, drawn on the server: each filled by a class, with its name and figure where they fit.
//!
//! # Design
//!
//! It knows outlines and what it is told of each district, and not what the figures are of. What is too small for its name
//! on the map of all (the inner districts of a city beside its counties) is drawn once more, enlarged; what is too small even
//! there has a number, and the number a line below. Colour alone tells nothing: names and figures stand on the map, every
//! outline has a text of its own, and whoever draws a map has the figures in a table beside it.

mod classes;
mod drawing;
mod geometry;
mod name;

use std::collections::BTreeMap;

use maud::{Markup, html};

pub(crate) use classes::{CLASSES, Classes};
pub(crate) use name::short_name;

use crate::number::Coordinate;
use geometry::{Bounds, Outline, Projection};
use sampling::{StratumId, StratumShape};

/// The width of the larger side of a drawing, in units of the drawing.
const SIZE: f64 = 400.0;
/// The height of letters and the distance of lines, in units of the drawing.
const LETTER: f64 = 13.0;
const LINE: f64 = 14.0;
/// From which enlargement on a second drawing is worth its room.
const WORTH_ENLARGING: f64 = 2.5;
/// Where more districts than this are too small for a label, none is drawn once more.
const MOST_ENLARGED: usize = 60;

/// What is told of a district.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct District {
    /// In full.
    pub(crate) name: String,
    /// As it stands on the map.
    pub(crate) short: String,
    /// Its class, below [`CLASSES`], and its figure; none where there is none.
    pub(crate) shown: Option<(usize, String)>,
}

impl District {
    fn figure(&self) -> Option<&str> {
        self.shown.as_ref().map(|(_, figure)| figure.as_str())
    }

    /// Name and figure in one line.
    fn line(&self, nothing: &str) -> String {
        format!("{} {}", self.name, self.figure().unwrap_or(nothing))
    }

    /// How wide and high its two lines are, in units of a drawing.
    fn label_size(&self) -> (f64, f64) {
        let width = text_width(&self.short).max(text_width(self.figure().unwrap_or_default()));
        let lines = if self.shown.is_some() { 2.0 } else { 1.0 };
        (width, lines * LINE)
    }
}

/// A map with what stands beside it.
pub(crate) struct DistrictMap<'a> {
    /// Names it among the maps of a page.
    pub(crate) id: &'a str,
    pub(crate) shapes: &'a [StratumShape],
    /// By code; an outline of which nothing is told has its code alone.
    pub(crate) districts: BTreeMap<StratumId, District>,
    pub(crate) title: String,
    /// What the map tells, for whoever does not see it.
    pub(crate) description: String,
    /// What the enlarged part is called.
    pub(crate) enlarged: String,
    /// What each class means.
    pub(crate) classes: [String; CLASSES],
    /// What having no figure means.
    pub(crate) nothing: String,
}

/// A district in a drawing: its outline there, and where its label goes.
struct Drawn<'a> {
    outline: Outline,
    district: &'a District,
    label: Label,
}

enum Label {
    /// Name and figure at this point.
    Whole((f64, f64)),
    /// The number of its line below, at this point.
    Number(usize, (f64, f64)),
    /// None here.
    Absent,
}

/// Where everything goes.
struct Layout<'a> {
    map: Projection,
    drawn: Vec<Drawn<'a>>,
    enlarged: Option<Enlarged<'a>>,
    /// Districts with a number in place of a label.
    numbered: Vec<&'a District>,
}

/// The part that is drawn once more.
struct Enlarged<'a> {
    bounds: Bounds,
    map: Projection,
    drawn: Vec<Drawn<'a>>,
}

impl<'a> Layout<'a> {
    /// The larger sides of both drawings are given, in units of the drawing.
    fn of(shapes: &[(&'a StratumShape, &'a District)], (side, enlarged_side): (f64, f64)) -> Self {
        let map = Projection::fitted(Bounds::around(shapes.iter().map(|(shape, _)| *shape)), side);
        let mut drawn = draw(shapes, &map, |_| true);
        let labels = drawn.iter().enumerate();
        let small = labels.filter(|(_, it)| it.is_without_label());
        let small: Vec<usize> = small.map(|(at, _)| at).collect();
        let part = worth_enlarging(shapes, &small, &map);
        let mut numbered = Vec::new();
        for at in small.into_iter().filter(|at| !part.contains(at)) {
            drawn[at].number(&mut numbered);
        }
        let enlarged =
            (!part.is_empty()).then(|| Enlarged::of(shapes, &part, enlarged_side, &mut numbered));
        Self {
            map,
            drawn,
            enlarged,
            numbered,
        }
    }
}

/// Of the districts that are too small for a label those that are drawn once more: all of them, but for what lies too far
/// apart to let the others become much larger. None where fewer than two are left: a number tells as much.
fn worth_enlarging(
    shapes: &[(&StratumShape, &District)],
    small: &[usize],
    whole: &Projection,
) -> Vec<usize> {
    if small.len() > MOST_ENLARGED {
        return Vec::new();
    }
    let scale = |part: &[usize]| {
        let bounds = Bounds::around(part.iter().map(|at| shapes[*at].0));
        Projection::fitted(bounds.widened(), SIZE).scale()
    };
    let mut part = small.to_vec();
    while part.len() > 1 && scale(&part) < WORTH_ENLARGING * whole.scale() {
        let without = |left: usize| {
            let mut rest = part.clone();
            rest.remove(left);
            rest
        };
        let rests = (0..part.len()).map(without);
        let largest = rests.max_by(|one, other| scale(one).total_cmp(&scale(other)));
        part = largest.unwrap_or_default();
    }
    if part.len() > 1 { part } else { Vec::new() }
}

impl<'a> Enlarged<'a> {
    fn of(
        shapes: &[(&'a StratumShape, &'a District)],
        part: &[usize],
        side: f64,
        numbered: &mut Vec<&'a District>,
    ) -> Self {
        let bounds = Bounds::around(part.iter().map(|at| shapes[*at].0)).widened();
        let map = Projection::fitted(bounds, side);
        // Its neighbours have their labels on the map of all.
        let mut drawn = draw(shapes, &map, |at| part.contains(&at));
        for at in part {
            if drawn[*at].is_without_label() {
                drawn[*at].number(numbered);
            }
        }
        drawn.retain(|it| map.shows(&it.outline));
        Self { bounds, map, drawn }
    }
}

impl DistrictMap<'_> {
    /// The map, its enlarged part, the legend, and the lines of what is too small for a label.
    pub(crate) fn figure(&self) -> Markup {
        let unknown = self.unknown();
        let layout = Layout::of(&self.told(&unknown), (SIZE, SIZE));
        let [title, description, pattern] =
            ["title", "description", "nothing"].map(|part| format!("{}-{part}", self.id));
        html! {
            div.district-map {
                svg viewBox=(layout.map.view_box()) role="img" aria-labelledby=(title) aria-describedby=(description) {
                    title id=(title) { (self.title) }
                    desc id=(description) { (self.description) }
                    defs { pattern id=(pattern) width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" { rect.ground width="6" height="6" {} line.hatch x2="0" y2="6" {} } }
                    (self.outlines(&layout.drawn, &pattern))
                    @if let Some(enlarged) = &layout.enlarged { (frame_of(&layout.map, enlarged.bounds)) }
                    (labels(&layout.drawn))
                }
                div {
                    @if let Some(enlarged) = &layout.enlarged {
                        figure {
                            figcaption { (self.enlarged) }
                            svg viewBox=(enlarged.map.view_box()) role="img" aria-label=(self.enlarged) {
                                (self.outlines(&enlarged.drawn, &pattern))
                                (labels(&enlarged.drawn))
                            }
                        }
                    }
                    ul.classes {
                        @for (class, meaning) in self.classes.iter().enumerate() { li { (swatch(&class_name(class), None)) (meaning) } }
                        li { (swatch("none", Some(&pattern))) (self.nothing) }
                    }
                    @if !layout.numbered.is_empty() { ol { @for district in &layout.numbered { li { (district.line(&self.nothing)) } } } }
                }
            }
        }
    }

    /// Every outline with what is told of it.
    fn told<'b>(
        &'b self,
        unknown: &'b BTreeMap<&StratumId, District>,
    ) -> Vec<(&'b StratumShape, &'b District)> {
        let told = self.shapes.iter().filter_map(|shape| {
            let known = self.districts.get(&shape.code);
            Some((shape, known.or_else(|| unknown.get(&shape.code))?))
        });
        told.collect()
    }

    /// What is told of outlines of which nothing is told.
    fn unknown(&self) -> BTreeMap<&StratumId, District> {
        let codes = self.shapes.iter().map(|shape| &shape.code);
        let unknown = codes.filter(|code| !self.districts.contains_key(code));
        unknown
            .map(|code| {
                let name = code.to_string();
                let short = name.clone();
                let shown = None;
                (code, District { name, short, shown })
            })
            .collect()
    }

    fn outlines(&self, drawn: &[Drawn<'_>], pattern: &str) -> Markup {
        html! {
            @for it in drawn {
                @let line = it.district.line(&self.nothing);
                @match &it.district.shown {
                    Some((class, _)) => path class=(class_name(*class)) d=(it.outline.path()) { title { (line) } },
                    None => path.none fill=(format!("url(#{pattern})")) d=(it.outline.path()) { title { (line) } },
                }
            }
        }
    }
}

impl<'a> Drawn<'a> {
    fn is_without_label(&self) -> bool {
        matches!(self.label, Label::Absent)
    }

    /// The lines of a label around this point, each with the middle of its baseline.
    fn label_lines(&self, (x, y): (f64, f64)) -> Vec<(&'a str, (f64, f64))> {
        let lines = [Some(self.district.short.as_str()), self.district.figure()];
        let top = y - f64::from(u8::from(self.district.shown.is_some())) * LINE / 2.0;
        let lines = lines.into_iter().flatten().zip([0.0, LINE]);
        lines
            .map(|(line, above)| (line, (x, top + above + LETTER / 3.0)))
            .collect()
    }

    /// Gives it the next number and remembers its line.
    fn number(&mut self, key: &mut Vec<&'a District>) {
        key.push(self.district);
        self.label = Label::Number(key.len(), self.outline.middle());
    }
}

/// The districts under a projection, those that are asked for labelled where their label fits.
fn draw<'a>(
    shapes: &[(&'a StratumShape, &'a District)],
    projection: &Projection,
    labelled: impl Fn(usize) -> bool,
) -> Vec<Drawn<'a>> {
    let drawn = shapes.iter().enumerate().map(|(at, (shape, district))| {
        let outline = projection.outline(shape);
        let size = district.label_size();
        let place = labelled(at).then(|| outline.place(size)).flatten();
        let label = place.map_or(Label::Absent, Label::Whole);
        Drawn {
            outline,
            district,
            label,
        }
    });
    drawn.collect()
}

fn labels(drawn: &[Drawn<'_>]) -> Markup {
    html! {
        @for it in drawn {
            @let class = it.district.shown.as_ref().map_or_else(|| "none".to_owned(), |(class, _)| class_name(*class));
            @match &it.label {
                Label::Whole(at) => {
                    text class=(class) text-anchor="middle" {
                        @for (line, (x, y)) in it.label_lines(*at) { tspan x=(Coordinate(x)) y=(Coordinate(y)) { (line) } }
                    }
                },
                Label::Number(number, (x, y)) => text class=(class) text-anchor="middle" x=(Coordinate(*x)) y=(Coordinate(y + LETTER / 3.0)) { (number) },
                Label::Absent => {},
            }
        }
    }
}

/// Where the enlarged part lies on the map of all.
fn frame_of(map: &Projection, bounds: Bounds) -> Markup {
    let (x, y, width, height) = map.rectangle(bounds);
    html! { rect.enlarged x=(Coordinate(x)) y=(Coordinate(y)) width=(Coordinate(width)) height=(Coordinate(height)) {} }
}

fn swatch(class: &str, pattern: Option<&str>) -> Markup {
    let fill = pattern.map(|pattern| format!("url(#{pattern})"));
    html! { svg viewBox="0 0 24 14" aria-hidden="true" { rect class=(class) fill=[fill] width="24" height="14" {} } " " }
}

fn class_name(class: usize) -> String {
    format!("c{class}")
}

/// About how wide a text is, in units of a drawing: a Chinese character is as wide as high, a Latin letter three fifths of that.
fn text_width(text: &str) -> f64 {
    let width = |letter: char| if letter.is_ascii() { 0.62 } else { 1.0 };
    LETTER * text.chars().map(width).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use questionnaire::Language;
    use sampling::{read_shapes, read_strata};

    fn harbin() -> (Vec<StratumShape>, BTreeMap<StratumId, District>) {
        let strata = include_bytes!("../../../surveys/harbin-2012-2014/frame.csv");
        let strata = read_strata("frame.csv", strata).unwrap();
        let map = include_bytes!("../../../surveys/harbin-2012-2014/districts.geojson");
        let shapes = read_shapes("districts.geojson", map, Some(&strata)).unwrap();
        let districts = strata.into_iter().enumerate().map(|(at, stratum)| {
            let name = stratum.name.get(&Language::new("zh")).to_owned();
            let district = District {
                short: short_name(&name).to_owned(),
                name,
                shown: Some((at % CLASSES, format!("{}%", at + 20))),
            };
            (stratum.code, district)
        });
        (shapes, districts.collect())
    }

    fn figure(shapes: &[StratumShape], districts: &BTreeMap<StratumId, District>) -> String {
        let map = DistrictMap {
            id: "map",
            shapes,
            districts: districts.clone(),
            title: "收回的地图".to_owned(),
            description: "最低和最高".to_owned(),
            enlarged: "放大".to_owned(),
            classes: ["a", "b", "c", "d", "e"].map(str::to_owned),
            nothing: "没有样本".to_owned(),
        };
        map.figure().into_string()
    }

    #[test]
    fn every_district_is_drawn_once_and_labelled_once() {
        let (shapes, districts) = harbin();
        let figure = figure(&shapes, &districts);
        let (map, beside) = figure.split_once("<figcaption>").unwrap();
        assert_eq!(map.matches("<path").count(), 18);
        for district in districts.values() {
            let title = format!(
                "<title>{} {}</title>",
                district.name,
                district.figure().unwrap()
            );
            assert_eq!(map.matches(&title).count(), 1, "{title}");
            let label = format!(">{}</tspan>", district.short);
            assert_eq!(figure.matches(&label).count(), 1, "{label}");
        }
        // The inner districts are labelled in the enlarged part, the counties on the map of all.
        assert!(beside.contains(">平房</tspan>") && map.contains(">依兰</tspan>"));
        assert_eq!(map.matches("class=\"enlarged\"").count(), 1);
        assert!(map.contains("<title id=\"map-title\">收回的地图</title>"));
        assert!(map.contains("<desc id=\"map-description\">最低和最高</desc>"));
        assert!(!figure.contains("style="), "the policy of pages forbids it");
        assert!(!figure.contains("<ol>"), "nothing is too small for a label");
    }

    #[test]
    fn what_has_no_figure_is_hatched_and_what_is_unknown_has_its_code() {
        let (shapes, mut districts) = harbin();
        let code = StratumId::new("230123");
        districts.get_mut(&code).unwrap().shown = None;
        districts.remove(&StratumId::new("230124"));
        let figure = figure(&shapes, &districts);
        for title in ["依兰县 没有样本", "230124 没有样本"] {
            assert!(
                figure.contains(&format!("<title>{title}</title>")),
                "{title}"
            );
        }
        assert_eq!(
            figure
                .matches("<path class=\"none\" fill=\"url(#map-nothing)\"")
                .count(),
            2
        );
    }

    #[test]
    fn long_names_leave_the_inner_districts_enlarged() {
        let (shapes, mut districts) = harbin();
        for district in districts.values_mut() {
            district.short = "Fangzheng".to_owned();
        }
        let figure = figure(&shapes, &districts);
        let (map, beside) = figure.split_once("<figcaption>").unwrap();
        assert!(beside.matches(">Fangzheng</tspan>").count() > 1, "{figure}");
        assert!(
            map.contains(">1</text>"),
            "a county too narrow for so long a name"
        );
        let lines = figure.matches("<li>").count() - CLASSES - 1;
        let labels = figure.matches(">Fangzheng</tspan>").count();
        assert_eq!(lines + labels, 18, "each has its label or its line once");
    }

    #[test]
    fn what_is_too_small_and_too_far_apart_has_a_number() {
        let square = |code: &str, west: f64, side: f64| {
            let (east, north) = (west + side, 45.0 + side);
            let ring = vec![
                [west, 45.0],
                [east, 45.0],
                [east, north],
                [west, north],
                [west, 45.0],
            ];
            let code = StratumId::new(code);
            StratumShape {
                code,
                polygons: vec![vec![ring]],
            }
        };
        let shapes = [
            square("1", 120.0, 0.01),
            square("2", 121.0, 2.0),
            square("3", 125.0, 0.01),
        ];
        let districts = ["1", "2", "3"].map(|code| {
            let name = format!("第{code}区");
            let shown = Some((1, "7.0%".to_owned()));
            (
                StratumId::new(code),
                District {
                    short: name.clone(),
                    name,
                    shown,
                },
            )
        });
        let figure = figure(&shapes, &BTreeMap::from(districts));
        assert!(!figure.contains("figcaption"), "{figure}");
        assert!(
            figure.contains("<ol><li>第1区 7.0%</li><li>第3区 7.0%</li></ol>"),
            "{figure}"
        );
        assert!(figure.contains(">1</text>") && figure.contains(">2</text>"));
    }
}
