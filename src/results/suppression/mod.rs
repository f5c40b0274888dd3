//! Which cells are hidden: the last room a figure passes before it leaves.
//!
//! A figure of fewer than thirty persons is not shown (DOMAIN 6.10), be it of the city or of a district, the
//! headline or another way to count; what is not shown gets no verdict either. Of a table of counts no cell of one to
//! nine persons is shown. That much looks at one cell. But a cell may also follow from what stands beside it, so further
//! cells are hidden with it, until whoever subtracts everything published from the totals is left with at least two
//! cells that stand together for at least thirty persons, and knows none of them to within ten.
//!
//! | what is published | what follows from it | what is done |
//! | --- | --- | --- |
//! | a city's rate, n and weights, its districts, census margins | the sum of the hidden districts | [`districts`] |
//! | groups of respondents, each grouping a table | the sum of its hidden classes | [`districts`], table by table |
//! | groups of respondents that are, but for few, hidden districts or classes of another grouping | their rates | the later table is not shown: `aligned` |
//! | groups of respondents that all but a few have stated | the rate of those few | they are counted with the largest class |
//! | districts by a model | what the model draws in of a hidden district | the model does not see its answers |
//! | every two parts of a table that are shown | nothing besides their rates | only shown parts have differences |
//! | the rate without flagged forms | the rate of the flagged | it is shown if both are of thirty |
//! | the same district under an indicator that nearly the same persons answered | how many persons a hidden district stands for | [`districts`] |
//! | the mean of several questions and its parts | the part that is hidden | a mean is shown if each of its questions could be |
//! | "don't know" as satisfied, and the share of each answer | the rate without "don't know" | neither is shown where that one is hidden |
//! | earlier waves and the differences from them | a hidden rate, from the one before | neither is shown beside a hidden rate |
//! | an amended release beside the registered one | the hidden districts and classes, from two sums; the answers of the few persons by whom they differ | `across` |
//! | how many answered in a district, or by a way to answer | how many persons a hidden one stands for | all that are hidden under every indicator stand together ([`quality`](crate::quality)) |
//! | the counts of an open link and their total | the sum of the hidden counts | [`counts`] |
//! | how many were asked a question because of an answer | how many gave that answer | [`counts`] |
//!
//! # Design
//!
//! A cell that could be shown by itself and is hidden for the sake of another hides how its persons answered; how many they
//! are and what share that is may come out. Everything here takes numbers and says what is shown; nobody else decides it. Where several cells could be hidden it is
//! the one of the fewest persons, the first among equals: little is lost by it, and two computers choose alike. What a
//! city's own figure tells, no hiding of districts can untell: that nearly everybody is satisfied stands there for each
//! of them. Then all districts are hidden.
//!
//! How many skipped a question is no cell: it tells nothing of what anybody thinks.
//!
//! The reader who subtracts is played by linear programming:
//! `no_hidden_district_of_generated_cities_is_known_to_within_ten_persons` and
//! `no_hidden_count_of_generated_open_links_is_known_to_within_ten_persons`. He who has every other number besides, to its last digit,
//! is not told which of two hidden cells answered what: `which_of_two_hidden_districts_answered_what_is_in_no_number` and
//! `which_of_two_hidden_classes_answered_what_is_in_no_number`.

mod across;
mod aligned;
#[cfg(test)]
mod attack;
mod counts;
mod districts;

pub(crate) use aligned::Sorted;
pub(crate) use counts::FEWEST_COUNTED;
pub(crate) use counts::{List, counted, lists_shown};
pub(crate) use districts::{Row, shown};

/// The fewest persons a published cell stands for, and all hidden cells of one table together.
pub(crate) const FEWEST_SHOWN: u64 = 30;

/// Nobody may know a hidden cell to within so many persons.
pub(crate) const KNOWN_WITHIN: u64 = 10;

/// Whether a figure may be shown that stands for so many persons.
pub(crate) fn suffice(persons: u64) -> bool {
    persons >= FEWEST_SHOWN
}
