//! A value of the register in words and digits, as every page writes it.

use crate::interface::Interface;
use crate::promised::with_unit;
use messages::{grouped, text};
use plan::register::RegisterValue;
use plan::{Entry, TargetValue};

/// What was entered, without its source.
pub(crate) fn entered(interface: &Interface, value: &RegisterValue) -> String {
    let locale = interface.locale;
    match &value.entry {
        Entry::Number {
            value: number,
            beside,
        } => {
            let with_unit = |number: &str| with_unit(interface, &value.target, &exact(number));
            let own = with_unit(&number.to_string());
            let Some(beside) = beside else {
                return own;
            };
            let named = match &value.target.value {
                Some(TargetValue::Reference(reference)) => interface.text(reference),
                Some(TargetValue::Number(_) | TargetValue::Done(_)) | None => "",
            };
            locale.t(text::RegisterBeside {
                value: own,
                named,
                beside: with_unit(&beside.to_string()),
            })
        }
        Entry::Done { done: true, .. } => locale.t(text::REGISTER_DONE),
        Entry::Done { done: false, .. } => locale.t(text::REGISTER_NOT_DONE),
        Entry::Words { words } => words.clone(),
    }
}

/// By what it is shown that something is done; none for a value of another kind.
pub(crate) fn evidence(value: &RegisterValue) -> Option<&str> {
    match &value.entry {
        Entry::Done { evidence, .. } => Some(evidence),
        Entry::Number { .. } | Entry::Words { .. } => None,
    }
}

/// A decimal number with all its digits and commas between thousands.
fn exact(number: &str) -> String {
    match number.split_once('.') {
        Some((whole, fraction)) => format!("{}.{fraction}", grouped(whole)),
        None => grouped(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_digit_is_lost() {
        for (number, said) in [
            ("1234567.8900", "1,234,567.8900"),
            ("0.10", "0.10"),
            ("-1234", "-1,234"),
            ("98.6", "98.6"),
        ] {
            assert_eq!(exact(number), said);
        }
    }
}
