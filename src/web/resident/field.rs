//! One question on the form: its legend, its fields, its message.

use maud::{Markup, html};

use super::sheet::{Message, Shown};
use crate::extract::Fields;
use crate::interface::Interface;
use messages::{Locale, text, words::Reader};
use questionnaire::{AnswerType, Choice};

/// Choices with short labels stand in columns from this number on.
const MANY_CHOICES: usize = 9;

/// A question with everything typed kept.
pub(super) fn view(
    interface: &Interface,
    shown: &Shown<'_>,
    reader: &Reader<'_>,
    section: &str,
    typed: &Fields,
    messages: &[Message],
) -> Markup {
    let id = &shown.question.id;
    let message = messages.iter().find(|message| message.question == *id);
    let only_if = shown.condition.and_then(|condition| reader.read(condition));
    let described = described_by(shown, only_if.is_some(), message.is_some());
    html! {
        fieldset.question.faulty[message.is_some()] #(id) tabindex="-1" aria-describedby=[described]
            data-section=[(!section.is_empty()).then_some(section)] data-scale=[shown.scale] {
            legend {
                (wording(interface.text(&shown.question.text)))
                @if shown.question.required { span.required { (interface.locale.t(text::REQUIRED)) } }
            }
            @if !shown.question.help.is_empty() {
                p.help #{ (id) "-help" } { (interface.text(&shown.question.help)) }
            }
            @if let Some(words) = only_if {
                p.help.condition #{ (id) "-if" } {
                    (interface.locale.t(text::Conditional { condition: words }))
                }
            }
            @if let Some(message) = message {
                p.message #{ (id) "-error" } { span aria-hidden="true" { "! " } (message.text) }
            }
            (fields(interface, shown, typed, message.is_some()))
        }
    }
}

/// The question itself is the last line; what has to be read before it stands before it, line by line.
fn wording(text: &str) -> Markup {
    html! {
        @match text.rsplit_once('\n') {
            Some((before, question)) => { span { span.before { (before) "\n" } (question) } }
            None => { (text) }
        }
    }
}

fn described_by(shown: &Shown<'_>, conditional: bool, faulty: bool) -> Option<String> {
    let id = &shown.question.id;
    let parts: Vec<String> = [
        (!shown.question.help.is_empty(), "help"),
        (conditional, "if"),
        (faulty, "error"),
    ]
    .into_iter()
    .filter(|(present, _)| *present)
    .map(|(_, suffix)| format!("{id}-{suffix}"))
    .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn fields(interface: &Interface, shown: &Shown<'_>, typed: &Fields, faulty: bool) -> Markup {
    let id = &shown.question.id;
    let value = typed.get(id).unwrap_or_default();
    let invalid = faulty.then_some("true");
    let label = interface.text(&shown.question.text);
    html! {
        @match &shown.question.answer {
            AnswerType::Single { .. } | AnswerType::Scale { .. } | AnswerType::District { .. } => {
                (choices(interface, shown, typed, "radio"))
            }
            AnswerType::Multiple { .. } => {
                p.help { (interface.locale.t(text::SEVERAL)) }
                (choices(interface, shown, typed, "checkbox"))
            }
            AnswerType::Number { min, max, unit } => {
                label.line {
                    input type="text" inputmode="numeric" pattern="[0-9]*" autocomplete="off" name=(id) value=(value)
                        data-min=(min) data-max=(max) aria-label=(label) aria-invalid=[invalid] size="6";
                    " " (interface.text(unit))
                }
                p.help { (number_range(interface.locale, *min, *max)) }
            }
            AnswerType::ShortText { max_length } => {
                input.text type="text" autocomplete="off" name=(id) value=(value) maxlength=(max_length)
                    aria-label=(label) aria-invalid=[invalid];
            }
            AnswerType::LongText { max_length } => {
                textarea.text name=(id) rows="4" maxlength=(max_length) aria-label=(label) aria-invalid=[invalid] { (value) }
            }
        }
    }
}

fn number_range(locale: Locale, min: i64, max: i64) -> String {
    locale.t(text::NumberRange {
        min: min.to_string(),
        max: max.to_string(),
    })
}

fn choices(interface: &Interface, shown: &Shown<'_>, typed: &Fields, kind: &str) -> Markup {
    let many = shown.choices.len() >= MANY_CHOICES;
    html! {
        div.choices.many[many] {
            @for (index, choice) in shown.choices.iter().enumerate() {
                (choice_line(interface, shown, choice, typed, kind, apart(shown, index)))
            }
        }
    }
}

/// True for the first of the choices that stand apart from the ordered ones.
fn apart(shown: &Shown<'_>, index: usize) -> bool {
    let stands_apart = |index: usize| shown.choices[index].stands_apart();
    index > 0 && stands_apart(index) && !stands_apart(index - 1)
}

fn choice_line(
    interface: &Interface,
    shown: &Shown<'_>,
    choice: &Choice,
    typed: &Fields,
    kind: &str,
    apart: bool,
) -> Markup {
    let id = &shown.question.id;
    let code = choice.code.to_string();
    let chosen = typed.all(id).any(|value| value == code);
    html! {
        label.choice.apart[apart] {
            input type=(kind) name=(id) value=(code) checked[chosen] data-alone[choice.exclusive];
            span { (interface.text(&choice.label)) }
        }
        @if choice.other {
            @let other = shown.other_field();
            input.text.other type="text" autocomplete="off" name=(other) maxlength="200"
                value=(typed.get(&other).unwrap_or_default()) aria-label=(interface.text(&choice.label));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_read_first_stands_before_the_question_line_by_line() {
        let legend = wording("先看两句话。\n甲：一。\n乙：二。\n是哪一种？").into_string();
        assert_eq!(
            legend,
            "<span><span class=\"before\">先看两句话。\n甲：一。\n乙：二。\n</span>是哪一种？</span>"
        );
        assert_eq!(wording("您满意吗？").into_string(), "您满意吗？");
    }
}
