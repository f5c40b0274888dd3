//! For whom: the rate by what respondents say of themselves, and by how their forms came.

use maud::{Markup, html};

use super::tables::{figure_columns, figure_line};
use crate::interface::Interface;
use crate::public::interval_mark;
use crate::public::wide_table::wide_table;
use messages::{Locale, text};
use results::release::{Class, ClassResult, GroupTable, GroupedBy, IndicatorResult};

/// A drawing and a table for each way to tell respondents apart; the caption says which classes differ.
pub(super) fn view(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    html! {
        @if !result.groups.is_empty() {
            section {
                h2 { (locale.t(text::GROUPS_TITLE)) }
                p.fine { (locale.t(text::GROUPS_NOTE)) }
                div.multiples {
                    @for table in &result.groups { (group(interface, result, table)) }
                }
            }
        }
    }
}

fn group(interface: &Interface, result: &IndicatorResult, table: &GroupTable) -> Markup {
    let locale = interface.locale;
    let title = title(interface, table);
    let rows: Vec<_> = (table.classes.iter())
        .map(|class| (class_name(interface, class), class.figure))
        .collect();
    let alternative = locale.t(text::GroupsAlternative {
        name: interface.text(&result.short),
        by: title.as_str(),
    });
    let body = html! {
        @for (name, figure) in &rows { (figure_line(locale, name, *figure)) }
    };
    html! {
        figure {
            figcaption { (finding(interface, result, table)) }
            (interval_mark::rows(interface, &alternative, &rows, result))
            details {
                summary { (locale.t(text::GROUPS_TABLE)) }
                (wide_table(&title, &figure_columns(locale, text::COLUMN_GROUP), &body))
            }
            @if table.by == GroupedBy::Mode { p.fine { (locale.t(text::GROUPS_MODE_NOTE)) } }
        }
    }
}

/// By what, and which classes differ of all pairs, by Holm.
pub(in crate::public) fn finding(
    interface: &Interface,
    result: &IndicatorResult,
    table: &GroupTable,
) -> String {
    let locale = interface.locale;
    let title = title(interface, table);
    let mut differ = Vec::new();
    for (one, class) in table.classes.iter().enumerate() {
        for (other, another) in table.classes.iter().enumerate().skip(one + 1) {
            let pair = result.group_pair(table, one, other);
            let Some(pair) = pair.filter(results::pairs::Pair::differs) else {
                continue;
            };
            let (higher, lower) = if pair.difference > 0.0 {
                (class, another)
            } else {
                (another, class)
            };
            differ.push(locale.t(text::GroupHigher {
                higher: class_name(interface, higher),
                lower: class_name(interface, lower),
            }));
        }
    }
    let compared = table
        .classes
        .iter()
        .filter(|it| it.figure.is_some())
        .count();
    match differ.as_slice() {
        [] if compared < 2 => title,
        [] => locale.t(text::GroupFindingNone { by: title }),
        several => locale.t(text::GroupFinding {
            by: title,
            pairs: several.join(&locale.t(text::CLAUSE_SEPARATOR)),
        }),
    }
}

/// By what respondents are told apart.
pub(in crate::public) fn title(interface: &Interface, table: &GroupTable) -> String {
    match &table.by {
        GroupedBy::Question { title, .. } => interface.text(title).to_owned(),
        GroupedBy::Mode => interface.locale.t(text::GROUPS_BY_MODE),
    }
}

/// What a class is called, and whether it holds those who did not state theirs.
pub(in crate::public) fn class_name(interface: &Interface, class: &ClassResult) -> String {
    let locale = interface.locale;
    let name = match &class.class {
        Class::Titled(title) => interface.text(title).to_owned(),
        Class::Mode(mode) => mode_name(locale, *mode),
        Class::NotStated => locale.t(text::GROUP_NOT_STATED),
    };
    if class.with_not_stated {
        locale.t(text::GroupWithNotStated { name })
    } else {
        name
    }
}

/// How forms came.
pub(crate) fn mode_name(locale: Locale, mode: fieldwork::AnswerMode) -> String {
    use fieldwork::AnswerMode::{Interviewer, Paper, Web};
    locale.t(match mode {
        Web => text::ANSWERED_WEB,
        Paper => text::ANSWERED_PAPER,
        Interviewer => text::ANSWERED_INTERVIEWER,
    })
}
