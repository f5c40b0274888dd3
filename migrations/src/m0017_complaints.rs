//! Where residents may complain of a wave: an office that is not the body asking.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::json_binary_null;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0017_complaints"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::alter();
        let added = (table.table("wave")).add_column(json_binary_null("complaints"));
        manager.alter_table(added.take()).await
    }
}
