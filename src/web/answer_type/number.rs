//! What a question for a number looks like.

use maud::{Markup, html};

use super::{Field, View};
use crate::interface::Interface;
use crate::resident::sheet::Shown;
use crate::studio::drafts::design::edits::Form;
use crate::studio::drafts::design::panel::Panel;
use authoring::editing::Property;
use messages::text;
use questionnaire::{Number, Question, TextKey};

impl View for Number {
    fn field(&self, field: &Field<'_>) -> Markup {
        let (interface, id) = (field.interface, field.id());
        let range = text::NumberRange {
            min: self.min.to_string(),
            max: self.max.to_string(),
        };
        html! {
            label.line {
                input type="text" inputmode="numeric" pattern="[0-9]*" autocomplete="off" name=(id) value=(field.value())
                    data-min=(self.min) data-max=(self.max) aria-label=(field.label()) aria-invalid=[field.invalid()] size="6";
                " " (interface.text(&self.unit))
            }
            p.help { (interface.locale.t(range)) }
        }
    }

    fn on_paper(&self, interface: &Interface, _: &Shown<'_>) -> Markup {
        html! { p { "________ " (interface.text(&self.unit)) } }
    }

    fn beside_name(&self, _: &Panel<'_>) -> Markup {
        html! {}
    }

    fn panel(&self, panel: &Panel<'_>, question: &Question) -> Markup {
        let held = &panel.held;
        let unit = TextKey::Unit(question.id.clone());
        html! {
            div.two {
                (held.number("min", text::DESIGN_MIN, self.min))
                (held.number("max", text::DESIGN_MAX, self.max))
            }
            (held.texts(&unit, text::DESIGN_UNIT, &self.unit))
        }
    }

    fn take(&self, form: &mut Form<'_>) {
        if let Some(number) = form.number("min", self.min) {
            form.set("min", Property::Min(number));
        }
        if let Some(number) = form.number("max", self.max) {
            form.set("max", Property::Max(number));
        }
    }

    fn in_a_line(&self, interface: &Interface, _: String) -> String {
        let (min, max, unit) = (self.min, self.max, interface.text(&self.unit));
        let range = format!("{min}–{max} {unit}");
        let range = range.trim_end();
        interface.locale.t(text::BankNumber { range })
    }
}
