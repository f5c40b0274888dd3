//! Releases that everybody may read, with the hash that each is cited by.
//!
//! What is public is decided by the readers of [`super`] and by nobody else: here they are asked, and the hash is added.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{
    find_amended_release, find_release, find_stored_release, list_amended_releases, list_contents,
    list_releases,
};
use crate::published::Published;
use crate::release::Release;
use db::{Error, content_hash};
use entity::{amended_release, release};
use fieldwork::store::find_wave;

/// The release of a wave, or the amended one of this number.
pub async fn find_published(
    db: &impl ConnectionTrait,
    wave: &str,
    amended: Option<u32>,
    now: DateTime<Utc>,
) -> Result<Option<Published>, Error> {
    let release = match amended {
        None => find_release(db, wave, now).await?,
        Some(number) => find_amended_release(db, wave, number, now).await?,
    };
    let Some(release) = release else {
        return Ok(None);
    };
    let hash = find_hash(db, wave, amended).await?;
    Ok(hash.map(|hash| Published { release, hash }))
}

/// The release of a wave by its registration with its hash, public or not.
pub async fn find_stored_published(
    db: &impl ConnectionTrait,
    wave: &str,
) -> Result<Option<Published>, Error> {
    let release = find_stored_release(db, wave).await?;
    let hash = find_hash(db, wave, None).await?;
    let both = release.zip(hash);
    Ok(both.map(|(release, hash)| Published { release, hash }))
}

/// The hash of what the release of a wave holds, or the amended one of this number.
async fn find_hash(
    db: &impl ConnectionTrait,
    wave: &str,
    amended: Option<u32>,
) -> Result<Option<String>, Error> {
    let Some(wave) = find_wave(db, wave).await? else {
        return Ok(None);
    };
    let content = match amended {
        None => {
            let of_wave = release::Column::WaveId.eq(wave.id.0);
            let row = release::Entity::find().filter(of_wave).one(db).await?;
            row.map(|row| row.content)
        }
        Some(number) => {
            let of_wave = amended_release::Column::WaveId.eq(wave.id.0);
            let row = amended_release::Entity::find().filter(of_wave);
            let row = row.filter(amended_release::Column::Number.eq(number));
            row.one(db).await?.map(|row| row.content)
        }
    };
    Ok(content.map(|content| content_hash(&content)))
}

/// Every release that is public, amended ones too, the latest first.
pub async fn list_published(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Vec<Published>, Error> {
    let mut releases = list_releases(db, now).await?;
    releases.extend(list_amended_releases(db, now).await?);
    releases.sort_by_key(|release| Reverse(release.public_from()));
    with_hashes(db, releases).await
}

async fn with_hashes(
    db: &impl ConnectionTrait,
    releases: Vec<Release>,
) -> Result<Vec<Published>, Error> {
    let contents = list_contents(db).await?;
    let hashed = releases.into_iter().map(|release| {
        let number = release
            .amendment
            .as_ref()
            .map(|amendment| u64::from(amendment.number));
        let found = contents
            .iter()
            .find(|(wave, of, _)| *wave == release.wave && *of == number);
        let (_, _, hash) =
            found.ok_or_else(|| Error::RecordNotFound(format!("hash of {}", release.wave)))?;
        Ok(Published {
            hash: hash.clone(),
            release,
        })
    });
    hashed.collect()
}
