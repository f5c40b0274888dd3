//! The fields of the designer's forms: what they hold, and what is wrong with it.

use maud::{Markup, html};

use crate::extract::Fields;
use crate::interface::Interface;
use authoring::editing::Edit;
use messages::{Locale, PlainMessage, text};
use questionnaire::{Language, Text, TextKey};

/// What is wrong with a field; the empty name stands for the form as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) field: String,
    /// What to do, in words.
    pub(super) message: String,
}

impl Fault {
    /// Whether a single field is at fault, to which one can go.
    pub(super) fn has_place(&self) -> bool {
        !self.field.is_empty() && self.field.rsplit('.').next() != Some("row")
    }
}

/// One edit and the field it comes from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub(super) field: String,
    pub(super) edit: Edit,
}

/// What a form shows: the stored values, or what was typed if that could not be saved.
pub(crate) struct Held<'a> {
    pub(super) interface: &'a Interface,
    /// The languages, the original first.
    pub(super) languages: &'a [Language],
    /// What was typed, where it is shown again.
    pub(super) typed: Option<&'a Fields>,
    /// What is wrong with it.
    pub(super) faults: &'a [Fault],
}

/// The name of the field of a text in a language.
pub(super) fn text_field(key: &TextKey, language: &Language) -> String {
    format!("{key}@{language}")
}

/// What a language is called; its tag where the interface does not know it.
pub(super) fn language_name(locale: Locale, language: &Language) -> String {
    match language.tag() {
        "zh" => locale.t(text::LANGUAGE_ZH),
        "en" => locale.t(text::LANGUAGE_EN),
        tag => tag.to_owned(),
    }
}

impl Held<'_> {
    pub(crate) fn locale(&self) -> Locale {
        self.interface.locale
    }

    /// What a message says.
    pub(crate) fn t(&self, message: PlainMessage) -> String {
        self.locale().t(message)
    }

    /// What a field shows.
    pub(crate) fn value<'v>(&'v self, field: &str, stored: &'v str) -> &'v str {
        let typed = self.typed.and_then(|typed| typed.get(field));
        typed.unwrap_or(stored)
    }

    /// Whether a box is ticked.
    pub(crate) fn ticked(&self, field: &str, stored: bool) -> bool {
        self.typed
            .map_or(stored, |typed| typed.get(field).is_some())
    }

    fn fault(&self, field: &str) -> Option<&str> {
        let mut faults = self.faults.iter();
        let fault = faults.find(|fault| fault.field == field);
        fault.map(|fault| fault.message.as_str())
    }

    /// The message at a field.
    pub(crate) fn message(&self, field: &str) -> Markup {
        html! {
            @if let Some(message) = self.fault(field) {
                span.message id={ (field) "-fault" } { span aria-hidden="true" { "! " } (message) }
            }
        }
    }

    /// `aria-invalid` and `aria-describedby` of a field.
    pub(crate) fn marks(&self, field: &str) -> (Option<&'static str>, Option<String>) {
        match self.fault(field) {
            Some(_) => (Some("true"), Some(format!("{field}-fault"))),
            None => (None, None),
        }
    }

    /// A text in every language, side by side.
    pub(crate) fn texts(&self, key: &TextKey, label: PlainMessage, stored: &Text) -> Markup {
        html! {
            div.two { @for language in self.languages { (self.text(key, language, label, stored)) } }
        }
    }

    fn text(
        &self,
        key: &TextKey,
        language: &Language,
        label: PlainMessage,
        stored: &Text,
    ) -> Markup {
        let field = text_field(key, language);
        let value = self.value(&field, stored.find(language).unwrap_or_default());
        let (invalid, described) = self.marks(&field);
        let label = self.locale().t(text::LabelInLanguage {
            label: self.t(label),
            language: language_name(self.locale(), language),
        });
        html! {
            label.f {
                span { (label) }
                (self.message(&field))
                @if key.may_break() {
                    textarea #(field) name=(field) lang=(language) rows=(rows(value)) maxlength=(key.longest()) aria-invalid=[invalid] aria-describedby=[described] { "\n" (value) }
                } @else {
                    input #(field) type="text" name=(field) lang=(language) value=(value) maxlength=(key.longest()) aria-invalid=[invalid] aria-describedby=[described];
                }
            }
        }
    }

    /// A line of text.
    pub(crate) fn line(&self, field: &str, label: PlainMessage, stored: &str) -> Markup {
        let (invalid, described) = self.marks(field);
        html! {
            label.f {
                span { (self.t(label)) }
                (self.message(field))
                input #(field) type="text" name=(field) value=(self.value(field, stored)) autocomplete="off" autocapitalize="none" spellcheck="false" aria-invalid=[invalid] aria-describedby=[described];
            }
        }
    }

    /// A whole number.
    pub(crate) fn number(&self, field: &str, label: PlainMessage, stored: i64) -> Markup {
        self.digits(field, label, &stored.to_string())
    }

    fn digits(&self, field: &str, label: PlainMessage, stored: &str) -> Markup {
        let (invalid, described) = self.marks(field);
        html! {
            label.f {
                span { (self.t(label)) }
                (self.message(field))
                input #(field) type="text" inputmode="numeric" name=(field) value=(self.value(field, stored)) aria-invalid=[invalid] aria-describedby=[described];
            }
        }
    }

    /// A whole number, or nothing.
    pub(crate) fn optional_number(
        &self,
        field: &str,
        label: PlainMessage,
        stored: Option<u16>,
    ) -> Markup {
        let stored = stored.map_or_else(String::new, |it| it.to_string());
        self.digits(field, label, &stored)
    }

    /// One of several words.
    pub(crate) fn select(
        &self,
        field: &str,
        label: PlainMessage,
        stored: &str,
        options: &[(String, String)],
    ) -> Markup {
        let value = self.value(field, stored);
        html! {
            label.f {
                span { (self.t(label)) }
                (self.message(field))
                select #(field) name=(field) {
                    @for (word, text) in options { option value=(word) selected[word == value] { (text) } }
                }
            }
        }
    }

    /// A box to tick, sent with a mark that it was on the form.
    pub(crate) fn tick(&self, field: &str, label: PlainMessage, stored: bool) -> Markup {
        html! {
            label.tick {
                input #(field) type="checkbox" name=(field) value="1" checked[self.ticked(field, stored)];
                span { (self.t(label)) }
            }
            input type="hidden" name="boxes" value=(field);
        }
    }
}

/// The lines a text takes at a desk, so that all of it is seen.
fn rows(text: &str) -> usize {
    let lines = text
        .lines()
        .map(|line| line.chars().count().div_ceil(24).max(1));
    lines.sum::<usize>().clamp(2, 12)
}

/// A condition or a number typed with a Chinese keyboard, in the signs that they are written in.
pub(super) fn half_width(condition: &str) -> String {
    let half = |sign: char| match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        '\u{3000}' => ' ',
        '、' => ',',
        '【' => '[',
        '】' => ']',
        _ => sign,
    };
    condition.chars().map(half).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_may_be_typed_with_a_chinese_keyboard() {
        let typed = "Ｑ１　＝＝　１ ｜｜ Q1 in 【2、3，4】 ＆＆ ！（Q1 ＜ 9）";
        assert_eq!(half_width(typed), "Q1 == 1 || Q1 in [2,3,4] && !(Q1 < 9)");
    }
}
