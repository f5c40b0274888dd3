//! Choices to tick, on the form and on paper.

use maud::{Markup, html};

use super::Field;
use crate::interface::Interface;
use crate::shown::Shown;
use questionnaire::{Choice, beside_field};

/// Choices with short labels stand in columns from this number on.
const MANY: usize = 9;

/// How many choices can be made, for the script.
#[derive(Debug, Default)]
pub(super) struct Limits {
    /// The fewest.
    pub(super) least: Option<u16>,
    pub(super) most: Option<u16>,
    /// What is said where it is another number.
    pub(super) fault: Option<String>,
}

/// The choices of a form, of which one can be made.
pub(super) fn choose_one(field: &Field<'_>) -> Markup {
    buttons(field, "radio", &Limits::default())
}

/// The choices of a form, of which several can be made.
pub(super) fn choose_many(field: &Field<'_>, limits: &Limits) -> Markup {
    buttons(field, "checkbox", limits)
}

fn buttons(field: &Field<'_>, kind: &str, limits: &Limits) -> Markup {
    let shown = field.shown;
    let many = shown.choices.len() >= MANY;
    html! {
        div.choices.many[many] data-least=[limits.least] data-most=[limits.most] data-fault=[&limits.fault] {
            @for (index, choice) in shown.choices.iter().enumerate() {
                (line(field, choice, kind, starts_outside_order(shown, index)))
            }
        }
    }
}

/// True for the first of the choices that stand apart from the ordered ones.
fn starts_outside_order(shown: &Shown<'_>, index: usize) -> bool {
    let outside = |index: usize| shown.choices[index].is_outside_order();
    index > 0 && outside(index) && !outside(index - 1)
}

fn line(field: &Field<'_>, choice: &Choice, kind: &str, apart: bool) -> Markup {
    let (id, interface) = (field.id(), field.interface);
    let code = choice.code.to_string();
    let chosen = field.typed.all(id.as_str()).any(|value| value == code);
    html! {
        label.choice.apart[apart] {
            input type=(kind) name=(id) value=(code) checked[chosen] data-alone[choice.exclusive];
            span { (interface.text(&choice.label)) }
        }
        @if choice.other {
            @let other = field.shown.other_field();
            input.text.other type="text" autocomplete="off" name=(other) maxlength="200"
                value=(field.typed.get(&other).unwrap_or_default()) aria-label=(interface.text(&choice.label));
        }
    }
}

/// What can be ticked in place of a number or a date. Boxes, so that without a script a tick can be taken away again.
pub(super) fn beside(field: &Field<'_>) -> Markup {
    let (interface, name) = (field.interface, beside_field(field.id()));
    html! {
        div.choices {
            @for choice in &field.shown.choices {
                @let code = choice.code.to_string();
                label.choice {
                    input type="checkbox" name=(name) value=(code) checked[field.typed.all(&name).any(|it| it == code)] data-alone data-beside;
                    span { (interface.text(&choice.label)) }
                }
            }
        }
    }
}

/// Boxes to tick on paper.
pub(super) fn boxes(interface: &Interface, choices: &[&Choice], many: bool) -> Markup {
    html! {
        ul.boxes.many[many] {
            @for choice in choices {
                li {
                    span aria-hidden="true" { "□ " }
                    (interface.text(&choice.label))
                    @if choice.other { " ________________" }
                }
            }
        }
    }
}
