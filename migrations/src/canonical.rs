//! The hash of a JSON value as this crate's steps take it, whatever the program of today does.

use std::fmt::Write as _;

use sea_orm_migration::sea_orm::JsonValue;
use sha2::{Digest, Sha256};

/// The SHA-256 of a value, its members in the order of their names and without white space, in 64 hexadecimal digits.
pub(super) fn content_hash(value: &JsonValue) -> String {
    let mut written = String::new();
    write_sorted(value, &mut written);
    hash(&written)
}

/// The SHA-256 of some words, in 64 hexadecimal digits.
pub(super) fn hash(written: &str) -> String {
    let digest = Sha256::digest(written.as_bytes());
    digest.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// Appends a value, its members in the order of their names and without white space.
pub(super) fn write_sorted(value: &JsonValue, to: &mut String) {
    match value {
        JsonValue::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            let mut before = '{';
            for (name, value) in &members {
                to.push(before);
                to.push_str(&JsonValue::from(name.as_str()).to_string());
                to.push(':');
                write_sorted(value, to);
                before = ',';
            }
            to.push_str(if members.is_empty() { "{}" } else { "}" });
        }
        JsonValue::Array(values) => {
            let mut before = '[';
            for value in values {
                to.push(before);
                write_sorted(value, to);
                before = ',';
            }
            to.push_str(if values.is_empty() { "[]" } else { "]" });
        }
        plain => to.push_str(&plain.to_string()),
    }
}
