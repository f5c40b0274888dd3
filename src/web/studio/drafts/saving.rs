//! Saving a draft with its entry in the log, unless somebody else has saved meanwhile.

use serde_json::json;

use super::subject;
use crate::error::{Error, Missing};
use crate::studio::staff::Staff;
use accounts::store::Audited;
use accounts::{Action, Entry};
use authoring::draft::DraftId;
use authoring::store::{SaveOutcome, save_draft};

/// Saves a text over the revision that was seen; `what` says where it was written. False where somebody else has
/// saved meanwhile, or the draft is one no longer: nothing is then stored.
pub(super) async fn save_over(
    write: Audited,
    staff: &Staff,
    (id, seen): (DraftId, i32),
    (text, what): (&str, &str),
) -> Result<bool, Error> {
    let by = (staff.user.name.as_str(), what);
    let outcome = save_draft(write.transaction(), id, text, seen, by, write.now()).await?;
    if let SaveOutcome::Collision(_) | SaveOutcome::NotADraft(_) = &outcome {
        return Ok(false);
    }
    commit_move(write, Action::SaveDraft, id, seen, outcome).await?;
    Ok(true)
}

/// Commits a move of the head with its entry; whatever moved nothing is rolled back.
pub(super) async fn commit_move(
    write: Audited,
    action: Action,
    id: DraftId,
    seen: i32,
    outcome: SaveOutcome,
) -> Result<(), Error> {
    match outcome {
        SaveOutcome::Moved(revision) => {
            let entry = Entry::new(action, subject(id))
                .before(json!({ "revision": seen }))
                .after(json!({ "revision": revision.number, "what": revision.what }));
            Ok(write.commit(entry).await?)
        }
        SaveOutcome::Missing => Err(Error::NotFound(Missing::Questionnaire)),
        SaveOutcome::Unchanged | SaveOutcome::Collision(_) | SaveOutcome::NotADraft(_) => Ok(()),
    }
}
