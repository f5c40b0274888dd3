//! What a person at a terminal sees while the demonstration is built.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use fieldwork::store::OpeningStep;

/// A line that says what is going on and, where that is counted, how far it is.
#[derive(Debug)]
pub(super) struct Progress(ProgressBar);

impl Progress {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::new_spinner();
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(bar)
    }

    /// Says what begins now.
    pub(super) fn step(&self, what: &str) {
        self.0.set_style(ProgressStyle::default_spinner());
        self.0.set_message(what.to_owned());
    }

    /// Says what begins now and of how many parts it consists.
    pub(super) fn count(&self, what: &str, parts: usize) {
        let style = ProgressStyle::with_template("{spinner} {msg} {wide_bar} {pos}/{len}");
        self.0
            .set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.0.set_length(parts as u64);
        self.0.set_position(0);
        self.0.set_message(what.to_owned());
    }

    /// Some parts more are done.
    pub(super) fn advance(&self, parts: usize) {
        self.0.inc(parts as u64);
    }

    /// Says how far the opening of a wave is.
    pub(super) fn opening(&self, what: &str, step: OpeningStep) {
        let (OpeningStep::Opening { done, of } | OpeningStep::Writing { done, of }) = step;
        if self.0.message() != what {
            self.count(what, 0);
        }
        self.0.set_length(of);
        self.0.set_position(done);
    }

    pub(super) fn end(&self) {
        self.0.finish_and_clear();
    }
}
