//! What a question on a shared scale looks like.

use maud::{Markup, html};

use super::{Field, View, choices};
use crate::interface::Interface;
use crate::shown::Shown;
use crate::studio::drafts::design::choices::{self as table, Use};
use crate::studio::drafts::design::edits::Form;
use crate::studio::drafts::design::panel::Panel;
use authoring::editing::Property;
use messages::text;
use questionnaire::{OnScale, Question, ScaleId};

impl View for OnScale {
    fn field(&self, field: &Field<'_>) -> Markup {
        choices::choose_one(field)
    }

    fn on_paper(&self, interface: &Interface, shown: &Shown<'_>) -> Markup {
        choices::boxes(interface, &shown.choices, false)
    }

    fn type_options(&self, panel: &Panel<'_>) -> Markup {
        panel.scale_of(&self.scale)
    }

    fn panel(&self, panel: &Panel<'_>, _: &Question) -> Markup {
        html! {
            (panel.scale_shown(&self.scale))
            div.two { (panel.order(self.order)) }
            h3 { (panel.held.t(text::DESIGN_EXTRA)) }
            (table::view(&panel.held, &self.extra, Use::Scale))
        }
    }

    fn take(&self, form: &mut Form<'_>) {
        if let Some(scale) = form.changed("scale", self.scale.as_str()) {
            form.set("scale", Property::Scale(ScaleId::new(scale)));
        }
        form.order(self.order);
    }

    fn summary_line(&self, interface: &Interface, choices: String) -> String {
        interface.locale.t(text::BankScale { choices })
    }
}
