//! The schema of Minyi, step by step.
//!
//! A crate of its own, so that a migration can never depend on today's entities: tables
//! and columns are named by strings, and a step once released is never edited.

use sea_orm_migration::prelude::*;

mod canonical;
mod kept_rows;
mod keyed_table;
mod m0001_way_of_an_answer;
mod m0002_accounts;
mod m0003_drafts;
mod m0004_progress_counts;
mod m0005_erased_answers;
mod m0006_confirmed_translations;
mod m0007_sealed_intake;
mod m0008_password_links;
mod m0010_second_factor;
mod m0011_registrations;
mod m0012_trustees;
mod m0013_chain;
mod m0014_role_proposals;
mod m0015_prepared_releases;
mod m0016_lean_responses;
mod m0017_complaints;
mod m0018_frames;
mod m0019_frame_drafts;
mod m0020_samples;
mod m0021_mailings;
mod m0022_attempts;
mod m0023_modes;
mod m0024_paper_entries;
mod m0025_assignments;
mod m0026_households;
mod m0027_reviews;
mod m0028_corrections;
mod m0029_plan_shapes;
mod m0030_register;
mod m0031_texts;
mod m0032_public_use;

/// Runs the steps in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_way_of_an_answer::Migration),
            Box::new(m0002_accounts::Migration),
            Box::new(m0003_drafts::Migration),
            Box::new(m0004_progress_counts::Migration),
            Box::new(m0005_erased_answers::Migration),
            Box::new(m0006_confirmed_translations::Migration),
            Box::new(m0007_sealed_intake::Migration),
            Box::new(m0008_password_links::Migration),
            Box::new(m0010_second_factor::Migration),
            Box::new(m0011_registrations::Migration),
            Box::new(m0012_trustees::Migration),
            Box::new(m0013_chain::Migration),
            Box::new(m0014_role_proposals::Migration),
            Box::new(m0015_prepared_releases::Migration),
            Box::new(m0016_lean_responses::Migration),
            Box::new(m0017_complaints::Migration),
            Box::new(m0018_frames::Migration),
            Box::new(m0019_frame_drafts::Migration),
            Box::new(m0020_samples::Migration),
            Box::new(m0021_mailings::Migration),
            Box::new(m0022_attempts::Migration),
            Box::new(m0023_modes::Migration),
            Box::new(m0024_paper_entries::Migration),
            Box::new(m0025_assignments::Migration),
            Box::new(m0026_households::Migration),
            Box::new(m0027_reviews::Migration),
            Box::new(m0028_corrections::Migration),
            Box::new(m0029_plan_shapes::Migration),
            Box::new(m0030_register::Migration),
            Box::new(m0031_texts::Migration),
            Box::new(m0032_public_use::Migration),
        ]
    }
}
