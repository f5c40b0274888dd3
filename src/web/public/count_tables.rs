//! The counts of an open wave: whoever wished to answer, hence neither interval nor verdict.

use maud::{Markup, html};

use super::scoreboard::Around;
use super::seen::Seen;
use super::share_bar::share_cell;
use crate::interface::Interface;
use crate::number::Count;
use crate::page::Page;
use messages::text;
use results::release::CountTable;

/// Counts and shares per question.
pub(super) fn view(
    interface: &Interface,
    seen: Seen<'_>,
    tables: &[CountTable],
    around: &Around,
) -> Markup {
    let (locale, release) = (interface.locale, seen.release);
    Page::new(interface, interface.text(&release.title))
        .title(seen.window(interface, interface.text(&release.title)))
        .eyebrow(seen.eyebrow(interface))
        .simulated(release.simulated)
        .body(&html! {
            (around.top)
            p.notice { strong { (locale.t(text::OPEN_HEADLINE)) } }
            p.lead { (locale.t(text::OpenRespondents { count: release.respondents })) }
            p.fine { (locale.t(text::OPEN_SMALL)) }
            (around.standing)
            @for table in tables { (count_table(interface, table)) }
            @if let Some(address) = seen.quality() {
                p { a href=(interface.link(address)) { (locale.t(text::QUALITY_LINK)) } }
            }
            (around.logged)
        })
}

fn count_table(interface: &Interface, table: &CountTable) -> Markup {
    let locale = interface.locale;
    html! {
        section {
            h2.question { (interface.text(&table.text)) }
            table.counts {
                thead { tr {
                    th scope="col" { (locale.t(text::COLUMN_ANSWER)) }
                    th.num scope="col" { (locale.t(text::COLUMN_COUNT)) }
                    th.share scope="col" { (locale.t(text::COLUMN_SHARE)) }
                } }
                tbody {
                    @for row in &table.rows {
                        tr {
                            th scope="row" { (interface.text(&row.label)) }
                            @match row.count.zip(table.answered) {
                                Some((count, answered)) => { td.num { (Count(count)) } (share_cell(share(count, answered))) }
                                None => { td.num { (locale.t(text::SUPPRESSED_SHORT)) } td.share { "—" } }
                            }
                        }
                    }
                }
            }
            @if let Some((answered, skipped)) = table.answered.zip(table.skipped) {
                p.fine {
                    (locale.t(text::OpenAnswered { answered, skipped }))
                }
            }
        }
    }
}

/// The share of a count, 0 to 1.
#[expect(
    clippy::cast_precision_loss,
    reason = "persons of one city are far fewer than 2^52"
)]
pub(super) fn share(count: u64, all: u64) -> f64 {
    if all == 0 {
        0.0
    } else {
        count as f64 / all as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::scoreboard::example;
    use questionnaire::{Code, QuestionId};
    use results::release::CountRow;

    #[test]
    fn an_open_wave_has_shares_but_neither_interval_nor_verdict() {
        let row = |code, label: &str, count| CountRow {
            code,
            label: [("zh", label)].into(),
            count,
        };
        let tables = [CountTable {
            question: QuestionId::new("R11"),
            text: [("zh", "您满意吗？")].into(),
            rows: vec![
                row(Code(5), "满意", Some(30)),
                row(Code(1), "不满意", Some(30)),
                row(Code(98), "不了解", None),
            ],
            answered: Some(40),
            skipped: Some(2),
        }];
        let page = view(
            &Interface::default(),
            Seen::public(&example::release()),
            &tables,
            &Around::default(),
        )
        .into_string();
        assert!(page.contains("不代表全体居民"), "{page}");
        assert!(page.contains("75.0%"));
        assert!(!page.contains("class=\"verdict"));
        assert!(!page.contains("置信区间"));
    }
}
