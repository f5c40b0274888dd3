//! The figures of a release, by the names under which they are asked for.

use std::fmt;

use super::UNWEIGHTED;
use crate::estimates::CountingRule;
use crate::release::Basis;
use plan::IndicatorId;
use questionnaire::QuestionId;
use sampling::StratumId;
use statistics::analysis::Adjustment;

/// A figure of a release; its name is the id of the estimate that asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct PublishedFigure {
    pub indicator: IndicatorId,
    pub kind: FigureKind,
}

/// The figures of an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FigureKind {
    /// The rate.
    Rate,
    /// The verdict on it.
    Verdict,
    /// The rate of a district, by its code.
    District(StratumId),
    /// The rate of one of several questions.
    Part(QuestionId),
    /// The rate counted in another way.
    Sensitivity(Basis),
    /// The change from the earlier to the later wave in the file.
    Change,
    /// The trend over the waves in the file.
    Slope,
    /// A district, by its code, less all others together.
    AgainstRest(StratumId),
    /// The p values of all of these for their number.
    Adjusted(Adjustment),
    /// The districts by the model.
    SmallAreas,
    /// The rate of a class: the column that tells respondents apart, and its label.
    Class(String, String),
    /// The odds of everything that may go with it.
    Drivers,
    /// The importance of everything that may go with it.
    Importance,
    /// How satisfied all are with a question that may go with it.
    Performance(QuestionId),
    /// The difference of two classes of a column, or of two districts.
    Pair(String, String, String),
}

impl fmt::Display for PublishedFigure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.indicator.fmt(f)?;
        match &self.kind {
            FigureKind::Rate => Ok(()),
            FigureKind::Verdict => f.write_str(" verdict"),
            FigureKind::District(code) => write!(f, " {code}"),
            FigureKind::Part(question) => write!(f, " {question}"),
            FigureKind::Sensitivity(basis) => {
                let name = match CountingRule::of(*basis) {
                    Some(rule) => rule.name(),
                    None if *basis == Basis::CrosswiseDissatisfied => "crosswise",
                    None if *basis == Basis::PointRule => "point_rule",
                    None if *basis == Basis::WithoutFlagged => "without_flagged",
                    None => UNWEIGHTED,
                };
                write!(f, " {name}")
            }
            FigureKind::Change => f.write_str(" change"),
            FigureKind::Slope => f.write_str(" slope"),
            FigureKind::AgainstRest(code) => write!(f, " {code} less the rest"),
            FigureKind::Adjusted(Adjustment::Holm) => f.write_str(" less the rest, holm"),
            FigureKind::Adjusted(Adjustment::Bh) => f.write_str(" less the rest, bh"),
            FigureKind::SmallAreas => f.write_str(" small areas"),
            FigureKind::Class(column, class) => write!(f, " {column} {class}"),
            FigureKind::Drivers => f.write_str(" drivers"),
            FigureKind::Importance => f.write_str(" importance"),
            FigureKind::Performance(question) => write!(f, " {question} performance"),
            FigureKind::Pair(column, one, other) => write!(f, " {column} {one} less {other}"),
        }
    }
}
