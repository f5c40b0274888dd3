//! The figures of a release as files, and how the release is cited.
//!
//! # Design
//!
//! Every table that is taken away is written from [`results::tables`] and from nothing else; pictures and the report say what
//! the pages say ([`drawing`], [`super::report`]). What there is to take is one list ([`files`]): the page prints it, and an address is looked up in it.
//! Only what is asked for is written, once ([`cache`]).

mod cache;
pub(crate) mod citation;
mod csv;
pub(crate) mod drawing;
pub(crate) mod json;
mod json_stat;
pub(crate) mod source;
mod view;
pub(crate) mod words;
mod workbook;

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_ENCODING};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use maud::{Markup, html};

pub use self::cache::FileCache;

use self::cache::{Key, Written};
use self::drawing::Shows;
use self::json::ReleaseDocument;
use self::source::Source;
use super::map::outlines;
use super::report::{self, Part};
use super::seen::Seen;
use crate::app::App;
use crate::conditional;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use messages::text;
use results::published::Published;
use results::store::{find_published, has_public_use};
use results::tables::{Heading, Table, TableId};

/// The name of the report.
pub(super) const REPORT: &str = "report.pdf";

/// A file to take.
enum File<'a> {
    Report,
    Workbook,
    Json,
    Notes,
    Csv(&'a Table),
    JsonStat(&'a Table),
    Drawing {
        indicator: String,
        shows: Shows,
        format: Format,
    },
}

/// How a drawing is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Svg,
    Png,
}

impl Format {
    const ALL: [Self; 2] = [Self::Svg, Self::Png];

    const fn written(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }
}

impl File<'_> {
    /// Its name, in its address and where it is kept.
    fn name(&self) -> String {
        match self {
            Self::Report => REPORT.to_owned(),
            Self::Workbook => "tables.xlsx".to_owned(),
            Self::Json => "tables.json".to_owned(),
            Self::Notes => "notes.csv".to_owned(),
            Self::Csv(table) => format!("{}.csv", table.id.written()),
            Self::JsonStat(table) => format!("{}.json-stat.json", table.id.written()),
            Self::Drawing {
                indicator,
                shows,
                format,
            } => format!("{indicator}.{}.{}", shows.written(), format.written()),
        }
    }

    const fn media_type(&self) -> &'static str {
        match self {
            Self::Report => "application/pdf",
            Self::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json | Self::JsonStat(_) => "application/json",
            Self::Notes | Self::Csv(_) => "text/csv; charset=utf-8",
            Self::Drawing { format, .. } => match format {
                Format::Svg => "image/svg+xml",
                Format::Png => "image/png",
            },
        }
    }

    fn write(&self, source: &Source<'_>) -> Result<Vec<u8>, Error> {
        Ok(match self {
            Self::Report => {
                let seen = Seen::public(&source.published().release);
                report::write(source, seen, &Part::Whole)?
            }
            Self::Workbook => workbook::write(source).map_err(Error::internal)?,
            Self::Json => {
                serde_json::to_vec(&ReleaseDocument::of(source)).map_err(Error::internal)?
            }
            Self::Notes => csv::notes(source),
            Self::Csv(table) => csv::table(source, table),
            Self::JsonStat(table) => json_stat::write(source, table),
            Self::Drawing {
                indicator,
                shows,
                format,
            } => drawing::draw(source, indicator, *shows)
                .and_then(|drawing| match format {
                    Format::Svg => Some(drawing.svg_file()),
                    Format::Png => drawing.png(),
                })
                .ok_or(Error::NotFound(Missing::Page))?,
        })
    }
}

/// Every file of a release.
fn files<'a>(source: &'a Source<'_>) -> Vec<File<'a>> {
    let tables = &source.tables.tables;
    let whole = [File::Report, File::Workbook, File::Json, File::Notes];
    let each = tables
        .iter()
        .flat_map(|table| [File::Csv(table), File::JsonStat(table)]);
    let indicators = indicators(source).into_iter();
    let shown = indicators.flat_map(|indicator| Shows::ALL.map(|shows| (indicator.clone(), shows)));
    let drawn = shown.filter(|(indicator, shows)| drawing::is_drawn(source, indicator, *shows));
    let drawings = drawn.flat_map(|(indicator, shows)| {
        Format::ALL.map(|format| File::Drawing {
            indicator: indicator.clone(),
            shows,
            format,
        })
    });
    whole.into_iter().chain(each).chain(drawings).collect()
}

/// The indicators of a release, by their ids.
fn indicators(source: &Source<'_>) -> Vec<String> {
    let scoreboard = source.tables.find(TableId::Scoreboard).into_iter();
    scoreboard
        .flat_map(Table::lines)
        .map(|line| line.key(Heading::Indicator))
        .collect()
}

/// Shows what there is to take of a release.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Path(wave): Path<String>,
) -> Result<Markup, Error> {
    let published = found(&app, &wave, None).await?;
    let rows = has_public_use(&app.db, &wave, app.clock.now()).await?;
    let outlines = outlines(&app.db, &wave).await?;
    let taken = (&published, outlines.as_slice());
    Ok(view::page(&app.site, &interface, taken, rows))
}

/// Shows what there is to take of an amended release.
pub(crate) async fn show_amended(
    State(app): State<App>,
    interface: Interface,
    Path((wave, number)): Path<(String, u32)>,
) -> Result<Markup, Error> {
    let published = found(&app, &wave, Some(number)).await?;
    let outlines = outlines(&app.db, &wave).await?;
    let taken = (&published, outlines.as_slice());
    Ok(view::page(&app.site, &interface, taken, false))
}

/// Hands a file of a release out.
pub(crate) async fn file(
    State(app): State<App>,
    interface: Interface,
    asked: HeaderMap,
    Path((wave, name)): Path<(String, String)>,
) -> Result<Response, Error> {
    let published = found(&app, &wave, None).await?;
    hand_out(&app, &interface, &asked, published, name).await
}

/// Hands a file of an amended release out.
pub(crate) async fn file_amended(
    State(app): State<App>,
    interface: Interface,
    asked: HeaderMap,
    Path((wave, number, name)): Path<(String, u32, String)>,
) -> Result<Response, Error> {
    let published = found(&app, &wave, Some(number)).await?;
    hand_out(&app, &interface, &asked, published, name).await
}

async fn found(app: &App, wave: &str, amended: Option<u32>) -> Result<Published, Error> {
    let published = find_published(&app.db, wave, amended, app.clock.now()).await?;
    published.ok_or(Error::NotFound(Missing::Release))
}

async fn hand_out(
    app: &App,
    interface: &Interface,
    asked: &HeaderMap,
    published: Published,
    name: String,
) -> Result<Response, Error> {
    // Files are the same in every size of type.
    let reading = Interface::reading_in(interface.locale, false);
    let kept_as = format!("{}-{name}", stem(&published));
    let key = Key {
        release: published.hash.clone(),
        name: name.clone(),
        locale: interface.locale,
    };
    let site = app.site.clone();
    let outlines = outlines(&app.db, &published.release.wave).await?;
    let write = move || {
        let source = Source::of(&published, &reading, &site).over(&outlines);
        let files = files(&source);
        let file = files.iter().find(|file| file.name() == name);
        let file = file.ok_or(Error::NotFound(Missing::Page))?;
        let bytes = file.write(&source)?;
        Ok(Written {
            media_type: file.media_type(),
            tag: conditional::tag(&bytes),
            bytes: bytes.into(),
            is_picture: matches!(file, File::Drawing { .. }),
        })
    };
    let written = app.files.get(key, write).await?;
    let is_picture = written.is_picture;
    let mut response =
        conditional::answer_tagged(asked, written.media_type, &written.tag, written.bytes);
    if !is_picture {
        let kept = HeaderValue::try_from(format!("attachment; filename=\"{kept_as}\""));
        let kept = kept.map_err(Error::internal)?;
        response.headers_mut().insert(CONTENT_DISPOSITION, kept);
    }
    // What is compressed within is not compressed once more at every request.
    if written_compressed(&kept_as) {
        let as_it_is = HeaderValue::from_static("identity");
        response.headers_mut().insert(CONTENT_ENCODING, as_it_is);
    }
    Ok(response)
}

/// Whether a file of this name is compressed within.
fn written_compressed(name: &str) -> bool {
    [".pdf", ".xlsx", ".png"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// What the names of kept files begin with.
fn stem(published: &Published) -> String {
    let plain = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '-';
    let wave: String = published.release.wave.chars().filter(plain).collect();
    match published.amended() {
        None => wave,
        Some(number) => format!("{wave}-amended-{number}"),
    }
}

/// The way from a page of a release to its report and its files; none from one that is not public.
pub(crate) fn line(interface: &Interface, seen: Seen<'_>) -> Markup {
    let locale = interface.locale;
    let Some(address) = seen.files() else {
        return html! {};
    };
    html! {
        p.take {
            a href=(interface.link(seen.file(REPORT))) { (locale.t(text::REPORT_DOWNLOAD)) }
            a href=(interface.link(address)) { (locale.t(text::TAKE_LINE)) }
        }
    }
}
