//! The staff of a demonstration: with passwords drawn for it and printed, so that a visitor can try the studio.

use std::fmt;

use crate::cli::config;
use crate::cli::user::{self, FirstPassword};
use accounts::password::Password;
use accounts::{Role, UserName};
use db::Db;
use messages::Locale;

/// Somebody a visitor can be.
#[derive(Debug)]
pub(super) struct StaffAccount {
    name: UserName,
    password: Password,
}

impl fmt::Display for StaffAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<14} {}", self.name, self.password.reveal())
    }
}

/// Adds a designer, somebody who approves and opens waves, and an administrator.
pub(super) async fn add_staff(db: &Db) -> anyhow::Result<Vec<StaffAccount>> {
    let mut rng = config::system_randomness()?;
    let mut hired = Vec::new();
    for (name, roles) in [
        ("designer", vec![Role::Designer]),
        ("approver", vec![Role::FieldManager, Role::Releaser]),
        ("administrator", vec![Role::Administrator]),
    ] {
        let name = UserName::new(name).expect("the three names keep the rule");
        let password = Password::draw(&mut rng);
        let roles = roles.into_iter().collect();
        let first = FirstPassword::Given(&password);
        user::add(db, &name, &roles, first, Locale::English).await?;
        hired.push(StaffAccount { name, password });
    }
    Ok(hired)
}
