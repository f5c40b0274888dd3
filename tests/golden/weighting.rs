//! Weighting by another way: calibration against post-stratification, nonresponse against R,
//! negative weights, and trimming.

use statistics::weighting::{
    Calibration, CalibrationDistance, CalibrationError, CollapsingRule, Margin,
    adjust_for_nonresponse, calibrate, poststratify,
};
use statistics::{Column, Domain, Factor, SurveyDesign, Tabulation};

use crate::second_routes::{close, indicator};
use crate::store::{number, rows};
use crate::survey::Survey;
use crate::worst::Worst;

fn mean(design: &SurveyDesign, y: &[f64]) -> (f64, f64) {
    let table = Tabulation::builder()
        .item("y", Column::Numeric(y))
        .build(design)
        .unwrap();
    let mean = table.mean("y", &Domain::all()).unwrap();
    (mean.value, mean.standard_error)
}

/// Calibration on the indicators of classes is post-stratification, whatever the distance: a class
/// has one factor.
#[test]
fn calibration_on_indicators_is_poststratification() {
    let survey = Survey::simulate(31, 4, 6, 1);
    let design = survey.design();
    let totals = [
        ("S0", 2600.0),
        ("S1", 2100.0),
        ("S2", 2500.0),
        ("S3", 2300.0),
    ];
    let margin = Margin::new("stratum", Survey::factor(&survey.stratum), totals).unwrap();
    let poststratified = poststratify(&design, margin).unwrap().design;
    for distance in [
        CalibrationDistance::Linear,
        CalibrationDistance::Raking,
        CalibrationDistance::LinearBounded {
            lower: 0.2,
            upper: 5.0,
        },
        CalibrationDistance::Logit {
            lower: 0.2,
            upper: 5.0,
        },
    ] {
        let calibration = Calibration {
            columns: totals
                .iter()
                .map(|(level, _)| indicator(&survey.stratum, level))
                .collect(),
            totals: totals.iter().map(|(_, total)| *total).collect(),
            distance,
            tolerance: 1e-12,
        };
        let (calibrated, _) = calibrate(&design, &calibration).unwrap();
        for (a, b) in calibrated.weights().iter().zip(poststratified.weights()) {
            close(*a, *b, 1e-9);
        }
        let (a, b) = (
            mean(&calibrated, &survey.answers[0]),
            mean(&poststratified, &survey.answers[0]),
        );
        close(a.0, b.0, 1e-10);
        close(a.1, b.1, 1e-9);
    }
}

/// Regression calibration that turns weights negative: a 0/1 column and the same column as numbers
/// agree with each other and with the sums, and a second calibration is refused.
#[test]
fn negative_weights_count_everywhere_or_are_refused() {
    let rows = 40;
    let weights = vec![5.0; rows];
    let x: Vec<f64> = (0..rows)
        .map(|row| if row < 4 { 30.0 } else { 1.0 })
        .collect();
    let design = SurveyDesign::builder(weights).build().unwrap();
    let calibration = Calibration {
        columns: vec![vec![1.0; rows], x],
        totals: vec![200.0, 150.0],
        distance: CalibrationDistance::Linear,
        tolerance: 1e-12,
    };
    let (calibrated, diagnostics) = calibrate(&design, &calibration).unwrap();
    assert!(calibrated.weights()[0] < 0.0, "{:?}", calibrated.weights());
    close(diagnostics.sum, 200.0, 1e-12);
    assert_eq!((diagnostics.rows, diagnostics.negative), (rows, 4));
    let bits: Vec<u8> = (0..rows).map(|row| u8::from(row % 3 == 0)).collect();
    let numbers: Vec<f64> = bits.iter().map(|&bit| f64::from(bit)).collect();
    let table = Tabulation::builder()
        .item("bits", Column::Binary(&bits))
        .item("numbers", Column::Numeric(&numbers))
        .build(&calibrated)
        .unwrap();
    let (a, b) = (
        table.mean("bits", &Domain::all()).unwrap(),
        table.mean("numbers", &Domain::all()).unwrap(),
    );
    assert_eq!(a, b);
    assert_eq!(a.respondents, rows);
    let by_hand: f64 = calibrated
        .weights()
        .iter()
        .zip(&numbers)
        .map(|(w, y)| w * y)
        .sum();
    close(a.value, by_hand / 200.0, 1e-12);
    let again = calibrate(&calibrated, &calibration);
    assert!(
        matches!(again, Err(CalibrationError::NegativeWeight { row: 0, .. })),
        "{again:?}"
    );
}

/// The full sample of the fixture, those who did not respond included.
struct FullSample {
    base: Vec<f64>,
    responded: Vec<bool>,
    classes: Factor,
    theirs: Vec<f64>,
}

fn full_sample() -> FullSample {
    let table = rows("citizen_nonresponse_full.csv");
    let column = |name: &str| table[0].iter().position(|cell| cell == name).unwrap();
    let cells = |name: &str| -> Vec<String> {
        let column = column(name);
        table[1..].iter().map(|row| row[column].clone()).collect()
    };
    let numbers =
        |name: &str| -> Vec<f64> { cells(name).iter().map(|cell| number(cell)).collect() };
    FullSample {
        base: numbers("w_base"),
        responded: numbers("responded")
            .iter()
            .map(|&mark| mark > 0.5)
            .collect(),
        classes: Factor::from_labels(cells("class")),
        theirs: numbers("w_nr"),
    }
}

#[test]
fn nonresponse_weights_agree_with_r_row_by_row() {
    let sample = full_sample();
    let every_class = CollapsingRule {
        minimum_respondents: 1,
        maximum_factor: f64::INFINITY,
    };
    let adjusted = adjust_for_nonresponse(
        &sample.base,
        &sample.responded,
        &sample.classes,
        every_class,
    )
    .unwrap();
    assert_eq!(adjusted.classes.len(), sample.classes.levels().len());
    let mut worst = Worst::default();
    for (row, (&ours, &theirs)) in adjusted.weights.iter().zip(&sample.theirs).enumerate() {
        if sample.responded[row] {
            worst.compare("w_nr", &format!("row {row}"), ours, theirs, 1e-9, 1e-9);
        } else {
            worst.require("no weight without response", &row.to_string(), ours == 0.0);
        }
    }
    worst.report("nonresponse");
    // The second route: respondents post-stratified to the weight of all cases of their class.
    let kept: Vec<usize> = (0..sample.base.len())
        .filter(|&row| sample.responded[row])
        .collect();
    let design = SurveyDesign::builder(kept.iter().map(|&row| sample.base[row]).collect());
    let labels = kept.iter().map(|&row| {
        let code = sample.classes.codes()[row] as usize;
        sample.classes.levels()[code].as_str()
    });
    let mut totals = vec![0.0; sample.classes.levels().len()];
    for (&class, weight) in sample.classes.codes().iter().zip(&sample.base) {
        totals[class as usize] += weight;
    }
    let totals = sample.classes.levels().iter().zip(totals);
    let margin = Margin::new("class", Factor::from_labels(labels), totals).unwrap();
    let poststratified = poststratify(&design.build().unwrap(), margin).unwrap();
    for (&row, weight) in kept.iter().zip(poststratified.design.weights()) {
        close(*weight, adjusted.weights[row], 1e-10);
    }
}

#[test]
fn collapsing_keeps_the_total_and_the_rule() {
    let sample = full_sample();
    let rule = CollapsingRule {
        minimum_respondents: 150,
        maximum_factor: 1.6,
    };
    let adjusted =
        adjust_for_nonresponse(&sample.base, &sample.responded, &sample.classes, rule).unwrap();
    assert!(adjusted.classes.len() < sample.classes.levels().len());
    close(
        adjusted.diagnostics.sum,
        sample.base.iter().sum::<f64>(),
        1e-12,
    );
    for class in &adjusted.classes {
        let alone = adjusted.classes.len() == 1;
        assert!(alone || class.respondents >= 150, "{class:?}");
        assert!(alone || class.factor() <= 1.6, "{class:?}");
    }
}
