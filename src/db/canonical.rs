//! The bytes that a JSON value is hashed as: members in the order of their names, no white space.
//!
//! A document is hashed as it lies in the database and not as the program of today would write it, so that a hash
//! holds for as long as the document does.

use std::fmt::Write as _;

use sea_orm::JsonValue;
use sha2::{Digest, Sha256};

/// The bytes of a value, the same whatever the order of its members.
pub fn canonical(value: &JsonValue) -> String {
    let mut written = String::new();
    write(value, &mut written);
    written
}

/// The SHA-256 of a value's bytes, in 64 hexadecimal digits.
pub fn content_hash(value: &JsonValue) -> String {
    hash(canonical(value).as_bytes())
}

/// The SHA-256 of some bytes, in 64 hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        write!(digits, "{byte:02x}").expect("writing to a string cannot fail");
    }
    digits
}

fn write(value: &JsonValue, to: &mut String) {
    match value {
        JsonValue::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            to.push('{');
            for (place, (name, value)) in members.into_iter().enumerate() {
                if place > 0 {
                    to.push(',');
                }
                to.push_str(&JsonValue::from(name.as_str()).to_string());
                to.push(':');
                write(value, to);
            }
            to.push('}');
        }
        JsonValue::Array(values) => {
            to.push('[');
            for (place, value) in values.iter().enumerate() {
                if place > 0 {
                    to.push(',');
                }
                write(value, to);
            }
            to.push(']');
        }
        plain => to.push_str(&plain.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_order_of_members_and_white_space_are_not_hashed() {
        let parsed = |text: &str| serde_json::from_str::<JsonValue>(text).unwrap();
        let one = parsed("{\"b\": [1, 2.5, \"\\\"x\"], \"a\": {}, \"c\": []}");
        let other = parsed("{\"c\":[],\"a\":{},\"b\":[1,2.5,\"\\\"x\"]}");
        assert_eq!(
            canonical(&one),
            "{\"a\":{},\"b\":[1,2.5,\"\\\"x\"],\"c\":[]}"
        );
        assert_eq!(content_hash(&one), content_hash(&other));
        assert_ne!(content_hash(&one), content_hash(&json!([one])));
    }

    /// `printf 'abc' | sha256sum`
    #[test]
    fn a_hash_is_what_anybody_can_compute() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash(b"abc"), abc);
    }
}
