//! What other margins change against those of an earlier edition.

use std::collections::BTreeMap;

use crate::margin::{Margin, MarginStatus};

/// One thing about the margins that is no longer as it was. `margin` is the id of the margin.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum MarginChange {
    /// A margin that was not there.
    Added { margin: String },
    /// One that is no longer there.
    Removed { margin: String },
    /// It divides the population by something else.
    By { margin: String },
    /// The same totals in another order; no figure hangs on it.
    CategoryOrder { margin: String },
    /// How many belong to a category, which is named by its codes, parted by spaces; none where it is not there.
    Total {
        margin: String,
        category: String,
        before: Option<u64>,
        after: Option<u64>,
    },
    Status {
        margin: String,
        before: MarginStatus,
        after: MarginStatus,
    },
    ReferenceDate {
        margin: String,
        before: String,
        after: String,
    },
    /// Where the totals come from.
    Source { margin: String },
    /// The title or what to beware of; no figure hangs on them.
    Wording { margin: String },
    /// The same margins in another order.
    Order,
    /// All margins are scaled to the population of this one, the first that may be used, and were to that of another.
    ScaledTo { margin: String },
}

/// Everything in which margins differ from earlier ones, in the order of the later ones; what was removed last.
pub fn margin_changes(before: &[Margin], after: &[Margin]) -> Vec<MarginChange> {
    let mut found = Vec::new();
    for margin in after {
        match before.iter().find(|earlier| earlier.id == margin.id) {
            None => {
                let id = margin.id.clone();
                found.push(MarginChange::Added { margin: id });
                compare_totals(&BTreeMap::new(), margin, &mut found);
            }
            Some(earlier) => compare(earlier, margin, &mut found),
        }
    }
    let gone = |earlier: &&Margin| after.iter().all(|margin| margin.id != earlier.id);
    for earlier in before.iter().filter(gone) {
        let margin = earlier.id.clone();
        found.push(MarginChange::Removed { margin });
    }
    let kept = |one: &[Margin], other: &[Margin]| -> Vec<String> {
        let ids = one.iter().map(|margin| margin.id.clone());
        ids.filter(|id| other.iter().any(|margin| margin.id == *id))
            .collect()
    };
    if kept(before, after) != kept(after, before) {
        found.push(MarginChange::Order);
    }
    if let (Some(earlier), Some(later)) = (first_usable(before), first_usable(after))
        && earlier.id != later.id
    {
        let margin = later.id.clone();
        found.push(MarginChange::ScaledTo { margin });
    }
    found
}

fn first_usable(margins: &[Margin]) -> Option<&Margin> {
    margins
        .iter()
        .find(|margin| margin.control_totals().is_ok())
}

fn compare(before: &Margin, after: &Margin, found: &mut Vec<MarginChange>) {
    let id = || after.id.clone();
    if before.question() == after.question() {
        let told = found.len();
        compare_totals(&by_category(before), after, found);
        if found.len() == told && before.totals() != after.totals() {
            found.push(MarginChange::CategoryOrder { margin: id() });
        }
    } else {
        // The codes of two questions mean different things: every total is a new one.
        found.push(MarginChange::By { margin: id() });
        compare_totals(&BTreeMap::new(), after, found);
    }
    if before.status != after.status {
        found.push(MarginChange::Status {
            margin: id(),
            before: before.status,
            after: after.status,
        });
    }
    if before.reference_date != after.reference_date {
        found.push(MarginChange::ReferenceDate {
            margin: id(),
            before: before.reference_date.clone(),
            after: after.reference_date.clone(),
        });
    }
    if before.source != after.source {
        found.push(MarginChange::Source { margin: id() });
    }
    if (&before.title, &before.note) != (&after.title, &after.note) {
        found.push(MarginChange::Wording { margin: id() });
    }
}

fn by_category(margin: &Margin) -> BTreeMap<String, u64> {
    margin.totals().by_category().into_iter().collect()
}

fn compare_totals(before: &BTreeMap<String, u64>, after: &Margin, found: &mut Vec<MarginChange>) {
    let mut total = |category: String, before: Option<u64>, count: Option<u64>| {
        if before != count {
            found.push(MarginChange::Total {
                margin: after.id.clone(),
                category,
                before,
                after: count,
            });
        }
    };
    let now = after.totals().by_category();
    for (category, count) in &now {
        total(
            category.clone(),
            before.get(category).copied(),
            Some(*count),
        );
    }
    let gone = before.iter().filter(|(category, _)| {
        let mut there = now.iter().map(|(category, _)| category);
        there.all(|other| other != *category)
    });
    for (category, count) in gone {
        total(category.clone(), Some(*count), None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::margin::{ControlTotals, MarginCategory};
    use questionnaire::{Code, QuestionId, Text};

    fn margin(id: &str, counts: &[(&[i64], u64)]) -> Margin {
        let categories = counts.iter().map(|(codes, count)| MarginCategory {
            codes: codes.iter().copied().map(Code).collect(),
            count: *count,
        });
        Margin {
            id: id.to_owned(),
            title: [("zh", "性别"), ("en", "Sex")].into(),
            status: MarginStatus::Provisional,
            reference_date: "2010-11-01".to_owned(),
            source: Text::default(),
            note: Text::default(),
            totals: ControlTotals::Question {
                question: QuestionId::new("Q1"),
                categories: categories.collect(),
            },
        }
    }

    fn total(category: &str, before: Option<u64>, after: Option<u64>) -> MarginChange {
        MarginChange::Total {
            margin: "sex".to_owned(),
            category: category.to_owned(),
            before,
            after,
        }
    }

    #[test]
    fn every_difference_of_a_margin_is_told_and_nothing_else() {
        let before = margin("sex", &[(&[1], 5), (&[2], 6)]);
        assert_eq!(
            margin_changes(std::slice::from_ref(&before), std::slice::from_ref(&before)),
            []
        );
        let mut after = margin("sex", &[(&[1], 5), (&[2], 7)]);
        after.status = MarginStatus::Verified;
        after.reference_date = "2020-11-01".to_owned();
        after.source = [("zh", "公报")].into();
        after.note = [("zh", "注意")].into();
        let id = || "sex".to_owned();
        assert_eq!(
            margin_changes(std::slice::from_ref(&before), &[after]),
            [
                total("2", Some(6), Some(7)),
                MarginChange::Status {
                    margin: id(),
                    before: MarginStatus::Provisional,
                    after: MarginStatus::Verified
                },
                MarginChange::ReferenceDate {
                    margin: id(),
                    before: "2010-11-01".to_owned(),
                    after: "2020-11-01".to_owned()
                },
                MarginChange::Source { margin: id() },
                MarginChange::Wording { margin: id() },
            ]
        );
        assert_eq!(
            margin_changes(&[before], &[margin("sex", &[(&[1, 2], 11)])]),
            [
                total("1 2", None, Some(11)),
                total("1", Some(5), None),
                total("2", Some(6), None)
            ]
        );
    }

    #[test]
    fn margins_come_go_and_change_places() {
        let (sex, age) = (margin("sex", &[(&[1], 5)]), margin("age", &[]));
        let both = [sex.clone(), age.clone()];
        let scaled = |margin: &str| MarginChange::ScaledTo {
            margin: margin.to_owned(),
        };
        assert_eq!(
            margin_changes(std::slice::from_ref(&age), &both),
            [
                MarginChange::Added {
                    margin: "sex".to_owned()
                },
                total("1", None, Some(5)),
                scaled("sex")
            ]
        );
        assert_eq!(
            margin_changes(&both, std::slice::from_ref(&sex)),
            [MarginChange::Removed {
                margin: "age".to_owned()
            }]
        );
        assert_eq!(
            margin_changes(&both, &[age.clone(), sex.clone()]),
            [MarginChange::Order, scaled("age")]
        );
        let removed = MarginChange::Removed {
            margin: "sex".to_owned(),
        };
        let left = margin_changes(&both, std::slice::from_ref(&age));
        assert_eq!(left, [removed, scaled("age")]);
        let mut missing = sex.clone();
        missing.status = MarginStatus::Missing;
        let told = margin_changes(&both, &[missing, age]);
        assert_eq!(told.last(), Some(&scaled("age")));
    }

    #[test]
    fn another_order_of_categories_is_told_and_totals_of_two_questions_are_not_compared() {
        let before = margin("sex", &[(&[1], 5), (&[2], 6)]);
        let turned = margin("sex", &[(&[2], 6), (&[1], 5)]);
        let id = || "sex".to_owned();
        assert_eq!(
            margin_changes(std::slice::from_ref(&before), &[turned]),
            [MarginChange::CategoryOrder { margin: id() }]
        );
        let mut other = before.clone();
        if let ControlTotals::Question { question, .. } = &mut other.totals {
            *question = QuestionId::new("Q2");
        }
        assert_eq!(
            margin_changes(&[before], &[other]),
            [
                MarginChange::By { margin: id() },
                total("1", None, Some(5)),
                total("2", None, Some(6))
            ]
        );
    }
}
