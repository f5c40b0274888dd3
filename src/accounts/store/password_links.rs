//! Links to set a password, in the database.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use super::audited::{Actor, Audited};
use super::sessions::end_sessions_of;
use super::users::{change_password, find_user};
use crate::audit::{Action, Entry};
use crate::password_link::{LIFETIME, LinkToken};
use crate::user::{User, UserId};
use db::{Db, Error};
use entity::password_link::{ActiveModel, Column, Entity};

/// Gives somebody a link; one they had before counts no more.
pub async fn give_password_link(
    audited: &Audited,
    user: UserId,
    token: &LinkToken,
) -> Result<(), Error> {
    let txn = audited.transaction();
    Entity::delete_by_id(user.0).exec(txn).await?;
    let row = ActiveModel {
        user_id: Set(user.0),
        token_hash: Set(token.hash()),
        made_at: Set(audited.now()),
    };
    Entity::insert(row).exec_without_returning(txn).await?;
    Ok(())
}

/// Takes back the link that somebody was given, if there is one.
pub(super) async fn take_password_link_back(audited: &Audited, user: UserId) -> Result<(), Error> {
    Entity::delete_by_id(user.0)
        .exec(audited.transaction())
        .await?;
    Ok(())
}

/// Whose password a link sets, unless it was used, replaced, is too old or its person barred.
pub async fn find_password_link(
    db: &impl ConnectionTrait,
    token: &LinkToken,
    now: DateTime<Utc>,
) -> Result<Option<User>, Error> {
    let row = Entity::find()
        .filter(Column::TokenHash.eq(token.hash()))
        .filter(Column::MadeAt.gt(now - LIFETIME))
        .one(db)
        .await?;
    let user = match row {
        Some(row) => find_user(db, UserId(row.user_id)).await?,
        None => None,
    };
    Ok(user.filter(|user| !user.disabled))
}

/// Sets a password by a link, which counts no more; every session of the person ends. False where somebody was faster.
pub async fn use_password_link(
    db: &Db,
    token: &LinkToken,
    hash: String,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let audited = Audited::begin(db, Actor::Nobody, now).await?;
    let Some(user) = find_password_link(audited.transaction(), token, now).await? else {
        return Ok(false);
    };
    let used = Entity::delete_many()
        .filter(Column::TokenHash.eq(token.hash()))
        .exec(audited.transaction())
        .await?;
    if used.rows_affected == 0 {
        return Ok(false);
    }
    change_password(&audited, user.id, hash).await?;
    end_sessions_of(&audited, user.id).await?;
    let entry = Entry::new(Action::SetPassword, format!("user {}", user.name));
    audited.commit(entry).await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::TimeDelta;
    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;
    use crate::store::{add_user, find_password_hash, set_disabled};
    use crate::user::UserName;

    fn begun() -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(16_000)
    }

    async fn give(db: &Db, user: &User, token: &LinkToken) {
        let audited = Audited::begin(db, Actor::Terminal, begun()).await.unwrap();
        give_password_link(&audited, user.id, token).await.unwrap();
        let entry = Entry::new(Action::GivePasswordLink, "user li");
        audited.commit(entry).await.unwrap();
    }

    #[tokio::test]
    async fn a_link_is_used_once_within_a_day_and_replaced_by_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.sqlite");
        let db = db::open(file.to_str().unwrap()).await.unwrap();
        let audited = Audited::begin(&db, Actor::Terminal, begun()).await.unwrap();
        let name = UserName::new("li").unwrap();
        let user = add_user(&audited, &name, &BTreeSet::new(), None).await;
        let user = user.unwrap().unwrap();
        let entry = Entry::new(Action::AddUser, "user li");
        audited.commit(entry).await.unwrap();
        let kept = async || find_password_hash(&db, user.id).await.unwrap();
        assert_eq!(kept().await, None, "nobody knows a password yet");

        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let [first, second] = [(); 2].map(|()| LinkToken::draw(&mut rng));
        give(&db, &user, &first).await;
        give(&db, &user, &second).await;
        let set = async |token: &LinkToken, hash: &str, minutes| {
            let now = begun() + TimeDelta::minutes(minutes);
            use_password_link(&db, token, hash.to_owned(), now)
                .await
                .unwrap()
        };
        assert!(!set(&first, "replaced", 1).await);
        assert!(!set(&second, "too late", 24 * 60).await);
        assert!(set(&second, "mine", 24 * 60 - 1).await);
        assert!(!set(&second, "again", 2).await);
        assert_eq!(kept().await.as_deref(), Some("mine"));

        give(&db, &user, &first).await;
        let audited = Audited::begin(&db, Actor::Terminal, begun()).await.unwrap();
        set_disabled(&audited, user.id, true).await.unwrap();
        let entry = Entry::new(Action::DisableUser, "user li");
        audited.commit(entry).await.unwrap();
        assert!(!set(&first, "barred", 3).await);

        let audited = Audited::begin(&db, Actor::Terminal, begun()).await.unwrap();
        set_disabled(&audited, user.id, false).await.unwrap();
        let entry = Entry::new(Action::EnableUser, "user li");
        audited.commit(entry).await.unwrap();
        assert!(!set(&first, "from before", 4).await, "it went with the bar");
        give(&db, &user, &second).await;
        let audited = Audited::begin(&db, Actor::Terminal, begun()).await.unwrap();
        change_password(&audited, user.id, "chosen".to_owned())
            .await
            .unwrap();
        let entry = Entry::new(Action::ChangePassword, "user li");
        audited.commit(entry).await.unwrap();
        assert!(
            !set(&second, "from before", 5).await,
            "it went with the change"
        );
    }
}
