//! Quantile, distribution and interval grids that need no survey at all.

use statistics::distribution as d;

use crate::store::{number, rows};
use crate::worst::Worst;

fn quantile(function: &str, p: f64, a: f64, b: f64) -> f64 {
    match function {
        "qnorm" => d::normal_quantile(p),
        "qt" => d::student_quantile(p, a),
        "qchisq" => d::chi_square_quantile(p, a),
        "qf" => d::f_quantile(p, a, b),
        "qbeta" => d::beta_quantile(p, a, b),
        other => panic!("unknown function {other}"),
    }
}

fn probability(function: &str, x: f64, a: f64, b: f64, lower: bool) -> f64 {
    match (&function[1..], lower) {
        ("norm", true) => d::normal_lower(x),
        ("norm", false) => d::normal_upper(x),
        ("t", true) => d::student_lower(x, a),
        ("t", false) => d::student_upper(x, a),
        ("chisq", true) => d::chi_square_lower(x, a),
        ("chisq", false) => d::chi_square_upper(x, a),
        ("f", true) => d::f_lower(x, a, b),
        ("f", false) => d::f_upper(x, a, b),
        ("beta", true) => d::beta_lower(x, a, b),
        ("beta", false) => d::beta_upper(x, a, b),
        (other, _) => panic!("unknown function {other}"),
    }
}

/// So many representable numbers to either side an answer may lie off.
const NEIGHBOURS: usize = 4;

#[test]
fn quantiles_agree_with_sixty_digit_values() {
    let mut worst = Worst::default();
    for row in rows("quantiles_checked.csv").iter().skip(1) {
        if row[7] != "ok" {
            // No value of sixty digits: at a limit of the distribution, or where mpmath gave up. R's is
            // compared instead.
            let kind = format!("{} {} (R's value)", row[0], row[7]);
            let ours = quantile(&row[0], number(&row[1]), number(&row[2]), number(&row[3]));
            let place = format!("{}({}, {}, {})", row[0], row[1], row[2], row[3]);
            let theirs = number(&row[4]);
            if row[7] == "limit" {
                // 0 or 1, or so close that R and we may round to it.
                let close = (ours - theirs).abs() < 1e-12
                    || (ours / theirs - 1.0).abs() < 1e-6
                    || ours < 1e-290 && theirs < 1e-290;
                worst.require(&kind, &place, close);
            } else if row[7] == "not_polished" {
                // R itself has few digits here, where neighbouring numbers differ by more probability than any
                // tolerance: the one asked for must lie between those of our answer's neighbours.
                let p = number(&row[1]);
                let at = |x: f64| probability(&row[0], x, number(&row[2]), number(&row[3]), true);
                let most = if row[0] == "qbeta" { 1.0 } else { f64::MAX };
                let (mut below, mut above) = (ours, ours);
                for _ in 0..NEIGHBOURS {
                    (below, above) = (below.next_down(), above.next_up().min(most));
                }
                let kind = format!("{} {} (there and back)", row[0], row[7]);
                let close = at(below) - 1e-9 <= p && p <= at(above) + 1e-9;
                worst.require(&kind, &place, close);
            } else {
                worst.compare(&kind, &place, ours, theirs, 1e-9, 1e-30);
            }
            continue;
        }
        let (p, a, b) = (number(&row[1]), number(&row[2]), number(&row[3]));
        let exact = number(&row[5]);
        let ours = quantile(&row[0], p, a, b);
        let place = format!("{}({p:e}, {a}, {b})", row[0]);
        worst.compare(&row[0], &place, ours, exact, 1e-10, 1e-30);
    }
    worst.report("quantiles");
}

#[test]
fn distribution_functions_agree_in_both_tails() {
    let mut worst = Worst::default();
    for row in rows("cdf.csv").iter().skip(1) {
        let (x, a, b) = (number(&row[1]), number(&row[2]), number(&row[3]));
        let lower = row[4] == "lower";
        let ours = probability(&row[0], x, a, b, lower);
        let place = format!("{}({x:e}, {a}, {b}) {}", row[0], row[4]);
        // Above 4e5 degrees of freedom R itself answers with a normal approximation.
        let tolerance = if row[0] == "pt" && a > 4e5 {
            1e-10
        } else {
            1e-11
        };
        worst.compare(&row[0], &place, ours, number(&row[5]), tolerance, 1e-280);
    }
    worst.report("distribution functions");
}
