//! A booklet whose answers are agreed: taken in like any other form, and what waited of it removed.

use serde_json::json;

use super::laid::{Fault, Laid, remove};
use crate::app::App;
use crate::error::Error;
use crate::studio::staff::Staff;
use crate::studio::waves::closing::subject;
use accounts::{Action, Entry};
use fieldwork::submission::Content;
use fieldwork::{IntakeError, SubmissionId, usual_length};
use questionnaire::{CopiedForm, Submission};

/// What became of a booklet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is counted.
    Counted,
    /// It is not, since who answered does not belong to those asked.
    ScreenedOut,
    /// It is not.
    Fault(Fault),
    /// The database does not take anything now. Nothing has changed, and it can be sent again.
    Unavailable,
}

/// Takes a booklet in, whose last step was this one.
pub(super) async fn count(
    app: &App,
    staff: &Staff,
    laid: &Laid,
    form: CopiedForm,
    step: Action,
) -> Result<Outcome, Error> {
    let outcome = match form.submission {
        Submission::ScreenedOut { .. } => Outcome::ScreenedOut,
        Submission::Complete { answers, texts } => {
            let submission = fieldwork::Submission {
                id: SubmissionId::draw(&mut app.rng()),
                wave: laid.wave.id,
                code: Some(laid.code),
                on_paper: true,
                content: Content {
                    arms: laid.assignment()?.groups.clone(),
                    answers,
                    texts,
                },
                length: usual_length(&laid.version.questionnaire),
            };
            match app.intake.submit(submission).await {
                Ok(_) => Outcome::Counted,
                Err(IntakeError::Unavailable) => return Ok(Outcome::Unavailable),
                Err(IntakeError::CodeSpent(spent)) => {
                    let removed = remove(app, staff, &laid.wave, laid.code, "answered").await?;
                    return Ok(Outcome::Fault(Fault::Spent { spent, removed }));
                }
                Err(IntakeError::WaveNotOpen(state)) => {
                    return Ok(Outcome::Fault(Fault::NotOpen(state)));
                }
                Err(IntakeError::UnknownWave | IntakeError::UnknownCode) => {
                    return Ok(Outcome::Fault(Fault::NoCode));
                }
            }
        }
    };
    let write = staff.write(app).await?;
    laid.row(app).remove(write.transaction()).await?;
    let counted = outcome == Outcome::Counted;
    let entry = Entry::new(step, subject(&laid.wave.slug)).after(json!({ "counted": counted }));
    write.commit(entry).await?;
    Ok(outcome)
}
