//! Users in the database. Whoever writes them writes an audit entry too.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
};

use super::audited::Audited;
use super::password_links::take_password_link_back;
use crate::role::Role;
use crate::user::{User, UserId, UserName};
use db::Error;
use entity::{staff_role, staff_user};

/// Adds a user, without a password until they set one by their link; none where somebody has the name.
pub async fn add_user(
    audited: &Audited,
    name: &UserName,
    roles: &BTreeSet<Role>,
    password_hash: Option<String>,
) -> Result<Option<User>, Error> {
    let txn = audited.transaction();
    if find_user_by_name(txn, name.as_str()).await?.is_some() {
        return Ok(None);
    }
    let row = staff_user::ActiveModel {
        name: Set(name.as_str().to_owned()),
        name_key: Set(name.key()),
        password_hash: Set(password_hash.unwrap_or_default()),
        disabled: Set(false),
        created_at: Set(audited.now()),
        ..Default::default()
    };
    let row = row.insert(txn).await?;
    change_roles(audited, UserId(row.id), roles).await?;
    from_row(row, roles.clone()).map(Some)
}

/// Gives a user these roles and no other.
pub async fn change_roles(
    audited: &Audited,
    user: UserId,
    roles: &BTreeSet<Role>,
) -> Result<(), Error> {
    let txn = audited.transaction();
    staff_role::Entity::delete_many()
        .filter(staff_role::Column::UserId.eq(user.0))
        .exec(txn)
        .await?;
    let rows = roles.iter().map(|role| staff_role::ActiveModel {
        user_id: Set(user.0),
        role: Set(role.to_string()),
    });
    staff_role::Entity::insert_many(rows)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// Bars a user from signing in, or no longer; a link by which they could have set a password is good for nothing then.
pub async fn set_disabled(audited: &Audited, user: UserId, disabled: bool) -> Result<(), Error> {
    staff_user::Entity::update_many()
        .col_expr(staff_user::Column::Disabled, Expr::value(disabled))
        .filter(staff_user::Column::Id.eq(user.0))
        .exec(audited.transaction())
        .await?;
    take_password_link_back(audited, user).await
}

/// Gives a user another password; a link by which one could have been set is good for nothing then.
pub async fn change_password(audited: &Audited, user: UserId, hash: String) -> Result<(), Error> {
    staff_user::Entity::update_many()
        .col_expr(staff_user::Column::PasswordHash, Expr::value(hash))
        .filter(staff_user::Column::Id.eq(user.0))
        .exec(audited.transaction())
        .await?;
    take_password_link_back(audited, user).await
}

/// The user in this row.
pub async fn find_user(db: &impl ConnectionTrait, id: UserId) -> Result<Option<User>, Error> {
    match staff_user::Entity::find_by_id(id.0).one(db).await? {
        Some(row) => with_roles(db, row).await.map(Some),
        None => Ok(None),
    }
}

/// The user of this name, however it is written.
pub async fn find_user_by_name(
    db: &impl ConnectionTrait,
    name: &str,
) -> Result<Option<User>, Error> {
    match row_by_name(db, name).await? {
        Some(row) => with_roles(db, row).await.map(Some),
        None => Ok(None),
    }
}

/// The hash of a user's password, if they have set one.
pub async fn find_password_hash(
    db: &impl ConnectionTrait,
    id: UserId,
) -> Result<Option<String>, Error> {
    let row = staff_user::Entity::find_by_id(id.0).one(db).await?;
    let hash = row.map(|row| row.password_hash);
    Ok(hash.filter(|hash| !hash.is_empty()))
}

/// Every user, by name.
pub async fn list_users(db: &impl ConnectionTrait) -> Result<Vec<User>, Error> {
    let mut roles: BTreeMap<i64, BTreeSet<Role>> = BTreeMap::new();
    for row in staff_role::Entity::find().all(db).await? {
        roles
            .entry(row.user_id)
            .or_default()
            .insert(read_role(&row.role)?);
    }
    let rows = staff_user::Entity::find()
        .order_by_asc(staff_user::Column::NameKey)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let held = roles.remove(&row.id).unwrap_or_default();
            from_row(row, held)
        })
        .collect()
}

async fn row_by_name(
    db: &impl ConnectionTrait,
    name: &str,
) -> Result<Option<staff_user::Model>, Error> {
    staff_user::Entity::find()
        .filter(staff_user::Column::NameKey.eq(name.trim().to_lowercase()))
        .one(db)
        .await
}

async fn with_roles(db: &impl ConnectionTrait, row: staff_user::Model) -> Result<User, Error> {
    let rows = staff_role::Entity::find()
        .filter(staff_role::Column::UserId.eq(row.id))
        .all(db)
        .await?;
    let roles = rows
        .iter()
        .map(|row| read_role(&row.role))
        .collect::<Result<_, _>>()?;
    from_row(row, roles)
}

pub(super) fn read_role(word: &str) -> Result<Role, Error> {
    word.parse()
        .map_err(|error: crate::role::NotARole| Error::Custom(error.to_string()))
}

fn from_row(row: staff_user::Model, roles: BTreeSet<Role>) -> Result<User, Error> {
    let staff_user::Model {
        id,
        name,
        disabled,
        created_at,
        ..
    } = row;
    Ok(User {
        id: UserId(id),
        name: UserName::new(&name).map_err(|fault| Error::Custom(format!("{name}: {fault:?}")))?,
        roles,
        disabled,
        created_at,
    })
}
