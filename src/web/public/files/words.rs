//! What tables, columns, words and notes are called in files.

use crate::public::indicator::{basis, step_name};
use crate::public::verdict_mark::Word as Mark;
use messages::{Locale, PlainMessage, text};
use plan::verdict::Trend;
use plan::{Comparator, IndicatorKind};
use results::tables::{Cell, Heading, Missing, Note, Since, TableId, Unit, Word};

/// What a table is called.
pub(crate) const fn table(id: TableId) -> PlainMessage {
    match id {
        TableId::Scoreboard => text::FILE_SCOREBOARD,
        TableId::Changes => text::FILE_CHANGES,
        TableId::Sensitivity => text::FILE_SENSITIVITY,
        TableId::Parts => text::FILE_QUESTIONS,
        TableId::Districts => text::FILE_DISTRICTS,
        TableId::AgainstRest => text::FILE_AGAINST_REST,
        TableId::SmallAreas => text::SMALL_AREAS_TITLE,
        TableId::Groups => text::GROUPS_TITLE,
        TableId::Trends => text::FILE_TRENDS,
        TableId::History => text::FILE_HISTORY,
        TableId::Distribution => text::FILE_DISTRIBUTION,
        TableId::Weighting => text::FILE_WEIGHTING,
        TableId::Method => text::FILE_METHOD,
        TableId::Counts => text::FILE_COUNTS,
        TableId::Answered => text::FILE_ANSWERED,
    }
}

/// What a column is called.
pub(crate) const fn heading(heading: Heading) -> PlainMessage {
    match heading {
        Heading::Indicator => text::HEAD_INDICATOR,
        Heading::Short => text::COLUMN_INDICATOR,
        Heading::Name => text::HEAD_NAME,
        Heading::Kind => text::HEAD_KIND,
        Heading::Section => text::HEAD_CLAUSE,
        Heading::Comparator => text::HEAD_COMPARATOR,
        Heading::Target => text::COLUMN_TARGET,
        Heading::Question => text::HEAD_QUESTION,
        Heading::Wording => text::HEAD_WORDING,
        Heading::List => text::HEAD_LIST,
        Heading::District => text::HEAD_DISTRICT,
        Heading::DistrictName => text::COLUMN_DISTRICT,
        Heading::Grouping => text::HEAD_GROUPING,
        Heading::GroupingName => text::HEAD_GROUPING_NAME,
        Heading::Class => text::COLUMN_GROUP,
        Heading::WithNotStated => text::HEAD_WITH_NOT_STATED,
        Heading::Year => text::COLUMN_YEAR,
        Heading::Basis => text::COLUMN_BASIS,
        Heading::Since => text::HEAD_SINCE,
        Heading::Answer | Heading::ChoiceLabel => text::COLUMN_ANSWER,
        Heading::Choice => text::HEAD_CHOICE,
        Heading::Step => text::COLUMN_STEP,
        Heading::Rate => text::COLUMN_RATE,
        Heading::Lower => text::HEAD_LOWER,
        Heading::Upper => text::HEAD_UPPER,
        Heading::StandardError => text::STANDARD_ERROR,
        Heading::Respondents => text::COLUMN_N,
        Heading::EffectiveSampleSize => text::COLUMN_EFFECTIVE,
        Heading::DesignEffect => text::DESIGN_EFFECT,
        Heading::DegreesOfFreedom => text::DEGREES_OF_FREEDOM,
        Heading::Verdict | Heading::Trend => text::COLUMN_VERDICT,
        Heading::Final => text::HEAD_FINAL,
        Heading::ItemNonresponse => text::ITEM_NONRESPONSE,
        Heading::From => text::HEAD_FROM,
        Heading::Difference => text::HEAD_DIFFERENCE,
        Heading::DifferenceLower => text::HEAD_DIFFERENCE_LOWER,
        Heading::DifferenceUpper => text::HEAD_DIFFERENCE_UPPER,
        Heading::PValue => text::HEAD_P_VALUE,
        Heading::Holm => text::HEAD_HOLM,
        Heading::Screened => text::HEAD_SCREENED,
        Heading::Modelled => text::COLUMN_MODELLED,
        Heading::ModelledLower => text::HEAD_MODELLED_LOWER,
        Heading::ModelledUpper => text::HEAD_MODELLED_UPPER,
        Heading::ShareOfDirect => text::COLUMN_SHARE_OF_DIRECT,
        Heading::Waves => text::HEAD_WAVES,
        Heading::PerYear => text::HEAD_PER_YEAR,
        Heading::VerdictAlone => text::COLUMN_ALONE,
        Heading::WeightedShare => text::COLUMN_WEIGHTED_SHARE,
        Heading::Share => text::COLUMN_SHARE,
        Heading::Persons => text::COLUMN_COUNT,
        Heading::Answered => text::HEAD_ANSWERED,
        Heading::Skipped => text::HEAD_SKIPPED,
        Heading::SmallestWeight => text::HEAD_SMALLEST_WEIGHT,
        Heading::LargestWeight => text::HEAD_LARGEST_WEIGHT,
        Heading::WeightingEffect => text::DESIGN_EFFECT_WEIGHTS,
        Heading::Strata => text::HEAD_STRATA,
        Heading::Psus => text::HEAD_PSUS,
        Heading::MergedPsus => text::HEAD_MERGED_PSUS,
        Heading::Invitations => text::HEAD_INVITATIONS,
        Heading::Complete => text::HEAD_COMPLETE,
        Heading::Partial => text::HEAD_PARTIAL,
        Heading::Rr1 => text::HEAD_RR1,
        Heading::Rr3 => text::HEAD_RR3,
        Heading::Rr6 => text::HEAD_RR6,
    }
}

/// In what a column is measured, where its name does not say it.
pub(crate) const fn unit(unit: Unit) -> Option<PlainMessage> {
    match unit {
        Unit::Proportion => Some(text::UNIT_PROPORTION),
        Unit::Difference => Some(text::UNIT_DIFFERENCE),
        Unit::Probability => Some(text::UNIT_PROBABILITY),
        Unit::Persons => Some(text::UNIT_PERSONS),
        Unit::None | Unit::Cases | Unit::Ratio | Unit::Year => None,
    }
}

/// What a table must be read with.
pub(crate) const fn note(note: Note) -> PlainMessage {
    match note {
        Note::Suppressed => text::TAKE_SUPPRESSED,
        Note::NotApplicable => text::TAKE_NOT_APPLICABLE,
        Note::Intervals => text::TAKE_INTERVALS,
        Note::Differences => text::TAKE_DIFFERENCES,
        Note::NoVerdictByDistrict => text::TAKE_NO_VERDICT,
        Note::ModelBased => text::SMALL_AREAS_NOTE,
        Note::Adjusted => text::TAKE_ADJUSTED,
        Note::OpenLink => text::TAKE_OPEN,
    }
}

/// Why a cell shows nothing.
pub(crate) const fn missing(missing: Missing) -> PlainMessage {
    match missing {
        Missing::Suppressed => text::TAKE_SUPPRESSED,
        Missing::NotApplicable => text::TAKE_NOT_APPLICABLE,
    }
}

/// A word of ours.
pub(crate) fn word(locale: Locale, word: Word) -> String {
    match word {
        Word::Verdict(verdict) => Mark::of_verdict(verdict).text(locale),
        Word::Trend(trend) => locale.t(moved(trend)),
        Word::Kind(kind) => locale.t(sort(kind)),
        Word::Comparator(comparator) => locale.t(relation(comparator)),
        Word::Basis(how) => locale.t(basis(how)),
        Word::Since(Since::Before) => locale.t(text::SINCE_BEFORE),
        Word::Since(Since::Baseline) => locale.t(text::SINCE_BASELINE),
        Word::Step(step) => locale.t(step_name(step)),
    }
}

const fn moved(trend: Trend) -> PlainMessage {
    match trend {
        Trend::BaselineSet => text::TREND_BASELINE,
        Trend::NoDemonstrableChange => text::TREND_SAME,
        Trend::Rose => text::TREND_ROSE,
        Trend::Fell => text::TREND_FELL,
    }
}

const fn sort(kind: IndicatorKind) -> PlainMessage {
    match kind {
        IndicatorKind::Satisfaction => text::SORT_SATISFACTION,
        IndicatorKind::Awareness => text::SORT_AWARENESS,
        IndicatorKind::Participation => text::SORT_PARTICIPATION,
        IndicatorKind::AdministrativeRate => text::SORT_ADMINISTRATIVE_RATE,
        IndicatorKind::AdministrativeAbsolute => text::SORT_ADMINISTRATIVE_ABSOLUTE,
        IndicatorKind::Binary => text::SORT_BINARY,
        IndicatorKind::Directional => text::SORT_DIRECTIONAL,
    }
}

const fn relation(comparator: Comparator) -> PlainMessage {
    match comparator {
        Comparator::AtLeast => text::RELATION_AT_LEAST,
        Comparator::AtMost => text::RELATION_AT_MOST,
        Comparator::Equal => text::RELATION_EQUAL,
        Comparator::Above => text::RELATION_ABOVE,
        Comparator::Improves => text::RELATION_IMPROVES,
        Comparator::Increases => text::RELATION_INCREASES,
        Comparator::Decreases => text::RELATION_DECREASES,
        Comparator::MeetsNationalStandard => text::RELATION_STANDARD,
        Comparator::Widespread => text::RELATION_WIDESPREAD,
        Comparator::Achieved => text::RELATION_ACHIEVED,
    }
}

/// A column with its unit, as it heads a table.
pub(crate) fn headed(locale: Locale, column: Heading) -> String {
    let name = locale.t(heading(column));
    match unit(column.unit()) {
        Some(unit) => format!("{name} [{}]", locale.t(unit)),
        None => name,
    }
}

/// A cell as text: numbers with all their digits.
pub(crate) fn cell(locale: Locale, cell: &Cell) -> String {
    match cell {
        Cell::Code(code) => code.clone(),
        Cell::Text(text) => locale.wording(text).to_owned(),
        Cell::Word(said) => word(locale, *said),
        Cell::Number(number) => number.to_string(),
        Cell::Count(count) => count.to_string(),
        Cell::Year(year) => year.to_string(),
        Cell::Flag(true) => locale.t(text::TAKE_YES),
        Cell::Flag(false) => locale.t(text::TAKE_NO),
        Cell::Missing(why) => why.sign().to_owned(),
    }
}
