//! A release as it is cited: with its number and the hash of what it holds.

use crate::release::Release;

/// A release that everybody may read.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// What was released.
    pub release: Release,
    /// The hash of the document in the database, which the audit log holds too.
    pub hash: String,
}

/// The digits of a hash that stand where it is read by people.
const SHORT: usize = 12;

impl Published {
    /// Its number among the releases of its wave: 0 for the one by the registration, then that of an amended one.
    pub fn number(&self) -> u32 {
        self.amended().unwrap_or(0)
    }

    /// Its number among the amended releases of its wave, from 1; none for the one by the registration.
    pub fn amended(&self) -> Option<u32> {
        self.release
            .amendment
            .as_ref()
            .map(|amendment| amendment.number)
    }

    /// The first digits of its hash.
    pub fn short(&self) -> &str {
        self.hash.get(..SHORT).unwrap_or(&self.hash)
    }

    /// Whether these are its hash or at least twelve first digits of it.
    pub fn is_named(&self, digits: &str) -> bool {
        digits.len() >= SHORT && self.hash.starts_with(digits)
    }
}
