//! The list of releases, the newest first.

use std::cmp::Reverse;

use axum::extract::State;
use maud::{Markup, html};

use super::scoreboard::finding;
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::number::Count;
use crate::page::Page;
use fieldwork::Mode;
use messages::text;
use results::release::{Release, Results};
use results::store;

/// Lists what has been released.
pub(crate) async fn show(State(app): State<App>, interface: Interface) -> Result<Markup, Error> {
    let mut releases = store::list_releases(&app.db).await?;
    // Of a year, what speaks for everybody comes before what speaks for those who took part.
    releases.sort_by_key(|release| (Reverse(release.year), release.mode == Mode::Open));
    Ok(view(&interface, &releases))
}

fn view(interface: &Interface, releases: &[Release]) -> Markup {
    let locale = interface.locale;
    let simulated = releases.iter().any(|release| release.simulated);
    Page::new(interface, &locale.t(text::RESULTS_TITLE))
        .simulated(simulated)
        .wide()
        .body(&html! {
            p.lead { (locale.t(text::RESULTS_LEAD)) }
            @if releases.is_empty() { p { (locale.t(text::RESULTS_NONE)) } }
            ul.releases {
                @for release in releases { (entry(interface, release)) }
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
            h2 { a href=(interface.link(Address::Scoreboard { wave: &release.wave })) { (interface.text(&release.title)) } }
            p { (headline) }
            p.fine {
                (locale.t(text::ReleaseLine { count: Count(release.respondents).to_string(), date: interface.date(release.released_at) }))
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
        let page = view(&Interface::default(), &[example::release()]).into_string();
        assert!(page.contains("href=\"/results/residents-2014\""), "{page}");
        assert!(page.contains("三项满意度目标中"), "{page}");
    }

    #[test]
    fn an_empty_list_says_so() {
        let page = view(&Interface::default(), &[]).into_string();
        assert!(page.contains("还没有"));
    }
}
