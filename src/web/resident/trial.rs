//! The form behind a test link: the real form of a version, whose answers are kept apart and never counted.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::filling::Filling;
use super::imagined;
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::{Form, Path};
use crate::interface::Interface;
use messages::text;
use questionnaire::store::find_tested_version;
use questionnaire::{Questionnaire, Text};

/// Shows the form.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    load(&app, &interface, &token)
        .await?
        .show(&app, &interface, &headers)
        .await
}

/// Takes the form in, apart from everything that counts.
pub(crate) async fn submit(
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

async fn load(app: &App, interface: &Interface, token: &str) -> Result<Filling, Error> {
    let missing = Error::NotFound(Missing::Page);
    let hash = find_tested_version(&app.db, token).await?.ok_or(missing)?;
    let version = app.library.find(&hash).await?;
    let version =
        version.ok_or_else(|| Error::internal("a test link leads to a version that is gone"))?;
    let title = title(interface, &version.questionnaire);
    let number = hash
        .get(..8)
        .and_then(|it| u32::from_str_radix(it, 16).ok());
    let wave = imagined::wave(number.unwrap_or_default(), &hash, title, app.clock.now());
    let action = Address::Trial { token }.to_string();
    Ok(Filling::load(app, wave, None, action).await?.into_trial())
}

/// What the test goes by, so that nobody takes it for the survey.
fn title(interface: &Interface, questionnaire: &Questionnaire) -> Text {
    let mut title = Text::default();
    for language in &questionnaire.languages {
        let own = questionnaire.title.get(language);
        title.set(
            language.clone(),
            interface.locale.t(text::TrialTitle { title: own }),
        );
    }
    title
}
