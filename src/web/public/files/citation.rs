//! How a release is cited: a permanent address, and a page at it.

use axum::extract::State;
use maud::{Markup, html};

use super::source::{number, permanent};
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::page::Page;
use crate::public::seen::Seen;
use crate::public::wide_table::wide_table;
use crate::site::Site;
use messages::text;
use results::published::Published;
use results::store::list_published;

/// The text to cite a release by.
pub(crate) fn text(interface: &Interface, published: &Published, site: &Site) -> String {
    let (locale, release) = (interface.locale, &published.release);
    locale.t(text::CiteText {
        city: interface.text(&release.city),
        title: interface.text(&release.title),
        release: number(locale, published),
        date: interface.date(release.public_from()),
        hash: published.short(),
        address: permanent(published, site),
    })
}

/// "Cite this", with the way to the files.
pub(crate) fn section(interface: &Interface, published: &Published, site: &Site) -> Markup {
    let locale = interface.locale;
    let address = Address::Published {
        wave: &published.release.wave,
        hash: published.short(),
    };
    html! {
        section.cite {
            h2 { (locale.t(text::CITE_TITLE)) }
            (super::line(interface, Seen::public(&published.release)))
            p { (text(interface, published, site)) }
            p.fine { a href=(interface.link(address)) { (locale.t(text::CITE_PERMANENT)) } }
        }
    }
}

/// Shows the release with this hash, and the others of its wave.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Path((wave, hash)): Path<(String, String)>,
) -> Result<Markup, Error> {
    let mut every = list_published(&app.db, app.clock.now()).await?;
    every.retain(|published| published.release.wave == wave);
    let found = every.iter().find(|published| published.is_named(&hash));
    let found = found.ok_or(Error::NotFound(Missing::Release))?;
    Ok(view(&interface, found, &every, &app.site))
}

/// The page of a release; `every` are those of its wave, the latest first.
fn view(interface: &Interface, published: &Published, every: &[Published], site: &Site) -> Markup {
    let (locale, release) = (interface.locale, &published.release);
    let named = number(locale, published);
    let title = locale.t(text::ReleasePageTitle {
        title: interface.text(&release.title),
        release: named,
    });
    let newest = every
        .first()
        .filter(|newest| newest.number() > published.number());
    let read = Seen::public(release).scoreboard();
    Page::new(interface, &title)
        .eyebrow(Seen::public(release).eyebrow(interface))
        .simulated(release.simulated)
        .body(&html! {
            p.lead { (locale.t(text::RELEASE_PAGE_LEAD)) }
            @if let Some(newest) = newest {
                p.notice {
                    (locale.t(text::ReleasePageNewer { release: number(locale, newest), date: interface.date(newest.release.public_from()) }))
                }
            }
            p { a.button href=(interface.link(read)) { (locale.t(text::RELEASE_PAGE_READ)) } }
            (super::line(interface, Seen::public(release)))
            dl.facts {
                dt { (locale.t(text::TAKE_NOTE_HASH)) } dd { code { (published.hash) } }
                @if let Some(note) = &release.registration {
                    dt { (locale.t(text::TAKE_NOTE_REGISTRATION)) }
                    dd { a href=(Address::Registration { wave: &release.wave }) { code { (note.hash) } } }
                }
            }
            section {
                h2 { (locale.t(text::CITE_TITLE)) }
                p { (text(interface, published, site)) }
            }
            (others(interface, published, every))
        })
}

fn others(interface: &Interface, here: &Published, every: &[Published]) -> Markup {
    let locale = interface.locale;
    let title = locale.t(text::RELEASE_PAGE_ALL);
    let head = html! { tr {
        th scope="col" { (locale.t(text::RELEASE_PAGE_NUMBER)) }
        th scope="col" { (locale.t(text::RELEASE_PAGE_DATE)) }
        th scope="col" { (locale.t(text::RELEASE_PAGE_HASH)) }
        th scope="col" { (locale.t(text::RELEASE_PAGE_CHANGE)) }
    } };
    let body = html! { @for published in every { (other(interface, here, published)) } };
    html! { section { h2 { (title) } (wide_table(&title, &head, &body)) } }
}

fn other(interface: &Interface, here: &Published, published: &Published) -> Markup {
    let (locale, release) = (interface.locale, &published.release);
    let address = Address::Published {
        wave: &release.wave,
        hash: published.short(),
    };
    html! {
        tr {
            th scope="row" { (number(locale, published)) }
            td { (interface.date(release.public_from())) }
            td {
                a href=(interface.link(address)) { code { (published.short()) } }
                @if published == here { " (" (locale.t(text::RELEASE_PAGE_HERE)) ")" }
            }
            td {
                @match &release.amendment {
                    None => { (locale.t(text::RELEASE_PAGE_NOTHING)) }
                    Some(amendment) => {
                        (amendment.reason)
                        ul { @for change in &amendment.changes { li { code { (change.what) } } } }
                    }
                }
            }
        }
    }
}
