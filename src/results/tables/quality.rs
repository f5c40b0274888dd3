//! The tables of the quality report.

use super::cell::{Cell, EvennessMeasure, Missing, SizeClass, Word};
use super::heading::Heading;
use super::{Note, Table, TableId};
use crate::monitor::VariableShare;
use crate::quality::{
    BalanceRow, EvennessNote, FrameClass, ItemCounts, MarginClassName, ModeResponse, Part,
    QualityReport,
};
use questionnaire::{Language, Text};
use sampling::StratumId;

/// The tables, in the order of the page.
pub(super) fn tables(report: &QualityReport) -> Vec<Table> {
    let mut tables = vec![response(report), modes(report)];
    tables.extend(report.evenness.as_ref().map(evenness));
    tables.extend([
        balance(report),
        items(report),
        step_weights(report),
        weight_classes(report),
        margins(report),
    ]);
    tables
}

/// The cells that name districts: their codes, their names.
fn named(report: &QualityReport, districts: &[StratumId]) -> [Cell; 2] {
    let codes: Vec<&str> = districts.iter().map(StratumId::as_str).collect();
    [
        Cell::Code(codes.join(" ")),
        Cell::Text(names(report, districts)),
    ]
}

/// The names of districts, one behind the other.
fn names(report: &QualityReport, districts: &[StratumId]) -> Text {
    let names = districts.iter().filter_map(|code| report.name(code));
    joined(&names.collect::<Vec<_>>())
}

/// Texts one behind the other, in the languages of the first.
fn joined(texts: &[&Text]) -> Text {
    let mut all = Text::default();
    let languages: Vec<Language> = texts
        .first()
        .map(|first| first.languages().cloned().collect())
        .unwrap_or_default();
    for language in languages {
        let parts: Vec<&str> = texts.iter().map(|text| text.get(&language)).collect();
        let words = parts.join(" / ");
        all.set(language, words);
    }
    all
}

fn response(report: &QualityReport) -> Table {
    let columns = vec![
        Heading::Districts,
        Heading::DistrictNames,
        Heading::Cases,
        Heading::Interviews,
        Heading::Rr1,
        Heading::Rr3,
        Heading::Rr3Lower,
        Heading::Rr3Upper,
    ];
    let rows = report.districts.iter().map(|class| {
        let told = [
            Cell::Count(class.cases),
            Cell::Count(class.interviews),
            Cell::applicable(class.rr1),
            Cell::applicable(class.rr3),
            Cell::applicable(class.interval.map(|bounds| bounds.0)),
            Cell::applicable(class.interval.map(|bounds| bounds.1)),
        ];
        let named = named(report, &class.districts).into_iter();
        named.chain(told).collect()
    });
    Table::new(
        TableId::Response,
        columns,
        rows.collect(),
        &[Note::Response],
    )
}

fn modes(report: &QualityReport) -> Table {
    let columns = vec![
        Heading::Mode,
        Heading::Interviews,
        Heading::Complete,
        Heading::WeightedShare,
    ];
    let rows = report.modes.iter().map(|class| {
        vec![
            Cell::Code(mode_code(class)),
            Cell::Count(class.interviews),
            Cell::Count(class.complete),
            Cell::Number(class.weighted),
        ]
    });
    Table::new(TableId::Modes, columns, rows.collect(), &[])
}

/// The modes by their words, with `not_told` where those are among them of which it is not told.
fn mode_code(class: &ModeResponse) -> String {
    let modes = class.modes.iter().map(|mode| mode.as_str());
    let words: Vec<&str> = modes.chain(class.not_told.then_some("not_told")).collect();
    words.join(" ")
}

fn evenness(note: &EvennessNote) -> Table {
    let columns = vec![
        Heading::Measure,
        Heading::MeasureValue,
        Heading::MeasureError,
    ];
    let line = |measure, value, error| {
        vec![
            Cell::Word(Word::Measure(measure)),
            Cell::Number(value),
            Cell::applicable(error),
        ]
    };
    let mut rows = vec![
        line(
            EvennessMeasure::RIndicator,
            note.r,
            Some(note.r_standard_error),
        ),
        line(
            EvennessMeasure::VariationOfPropensities,
            note.cv,
            Some(note.cv_standard_error),
        ),
        line(EvennessMeasure::Returned, note.returned, None),
    ];
    for variable in &note.variables {
        let (between, alone) = match variable.variable {
            VariableShare::Stratum => (
                EvennessMeasure::BetweenDistricts,
                EvennessMeasure::DistrictsAlone,
            ),
            VariableShare::Urban => (
                EvennessMeasure::BetweenSettlements,
                EvennessMeasure::SettlementsAlone,
            ),
            VariableShare::Size => (EvennessMeasure::BetweenSizes, EvennessMeasure::SizesAlone),
        };
        rows.push(line(between, variable.unconditional, None));
        rows.push(line(alone, variable.conditional, None));
    }
    Table::new(TableId::Evenness, columns, rows, &[])
}

fn balance(report: &QualityReport) -> Table {
    let columns = vec![
        Heading::Variable,
        Heading::FrameClass,
        Heading::FrameShare,
        Heading::SampleShare,
        Heading::RespondentShare,
        Heading::Standardised,
    ];
    let rows = report.balance.iter().map(|row| {
        vec![
            Cell::Word(Word::Variable(row.class.variable())),
            frame_class(report, row),
            Cell::applicable(row.frame),
            Cell::Number(row.sample),
            Cell::Number(row.respondents),
            Cell::Number(row.standardised),
        ]
    });
    Table::new(TableId::Balance, columns, rows.collect(), &[Note::Balance])
}

fn frame_class(report: &QualityReport, row: &BalanceRow) -> Cell {
    let class = match &row.class {
        FrameClass::Districts(districts) => return Cell::Text(names(report, districts)),
        FrameClass::Kind(kind) => return Cell::Code(kind.clone()),
        FrameClass::Urban => SizeClass::Urban,
        FrameClass::Rural => SizeClass::Rural,
        FrameClass::Small => SizeClass::Small,
        FrameClass::Middle => SizeClass::Middle,
        FrameClass::Large => SizeClass::Large,
    };
    Cell::Word(Word::Class(class))
}

fn items(report: &QualityReport) -> Table {
    let columns = vec![
        Heading::Question,
        Heading::Wording,
        Heading::Asked,
        Heading::LeftOut,
        Heading::LeftOutShare,
        Heading::Refused,
        Heading::RefusedShare,
        Heading::DontKnow,
        Heading::DontKnowShare,
    ];
    let rows = report.items.iter().map(|item| {
        let named = [
            Cell::Code(item.question.to_string()),
            Cell::Text(item.text.clone()),
        ];
        let told = item.told.as_ref();
        let told = told.map_or_else(|| vec![Cell::Missing(Missing::Suppressed); 7], item_cells);
        named.into_iter().chain(told).collect()
    });
    Table::new(TableId::Items, columns, rows.collect(), &[Note::Items])
}

fn item_cells(told: &ItemCounts) -> Vec<Cell> {
    let part = |part: Option<Part>| {
        [
            Cell::counted(part.map(|part| part.persons)),
            Cell::shown(part.map(|part| part.weighted)),
        ]
    };
    let parts = [Some(told.skipped), told.refused, told.dont_know];
    let parts = parts.into_iter().flat_map(part);
    [Cell::Count(told.asked)].into_iter().chain(parts).collect()
}

fn step_weights(report: &QualityReport) -> Table {
    let columns = vec![
        Heading::Step,
        Heading::SmallestWeight,
        Heading::LowerQuartile,
        Heading::Median,
        Heading::UpperQuartile,
        Heading::LargestWeight,
        Heading::CoefficientOfVariation,
        Heading::WeightingEffect,
        Heading::EffectiveSampleSize,
    ];
    let rows = report.weights.steps.iter().map(|step| {
        vec![
            Cell::Word(Word::Step(step.step)),
            Cell::Number(step.smallest),
            Cell::Number(step.lower_quartile),
            Cell::Number(step.median),
            Cell::Number(step.upper_quartile),
            Cell::Number(step.largest),
            Cell::Number(step.cv),
            Cell::Number(step.design_effect),
            Cell::Number(step.effective_sample_size),
        ]
    });
    Table::new(TableId::StepWeights, columns, rows.collect(), &[])
}

fn weight_classes(report: &QualityReport) -> Table {
    let columns = vec![Heading::WeightFrom, Heading::WeightTo, Heading::Persons];
    let rows = report.weights.classes.iter().map(|class| {
        vec![
            Cell::Number(class.from),
            Cell::Number(class.to),
            Cell::Count(class.persons),
        ]
    });
    Table::new(
        TableId::WeightClasses,
        columns,
        rows.collect(),
        &[Note::WeightClasses],
    )
}

fn margins(report: &QualityReport) -> Table {
    let columns = vec![
        Heading::MarginName,
        Heading::MarginClass,
        Heading::PopulationShare,
        Heading::ShareBefore,
        Heading::ShareAfter,
    ];
    let rows = report.weights.margins.iter().flat_map(|margin| {
        let classes = margin.classes.iter().flatten();
        classes.map(|class| {
            let name = match &class.class {
                MarginClassName::Districts(districts) => names(report, districts),
                MarginClassName::Choices(labels) => joined(&labels.iter().collect::<Vec<_>>()),
            };
            vec![
                Cell::Text(margin.name.clone()),
                Cell::Text(name),
                Cell::Number(class.target),
                Cell::Number(class.before),
                Cell::Number(class.after),
            ]
        })
    });
    Table::new(
        TableId::MarginFit,
        columns,
        rows.collect(),
        &[Note::MarginFit],
    )
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::super::ReleaseTables;
    use super::*;
    use crate::published::Published;
    use crate::{compute, example};

    #[test]
    fn every_table_of_the_report_is_there_and_a_release_without_one_has_none() {
        let release = compute(&example::inputs(400), DateTime::UNIX_EPOCH).unwrap();
        let mut published = Published {
            release,
            hash: "0".repeat(64),
        };
        let of_report = [
            TableId::Response,
            TableId::Modes,
            TableId::Balance,
            TableId::Items,
            TableId::StepWeights,
            TableId::WeightClasses,
            TableId::MarginFit,
        ];
        let tables = ReleaseTables::of(&published);
        for id in of_report {
            assert!(tables.find(id).is_some(), "{id:?}");
        }
        let crate::release::Results::Probability { method, .. } = &mut published.release.results
        else {
            panic!("the example is a sample");
        };
        method.quality = None;
        let tables = ReleaseTables::of(&published);
        for id in of_report {
            assert_eq!(tables.find(id), None, "{id:?}");
        }
    }

    #[test]
    fn districts_that_stand_together_are_named_together() {
        let release = compute(&example::inputs(40), DateTime::UNIX_EPOCH).unwrap();
        let (_, report) = release.quality().unwrap();
        let table = response(report);
        assert_eq!(table.rows.len(), 1);
        assert_eq!(table.rows[0][0], Cell::Code("1 2".into()));
        assert_eq!(table.rows[0][1].key(), "1 / 2");
    }
}
