//! What a type of answer looks like, one file each: the field on the form, the row of the booklet, the panel of the
//! designer and what was typed in it, its line in the bank.
//!
//! A type implements [`View`]. No `match` over the type has a wildcard here, so the compiler names what a new one lacks.
#![deny(clippy::wildcard_enum_match_arm)]

mod choices;
mod date;
mod district;
mod multiple;
mod number;
mod on_scale;
mod open_text;
mod single;

pub(crate) use date::date_wanted;

use maud::{Markup, html};

use crate::extract::Fields;
use crate::interface::Interface;
use crate::shown::Shown;
use crate::studio::drafts::design::edits::Form;
use crate::studio::drafts::design::panel::Panel;
use messages::{PlainMessage, text};
use questionnaire::{AnswerType, Question, QuestionId, Sort};

/// A question on a form that is being filled in.
pub(crate) struct Field<'a> {
    /// Who reads it.
    pub(crate) interface: &'a Interface,
    /// The question.
    pub(crate) shown: &'a Shown<'a>,
    /// What was typed before.
    pub(crate) typed: &'a Fields,
    /// Whether it has to be corrected.
    pub(crate) faulty: bool,
}

impl Field<'_> {
    /// The question's id, which names its first field.
    fn id(&self) -> &QuestionId {
        &self.shown.question.id
    }

    /// What was typed.
    fn value(&self) -> &str {
        self.typed.get(self.id().as_str()).unwrap_or_default()
    }

    /// The question, for readers of fields alone.
    fn label(&self) -> &str {
        self.interface.text(&self.shown.question.text)
    }

    /// The value of `aria-invalid`.
    fn invalid(&self) -> Option<&'static str> {
        self.faulty.then_some("true")
    }
}

/// How a type looks.
trait View {
    /// The fields of the form.
    fn field(&self, field: &Field<'_>) -> Markup;
    /// What is written on by hand.
    fn on_paper(&self, interface: &Interface, shown: &Shown<'_>) -> Markup;
    /// What the designer shows beside the name of the type.
    fn type_options(&self, panel: &Panel<'_>) -> Markup;
    /// What the designer shows below.
    fn panel(&self, panel: &Panel<'_>, question: &Question) -> Markup;
    /// Takes what was typed in the designer.
    fn take(&self, form: &mut Form<'_>);
    /// How the question is answered, in a line; `choices` are those of its scale and its own.
    fn summary_line(&self, interface: &Interface, choices: String) -> String;
}

fn view(answer: &AnswerType) -> &dyn View {
    match answer {
        AnswerType::Single(single) => single,
        AnswerType::Scale(scale) => scale,
        AnswerType::Multiple(multiple) => multiple,
        AnswerType::Number(number) => number,
        AnswerType::Date(date) => date,
        AnswerType::ShortText(text) => text,
        AnswerType::LongText(text) => text,
        AnswerType::District(district) => district,
    }
}

/// What the designer calls a type.
pub(crate) fn name(sort: Sort) -> PlainMessage {
    match sort {
        Sort::Single => text::SORT_SINGLE,
        Sort::Scale => text::SORT_SCALE,
        Sort::Multiple => text::SORT_MULTIPLE,
        Sort::Number => text::SORT_NUMBER,
        Sort::Date => text::SORT_DATE,
        Sort::ShortText => text::SORT_SHORT_TEXT,
        Sort::LongText => text::SORT_LONG_TEXT,
        Sort::District => text::SORT_DISTRICT,
    }
}

/// The fields of a question on the form.
pub(crate) fn field(field: &Field<'_>) -> Markup {
    view(&field.shown.question.answer).field(field)
}

/// What is written on by hand.
pub(crate) fn on_paper(interface: &Interface, shown: &Shown<'_>) -> Markup {
    view(&shown.question.answer).on_paper(interface, shown)
}

/// The type of a question and all that belongs to it, in the designer.
pub(crate) fn panel(panel: &Panel<'_>, question: &Question) -> Markup {
    let held = &panel.held;
    let sorts: Vec<(String, String)> = Sort::WORDS
        .iter()
        .map(|(word, sort)| ((*word).to_owned(), held.t(name(*sort))))
        .collect();
    let view = view(&question.answer);
    html! {
        div.two {
            (held.select("type", text::DESIGN_TYPE, question.answer.sort().word(), &sorts))
            (view.type_options(panel))
        }
        (view.panel(panel, question))
    }
}

/// Takes what was typed in the designer.
pub(crate) fn take(answer: &AnswerType, form: &mut Form<'_>) {
    view(answer).take(form);
}

/// How a question is answered, in a line.
pub(crate) fn summary_line(answer: &AnswerType, interface: &Interface, choices: String) -> String {
    view(answer).summary_line(interface, choices)
}
