//! Golden references: closed-form grids and the fixtures made with R's survey package.

#![expect(clippy::unwrap_used, reason = "a broken reference fails the test")]

mod aapor;
mod closed_form;
mod designs;
mod differences;
mod door;
mod drivers;
mod every_word;
mod explaining;
mod fixtures;
mod formats;
mod intervals;
mod planning;
mod properties;
mod refusals;
mod requested_weights;
mod requests;
mod rindicator;
mod second_routes;
mod small_areas;
mod store;
mod survey;
mod trend;
mod weighting;
mod worst;
