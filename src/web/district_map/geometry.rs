//! From longitude and latitude to the units of a drawing, and where in an outline a label goes.
//!
//! The projection is equirectangular with the mean latitude as standard parallel: x is the longitude times the cosine of that
//! latitude. Over a city, even one of five degrees, shapes are as on any map.

use std::fmt::Write as _;

use crate::number::Coordinate;
use sampling::StratumShape;

/// Points that are closer together than this, in units of a drawing, are drawn as one.
const FINEST: f64 = 0.5;
/// In how many steps, along each axis, the best place for a label is looked for.
const STEPS: u32 = 20;
/// So many places are tried, the roomiest first.
const TRIED: usize = 60;
/// How much of its size is added to a part on every side before it is enlarged.
const MARGIN: f64 = 0.03;
/// The least extent of an area in degrees, so that nothing is divided by zero.
const LEAST: f64 = 1e-9;

/// A part of the earth between two meridians and two parallels, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

impl Bounds {
    /// The least that holds these outlines; of none, the whole earth.
    pub(super) fn around<'a>(shapes: impl IntoIterator<Item = &'a StratumShape>) -> Self {
        let polygons = shapes.into_iter().flat_map(|shape| &shape.polygons);
        let points = polygons.flatten().flatten();
        let bounds = points.fold(None, |bounds: Option<Self>, [x, y]| {
            let before = bounds.unwrap_or(Self {
                west: *x,
                south: *y,
                east: *x,
                north: *y,
            });
            Some(Self {
                west: before.west.min(*x),
                south: before.south.min(*y),
                east: before.east.max(*x),
                north: before.north.max(*y),
            })
        });
        bounds.unwrap_or(Self {
            west: -180.0,
            south: -90.0,
            east: 180.0,
            north: 90.0,
        })
    }

    /// The same with a margin.
    pub(super) fn widened(self) -> Self {
        let (x, y) = (
            MARGIN * (self.east - self.west),
            MARGIN * (self.north - self.south),
        );
        Self {
            west: self.west - x,
            south: self.south - y,
            east: self.east + x,
            north: self.north + y,
        }
    }
}

/// How a part of the earth lies in a drawing whose larger side is given; all lengths are in units of the drawing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Projection {
    west: f64,
    north: f64,
    /// Units of a degree of longitude and of one of latitude.
    scale: (f64, f64),
    width: f64,
    height: f64,
}

impl Projection {
    /// Fits a part of the earth into a square of this side.
    pub(super) fn fitted(bounds: Bounds, side: f64) -> Self {
        let squeeze = f64::midpoint(bounds.south, bounds.north).to_radians().cos();
        let width = ((bounds.east - bounds.west) * squeeze).max(LEAST);
        let height = (bounds.north - bounds.south).max(LEAST);
        let scale = side / width.max(height);
        Self {
            west: bounds.west,
            north: bounds.north,
            scale: (scale * squeeze, scale),
            width: width * scale,
            height: height * scale,
        }
    }

    /// Units of a degree of latitude.
    pub(super) fn scale(&self) -> f64 {
        self.scale.1
    }

    fn point(&self, [longitude, latitude]: [f64; 2]) -> (f64, f64) {
        (
            (longitude - self.west) * self.scale.0,
            (self.north - latitude) * self.scale.1,
        )
    }

    /// The part of the drawing that is seen: the fitted one and a rim for the lines at its edge.
    pub(super) fn view_box(&self) -> String {
        format!(
            "-1 -1 {} {}",
            Coordinate(self.width + 2.0),
            Coordinate(self.height + 2.0)
        )
    }

    /// How wide and high the fitted part is.
    pub(super) fn size(&self) -> (f64, f64) {
        (self.width, self.height)
    }

    /// Left, top, width and height of a part of the earth.
    pub(super) fn rectangle(&self, bounds: Bounds) -> (f64, f64, f64, f64) {
        let (left, top) = self.point([bounds.west, bounds.north]);
        let (right, bottom) = self.point([bounds.east, bounds.south]);
        (left, top, right - left, bottom - top)
    }

    /// An outline in the drawing.
    pub(super) fn outline(&self, shape: &StratumShape) -> Outline {
        let rings = shape.polygons.iter().flatten().map(|ring| {
            let mut kept: Vec<(f64, f64)> = Vec::new();
            for point in ring.iter().map(|point| self.point(*point)) {
                let far = |last: &(f64, f64)| distance(*last, point) >= FINEST;
                if kept.last().is_none_or(far) {
                    kept.push(point);
                }
            }
            kept
        });
        Outline {
            rings: rings.collect(),
        }
    }

    /// Whether anything of an outline may be seen.
    pub(super) fn shows(&self, outline: &Outline) -> bool {
        let (left, top, right, bottom) = outline.extent();
        left < self.width && right > 0.0 && top < self.height && bottom > 0.0
    }
}

/// The rings of an outline in units of a drawing: what an odd number of them surrounds is inside.
#[derive(Debug, Clone)]
pub(super) struct Outline {
    rings: Vec<Vec<(f64, f64)>>,
}

impl Outline {
    /// The data of a path.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        for ring in &self.rings {
            for (at, (x, y)) in ring.iter().enumerate() {
                let to = if at == 0 { 'M' } else { 'L' };
                let _ = write!(path, "{to}{} {}", Coordinate(*x), Coordinate(*y));
            }
            path.push('Z');
        }
        path
    }

    /// Its rings moved by so much.
    pub(super) fn moved(&self, (across, down): (f64, f64)) -> Vec<Vec<(f64, f64)>> {
        let moved = |ring: &Vec<(f64, f64)>| {
            let points = ring.iter().map(|(x, y)| (x + across, y + down));
            points.collect()
        };
        self.rings.iter().map(moved).collect()
    }

    /// The parts of slanting lines at this distance along both axes that lie inside.
    pub(super) fn hatches(&self, distance: f64) -> Vec<((f64, f64), (f64, f64))> {
        let (left, top, right, bottom) = self.extent();
        let mut hatches = Vec::new();
        // Along each line x + y is the same.
        let mut sum = ((left + top) / distance).ceil() * distance;
        while sum < right + bottom {
            let crossings = self.sides().filter_map(|((x, y), (to_x, to_y))| {
                let (from, to) = (x + y - sum, to_x + to_y - sum);
                ((from > 0.0) != (to > 0.0)).then(|| x + (to_x - x) * from / (from - to))
            });
            let mut crossings: Vec<f64> = crossings.collect();
            crossings.sort_by(f64::total_cmp);
            let inside = crossings.chunks_exact(2);
            hatches.extend(inside.map(|ends| ((ends[0], sum - ends[0]), (ends[1], sum - ends[1]))));
            sum += distance;
        }
        hatches
    }

    /// Left, top, right and bottom.
    fn extent(&self) -> (f64, f64, f64, f64) {
        let nothing = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
        (self.rings.iter().flatten()).fold(nothing, |(left, top, right, bottom), (x, y)| {
            (left.min(*x), top.min(*y), right.max(*x), bottom.max(*y))
        })
    }

    /// The sides of all rings.
    fn sides(&self) -> impl Iterator<Item = ((f64, f64), (f64, f64))> + '_ {
        self.rings.iter().flat_map(|ring| {
            let next = ring.iter().cycle().skip(1);
            ring.iter().copied().zip(next.copied())
        })
    }

    /// Where a label of this width and height fits; none where it is too large.
    pub(super) fn place(&self, size: (f64, f64)) -> Option<(f64, f64)> {
        let mut places = self.places(size.1 / size.0).into_iter().take(TRIED);
        places.find(|place| self.holds(*place, size))
    }

    /// Where it is roomiest; the middle of its extent where no point of the grid is inside.
    pub(super) fn middle(&self) -> (f64, f64) {
        let places = self.places(1.0);
        places.first().copied().unwrap_or_else(|| {
            let (left, top, right, bottom) = self.extent();
            (f64::midpoint(left, right), f64::midpoint(top, bottom))
        })
    }

    /// The points of a grid that are inside, the one with most room first for a label whose height is so many times its
    /// width: widths count so much less than heights.
    fn places(&self, flatness: f64) -> Vec<(f64, f64)> {
        let (left, top, right, bottom) = self.extent();
        let squeezed = |(x, y): (f64, f64)| (x * flatness, y);
        let room = |point: (f64, f64)| {
            let sides = self.sides();
            let squares = sides
                .map(|(from, to)| square_to_side(squeezed(point), squeezed(from), squeezed(to)));
            squares.fold(f64::MAX, f64::min)
        };
        let part = |step: u32| f64::from(step) / f64::from(STEPS);
        let grid = (1..STEPS).flat_map(|down| (1..STEPS).map(move |along| (along, down)));
        let mut places: Vec<(f64, (f64, f64))> = grid
            .map(|(along, down)| {
                let x = left + (right - left) * part(along);
                (x, top + (bottom - top) * part(down))
            })
            .filter(|point| self.surrounds(*point))
            .map(|point| (room(point), point))
            .collect();
        places.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        places.into_iter().map(|(_, point)| point).collect()
    }

    /// Whether a rectangle of this width and height around a point lies inside: tried at points along its border.
    fn holds(&self, (x, y): (f64, f64), (width, height): (f64, f64)) -> bool {
        let offsets = [-0.5, -0.25, 0.0, 0.25, 0.5_f64];
        let border = offsets.iter().flat_map(|down| {
            let across = offsets.iter().map(move |along| (*along, *down));
            across.filter(|(along, down)| along.abs() > 0.4 || down.abs() > 0.4)
        });
        let mut border = border.map(|(along, down)| (x + along * width, y + down * height));
        border.all(|point| self.surrounds(point))
    }

    fn surrounds(&self, (x, y): (f64, f64)) -> bool {
        let crossed = self.sides().filter(|((from_x, from_y), (to_x, to_y))| {
            (*from_y > y) != (*to_y > y)
                && x < from_x + (y - from_y) / (to_y - from_y) * (to_x - from_x)
        });
        crossed.count() % 2 == 1
    }
}

fn distance(one: (f64, f64), other: (f64, f64)) -> f64 {
    (one.0 - other.0).hypot(one.1 - other.1)
}

/// The square of how far a point is from the nearest point of a side.
fn square_to_side(point: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (x, y) = (to.0 - from.0, to.1 - from.1);
    let (off_x, off_y) = (point.0 - from.0, point.1 - from.1);
    let length = (x * x + y * y).max(f64::MIN_POSITIVE);
    let along = ((off_x * x + off_y * y) / length).clamp(0.0, 1.0);
    let (left_x, left_y) = (off_x - along * x, off_y - along * y);
    left_x * left_x + left_y * left_y
}

#[cfg(test)]
mod tests {
    use super::*;
    use sampling::StratumId;

    /// A frame: a square with a square hole, between the equator and ten degrees north.
    fn frame() -> StratumShape {
        let square =
            |from: f64, to: f64| vec![[from, from], [to, from], [to, to], [from, to], [from, from]];
        StratumShape {
            code: StratumId::new("1"),
            polygons: vec![vec![square(0.0, 10.0), square(2.0, 9.0)]],
        }
    }

    #[test]
    fn a_degree_of_longitude_is_shorter_by_the_cosine_of_the_latitude() {
        let bounds = Bounds {
            west: 0.0,
            south: 59.0,
            east: 4.0,
            north: 61.0,
        };
        let projection = Projection::fitted(bounds, 400.0);
        let (_, _, width, height) = projection.rectangle(bounds);
        // At 60 degrees by half: four degrees across are as long as two up.
        assert!((width - 400.0).abs() < 1e-9 && (height - 400.0).abs() < 1e-9);
        assert_eq!(projection.view_box(), "-1 -1 402 402");
        assert_eq!(projection.point([0.0, 61.0]), (0.0, 0.0));
    }

    #[test]
    fn the_middle_of_what_no_point_of_the_grid_is_inside_of_is_that_of_its_extent() {
        let sliver = StratumShape {
            code: StratumId::new("2"),
            polygons: vec![vec![vec![
                [5.0, 5.0],
                [5.001, 5.0],
                [5.001, 5.001],
                [5.0, 5.0],
            ]]],
        };
        let bounds = Bounds::around([&frame()]);
        let (x, y) = Projection::fitted(bounds, 100.0).outline(&sliver).middle();
        assert!((x - 50.0).abs() < 1.0 && (y - 50.0).abs() < 1.0, "{x} {y}");
    }

    #[test]
    fn a_label_goes_where_it_has_room_and_not_into_a_hole() {
        let bounds = Bounds::around([&frame()]);
        let outline = Projection::fitted(bounds, 100.0).outline(&frame());
        let (x, y) = outline.middle();
        // The left and lower bars are two degrees wide, the others one.
        assert!(x < 20.0 || y > 80.0, "{x} {y}");
        assert!(!outline.surrounds((50.0, 50.0)));
        assert!(outline.holds((10.0, 50.0), (15.0, 60.0)));
        assert!(!outline.holds((10.0, 50.0), (25.0, 60.0)));
        let (x, y) = outline.place((60.0, 15.0)).unwrap();
        assert!(outline.holds((x, y), (60.0, 15.0)) && y > 80.0, "{x} {y}");
        assert_eq!(outline.place((60.0, 60.0)), None);
    }

    #[test]
    fn hatches_lie_inside_and_not_in_a_hole() {
        let outline = Projection::fitted(Bounds::around([&frame()]), 100.0).outline(&frame());
        let hatches = outline.hatches(7.0);
        assert!(hatches.len() > 20, "{}", hatches.len());
        for ((x, y), (to_x, to_y)) in hatches {
            assert!((x + y - to_x - to_y).abs() < 1e-9, "they are parallel");
            let middle = (f64::midpoint(x, to_x), f64::midpoint(y, to_y));
            assert!(outline.surrounds(middle), "{middle:?}");
        }
    }

    #[test]
    fn points_that_nobody_can_tell_apart_are_drawn_as_one() {
        let mut shape = frame();
        let near = (0..1_000).map(|step| [f64::from(step) * 0.001, 0.0]);
        shape.polygons[0][0].splice(0..1, near);
        let outline = Projection::fitted(Bounds::around([&shape]), 100.0).outline(&shape);
        assert!(outline.rings[0].len() < 30, "{}", outline.rings[0].len());
        let path = outline.path();
        assert_eq!(path.matches('M').count(), 2);
        assert!(path.starts_with("M0 100L") && path.ends_with('Z'), "{path}");
    }
}
