//! The rows of a wave for everybody, as programs of statisticians open them.
//!
//! # Design
//!
//! The rows are kept as they were published ([`results::store::PublicUse`]) and handed out byte by byte. Every other file is written
//! from them and their code book, and so tells nothing else; it is the same whoever asks, in the language that is read.

mod table;
mod view;
mod words;

use axum::extract::State;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use maud::Markup;

use super::files::citation;
use crate::app::App;
use crate::conditional;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use messages::text;
use microdata::{Study, ddi, dta, sav};
use results::person_rows::{python_script, r_script};
use results::published::Published;
use results::store::{PublicUse, find_public_use, find_published};
use spreadsheet::CsvFile;

/// A file to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum File {
    Rows,
    CodeBook,
    Spss,
    Stata,
    Ddi,
    R,
    Python,
}

impl File {
    const ALL: [Self; 7] = [
        Self::Rows,
        Self::CodeBook,
        Self::Spss,
        Self::Stata,
        Self::Ddi,
        Self::R,
        Self::Python,
    ];

    /// Its name, in its address and where it is kept.
    const fn name(self) -> &'static str {
        match self {
            Self::Rows => "rows.csv",
            Self::CodeBook => "code-book.csv",
            Self::Spss => "rows.sav",
            Self::Stata => "rows.dta",
            Self::Ddi => "ddi.xml",
            Self::R => "reproduce.R",
            Self::Python => "reproduce.py",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Rows | Self::CodeBook => "text/csv; charset=utf-8",
            Self::Spss | Self::Stata => "application/octet-stream",
            Self::Ddi => "application/xml",
            Self::R | Self::Python => "text/plain; charset=utf-8",
        }
    }

    fn write(self, held: &Held<'_>) -> Vec<u8> {
        let (locale, public) = (held.interface.locale, &held.public);
        match self {
            Self::Rows => public.rows.clone().into_bytes(),
            Self::CodeBook => code_book(held),
            Self::Spss => sav(&table::table(locale, public)),
            Self::Stata => dta(&table::table(locale, public)),
            Self::Ddi => ddi(&study(held), &table::table(locale, public)),
            Self::R => r_script(&public.code_book),
            Self::Python => python_script(&public.code_book),
        }
    }
}

/// Published rows, read in a language.
struct Held<'a> {
    app: &'a App,
    interface: &'a Interface,
    published: Published,
    public: PublicUse,
}

impl<'a> Held<'a> {
    /// The rows of a wave that everybody may have.
    async fn of(app: &'a App, interface: &'a Interface, wave: &str) -> Result<Self, Error> {
        let now = app.clock.now();
        let published = find_published(&app.db, wave, None, now).await?;
        let public = find_public_use(&app.db, wave, now).await?;
        let both = published.zip(public);
        let (published, public) = both.ok_or(Error::NotFound(Missing::Release))?;
        Ok(Self {
            app,
            interface,
            published,
            public,
        })
    }
}

/// Shows what there is to take, and what it cannot tell.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Path(wave): Path<String>,
) -> Result<Markup, Error> {
    let held = Held::of(&app, &interface, &wave).await?;
    Ok(view::page(&held))
}

/// Hands a file out.
pub(crate) async fn file(
    State(app): State<App>,
    interface: Interface,
    asked: HeaderMap,
    Path((wave, name)): Path<(String, String)>,
) -> Result<Response, Error> {
    let mut files = File::ALL.into_iter();
    let file = files.find(|file| file.name() == name);
    let file = file.ok_or(Error::NotFound(Missing::Page))?;
    let held = Held::of(&app, &interface, &wave).await?;
    let mut response = conditional::answer(&asked, file.media_type(), file.write(&held));
    let plain = |sign: &char| sign.is_ascii_alphanumeric() || *sign == '-';
    let wave: String = wave.chars().filter(plain).collect();
    let kept = HeaderValue::try_from(format!("attachment; filename=\"{wave}-{name}\""));
    let kept = kept.map_err(Error::internal)?;
    response.headers_mut().insert(CONTENT_DISPOSITION, kept);
    Ok(response)
}

/// A line for every code of every column.
fn code_book(held: &Held<'_>) -> Vec<u8> {
    let (locale, book) = (held.interface.locale, &held.public.code_book);
    let mut file = CsvFile::for_excel();
    file.row(
        [
            text::MICRODATA_COLUMN_NAME,
            text::MICRODATA_COLUMN_LABEL,
            text::MICRODATA_COLUMN_CODE,
            text::MICRODATA_COLUMN_MEANING,
            text::MICRODATA_COLUMN_MISSING,
        ]
        .map(|heading| locale.t(heading)),
    );
    for variable in &book.variables {
        let label = words::label(locale, variable);
        for value in &variable.values {
            let missing = if value.meaning.is_missing() {
                text::TAKE_YES
            } else {
                text::TAKE_NO
            };
            file.row([
                variable.name.clone(),
                label.clone(),
                value.code.to_string(),
                words::meaning(locale, variable, value),
                locale.t(missing),
            ]);
        }
    }
    for variable in &table::table(locale, &held.public).variables[book.variables.len()..] {
        let (name, label) = (variable.name.as_str(), variable.label.as_str());
        file.row([name, label, "", "", ""]);
    }
    file.into_bytes()
}

/// What the code book of an archive says of the study.
fn study(held: &Held<'_>) -> Study {
    let (interface, locale) = (held.interface, held.interface.locale);
    let book = &held.public.code_book;
    let day = |moment| clock::in_china(moment).date_naive().to_string();
    let (city, title) = (interface.text(&book.city), interface.text(&book.title));
    Study {
        language: locale.tag().to_owned(),
        title: locale.t(text::MicrodataStudyTitle { city, title }),
        id: format!("{} {}", book.wave, held.public.hash),
        author: city.to_owned(),
        date: day(held.public.published_at),
        citation: citation::text(interface, &held.published, &held.app.site),
        summary: view::lead(held),
        fielded: (day(book.fielded.0), day(book.fielded.1)),
        place: city.to_owned(),
        sampling: locale.t(text::MICRODATA_SAMPLING),
        weighting: words::weighting(locale, book),
        confidentiality: words::limits(locale, book).join(" "),
        conditions: locale.t(text::MICRODATA_CONDITIONS),
        file: File::Rows.name().to_owned(),
    }
}
