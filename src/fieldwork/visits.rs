//! Visits of interviewers: whom they still visit, and how PSUs are spread among them.

use crate::disposition::{CaseState, Disposition, Group};

/// The row number of a user who visits households.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct InterviewerId(pub i64);

/// What comes of a visit without a form most often, each a large button.
pub const USUAL_OUTCOMES: [Disposition; 4] = [
    Disposition::NobodyHome,
    Disposition::RespondentAway,
    Disposition::Refusal,
    Disposition::Vacant,
];

/// What else may come of a visit, in the order of the codes.
pub fn other_outcomes() -> impl Iterator<Item = Disposition> {
    Disposition::ALL
        .into_iter()
        .filter(|it| *it != Disposition::NotAttempted && !USUAL_OUTCOMES.contains(it))
}

/// Whether somebody still goes to a case: not where it has answered or refused, cannot answer, or was not to be asked. A letter
/// that came back is a reason to go.
pub fn is_visited(state: CaseState) -> bool {
    match state {
        CaseState::Returned => false,
        CaseState::Silent => true,
        CaseState::Known(known) => matches!(
            known.group(),
            Group::NonContact | Group::UnknownHousehold | Group::UnknownOther
        ),
    }
}

/// Spreads PSUs over interviewers so that all have as many cases as possible alike, and neighbours in the order drawn go to one.
///
/// `psus` are the cases to visit in each PSU, in the order drawn; `held` the cases that each interviewer has already. The result
/// is the place of the interviewer for each PSU; empty where there is no interviewer.
///
/// Each interviewer lacks what is missing to the mean of all cases, or nothing. On a line as long as all cases of the PSUs each
/// gets a piece in proportion to what is lacking, and a PSU goes to the one in whose piece its middle lies: nobody gets
/// more than one PSU beyond the own piece. Proven by `everybody_gets_as_much_as_the_others_and_neighbours_stay_together`.
pub fn spread(psus: &[u64], held: &[u64]) -> Vec<usize> {
    let total: u64 = psus.iter().sum();
    if held.is_empty() {
        return Vec::new();
    }
    let all = total + held.iter().sum::<u64>();
    // Times the number of interviewers, so that no mean is rounded.
    let people = held.len() as u64;
    let mut lacking: Vec<u64> = (held.iter())
        .map(|cases| all.saturating_sub(cases * people))
        .collect();
    if lacking.iter().all(|cases| *cases == 0) {
        lacking = vec![1; held.len()];
    }
    let line: u64 = lacking.iter().sum();
    let ends: Vec<u64> = (lacking.iter())
        .scan(0, |end, cases| {
            *end += cases;
            Some(*end)
        })
        .collect();
    let last = ends.iter().position(|end| *end == line).unwrap_or_default();
    let mut before = 0;
    let mut given = Vec::with_capacity(psus.len());
    for cases in psus {
        // Twice the middle, in cases; a piece ends at `end / line` of them all.
        let middle = 2 * before + cases;
        let holds = |end: &u64| {
            u128::from(middle) * u128::from(line) < 2 * u128::from(total) * u128::from(*end)
        };
        given.push(ends.iter().position(holds).unwrap_or(last));
        before += cases;
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loads(psus: &[u64], held: &[u64]) -> Vec<u64> {
        let mut loads = held.to_vec();
        for (cases, to) in psus.iter().zip(spread(psus, held)) {
            loads[to] += cases;
        }
        loads
    }

    #[test]
    fn everybody_gets_as_much_as_the_others_and_neighbours_stay_together() {
        let psus: Vec<u64> = (0..54).map(|at| 6 + at * 7 % 5).collect();
        let given = spread(&psus, &[0, 0, 0, 0]);
        assert!(given.is_sorted(), "{given:?}");
        let loads = loads(&psus, &[0, 0, 0, 0]);
        let mean = psus.iter().sum::<u64>() / 4;
        for load in loads {
            assert!(load.abs_diff(mean) <= 10, "{load} of {mean}");
        }
    }

    #[test]
    fn who_has_much_already_gets_less_or_nothing() {
        let psus = [10; 12];
        assert_eq!(loads(&psus, &[100, 0, 40]), [100, 80, 80]);
        assert_eq!(loads(&psus, &[200, 0, 0]), [200, 60, 60]);
    }

    #[test]
    fn nothing_to_spread_and_nobody_to_spread_over_are_no_trouble() {
        assert!(spread(&[3, 4], &[]).is_empty());
        assert!(spread(&[], &[0, 0]).is_empty());
        assert_eq!(spread(&[0, 0], &[0, 5]).len(), 2);
        assert_eq!(spread(&[0, 0], &[5, 5]).len(), 2);
    }

    #[test]
    fn nobody_goes_where_somebody_answered_refused_or_is_not_to_be_asked() {
        use Disposition::{AddressNotFound, Dead, NobodyHome, OtherUnknown, Refusal, Vacant};
        assert!(!is_visited(CaseState::Returned));
        assert!(is_visited(CaseState::Silent));
        for (known, visited) in [
            (NobodyHome, true),
            (AddressNotFound, true),
            (OtherUnknown, true),
            (Refusal, false),
            (Dead, false),
            (Vacant, false),
        ] {
            assert_eq!(is_visited(CaseState::Known(known)), visited, "{known}");
        }
    }

    #[test]
    fn every_outcome_has_one_button() {
        let mut all: Vec<Disposition> =
            USUAL_OUTCOMES.into_iter().chain(other_outcomes()).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), Disposition::ALL.len() - 1);
    }
}
