//! The rows that may be published, of five thousand persons: what anybody computes from them is what was published, and what
//! nobody may compute from them cannot be had.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use results::person_rows::{
    CodeBook, PersonRows, WEIGHT, person_rows, python_script, r_script, replicate,
};
use results::published::Published;
use results::release::{Class, GroupedBy, Results};
use tokio::sync::OnceCell;

use crate::fielded::first;

/// The rows of the last wave.
async fn rows() -> &'static PersonRows {
    static ROWS: OnceCell<PersonRows> = OnceCell::const_new();
    let made = async || {
        let (inputs, release) = first().await.yearly.last().unwrap();
        let published = Published {
            release: release.clone(),
            hash: "0".repeat(64),
        };
        let mut rng = ChaCha20Rng::seed_from_u64(7);
        person_rows(inputs, &published, 5, &mut rng).unwrap()
    };
    ROWS.get_or_init(made).await
}

/// The columns of a table by name.
fn columns(table: &[u8]) -> BTreeMap<String, Vec<f64>> {
    let mut reader = csv::Reader::from_reader(table);
    let names: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let mut columns: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for row in reader.records() {
        for (name, cell) in names.iter().zip(&row.unwrap()) {
            let cell = cell.parse().unwrap();
            columns.entry(name.clone()).or_default().push(cell);
        }
    }
    columns
}

/// What a script says: by indicator rate, error, limits, published rate and published error.
fn said(output: &std::process::Output) -> BTreeMap<String, [f64; 6]> {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        let numbers: Vec<f64> = row
            .iter()
            .skip(1)
            .map(|cell| cell.parse().unwrap())
            .collect();
        (row[0].to_owned(), numbers.try_into().unwrap())
    });
    rows.collect()
}

/// Holds what a script says to the release: rates to nine digits, errors to five, limits to the sixth decimal.
fn assert_published(found: &BTreeMap<String, [f64; 6]>, book: &CodeBook, who: &str) {
    assert_eq!(found.len(), book.figures.len(), "{who}");
    let (mut worst, mut widest) = (0.0_f64, 0.0_f64);
    for reproduced in &book.figures {
        let figure = &reproduced.figure;
        let [rate, error, lower, upper, ..] = found[reproduced.indicator.as_str()];
        worst = worst.max((rate - figure.value).abs());
        widest = widest.max((error / figure.standard_error - 1.0).abs());
        let limits = (lower - figure.interval.0)
            .abs()
            .max((upper - figure.interval.1).abs());
        // Of a mean of several questions the design effect of the composite is not told.
        assert!(limits < 2e-3, "{who} {}: {limits}", reproduced.indicator);
        if reproduced.items.len() == 1 {
            assert!(limits < 1e-5, "{who} {}: {limits}", reproduced.indicator);
        }
    }
    println!("{who}: rates within {worst:e}, standard errors within {widest:e}");
    assert!(worst < 1e-9 && widest < 1e-4, "{who}: {worst:e} {widest:e}");
}

/// Python alone, and R with `survey` where it is installed.
#[tokio::test]
async fn scripts_give_the_published_figures_again() {
    let rows = rows().await;
    let ids: Vec<&str> = rows
        .code_book
        .figures
        .iter()
        .map(|it| it.indicator.as_str())
        .collect();
    println!("reproduced: {ids:?}");
    assert!(ids.len() >= 10, "{ids:?}");
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("rows.csv"), &rows.table).unwrap();
    fs::write(at("reproduce.py"), python_script(&rows.code_book)).unwrap();
    fs::write(at("reproduce.R"), r_script(&rows.code_book)).unwrap();
    let run = |program: &str, script: &str| {
        let mut command = Command::new(program);
        command.args([at(script), at("rows.csv")]).output()
    };
    match run("python3", "reproduce.py") {
        Ok(output) => assert_published(&said(&output), &rows.code_book, "Python"),
        Err(why) => println!("Python is not there: {why}"),
    }
    let survey = Command::new("Rscript")
        .args(["-e", "library(survey)"])
        .output();
    if survey.is_ok_and(|asked| asked.status.success()) {
        let output = run("Rscript", "reproduce.R").unwrap();
        assert_published(&said(&output), &rows.code_book, "R");
    } else {
        println!("R is not there with survey");
    }
}

/// Rates by district from the rows against those published: near, with intervals of nearly the published width.
#[tokio::test]
async fn districts_come_out_nearly_as_published() {
    let rows = rows().await;
    let columns = columns(&rows.table);
    let (_, release) = first().await.yearly.last().unwrap();
    let Results::Probability { indicators, .. } = &release.results else {
        panic!("the yearly waves are probability samples");
    };
    let book = &rows.code_book;
    let (mut off, mut ratios) = (Vec::new(), Vec::new());
    for reproduced in book.figures.iter().filter(|it| it.items.len() == 1) {
        let item = &reproduced.items[0];
        let mut known = indicators.iter();
        let result = known
            .find(|it| it.indicator == reproduced.indicator)
            .unwrap();
        let codes = &columns[&item.variable];
        #[expect(clippy::cast_possible_truncation, reason = "codes are whole")]
        let among = |list: &[i64], row: usize| list.contains(&(codes[row] as i64));
        for (place, district) in result.districts.iter().enumerate() {
            let Some(figure) = district.figure else {
                continue;
            };
            let code = f64::from(u32::try_from(place + 1).unwrap());
            let here: Vec<usize> = (0..codes.len())
                .filter(|row| columns["district"][*row].total_cmp(&code).is_eq())
                .filter(|row| among(&item.denominator, *row))
                .collect();
            let rate = |weights: &[f64]| {
                let all: f64 = here.iter().map(|row| weights[*row]).sum();
                let successes = here.iter().filter(|row| among(&item.numerator, **row));
                successes.map(|row| weights[*row]).sum::<f64>() / all
            };
            let value = rate(&columns[WEIGHT]);
            let squares = (1..=book.replication.replicates).map(|number| {
                let moved = rate(&columns[&replicate(number)]) - value;
                moved * moved
            });
            let error = (squares.sum::<f64>() * book.replication.scale).sqrt();
            if figure.standard_error > 0.0 {
                off.push((value - figure.value).abs() / figure.standard_error);
                ratios.push(error / figure.standard_error);
            }
        }
    }
    off.sort_by(f64::total_cmp);
    ratios.sort_by(f64::total_cmp);
    let at = |sorted: &[f64], hundredth: usize| sorted[(sorted.len() - 1) * hundredth / 100];
    println!(
        "{} rates of districts: off by {:.2} standard errors (median), {:.2} (95th); standard error over the published one {:.2} (5th), {:.2} (median), {:.2} (95th)",
        off.len(),
        at(&off, 50),
        at(&off, 95),
        at(&ratios, 5),
        at(&ratios, 50),
        at(&ratios, 95),
    );
    assert!(off.len() > 100);
    assert!(at(&off, 50) < 0.5 && at(&off, 95) < 2.0);
    assert!((0.8..1.4).contains(&at(&ratios, 50)), "{}", at(&ratios, 50));
}

/// Whoever subtracts what is published from the rows finds no cell of fewer than thirty persons: every district and every class
/// that the rows tell by itself is one of which the release shows all figures, or is not counted by any.
#[tokio::test]
async fn joined_with_the_published_tables_the_rows_tell_no_smaller_cell() {
    let rows = rows().await;
    let columns = columns(&rows.table);
    let (_, release) = first().await.yearly.last().unwrap();
    let Results::Probability { indicators, .. } = &release.results else {
        panic!("the yearly waves are probability samples");
    };
    let mut told = 0;
    for name in ["district", "R25", "R01", "R26", "R28"] {
        let mut sizes: BTreeMap<u64, usize> = BTreeMap::new();
        for code in &columns[name] {
            *sizes.entry(code.to_bits()).or_default() += 1;
        }
        told += sizes.len();
        assert!(sizes.values().all(|size| *size >= 30), "{name}: {sizes:?}");
    }
    assert!(told > 20, "{told}");
    for result in indicators {
        for table in &result.groups {
            let GroupedBy::Question { id, .. } = &table.by else {
                continue;
            };
            for class in &table.classes {
                let hidden = class.figure.is_none() && class.class != Class::NotStated;
                assert!(
                    !hidden || id == "settlement",
                    "{id} of {} has hidden classes",
                    result.indicator
                );
            }
        }
    }
}

/// The replicates of rows of one PSU are no more alike than those of others: of all pairs of rows of a district the ratios are
/// compared, and the nearest rows found. Rows are told apart by their codes where these are of one row alone.
#[tokio::test]
async fn the_rows_hold_no_weight_that_their_codes_do_not_tell() {
    let rows = rows().await;
    let coded = rows.code_book.variables.len();
    let mut weights: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let text = String::from_utf8(rows.table.clone()).unwrap();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let kind = weights.entry(cells[..coded].join(","));
        kind.or_default().insert(cells[coded].to_owned());
    }
    assert!(weights.values().all(|of| of.len() == 1));
    let shared = text.lines().count() - 1 - weights.len();
    println!(
        "{} kinds of rows by all codes, {shared} rows more than kinds",
        weights.len()
    );
    assert!(shared > 100);
    println!("{:?}", rows.uniqueness);
    println!("scale {:?}", rows.code_book.replication);
}
