//! Faults of a questionnaire.

use super::condition_fault::condition_problem;
use super::source_problem::source_problem;
use super::{name, names, part, written};
use crate::interface::Interface;
use format::Problem;
use messages::text;
use questionnaire::{MOST_VARIANTS, SharesError};

/// What is wrong, and what to do.
#[expect(clippy::too_many_lines, reason = "one arm for every problem")]
pub(crate) fn problem(interface: &Interface, problem: &Problem) -> String {
    match problem {
        Problem::Source(problem) => source_problem(interface, problem),
        Problem::Condition { key, problem } => condition_problem(interface, key, problem),
        Problem::Shares(error) => shares(interface, error),
        Problem::IdMalformed { id } => interface
            .locale
            .t(text::WordsIdMalformed { id: written(id) }),
        Problem::DuplicateId { part, first } => interface.locale.t(text::WordsDuplicateId {
            part: part::part(interface, part),
            first: *first,
        }),
        Problem::DuplicateCode { code } => interface.locale.t(text::WordsDuplicateCode {
            code: written(code),
        }),
        Problem::LanguageMalformed { tag } => interface
            .locale
            .t(text::WordsLanguageMalformed { tag: written(tag) }),
        Problem::NoLanguage => interface.locale.t(text::WORDS_NO_LANGUAGE),
        Problem::MissingTranslation { key, language } => {
            interface.locale.t(text::WordsMissingTranslation {
                text: what_lacks(interface, key),
                language: name::language(interface, language),
            })
        }
        Problem::NoQuestion => interface.locale.t(text::WORDS_NO_QUESTION),
        Problem::UnknownScale { scale } => interface.locale.t(text::WordsUnknownScale {
            scale: written(scale),
        }),
        Problem::UnknownSection { section } => interface.locale.t(text::WordsUnknownSection {
            section: written(section),
        }),
        Problem::EmptySection => interface.locale.t(text::WORDS_EMPTY_SECTION),
        Problem::SectionInterrupted { section } => {
            interface.locale.t(text::WordsSectionInterrupted {
                section: written(section),
            })
        }
        Problem::RotationInterrupted { group, section } => {
            interface.locale.t(text::WordsRotationInterrupted {
                group: written(group),
                section: written(section),
            })
        }
        Problem::UnknownGroup { arm, group, groups } => {
            interface.locale.t(text::WordsUnknownGroup {
                arm: written(arm),
                group: written(group),
                groups: names(interface, groups.iter().cloned()),
            })
        }
        Problem::UnknownArm { arm } => interface
            .locale
            .t(text::WordsUnknownArm { arm: written(arm) }),
        Problem::TooManyVariants { variants } => interface.locale.t(text::WordsTooManyVariants {
            variants: *variants,
            most: written(&MOST_VARIANTS),
        }),
        Problem::TooFewChoices { choices, least } => interface.locale.t(text::WordsTooFewChoices {
            choices: *choices,
            least: *least,
        }),
        Problem::PointlessExclusive { code } => interface.locale.t(text::WordsPointlessExclusive {
            code: written(code),
        }),
        Problem::MisplacedOther { code } => interface.locale.t(text::WordsMisplacedOther {
            code: written(code),
        }),
        Problem::FieldTaken { question } => interface.locale.t(text::WordsFieldTaken {
            question: written(question),
        }),
        Problem::EmptyChoiceRange { min, max } => interface.locale.t(text::WordsEmptyChoiceRange {
            min: written(min),
            max: written(max),
        }),
        Problem::MoreThanChoices {
            key,
            count,
            choices,
        } => interface.locale.t(text::WordsMoreThanChoices {
            key: name::key(interface, key),
            count: written(count),
            choices: *choices,
        }),
        Problem::OrdinaryBesideNumber { code } => {
            interface.locale.t(text::WordsOrdinaryBesideNumber {
                code: written(code),
            })
        }
        Problem::TooLargeForDecimals { bound } => {
            interface.locale.t(text::WordsTooLargeForDecimals {
                bound: written(bound),
            })
        }
        Problem::EmptyRange { min, max } => interface.locale.t(text::WordsEmptyRange {
            min: written(min),
            max: written(max),
        }),
        Problem::EndWithoutText => interface.locale.t(text::WORDS_END_WITHOUT_TEXT),
        Problem::TextWithoutEnd => interface.locale.t(text::WORDS_TEXT_WITHOUT_END),
        Problem::PointlessRequired => interface.locale.t(text::WORDS_POINTLESS_REQUIRED),
        Problem::SeriesMalformed { series } => interface.locale.t(text::WordsSeriesMalformed {
            series: written(series),
        }),
        Problem::Unreachable => interface.locale.t(text::WORDS_UNREACHABLE),
        Problem::TestFailed {
            name,
            actual,
            expected,
        } => interface.locale.t(text::WordsTestFailed {
            name: written(name),
            actual: path(interface, actual),
            expected: path(interface, expected),
        }),
        Problem::TestUnknownQuestion { name, question } => {
            interface.locale.t(text::WordsTestUnknownQuestion {
                name: written(name),
                question: written(question),
            })
        }
        Problem::TestImpossibleAnswer { name, question } => {
            interface.locale.t(text::WordsTestImpossibleAnswer {
                name: written(name),
                question: written(question),
            })
        }
        Problem::TestAnswerMalformed { question } => {
            interface.locale.t(text::WordsTestAnswerMalformed {
                question: written(question),
            })
        }
    }
}

fn shares(interface: &Interface, error: &SharesError) -> String {
    match error {
        SharesError::TooFewGroups => interface.locale.t(text::WORDS_SHARES_TOO_FEW_GROUPS),
        SharesError::NotPositive { group, share } => {
            interface.locale.t(text::WordsSharesNotPositive {
                group: written(group),
                share: written(share),
            })
        }
        SharesError::NotTheWhole { sum } => interface
            .locale
            .t(text::WordsSharesNotTheWhole { sum: written(sum) }),
        SharesError::TooFine => interface.locale.t(text::WordsSharesTooFine {
            most: written(&MOST_VARIANTS),
        }),
    }
}

/// The text that lacks words: the question's own, a choice by its code, or one by its key.
fn what_lacks(interface: &Interface, key: &str) -> String {
    let locale = interface.locale;
    match key {
        "" => locale.t(text::WORDS_LACKS_QUESTION),
        code if code.bytes().all(|byte| byte.is_ascii_digit()) => {
            locale.t(text::WordsLacksChoice { code })
        }
        key => name::key(interface, key),
    }
}

/// The questions of a path; "none" where there are none.
fn path(interface: &Interface, questions: &[String]) -> String {
    if questions.is_empty() {
        return interface.locale.t(text::WORDS_NO_QUESTION_ASKED);
    }
    names(interface, questions.iter().cloned())
}
