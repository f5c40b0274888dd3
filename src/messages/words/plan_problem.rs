//! Faults of a plan and of how it fits its questionnaires.

use super::name;
use super::problem::{missing_translation, problem};
use super::source_problem::source_problem;
use super::written;
use crate::{Locale, text};
use plan::{DRIVERS_COMPARED, DriverFault, Problem};

/// What is wrong, and what to do.
pub fn plan_problem(locale: Locale, fault: &Problem) -> String {
    match fault {
        Problem::Source(fault) => source_problem(locale, fault),
        Problem::Questionnaire(fault) => problem(locale, fault),
        Problem::IdMalformed { id } => locale.t(text::WordsPlanIdMalformed { id }),
        Problem::IdReserved { id } => locale.t(text::WordsPlanIdReserved { id }),
        Problem::DuplicateId { id, first } => {
            locale.t(text::WordsPlanDuplicateId { id, first: *first })
        }
        Problem::DuplicateChapter { section, first } => locale.t(text::WordsPlanDuplicateChapter {
            section,
            first: *first,
        }),
        Problem::NoChapter { section } => locale.t(text::WordsPlanNoChapter { section }),
        Problem::NoIndicator => locale.t(text::WORDS_PLAN_NO_INDICATOR),
        Problem::MissingTranslation { key, language } => missing_translation(locale, key, language),
        Problem::YearsMalformed => locale.t(text::WORDS_PLAN_YEARS_MALFORMED),
        Problem::ValueMalformed => locale.t(text::WORDS_PLAN_VALUE_MALFORMED),
        Problem::ShareOutOfRange { value } => locale.t(text::WordsPlanShareOutOfRange {
            value: written(value),
        }),
        Problem::TargetNotAShare => locale.t(text::WORDS_PLAN_TARGET_NOT_A_SHARE),
        Problem::MissingBaseline { comparator } => locale.t(text::WordsPlanMissingBaseline {
            comparator: *comparator,
        }),
        Problem::NotMeasured => locale.t(text::WORDS_PLAN_NOT_MEASURED),
        Problem::NoQuestions => locale.t(text::WORDS_PLAN_NO_QUESTIONS),
        Problem::UnknownQuestionnaire { questionnaire } => {
            locale.t(text::WordsPlanUnknownQuestionnaire { questionnaire })
        }
        Problem::UnknownQuestion {
            questionnaire,
            question,
        } => locale.t(text::WordsPlanUnknownQuestion {
            question: question.as_str(),
            questionnaire,
        }),
        Problem::UnknownScale {
            questionnaire,
            scale,
        } => locale.t(text::WordsPlanUnknownScale {
            questionnaire,
            scale: scale.as_str(),
        }),
        Problem::NotOnScale { question, scale } => locale.t(text::WordsPlanNotOnScale {
            question: question.as_str(),
            scale: scale.as_str(),
        }),
        Problem::KindNotOnScale { key, kind, scale } => locale.t(text::WordsPlanKindNotOnScale {
            key: name::key(locale, key),
            kind: kind.word(),
            scale: scale.as_str(),
        }),
        Problem::UnknownCode { question, code } => locale.t(text::WordsPlanUnknownCode {
            question: question.as_str(),
            code: written(code),
        }),
        Problem::NotAChoice { question } => locale.t(text::WordsPlanNotAChoice {
            question: question.as_str(),
        }),
        Problem::NothingCounts { key } => locale.t(text::WordsPlanNothingCounts {
            key: name::key(locale, key),
        }),
        Problem::GroupedTwice { question } => locale.t(text::WordsPlanGroupedTwice {
            question: question.as_str(),
        }),
        Problem::OneClass => locale.t(text::WORDS_PLAN_ONE_CLASS),
        Problem::CodeInTwoClasses { code } => locale.t(text::WordsPlanCodeInTwoClasses {
            code: code.to_string(),
        }),
        Problem::NumeratorOutside { outside } => {
            locale.t(text::WordsPlanNumeratorOutside { outside })
        }
        Problem::PrevalenceOutOfRange { prevalence } => {
            locale.t(text::WordsPlanPrevalenceOutOfRange {
                prevalence: written(prevalence),
            })
        }
        Problem::Drivers(fault) => driver_fault(locale, fault),
        Problem::FileNamedOtherwise { id, file } => {
            locale.t(text::WordsPlanFileNamedOtherwise { file, id })
        }
        Problem::CodeNotDigits { code } => locale.t(text::WordsPlanCodeNotDigits { code }),
        Problem::NotInFrame { code } => locale.t(text::WordsPlanNotInFrame {
            code: written(code),
        }),
        Problem::UnitNotOffered { code } => locale.t(text::WordsPlanUnitNotOffered {
            code: written(code),
        }),
    }
}

/// What is wrong with the questions that may go with a measure.
fn driver_fault(locale: Locale, fault: &DriverFault) -> String {
    match fault {
        DriverFault::Counted { count } => locale.t(text::WordsPlanDriversCounted {
            count: *count,
            least: *DRIVERS_COMPARED.start(),
            most: *DRIVERS_COMPARED.end(),
        }),
        DriverFault::OfSeveral => locale.t(text::WORDS_PLAN_DRIVERS_OF_SEVERAL),
        DriverFault::Measured { question } => locale.t(text::WordsPlanDriverMeasured {
            question: question.as_str(),
        }),
        DriverFault::Twice { question } => locale.t(text::WordsPlanDriverTwice {
            question: question.as_str(),
        }),
        DriverFault::OfArm { question } => locale.t(text::WordsPlanDriverOfArm {
            question: question.as_str(),
        }),
        DriverFault::WithoutScores { question } => locale.t(text::WordsPlanDriverWithoutScores {
            question: question.as_str(),
        }),
    }
}
