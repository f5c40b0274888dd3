//! The second step of signing in: how a browser shows that the right password was given a moment ago.
//!
//! # Design
//!
//! The browser keeps a cookie: whose password it was, when, and a keyed hash of both and of what is stored of the
//! password. It opens no page; with a one-time code it begins a session. It ends after five minutes and when the
//! password changes, and the database holds no list of them.

use std::fmt;

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::user::UserId;

/// How long there is for the second step, in seconds.
pub const STEP_SECONDS: u32 = 5 * 60;

/// The key that second steps are signed with.
#[derive(Clone)]
pub struct StepKey([u8; 32]);

impl fmt::Debug for StepKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StepKey(…)")
    }
}

/// What a browser says about its second step, not believed yet.
pub(crate) struct Claim {
    pub(crate) user: UserId,
    begun: i64,
    tag: Vec<u8>,
}

impl Claim {
    /// Reads the value of a cookie.
    pub(crate) fn parse(value: &str) -> Option<Self> {
        let value = BASE64URL_NOPAD.decode(value.as_bytes()).ok()?;
        let (user, rest) = value.split_first_chunk()?;
        let (begun, tag) = rest.split_first_chunk()?;
        Some(Self {
            user: UserId(i64::from_be_bytes(*user)),
            begun: i64::from_be_bytes(*begun),
            tag: tag.to_vec(),
        })
    }
}

impl StepKey {
    /// The key made of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What the browser of somebody with this password keeps.
    pub(crate) fn sign(&self, user: UserId, password_hash: &str, now: DateTime<Utc>) -> String {
        let begun = now.timestamp();
        let tag = self.mac(user, begun, password_hash).finalize().into_bytes();
        let value = [&user.0.to_be_bytes()[..], &begun.to_be_bytes(), &tag].concat();
        BASE64URL_NOPAD.encode(&value)
    }

    /// Whether a claim is true and not too old.
    pub(crate) fn confirms(&self, claim: &Claim, password_hash: &str, now: DateTime<Utc>) -> bool {
        let mac = self.mac(claim.user, claim.begun, password_hash);
        let age = now.timestamp().saturating_sub(claim.begun);
        mac.verify_slice(&claim.tag).is_ok() && (0..i64::from(STEP_SECONDS)).contains(&age)
    }

    fn mac(&self, user: UserId, begun: i64, password_hash: &str) -> Hmac<Sha256> {
        Hmac::<Sha256>::new_from_slice(&self.0)
            .expect("HMAC takes a key of any length")
            .chain_update("minyi second step\n")
            .chain_update(user.0.to_be_bytes())
            .chain_update(begun.to_be_bytes())
            .chain_update(password_hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: StepKey = StepKey([7; 32]);

    fn after(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_400_000_000 + seconds, 0).unwrap()
    }

    fn holds(key: &StepKey, value: &str, password_hash: &str, seconds: i64) -> bool {
        let claim = Claim::parse(value);
        claim.is_some_and(|claim| key.confirms(&claim, password_hash, after(seconds)))
    }

    #[test]
    fn a_step_counts_for_five_minutes_and_one_password() {
        let value = KEY.sign(UserId(1), "hash", after(0));
        assert!(holds(&KEY, &value, "hash", 0));
        assert!(holds(&KEY, &value, "hash", 299));
        assert!(!holds(&KEY, &value, "hash", 300));
        assert!(!holds(&KEY, &value, "hash", -1));
        assert!(!holds(&KEY, &value, "another", 1));
        assert!(!holds(&StepKey::new([8; 32]), &value, "hash", 1));
    }

    #[test]
    fn a_step_cannot_be_made_that_of_somebody_else_or_last_longer() {
        let value = KEY.sign(UserId(1), "hash", after(0));
        let bytes = BASE64URL_NOPAD.decode(value.as_bytes()).unwrap();
        for place in 0..bytes.len() {
            let mut bent = bytes.clone();
            bent[place] ^= 1;
            assert!(!holds(&KEY, &BASE64URL_NOPAD.encode(&bent), "hash", 1));
        }
        for value in ["", "AAAA", &"A".repeat(64), "=é"] {
            assert!(!holds(&KEY, value, "hash", 1), "{value}");
        }
    }
}
