//! How many numbers of each kind were compared, and the worst of them.

use std::collections::BTreeMap;

/// Tallies comparisons by kind; a kind that exceeds its tolerance fails the test at the end.
#[derive(Default)]
pub(crate) struct Worst {
    kinds: BTreeMap<String, Kind>,
    skipped: BTreeMap<String, usize>,
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

    /// Counts a number of the reference that is not compared, and why.
    pub(crate) fn skip(&mut self, why: &str) {
        *self.skipped.entry(why.to_owned()).or_default() += 1;
    }

    /// Prints the tally and fails if anything was out of tolerance.
    #[expect(clippy::print_stdout, reason = "the tally is the product of the run")]
    pub(crate) fn report(self, title: &str) {
        let total: usize = self.kinds.values().map(|kind| kind.compared).sum();
        let skipped: usize = self.skipped.values().sum();
        println!("{title}: {total} numbers compared, {skipped} not compared");
        for (name, kind) in &self.kinds {
            println!(
                "  {name:<42} {:>7}  worst {:9.2e}  {}",
                kind.compared, kind.worst, kind.place
            );
        }
        for (why, count) in &self.skipped {
            println!("  not compared: {why:<28} {count:>7}");
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
