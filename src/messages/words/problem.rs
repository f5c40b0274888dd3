//! Faults of a questionnaire.

use super::condition_fault::condition_problem;
use super::source_problem::source_problem;
use super::{name, names, part, written};
use crate::{Locale, text};
use format::Problem;
use questionnaire::{Language, LayoutError, MOST_VARIANTS, QuestionId, SharesError};

/// What is wrong, and what to do.
#[expect(
    clippy::too_many_lines,
    reason = "one arm for every fault, and nothing else"
)]
pub fn problem(locale: Locale, problem: &Problem) -> String {
    match problem {
        Problem::Source(problem) => source_problem(locale, problem),
        Problem::Condition { key, problem } => condition_problem(locale, key, problem),
        Problem::Shares(error) => shares(locale, error),
        Problem::IdMalformed { id } => locale.t(text::WordsIdMalformed { id: written(id) }),
        Problem::DuplicateId { part, first } => locale.t(text::WordsDuplicateId {
            part: part::part(locale, part),
            first: *first,
        }),
        Problem::DuplicateCode { code } => locale.t(text::WordsDuplicateCode {
            code: written(code),
        }),
        Problem::LanguageMalformed { tag } => {
            locale.t(text::WordsLanguageMalformed { tag: written(tag) })
        }
        Problem::NoLanguage => locale.t(text::WORDS_NO_LANGUAGE),
        Problem::MissingTranslation { key, language } => missing_translation(locale, key, language),
        Problem::NoQuestion => locale.t(text::WORDS_NO_QUESTION),
        Problem::UnknownScale { scale } => locale.t(text::WordsUnknownScale {
            scale: written(scale),
        }),
        Problem::UnknownSection { section } => locale.t(text::WordsUnknownSection {
            section: written(section),
        }),
        Problem::EmptySection => locale.t(text::WORDS_EMPTY_SECTION),
        Problem::SectionInterrupted { section } => locale.t(text::WordsSectionInterrupted {
            section: written(section),
        }),
        Problem::RotationInterrupted { group, section } => {
            locale.t(text::WordsRotationInterrupted {
                group: written(group),
                section: written(section),
            })
        }
        Problem::UnknownGroup { arm, group, groups } => locale.t(text::WordsUnknownGroup {
            arm: written(arm),
            group: written(group),
            groups: names(locale, groups.iter().cloned()),
        }),
        Problem::UnknownArm { arm } => locale.t(text::WordsUnknownArm { arm: written(arm) }),
        Problem::TooManyVariants { variants } => too_many_variants(locale, *variants),
        Problem::TooFewChoices { choices, least } => locale.t(text::WordsTooFewChoices {
            choices: *choices,
            least: *least,
        }),
        Problem::PointlessExclusive { code } => locale.t(text::WordsPointlessExclusive {
            code: written(code),
        }),
        Problem::SingleBrackets { key } => {
            locale.t(text::WordsSingleBrackets { key: written(*key) })
        }
        Problem::KindsPartial { codes } => locale.t(text::WordsKindsPartial {
            codes: names(locale, codes.iter().map(ToString::to_string)),
        }),
        Problem::MisplacedOther { code } => locale.t(text::WordsMisplacedOther {
            code: written(code),
        }),
        Problem::FieldTaken { question } => locale.t(text::WordsFieldTaken {
            question: written(question),
        }),
        Problem::EmptyChoiceRange { min, max } => locale.t(text::WordsEmptyChoiceRange {
            min: written(min),
            max: written(max),
        }),
        Problem::MoreThanChoices {
            key,
            count,
            choices,
        } => locale.t(text::WordsMoreThanChoices {
            key: name::key(locale, key),
            count: written(count),
            choices: *choices,
        }),
        Problem::OrdinaryBeside { code } => locale.t(text::WordsOrdinaryBeside {
            code: written(code),
        }),
        Problem::TooLargeForDecimals { bound } => locale.t(text::WordsTooLargeForDecimals {
            bound: written(bound),
        }),
        Problem::DateMalformed { key, written } => locale.t(text::WordsDateMalformed {
            key: name::key(locale, key),
            written,
        }),
        Problem::DayAndMonth { earliest, latest } => locale.t(text::WordsDayAndMonth {
            earliest: earliest.to_string(),
            latest: latest.to_string(),
        }),
        Problem::NoDateAccepted { earliest, latest } => locale.t(text::WordsNoDateAccepted {
            earliest: earliest.to_string(),
            latest: latest.to_string(),
        }),
        Problem::EmptyRange { min, max } => locale.t(text::WordsEmptyRange {
            min: written(min),
            max: written(max),
        }),
        Problem::EndWithoutText => locale.t(text::WORDS_END_WITHOUT_TEXT),
        Problem::TextWithoutEnd => locale.t(text::WORDS_TEXT_WITHOUT_END),
        Problem::PointlessRequired => locale.t(text::WORDS_POINTLESS_REQUIRED),
        Problem::SeriesMalformed { series } => locale.t(text::WordsSeriesMalformed {
            series: written(series),
        }),
        Problem::EditorialWithoutText { key } => {
            locale.t(text::WordsEditorialWithoutText { key: written(key) })
        }
        Problem::EditorialWithoutReason => locale.t(text::WORDS_EDITORIAL_WITHOUT_REASON),
        Problem::Unreachable => locale.t(text::WORDS_UNREACHABLE),
        Problem::TooEntangled => locale.t(text::WORDS_TOO_ENTANGLED),
        Problem::TestFailed {
            name,
            actual,
            expected,
        } => locale.t(text::WordsTestFailed {
            name: written(name),
            actual: path(locale, actual),
            expected: path(locale, expected),
        }),
        Problem::TestUnknownQuestion { name, question } => {
            locale.t(text::WordsTestUnknownQuestion {
                name: written(name),
                question: written(question),
            })
        }
        Problem::TestImpossibleAnswer { name, question } => {
            locale.t(text::WordsTestImpossibleAnswer {
                name: written(name),
                question: written(question),
            })
        }
        Problem::TestAnswerMalformed { question } => locale.t(text::WordsTestAnswerMalformed {
            question: written(question),
        }),
    }
}

/// Why a questionnaire has no layout, and what to do.
pub fn layout_error(locale: Locale, error: &LayoutError) -> String {
    match error {
        LayoutError::Shares { arm, error } => [
            locale.t(text::WordsPartArm { id: written(arm) }),
            locale.t(text::LABEL_SEPARATOR),
            shares(locale, error),
        ]
        .concat(),
        LayoutError::TooMany { variants } => too_many_variants(locale, *variants),
    }
}

fn too_many_variants(locale: Locale, variants: usize) -> String {
    locale.t(text::WordsTooManyVariants {
        variants,
        most: written(&MOST_VARIANTS),
    })
}

/// A text without words in one of the languages.
pub(super) fn missing_translation(locale: Locale, key: &str, language: &Language) -> String {
    locale.t(text::WordsMissingTranslation {
        text: what_lacks(locale, key),
        language: name::language(locale, language),
    })
}

fn shares(locale: Locale, error: &SharesError) -> String {
    match error {
        SharesError::TooFewGroups => locale.t(text::WORDS_SHARES_TOO_FEW_GROUPS),
        SharesError::NotPositive { group, share } => locale.t(text::WordsSharesNotPositive {
            group: written(group),
            share: written(share),
        }),
        SharesError::NotTheWhole { sum } => {
            locale.t(text::WordsSharesNotTheWhole { sum: written(sum) })
        }
        SharesError::TooFine => locale.t(text::WordsSharesTooFine {
            most: written(&MOST_VARIANTS),
        }),
    }
}

/// The text that lacks words: the question's own, a choice by its code, or one by its key.
fn what_lacks(locale: Locale, key: &str) -> String {
    match key {
        "" => locale.t(text::WORDS_LACKS_QUESTION),
        code if code.bytes().all(|byte| byte.is_ascii_digit()) => {
            locale.t(text::WordsLacksChoice { code })
        }
        key => name::key(locale, key),
    }
}

/// The questions of a path; "none" where there are none.
fn path(locale: Locale, questions: &[QuestionId]) -> String {
    if questions.is_empty() {
        return locale.t(text::WORDS_NO_QUESTION_ASKED);
    }
    names(locale, questions.iter().map(ToString::to_string))
}
