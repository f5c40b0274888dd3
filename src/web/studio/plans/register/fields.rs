//! The fields in which a value is typed: those that its promise asks for.

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::interface::Interface;
use crate::promised::unit;
use crate::studio::typed::Typed;
use messages::{text, words};
use plan::register::typed::{
    Column, LONGEST_REASON, LONGEST_SOURCE, LONGEST_WORDS, NO, TypedValue, ValueFault, YES,
    possible_years,
};
use plan::{EntryKind, Indicator, Plan, TargetValue};

/// What was typed.
pub(super) fn typed_value(typed: &Typed) -> TypedValue {
    let field = |column| typed.text(name(column)).to_owned();
    TypedValue {
        year: field(Column::Year),
        value: field(Column::Value),
        beside: field(Column::Beside),
        done: field(Column::Done),
        words: field(Column::Words),
        source: field(Column::Source),
        dated: field(Column::Dated),
        reason: field(Column::Reason),
    }
}

fn name(column: Column) -> &'static str {
    match column {
        Column::Indicator => "indicator",
        Column::Year => "year",
        Column::Value => "value",
        Column::Beside => "beside",
        Column::Done => "done",
        Column::Words => "words",
        Column::Source => "source",
        Column::Dated => "dated",
        Column::Reason => "reason",
    }
}

/// The fields, with what was typed and what is wrong with it.
pub(super) struct FieldsOf<'a> {
    pub(super) interface: &'a Interface,
    pub(super) plan: &'a Plan,
    pub(super) indicator: &'a Indicator,
    pub(super) typed: &'a TypedValue,
    pub(super) faults: &'a [(Column, ValueFault)],
    pub(super) today: NaiveDate,
}

impl FieldsOf<'_> {
    pub(super) fn view(&self) -> Markup {
        let (interface, typed) = (self.interface, self.typed);
        let locale = interface.locale;
        let asked = match self.indicator.entry_kind() {
            Some(EntryKind::Number) => self.number(Column::Value, &typed.value, None),
            Some(EntryKind::NumberBeside) => {
                let named = match &self.indicator.target.value {
                    Some(TargetValue::Reference(reference)) => Some(interface.text(reference)),
                    Some(TargetValue::Number(_) | TargetValue::Done(_)) | None => None,
                };
                html! {
                    (self.number(Column::Value, &typed.value, None))
                    (self.number(Column::Beside, &typed.beside, named))
                }
            }
            Some(EntryKind::Done) => {
                html! { (self.done()) (self.words(text::REGISTER_EVIDENCE_HELP)) }
            }
            Some(EntryKind::Words) => self.words(text::REGISTER_WORDS_HELP),
            None => Markup::default(),
        };
        let (first, last) = possible_years(self.plan, self.today);
        html! {
            label.f {
                (self.label(Column::Year, &html! {}))
                select name=(name(Column::Year)) aria-describedby=[self.note(Column::Year)] {
                    @for year in (first..=last).rev() { option value=(year) selected[typed.year == year.to_string()] { (year) } }
                }
            }
            (asked)
            label.f {
                (self.label(Column::Source, &html! { (locale.t(text::REGISTER_SOURCE_HELP)) }))
                input type="text" name=(name(Column::Source)) value=(typed.source) required maxlength=(LONGEST_SOURCE) aria-describedby=[self.note(Column::Source)];
            }
            label.f {
                (self.label(Column::Dated, &html! {}))
                input type="date" name=(name(Column::Dated)) value=(typed.dated) required max=(self.today) aria-describedby=[self.note(Column::Dated)];
            }
            label.f {
                (self.label(Column::Reason, &html! { (locale.t(text::REGISTER_REASON_HELP)) }))
                input type="text" name=(name(Column::Reason)) value=(typed.reason) maxlength=(LONGEST_REASON) aria-describedby=[self.note(Column::Reason)];
            }
        }
    }

    fn number(&self, column: Column, value: &str, named: Option<&str>) -> Markup {
        let unit = unit(self.interface, &self.indicator.target);
        html! { label.f {
            (self.label(column, &html! { @if let Some(named) = named { (named) " " } (unit) }))
            input type="text" inputmode="decimal" autocomplete="off" name=(name(column)) value=(value) required
                aria-describedby=[self.note(column)] aria-invalid=[self.note(column).map(|_| "true")];
        } }
    }

    fn done(&self) -> Markup {
        let locale = self.interface.locale;
        html! { fieldset {
            legend { (words::register_column(locale, Column::Done)) }
            (self.message(Column::Done))
            @for (value, word) in [(YES, text::REGISTER_DONE), (NO, text::REGISTER_NOT_DONE)] {
                label.tick { input type="radio" name=(name(Column::Done)) value=(value) required checked[self.typed.done == value]; span { (locale.t(word)) } }
            }
        } }
    }

    fn words(&self, help: messages::PlainMessage) -> Markup {
        html! { label.f {
            (self.label(Column::Words, &html! { (self.interface.locale.t(help)) }))
            textarea name=(name(Column::Words)) rows="4" required maxlength=(LONGEST_WORDS) aria-describedby=[self.note(Column::Words)] { "\n" (self.typed.words) }
        } }
    }

    fn label(&self, column: Column, help: &Markup) -> Markup {
        html! { span {
            (words::register_column(self.interface.locale, column))
            @if !help.0.is_empty() { span { small { (help) } } }
            (self.message(column))
        } }
    }

    fn fault(&self, column: Column) -> Option<&ValueFault> {
        let mut faults = self.faults.iter();
        faults.find(|(of, _)| *of == column).map(|(_, fault)| fault)
    }

    fn note(&self, column: Column) -> Option<String> {
        self.fault(column).map(|_| format!("{}-note", name(column)))
    }

    fn message(&self, column: Column) -> Markup {
        html! { @if let (Some(fault), Some(note)) = (self.fault(column), self.note(column)) {
            b.message id=(note) role="alert" { (words::register_fault(self.interface.locale, fault)) }
        } }
    }
}
