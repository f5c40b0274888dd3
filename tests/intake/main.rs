//! The promises of the intake, kept by the real program: exactly once, durable, anonymous.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

mod anonymous;
mod durable;
mod once;
#[path = "../storage/mod.rs"]
mod storage;
mod town;
