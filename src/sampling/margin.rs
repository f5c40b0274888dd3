//! Control totals for calibration, and whether they may be used.

use serde::{Deserialize, Serialize};

use super::frame::FrameStratum;
use crate::questionnaire::{Code, Text};

/// A margin of the population: totals by stratum or by the answers to one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Margin {
    /// Names the margin, as in `sex`.
    pub id: String,
    /// What it divides the population by, for people.
    pub title: Text,
    /// Whether the totals may be used.
    pub status: MarginStatus,
    /// The day the totals describe (`2010-11-01`).
    pub reference_date: String,
    /// Where they come from.
    pub source: Text,
    /// What to beware of.
    pub note: Text,
    totals: ControlTotals,
}

/// Whether the totals of a margin may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarginStatus {
    /// A published table of the very population.
    Verified,
    /// Used in its place; said on every result that rests on it.
    Provisional,
    /// Not found: never used.
    Missing,
}

/// The totals of a margin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ControlTotals {
    /// By the stratum a respondent was sampled in: code and count.
    Strata(Vec<(String, u64)>),
    /// By the answer to a question.
    Question {
        /// The question.
        question: String,
        /// The categories its codes fall into.
        categories: Vec<MarginCategory>,
    },
}

/// One category of a margin by question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarginCategory {
    /// The codes that belong to it.
    pub codes: Vec<Code>,
    /// How many of the population do.
    pub count: u64,
}

/// Why a margin cannot be read or used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarginError {
    /// The file is not a list of margins.
    #[error("{file}, line {line}: {message}")]
    Unreadable {
        /// The file as it was named.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// A margin that claims to have totals has none, or one of zero.
    #[error("{file}: the margin \"{margin}\" has a category without a count, or none at all")]
    EmptyMargin {
        /// The file as it was named.
        file: String,
        /// The margin.
        margin: String,
    },
    /// A code stands in two categories.
    #[error("{file}: the margin \"{margin}\" has the code {code} in two categories")]
    CodeTwice {
        /// The file as it was named.
        file: String,
        /// The margin.
        margin: String,
        /// The code.
        code: Code,
    },
    /// Nobody has found the totals of this margin.
    #[error(
        "the control totals of the margin \"{0}\" are missing; it cannot be used for calibration"
    )]
    Missing(String),
}

impl Margin {
    /// The totals to calibrate to; refused where nobody has found them.
    pub fn control_totals(&self) -> Result<&ControlTotals, MarginError> {
        if self.status == MarginStatus::Missing {
            return Err(MarginError::Missing(self.id.clone()));
        }
        Ok(&self.totals)
    }
}

/// Reads the margins of a population; those by stratum take their totals from the frame.
/// `file` is named in errors.
pub fn read_margins(
    text: &str,
    file: &str,
    strata: &[FrameStratum],
) -> Result<Vec<Margin>, MarginError> {
    let written: Written = toml::from_str(text).map_err(|error| MarginError::Unreadable {
        file: file.to_owned(),
        line: error
            .span()
            .map_or(1, |span| 1 + text[..span.start].matches('\n').count()),
        message: error.message().to_owned(),
    })?;
    written
        .margin
        .into_iter()
        .map(|margin| margin.checked(file, strata))
        .collect()
}

/// The file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    margin: Vec<WrittenMargin>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMargin {
    id: String,
    title: Text,
    /// `stratum`, or the id of a question.
    by: String,
    status: MarginStatus,
    #[serde(default)]
    reference_date: String,
    #[serde(default)]
    source: Text,
    #[serde(default)]
    note: Text,
    #[serde(default)]
    categories: Vec<MarginCategory>,
}

impl WrittenMargin {
    fn checked(self, file: &str, strata: &[FrameStratum]) -> Result<Margin, MarginError> {
        let mut codes: Vec<Code> = self
            .categories
            .iter()
            .flat_map(|category| category.codes.clone())
            .collect();
        codes.sort_unstable();
        if let Some(pair) = codes.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(MarginError::CodeTwice {
                file: file.to_owned(),
                margin: self.id,
                code: pair[0],
            });
        }
        let totals = if self.by == "stratum" {
            ControlTotals::Strata(
                strata
                    .iter()
                    .map(|stratum| (stratum.code.clone(), stratum.population))
                    .collect(),
            )
        } else {
            ControlTotals::Question {
                question: self.by,
                categories: self.categories,
            }
        };
        if self.status != MarginStatus::Missing && totals.has_gap() {
            return Err(MarginError::EmptyMargin {
                file: file.to_owned(),
                margin: self.id,
            });
        }
        Ok(Margin {
            id: self.id,
            title: self.title,
            status: self.status,
            reference_date: self.reference_date,
            source: self.source,
            note: self.note,
            totals,
        })
    }
}

impl ControlTotals {
    fn has_gap(&self) -> bool {
        match self {
            Self::Strata(totals) => {
                totals.is_empty() || totals.iter().any(|(_, count)| *count == 0)
            }
            Self::Question { categories, .. } => {
                categories.is_empty() || categories.iter().any(|category| category.count == 0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::frame::read_strata;
    use super::*;

    fn shipped() -> Vec<Margin> {
        let strata = read_strata(
            include_str!("../../surveys/harbin-2012-2014/frame.csv"),
            "frame.csv",
        )
        .unwrap();
        read_margins(
            include_str!("../../surveys/harbin-2012-2014/margins.toml"),
            "margins.toml",
            &strata,
        )
        .unwrap()
    }

    #[test]
    fn district_totals_come_from_the_frame() {
        let margins = shipped();
        let ControlTotals::Strata(totals) = margins[0].control_totals().unwrap() else {
            panic!("the first margin is by stratum");
        };
        assert_eq!(totals.len(), 18);
        assert_eq!(totals[0], ("230102".to_owned(), 923_762));
    }

    #[test]
    fn sex_is_provisional_and_has_totals() {
        let margins = shipped();
        let sex = margins.iter().find(|margin| margin.id == "sex").unwrap();
        assert_eq!(sex.status, MarginStatus::Provisional);
        assert!(sex.control_totals().is_ok());
    }

    #[test]
    fn a_missing_margin_is_refused() {
        let margins = shipped();
        let age = margins.iter().find(|margin| margin.id == "age").unwrap();
        assert_eq!(
            age.control_totals(),
            Err(MarginError::Missing("age".to_owned()))
        );
    }

    #[test]
    fn faults_name_file_and_line() {
        let text = "[[margin]]\nid = \"sex\"\ntitle = { zh = \"性别\" }\nby = \"R25\"\nstatus = \"perhaps\"\n";
        let error = read_margins(text, "margins.toml", &[]).unwrap_err();
        assert!(
            error.to_string().starts_with("margins.toml, line 5:"),
            "{error}"
        );
    }

    #[test]
    fn a_margin_without_categories_is_refused() {
        let text = "[[margin]]\nid = \"sex\"\ntitle = { zh = \"性别\" }\nby = \"R25\"\nstatus = \"verified\"\n";
        let error = read_margins(text, "margins.toml", &[]).unwrap_err();
        assert!(matches!(error, MarginError::EmptyMargin { .. }));
    }
}
