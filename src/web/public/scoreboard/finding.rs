//! The finding in a sentence: how many targets are met, and what has changed.

use crate::interface::Interface;
use messages::{Locale, text};
use plan::IndicatorKind;
use plan::verdict::{Trend, Verdict};
use results::release::{IndicatorResult, Judgement};

/// How many satisfaction targets are met, not met, not to be told yet. Awareness and participation have targets of
/// their own and are never counted with them (DOMAIN 1.9).
pub(crate) fn headline(locale: Locale, indicators: &[IndicatorResult]) -> String {
    let count = |wanted: &[Verdict]| {
        let verdicts = indicators
            .iter()
            .filter(|result| result.kind == IndicatorKind::Satisfaction)
            .filter_map(|result| match result.judgement {
                Judgement::Threshold { verdict, .. } => Some(verdict),
                _ => None,
            });
        verdicts.filter(|verdict| wanted.contains(verdict)).count()
    };
    let met = count(&[Verdict::Met]);
    let unmet = count(&[Verdict::NotMet]);
    let unclear = count(&[Verdict::Undetermined, Verdict::UndeterminedQuality]);
    let total = met + unmet + unclear;
    match (met, unmet, unclear) {
        (0, 0, 0) => locale.t(text::FINDING_NONE),
        (_, 0, 0) => locale.t(text::FindingAllMet { count: total }),
        (0, _, 0) => locale.t(text::FindingAllNotMet { count: total }),
        (0, 0, _) => locale.t(text::FindingAllUndetermined { count: total }),
        _ => {
            let parts: Vec<String> = [
                (met > 0).then(|| locale.t(text::FindingMet { count: met })),
                (unmet > 0).then(|| locale.t(text::FindingNotMet { count: unmet })),
                (unclear > 0).then(|| locale.t(text::FindingUndetermined { count: unclear })),
            ]
            .into_iter()
            .flatten()
            .collect();
            let parts = parts.join(&locale.t(text::CLAUSE_SEPARATOR));
            locale.t(text::Finding {
                count: total,
                parts,
            })
        }
    }
}

/// Which rates rose and which fell against the wave before.
pub(in crate::public) fn changes(interface: &Interface, indicators: &[IndicatorResult]) -> String {
    let locale = interface.locale;
    let Some(year) = indicators
        .iter()
        .find_map(|result| Some(result.change?.from))
    else {
        return locale.t(text::LEAD_FIRST);
    };
    let moved = |trend| {
        let names: Vec<&str> = indicators
            .iter()
            .filter(|result| result.change.is_some_and(|change| change.trend == trend))
            .map(|result| interface.text(&result.short))
            .collect();
        let joined = names.join(&locale.t(text::NAME_SEPARATOR));
        (!names.is_empty()).then_some(joined)
    };
    let mut parts: Vec<String> = [
        moved(Trend::Rose).map(|names| locale.t(text::LeadRose { names })),
        moved(Trend::Fell).map(|names| locale.t(text::LeadFell { names })),
    ]
    .into_iter()
    .flatten()
    .collect();
    let still = indicators.iter().any(|result| {
        result
            .change
            .is_some_and(|change| change.trend == Trend::NoDemonstrableChange)
    });
    if parts.is_empty() {
        parts.push(locale.t(text::LEAD_NOTHING_MOVED));
    } else if still {
        parts.push(locale.t(text::LEAD_REST));
    }
    let parts = parts.join(&locale.t(text::LEAD_SEPARATOR));
    locale.t(text::LeadChanges {
        year: year.to_string(),
        parts,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::scoreboard::example;

    fn results_with(verdicts: &[Verdict]) -> Vec<IndicatorResult> {
        let judge = |verdict: &Verdict| IndicatorResult {
            judgement: Judgement::Threshold {
                verdict: *verdict,
                last: true,
            },
            ..example::indicator("sat", 0.9)
        };
        verdicts.iter().map(judge).collect()
    }

    #[test]
    fn number_words_and_plurals_are_right_in_both_languages() {
        use Verdict::{Met, NotMet, UndeterminedQuality};
        let mixed = results_with(&[Met, Met, NotMet, UndeterminedQuality]);
        assert_eq!(
            headline(Locale::Chinese, &mixed),
            "四项满意度目标中，两项达到，一项未达到，一项尚不能判断"
        );
        assert_eq!(
            headline(Locale::English, &mixed),
            "Of four satisfaction targets, two are met, one is not met, one cannot be judged yet"
        );
    }

    #[test]
    fn awareness_is_not_counted_with_satisfaction() {
        let mut results = results_with(&[Verdict::Met, Verdict::Met]);
        results[1].kind = IndicatorKind::Awareness;
        assert_eq!(headline(Locale::Chinese, &results), "一项满意度目标达到");
    }

    #[test]
    fn one_verdict_for_all_is_said_in_one() {
        assert_eq!(
            headline(Locale::Chinese, &results_with(&[Verdict::Met; 6])),
            "六项满意度目标全部达到"
        );
        assert_eq!(
            headline(Locale::English, &results_with(&[Verdict::NotMet; 2])),
            "Neither satisfaction target is met"
        );
        assert_eq!(
            headline(Locale::Chinese, &results_with(&[Verdict::Undetermined])),
            "一项满意度目标尚不能判断"
        );
    }
}
