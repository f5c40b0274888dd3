//! What makes the one-time codes of people on the staff, and their recovery codes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text, timestamp_with_time_zone};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0010_second_factor"
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
                    .table("second_factor")
                    .col(big_integer("user_id").primary_key())
                    .col(ColumnDef::new("secret").blob().not_null())
                    .col(timestamp_with_time_zone("confirmed_at"))
                    .col(big_integer("last_step"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("second_factor", "user_id")
                            .to("staff_user", "id"),
                    )
                    .take(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("recovery_code")
                    .col(big_integer("user_id"))
                    .col(text("hash"))
                    .primary_key(Index::create().col("user_id").col("hash"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("recovery_code", "user_id")
                            .to("staff_user", "id"),
                    )
                    .take(),
            )
            .await
    }
}
