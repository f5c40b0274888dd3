//! What has been released, for programs that look after news.

use atom_syndication::{Entry, Feed, FixedDateTime, Link, Person, Text};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::files::source::{number, permanent};
use super::scoreboard::finding;
use crate::addresses::Address;
use crate::app::App;
use crate::conditional;
use crate::error::Error;
use crate::interface::Interface;
use crate::site::Site;
use messages::text;
use results::published::Published;
use results::release::Results;
use results::store::list_published;

/// Lists every release, the latest first.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    asked: HeaderMap,
) -> Result<Response, Error> {
    let releases = list_published(&app.db, app.clock.now()).await?;
    let feed = feed(&interface, &app.site, &releases);
    Ok(conditional::answer(
        &asked,
        "application/atom+xml; charset=utf-8",
        feed.to_string().into_bytes(),
    ))
}

fn feed(interface: &Interface, site: &Site, releases: &[Published]) -> Feed {
    let locale = interface.locale;
    let here = site.full(&interface.link(Address::Feed));
    let latest = releases
        .first()
        .map(|published| published.release.public_from());
    Feed {
        title: Text::plain(locale.t(text::FeedTitle {
            site: locale.t(text::SITE_NAME),
        })),
        id: site.full(&Address::Feed.to_string()),
        updated: FixedDateTime::from(latest.unwrap_or_default()),
        links: vec![
            link("self", here),
            link("alternate", site.full(&interface.link(Address::Results))),
        ],
        lang: Some(locale.document_language().to_owned()),
        entries: releases
            .iter()
            .map(|published| entry(interface, site, published))
            .collect(),
        ..Feed::default()
    }
}

fn link(rel: &str, href: String) -> Link {
    Link {
        rel: rel.to_owned(),
        href,
        ..Link::default()
    }
}

/// A release with its finding; its permanent address is its id and where it leads.
fn entry(interface: &Interface, site: &Site, published: &Published) -> Entry {
    let (locale, release) = (interface.locale, &published.release);
    let address = permanent(published, site);
    let title = locale.t(text::ReleasePageTitle {
        title: interface.text(&release.title),
        release: number(locale, published),
    });
    let title = if release.simulated {
        locale.t(text::FeedSimulated { title })
    } else {
        title
    };
    let finding = match &release.results {
        Results::Probability { indicators, .. } => finding::headline(locale, indicators),
        Results::Open { .. } => locale.t(text::OPEN_HEADLINE),
    };
    Entry {
        title: Text::plain(title),
        id: address.clone(),
        updated: FixedDateTime::from(release.public_from()),
        published: Some(FixedDateTime::from(release.public_from())),
        authors: vec![Person {
            name: interface.text(&release.city).to_owned(),
            ..Person::default()
        }],
        summary: Some(Text::plain(finding)),
        links: vec![link("alternate", address)],
        ..Entry::default()
    }
}
