//! A question of a booklet at the desk: its number on the paper, its words, and the fields to copy what stands there into.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::laid::Laid;
use super::{CODE, COPY, STANDS};
use crate::addresses::Address;
use crate::answer_type::{self, Field};
use crate::error::Error;
use crate::extract::Fields;
use crate::interface::Interface;
use crate::resident::fault_message;
use crate::shown::{Part, Shown, number_of, parts};
use crate::studio::staff::Staff;
use fieldwork::paper::TypedForm;
use messages::text;
use messages::words::Reader;
use questionnaire::{Assignment, CopiedForm, FieldError, Question, QuestionId, Questionnaire};

/// What is known of a copy that was not taken at once.
#[derive(Debug, Default)]
pub(super) struct Doubts {
    /// What stands at a question and is no answer to it.
    faults: Vec<(QuestionId, FieldError)>,
    /// Answers that are dropped, since the path does not lead to their questions.
    off_path: Vec<QuestionId>,
    /// Questions that a phone would not have let pass.
    empty: Vec<QuestionId>,
    /// Questions whose two entries differ, and of which it was not said what stands on the paper.
    undecided: Vec<QuestionId>,
}

impl Doubts {
    /// What is doubtful about a copy.
    pub(super) fn of(form: &CopiedForm, questionnaire: &Questionnaire) -> Self {
        Self {
            faults: form.faults.0.clone(),
            off_path: form.off_path(),
            empty: form.required_and_empty(questionnaire),
            undecided: Vec::new(),
        }
    }

    /// That it was not said of these questions what stands on the paper.
    pub(super) fn undecided(questions: Vec<QuestionId>) -> Self {
        Self {
            undecided: questions,
            ..Self::default()
        }
    }

    /// Those at some questions.
    pub(super) fn among(mut self, questions: &BTreeSet<QuestionId>) -> Self {
        self.faults.retain(|(id, _)| questions.contains(id));
        self.off_path.retain(|id| questions.contains(id));
        self.empty.retain(|id| questions.contains(id));
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.may_stand() && self.undecided.is_empty()
    }

    /// Whether something is doubtful that may yet read so on the paper.
    fn may_stand(&self) -> bool {
        !(self.faults.is_empty() && self.off_path.is_empty() && self.empty.is_empty())
    }

    fn said(&self, interface: &Interface, question: &QuestionId) -> Option<String> {
        let locale = interface.locale;
        let fault = self.faults.iter().find(|(id, _)| id == question);
        if let Some((_, fault)) = fault {
            return Some(fault_message(locale, fault));
        }
        if self.undecided.contains(question) {
            return Some(locale.t(text::PAPER_DOUBT_UNDECIDED));
        }
        if self.empty.contains(question) {
            return Some(locale.t(text::PAPER_DOUBT_EMPTY));
        }
        let off_path = self.off_path.contains(question);
        off_path.then(|| locale.t(text::PAPER_DOUBT_OFF_PATH))
    }
}

/// The questions of a booklet, as its variant shows them.
pub(super) struct Sheet<'a> {
    pub(super) interface: &'a Interface,
    questionnaire: &'a Questionnaire,
    assignment: &'a Assignment,
    pub(super) parts: Vec<Part<'a>>,
}

impl<'a> Sheet<'a> {
    pub(super) fn of(interface: &'a Interface, laid: &'a Laid) -> Result<Self, Error> {
        let questionnaire = &laid.version.questionnaire;
        let assignment = laid.assignment()?;
        Ok(Self {
            interface,
            questionnaire,
            assignment,
            parts: parts(questionnaire, assignment),
        })
    }

    /// A question to be copied; where it was copied twice, differently, with what was read, and nothing chosen.
    pub(super) fn question(
        &self,
        shown: &Shown<'_>,
        typed: &Fields,
        doubts: &Doubts,
        readings: Option<&Markup>,
    ) -> Markup {
        let (interface, locale) = (self.interface, self.interface.locale);
        let question = shown.question;
        let id = &question.id;
        let reader = Reader {
            locale,
            questionnaire: self.questionnaire,
            assignment: self.assignment,
            call: &|asked| {
                let number = number_of(&self.parts, &asked.id);
                locale.t(text::PaperQuestion { number })
            },
        };
        let only_if = shown.condition.and_then(|condition| reader.read(condition));
        let doubt = doubts.said(interface, id);
        let chosen = typed.get(id.as_str()).is_some_and(|code| !code.is_empty());
        html! {
            fieldset.copied #(id) {
                legend { (number_of(&self.parts, id)) ". " (interface.text(&question.text)) }
                @if let Some(condition) = only_if { p.help { (locale.t(text::PaperIf { condition })) } }
                @if let Some(doubt) = &doubt { p.message { (doubt) } }
                @if let Some(readings) = readings { div.readings { (readings) } }
                (answer_type::field(&Field { interface, shown, typed, faulty: doubt.is_some() }))
                @if question.answer.has_codes() {
                    label.choice.none { input type="radio" name=(id) value="" checked[!chosen && readings.is_none()]; span { (locale.t(text::PAPER_NO_ANSWER)) } }
                }
            }
        }
    }

    /// What stands at a question in a copy, in words.
    pub(super) fn said(&self, shown: &Shown<'_>, copy: &TypedForm) -> String {
        let interface = self.interface;
        let other = shown.other_field();
        let mut said = Vec::new();
        for name in fields_of(shown.question) {
            for value in copy.get(&name).into_iter().flatten() {
                let mut choices = shown.choices.iter();
                let choice = choices.find(|choice| choice.code.to_string() == *value);
                said.push(match choice {
                    Some(choice) if name != other => interface.text(&choice.label),
                    _ => value,
                });
            }
        }
        if said.is_empty() {
            interface.locale.t(text::PAPER_NO_ANSWER)
        } else {
            said.join(" · ")
        }
    }
}

/// The fields of a form that belong to a question.
pub(super) fn fields_of(question: &Question) -> Vec<String> {
    let mut fields = vec![question.id.to_string()];
    fields.extend(question.extra_fields());
    fields
}

/// The way back to the desk, and which booklet is in hand.
pub(super) fn heading(interface: &Interface, laid: &Laid) -> Markup {
    let locale = interface.locale;
    let wave = laid.wave.slug.as_str();
    let copy = text::PaperCopy {
        wave,
        variant: usize::from(laid.variant),
    };
    html! {
        p { a href=(interface.link(Address::WavePaper { wave })) { (locale.t(text::PAPER_TITLE)) } " · " (laid.code) " · " (locale.t(copy)) }
    }
}

/// What a form about a booklet carries besides its questions.
pub(super) fn carried(staff: &Staff, laid: &Laid) -> Markup {
    html! {
        (staff.form_token())
        input type="hidden" name=(CODE) value=(laid.code);
        input type="hidden" name=(COPY) value=(laid.variant);
    }
}

/// What is said above a copy that was not taken at once.
pub(super) fn summary(interface: &Interface, sheet: &Sheet<'_>, doubts: &Doubts) -> Markup {
    let locale = interface.locale;
    let shown = sheet.parts.iter().flat_map(|part| &part.questions);
    html! {
        @if !doubts.is_empty() {
            div.notice.doubt role="alert" {
                @if doubts.may_stand() { p { (locale.t(text::PAPER_DOUBTS)) } }
                ul { @for question in shown.map(|shown| &shown.question.id) {
                    @if let Some(said) = doubts.said(interface, question) {
                        li { a href={ "#" (question) } { (locale.t(text::PaperQuestion { number: number_of(&sheet.parts, question) })) } (locale.t(text::LABEL_SEPARATOR)) (said) }
                    }
                } }
            }
        }
    }
}

/// The end of a form about a booklet: where something is doubtful, the word that the paper reads so.
pub(super) fn sending(interface: &Interface, doubts: &Doubts, unavailable: bool) -> Markup {
    let locale = interface.locale;
    html! {
        @if doubts.may_stand() { label.tick { input type="checkbox" name=(STANDS) value="yes"; span { (locale.t(text::PAPER_STANDS)) } } }
        @if unavailable { p.message role="alert" { (locale.t(text::PAPER_UNAVAILABLE)) } }
        button.main type="submit" { (locale.t(text::PAPER_SEND)) }
    }
}
