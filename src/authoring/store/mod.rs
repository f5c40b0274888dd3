//! Drafts in the database, their review, and the translations confirmed in them.

mod confirmations;
mod drafts;
mod history;
mod lineage;
mod review;

pub use confirmations::{confirm_translation, list_confirmed};
pub use drafts::{
    DraftHead, NewDraft, SaveOutcome, begin_draft, find_draft, find_revision, list_drafts,
    list_revisions, redo_draft, save_draft, undo_draft,
};
pub use history::{
    Change, Joined, Meanwhile, Steps, find_change, find_meanwhile, find_steps, join_with_head,
};
pub use lineage::find_lineage;
pub use review::{
    PublishOutcome, Refusal, discard_draft, hindrance, is_writer, publish_draft, send_back,
    send_to_review, withdraw_draft,
};
