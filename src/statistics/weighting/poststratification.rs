//! Post-stratification: weights scaled so that every class meets its population count.
//!
//! w ← w · N / Σ w, N the count and Σ w the weight of the class. Raking with a single margin gives the
//! same weights; the variance differs from raking's by using weighted class means, as is customary.
//!
//! Assumed: the counts are known without error, and every class has respondents. Not to be used with
//! classes of a handful of respondents (merge them; below about twenty the weights are wild), nor with
//! counts estimated from the sample itself.
//!
//! # References
//!
//! * Holt & Smith (1979), *JRSS A* 142, 33–46. Valliant (1993), *JASA* 88, 89–96.
//!
//! Proven by `every_estimate_of_every_fixture_agrees_with_r` (`api_srs`, `api_clus1`, `citizen_nonresponse`) and
//! the hand case of `tiny_designs_agree_with_arithmetic`; second route: `calibration_on_indicators_is_poststratification`.

use std::sync::Arc;

use crate::design::SurveyDesign;
use crate::projection::{ClassProjection, Projection};

use super::raking::{Margin, Raked, Raking, RakingError, cross_margins, rake};

/// Scales the weights of a design to the counts of one margin.
pub fn poststratify(design: &SurveyDesign, margin: Margin) -> Result<Raked, RakingError> {
    let margins = vec![margin];
    let raked = rake(design, &Raking::new(margins.clone()))?;
    let weights = Arc::clone(&raked.design.weights);
    let (cells, levels) = cross_margins(&margins);
    let projection = ClassProjection::new(cells, levels, Arc::clone(&weights), false);
    Ok(Raked {
        design: design.reweighted(weights, Some(Projection::Classes(projection))),
        ..raked
    })
}
