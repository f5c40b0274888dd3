//! The scales of replicate weights that come with the data: as stated, or as R guesses them.
//!
//! | type | scale | of every replicate |
//! |---|---|---|
//! | `BRR`, `Fay` | 1/R, 1/(R(1 − ρ)²) | 1 |
//! | `bootstrap`, `subbootstrap`, `mrbbootstrap` | 1/(R − 1) | 1 |
//! | `JK1` | (n − 1)/n; guessed with a warning | 1 |
//! | `JKn` | 1 | (n − 1)/n of its stratum; guessed with a warning from factors, and refused of combined weights |
//! | `other` | 1, with a warning | 1, with a warning |
//! | none | has to be stated | has to be stated |
//!
//! A guess takes 1/max of the factors, since the PSUs that stay are multiplied by n/(n − 1).
//!
//! Proven by `the_door_answers_as_r_does` (fixture `door_given_replicates`) and `given_replicates_need_their_scales`.

use super::step::ReplicateType;
use crate::count::real;
use crate::replicates::{ReplicateError, ReplicateScales};

/// What a document says of replicates that it holds.
pub(super) struct Stated<'a> {
    pub kind: Option<ReplicateType>,
    pub rho: Option<f64>,
    pub scale: Option<f64>,
    pub rscales: &'a [f64],
    pub mse: bool,
    pub combined: bool,
}

/// The scales of some replicate columns, and what was assumed of them.
pub(super) fn scales_of(
    stated: &Stated<'_>,
    columns: &[Vec<f64>],
) -> Result<(ReplicateScales, Option<String>), String> {
    let count = real(columns.len());
    let unstated = (stated.scale.is_none(), stated.rscales.is_empty());
    // The share of PSUs that stay where one is left out.
    let kept = |column: &[f64]| 1.0 / column.iter().copied().fold(0.0, f64::max);
    let mut warning = None;
    let mut rscales = vec![1.0; columns.len()];
    let usual_scale = match stated.kind {
        None if unstated != (false, false) => {
            return Err(
                "type is missing: it tells the scales of the replicates; state it, or scale and rscales"
                    .to_owned(),
            );
        }
        Some(ReplicateType::Balanced) => 1.0 / count,
        Some(ReplicateType::Fay) => {
            let rho = stated.rho.ok_or("Fay needs rho")?;
            if !(0.0..1.0).contains(&rho) {
                return Err(ReplicateError::BadRho { rho }.to_string());
            }
            1.0 / (count * (1.0 - rho) * (1.0 - rho))
        }
        Some(
            ReplicateType::Bootstrap | ReplicateType::RaoWu | ReplicateType::MultistageBootstrap,
        ) => 1.0 / (count - 1.0),
        Some(ReplicateType::JK1) if unstated.0 && !stated.combined => {
            let guess = columns.first().map_or(f64::NAN, |column| kept(column));
            warning = Some(format!(
                "scale is missing: (n - 1)/n is taken from the factors of the first replicate, {guess}"
            ));
            guess
        }
        Some(ReplicateType::JK1) if unstated.0 => {
            warning = Some(format!(
                "scale is missing: (n - 1)/n is taken with n the number of replicates, {count}"
            ));
            (count - 1.0) / count
        }
        Some(ReplicateType::JKn) if unstated.1 && stated.combined => {
            return Err(
                "combined JKn weights need rscales: (n - 1)/n of the stratum of each replicate"
                    .to_owned(),
            );
        }
        Some(ReplicateType::JKn) if unstated.1 => {
            rscales = columns.iter().map(|column| kept(column)).collect();
            warning = Some(
                "rscales is missing: (n - 1)/n is taken from the factors of every replicate"
                    .to_owned(),
            );
            1.0
        }
        Some(ReplicateType::Other) if unstated != (false, false) => {
            warning = Some("scale or rscales is missing, and taken as 1".to_owned());
            1.0
        }
        None | Some(ReplicateType::JK1 | ReplicateType::JKn | ReplicateType::Other) => 1.0,
    };
    if !stated.rscales.is_empty() {
        rscales = stated.rscales.to_vec();
    }
    let scales = ReplicateScales {
        scale: stated.scale.unwrap_or(usual_scale),
        replicate_scales: rscales,
        mse: stated.mse,
    };
    let beyond = |scale: &f64| !(scale.is_finite() && *scale >= 0.0);
    if beyond(&scales.scale) || scales.replicate_scales.iter().any(beyond) {
        return Err("a scale of the replicates is negative, infinite or not a number".to_owned());
    }
    Ok((scales, warning))
}
