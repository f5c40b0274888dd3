//! A member of staff.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::permission::{Permission, granted};
use super::role::Role;

/// The row number of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct UserId(pub i64);

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A name to sign in with: 2 to 40 letters, digits, dots, dashes or underscores of any script.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct UserName(String);

/// Why a name cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameFault;

impl UserName {
    /// Takes a name as it is typed; spaces around it do not belong to it.
    pub fn new(typed: &str) -> Result<Self, NameFault> {
        let name = typed.trim();
        let fits = (2..=40).contains(&name.chars().count())
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
        if fits {
            Ok(Self(name.to_owned()))
        } else {
            Err(NameFault)
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name by which two people are told apart: capitals make no difference.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for UserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct User {
    /// The row.
    pub id: UserId,
    pub name: UserName,
    /// The roles held.
    pub roles: BTreeSet<Role>,
    /// Whether signing in is barred.
    pub disabled: bool,
    /// When the user was added.
    pub created_at: DateTime<Utc>,
}

impl User {
    /// Whether one of the roles grants this.
    pub fn may(&self, permission: Permission) -> bool {
        granted(&self.roles).contains(&permission)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_script_are_names() {
        for name in ["李明", "wang.wei", "Zhao_2"] {
            assert_eq!(UserName::new(name).unwrap().as_str(), name);
        }
        assert_eq!(UserName::new(" Li ").unwrap().key(), "li");
    }

    #[test]
    fn what_cannot_be_typed_back_is_no_name() {
        for name in ["", "x", "two words", "<b>", "a\u{0}b", &"x".repeat(41)] {
            assert_eq!(UserName::new(name), Err(NameFault), "{name:?}");
        }
    }
}
