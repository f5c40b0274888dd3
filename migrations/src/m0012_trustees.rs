//! Who holds the private key of a sitting: the installation, or trustees in shares.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::integer_null;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0012_trustees"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["trustees_needed", "trustees"] {
            let mut table = Table::alter();
            let added = table.table("sitting").add_column(integer_null(column));
            manager.alter_table(added.take()).await?;
        }
        Ok(())
    }
}
