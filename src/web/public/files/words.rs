//! What tables, columns, words and notes are called in files.

use crate::public::indicator::{basis, no_drivers, step_name};
use crate::public::verdict_mark::Word as Mark;
use messages::{Locale, PlainMessage, text};
use plan::verdict::Trend;
use plan::{Comparator, IndicatorKind};
use results::quality::FrameVariable;
use results::tables::{
    Cell, EvennessMeasure, Heading, Missing, Note, Since, SizeClass, TableId, Unit, Word,
};

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
        TableId::Drivers => text::DRIVERS_TITLE,
        TableId::DriverModels => text::FILE_DRIVER_MODELS,
        TableId::Trends => text::FILE_TRENDS,
        TableId::History => text::FILE_HISTORY,
        TableId::Distribution => text::FILE_DISTRIBUTION,
        TableId::Weighting => text::FILE_WEIGHTING,
        TableId::Method => text::FILE_METHOD,
        TableId::Counts => text::FILE_COUNTS,
        TableId::Answered => text::FILE_ANSWERED,
        TableId::Response => text::FILE_RESPONSE,
        TableId::Modes => text::FILE_MODES,
        TableId::Evenness => text::FILE_EVENNESS,
        TableId::Balance => text::FILE_BALANCE,
        TableId::Items => text::FILE_ITEMS,
        TableId::StepWeights => text::FILE_STEP_WEIGHTS,
        TableId::WeightClasses => text::FILE_WEIGHT_CLASSES,
        TableId::MarginFit => text::FILE_MARGINS,
    }
}

/// What a column is called.
#[expect(clippy::too_many_lines, reason = "a list: one line for each heading")]
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
        Heading::Importance => text::DRIVERS_IMPORTANCE,
        Heading::ImportanceLower => text::HEAD_IMPORTANCE_LOWER,
        Heading::ImportanceUpper => text::HEAD_IMPORTANCE_UPPER,
        Heading::OddsRatio => text::DRIVERS_ODDS,
        Heading::OddsLower => text::HEAD_ODDS_LOWER,
        Heading::OddsUpper => text::HEAD_ODDS_UPPER,
        Heading::CompleteCases => text::HEAD_COMPLETE_CASES,
        Heading::LeftNotAsked => text::DRIVERS_NOT_ASKED,
        Heading::LeftOtherScale => text::DRIVERS_OTHER_SCALE,
        Heading::LeftSkipped => text::DRIVERS_SKIPPED,
        Heading::LeftNoOpinion => text::DRIVERS_NO_OPINION,
        Heading::Explained => text::HEAD_EXPLAINED,
        Heading::ExplainedLower => text::HEAD_EXPLAINED_LOWER,
        Heading::ExplainedUpper => text::HEAD_EXPLAINED_UPPER,
        Heading::NotTold => text::HEAD_NOT_TOLD,
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
        Heading::Invitations | Heading::Cases => text::HEAD_INVITATIONS,
        Heading::Complete => text::HEAD_COMPLETE,
        Heading::Partial => text::HEAD_PARTIAL,
        Heading::Rr1 => text::HEAD_RR1,
        Heading::Rr3 => text::HEAD_RR3,
        Heading::Rr6 => text::HEAD_RR6,
        Heading::Districts => text::HEAD_DISTRICTS,
        Heading::DistrictNames => text::HEAD_DISTRICT_NAMES,
        Heading::Interviews => text::HEAD_INTERVIEWS,
        Heading::Rr3Lower => text::HEAD_RR3_LOWER,
        Heading::Rr3Upper => text::HEAD_RR3_UPPER,
        Heading::Mode => text::HEAD_MODE,
        Heading::Measure => text::HEAD_EVENNESS_MEASURE,
        Heading::MeasureValue => text::HEAD_MEASURE_VALUE,
        Heading::MeasureError => text::HEAD_MEASURE_ERROR,
        Heading::Variable => text::HEAD_VARIABLE,
        Heading::FrameClass => text::QUALITY_COLUMN_CLASS,
        Heading::FrameShare => text::HEAD_FRAME_SHARE,
        Heading::SampleShare => text::HEAD_SAMPLE_SHARE,
        Heading::RespondentShare => text::HEAD_RESPONDENT_SHARE,
        Heading::Standardised => text::HEAD_STANDARDISED,
        Heading::Asked => text::HEAD_ASKED,
        Heading::LeftOut => text::HEAD_LEFT_OUT,
        Heading::LeftOutShare => text::HEAD_LEFT_OUT_SHARE,
        Heading::Refused => text::HEAD_REFUSED,
        Heading::RefusedShare => text::HEAD_REFUSED_SHARE,
        Heading::DontKnow => text::HEAD_DONT_KNOW,
        Heading::DontKnowShare => text::HEAD_DONT_KNOW_SHARE,
        Heading::LowerQuartile => text::HEAD_LOWER_QUARTILE,
        Heading::Median => text::HEAD_MEDIAN,
        Heading::UpperQuartile => text::HEAD_UPPER_QUARTILE,
        Heading::CoefficientOfVariation => text::HEAD_VARIATION,
        Heading::WeightFrom => text::HEAD_WEIGHT_FROM,
        Heading::WeightTo => text::HEAD_WEIGHT_TO,
        Heading::MarginName => text::HEAD_MARGIN,
        Heading::MarginClass => text::HEAD_MARGIN_CLASS,
        Heading::PopulationShare => text::HEAD_POPULATION_SHARE,
        Heading::ShareBefore => text::HEAD_SHARE_BEFORE,
        Heading::ShareAfter => text::HEAD_SHARE_AFTER,
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
        Note::Association => text::DRIVERS_NOTE,
        Note::OpenLink => text::TAKE_OPEN,
        Note::Response => text::TAKE_RESPONSE,
        Note::Balance => text::TAKE_BALANCE,
        Note::Items => text::TAKE_ITEMS,
        Note::WeightClasses => text::TAKE_WEIGHT_CLASSES,
        Note::MarginFit => text::TAKE_MARGINS,
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
        Word::NoDrivers(why) => locale.t(no_drivers(why)),
        Word::Variable(variable) => locale.t(variable_name(variable)),
        Word::Class(class) => locale.t(size_class(class)),
        Word::Measure(measure) => evenness_measure(locale, measure),
    }
}

/// A measure of how evenly households responded.
fn evenness_measure(locale: Locale, measure: EvennessMeasure) -> String {
    use FrameVariable::{District, Settlement, Size};
    let between = |variable| {
        let variable = locale.t(variable_name(variable));
        locale.t(text::QualityMeasureBetween { variable })
    };
    let alone = |variable| {
        let variable = locale.t(variable_name(variable));
        locale.t(text::QualityMeasureAlone { variable })
    };
    match measure {
        EvennessMeasure::RIndicator => locale.t(text::QUALITY_MEASURE_R),
        EvennessMeasure::VariationOfPropensities => locale.t(text::QUALITY_MEASURE_CV),
        EvennessMeasure::Returned => locale.t(text::QUALITY_MEASURE_RETURNED),
        EvennessMeasure::BetweenDistricts => between(District),
        EvennessMeasure::DistrictsAlone => alone(District),
        EvennessMeasure::BetweenSettlements => between(Settlement),
        EvennessMeasure::SettlementsAlone => alone(Settlement),
        EvennessMeasure::BetweenSizes => between(Size),
        EvennessMeasure::SizesAlone => alone(Size),
    }
}

/// What is known of every household that was sampled.
pub(crate) const fn variable_name(variable: FrameVariable) -> PlainMessage {
    match variable {
        FrameVariable::District => text::QUALITY_VARIABLE_DISTRICT,
        FrameVariable::Kind => text::QUALITY_VARIABLE_KIND,
        FrameVariable::Settlement => text::QUALITY_VARIABLE_SETTLEMENT,
        FrameVariable::Size => text::QUALITY_VARIABLE_SIZE,
    }
}

/// A class of the frame that no plan or frame names.
pub(crate) const fn size_class(class: SizeClass) -> PlainMessage {
    match class {
        SizeClass::Urban => text::QUALITY_CLASS_URBAN,
        SizeClass::Rural => text::QUALITY_CLASS_RURAL,
        SizeClass::Small => text::QUALITY_CLASS_SMALL,
        SizeClass::Middle => text::QUALITY_CLASS_MIDDLE,
        SizeClass::Large => text::QUALITY_CLASS_LARGE,
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
