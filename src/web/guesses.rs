//! Guesses at codes and receipts.
//!
//! # Design
//!
//! A code has 80 random bits. Whoever tries a thousand a second finds one of a million codes in some forty million
//! years, so nothing has to be kept from guessing: the bound is there so that guessing costs the server little. It
//! counts failures only. A code that is right is always looked up and always opens its form, however much was guessed
//! from the same network: behind the address of a mobile carrier stand thousands of phones, and one of them must not
//! keep the others from answering. Whoever sends wrong ones by the hundreds in a minute gets one sentence in place of a
//! page.
//!
//! Networks and failures are kept in memory for a minute at most, and written nowhere: neither database nor log may
//! say from where somebody tried a code.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};

use super::app::App;
use super::client::Client;
use super::error::{Error, Missing};
use super::per_minute::PerMinute;
use accounts::{Network, Source};

/// How many failures a network has in a minute before it is told so in a sentence: more than thousands of people
/// mistype.
const IN_A_MINUTE: u32 = 300;

/// Marks the answer to something that was looked up and not found.
#[derive(Debug, Clone, Copy)]
pub(super) struct NotFound;

/// The failures of this minute, by network.
#[derive(Debug, Clone, Default)]
pub(super) struct Guesses(PerMinute);

impl Guesses {
    /// Counts a failure, and says whether there are too many.
    fn are_too_many_with(&self, network: Network, now: DateTime<Utc>) -> bool {
        let counted = self.0.count(network, now);
        if counted.number == IN_A_MINUTE {
            tracing::warn!("somebody guesses at codes or receipts");
        }
        counted.number > IN_A_MINUTE
    }
}

/// Answers in a sentence where too much was guessed.
pub(super) async fn bound(
    State((app, guesses)): State<(App, Guesses)>,
    request: Request,
    next: Next,
) -> Response {
    let client = Client::of(&app.site, request.extensions(), request.headers());
    let response = next.run(request).await;
    let error = response.extensions().get::<Arc<Error>>();
    let failed = matches!(
        error.map(AsRef::as_ref),
        Some(Error::NotFound(Missing::Code))
    ) || response.extensions().get::<NotFound>().is_some();
    match client.source {
        Source::Network(network)
            if failed && guesses.are_too_many_with(network, app.clock.now()) =>
        {
            Error::TooManyGuesses.into_response()
        }
        Source::Network(_) | Source::Proxy(_) => response,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn network(number: u8) -> Network {
        Network::of([203, 0, number, 1].into())
    }

    #[test]
    fn a_network_is_told_after_hundreds_of_failures_and_a_minute_later_no_more() {
        let guesses = Guesses::default();
        let begun = DateTime::UNIX_EPOCH + TimeDelta::days(16_000);
        for _ in 0..IN_A_MINUTE {
            assert!(!guesses.are_too_many_with(network(1), begun));
        }
        assert!(guesses.are_too_many_with(network(1), begun + TimeDelta::seconds(59)));
        assert!(!guesses.are_too_many_with(network(2), begun + TimeDelta::seconds(59)));
        assert!(!guesses.are_too_many_with(network(1), begun + TimeDelta::seconds(60)));
    }
}
