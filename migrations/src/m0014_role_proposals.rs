//! Roles that wait for a second administrator.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, json_binary, text, timestamp_with_time_zone};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0014_role_proposals"
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
                    .table("role_proposal")
                    .col(big_integer("user_id").primary_key())
                    .col(json_binary("roles"))
                    .col(text("by"))
                    .col(timestamp_with_time_zone("at"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("role_proposal", "user_id")
                            .to("staff_user", "id"),
                    )
                    .take(),
            )
            .await
    }
}
