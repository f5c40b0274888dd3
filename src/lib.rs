//! Minyi (民意): a citizen satisfaction survey platform, from a plan and its questionnaires to a
//! published rate.
//!
//! Every room is a crate of the workspace and lies in the folder of its name. Data flows one way:
//!
//! ```text
//! surveys/*.toml ─▶ format ─▶ plan, questionnaire ─┐
//! census frame ───▶ sampling ──────────────────────┤
//!                                                  ▼
//!  a resident's form ─▶ web ─▶ fieldwork ─▶ responses ─▶ results ─▶ release ─▶ web
//!                                                                ▲
//!                                                           statistics
//! ```
//!
//! Cores know nothing of the outside: `statistics` meets numbers only, `questionnaire`, `format` and
//! `plan` files only, `sampling` lists only; the compiler holds that, since no manifest of theirs names
//! another room. What it cannot hold stands in `tests/architecture`: the database (`db`, `entity`) is met
//! in the `store` of each room and at the edges (`only_stores_and_edges_hold_a_connection`), axum and maud are
//! known to `web` alone (`only_the_web_names_the_web_framework`).
//!
//! This crate is the program itself: its commands.

pub mod cli;
