//! The benchmark survey of the reference (`bench.R` beside the golden references; 18 strata, 300 PSUs,
//! twelve five-point items): rake to district and sex × age, then twelve proportions overall and by
//! 18 districts, each with standard error, design effect, logit and Korn–Graubard interval.
//!
//! `cargo bench --bench analysis` takes a million rows; `MINYI_BENCH_ROWS` another number. The work is
//! measured as a whole and by its parts, and reading the CSV file apart from it.
//!
//! # Design
//!
//! The data are made as `bench.R` makes them, by the same distributions, though not by R's generator:
//! what is timed does not depend on the draw. Populations are kept in proportion.

#![expect(clippy::unwrap_used, reason = "a bench that cannot run should stop")]

use std::fmt::Write;
use std::sync::OnceLock;

use divan::{Bencher, black_box};
use rand::rngs::ChaCha20Rng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use statistics::analysis::answer_document;
use statistics::distribution::normal_quantile;
use statistics::weighting::{Margin, Raking, rake};
use statistics::{Column, Domain, Factor, IntervalMethod, Sides, SurveyDesign, Tabulation};

const DISTRICTS: usize = 18;
const PSUS: usize = 300;
const ITEMS: usize = 12;
const AGES: [&str; 4] = ["18-29", "30-44", "45-59", "60+"];
/// Sex × age in the population, F first, ages within.
const SEX: [f64; 2] = [0.51, 0.49];
const AGE: [f64; 4] = [0.19, 0.27, 0.27, 0.27];

fn main() {
    divan::main();
}

struct Survey {
    weights: Vec<f64>,
    psu: Factor,
    district: Factor,
    sex_age: Factor,
    population: Vec<f64>,
    items: Vec<Vec<u8>>,
}

fn rows() -> usize {
    #[expect(
        clippy::disallowed_methods,
        reason = "a bench takes its size from the environment, as divan does its options"
    )]
    let rows = std::env::var("MINYI_BENCH_ROWS");
    rows.ok()
        .and_then(|rows| rows.parse().ok())
        .unwrap_or(1_000_000)
}

fn survey() -> &'static Survey {
    static SURVEY: OnceLock<Survey> = OnceLock::new();
    SURVEY.get_or_init(|| simulate(rows()))
}

fn normal(rng: &mut ChaCha20Rng) -> f64 {
    normal_quantile(rng.random_range(f64::EPSILON..1.0))
}

fn labels(prefix: &str, count: usize) -> Vec<String> {
    (1..=count)
        .map(|index| format!("{prefix}{index:02}"))
        .collect()
}

#[expect(clippy::cast_possible_truncation, reason = "codes are small")]
fn simulate(rows: usize) -> Survey {
    let mut rng = ChaCha20Rng::seed_from_u64(20_260_101);
    // Sixteen communities in every district, the rest at random.
    let mut home: Vec<usize> = (0..DISTRICTS).flat_map(|d| [d; 16]).collect();
    while home.len() < PSUS {
        home.push(rng.random_range(0..DISTRICTS));
    }
    let population: Vec<f64> = (0..DISTRICTS)
        .map(|_| (10.2 + 0.5 * normal(&mut rng)).exp().round() * 60.0)
        .collect();
    let mut psu: Vec<u32> = (0..rows).map(|row| (row % PSUS) as u32).collect();
    psu.shuffle(&mut rng);
    let district: Vec<u32> = psu.iter().map(|&psu| home[psu as usize] as u32).collect();
    let sex_age: Vec<u32> = (0..rows)
        .map(|_| {
            let sex = u32::from(!rng.random_bool(0.54));
            let place: f64 = rng.random();
            let age = [0.15, 0.40, 0.68]
                .iter()
                .filter(|&&cut| place >= cut)
                .count();
            sex * 4 + age as u32
        })
        .collect();
    let mut size = [0.0; DISTRICTS];
    for &district in &district {
        size[district as usize] += 1.0;
    }
    let mut weights: Vec<f64> = district
        .iter()
        .map(|&d| population[d as usize] / size[d as usize] * (0.3 * normal(&mut rng)).exp())
        .collect();
    let scale = population.iter().sum::<f64>() / weights.iter().sum::<f64>();
    for weight in &mut weights {
        *weight *= scale;
    }
    let effect: Vec<f64> = (0..PSUS).map(|_| 0.35 * normal(&mut rng)).collect();
    let mut items = Vec::with_capacity(ITEMS);
    let mut readiness = 0.4;
    for _ in 0..ITEMS {
        readiness += 0.05;
        let answer = |&psu: &u32| {
            let z = readiness + effect[psu as usize] + normal(&mut rng);
            // Five points cut at -1.4, -0.6, 0.2 and 1.2; the upper two are satisfied. Three in a
            // hundred do not know, two skip.
            if rng.random_bool(0.03) || rng.random_bool(0.02) {
                Column::MISSING
            } else {
                u8::from(z > 0.2)
            }
        };
        items.push(psu.iter().map(answer).collect());
    }
    let ages = ["F", "M"]
        .iter()
        .flat_map(|sex| AGES.map(|age| format!("{sex}:{age}")))
        .collect();
    Survey {
        weights,
        psu: Factor::new(psu, labels("C", PSUS)).unwrap(),
        district: Factor::new(district, labels("D", DISTRICTS)).unwrap(),
        sex_age: Factor::new(sex_age, ages).unwrap(),
        population,
        items,
    }
}

fn design(survey: &Survey) -> SurveyDesign {
    SurveyDesign::builder(survey.weights.clone())
        .strata(survey.district.clone())
        .units(survey.psu.clone())
        .build()
        .unwrap()
}

fn raked(survey: &Survey, design: &SurveyDesign) -> SurveyDesign {
    let all: f64 = survey.population.iter().sum();
    let by_district = survey.district.levels().iter().zip(&survey.population);
    let shares = SEX.iter().flat_map(|sex| AGE.map(|age| sex * age * all));
    let by_sex_age = survey.sex_age.levels().iter().zip(shares);
    let margins = vec![
        Margin::new(
            "district",
            survey.district.clone(),
            by_district.map(|(label, total)| (label, *total)),
        )
        .unwrap(),
        Margin::new("sex x age", survey.sex_age.clone(), by_sex_age).unwrap(),
    ];
    rake(design, &Raking::new(margins)).unwrap().design
}

fn tabulated(survey: &Survey, design: &SurveyDesign) -> Tabulation {
    let mut builder = Tabulation::builder().classification("district", &survey.district);
    for (name, item) in labels("q", ITEMS).iter().zip(&survey.items) {
        builder = builder.item(name, Column::Binary(item));
    }
    builder.build(design).unwrap()
}

/// Twelve items in nineteen domains; the sum keeps the optimiser from skipping any.
fn estimated(survey: &Survey, table: &Tabulation) -> f64 {
    let mut domains = vec![Domain::all()];
    let levels = survey.district.levels().iter();
    domains.extend(levels.map(|level| Domain::of("district", level)));
    let names = labels("q", ITEMS);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut checksum = 0.0;
    for estimate in table.means(&names, &domains).into_iter().flatten() {
        let estimate = estimate.unwrap();
        let precision = estimate.precision(1.0);
        for method in [IntervalMethod::Logit, IntervalMethod::KornGraubard] {
            let interval = precision.interval(method, 0.95, Sides::Both).unwrap();
            checksum += interval.upper - interval.lower;
        }
        checksum += estimate.standard_error + estimate.design_effect.unwrap_or(0.0);
    }
    checksum
}

/// All of it, columns in memory.
#[divan::bench(sample_count = 10)]
fn whole(bencher: Bencher<'_, '_>) {
    let survey = survey();
    bencher.bench(|| {
        let design = raked(survey, &design(survey));
        estimated(survey, &tabulated(survey, &design))
    });
}

#[divan::bench(sample_count = 10)]
fn part_1_design(bencher: Bencher<'_, '_>) {
    bencher.bench(|| design(black_box(survey())));
}

#[divan::bench(sample_count = 10)]
fn part_2_raking(bencher: Bencher<'_, '_>) {
    let survey = survey();
    let design = design(survey);
    bencher.bench(|| raked(survey, black_box(&design)));
}

#[divan::bench(sample_count = 10)]
fn part_3_tabulation(bencher: Bencher<'_, '_>) {
    let survey = survey();
    let design = raked(survey, &design(survey));
    bencher.bench(|| tabulated(survey, black_box(&design)));
}

#[divan::bench(sample_count = 10)]
fn part_4_estimates(bencher: Bencher<'_, '_>) {
    let survey = survey();
    let table = tabulated(survey, &raked(survey, &design(survey)));
    bencher.bench(|| estimated(survey, black_box(&table)));
}

/// The survey as a CSV file.
fn csv(survey: &Survey) -> Vec<u8> {
    let mut text = format!("w,psu,district,sex_age,{}\n", labels("q", ITEMS).join(","));
    for (row, weight) in survey.weights.iter().enumerate() {
        write!(text, "{weight:.6}").unwrap();
        for factor in [&survey.psu, &survey.district, &survey.sex_age] {
            let label = &factor.levels()[factor.codes()[row] as usize];
            write!(text, ",{label}").unwrap();
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

/// Reading the file and answering twelve means: what the door of `minyi analyze` costs, most of it for
/// reading.
#[divan::bench(sample_count = 3)]
fn reading_csv(bencher: Bencher<'_, '_>) {
    let file = csv(survey());
    let means: Vec<_> = labels("q", ITEMS)
        .iter()
        .map(|item| json!({ "stat": "mean", "design": "city", "var": item }))
        .collect();
    let document = json!({
        "schema": "minyi-analysis/1",
        "data": { "csv": "survey.csv" },
        "designs": [{ "name": "city", "ids": "psu", "strata": "district", "weights": "w" }],
        "estimates": means,
    });
    bencher
        .counter(divan::counter::BytesCount::new(file.len()))
        .with_inputs(|| file.clone())
        .bench_values(|file| {
            let mut file = Some(file);
            answer_document(&document, &mut |_: &str| {
                file.take().ok_or_else(String::new)
            })
            .unwrap()
        });
}
