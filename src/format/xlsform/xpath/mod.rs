//! Conditions as XPath, both ways, and the limits of answers.
//!
//! # Design
//!
//! XPath has no "unknown": an unanswered question is the empty text. Equal to nothing, less than nothing and not
//! selected, but different from everything. Our conditions hold only where they are true, and are unknown where an answer
//! is missing. So both ways a condition is turned into what makes it *true*, negations drawn inwards, until only
//! comparisons of one question are left; of each of them it is known what it says of a blank.
//!
//! - Written ([`write`]): where a comparison would hold for a blank, the answer is asked for first (`Q != 1` becomes
//!   `${Q} != '' and ${Q} != '1'`).
//! - Read ([`read`]): where XPath's comparison holds for a blank, ours says so (`${Q} != 1` becomes
//!   `!answered(Q) || Q != 1`), unless an answer is asked for beside it.
//!
//! `conditions_keep_the_truth_of_xpath` holds the second to forms drawn at random, answered and left blank. Read are those
//! that route: `and`, `or`, `not(..)`, `selected(..)`, and comparisons of `${question}` with a number, a text or a date;
//! of everything else the reader says that it does not understand it.

mod formula;
mod limits;
mod read;
mod token;
mod write;

pub(crate) use formula::Formula;
pub(crate) use limits::{Limits, limits};
pub(crate) use read::read;
pub(crate) use read::{Compared, Scope, chosen_alone};
pub(crate) use write::date;
pub(crate) use write::write;

#[cfg(test)]
mod tests;
