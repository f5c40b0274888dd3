//! How good the answers are that the figures rest on, as its page says it, and what AAPOR's code asks to be disclosed.

use crate::public::files::source::Source;
use crate::public::quality::disclosure::{Disclosed, items};
use crate::public::quality::sections::{Grid, Section, sections};
use crate::public::quality::summary;
use messages::{Locale, text};
use results::release::Release;
use typesetting::{Block, Column, Style, Table};

/// How much wider a column of words is than one of numbers.
const WORDS: f32 = 2.0;

/// The report on quality; nothing of a release that was made without one.
pub(super) fn blocks(source: &Source<'_>, release: &Release) -> Vec<Block> {
    let (interface, locale) = (source.interface, source.locale());
    let remarks = summary(interface, release);
    if remarks.is_empty() {
        return Vec::new();
    }
    let remarks = remarks.into_iter().map(|(said, is_good)| {
        let word = if is_good {
            locale.t(text::QUALITY_GOOD)
        } else {
            locale.t(text::QUALITY_WEAK)
        };
        (word, said)
    });
    let mut blocks = vec![
        Block::NewPage,
        Block::Heading(1, locale.t(text::QUALITY_PAGE_TITLE)),
        Block::Words(Style::Lead, locale.t(text::QUALITY_LEAD)),
        Block::Facts(remarks.collect()),
        Block::Words(Style::Fine, locale.t(text::QUALITY_BOUNDS_NOTE)),
    ];
    for section in sections(interface, release) {
        blocks.extend(section_blocks(section));
    }
    blocks.extend(disclosed(locale, items(interface, release)));
    blocks
}

fn section_blocks(section: Section) -> Vec<Block> {
    let mut said = vec![Block::Words(Style::Body, section.finding)];
    said.extend(section.note.map(|note| Block::Words(Style::Fine, note)));
    let mut blocks = vec![Block::Heading(2, section.title.clone())];
    match section.drawing {
        Some(drawing) => blocks.push(Block::Beside(0.5, vec![Block::Figure(drawing)], said)),
        None => blocks.extend(said),
    }
    blocks.extend(section.table.map(|grid| table(section.title, grid)));
    blocks.push(Block::Space(10.0));
    blocks
}

fn table(summary: String, grid: Grid) -> Block {
    let columns = grid.head.into_iter().enumerate().map(|(place, name)| {
        if place < grid.words {
            Column::words(name, WORDS)
        } else {
            Column::numbers(name, 1.0)
        }
    });
    let cell = |cell: String| {
        if cell.is_empty() {
            "—".to_owned()
        } else {
            cell
        }
    };
    let rows = grid.rows.into_iter();
    Block::Table(Table {
        summary,
        columns: columns.collect(),
        rows: rows
            .map(|row| row.into_iter().map(cell).collect())
            .collect(),
    })
}

/// What has to be disclosed, item by item; where more of it stands is not printed.
fn disclosed(locale: Locale, items: Vec<Disclosed>) -> Vec<Block> {
    let facts = items
        .into_iter()
        .map(|item| (item.title, item.lines.join("\n")));
    vec![
        Block::Heading(2, locale.t(text::DISCLOSURE_TITLE)),
        Block::Facts(facts.collect()),
    ]
}
