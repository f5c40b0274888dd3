//! The tables of a sample: what its scoreboard and the pages of its indicators show.

use super::cell::{Cell, Missing, Since, Word};
use super::heading::Heading;
use super::{Note, Table, TableId, quality};
use crate::release::{
    Change, Class, ClassResult, Driver, Drivers, Figure, GroupedBy, IndicatorResult, Judgement,
    Method, Part, Release,
};
use plan::TargetValue;

/// The tables, in the order of the pages.
pub(super) fn tables(
    release: &Release,
    method: &Method,
    indicators: &[IndicatorResult],
) -> Vec<Table> {
    let mut tables = vec![
        scoreboard(indicators),
        changes(indicators),
        by_year(indicators),
        trends(indicators),
        districts(indicators),
        against_rest(indicators),
        small_areas(indicators),
        groups(indicators),
        drivers(indicators),
        driver_models(indicators),
        distribution(indicators),
        sensitivity(indicators),
        parts(indicators),
        weighting(method),
        how_it_was_made(release, method),
    ];
    tables.extend(
        method
            .quality
            .iter()
            .flat_map(|report| quality::tables(report)),
    );
    tables
}

/// A table of rows about indicators: the keys of an indicator, further columns, and a row of them for each thing told of
/// an indicator.
fn about_indicators<const N: usize>(
    id: TableId,
    columns: [&[Heading]; N],
    indicators: &[IndicatorResult],
    notes: &[Note],
    told: impl Fn(&IndicatorResult) -> Vec<Vec<Cell>>,
) -> Table {
    let columns = [Heading::Indicator, Heading::Short]
        .into_iter()
        .chain(columns.concat())
        .collect();
    let rows = indicators.iter().flat_map(|result| {
        let named = [
            Cell::Code(result.indicator.to_string()),
            Cell::Text(result.short.clone()),
        ];
        let told = told(result);
        told.into_iter()
            .map(move |cells| named.iter().cloned().chain(cells).collect())
    });
    Table::new(id, columns, rows.collect(), notes)
}

fn scoreboard(indicators: &[IndicatorResult]) -> Table {
    let before = [
        Heading::Name,
        Heading::Kind,
        Heading::Section,
        Heading::Comparator,
        Heading::Target,
    ];
    let after = [Heading::Verdict, Heading::Final, Heading::ItemNonresponse];
    about_indicators(
        TableId::Scoreboard,
        [&before, Heading::FIGURE, &after],
        indicators,
        &[Note::Intervals],
        |result| {
            let mut cells = vec![
                Cell::Text(result.name.clone()),
                Cell::Word(Word::Kind(result.kind)),
                Cell::Code(result.section.clone()),
                Cell::Word(Word::Comparator(result.target.comparator)),
                Cell::applicable(promised(result)),
            ];
            cells.extend(Cell::figure(result.rate));
            cells.extend(judgement(result.judgement));
            cells.push(Cell::shown(result.item_nonresponse));
            vec![cells]
        },
    )
}

/// The promised rate, 0 to 1, where a share in percent was promised.
fn promised(result: &IndicatorResult) -> Option<f64> {
    match result.target.value {
        Some(TargetValue::Number(percent)) if result.target.unit == "%" => Some(percent / 100.0),
        _ => None,
    }
}

fn judgement(judgement: Judgement) -> [Cell; 2] {
    match judgement {
        Judgement::Threshold { verdict, last } => {
            [Cell::Word(Word::Verdict(verdict)), Cell::Flag(last)]
        }
        Judgement::Direction { trend } => [
            Cell::Word(Word::Trend(trend)),
            Cell::Missing(Missing::NotApplicable),
        ],
        Judgement::None => [(); 2].map(|()| Cell::Missing(Missing::NotApplicable)),
    }
}

fn changes(indicators: &[IndicatorResult]) -> Table {
    let columns = [
        Heading::Since,
        Heading::From,
        Heading::Difference,
        Heading::DifferenceLower,
        Heading::DifferenceUpper,
        Heading::PValue,
        Heading::Trend,
    ];
    let told = |since, change: Change| {
        vec![
            Cell::Word(Word::Since(since)),
            Cell::Year(change.from),
            Cell::Number(change.difference),
            Cell::Number(change.interval.0),
            Cell::Number(change.interval.1),
            Cell::Number(change.p_value),
            Cell::Word(Word::Trend(change.trend)),
        ]
    };
    let both = |result: &IndicatorResult| {
        let before = result.change.map(|change| told(Since::Before, change));
        let baseline = result
            .since_baseline
            .map(|change| told(Since::Baseline, change));
        before.into_iter().chain(baseline).collect()
    };
    about_indicators(
        TableId::Changes,
        [&columns],
        indicators,
        &[Note::Differences],
        both,
    )
}

/// The cells of a row that is named by a key, with its figure.
fn with_figure(named: impl IntoIterator<Item = Cell>, figure: Option<Figure>) -> Vec<Cell> {
    named.into_iter().chain(Cell::figure(figure)).collect()
}

fn by_year(indicators: &[IndicatorResult]) -> Table {
    about_indicators(
        TableId::History,
        [&[Heading::Year], Heading::FIGURE],
        indicators,
        &[Note::Intervals],
        |result| {
            let years = result.history.iter();
            years
                .map(|(year, figure)| with_figure([Cell::Year(*year)], Some(*figure)))
                .collect()
        },
    )
}

fn districts(indicators: &[IndicatorResult]) -> Table {
    about_indicators(
        TableId::Districts,
        [&[Heading::District, Heading::DistrictName], Heading::FIGURE],
        indicators,
        &[Note::Intervals, Note::NoVerdictByDistrict],
        |result| {
            let districts = result.districts.iter().map(|district| {
                let named = [
                    Cell::Code(district.code.to_string()),
                    Cell::Text(district.name.clone()),
                ];
                with_figure(named, district.figure)
            });
            districts.collect()
        },
    )
}

fn trends(indicators: &[IndicatorResult]) -> Table {
    let columns = [
        Heading::From,
        Heading::Waves,
        Heading::PerYear,
        Heading::DifferenceLower,
        Heading::DifferenceUpper,
        Heading::PValue,
    ];
    let told = |result: &IndicatorResult| {
        let slope = result.slope.iter();
        let cells = slope.map(|slope| {
            vec![
                Cell::Year(slope.from),
                Cell::Count(slope.waves),
                Cell::Number(slope.per_year),
                Cell::Number(slope.interval.0),
                Cell::Number(slope.interval.1),
                Cell::Number(slope.p_value),
            ]
        });
        cells.collect()
    };
    about_indicators(
        TableId::Trends,
        [&columns],
        indicators,
        &[Note::Differences],
        told,
    )
}

fn against_rest(indicators: &[IndicatorResult]) -> Table {
    let columns = [
        Heading::District,
        Heading::DistrictName,
        Heading::Difference,
        Heading::DifferenceLower,
        Heading::DifferenceUpper,
        Heading::PValue,
        Heading::Holm,
        Heading::Screened,
    ];
    let told = |result: &IndicatorResult| {
        let districts = result.districts.iter();
        let compared = districts.filter_map(|district| {
            let rest = district.against_rest?;
            Some(vec![
                Cell::Code(district.code.to_string()),
                Cell::Text(district.name.clone()),
                Cell::Number(rest.difference),
                Cell::Number(rest.interval.0),
                Cell::Number(rest.interval.1),
                Cell::Number(rest.p_value),
                Cell::Number(rest.holm),
                Cell::Number(rest.screened),
            ])
        });
        compared.collect()
    };
    about_indicators(
        TableId::AgainstRest,
        [&columns],
        indicators,
        &[Note::Differences, Note::Adjusted, Note::NoVerdictByDistrict],
        told,
    )
}

fn small_areas(indicators: &[IndicatorResult]) -> Table {
    let columns = [
        Heading::District,
        Heading::DistrictName,
        Heading::Modelled,
        Heading::ModelledLower,
        Heading::ModelledUpper,
        Heading::ShareOfDirect,
    ];
    let told = |result: &IndicatorResult| {
        let modelled = result.small_areas.iter().flat_map(|it| &it.districts);
        let districts = result.districts.iter().zip(modelled);
        let cells = districts.map(|(district, modelled)| {
            vec![
                Cell::Code(district.code.to_string()),
                Cell::Text(district.name.clone()),
                Cell::Number(modelled.value),
                Cell::applicable(modelled.interval.map(|interval| interval.0)),
                Cell::applicable(modelled.interval.map(|interval| interval.1)),
                Cell::Number(modelled.share_of_direct),
            ]
        });
        cells.collect()
    };
    about_indicators(
        TableId::SmallAreas,
        [&columns],
        indicators,
        &[Note::ModelBased, Note::NoVerdictByDistrict],
        told,
    )
}

fn groups(indicators: &[IndicatorResult]) -> Table {
    let columns = [
        Heading::Grouping,
        Heading::GroupingName,
        Heading::Class,
        Heading::WithNotStated,
    ];
    about_indicators(
        TableId::Groups,
        [&columns, Heading::FIGURE],
        indicators,
        &[Note::Intervals],
        |result| {
            let classes = result.groups.iter().flat_map(|table| {
                let classes = table.classes.iter();
                classes.map(|class| with_figure(class_cells(&table.by, class), class.figure))
            });
            classes.collect()
        },
    )
}

fn class_cells(by: &GroupedBy, class: &ClassResult) -> [Cell; 4] {
    let mode = || Cell::Code("mode".to_owned());
    let (grouping, name) = match by {
        GroupedBy::Question { id, title } => (Cell::Code(id.clone()), Cell::Text(title.clone())),
        GroupedBy::Mode => (mode(), mode()),
    };
    let named = match &class.class {
        Class::Titled(title) => Cell::Text(title.clone()),
        Class::Mode(mode) => Cell::Code(mode.as_str().to_owned()),
        Class::NotStated => Cell::Code("not_stated".to_owned()),
    };
    [grouping, name, named, Cell::Flag(class.with_not_stated)]
}

fn drivers(indicators: &[IndicatorResult]) -> Table {
    let after = [
        Heading::Importance,
        Heading::ImportanceLower,
        Heading::ImportanceUpper,
        Heading::OddsRatio,
        Heading::OddsLower,
        Heading::OddsUpper,
        Heading::PValue,
        Heading::Holm,
    ];
    let told = |driver: &Driver| {
        let named = [
            Cell::Code(driver.question.id.to_string()),
            Cell::Text(driver.question.text.clone()),
        ];
        let mut cells = with_figure(named, driver.performance);
        cells.extend(part(driver.importance));
        cells.extend([
            Cell::Number(driver.odds_ratio),
            Cell::Number(driver.odds_interval.0),
            Cell::Number(driver.odds_interval.1),
            Cell::Number(driver.p_value),
            Cell::Number(driver.holm),
        ]);
        cells
    };
    about_indicators(
        TableId::Drivers,
        [
            &[Heading::Question, Heading::Wording],
            Heading::FIGURE,
            &after,
        ],
        indicators,
        &[Note::Intervals, Note::Adjusted, Note::Association],
        |result| match &result.drivers {
            Some(Drivers::Told(model)) => model.drivers.iter().map(told).collect(),
            Some(Drivers::NotTold(_)) | None => Vec::new(),
        },
    )
}

fn part(part: Part) -> [Cell; 3] {
    [part.value, part.interval.0, part.interval.1].map(Cell::Number)
}

fn driver_models(indicators: &[IndicatorResult]) -> Table {
    let columns = [
        Heading::CompleteCases,
        Heading::LeftNotAsked,
        Heading::LeftOtherScale,
        Heading::LeftSkipped,
        Heading::LeftNoOpinion,
        Heading::Explained,
        Heading::ExplainedLower,
        Heading::ExplainedUpper,
        Heading::DegreesOfFreedom,
        Heading::NotTold,
    ];
    let there_is_none = Cell::Missing(Missing::NotApplicable);
    let told = |result: &IndicatorResult| match &result.drivers {
        Some(Drivers::Told(model)) => {
            let left_out = model.left_out;
            let mut cells = [
                model.cases,
                left_out.not_asked,
                left_out.other_scale,
                left_out.skipped,
                left_out.no_opinion,
            ]
            .map(Cell::Count)
            .to_vec();
            cells.extend(part(model.explained));
            cells.push(Cell::Count(model.degrees_of_freedom));
            cells.push(there_is_none.clone());
            vec![cells]
        }
        Some(Drivers::NotTold(why)) => {
            let mut cells = vec![there_is_none.clone(); columns.len()];
            cells[columns.len() - 1] = Cell::Word(Word::NoDrivers(*why));
            vec![cells]
        }
        None => Vec::new(),
    };
    about_indicators(
        TableId::DriverModels,
        [&columns],
        indicators,
        &[Note::Association],
        told,
    )
}

fn distribution(indicators: &[IndicatorResult]) -> Table {
    about_indicators(
        TableId::Distribution,
        [&[Heading::Answer, Heading::WeightedShare]],
        indicators,
        &[],
        |result| {
            let answers = result.distribution.iter();
            answers
                .map(|(label, share)| vec![Cell::Text(label.clone()), Cell::Number(*share)])
                .collect()
        },
    )
}

fn sensitivity(indicators: &[IndicatorResult]) -> Table {
    let columns = [
        Heading::Basis,
        Heading::Rate,
        Heading::Lower,
        Heading::Upper,
        Heading::Respondents,
        Heading::VerdictAlone,
    ];
    about_indicators(
        TableId::Sensitivity,
        [&columns],
        indicators,
        &[],
        |result| {
            let others = result.sensitivity.iter().map(|other| {
                let verdict = other
                    .verdict
                    .map(|verdict| Cell::Word(Word::Verdict(verdict)));
                vec![
                    Cell::Word(Word::Basis(other.basis)),
                    Cell::Number(other.value),
                    Cell::applicable(other.interval.map(|interval| interval.0)),
                    Cell::applicable(other.interval.map(|interval| interval.1)),
                    Cell::Count(other.respondents),
                    verdict.unwrap_or(Cell::Missing(Missing::NotApplicable)),
                ]
            });
            others.collect()
        },
    )
}

fn parts(indicators: &[IndicatorResult]) -> Table {
    about_indicators(
        TableId::Parts,
        [&[Heading::Question, Heading::Wording], Heading::FIGURE],
        indicators,
        &[Note::Intervals],
        |result| {
            let parts = result
                .questions
                .iter()
                .zip(&result.parts)
                .map(|(question, part)| {
                    let named = [
                        Cell::Code(question.id.to_string()),
                        Cell::Text(question.text.clone()),
                    ];
                    with_figure(named, *part)
                });
            parts.collect()
        },
    )
}

fn weighting(method: &Method) -> Table {
    let columns = vec![
        Heading::Step,
        Heading::SmallestWeight,
        Heading::LargestWeight,
        Heading::WeightingEffect,
    ];
    let rows = method.weighting.iter().map(|step| {
        vec![
            Cell::Word(Word::Step(step.step)),
            Cell::Number(step.range.0),
            Cell::Number(step.range.1),
            Cell::Number(step.design_effect),
        ]
    });
    Table::new(TableId::Weighting, columns, rows.collect(), &[])
}

fn how_it_was_made(release: &Release, method: &Method) -> Table {
    let told = [
        (Heading::Year, Cell::Year(release.year)),
        (Heading::Strata, Cell::Count(method.strata)),
        (Heading::Psus, Cell::Count(method.psus)),
        (Heading::MergedPsus, Cell::Count(method.merged_psus)),
        (Heading::Invitations, Cell::Count(method.invitations)),
        (Heading::Respondents, Cell::Count(release.respondents)),
        (Heading::Complete, Cell::Count(method.outcomes.complete)),
        (Heading::Partial, Cell::Count(method.outcomes.partial)),
        (Heading::Rr1, Cell::applicable(method.response_rates.rr1)),
        (Heading::Rr3, Cell::applicable(method.response_rates.rr3)),
        (Heading::Rr6, Cell::applicable(method.response_rates.rr6)),
        (
            Heading::EffectiveSampleSize,
            Cell::Number(method.effective_sample_size),
        ),
    ];
    let (columns, cells) = told.into_iter().unzip();
    Table::new(TableId::Method, columns, vec![cells], &[])
}
