//! Refused accesses in the audit log.

use chrono::{DateTime, TimeDelta, Utc};

use super::audit::find_last_entry_of;
use super::audited::Audited;
use crate::audit::{Action, Entry};
use crate::user::User;
use db::{Db, Error};

/// The same person is written down for the same page at most this often, so that nobody fills the log by asking.
pub(super) const REST: TimeDelta = TimeDelta::minutes(1);

/// Writes down that somebody asked for a page they may not have, by its method and pattern.
pub async fn note_refused_access(
    db: &Db,
    user: &User,
    page: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let subject = format!("page {page}");
    let last = find_last_entry_of(db, user.name.as_str(), Action::AccessRefused, &subject).await?;
    if last.is_some_and(|last| now - last.at < REST) {
        return Ok(());
    }
    let audited = Audited::begin(db, user, now).await?;
    audited
        .commit(Entry::new(Action::AccessRefused, subject))
        .await
}
