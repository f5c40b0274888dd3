//! How many forms came by which mode in which PSU, and where that can be told of a single form.

use std::collections::BTreeMap;

use super::merging::FEWEST_RETURNS;
use super::submission::AnswerMode;
use sampling::PsuId;

/// Forms by PSU and mode.
///
/// Whoever visits households, or types in what came on paper, knows which these are. So a response tells its mode only in
/// a PSU where every mode that occurs has as many forms as a PSU must have at least: nowhere does a mode narrow down more
/// than a PSU may, and what is not told of one mode does not follow from the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ModeCounts(BTreeMap<PsuId, BTreeMap<AnswerMode, u64>>);

impl ModeCounts {
    /// Counts one form.
    pub(crate) fn note(&mut self, psu: &PsuId, mode: AnswerMode) {
        self.add(psu, mode, 1);
    }

    /// Adds what was counted elsewhere.
    pub(crate) fn join(&mut self, other: &Self) {
        for (psu, modes) in &other.0 {
            for (mode, forms) in modes {
                self.add(psu, *mode, *forms);
            }
        }
    }

    /// The same once PSUs have disappeared in others.
    #[must_use]
    pub(crate) fn merged(&self, into: &BTreeMap<PsuId, PsuId>) -> Self {
        let mut merged = Self::default();
        for (psu, modes) in &self.0 {
            for (mode, forms) in modes {
                merged.add(into.get(psu).unwrap_or(psu), *mode, *forms);
            }
        }
        merged
    }

    /// Whether responses of a PSU tell how they came.
    pub(crate) fn are_told(&self, psu: &PsuId) -> bool {
        self.0
            .get(psu)
            .is_some_and(|modes| modes.values().all(|forms| *forms >= FEWEST_RETURNS))
    }

    fn add(&mut self, psu: &PsuId, mode: AnswerMode, forms: u64) {
        // Most are of a PSU that was seen before.
        match self.0.get_mut(psu) {
            Some(modes) => *modes.entry(mode).or_default() += forms,
            None => {
                self.0.insert(psu.clone(), [(mode, forms)].into());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(of: &[(&str, AnswerMode, u64)]) -> ModeCounts {
        let mut counts = ModeCounts::default();
        for (psu, mode, forms) in of {
            for _ in 0..*forms {
                counts.note(&PsuId::new(*psu), *mode);
            }
        }
        counts
    }

    #[test]
    fn a_mode_is_told_where_every_mode_of_the_psu_is_frequent() {
        use AnswerMode::{Interviewer, Paper, Web};
        let counts = counts(&[
            ("A", Web, 20),
            ("B", Web, 20),
            ("B", Paper, 4),
            ("C", Web, 5),
            ("C", Interviewer, 5),
            ("D", Paper, 1),
        ]);
        let told = ["A", "B", "C", "D", "E"].map(|psu| counts.are_told(&PsuId::new(psu)));
        assert_eq!(told, [true, false, true, false, false]);
        let into = [(PsuId::new("D"), PsuId::new("B"))].into();
        let merged = counts.merged(&into);
        assert!(merged.are_told(&PsuId::new("B")));
        assert!(!merged.are_told(&PsuId::new("D")));
        let mut twice = counts.clone();
        twice.join(&counts);
        assert!(twice.are_told(&PsuId::new("B")));
    }
}
