//! What a question for a text looks like.

use maud::{Markup, html};

use super::{Field, View};
use crate::interface::Interface;
use crate::shown::Shown;
use crate::studio::drafts::design::edits::Form;
use crate::studio::drafts::design::panel::Panel;
use authoring::editing::Property;
use messages::text;
use questionnaire::{LongText, Question, ShortText};

impl View for ShortText {
    fn field(&self, field: &Field<'_>) -> Markup {
        let id = field.id();
        html! {
            input.text type="text" autocomplete="off" name=(id) value=(field.value()) maxlength=(self.max_length)
                aria-label=(field.label()) aria-invalid=[field.invalid()];
        }
    }

    fn on_paper(&self, _: &Interface, _: &Shown<'_>) -> Markup {
        html! { div.rule {} }
    }

    fn type_options(&self, panel: &Panel<'_>) -> Markup {
        longest(panel, self.max_length)
    }

    fn panel(&self, _: &Panel<'_>, _: &Question) -> Markup {
        html! {}
    }

    fn take(&self, form: &mut Form<'_>) {
        take_longest(form, self.max_length);
    }

    fn summary_line(&self, interface: &Interface, _: String) -> String {
        interface.locale.t(text::BANK_TEXT)
    }
}

impl View for LongText {
    fn field(&self, field: &Field<'_>) -> Markup {
        let id = field.id();
        html! {
            textarea.text name=(id) rows="4" maxlength=(self.max_length) aria-label=(field.label()) aria-invalid=[field.invalid()] { (field.value()) }
        }
    }

    fn on_paper(&self, _: &Interface, _: &Shown<'_>) -> Markup {
        html! { div.rule {} div.rule {} div.rule {} }
    }

    fn type_options(&self, panel: &Panel<'_>) -> Markup {
        longest(panel, self.max_length)
    }

    fn panel(&self, _: &Panel<'_>, _: &Question) -> Markup {
        html! {}
    }

    fn take(&self, form: &mut Form<'_>) {
        take_longest(form, self.max_length);
    }

    fn summary_line(&self, interface: &Interface, _: String) -> String {
        interface.locale.t(text::BANK_TEXT)
    }
}

fn longest(panel: &Panel<'_>, max_length: u16) -> Markup {
    let held = &panel.held;
    held.number("max_length", text::DESIGN_MAX_LENGTH, i64::from(max_length))
}

fn take_longest(form: &mut Form<'_>, seen: u16) {
    let Some(number) = form.number("max_length", i64::from(seen)) else {
        return;
    };
    match u16::try_from(number) {
        Ok(length) => form.set("max_length", Property::MaxLength(length)),
        Err(_) => form.fault("max_length", text::DESIGN_FAULT_NUMBER),
    }
}
