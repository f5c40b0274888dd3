//! Who visits which households, and how the adult who answers is chosen there.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text};

use super::keyed_table;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0025_assignments"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let assignment = Table::create()
            .table("assignment")
            .col(big_integer("drawn_psu_id").primary_key())
            .col(big_integer("user_id"))
            .foreign_key(
                ForeignKey::create()
                    .from("assignment", "drawn_psu_id")
                    .to("drawn_psu", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .from("assignment", "user_id")
                    .to("staff_user", "id"),
            )
            .take();
        keyed_table::create(manager, assignment).await?;
        let adult_choice = Table::create()
            .table("adult_choice")
            .col(big_integer("wave_id").primary_key())
            .col(text("way"))
            .foreign_key(
                ForeignKey::create()
                    .from("adult_choice", "wave_id")
                    .to("wave", "id"),
            )
            .take();
        keyed_table::create(manager, adult_choice).await
    }
}
