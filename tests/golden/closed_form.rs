//! Quantile, distribution and interval grids that need no survey at all.

use minyi::statistics::distribution as d;

use crate::store::{number, rows};
use crate::worst::Worst;

#[test]
fn quantiles_agree_with_sixty_digit_values() {
    let mut worst = Worst::default();
    for row in rows("quantiles_checked.csv").iter().skip(1) {
        if row[7] != "ok" {
            continue;
        }
        let (p, a, b) = (number(&row[1]), number(&row[2]), number(&row[3]));
        let exact = number(&row[5]);
        let ours = match row[0].as_str() {
            "qnorm" => d::normal_quantile(p),
            "qt" => d::student_quantile(p, a),
            "qchisq" => d::chi_square_quantile(p, a),
            "qf" => d::f_quantile(p, a, b),
            "qbeta" => d::beta_quantile(p, a, b),
            other => panic!("unknown function {other}"),
        };
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
        let ours = match (row[0].as_str(), lower) {
            ("pnorm", true) => d::normal_lower(x),
            ("pnorm", false) => d::normal_upper(x),
            ("pt", true) => d::student_lower(x, a),
            ("pt", false) => d::student_upper(x, a),
            ("pchisq", true) => d::chi_square_lower(x, a),
            ("pchisq", false) => d::chi_square_upper(x, a),
            ("pf", true) => d::f_lower(x, a, b),
            ("pf", false) => d::f_upper(x, a, b),
            ("pbeta", true) => d::beta_lower(x, a, b),
            ("pbeta", false) => d::beta_upper(x, a, b),
            (other, _) => panic!("unknown function {other}"),
        };
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
