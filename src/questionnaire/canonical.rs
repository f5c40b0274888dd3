//! The canonical content of a version and its hash.

use std::fmt;
use std::fmt::Write as _;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::definition::Questionnaire;

/// Identifies a version: the SHA-256 of its canonical content, in 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VersionHash(String);

/// A text that is no version hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a version hash has 64 lower-case hexadecimal digits")]
pub struct NotAVersionHash;

impl VersionHash {
    /// The 64 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for VersionHash {
    type Err = NotAVersionHash;

    fn from_str(digits: &str) -> Result<Self, Self::Err> {
        let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if digits.len() == 64 && digits.bytes().all(hexadecimal) {
            return Ok(Self(digits.to_owned()));
        }
        Err(NotAVersionHash)
    }
}

impl TryFrom<String> for VersionHash {
    type Error = NotAVersionHash;

    fn try_from(digits: String) -> Result<Self, Self::Error> {
        digits.parse()
    }
}

impl From<VersionHash> for String {
    fn from(hash: VersionHash) -> Self {
        hash.0
    }
}

impl fmt::Display for VersionHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Questionnaire {
    /// The content as canonical JSON: keys in the order of the definition, no white space,
    /// no comments, no tests. The same content always gives the same bytes.
    ///
    /// # Panics
    ///
    /// Never: a questionnaire has only text keys and finite numbers.
    pub fn canonical(&self) -> String {
        serde_json::to_string(self).expect("a questionnaire has only text keys and finite numbers")
    }

    /// The questionnaire with this canonical content; it has no tests.
    pub fn from_canonical(content: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(content)
    }

    /// The hash that identifies this version.
    pub fn version(&self) -> VersionHash {
        let mut digits = String::with_capacity(64);
        for byte in Sha256::digest(self.canonical().as_bytes()) {
            write!(digits, "{byte:02x}").expect("writing to a string cannot fail");
        }
        VersionHash(digits)
    }
}
