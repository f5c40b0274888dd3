//! Booklets that come back on paper: typed in twice, by two people, and readable by nobody in between.
//!
//! # Design
//!
//! **The paper is the key.** What the first person has typed waits for the second one, for days perhaps. It waits encrypted
//! under a key that follows from the access code on the cover of the booklet (HKDF-SHA-256) and that is kept nowhere, so
//! that the database and the key file of the server together read nothing: only who has the paper in hand, and so could
//! read the answers there, can have the two entries compared. A code has 80 random bits, which nobody tries through. The cipher is
//! XChaCha20-Poly1305 with a random nonce; the row is bound as associated data, and what waits is filled up so that all
//! booklets of a questionnaire have one size, entered once or twice.
//!
//! The row is named as an invitation is ([`HashKey::of_code`](crate::HashKey::of_code)), and that a booklet waits is no secret.

use std::collections::BTreeMap;
use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::code::AccessCode;
use crate::sealing::{Unreadable, emptied, filled_up};

/// What keys of booklets are made for.
const PURPOSE: &[u8] = b"Minyi, a booklet that waits, 1";

/// How many random bytes stand before what is sealed.
const NONCE: usize = 24;

/// What locks a booklet: it follows from the code on its cover.
pub struct BookletKey(Zeroizing<[u8; 32]>);

impl fmt::Debug for BookletKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BookletKey(…)")
    }
}

/// The fields of a form as somebody typed them, by name; those left empty are not among them.
pub type TypedForm = BTreeMap<String, Vec<String>>;

/// What has been typed of a booklet while it waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookletEntries {
    /// The variant that is printed on it.
    pub variant: u8,
    /// What the first person typed.
    pub first: TypedForm,
    /// What the second one typed, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<TypedForm>,
}

impl BookletKey {
    /// The key of the booklet behind the cover with this code.
    ///
    /// # Panics
    ///
    /// Never: HKDF-SHA-256 gives 32 bytes.
    pub fn of(code: AccessCode) -> Self {
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(None, code.as_bytes())
            .expand(PURPOSE, key.as_mut_slice())
            .expect("a key is shorter than 255 hashes");
        Self(key)
    }

    /// Seals `content`, filled up to `length` bytes at least, for the row of this name.
    ///
    /// # Panics
    ///
    /// Never: memory takes what is sealed.
    pub fn seal(&self, row: &str, content: &[u8], length: usize, rng: &mut impl Rng) -> Vec<u8> {
        let nonce: [u8; NONCE] = rng.random();
        let filled = Zeroizing::new(filled_up(content, length));
        let payload = Payload {
            msg: &filled,
            aad: row.as_bytes(),
        };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.expect("a form is not too long to seal");
        [nonce.as_slice(), &sealed].concat()
    }

    /// What was sealed for the row of this name.
    pub fn open(&self, row: &str, sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(Unreadable)?;
        let payload = Payload {
            msg: sealed,
            aad: row.as_bytes(),
        };
        let filled = self.cipher().decrypt(&XNonce::from(*nonce), payload);
        let filled = Zeroizing::new(filled.or(Err(Unreadable))?);
        emptied(&filled).ok_or(Unreadable)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.0).into())
    }
}

/// The form of a questionnaire as it is read: names and values one after the other.
pub fn pairs(typed: &TypedForm) -> Vec<(String, String)> {
    let fields = typed.iter();
    fields
        .flat_map(|(name, values)| values.iter().map(|value| (name.clone(), value.clone())))
        .collect()
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;

    #[test]
    fn only_the_code_on_the_cover_opens_a_booklet_and_only_in_its_row() {
        let mut rng = ChaCha20Rng::seed_from_u64(24);
        let (code, other) = (AccessCode::draw(&mut rng), AccessCode::draw(&mut rng));
        let key = BookletKey::of(code);
        let sealed = key.seal("row", "更多的树".as_bytes(), 0, &mut rng);
        assert_eq!(
            BookletKey::of(code).open("row", &sealed).unwrap(),
            "更多的树".as_bytes()
        );
        assert_eq!(BookletKey::of(other).open("row", &sealed), Err(Unreadable));
        assert_eq!(key.open("another", &sealed), Err(Unreadable));
        assert_eq!(key.open("row", &sealed[..20]), Err(Unreadable));
        let mut changed = sealed.clone();
        changed[NONCE] ^= 1;
        assert_eq!(key.open("row", &changed), Err(Unreadable));
    }

    #[test]
    fn booklets_weigh_the_same_and_never_repeat() {
        let mut rng = ChaCha20Rng::seed_from_u64(25);
        let key = BookletKey::of(AccessCode::draw(&mut rng));
        let mut seal = |content: &[u8]| key.seal("row", content, 2_048, &mut rng);
        assert_eq!(seal(b"").len(), seal(&[7; 2_044]).len());
        assert_ne!(seal(b"5"), seal(b"5"));
    }
}
