//! The real router, driven without a network: what residents and readers meet.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

mod accounts;
mod answer_types;
mod bad_input;
mod bank;
mod booklet;
mod city;
mod closing;
mod complaints;
mod designer;
mod difference;
mod drafting;
mod editing_together;
mod every_choice;
mod every_page;
mod failing_storage;
mod form;
mod formulas;
mod frames;
mod guesses;
mod installation;
mod interview_paths;
mod invitation;
mod lineage;
mod opening;
mod page_weight;
mod password_links;
mod progress;
mod receipt;
mod refusals;
mod registration;
mod releasing;
mod results;
mod retention;
mod route_matrix;
mod sample;
mod second_factor;
mod sign_in;
mod staff;
#[path = "../storage/mod.rs"]
mod storage;
mod texts;
mod trustees;
