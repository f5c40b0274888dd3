//! Sessions: what a browser holds, and what of it is stored.
//!
//! # Design
//!
//! The token has 256 random bits; the database holds only its hash, so that a copy of the database signs
//! nobody in. The token against forged requests follows from it by a keyed hash: bound to the session
//! and never stored.

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use hmac::{Hmac, KeyInit, Mac};
use rand::{Rng, RngExt};
use sha2::{Digest, Sha256};

/// How long a session lasts without a request.
pub(crate) const IDLE: TimeDelta = TimeDelta::hours(2);
/// How long a session lasts at all: a long working day.
pub(crate) const ABSOLUTE: TimeDelta = TimeDelta::hours(12);

/// What a browser holds.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken([u8; 32]);

impl std::fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

impl SessionToken {
    /// Draws a token.
    pub fn draw(rng: &mut impl Rng) -> Self {
        Self(rng.random())
    }

    /// Reads the value of a cookie.
    pub fn parse(value: &str) -> Option<Self> {
        let bytes = BASE64URL_NOPAD.decode(value.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The value of the cookie.
    pub fn reveal(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }

    /// What the database holds.
    pub fn hash(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(self.0))
    }

    /// The token that every form of this session carries.
    pub fn csrf(&self) -> CsrfToken {
        CsrfToken(BASE64URL_NOPAD.encode(&self.mac().finalize().into_bytes()))
    }

    /// Whether a form carries this session's token; the comparison takes the same time wherever they differ.
    pub fn recognises(&self, csrf: &str) -> bool {
        BASE64URL_NOPAD
            .decode(csrf.as_bytes())
            .is_ok_and(|bytes| self.mac().verify_slice(&bytes).is_ok())
    }

    fn mac(&self) -> Hmac<Sha256> {
        Hmac::<Sha256>::new_from_slice(&self.0)
            .expect("HMAC takes a key of any length")
            .chain_update("minyi form of a session")
    }
}

/// What a form of a session carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsrfToken(String);

impl CsrfToken {
    /// The value of the form's field.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a session begun and last seen at these moments has ended.
pub(crate) fn is_over(begun: DateTime<Utc>, seen: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now >= begun + ABSOLUTE || now >= seen + IDLE
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;

    fn token(seed: u64) -> SessionToken {
        SessionToken::draw(&mut ChaCha20Rng::seed_from_u64(seed))
    }

    #[test]
    fn a_token_survives_its_cookie_and_is_not_what_is_stored() {
        let drawn = token(1);
        assert_eq!(SessionToken::parse(&drawn.reveal()), Some(drawn.clone()));
        assert_ne!(drawn.hash(), drawn.reveal());
        assert_eq!(SessionToken::parse("short"), None);
    }

    #[test]
    fn a_form_of_another_session_is_not_recognised() {
        assert!(token(1).recognises(token(1).csrf().as_str()));
        assert!(!token(1).recognises(token(2).csrf().as_str()));
        assert!(!token(1).recognises(""));
    }

    #[test]
    fn a_session_ends_by_rest_and_by_age() {
        let begun = DateTime::UNIX_EPOCH;
        let after = |minutes| begun + TimeDelta::minutes(minutes);
        assert!(!is_over(begun, after(600), after(719)));
        assert!(is_over(begun, after(600), after(720)));
        assert!(is_over(begun, begun, after(120)));
        // Used to the last, it ends by age all the same.
        assert!(!is_over(begun, after(719), after(719)));
        assert!(is_over(begun, after(719), after(720)));
    }
}
