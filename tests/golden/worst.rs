//! How many numbers of each kind were compared, and the worst of them.

use std::collections::BTreeMap;

use crate::differences::Difference;

/// Tallies comparisons by kind; a kind that exceeds its tolerance fails the test at the end.
#[derive(Default)]
pub(crate) struct Worst {
    kinds: BTreeMap<String, Kind>,
    differences: BTreeMap<Difference, usize>,
    failures: Vec<String>,
}

#[derive(Default)]
struct Kind {
    compared: usize,
    worst: f64,
    place: String,
}

impl Worst {
    /// Compares two numbers by relative error (absolute below `floor` in size).
    pub(crate) fn compare(
        &mut self,
        kind: &str,
        place: &str,
        ours: f64,
        theirs: f64,
        tolerance: f64,
        floor: f64,
    ) {
        let entry = self.kinds.entry(kind.to_owned()).or_default();
        entry.compared += 1;
        let error = if ours.to_bits() == theirs.to_bits() || (ours.is_nan() && theirs.is_nan()) {
            0.0
        } else {
            (ours - theirs).abs() / theirs.abs().max(floor)
        };
        if error.is_nan() || error > entry.worst {
            entry.worst = error;
            place.clone_into(&mut entry.place);
        }
        if error.is_nan() || error > tolerance {
            self.failures.push(format!(
                "{kind} {place}: ours {ours:e}, theirs {theirs:e}, error {error:.2e} > {tolerance:e}"
            ));
        }
    }

    /// Counts something that is compared without a number.
    pub(crate) fn require(&mut self, kind: &str, place: &str, holds: bool) {
        self.kinds.entry(kind.to_owned()).or_default().compared += 1;
        if !holds {
            self.failures.push(format!("{kind} {place}"));
        }
    }

    /// Counts a number that differs from the reference on purpose, and holds it to the rule that stands in its place.
    pub(crate) fn differ(&mut self, difference: Difference, place: &str, ruled: bool) {
        *self.differences.entry(difference).or_default() += 1;
        if !ruled {
            self.failures.push(format!("{difference:?} {place}"));
        }
    }

    /// How often a difference was met.
    pub(crate) fn met(&self, difference: Difference) -> usize {
        self.differences.get(&difference).copied().unwrap_or(0)
    }

    /// Prints the tally and fails if anything was out of tolerance.
    #[expect(clippy::print_stdout, reason = "the tally is the product of the run")]
    pub(crate) fn report(self, title: &str) {
        let total: usize = self.kinds.values().map(|kind| kind.compared).sum();
        let different: usize = self.differences.values().sum();
        println!("{title}: {total} numbers compared, {different} different on purpose");
        for (name, kind) in &self.kinds {
            println!(
                "  {name:<42} {:>7}  worst {:9.2e}  {}",
                kind.compared, kind.worst, kind.place
            );
        }
        for (difference, count) in &self.differences {
            let (reason, case) = difference.reason_and_case();
            println!("  different from R: {count:>5} {difference:?}: {reason}");
            println!("      met in {case}");
        }
        let shown = self.failures.iter().take(40).cloned().collect::<Vec<_>>();
        assert!(
            self.failures.is_empty(),
            "{} out of tolerance:\n{}",
            self.failures.len(),
            shown.join("\n")
        );
    }
}
