//! Several waves in one file, one below the other: what changed between two, and the trend over all.

use super::asked::{binary, is, less};
use super::figure::{FigureKind, PublishedFigure};
use super::table::Table;
use super::{AnalysisFiles, ExportError, FINAL, Requests, files, final_design, measured};
use crate::comparison::{ComparisonError, label, stack_prepared};
use crate::compute::Inputs;
use crate::estimates::CountingRule;
use crate::prepared::Prepared;
use crate::release::{IndicatorResult, Release};
use fieldwork::SampledPsu;
use plan::Indicator;
use statistics::Sides;
use statistics::analysis::{Conditions, Difference, Level, OneOrMany, Statistic, Trend};

/// The differences of what two waves asked alike, the earlier first.
pub(super) fn changes(
    inputs: &Inputs,
    (release, indicators): (&Release, &[IndicatorResult]),
    waves: [&Prepared<'_>; 2],
) -> Result<AnalysisFiles, ExportError> {
    let [before, now] = waves.map(|wave| wave.data.wave.slug.as_str());
    let [from, to] = waves.map(|wave| wave.data.wave.year);
    let request = |indicator: &Indicator, result: &IndicatorResult, column: String| {
        let mut changes = [result.change, result.since_baseline].into_iter().flatten();
        let changed = to == release.year && changes.any(|change| change.from == from);
        if !changed && result.wave_error((from, to)).is_none() {
            return None;
        }
        let difference = Difference {
            b: is("wave", before),
            ..less(&column, is("wave", now))
        };
        let figure = PublishedFigure {
            indicator: indicator.id.clone(),
            kind: FigureKind::Change,
        };
        Some((figure, Statistic::Difference(difference)))
    };
    let name = format!("{now}-since-{before}");
    let note = "Two waves stacked: a PSU met twice is one PSU; each wave keeps its own totals.";
    stacked(
        inputs,
        (release, indicators),
        (&name, note),
        &waves,
        request,
    )
}

/// The trends over all waves.
pub(super) fn trends(
    inputs: &Inputs,
    (release, indicators): (&Release, &[IndicatorResult]),
    waves: &[&Prepared<'_>],
) -> Result<AnalysisFiles, ExportError> {
    let request = |indicator: &Indicator, result: &IndicatorResult, column: String| {
        result.slope?;
        let told = |year: i32| result.history.iter().any(|(told, _)| *told == year);
        let waves = waves.iter().map(|wave| &wave.data.wave);
        let waves = waves.filter(|wave| told(wave.year));
        let slugs = waves.map(|wave| Level::Text(wave.slug.clone()));
        let trend = Trend {
            design: FINAL.to_owned(),
            var: column,
            by: "year".to_owned(),
            domain: Conditions([("wave".to_owned(), OneOrMany::Many(slugs.collect()))].into()),
            sides: Sides::Both,
            level: None,
        };
        let figure = PublishedFigure {
            indicator: indicator.id.clone(),
            kind: FigureKind::Slope,
        };
        Some((figure, Statistic::Trend(trend)))
    };
    let name = format!("{}-trend", release.wave);
    let note =
        "All waves stacked: a PSU met several times is one PSU; each wave keeps its own totals.";
    stacked(inputs, (release, indicators), (&name, note), waves, request)
}

/// A file of waves, with what is asked of every indicator of a single question. Means of several have no request for what they
/// differ by.
fn stacked(
    inputs: &Inputs,
    (release, indicators): (&Release, &[IndicatorResult]),
    (name, note): (&str, &str),
    waves: &[&Prepared<'_>],
    request: impl Fn(&Indicator, &IndicatorResult, String) -> Option<(PublishedFigure, Statistic)>,
) -> Result<AnalysisFiles, ExportError> {
    let labels: Vec<String> = waves.iter().map(|wave| label(wave)).collect();
    let design = stack_prepared(waves, &labels, &inputs.margins).map_err(ComparisonError::from)?;
    let mut weights = design.weights();
    let mut tables = Vec::with_capacity(waves.len());
    for wave in waves {
        let (own, others) = weights.split_at(wave.dataset.rows());
        weights = others;
        let table = Table::of(&wave.dataset, own, &inputs.margins);
        tables.push((&wave.data.wave, table));
    }
    let mut table = Table::stacked(tables);
    let mut requests = Requests::new();
    for result in indicators {
        let Some((indicator, measure)) = measured(inputs, result) else {
            continue;
        };
        let [question] = measure.questions.as_slice() else {
            continue;
        };
        let Some(counting) = CountingRule::Headline.counting(measure, question) else {
            continue;
        };
        let column = format!("{} {question}", indicator.id);
        if let Some(asked) = request(indicator, result, column.clone()) {
            let cells = waves.iter().flat_map(|wave| {
                let cells = counting.column(wave.questionnaire(), &wave.dataset);
                cells.into_iter().map(binary)
            });
            table.put(&column, cells.collect());
            requests.push(asked);
        }
    }
    let psus = waves.iter().flat_map(|wave| wave.data.psus.iter().cloned());
    let psus: Vec<SampledPsu> = psus.collect();
    let design = final_design(&table, &psus, Vec::new());
    Ok(files(name, release, note, &table, vec![design], requests))
}
