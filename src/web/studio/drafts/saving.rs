//! Saving a draft with its entry in the log, joined with what others have saved meanwhile.

use serde_json::json;

use super::history::Told;
use super::subject;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::studio::staff::Staff;
use accounts::store::Audited;
use accounts::{Action, Entry};
use authoring::draft::DraftId;
use authoring::editing::Merged;
use authoring::store::{Joined, SaveOutcome, join_with_head, save_draft};

/// So often a text is joined anew because somebody else was faster again.
const ATTEMPTS: usize = 3;

/// A text that was saved.
pub(super) struct Saved {
    /// As it stands there now.
    pub(super) merged: Merged,
    /// What has to be told of others' changes.
    told: Option<Told>,
}

impl Saved {
    /// The address of a page that tells what was joined.
    pub(super) fn shown_on(&self, page: String) -> String {
        match self.told {
            Some(told) => told.on(&page),
            None => page,
        }
    }
}

/// Saves a text made from the revision that was seen, joined with what others have changed since; `what` says where it
/// was written. None where the two contradict each other, or the draft is one no longer: nothing is then stored.
pub(super) async fn save(
    app: &App,
    staff: &Staff,
    (id, seen): (DraftId, i32),
    (text, what): (&str, &str),
) -> Result<Option<Saved>, Error> {
    let mine = (staff.user.name.as_str(), text);
    for _ in 0..ATTEMPTS {
        let Some(joined) = join_with_head(&app.db, id, seen, mine).await? else {
            break;
        };
        let Joined { head, merged } = joined;
        let write = staff.write(app).await?;
        if save_over(write, staff, (id, head), (&merged.text, what)).await? {
            let told = (head != seen).then_some(Told::Joined { seen, head });
            return Ok(Some(Saved { merged, told }));
        }
    }
    Ok(None)
}

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
