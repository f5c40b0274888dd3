//! Whoever might try: one file per adversary, each given what it would hold and held to chance.
//!
//! An attack that finds nothing proves nothing by itself: it may be blind. So each is also run against an honest control, data
//! kept as it must not be kept, and has to find everything there.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]
#![expect(
    clippy::print_stdout,
    reason = "whoever plays an adversary reads how far it came"
)]

mod copied_files;
mod live_database;
mod people;
#[path = "../storage/mod.rs"]
mod storage;
#[path = "../town/mod.rs"]
#[expect(dead_code, reason = "tests/intake does more with a town")]
mod town;
