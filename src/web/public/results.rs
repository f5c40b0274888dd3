//! What was promised and what came of it: the whole plan, the releases, and what is not released yet.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use axum::extract::State;
use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::scoreboard::finding;
use super::whole_plan;
use crate::addresses::Address;
use crate::app::App;
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
pub(crate) async fn show(State(app): State<App>, interface: Interface) -> Result<Markup, Error> {
    let now = app.clock.now();
    let mut releases = store::list_releases(&app.db, now).await?;
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
    let whole: Vec<WholePlan<'_>> = plans
        .iter()
        .zip(&register)
        .map(|(plan, register)| {
            let of_plan =
                |release: &&Release| plan_of.get(release.wave.as_str()) == Some(&plan.id.as_str());
            let releases: Vec<&Release> = releases.iter().filter(of_plan).collect();
            WholePlan::new(plan, &releases, register)
        })
        .collect();
    Ok(view(&interface, &whole, &releases, &unreleased, now))
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
