//! Faults of conditions.

use super::{name, names, written};
use crate::interface::Interface;
use messages::Argument;
use questionnaire::{ConditionFault, ConditionProblem, Expectation};

/// What is wrong with the condition under a key, where, and what to do.
pub(super) fn condition_problem(
    interface: &Interface,
    key: &str,
    problem: &ConditionProblem,
) -> String {
    interface.locale.with(
        "words-condition",
        [
            ("key", name::key(interface, key).into()),
            ("fault", fault(interface, &problem.fault).into()),
            ("at", problem.at.into()),
        ],
    )
}

#[expect(clippy::too_many_lines, reason = "one arm for every fault")]
fn fault(interface: &Interface, fault: &ConditionFault) -> String {
    let (key, words) = match fault {
        ConditionFault::Empty => ("words-condition-empty", vec![]),
        ConditionFault::StrayCharacter(sign) => {
            ("words-condition-stray", vec![("sign", written(sign))])
        }
        ConditionFault::Halved(sign) => ("words-condition-halved", vec![("sign", written(sign))]),
        ConditionFault::OpenText => ("words-condition-open-text", vec![]),
        ConditionFault::NumberTooLarge => ("words-condition-number-too-large", vec![]),
        ConditionFault::Unexpected { expected, found } => {
            return unexpected(interface, *expected, found.as_deref());
        }
        ConditionFault::TooDeep => ("words-condition-too-deep", vec![]),
        ConditionFault::NotComparable => ("words-condition-not-comparable", vec![]),
        ConditionFault::UnknownQuestion {
            question,
            nearest: Some(near),
        } => (
            "words-condition-mistyped-question",
            vec![("question", written(question)), ("near", written(near))],
        ),
        ConditionFault::UnknownQuestion { question, .. } => (
            "words-condition-unknown-question",
            vec![("question", written(question))],
        ),
        ConditionFault::Later { question } => (
            "words-condition-later",
            vec![("question", written(question))],
        ),
        ConditionFault::TextCompared { question } => (
            "words-condition-text-compared",
            vec![("question", written(question))],
        ),
        ConditionFault::MultipleCompared { question } => (
            "words-condition-multiple-compared",
            vec![("question", written(question))],
        ),
        ConditionFault::NotMultiple { question, code } => (
            "words-condition-not-multiple",
            vec![("question", written(question)), ("code", written(code))],
        ),
        ConditionFault::Unordered { question, operator } => (
            "words-condition-unordered",
            vec![
                ("question", written(question)),
                ("operator", written(*operator)),
            ],
        ),
        ConditionFault::TakesApart {
            question,
            operator,
            value,
            code,
        } => (
            "words-condition-takes-apart",
            vec![
                ("question", written(question)),
                ("operator", written(*operator)),
                ("value", written(value)),
                ("code", written(code)),
            ],
        ),
        ConditionFault::UnknownChoice {
            question,
            code,
            known,
        } => (
            "words-condition-unknown-choice",
            vec![
                ("question", written(question)),
                ("code", written(code)),
                (
                    "known",
                    names(interface, known.iter().map(ToString::to_string)),
                ),
            ],
        ),
        ConditionFault::NotOnEveryScale {
            question,
            scale,
            code,
        } => (
            "words-condition-not-on-every-scale",
            vec![
                ("question", written(question)),
                ("scale", written(scale)),
                ("code", written(code)),
            ],
        ),
        ConditionFault::NumberNeverGiven {
            question,
            value,
            min,
            max,
        } => (
            "words-condition-number-never-given",
            vec![
                ("question", written(question)),
                ("value", written(value)),
                ("min", written(min)),
                ("max", written(max)),
            ],
        ),
        ConditionFault::UnknownArm { arm } => ("words-unknown-arm", vec![("arm", written(arm))]),
        ConditionFault::UnknownGroup { arm, group, groups } => (
            "words-unknown-group",
            vec![
                ("arm", written(arm)),
                ("group", written(group)),
                ("groups", names(interface, groups.iter().cloned())),
            ],
        ),
    };
    interface.locale.with(key, words)
}

fn unexpected(interface: &Interface, expected: Expectation, found: Option<&str>) -> String {
    let locale = interface.locale;
    let expected = Argument::from(expectation(interface, expected));
    match found {
        Some(found) => locale.with(
            "words-condition-unexpected",
            [("expected", expected), ("found", found.into())],
        ),
        None => locale.with("words-condition-unfinished", [("expected", expected)]),
    }
}

fn expectation(interface: &Interface, expectation: Expectation) -> String {
    interface.locale.t(match expectation {
        Expectation::Beginning => "words-expectation-beginning",
        Expectation::Continuation => "words-expectation-continuation",
        Expectation::ClosingBracket => "words-expectation-closing-bracket",
        Expectation::BracketedQuestion => "words-expectation-bracketed-question",
        Expectation::Question => "words-expectation-question",
        Expectation::PointAndArm => "words-expectation-point-and-arm",
        Expectation::Arm => "words-expectation-arm",
        Expectation::GroupCompared => "words-expectation-group-compared",
        Expectation::Group => "words-expectation-group",
        Expectation::Codes => "words-expectation-codes",
        Expectation::MoreCodes => "words-expectation-more-codes",
        Expectation::Comparison => "words-expectation-comparison",
        Expectation::WholeNumber => "words-expectation-whole-number",
    })
}
