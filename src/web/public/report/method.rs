//! The method note: how the figures were made, and which release this is.

use super::cover::citation;
use crate::interface::Interface;
use crate::number::{Interval, Percent, Ratio, Whole};
use crate::public::files::source::Source;
use crate::public::indicator::step_name;
use crate::public::scoreboard::method_note::{design, response};
use crate::public::standing::corrected;
use messages::text;
use results::release::{MarginNote, Method, Release, ReserveNote};
use typesetting::{Block, Column, Style, Table};

/// The note.
pub(super) fn blocks(source: &Source<'_>, method: &Method) -> Vec<Block> {
    let (interface, locale) = (source.interface, source.locale());
    let release = &source.published().release;
    let mut blocks = vec![
        Block::NewPage,
        Block::Heading(1, locale.t(text::METHOD_TITLE)),
        Block::Facts(facts(interface, release, method)),
        Block::Words(Style::Fine, locale.t(text::PRECISION_NOTE)),
        Block::Heading(2, locale.t(text::WEIGHTING_TITLE)),
        weighting(interface, method),
    ];
    if !release.corrections.is_empty() {
        let lines = release.corrections.iter();
        let lines = lines.map(|it| corrected(interface, it)).collect();
        blocks.push(Block::Heading(2, locale.t(text::CORRECTIONS)));
        blocks.push(Block::List(lines));
    }
    blocks.push(Block::Heading(2, locale.t(text::REPORT_ABOUT)));
    blocks.push(Block::Facts(source.about()));
    blocks.extend(citation(source));
    blocks
}

fn facts(interface: &Interface, release: &Release, method: &Method) -> Vec<(String, String)> {
    let locale = interface.locale;
    let (from, to) = release.fielded;
    let fielded = format!("{}–{}", interface.date(from), interface.last_day(to));
    let weighting = locale.t(text::MethodWeightingText {
        effective: Whole(method.effective_sample_size).to_string(),
        imputed: method.adults_imputed,
    });
    let mut facts = vec![
        (text::METHOD_FIELDED, fielded),
        (text::METHOD_DESIGN, design(locale, method)),
    ];
    if let Some(note) = &method.reserve {
        facts.push((text::METHOD_RESERVE, reserve(interface, note)));
    }
    facts.push((text::METHOD_RESPONSE, response(locale, release, method)));
    facts.push((text::METHOD_WEIGHTING, weighting));
    let margins: Vec<String> = (method.margins.iter())
        .map(|margin| margin_line(interface, margin))
        .collect();
    let margins = if margins.is_empty() {
        locale.t(text::METHOD_MARGINS_NONE)
    } else {
        margins.join("\n")
    };
    facts.push((text::METHOD_MARGINS, margins));
    if let Some(coaching) = method.coaching {
        let (share, interval) = (Percent(coaching.value), Interval(coaching.interval));
        facts.push((text::METHOD_COACHING, format!("{share} ({interval})")));
    }
    facts.push((text::METHOD_DRAW, method.draw.clone()));
    match &release.header {
        Some(header) => facts.extend([
            (text::HEADER_NUMBER, header.form_number.clone()),
            (text::HEADER_AUTHORITY, header.authority.clone()),
            (text::HEADER_APPROVAL, header.approval.clone()),
        ]),
        None => facts.push((text::METHOD_STANDING, locale.t(text::HEADER_NONE))),
    }
    if let Some(note) = &release.registration {
        let said = if note.written_after_opening {
            text::REGISTERED_LATE
        } else {
            text::REGISTERED
        };
        let registered = format!("{}{}", locale.t(said), note.short());
        facts.push((text::TAKE_NOTE_REGISTRATION, registered));
    }
    facts
        .into_iter()
        .map(|(name, said)| (locale.t(name), said))
        .collect()
}

fn margin_line(interface: &Interface, margin: &MarginNote) -> String {
    let locale = interface.locale;
    let mut line = locale.t(text::MarginLine {
        name: interface.text(&margin.name),
        source: interface.text(&margin.source),
    });
    if margin.provisional {
        line.push_str(&locale.t(text::MARGIN_PROVISIONAL));
    }
    line
}

fn reserve(interface: &Interface, reserve: &ReserveNote) -> String {
    let locale = interface.locale;
    let mut lines = vec![locale.t(text::MethodReserveText {
        replicates: reserve.replicates,
        households: reserve.per_psu,
    })];
    lines.extend(reserve.released.iter().map(|replicate| {
        locale.t(text::MethodReserveReleased {
            number: replicate.number.to_string(),
            day: interface.day(replicate.on),
            households: replicate.households,
        })
    }));
    lines.push(locale.t(if reserve.released.is_empty() {
        text::METHOD_RESERVE_HELD
    } else {
        text::METHOD_RESERVE_WEIGHTS
    }));
    lines.join("\n")
}

fn weighting(interface: &Interface, method: &Method) -> Block {
    let locale = interface.locale;
    let rows = method.weighting.iter().map(|step| {
        let (least, most) = step.range;
        vec![
            locale.t(step_name(step.step)),
            format!("{}–{}", Whole(least), Whole(most)),
            Ratio(step.design_effect).to_string(),
        ]
    });
    Block::Table(Table {
        summary: locale.t(text::WEIGHTING_TITLE),
        columns: vec![
            Column::words(locale.t(text::COLUMN_STEP), 3.0),
            Column::numbers(locale.t(text::COLUMN_RANGE), 1.5),
            Column::numbers(locale.t(text::DESIGN_EFFECT_WEIGHTS), 1.2),
        ],
        rows: rows.collect(),
    })
}
