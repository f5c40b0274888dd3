//! Items taken over from other questionnaires, with the link that keeps their trend.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::outline::Outline;
use super::{EditError, Spot, parts, wording};
use format::{parse, question_block, scale_block, well_formed_series};
use questionnaire::{
    AnswerType, Condition, Language, Part, Question, QuestionId, Questionnaire, Renamed, Scale,
    ScaleId,
};

/// A question of another questionnaire, ready to be inserted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BankItem {
    /// The question. Conditions that ask about other questions of its own form are left behind; an end that depends on
    /// its own answer comes along.
    pub question: Question,
    /// The scale it is asked on, if it is on one.
    pub scale: Option<Scale>,
    /// The series it belongs to: its own, or the one it continued already.
    pub series: String,
}

impl BankItem {
    /// The item of this id in a questionnaire.
    pub fn of(questionnaire: &Questionnaire, id: &QuestionId) -> Option<Self> {
        let mut question = questionnaire.question(id)?.clone();
        let scale = question.answer.scale();
        let scale = scale.and_then(|scale| questionnaire.scale(scale)).cloned();
        question.ask_if = None;
        let own = |condition: &Condition| {
            condition.questions().iter().all(|asked| *asked == id) && !condition.names_an_arm()
        };
        if !question.end_if.as_ref().is_some_and(own) {
            question.end_if = None;
            question.end = questionnaire::Text::default();
            question.required = false;
        }
        question.section = None;
        let own = format!("{}/{id}", questionnaire.id);
        let series = question.series.take().unwrap_or(own);
        Some(Self {
            question,
            scale,
            series,
        })
    }
}

/// Inserts an item under an id; its scale comes along unless an equal one is there.
pub(super) fn insert(
    outline: &mut Outline,
    item: &BankItem,
    id: &QuestionId,
    spot: &Spot,
) -> Result<(), EditError> {
    if !well_formed_series(&item.series) {
        let series = item.series.clone();
        return Err(EditError::SeriesMalformed { series });
    }
    let languages = wording::languages(outline)?;
    let mut question = item.question.clone();
    if let Some(end_if) = &question.end_if {
        let (from, to) = (&item.question.id, id);
        let renamed = end_if.renamed(Renamed::Question { from, to });
        question.end_if = Condition::parse(&renamed).ok();
    }
    question.id.clone_from(id);
    question.series = Some(item.series.clone());
    if let (AnswerType::Scale(on), Some(brought)) = (&mut question.answer, &item.scale) {
        on.scale = ensure_scale(outline, brought, &languages)?;
    }
    let part = Part::Question(id.clone());
    parts::add(outline, &part, question_block(&question, &languages), spot)
}

/// The id under which the draft has this scale, which is added where it has none.
fn ensure_scale(
    outline: &mut Outline,
    brought: &Scale,
    languages: &[Language],
) -> Result<ScaleId, EditError> {
    let draft = parse("draft.toml", outline.write()?.as_bytes()).questionnaire;
    let same = |other: &&Scale| equal(other, brought, languages);
    let known = draft.as_ref().and_then(|draft| {
        let mut scales = draft.scales.iter();
        scales.find(same).map(|scale| scale.id.clone())
    });
    if let Some(known) = known {
        return Ok(known);
    }
    add_scale(outline, brought, languages)
}

/// Adds a scale, under a free id like its own.
pub(super) fn add_scale(
    outline: &mut Outline,
    scale: &Scale,
    languages: &[Language],
) -> Result<ScaleId, EditError> {
    let part = Part::Scale(scale.id.clone());
    let mut scale = scale.clone();
    scale.id = ScaleId::new(parts::free_id(
        outline,
        &part,
        scale.id.as_str(),
        &BTreeSet::new(),
    ));
    let block = scale_block(&scale, languages);
    let part = Part::Scale(scale.id.clone());
    parts::add(outline, &part, block, &Spot::Last)?;
    Ok(scale.id)
}

/// True where two scales have the same choices with the same words in the given languages.
fn equal(one: &Scale, other: &Scale, languages: &[Language]) -> bool {
    one.choices.len() == other.choices.len()
        && one.choices.iter().zip(&other.choices).all(|(one, other)| {
            let plain = |choice: &questionnaire::Choice| {
                let mut choice = choice.clone();
                choice.label = questionnaire::Text::default();
                choice
            };
            plain(one) == plain(other)
                && languages
                    .iter()
                    .filter(|language| other.label.find(language).is_some())
                    .all(|language| one.label.find(language) == other.label.find(language))
        })
}
