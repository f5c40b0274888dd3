//! From a list of communities and villages to the households that are asked.
//!
//! A [`Frame`] lists the primary sampling units (PSUs) of every stratum with their size in
//! households. [`draw()`] selects PSUs by systematic sampling with probability proportional
//! to size ([`pps`]), after [`allocation`] has given each stratum its number of PSUs, and
//! then households within them. Control totals ([`ControlTotals`]) are what the responses are
//! calibrated to. How many responses a question needs is answered by
//! `statistics::effective_size_for_verdict` and `statistics::size_for_margin`.
//!
//! | symbol | meaning |
//! |---|---|
//! | `a` | PSUs to select in a stratum |
//! | `M`, `M_i` | households of the stratum, of PSU `i` |
//! | `m` | households to select in a PSU |
//! | `π1 = a M_i / M` | inclusion probability of a PSU (1 for a certainty unit) |
//! | `π2 = m / M_i` | inclusion probability of a household in a selected PSU |
//! | `1 / (π1 π2)` | base weight of a household, the same throughout a PSU |
//!
//! # Design
//!
//! Everything here is a pure function of its arguments. A draw is repeatable years later:
//! its whole plan (seed, shift, sizes, allocation), the hash of the frame and the name of the
//! generator are kept with it, and the generator's output is fixed by its specification. The
//! frame itself is for the survey office to keep.

pub mod allocation;
mod design;
mod draw;
mod drawn_table;
mod edition;
mod frame;
mod frame_draft;
#[cfg(test)]
mod golden;
pub mod household_list;
mod id;
pub mod listing;
mod margin;
mod margin_change;
mod margin_entry;
pub mod margin_table;
mod method;
pub mod pps;
mod problem;
pub mod sampford;
mod shape;
pub mod store;

pub use allocation::{Allocation, AllocationError};
pub use design::{Assumptions, DesignFile, Sample, SampleDesign, SampleId};
pub use draw::{Draw, DrawError, DrawnPsu, Reserve, SamplePlan, divide, draw};
pub use edition::{FrameEdition, FrameStatus};
pub use frame::{CodeExpiry, Frame, FrameStratum, FrameUnit, read_strata};
pub use frame_draft::{DraftFacts, FrameDraft, FrameDraftId};
pub use id::{PsuId, StratumId};
pub use margin::{
    ControlTotals, Margin, MarginCategory, MarginContext, MarginError, MarginStatus, read_margins,
};
pub use margin_change::{MarginChange, margin_changes};
pub use margin_entry::{
    LONGEST_MARGIN_TEXT, MarginEntry, MarginFault, MarginField, TypedTotal, ends_interview,
    read_codes,
};
pub use method::{DrawnPairs, Method, drawn_pairs};
pub use problem::{Finding, FrameFault, Problem, ShapeFault};
pub use shape::{Polygon, Ring, StratumShape, read_shapes};
