//! The benchmark survey: rake a million responses to district and sex × age, then twelve
//! proportions overall and by 18 districts, each with standard error, design effect, logit and
//! Korn–Graubard interval. Columns are in memory; `cargo bench --bench analysis [-- ROWS]`.

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use minyi::statistics::analysis::analyze;
use minyi::statistics::weighting::{Margin, Raking, rake};
use minyi::statistics::{Column, Domain, Factor, IntervalMethod, Sides, SurveyDesign, Tabulation};
use rand::rngs::ChaCha20Rng;
use rand::{RngExt, SeedableRng};
use serde_json::json;

const DISTRICTS: usize = 18;
const PSUS: usize = 300;
const ITEMS: usize = 12;

struct Survey {
    weights: Vec<f64>,
    psu: Factor,
    district: Factor,
    sex_age: Factor,
    items: Vec<Vec<u8>>,
}

fn labels(prefix: &str, count: usize) -> Vec<String> {
    (0..count)
        .map(|index| format!("{prefix}{index:03}"))
        .collect()
}

fn simulate(rows: usize) -> Survey {
    let mut rng = ChaCha20Rng::seed_from_u64(20_260_101);
    let psu: Vec<u32> = (0..rows).map(|_| rng.random_range(0..300)).collect();
    let district = psu.iter().map(|psu| psu % 18).collect();
    let sex_age = (0..rows).map(|_| rng.random_range(0..8)).collect();
    let effect: Vec<f64> = (0..PSUS).map(|_| rng.random_range(-0.12..0.12)).collect();
    let items = (0..ITEMS)
        .map(|_| {
            let mut answer = |&psu: &u32| {
                if rng.random_bool(0.05) {
                    Column::MISSING
                } else {
                    u8::from(rng.random_bool(0.7 + effect[psu as usize]))
                }
            };
            psu.iter().map(&mut answer).collect()
        })
        .collect();
    Survey {
        weights: (0..rows).map(|_| rng.random_range(20.0..100.0)).collect(),
        psu: Factor::new(psu, labels("C", PSUS)).expect("codes below 300"),
        district: Factor::new(district, labels("D", DISTRICTS)).expect("codes below 18"),
        sex_age: Factor::new(sex_age, labels("A", 8)).expect("codes below 8"),
        items,
    }
}

/// The whole work, and how long raking and tabulating took of it.
fn analyse(survey: &Survey) -> (f64, [Duration; 4]) {
    let start = Instant::now();
    let design = SurveyDesign::builder(survey.weights.clone())
        .strata(survey.district.clone())
        .units(survey.psu.clone())
        .build()
        .expect("a valid design");
    let built = start.elapsed();
    let population = 9.6e6;
    let by_district = survey
        .district
        .levels()
        .iter()
        .map(|level| (level, population / 18.0));
    let by_sex_age = survey
        .sex_age
        .levels()
        .iter()
        .map(|level| (level, population / 8.0));
    let margins = vec![
        Margin::new("district", survey.district.clone(), by_district).expect("all levels"),
        Margin::new("sex x age", survey.sex_age.clone(), by_sex_age).expect("all levels"),
    ];
    let raked = rake(&design, &Raking::new(margins)).expect("it converges");
    let raking = start.elapsed();
    let names = labels("q", ITEMS);
    let mut builder = Tabulation::builder().classification("district", &survey.district);
    for (name, item) in names.iter().zip(&survey.items) {
        builder = builder.item(name, Column::Binary(item));
    }
    let table = builder
        .build(&raked.design)
        .expect("columns of equal length");
    let tabulated = start.elapsed();
    let mut domains = vec![Domain::all()];
    domains.extend(
        survey
            .district
            .levels()
            .iter()
            .map(|level| Domain::of("district", level)),
    );
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut checksum = 0.0;
    for estimate in table.means(&names, &domains).into_iter().flatten() {
        let estimate = estimate.expect("everybody answers something");
        let precision = estimate.precision(1.0);
        for method in [IntervalMethod::Logit, IntervalMethod::KornGraubard] {
            let interval = precision
                .interval(method, 0.95, Sides::Both)
                .expect("0 < p < 1");
            checksum += interval.upper - interval.lower;
        }
        checksum += estimate.standard_error + estimate.design_effect.unwrap_or(0.0);
    }
    (checksum, [built, raking, tabulated, start.elapsed()])
}

/// The survey as a CSV file.
fn csv(survey: &Survey) -> Vec<u8> {
    let mut text = format!(
        "weight,psu,district,sex_age,{}\n",
        labels("q", ITEMS).join(",")
    );
    for (row, weight) in survey.weights.iter().enumerate() {
        let _ = write!(text, "{weight}");
        for factor in [&survey.psu, &survey.district, &survey.sex_age] {
            let _ = write!(text, ",{}", factor.levels()[factor.codes()[row] as usize]);
        }
        for item in &survey.items {
            text.push(',');
            if item[row] != Column::MISSING {
                text.push(char::from(b'0' + item[row]));
            }
        }
        text.push('\n');
    }
    text.into_bytes()
}

/// Reading the file and tabulating twelve proportions, through the door of `minyi analyze`.
fn read_and_answer(file: &[u8]) -> Duration {
    let estimates: Vec<_> = labels("q", ITEMS)
        .iter()
        .map(|item| json!({ "stat": "proportion", "design": "city", "var": item }))
        .collect();
    let document = json!({
        "schema": "minyi-analysis/1",
        "data": { "csv": "survey.csv" },
        "designs": [{ "name": "city", "ids": "psu", "strata": "district", "weights": "weight" }],
        "estimates": estimates,
    });
    let start = Instant::now();
    let answered = analyze(&document, &mut |_: &str| Ok(file.to_vec())).expect("a sound document");
    black_box(answered);
    start.elapsed()
}

#[expect(clippy::print_stdout, reason = "the timing is the product of the run")]
fn main() {
    let rows = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(1_000_000);
    let survey = simulate(rows);
    let mut best = [Duration::MAX; 4];
    for _ in 0..7 {
        let (checksum, times) = analyse(black_box(&survey));
        black_box(checksum);
        if times[3] < best[3] {
            best = times;
        }
    }
    println!(
        "{rows} rows: design {:?}, + raking {:?}, + tabulation {:?}, all {:?}",
        best[0], best[1], best[2], best[3]
    );
    let file = csv(&survey);
    let megabytes = file.len() / 1_000_000;
    println!(
        "reading {megabytes} MB of CSV and 12 proportions: {:?}",
        read_and_answer(&file)
    );
}
