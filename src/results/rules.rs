//! The rules by which results are computed, as a registration states them.
//!
//! # Design
//!
//! A rule that is not written down before the first answer can be chosen after the last. What the plan does not say
//! (weighting, variance, interval, verdict, suppression) is said by the program, so a registration holds these
//! sentences and the number of their edition. Numbers in them are the program's own constants: whoever changes one
//! changes the sentence, and `the_rules_are_those_of_their_edition` then asks for a new number.
//!
//! How a household counts that returns twice ([`RETURNED_TWICE`]) is no rule of computing: by it forms are taken in, and no
//! figure of the same answers hangs on it. It was registered with no wave at first, so a registration may lack it; and so with
//! the rule about what stands beside the figures that are judged (`beside`), which bends none of these.

use std::collections::BTreeMap;

use super::comparison::FEWEST_WAVES;
use super::compute::{COACHING_BOUND, LEAST_RESPONSE_RATE};
use super::drawn_sample::{FEWEST_IN_CLASS, LARGEST_FACTOR};
use super::drivers::{FEWEST_CASES, FEWEST_DEGREES};
use super::estimates::LEVEL;
use super::flagged::{FEWEST_ALIKE, FEWEST_ON_A_LINE, FEWEST_REPEATED};
use super::places::FEWEST_MODELLED;
use super::suppression::{FEWEST_COUNTED, FEWEST_SHOWN, KNOWN_WITHIN};
use super::weights::{CAP_IN_MEANS, CAP_IN_QUARTILE_RANGES, TRIMMING_ROUNDS};
use sampling::Method;

/// The edition of the rules. Raise it whenever a figure, a verdict or what is hidden could come out otherwise for the
/// same answers: waves registered under an earlier edition can then be released by this program as amended only.
pub const ANALYSIS: u32 = 1;

/// What the rule about households that return more than once is called.
pub const RETURNED_TWICE: &str = "returned_twice";

/// The rule about households that return more than once.
///
/// `of_two_codes_of_a_household_used_at_once_exactly_one_counts` holds the intake to it; the desk for paper
/// `two_people_type_a_booklet_in_and_it_counts_once`, `whoever_answers_by_phone_meanwhile_counts_once`,
/// `what_a_close_would_lose_is_said_before_and_lost_after` and `who_does_not_belong_to_those_asked_is_not_counted_and_spends_no_code`.
const RETURNED_TWICE_RULE: &str = "A household counts once, by the form that is taken in first under any of its codes, \
    in whichever way it comes: web, paper or an interviewer. A paper questionnaire is taken in when its two entries agree or \
    were settled, not when it arrives: where a form comes another way before that, that form counts and what was typed of \
    the paper is removed, as is what still waits at the close. Every later form of the household is refused and nothing of \
    it is kept; the same form sent again gets the same receipt. A form of somebody who does not belong to those asked is not \
    taken in and leaves the household free to answer.";

/// What the rule about the figures that stand beside the registered ones is called.
const BESIDE: &str = "beside";

/// The rule about what stands beside the registered figures and bears on no verdict. Like [`RETURNED_TWICE`] it came after the
/// first edition, of which it changes nothing.
fn beside_rule() -> String {
    format!(
        "Beside the figures that are judged stand, for no verdict: the rate in the classes of the plan's groupings and by mode, those \
         who did not state their class counted with the class of the most persons, under every indicator, where under one \
         they could not be shown; \
         every district against all others together, p values by Holm, and by Benjamini and Hochberg, over the districts shown; \
         every two districts or classes, by Holm over the pairs of the table; each of these tests with the degrees of freedom of its \
         parts by Welch and Satterthwaite, rounded down, at most the city's; the linear trend over {FEWEST_WAVES} waves or more that \
         asked alike; the districts by Fay and Herriot's model on the scale of arcsin sqrt p (REML, smoothed variances, kinds of \
         districts, benchmarked to the city), into which hidden districts enter without their answers, of {FEWEST_MODELLED} \
         districts shown or more, without intervals where the variance between districts is estimated as 0; the rate without forms that give one answer to all of {FEWEST_ON_A_LINE} or more questions of a \
         scale, or of which {FEWEST_REPEATED} or more of a PSU are alike in each of {FEWEST_ALIKE} or more answers. All are \
         suppressed as districts are, and a table of classes of which some together are, but for fewer than {FEWEST_SHOWN} persons, \
         districts or classes of a table before it is not shown where either hides anything."
    )
}

/// What the rule about what goes with an indicator is called.
const DRIVERS: &str = "drivers";

/// The rule about what goes with an indicator, for no verdict: it came after [`BESIDE`] and changes nothing of it.
fn drivers_rule() -> String {
    format!(
        "What goes with an indicator, of the questions that its measure in the plan names: over those who count in its rate and gave \
         every such question, on the scale that it is put on, an answer with a score. The odds of a success by a logistic regression \
         on who is satisfied with each, t intervals, p values by Holm over the questions; the part of the variance of being a success \
         that each explains of what all explain, by Lindeman, Merenda and Gold on the scores, linearised, t intervals cut at 0 and 1; \
         weights, design and level are those of the rates. Beside it how satisfied all are who answered the question, hidden where \
         another rate of the same question is of nearly the same persons. Nothing of fewer than {FEWEST_CASES} such persons, of fewer \
         than {FEWEST_SHOWN} on a side of a question or of the answer, or of fewer than {FEWEST_DEGREES} degrees of freedom. It is \
         association and says of no question what would be if it were answered otherwise."
    )
}

/// What the rule about waves that a reader compares is called.
const WAVE_PAIRS: &str = "wave_pairs";

/// The rule about waves that a reader compares, which came with [`DRIVERS`].
const WAVE_PAIRS_RULE: &str = "Every two waves of an indicator that asked alike and are shown: the difference of their rates with the \
    PSUs that both share, t interval, p values by Holm over the pairs of waves of the indicator, for no verdict.";

/// The rules that a wave is registered with from now on, by what they are about; `method` is that of its draw, and none of an
/// open link.
pub(crate) fn rules_of(method: Option<Method>) -> BTreeMap<String, String> {
    let mut rules = rules(method.unwrap_or_default());
    if method.is_some() {
        rules.insert(RETURNED_TWICE.to_owned(), RETURNED_TWICE_RULE.to_owned());
        rules.insert(BESIDE.to_owned(), beside_rule());
        rules.insert(DRIVERS.to_owned(), drivers_rule());
        rules.insert(WAVE_PAIRS.to_owned(), WAVE_PAIRS_RULE.to_owned());
    }
    rules
}

/// The rules of today as a registration with these rules would state them: it may be older than those that came after their
/// edition.
pub(crate) fn rules_as_in(
    method: Option<Method>,
    registered: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let mut rules = rules_of(method);
    let came_later = |about: &str| [RETURNED_TWICE, BESIDE, DRIVERS, WAVE_PAIRS].contains(&about);
    rules.retain(|about, _| !came_later(about) || registered.contains_key(about));
    rules
}

/// The rules of the edition for a sample drawn by this method, by what they are about.
fn rules(method: Method) -> BTreeMap<String, String> {
    let first_stage = match method {
        Method::Systematic => "as if drawn with replacement",
        Method::Sampford => {
            "with Yates-Grundy's form on the joint probabilities of the draw and, times the probability of the PSU, \
             the responses within as if drawn with replacement, a single one centred at the grand mean; PSUs as if drawn with replacement in strata in which \
             one was merged or has no response, and in comparisons of waves"
        }
    };
    let rules = [
        (
            "counting",
            "Rates are of those who answered the question, weighted; the numerator and the denominator are the \
             answers that the plan names. An indicator of several questions is the mean of their rates. A crosswise \
             prevalence is (share of the same answers + harmless prevalence - 1) / (2 x harmless prevalence - 1)."
                .to_owned(),
        ),
        (
            "base_weight",
            "1/(pi1 pi2) of the household times its adults, capped as the plan says; adults not stated are the mean \
             of the PSU. PSUs merged at the close share the mean of their weights by returns."
                .to_owned(),
        ),
        (
            "nonresponse",
            format!(
                "Weights of eligible households that did not return, and the eligible share of the unknown, go to \
                 those that returned in classes of stratum and urbanity; classes of fewer than {FEWEST_IN_CLASS} \
                 respondents or with a factor above {LARGEST_FACTOR} times the city's are merged."
            ),
        ),
        (
            "raking",
            "Weights are raked to every margin of the edition whose figures are there; those who did not state \
             the category keep their share of the weights."
                .to_owned(),
        ),
        (
            "trimming",
            format!(
                "Raked weights are cut at the median plus {CAP_IN_QUARTILE_RANGES} interquartile ranges or, where that \
                 is no more than the mean, at {CAP_IN_MEANS} times the mean; the excess goes to the others and weights \
                 are raked again, {TRIMMING_ROUNDS} times at most."
            ),
        ),
        (
            "variance",
            format!(
                "Linearisation over PSUs within strata {first_stage}, on the residuals of the raking; in a \
                 PSU taken for certain every response is a unit of its own; a stratum with one PSU is centred at the \
                 grand mean."
            ),
        ),
        (
            "interval",
            format!(
                "Two-sided {} % intervals: Korn-Graubard for rates, with the effective sample size p(1-p)/V and at most \
                 the respondents; t for differences. Degrees of freedom are PSUs less strata with answers.",
                LEVEL * 100.0
            ),
        ),
        (
            "verdict",
            "Met if the whole interval keeps the target, not met if the whole interval breaks it, otherwise \
             undetermined; a direction rose or fell if the interval of the difference is clear of zero. The verdict is \
             the last word in the last year of the plan."
                .to_owned(),
        ),
        (
            "quality",
            format!(
                "Met is not said where the lower bound of reported coaching is above {} % or RR3 is below {} %.",
                COACHING_BOUND * 100.0,
                LEAST_RESPONSE_RATE * 100.0
            ),
        ),
        (
            "suppression",
            format!(
                "No figure of fewer than {FEWEST_SHOWN} persons is shown, nor its verdict, and in tables of counts no cell \
                 of 1 to {} persons. The cells of the fewest persons are hidden with a hidden one until those of a table \
                 are at least two, stand for at least {FEWEST_SHOWN} persons, and none follows from what is shown to \
                 within {KNOWN_WITHIN} persons; a mean is shown if each of its questions could be, and nothing that \
                 would tell a hidden rate.",
                FEWEST_COUNTED - 1
            ),
        ),
        (
            "open_link",
            "Counts and shares of those who took part, unweighted, without interval and without verdict.".to_owned(),
        ),
    ];
    rules
        .into_iter()
        .map(|(about, rule)| (about.to_owned(), rule))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the rules of every edition were hashed as. Waves may be registered under each: none is ever changed.
    const EDITIONS: &[(u32, &str)] = &[(
        1,
        "357bbc21e39356cc900e0e3366cd0f96f5e0287503321992e227d9b24ec3b443",
    )];

    /// The same of those of samples drawn by Sampford's method.
    const OF_SAMPFORD: &[(u32, &str)] = &[(
        1,
        "1338b3217b4aee1e90ec56dd638d25acd09461fe1aa2b982ab92b389d31590a0",
    )];

    #[test]
    fn the_rules_are_those_of_their_edition() {
        for (method, editions) in [
            (Method::Systematic, EDITIONS),
            (Method::Sampford, OF_SAMPFORD),
        ] {
            let today = db::content_hash(&db::to_json(&rules(method)).unwrap());
            let (number, hash) = editions.last().unwrap();
            assert!(
                *number == ANALYSIS && *hash == today,
                "{method:?}: the rules are {today} now: raise ANALYSIS and add them here"
            );
            assert!(editions.is_sorted_by(|one, next| one.0 < next.0));
        }
    }

    /// What the rule about households that return twice is hashed as. Waves are registered with it: it is never changed.
    const RETURNED_TWICE_HASH: &str =
        "966ac83c9f519c34348b3055ea351c05e98a615a87bea618edfbaefb67c16f46";

    #[test]
    fn the_rule_about_households_that_return_twice_is_as_waves_are_registered_with() {
        assert_eq!(
            db::hash(RETURNED_TWICE_RULE.as_bytes()),
            RETURNED_TWICE_HASH
        );
    }

    /// What the rule about figures beside the registered ones is hashed as. Waves are registered with it: it is never changed.
    const BESIDE_HASH: &str = "ee63b1318addecbb02caaee0508b85e3f62317b9bdf08388a035b5629faca09b";

    #[test]
    fn the_rule_about_figures_beside_the_registered_ones_is_as_waves_are_registered_with() {
        assert_eq!(db::hash(beside_rule().as_bytes()), BESIDE_HASH);
    }

    /// What the rules about what goes with an indicator, and about waves that a reader compares, are hashed as. Waves are
    /// registered with them: they are never changed.
    const FURTHER_HASHES: [&str; 2] = [
        "720904f05352f0cfeef9453ec71c58ff715cf2f9fe6eada310e09a011306ed67",
        "922d6e4c7cf7051bb1c5ecfefbcc9ecbc255d274852b7bd5238b4bd53442183e",
    ];

    #[test]
    fn the_rules_about_what_goes_with_an_indicator_and_about_waves_are_as_waves_are_registered_with()
     {
        let today = [
            db::hash(drivers_rule().as_bytes()),
            db::hash(WAVE_PAIRS_RULE.as_bytes()),
        ];
        assert_eq!(today, FURTHER_HASHES);
    }

    #[test]
    fn a_registration_without_the_rule_about_households_that_return_twice_stays_as_it_was() {
        let (method, before) = (Some(Method::Systematic), rules(Method::Systematic));
        assert_eq!(rules_as_in(method, &before), before);
        assert_eq!(rules_of(None), before);
        let from_now_on = rules_of(method);
        assert_eq!(from_now_on.len(), before.len() + 4);
        assert_eq!(rules_as_in(method, &from_now_on), from_now_on);
        // A rule that is gone or has been reworded is missed.
        let mut bent = from_now_on.clone();
        bent.insert(RETURNED_TWICE.to_owned(), "the last form counts".to_owned());
        assert_eq!(rules_as_in(method, &bent), from_now_on);
    }
}
