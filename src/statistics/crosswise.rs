//! The crosswise model: a sensitive share estimated from answers that reveal nothing.
//!
//! The respondent hears a sensitive statement A and a harmless statement B of known prevalence p,
//! independent of A, and says only whether both answers are the *same*. With λ the share of
//! "same", λ = πp + (1 − π)(1 − p), hence π̂ = (λ̂ + p − 1)/(2p − 1), and under any design
//! V(π̂) = V(λ̂)/(2p − 1)².
//!
//! Careless respondents (a share 1 − γ who tick either box at random) pull λ towards ½:
//! λ − ½ = γ(2p − 1)(π − ½). An anchor item of known zero prevalence, with its own harmless
//! statement of prevalence p′, shows γ: γ̂ = (½ − λ̂′)/(p′ − ½); then
//! π̂ = ½ + (λ̂ − ½)/(γ̂(2p − 1)). Its variance follows by the delta method from the joint variance
//! of λ̂ and λ̂′ (they come from the same persons).
//!
//! The delta method is a first-order argument: where γ̂ is small (below about one half) its interval is
//! too short. The interval of the corrected estimate that is to be published is the percentile interval
//! of a PSU bootstrap: `minyi analyze` gives it for a design with a step `replicate` of type
//! `subbootstrap` (DOMAIN 6.12), and weighting steps after it are repeated in every replicate.
//!
//! Assumed: B is independent of A and its prevalence known; careless respondents tick either box with
//! probability one half, and are as frequent at the anchor item as at the sensitive one. Not to be used
//! where few understand the question, nor with p near ½ (the variance grows as 1/(2p − 1)²). The
//! estimate may fall outside 0..=1 and is clipped for display only.
//!
//! # References
//!
//! * Warner (1965), *JASA* 60, 63–69. Yu, Tian & Tang (2008), *Metrika* 67, 251–263.
//! * Höglinger & Jann (2018), *PLOS ONE* 13(8), e0201770; Atsusaka & Stevenson (2023), *Political
//!   Analysis* 31, 575–594 (the correction by an anchor; theirs is for simple random samples).
//!
//! Proven by `the_share_of_same_answers_is_inverted` and, for the correction, by its jackknife
//! (`the_corrected_crosswise_estimate_agrees_with_its_jackknife`) and its bootstrap
//! (`crosswise_inverts_the_share_and_the_bootstrap_agrees`).

use super::estimate::Linearized;
use super::tabulation::Tabulation;
use super::variance::VarianceError;

/// The estimated prevalence of the sensitive statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CrosswiseEstimate {
    /// Not clipped to 0..=1.
    pub value: f64,
    /// Standard error under the design.
    pub standard_error: f64,
    /// Share of attentive respondents that was assumed (1) or estimated.
    pub attention: f64,
}

/// Why there is no crosswise estimate.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum CrosswiseError {
    /// With a harmless statement of prevalence one half the answer says nothing.
    #[error("a harmless statement of prevalence {prevalence} carries no information")]
    NoInformation { prevalence: f64 },
    /// The anchor item suggests that everybody answered at random.
    #[error("the anchor item leaves an attentive share of {attention}")]
    NoAttention {
        /// The estimated share.
        attention: f64,
    },
    /// The design does not allow a variance.
    #[error(transparent)]
    Variance(#[from] VarianceError),
}

impl CrosswiseEstimate {
    /// The value as shown to people, within 0..=1.
    pub fn clipped(&self) -> f64 {
        self.value.clamp(0.0, 1.0)
    }
}

/// The prevalence from the share of "same" answers, its standard error, and the known prevalence
/// of the harmless statement.
pub fn crosswise(
    share_same: f64,
    standard_error: f64,
    harmless_prevalence: f64,
) -> Result<CrosswiseEstimate, CrosswiseError> {
    let slope = informative_slope(harmless_prevalence)?;
    Ok(CrosswiseEstimate {
        value: (share_same + harmless_prevalence - 1.0) / slope,
        standard_error: standard_error / slope.abs(),
        attention: 1.0,
    })
}

fn informative_slope(prevalence: f64) -> Result<f64, CrosswiseError> {
    let slope = 2.0 * prevalence - 1.0;
    if slope.abs() < 1e-6 || !(0.0..=1.0).contains(&prevalence) {
        return Err(CrosswiseError::NoInformation { prevalence });
    }
    Ok(slope)
}

impl Tabulation {
    /// The prevalence corrected for careless answers. `same` and `anchor_same` are the linearised
    /// shares of "same" for the sensitive and for the anchor item, the two prevalences those of
    /// their harmless statements.
    pub fn crosswise_with_anchor(
        &self,
        same: &Linearized,
        harmless_prevalence: f64,
        anchor_same: &Linearized,
        anchor_harmless_prevalence: f64,
    ) -> Result<CrosswiseEstimate, CrosswiseError> {
        let slope = informative_slope(harmless_prevalence)?;
        let anchor_slope = informative_slope(anchor_harmless_prevalence)? / 2.0;
        let (value, attention) = crosswise_value(
            same.estimate.value,
            harmless_prevalence,
            anchor_same.estimate.value,
            anchor_harmless_prevalence,
        )?;
        let distance = same.estimate.value - 0.5;
        let by_share = 1.0 / (attention * slope);
        let by_anchor = distance / (attention * attention * slope * anchor_slope);
        let variance = self.variance_of_contrast(&[(by_share, same), (by_anchor, anchor_same)])?;
        Ok(CrosswiseEstimate {
            value,
            standard_error: variance.sqrt(),
            attention,
        })
    }
}

/// The prevalence corrected for careless answers, and the attentive share, from the two shares of
/// "same".
pub(super) fn crosswise_value(
    share_same: f64,
    harmless_prevalence: f64,
    anchor_share_same: f64,
    anchor_harmless_prevalence: f64,
) -> Result<(f64, f64), CrosswiseError> {
    let slope = informative_slope(harmless_prevalence)?;
    let anchor_slope = informative_slope(anchor_harmless_prevalence)? / 2.0;
    let attention = (0.5 - anchor_share_same) / anchor_slope;
    if attention <= 0.0 {
        return Err(CrosswiseError::NoAttention { attention });
    }
    Ok((0.5 + (share_same - 0.5) / (attention * slope), attention))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_same_answers_is_inverted() {
        let lambda = 0.3 * 0.25 + 0.7 * 0.75;
        let estimate = crosswise(lambda, 0.025, 0.25).unwrap();
        assert!((estimate.value - 0.3).abs() < 1e-15);
        assert!((estimate.standard_error - 0.05).abs() < 1e-15);
        assert!(crosswise(0.5, 0.02, 0.5).is_err());
    }
}
