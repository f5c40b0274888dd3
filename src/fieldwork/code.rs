//! Access codes, receipts and the keyed hashes they are stored as.
//!
//! # Design
//!
//! A code carries 80 random bits in Crockford's base 32, written 4-4-4-4, without letters
//! that are mistaken for digits. The database holds only `HMAC-SHA-256(key, purpose ‖ code)`; the key
//! lies in a file outside it, so that neither a dump nor a backup of the database can say
//! which code was returned. Receipts share alphabet and grouping; they follow from the
//! submission id, so that a repeated submission gets the same receipt, and lead neither
//! to the code nor to the answers.

use std::fmt;
use std::sync::LazyLock;

use data_encoding::{Encoding, HEXLOWER, Specification};
use hmac::{Hmac, KeyInit, Mac};
use rand::{Rng, RngExt};
use sha2::Sha256;

pub(crate) static CROCKFORD: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification
        .symbols
        .push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    specification
        .translate
        .from
        .push_str("abcdefghjkmnpqrstvwxyzOoIiLl");
    specification
        .translate
        .to
        .push_str("ABCDEFGHJKMNPQRSTVWXYZ001111");
    specification.ignore.push_str(" -\t");
    specification
        .encoding()
        .expect("32 distinct symbols make an encoding")
});

/// 80 bits, written as sixteen symbols in groups of four.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AccessCode([u8; 10]);

impl AccessCode {
    /// Draws a code.
    pub fn draw(rng: &mut impl Rng) -> Self {
        Self(rng.random())
    }

    /// The bits of the code, for keys that follow from it.
    pub(crate) fn as_bytes(&self) -> &[u8; 10] {
        &self.0
    }

    /// Reads a code as a person types it: any case, wide letters, spaces, dots and dashes anywhere, O for 0, I or L
    /// for 1; or the whole address of its form.
    pub fn parse(typed: &str) -> Option<Self> {
        // Whoever pastes the whole address means the code at its end.
        let typed = typed.split('?').next().unwrap_or_default();
        let typed = typed.trim().trim_end_matches('/');
        let typed = typed.rsplit('/').next().unwrap_or_default();
        let typed: String = typed.chars().map(to_half_width).collect();
        let bytes = CROCKFORD.decode(typed.as_bytes()).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }
}

impl fmt::Display for AccessCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_grouped(&self.0, f)
    }
}

impl fmt::Debug for AccessCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessCode(…)")
    }
}

/// What a respondent is shown once the answers are safe; proves that they were counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt([u8; 10]);

impl Receipt {
    /// Reads a receipt as a person types it.
    pub fn parse(typed: &str) -> Option<Self> {
        AccessCode::parse(typed).map(|code| Self(code.0))
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_grouped(&self.0, f)
    }
}

/// What a keyboard set to Chinese writes instead of a letter, a digit, a dash or a space.
pub(crate) fn to_half_width(symbol: char) -> char {
    match symbol {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(symbol) - 0xfee0).unwrap_or(symbol),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '.' | '·' | '。' => '-',
        _ if symbol.is_whitespace() => ' ',
        _ => symbol,
    }
}

fn write_grouped(bytes: &[u8; 10], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let symbols = CROCKFORD.encode(bytes);
    write!(
        f,
        "{}-{}-{}-{}",
        &symbols[..4],
        &symbols[4..8],
        &symbols[8..12],
        &symbols[12..]
    )
}

/// Names one fill of a form; drawn at random for each, by the script or by the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubmissionId([u8; 16]);

impl SubmissionId {
    /// Draws an id.
    pub fn draw(rng: &mut impl Rng) -> Self {
        Self(rng.random())
    }

    /// Reads 32 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = data_encoding::HEXLOWER_PERMISSIVE
            .decode(text.as_bytes())
            .ok()?;
        Some(Self(bytes.try_into().ok()?))
    }
}

impl fmt::Display for SubmissionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

/// The secret the stored hashes are keyed with; kept outside the database.
#[derive(Clone)]
pub struct HashKey([u8; 32]);

impl fmt::Debug for HashKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashKey(…)")
    }
}

impl HashKey {
    /// Draws a key.
    pub fn draw(rng: &mut impl Rng) -> Self {
        Self(rng.random())
    }

    /// Reads 64 hexadecimal digits, white space around them ignored.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = HEXLOWER.decode(text.trim().as_bytes()).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// The key as 64 hexadecimal digits, for its file.
    pub fn to_hex(&self) -> String {
        HEXLOWER.encode(&self.0)
    }

    /// What the database holds of an access code.
    pub fn of_code(&self, code: AccessCode) -> String {
        HEXLOWER.encode(&self.digest("code", &code.0))
    }

    /// The key of the response that a submission becomes.
    pub fn of_submission(&self, id: SubmissionId) -> String {
        HEXLOWER.encode(&self.digest("response", &id.0))
    }

    /// The receipt of a submission: the same however often it is sent.
    pub fn receipt(&self, id: SubmissionId) -> Receipt {
        let digest = self.digest("receipt", &id.0);
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&digest[..10]);
        Receipt(bytes)
    }

    /// What the database holds of a receipt.
    pub fn of_receipt(&self, receipt: Receipt) -> String {
        HEXLOWER.encode(&self.digest("receipt row", &receipt.0))
    }

    /// A value by which a database recognises its key, and which says nothing about it.
    pub fn check_value(&self) -> String {
        HEXLOWER.encode(&self.digest("check", &[]))
    }

    /// A key for another purpose, which says nothing about this one.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        self.digest("key", purpose.as_bytes())
    }

    fn digest(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(bytes);
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;

    fn rng() -> ChaCha20Rng {
        ChaCha20Rng::seed_from_u64(1)
    }

    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        let code = AccessCode::draw(&mut rng());
        let written = code.to_string();
        assert_eq!(written.len(), 19);
        let typed = written
            .to_lowercase()
            .replace('-', " ")
            .replace('0', "o")
            .replace('1', "l");
        assert!(AccessCode::parse(&format!("  {typed} ")) == Some(code));
        let pasted = format!("https://minyi.example/i/{written}?lang=en");
        assert!(AccessCode::parse(&pasted) == Some(code));
    }

    #[test]
    fn wide_letters_and_the_dashes_of_other_keyboards_are_read() {
        let code = AccessCode::draw(&mut rng());
        let wide = |symbol: char| match symbol {
            '-' => '—',
            _ => char::from_u32(u32::from(symbol) + 0xfee0).unwrap(),
        };
        let typed: String = code.to_string().chars().map(wide).collect();
        assert!(
            AccessCode::parse(&format!("　{typed}")) == Some(code),
            "{typed}"
        );
    }

    #[test]
    fn a_code_of_another_length_is_none() {
        assert!(AccessCode::parse("").is_none());
        assert!(AccessCode::parse("ABCD-EFGH").is_none());
        assert!(AccessCode::parse("ABCD-EFGH-JKMN-PQRU").is_none());
        assert!(AccessCode::parse(&"0".repeat(4096)).is_none());
    }

    #[test]
    fn receipts_repeat_and_differ_from_the_response_key() {
        let key = HashKey::draw(&mut rng());
        let id = SubmissionId::draw(&mut rng());
        assert_eq!(key.receipt(id), key.receipt(id));
        assert!(
            !key.of_submission(id)
                .contains(&HEXLOWER.encode(&key.receipt(id).0))
        );
    }

    #[test]
    fn another_key_gives_another_hash() {
        let mut rng = rng();
        let (one, two) = (HashKey::draw(&mut rng), HashKey::draw(&mut rng));
        let code = AccessCode::draw(&mut rng);
        assert_ne!(one.of_code(code), two.of_code(code));
    }

    #[test]
    fn a_key_reads_back_from_its_file() {
        let key = HashKey::draw(&mut rng());
        let read = HashKey::parse(&format!("{}\n", key.to_hex())).expect("a key of 64 digits");
        assert_eq!(read.check_value(), key.check_value());
    }
}
