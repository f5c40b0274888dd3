//! What a question with one of its own choices looks like.

use maud::Markup;

use super::{Field, View, choices};
use crate::interface::Interface;
use crate::shown::Shown;
use crate::studio::drafts::design::choices::{self as table, Use};
use crate::studio::drafts::design::edits::Form;
use crate::studio::drafts::design::panel::Panel;
use messages::text;
use questionnaire::{Question, Single};

impl View for Single {
    fn field(&self, field: &Field<'_>) -> Markup {
        choices::choose_one(field)
    }

    fn on_paper(&self, interface: &Interface, shown: &Shown<'_>) -> Markup {
        choices::boxes(interface, &shown.choices, false)
    }

    fn type_options(&self, panel: &Panel<'_>) -> Markup {
        panel.order(self.order)
    }

    fn panel(&self, panel: &Panel<'_>, _: &Question) -> Markup {
        table::view(&panel.held, &self.choices, Use::Single)
    }

    fn take(&self, form: &mut Form<'_>) {
        form.order(self.order);
    }

    fn summary_line(&self, interface: &Interface, choices: String) -> String {
        interface.locale.t(text::BankSingle { choices })
    }
}
