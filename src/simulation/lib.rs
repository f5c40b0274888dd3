//! A synthetic city whose true opinions are known: for the demonstration, for judging
//! intervals and verdicts, and for load.
//!
//! Nothing here is about real people. The strata and their populations are the census's;
//! communities, villages, households, persons and opinions are drawn from a seed. Whatever
//! is made from it says that it is simulated.
//!
//! [`City`] holds the communities and villages and gives the sampling frame; a
//! [`Household`] and a [`Person`] are computed when asked for and never stored;
//! [`Truth`] counts the true opinions of every adult; [`respond`] says whether a sampled
//! household returns its form, and [`fill_in`] what its respondent sends.
//!
//! # Design
//!
//! Every fact is a pure function of the seed and of what it is about (PSU, household,
//! adult, year, question): see `chance.rs`. So ten million opinions need no memory, any
//! household can be looked up alone, and the order of computation changes nothing.

mod chance;
mod city;
pub mod coverage;
mod coverage_city;
pub(crate) mod coverage_report;
mod opinion;
mod person;
mod respondent;
mod truth;

pub use city::{City, CityPsu};
pub use person::{Household, Person};
pub use respondent::{Outcome, fill_in, respond};
pub use truth::Truth;
