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

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};

use super::app::App;
use super::client::Client;
use super::error::{Error, Missing};
use accounts::{Network, Source};

/// How many failures a network has in a minute before it is told so in a sentence: more than thousands of people
/// mistype.
const IN_A_MINUTE: u32 = 300;

/// The most networks remembered at a time.
const MOST_NETWORKS: usize = 1 << 16;

/// Marks the answer to something that was looked up and not found.
#[derive(Debug, Clone, Copy)]
pub(super) struct NotFound;

/// The failures of this minute, by network.
#[derive(Debug, Clone, Default)]
pub(super) struct Guesses(Arc<Mutex<Minute>>);

#[derive(Debug, Default)]
struct Minute {
    began: DateTime<Utc>,
    failures: BTreeMap<Network, u32>,
}

impl Guesses {
    /// Counts a failure, and says whether there are too many.
    fn are_too_many_with(&self, network: Network, now: DateTime<Utc>) -> bool {
        let mut minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !(TimeDelta::zero()..TimeDelta::minutes(1)).contains(&(now - minute.began)) {
            *minute = Minute {
                began: now,
                ..Minute::default()
            };
        }
        if minute.failures.len() >= MOST_NETWORKS && !minute.failures.contains_key(&network) {
            return false;
        }
        let failures = minute.failures.entry(network).or_default();
        *failures = failures.saturating_add(1);
        if *failures == IN_A_MINUTE {
            tracing::warn!("somebody guesses at codes or receipts");
        }
        *failures > IN_A_MINUTE
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
