//! A wave whose PSUs were drawn by Sampford's method, with one before it: what the demonstration, drawn systematically, does not
//! hold. One stratum has lost a PSU to its neighbour, so that its pairs cannot be used.

use chrono::DateTime;
use questionnaire::Variants;
use results::{Inputs, Release, compute};
use sampling::Method;

use crate::fielded::Fielded;
use crate::many_draws::{ask, plan};

/// PSUs of a sample: small, so that the pairs tell in the variance.
const PSUS: u64 = 80;

/// The wave and its release.
pub(crate) fn sampford_case(fielded: &Fielded) -> (Inputs, Release) {
    let city = &fielded.demonstration.city;
    let (asked, _) = fielded.yearly.last().unwrap();
    let variants = Variants::of(&asked.wave.questionnaire).unwrap();
    let wave = |seed, year| {
        let mut inputs = ask(city, asked, &variants, &plan(Method::Sampford, PSUS, seed));
        let wave = &mut inputs.wave.wave;
        (wave.slug, wave.year) = (format!("sampford-{year}"), year);
        inputs
    };
    let mut inputs = wave(2, 2014);
    inputs.earlier = vec![wave(1, 2013).wave];
    join_two(&mut inputs);
    let release = compute(&inputs, DateTime::UNIX_EPOCH).unwrap();
    (inputs, release)
}

/// Gives the responses of the last PSU to the one before it, as at the close where too few returned.
fn join_two(inputs: &mut Inputs) {
    let wave = &mut inputs.wave;
    let [.., neighbour, lost] = wave.psus.as_mut_slice() else {
        panic!("a sample has PSUs")
    };
    assert!(neighbour.stratum == lost.stratum && neighbour.merged_into.is_none());
    let few = 4;
    let mut met = 0;
    wave.responses.retain(|response| {
        met += u64::from(response.psu.as_ref() == Some(&lost.code));
        response.psu.as_ref() != Some(&lost.code) || met <= few
    });
    lost.cases.silent += lost.cases.returned - few;
    lost.cases.returned = few;
    lost.merged_into = Some(neighbour.code.clone());
    for response in &mut wave.responses {
        if response.psu.as_ref() == Some(&lost.code) {
            response.psu = Some(neighbour.code.clone());
        }
    }
}
