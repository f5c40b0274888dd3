//! A folder of survey files: read and checked in all its parts, then kept.
//!
//! A plan stands in a folder of its own: `plan.toml`, its questionnaires, the strata of its frame (`frame.csv`), the
//! margins (`margins.toml`) and, where it has one, its map (`districts.geojson`). [`survey`] reads whatever folders there are and finds every fault; [`read_plan`] takes one
//! plan that has none; [`store`] keeps it. The command line reads folders from a disk, the studio what a browser sends.

mod plan_folder;
pub mod store;
mod surveyed;

pub use plan_folder::{PlanFolder, Refusal, read_plan};
pub use surveyed::{SurveyFile, Surveyed, is_survey_file, survey};
