//! Journeys in a real Chromium, driven by WebDriver at the size of a phone.
//!
//! One demonstration is built and served in this process, one chromedriver is started, and the
//! journeys run one after the other, each in a fresh browser. Run all with
//! `cargo test --test browser`, some with `cargo test --test browser -- NAME`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]
#![expect(clippy::print_stdout, reason = "the journeys report themselves")]

mod browser;
mod resident;
mod scoreboard;
mod stage;

use std::panic::AssertUnwindSafe;
use std::process::ExitCode;
use std::time::Instant;

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

use browser::{Browser, Driver};
use stage::Stage;

/// A journey: what it is called, and what is done and expected.
type Journey = (
    &'static str,
    for<'a> fn(&'a Browser, &'a Stage) -> LocalBoxFuture<'a, ()>,
);

const JOURNEYS: &[Journey] = &[
    (
        "a resident answers without a script, to the receipt",
        |browser, stage| resident::answers_without_a_script(browser, stage).boxed_local(),
    ),
    ("a used invitation says so", |browser, stage| {
        resident::meets_a_used_invitation(browser, stage).boxed_local()
    }),
    ("an official reads the scoreboard", |browser, stage| {
        scoreboard::is_read(browser, stage).boxed_local()
    }),
];

#[tokio::main]
async fn main() -> ExitCode {
    let wanted = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    let wanted = wanted.as_deref().unwrap_or_default();
    let stage = Stage::build().await;
    let driver = Driver::start();
    let mut failed = Vec::new();
    for (name, journey) in JOURNEYS.iter().filter(|(name, _)| name.contains(wanted)) {
        let started = Instant::now();
        let browser = driver.open().await;
        let outcome = AssertUnwindSafe(journey(&browser, &stage))
            .catch_unwind()
            .await;
        browser.close().await;
        let seconds = started.elapsed().as_secs_f64();
        match outcome {
            Ok(()) => println!("ok      {name} ({seconds:.1} s)"),
            Err(_) => {
                println!("FAILED  {name} ({seconds:.1} s)");
                failed.push(name);
            }
        }
    }
    if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
