//! Where answers differ from R's on purpose: the only list in the project. The tests print what they met of it.

/// What R does, what is done here, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Difference {
    LikelihoodSpline,
    ProportionOfZeroOrOne,
    LogitNotConverged,
    FixedByTotals,
    DesignEffectUndefined,
    DesignEffectOfARatio,
    ScoreLimitOnAStep,
    DomainWithoutAnswers,
    PointWithoutVariance,
    SampleOfOnePsu,
    WeightOfExactlyZero,
    QuantileOfNegativeWeights,
    GapInCalibration,
    ReplicatesOfCalibratedWeights,
    TypeOfReplicates,
    UncompressedAdjust,
    FarFromZero,
    SmallerModelOnOtherRows,
    SaddlePointOfOne,
    DispersionBesideGaps,
}

impl Difference {
    pub(crate) const ALL: [Self; 20] = [
        Self::LikelihoodSpline,
        Self::ProportionOfZeroOrOne,
        Self::LogitNotConverged,
        Self::FixedByTotals,
        Self::DesignEffectUndefined,
        Self::DesignEffectOfARatio,
        Self::ScoreLimitOnAStep,
        Self::DomainWithoutAnswers,
        Self::PointWithoutVariance,
        Self::SampleOfOnePsu,
        Self::WeightOfExactlyZero,
        Self::QuantileOfNegativeWeights,
        Self::GapInCalibration,
        Self::ReplicatesOfCalibratedWeights,
        Self::TypeOfReplicates,
        Self::UncompressedAdjust,
        Self::FarFromZero,
        Self::SmallerModelOnOtherRows,
        Self::SaddlePointOfOne,
        Self::DispersionBesideGaps,
    ];

    /// What differs and why, and where it is met.
    pub(crate) fn reason_and_case(self) -> (&'static str, &'static str) {
        match self {
            Self::LikelihoodSpline => (
                "R reads limits of the likelihood off a coarse spline (worst 0.5); the equation is solved, `likelihood_exact_R`",
                "every proportion without replicates",
            ),
            Self::ProportionOfZeroOrOne => (
                "at p = 0 or 1 R has no meaningful interval; the documented limits of `src/statistics/interval.rs` are given",
                "citizen_edge",
            ),
            Self::LogitNotConverged => (
                "R's glm did not converge; the logit interval needs no glm",
                "citizen_base, api_clus1",
            ),
            Self::FixedByTotals => (
                "of what totals or the design fix R has rounding errors for a variance (1e-7 of the estimate, or NaN) and for \
                 tests; within 1e-6 of the estimate is held, and limits in order",
                "api_*, citizen_base, door_replicate_late, door_negative_weights",
            ),
            Self::DesignEffectUndefined => (
                "without spread, or where the weights sum to n, R divides by rounding errors; there is no design effect",
                "citizen_edge, replicates_*, door_negative_weights",
            ),
            Self::DesignEffectOfARatio => (
                "R gives none; that of the total of the residuals is given",
                "citizen_lonely, replicates_*",
            ),
            Self::ScoreLimitOnAStep => (
                "R's score limits are read off at unweighted shares, exactly on a step: one answer apart",
                "api_srs, api_strat",
            ),
            Self::DomainWithoutAnswers => (
                "where nobody answered R has 0 or NaN; it is refused, saying so",
                "citizen_edge",
            ),
            Self::PointWithoutVariance => (
                "where only the variance is refused R has nothing; the estimate stands beside the reason",
                "citizen_lonely (fail), door_lonely",
            ),
            Self::SampleOfOnePsu => (
                "R refuses a design of one PSU; it has estimates without variance",
                "door_single_row",
            ),
            Self::WeightOfExactlyZero => (
                "R stops where calibration makes a weight exactly 0; such a row counts for nothing",
                "door_negative_weights",
            ),
            Self::QuantileOfNegativeWeights => (
                "with negative weights the distribution function falls, and what R reads off it is no quantile; it is refused",
                "door_negative_weights",
            ),
            Self::GapInCalibration => (
                "R drops rows with a gap from the model matrix and recycles it; the gap is refused",
                "door_calibrate_gap",
            ),
            Self::ReplicatesOfCalibratedWeights => (
                "survey 4.1 makes replicates of calibrated weights, which gives what totals fix a variance (4.2 refuses, as here)",
                "door_replicate_late",
            ),
            Self::TypeOfReplicates => (
                "R takes replicates of no type for BRR; they are refused without their scales",
                "door_given_replicates",
            ),
            Self::UncompressedAdjust => (
                "survey 4.1 with compress = FALSE moves factors of unrelated rows under JKn and adjust; compressed it does what is done here",
                "citizen_lonely (jkn_adjust)",
            ),
            Self::FarFromZero => (
                "far from zero R loses digits; the same answers less a constant have the same spread",
                "door_far_from_zero",
            ),
            Self::SmallerModelOnOtherRows => (
                "R fits the model without a term on all rows that have the others, and compares models of different rows; here \
                 both have the same",
                "drivers (terms with gaps)",
            ),
            Self::SaddlePointOfOne => (
                "R approximates the tail of a likelihood ratio of one column, which is exactly F",
                "drivers (terms of one column)",
            ),
            Self::DispersionBesideGaps => (
                "of raked designs R's dispersion counts rows with gaps as residuals of 0, of replicates it scales them otherwise; it is that of the rows used",
                "drivers (raked, jkn, jkn_raked)",
            ),
        }
    }
}
