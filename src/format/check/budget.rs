//! What the proofs of one reading may cost.
//!
//! # Design
//!
//! A file can be written whose questions take longer to prove than anybody waits, by mistake or on
//! purpose. All proofs of one reading therefore draw on one budget, whichever question asks. It is
//! counted in steps (a way looked at, a part of a condition weighed), so that a text has the same
//! findings on every machine. The clock is only the second net: it ends what takes far longer than
//! its steps should.

use std::time::{Duration, Instant};

/// Steps of one reading. The questionnaires we ship need a few thousand; all of them take a small
/// part of a second.
pub const STEPS_OF_A_READING: u64 = 2_000_000;

/// No reading goes on for longer, however few its steps.
const LONGEST: Duration = Duration::from_secs(5);

/// So many steps pass between two looks at the clock.
const BETWEEN_LOOKS: u64 = 4_096;

/// What is left for the proofs of a reading.
#[derive(Debug, Clone)]
pub struct Budget {
    whole: u64,
    left: u64,
    next_look: u64,
    ends: Instant,
    late: bool,
}

impl Default for Budget {
    fn default() -> Self {
        Self::of_steps(STEPS_OF_A_READING)
    }
}

impl Budget {
    /// A budget of so many steps, from now on.
    pub fn of_steps(steps: u64) -> Self {
        Self {
            whole: steps,
            left: steps,
            next_look: steps.saturating_sub(BETWEEN_LOOKS),
            ends: Instant::now() + LONGEST,
            late: false,
        }
    }

    /// Takes so many steps; false, and nothing is left, where there are not so many.
    pub fn spend(&mut self, steps: u64) -> bool {
        if self.left < steps || self.is_late() {
            self.left = 0;
            return false;
        }
        self.left -= steps;
        if self.left < self.next_look {
            self.next_look = self.left.saturating_sub(BETWEEN_LOOKS);
            self.late = Instant::now() > self.ends;
        }
        true
    }

    /// How many steps were taken.
    pub fn spent(&self) -> u64 {
        self.whole - self.left
    }

    /// How often something that costs so many steps can still be done.
    pub fn times(&self, steps: u64) -> usize {
        usize::try_from(self.left / steps.max(1)).unwrap_or(usize::MAX)
    }

    /// True where nothing is left.
    pub fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// True where the clock ended it: the same text may fare better another time.
    pub fn is_late(&self) -> bool {
        self.late
    }

    /// What one question may have before every question has had as much: together they leave most of it.
    pub(crate) fn first_share(&self, questions: usize) -> u64 {
        self.left / 4 / u64::try_from(questions.max(1)).unwrap_or(u64::MAX)
    }
}

/// The part of a budget that one question may take.
#[derive(Debug)]
pub(crate) struct Share<'b> {
    budget: &'b mut Budget,
    left: u64,
    pub(crate) spent: u64,
}

impl<'b> Share<'b> {
    pub(crate) fn of(budget: &'b mut Budget, most: u64) -> Self {
        Self {
            budget,
            left: most,
            spent: 0,
        }
    }

    /// Takes so many steps; false where there are not so many.
    pub(crate) fn spend(&mut self, steps: u64) -> bool {
        if self.left < steps || !self.budget.spend(steps) {
            self.left = 0;
            return false;
        }
        self.left -= steps;
        self.spent += steps;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_not_spent() {
        let mut budget = Budget::of_steps(10);
        assert!(budget.spend(7));
        assert!(!budget.spend(4));
        assert!(budget.is_spent() && !budget.is_late());
        assert!(!budget.spend(1));
    }

    #[test]
    fn a_share_leaves_the_rest_to_the_others() {
        let mut budget = Budget::of_steps(100);
        let mut share = Share::of(&mut budget, 10);
        assert!(share.spend(10));
        assert!(!share.spend(1));
        assert_eq!(budget.spent(), 10);
    }

    #[test]
    fn the_clock_ends_what_the_steps_do_not() {
        let mut budget = Budget {
            ends: Instant::now(),
            ..Budget::of_steps(1_000_000)
        };
        let mut taken = 0;
        while budget.spend(1) {
            taken += 1;
        }
        assert!(budget.is_late() && taken <= 2 * BETWEEN_LOOKS);
    }
}
