//! The scoreboard: which targets are met, how sure that is, and where they are not.

mod districts;
#[cfg(test)]
pub(super) mod example;
pub(super) mod finding;
pub(super) mod method_note;
pub(super) mod row;
mod table;

use axum::extract::State;
use maud::{Markup, html};

pub(super) use self::row::trend_line;
pub(super) use self::table::promise;

use super::count_tables;
use super::files::citation;
use super::interval_mark::Axis;
use super::open_answers;
use super::places;
use super::seen::Seen;
use super::standing;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::number::Count;
use crate::page::Page;
use accounts::store::find_link_of_release;
use messages::{Locale, PlainMessage, text};
use plan::IndicatorKind;
use results::release::{IndicatorResult, Judgement, Method, QualityConcern, Release, Results};
use results::store;

/// Shows a release: the scoreboard of a probability wave, the counts of an open one.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Path(wave): Path<String>,
) -> Result<Markup, Error> {
    let published = store::find_published(&app.db, &wave, None, app.clock.now()).await?;
    let published = published.ok_or(Error::NotFound(Missing::Release))?;
    let release = &published.release;
    let amended = store::list_amended_releases(&app.db, app.clock.now()).await?;
    let amended = amended.iter().filter(|other| other.wave == release.wave);
    let amended = amended.filter_map(|other| Some(other.amendment.as_ref()?.number));
    let amended: Vec<u32> = amended.collect();
    let link = find_link_of_release(&app.db, &wave, None).await?;
    let taken = html! {
        (open_answers::line(&app, &interface, &wave).await?)
        (citation::section(&interface, &published, &app.site))
    };
    Ok(page(&interface, release, &amended, link.as_deref(), &taken))
}

/// Shows an amended release in the same way.
pub(crate) async fn show_amended(
    State(app): State<App>,
    interface: Interface,
    Path((wave, number)): Path<(String, u32)>,
) -> Result<Markup, Error> {
    let published = store::find_published(&app.db, &wave, Some(number), app.clock.now()).await?;
    let published = published.ok_or(Error::NotFound(Missing::Release))?;
    let link = find_link_of_release(&app.db, &wave, Some(number)).await?;
    let taken = citation::section(&interface, &published, &app.site);
    Ok(page(
        &interface,
        &published.release,
        &[],
        link.as_deref(),
        &taken,
    ))
}

/// What stands around the figures of a release.
#[derive(Default)]
pub(super) struct Around {
    /// Before everything else: what is to be said of figures that are not public.
    pub(super) top: Markup,
    /// By what they were computed.
    pub(super) standing: Markup,
    /// At the end: how they are taken away and cited, and their place in the audit log.
    pub(super) logged: Markup,
}

/// The page of a release, with the numbers of the amended ones beside it, the link of its entry in the audit log and how it
/// is taken away and cited.
fn page(
    interface: &Interface,
    release: &Release,
    amended: &[u32],
    link: Option<&str>,
    taken: &Markup,
) -> Markup {
    let around = Around {
        standing: standing::view(interface, release, amended),
        logged: html! {
            (taken)
            @if let Some(link) = link { (standing::link_in_log(interface, link)) }
        },
        ..Around::default()
    };
    of_either_mode(interface, Seen::public(release), &around)
}

/// The page that a release will have, with what is to be said at its top.
pub(crate) fn preview(interface: &Interface, seen: Seen<'_>, top: Markup) -> Markup {
    let around = Around {
        top,
        standing: standing::view(interface, seen.release, &[]),
        ..Around::default()
    };
    of_either_mode(interface, seen, &around)
}

fn of_either_mode(interface: &Interface, seen: Seen<'_>, around: &Around) -> Markup {
    match &seen.release.results {
        Results::Probability { method, indicators } => {
            view(interface, seen, method, indicators, around)
        }
        Results::Open { tables } => count_tables::view(interface, seen, tables, around),
    }
}

fn view(
    interface: &Interface,
    seen: Seen<'_>,
    method: &Method,
    indicators: &[IndicatorResult],
    around: &Around,
) -> Markup {
    let (locale, release) = (interface.locale, seen.release);
    let of = |wanted: fn(&Judgement) -> bool| -> Vec<&IndicatorResult> {
        indicators
            .iter()
            .filter(|result| wanted(&result.judgement))
            .collect()
    };
    let thresholds = of(|judgement| matches!(judgement, Judgement::Threshold { .. }));
    // The heading counts the targets of satisfaction; those of awareness and participation stand apart.
    let (satisfaction, others): (Vec<&IndicatorResult>, Vec<&IndicatorResult>) = thresholds
        .iter()
        .partition(|result| result.kind == IndicatorKind::Satisfaction);
    let directions = of(|judgement| matches!(judgement, Judgement::Direction { .. }));
    let unjudged = of(|judgement| matches!(judgement, Judgement::None));
    Page::new(interface, &finding::headline(locale, indicators))
        .title(seen.window(interface, interface.text(&release.title)))
        .eyebrow(seen.eyebrow(interface))
        .simulated(release.simulated)
        .wide()
        .body(&html! {
            (around.top)
            p.lead { (finding::changes(interface, indicators)) (base(locale, release, method)) }
            (around.standing)
            (caveats(locale, &thresholds, method))
            (section(interface, seen, text::THRESHOLDS_TITLE, text::THRESHOLDS_NOTE, &satisfaction))
            (section(interface, seen, text::OTHERS_TITLE, text::OTHERS_NOTE, &others))
            (section(interface, seen, text::DIRECTIONS_TITLE, text::DIRECTIONS_NOTE, &directions))
            (section(interface, seen, text::UNJUDGED_TITLE, text::UNJUDGED_NOTE, &unjudged))
            p.key { (locale.t(text::SCOREBOARD_KEY)) }
            (table::view(interface, indicators))
            (districts::view(interface, seen, indicators))
            (places::departments_link(interface, seen, indicators))
            (method_note::view(interface, seen, method))
            (around.logged)
        })
}

/// Whose answers the figures rest on, in a sentence.
pub(super) fn base(locale: Locale, release: &Release, method: &Method) -> String {
    locale.t(text::LeadBase {
        count: Count(release.respondents).to_string(),
        rate: method_note::rate(locale, method.response_rates.rr3),
    })
}

/// Whether there are verdicts and none of them is the last word; none where there are no verdicts.
pub(super) fn is_interim(thresholds: &[&IndicatorResult]) -> Option<bool> {
    let last = |result: &&&IndicatorResult| {
        matches!(result.judgement, Judgement::Threshold { last: true, .. })
    };
    (!thresholds.is_empty()).then(|| thresholds.iter().find(last).is_none())
}

/// Why the quality of the figures is in doubt, in a sentence.
pub(super) const fn doubt(concern: QualityConcern) -> PlainMessage {
    match concern {
        QualityConcern::Coaching => text::QUALITY_COACHING,
        QualityConcern::ResponseRate => text::QUALITY_RESPONSE,
    }
}

/// What the reader must know before reading a verdict: is it the last word, is quality in doubt.
fn caveats(locale: Locale, thresholds: &[&IndicatorResult], method: &Method) -> Markup {
    let interim = is_interim(thresholds);
    html! {
        @if interim == Some(true) { p.notice { (locale.t(text::INTERIM_NOTE)) } }
        @if interim == Some(false) { p.notice { (locale.t(text::FINAL_NOTE)) } }
        @if !method.quality_concerns.is_empty() {
            div.notice.doubt {
                p { strong { (locale.t(text::QUALITY_TITLE)) } }
                ul {
                    @for concern in &method.quality_concerns {
                        li { (locale.t(doubt(*concern))) }
                    }
                }
                p { (locale.t(text::QUALITY_EFFECT)) }
            }
        }
    }
}

fn section(
    interface: &Interface,
    seen: Seen<'_>,
    title: PlainMessage,
    note: PlainMessage,
    results: &[&IndicatorResult],
) -> Markup {
    let axis = Axis::of(results);
    html! {
        @if !results.is_empty() {
            section {
                h2 { (interface.locale.t(title)) }
                p.fine { (interface.locale.t(note)) }
                ul.board { @for result in results { (row::view(interface, seen, result, axis)) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(interface: &Interface, release: &Release) -> String {
        super::page(interface, release, &[], None, &Markup::default()).into_string()
    }

    #[test]
    fn the_heading_states_the_finding() {
        let page = page(&Interface::default(), &example::release());
        assert!(
            page.contains("<h1>三项满意度目标中，一项达到，一项未达到，一项尚不能判断</h1>"),
            "{page}"
        );
    }

    #[test]
    fn a_release_of_simulated_residents_says_so() {
        let page = page(&Interface::default(), &example::release());
        assert!(page.contains(&Locale::Chinese.t(text::SIMULATED_BANNER)));
    }

    #[test]
    fn a_suppressed_district_is_said_as_such() {
        let page = page(&Interface::default(), &example::release());
        assert!(page.contains(&Locale::Chinese.t(text::SUPPRESSED)));
    }

    #[test]
    fn no_figure_is_printed_with_all_its_digits() {
        let page = page(&Interface::default(), &example::release());
        // The address of a file carries its hash, which may begin with any number of digits.
        let pieces = page.split('"').filter(|piece| !piece.starts_with('/'));
        let mut digits = pieces.flat_map(|piece| {
            let behind = piece.split('.').skip(1);
            behind.map(|rest| rest.chars().take_while(char::is_ascii_digit).count())
        });
        assert!(digits.all(|count| count <= 2));
    }

    #[test]
    fn doubts_about_quality_are_explained() {
        let mut release = example::release();
        if let Results::Probability { method, .. } = &mut release.results {
            method.quality_concerns = vec![QualityConcern::ResponseRate];
        }
        let page = page(&Interface::default(), &release);
        assert!(page.contains("30%"), "{page}");
    }

    #[test]
    fn no_mark_of_a_drawing_swallows_the_next() {
        let page = scraper::Html::parse_document(&page(&Interface::default(), &example::release()));
        let count = |css| page.select(&scraper::Selector::parse(css).unwrap()).count();
        assert_eq!(count("line *, circle *, rect *"), 0);
        assert!(count(":is(svg, svg > g.told) > line.ci") > 5);
    }

    #[test]
    fn nothing_carries_an_inline_style() {
        let page = page(&Interface::default(), &example::release());
        assert!(!page.contains("style="));
        assert!(!page.contains("<script>"));
    }
}
