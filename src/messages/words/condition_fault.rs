//! Faults of conditions.

use super::{name, names, written};
use crate::{Locale, text};
use questionnaire::{ConditionFault, ConditionProblem, Expectation};

/// What is wrong with the condition under a key, where, and what to do.
pub(super) fn condition_problem(locale: Locale, key: &str, problem: &ConditionProblem) -> String {
    locale.t(text::WordsCondition {
        key: name::key(locale, key),
        fault: fault(locale, &problem.fault),
        at: problem.at,
    })
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm for every fault, and nothing else"
)]
fn fault(locale: Locale, fault: &ConditionFault) -> String {
    match fault {
        ConditionFault::Empty => locale.t(text::WORDS_CONDITION_EMPTY),
        ConditionFault::StrayCharacter(sign) => locale.t(text::WordsConditionStray {
            sign: written(sign),
        }),
        ConditionFault::Halved(sign) => locale.t(text::WordsConditionHalved {
            sign: written(sign),
        }),
        ConditionFault::OpenText => locale.t(text::WORDS_CONDITION_OPEN_TEXT),
        ConditionFault::NumberTooLarge => locale.t(text::WORDS_CONDITION_NUMBER_TOO_LARGE),
        ConditionFault::Unexpected { expected, found } => {
            unexpected(locale, *expected, found.as_deref())
        }
        ConditionFault::TooDeep => locale.t(text::WORDS_CONDITION_TOO_DEEP),
        ConditionFault::NotComparable => locale.t(text::WORDS_CONDITION_NOT_COMPARABLE),
        ConditionFault::UnknownQuestion {
            question,
            nearest: Some(near),
        } => locale.t(text::WordsConditionMistypedQuestion {
            question: written(question),
            near: written(near),
        }),
        ConditionFault::UnknownQuestion { question, .. } => {
            locale.t(text::WordsConditionUnknownQuestion {
                question: written(question),
            })
        }
        ConditionFault::Later { question } => locale.t(text::WordsConditionLater {
            question: written(question),
        }),
        ConditionFault::TextCompared { question } => locale.t(text::WordsConditionTextCompared {
            question: written(question),
        }),
        ConditionFault::MultipleCompared { question } => {
            locale.t(text::WordsConditionMultipleCompared {
                question: written(question),
            })
        }
        ConditionFault::NotMultiple { question, code } => {
            locale.t(text::WordsConditionNotMultiple {
                question: written(question),
                code: written(code),
            })
        }
        ConditionFault::Unordered { question, operator } => {
            locale.t(text::WordsConditionUnordered {
                question: written(question),
                operator: written(*operator),
            })
        }
        ConditionFault::TakesApart {
            question,
            operator,
            value,
            code,
        } => locale.t(text::WordsConditionTakesApart {
            question: written(question),
            operator: written(*operator),
            value: written(value),
            code: written(code),
        }),
        ConditionFault::UnknownChoice {
            question,
            code,
            known,
        } => locale.t(text::WordsConditionUnknownChoice {
            question: written(question),
            code: written(code),
            known: names(locale, known.iter().map(ToString::to_string)),
        }),
        ConditionFault::NotOnEveryScale {
            question,
            scale,
            code,
        } => locale.t(text::WordsConditionNotOnEveryScale {
            question: written(question),
            scale: written(scale),
            code: written(code),
        }),
        ConditionFault::NumberNeverGiven {
            question,
            value,
            min,
            max,
        } => locale.t(text::WordsConditionNumberNeverGiven {
            question: written(question),
            value: written(value),
            min: written(min),
            max: written(max),
        }),
        ConditionFault::NotADate(written) => locale.t(text::WordsConditionNotADate { written }),
        ConditionFault::DateWanted { question, month } => {
            let question = written(question);
            if *month {
                locale.t(text::WordsConditionMonthWanted { question })
            } else {
                locale.t(text::WordsConditionDayWanted { question })
            }
        }
        ConditionFault::DateNeverGiven {
            question,
            value,
            earliest,
            latest,
        } => locale.t(text::WordsConditionDateNeverGiven {
            question: written(question),
            value: written(value),
            earliest: written(earliest),
            latest: written(latest),
        }),
        ConditionFault::NumberWanted { question, value } => {
            locale.t(text::WordsConditionNumberWanted {
                question: written(question),
                value: written(value),
            })
        }
        ConditionFault::TooPrecise => locale.t(text::WORDS_CONDITION_TOO_PRECISE),
        ConditionFault::TooManyDecimals {
            question,
            value,
            decimals,
        } => locale.t(text::WordsConditionTooManyDecimals {
            question: written(question),
            value: written(value),
            decimals: u64::from(*decimals),
        }),
        ConditionFault::UnknownArm { arm } => locale.t(text::WordsUnknownArm { arm: written(arm) }),
        ConditionFault::UnknownGroup { arm, group, groups } => locale.t(text::WordsUnknownGroup {
            arm: written(arm),
            group: written(group),
            groups: names(locale, groups.iter().cloned()),
        }),
    }
}

fn unexpected(locale: Locale, expected: Expectation, found: Option<&str>) -> String {
    let expected = expectation(locale, expected);
    match found {
        Some(found) => locale.t(text::WordsConditionUnexpected { expected, found }),
        None => locale.t(text::WordsConditionUnfinished { expected }),
    }
}

fn expectation(locale: Locale, expectation: Expectation) -> String {
    locale.t(match expectation {
        Expectation::Beginning => text::WORDS_EXPECTATION_BEGINNING,
        Expectation::Continuation => text::WORDS_EXPECTATION_CONTINUATION,
        Expectation::ClosingBracket => text::WORDS_EXPECTATION_CLOSING_BRACKET,
        Expectation::BracketedQuestion => text::WORDS_EXPECTATION_BRACKETED_QUESTION,
        Expectation::Question => text::WORDS_EXPECTATION_QUESTION,
        Expectation::PointAndArm => text::WORDS_EXPECTATION_POINT_AND_ARM,
        Expectation::Arm => text::WORDS_EXPECTATION_ARM,
        Expectation::GroupCompared => text::WORDS_EXPECTATION_GROUP_COMPARED,
        Expectation::Group => text::WORDS_EXPECTATION_GROUP,
        Expectation::Codes => text::WORDS_EXPECTATION_CODES,
        Expectation::MoreCodes => text::WORDS_EXPECTATION_MORE_CODES,
        Expectation::Comparison => text::WORDS_EXPECTATION_COMPARISON,
        Expectation::WholeNumber => text::WORDS_EXPECTATION_WHOLE_NUMBER,
    })
}
