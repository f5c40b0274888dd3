//! A frame: where it is from, what it holds of each stratum, and its units as a file.

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::status;
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::download;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use messages::{Locale, grouped, text};
use sampling::listing::write_listing;
use sampling::store::{find_frame, find_frame_edition};
use sampling::{Frame, FrameEdition, FrameStratum};

/// Shows it.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(hash): Path<String>,
) -> Result<Markup, Error> {
    let (edition, frame) = load(&app, &hash).await?;
    Ok(view(&interface, &staff, &edition, &frame))
}

/// Sends its units as CSV, which reads back to the same frame.
pub(crate) async fn file(
    State(app): State<App>,
    Path(hash): Path<String>,
) -> Result<Response, Error> {
    let (edition, frame) = load(&app, &hash).await?;
    let written =
        tokio::task::spawn_blocking(move || write_listing(&frame, edition.reference_date));
    let written = written.await.map_err(Error::internal)?;
    let name: String = hash.chars().take(8).collect();
    Ok(download::csv(&format!("frame-{name}"), ".csv", written))
}

async fn load(app: &App, hash: &str) -> Result<(FrameEdition, Frame), Error> {
    let edition = find_frame_edition(&app.db, hash).await?;
    let frame = find_frame(&app.db, hash).await?;
    edition.zip(frame).ok_or(Error::NotFound(Missing::Page))
}

/// What a frame holds of a stratum.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    units: u64,
    urban: u64,
    households: u64,
    persons: u64,
    census: u64,
}

impl Sums {
    fn of(frame: &Frame, stratum: &FrameStratum) -> Self {
        let mut sums = Self {
            census: stratum.population,
            ..Self::default()
        };
        for unit in frame.units_of(&stratum.code) {
            sums.units += 1;
            sums.urban += u64::from(unit.urban);
            sums.households += unit.households;
            sums.persons += unit.population;
        }
        sums
    }

    fn plus(self, other: Self) -> Self {
        Self {
            units: self.units + other.units,
            urban: self.urban + other.urban,
            households: self.households + other.households,
            persons: self.persons + other.persons,
            census: self.census + other.census,
        }
    }

    /// The cells of a row: numbers, then the share of the census.
    fn cells(self) -> Markup {
        let numbers = [
            self.units,
            self.urban,
            self.households,
            self.persons,
            self.census,
        ];
        html! {
            @for number in numbers { td.num { (grouped(&number.to_string())) } }
            td.num { (percent(self.persons, self.census)) }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "populations are far below 2^53")]
fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    format!("{:.1}%", part as f64 * 100.0 / whole as f64)
}

fn view(interface: &Interface, staff: &Staff, edition: &FrameEdition, frame: &Frame) -> Markup {
    let locale = interface.locale;
    let actions = html! {
        a.button.quiet href=(interface.link(Address::FrameFile { frame: &edition.hash })) download { (locale.t(text::FRAME_DOWNLOAD)) }
    };
    let sums: Vec<(&FrameStratum, Sums)> = (frame.strata().iter())
        .map(|it| (it, Sums::of(frame, it)))
        .collect();
    let whole = sums
        .iter()
        .fold(Sums::default(), |whole, (_, part)| whole.plus(*part));
    Studio::new(interface, staff, Place::Frames, edition.name.as_str())
        .state(locale.t(status(edition.status)))
        .actions(actions)
        .body(&html! {
            p.notice { strong { (locale.t(text::FRAMES_NEXT)) } " " (locale.t(text::FRAMES_NEXT_SAMPLE)) }
            dl.facts {
                dt { (locale.t(text::WAVE_PLAN)) } dd { (edition.plan) }
                dt { (locale.t(text::FRAME_SOURCE)) } dd { (edition.source) }
                dt { (locale.t(text::FRAME_DATE)) } dd { (interface.day(edition.reference_date)) }
                dt { (locale.t(text::FRAME_TAKEN)) } dd { (edition.taken_by) " · " (interface.moment(edition.taken_at)) }
                dt { (locale.t(text::FRAME_HASH)) } dd { code { (edition.hash) } }
            }
            h2 { (locale.t(text::FRAME_STRATA)) }
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::FRAME_STRATA)) { table.figures {
                (heading(locale))
                tbody {
                    @for (stratum, sums) in &sums { tr {
                        th scope="row" { (interface.text(&stratum.name)) " " small { (stratum.code) } }
                        (sums.cells())
                    } }
                    tr { th scope="row" { (locale.t(text::FRAME_WHOLE)) } (whole.cells()) }
                }
            } }
        })
}

fn heading(locale: Locale) -> Markup {
    let columns = [
        text::FRAME_UNITS,
        text::FRAME_URBAN,
        text::FRAME_HOUSEHOLDS,
        text::FRAME_PERSONS,
        text::FRAME_CENSUS,
        text::FRAME_SHARE,
    ];
    html! { thead { tr {
        th scope="col" { (locale.t(text::FRAME_STRATUM)) }
        @for column in columns { th.num scope="col" { (locale.t(column)) } }
    } } }
}
