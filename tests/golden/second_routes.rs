//! Every estimator by another way.

use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use statistics::weighting::{
    Calibration, CalibrationDistance, Margin, Raking, calibrate, poststratify, rake, trim,
};
use statistics::{
    Column, Difference, Domain, Factor, ReplicateDesign, SinglePsuPolicy, SurveyDesign, Tabulation,
    crosswise,
};

use crate::survey::Survey;

pub(crate) fn close(a: f64, b: f64, tolerance: f64) {
    assert!((a / b - 1.0).abs() < tolerance, "{a:e} and {b:e}");
}

fn margins(survey: &Survey) -> Vec<Margin> {
    let strata = Survey::factor(&survey.stratum);
    let totals: Vec<(String, f64)> = strata
        .levels()
        .iter()
        .cloned()
        .zip([4000.0, 3500.0, 5000.0, 4500.0])
        .collect();
    let sex_age = Factor::crossed(&[&Survey::factor(&survey.sex), &Survey::factor(&survey.age)]);
    let cells: Vec<(String, f64)> = sex_age
        .levels()
        .iter()
        .cloned()
        .zip([4000.0, 5000.0, 3000.0, 5000.0])
        .collect();
    vec![
        Margin::new("stratum", strata, totals).unwrap(),
        Margin::new("sex x age", sex_age, cells).unwrap(),
    ]
}

fn raked(survey: &Survey) -> SurveyDesign {
    rake(&survey.design(), &Raking::new(margins(survey)))
        .unwrap()
        .design
}

fn table(design: &SurveyDesign, survey: &Survey) -> Tabulation {
    let (sex, stratum) = (Survey::factor(&survey.sex), Survey::factor(&survey.stratum));
    let mut builder = Tabulation::builder()
        .classification("sex", &sex)
        .classification("stratum", &stratum);
    for (index, column) in survey.answers.iter().enumerate() {
        builder = builder.item(&format!("q{index}"), Column::Numeric(column));
    }
    builder
        .any_of("any", &["q0", "q1", "q2"])
        .build(design)
        .unwrap()
}

pub(crate) fn indicator<S: AsRef<str>>(labels: &[S], level: &str) -> Vec<f64> {
    labels
        .iter()
        .map(|l| f64::from(u8::from(l.as_ref() == level)))
        .collect()
}

#[test]
fn raking_equals_calibration_with_the_raking_distance() {
    let survey = Survey::simulate(1, 4, 6, 1);
    let raked = raked(&survey);
    let mut columns = vec![vec![1.0; survey.rows()]];
    let mut totals = vec![17_000.0];
    for (level, total) in [("S1", 3500.0), ("S2", 5000.0), ("S3", 4500.0)] {
        columns.push(indicator(&survey.stratum, level));
        totals.push(total);
    }
    let cells: Vec<String> = survey
        .sex
        .iter()
        .zip(&survey.age)
        .map(|(s, a)| format!("{s}:{a}"))
        .collect();
    for (level, total) in [("F:young", 5000.0), ("M:old", 3000.0), ("M:young", 5000.0)] {
        columns.push(indicator(&cells, level));
        totals.push(total);
    }
    let calibration = Calibration {
        columns,
        totals,
        distance: CalibrationDistance::Raking,
        tolerance: 1e-12,
    };
    let (calibrated, _) = calibrate(&survey.design(), &calibration).unwrap();
    for (a, b) in raked.weights().iter().zip(calibrated.weights()) {
        close(*a, *b, 1e-8);
    }
}

#[test]
fn a_domain_mean_is_a_ratio_of_totals() {
    let survey = Survey::simulate(2, 4, 6, 3);
    for design in [survey.design(), raked(&survey)] {
        let mean = table(&design, &survey)
            .mean("q0", &Domain::of("sex", "F"))
            .unwrap();
        let inside = indicator(&survey.sex, "F");
        let answered: Vec<f64> = survey.answers[0]
            .iter()
            .zip(&inside)
            .map(|(y, d)| if y.is_nan() { 0.0 } else { *d })
            .collect();
        let product: Vec<f64> = survey.answers[0]
            .iter()
            .zip(&answered)
            .map(|(y, d)| if y.is_nan() { 0.0 } else { y * d })
            .collect();
        let ratio = Tabulation::builder()
            .item("x", Column::Numeric(&product))
            .item("y", Column::Numeric(&answered))
            .build(&design)
            .unwrap()
            .linearize_ratio("x", "y", &Domain::all())
            .unwrap()
            .estimate;
        close(mean.value, ratio.value, 1e-13);
        close(mean.standard_error, ratio.standard_error, 1e-12);
    }
}

/// The same design with groups of rows, and with every row a group of its own.
#[test]
fn grouped_rows_and_single_rows_give_the_same() {
    let survey = Survey::simulate(3, 4, 6, 3);
    let raked = raked(&survey);
    let trimmed = trim(&raked, 0.0, 120.0, true).unwrap().design;
    assert_ne!(trimmed.weights(), raked.weights());
    let regression = |design: &SurveyDesign| {
        let rows = survey.rows();
        let size: Vec<f64> = (0..rows)
            .map(|row| f64::from(u8::try_from(row % 7).unwrap()))
            .collect();
        let calibration = Calibration {
            columns: vec![vec![1.0; rows], indicator(&survey.sex, "F"), size],
            totals: vec![17_100.0, 8_800.0, 52_000.0],
            distance: CalibrationDistance::Linear,
            tolerance: 1e-12,
        };
        calibrate(design, &calibration).unwrap().0
    };
    let sexes = Survey::factor(&survey.sex);
    let sexes = Margin::new("sex", sexes, [("F", 8_900.0), ("M", 8_300.0)]).unwrap();
    let poststratified = poststratify(&trimmed, sexes).unwrap().design;
    let designs = [
        survey.design(),
        raked.clone(),
        trimmed.clone(),
        poststratified.clone(),
        regression(&survey.design()),
        regression(&trimmed),
        rake(&regression(&raked), &Raking::new(margins(&survey)))
            .unwrap()
            .design,
        regression(&regression(&poststratified)),
    ];
    let every_row = Factor::rows(survey.rows());
    let (sex, stratum) = (Survey::factor(&survey.sex), Survey::factor(&survey.stratum));
    for (place, design) in designs.iter().enumerate() {
        let a = table(design, &survey);
        let b = Tabulation::builder()
            .classification("sex", &sex)
            .classification("stratum", &stratum)
            .classification("row", &every_row)
            .item("q1", Column::Numeric(&survey.answers[1]))
            .build(design)
            .unwrap();
        assert_eq!(b.group_count(), survey.rows());
        assert!(a.group_count() < survey.rows() / 2, "design {place}");
        for domain in [Domain::all(), Domain::of("sex", "M").and("stratum", "S2")] {
            let (x, y) = (
                a.mean("q1", &domain).unwrap(),
                b.mean("q1", &domain).unwrap(),
            );
            close(x.value, y.value, 1e-13);
            close(x.standard_error, y.standard_error, 1e-11);
            assert_eq!(
                (x.respondents, x.degrees_of_freedom),
                (y.respondents, y.degrees_of_freedom)
            );
            let (x, y) = (
                a.total("q1", &domain).unwrap(),
                b.total("q1", &domain).unwrap(),
            );
            close(x.standard_error, y.standard_error, 1e-11);
        }
    }
}

#[test]
fn rows_split_into_halves_of_the_same_psu_change_nothing() {
    let survey = Survey::simulate(4, 3, 5, 3);
    let twice: Vec<usize> = (0..survey.rows()).flat_map(|row| [row, row]).collect();
    let mut doubled = survey.reordered(&twice);
    doubled.weights.iter_mut().for_each(|weight| *weight /= 2.0);
    let one = table(&survey.design(), &survey)
        .mean("q0", &Domain::all())
        .unwrap();
    let two = table(&doubled.design(), &doubled)
        .mean("q0", &Domain::all())
        .unwrap();
    close(one.value, two.value, 1e-13);
    close(one.standard_error, two.standard_error, 1e-12);
    assert_eq!(one.degrees_of_freedom, two.degrees_of_freedom);
}

/// The mean of an item by replicates.
fn replicated_mean(replicates: &ReplicateDesign, y: &[f64]) -> (f64, f64) {
    let (full, each) = replicates.estimate_all(|weights| {
        let answered = weights.iter().zip(y).filter(|(_, y)| !y.is_nan());
        let (sum, all) = answered.fold((0.0, 0.0), |(s, a), (w, y)| (s + w * y, a + w));
        sum / all
    });
    (full, replicates.variance(full, &each).sqrt())
}

#[test]
fn jackknife_bootstrap_and_linearisation_agree() {
    let survey = Survey::simulate(5, 8, 12, 3);
    let design = survey.design();
    let mean = table(&design, &survey).mean("q0", &Domain::all()).unwrap();
    let jackknife = replicated_mean(
        &ReplicateDesign::jkn(&design, false).unwrap(),
        &survey.answers[0],
    );
    close(jackknife.0, mean.value, 1e-12);
    close(jackknife.1, mean.standard_error, 0.01);
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    let bootstrap = ReplicateDesign::rao_wu(&design, 2000, &mut rng).unwrap();
    close(
        replicated_mean(&bootstrap, &survey.answers[0]).1,
        mean.standard_error,
        0.06,
    );
}

#[test]
fn balanced_half_samples_give_a_total_its_exact_variance() {
    let survey = Survey::simulate(7, 5, 2, 3);
    let design = survey.design();
    let total = table(&design, &survey).total("q0", &Domain::all()).unwrap();
    for rho in [0.0, 0.4] {
        let balanced = ReplicateDesign::balanced(&design, rho, true).unwrap();
        let (full, each) = balanced.estimate_all(|weights| {
            let answered = weights
                .iter()
                .zip(&survey.answers[0])
                .filter(|(_, y)| !y.is_nan());
            answered.map(|(w, y)| w * y).sum()
        });
        close(
            balanced.variance(full, &each).sqrt(),
            total.standard_error,
            1e-12,
        );
    }
}

#[test]
fn waves_stacked_share_the_covariance_of_their_psus() {
    let (first, second) = (Survey::simulate(8, 3, 6, 3), Survey::simulate(9, 3, 6, 3));
    let wave: Vec<&str> = [vec!["1"; first.rows()], vec!["2"; second.rows()]].concat();
    let weights = [first.weights.clone(), second.weights.clone()].concat();
    let answers = [first.answers[0].clone(), second.answers[0].clone()].concat();
    let wave = Survey::factor(&wave);
    let difference = |stratum: Factor, psu: Factor| -> Difference {
        let design = SurveyDesign::builder(weights.clone())
            .strata(stratum)
            .units(psu)
            .build()
            .unwrap();
        Tabulation::builder()
            .classification("wave", &wave)
            .item("q", Column::Numeric(&answers))
            .build(&design)
            .unwrap()
            .difference("q", &Domain::of("wave", "2"), &Domain::of("wave", "1"))
            .unwrap()
    };
    let strata = [
        &Survey::factor(&first.stratum),
        &Survey::factor(&second.stratum),
    ];
    let psus = [&Survey::factor(&first.psu), &Survey::factor(&second.psu)];
    let (stratum, psu) = (Factor::stacked(&strata), Factor::stacked(&psus));
    let shared = difference(stratum.clone(), psu.clone());
    let apart = difference(
        Factor::crossed(&[&wave, &stratum]),
        Factor::crossed(&[&wave, &psu]),
    );
    assert_eq!(
        (
            shared.contrast.degrees_of_freedom,
            apart.contrast.degrees_of_freedom
        ),
        (15, 30)
    );
    close(
        apart.contrast.standard_error,
        apart.standard_error_ignoring_covariance(),
        1e-12,
    );
    let expected = apart.contrast.standard_error.powi(2) - 2.0 * shared.covariance;
    close(shared.contrast.standard_error.powi(2), expected, 1e-12);
    let alone = table(&second.design(), &second)
        .mean("q0", &Domain::all())
        .unwrap();
    close(shared.standard_error_a, alone.standard_error, 1e-12);
}

#[test]
fn a_mean_of_items_answered_by_all_is_the_mean_of_a_column() {
    let mut survey = Survey::simulate(10, 4, 5, 3);
    for column in &mut survey.answers {
        column
            .iter_mut()
            .filter(|y| y.is_nan())
            .for_each(|y| *y = 0.0);
    }
    let average: Vec<f64> = (0..survey.rows())
        .map(|row| survey.answers.iter().map(|column| column[row]).sum::<f64>() / 3.0)
        .collect();
    let design = raked(&survey);
    let domain = Domain::of("sex", "F");
    let composite = table(&design, &survey)
        .mean_of(&["q0", "q1", "q2"], "any", &domain)
        .unwrap()
        .estimate;
    let sex = Survey::factor(&survey.sex);
    let column = Tabulation::builder()
        .classification("sex", &sex)
        .item("mean", Column::Numeric(&average))
        .build(&design)
        .unwrap()
        .mean("mean", &domain)
        .unwrap();
    close(composite.value, column.value, 1e-13);
    close(composite.standard_error, column.standard_error, 1e-11);
    assert_eq!(composite.respondents, column.respondents);
}

#[test]
fn the_corrected_crosswise_estimate_agrees_with_its_jackknife() {
    let survey = Survey::simulate(11, 8, 12, 3);
    let design = survey.design();
    let table = table(&design, &survey);
    // Items that say "yes" to about 65 % pass for shares of "same" answers.
    let same = table.linearize_mean("q0", &Domain::all()).unwrap();
    let anchor = table.linearize_mean("q1", &Domain::all()).unwrap();
    let corrected = table
        .crosswise_with_anchor(&same, 0.25, &anchor, 0.2)
        .unwrap();
    let jackknife = ReplicateDesign::jkn(&design, false).unwrap();
    let share = |weights: &[f64], item: usize| {
        let answered = weights
            .iter()
            .zip(&survey.answers[item])
            .filter(|(_, y)| !y.is_nan());
        let (sum, all) = answered.fold((0.0, 0.0), |(s, a), (w, y)| (s + w * y, a + w));
        sum / all
    };
    let (full, each) = jackknife.estimate_all(|weights| {
        let attention = (0.5 - share(weights, 1)) / (0.2 - 0.5);
        0.5 + (share(weights, 0) - 0.5) / (attention * (2.0 * 0.25 - 1.0))
    });
    close(corrected.value, full, 1e-12);
    close(
        corrected.standard_error,
        jackknife.variance(full, &each).sqrt(),
        0.05,
    );
    let plain = crosswise(same.estimate.value, same.estimate.standard_error, 0.25).unwrap();
    close(
        plain.standard_error,
        same.estimate.standard_error * 2.0,
        1e-12,
    );
}

#[test]
fn a_collapsed_stratum_is_a_part_of_its_neighbour() {
    let mut survey = Survey::simulate(12, 4, 4, 3);
    let keep: Vec<usize> = (0..survey.rows())
        .filter(|&row| survey.stratum[row] != "S3" || survey.psu[row] == "S3P0")
        .collect();
    survey = survey.reordered(&keep);
    let collapsed = SurveyDesign::builder(survey.weights.clone())
        .strata(Survey::factor(&survey.stratum))
        .units(Survey::factor(&survey.psu))
        .single_psu(SinglePsuPolicy::Collapse {
            neighbours: vec![("S3".to_owned(), "S1".to_owned())],
        })
        .build()
        .unwrap();
    assert_eq!(collapsed.degrees_of_freedom(), 13 - 3);
    let one = table(&collapsed, &survey)
        .mean("q0", &Domain::all())
        .unwrap();
    survey
        .stratum
        .iter_mut()
        .filter(|s| *s == "S3")
        .for_each(|s| *s = "S1".to_owned());
    let two = table(&survey.design(), &survey)
        .mean("q0", &Domain::all())
        .unwrap();
    close(one.standard_error, two.standard_error, 1e-13);
}

#[test]
fn in_a_certainty_psu_every_row_is_a_unit() {
    let survey = Survey::simulate(13, 2, 4, 3);
    let certain = SurveyDesign::builder(survey.weights.clone())
        .strata(Survey::factor(&survey.stratum))
        .units(Survey::factor(&survey.psu))
        .certainty_psus(vec!["S0P0".to_owned()])
        .build()
        .unwrap();
    let mut by_hand = survey.clone();
    for row in 0..survey.rows() {
        if survey.psu[row] == "S0P0" {
            by_hand.stratum[row] = "certain".to_owned();
            by_hand.psu[row] = format!("row {row}");
        }
    }
    let one = table(&certain, &survey).mean("q0", &Domain::all()).unwrap();
    let two = table(&by_hand.design(), &by_hand)
        .mean("q0", &Domain::all())
        .unwrap();
    close(one.standard_error, two.standard_error, 1e-13);
    assert_eq!(one.degrees_of_freedom, two.degrees_of_freedom);
}
