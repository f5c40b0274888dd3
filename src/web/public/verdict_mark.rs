//! The word on a figure: told by sign and word before colour.

use maud::{Markup, html};

use messages::Locale;
use plan::Comparator;
use plan::verdict::{Trend, Verdict};
use results::release::{IndicatorResult, Judgement};

/// Colour, sign and message of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    /// The class that gives it its colour.
    pub(super) class: &'static str,
    sign: &'static str,
    key: &'static str,
}

impl Word {
    const fn new(class: &'static str, sign: &'static str, key: &'static str) -> Self {
        Self { class, sign, key }
    }

    /// The word on an indicator; none where it is shown without.
    pub(super) fn on(result: &IndicatorResult) -> Option<Self> {
        match result.judgement {
            Judgement::Threshold { verdict, .. } => Some(Self::of_verdict(verdict)),
            Judgement::Direction { trend } => Some(Self::of_trend(trend, result.target.comparator)),
            Judgement::None => None,
        }
    }

    /// The word for a verdict on a threshold.
    pub(super) fn of_verdict(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Met => Self::new("met", "✓", "verdict-met"),
            Verdict::NotMet => Self::new("unmet", "✕", "verdict-not-met"),
            Verdict::Undetermined => Self::new("unclear", "?", "verdict-undetermined"),
            Verdict::UndeterminedQuality => Self::new("unclear", "?", "verdict-quality"),
        }
    }

    fn of_trend(trend: Trend, comparator: Comparator) -> Self {
        let lower_is_better = comparator == Comparator::Decreases;
        match trend {
            Trend::BaselineSet => Self::new("unclear", "○", "trend-baseline"),
            Trend::NoDemonstrableChange => Self::new("unclear", "＝", "trend-same"),
            Trend::Rose if lower_is_better => Self::new("unmet", "↑", "trend-rose"),
            Trend::Rose => Self::new("met", "↑", "trend-rose"),
            Trend::Fell if lower_is_better => Self::new("met", "↓", "trend-fell"),
            Trend::Fell => Self::new("unmet", "↓", "trend-fell"),
        }
    }

    /// The word alone.
    pub(super) fn text(self, locale: Locale) -> String {
        locale.t(self.key)
    }

    /// The word with sign and colour.
    pub(super) fn mark(self, locale: Locale) -> Markup {
        html! {
            span.verdict.(self.class) {
                span aria-hidden="true" { (self.sign) }
                (self.text(locale))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fall_is_good_where_less_was_promised() {
        assert_eq!(
            Word::of_trend(Trend::Fell, Comparator::Decreases).class,
            "met"
        );
        assert_eq!(
            Word::of_trend(Trend::Fell, Comparator::Improves).class,
            "unmet"
        );
    }

    #[test]
    fn verdicts_differ_in_sign_and_word() {
        let (met, not) = (
            Word::of_verdict(Verdict::Met),
            Word::of_verdict(Verdict::NotMet),
        );
        assert_ne!(met.sign, not.sign);
        assert_ne!(met.text(Locale::Chinese), not.text(Locale::Chinese));
    }
}
