//! The promises of the intake, kept by the real program: exactly once, durable, anonymous.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]
#![expect(
    clippy::print_stdout,
    reason = "whoever plays the failures reads what was played"
)]

mod anonymous;
mod durable;
mod faults;
mod files;
mod first_administrator;
mod once;
#[path = "../storage/mod.rs"]
mod storage;
mod town;
