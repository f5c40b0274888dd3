//! Figures as pictures: rates drawn from the tables, maps and what goes with a figure as the pages draw them.

mod rates;

use maud::PreEscaped;

use super::source::{Source, nature};
use crate::public::indicator::drivers;
use crate::public::map;
use messages::{PlainMessage, text};
use rates::{Figures, by_row, by_year};
use results::release::{DriverModel, Drivers, IndicatorResult, Results};
use typesetting::{Anchor, Drawing, Ink, Mark, lines};

/// How large the letters of labels are.
const LABEL: f64 = 14.0;

/// A picture as an element of a page: its words are escaped where it is written.
pub(crate) fn element(drawing: &Drawing) -> PreEscaped<String> {
    PreEscaped(drawing.svg())
}

/// What a picture shows of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shows {
    /// Its rate over the years.
    History,
    /// Its rates by district.
    Districts,
    /// Its rates by what respondents say of themselves.
    Groups,
    /// Its rates by district, as a map.
    Map,
    /// What goes with it.
    Drivers,
}

impl Shows {
    pub(super) const ALL: [Self; 5] = [
        Self::History,
        Self::Districts,
        Self::Groups,
        Self::Map,
        Self::Drivers,
    ];

    /// Its name in that of a file.
    pub(super) const fn written(self) -> &'static str {
        match self {
            Self::History => "history",
            Self::Districts => "districts",
            Self::Groups => "groups",
            Self::Map => "map",
            Self::Drivers => "drivers",
        }
    }

    /// What it is, below its title.
    const fn called(self) -> PlainMessage {
        match self {
            Self::History => text::DRAW_HISTORY,
            Self::Districts => text::DRAW_DISTRICTS,
            Self::Groups => text::DRAW_GROUPS,
            Self::Map => text::DRAW_MAP,
            Self::Drivers => text::DRAW_DRIVERS,
        }
    }
}

/// The room that a picture has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    /// How wide it is.
    width: f64,
    /// What is left free at each side.
    margin: f64,
    /// How high a row is.
    row: f64,
    /// How high the part by years is.
    high: f64,
}

impl Room {
    /// How wide it is between the margins.
    const fn inside(self) -> f64 {
        self.width - 2.0 * self.margin
    }

    /// A picture that stands by itself.
    const FILE: Self = Self {
        width: 640.0,
        margin: 24.0,
        row: 24.0,
        high: 240.0,
    };
    /// Half the width of a page of the report.
    pub(crate) const HALF_PAGE: Self = Self {
        width: 380.0,
        margin: 0.0,
        row: 16.0,
        high: 110.0,
    };
}

/// Whether there is anything to draw.
pub(super) fn is_drawn(source: &Source<'_>, indicator: &str, shows: Shows) -> bool {
    Picture::of(source, indicator, shows).is_some()
}

/// What there is to draw.
enum Picture<'a> {
    /// Rates by year.
    ByYear(Figures<'a>),
    /// Rates by district or class.
    ByRow(Figures<'a>),
    Map(Figures<'a>, &'a IndicatorResult),
    Drivers(&'a IndicatorResult, &'a DriverModel),
}

impl<'a> Picture<'a> {
    fn of(source: &'a Source<'_>, indicator: &str, shows: Shows) -> Option<Self> {
        match shows {
            Shows::History => Figures::history(source, indicator).map(Self::ByYear),
            Shows::Districts => Figures::districts(source, indicator).map(Self::ByRow),
            Shows::Groups => Figures::groups(source, indicator).map(Self::ByRow),
            Shows::Map => {
                let result = result_of(source, indicator)?;
                let figures = Figures::districts(source, indicator)?;
                map::is_drawn(source.outlines, result).then_some(Self::Map(figures, result))
            }
            Shows::Drivers => {
                let result = result_of(source, indicator)?;
                match &result.drivers {
                    Some(Drivers::Told(model)) => Some(Self::Drivers(result, model)),
                    Some(Drivers::NotTold(_)) | None => None,
                }
            }
        }
    }

    fn title(&self, source: &Source<'_>) -> String {
        match self {
            Self::ByYear(figures) | Self::ByRow(figures) | Self::Map(figures, _) => {
                figures.finding(source)
            }
            Self::Drivers(result, model) => {
                drivers::drawing::title(source.interface, result, model)
            }
        }
    }

    /// Every figure in words.
    fn description(&self, source: &Source<'_>) -> String {
        match self {
            Self::ByYear(figures) | Self::ByRow(figures) | Self::Map(figures, _) => {
                figures.description(source)
            }
            Self::Drivers(_, model) => {
                let named = drivers::drawing::named(source.interface, model);
                named.join(&source.locale().t(text::CLAUSE_SEPARATOR))
            }
        }
    }

    /// The marks, and where they end.
    fn marks(&self, source: &Source<'_>, (room, top): (Room, f64)) -> (Vec<Mark>, f64) {
        match self {
            Self::ByYear(figures) => by_year(source, figures, (room, top)),
            Self::ByRow(figures) => by_row(source, figures, (room, top)),
            Self::Map(_, result) => {
                let map = map::of(source.interface, source.outlines, result);
                let (marks, bottom) = map.marks((room.margin, top + 8.0), room.inside());
                (marks, bottom + 8.0)
            }
            Self::Drivers(_, model) => associated(source, model, (room, top)),
        }
    }
}

/// The dots, and below them what they are called.
fn associated(
    source: &Source<'_>,
    model: &DriverModel,
    (room, top): (Room, f64),
) -> (Vec<Mark>, f64) {
    let shown = drivers::by_importance(model);
    let size = (room.inside(), room.high * 1.25);
    let at = (room.margin, top);
    let (mut marks, mut bottom) = drivers::drawing::scatter(source.interface, &shown, (at, size));
    for named in drivers::drawing::named(source.interface, model) {
        for line in lines(&named, LABEL, room.inside()) {
            bottom += LABEL * 1.3;
            let at = (room.margin, bottom);
            marks.push(Mark::label(at, line, Anchor::Start, Ink::Dark));
        }
    }
    (marks, bottom + 10.0)
}

fn result_of<'a>(source: &Source<'a>, indicator: &str) -> Option<&'a IndicatorResult> {
    match &source.published().release.results {
        Results::Probability { indicators, .. } => {
            let mut results = indicators.iter();
            results.find(|result| result.indicator.as_str() == indicator)
        }
        Results::Open { .. } => None,
    }
}

/// The picture of an indicator as it stands by itself, with title and source; none where there is nothing to draw.
pub(crate) fn draw(source: &Source<'_>, indicator: &str, shows: Shows) -> Option<Drawing> {
    let picture = Picture::of(source, indicator, shows)?;
    let (locale, room) = (source.locale(), Room::FILE);
    let inside = room.inside();
    let title = picture.title(source);
    let mut marks = Vec::new();
    let mut top = room.margin;
    let bold = |top, words: String, size| Mark::Label {
        at: (room.margin, top),
        words,
        anchor: Anchor::Start,
        size,
        bold: true,
        ink: Ink::Dark,
    };
    if source.published().release.simulated {
        top += 14.0;
        marks.push(bold(top, nature(locale, source.published()), LABEL));
    }
    for line in lines(&title, 20.0, inside) {
        top += 26.0;
        marks.push(bold(top, line, 20.0));
    }
    top += 4.0;
    for line in lines(&locale.t(shows.called()), LABEL, inside) {
        top += 18.0;
        marks.push(Mark::label(
            (room.margin, top),
            line,
            Anchor::Start,
            Ink::Soft,
        ));
    }
    top += 20.0;
    let (drawn, mut bottom) = picture.marks(source, (room, top));
    marks.extend(drawn);
    let release = &source.published().release;
    let foot = locale.t(text::DrawFoot {
        source: source.line(),
        date: source.interface.date(release.public_from()),
        address: source.address.as_str(),
    });
    for line in lines(&foot, 12.0, inside) {
        bottom += 17.0;
        marks.push(Mark::Label {
            at: (room.margin, bottom),
            words: line,
            anchor: Anchor::Start,
            size: 12.0,
            bold: false,
            ink: Ink::Soft,
        });
    }
    Some(Drawing {
        size: (room.width, bottom + room.margin),
        description: picture.description(source),
        title,
        marks,
    })
}

/// The same for a page that says itself what it is of; none where there is nothing to draw.
pub(crate) fn draw_for_page(
    source: &Source<'_>,
    indicator: &str,
    shows: Shows,
    room: Room,
) -> Option<Drawing> {
    let picture = Picture::of(source, indicator, shows)?;
    let (marks, bottom) = picture.marks(source, (room, 4.0));
    Some(Drawing {
        size: (room.width, bottom),
        title: picture.title(source),
        description: picture.description(source),
        marks,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interface::Interface;
    use crate::public::scoreboard::example;
    use crate::site::Site;
    use results::published::Published;
    use sampling::StratumShape;
    use typesetting::Place;

    fn published() -> Published {
        let release = example::release();
        let hash = "0".repeat(64);
        Published { release, hash }
    }

    /// Squares beside each other, one for each district.
    fn outlines(published: &Published, indicator: &str) -> Vec<StratumShape> {
        let Results::Probability { indicators, .. } = &published.release.results else {
            panic!("the example has figures");
        };
        let mut results = indicators.iter();
        let result = results.find(|result| result.indicator.as_str() == indicator);
        let districts = result.unwrap().districts.iter();
        let shapes = districts.zip(120_u8..).map(|(district, west)| {
            let (west, east) = (f64::from(west), f64::from(west) + 1.0);
            let ring = [
                [west, 45.0],
                [east, 45.0],
                [east, 46.0],
                [west, 46.0],
                [west, 45.0],
            ];
            StratumShape {
                code: district.code.clone(),
                polygons: vec![vec![ring.to_vec()]],
            }
        });
        shapes.collect()
    }

    #[test]
    fn every_picture_lies_within_itself_and_says_its_source() {
        let (published, interface) = (published(), Interface::default());
        let indicator = "sat-0";
        let outlines = outlines(&published, indicator);
        let source = Source::of(&published, &interface, &Site::default()).over(&outlines);
        for shows in Shows::ALL {
            let drawing = draw(&source, indicator, shows).unwrap();
            let (width, height) = drawing.size;
            let is_within =
                |(x, y): &Place| (0.0..=width).contains(x) && (0.0..=height).contains(y);
            for mark in &drawing.marks {
                assert!(mark.places().iter().all(is_within), "{shows:?}: {mark:?}");
            }
            let svg = drawing.svg();
            assert!(
                svg.contains("来源：") && svg.contains("/releases/000000"),
                "{svg}"
            );
        }
    }

    #[test]
    fn a_map_hatches_what_is_not_shown_and_there_is_none_without_outlines() {
        let (published, interface) = (published(), Interface::default());
        let indicator = "sat-0";
        let outlines = outlines(&published, indicator);
        let site = Site::default();
        let source = Source::of(&published, &interface, &site).over(&outlines);
        let map = draw(&source, indicator, Shows::Map).unwrap().svg();
        for said in [
            ">道里</text>",
            ">双城</text>",
            "<title>道里区 88%</title>",
            "<title>双城市 人数不足，不公布</title>",
        ] {
            assert!(map.contains(said), "{said}: {map}");
        }
        let bare = Source::of(&published, &interface, &site);
        assert!(!is_drawn(&bare, indicator, Shows::Map));
    }

    #[test]
    fn what_goes_with_a_figure_is_drawn_and_named_by_its_finding() {
        let (published, interface) = (published(), Interface::default());
        let source = Source::of(&published, &interface, &Site::default());
        let drawing = draw(&source, "sat-0", Shows::Drivers).unwrap();
        assert!(drawing.title.contains("联系"), "{}", drawing.title);
        let points = drawing
            .marks
            .iter()
            .filter(|mark| matches!(mark, Mark::Told { .. }));
        assert!(points.count() > 1, "{drawing:?}");
    }
}
