//! Every number of the yearly releases, held against what R computed from the raw cases (`tests/golden/release`).

use std::collections::BTreeMap;
use std::io::BufReader;
use std::path::PathBuf;

use chrono::DateTime;
use plan::verdict::Verdict;
use results::raw_cases::raw_cases;
use results::release::{Judgement, QualityConcern, Results, Step};
use results::{Inputs, Release, compute};
use serde_json::{Map, Value};

use crate::fielded::{first, second};
use crate::hard_case::hard_case;
use crate::sampford_case::sampford_case;
use crate::storage::setting;

/// How far a number may lie from R's, relatively.
const TOLERANCE: f64 = 1e-9;

/// Below this, a number is a difference of nearly equal ones, and its distance is told in units of this.
const SMALLEST: f64 = 1e-3;

const P_VALUES: [&str; 3] = ["p_value", "holm", "screened"];

/// Members that are words and not texts: they must be in the golden file too.
const WORDS: [&str; 11] = [
    "judgement",
    "verdict",
    "trend",
    "step",
    "basis",
    "quality_concerns",
    "code",
    "numerator",
    "denominator",
    "distribution",
    "indicator",
];

/// A packed file of `tests/golden/release`.
fn golden(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden/release")
        .join(format!("{name}.xz"));
    let file =
        std::fs::File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut content = Vec::new();
    lzma_rs::xz_decompress(&mut BufReader::new(file), &mut content).unwrap();
    content
}

/// What was compared, and what differs.
#[derive(Default)]
struct Comparison {
    numbers: usize,
    worst: f64,
    faults: Vec<String>,
}

impl Comparison {
    fn compare(&mut self, ours: &Value, golden: &Value, path: &str) {
        match (ours, golden) {
            (Value::Object(ours), Value::Object(golden)) => self.members(ours, golden, path),
            (Value::Array(ours), Value::Array(golden)) if ours.len() == golden.len() => {
                for (place, (ours, golden)) in ours.iter().zip(golden).enumerate() {
                    self.compare(ours, golden, &format!("{path}/{place}"));
                }
            }
            (Value::Number(ours), Value::Number(golden)) => {
                let (ours, golden) = (ours.as_f64().unwrap(), golden.as_f64().unwrap());
                let scale = ours.abs().max(golden.abs()).max(SMALLEST);
                // What a p value is relatively off by grows without bound the smaller it is: there the distance itself counts.
                let name = path.rsplit('/').next().unwrap_or_default();
                let distance = if P_VALUES.contains(&name) {
                    (ours - golden).abs()
                } else {
                    (ours - golden).abs() / scale
                };
                self.numbers += 1;
                self.worst = self.worst.max(distance);
                if distance > TOLERANCE {
                    self.faults.push(format!("{path}: {ours}, {golden} by R"));
                }
            }
            (ours, golden) if ours == golden => {}
            (ours, golden) => self.faults.push(format!("{path}: {ours}, {golden} by R")),
        }
    }

    /// R computes every member but texts.
    fn members(&mut self, ours: &Map<String, Value>, golden: &Map<String, Value>, path: &str) {
        for (name, value) in ours {
            let path = format!("{path}/{name}");
            match golden.get(name) {
                Some(golden) => self.compare(value, golden, &path),
                None if WORDS.contains(&name.as_str()) || holds_figures(value) => {
                    self.faults.push(format!("{path}: not computed by R"));
                }
                None => {}
            }
        }
        for name in golden.keys().filter(|name| !ours.contains_key(*name)) {
            self.faults
                .push(format!("{path}/{name}: only computed by R"));
        }
    }
}

/// In what two documents differ.
pub(crate) fn faults(ours: &Value, other: &Value) -> Vec<String> {
    let mut comparison = Comparison::default();
    comparison.compare(ours, other, "");
    comparison.faults
}

fn holds_figures(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
        Value::String(_) => false,
        Value::Array(entries) => entries.iter().any(holds_figures),
        Value::Object(members) => members.values().any(holds_figures),
    }
}

/// The members of a release that are computed, and not names and dates.
fn computed(release: &Release) -> Value {
    let Value::Object(mut members) = serde_json::to_value(release).unwrap() else {
        panic!("a release is an object");
    };
    members
        .retain(|name, _| ["year", "simulated", "respondents", "results"].contains(&name.as_str()));
    members.into()
}

/// Compares releases with what R made of their raw cases.
fn hold<'a>(name: &str, releases: impl Iterator<Item = &'a Release>) -> usize {
    let mut comparison = Comparison::default();
    let mut count = 0;
    for release in releases {
        let golden = golden(&format!("expected-{}.json", release.wave));
        let golden = serde_json::from_slice(&golden).unwrap();
        comparison.compare(&computed(release), &golden, &release.wave);
        count += 1;
    }
    println!(
        "{name}: {} numbers of {count} releases compared with R, the worst relative difference {:.1e}",
        comparison.numbers, comparison.worst
    );
    let faults = &comparison.faults;
    assert!(
        faults.is_empty(),
        "{} differ: {:#?}",
        faults.len(),
        &faults[..faults.len().min(20)]
    );
    comparison.numbers
}

#[tokio::test]
async fn every_number_of_the_stored_releases_is_what_r_computes_from_the_raw_cases() {
    for (time, fielded) in [("first", first().await), ("second", second().await)] {
        let stored = fielded.yearly.iter().map(|(_, release)| release);
        let numbers = hold(&format!("{time} database"), stored);
        assert!(numbers > 5_000, "{numbers}");
    }
}

#[tokio::test]
async fn every_number_of_the_hard_case_is_what_r_computes_from_its_raw_cases() {
    let (_, release) = hard_case(&first().await.yearly);
    let numbers = hold("hard case", [&release].into_iter());
    assert!(numbers > 1_000, "{numbers}");
}

/// In a wave drawn by Sampford's method the variance rests on the pairs of PSUs, and on each stratum's own.
#[tokio::test]
async fn every_number_of_a_wave_drawn_by_sampfords_method_is_what_r_computes_from_its_raw_cases() {
    let (mut inputs, release) = sampford_case(first().await);
    let numbers = hold("Sampford's method", [&release].into_iter());
    assert!(numbers > 1_000, "{numbers}");
    inputs.wave.pairs.clear();
    let without = compute(&inputs, DateTime::UNIX_EPOCH).unwrap();
    let differ = faults(&computed(&release), &computed(&without));
    let of = |what: &str| differ.iter().filter(|it| it.contains(what)).count();
    assert!(of("standard_error") > 100, "{differ:#?}");
    // What districts are by the model rests on their variance; no other value does.
    let values = differ.iter().filter(|it| it.contains("/value:"));
    let values = values.filter(|it| !it.contains("/small_areas/"));
    assert_eq!(values.count(), 0, "{differ:#?}");
}

/// The hard case is hard: each of what the demonstration lacks is in it.
#[tokio::test]
async fn the_hard_case_holds_what_the_demonstration_does_not() {
    let (inputs, release) = hard_case(&first().await.yearly);
    let Results::Probability { method, indicators } = &release.results else {
        panic!("the yearly waves are probability samples");
    };
    assert_eq!(
        method.quality_concerns,
        [QualityConcern::Coaching, QualityConcern::ResponseRate]
    );
    assert!(method.merged_psus > 0);
    assert!(
        method
            .weighting
            .iter()
            .any(|step| step.step == Step::Trimming)
    );
    assert!(inputs.wave.psus.iter().any(|psu| psu.certainty));
    let of = |id: &str| {
        indicators
            .iter()
            .find(|result| result.indicator.as_str() == id)
            .unwrap()
    };
    let word = |verdict, last| Judgement::Threshold { verdict, last };
    assert_eq!(
        of("sat-compulsory-education").judgement,
        word(Verdict::UndeterminedQuality, true)
    );
    assert_eq!(
        of("sat-anti-corruption").judgement,
        word(Verdict::NotMet, true)
    );
    for result in indicators {
        let hidden = result
            .districts
            .iter()
            .filter(|district| district.figure.is_none());
        assert!(hidden.count() > 1, "{}", result.indicator);
    }
    let mut figures = of("awr-legal-publicity")
        .districts
        .iter()
        .filter_map(|district| district.figure);
    assert!(figures.any(|figure| figure.value >= 1.0));
    let reworded = of("sat-environment");
    assert!(reworded.change.is_none());
    assert_eq!(
        reworded.since_baseline.map(|change| change.from),
        Some(2012)
    );
    let years: Vec<i32> = reworded.history.iter().map(|(year, _)| *year).collect();
    assert_eq!(years, [2012, 2014]);
}

#[test]
fn a_number_a_word_or_a_hidden_cell_that_differs_is_a_fault() {
    let faults = |ours: Value, golden: Value| {
        let mut comparison = Comparison::default();
        comparison.compare(&ours, &golden, "");
        comparison.faults.len()
    };
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let released = r#"{ "rate": 0.5, "verdict": "met", "name": "Rate", "part": null }"#;
    let by_r = r#"{ "rate": 0.5, "verdict": "met", "part": null }"#;
    assert_eq!(faults(value(released), value(by_r)), 0);
    for (told, instead) in [
        ("0.5", "0.500000001"),
        (r#""met""#, r#""not_met""#),
        ("null", "0.5"),
        (r#""rate": 0.5, "#, ""),
        (r#""verdict": "met", "#, ""),
        (r#", "part": null"#, ""),
        ("0.5", r#"0.5, "more": 1"#),
    ] {
        let by_r = by_r.replace(told, instead);
        assert_eq!(faults(value(released), value(&by_r)), 1, "{by_r}");
    }
}

/// Takes out what says by what was registered, and how the draw was.
fn remove_commitments(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| !["draw", "registration"].contains(&name.as_str()));
            members.values_mut().for_each(remove_commitments);
        }
        Value::Array(entries) => entries.iter_mut().for_each(remove_commitments),
        _ => {}
    }
}

/// With `MINYI_TEST_RAW_CASES_INTO` the export is written there, to make the fixture again.
#[tokio::test]
async fn the_raw_export_is_the_one_that_r_was_given() {
    let mut exported: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let yearly = &first().await.yearly;
    let (hard, hard_release) = hard_case(yearly);
    let (sampford, sampford_release) = sampford_case(first().await);
    let yearly = yearly.iter().map(|(inputs, release)| (inputs, release));
    let made = [(&hard, &hard_release), (&sampford, &sampford_release)];
    for (inputs, release) in yearly.chain(made) {
        for file in raw_cases(inputs, release).unwrap() {
            let known = exported.insert(file.name.clone(), file.content.clone());
            assert!(
                known.is_none_or(|known| known == file.content),
                "{}",
                file.name
            );
        }
    }
    if let Some(folder) = setting("MINYI_TEST_RAW_CASES_INTO") {
        for (name, content) in &exported {
            std::fs::write(PathBuf::from(&folder).join(name), content).unwrap();
        }
        return;
    }
    assert_eq!(exported.len(), 29);
    for (name, content) in &exported {
        let fixture = golden(&format!("cases/{name}"));
        if content.starts_with(b"{") {
            // The last digits hang on the order in which answers were mixed, and that on the key of an installation;
            // the commitments hang on the salt of a registration.
            let value = |text: &[u8]| {
                let mut value = serde_json::from_slice(text).unwrap();
                remove_commitments(&mut value);
                value
            };
            let mut comparison = Comparison::default();
            comparison.compare(&value(content), &value(&fixture), name);
            assert!(comparison.faults.is_empty(), "{:#?}", comparison.faults);
        } else {
            assert!(*content == fixture, "{name} is not the fixture");
        }
    }
}

#[tokio::test]
async fn an_open_link_has_no_cases_to_hand_out() {
    let first = first().await;
    let (inputs, _): &(Inputs, Release) = &first.yearly[0];
    let mut releases = first.demonstration.releases.iter();
    let open = releases
        .find(|release| release.wave == "open-2014")
        .unwrap();
    let refused = raw_cases(inputs, open).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "wave open-2014 is an open link: nobody was sampled, so it has no cases"
    );
}
