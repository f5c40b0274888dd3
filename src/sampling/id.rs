//! The codes of strata and of PSUs, told apart from one another and from other texts.

questionnaire::id! {
    /// Identifies a stratum over frames and waves: its administrative code, as in `230102`.
    StratumId
}

questionnaire::id! {
    /// Identifies a PSU in its frame, and over the waves drawn from it: its code.
    PsuId
}
