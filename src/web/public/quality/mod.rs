//! How good the answers of a wave are, and its whole method note.
//!
//! # Design
//!
//! The report is a list of [`Section`]s, each with the finding as a sentence, a drawing and a table of plain words: the page prints
//! them, and whoever makes another document of a release takes the same list ([`sections`], [`summary`], [`disclosure::items`]).

pub(crate) mod disclosure;
mod drawing;
mod parts;
pub(crate) mod sections;

use axum::extract::State;
use maud::{Markup, html};

pub(crate) use sections::{Grid, Section, sections};

use super::scoreboard::method_note;
use super::seen::Seen;
use super::wide_table::wide_table;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::number::{Count, Interval, Percent, Ratio, Whole};
use crate::page::Page;
use crate::public::files::drawing::element;
use disclosure::Disclosed;
use messages::text;
use results::Release;
use results::quality::{Finding, QualityReport, Remark};
use results::store;

/// Shows it of a release.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Path(wave): Path<String>,
) -> Result<Markup, Error> {
    let release = store::find_release(&app.db, &wave, app.clock.now()).await?;
    let release = release.ok_or(Error::NotFound(Missing::Release))?;
    Ok(page(&interface, Seen::public(&release)))
}

/// Shows it of an amended release.
pub(crate) async fn show_amended(
    State(app): State<App>,
    interface: Interface,
    Path((wave, number)): Path<(String, u32)>,
) -> Result<Markup, Error> {
    let release = store::find_amended_release(&app.db, &wave, number, app.clock.now()).await?;
    let release = release.ok_or(Error::NotFound(Missing::Release))?;
    Ok(page(&interface, Seen::public(&release)))
}

/// The page: the summary, the sections of the report, the method note item by item.
pub(crate) fn page(interface: &Interface, seen: Seen<'_>) -> Markup {
    let (locale, release) = (interface.locale, seen.release);
    let remarks = summary(interface, release);
    let weak = remarks.iter().filter(|(_, is_good)| !is_good).count();
    let heading = if remarks.is_empty() {
        locale.t(text::QUALITY_HEADING_NONE)
    } else {
        let of = remarks.len();
        locale.t(text::QualityHeading { weak, of })
    };
    let is_open = release.mode == fieldwork::Mode::Open;
    let absent = if is_open {
        text::QUALITY_OPEN
    } else {
        text::QUALITY_NONE
    };
    Page::new(interface, &heading)
        .title(seen.window(interface, &locale.t(text::QUALITY_PAGE_TITLE)))
        .eyebrow(seen.eyebrow(interface))
        .simulated(release.simulated)
        .body(&html! {
            p.back { a href=(interface.link(seen.scoreboard())) { (locale.t(text::BACK_TO_SCOREBOARD)) } }
            @if remarks.is_empty() {
                p.notice { (locale.t(absent)) }
            } @else {
                p.lead { (locale.t(text::QUALITY_LEAD)) }
                (remarks_list(interface, &remarks))
            }
            div.quality {
                @for section in sections(interface, release) { (section_view(&section)) }
            }
            (note(interface, &disclosure::items(interface, release)))
            (super::files::line(interface, seen))
        })
}

/// What is good and what is weak, each a sentence with its bound; nothing of a release without a report.
pub(crate) fn summary(interface: &Interface, release: &Release) -> Vec<(String, bool)> {
    let Some((method, report)) = release.quality() else {
        return Vec::new();
    };
    let findings = report.findings(method, release.respondents).into_iter();
    findings
        .map(|finding| (remark(interface, report, &finding), finding.is_good))
        .collect()
}

fn remarks_list(interface: &Interface, remarks: &[(String, bool)]) -> Markup {
    let locale = interface.locale;
    html! {
        section {
            h2 { (locale.t(text::QUALITY_SUMMARY_TITLE)) }
            ul.remarks {
                @for (said, is_good) in remarks {
                    li {
                        @if *is_good {
                            span.verdict.met { "✓ " (locale.t(text::QUALITY_GOOD)) }
                        } @else {
                            span.verdict.unclear { "? " (locale.t(text::QUALITY_WEAK)) }
                        }
                        span { (said) }
                    }
                }
            }
            p.fine { (locale.t(text::QUALITY_BOUNDS_NOTE)) }
        }
    }
}

fn remark(interface: &Interface, report: &QualityReport, finding: &Finding) -> String {
    let locale = interface.locale;
    match &finding.remark {
        Remark::Response { rate, least } => locale.t(text::QualityRemarkResponse {
            rate: method_note::rate(locale, *rate),
            least: Percent(*least).to_string(),
        }),
        Remark::Evenness { r, bias, most } => locale.t(text::QualityRemarkEvenness {
            r: Ratio(*r).to_string(),
            bias: parts::points(*bias),
            most: parts::points(*most),
        }),
        Remark::Balance {
            class,
            standardised,
            most,
        } => locale.t(text::QualityRemarkBalance {
            class: parts::frame_class(interface, report, class),
            difference: parts::signed(*standardised),
            most: Ratio(*most).to_string(),
        }),
        Remark::Items { many, of, most } => locale.t(text::QualityRemarkItems {
            many: *many,
            of: *of,
            most: Percent(*most).to_string(),
        }),
        Remark::Weights {
            design_effect,
            effective,
            most,
        } => locale.t(text::QualityRemarkWeights {
            effect: Ratio(*design_effect).to_string(),
            effective: Whole(*effective).to_string(),
            most: Ratio(*most).to_string(),
        }),
        Remark::Coaching { figure, most } => locale.t(text::QualityRemarkCoaching {
            share: Percent(figure.value).to_string(),
            interval: Interval(figure.interval).to_string(),
            most: Percent(*most).to_string(),
        }),
        Remark::Flagged {
            forms: Some(forms),
            of,
            most,
        } => locale.t(text::QualityRemarkFlagged {
            forms: Count(*forms).to_string(),
            share: Percent(parts::share(*forms, *of)).to_string(),
            most: Percent(*most).to_string(),
        }),
        Remark::Flagged { forms: None, .. } => locale.t(text::QUALITY_REMARK_FLAGGED_FEW),
    }
}

fn section_view(section: &Section) -> Markup {
    html! {
        section {
            h2 { (section.title) }
            p { (section.finding) }
            @if let Some(drawing) = &section.drawing { figure { (element(drawing)) } }
            @if let Some(note) = &section.note { p.fine { (note) } }
            @if let Some(grid) = &section.table { (grid_view(&section.title, grid)) }
        }
    }
}

fn grid_view(title: &str, grid: &Grid) -> Markup {
    let head = html! { tr {
        @for (place, name) in grid.head.iter().enumerate() {
            th.num[place >= grid.words] scope="col" { (name) }
        }
    } };
    let body = html! { @for row in &grid.rows { tr {
        @for (place, cell) in row.iter().enumerate() {
            @if place == 0 { th scope="row" { (cell) } } @else { td.num[place >= grid.words] { (cell) } }
        }
    } } };
    wide_table(title, &head, &body)
}

fn note(interface: &Interface, items: &[Disclosed]) -> Markup {
    let locale = interface.locale;
    html! {
        section #method {
            h2 { (locale.t(text::DISCLOSURE_TITLE)) }
            p.fine { (locale.t(text::DISCLOSURE_LEAD)) }
            dl.facts {
                @for item in items {
                    dt { (item.title) }
                    dd {
                        @for line in &item.lines { p { (line) } }
                        @for (address, words) in &item.links { p { a href=(interface.link(address)) { (words) } } }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
pub(super) mod example;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::scoreboard::example as releases;
    use messages::Locale;

    fn page_of(release: &Release) -> String {
        page(&Interface::default(), Seen::public(release)).into_string()
    }

    #[test]
    fn the_report_says_first_what_is_weak() {
        let page = page_of(&example::release());
        for said in [
            "7 项检查中，2 项需要留意</h1>",
            "有 1 题没有回答的人超过 5.0%",
            "“村”：标准化差为 −0.15",
            "其余 2 个合计",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains("style="), "{page}");
    }

    #[test]
    fn every_section_has_a_finding_and_its_drawing_says_what_it_shows() {
        let release = example::release();
        for locale in [Locale::Chinese, Locale::English] {
            let interface = Interface::reading_in(locale, false);
            let sections = sections(&interface, &release);
            assert!(sections.len() >= 9, "{}", sections.len());
            for section in &sections {
                assert!(!section.finding.is_empty(), "{section:?}");
                if let Some(drawing) = &section.drawing {
                    assert_eq!(drawing.title, section.finding, "{section:?}");
                    assert!(!drawing.description.is_empty(), "{section:?}");
                }
                let grid = section.table.as_ref();
                assert!(
                    grid.is_none_or(|grid| grid
                        .rows
                        .iter()
                        .all(|row| row.len() == grid.head.len())),
                    "{section:?}"
                );
            }
            let drawn = sections.iter().filter(|it| it.drawing.is_some()).count();
            assert!(drawn >= 7, "{drawn}");
        }
    }

    #[test]
    fn a_release_without_a_report_says_that_none_was_computed() {
        let page = page_of(&releases::release());
        assert!(
            page.contains(&Locale::Chinese.t(text::QUALITY_NONE)),
            "{page}"
        );
        assert!(!page.contains("<svg"), "{page}");
        assert!(page.contains("完整的方法说明"));
    }

    #[test]
    fn no_figure_of_the_report_is_printed_with_all_its_digits() {
        let page = page_of(&example::release());
        let document = scraper::Html::parse_document(&page);
        let cells = scraper::Selector::parse("main td, main p, main li").unwrap();
        for cell in document.select(&cells) {
            let text: String = cell.text().collect();
            let mut digits = text.split('.').skip(1).map(|rest| {
                let digits = rest.chars().take_while(char::is_ascii_digit);
                digits.count()
            });
            assert!(digits.all(|count| count <= 3), "{text}");
        }
    }
}
