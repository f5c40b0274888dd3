//! Questions before and after.

use super::order::moved;
use super::{BreakReason, Change, Comparison};
use format::order_word;
use questionnaire::{Condition, Part, Question, QuestionId, Questionnaire, Text, TextKey};

impl Comparison<'_> {
    pub(super) fn questions(&mut self) {
        let (before, after) = (self.before, self.after);
        for question in &after.questions {
            match before.question(&question.id) {
                Some(old) => self.question(old, question),
                None => self.note(Change::Added {
                    part: Part::Question(question.id.clone()),
                }),
            }
        }
        for question in &before.questions {
            if after.question(&question.id).is_none() {
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
        let source = |condition: &Option<Condition>| {
            let condition = condition.as_ref().map(Condition::source);
            condition.unwrap_or_default().to_owned()
        };
        let (was, is) = (source(&old.ask_if), source(&new.ask_if));
        self.breaking(&part, "ask_if", &was, &is, own(), BreakReason::Population);
        let (was, is) = (source(&old.end_if), source(&new.end_if));
        let screened = self.behind(&id);
        self.breaking(
            &part,
            "end_if",
            &was,
            &is,
            screened,
            BreakReason::Population,
        );
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
        order_word(question.answer.order())
    } else {
        ""
    }
}
