//! What an attempt may change of what is known of a case.
//!
//! # Design
//!
//! One attempt tells one thing, and a case ends as the most telling of its attempts, not as the last: a household that
//! refused is a refusal, though nobody opens at the next visit. Three things are refused, each with its reason: whatever
//! would change a case that has returned, since that is known by its code; an attempt that was none; and what contradicts a
//! case known not to be eligible, or makes one ineligible in which somebody answered the door, unless the person who
//! writes it says that it corrects what stands there.
//!
//! # References
//!
//! AAPOR (2023), *Standard Definitions*, 10th edition, "final disposition codes": precedence of outcomes with human contact.

use super::{Disposition, Group};

/// What is known of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseState {
    /// Its code came back with a form.
    Returned,
    /// It did not, and this is known of it.
    Known(Disposition),
    /// Nothing is known.
    Silent,
}

/// Why an attempt cannot be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusedAttempt {
    /// The case has returned a form: nothing comes after that.
    Returned,
    /// "Not attempted" is the result of no attempt.
    NoAttempt,
    /// The case is known not to be eligible, which only a correction takes back.
    NotEligible(Disposition),
    /// Somebody was reached there, so that only a correction makes it ineligible.
    Reached(Disposition),
}

/// The disposition of a case after an attempt with this result.
///
/// # Errors
///
/// Why the result cannot stand; a correction, for which a reason is asked, overrules all that is not the case's own code.
pub fn disposition_after(
    state: CaseState,
    result: Disposition,
    correction: bool,
) -> Result<Disposition, RefusedAttempt> {
    if result == Disposition::NotAttempted {
        return Err(RefusedAttempt::NoAttempt);
    }
    let known = match state {
        CaseState::Returned => return Err(RefusedAttempt::Returned),
        CaseState::Silent => return Ok(result),
        CaseState::Known(_) if correction => return Ok(result),
        CaseState::Known(known) => known,
    };
    match (known.group(), result.group()) {
        (Group::NotEligible, Group::NotEligible) => Ok(result),
        (Group::NotEligible, _) => Err(RefusedAttempt::NotEligible(known)),
        (Group::Refusal | Group::Other, Group::NotEligible) => Err(RefusedAttempt::Reached(known)),
        _ if telling(result) >= telling(known) => Ok(result),
        _ => Ok(known),
    }
}

/// How much a disposition tells of a case: the unknown least, then households where nobody was reached, then people.
fn telling(disposition: Disposition) -> u8 {
    match disposition.group() {
        Group::UnknownHousehold => 0,
        Group::UnknownOther => 1,
        Group::NonContact => 2,
        Group::Refusal | Group::Other | Group::NotEligible => 3,
        Group::Partial | Group::Complete => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Disposition::{
        AddressNotFound, Dead, NobodyHome, NonContact, NotAttempted, OtherUnknown, Refusal, Vacant,
    };

    fn after(known: Disposition, result: Disposition) -> Result<Disposition, RefusedAttempt> {
        disposition_after(CaseState::Known(known), result, false)
    }

    #[test]
    fn nothing_comes_after_a_returned_form_not_even_a_correction() {
        for result in Disposition::ALL {
            for correction in [false, true] {
                let refused = disposition_after(CaseState::Returned, result, correction);
                assert!(refused.is_err(), "{result}");
            }
        }
    }

    #[test]
    fn the_most_telling_attempt_stands() {
        assert_eq!(after(Refusal, NobodyHome), Ok(Refusal));
        assert_eq!(after(NobodyHome, Refusal), Ok(Refusal));
        assert_eq!(after(NobodyHome, AddressNotFound), Ok(NobodyHome));
        assert_eq!(after(AddressNotFound, OtherUnknown), Ok(OtherUnknown));
        assert_eq!(after(NonContact, NobodyHome), Ok(NobodyHome));
        assert_eq!(after(Dead, Refusal), Ok(Refusal));
        assert_eq!(after(NobodyHome, Vacant), Ok(Vacant));
    }

    #[test]
    fn contradictions_need_a_correction() {
        assert_eq!(
            after(Vacant, NobodyHome),
            Err(RefusedAttempt::NotEligible(Vacant))
        );
        assert_eq!(
            after(Refusal, Vacant),
            Err(RefusedAttempt::Reached(Refusal))
        );
        for (known, result) in [(Vacant, NobodyHome), (Refusal, Vacant)] {
            let corrected = disposition_after(CaseState::Known(known), result, true);
            assert_eq!(corrected, Ok(result));
        }
    }

    #[test]
    fn an_attempt_that_was_none_is_refused() {
        let refused = disposition_after(CaseState::Silent, NotAttempted, true);
        assert_eq!(refused, Err(RefusedAttempt::NoAttempt));
    }

    #[test]
    fn the_first_attempt_of_a_case_says_what_it_is() {
        for result in Disposition::ALL {
            let first = disposition_after(CaseState::Silent, result, false);
            assert_eq!(first.ok(), (result != NotAttempted).then_some(result));
        }
    }
}
