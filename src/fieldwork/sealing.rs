//! Sealing: from the intake to the opening of its sitting a questionnaire is readable by nobody.
//!
//! # Design
//!
//! HPKE (RFC 9180) in its base mode, X25519 with HKDF-SHA-256 and ChaCha20-Poly1305, as the crate `hpke` does it: whoever
//! has the [`SealingKey`] can seal, and only the [`OpeningKey`] opens. The row a form lies in is bound to it as associated
//! data, so that two forms cannot be exchanged unnoticed.
//!
//! A sealed form says nothing but its length. So what is sealed is filled up to the length that the longest form of its
//! questionnaire may need ([`usual_length`]), and beyond that to multiples of [`STEP`].

use std::fmt;

use data_encoding::HEXLOWER;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable, single_shot_open,
    single_shot_seal_with_rng,
};
use rand::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::code::CROCKFORD;
use questionnaire::{Question, Questionnaire};

/// Lengths of what is sealed are multiples of this, in bytes.
pub const STEP: usize = 512;

/// The longest that every form of a questionnaire is made, in bytes. A questionnaire that takes more text than this has
/// forms of several lengths.
const LONGEST_USUAL: usize = 32 * STEP;

/// What stands around the answers: place, language, arms, bands.
const FRAME: usize = STEP;

/// An answer other than a text with its id, in bytes, and a further choice of the same answer.
const ANSWER: usize = 40;
const FURTHER_CHOICE: usize = 4;

/// The most bytes of a character: Chinese takes three, what is rarer and pictures take four.
const CHARACTER: usize = 4;

/// What seals are made for.
const PURPOSE: &[u8] = b"Minyi, a questionnaire, 1";

/// The bytes that say how long the content is.
const PREFIX: usize = 4;

/// The bytes of the key that a sealed form begins with.
const ENCAPSULATED: usize = 32;

/// The public key of a sitting: whoever has it can seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SealingKey([u8; 32]);

/// The private key of a sitting: whoever has it can read every form of it. Overwritten in memory when it is done with.
#[derive(Clone, PartialEq, Eq)]
pub struct OpeningKey(Zeroizing<[u8; 32]>);

/// A form that this key does not open, or that has been changed since it was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a form was not sealed to this key, or was changed since")]
pub struct Unreadable;

impl SealingKey {
    /// Reads 64 hexadecimal digits, white space around them ignored; none where they are no key.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 32] = HEXLOWER
            .decode(text.trim().as_bytes())
            .ok()?
            .try_into()
            .ok()?;
        <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&bytes).ok()?;
        Some(Self(bytes))
    }

    /// Eight symbols by which people tell keys apart: the first of its SHA-256.
    pub fn short(self) -> String {
        CROCKFORD.encode(&Sha256::digest(self.0)[..5])
    }

    /// Seals `content`, filled up to `length` bytes at least, for the row of this name.
    ///
    /// # Panics
    ///
    /// Never: only a key that is a point of the curve is made, and memory takes what is sealed.
    pub fn seal(
        self,
        row: &str,
        content: &[u8],
        length: usize,
        rng: &mut impl CryptoRng,
    ) -> Vec<u8> {
        let recipient = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&self.0);
        let (encapsulated, sealed) =
            single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
                &OpModeS::Base,
                &recipient.expect("was read once"),
                PURPOSE,
                &filled_up(content, length),
                row.as_bytes(),
                rng,
            )
            .expect("a key of the curve, and a content that memory holds");
        let mut form = encapsulated.to_bytes().to_vec();
        form.extend_from_slice(&sealed);
        form
    }
}

impl fmt::Display for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for OpeningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpeningKey(…)")
    }
}

impl OpeningKey {
    /// Draws a key.
    pub fn draw(rng: &mut impl CryptoRng) -> Self {
        let (private, _) = X25519HkdfSha256::gen_keypair_with_rng(rng);
        Self(Zeroizing::new(private.to_bytes().into()))
    }

    /// Reads 64 hexadecimal digits, white space around them ignored.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 32] = HEXLOWER
            .decode(text.trim().as_bytes())
            .ok()?
            .try_into()
            .ok()?;
        Self::from_bytes(Zeroizing::new(bytes))
    }

    /// The key as 64 hexadecimal digits, for its file.
    pub fn to_hex(&self) -> String {
        HEXLOWER.encode(self.0.as_slice())
    }

    /// The key that seals what this one opens.
    ///
    /// # Panics
    ///
    /// Never: only what the curve takes is kept as a key.
    pub fn sealing_key(&self) -> SealingKey {
        let public = X25519HkdfSha256::sk_to_pk(&self.private());
        SealingKey(public.to_bytes().into())
    }

    /// What was sealed for the row of this name.
    pub fn open(&self, row: &str, form: &[u8]) -> Result<Vec<u8>, Unreadable> {
        let (encapsulated, sealed) = form.split_at_checked(ENCAPSULATED).ok_or(Unreadable)?;
        let encapsulated =
            <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated).or(Err(Unreadable))?;
        let filled = single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.private(),
            &encapsulated,
            PURPOSE,
            sealed,
            row.as_bytes(),
        )
        .or(Err(Unreadable))?;
        emptied(&filled).ok_or(Unreadable)
    }

    pub(crate) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn from_bytes(bytes: Zeroizing<[u8; 32]>) -> Option<Self> {
        <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(bytes.as_slice()).ok()?;
        Some(Self(bytes))
    }

    fn private(&self) -> <X25519HkdfSha256 as Kem>::PrivateKey {
        <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(self.0.as_slice()).expect("was read once")
    }
}

/// The length to which forms of a questionnaire are filled up, in bytes: that of the longest form that it takes,
/// up to 16 KiB.
pub fn usual_length(questionnaire: &Questionnaire) -> usize {
    let answers: usize = questionnaire.questions.iter().map(longest_answer).sum();
    let arms: usize = questionnaire.arms.iter().map(|_| ANSWER).sum();
    (FRAME + arms + answers)
        .next_multiple_of(STEP)
        .min(LONGEST_USUAL)
}

fn longest_answer(question: &Question) -> usize {
    let choices = FURTHER_CHOICE * question.answer.own_choices().len();
    let text = CHARACTER * usize::from(question.answer.longest_text().unwrap_or_default());
    question.id.as_str().len() + ANSWER + choices + text
}

pub(crate) fn filled_up(content: &[u8], length: usize) -> Vec<u8> {
    let length = length.max(PREFIX + content.len()).next_multiple_of(STEP);
    let said = u32::try_from(content.len()).expect("a form is shorter than four gigabytes");
    let mut filled = Vec::with_capacity(length);
    filled.extend_from_slice(&said.to_le_bytes());
    filled.extend_from_slice(content);
    filled.resize(length, 0);
    filled
}

pub(crate) fn emptied(filled: &[u8]) -> Option<Vec<u8>> {
    let (said, rest) = filled.split_first_chunk::<PREFIX>()?;
    let length = usize::try_from(u32::from_le_bytes(*said)).ok()?;
    rest.get(..length).map(<[u8]>::to_vec)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;

    fn rng() -> ChaCha20Rng {
        ChaCha20Rng::seed_from_u64(11)
    }

    #[test]
    fn what_is_sealed_is_opened_by_its_key_and_in_its_row_only() {
        let mut rng = rng();
        let (key, other) = (OpeningKey::draw(&mut rng), OpeningKey::draw(&mut rng));
        let form = key
            .sealing_key()
            .seal("row", "更多的树".as_bytes(), 0, &mut rng);
        assert_eq!(key.open("row", &form).unwrap(), "更多的树".as_bytes());
        assert_eq!(other.open("row", &form), Err(Unreadable));
        assert_eq!(key.open("another", &form), Err(Unreadable));
        assert_eq!(key.open("row", &form[..40]), Err(Unreadable));
        assert_eq!(key.open("row", &[]), Err(Unreadable));
        for place in [0, 40, form.len() - 1] {
            let mut changed = form.clone();
            changed[place] ^= 1;
            assert_eq!(key.open("row", &changed), Err(Unreadable), "byte {place}");
        }
    }

    #[test]
    fn forms_of_one_questionnaire_weigh_the_same_and_never_repeat() {
        let mut rng = rng();
        let key = OpeningKey::draw(&mut rng).sealing_key();
        let mut sealed = |content: &[u8], length| key.seal("row", content, length, &mut rng);
        let (short, long) = (sealed(b"", 2_048), sealed(&[7; 2_044], 2_048));
        assert_eq!(short.len(), long.len());
        assert_ne!(sealed(b"5", 512), sealed(b"5", 512));
        assert_eq!(sealed(&[7; 2_045], 2_048).len(), short.len() + STEP);
    }

    #[test]
    fn keys_read_back_from_their_files() {
        let key = OpeningKey::draw(&mut rng());
        assert!(OpeningKey::parse(&format!("{}\n", key.to_hex())) == Some(key.clone()));
        let public = key.sealing_key();
        assert_eq!(SealingKey::parse(&public.to_string()), Some(public));
        assert_eq!(SealingKey::parse("00"), None);
        assert_eq!(format!("{key:?}"), "OpeningKey(…)");
    }
}
