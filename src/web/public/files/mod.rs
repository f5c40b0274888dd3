//! The figures of a release as files, and how the release is cited.
//!
//! # Design
//!
//! Every file is written from [`results::tables`] and from nothing else. What there is to take is one list ([`files`]): the
//! page prints it, and an address is looked up in it.

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
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use maud::{Markup, html};

use self::drawing::Shows;
use self::json::ReleaseDocument;
use self::source::Source;
use super::seen::Seen;
use crate::app::App;
use crate::conditional;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use messages::text;
use results::published::Published;
use results::store::find_published;
use results::tables::{Heading, Table, TableId};

/// A file to take.
enum File<'a> {
    Workbook,
    Json,
    Notes,
    Csv(&'a Table),
    JsonStat(&'a Table),
    Drawing { indicator: String, shows: Shows },
}

impl File<'_> {
    /// Its name, in its address and where it is kept.
    fn name(&self) -> String {
        match self {
            Self::Workbook => "tables.xlsx".to_owned(),
            Self::Json => "tables.json".to_owned(),
            Self::Notes => "notes.csv".to_owned(),
            Self::Csv(table) => format!("{}.csv", table.id.written()),
            Self::JsonStat(table) => format!("{}.json-stat.json", table.id.written()),
            Self::Drawing { indicator, shows } => format!("{indicator}.{}.svg", shows.written()),
        }
    }

    const fn media_type(&self) -> &'static str {
        match self {
            Self::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json | Self::JsonStat(_) => "application/json",
            Self::Notes | Self::Csv(_) => "text/csv; charset=utf-8",
            Self::Drawing { .. } => "image/svg+xml",
        }
    }

    fn write(&self, source: &Source<'_>) -> Result<Vec<u8>, Error> {
        Ok(match self {
            Self::Workbook => workbook::write(source).map_err(Error::internal)?,
            Self::Json => {
                serde_json::to_vec(&ReleaseDocument::of(source)).map_err(Error::internal)?
            }
            Self::Notes => csv::notes(source),
            Self::Csv(table) => csv::table(source, table),
            Self::JsonStat(table) => json_stat::write(source, table),
            Self::Drawing { indicator, shows } => drawing::draw(source, indicator, *shows)
                .map(|drawing| drawing.file())
                .ok_or(Error::NotFound(Missing::Page))?,
        })
    }
}

/// Every file of a release.
fn files<'a>(source: &'a Source<'_>) -> Vec<File<'a>> {
    let tables = &source.tables.tables;
    let whole = [File::Workbook, File::Json, File::Notes];
    let each = tables
        .iter()
        .flat_map(|table| [File::Csv(table), File::JsonStat(table)]);
    let drawings = indicators(source).into_iter().flat_map(|indicator| {
        Shows::ALL.map(|shows| File::Drawing {
            indicator: indicator.clone(),
            shows,
        })
    });
    let drawn = drawings.filter(|file| match file {
        File::Drawing { indicator, shows } => drawing::draw(source, indicator, *shows).is_some(),
        _ => true,
    });
    whole.into_iter().chain(each).chain(drawn).collect()
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
    view::page(&app.site, &interface, &published)
}

/// Shows what there is to take of an amended release.
pub(crate) async fn show_amended(
    State(app): State<App>,
    interface: Interface,
    Path((wave, number)): Path<(String, u32)>,
) -> Result<Markup, Error> {
    let published = found(&app, &wave, Some(number)).await?;
    view::page(&app.site, &interface, &published)
}

/// Hands a file of a release out.
pub(crate) async fn file(
    State(app): State<App>,
    interface: Interface,
    asked: HeaderMap,
    Path((wave, name)): Path<(String, String)>,
) -> Result<Response, Error> {
    let published = found(&app, &wave, None).await?;
    hand_out(&app, &interface, &asked, &published, &name)
}

/// Hands a file of an amended release out.
pub(crate) async fn file_amended(
    State(app): State<App>,
    interface: Interface,
    asked: HeaderMap,
    Path((wave, number, name)): Path<(String, u32, String)>,
) -> Result<Response, Error> {
    let published = found(&app, &wave, Some(number)).await?;
    hand_out(&app, &interface, &asked, &published, &name)
}

async fn found(app: &App, wave: &str, amended: Option<u32>) -> Result<Published, Error> {
    let published = find_published(&app.db, wave, amended, app.clock.now()).await?;
    published.ok_or(Error::NotFound(Missing::Release))
}

fn hand_out(
    app: &App,
    interface: &Interface,
    asked: &HeaderMap,
    published: &Published,
    name: &str,
) -> Result<Response, Error> {
    let source = Source::of(published, interface, &app.site);
    let files = files(&source);
    let file = files.iter().find(|file| file.name() == name);
    let file = file.ok_or(Error::NotFound(Missing::Page))?;
    let mut response = conditional::answer(asked, file.media_type(), file.write(&source)?);
    // A picture is looked at where it is; everything else is kept.
    if !matches!(file, File::Drawing { .. }) {
        let kept = HeaderValue::try_from(format!(
            "attachment; filename=\"{}-{name}\"",
            stem(published)
        ));
        let kept = kept.map_err(Error::internal)?;
        response.headers_mut().insert(CONTENT_DISPOSITION, kept);
    }
    Ok(response)
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

/// The way from a page of a release to its files; none from one that is not public.
pub(crate) fn line(interface: &Interface, seen: Seen<'_>) -> Markup {
    let Some(address) = seen.files() else {
        return html! {};
    };
    html! { p { a href=(interface.link(address)) { (interface.locale.t(text::TAKE_LINE)) } } }
}
