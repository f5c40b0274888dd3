//! Everything a browser sees: pages for residents, for the public and for staff, their shell and their safety.
//!
//! One file per page holds its handler, form and view. Views take plain values, do no work
//! besides formatting and never meet the database. Nothing but this module knows axum and
//! maud.

mod access;
mod addresses;
mod answer_type;
mod api;
pub mod app;
mod asset;
mod client;
mod code_entry;
mod compressed;
mod conditional;
mod district_map;
mod error;
mod error_page;
mod extract;
mod form_word;
mod guesses;
mod interface;
pub mod letters;
mod number;
pub mod opening;
mod origin;
mod page;
mod per_minute;
pub mod person_rows;
mod promised;
mod proxies;
mod public;
mod registered;
pub mod release;
mod resident;
mod router;
pub mod routes;
mod security;
pub mod server;
pub mod shares;
mod shown;
mod site;
mod studio;

pub use app::App;
pub use proxies::{NotNetworks, TrustedProxies};
pub use public::{FileCache, KeptPage};
pub use resident::{FormCache, write_forms_ahead};
pub use router::router;
pub use site::{NotAnAddress, PublicAddress, Site};
