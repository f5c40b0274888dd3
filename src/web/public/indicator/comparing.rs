//! Two parts of a table that a reader sets against each other: districts, a district and the rest, waves, classes of respondents.

use maud::{Markup, html};

use super::groups::{class_name, title};
use crate::extract::Fields;
use crate::interface::Interface;
use crate::number::{PValue, Percent, Points};
use messages::text;
use results::pairs::Pair;
use results::release::{Figure, IndicatorResult};

/// The tables of which two parts can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Table {
    Districts,
    Waves,
    /// One of the tables of groups, by its place.
    Group(usize),
}

/// A part of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A row, by its place.
    Row(usize),
    /// All other districts together.
    Rest,
}

/// A part that can be compared with others of its table.
struct Choice {
    table: Table,
    part: Part,
    name: String,
    /// None of the rest, whose rate follows from the difference.
    figure: Option<Figure>,
}

impl Choice {
    /// How it stands in the address; a release is frozen, and so are its tables.
    fn value(&self) -> String {
        let table = match self.table {
            Table::Districts => "district".to_owned(),
            Table::Waves => "wave".to_owned(),
            Table::Group(place) => format!("group.{place}"),
        };
        match self.part {
            Part::Row(place) => format!("{table}.{place}"),
            Part::Rest => format!("{table}.rest"),
        }
    }
}

/// The question, and the answer where two parts were chosen.
pub(super) fn view(interface: &Interface, result: &IndicatorResult, query: &Fields) -> Markup {
    let locale = interface.locale;
    let tables = tables(interface, result);
    let choices = || tables.iter().flat_map(|(_, choices)| choices);
    let chosen = |name: &str| {
        let wanted = query.get(name)?;
        choices().find(|choice| choice.value() == wanted)
    };
    let (one, other) = (chosen("a"), chosen("b"));
    // What nobody chose is the first of all, and the next of the same table.
    let first = one.or_else(|| choices().next());
    let second = other.or_else(|| {
        let first = first?;
        let of_table = |it: &&Choice| it.table == first.table && it.part != first.part;
        choices().find(of_table)
    });
    html! {
        @if !tables.is_empty() {
            section id="compare" {
                h2 { (locale.t(text::COMPARE_TITLE)) }
                form.compare method="get" action="#compare" {
                    @if let Some(lang) = query.get("lang") { input type="hidden" name="lang" value=(lang); }
                    (select("a", &locale.t(text::COMPARE_ONE), &tables, first))
                    (select("b", &locale.t(text::COMPARE_OTHER), &tables, second))
                    button type="submit" { (locale.t(text::COMPARE_SHOW)) }
                }
                @if let (Some(one), Some(other)) = (one, other) {
                    div role="status" { (answer(interface, result, one, other)) }
                }
            }
        }
    }
}

fn select(
    name: &str,
    label: &str,
    tables: &[(String, Vec<Choice>)],
    current: Option<&Choice>,
) -> Markup {
    let current = current.map(Choice::value);
    html! {
        label.f {
            span { (label) }
            select name=(name) {
                @for (title, choices) in tables {
                    optgroup label=(title) {
                        @for choice in choices {
                            @let value = choice.value();
                            option value=(value) selected[current.as_ref() == Some(&value)] { (choice.name) }
                        }
                    }
                }
            }
        }
    }
}

/// The difference of two parts of one table; none where there is no test of it.
fn pair(result: &IndicatorResult, one: &Choice, other: &Choice) -> Option<Pair> {
    match (one.table, one.part, other.part) {
        (Table::Districts, Part::Row(one), Part::Row(other)) => result.district_pair(one, other),
        (Table::Districts, Part::Row(district), Part::Rest) => result.district_less_rest(district),
        (Table::Districts, Part::Rest, Part::Row(district)) => {
            result.district_less_rest(district).map(Pair::turned)
        }
        (Table::Waves, Part::Row(one), Part::Row(other)) => result.wave_pair(one, other),
        (Table::Group(table), Part::Row(one), Part::Row(other)) => {
            result.group_pair(result.groups.get(table)?, one, other)
        }
        (Table::Districts | Table::Waves | Table::Group(_), _, _) => None,
    }
}

fn answer(interface: &Interface, result: &IndicatorResult, one: &Choice, other: &Choice) -> Markup {
    let locale = interface.locale;
    if one.table != other.table || one.part == other.part {
        return html! { p.notice { (locale.t(text::COMPARE_SAME_TABLE)) } };
    }
    let Some(pair) = pair(result, one, other) else {
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
    // The rest has the rate of the other less the difference.
    let rate_of_one = one.figure.map(|figure| figure.value);
    let rate_of_other = other.figure.map(|figure| figure.value);
    let rate_of_one = rate_of_one.or_else(|| Some(rate_of_other? + pair.difference));
    let rate_of_other = rate_of_other.or_else(|| Some(rate_of_one? - pair.difference));
    let adjusted = if [one.part, other.part].contains(&Part::Rest) {
        locale.t(text::CompareHolmDistricts { pairs: pair.pairs })
    } else {
        locale.t(text::CompareHolm { pairs: pair.pairs })
    };
    let (lower, upper) = pair.interval;
    let interval = locale.t(text::CompareInterval {
        lower: Points(lower).to_string(),
        upper: Points(upper).to_string(),
    });
    html! {
        dl.facts.num {
            @for (choice, rate) in [(one, rate_of_one), (other, rate_of_other)] {
                @if let Some(rate) = rate { dt { (choice.name) } dd { (Percent(rate)) } }
            }
            dt { (locale.t(text::COMPARE_DIFFERENCE)) } dd { (Points(pair.difference)) " " (locale.t(text::POINTS)) }
            dt { (locale.t(text::COLUMN_INTERVAL)) } dd { (interval) }
            dt { (locale.t(text::COMPARE_P)) } dd { (PValue(pair.p_value)) }
            dt { (adjusted) } dd { (PValue(pair.holm)) }
        }
        p.fine { (locale.t(text::COMPARE_NOTE)) }
    }
}

/// The tables of which two parts can be compared, each with its title.
fn tables(interface: &Interface, result: &IndicatorResult) -> Vec<(String, Vec<Choice>)> {
    let locale = interface.locale;
    let mut tables = Vec::new();
    if !result.district_errors.is_empty() {
        let districts = result.districts.iter().map(|district| {
            let name = interface.text(&district.name).to_owned();
            (name, district.figure)
        });
        let mut choices = choices(Table::Districts, districts);
        if result.districts.iter().any(|it| it.against_rest.is_some()) {
            choices.push(Choice {
                table: Table::Districts,
                part: Part::Rest,
                name: locale.t(text::COMPARE_REST),
                figure: None,
            });
        }
        tables.push((locale.t(text::COLUMN_DISTRICT), choices));
    }
    if result.wave_errors.iter().any(Option::is_some) {
        let waves = result.history.iter();
        let waves = waves.map(|(year, figure)| (year.to_string(), Some(*figure)));
        tables.push((locale.t(text::COMPARE_WAVES), choices(Table::Waves, waves)));
    }
    for (place, table) in result.groups.iter().enumerate() {
        if !table.difference_errors.is_empty() {
            let classes = table.classes.iter();
            let rows = classes.map(|class| (class_name(interface, class), class.figure));
            tables.push((title(interface, table), choices(Table::Group(place), rows)));
        }
    }
    tables
}

/// The rows of a table that have a figure.
fn choices(table: Table, rows: impl Iterator<Item = (String, Option<Figure>)>) -> Vec<Choice> {
    let rows = rows.enumerate().filter(|(_, (_, figure))| figure.is_some());
    rows.map(|(place, (name, figure))| Choice {
        table,
        part: Part::Row(place),
        name,
        figure,
    })
    .collect()
}
