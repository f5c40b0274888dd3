//! Passwords: what one must be, and the only form in which it is kept.
//!
//! # Design
//!
//! Argon2id with 19 MiB, two passes and one lane, the first choice of OWASP's password storage cheat
//! sheet, over a random salt of 128 bits; the parameters stand in the hash, so that they can be raised
//! later without asking anybody for a new password. Hashing runs beside the event loop, at most
//! `AT_ONCE` at a time, so that a flood of sign-ins can take neither its threads nor the memory. A name
//! nobody has is checked against `nobody`, so that it takes as long as a name somebody has.
//!
//! Rules follow NIST SP 800-63B: length, and nothing that is guessed (`strength`); no rule on kinds of characters, no
//! expiry.

use std::sync::{Arc, LazyLock};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use rand::{Rng, RngExt};
use tokio::sync::Semaphore;

use super::strength::{Weakness, weakness};
use super::user::UserName;

/// The fewest characters of a password.
pub const SHORTEST: usize = 12;
/// The most characters of a password.
pub const LONGEST: usize = 200;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Passwords hashed at the same time, each in its 19 MiB.
const AT_ONCE: usize = 4;

static PLACES: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(AT_ONCE)));

/// Why a password cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordFault {
    /// Too short.
    TooShort,
    /// Too long to be hashed in good time.
    TooLong,
    /// The name, or something around it.
    HoldsTheName,
    /// A guesser has it soon.
    Guessable(Weakness),
}

/// A password that keeps the rules; it is never shown.
#[derive(Clone)]
pub struct Password(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

impl Password {
    /// Takes a new password for somebody of this name, where these words are known to everybody.
    pub fn new(typed: &str, name: &UserName, words: &[String]) -> Result<Self, PasswordFault> {
        let length = typed.chars().count();
        if length < SHORTEST {
            return Err(PasswordFault::TooShort);
        }
        if length > LONGEST {
            return Err(PasswordFault::TooLong);
        }
        if typed.to_lowercase().contains(&name.key()) {
            return Err(PasswordFault::HoldsTheName);
        }
        match weakness(typed, name, words) {
            Some(weakness) => Err(PasswordFault::Guessable(weakness)),
            None => Ok(Self(typed.to_owned())),
        }
    }

    /// Draws a password that can be read out: twenty letters and digits, none of them mistaken for another.
    pub fn draw(rng: &mut impl Rng) -> Self {
        const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
        let letter = |_| char::from(LETTERS[rng.random_range(0..LETTERS.len())]);
        Self((0..20).map(letter).collect())
    }

    /// The password itself, to be shown once to whoever it was drawn for.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// Takes a new password as [`Password::new`] does, beside the event loop: a long one takes a while to judge.
pub async fn judge(
    typed: String,
    name: UserName,
    words: Vec<String>,
) -> Result<Password, PasswordFault> {
    beside(move || Password::new(&typed, &name, &words)).await
}

/// Hashes a password; the salt comes from `rng`.
pub async fn hash(password: &Password, rng: &mut (impl Rng + ?Sized)) -> String {
    let salt: [u8; 16] = rng.random();
    let password = password.clone();
    beside(move || hash_with(password.0.as_bytes(), &salt)).await
}

/// Whether a password is the one that was hashed; without a hash the same work is done for nothing.
pub async fn verify(typed: String, hash: Option<String>) -> bool {
    beside(move || {
        let nobody = nobody();
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| nobody.to_owned());
        // A password longer than any of ours is none of ours; hashing it would only cost time.
        let typed: String = typed.chars().take(LONGEST + 1).collect();
        let fits = PasswordHash::new(&hash)
            .is_ok_and(|hash| argon2().verify_password(typed.as_bytes(), &hash).is_ok());
        fits && known
    })
    .await
}

/// Runs heavy work beside the event loop, a few at a time. The place goes with the work, which goes on even where
/// nobody waits for it any more.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let place = Arc::clone(&PLACES)
        .acquire_owned()
        .await
        .expect("the semaphore is never closed");
    let work = move || {
        let _place = place;
        work()
    };
    tokio::task::spawn_blocking(work)
        .await
        .expect("hashing does not panic, and the runtime outlives who waits for it")
}

/// The hash of a password nobody knows.
fn nobody() -> &'static str {
    static NOBODY: LazyLock<String> = LazyLock::new(|| hash_with(b"nobody's", &[0x6d; 16]));
    &NOBODY
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)
        .expect("the parameters lie within Argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash_with(password: &[u8], salt: &[u8; 16]) -> String {
    let hash: PasswordHash = argon2()
        .hash_password_with_salt(password, salt)
        .expect("a password of at most 200 characters can be hashed");
    hash.to_string()
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;

    fn name() -> UserName {
        UserName::new("wangwei").unwrap()
    }

    #[test]
    fn length_counts_and_the_name_does_not() {
        let fault = |typed: &str| Password::new(typed, &name(), &[]).unwrap_err();
        assert_eq!(fault("short"), PasswordFault::TooShort);
        assert_eq!(fault(&"长".repeat(201)), PasswordFault::TooLong);
        assert_eq!(fault("x-WangWei-2014"), PasswordFault::HoldsTheName);
        let repeats = PasswordFault::Guessable(Weakness::Repeats);
        assert_eq!(fault("ababababababab"), repeats);
        assert!(Password::new("松花江上的冰灯节真的很美", &name(), &[]).is_ok());
    }

    #[tokio::test]
    async fn a_password_is_recognised_by_its_hash_alone() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let password = Password::new("correct horse battery", &name(), &[]).unwrap();
        let kept = hash(&password, &mut rng).await;
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        assert!(verify("correct horse battery".into(), Some(kept.clone())).await);
        assert!(!verify("correct horse batterx".into(), Some(kept.clone())).await);
        assert_ne!(
            hash(&password, &mut rng).await,
            kept,
            "every hash has its own salt"
        );
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        assert!(!verify("nobody's".into(), None).await);
    }

    #[test]
    fn a_drawn_password_keeps_the_rules_and_is_not_printed_by_accident() {
        let drawn = Password::draw(&mut ChaCha20Rng::seed_from_u64(2));
        assert!(Password::new(drawn.reveal(), &name(), &[]).is_ok());
        assert_eq!(format!("{drawn:?}"), "Password(…)");
    }
}
