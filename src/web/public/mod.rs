//! Released results, for officials and for everybody.

mod count_tables;
pub(super) mod departments;
pub(super) mod district;
pub(super) mod embed;
pub(super) mod feed;
pub(super) mod files;
mod history_chart;
pub(super) mod indicator;
mod interval_mark;
mod kept_page;
mod map;
pub(super) mod microdata;
pub(super) mod open_answers;
mod places;
pub(super) mod quality;
pub(super) mod report;
pub(super) mod results;
pub(super) mod scoreboard;
pub(super) mod seen;
mod share_bar;
pub(super) mod standing;
pub(super) mod verdict_mark;
mod whole_plan;
pub(super) mod wide_table;

pub use files::FileCache;
pub use kept_page::KeptPage;
