//! Counts how far people get with a form, from what its page says when it is left.

use std::ops::RangeInclusive;

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;
use crate::error::{Barred, Error, FormFault, Missing};
use crate::extract::{Fields, Form, Path};
use fieldwork::WaveState;
use fieldwork::store::{self, Progress};
use questionnaire::store::Version;

/// Adds to the counts of a wave that is open. Reads neither cookie nor anything else that tells who.
pub(crate) async fn submit(
    State(app): State<App>,
    Path(wave): Path<String>,
    Form(said): Form,
) -> Result<StatusCode, Error> {
    let wave = store::find_wave(&app.db, &wave).await?;
    let wave = wave.ok_or(Error::NotFound(Missing::Wave))?;
    if wave.state(app.clock.now()) != WaveState::Open {
        return Err(Error::Forbidden(Barred::Closed));
    }
    let version = app.version_of(&wave).await?;
    let progress = read(&version, &said).ok_or(Error::Malformed(FormFault::Foreign))?;
    // An indication for the staff: it neither waits for a database that cannot be written nor makes anybody wait.
    if app.db.fault().is_some() {
        return Ok(StatusCode::NO_CONTENT);
    }
    store::count_progress(&app.db, wave.id, &progress).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a page said, if a page of ours could have said it.
fn read(version: &Version, said: &Fields) -> Option<Progress> {
    let variant = said.get("variant")?.parse().ok()?;
    version.variants.get(variant)?;
    let questions = version.questionnaire.questions.len();
    let steps = match (said.get("from"), said.get("to")) {
        (Some(from), Some(to)) => Some(steps(from, to, questions)?),
        _ => None,
    };
    Some(Progress {
        variant,
        steps,
        sent: said.get("sent").is_some(),
    })
}

/// The steps from one to another, unless what is said makes no sense.
fn steps(from: &str, to: &str, questions: usize) -> Option<RangeInclusive<u16>> {
    let (from, to): (u16, u16) = (from.parse().ok()?, to.parse().ok()?);
    (from <= to && usize::from(to) <= questions).then_some(from..=to)
}
