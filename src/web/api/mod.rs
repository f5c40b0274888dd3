//! What programs can ask for: the same figures that pages show, as JSON.
//!
//! # Design
//!
//! Every answer is made of releases that everybody may read ([`results::store::list_published`] and its neighbours) and of
//! their tables, so the API can tell nothing that a page hides. What can be asked is one table ([`operations`]), from
//! which the OpenAPI document and the guide are made; the shapes of answers are types ([`model`]), and their schemas come from
//! them. An answer carries a tag, by which it is asked for again at the price of a few bytes.

mod around;
mod document;
mod guide;
mod model;
mod operations;
mod pages;

pub(crate) use around::{Asked, across_origins, bound, problem};
pub(crate) use document::show as document;
pub(crate) use guide::show as guide;
pub(crate) use pages::{districts, figures, indicators, plans, release, releases, waves};
