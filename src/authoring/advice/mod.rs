//! Advice on a questionnaire that is sound and could still be better.
//!
//! # Design
//!
//! Only what can be computed honestly: every piece of advice is a stated rule with its numbers,
//! and none forbids anything. A missing translation is no advice but a finding of
//! [`check`](format::check()).

mod scales;
mod wordings;

use std::collections::{BTreeMap, BTreeSet};

use crate::translation::{Earlier, TranslationState, translations};
use questionnaire::duration::path_seconds;
use questionnaire::{
    Answers, Assignment, Language, Part, Question, QuestionId, Questionnaire, ScaleId, TextKey,
    route,
};

pub use wordings::{MOST_LABEL_LINES, MOST_QUESTION_LINES, PHONE_LINE, lines_on_phone};

/// So many questions of one scale may follow one another; more tempt to equal answers.
pub(crate) const MOST_OF_ONE_SCALE: usize = 6;

/// What advice is given from besides the questionnaire.
#[derive(Debug, Clone)]
pub struct AdviceContext<'c> {
    /// What translations are compared with, usually the last version published.
    pub base: Option<Earlier<'c>>,
    /// The questions by which indicators of the plan are measured: their overall items.
    pub measured: BTreeSet<QuestionId>,
    /// The questions that were pretested with their present words; none if nobody keeps track.
    pub pretested: Option<BTreeSet<QuestionId>>,
    /// The minutes an interview may take.
    pub minutes: f64,
}

impl Default for AdviceContext<'_> {
    fn default() -> Self {
        Self {
            base: None,
            measured: BTreeSet::new(),
            pretested: None,
            minutes: 6.0,
        }
    }
}

/// One piece of advice, with what it was computed from.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Advice {
    /// A scale with more satisfied than dissatisfied choices, or fewer.
    UnbalancedScale {
        scale: ScaleId,
        /// How many choices count as satisfied.
        satisfied: usize,
        /// How many count as dissatisfied.
        dissatisfied: usize,
    },
    /// A choice whose label is a bare number or sign.
    UnlabelledChoice {
        /// The label.
        text: TextKey,
        language: Language,
    },
    /// A scale of satisfaction without "don't know", for the questions that use it.
    NoDontKnow {
        scale: ScaleId,
        /// The questions on it without such a choice beside it.
        questions: Vec<QuestionId>,
    },
    /// A text that fills too much of a phone.
    TooLongForPhone {
        text: TextKey,
        language: Language,
        /// The lines it takes.
        lines: usize,
        /// The lines it should take at most.
        most: usize,
    },
    /// A long run of questions on one scale.
    ManyOfOneScale {
        scale: ScaleId,
        /// The first question of the run.
        first: QuestionId,
        last: QuestionId,
        /// How many there are.
        questions: usize,
        /// How many there should be at most.
        most: usize,
    },
    /// A rated detail asked before the overall item of its section, which it colours.
    DriverBeforeOverall {
        /// The detail.
        driver: QuestionId,
        /// The overall item that comes later.
        overall: QuestionId,
    },
    /// A translation whose original has changed since the base version.
    StaleTranslation { text: TextKey, language: Language },
    /// The longest interview without a skipped question takes longer than it may.
    TooLong {
        /// The estimated minutes.
        minutes: f64,
        limit: f64,
        /// The language it takes longest in.
        language: Language,
    },
    /// A question nobody has tried yet in these words.
    NotPretested { question: QuestionId },
}

impl Advice {
    /// The part of the questionnaire it concerns.
    pub fn part(&self) -> Part {
        match self {
            Self::UnbalancedScale { scale, .. } | Self::NoDontKnow { scale, .. } => {
                Part::Scale(scale.clone())
            }
            Self::UnlabelledChoice { text, .. }
            | Self::TooLongForPhone { text, .. }
            | Self::StaleTranslation { text, .. } => text.part(),
            Self::ManyOfOneScale { first: id, .. }
            | Self::DriverBeforeOverall { driver: id, .. }
            | Self::NotPretested { question: id } => Part::Question(id.clone()),
            Self::TooLong { .. } => Part::Top,
        }
    }
}

/// All advice on a questionnaire, in the order of its parts.
pub fn advise(questionnaire: &Questionnaire, context: &AdviceContext<'_>) -> Vec<Advice> {
    let mut advice = Vec::new();
    advice.extend(minutes(questionnaire, context.minutes));
    scales::advise(questionnaire, &mut advice);
    wordings::advise(questionnaire, &mut advice);
    advice.extend(drivers(questionnaire, &context.measured));
    if let Some(base) = context.base {
        for language in questionnaire.languages.iter().skip(1) {
            let stale = translations(questionnaire, language, Some(base))
                .into_iter()
                .filter(|translation| translation.state == TranslationState::Stale);
            advice.extend(stale.map(|translation| Advice::StaleTranslation {
                text: translation.key,
                language: language.clone(),
            }));
        }
    }
    if let Some(pretested) = &context.pretested {
        let untried = questionnaire
            .questions
            .iter()
            .filter(|question| !pretested.contains(&question.id));
        advice.extend(untried.map(|question| Advice::NotPretested {
            question: question.id.clone(),
        }));
    }
    advice
}

/// The questions that a version asks in the same words, with the same choices, as an earlier
/// one: what was tried then counts as tried now.
pub fn unchanged_questions(draft: &Questionnaire, earlier: &Questionnaire) -> BTreeSet<QuestionId> {
    let scale = |questionnaire: &Questionnaire, question: &Question| {
        let scale = question.answer.scale()?;
        questionnaire.scale(scale).cloned()
    };
    let same = draft.questions.iter().filter(|question| {
        earlier.question(&question.id).is_some_and(|before| {
            before.text == question.text
                && before.help == question.help
                && before.answer == question.answer
                && scale(draft, question) == scale(earlier, before)
        })
    });
    same.map(|question| question.id.clone()).collect()
}

/// The longest way of somebody who answers no question that could end the interview, over all
/// groups and languages: every question that is asked when conditions are met counts.
fn minutes(questionnaire: &Questionnaire, limit: f64) -> Option<Advice> {
    let longest = questionnaire
        .languages
        .iter()
        .map(|language| (longest_minutes(questionnaire, language), language))
        .max_by(|(one, _), (other, _)| one.total_cmp(other))?;
    let (minutes, language) = longest;
    (minutes > limit).then(|| Advice::TooLong {
        minutes,
        limit,
        language: language.clone(),
    })
}

/// The minutes of the longest way: of all questions that no arm rules out, the conditions on
/// answers taken as met.
pub fn longest_minutes(questionnaire: &Questionnaire, language: &Language) -> f64 {
    let mut longest: f64 = 0.0;
    let mut groups: Vec<BTreeMap<String, String>> = vec![BTreeMap::new()];
    for arm in &questionnaire.arms {
        let crossed = groups.iter().flat_map(|groups| {
            arm.groups.keys().map(|group| {
                let mut groups = groups.clone();
                groups.insert(arm.id.clone(), group.clone());
                groups
            })
        });
        groups = crossed.take(64).collect();
    }
    for groups in groups {
        let assignment = Assignment::as_written(questionnaire, &groups);
        let unconditional = route(questionnaire, &assignment, &Answers::default());
        let asked: Vec<&Question> = questionnaire
            .questions
            .iter()
            .filter(|question| {
                let on_answers = question
                    .ask_if
                    .as_ref()
                    .is_some_and(|condition| !condition.questions().is_empty());
                on_answers
                    || unconditional
                        .asked
                        .iter()
                        .any(|asked| asked.id == question.id)
            })
            .collect();
        longest = longest.max(path_seconds(questionnaire, &assignment, &asked, language));
    }
    longest / 60.0
}

/// Scale questions that no indicator is measured by, before the first of their section that
/// one is measured by.
fn drivers(questionnaire: &Questionnaire, measured: &BTreeSet<QuestionId>) -> Vec<Advice> {
    let mut advice = Vec::new();
    let rated = |question: &&Question| question.answer.scale().is_some();
    let sections = questionnaire
        .questions
        .chunk_by(|one, next| one.section == next.section);
    for section in sections {
        let Some(place) = section
            .iter()
            .position(|question| rated(&question) && measured.contains(&question.id))
        else {
            continue;
        };
        for driver in section[..place].iter().filter(rated) {
            advice.push(Advice::DriverBeforeOverall {
                driver: driver.id.clone(),
                overall: section[place].id.clone(),
            });
        }
    }
    advice
}

#[cfg(test)]
mod tests;
