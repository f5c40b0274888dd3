//! Whoever might try: one file per adversary, each given what it would hold and held to chance.
//!
//! An attack that finds nothing proves nothing by itself: it may be blind. So each is also run against an honest control, data
//! kept as it must not be kept, and has to find everything there.
//!
//! Whoever holds released tables is played by linear programming where the rule by which cells are hidden lives: in
//! `src/results/suppression/attack`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]
#![expect(
    clippy::print_stdout,
    reason = "whoever plays an adversary reads how far it came"
)]

mod backups;
#[path = "../web/city.rs"]
#[expect(dead_code, reason = "tests/web does more with a city")]
mod city;
mod copied_files;
#[path = "../web/drafting.rs"]
#[expect(dead_code, reason = "tests/web does more with drafts")]
mod drafting;
mod floods;
mod live_database;
mod people;
mod proxy_log;
mod released_rows;
#[path = "../web/staff.rs"]
#[expect(dead_code, reason = "tests/web does more with staff")]
mod staff;
#[path = "../storage/mod.rs"]
mod storage;
#[path = "../town/mod.rs"]
#[expect(dead_code, reason = "tests/intake does more with a town")]
mod town;
mod waiting_booklets;
