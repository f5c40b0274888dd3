//! The form behind a test link: the real form of a version, whose answers are kept apart and never counted.

use std::sync::PoisonError;

use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use rand::RngExt;

use super::filling::Filling;
use super::sheets::Sheets;
use crate::fieldwork::submission::Content;
use crate::fieldwork::{Mode, Wave, WaveId};
use crate::locales::Argument;
use crate::questionnaire::Text;
use crate::questionnaire::store::{Version, find_tested_version, save_trial};
use crate::web::app::App;
use crate::web::error::{Error, Missing};
use crate::web::extract::{Form, Path};
use crate::web::interface::Interface;
use crate::web::page::Page;
use crate::web::paths;

/// Shows the form.
pub(in crate::web) async fn show(
    State(app): State<App>,
    Extension(sheets): Extension<Sheets>,
    interface: Interface,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    load(&app, &interface, &token)
        .await?
        .show(&app, &sheets, &interface, &headers)
        .await
}

/// Takes the form in, apart from everything that counts.
pub(in crate::web) async fn submit(
    State(app): State<App>,
    interface: Interface,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(typed): Form,
) -> Result<Response, Error> {
    load(&app, &interface, &token)
        .await?
        .submit(&app, &interface, &headers, &typed, None)
        .await
}

/// Keeps what was answered, and says that it does not count.
pub(super) async fn keep(
    app: &App,
    interface: &Interface,
    version: &str,
    content: &Content,
) -> Result<Markup, Error> {
    let id = {
        let mut randomness = app
            .randomness
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        format!("{:032x}", randomness.random::<u128>())
    };
    let content = serde_json::to_value(content).map_err(Error::internal)?;
    save_trial(&app.db, &id, version, content).await?;
    let locale = interface.locale;
    Ok(
        Page::new(interface, &locale.t("trial-thanks-title")).body(&html! {
            p.lead { (locale.t("trial-thanks")) }
        }),
    )
}

async fn load(app: &App, interface: &Interface, token: &str) -> Result<Filling, Error> {
    let missing = Error::NotFound(Missing::Page);
    let hash = find_tested_version(&app.db, token).await?.ok_or(missing)?;
    let version = app.library.find(&hash).await?;
    let version =
        version.ok_or_else(|| Error::internal("a test link leads to a version that is gone"))?;
    let wave = wave(app, interface, &version);
    let action = paths::trial(token);
    Ok(Filling::load(app, wave, None, action).await?.trying())
}

/// What stands in place of a wave: never stored, under a number that no row has.
fn wave(app: &App, interface: &Interface, version: &Version) -> Wave {
    let digits = version.hash.get(..15).unwrap_or_default();
    let number = i64::from_str_radix(digits, 16).unwrap_or_default();
    let now = app.clock.now();
    let mut title = Text::default();
    for language in &version.questionnaire.languages {
        let own = version.questionnaire.title.get(language);
        let said = [("title", Argument::from(own))];
        title.set(language.clone(), interface.locale.with("trial-title", said));
    }
    Wave {
        id: WaveId(-1 - number),
        slug: String::new(),
        plan: String::new(),
        version: version.hash.clone(),
        mode: Mode::Open,
        title,
        year: 0,
        opens_at: now,
        closes_at: now + chrono::TimeDelta::days(1),
        closed_at: None,
        answers_erased_at: None,
        header: None,
        contact: None,
        simulated: false,
    }
}
