//! What a survey body states of its survey, kept with the release.

use serde::{Deserialize, Serialize};

use crate::compute::Inputs;
use questionnaire::{Language, Text};

/// What was stated of a survey when it was released: whatever nobody stated is none or empty, and said to be not stated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SurveyNote {
    /// What the questionnaire is called.
    pub questionnaire: Text,
    /// The languages it was offered in, the original first.
    pub languages: Vec<Language>,
    /// How many questions it has; nobody is asked all of them where some follow from answers.
    pub questions: u64,
    /// What those read who do not belong to the people asked: who is not.
    pub screening: Vec<Text>,
    /// The parts of the frame.
    pub strata: Vec<Text>,
    /// The population that the frame covers.
    pub population: u64,
    /// Whether one adult of each household was asked, weighted by how many there are.
    pub one_adult: bool,
    /// Where residents may ask.
    pub contact: Option<Text>,
    /// Where residents may complain.
    pub complaints: Option<Text>,
}

impl SurveyNote {
    pub(crate) fn of(inputs: &Inputs) -> Self {
        let (wave, form) = (&inputs.wave.wave, &inputs.wave.questionnaire);
        let adults = inputs.plan.adults.as_ref();
        Self {
            questionnaire: form.title.clone(),
            languages: form.languages.clone(),
            questions: form.questions.len() as u64,
            screening: (form.questions.iter())
                .filter(|question| question.end_if.is_some() && !question.end.is_empty())
                .map(|question| question.end.clone())
                .collect(),
            strata: (inputs.strata.iter())
                .map(|stratum| stratum.name.clone())
                .collect(),
            population: inputs.strata.iter().map(|stratum| stratum.population).sum(),
            one_adult: adults.is_some_and(|adults| adults.questionnaire == form.id),
            contact: wave.contact.clone(),
            complaints: wave.complaints.clone(),
        }
    }
}
