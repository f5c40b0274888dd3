use std::collections::BTreeSet;

use chrono::DateTime;
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;

use super::*;
use crate::compute::compute;
use crate::example;
use fieldwork::Mode;
use plan::{Adults, GroupClass, Grouping};
use questionnaire::{Answer, Code, QuestionId};

const MARGINS: &str = "[[margin]]\nid = \"district\"\ntitle = { zh = \"区\", en = \"District\" }\nby = \"stratum\"\nstatus = \"verified\"\n\
    [[margin]]\nid = \"sex\"\ntitle = { zh = \"性别\", en = \"Sex\" }\nby = \"Q3\"\nstatus = \"missing\"\n";

fn published(inputs: &Inputs) -> Published {
    Published {
        release: compute(inputs, DateTime::UNIX_EPOCH).unwrap(),
        hash: "0".repeat(64),
    }
}

fn exported(inputs: &Inputs, k: usize, seed: u64) -> PersonRows {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    person_rows(inputs, &published(inputs), k, &mut rng).unwrap()
}

/// The cells of the table, its head first.
fn cells(rows: &PersonRows) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(rows.table.as_slice());
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        row.iter().map(str::to_owned).collect()
    });
    rows.collect()
}

fn inputs() -> Inputs {
    let mut inputs = example::inputs(200);
    inputs.margins = example::margins(MARGINS);
    // Places that differ, so that there is something to cluster.
    for (at, response) in inputs.wave.responses.iter_mut().enumerate() {
        if at % 4 == 0 && at % 3 != 0 {
            let answer = Answer::Number(1);
            response.answers.0.insert(QuestionId::new("Q1"), answer);
        }
    }
    inputs
}

#[test]
fn every_row_is_one_of_k_by_all_that_stands_beside_the_answers() {
    for k in [2, 5, 12, 40] {
        let exported = exported(&inputs(), k, 1);
        let rows = cells(&exported);
        assert_eq!(
            rows[0][..6],
            ["district", "Q3", "Q1", "Q2", "weight", "w001"]
        );
        let mut kinds: BTreeMap<&[String], usize> = BTreeMap::new();
        for row in &rows[1..] {
            *kinds.entry(&row[..2]).or_default() += 1;
        }
        assert!(kinds.values().all(|size| *size >= k), "{k}: {kinds:?}");
        let uniqueness = &exported.uniqueness;
        assert_eq!(uniqueness.after, Exposure { unique: 0, few: 0 });
        assert_eq!(uniqueness.rows, rows.len() - 1 + uniqueness.left_out);
    }
}

/// A weight is a function of what stands beside it, so that it tells nothing of the PSU.
#[test]
fn rows_of_the_same_codes_have_the_same_weight() {
    let rows = cells(&exported(&inputs(), 5, 1));
    let mut weights: BTreeMap<&[String], BTreeSet<&String>> = BTreeMap::new();
    for row in &rows[1..] {
        weights.entry(&row[..4]).or_default().insert(&row[4]);
    }
    assert!(
        weights.len() > 3 && weights.values().all(|of| of.len() == 1),
        "{weights:?}"
    );
}

fn sum(rows: &[Vec<String>], column: &str, counts: impl Fn(&[String]) -> bool) -> f64 {
    let place = rows[0].iter().position(|name| name == column).unwrap();
    let counted = rows[1..].iter().filter(|row| counts(row));
    counted.map(|row| row[place].parse::<f64>().unwrap()).sum()
}

/// The rate of an item by a column of weights.
fn rate(rows: &[Vec<String>], item: &Item, weights: &str) -> f64 {
    let place = rows[0]
        .iter()
        .position(|name| *name == item.variable)
        .unwrap();
    let among = |codes: &[i64], row: &[String]| codes.contains(&row[place].parse().unwrap());
    sum(rows, weights, |row| among(&item.numerator, row))
        / sum(rows, weights, |row| among(&item.denominator, row))
}

/// Every published rate and its standard error follow from the table and its code book alone.
#[test]
fn the_published_rates_and_their_errors_follow_from_the_rows() {
    let exported = exported(&inputs(), 5, 1);
    let rows = cells(&exported);
    let book = &exported.code_book;
    let ids: Vec<&str> = book
        .figures
        .iter()
        .map(|it| it.indicator.as_str())
        .collect();
    assert_eq!(
        ids,
        ["sat-one", "sat-mean"],
        "the check asks what a person is known by"
    );
    for reproduced in &book.figures {
        let mean = |weights: &str| {
            let rates = reproduced
                .items
                .iter()
                .map(|item| rate(&rows, item, weights));
            rates.sum::<f64>() / real_count(reproduced.items.len() as u64)
        };
        let value = mean(WEIGHT);
        assert!((value - reproduced.figure.value).abs() < 1e-9, "{value}");
        let squares = (1..=book.replication.replicates).map(|number| {
            let moved = mean(&replicate(number)) - value;
            moved * moved
        });
        let error = (squares.sum::<f64>() * book.replication.scale).sqrt();
        let published = reproduced.figure.standard_error;
        assert!(
            (error / published - 1.0).abs() < 1e-4,
            "{error} {published}"
        );
    }
}

#[test]
fn the_areas_keep_their_rows_and_their_weight() {
    let rows = cells(&exported(&inputs(), 5, 1));
    for area in ["1", "2"] {
        let here = |row: &[String]| row[0] == area;
        assert_eq!(rows[1..].iter().filter(|row| here(row)).count(), 100);
        let weight = sum(&rows, WEIGHT, here);
        assert!((weight - 10_000.0).abs() < 1e-3, "{weight}");
        let replicate = sum(&rows, "w080", here);
        assert!((replicate - 10_000.0).abs() < 1e-1, "{replicate}");
    }
}

#[test]
fn districts_of_which_the_release_hides_a_figure_are_one_area() {
    let mut inputs = inputs();
    // Of the first district too few answered Q1.
    for (at, response) in inputs.wave.responses.iter_mut().enumerate() {
        if at % 4 < 2 && at > 40 {
            response.answers.0.remove(&QuestionId::new("Q1"));
        }
    }
    let exported = exported(&inputs, 5, 1);
    assert_eq!(exported.uniqueness.districts_together, 2);
    let district = &exported.code_book.variables[0];
    let told = district
        .values
        .iter()
        .filter(|value| !value.meaning.is_missing());
    let told: Vec<&Meaning> = told.map(|value| &value.meaning).collect();
    assert_eq!(told, [&Meaning::OtherDistricts]);
}

#[test]
fn what_respondents_say_of_themselves_is_not_told_where_the_release_hides_a_class() {
    let mut inputs = inputs();
    let class = |title: &str, code| GroupClass {
        title: [("zh", title)].into(),
        codes: vec![Code(code)],
    };
    inputs.plan.groupings.push(Grouping {
        id: "vote".into(),
        title: [("zh", "投票")].into(),
        questionnaire: "residents".into(),
        question: QuestionId::new("Q3"),
        classes: vec![class("投了", 1), class("没有投", 2)],
    });
    // One in seven of two hundred is fewer than thirty.
    let exported = exported(&inputs, 5, 1);
    assert_eq!(exported.uniqueness.columns, [("Q3".to_owned(), None)]);
    let rows = cells(&exported);
    assert!(rows[1..].iter().all(|row| row[1] == "-7"));
}

#[test]
fn no_class_of_what_is_known_has_fewer_than_thirty_persons() {
    let mut inputs = inputs();
    let by_number = "[[margin]]\nid = \"number\"\ntitle = { zh = \"数\", en = \"Number\" }\nby = \"Q2\"\nstatus = \"missing\"\n";
    inputs.margins = example::margins(&format!("{MARGINS}{by_number}"));
    for (at, response) in inputs.wave.responses.iter_mut().enumerate() {
        let adults = if at % 10 == 7 { 98 } else { [1, 3][at % 2] };
        let adults = Answer::Number(adults);
        response.answers.0.insert(QuestionId::new("Q2"), adults);
    }
    let exported = exported(&inputs, 5, 1);
    assert!(exported.uniqueness.before.unique > 0);
    assert_eq!(exported.uniqueness.after, Exposure { unique: 0, few: 0 });
    let rows = cells(&exported);
    for column in [1, 2] {
        let mut sizes: BTreeMap<&String, usize> = BTreeMap::new();
        for row in &rows[1..] {
            *sizes.entry(&row[column]).or_default() += 1;
        }
        assert!(sizes.values().all(|size| *size >= 30), "{sizes:?}");
    }
}

#[test]
fn how_many_adults_live_in_a_household_is_not_told() {
    let mut inputs = inputs();
    inputs.plan.adults = Some(Adults {
        questionnaire: "residents".into(),
        question: QuestionId::new("Q2"),
        cap: 4,
    });
    let rows = cells(&exported(&inputs, 5, 1));
    assert_eq!(rows[0][..4], ["district", "Q3", "Q1", "weight"]);
}

/// Nobody learns of five alike that all of them gave an unusual answer.
#[test]
fn no_class_gave_one_unusual_answer() {
    let mut inputs = inputs();
    for (at, response) in inputs.wave.responses.iter_mut().enumerate() {
        let no = response.answers.code(&QuestionId::new("Q3")) == Some(Code(2));
        if no && at % 4 == 0 {
            let answer = Answer::Number(98);
            response.answers.0.insert(QuestionId::new("Q1"), answer);
        }
    }
    for k in [2, 5] {
        let rows = cells(&exported(&inputs, k, 1));
        let mut answers: BTreeMap<&[String], BTreeSet<&String>> = BTreeMap::new();
        for row in &rows[1..] {
            answers.entry(&row[..2]).or_default().insert(&row[2]);
        }
        let alike = answers.values().filter(|of| of.len() == 1);
        assert!(alike.flatten().all(|code| *code == "5"), "{answers:?}");
    }
}

#[test]
fn whoever_asks_again_gets_the_same_table_and_chance_is_that_of_the_wave() {
    let (first, again, other) = (
        exported(&inputs(), 5, 1),
        exported(&inputs(), 5, 1),
        exported(&inputs(), 5, 2),
    );
    assert!(first.table == again.table && first.code_book == again.code_book);
    assert!(first.table != other.table);
    let json = serde_json::to_value(&first.code_book).unwrap();
    assert_eq!(
        serde_json::from_value::<CodeBook>(json).unwrap(),
        first.code_book
    );
}

#[test]
fn weights_begin_with_three_digits() {
    assert_eq!(three_digits(12_345.0).to_string(), "12300");
    assert!((three_digits(1.234_56) - 1.23).abs() < 1e-12);
    assert_eq!(written(1_234.567, 1_000.0, 8), "1234.5670");
}

#[test]
fn an_open_link_has_no_rows_to_hand_out_and_one_is_not_enough() {
    let mut inputs = inputs();
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    assert!(person_rows(&inputs, &published(&inputs), 1, &mut rng).is_err());
    inputs.wave.wave.mode = Mode::Open;
    let refused = person_rows(&inputs, &published(&inputs), 5, &mut rng).unwrap_err();
    assert!(refused.to_string().contains("open link"), "{refused}");
}
