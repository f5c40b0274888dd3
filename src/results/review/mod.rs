//! What an analyst looks at before results are published: whether the figures can be what they seem.
//!
//! # Design
//!
//! It is made with the results, from the same inputs, and kept beside them until they are published, so that whoever
//! publishes sees what whoever computed saw. It changes no figure: what lowers a verdict is a rule of the registration
//! ([`QualityConcern`](super::release::QualityConcern)), and what is found here is followed up in the field and told.
//! How long somebody took is not looked at: no answer has a time.

mod answers;
mod favour;
mod modes;

use serde::{Deserialize, Serialize};

use super::compute::{ComputeError, Inputs};
use super::monitor::{Progress, VariableShare, sizes};
use super::prepared::Prepared;
use fieldwork::SampledPsu;
use fieldwork::wave::Mode;

pub use super::flagged::{FEWEST_ON_A_LINE, FEWEST_REPEATED};
pub use answers::{Repeated, Repeats, Skipped, StraightLines};
pub use favour::{FALSE_DISCOVERIES, FEWEST_RATED, Favoured, PSU_CORRELATION};
pub use modes::{ModeComparison, ModeDifference, ModeRate};

/// What stands beside the results of a probability wave until they are published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// Response by classes of the frame.
    pub response: Vec<ResponseClass>,
    /// Questions that were left out, the most first.
    pub skipped: Vec<Skipped>,
    /// Persons who gave one answer to everything.
    pub straight_lines: StraightLines,
    /// Forms that are alike in every answer.
    pub repeats: Repeats,
    /// PSUs in which far more than elsewhere gave the best answer.
    pub favoured: Vec<Favoured>,
    /// Rates by how forms came; empty where all came one way or it is told of none.
    pub modes: Vec<ModeComparison>,
}

/// What came back in a class of PSUs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResponseClass {
    /// By what it is a class.
    pub variable: VariableShare,
    /// The code of a stratum; `urban` or `rural`; `small`, `middle` or `large`.
    pub class: String,
    /// Cases drawn.
    pub sampled: u64,
    /// Cases that sent a form.
    pub returned: u64,
    /// RR3 with every form counted as complete, 0 to 1; none where no case could have answered.
    pub rate: Option<f64>,
}

/// Looks over a wave; none for an open link, of which there are counts alone.
///
/// # Errors
///
/// Where it cannot be weighted, or a rate cannot be estimated.
pub fn review(inputs: &Inputs) -> Result<Option<Review>, ComputeError> {
    let wave = &inputs.wave;
    if wave.wave.mode == Mode::Open {
        return Ok(None);
    }
    let prepared = Prepared::of(wave, &inputs.plan, &inputs.margins).map_err(|source| {
        ComputeError::Prepare {
            slug: wave.wave.slug.clone(),
            source,
        }
    })?;
    let measured = inputs.plan.measured_by(&wave.questionnaire.id);
    let dataset = &prepared.dataset;
    Ok(Some(Review {
        response: response(&wave.psus),
        skipped: answers::skipped(&wave.questionnaire, dataset),
        straight_lines: answers::straight_lines(&wave.questionnaire, dataset),
        repeats: answers::repeats(&wave.questionnaire, dataset),
        favoured: favour::favoured(&wave.questionnaire, dataset, &measured),
        modes: modes::compare(&prepared, &measured)?,
    }))
}

fn response(psus: &[SampledPsu]) -> Vec<ResponseClass> {
    let size_of = sizes(psus);
    let mut classes = Vec::new();
    for variable in VariableShare::ALL {
        let mut names: Vec<&str> = Vec::new();
        for psu in psus {
            let class = variable.class_of(psu, &size_of);
            if !names.contains(&class) {
                names.push(class);
            }
        }
        classes.extend(names.into_iter().map(|class| {
            let of_class = |psu: &&SampledPsu| variable.class_of(psu, &size_of) == class;
            let progress = Progress::of(psus.iter().filter(of_class));
            ResponseClass {
                variable,
                class: class.to_owned(),
                sampled: progress.sampled,
                returned: progress.returned,
                rate: progress.rates().response.rr3,
            }
        }));
    }
    classes
}
