//! Every published figure can be asked for again: a release exported, analysed, and compared.

use fieldwork::Mode;
use plan::IndicatorId;
use plan::verdict::Verdict;
use results::analysis_document::{AnalysisFiles, FigureKind, PublishedFigure, export};
use results::pairs::Pair;
use results::release::{
    AgainstRest, Basis, Change, Class, Drivers, Figure, GroupedBy, IndicatorResult, Judgement,
    Part, Results,
};
use statistics::analysis::{
    Adjustment, Analysis, Limits, LimitsMethod, MeanOutcome, Outcome, ShareOutcome,
};

use crate::fielded::first;

/// What one exported document answers, by the figure that was asked for.
struct Answered {
    name: String,
    figures: Vec<PublishedFigure>,
    outcomes: Vec<Outcome>,
}

impl Answered {
    /// The document is answered as it is read again, from JSON.
    fn of(file: AnalysisFiles) -> Self {
        let written = serde_json::to_value(&file.document).unwrap();
        let analysis = Analysis::read(&written).unwrap();
        assert_eq!(analysis, file.document);
        let mut load = |name: &str| {
            assert_eq!(name, file.data_name);
            Ok(file.data.clone())
        };
        Self {
            outcomes: analysis.answer(&mut load).unwrap().estimates,
            name: file.document_name,
            figures: file.figures,
        }
    }

    fn outcome(&self, indicator: &IndicatorId, kind: FigureKind) -> &Outcome {
        let wanted = PublishedFigure {
            indicator: indicator.clone(),
            kind,
        };
        let mut answers = self.figures.iter().zip(&self.outcomes);
        let found = answers.find(|(figure, _)| **figure == wanted);
        found
            .unwrap_or_else(|| panic!("{wanted} was not asked for"))
            .1
    }

    fn proportion(&self, indicator: &IndicatorId, kind: FigureKind) -> &MeanOutcome {
        match self.outcome(indicator, kind) {
            Outcome::Proportion(outcome) => &outcome.mean,
            other => panic!("{indicator}: {other:?}"),
        }
    }
}

fn limits(intervals: &[Limits], method: LimitsMethod) -> (f64, f64) {
    let wanted = |limits: &&Limits| limits.method == method && (limits.level - 0.95).abs() < 1e-12;
    let found = intervals.iter().find(wanted);
    let found = found.unwrap_or_else(|| panic!("no {method:?} in {intervals:?}"));
    (found.lower.0, found.upper.0)
}

fn same(ours: f64, published: f64, place: &str) {
    assert!(
        (ours - published).abs() < 1e-9,
        "{place}: {ours} and {published}"
    );
}

fn figure(answers: &Answered, indicator: &IndicatorId, kind: FigureKind, published: Figure) {
    let place = format!("{indicator} {kind:?}");
    let outcome = answers.proportion(indicator, kind);
    same(outcome.estimate.0, published.value, &place);
    same(outcome.se.0, published.standard_error, &place);
    let (lower, upper) = limits(&outcome.ci, LimitsMethod::KornGraubard);
    same(lower, published.interval.0, &place);
    same(upper, published.interval.1, &place);
    assert_eq!(outcome.n as u64, published.respondents, "{place}");
    assert_eq!(outcome.df as u64, published.degrees_of_freedom, "{place}");
}

fn sensitivity(answers: &Answered, result: &IndicatorResult) -> usize {
    let mut compared = 0;
    // The point rule judges the headline, which is compared as the rate.
    let others = result.sensitivity.iter();
    for other in others.filter(|other| other.basis != Basis::PointRule) {
        let place = format!("{} {:?}", result.indicator, other.basis);
        let kind = FigureKind::Sensitivity(other.basis);
        let (value, intervals, method) = match answers.outcome(&result.indicator, kind) {
            Outcome::Proportion(outcome) => {
                let mean = &outcome.mean;
                (mean.estimate, &mean.ci, LimitsMethod::KornGraubard)
            }
            Outcome::Crosswise(outcome) => (outcome.clipped, &outcome.ci, LimitsMethod::TDomainDf),
            outcome => panic!("{place}: {outcome:?}"),
        };
        same(value.0, other.value, &place);
        compared += 1;
        let Some((lower, upper)) = other.interval else {
            assert_eq!(other.basis, Basis::Unweighted, "{place} has no interval");
            continue;
        };
        let found = limits(intervals, method);
        same(found.0.clamp(0.0, 1.0), lower, &place);
        same(found.1.clamp(0.0, 1.0), upper, &place);
    }
    compared
}

fn change(answers: &Answered, indicator: &IndicatorId, published: Change) {
    let Outcome::Difference(outcome) = answers.outcome(indicator, FigureKind::Change) else {
        panic!("{indicator}: a change is a difference");
    };
    let place = indicator.as_str();
    same(outcome.estimate.0, published.difference, place);
    let (lower, upper) = limits(&outcome.ci, LimitsMethod::TDesignDf);
    same(lower, published.interval.0, place);
    same(upper, published.interval.1, place);
    same(outcome.p_value.0, published.p_value, place);
}

/// The test and interval of a difference that is a figure of a result of one question, with the degrees of freedom of its parts.
fn difference(
    answers: &Answered,
    indicator: &IndicatorId,
    kind: FigureKind,
) -> (f64, (f64, f64), f64, f64) {
    let Outcome::Difference(outcome) = answers.outcome(indicator, kind) else {
        panic!("{indicator}: it is a difference");
    };
    let interval = limits(&outcome.ci, LimitsMethod::TPartsDf);
    (
        outcome.estimate.0,
        interval,
        outcome.p_value.0,
        outcome.se.0,
    )
}

/// Districts against the rest, with their adjusted p values; every two districts.
fn districts(answers: &Answered, result: &IndicatorResult) -> usize {
    let id = &result.indicator;
    let mut compared = 0;
    let against = result.districts.iter().filter_map(|district| {
        let rest = district.against_rest?;
        Some((district, rest))
    });
    let against: Vec<_> = against.collect();
    for (district, published) in &against {
        let kind = FigureKind::AgainstRest(district.code.clone());
        let (value, interval, p_value, _) = difference(answers, id, kind);
        let place = format!("{id} {}", district.code);
        same(value, published.difference, &place);
        same(interval.0, published.interval.0, &place);
        same(interval.1, published.interval.1, &place);
        same(p_value, published.p_value, &place);
        compared += 1;
    }
    for (method, adjusted) in [
        (
            Adjustment::Holm,
            (|rest: &AgainstRest| rest.holm) as fn(&_) -> f64,
        ),
        (Adjustment::Bh, |rest: &AgainstRest| rest.screened),
    ] {
        let Outcome::Adjusted(outcome) = answers.outcome(id, FigureKind::Adjusted(method)) else {
            panic!("{id}: p values are adjusted");
        };
        assert_eq!(outcome.p_values.len(), against.len(), "{id}");
        for (test, (_, published)) in outcome.p_values.iter().zip(&against) {
            same(test.adjusted.0, adjusted(published), &test.test);
        }
    }
    let shown = result.districts.iter().enumerate();
    let shown: Vec<(usize, String)> = shown
        .filter(|(_, district)| district.figure.is_some())
        .map(|(place, district)| (place, district.code.to_string()))
        .collect();
    let pair = |one, other| result.district_pair(one, other);
    compared
        + pairs(
            (answers, id, "stratum"),
            &shown,
            &result.district_errors,
            &pair,
        )
}

/// Every two parts of a table, of which `shown` are the places and labels: their standard errors as they stand in the release, and
/// the test that a reader gets.
fn pairs(
    (answers, id, column): (&Answered, &IndicatorId, &str),
    shown: &[(usize, String)],
    errors: &[f64],
    pair: &dyn Fn(usize, usize) -> Option<Pair>,
) -> usize {
    let mut errors = errors.iter();
    let mut compared = 0;
    for (index, (one_place, one)) in shown.iter().enumerate() {
        for (other_place, other) in &shown[index + 1..] {
            let kind = FigureKind::Pair(column.to_owned(), one.clone(), other.clone());
            let place = format!("{id} {column} {one} {other}");
            let (value, interval, p_value, error) = difference(answers, id, kind);
            same(error, *errors.next().expect(&place), &place);
            if let Some(pair) = pair(*one_place, *other_place) {
                same(value, pair.difference, &place);
                same(interval.0, pair.interval.0, &place);
                same(interval.1, pair.interval.1, &place);
                same(p_value, pair.p_value, &place);
            } else {
                assert!(p_value.is_nan(), "{place} has a test");
            }
            compared += 1;
        }
    }
    assert_eq!(errors.next(), None, "{id} {column}");
    compared
}

/// Every class of respondents, and every two of a table.
fn groups(answers: &Answered, result: &IndicatorResult) -> usize {
    let mut compared = 0;
    for table in &result.groups {
        let column = match &table.by {
            GroupedBy::Question { id, .. } => format!("group {id}"),
            GroupedBy::Mode => "mode".to_owned(),
        };
        let mut shown = Vec::new();
        for (place, class) in table.classes.iter().enumerate() {
            let label = match class.class {
                Class::Titled(_) => place.to_string(),
                Class::Mode(mode) => mode.as_str().to_owned(),
                Class::NotStated => "not stated".to_owned(),
            };
            if let Some(published) = class.figure {
                let kind = FigureKind::Class(column.clone(), label.clone());
                if result.questions.len() == 1 {
                    figure(answers, &result.indicator, kind, published);
                }
                shown.push((place, label));
                compared += 1;
            }
        }
        if result.questions.len() == 1 {
            let pair = |one, other| result.group_pair(table, one, other);
            let asked = (answers, &result.indicator, column.as_str());
            compared += pairs(asked, &shown, &table.difference_errors, &pair);
        }
    }
    compared
}

fn small_areas(answers: &Answered, result: &IndicatorResult) -> usize {
    let Some(published) = &result.small_areas else {
        return 0;
    };
    let id = &result.indicator;
    let Outcome::SmallAreas(outcome) = answers.outcome(id, FigureKind::SmallAreas) else {
        panic!("{id}: districts are modelled");
    };
    same(
        outcome.model_variance.0,
        published.model_variance,
        id.as_str(),
    );
    for (area, published) in outcome.areas.iter().zip(&published.districts) {
        let place = format!("{id} {}", area.area);
        same(area.benchmarked.unwrap().0, published.value, &place);
        if let Some((lower, upper)) = published.interval {
            same(area.benchmarked_lower.unwrap().0, lower, &place);
            same(area.benchmarked_upper.unwrap().0, upper, &place);
        } else {
            assert!(outcome.model_variance.0 <= 0.0, "{place}");
        }
        same(area.gamma.0, published.share_of_direct, &place);
    }
    published.districts.len()
}

fn slope(answers: &Answered, result: &IndicatorResult) -> usize {
    let Some(published) = result.slope.filter(|_| result.questions.len() == 1) else {
        return 0;
    };
    let id = &result.indicator;
    let Outcome::Contrast(outcome) = answers.outcome(id, FigureKind::Slope) else {
        panic!("{id}: a slope is a contrast");
    };
    same(outcome.estimate.0, published.per_year, id.as_str());
    let (lower, upper) = limits(&outcome.ci, LimitsMethod::TDesignDf);
    same(lower, published.interval.0, id.as_str());
    same(upper, published.interval.1, id.as_str());
    same(outcome.p_value.0, published.p_value, id.as_str());
    1
}

/// What goes with an indicator: the rate of every question, the odds and the importance.
fn drivers(answers: &Answered, result: &IndicatorResult) -> usize {
    let Some(Drivers::Told(model)) = &result.drivers else {
        return 0;
    };
    let id = &result.indicator;
    let Outcome::Regression(odds) = answers.outcome(id, FigureKind::Drivers) else {
        panic!("{id}: odds are of a regression");
    };
    let Outcome::Importance(importance) = answers.outcome(id, FigureKind::Importance) else {
        panic!("{id}: importance is asked for");
    };
    assert_eq!(
        (odds.n as u64, importance.n as u64),
        (model.cases, model.cases)
    );
    assert_eq!(importance.df as u64, model.degrees_of_freedom, "{id}");
    let part = |share: &ShareOutcome, published: Part| {
        same(share.estimate.0, published.value, id.as_str());
        let (lower, upper) = limits(&share.ci, LimitsMethod::TDomainDf);
        same(lower.max(0.0), published.interval.0, id.as_str());
        same(upper.min(1.0), published.interval.1, id.as_str());
    };
    part(&importance.r2, model.explained);
    let columns = odds.coefficients[1..].iter().zip(&importance.columns);
    assert_eq!(columns.len(), model.drivers.len(), "{id}");
    for (driver, (coefficient, column)) in model.drivers.iter().zip(columns) {
        let place = format!("{id} {}", driver.question.id);
        part(&column.lmg, driver.importance);
        same(coefficient.estimate.0.exp(), driver.odds_ratio, &place);
        same(coefficient.p_value.0, driver.p_value, &place);
        let (lower, upper) = limits(&coefficient.ci, LimitsMethod::TResidualDf);
        same(lower.exp(), driver.odds_interval.0, &place);
        same(upper.exp(), driver.odds_interval.1, &place);
        if let Some(published) = driver.performance {
            let kind = FigureKind::Performance(driver.question.id.clone());
            figure(answers, id, kind, published);
        }
    }
    model.drivers.len()
}

/// The differences of every two waves, each in a document of its own.
fn waves(answers: &[Answered], slugs: &[(i32, &str)], result: &IndicatorResult) -> usize {
    let mut compared = 0;
    for (place, (from, before)) in slugs.iter().enumerate() {
        for (to, after) in &slugs[place + 1..] {
            let told = result.wave_error((*from, *to));
            let Some(published) = told.filter(|_| result.questions.len() == 1) else {
                continue;
            };
            let name = format!("{after}-since-{before}.json");
            let mut files = answers.iter();
            let file = files.find(|file| file.name == name).expect(&name);
            let Outcome::Difference(outcome) = file.outcome(&result.indicator, FigureKind::Change)
            else {
                panic!("{name}: a change is a difference");
            };
            same(outcome.se.0, published.standard_error, &name);
            assert_eq!(outcome.df as u64, published.degrees_of_freedom, "{name}");
            compared += 1;
        }
    }
    compared
}

/// The word of the release for the verdict of an interval.
fn word(verdict: statistics::Verdict) -> Verdict {
    match verdict {
        statistics::Verdict::Met => Verdict::Met,
        statistics::Verdict::NotMet => Verdict::NotMet,
        statistics::Verdict::Undetermined => Verdict::Undetermined,
    }
}

#[tokio::test]
async fn every_published_rate_and_interval_is_answered_again_by_analyze() {
    let first = first().await;
    let (inputs, release) = first.yearly.last().unwrap();
    let files = export(inputs, release).unwrap();
    let answers: Vec<Answered> = files.into_iter().map(Answered::of).collect();
    let Results::Probability { indicators, .. } = &release.results else {
        panic!("the yearly waves are probability samples");
    };
    let (mut rates, mut others, mut changes, mut beside, mut slopes) = (0, 0, 0, 0, 0);
    let (mut together, mut pairs) = (0, 0);
    let waves_of = inputs.earlier.iter().chain([&inputs.wave]);
    let slugs: Vec<(i32, &str)> = waves_of
        .map(|data| (data.wave.year, data.wave.slug.as_str()))
        .collect();
    for result in indicators {
        let id = &result.indicator;
        if let Some(rate) = result.rate {
            figure(&answers[0], id, FigureKind::Rate, rate);
            rates += 1;
        }
        for district in &result.districts {
            if let Some(rate) = district.figure {
                let kind = FigureKind::District(district.code.clone());
                figure(&answers[0], id, kind, rate);
                rates += 1;
            }
        }
        for (question, part) in result.questions.iter().zip(&result.parts) {
            if let Some(rate) = part {
                let kind = FigureKind::Part(question.id.clone());
                figure(&answers[0], id, kind, *rate);
                rates += 1;
            }
        }
        if let Judgement::Threshold { verdict, .. } = result.judgement
            && verdict != Verdict::UndeterminedQuality
        {
            let Outcome::Verdict(outcome) = answers[0].outcome(id, FigureKind::Verdict) else {
                panic!("{id}: a verdict is asked for");
            };
            assert_eq!(word(outcome.verdict), verdict, "{id}");
        }
        others += sensitivity(&answers[0], result);
        if result.questions.len() == 1 {
            beside += districts(&answers[0], result);
        }
        beside += groups(&answers[0], result) + small_areas(&answers[0], result);
        slopes += slope(answers.last().unwrap(), result);
        together += drivers(&answers[0], result);
        pairs += waves(&answers, &slugs, result);
        for published in [result.change, result.since_baseline].into_iter().flatten() {
            let place = inputs
                .earlier
                .iter()
                .filter(|data| data.wave.year <= published.from)
                .count();
            if result.questions.len() == 1 {
                change(&answers[place], id, published);
                changes += 1;
            }
        }
    }
    assert!(
        rates > 100 && others > 5 && changes > 3 && beside > 1000 && slopes > 5,
        "{rates} {others} {changes} {beside} {slopes}"
    );
    assert!(together > 20 && pairs > 20, "{together} {pairs}");
    // An open link has nothing to ask again.
    let open = (first.demonstration.releases)
        .iter()
        .find(|release| release.mode == Mode::Open)
        .unwrap();
    assert!(export(inputs, open).is_err());
}
