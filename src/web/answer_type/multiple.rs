//! What a question with any number of its own choices looks like.

use maud::{Markup, html};

use super::choices::{self, Limits};
use super::{Field, View};
use crate::interface::Interface;
use crate::shown::Shown;
use crate::studio::drafts::design::choices::{self as table, Use};
use crate::studio::drafts::design::edits::Form;
use crate::studio::drafts::design::panel::Panel;
use authoring::editing::Property;
use messages::{Locale, text};
use questionnaire::{Multiple, Question};

/// How many choices are asked for, as a respondent reads it.
fn how_many(multiple: &Multiple, locale: Locale) -> String {
    let (min, max) = (multiple.min_choices, multiple.max_choices);
    match (min.map(u64::from), max.map(u64::from)) {
        (None, None) => locale.t(text::SEVERAL),
        (Some(min), None) => locale.t(text::SeveralAtLeast { min }),
        (None, Some(max)) => locale.t(text::SeveralAtMost { max }),
        (Some(min), Some(max)) if min == max => locale.t(text::SeveralExactly { min }),
        (Some(min), Some(max)) => locale.t(text::SeveralBetween { min, max }),
    }
}

/// What the script holds the choices to, and says where they do not meet it.
fn limits(multiple: &Multiple, locale: Locale) -> Limits {
    let limited = multiple.min_choices.is_some() || multiple.max_choices.is_some();
    Limits {
        least: multiple.min_choices,
        most: multiple.max_choices,
        fault: limited.then(|| how_many(multiple, locale)),
    }
}

impl View for Multiple {
    fn field(&self, field: &Field<'_>) -> Markup {
        html! {
            p.help { (how_many(self, field.interface.locale)) }
            (choices::choose_many(field, &limits(self, field.interface.locale)))
        }
    }

    fn on_paper(&self, interface: &Interface, shown: &Shown<'_>) -> Markup {
        html! {
            p.help { (how_many(self, interface.locale)) }
            (choices::boxes(interface, &shown.choices, false))
        }
    }

    fn type_options(&self, panel: &Panel<'_>) -> Markup {
        panel.order(self.order)
    }

    fn panel(&self, panel: &Panel<'_>, _: &Question) -> Markup {
        let held = &panel.held;
        html! {
            div.two {
                (held.optional_number("min_choices", text::DESIGN_MIN_CHOICES, self.min_choices))
                (held.optional_number("max_choices", text::DESIGN_MAX_CHOICES, self.max_choices))
            }
            (table::view(held, &self.choices, Use::Multiple))
        }
    }

    fn take(&self, form: &mut Form<'_>) {
        form.order(self.order);
        form.optional_number("min_choices", self.min_choices, Property::MinChoices);
        form.optional_number("max_choices", self.max_choices, Property::MaxChoices);
    }

    fn summary_line(&self, interface: &Interface, choices: String) -> String {
        interface.locale.t(text::BankMultiple { choices })
    }
}
