//! Mailings: the invitation of a wave, its reminders and single fresh codes. A case may have several codes from now on, of
//! which at most one is ever returned.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, date_null, text, text_null,
    timestamp_with_time_zone_null,
};

use super::keyed_table;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0021_mailings"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mailing = Table::create()
            .table("mailing")
            .col(big_pk_auto("id"))
            .col(big_integer("wave_id"))
            .col(text("kind"))
            .col(date_null("planned_on"))
            .col(text_null("made_by"))
            .col(timestamp_with_time_zone_null("made_at"))
            .col(big_integer_null("letters"))
            .foreign_key(
                ForeignKey::create()
                    .from("mailing", "wave_id")
                    .to("wave", "id"),
            )
            .take();
        manager.create_table(mailing).await?;
        let of_wave = Index::create()
            .name("mailing_of_wave")
            .table("mailing")
            .col("wave_id")
            .take();
        manager.create_index(of_wave).await?;
        write_invitations_anew(manager).await?;
        let of_case = Index::create()
            .name("invitation_of_case")
            .table("invitation")
            .col("case_id")
            .take();
        manager.create_index(of_case).await?;
        // What the intake sees to holds whatever else may write: a case counts once.
        let once =
            "CREATE UNIQUE INDEX invitation_returned_once ON invitation (case_id) WHERE returned";
        manager.get_connection().execute_unprepared(once).await?;
        Ok(())
    }
}

/// A case had one code so far, and `SQLite` takes no such rule back: the rows are written into a table without it, in the
/// order of their hashes.
async fn write_invitations_anew(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const KEPT: [&str; 4] = ["code_hash", "wave_id", "case_id", "returned"];
    let table = Table::create()
        .table("mailed_invitation")
        .col(text("code_hash").primary_key())
        .col(big_integer("wave_id"))
        .col(big_integer("case_id"))
        .col(boolean("returned"))
        .col(big_integer_null("mailing_id"))
        .col(boolean("void").default(false))
        .foreign_key(
            ForeignKey::create()
                .from("mailed_invitation", "wave_id")
                .to("wave", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("mailed_invitation", "case_id")
                .to("sample_case", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("mailed_invitation", "mailing_id")
                .to("mailing", "id"),
        )
        .take();
    keyed_table::create(manager, table).await?;
    let kept = Query::select()
        .columns(KEPT)
        .from("invitation")
        .order_by("code_hash", Order::Asc)
        .take();
    let mut rows = Query::insert();
    rows.into_table("mailed_invitation").columns(KEPT);
    rows.select_from(kept)
        .map_err(|error| DbErr::Custom(error.to_string()))?;
    manager.exec_stmt(rows).await?;
    let old = Table::drop().table("invitation").take();
    manager.drop_table(old).await?;
    let rename = Table::rename()
        .table("mailed_invitation", "invitation")
        .take();
    manager.rename_table(rename).await
}
