//! What a question with any number of its own choices looks like.

use maud::{Markup, html};

use super::{Field, View, choices};
use crate::interface::Interface;
use crate::resident::sheet::Shown;
use crate::studio::drafts::design::choices::{self as table, Use};
use crate::studio::drafts::design::edits::Form;
use crate::studio::drafts::design::panel::Panel;
use messages::text;
use questionnaire::{Multiple, Question};

impl View for Multiple {
    fn field(&self, field: &Field<'_>) -> Markup {
        html! {
            p.help { (field.interface.locale.t(text::SEVERAL)) }
            (choices::field(field, "checkbox"))
        }
    }

    fn on_paper(&self, interface: &Interface, shown: &Shown<'_>) -> Markup {
        html! {
            p.help { (interface.locale.t(text::SEVERAL)) }
            (choices::boxes(interface, &shown.choices, false))
        }
    }

    fn beside_name(&self, panel: &Panel<'_>) -> Markup {
        panel.order(self.order)
    }

    fn panel(&self, panel: &Panel<'_>, _: &Question) -> Markup {
        table::view(&panel.held, &self.choices, Use::Multiple)
    }

    fn take(&self, form: &mut Form<'_>) {
        form.order(self.order);
    }

    fn in_a_line(&self, interface: &Interface, choices: String) -> String {
        interface.locale.t(text::BankMultiple { choices })
    }
}
