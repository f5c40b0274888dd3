//! Every published figure can be asked for again: a release exported, analysed, and compared.

use fieldwork::Mode;
use plan::verdict::Verdict;
use results::analysis_document::{AnalysisFiles, export};
use results::release::{Basis, Change, Figure, IndicatorResult, Judgement, Results};
use serde_json::Value;
use statistics::analysis::analyze;

use crate::fielded::first;

/// The answered estimates of one exported document, by id.
struct Answers(Vec<(String, Value)>);

impl Answers {
    fn of(file: &AnalysisFiles) -> Self {
        let mut load = |name: &str| {
            assert_eq!(name, file.data_name);
            Ok(file.data.clone())
        };
        let answered = analyze(&file.document, &mut load).unwrap();
        let estimates = answered["estimates"].as_array().unwrap();
        let id = |estimate: &Value| estimate["id"].as_str().unwrap().to_owned();
        Self(
            estimates
                .iter()
                .map(|estimate| (id(estimate), estimate["result"].clone()))
                .collect(),
        )
    }

    fn result(&self, id: &str) -> &Value {
        let found = self.0.iter().find(|(known, _)| known == id);
        &found.unwrap_or_else(|| panic!("{id} was not asked for")).1
    }
}

fn limits<'a>(result: &'a Value, method: &str) -> &'a Value {
    let intervals = result["ci"].as_array().unwrap();
    let mut wanted = intervals
        .iter()
        .filter(|ci| ci["method"] == method && ci["level"] == 0.95);
    wanted
        .next()
        .unwrap_or_else(|| panic!("no {method} in {result}"))
}

fn same(ours: &Value, published: f64, place: &str) {
    let ours = ours.as_f64().unwrap_or_else(|| panic!("{place}: {ours}"));
    assert!(
        (ours - published).abs() < 1e-9,
        "{place}: {ours} and {published}"
    );
}

fn figure(answers: &Answers, id: &str, published: Figure) {
    let result = answers.result(id);
    same(&result["estimate"], published.value, id);
    same(&result["se"], published.standard_error, id);
    let interval = limits(result, "korn_graubard");
    same(&interval["lower"], published.interval.0, id);
    same(&interval["upper"], published.interval.1, id);
    assert_eq!(result["n"], published.respondents, "{id}");
    assert_eq!(result["df"], published.degrees_of_freedom, "{id}");
}

fn sensitivity(answers: &Answers, result: &IndicatorResult) -> usize {
    let mut compared = 0;
    for other in &result.sensitivity {
        let name = match other.basis {
            Basis::WithoutDontKnow => "without_dont_know",
            Basis::DontKnowSatisfied => "dont_know_satisfied",
            Basis::SkipsNotSatisfied => "skips_not_satisfied",
            Basis::FourPointScale => "four_point_scale",
            Basis::DirectDissatisfied => "direct_dissatisfied",
            Basis::CrosswiseDissatisfied => "crosswise",
            Basis::Unweighted => "unweighted",
            // The headline, which is compared as the rate.
            Basis::PointRule => continue,
        };
        let id = format!("{} {name}", result.indicator);
        let answer = answers.result(&id);
        let (value, method) = if name == "crosswise" {
            ("clipped", "t_domain_df")
        } else {
            ("estimate", "korn_graubard")
        };
        same(&answer[value], other.value, &id);
        compared += 1;
        let Some((lower, upper)) = other.interval else {
            assert_eq!(other.basis, Basis::Unweighted, "{id} has no interval");
            continue;
        };
        let interval = limits(answer, method);
        let clip = |limit: &Value| Value::from(limit.as_f64().unwrap().clamp(0.0, 1.0));
        same(&clip(&interval["lower"]), lower, &id);
        same(&clip(&interval["upper"]), upper, &id);
    }
    compared
}

fn change(answers: &Answers, id: &str, published: Change) {
    let result = answers.result(id);
    same(&result["estimate"], published.difference, id);
    let interval = limits(result, "t_design_df");
    same(&interval["lower"], published.interval.0, id);
    same(&interval["upper"], published.interval.1, id);
    same(&result["p_value"], published.p_value, id);
}

#[tokio::test]
async fn every_published_rate_and_interval_is_answered_again_by_analyze() {
    let first = first().await;
    let (inputs, release) = first.yearly.last().unwrap();
    let files = export(inputs, release).unwrap();
    let answers: Vec<Answers> = files.iter().map(Answers::of).collect();
    let Results::Probability { indicators, .. } = &release.results else {
        panic!("the yearly waves are probability samples");
    };
    let (mut rates, mut others, mut changes) = (0, 0, 0);
    for result in indicators {
        let id = &result.indicator;
        if let Some(rate) = result.rate {
            figure(&answers[0], id, rate);
            rates += 1;
        }
        for district in &result.districts {
            if let Some(rate) = district.figure {
                figure(&answers[0], &format!("{id} {}", district.code), rate);
                rates += 1;
            }
        }
        for (question, part) in result.questions.iter().zip(&result.parts) {
            if let Some(rate) = part {
                figure(&answers[0], &format!("{id} {}", question.id), *rate);
                rates += 1;
            }
        }
        if let Judgement::Threshold { verdict, .. } = result.judgement
            && verdict != Verdict::UndeterminedQuality
        {
            let word = &answers[0].result(&format!("{id} verdict"))["verdict"];
            assert_eq!(*word, serde_json::to_value(verdict).unwrap(), "{id}");
        }
        others += sensitivity(&answers[0], result);
        for published in [result.change, result.since_baseline].into_iter().flatten() {
            let place = inputs
                .earlier
                .iter()
                .filter(|data| data.wave.year <= published.from)
                .count();
            if result.questions.len() == 1 {
                change(&answers[place], &format!("{id} change"), published);
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
