//! One question on the form: its legend, its fields, its message.

use maud::{Markup, html};

use super::form::Message;
use crate::answer_type::{self, Field};
use crate::extract::Fields;
use crate::interface::Interface;
use crate::shown::Shown;
use messages::{text, words::Reader};

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
                h2 { (wording(interface.text(&shown.question.text))) }
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
            (answer_type::field(&Field { interface, shown, typed, faulty: message.is_some() }))
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
