//! Plans: indicators, targets, verdicts.
//!
//! [`read`](read()) makes a plan from its TOML file and [`check`](check()) holds it against
//! the questionnaires beside it; [`read_folders`] does both for whole folders and is what
//! `minyi check` and the import call.

mod check;
mod difference;
mod folder;
mod frame_codes;
mod grouping;
mod indicator;
mod outline;
mod problem;
mod read;
pub mod register;
pub mod store;
pub mod verdict;

pub use check::{DRIVERS_COMPARED, check, check_measure};
pub use difference::{Change, changes};
pub use folder::{Folder, read_folders};
pub use grouping::{GroupClass, Grouping};
pub use indicator::{
    Adults, Among, Baseline, Bridge, Chapter, Comparator, Counts, Crosswise, Indicator,
    IndicatorId, IndicatorKind, Measure, Plan, RESERVED_IDS, Target, TargetValue, bodies,
};
pub use outline::Part as OutlinePart;
pub use problem::{DriverFault, Finding, Problem};
pub use read::{PlanReading, read};
pub use register::{Entry, EntryKind, RegisterValue, Standing, standing};
