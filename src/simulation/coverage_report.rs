//! What judging the intervals comes to, as a Markdown table.

use std::fmt;

use statistics::IntervalMethod;

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Response {
    /// Everybody.
    Full,
    /// Urban and young people less, whatever they think.
    AtRandomWithinClasses,
    /// The dissatisfied less.
    RelatedToOpinion,
}

/// The domains over which coverage is averaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainSize {
    /// The six districts with ten PSUs.
    SmallDistrict,
    /// The six districts with 26 to 30 PSUs.
    LargeDistrict,
    /// The whole city.
    City,
}

/// The methods compared, by name.
pub(super) const METHODS: [(&str, IntervalMethod); 7] = [
    ("Korn–Graubard", IntervalMethod::KornGraubard),
    ("not capped", IntervalMethod::KornGraubardUncapped),
    ("logit", IntervalMethod::Logit),
    ("likelihood", IntervalMethod::Likelihood { dispersion: 1.0 }),
    ("Wilson", IntervalMethod::Wilson),
    ("asin", IntervalMethod::Asin),
    ("t", IntervalMethod::T),
];

/// Coverage of one method.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoverageRow {
    /// Who answered.
    pub response: Response,
    pub size: DomainSize,
    /// The proportion that the item is about.
    pub proportion: f64,
    /// Name of the method.
    pub method: &'static str,
    /// Intervals judged.
    pub intervals: u64,
    /// Samples without an interval: nobody in the domain answered, or it left no degrees of freedom or
    /// no variance.
    pub failed: u64,
    /// Share that held the truth.
    pub coverage: f64,
    /// Share wrongly "met" when the truth lies just below the target.
    pub wrongly_met: f64,
    /// Share wrongly "not met" when the truth is the target.
    pub wrongly_not_met: f64,
    /// Mean effective sample size p(1 − p)/V times min(p, 1 − p).
    pub effective_minority: f64,
}

/// The whole result; displays as a Markdown table.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverageReport {
    /// Samples drawn for every kind of response.
    pub replicates: u32,
    /// One row per response, size, proportion and method.
    pub rows: Vec<CoverageRow>,
}

impl fmt::Display for CoverageReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} samples for each kind of response; coverage, and verdicts wrongly met / not met, in %.\n",
            self.replicates
        )?;
        writeln!(
            f,
            "| response | domain | p | ñ·min | {} |",
            names().join(" | ")
        )?;
        writeln!(f, "|---|---|---|---|{}", "---|".repeat(METHODS.len()))?;
        let failed: u64 = self.rows.iter().map(|row| row.failed).sum();
        let judged: u64 = self.rows.iter().map(|row| row.intervals).sum();
        for rows in self.rows.chunks(METHODS.len()) {
            let first = &rows[0];
            write!(
                f,
                "| {} | {} | {} | {:.0} |",
                first.response.label(),
                first.size.label(),
                first.proportion,
                first.effective_minority
            )?;
            for row in rows {
                write!(
                    f,
                    " {:.1} ({:.1} / {:.1}) |",
                    100.0 * row.coverage,
                    100.0 * row.wrongly_met,
                    100.0 * row.wrongly_not_met
                )?;
            }
            writeln!(f)?;
        }
        writeln!(
            f,
            "\n{judged} intervals judged; {failed} could not be computed."
        )
    }
}

fn names() -> Vec<&'static str> {
    METHODS.iter().map(|(name, _)| *name).collect()
}

impl Response {
    fn label(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::AtRandomWithinClasses => "at random within classes",
            Self::RelatedToOpinion => "related to opinion",
        }
    }
}

impl DomainSize {
    fn label(self) -> &'static str {
        match self {
            Self::SmallDistrict => "small district",
            Self::LargeDistrict => "large district",
            Self::City => "city",
        }
    }
}
