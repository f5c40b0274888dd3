//! The link by which somebody sets their own password, so that nobody else ever knows it.

use std::fmt;

use chrono::TimeDelta;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use rand::{Rng, RngExt};
use sha2::{Digest, Sha256};

/// How long a link counts.
pub(crate) const LIFETIME: TimeDelta = TimeDelta::hours(24);

/// What stands in a link: 256 random bits. The database holds its hash only.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkToken([u8; 32]);

impl fmt::Debug for LinkToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkToken(…)")
    }
}

impl LinkToken {
    /// Draws a token.
    pub fn draw(rng: &mut impl Rng) -> Self {
        Self(rng.random())
    }

    /// Reads what stands in a link.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// What stands in the link, to be shown once.
    pub fn reveal(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }

    /// What the database holds.
    pub(crate) fn hash(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(self.0))
    }
}
