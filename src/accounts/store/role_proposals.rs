//! Roles that wait for a second administrator, in the database.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, Set};

use super::audited::Audited;
use super::users::{list_users, read_role};
use crate::role::Role;
use crate::user::{UserId, UserName};
use db::{Error, from_json, to_json};
use entity::role_proposal::{ActiveModel, Column, Entity, Model};

/// What one administrator wants somebody's roles to be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct RoleProposal {
    pub user: UserId,
    /// All of them, not only the new ones.
    pub roles: BTreeSet<Role>,
    /// The name of the administrator.
    pub by: String,
    pub at: DateTime<Utc>,
}

/// Whether there is an administrator besides this one who can sign in.
pub async fn has_second_administrator(
    db: &impl ConnectionTrait,
    besides: UserId,
) -> Result<bool, Error> {
    let users = list_users(db).await?;
    Ok(users.iter().any(|user| {
        user.id != besides && !user.disabled && user.roles.contains(&Role::Administrator)
    }))
}

/// Keeps what an administrator wants until a second one agrees; it takes the place of what was wanted before.
pub async fn propose_roles(
    audited: &Audited,
    user: UserId,
    roles: &BTreeSet<Role>,
    by: &UserName,
) -> Result<(), Error> {
    drop_proposal(audited, user).await?;
    let words: Vec<String> = roles.iter().map(Role::to_string).collect();
    let row = ActiveModel {
        user_id: Set(user.0),
        roles: Set(to_json(&words)?),
        by: Set(by.as_str().to_owned()),
        at: Set(audited.now()),
    };
    Entity::insert(row)
        .exec_without_returning(audited.transaction())
        .await?;
    Ok(())
}

/// Forgets what was wanted for somebody, if anything was.
pub async fn drop_proposal(audited: &Audited, user: UserId) -> Result<(), Error> {
    Entity::delete_by_id(user.0)
        .exec(audited.transaction())
        .await?;
    Ok(())
}

/// What is wanted for somebody.
pub async fn find_proposal(
    db: &impl ConnectionTrait,
    user: UserId,
) -> Result<Option<RoleProposal>, Error> {
    let row = Entity::find_by_id(user.0).one(db).await?;
    row.map(from_row).transpose()
}

/// Everything that waits for a second administrator, the oldest first.
pub async fn list_proposals(db: &impl ConnectionTrait) -> Result<Vec<RoleProposal>, Error> {
    let rows = Entity::find().order_by_asc(Column::At).all(db).await?;
    rows.into_iter().map(from_row).collect()
}

fn from_row(row: Model) -> Result<RoleProposal, Error> {
    let words: Vec<String> = from_json(row.roles)?;
    Ok(RoleProposal {
        user: UserId(row.user_id),
        roles: words
            .iter()
            .map(|word| read_role(word))
            .collect::<Result<_, _>>()?,
        by: row.by,
        at: row.at,
    })
}
