//! What a plan promises, in a word or two.

use crate::interface::Interface;
use messages::text;
use plan::{Comparator, Target, TargetValue};

/// What is promised.
pub(crate) fn promised(interface: &Interface, target: &Target) -> String {
    let locale = interface.locale;
    let value = match &target.value {
        Some(TargetValue::Number(number)) => with_unit(interface, target, &number.to_string()),
        Some(TargetValue::Reference(reference)) => interface.text(reference).to_owned(),
        Some(TargetValue::Done(_)) | None => String::new(),
    };
    let words = match target.comparator {
        Comparator::Equal if value.is_empty() => text::PLAN_TARGET_DONE,
        Comparator::AtLeast | Comparator::AtMost | Comparator::Above | Comparator::Equal
            if value.is_empty() =>
        {
            text::PLAN_TARGET_SOME
        }
        Comparator::AtLeast | Comparator::AtMost | Comparator::Above | Comparator::Equal => {
            return format!("{}{value}", sign(target.comparator));
        }
        Comparator::Improves => text::PLAN_TARGET_IMPROVES,
        Comparator::Increases => text::PLAN_TARGET_INCREASES,
        Comparator::Decreases => text::PLAN_TARGET_DECREASES,
        Comparator::MeetsNationalStandard => text::PLAN_TARGET_STANDARD,
        Comparator::Widespread => text::PLAN_TARGET_WIDESPREAD,
        Comparator::Achieved => text::PLAN_TARGET_ACHIEVED,
    };
    locale.t(words)
}

/// The sign before the number that is promised; none where no number is compared.
pub(crate) fn sign(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::AtLeast => "≥ ",
        Comparator::AtMost => "≤ ",
        Comparator::Above => "> ",
        Comparator::Equal => "= ",
        _ => "",
    }
}

/// What the unit is called.
pub(crate) fn unit<'t>(interface: &Interface, target: &'t Target) -> &'t str {
    if target.unit_name.is_empty() {
        &target.unit
    } else {
        interface.text(&target.unit_name)
    }
}

/// A number with its unit.
pub(crate) fn with_unit(interface: &Interface, target: &Target, number: &str) -> String {
    let unit = unit(interface, target);
    format!("{number} {unit}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use axum::http::Uri;

    use super::*;

    #[test]
    fn a_target_reads_as_the_plan_says_it() {
        let said = |comparator, value: Option<TargetValue>, unit: &str, unit_name| {
            let target = Target {
                comparator,
                value,
                unit: unit.to_owned(),
                unit_name,
                baseline: None,
            };
            let interface = Interface::of(&Uri::from_static("/studio"));
            promised(&interface, &target)
        };
        let plain = |comparator, value, unit| said(comparator, value, unit, [].into());
        let number = |number| Some(TargetValue::Number(number));
        assert_eq!(plain(Comparator::AtLeast, number(90.0), "%"), "≥ 90 %");
        assert_eq!(plain(Comparator::AtMost, number(2.5), "‰"), "≤ 2.5 ‰");
        assert_eq!(
            said(
                Comparator::AtMost,
                number(2.0),
                "cases per 10,000 households",
                [("zh", "起/万户")].into()
            ),
            "≤ 2 起/万户"
        );
        assert_eq!(
            plain(Comparator::Equal, Some(TargetValue::Done(true)), ""),
            "完成"
        );
        assert_eq!(plain(Comparator::Improves, None, ""), "好于基期");
        assert_eq!(plain(Comparator::AtLeast, None, "count"), "没有写明数目");
        assert_eq!(
            plain(
                Comparator::Above,
                Some(TargetValue::Reference([("zh", "全省平均水平")].into())),
                ""
            ),
            "> 全省平均水平"
        );
    }
}
