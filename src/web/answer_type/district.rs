//! What a question for one's district looks like.

use maud::{Markup, html};

use super::{Field, View, choices};
use crate::interface::Interface;
use crate::shown::Shown;
use crate::studio::drafts::design::choices::{self as table, Use};
use crate::studio::drafts::design::edits::Form;
use crate::studio::drafts::design::panel::Panel;
use messages::text;
use questionnaire::{District, Question};

impl View for District {
    fn field(&self, field: &Field<'_>) -> Markup {
        choices::choose_one(field)
    }

    fn on_paper(&self, interface: &Interface, shown: &Shown<'_>) -> Markup {
        choices::boxes(interface, &shown.choices, true)
    }

    fn type_options(&self, _: &Panel<'_>) -> Markup {
        html! {}
    }

    fn panel(&self, panel: &Panel<'_>, _: &Question) -> Markup {
        table::view(&panel.held, &self.choices, Use::Single)
    }

    fn take(&self, _: &mut Form<'_>) {}

    fn summary_line(&self, interface: &Interface, _: String) -> String {
        let count = self.choices.len();
        interface.locale.t(text::BankDistrict { count })
    }
}
