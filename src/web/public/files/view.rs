//! The page "take these figures away": every file of a release.

use maud::{Markup, html};

use super::source::Source;
use super::{File, Format, Shows, citation, files, indicators, words};
use crate::addresses::Address;
use crate::interface::Interface;
use crate::number::Count;
use crate::page::Page;
use crate::public::seen::Seen;
use crate::public::wide_table::wide_table;
use crate::site::Site;
use messages::text;
use results::published::Published;
use results::tables::{Heading, Table, TableId};
use sampling::StratumShape;

/// The page; `rows` says whether there are rows of persons for everybody beside the tables.
pub(super) fn page(
    site: &Site,
    interface: &Interface,
    (published, outlines): (&Published, &[StratumShape]),
    rows: bool,
) -> Markup {
    let locale = interface.locale;
    let source = Source::of(published, interface, site).over(outlines);
    let seen = Seen::public(&published.release);
    let mut parts = Parts::default();
    for file in files(&source) {
        parts.add(&source, seen, &file);
    }
    let title = locale.t(text::TAKE_EACH);
    let head = html! { tr {
        th scope="col" { (locale.t(text::TAKE_COLUMN_TABLE)) }
        th.num scope="col" { (locale.t(text::TAKE_COLUMN_ROWS)) }
        th scope="col" { (locale.t(text::TAKE_COLUMN_CSV)) }
        th scope="col" { (locale.t(text::TAKE_COLUMN_JSON_STAT)) }
    } };
    let body = html! { @for row in &parts.tables { tr { (row) } } };
    Page::new(interface, &locale.t(text::TAKE_TITLE))
        .eyebrow(seen.eyebrow(interface))
        .simulated(published.release.simulated)
        .wide()
        .feed()
        .body(&html! {
            p.back { a href=(interface.link(seen.scoreboard())) { (locale.t(text::BACK_TO_SCOREBOARD)) } }
            p.lead { (locale.t(text::TAKE_LEAD)) }
            p.fine { (locale.t(text::TAKE_SIGNS)) }
            section {
                h2 { (locale.t(text::TAKE_WHOLE)) }
                ul { @for entry in &parts.whole { li { (entry) } } }
            }
            section { h2 { (title) } (wide_table(&title, &head, &body)) }
            @if !parts.drawings.is_empty() {
                section {
                    h2 { (locale.t(text::TAKE_DRAWINGS)) }
                    p.fine { (locale.t(text::TAKE_DRAWINGS_LEAD)) }
                    ul.pictures { @for entry in &parts.drawings { li { (entry) } } }
                }
            }
            @if rows {
                section {
                    h2 { (locale.t(text::MICRODATA_TITLE)) }
                    p { a href=(interface.link(Address::Microdata { wave: &published.release.wave })) { (locale.t(text::MICRODATA_LINE)) } }
                }
            }
            (embed(site, &source))
            section {
                h2 { (locale.t(text::CITE_TITLE)) }
                p { (citation::text(interface, published, site)) }
                p.fine { (locale.t(text::TAKE_LICENCE)) }
            }
            p { (locale.t(text::TAKE_PROGRAMS)) " " a href=(interface.link(Address::ApiGuide)) { (locale.t(text::TAKE_API)) } }
            p { a href=(interface.link(Address::Feed)) { (locale.t(text::TAKE_FEED)) } }
        })
}

/// What stands on the page, by where it stands.
#[derive(Default)]
struct Parts {
    whole: Vec<Markup>,
    /// The cells of each row.
    tables: Vec<Markup>,
    drawings: Vec<Markup>,
}

impl Parts {
    /// Puts a file where it belongs.
    fn add(&mut self, source: &Source<'_>, seen: Seen<'_>, file: &File<'_>) {
        let (interface, locale) = (source.interface, source.locale());
        let name = file.name();
        let address = seen.file(&name);
        let link = |words: &str| html! { a href=(interface.link(address)) { (words) } };
        match file {
            File::Report => self.whole.push(link(&locale.t(text::TAKE_REPORT))),
            File::Workbook => self.whole.push(link(&locale.t(text::TAKE_WORKBOOK))),
            File::Json => self.whole.push(link(&locale.t(text::TAKE_JSON))),
            File::Notes => self.whole.push(link(&locale.t(text::TAKE_NOTES))),
            File::Csv(table) => {
                let rows = u64::try_from(table.rows.len()).unwrap_or(u64::MAX);
                self.tables.push(html! {
                    th scope="row" { (locale.t(words::table(table.id))) }
                    td.num { (Count(rows)) }
                    td { (link(&name)) }
                });
            }
            File::JsonStat(_) => {
                if let Some(row) = self.tables.last_mut() {
                    *row = html! { (row) td { (link(&name)) } };
                }
            }
            File::Drawing {
                indicator,
                shows,
                format: Format::Svg,
            } => {
                let name = called(source, indicator);
                let words = match shows {
                    Shows::History => locale.t(text::TakeDrawingHistory { name }),
                    Shows::Districts => locale.t(text::TakeDrawingDistricts { name }),
                    Shows::Groups => locale.t(text::TakeDrawingGroups { name }),
                    Shows::Map => locale.t(text::TakeDrawingMap { name }),
                    Shows::Drivers => locale.t(text::TakeDrawingDrivers { name }),
                };
                let svg = format!("{words} SVG");
                self.drawings
                    .push(html! { (words) " " a href=(interface.link(address)) aria-label=(svg) { "SVG" } });
            }
            File::Drawing {
                indicator,
                format: Format::Png,
                ..
            } => {
                if let Some(entry) = self.drawings.last_mut() {
                    let png = format!("{} PNG", called(source, indicator));
                    *entry = html! { (entry) " " a href=(interface.link(address)) aria-label=(png) { "PNG" } };
                }
            }
        }
    }
}

/// What an indicator is called in a word or two.
fn called(source: &Source<'_>, indicator: &str) -> String {
    let mut lines = source
        .tables
        .find(TableId::Scoreboard)
        .into_iter()
        .flat_map(Table::lines);
    let line = lines.find(|line| line.key(Heading::Indicator) == indicator);
    let cell = line.and_then(|line| line.cell(Heading::Short));
    cell.map(|cell| words::cell(source.locale(), cell))
        .unwrap_or_default()
}

/// The line by which another page shows the first of the indicators. What can be embedded is the release by the
/// registration; an amended one is read with what was changed beside it.
fn embed(site: &Site, source: &Source<'_>) -> Markup {
    let (interface, locale) = (source.interface, source.locale());
    let published = source.published();
    let indicators = indicators(source);
    let first = indicators.first().filter(|_| published.amended().is_none());
    let Some(indicator) = first else {
        return html! {};
    };
    let address = Address::Embed {
        wave: &published.release.wave,
        indicator,
    };
    let name = called(source, indicator);
    let address = site.full(&interface.link(address));
    let snippet =
        html! { iframe src=(address) title=(name) width="640" height="480" loading="lazy" {} };
    html! {
        section {
            h2 { (locale.t(text::TAKE_EMBED_TITLE)) }
            p { (locale.t(text::TakeEmbedLead { name: name.as_str() })) }
            pre.snippet tabindex="0" { code { (snippet.into_string()) } }
            p.fine { (locale.t(text::TAKE_EMBED_OTHERS)) }
        }
    }
}
