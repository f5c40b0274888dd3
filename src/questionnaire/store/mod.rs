//! Questionnaires in the database: drafts, and the versions they become.

mod confirmations;
mod drafts;
mod review;
mod trials;
mod versions;

pub use confirmations::{confirm_translation, list_confirmed};
pub use drafts::{
    DraftHead, NewDraft, SaveOutcome, begin_draft, find_draft, find_revision, list_drafts,
    list_revisions, redo_draft, save_draft, undo_draft,
};
pub use review::{
    PublishOutcome, Refusal, discard_draft, publish_draft, send_back, send_to_review,
};
pub use trials::{count_trials, find_test_link, find_tested_version, make_test_link, save_trial};
pub use versions::{
    Library, Publication, StoredVersion, Version, find_source, find_version, list_versions,
    save_source, save_version,
};
