//! Questionnaires in the database: published versions, and the private trials of them.

mod trials;
mod versions;

pub use trials::{count_trials, find_test_link, find_tested_version, make_test_link, save_trial};
pub use versions::{
    Library, Publication, StoredVersion, Version, find_source, find_version, list_versions,
    save_source, save_version,
};

use crate::{Answers, Questionnaire};
use db::Document;

// Since 2: numbers with decimals, choices beside them, limits of a multiple choice. Since 3: dates.
impl Document for Questionnaire {
    const SCHEMA: u64 = 3;
}

impl Document for Answers {
    const SCHEMA: u64 = 3;
}
