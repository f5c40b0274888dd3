//! Outcome rates of the AAPOR Standard Definitions against R's `outcomerate` and `responserates`.

use std::collections::BTreeMap;

use fieldwork::disposition::{Group, OutcomeRates, OutcomeSums};
use serde::Deserialize;
use serde_json::{Number, Value};

use crate::store::{directory, number, rows};
use crate::worst::Worst;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reference {
    #[serde(rename = "schema")]
    _schema: String,
    #[serde(rename = "topic")]
    _topic: String,
    #[serde(rename = "source")]
    _source: Value,
    #[serde(rename = "checked")]
    _checked: Value,
    cases: Vec<Sample>,
    weighted: Weighted,
    code_classes: Vec<CodeClass>,
    #[serde(rename = "code_classes_note")]
    _code_classes_note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    id: String,
    counts: BTreeMap<String, f64>,
    e_given: Option<f64>,
    e_cases: Figure,
    e_used: Figure,
    rates: BTreeMap<String, Figure>,
    #[serde(rename = "note")]
    _note: Option<String>,
    published: Option<BTreeMap<String, Published>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Weighted {
    csv: String,
    groups: Vec<ByDistrict>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ByDistrict {
    district: Value,
    n: usize,
    sum_w: f64,
    weighted: BTreeMap<String, Figure>,
    unweighted: BTreeMap<String, Figure>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeClass {
    code: Number,
    r#final: String,
}

/// A number, or `"NaN"` where R divides nothing by nothing.
#[derive(Deserialize)]
#[serde(untagged)]
enum Figure {
    Number(f64),
    Word(String),
}

/// A rate as it was printed: to its last digit, or as a fraction.
#[derive(Deserialize)]
#[serde(untagged)]
enum Published {
    Rounded(Number),
    Fraction(String),
}

impl Figure {
    fn value(&self) -> f64 {
        match self {
            Self::Number(value) => *value,
            Self::Word(word) => number(word),
        }
    }
}

impl Published {
    /// The value, and how far from it the rate may be.
    fn value(&self) -> (f64, f64) {
        match self {
            Self::Fraction(fraction) => {
                let (part, whole) = fraction.split_once('/').unwrap();
                (number(part) / number(whole), 1e-12)
            }
            Self::Rounded(rounded) => {
                let written = rounded.to_string();
                let decimals = written
                    .split_once('.')
                    .map_or(0, |(_, digits)| digits.len());
                let last = 10_f64.powi(-i32::try_from(decimals).unwrap());
                (number(&written), last / 2.0)
            }
        }
    }
}

fn reference() -> Reference {
    let text = std::fs::read_to_string(directory().join("aapor.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn group(class: &str) -> Group {
    match class {
        "I" => Group::Complete,
        "P" => Group::Partial,
        "R" => Group::Refusal,
        "NC" => Group::NonContact,
        "O" => Group::Other,
        "UH" => Group::UnknownHousehold,
        "UO" => Group::UnknownOther,
        "NE" => Group::NotEligible,
        other => panic!("no group is called {other}"),
    }
}

/// Every rate by the name that R gives it.
fn named(rates: &OutcomeRates) -> BTreeMap<String, Option<f64>> {
    let response = &rates.response;
    let response = [
        response.rr1,
        response.rr2,
        response.rr3,
        response.rr4,
        response.rr5,
        response.rr6,
    ];
    let families = [
        ("RR", &response[..]),
        ("COOP", &rates.cooperation),
        ("REF", &rates.refusal),
        ("CON", &rates.contact),
    ];
    let all = families.into_iter().flat_map(|(family, rates)| {
        let numbered = (1..).zip(rates);
        numbered.map(move |(number, rate)| (format!("{family}{number}"), *rate))
    });
    all.collect()
}

/// Compares all rates and e; what is 0/0 in R must be none.
fn compare(worst: &mut Worst, place: &str, ours: &OutcomeRates, theirs: &BTreeMap<String, Figure>) {
    let ours = named(ours);
    assert!(ours.keys().eq(theirs.keys()), "{place}");
    for ((name, ours), theirs) in ours.iter().zip(theirs.values()) {
        let place = format!("{place} {name}");
        let theirs = theirs.value();
        if theirs.is_nan() {
            worst.require("no rate", &place, ours.is_none());
        } else {
            let ours = ours.unwrap_or(f64::NAN);
            worst.compare("rate", &place, ours, theirs, 1e-12, 1e-12);
        }
    }
}

#[test]
fn every_rate_of_every_sample_is_that_of_both_packages() {
    let mut worst = Worst::default();
    for sample in reference().cases {
        let mut sums = OutcomeSums::default();
        assert_eq!(sample.counts.len(), 8, "{}", sample.id);
        for (class, count) in &sample.counts {
            sums.add(group(class), *count);
        }
        let e = sums.eligible_share().unwrap_or(f64::NAN);
        worst.compare("e", &sample.id, e, sample.e_cases.value(), 1e-12, 1e-12);
        let rates = match sample.e_given {
            Some(e) => {
                worst.require(
                    "e given",
                    &sample.id,
                    sample.e_used.value().to_bits() == e.to_bits(),
                );
                sums.rates_with(Some(e))
            }
            None => sums.rates(),
        };
        compare(&mut worst, &sample.id, &rates, &sample.rates);
        let ours = named(&rates);
        for (name, published) in sample.published.iter().flatten() {
            let (theirs, within) = published.value();
            let ours = ours[name].unwrap_or(f64::NAN);
            let place = format!("{} {name}", sample.id);
            worst.require("as published", &place, (ours - theirs).abs() <= within);
        }
    }
    worst.report("outcome rates");
}

#[test]
fn weighted_rates_are_those_of_sums_of_weights() {
    let weighted = reference().weighted;
    assert_eq!(weighted.csv, "cases.csv");
    let table = rows("aapor_cases.csv");
    assert_eq!(table[0], ["case", "district", "disposition", "weight"]);
    let mut worst = Worst::default();
    for stated in weighted.groups {
        let district = match &stated.district {
            Value::String(all) => all.clone(),
            district => district.to_string(),
        };
        let cases: Vec<&Vec<String>> = (table[1..].iter())
            .filter(|row| district == "all" || row[1] == district)
            .collect();
        let (mut sums, mut counts) = (OutcomeSums::default(), OutcomeSums::default());
        for row in &cases {
            sums.add(group(&row[2]), number(&row[3]));
            counts.add(group(&row[2]), 1.0);
        }
        let weight: f64 = cases.iter().map(|row| number(&row[3])).sum();
        worst.require("cases", &district, cases.len() == stated.n);
        worst.compare("weight", &district, weight, stated.sum_w, 1e-12, 1.0);
        for (kind, sums, mut theirs) in [
            ("weighted", sums, stated.weighted),
            ("unweighted", counts, stated.unweighted),
        ] {
            let place = format!("{district} {kind}");
            let e = theirs.remove("e").unwrap().value();
            let ours = sums.eligible_share().unwrap();
            worst.compare("e", &place, ours, e, 1e-12, 1e-12);
            compare(&mut worst, &place, &sums.rates(), &theirs);
        }
    }
    worst.report("weighted outcome rates");
}

#[test]
fn every_code_of_the_standard_counts_in_its_class() {
    for CodeClass { code, r#final } in reference().code_classes {
        assert_eq!(
            Group::of_code(&code.to_string()),
            Some(group(&r#final)),
            "{code}"
        );
    }
}
