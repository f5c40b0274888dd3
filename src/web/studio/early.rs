//! Results that are released and not public yet, as those see them who may: with a warning, and noted every time.

use maud::{Markup, html};
use serde_json::json;

use super::staff::Staff;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use accounts::{Action, Entry, Scope};
use db::{Document, content_hash};
use messages::text;
use results::Release;

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
