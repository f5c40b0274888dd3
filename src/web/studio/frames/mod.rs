//! Frames: lists of communities and villages that were uploaded, what each still lacks, and the frames that samples are
//! drawn from.

mod adopt;
mod desk;
mod discard;
mod draft;
mod list;
mod one;

pub(crate) use adopt::submit as adopt;
pub(crate) use discard::submit as discard;
pub(crate) use draft::{save as save_draft, show as draft};
pub(crate) use list::{show as list, upload};
pub(crate) use one::{file, show as one};

use messages::{PlainMessage, text};
use sampling::{FrameDraftId, FrameStatus};

/// What the log calls a list that is no frame yet.
fn subject(id: FrameDraftId) -> String {
    format!("frame draft {id}")
}

/// How far a frame can be relied on, in words.
fn status(status: FrameStatus) -> PlainMessage {
    match status {
        FrameStatus::Verified => text::FRAME_STATUS_VERIFIED,
        FrameStatus::Provisional => text::FRAME_STATUS_PROVISIONAL,
        FrameStatus::Synthetic => text::FRAME_STATUS_SYNTHETIC,
    }
}
