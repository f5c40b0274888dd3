//! Links by which people on the staff set their own password.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text, timestamp_with_time_zone};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0008_password_links"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("password_link")
                    .col(big_integer("user_id").primary_key())
                    .col(text("token_hash").unique_key())
                    .col(timestamp_with_time_zone("made_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("password_link", "user_id")
                            .to("staff_user", "id"),
                    )
                    .take(),
            )
            .await
    }
}
