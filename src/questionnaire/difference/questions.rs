//! Questions before and after.

use super::order::moved;
use super::{BreakReason, Change, Comparison};
use crate::condition::{Condition, Renamed, Token, tokens};
use crate::definition::{Question, Questionnaire};
use crate::id::QuestionId;
use crate::part::Part;
use crate::text::Text;
use crate::text_key::TextKey;

/// Whether a question has only its id in common with an earlier one: another type of answer, and
/// other words in every language of both.
pub fn is_another(earlier: &Question, later: &Question) -> bool {
    let mut languages = earlier.text.languages();
    earlier.answer.sort() != later.answer.sort()
        && !languages.any(|language| {
            let words = |question: &Question| question.text.find(language).map(str::to_owned);
            words(earlier) == words(later)
        })
}

impl Comparison<'_> {
    pub(super) fn questions(&mut self) {
        let (before, after) = (self.before, self.after);
        for question in &after.questions {
            match before.question(&question.id) {
                Some(old) if !is_another(old, question) => self.question(old, question),
                _ => self.note(Change::Added {
                    part: Part::Question(question.id.clone()),
                }),
            }
        }
        for question in &before.questions {
            let now = after.question(&question.id);
            if now.is_none_or(|now| is_another(question, now)) {
                let part = Part::Question(question.id.clone());
                let ends = vec![question.id.clone()];
                self.note_break(Change::Removed { part }, ends, BreakReason::Removed);
            }
        }
        for (id, from, to) in moved(&ids(before), &ids(after)) {
            let part = Part::Question(id.clone());
            self.note(Change::Moved { part, from, to });
        }
    }

    fn question(&mut self, old: &Question, new: &Question) {
        let id = new.id.clone();
        let part = Part::Question(id.clone());
        let own = || vec![id.clone()];
        let wording = Some((&[id.clone()][..], BreakReason::Wording));
        self.text(
            &TextKey::Question(id.clone()),
            &old.text,
            &new.text,
            wording,
        );
        self.text(&TextKey::Help(id.clone()), &old.help, &new.help, None);
        self.text(&TextKey::End(id.clone()), &old.end, &new.end, None);
        self.text(&TextKey::Unit(id.clone()), unit(old), unit(new), None);
        let (was, is) = (old.answer.sort().word(), new.answer.sort().word());
        if was == is {
            let (before, after) = (old.answer.own_choices(), new.answer.own_choices());
            self.choices(&part, before, after, &own());
        }
        self.breaking(&part, "type", was, is, own(), BreakReason::Choices);
        let section = |question: &Question| question.section.clone().unwrap_or_default();
        self.property(&part, "section", &section(old), &section(new));
        let series = |question: &Question| question.series.clone().unwrap_or_default();
        self.property(&part, "series", &series(old), &series(new));
        let required = |question: &Question| if question.required { "true" } else { "" };
        self.property(&part, "required", required(old), required(new));
        self.property(&part, "order", order(old), order(new));
        let scale = |question: &Question| {
            let scale = question.answer.scale();
            scale.map(ToString::to_string).unwrap_or_default()
        };
        if was == is {
            self.breaking(
                &part,
                "scale",
                &scale(old),
                &scale(new),
                own(),
                BreakReason::Choices,
            );
            let (before, after) = (old.answer.limits(), new.answer.limits());
            for ((key, before), (_, after)) in before.into_iter().zip(after) {
                self.property(&part, key, &before, &after);
            }
        }
        self.condition(&part, "ask_if", (&old.ask_if, &new.ask_if), own());
        let screened = self.behind(&id);
        self.condition(&part, "end_if", (&old.end_if, &new.end_if), screened);
    }

    /// Compares a condition: what it says, not how it is spaced nor by which codes.
    fn condition(
        &mut self,
        part: &Part,
        key: &'static str,
        (old, new): (&Option<Condition>, &Option<Condition>),
        breaks: Vec<QuestionId>,
    ) {
        let was = old
            .as_ref()
            .map_or_else(String::new, |old| self.recode(old));
        let is = new.as_ref().map(Condition::source).unwrap_or_default();
        if said(&was) != said(is) {
            let was = old.as_ref().map(Condition::source).unwrap_or_default();
            self.breaking(part, key, was, is, breaks, BreakReason::Population);
        }
    }

    /// The source of an earlier condition with the codes that its choices have now.
    fn recode(&self, condition: &Condition) -> String {
        let mut condition = condition.clone();
        for question in &self.after.questions {
            let own = Part::Question(question.id.clone());
            let scale = question.answer.scale().cloned().map(Part::Scale);
            let lists = self.recoded.iter();
            let codes = lists.filter(|(list, ..)| *list == own || Some(list) == scale.as_ref());
            for (_, from, to) in codes {
                let renamed = condition.renamed(Renamed::Choice {
                    question: &question.id,
                    from: *from,
                    to: *to,
                    substitute: question.answer.has_substitute_choices(),
                });
                if let Ok(renamed) = Condition::parse(&renamed) {
                    condition = renamed;
                }
            }
        }
        condition.source().to_owned()
    }

    fn breaking(
        &mut self,
        part: &Part,
        key: &'static str,
        before: &str,
        after: &str,
        breaks: Vec<QuestionId>,
        reason: BreakReason,
    ) {
        if before == after {
            return;
        }
        let change = Change::Property {
            part: part.clone(),
            key,
            before: before.to_owned(),
            after: after.to_owned(),
        };
        self.note_break(change, breaks, reason);
    }

    /// The questions of both versions that come after one.
    fn behind(&self, id: &QuestionId) -> Vec<QuestionId> {
        let questions = self.after.questions.iter();
        questions
            .skip_while(|question| question.id != *id)
            .skip(1)
            .filter(|question| self.before.question(&question.id).is_some())
            .map(|question| question.id.clone())
            .collect()
    }
}

/// What a condition says, however it is spaced.
fn said(source: &str) -> Vec<Token> {
    let tokens = tokens(source).unwrap_or_default();
    tokens.into_iter().map(|(token, _)| token).collect()
}

fn ids(questionnaire: &Questionnaire) -> Vec<&QuestionId> {
    let questions = questionnaire.questions.iter();
    questions.map(|question| &question.id).collect()
}

fn unit(question: &Question) -> &Text {
    static NONE: std::sync::LazyLock<Text> = std::sync::LazyLock::new(Text::default);
    question.answer.unit().unwrap_or(&NONE)
}

/// The order of the choices, where there are any to order.
fn order(question: &Question) -> &'static str {
    if question.answer.sort().keys().contains(&"order") {
        question.answer.order().word()
    } else {
        ""
    }
}
