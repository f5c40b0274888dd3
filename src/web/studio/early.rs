//! Results that are released and not public yet, as those see them who may: with a warning, and noted every time.

use axum::response::Response;
use maud::{Markup, html};
use serde_json::json;

use super::download;
use super::staff::Staff;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::public::files::source::Source;
use crate::public::report::{self, Part};
use crate::public::seen::{Audience, Seen};
use accounts::{Action, Entry, Scope};
use db::{Document, content_hash};
use messages::text;
use results::Release;
use results::published::Published;

/// From when everybody sees it, and that this reading is noted, followed by more.
pub(super) fn early_notice(interface: &Interface, release: &Release, more: &Markup) -> Markup {
    let locale = interface.locale;
    let moment = interface.moment(release.public_from());
    html! {
        div.notice.doubt {
            p { strong { (locale.t(text::EarlyNotice { moment })) } }
            p { (locale.t(text::EARLY_LOGGED)) }
        }
        (more)
    }
}

/// Writes down who reads a release before it is public, and which part of it where they are an official. Whoever cannot be
/// noted does not read.
pub(super) async fn note_early(
    app: &App,
    staff: &Staff,
    release: &Release,
    scope: Option<&Scope>,
) -> Result<(), Error> {
    let entry = Entry::new(Action::SeeEarly, format!("wave {}", release.wave)).after(json!({
        "scope": scope.map(Scope::to_string),
        "public_from": release.public_from(),
        "content": content_hash(&release.to_json()?),
    }));
    Ok(staff.write(app).await?.commit(entry).await?)
}

/// The report of a part of a release that not everybody may see, written beside the event loop and kept nowhere.
pub(super) async fn early_report(
    app: &App,
    interface: &Interface,
    release: Release,
    by: Audience,
    part: Part,
) -> Result<Response, Error> {
    let hash = content_hash(&release.to_json()?);
    let (reading, site) = (
        Interface::reading_in(interface.locale, false),
        app.site.clone(),
    );
    let wave = release.wave.clone();
    let write = move || {
        let published = Published { release, hash };
        let source = Source::of(&published, &reading, &site);
        report::write(&source, Seen::by(&published.release, by), &part)
    };
    let written = app.files.beside(write).await?;
    Ok(download::pdf(&wave, written))
}
