//! One fill of a form: its submission id and variant, which a cookie keeps over reloads.
//!
//! # Design
//!
//! The cookie is bound to the address of its form and read by nobody but it. While the answers may still have to be
//! sent again it is needed, so that they count once. Once the phone has been told that they were counted it lives for
//! another hour, for whoever goes back and sends again, and no longer: with the key file and the database it leads
//! from the phone to the answers. A form opened after that starts a new fill.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use chrono::TimeDelta;
use rand::{Rng, RngExt};

use fieldwork::code::SubmissionId;

const COOKIE_NAME: &str = "fill";

/// A fill that was left lying is given up after thirty days.
const LONGEST_KEPT: i64 = 30 * 24 * 60 * 60;

/// How long a fill is remembered after its receipt.
const KEPT_AFTER_SENDING: TimeDelta = TimeDelta::hours(1);

/// One fill of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fill {
    /// Names the fill, so that it counts once.
    pub(super) id: SubmissionId,
    /// The variant that is shown.
    pub(super) variant: u8,
}

impl Fill {
    /// Draws a fill with one of `variants` variants.
    pub(super) fn draw(randomness: &mut impl Rng, variants: u8) -> Self {
        Self {
            variant: randomness.random_range(0..variants.max(1)),
            id: SubmissionId::draw(randomness),
        }
    }

    /// The fill of a request's cookie, if it has one.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| *name == COOKIE_NAME)
            .find_map(|(_, value)| Self::parse(value))
    }

    /// The cookie for the form at this path, kept no longer than its wave takes answers.
    pub(super) fn cookie(self, path: &str, left: TimeDelta) -> String {
        let seconds = left.num_seconds().clamp(0, LONGEST_KEPT);
        let Self { id, variant } = self;
        format!(
            "{COOKIE_NAME}={id}.{variant:03}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax"
        )
    }

    /// The cookie once the answers have been counted.
    pub(super) fn cookie_after_sending(self, path: &str) -> String {
        self.cookie(path, KEPT_AFTER_SENDING)
    }

    /// Whatever stands behind the variant is not read: earlier versions wrote there when the fill began.
    fn parse(value: &str) -> Option<Self> {
        let mut parts = value.split('.');
        Some(Self {
            id: SubmissionId::parse(parts.next()?)?,
            variant: parts.next()?.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;

    fn fill() -> Fill {
        Fill::draw(&mut ChaCha20Rng::seed_from_u64(7), 40)
    }

    fn headers(cookie: &str) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, HeaderValue::from_str(cookie).unwrap())])
    }

    #[test]
    fn a_fill_survives_its_cookie() {
        let cookie = fill().cookie("/s/open", TimeDelta::hours(1));
        let (pair, attributes) = cookie.split_once(';').unwrap();
        assert_eq!(
            Fill::of(&headers(&format!("other=1; {pair}"))),
            Some(fill())
        );
        assert_eq!(
            attributes,
            " Path=/s/open; Max-Age=3600; HttpOnly; SameSite=Lax"
        );
    }

    #[test]
    fn an_hour_after_the_receipt_the_phone_has_forgotten() {
        let cookie = fill().cookie_after_sending("/i/CODE");
        assert!(cookie.contains("; Max-Age=3600;"), "{cookie}");
    }

    #[test]
    fn a_cookie_that_was_meddled_with_is_none() {
        for cookie in ["fill=", "fill=abc.1", "fill=00.1", "fill=x"] {
            assert_eq!(Fill::of(&headers(cookie)), None);
        }
    }

    #[test]
    fn a_cookie_of_an_earlier_version_names_the_same_fill() {
        let Fill { id, variant } = fill();
        let cookie = format!("fill={id}.{variant:03}.1764000000");
        assert_eq!(Fill::of(&headers(&cookie)), Some(fill()));
    }
}
