//! Every estimate of every fixture made with R's survey package, by the door that
//! `minyi analyze` uses.

use serde_json::Value;
use statistics::analysis::{Analysis, answer_document};

use crate::differences::Difference;
use crate::store;
use crate::worst::Worst;

const FIXTURES: [&str; 13] = [
    "api_clus1",
    "api_clus2",
    "api_srs",
    "api_strat",
    "citizen_base",
    "citizen_edge",
    "citizen_lonely",
    "citizen_nonresponse",
    "citizen_waves",
    "mu284",
    "pps_small",
    "replicates_given",
    "replicates_small",
];

pub(crate) fn load(file: &str) -> Result<Vec<u8>, String> {
    std::fs::read(store::directory().join(file)).map_err(|error| error.to_string())
}

fn document(id: &str) -> Value {
    serde_json::from_slice(&load(&format!("{id}.json")).unwrap()).unwrap()
}

/// The document without any answer.
fn questions(document: &Value) -> Value {
    let mut bare = document.clone();
    for design in bare["designs"].as_array_mut().unwrap() {
        design.as_object_mut().unwrap().remove("expected");
    }
    for estimate in bare["estimates"].as_array_mut().unwrap() {
        estimate.as_object_mut().unwrap().remove("result");
    }
    bare
}

#[test]
fn every_estimate_of_every_fixture_agrees_with_r() {
    let mut worst = Worst::default();
    compare(&mut worst);
    worst.report("fixtures");
}

/// Compares every fixture with R.
pub(crate) fn compare(worst: &mut Worst) {
    for id in FIXTURES {
        let theirs = document(id);
        let ours = answer_document(&questions(&theirs), &mut load).unwrap();
        Comparison { worst, fixture: id }.documents(&ours, &theirs);
    }
}

#[test]
fn every_document_says_the_same_written_as_read() {
    for id in FIXTURES {
        let analysis = Analysis::read(&document(id)).unwrap();
        let written = serde_json::to_value(&analysis).unwrap();
        assert_eq!(Analysis::read(&written).unwrap(), analysis, "{id}");
    }
}

#[test]
fn final_weights_agree_row_by_row() {
    let mut worst = Worst::default();
    for id in FIXTURES {
        let theirs = document(id);
        let table = store::rows(theirs["data"]["weights_csv"].as_str().unwrap());
        let analysis = Analysis::read(&theirs).unwrap();
        for (design, weights) in analysis.final_weights(&mut load).unwrap() {
            let Some(column) = table[0].iter().position(|name| *name == design) else {
                worst.require("weights given", &format!("{id} {design}"), false);
                continue;
            };
            for (row, (ours, cells)) in weights.iter().zip(&table[1..]).enumerate() {
                let place = format!("{id} {design} row {row}");
                let weight = number(&Value::from(cells[column].as_str()));
                worst.compare("weights", &place, *ours, weight, 1e-8, 1e-9);
            }
        }
    }
    worst.report("final weights");
}

/// Jackknife replicates are read from a file where the document names one; here they are made.
#[test]
fn jackknife_replicates_made_here_agree_with_r() {
    let mut worst = Worst::default();
    compare_jackknife(&mut worst);
    worst.report("jackknife made here");
}

/// Compares jackknife replicates that are made here with R.
pub(crate) fn compare_jackknife(worst: &mut Worst) {
    for id in [
        "api_clus1",
        "api_strat",
        "citizen_lonely",
        "replicates_small",
    ] {
        let mut theirs = document(id);
        let jackknife = |design: &Value| {
            let steps = design["steps"].as_array();
            steps.is_some_and(|steps| {
                let mut steps = steps.iter();
                steps.any(|step| step["type"] == "JK1" || step["type"] == "JKn")
            })
        };
        let adjusted = |design: &Value| jackknife(design) && design["lonely_psu"] == "adjust";
        let all = theirs["designs"].as_array().unwrap();
        for design in all.iter().filter(|design| adjusted(design)) {
            let place = format!("{id} {}", design["name"]);
            worst.differ(Difference::UncompressedAdjust, &place, true);
        }
        let jackknife = |design: &Value| jackknife(design) && !adjusted(design);
        let designs = theirs["designs"].as_array_mut().unwrap();
        designs.retain(jackknife);
        for design in designs.iter_mut() {
            design.as_object_mut().unwrap().remove("replicates");
        }
        let names: Vec<Value> = designs
            .iter()
            .map(|design| design["name"].clone())
            .collect();
        let estimates = theirs["estimates"].as_array_mut().unwrap();
        estimates.retain(|estimate| names.contains(&estimate["design"]));
        let ours = answer_document(&questions(&theirs), &mut load).unwrap();
        Comparison { worst, fixture: id }.documents(&ours, &theirs);
    }
}

struct Comparison<'a> {
    worst: &'a mut Worst,
    fixture: &'a str,
}

/// What is particular about a design.
struct DesignTraits {
    tolerance: f64,
    /// Raked residuals follow R's ten sweeps, so that its standard errors are met as closely as any.
    standard_error: f64,
}

fn number(value: &Value) -> f64 {
    match value {
        Value::Number(number) => number.as_f64().unwrap(),
        Value::String(text) => store::number(text),
        _ => f64::NAN,
    }
}

fn traits(design: &Value) -> DesignTraits {
    let steps = design["steps"].as_array().cloned().unwrap_or_default();
    let nonlinear = steps.iter().any(|step| {
        step["op"] == "rake" || step["op"] == "calibrate" && step["calfun"] != "linear"
    });
    let calibrated = steps
        .iter()
        .any(|step| step["op"] == "calibrate" && step["calfun"] != "linear");
    DesignTraits {
        tolerance: if nonlinear { 1e-8 } else { 1e-9 },
        standard_error: if calibrated { 1e-8 } else { 1e-9 },
    }
}

/// What can be expected of an estimate's precision.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Usual,
    /// The proportion is 0 or 1.
    Boundary,
    /// Control totals or the design leave no variance but rounding error.
    Fixed,
}

impl Case {
    /// What sets the numbers of such an estimate apart in the tally.
    fn note(self) -> &'static str {
        match self {
            Self::Usual => "",
            Self::Boundary => " (p = 0 or 1)",
            Self::Fixed => " (fixed)",
        }
    }
}

impl Comparison<'_> {
    fn documents(&mut self, ours: &Value, theirs: &Value) {
        let designs = theirs["designs"].as_array().unwrap();
        for (index, design) in designs.iter().enumerate() {
            let place = format!("{} {}", self.fixture, design["name"]);
            let tolerance = traits(design).tolerance;
            for (name, value) in design["expected"].as_object().unwrap() {
                let found = number(&ours["designs"][index]["expected"][name]);
                let kind = format!("design {name}");
                self.worst
                    .compare(&kind, &place, found, number(value), tolerance, 1e-12);
            }
        }
        let estimates = theirs["estimates"].as_array().unwrap();
        for (index, estimate) in estimates.iter().enumerate() {
            let design = designs
                .iter()
                .find(|design| design["name"] == estimate["design"])
                .unwrap();
            let stat = estimate["stat"].as_str().unwrap();
            let place = format!(
                "{} {} {} {}",
                self.fixture, estimate["design"], estimate["id"], stat
            );
            let found = &ours["estimates"][index]["result"];
            self.result(stat, &place, found, &estimate["result"], &traits(design));
        }
    }

    fn result(
        &mut self,
        stat: &str,
        place: &str,
        ours: &Value,
        theirs: &Value,
        design: &DesignTraits,
    ) {
        if theirs.get("empty").is_some() {
            let same = ours["empty"] == theirs["empty"];
            return self.worst.require("empty domain", place, same);
        }
        let refused = ours["error"].is_string();
        if theirs.get("error").is_some() {
            if ours.get("estimate").is_some() {
                let stands =
                    refused && number(&ours["estimate"]).is_finite() && ours["se"] == "NaN";
                return self
                    .worst
                    .differ(Difference::PointWithoutVariance, place, stands);
            }
            return self.worst.require("refused", place, refused);
        }
        if theirs["n"] == 0 {
            return self
                .worst
                .differ(Difference::DomainWithoutAnswers, place, refused);
        }
        match stat {
            "quantile" => self.quantiles(place, ours, theirs),
            "chisq" => self.tests(place, ours, theirs),
            "listwise_means" => {
                for (member, value) in theirs.as_object().unwrap() {
                    if member != "note" {
                        self.numbers(member, place, &ours[member], value);
                    }
                }
            }
            _ => self.members(stat, place, ours, theirs, design),
        }
    }

    fn numbers(&mut self, kind: &str, place: &str, ours: &Value, theirs: &Value) {
        match theirs {
            Value::Array(entries) => {
                for (index, entry) in entries.iter().enumerate() {
                    self.numbers(kind, place, &ours[index], entry);
                }
            }
            one => {
                let kind = format!("listwise {kind}");
                self.worst
                    .compare(&kind, place, number(ours), number(one), 1e-9, 1e-12);
            }
        }
    }

    fn members(
        &mut self,
        stat: &str,
        place: &str,
        ours: &Value,
        theirs: &Value,
        design: &DesignTraits,
    ) {
        let estimate = number(&theirs["estimate"]);
        let unanimous = theirs["n_success"] == 0 || theirs["n_success"] == theirs["n"];
        let case = if stat == "proportion" && unanimous {
            Case::Boundary
        } else if number(&theirs["se"]) < 1e-6 * estimate.abs()
            || number(&theirs["se"]).is_nan() && number(&ours["se"]) < 1e-6 * estimate.abs()
        {
            Case::Fixed
        } else {
            Case::Usual
        };
        for (name, value) in theirs.as_object().unwrap() {
            match name.as_str() {
                "ci" => self.intervals(stat, place, (ours, theirs), design, case),
                "total" => {
                    let kind = format!("{stat} total");
                    self.members(&kind, place, &ours["total"], value, design);
                }
                "warnings" | "difference" => {}
                "deff" if stat == "ratio" && number(value).is_nan() => {
                    // R gives none; ours is that of the total of the residuals.
                    let given = number(&ours[name]) > 0.0;
                    self.worst
                        .differ(Difference::DesignEffectOfARatio, place, given);
                }
                "deff" | "deff_replace"
                    if !number(value).is_finite()
                        || number(value) > 1e20
                        || case != Case::Usual =>
                {
                    // No spread, no design effect; no variance, no meaningful one.
                    let found = number(&ours[name]);
                    let none = found.is_nan() || found < 1e-9 || case == Case::Fixed;
                    self.worst
                        .differ(Difference::DesignEffectUndefined, place, none);
                }
                _ => {
                    let (tolerance, floor) = match name.as_str() {
                        "p_value" => (1e-7, 1e-14),
                        "t" => (1e-8, 1e-9),
                        "cov_ab" => (design.tolerance, number(&theirs["se"]).powi(2)),
                        "se" if case == Case::Fixed => {
                            let ruled = number(&ours[name]) < 2e-6 * estimate.abs();
                            self.worst.differ(Difference::FixedByTotals, place, ruled);
                            continue;
                        }
                        "se" if case == Case::Boundary => (1.0, 1e-12),
                        "se" | "se_a" | "se_b" => (design.standard_error, 1e-12),
                        "deff" | "deff_replace" => (design.tolerance, 1e-6),
                        _ => (design.tolerance, 1e-9),
                    };
                    let kind = format!("{stat} {name}{}", case.note());
                    let (found, expected) = (number(&ours[name]), number(value));
                    self.worst
                        .compare(&kind, place, found, expected, tolerance, floor);
                }
            }
        }
    }

    fn intervals(
        &mut self,
        stat: &str,
        place: &str,
        (ours, theirs): (&Value, &Value),
        design: &DesignTraits,
        case: Case,
    ) {
        let (respondents, ours) = (ours["n"].clone(), &ours["ci"]);
        for interval in theirs["ci"].as_array().unwrap() {
            let method = interval["method"].as_str().unwrap();
            if method == "likelihood" {
                // R interpolates a coarse profile; its exact solution is compared instead.
                self.worst.differ(Difference::LikelihoodSpline, place, true);
                continue;
            }
            let found = ours
                .as_array()
                .into_iter()
                .flatten()
                .find(|entry| {
                    entry["method"] == method
                        && (number(&entry["level"]) - number(&interval["level"])).abs() < 1e-12
                })
                .unwrap_or(&Value::Null);
            let symmetric = matches!(method, "t_domain_df" | "t_full_df" | "normal");
            if case == Case::Fixed {
                // Limits of a variance that is rounding error: where R has any, ours surround p
                // or are refused.
                let (lower, upper) = (number(&found["lower"]), number(&found["upper"]));
                let holds = lower <= upper + 1e-9 || lower.is_nan();
                self.worst.differ(Difference::FixedByTotals, place, holds);
                continue;
            }
            let r_has_none =
                number(&interval["lower"]).is_nan() || number(&interval["upper"]).is_nan();
            if r_has_none && method == "logit" {
                // R's glm did not converge.
                let holds = number(&found["lower"]) < number(&found["upper"])
                    || found.get("error").is_some();
                self.worst
                    .differ(Difference::LogitNotConverged, place, holds);
                continue;
            }
            if case == Case::Boundary && !symmetric {
                let (lower, upper) = (number(&found["lower"]), number(&found["upper"]));
                let ruled = lower <= 0.0 && upper > 0.0 || upper >= 1.0 && lower < 1.0;
                self.worst
                    .differ(Difference::ProportionOfZeroOrOne, place, ruled);
                continue;
            }
            let tolerance = if method == "logit" {
                1e-7
            } else {
                design.tolerance
            };
            for (member, value) in interval.as_object().unwrap() {
                let kind = format!("{stat} ci {method}{}", case.note());
                let place = format!("{place} {member}");
                match member.as_str() {
                    // What it is of and, in words, why R has none.
                    "method" | "origin" | "level" | "error" => {}
                    "lower" | "upper" => {
                        let (given, expected) = (number(&found[member]), number(value));
                        self.worst
                            .compare(&kind, &place, given, expected, tolerance, 1e-3);
                    }
                    "df" => {
                        let (given, expected) = (number(&found[member]), number(value));
                        self.worst
                            .compare("ci df", &place, given, expected, 0.0, 1.0);
                    }
                    // The dispersion by which the limits were found.
                    "phi" => {
                        let n = number(&respondents);
                        let phi = if method == "likelihood_exact_R" {
                            n / (n - 1.0)
                        } else {
                            1.0
                        };
                        self.worst
                            .compare("ci phi", &place, phi, number(value), 1e-12, 1.0);
                    }
                    other => self.worst.require("unknown member", other, false),
                }
            }
        }
    }

    fn tests(&mut self, place: &str, ours: &Value, theirs: &Value) {
        let (found, expected) = (number(&ours["df"]), number(&theirs["df"]));
        self.worst
            .compare("chisq df", place, found, expected, 0.0, 1.0);
        for (index, test) in theirs["tests"].as_array().unwrap().iter().enumerate() {
            let kind = test["statistic_kind"].as_str().unwrap();
            let place = format!("{place} {kind}");
            let found = &ours["tests"][index];
            if number(&test["statistic"]) > 1e20 {
                // The table is fixed by control totals: R divides by rounding error.
                let holds = number(&found["p_value"]) < 1e-6 || found.get("error").is_some();
                self.worst.differ(Difference::FixedByTotals, &place, holds);
                continue;
            }
            if test.get("error").is_some() {
                let refused = found.get("error").is_some();
                self.worst.require("chisq refused", &place, refused);
                continue;
            }
            for (member, tolerance) in [("statistic", 1e-8), ("p_value", 1e-7)] {
                let kind = format!("chisq {kind} {member}");
                let (found, expected) = (number(&found[member]), number(&test[member]));
                self.worst
                    .compare(&kind, &place, found, expected, tolerance, 1e-14);
            }
            let list = |parameter: &Value| -> Vec<f64> {
                match parameter {
                    Value::Array(several) => several.iter().map(number).collect(),
                    one => vec![number(one)],
                }
            };
            let (found, expected) = (list(&found["parameter"]), list(&test["parameter"]));
            let kind = format!("chisq {kind} parameter");
            self.worst
                .require(&kind, &place, found.len() == expected.len());
            for (found, expected) in found.into_iter().zip(expected) {
                self.worst
                    .compare(&kind, &place, found, expected, 1e-8, 1e-9);
            }
        }
        for (index, cell) in theirs["table"].as_array().unwrap().iter().enumerate() {
            for (member, value) in cell.as_object().unwrap() {
                let found = &ours["table"][index][member];
                if member == "Freq" {
                    let (found, expected) = (number(found), number(value));
                    self.worst
                        .compare("chisq table", place, found, expected, 1e-8, 1e-9);
                } else {
                    self.worst.require("chisq category", place, found == value);
                }
            }
        }
    }

    fn quantiles(&mut self, place: &str, ours: &Value, theirs: &Value) {
        let (found, expected) = (number(&ours["df"]), number(&theirs["df"]));
        self.worst
            .compare("quantile df", place, found, expected, 0.0, 1.0);
        for (index, entry) in theirs["quantiles"].as_array().unwrap().iter().enumerate() {
            let found = &ours["quantiles"][index];
            let kind = format!("{} {}", entry["qrule"], entry["interval"]);
            let place = format!("{place} {kind} {} {}", entry["level"], entry["prob"]);
            if entry.get("error").is_some() {
                let refused = found.get("error").is_some();
                self.worst.require("quantile refused", &place, refused);
                continue;
            }
            // R reads score limits off at unweighted shares, which with equal weights fall exactly
            // on a step: its rounding then decides between two neighbouring answers.
            let apart =
                |member: &str| (number(&found[member]) / number(&entry[member]) - 1.0).abs();
            if entry["interval"] == "score" && apart("lower").max(apart("upper")) > 1e-9 {
                let close = apart("quantile") < 1e-9 && apart("lower").max(apart("upper")) < 0.01;
                self.worst
                    .differ(Difference::ScoreLimitOnAStep, &place, close);
                continue;
            }
            for member in ["quantile", "lower", "upper", "se"] {
                let kind = format!("quantile {kind} {member}");
                let (found, expected) = (number(&found[member]), number(&entry[member]));
                self.worst
                    .compare(&kind, &place, found, expected, 1e-9, 1e-9);
            }
        }
    }
}
