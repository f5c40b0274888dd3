//! What whoever approves a draft confirms, each by a tick: that wordings declared editorial say the same, and what
//! choices newly count as, be it guessed from their words or set by hand. Figures rest on nothing else as much.

use maud::{Markup, html};

use super::difference::Changes;
use super::editorial;
use crate::interface::Interface;
use crate::studio::typed::Typed;
use messages::{PlainMessage, text, words};
use questionnaire::{Choice, Editorial, Part};

/// Everything to be confirmed in one draft.
pub(super) struct Confirmations<'a> {
    /// The wordings newly declared to say the same.
    declared: Vec<&'a Editorial>,
    /// The choices that newly count as something, by the question or scale they stand in.
    kinds: Vec<(Part, Vec<&'a Choice>)>,
}

impl<'a> Confirmations<'a> {
    /// What is to be confirmed in a draft with these changes.
    pub(super) fn of(changes: &'a Changes) -> Self {
        Self {
            declared: changes.declared(),
            kinds: changes.new_kinds(),
        }
    }

    /// The list with its ticks; nothing where there is nothing to confirm.
    pub(super) fn view(&self, interface: &Interface) -> Markup {
        let locale = interface.locale;
        html! {
            @if !self.declared.is_empty() {
                p { b { (locale.t(text::EDITORIAL_DECLARED)) } }
                ul.changes { @for editorial in &self.declared { li { (editorial::line(interface, editorial)) } } }
                label.tick { input type="checkbox" name="editorial" value="yes" required; span { (locale.t(text::EDITORIAL_CONFIRM)) } }
            }
            @if !self.kinds.is_empty() {
                p { b { (locale.t(text::KINDS_NEW)) } }
                ul.changes { @for (part, choices) in &self.kinds { li {
                    (words::part(locale, part)) (locale.t(text::FORM_COLON))
                    @for (place, choice) in choices.iter().enumerate() {
                        @if place > 0 { (locale.t(text::NAME_SEPARATOR)) }
                        @if let Some(kind) = choice.kind { (words::choice_counts_as(locale, interface.text(&choice.label), kind)) }
                    }
                } } }
                label.tick { input type="checkbox" name="kinds" value="yes" required; span { (locale.t(text::KINDS_CONFIRM)) } }
            }
        }
    }

    /// What was not confirmed in a form.
    pub(super) fn missing(&self, typed: &Typed) -> Option<PlainMessage> {
        let unticked = |name: &str| typed.text(name) != "yes";
        if !self.declared.is_empty() && unticked("editorial") {
            return Some(text::EDITORIAL_UNCONFIRMED);
        }
        (!self.kinds.is_empty() && unticked("kinds")).then_some(text::KINDS_UNCONFIRMED)
    }
}
