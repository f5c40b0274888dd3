//! The report of an open link: counts and shares of those who took part, without interval or verdict.

use super::cover::{citation, opening};
use crate::interface::Interface;
use crate::number::{Count, Percent};
use crate::public::count_tables::share;
use crate::public::files::source::Source;
use crate::public::seen::Seen;
use messages::text;
use results::release::CountTable;
use typesetting::{Block, Column, Style, Table};

/// What it finds, and its pages.
pub(super) fn blocks(
    source: &Source<'_>,
    seen: Seen<'_>,
    tables: &[CountTable],
) -> (String, Vec<Block>) {
    let (interface, locale) = (source.interface, source.locale());
    let finding = locale.t(text::OPEN_HEADLINE);
    let mut blocks = opening(interface, seen, interface.text(&seen.release.title));
    let count = seen.release.respondents;
    blocks.extend([
        Block::Notice(vec![finding.clone()]),
        Block::Words(Style::Lead, locale.t(text::OpenRespondents { count })),
        Block::Words(Style::Fine, locale.t(text::OPEN_SMALL)),
    ]);
    for table in tables {
        blocks.extend(question(interface, table));
    }
    blocks.push(Block::Heading(2, locale.t(text::REPORT_ABOUT)));
    blocks.push(Block::Facts(source.about()));
    blocks.extend(citation(source));
    (finding, blocks)
}

fn question(interface: &Interface, table: &CountTable) -> Vec<Block> {
    let locale = interface.locale;
    let rows = table.rows.iter().map(|row| {
        let (count, part) = match row.count.zip(table.answered) {
            Some((count, answered)) => (
                Count(count).to_string(),
                Percent(share(count, answered)).to_string(),
            ),
            None => (locale.t(text::SUPPRESSED_SHORT), "—".to_owned()),
        };
        vec![interface.text(&row.label).to_owned(), count, part]
    });
    let words = interface.text(&table.text);
    let mut blocks = vec![
        Block::Heading(2, words.to_owned()),
        Block::Table(Table {
            summary: words.to_owned(),
            columns: vec![
                Column::words(locale.t(text::COLUMN_ANSWER), 3.0),
                Column::numbers(locale.t(text::COLUMN_COUNT), 1.0),
                Column::numbers(locale.t(text::COLUMN_SHARE), 1.0),
            ],
            rows: rows.collect(),
        }),
    ];
    if let Some((answered, skipped)) = table.answered.zip(table.skipped) {
        let said = locale.t(text::OpenAnswered { answered, skipped });
        blocks.push(Block::Words(Style::Fine, said));
    }
    blocks
}
