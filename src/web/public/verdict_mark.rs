//! The word on a figure: told by sign and word before colour.

use maud::{Markup, html};

use messages::{Locale, PlainMessage, text};
use plan::verdict::{Trend, Verdict};
use plan::{Comparator, Standing};
use results::release::{IndicatorResult, Judgement};
use typesetting::Ink;

/// Colour, sign and message of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    /// The class that gives it its colour.
    pub(super) class: &'static str,
    sign: &'static str,
    message: PlainMessage,
}

impl Word {
    const fn new(class: &'static str, sign: &'static str, message: PlainMessage) -> Self {
        Self {
            class,
            sign,
            message,
        }
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
            Verdict::Met => Self::new("met", "✓", text::VERDICT_MET),
            Verdict::NotMet => Self::new("unmet", "✕", text::VERDICT_NOT_MET),
            Verdict::Undetermined => Self::new("unclear", "?", text::VERDICT_UNDETERMINED),
            Verdict::UndeterminedQuality => Self::new("unclear", "?", text::VERDICT_QUALITY),
        }
    }

    fn of_trend(trend: Trend, comparator: Comparator) -> Self {
        let lower_is_better = comparator == Comparator::Decreases;
        match trend {
            Trend::BaselineSet => Self::new("unclear", "○", text::TREND_BASELINE),
            Trend::NoDemonstrableChange => Self::new("unclear", "＝", text::TREND_SAME),
            Trend::Rose if lower_is_better => Self::new("unmet", "↑", text::TREND_ROSE),
            Trend::Rose => Self::new("met", "↑", text::TREND_ROSE),
            Trend::Fell if lower_is_better => Self::new("met", "↓", text::TREND_FELL),
            Trend::Fell => Self::new("unmet", "↓", text::TREND_FELL),
        }
    }

    /// The word for what a register says.
    pub(crate) fn of_standing(standing: Standing) -> Self {
        match standing {
            Standing::Met => Self::new("met", "✓", text::VERDICT_MET),
            Standing::NotMet => Self::new("unmet", "✕", text::VERDICT_NOT_MET),
            Standing::Kept => Self::new("met", "✓", text::STANDING_KEPT),
            Standing::NotKept => Self::new("unmet", "✕", text::STANDING_NOT_KEPT),
            Standing::BaselineSet => Self::new("unclear", "○", text::STANDING_BASELINE),
            Standing::Recorded => Self::new("unclear", "·", text::STANDING_RECORDED),
            Standing::Missing => Self::missing(),
        }
    }

    /// The word where nothing is released.
    pub(crate) fn missing() -> Self {
        Self::new("missing", "—", text::STANDING_MISSING)
    }

    /// The word where a figure is shown and none is said about it.
    pub(super) fn unjudged() -> Self {
        Self::new("unclear", "?", text::VERDICT_UNDETERMINED)
    }

    /// The ink that it is printed in.
    pub(super) fn ink(self) -> Ink {
        match self.class {
            "met" => Ink::Figure,
            "unmet" => Ink::Warm,
            _ => Ink::Soft,
        }
    }

    /// Sign and word as they are printed: the font of reports has no heavy cross.
    pub(super) fn printed(self, locale: Locale) -> String {
        let sign = if self.sign == "✕" { "×" } else { self.sign };
        format!("{sign} {}", self.text(locale))
    }

    /// The word alone.
    pub(super) fn text(self, locale: Locale) -> String {
        locale.t(self.message)
    }

    /// The word with sign and colour.
    pub(crate) fn mark(self, locale: Locale) -> Markup {
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
