//! What the columns of the rows are: the code book that is kept with them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::release::Figure;
use plan::IndicatorId;
use questionnaire::Text;

/// The column of the weight.
pub const WEIGHT: &str = "weight";

/// What a file of rows is of, and what its columns hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CodeBook {
    /// The address of the wave.
    pub wave: String,
    /// What the wave is called.
    pub title: Text,
    /// Whose residents were asked.
    pub city: Text,
    /// The year it stands for.
    pub year: i32,
    /// True where the answers come from simulated residents.
    pub simulated: bool,
    /// First and last moment answers were taken.
    pub fielded: (DateTime<Utc>, DateTime<Utc>),
    /// The hash of the release whose figures the rows reproduce.
    pub release: String,
    /// Persons in the file.
    pub rows: u64,
    /// Each row is one of at least so many.
    pub alike: u64,
    /// The columns before the weight, in their order.
    pub variables: Vec<Variable>,
    /// How the columns of weights are used.
    pub replication: Replication,
    /// The published rates that the rows reproduce.
    pub figures: Vec<Reproduced>,
}

impl CodeBook {
    /// The names of all columns.
    pub fn columns(&self) -> Vec<String> {
        let coded = self.variables.iter().map(|variable| variable.name.clone());
        let replicates = (1..=self.replication.replicates).map(replicate);
        coded.chain([WEIGHT.to_owned()]).chain(replicates).collect()
    }
}

/// The column of a replicate of the weight, from 1.
pub fn replicate(number: u64) -> String {
    format!("w{number:03}")
}

/// A column of codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Variable {
    /// Its name in every format.
    pub name: String,
    /// What it is about.
    pub role: Role,
    /// What was asked, or what it tells apart; empty of the district.
    pub label: Text,
    /// The scale it was asked on, where that is not the question's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<String>,
    /// What the codes stand for, in ascending order.
    pub values: Vec<Value>,
    /// The code with which the few are counted who did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silent_with: Option<i64>,
}

/// What a column of codes is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Where the person lives.
    District,
    /// What the person says of himself or herself.
    Person,
    /// What the person answered to a question that measures an indicator.
    Answer,
}

/// A code and what it stands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Value {
    pub code: i64,
    pub meaning: Meaning,
}

/// What a code stands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// A class or a choice, by its name.
    Label(Text),
    /// Neighbouring classes, by the first and the last.
    Span(Text, Text),
    /// The districts together of which single figures are not shown.
    OtherDistricts,
    /// It is not told of this row.
    NotTold,
    /// The question was asked and not answered.
    NotAnswered,
    /// The question was not asked, or the person is none of those whom the figure is about.
    NotAsked,
}

impl Meaning {
    /// Whether it stands for no answer.
    pub fn is_missing(&self) -> bool {
        match self {
            Self::NotTold | Self::NotAnswered | Self::NotAsked => true,
            Self::Label(_) | Self::Span(..) | Self::OtherDistricts => false,
        }
    }
}

/// How variances are estimated with the replicates: the sum over all of (estimate − its replicate)², times `scale`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Replication {
    /// How many there are.
    pub replicates: u64,
    /// What the sum of squares is multiplied by.
    pub scale: f64,
    /// PSUs less strata of the sample.
    pub degrees_of_freedom: u64,
    /// By how much the rows vary more than those of a simple random sample of persons, on the average of the published rates.
    pub design_effect: f64,
}

/// A published rate of the whole city that the rows reproduce.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reproduced {
    /// The id of the indicator.
    pub indicator: IndicatorId,
    /// Its name.
    pub name: Text,
    /// What was published.
    pub figure: Figure,
    /// The rate is the mean of the rates of these.
    pub items: Vec<Item>,
}

/// Which codes of a variable count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The variable.
    pub variable: String,
    /// The codes that count as a success.
    pub numerator: Vec<i64>,
    /// The codes that count at all.
    pub denominator: Vec<i64>,
}
