//! What was promised and what came of it: the whole plan, the releases, and what is not released yet.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use accounts::store::find_head;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::scoreboard::finding;
use super::whole_plan;
use crate::addresses::Address;
use crate::app::App;
use crate::conditional;
use crate::error::Error;
use crate::interface::Interface;
use crate::number::Count;
use crate::page::Page;
use clock::in_china;
use fieldwork::store::list_waves;
use fieldwork::{Mode, WaveState};
use messages::text;
use plan::register::store::list_released_by_plan;
use plan::store::list_plans;
use results::release::{Release, Results};
use results::store;
use results::unreleased::Unreleased;
use results::unreleased::store::list_not_public;
use results::whole_plan::WholePlan;

/// Shows it.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    asked: HeaderMap,
) -> Result<Response, Error> {
    let now = app.clock.now();
    let head = find_head(&app.db).await?.map(|head| head.link);
    let version = (head, store::count_releases(&app.db).await?);
    // What an address says besides language and size stands in the links of the page.
    let is_plain = interface.is_plain();
    let kept = app.results.find(&interface, &version, now);
    let page = if let Some(page) = kept.filter(|_| is_plain) {
        page
    } else {
        let (page, until) = made(&app, &interface, now).await?;
        let page = page.into_string().into_bytes();
        if is_plain {
            app.results
                .keep(&interface, version, (now, until), page.clone());
        }
        page
    };
    let mut response = conditional::answer(&asked, "text/html; charset=utf-8", page);
    let ask_again = HeaderValue::from_static("no-cache");
    response.headers_mut().insert(CACHE_CONTROL, ask_again);
    Ok(response)
}

/// The page, and until when it stands if nobody writes anything.
async fn made(
    app: &App,
    interface: &Interface,
    now: DateTime<Utc>,
) -> Result<(Markup, DateTime<Utc>), Error> {
    let stored = store::list_stored_releases(&app.db).await?;
    let amended = store::list_stored_amended_releases(&app.db).await?;
    let public = stored.iter().chain(&amended).map(Release::public_from);
    let mut changes: Vec<DateTime<Utc>> = public.collect();
    let mut releases = stored;
    releases.retain(|release| release.is_public(now));
    // Of a year, what speaks for everybody comes before what speaks for those who took part.
    releases.sort_by_key(|release| (Reverse(release.year), release.mode == Mode::Open));
    let unreleased = list_not_public(&app.db, now).await?;
    let plans = list_plans(&app.db).await?;
    let mut register = list_released_by_plan(&app.db).await?;
    let register: Vec<_> = plans
        .iter()
        .map(|plan| register.remove(&plan.id).unwrap_or_default())
        .collect();
    let waves = list_waves(&app.db).await?;
    let plan_of: BTreeMap<&str, &str> = waves
        .iter()
        .map(|wave| (wave.slug.as_str(), wave.plan.as_str()))
        .collect();
    // A plan that was imported and not used yet is nobody's promise.
    let opened: BTreeSet<&str> = (waves.iter().filter(|wave| wave.opens_at <= now))
        .map(|wave| wave.plan.as_str())
        .collect();
    let whole: Vec<WholePlan<'_>> = plans
        .iter()
        .zip(&register)
        .map(|(plan, register)| {
            let of_plan =
                |release: &&Release| plan_of.get(release.wave.as_str()) == Some(&plan.id.as_str());
            let releases: Vec<&Release> = releases.iter().filter(of_plan).collect();
            WholePlan::new(plan, &releases, register)
        })
        .filter(|whole| whole.is_begun() || opened.contains(whole.plan.id.as_str()))
        .collect();
    changes.extend(
        waves
            .iter()
            .flat_map(|wave| [wave.opens_at, wave.closes_at]),
    );
    changes.extend(unreleased.iter().map(|unreleased| unreleased.due));
    let next = changes.into_iter().filter(|moment| *moment > now).min();
    let until = next.unwrap_or(DateTime::<Utc>::MAX_UTC);
    Ok((view(interface, &whole, &releases, &unreleased, now), until))
}

fn view(
    interface: &Interface,
    plans: &[WholePlan<'_>],
    releases: &[Release],
    unreleased: &[Unreleased],
    now: DateTime<Utc>,
) -> Markup {
    let locale = interface.locale;
    let simulated = releases.iter().any(|release| release.simulated)
        || unreleased
            .iter()
            .any(|unreleased| unreleased.wave.simulated)
        || plans.iter().any(WholePlan::is_simulated);
    Page::new(interface, &locale.t(text::RESULTS_TITLE))
        .simulated(simulated)
        .wide()
        .feed()
        .body(&html! {
            @if !plans.is_empty() { p { a href="#releases" { (locale.t(text::RESULTS_RELEASES)) } } }
            (whole_plan::contents(interface, plans))
            @for plan in plans { (whole_plan::view(interface, plan)) }
            section {
                h2 #releases { (locale.t(text::RESULTS_RELEASES)) }
                p.fine { (locale.t(text::RESULTS_LEAD)) }
                @if releases.is_empty() { p { (locale.t(text::RESULTS_NONE)) } }
                ul.releases {
                    @for release in releases { (entry(interface, release)) }
                }
            }
            @if !unreleased.is_empty() {
                section.unreleased {
                    h2 { (locale.t(text::UNRELEASED_TITLE)) }
                    p.fine { (locale.t(text::UNRELEASED_LEAD)) }
                    ul { @for unreleased in unreleased { li { (waiting(interface, unreleased, now)) } } }
                }
            }
        })
}

fn entry(interface: &Interface, release: &Release) -> Markup {
    let locale = interface.locale;
    let headline = match &release.results {
        Results::Probability { indicators, .. } => finding::headline(locale, indicators),
        Results::Open { .. } => locale.t(text::OPEN_HEADLINE),
    };
    html! {
        li {
            p.eyebrow { (interface.text(&release.city)) " · " (release.year) }
            h3 { a href=(interface.link(Address::Scoreboard { wave: &release.wave })) { (interface.text(&release.title)) } }
            p { (headline) }
            p.fine {
                (locale.t(text::ReleaseLine { count: Count(release.respondents).to_string(), date: interface.date(release.public_from()) }))
            }
        }
    }
}

/// A wave that was opened and not released: since when it is over, until when it is due, and why it is late.
fn waiting(interface: &Interface, unreleased: &Unreleased, now: DateTime<Utc>) -> Markup {
    let locale = interface.locale;
    let wave = &unreleased.wave;
    let day = |moment| interface.day(in_china(moment).date_naive());
    let due = day(unreleased.due);
    let said = if wave.state(now) == WaveState::Open {
        locale.t(text::UnreleasedOpen { due })
    } else if unreleased.is_late(now) {
        locale.t(text::UnreleasedLate { due })
    } else {
        locale.t(text::UnreleasedClosed { due })
    };
    html! {
        strong { (interface.text(&wave.title)) } " · " (wave.year) br; (said)
        @if unreleased.is_late(now) {
            " "
            @match &unreleased.reason {
                Some(reason) => { (locale.t(text::UnreleasedReason { reason: reason.words.as_str(), date: day(reason.at) })) }
                None => { (locale.t(text::UNRELEASED_NO_REASON)) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::scoreboard::example;

    #[test]
    fn each_release_stands_with_its_finding() {
        let page = view(
            &Interface::default(),
            &[],
            &[example::release()],
            &[],
            DateTime::UNIX_EPOCH,
        )
        .into_string();
        assert!(page.contains("href=\"/results/residents-2014\""), "{page}");
        assert!(page.contains("三项满意度目标中"), "{page}");
    }

    #[test]
    fn an_empty_list_says_so() {
        let page = view(&Interface::default(), &[], &[], &[], DateTime::UNIX_EPOCH).into_string();
        assert!(page.contains("还没有"));
    }
}
