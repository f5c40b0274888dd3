//! Every published figure can be asked for again: a release exported, analysed, and compared.

use fieldwork::Mode;
use plan::IndicatorId;
use plan::verdict::Verdict;
use results::analysis_document::{AnalysisFiles, FigureKind, PublishedFigure, export};
use results::release::{Basis, Change, Figure, IndicatorResult, Judgement, Results};
use statistics::analysis::{Analysis, Limits, LimitsMethod, MeanOutcome, Outcome};

use crate::fielded::first;

/// What one exported document answers, by the figure that was asked for.
struct Answered {
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
    let (mut rates, mut others, mut changes) = (0, 0, 0);
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
        rates > 100 && others > 5 && changes > 3,
        "{rates} {others} {changes}"
    );
    // An open link has nothing to ask again.
    let open = (first.demonstration.releases)
        .iter()
        .find(|release| release.mode == Mode::Open)
        .unwrap();
    assert!(export(inputs, open).is_err());
}
