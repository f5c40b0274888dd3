//! The second factor: one-time codes by the clock (RFC 6238), and recovery codes for whoever has lost what makes them.
//!
//! # Design
//!
//! The apps that make codes agree on six digits, SHA-1 and steps of half a minute, so there is nothing to choose. A
//! code of the step before or after is taken too, since clocks differ; the step it was taken for is kept, so that no
//! code is taken twice. The secret must be read again at each check and cannot be hashed: it lies in the database
//! sealed for its owner, under a key drawn from that of the installation.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use chrono::{DateTime, Utc};
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use hmac::{Hmac, Mac};
use rand::{Rng, RngExt};
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Totp};

use crate::permission::Permission;
use crate::role::Role;
use crate::session::SessionToken;
use crate::user::{User, UserId};

/// How many recovery codes somebody gets.
pub const RECOVERY_CODES: usize = 10;

/// The letters of a recovery code: sixteen of these 31 are 79 random bits, so that a plain hash keeps them.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
const LENGTH: usize = 16;

/// How secrets and recovery codes are written, to be typed.
const GROUP: usize = 4;

/// Of whom an installation requires a second factor. Whoever has set one up is always asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Of administrators, releasers and whoever may approve versions; others may set one up.
    Required,
    /// Of nobody; everybody may set one up.
    Offered,
}

impl Rule {
    /// Whether somebody must have a second factor.
    pub fn concerns(self, user: &User) -> bool {
        let by_role = [Role::Administrator, Role::Releaser]
            .iter()
            .any(|role| user.roles.contains(role));
        self == Self::Required && (by_role || user.may(Permission::ApproveVersions))
    }
}

/// What a person's app makes codes from.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 20]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// The secret in groups of four letters, to be typed into an app.
    pub fn in_groups(&self) -> String {
        in_groups(&BASE32_NOPAD.encode(&self.0), " ")
    }

    /// What stands in the QR code that an app reads; the name of the account is percent-encoded.
    pub fn address(&self, account: &str) -> String {
        let secret = BASE32_NOPAD.encode(&self.0);
        format!("otpauth://totp/Minyi:{account}?secret={secret}&issuer=Minyi")
    }

    /// The step that a code is right for, unless it is none around this moment.
    pub fn step_of(&self, code: &str, now: DateTime<Utc>) -> Option<i64> {
        let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let seconds = u64::try_from(now.timestamp()).ok()?;
        let step = self.codes().check(&code, seconds)?;
        i64::try_from(step).ok()
    }

    /// The code of a moment, as an app shows it.
    pub fn code_at(&self, now: DateTime<Utc>) -> String {
        let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
        self.codes().generate(seconds).to_string()
    }

    fn codes(&self) -> Totp {
        Builder::new()
            .with_secret(self.0)
            .build()
            .expect("a secret of 160 bits with the usual settings")
    }
}

/// The key that secrets are sealed with.
#[derive(Clone)]
pub struct FactorKey([u8; 32]);

impl fmt::Debug for FactorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FactorKey(…)")
    }
}

/// How many random bytes stand before what is sealed.
const NONCE: usize = 24;

impl FactorKey {
    /// The key made of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The secret that a session proposes: the same however often its page is loaded, until one is set up.
    pub fn propose(&self, session: &SessionToken, held: Option<&[u8]>) -> Secret {
        let tag = self.mac(session, held).finalize().into_bytes();
        let mut secret = [0; 20];
        secret.copy_from_slice(&tag[..20]);
        Secret(secret)
    }

    /// What the database holds of somebody's secret.
    ///
    /// # Panics
    ///
    /// Never: twenty bytes are not too long to seal.
    pub fn seal(&self, secret: &Secret, owner: UserId, rng: &mut impl Rng) -> Vec<u8> {
        let nonce: [u8; NONCE] = rng.random();
        let payload = Payload {
            msg: &secret.0,
            aad: &owner.0.to_be_bytes(),
        };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.expect("twenty bytes are not too long");
        [nonce.as_slice(), &sealed].concat()
    }

    /// The secret of its owner, unless it was sealed for somebody else or with another key.
    pub(crate) fn open(&self, sealed: &[u8], owner: UserId) -> Option<Secret> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let payload = Payload {
            msg: sealed,
            aad: &owner.0.to_be_bytes(),
        };
        let secret = self.cipher().decrypt(&XNonce::from(nonce), payload).ok()?;
        secret.try_into().ok().map(Secret)
    }

    fn mac(&self, session: &SessionToken, held: Option<&[u8]>) -> Hmac<Sha256> {
        Hmac::<Sha256>::new_from_slice(&self.0)
            .expect("HMAC takes a key of any length")
            .chain_update("minyi proposed secret\n")
            .chain_update(session.reveal())
            .chain_update(held.unwrap_or_default())
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.0.into())
    }
}

/// A code that is used once in place of one that an app makes.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

impl RecoveryCode {
    /// Draws the codes of one person.
    pub fn draw_all(rng: &mut impl Rng) -> [Self; RECOVERY_CODES] {
        let mut letter = |_| char::from(LETTERS[rng.random_range(0..LETTERS.len())]);
        [(); RECOVERY_CODES].map(|()| Self((0..LENGTH).map(&mut letter).collect()))
    }

    /// A code as it was typed, in whatever groups and capitals.
    pub fn typed(text: &str) -> Self {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        Self(letters.collect::<String>().to_lowercase())
    }

    /// The code in groups of four, to be shown once.
    pub fn reveal(&self) -> String {
        in_groups(&self.0, "-")
    }

    /// What the database holds.
    pub(crate) fn hash(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(&self.0))
    }
}

fn in_groups(text: &str, between: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let groups = letters.chunks(GROUP).map(String::from_iter);
    groups.collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;

    /// The secret of the test vectors of RFC 6238, Appendix B.
    const OF_THE_RFC: Secret = Secret(*b"12345678901234567890");

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_codes_are_those_of_the_rfc() {
        // Their last six digits of eight.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(OF_THE_RFC.code_at(at(seconds)), code);
            let step = OF_THE_RFC.step_of(code, at(seconds));
            assert_eq!(step, Some(seconds / 30));
        }
    }

    #[test]
    fn a_code_is_right_one_step_early_or_late_and_no_more() {
        let now = 1_111_111_110;
        let code = OF_THE_RFC.code_at(at(now));
        let taken = |seconds| OF_THE_RFC.step_of(&code, at(now + seconds));
        for seconds in [-30, -1, 0, 29, 30, 59] {
            assert_eq!(taken(seconds), Some(now / 30), "{seconds}");
        }
        for seconds in [-31, 60, 120] {
            assert_eq!(taken(seconds), None, "{seconds}");
        }
    }

    #[test]
    fn what_is_no_code_is_right_at_no_time() {
        assert!(OF_THE_RFC.step_of(" 287 082 ", at(59)).is_some());
        for code in [
            "",
            "28708",
            "2870821",
            "28708x",
            "+87082",
            "-87082",
            "二八七〇八二",
        ] {
            assert_eq!(OF_THE_RFC.step_of(code, at(59)), None, "{code}");
        }
        assert_eq!(OF_THE_RFC.step_of("287082", at(-1)), None);
    }

    #[test]
    fn a_secret_is_shown_to_its_owner_only() {
        assert_eq!(format!("{OF_THE_RFC:?}"), "Secret(…)");
        assert_eq!(
            OF_THE_RFC.in_groups(),
            "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
        );
        assert_eq!(
            OF_THE_RFC.address("li"),
            "otpauth://totp/Minyi:li?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Minyi"
        );
    }

    #[test]
    fn a_sealed_secret_opens_for_its_owner_with_its_key() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let key = FactorKey::new([7; 32]);
        let sealed = key.seal(&OF_THE_RFC, UserId(1), &mut rng);
        assert_eq!(key.open(&sealed, UserId(1)), Some(OF_THE_RFC));
        assert_eq!(key.open(&sealed, UserId(2)), None);
        assert_eq!(FactorKey::new([8; 32]).open(&sealed, UserId(1)), None);
        assert_eq!(key.open(&sealed[..20], UserId(1)), None);
        assert!(!sealed.windows(4).any(|bytes| bytes == b"1234"));
        assert_ne!(sealed, key.seal(&OF_THE_RFC, UserId(1), &mut rng));
    }

    #[test]
    fn a_session_proposes_one_secret_until_it_is_set_up() {
        let mut rng = ChaCha20Rng::seed_from_u64(2);
        let [session, other] = [(); 2].map(|()| SessionToken::draw(&mut rng));
        let key = FactorKey::new([7; 32]);
        let proposed = key.propose(&session, None);
        assert_eq!(key.propose(&session, None), proposed);
        assert_ne!(key.propose(&other, None), proposed);
        assert_ne!(key.propose(&session, Some(b"held")), proposed);
        assert_ne!(FactorKey::new([8; 32]).propose(&session, None), proposed);
    }

    #[test]
    fn recovery_codes_are_all_different_and_read_however_they_are_typed() {
        let codes = RecoveryCode::draw_all(&mut ChaCha20Rng::seed_from_u64(3));
        let hashes: BTreeSet<String> = codes.iter().map(RecoveryCode::hash).collect();
        assert_eq!(hashes.len(), RECOVERY_CODES);
        for code in &codes {
            let shown = code.reveal();
            assert_eq!(shown.len(), LENGTH + 3, "{shown}");
            assert!(!shown.contains(['0', 'o', '1', 'l', 'i']), "{shown}");
            let typed = format!(" {} ", shown.to_uppercase().replace('-', " "));
            assert_eq!(RecoveryCode::typed(&typed), *code);
        }
    }
}
