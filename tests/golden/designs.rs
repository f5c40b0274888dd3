//! Designs by another way: joint inclusion probabilities, stages, replicates, quantiles and tests.

use rand::rngs::ChaCha20Rng;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use statistics::analysis::answer_document;
use statistics::distribution::{chi_square_upper, student_quantile};
use statistics::{
    Column, Domain, Estimate, Factor, IntervalMethod, JointApproximation, JointInclusion,
    PairedPsus, PairwiseVariance, Precision, QuantileContext, QuantileInterval, QuantileRule,
    ReplicateDesign, ReplicateError, Sides, SinglePsuPolicy, SurveyDesign, Tabulation, TwoWayTable,
    WeightedDistribution, quantile_with_interval,
};

use crate::requests::{answer, design};
use crate::second_routes::close;
use crate::survey::Survey;

#[expect(clippy::cast_precision_loss, reason = "a few hundred rows")]
fn real(count: usize) -> f64 {
    count as f64
}

fn numbers(seed: u64, count: usize) -> Vec<f64> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    (0..count).map(|_| rng.random_range(1.0..9.0)).collect()
}

fn total(design: &SurveyDesign, y: &[f64]) -> Estimate {
    let table = Tabulation::builder()
        .item("y", Column::Numeric(y))
        .build(design)
        .unwrap();
    table.total("y", &Domain::all()).unwrap()
}

#[test]
fn joint_probabilities_of_a_simple_random_sample_give_the_finite_population_formula() {
    let (n, population) = (12, 40.0);
    let y = numbers(21, n);
    let weight = population / 12.0;
    let plain = SurveyDesign::builder(vec![weight; n])
        .population(vec![population; n])
        .build()
        .unwrap();
    let single = 12.0 / population;
    let pair = single * 11.0 / (population - 1.0);
    let joint: Vec<Vec<f64>> = (0..n)
        .map(|i| (0..n).map(|j| if i == j { single } else { pair }).collect())
        .collect();
    for form in [
        PairwiseVariance::HorvitzThompson,
        PairwiseVariance::YatesGrundy,
    ] {
        let known = JointInclusion::known(&joint, form).unwrap();
        let paired = SurveyDesign::builder(vec![weight; n])
            .pps_joint(known)
            .build()
            .unwrap();
        let (a, b) = (total(&plain, &y), total(&paired, &y));
        close(a.standard_error, b.standard_error, 1e-12);
    }
}

/// Probabilities that differ, in two strata of five PSUs with three rows each.
struct Unequal {
    probabilities: Vec<f64>,
    stratum: Vec<&'static str>,
    psu: Vec<String>,
    y: Vec<f64>,
}

impl Unequal {
    fn new() -> Self {
        let mut sample = Self {
            probabilities: Vec::new(),
            stratum: Vec::new(),
            psu: Vec::new(),
            y: numbers(22, 30),
        };
        for row in 0..30_u32 {
            let psu = row / 3;
            sample.probabilities.push(0.15 + 0.07 * f64::from(psu));
            sample.stratum.push(if psu < 5 { "a" } else { "b" });
            sample.psu.push(format!("p{psu}"));
        }
        sample
    }

    fn design(&self, approximation: &JointApproximation) -> SurveyDesign {
        let weights = self.probabilities.iter().map(|p| 1.0 / p).collect();
        SurveyDesign::builder(weights)
            .strata(Factor::from_labels(&self.stratum))
            .units(Factor::from_labels(&self.psu))
            .pps_approximate(
                self.probabilities.clone(),
                approximation.clone(),
                PairwiseVariance::HorvitzThompson,
            )
            .build()
            .unwrap()
    }

    fn only(&self, rows: std::ops::Range<usize>) -> Self {
        Self {
            probabilities: self.probabilities[rows.clone()].to_vec(),
            stratum: self.stratum[rows.clone()].to_vec(),
            psu: self.psu[rows.clone()].to_vec(),
            y: self.y[rows].to_vec(),
        }
    }

    /// One row per PSU, holding the sum of its answers.
    fn totals(&self) -> Self {
        let first = |row: usize| row * 3;
        let psus = 0..self.y.len() / 3;
        Self {
            probabilities: psus.clone().map(|p| self.probabilities[first(p)]).collect(),
            stratum: psus.clone().map(|p| self.stratum[first(p)]).collect(),
            psu: psus.clone().map(|p| self.psu[first(p)].clone()).collect(),
            y: psus
                .map(|p| self.y[first(p)..first(p) + 3].iter().sum())
                .collect(),
        }
    }
}

#[test]
fn approximate_joint_probabilities_stay_within_strata_and_work_on_psus() {
    let sample = Unequal::new();
    for approximation in [
        JointApproximation::Overton,
        JointApproximation::HartleyRao {
            sum_of_squares_over_n: None,
        },
    ] {
        let both = total(&sample.design(&approximation), &sample.y);
        let (a, b) = (sample.only(0..15), sample.only(15..30));
        let (a, b) = (
            total(&a.design(&approximation), &a.y),
            total(&b.design(&approximation), &b.y),
        );
        close(both.variance(), a.variance() + b.variance(), 1e-12);
        let totals = sample.totals();
        let summed = total(&totals.design(&approximation), &totals.y);
        close(both.value, summed.value, 1e-12);
        close(both.standard_error, summed.standard_error, 1e-12);
        assert_eq!(both.degrees_of_freedom, 8);
    }
}

/// A symmetric matrix with probabilities of 0.3, 0.4, … on its diagonal, and of pairs a little below their product.
fn pairs(stratum: &str, psus: &[&str]) -> PairedPsus {
    let single = |i: usize| 0.3 + 0.1 * real(i);
    let joint = |i: usize, j: usize| {
        if i == j {
            single(i)
        } else {
            single(i) * single(j) * (0.9 - 0.02 * real(i + j))
        }
    };
    let size = psus.len();
    PairedPsus {
        stratum: stratum.to_owned(),
        psus: psus.iter().map(ToString::to_string).collect(),
        joint: (0..size)
            .map(|i| (0..size).map(|j| joint(i, j)).collect())
            .collect(),
    }
}

/// Five PSUs of three rows in each of two strata; the pairs of these strata are known.
fn paired(known: Vec<PairedPsus>) -> (Unequal, SurveyDesign) {
    let sample = Unequal::new();
    let design = SurveyDesign::builder(sample.probabilities.iter().map(|p| 1.0 / p).collect())
        .strata(Factor::from_labels(&sample.stratum))
        .units(Factor::from_labels(&sample.psu))
        .pps_paired(known)
        .build();
    (sample, design.unwrap())
}

#[test]
fn known_pairs_of_psus_and_their_rows_give_the_variance_written_out() {
    // In another order than that of the rows.
    let known = pairs("a", &["p3", "p0", "p4", "p1", "p2"]);
    let (sample, design) = paired(vec![known.clone()]);
    let z: Vec<f64> = (sample.y.iter().zip(&sample.probabilities))
        .map(|(y, p)| y / p)
        .collect();
    let sums: Vec<f64> = z.chunks(3).map(|rows| rows.iter().sum()).collect();
    let at = |psu: usize| {
        let label = format!("p{psu}");
        known.psus.iter().position(|it| *it == label).unwrap()
    };
    let mut variance = 0.0;
    for i in 0..5 {
        let own = known.joint[at(i)][at(i)];
        for j in 0..i {
            let (other, both) = (known.joint[at(j)][at(j)], known.joint[at(i)][at(j)]);
            variance += (own * other - both) / both * (sums[i] - sums[j]).powi(2);
        }
        let rows = &z[3 * i..3 * i + 3];
        let squares: f64 = rows.iter().map(|z| (z - sums[i] / 3.0).powi(2)).sum();
        variance += own * 3.0 / 2.0 * squares;
    }
    let mean = sums[5..].iter().sum::<f64>() / 5.0;
    let with_replacement: f64 = sums[5..].iter().map(|z| (z - mean).powi(2)).sum();
    let estimate = total(&design, &sample.y);
    close(
        estimate.variance(),
        variance + 5.0 / 4.0 * with_replacement,
        1e-12,
    );
    assert_eq!(estimate.degrees_of_freedom, 8);
    let labels: Vec<&str> = sample
        .stratum
        .iter()
        .map(|it| if *it == "a" { "in" } else { "out" })
        .collect();
    let labels = Factor::from_labels(&labels);
    let table = Tabulation::builder()
        .classification("stratum", &labels)
        .item("y", Column::Numeric(&sample.y));
    let table = table.build(&design).unwrap();
    let only = table.total("y", &Domain::of("stratum", "in")).unwrap();
    close(only.variance(), variance, 1e-12);
}

#[test]
fn pairs_of_other_psus_or_of_too_few_are_refused() {
    let sample = Unequal::new();
    let labels = ["p0", "p1", "p2", "p3", "p4"];
    let impossible = {
        let mut pairs = pairs("a", &labels);
        pairs.joint[1][2] = 0.0;
        pairs
    };
    for known in [
        pairs("c", &labels),
        pairs("a", &labels[..4]),
        pairs("a", &["p0", "p1", "p2", "p3", "p5"]),
        impossible,
    ] {
        let builder = SurveyDesign::builder(vec![1.0; 30])
            .strata(Factor::from_labels(&sample.stratum))
            .units(Factor::from_labels(&sample.psu));
        let refused = builder.pps_paired(vec![known.clone()]).build();
        assert!(refused.is_err(), "{known:?}");
    }
    let (_, design) = paired(vec![pairs("a", &labels)]);
    let replicates = ReplicateDesign::jkn(&design, false);
    assert!(
        matches!(replicates, Err(ReplicateError::JointInclusion)),
        "{replicates:?}"
    );
}

#[test]
fn over_all_samples_the_variance_from_known_pairs_is_that_of_the_estimate() {
    // Two of four PSUs by these probabilities of pairs; of each three rows two, with replacement.
    let answers = [
        [3.0, 5.0, 4.0],
        [1.0, 2.0, 2.5],
        [7.0, 9.0, 4.0],
        [2.0, 6.0, 3.0],
    ];
    let of_pair = [
        ((0, 1), 0.10),
        ((0, 2), 0.25),
        ((0, 3), 0.15),
        ((1, 2), 0.20),
        ((1, 3), 0.05),
        ((2, 3), 0.25),
    ];
    let single = |psu: usize| -> f64 {
        let pairs = of_pair.iter().filter(|((i, j), _)| *i == psu || *j == psu);
        pairs.map(|(_, probability)| probability).sum()
    };
    let rows: Vec<(usize, usize)> = (0..9).map(|draw| (draw / 3, draw % 3)).collect();
    let (mut mean, mut square, mut estimated) = (0.0, 0.0, 0.0);
    for ((i, j), both) in of_pair {
        let known = PairedPsus {
            stratum: "s".to_owned(),
            psus: vec!["0".to_owned(), "1".to_owned()],
            joint: vec![vec![single(i), both], vec![both, single(j)]],
        };
        for first in &rows {
            for second in &rows {
                let y = [
                    answers[i][first.0],
                    answers[i][first.1],
                    answers[j][second.0],
                    answers[j][second.1],
                ];
                let weight = |psu| 3.0 / (2.0 * single(psu));
                let design =
                    SurveyDesign::builder(vec![weight(i), weight(i), weight(j), weight(j)])
                        .strata(Factor::from_labels(["s"; 4]))
                        .units(Factor::from_labels(["0", "0", "1", "1"]))
                        .pps_paired(vec![known.clone()])
                        .build();
                let estimate = total(&design.unwrap(), &y);
                let probability = both / 81.0;
                mean += probability * estimate.value;
                square += probability * estimate.value * estimate.value;
                estimated += probability * estimate.variance();
            }
        }
    }
    close(mean, answers.iter().flatten().sum(), 1e-12);
    close(estimated, square - mean * mean, 1e-10);
}

#[test]
fn two_stages_with_finite_populations_follow_the_textbook() {
    // Four of ten PSUs; of 6, 9, 12, 15 units in them three, four, five and six.
    let (psus, sampled) = (10.0, 4.0);
    let (mut psu, mut first, mut second, mut weights) = (vec![], vec![], vec![], vec![]);
    let sizes = [(6.0, 3_u32), (9.0, 4), (12.0, 5), (15.0, 6)];
    for (index, (size, taken)) in sizes.iter().enumerate() {
        for _ in 0..*taken {
            psu.push(index.to_string());
            first.push(psus);
            second.push(*size);
            weights.push(psus / sampled * size / f64::from(*taken));
        }
    }
    let rows: Vec<String> = (0..psu.len()).map(|row| row.to_string()).collect();
    let y = numbers(23, psu.len());
    let design = SurveyDesign::builder(vec![1.0; psu.len()])
        .units(Factor::from_labels(&psu))
        .units(Factor::from_labels(&rows))
        .population(first)
        .population(second)
        .weights_from_populations()
        .build()
        .unwrap();
    for (a, b) in design.weights().iter().zip(&weights) {
        close(*a, *b, 1e-14);
    }
    let spread = |values: &[f64]| {
        let n = real(values.len());
        let mean = values.iter().sum::<f64>() / n;
        values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)
    };
    let (mut estimates, mut within, mut start) = (vec![], 0.0, 0);
    for (size, taken) in sizes {
        let answers = &y[start..start + taken as usize];
        start += taken as usize;
        let n = f64::from(taken);
        estimates.push(size * answers.iter().sum::<f64>() / n);
        within += size * size * (1.0 - n / size) * spread(answers) / n;
    }
    let between = psus * psus * (1.0 - sampled / psus) * spread(&estimates) / sampled;
    let variance = between + psus / sampled * within;
    close(total(&design, &y).variance(), variance, 1e-12);
}

#[test]
fn replicates_follow_the_policy_for_single_psus_or_refuse() {
    let mut survey = Survey::simulate(24, 4, 2, 1);
    let keep: Vec<usize> = (0..survey.rows())
        .filter(|&row| survey.psu[row] != "S3P1")
        .collect();
    survey = survey.reordered(&keep);
    let design = |policy: SinglePsuPolicy| {
        SurveyDesign::builder(survey.weights.clone())
            .strata(Survey::factor(&survey.stratum))
            .units(Survey::factor(&survey.psu))
            .single_psu(policy)
            .build()
            .unwrap()
    };
    let mut rng = ChaCha20Rng::seed_from_u64(25);
    let fail = design(SinglePsuPolicy::Fail);
    assert!(matches!(
        ReplicateDesign::jkn(&fail, false),
        Err(ReplicateError::SinglePsu { stratum }) if stratum == "S3"
    ));
    assert!(ReplicateDesign::rao_wu(&fail, 50, &mut rng).is_err());
    let adjust = design(SinglePsuPolicy::Adjust);
    assert!(matches!(
        ReplicateDesign::rao_wu(&adjust, 50, &mut rng),
        Err(ReplicateError::UnsupportedPolicy {
            policy: "adjust",
            ..
        })
    ));
    let replicates = |policy| {
        let made = ReplicateDesign::jkn(&design(policy), false).unwrap();
        made.replicates().len()
    };
    // The stratum itself is left out in one replicate more, or the others stand in for it.
    assert_eq!(replicates(SinglePsuPolicy::Adjust), 7);
    assert_eq!(replicates(SinglePsuPolicy::Average), 6);
    let remove = design(SinglePsuPolicy::Remove);
    assert_eq!(
        ReplicateDesign::jkn(&remove, false)
            .unwrap()
            .replicates()
            .len(),
        6
    );
    let twice = ReplicateDesign::rao_wu(&remove, 1, &mut rng);
    assert!(matches!(
        twice,
        Err(ReplicateError::TooFew { replicates: 1 })
    ));
    let whole = ReplicateDesign::balanced(&Survey::simulate(24, 4, 2, 1).design(), 1.0, false);
    assert!(matches!(whole, Err(ReplicateError::BadRho { .. })));
}

/// A collapsed stratum leaves an empty one behind, which half-samples must not trip over.
#[test]
fn half_samples_and_jackknife_work_after_collapsing() {
    let survey = Survey::simulate(26, 3, 2, 1);
    let mut lonely = survey.clone();
    for row in 0..survey.rows() {
        if survey.psu[row] == "S2P1" {
            lonely.stratum[row] = "S3".to_owned();
        }
    }
    let collapsed = SurveyDesign::builder(lonely.weights.clone())
        .strata(Survey::factor(&lonely.stratum))
        .units(Survey::factor(&lonely.psu))
        .single_psu(SinglePsuPolicy::Collapse {
            neighbours: vec![("S3".to_owned(), "S2".to_owned())],
        })
        .build()
        .unwrap();
    let se = |design: &SurveyDesign| {
        let balanced = ReplicateDesign::balanced(design, 0.0, true).unwrap();
        let (full, each) = balanced.estimate_all(|weights| {
            let rows = weights.iter().zip(&survey.answers[0]);
            rows.filter(|(_, y)| !y.is_nan()).map(|(w, y)| w * y).sum()
        });
        balanced.variance(full, &each).sqrt()
    };
    close(se(&collapsed), se(&survey.design()), 1e-12);
    let one = SurveyDesign::builder(vec![1.0; 4])
        .strata(Factor::from_labels(["a", "a", "a", "b"]))
        .units(Factor::from_labels(["1", "2", "3", "4"]))
        .single_psu(SinglePsuPolicy::Collapse {
            neighbours: vec![("b".to_owned(), "a".to_owned())],
        })
        .build()
        .unwrap();
    assert_eq!(
        ReplicateDesign::jk1(&one, false)
            .unwrap()
            .replicates()
            .len(),
        4
    );
}

#[test]
fn a_woodruff_interval_is_that_of_a_share_read_off_the_distribution() {
    let survey = Survey::simulate(27, 4, 6, 1);
    let design = survey.design();
    let scores = numbers(28, survey.rows());
    let share = |limit: f64| {
        let below: Vec<u8> = scores.iter().map(|y| u8::from(*y <= limit)).collect();
        let table = Tabulation::builder()
            .item("below", Column::Binary(&below))
            .build(&design)
            .unwrap();
        let estimate = table.mean("below", &Domain::all()).unwrap();
        Some((estimate.value, estimate.standard_error))
    };
    let df = 20.0;
    let distribution = WeightedDistribution::new(&scores, design.weights());
    let found = quantile_with_interval(
        &distribution,
        0.3,
        QuantileRule::Math,
        QuantileInterval::Mean,
        0.95,
        &QuantileContext {
            share_at_most: &share,
            rows: real(survey.rows()),
            degrees_of_freedom: df,
        },
    );
    // The smallest score at which the weighted share reaches p.
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[a].total_cmp(&scores[b]));
    let all: f64 = design.weights().iter().sum();
    let reach = |p: f64| {
        let mut sum = 0.0;
        *order
            .iter()
            .find(|&&row| {
                sum += design.weights()[row] / all;
                sum >= p
            })
            .map(|&row| &scores[row])
            .unwrap()
    };
    close(found.value, reach(0.3), 1e-13);
    let (p, se) = share(found.value).unwrap();
    let margin = student_quantile(0.975, df) * se;
    close(found.lower, reach(p - margin), 1e-13);
    close(found.upper, reach(p + margin), 1e-13);
}

#[test]
fn on_a_simple_random_sample_rao_scott_is_pearson() {
    // Shares of a two-by-three table and their multinomial covariance: every design effect is one.
    let (n, shares) = (500.0, vec![0.18, 0.12, 0.22, 0.1, 0.25, 0.13]);
    let covariance = |scale: f64| -> Vec<Vec<f64>> {
        (0..6)
            .map(|i| {
                let row = (0..6).map(|j| {
                    let own = if i == j { shares[i] } else { 0.0 };
                    scale * (own - shares[i] * shares[j])
                });
                row.collect()
            })
            .collect()
    };
    let table = TwoWayTable {
        rows: 2,
        columns: 3,
        shares: shares.clone(),
        share_covariance: covariance(1.0 / n),
        totals: shares.iter().map(|p| n * p).collect(),
        total_covariance: covariance(n),
        sample_size: n,
        degrees_of_freedom: 200,
    };
    let row = |r: usize| shares[r] + shares[r + 2] + shares[r + 4];
    let column = |c: usize| shares[2 * c] + shares[2 * c + 1];
    let mut pearson = 0.0;
    for r in 0..2 {
        for c in 0..3 {
            let expected = row(r) * column(c);
            pearson += n * (shares[r + 2 * c] - expected).powi(2) / expected;
        }
    }
    close(table.pearson(), pearson, 1e-12);
    let first = table.rao_scott_first_order().unwrap();
    close(first.statistic, pearson, 1e-12);
    close(first.p_value, chi_square_upper(pearson, 2.0), 0.1);
    let second = table.rao_scott_second_order().unwrap();
    close(second.degrees_of_freedom, 2.0, 0.02);
    // The adjusted Wald test rescales the Wald statistic by its degrees of freedom.
    let (plain, adjusted) = (table.wald(false).unwrap(), table.wald(true).unwrap());
    close(adjusted.statistic / plain.statistic, 199.0 / 200.0, 1e-12);
    close(plain.statistic * 2.0, pearson, 0.1);
}

#[test]
fn likelihood_limits_lie_where_the_divergence_says() {
    let (p, se, df) = (0.82, 0.021, 31.0);
    let precision = Precision {
        value: p,
        standard_error: se,
        degrees_of_freedom: df,
        respondents: 700.0,
        boundary_design_effect: 1.0,
    };
    let effective = p * (1.0 - p) / (se * se);
    for dispersion in [1.0, 1.3] {
        let method = IntervalMethod::Likelihood { dispersion };
        let found = precision.interval(method, 0.9, Sides::Both).unwrap();
        let t = student_quantile(0.95, df);
        for limit in [found.lower, found.upper] {
            let divergence = p * (p / limit).ln() + (1.0 - p) * ((1.0 - p) / (1.0 - limit)).ln();
            close(2.0 * effective * divergence, dispersion * t * t, 1e-9);
        }
        assert!(found.lower < p && p < found.upper);
    }
}

/// Of units drawn alike beside certain ones the variance is that of a simple random sample of them.
#[test]
fn a_certain_unit_adds_nothing_under_unequal_probabilities() {
    let data = "unit,pi,y\n1,1,10\n2,1,20\n3,0.3,1\n4,0.3,4\n5,0.3,7\n";
    let document = json!({
        "schema": "minyi-analysis/1", "data": { "csv": "d.csv" },
        "designs": [{ "name": "d", "ids": "unit", "fpc": "pi", "variance": "YG", "pps": { "method": "HR_estimated" } }],
        "estimates": [{ "stat": "mean", "design": "d", "var": "y" }],
    });
    let answered = answer_document(&document, &mut |_: &str| Ok(data.as_bytes().to_vec())).unwrap();
    // (1 − f) n s² of the three weighted values 10/3, 40/3 and 70/3.
    let total = &answered["estimates"][0]["result"]["total"]["se"];
    close(
        total.as_f64().unwrap(),
        (0.7_f64 * 3.0 * 100.0).sqrt(),
        1e-12,
    );
}

/// Raking every replicate apart makes their weights independent and adds no PSU.
#[test]
fn replicates_are_published_with_the_degrees_of_freedom_of_their_psus() {
    let rake = json!({ "op": "rake", "margins": [
        { "vars": "sex", "population": [{ "sex": "F", "Freq": 600 }, { "sex": "M", "Freq": 800 }] },
        { "vars": "district", "population": [
            { "district": "D0", "Freq": 500 }, { "district": "D1", "Freq": 900 }] },
    ] });
    let replicate = json!({ "op": "replicate", "type": "rao_wu", "replicates": 60, "seed": 11 });
    let designs = json!([
        design("linearised", &json!([rake.clone()])),
        design("replicated", &json!([replicate, rake])),
    ]);
    let estimate = |design: &str| json!({ "stat": "proportion", "design": design, "var": "y", "domain": { "district": "D1" } });
    let answered = answer(
        &designs,
        &json!([estimate("linearised"), estimate("replicated")]),
    );
    let published = |place: usize| {
        let intervals = answered["estimates"][place]["result"]["ci"].as_array();
        let found = intervals.unwrap().iter();
        let mut found = found.filter(|interval| interval["method"] == "korn_graubard");
        found.next().unwrap()["df"].as_f64().unwrap()
    };
    close(published(0), 5.0, 1e-12);
    close(published(1), 5.0, 1e-12);
    let rank = answered["estimates"][1]["result"]["df"].as_f64().unwrap();
    assert!(rank > 5.0, "R counts {rank}");
}
