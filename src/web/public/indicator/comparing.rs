//! Two parts of a table that a reader sets against each other: districts, or classes of respondents.

use maud::{Markup, html};

use super::groups::{class_name, title};
use crate::extract::Fields;
use crate::interface::Interface;
use crate::number::{PValue, Percent, Points};
use messages::text;
use results::pairs::Pair;
use results::release::{Figure, IndicatorResult};

/// The parts that can be compared with each other: of one table, those that have a figure.
struct Choice {
    table: usize,
    place: usize,
    name: String,
    figure: Figure,
}

impl Choice {
    /// How it stands in the address; a release is frozen, and so are its tables.
    fn value(&self) -> String {
        format!("{}.{}", self.table, self.place)
    }
}

/// The question, and the answer where two parts were chosen.
pub(super) fn view(interface: &Interface, result: &IndicatorResult, query: &Fields) -> Markup {
    let locale = interface.locale;
    let tables = tables(interface, result);
    let chosen = |name: &str| {
        let wanted = query.get(name)?;
        let mut choices = tables.iter().flat_map(|(_, choices)| choices);
        choices.find(|choice| choice.value() == wanted)
    };
    let select = |name: &'static str, label: String| {
        let current = chosen(name).map(Choice::value);
        html! {
            label.f {
                span { (label) }
                select name=(name) {
                    @for (title, choices) in &tables {
                        optgroup label=(title) {
                            @for choice in choices {
                                option value=(choice.value()) selected[current.as_deref() == Some(choice.value().as_str())] { (choice.name) }
                            }
                        }
                    }
                }
            }
        }
    };
    html! {
        @if !tables.is_empty() {
            section id="compare" {
                h2 { (locale.t(text::COMPARE_TITLE)) }
                form.compare method="get" action="#compare" {
                    @if let Some(lang) = query.get("lang") { input type="hidden" name="lang" value=(lang); }
                    (select("a", locale.t(text::COMPARE_ONE)))
                    (select("b", locale.t(text::COMPARE_OTHER)))
                    button type="submit" { (locale.t(text::COMPARE_SHOW)) }
                }
                @if let (Some(one), Some(other)) = (chosen("a"), chosen("b")) {
                    div role="status" { (answer(interface, result, one, other)) }
                }
            }
        }
    }
}

fn answer(interface: &Interface, result: &IndicatorResult, one: &Choice, other: &Choice) -> Markup {
    let locale = interface.locale;
    if one.table != other.table || one.place == other.place {
        return html! { p.notice { (locale.t(text::COMPARE_SAME_TABLE)) } };
    }
    let pair = match one.table.checked_sub(1) {
        None => result.district_pair(one.place, other.place),
        Some(table) => result.group_pair(&result.groups[table], one.place, other.place),
    };
    let Some(pair) = pair else {
        return html! { p.notice { (locale.t(text::COMPARE_NO_TEST)) } };
    };
    let (higher, lower) = if pair.difference > 0.0 {
        (one, other)
    } else {
        (other, one)
    };
    let finding = if pair.differs() {
        locale.t(text::CompareHigher {
            higher: higher.name.as_str(),
            lower: lower.name.as_str(),
        })
    } else {
        locale.t(text::CompareAlike {
            one: one.name.as_str(),
            other: other.name.as_str(),
        })
    };
    html! {
        p { strong { (finding) } }
        (numbers(interface, (one, other), pair))
    }
}

fn numbers(interface: &Interface, (one, other): (&Choice, &Choice), pair: Pair) -> Markup {
    let locale = interface.locale;
    let (lower, upper) = pair.interval;
    html! {
        dl.facts.num {
            dt { (one.name) } dd { (Percent(one.figure.value)) }
            dt { (other.name) } dd { (Percent(other.figure.value)) }
            dt { (locale.t(text::COMPARE_DIFFERENCE)) } dd { (Points(pair.difference)) " " (locale.t(text::POINTS)) }
            dt { (locale.t(text::COLUMN_INTERVAL)) } dd { (Points(lower)) "–" (Points(upper)) }
            dt { (locale.t(text::COMPARE_P)) } dd { (PValue(pair.p_value)) }
            dt { (locale.t(text::CompareHolm { pairs: pair.pairs })) } dd { (PValue(pair.holm)) }
        }
        p.fine { (locale.t(text::COMPARE_NOTE)) }
    }
}

/// The tables of which two parts can be compared, each with its title.
fn tables(interface: &Interface, result: &IndicatorResult) -> Vec<(String, Vec<Choice>)> {
    let districts = result.districts.iter().map(|district| {
        let name = interface.text(&district.name).to_owned();
        (name, district.figure)
    });
    let title_of_districts = interface.locale.t(text::COLUMN_DISTRICT);
    let mut tables = vec![(title_of_districts, districts.collect::<Vec<_>>())];
    tables.extend(result.groups.iter().map(|table| {
        let classes = table.classes.iter();
        let rows = classes.map(|class| (class_name(interface, class), class.figure));
        (title(interface, table), rows.collect())
    }));
    let has_errors = |table: usize| match table.checked_sub(1) {
        None => !result.district_errors.is_empty(),
        Some(group) => !result.groups[group].difference_errors.is_empty(),
    };
    let tables = tables.into_iter().enumerate();
    let tables = tables.filter(|(table, _)| has_errors(*table));
    tables
        .map(|(table, (title, rows))| {
            let rows = rows.into_iter().enumerate();
            let choices = rows.filter_map(|(place, (name, figure))| {
                Some(Choice {
                    table,
                    place,
                    name,
                    figure: figure?,
                })
            });
            (title, choices.collect())
        })
        .collect()
}
