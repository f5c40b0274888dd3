//! A closed wave, ready for estimation: its columns and its weighted design.

use super::dataset::{Dataset, DatasetError, ResponseRow};
use super::weights::{Weighted, WeightingError, weight};
use fieldwork::SampledPsu;
use fieldwork::wave::Wave;
use plan::Plan;
use questionnaire::{QuestionId, Questionnaire};
use sampling::{DrawnPairs, Margin};

/// Everything stored of a closed wave that results are made from.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct WaveData {
    pub wave: Wave,
    /// The questionnaire version it asked.
    pub questionnaire: Questionnaire,
    /// Its responses, in the order of their keys.
    pub responses: Vec<ResponseRow>,
    /// Its PSUs; none for an open link.
    pub psus: Vec<SampledPsu>,
    /// What its draw knows of every two PSUs of a stratum; none where it knows nothing of them.
    pub pairs: Vec<DrawnPairs>,
}

/// A probability wave with its respondents weighted.
#[derive(Debug)]
pub struct Prepared<'a> {
    /// What is stored of the wave.
    pub data: &'a WaveData,
    /// Its interviews as columns.
    pub dataset: Dataset,
    /// Their weights.
    pub weighted: Weighted,
}

/// Why a wave cannot be prepared.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// The responses make no dataset.
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    /// The respondents cannot be weighted.
    #[error(transparent)]
    Weighting(#[from] WeightingError),
}

impl<'a> Prepared<'a> {
    /// Builds columns and weights of a wave.
    pub fn of(data: &'a WaveData, plan: &Plan, margins: &[Margin]) -> Result<Self, PrepareError> {
        let overall: Vec<&QuestionId> = plan
            .indicators
            .iter()
            .filter_map(|indicator| indicator.measure.as_ref())
            .filter(|measure| {
                measure.questionnaire == data.questionnaire.id && !measure.cross_check
            })
            .flat_map(|measure| &measure.questions)
            .collect();
        let dataset = Dataset::build(&data.questionnaire, &overall, &data.responses)?;
        let adults = plan
            .adults
            .as_ref()
            .filter(|adults| adults.questionnaire == data.questionnaire.id);
        let weighted = weight(&dataset, (&data.psus, &data.pairs), adults, margins)?;
        Ok(Self {
            data,
            dataset,
            weighted,
        })
    }

    /// The questionnaire that was asked.
    pub fn questionnaire(&self) -> &Questionnaire {
        &self.data.questionnaire
    }
}
