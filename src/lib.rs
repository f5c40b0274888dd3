//! Minyi (民意): a citizen satisfaction survey platform, from a plan and its questionnaires to a
//! published rate.
//!
//! Data flows one way:
//!
//! ```text
//! surveys/*.toml ─▶ plan, questionnaire ─┐
//! census frame ───▶ sampling ────────────┤
//!                                        ▼
//! a resident's form ─▶ web ─▶ fieldwork ─▶ mixed responses ─▶ results ─▶ release ─▶ web
//!                                                               ▲
//!                                                          statistics
//! ```
//!
//! Cores know nothing of the outside: [`statistics`] meets numbers only, [`questionnaire`] and
//! [`plan`] files only, [`sampling`] lists only. The database ([`db`], [`entity`]) is met in the
//! `store` of each core and at the edges; axum and maud are known to [`web`] alone. A test in
//! `tests/architecture` reads the `use` lines and holds this map true.

pub mod accounts;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod entity;
pub mod fieldwork;
pub mod locales;
pub mod plan;
pub mod questionnaire;
pub mod results;
pub mod sampling;
pub mod simulation;
pub mod statistics;
pub mod web;
