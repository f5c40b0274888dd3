//! The promises of the intake, kept by the real program: exactly once, durable, anonymous.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]
#![expect(
    clippy::print_stdout,
    reason = "whoever plays the failures reads what was played"
)]

mod anonymous;
mod carried_over;
mod durable;
mod faults;
mod files;
mod first_administrator;
mod letters;
mod once;
mod opening;
#[path = "../storage/mod.rs"]
mod storage;
#[path = "../town/mod.rs"]
mod town;
mod trustees;
