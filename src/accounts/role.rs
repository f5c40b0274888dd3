//! Roles, as they are stored, typed and granted.

use std::fmt;
use std::str::FromStr;

/// What a member of staff is. One person may be several things.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Looks after people and reads the audit log.
    Administrator,
    /// Writes, tests and translates questionnaires.
    Designer,
    /// Opens and closes waves.
    FieldManager,
    /// Reads everything that leads to a result.
    Analyst,
    /// Releases results.
    Releaser,
    /// Reads the results of a part of the city.
    Official(Scope),
    /// Visits households.
    Interviewer,
    /// Types in booklets that came back on paper.
    EntryClerk,
}

/// The part of the city an official answers for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// All of it.
    City,
    /// One department, by name.
    Department(String),
    /// One district, by code.
    District(String),
}

/// The longest name of a department or code of a district, in characters.
const LONGEST_PART: usize = 60;

/// Why a word is not a role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no role: administrator, designer, field-manager, analyst, releaser, interviewer, entry-clerk, \
     official:city, official:department:NAME or official:district:CODE"
)]
pub struct NotARole(String);

impl Role {
    /// The roles that need no part of the city to be named.
    pub const PLAIN: [Self; 8] = [
        Self::Administrator,
        Self::Designer,
        Self::FieldManager,
        Self::Analyst,
        Self::Releaser,
        Self::Official(Scope::City),
        Self::Interviewer,
        Self::EntryClerk,
    ];

    /// The word for the kind of role, whatever its scope.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Designer => "designer",
            Self::FieldManager => "field-manager",
            Self::Analyst => "analyst",
            Self::Releaser => "releaser",
            Self::Official(_) => "official",
            Self::Interviewer => "interviewer",
            Self::EntryClerk => "entry-clerk",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())?;
        match self {
            Self::Official(scope) => write!(f, ":{scope}"),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::City => f.write_str("city"),
            Self::Department(name) => write!(f, "department:{name}"),
            Self::District(code) => write!(f, "district:{code}"),
        }
    }
}

impl FromStr for Role {
    type Err = NotARole;

    fn from_str(word: &str) -> Result<Self, NotARole> {
        if let Some(role) = Self::PLAIN.iter().find(|role| role.to_string() == word) {
            return Ok(role.clone());
        }
        let part = |prefix: &str| {
            let part = word.strip_prefix(prefix)?.trim();
            let fits = (1..=LONGEST_PART).contains(&part.chars().count())
                && !part.chars().any(char::is_control);
            fits.then(|| part.to_owned())
        };
        let scope = part("official:department:")
            .map(Scope::Department)
            .or_else(|| part("official:district:").map(Scope::District));
        scope
            .map(Self::Official)
            .ok_or_else(|| NotARole(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_survives_being_written_down() {
        let scoped = [
            Role::Official(Scope::Department("教育局".into())),
            Role::Official(Scope::District("230102".into())),
        ];
        for role in Role::PLAIN.into_iter().chain(scoped) {
            assert_eq!(role.to_string().parse(), Ok(role));
        }
    }

    #[test]
    fn an_official_of_nothing_is_no_role() {
        for word in [
            "official",
            "official:district:",
            "official:department: ",
            "root",
            "",
        ] {
            assert!(word.parse::<Role>().is_err(), "{word}");
        }
    }
}
