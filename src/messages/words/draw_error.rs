//! Why a sample cannot be drawn.

use super::written;
use crate::{Locale, text};
use sampling::{AllocationError, DrawError};

/// What is wrong, and what to do.
pub fn draw_error(locale: Locale, error: &DrawError) -> String {
    match error {
        DrawError::EmptyStratum { stratum } => locale.t(text::WordsDrawEmptyStratum {
            stratum: stratum.as_str(),
        }),
        DrawError::NonPositiveSize { unit } => locale.t(text::WordsDrawNoHousehold {
            unit: unit.as_str(),
        }),
        DrawError::SampleExceedsFrame {
            stratum,
            requested,
            available,
        } => locale.t(text::WordsDrawShortStratum {
            stratum: stratum.as_str(),
            requested: written(requested),
            available: written(available),
        }),
        DrawError::UnusablePlan => locale.t(text::WORDS_DRAW_UNUSABLE),
        DrawError::NothingToShare => locale.t(text::WORDS_DRAW_NOTHING_TO_SHARE),
        DrawError::Allocation(AllocationError::EmptyStratum) => {
            locale.t(text::WORDS_DRAW_NO_POPULATION)
        }
        DrawError::Allocation(AllocationError::TooFew {
            total,
            strata,
            minimum,
        }) => locale.t(text::WordsDrawTooFew {
            total: written(total),
            strata: written(strata),
            minimum: written(minimum),
        }),
        DrawError::Allocation(AllocationError::TooMany { total, available }) => {
            locale.t(text::WordsDrawTooMany {
                total: written(total),
                available: written(available),
            })
        }
        DrawError::Allocation(AllocationError::UnusableRates) => {
            locale.t(text::WORDS_DRAW_UNUSABLE_RATES)
        }
    }
}
