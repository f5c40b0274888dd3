//! What a question for a number looks like.

use maud::{Markup, html};

use super::{Field, View, choices};
use crate::interface::Interface;
use crate::shown::Shown;
use crate::studio::drafts::design::choices::{self as table, Use};
use crate::studio::drafts::design::edits::Form;
use crate::studio::drafts::design::panel::Panel;
use authoring::editing::Property;
use messages::{Locale, text};
use questionnaire::{Number, Question, TextKey};

/// What is accepted, as a respondent reads it.
fn range(number: &Number, locale: Locale) -> String {
    let (min, max) = (number.min.to_string(), number.max.to_string());
    if number.decimals == 0 {
        return locale.t(text::NumberRange { min, max });
    }
    let decimals = u64::from(number.decimals);
    locale.t(text::DecimalRange { min, max, decimals })
}

/// What is said to whoever typed something else, where decimals are taken.
fn fault(number: &Number, locale: Locale) -> String {
    locale.t(text::FaultDecimal {
        min: number.min.to_string(),
        max: number.max.to_string(),
        decimals: u64::from(number.decimals),
    })
}

impl View for Number {
    fn field(&self, field: &Field<'_>) -> Markup {
        let (interface, id) = (field.interface, field.id());
        html! {
            label.line {
                @if self.decimals == 0 {
                    input type="text" inputmode="numeric" pattern="[0-9]*" autocomplete="off" name=(id) value=(field.value())
                        data-min=(self.min) data-max=(self.max) aria-label=(field.label()) aria-invalid=[field.invalid()] size="6";
                } @else {
                    input type="text" inputmode="decimal" autocomplete="off" name=(id) value=(field.value())
                        data-min=(self.min) data-max=(self.max) data-decimals=(self.decimals)
                        data-fault=(fault(self, interface.locale)) aria-label=(field.label()) aria-invalid=[field.invalid()] size="10";
                }
                " " (interface.text(&self.unit))
            }
            p.help { (range(self, interface.locale)) }
            @if !self.extra.is_empty() { (choices::beside(field)) }
        }
    }

    fn on_paper(&self, interface: &Interface, shown: &Shown<'_>) -> Markup {
        html! {
            p { "________ " (interface.text(&self.unit)) }
            @if !self.extra.is_empty() { (choices::boxes(interface, &shown.choices, false)) }
        }
    }

    fn type_options(&self, _: &Panel<'_>) -> Markup {
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
            (held.number("decimals", text::DESIGN_DECIMALS, i64::from(self.decimals)))
            (held.texts(&unit, text::DESIGN_UNIT, &self.unit))
            h3 { (held.t(text::DESIGN_BESIDE)) }
            (table::view(held, &self.extra, Use::Beside))
        }
    }

    fn take(&self, form: &mut Form<'_>) {
        if let Some(number) = form.number("min", self.min) {
            form.set("min", Property::Min(number));
        }
        if let Some(number) = form.number("max", self.max) {
            form.set("max", Property::Max(number));
        }
        if let Some(number) = form.number("decimals", i64::from(self.decimals)) {
            match u8::try_from(number) {
                Ok(decimals) => form.set("decimals", Property::Decimals(decimals)),
                Err(_) => form.fault("decimals", text::DESIGN_FAULT_NUMBER),
            }
        }
    }

    fn summary_line(&self, interface: &Interface, _: String) -> String {
        let (min, max, unit) = (self.min, self.max, interface.text(&self.unit));
        let range = format!("{min}–{max} {unit}");
        let range = range.trim_end();
        interface.locale.t(text::BankNumber { range })
    }
}
