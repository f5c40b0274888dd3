//! The first page: the finding, every figure with its verdict, and what one must know to read them.

use crate::interface::Interface;
use crate::number::{Count, Judged, JudgedInterval, Points};
use crate::public::files::source::{Source, number};
use crate::public::interval_mark::{headline_change, promised_percent};
use crate::public::scoreboard::{base, doubt, finding, is_interim, promise};
use crate::public::seen::Seen;
use crate::public::verdict_mark::Word;
use messages::{PlainMessage, text};
use results::registration::{Amendment, Difference};
use results::release::{IndicatorResult, Judgement, Method};
use typesetting::{Block, Column, Style, Table};

/// The finding and the page.
pub(super) fn blocks(
    source: &Source<'_>,
    seen: Seen<'_>,
    method: &Method,
    indicators: &[IndicatorResult],
) -> (String, Vec<Block>) {
    let (interface, locale) = (source.interface, source.locale());
    let release = seen.release;
    let headline = finding::headline(locale, indicators);
    let mut blocks = opening(interface, seen, &headline);
    let lead = [
        finding::changes(interface, indicators),
        base(locale, release, method),
    ];
    blocks.push(Block::Words(Style::Lead, lead.concat()));
    blocks.extend(caveats(interface, method, indicators));
    if let Some(amendment) = &release.amendment {
        blocks.push(amended(interface, amendment));
    }
    let results: Vec<&IndicatorResult> = indicators.iter().collect();
    blocks.push(Block::Space(6.0));
    blocks.push(figures(interface, &results));
    let key = locale.t(text::SCOREBOARD_KEY);
    blocks.extend([Block::Space(8.0), Block::Words(Style::Fine, key)]);
    (headline, blocks)
}

/// Where one is, the finding, and whether residents are simulated or the figures not public yet.
pub(super) fn opening(interface: &Interface, seen: Seen<'_>, headline: &str) -> Vec<Block> {
    let locale = interface.locale;
    let mut blocks = vec![
        Block::Words(Style::Eyebrow, seen.eyebrow(interface)),
        Block::Title(headline.to_owned()),
    ];
    let warnings = [
        seen.label(interface),
        (seen.release.simulated).then(|| {
            let said = [text::SIMULATED_MARK, text::SIMULATED_BANNER];
            said.map(|words| locale.t(words)).concat()
        }),
    ];
    let warnings: Vec<String> = warnings.into_iter().flatten().collect();
    if !warnings.is_empty() {
        blocks.push(Block::Notice(warnings));
    }
    blocks
}

/// Whether the verdicts are the last word, and whether quality is in doubt.
fn caveats(interface: &Interface, method: &Method, indicators: &[IndicatorResult]) -> Vec<Block> {
    let locale = interface.locale;
    let judged =
        |result: &&IndicatorResult| matches!(result.judgement, Judgement::Threshold { .. });
    let judged: Vec<&IndicatorResult> = indicators.iter().filter(judged).collect();
    let last = is_interim(&judged).map(|interim| {
        locale.t(if interim {
            text::INTERIM_NOTE
        } else {
            text::FINAL_NOTE
        })
    });
    let mut blocks: Vec<Block> = last
        .map(|words| Block::Words(Style::Body, words))
        .into_iter()
        .collect();
    if !method.quality_concerns.is_empty() {
        let concerns = method.quality_concerns.iter();
        let said = [locale.t(text::QUALITY_TITLE)]
            .into_iter()
            .chain(concerns.map(|concern| locale.t(doubt(*concern))))
            .chain([locale.t(text::QUALITY_EFFECT)]);
        blocks.push(Block::Notice(said.collect()));
    }
    blocks
}

/// What of an amended release differs from the registration.
fn amended(interface: &Interface, amendment: &Amendment) -> Block {
    let locale = interface.locale;
    let value = |value: &Option<String>| {
        let nothing = || locale.t(text::AMENDED_NOTHING);
        value.clone().unwrap_or_else(nothing)
    };
    let change = |change: &Difference| {
        let (before, after) = (value(&change.registered), value(&change.now));
        format!("{}: {before} → {after}", change.what)
    };
    let said = [
        locale.t(text::AmendedTitle {
            date: interface.date(amendment.at),
            by: amendment.by.as_str(),
        }),
        locale.t(text::AmendedReason {
            reason: amendment.reason.as_str(),
        }),
        locale.t(text::AMENDED_CHANGES),
    ];
    let changes = amendment.changes.iter().map(change);
    Block::Notice(said.into_iter().chain(changes).collect())
}

/// Every figure with its verdict, a line each.
pub(super) fn figures(interface: &Interface, results: &[&IndicatorResult]) -> Block {
    let locale = interface.locale;
    Block::Table(Table {
        summary: locale.t(text::NUMBERS_TITLE),
        columns: vec![
            Column::words(locale.t(text::COLUMN_INDICATOR), 2.0),
            Column::words(locale.t(text::COLUMN_VERDICT), 1.6),
            Column::numbers(locale.t(text::COLUMN_RATE), 1.0),
            Column::numbers(locale.t(text::COLUMN_INTERVAL), 1.7),
            Column::numbers(locale.t(text::COLUMN_TARGET), 1.2),
            Column::numbers(locale.t(text::COLUMN_CHANGE), 1.3),
            Column::numbers(locale.t(text::COLUMN_N), 1.25),
        ],
        rows: results.iter().map(|it| line(interface, it)).collect(),
    })
}

fn line(interface: &Interface, result: &IndicatorResult) -> Vec<String> {
    let locale = interface.locale;
    let promised = promised_percent(result);
    let none = || "—".to_owned();
    let rate = result.rate;
    let of_rate = |said: &dyn Fn(results::release::Figure) -> String| rate.map_or_else(none, said);
    let change = headline_change(result).map(|change| {
        let from = locale.t(text::ChangeFrom {
            year: change.from.to_string(),
        });
        format!("{}\n{from}", Points(change.difference))
    });
    vec![
        interface.text(&result.short).to_owned(),
        Word::on(result).map_or_else(none, |word| word.printed(locale)),
        of_rate(&|figure| Judged(figure.value, promised).to_string()),
        of_rate(&|figure| JudgedInterval(figure.interval, promised).to_string()),
        promise(locale, result),
        change.unwrap_or_else(none),
        of_rate(&|figure| Count(figure.respondents).to_string()),
    ]
}

/// How verdicts are read, and how the release is cited.
pub(super) fn closing(source: &Source<'_>, key: PlainMessage) -> Vec<Block> {
    let mut blocks = vec![
        Block::Space(8.0),
        Block::Words(Style::Fine, source.locale().t(key)),
    ];
    blocks.extend(citation(source));
    blocks
}

/// How the release is cited.
pub(super) fn citation(source: &Source<'_>) -> [Block; 2] {
    let (interface, locale) = (source.interface, source.locale());
    let published = source.published();
    let cite = locale.t(text::CiteText {
        city: interface.text(&published.release.city),
        title: interface.text(&published.release.title),
        release: number(locale, published),
        date: interface.date(published.release.public_from()),
        hash: published.short(),
        address: source.address.as_str(),
    });
    [
        Block::Heading(2, locale.t(text::CITE_TITLE)),
        Block::Words(Style::Body, cite),
    ]
}
