//! What must hold for every survey.

use proptest::prelude::*;
use statistics::weighting::{Margin, Raking, WeightDiagnostics, rake};
use statistics::{
    Column, Domain, Estimate, IntervalMethod, Precision, Sides, SurveyDesign, Tabulation,
    benjamini_hochberg, holm,
};

use crate::survey::Survey;

fn mean(design: &SurveyDesign, survey: &Survey) -> Estimate {
    let sex = Survey::factor(&survey.sex);
    Tabulation::builder()
        .classification("sex", &sex)
        .item("q", Column::Numeric(&survey.answers[0]))
        .build(design)
        .unwrap()
        .mean("q", &Domain::of("sex", "F"))
        .unwrap()
}

fn raked(survey: &Survey, population: f64) -> (SurveyDesign, Vec<(Margin, Vec<f64>)>) {
    let margins: Vec<(Margin, Vec<f64>)> = [
        ("stratum", Survey::factor(&survey.stratum)),
        ("sex", Survey::factor(&survey.sex)),
        ("age", Survey::factor(&survey.age)),
    ]
    .into_iter()
    .map(|(name, factor)| {
        let count = factor.levels().len();
        let ranks: Vec<f64> = (1_u32..).map(f64::from).take(count).collect();
        let sum: f64 = ranks.iter().sum();
        let totals: Vec<f64> = ranks.iter().map(|rank| population * rank / sum).collect();
        let labelled: Vec<(String, f64)> = factor
            .levels()
            .iter()
            .cloned()
            .zip(totals.clone())
            .collect();
        (Margin::new(name, factor, labelled).unwrap(), totals)
    })
    .collect();
    let raking = Raking::new(margins.iter().map(|(margin, _)| margin.clone()).collect());
    (rake(&survey.design(), &raking).unwrap().design, margins)
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_depends_on_the_order_of_rows_or_the_scale_of_weights(
        seed in 0_u64..10_000,
        stride in 1_usize..50,
        scale in 0.01_f64..100.0,
    ) {
        let survey = Survey::simulate(seed, 3, 4, 1);
        let rows = survey.rows();
        // A stride coprime to the number of rows visits each once.
        let stride = (stride..stride + rows)
            .find(|s| gcd(*s, rows) == 1)
            .unwrap();
        let order: Vec<usize> = (0..rows).map(|row| row * stride % rows).collect();
        let mut moved = survey.reordered(&order);
        moved.weights.iter_mut().for_each(|weight| *weight *= scale);
        for (a, b) in [
            (mean(&survey.design(), &survey), mean(&moved.design(), &moved)),
            (mean(&raked(&survey, 1e4).0, &survey), mean(&raked(&moved, 1e4).0, &moved)),
        ] {
            prop_assert!(same(a.value, b.value));
            prop_assert!(same(a.standard_error, b.standard_error));
            prop_assert!(same(a.weighting_design_effect, b.weighting_design_effect));
            prop_assert_eq!(a.degrees_of_freedom, b.degrees_of_freedom);
        }
    }

    #[test]
    fn raked_weights_are_positive_and_hit_every_margin(seed in 0_u64..10_000) {
        let survey = Survey::simulate(seed, 3, 4, 1);
        let (design, margins) = raked(&survey, 25_000.0);
        prop_assert!(design.weights().iter().all(|&weight| weight > 0.0));
        for (margin, totals) in margins {
            let labels: Vec<String> = match margin.name() {
                "stratum" => survey.stratum.clone(),
                "sex" => survey.sex.iter().map(|s| (*s).to_owned()).collect(),
                _ => survey.age.iter().map(|s| (*s).to_owned()).collect(),
            };
            let factor = Survey::factor(&labels);
            let mut sums = vec![0.0; totals.len()];
            for (&code, weight) in factor.codes().iter().zip(design.weights()) {
                sums[code as usize] += weight;
            }
            for (sum, total) in sums.iter().zip(&totals) {
                prop_assert!((sum / total - 1.0).abs() < 1e-9);
            }
        }
        let diagnostics = WeightDiagnostics::of(design.weights());
        prop_assert!(diagnostics.design_effect >= 1.0 - 1e-12);
        let n = diagnostics.effective_sample_size * diagnostics.design_effect;
        prop_assert!(same(n, f64::from(u32::try_from(survey.rows()).unwrap())));
    }

    #[test]
    fn a_variable_that_margins_fix_has_no_variance(seed in 0_u64..10_000) {
        let mut survey = Survey::simulate(seed, 3, 4, 1);
        survey.answers[0] = survey.stratum.iter().map(|s| f64::from(u8::from(s == "S1"))).collect();
        let design = raked(&survey, 1e4).0;
        let estimate = Tabulation::builder()
            .item("q", Column::Numeric(&survey.answers[0]))
            .build(&design)
            .unwrap()
            .mean("q", &Domain::all())
            .unwrap();
        prop_assert!((estimate.value - 2.0 / 6.0).abs() < 1e-9);
        prop_assert!(estimate.standard_error < 1e-4);
    }

    #[test]
    fn intervals_hold_the_estimate_and_grow_with_the_level(
        value in 0.001_f64..0.999,
        deff in 0.5_f64..8.0,
        respondents in 12_u32..5000,
        df in 1_u32..300,
    ) {
        let n = f64::from(respondents);
        let precision = Precision {
            value,
            standard_error: (deff * value * (1.0 - value) / n).sqrt(),
            degrees_of_freedom: f64::from(df),
            respondents: n,
            boundary_design_effect: deff,
        };
        for method in [
            IntervalMethod::Logit,
            IntervalMethod::Wilson,
            IntervalMethod::KornGraubard,
            IntervalMethod::Likelihood { dispersion: 1.0 },
        ] {
            let narrow = precision.interval(method, 0.90, Sides::Both).unwrap();
            let wide = precision.interval(method, 0.95, Sides::Both).unwrap();
            prop_assert!(narrow.lower <= value && value <= narrow.upper, "{method:?}");
            prop_assert!(wide.lower <= narrow.lower + 1e-12, "{method:?}");
            prop_assert!(wide.upper >= narrow.upper - 1e-12, "{method:?}");
            prop_assert!(wide.lower >= 0.0 && wide.upper <= 1.0, "{method:?}");
        }
        let capped = precision.interval(IntervalMethod::KornGraubard, 0.95, Sides::Both).unwrap();
        prop_assert!(capped.effective_sample_size <= n);
    }

    #[test]
    fn adjusted_p_values_are_ordered(p in prop::collection::vec(0.0_f64..1.0, 1..40)) {
        let (strict, lenient) = (holm(&p), benjamini_hochberg(&p));
        for ((raw, strict), lenient) in p.iter().zip(&strict).zip(&lenient) {
            prop_assert!(*raw <= lenient + 1e-15 && *lenient <= strict + 1e-15 && *strict <= 1.0);
        }
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Years and amounts: less a constant, the same answers have the same spread, in a mean, a domain, a ratio and under
/// replicates.
#[test]
fn answers_far_from_zero_have_the_same_spread() {
    let survey = Survey::simulate(51, 5, 6, 1);
    let near: Vec<f64> = (0_u32..)
        .map(|row| f64::from(row * 7 % 11))
        .take(survey.rows())
        .collect();
    let female = |row: usize| survey.sex[row] == "F";
    // Men lie a thousand million away from women, and everybody as far from zero.
    let far: Vec<f64> = near
        .iter()
        .enumerate()
        .map(|(row, y)| y + if female(row) { 1e9 } else { 2e9 })
        .collect();
    let sex = Survey::factor(&survey.sex);
    for design in [survey.design(), raked(&survey, 1e6).0] {
        let table = Tabulation::builder()
            .classification("sex", &sex)
            .item("near", Column::Numeric(&near))
            .item("far", Column::Numeric(&far))
            .build(&design)
            .unwrap();
        for level in ["F", "M"] {
            let domain = Domain::of("sex", level);
            let (a, b) = (
                table.mean("near", &domain).unwrap(),
                table.mean("far", &domain).unwrap(),
            );
            assert!(same(a.standard_error, b.standard_error), "{a:?} {b:?}");
            let effects = (a.design_effect.unwrap(), b.design_effect.unwrap());
            assert!(same(effects.0, effects.1), "{effects:?}");
        }
        let women = Domain::of("sex", "F");
        let ratio = table.linearize_ratio("far", "far", &women).unwrap();
        assert!(
            ratio.estimate.standard_error < 1e-12,
            "{:?}",
            ratio.estimate
        );
    }
}
