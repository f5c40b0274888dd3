//! The answers of a simulated wave person by person for everybody, as one member of staff prepares and another publishes them.

use chrono::{DateTime, Utc};
use serde_json::json;

use accounts::store::{Actor, Audited};
use accounts::{Action, Entry};
use db::Db;
use fieldwork::Wave;
use questionnaire::store::Library;
use results::store::{hold_prepared_public_use, keep_prepared_public_use, publish_public_use};
use web::person_rows::rows_of;

/// Who prepared and who published them, by name: staff whom a visitor can be.
const BY: (&str, &str) = ("analyst", "approver");

/// Publishes the rows of a released wave.
pub(super) async fn publish(
    db: &Db,
    library: &Library,
    wave: &Wave,
    at: DateTime<Utc>,
) -> anyhow::Result<()> {
    let rows = rows_of(db, library, wave, None).await?;
    let write = Audited::begin(db, Actor::Terminal, at).await?;
    let txn = write.transaction();
    keep_prepared_public_use(txn, wave.id, &rows, BY.0, at).await?;
    if let Some(prepared) = hold_prepared_public_use(txn, wave.id).await? {
        publish_public_use(txn, wave.id, &prepared, BY.1, at).await?;
    }
    let entry = Entry::new(Action::PublishPublicUse, format!("wave {}", wave.slug));
    let told = json!({ "rows": rows.code_book.rows, "content": db::hash(&rows.table), "prepared_by": BY.0 });
    write.commit(entry.after(told)).await?;
    Ok(())
}
