//! The report of a release on A4, as a PDF that is made here, without a browser.
//!
//! # Design
//!
//! The report says what the pages say, in their sentences and figures: it is composed of the functions that say them and of
//! the drawings of the files, so that nothing can stand on paper that a page hides. A page for each indicator has
//! what an official asks about; tables by district and group, other ways to count and the method follow for whoever doubts it.
//! Each page names the release by its hash and says whether residents are simulated, and whether it is public yet. An official
//! of a part of the city gets the figures of that part and no others ([`Part`]).

mod annex;
mod cover;
mod indicator_page;
mod method;
mod open_link;
mod part;
mod quality;

use chrono::Datelike;

use super::files::source::{Source, nature, number};
use super::seen::Seen;
use crate::error::Error;
use accounts::Scope;
use clock::in_china;
use messages::text;
use results::release::Results;
use sampling::StratumId;
use typesetting::{Block, Day, Document};

/// How much of a release a report holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it.
    Whole,
    /// The figures of a district, with those of the city beside them.
    District(StratumId),
    /// The figures that a body answers for.
    Department(String),
}

impl Part {
    /// What an official of this part of the city reads.
    pub(crate) fn of(scope: &Scope) -> Self {
        match scope {
            Scope::City => Self::Whole,
            Scope::District(code) => Self::District(StratumId::new(code)),
            Scope::Department(name) => Self::Department(name.clone()),
        }
    }
}

/// The report of a release, as far as a reader may see it, as a PDF file. The same release gives the same bytes.
///
/// # Errors
///
/// The release has nothing of this part.
pub(crate) fn write(source: &Source<'_>, seen: Seen<'_>, part: &Part) -> Result<Vec<u8>, Error> {
    let locale = source.locale();
    let document = document(source, seen, part)?;
    let numbering = |page: usize, pages: usize| locale.t(text::ReportPage { page, pages });
    document.pdf(numbering).map_err(Error::internal)
}

fn document(source: &Source<'_>, seen: Seen<'_>, part: &Part) -> Result<Document, Error> {
    let (interface, locale) = (source.interface, source.locale());
    let published = source.published();
    let release = &published.release;
    let (finding, blocks) = blocks(source, seen, part)?;
    let title = interface.text(&release.title);
    let city = interface.text(&release.city);
    let made = in_china(release.public_from());
    let marks = [
        seen.label(interface),
        release.simulated.then(|| nature(locale, published)),
    ];
    let marks: Vec<String> = marks.into_iter().flatten().collect();
    Ok(Document {
        language: locale.document_language().to_owned(),
        title: locale.t(text::ReleasePageTitle {
            title,
            release: number(locale, published),
        }),
        author: city.to_owned(),
        subject: finding,
        made: Day {
            year: u16::try_from(made.year()).unwrap_or_default(),
            month: u8::try_from(made.month()).unwrap_or_default(),
            day: u8::try_from(made.day()).unwrap_or_default(),
        },
        head: format!("{city} · {title}"),
        mark: (!marks.is_empty()).then(|| marks.join(" · ")),
        foot: locale.t(text::ReportFoot {
            release: number(locale, published),
            hash: published.short(),
            address: source.address.as_str(),
        }),
        blocks,
    })
}

/// The finding, and everything that the report says.
fn blocks(source: &Source<'_>, seen: Seen<'_>, part: &Part) -> Result<(String, Vec<Block>), Error> {
    match (&seen.release.results, part) {
        (Results::Probability { method, indicators }, Part::Whole) => {
            let (finding, mut blocks) = cover::blocks(source, seen, method, indicators);
            for result in indicators {
                blocks.extend(indicator_page::blocks(source, result));
            }
            blocks.extend(annex::blocks(source, indicators));
            blocks.extend(quality::blocks(source, seen.release));
            blocks.extend(method::blocks(source, method));
            Ok((finding, blocks))
        }
        (Results::Probability { indicators, .. }, Part::District(code)) => {
            part::district(source, seen, indicators, code)
        }
        (Results::Probability { indicators, .. }, Part::Department(body)) => {
            part::department(source, seen, indicators, body)
        }
        (Results::Open { tables }, Part::Whole) => Ok(open_link::blocks(source, seen, tables)),
        (Results::Open { .. }, Part::District(_) | Part::Department(_)) => {
            Err(Error::NotFound(crate::error::Missing::Release))
        }
    }
}
