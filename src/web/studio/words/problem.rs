//! Faults of a questionnaire.

use super::condition_fault::condition_problem;
use super::source_problem::source_problem;
use super::{name, names, part, written};
use crate::interface::Interface;
use format::Problem;
use messages::Argument;
use questionnaire::{MOST_VARIANTS, SharesError};

/// What is wrong, and what to do.
#[expect(clippy::too_many_lines, reason = "one arm for every problem")]
pub(crate) fn problem(interface: &Interface, problem: &Problem) -> String {
    let (key, words) = match problem {
        Problem::Source(problem) => return source_problem(interface, problem),
        Problem::Condition { key, problem } => return condition_problem(interface, key, problem),
        Problem::Shares(error) => return shares(interface, error),
        Problem::IdMalformed { id } => ("words-id-malformed", vec![("id", written(id))]),
        Problem::DuplicateId { part, first } => (
            "words-duplicate-id",
            vec![
                ("part", part::part(interface, part).into()),
                ("first", Argument::from(*first)),
            ],
        ),
        Problem::DuplicateCode { code } => ("words-duplicate-code", vec![("code", written(code))]),
        Problem::LanguageMalformed { tag } => {
            ("words-language-malformed", vec![("tag", written(tag))])
        }
        Problem::NoLanguage => ("words-no-language", vec![]),
        Problem::MissingTranslation { key, language } => (
            "words-missing-translation",
            vec![
                ("text", what_lacks(interface, key).into()),
                ("language", name::language(interface, language).into()),
            ],
        ),
        Problem::NoQuestion => ("words-no-question", vec![]),
        Problem::UnknownScale { scale } => ("words-unknown-scale", vec![("scale", written(scale))]),
        Problem::UnknownSection { section } => {
            ("words-unknown-section", vec![("section", written(section))])
        }
        Problem::EmptySection => ("words-empty-section", vec![]),
        Problem::SectionInterrupted { section } => (
            "words-section-interrupted",
            vec![("section", written(section))],
        ),
        Problem::RotationInterrupted { group, section } => (
            "words-rotation-interrupted",
            vec![("group", written(group)), ("section", written(section))],
        ),
        Problem::UnknownGroup { arm, group, groups } => (
            "words-unknown-group",
            vec![
                ("arm", written(arm)),
                ("group", written(group)),
                ("groups", names(interface, groups.iter().cloned())),
            ],
        ),
        Problem::UnknownArm { arm } => ("words-unknown-arm", vec![("arm", written(arm))]),
        Problem::TooManyVariants { variants } => (
            "words-too-many-variants",
            vec![
                ("variants", Argument::from(*variants)),
                ("most", written(&MOST_VARIANTS)),
            ],
        ),
        Problem::TooFewChoices { choices, least } => (
            "words-too-few-choices",
            vec![("choices", (*choices).into()), ("least", (*least).into())],
        ),
        Problem::PointlessExclusive { code } => {
            ("words-pointless-exclusive", vec![("code", written(code))])
        }
        Problem::MisplacedOther { code } => {
            ("words-misplaced-other", vec![("code", written(code))])
        }
        Problem::FieldTaken { question } => {
            ("words-field-taken", vec![("question", written(question))])
        }
        Problem::EmptyRange { min, max } => (
            "words-empty-range",
            vec![("min", written(min)), ("max", written(max))],
        ),
        Problem::EndWithoutText => ("words-end-without-text", vec![]),
        Problem::TextWithoutEnd => ("words-text-without-end", vec![]),
        Problem::PointlessRequired => ("words-pointless-required", vec![]),
        Problem::SeriesMalformed { series } => {
            ("words-series-malformed", vec![("series", written(series))])
        }
        Problem::Unreachable => ("words-unreachable", vec![]),
        Problem::TestFailed {
            name,
            actual,
            expected,
        } => (
            "words-test-failed",
            vec![
                ("name", written(name)),
                ("actual", path(interface, actual)),
                ("expected", path(interface, expected)),
            ],
        ),
        Problem::TestUnknownQuestion { name, question } => (
            "words-test-unknown-question",
            vec![("name", written(name)), ("question", written(question))],
        ),
        Problem::TestImpossibleAnswer { name, question } => (
            "words-test-impossible-answer",
            vec![("name", written(name)), ("question", written(question))],
        ),
        Problem::TestAnswerMalformed { question } => (
            "words-test-answer-malformed",
            vec![("question", written(question))],
        ),
    };
    interface.locale.with(key, words)
}

fn shares(interface: &Interface, error: &SharesError) -> String {
    let (key, words) = match error {
        SharesError::TooFewGroups => ("words-shares-too-few-groups", vec![]),
        SharesError::NotPositive { group, share } => (
            "words-shares-not-positive",
            vec![("group", written(group)), ("share", written(share))],
        ),
        SharesError::NotTheWhole { sum } => {
            ("words-shares-not-the-whole", vec![("sum", written(sum))])
        }
        SharesError::TooFine => (
            "words-shares-too-fine",
            vec![("most", written(&MOST_VARIANTS))],
        ),
    };
    interface.locale.with(key, words)
}

/// The text that lacks words: the question's own, a choice by its code, or one by its key.
fn what_lacks(interface: &Interface, key: &str) -> String {
    let locale = interface.locale;
    match key {
        "" => locale.t("words-lacks-question"),
        code if code.bytes().all(|byte| byte.is_ascii_digit()) => {
            locale.with("words-lacks-choice", [("code", code.into())])
        }
        key => name::key(interface, key),
    }
}

/// The questions of a path; "none" where there are none.
fn path(interface: &Interface, questions: &[String]) -> Argument {
    if questions.is_empty() {
        return interface.locale.t("words-no-question-asked").into();
    }
    names(interface, questions.iter().cloned())
}
