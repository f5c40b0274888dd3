//! What an edition of a plan changes against the one before it.

use std::collections::BTreeMap;

use super::indicator::{Indicator, IndicatorId, Plan, Target};

/// One thing that is no longer as it was.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Change {
    /// The title, the number of the document or the city.
    Heading,
    Years {
        before: (i32, i32),
        after: (i32, i32),
    },
    /// The days within which a wave is to be released.
    Term { before: i64, after: i64 },
    /// The days for which officials read results before everybody does.
    Early { before: i64, after: i64 },
    /// The chapters by which the promises are shown.
    Chapters,
    /// How the number of adults of a household is asked.
    Adults,
    /// Who counts as told how to answer.
    Coaching,
    /// By what respondents are told apart.
    Groupings,
    /// An indicator that the earlier edition has not.
    Added(IndicatorId),
    /// One that this edition has no longer.
    Removed(IndicatorId),
    /// What is promised.
    Target {
        indicator: IndicatorId,
        before: Target,
        after: Target,
    },
    /// What is asked, or which answers count.
    Measure(IndicatorId),
    /// The sort of thing that is measured.
    Kind(IndicatorId),
    /// Names, quotations and notes; no figure hangs on them.
    Wording(IndicatorId),
}

/// Everything in which two editions differ: first the plan itself, then its indicators in the order of the later one.
pub fn changes(before: &Plan, after: &Plan) -> Vec<Change> {
    let mut found = Vec::new();
    if (&before.title, &before.document, &before.city)
        != (&after.title, &after.document, &after.city)
    {
        found.push(Change::Heading);
    }
    if before.years != after.years {
        found.push(Change::Years {
            before: before.years,
            after: after.years,
        });
    }
    let terms = (before.release_within_days(), after.release_within_days());
    if terms.0 != terms.1 {
        found.push(Change::Term {
            before: terms.0,
            after: terms.1,
        });
    }
    if before.early_days != after.early_days {
        found.push(Change::Early {
            before: before.early_days,
            after: after.early_days,
        });
    }
    if before.chapters != after.chapters {
        found.push(Change::Chapters);
    }
    if before.adults != after.adults {
        found.push(Change::Adults);
    }
    if before.coaching != after.coaching {
        found.push(Change::Coaching);
    }
    if before.groupings != after.groupings {
        found.push(Change::Groupings);
    }
    let mut earlier: BTreeMap<&IndicatorId, &Indicator> = before
        .indicators
        .iter()
        .map(|indicator| (&indicator.id, indicator))
        .collect();
    for indicator in &after.indicators {
        match earlier.remove(&indicator.id) {
            None => found.push(Change::Added(indicator.id.clone())),
            Some(before) => compare(before, indicator, &mut found),
        }
    }
    found.extend(earlier.into_keys().cloned().map(Change::Removed));
    found
}

fn compare(before: &Indicator, after: &Indicator, found: &mut Vec<Change>) {
    let id = || after.id.clone();
    if before.target != after.target {
        found.push(Change::Target {
            indicator: id(),
            before: before.target.clone(),
            after: after.target.clone(),
        });
    }
    if before.measure != after.measure {
        found.push(Change::Measure(id()));
    }
    if before.kind != after.kind {
        found.push(Change::Kind(id()));
    }
    // Whatever else there is, also what is added one day, are words.
    let words = Indicator {
        target: after.target.clone(),
        measure: after.measure.clone(),
        kind: after.kind,
        ..before.clone()
    };
    if words != *after {
        found.push(Change::Wording(id()));
    }
}

#[cfg(test)]
mod tests {
    use super::super::indicator::{Comparator, TargetValue};
    use super::super::read;
    use super::*;

    fn plan() -> Plan {
        let indicator = |id: &str| {
            format!(
                "[[indicator]]\nid = \"{id}\"\nname = {{ zh = \"甲\", en = \"A\" }}\nquote = \"q\"\nsection = \"s\"\n\
                 kind = \"satisfaction\"\ntarget = {{ comparator = \">=\", value = 90, unit = \"%\" }}\n"
            )
        };
        let text = format!(
            "id = \"p\"\ntitle = {{ zh = \"题\", en = \"T\" }}\ndocument = \"d\"\n\
             city = {{ zh = \"市\", en = \"C\" }}\nyears = [2012, 2014]\n{}{}",
            indicator("one"),
            indicator("two")
        );
        let reading = read("plan.toml", text.as_bytes());
        reading
            .plan
            .unwrap_or_else(|| panic!("{:?}", reading.findings))
    }

    #[test]
    fn editions_that_say_the_same_do_not_differ() {
        assert_eq!(changes(&plan(), &plan()), []);
    }

    #[test]
    fn a_target_a_measure_and_a_word_are_told_apart() {
        let mut after = plan();
        after.indicators[0].target = Target {
            comparator: Comparator::AtLeast,
            value: Some(TargetValue::Number(85.0)),
            ..after.indicators[0].target.clone()
        };
        after.indicators[1].department = "统计局".to_owned();
        after.years = (2012, 2015);
        let id = |at: usize| plan().indicators[at].id.clone();
        assert_eq!(
            changes(&plan(), &after),
            [
                Change::Years {
                    before: (2012, 2014),
                    after: (2012, 2015)
                },
                Change::Target {
                    indicator: id(0),
                    before: plan().indicators[0].target.clone(),
                    after: after.indicators[0].target.clone(),
                },
                Change::Wording(id(1)),
            ]
        );
    }

    #[test]
    fn what_came_and_what_went_are_named() {
        let (mut before, mut after) = (plan(), plan());
        let gone = after.indicators.remove(0).id;
        let added = before.indicators.remove(1).id;
        assert_eq!(
            changes(&before, &after),
            [Change::Added(added), Change::Removed(gone)]
        );
    }
}
