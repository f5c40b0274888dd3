//! The real router, driven without a network: what residents and readers meet.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

mod accounts;
mod answer_types;
mod bad_input;
mod bank;
mod city;
mod closing;
mod difference;
mod drafting;
mod every_choice;
mod every_page;
mod failing_storage;
mod form;
mod interview_paths;
mod invitation;
mod mixing;
mod page_weight;
mod progress;
mod receipt;
mod registration;
mod results;
mod retention;
mod route_matrix;
mod sample;
mod staff;
#[path = "../storage/mod.rs"]
mod storage;
mod texts;
