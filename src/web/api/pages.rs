//! The answers, one after the other.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::model::{
    Amended, District, Districts, Figure, Figures, Indicators, Plan, Plans, Promise, Release,
    Releases, Wave, Waves,
};
use crate::app::App;
use crate::conditional;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::public::files::json::{About, Moment, ReleaseDocument, ReleaseName, text};
use crate::public::files::source::{Source, permanent};
use fieldwork::store::list_waves;
use plan::store::find_plan_of;
use results::published::Published;
use results::store::{find_published, list_published};
use results::tables::{ReleaseTables, Table, TableId};
use results::unreleased::store::list_not_public;

/// An answer as it is sent.
fn answer(asked: &HeaderMap, said: &impl Serialize) -> Result<Response, Error> {
    let body = serde_json::to_vec(said).map_err(Error::internal)?;
    Ok(conditional::answer(asked, "application/json", body))
}

/// A wave that has opened: until when it is to be released if it is not, and its releases.
struct Opened {
    wave: fieldwork::Wave,
    due: Option<DateTime<Utc>>,
    releases: Vec<Published>,
}

/// Every wave that the list of results names, the latest first.
async fn opened(app: &App) -> Result<Vec<Opened>, Error> {
    let mut releases = list_published(&app.db, app.clock.now()).await?;
    let unreleased = list_not_public(&app.db, app.clock.now()).await?;
    let mut waves = Vec::new();
    for wave in list_waves(&app.db).await?.into_iter().rev() {
        let of_wave = |published: &mut Published| published.release.wave == wave.slug;
        let releases: Vec<Published> = releases.extract_if(.., of_wave).collect();
        let waiting = unreleased.iter().find(|waiting| waiting.wave.id == wave.id);
        let due = waiting.map(|waiting| waiting.due);
        if due.is_some() || !releases.is_empty() {
            waves.push(Opened {
                wave,
                due,
                releases,
            });
        }
    }
    Ok(waves)
}

/// The plans that waves belong to.
pub(crate) async fn plans(State(app): State<App>, asked: HeaderMap) -> Result<Response, Error> {
    let opened = opened(&app).await?;
    let mut plans: Vec<Plan> = Vec::new();
    for Opened { wave, .. } in &opened {
        if let Some(plan) = plans.iter_mut().find(|plan| plan.id == wave.plan) {
            plan.waves.push(wave.slug.clone());
            continue;
        }
        let plan = plan_of(&app, wave).await?;
        plans.push(Plan {
            title: text(&plan.title),
            document: plan.document,
            city: text(&plan.city),
            years: plan.years,
            waves: vec![wave.slug.clone()],
            id: plan.id,
        });
    }
    answer(&asked, &Plans { plans })
}

/// The edition of a plan that a wave was opened under.
async fn plan_of(app: &App, wave: &fieldwork::Wave) -> Result<plan::Plan, Error> {
    let plan = find_plan_of(&app.db, &wave.edition).await?;
    plan.ok_or_else(|| Error::internal(format!("wave {} has no plan", wave.slug)))
}

/// What a plan promises, by the edition that its latest wave was opened under.
pub(crate) async fn indicators(
    State(app): State<App>,
    asked: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let opened = opened(&app).await?;
    let latest = opened.iter().find(|opened| opened.wave.plan == id);
    let latest = latest.ok_or(Error::NotFound(Missing::Plan))?;
    let plan = plan_of(&app, &latest.wave).await?;
    let indicators = plan.indicators.iter().map(Promise::from).collect();
    answer(
        &asked,
        &Indicators {
            plan: plan.id,
            indicators,
        },
    )
}

/// The waves that have opened.
pub(crate) async fn waves(State(app): State<App>, asked: HeaderMap) -> Result<Response, Error> {
    let waves = opened(&app).await?.into_iter().map(|opened| {
        let Opened {
            wave,
            due,
            releases,
        } = opened;
        let releases = releases
            .iter()
            .map(|published| ReleaseName::of(published, &permanent(published, &app.site)));
        Wave {
            plan: wave.plan,
            title: text(&wave.title),
            year: wave.year,
            mode: wave.mode.into(),
            simulated: wave.simulated,
            opens_at: wave.opens_at.into(),
            closes_at: wave.closes_at.into(),
            due: due.map(Moment::from),
            releases: releases.collect(),
            id: wave.slug,
        }
    });
    answer(
        &asked,
        &Waves {
            waves: waves.collect(),
        },
    )
}

/// Every release.
pub(crate) async fn releases(State(app): State<App>, asked: HeaderMap) -> Result<Response, Error> {
    let releases = list_published(&app.db, app.clock.now()).await?;
    let releases = releases.iter().map(|published| {
        let amendment = published.release.amendment.as_ref();
        Release {
            about: about(&app, published),
            respondents: published.release.respondents,
            amended: amendment.map(|amendment| Amended {
                reason: amendment.reason.clone(),
                changed: amendment
                    .changes
                    .iter()
                    .map(|change| change.what.clone())
                    .collect(),
            }),
        }
    });
    answer(
        &asked,
        &Releases {
            releases: releases.collect(),
        },
    )
}

fn about(app: &App, published: &Published) -> About {
    About::of(published, &permanent(published, &app.site))
}

/// Everything in the release with this hash.
pub(crate) async fn release(
    State(app): State<App>,
    interface: Interface,
    asked: HeaderMap,
    Path(hash): Path<String>,
) -> Result<Response, Error> {
    let releases = list_published(&app.db, app.clock.now()).await?;
    let found = releases.iter().find(|published| published.is_named(&hash));
    let found = found.ok_or(Error::NotFound(Missing::Release))?;
    let source = Source::of(found, &interface, &app.site);
    answer(&asked, &ReleaseDocument::of(&source))
}

/// The release of a wave by its registration.
async fn of_wave(app: &App, wave: &str) -> Result<Published, Error> {
    let published = find_published(&app.db, wave, None, app.clock.now()).await?;
    published.ok_or(Error::NotFound(Missing::Release))
}

/// The figures of a wave.
pub(crate) async fn figures(
    State(app): State<App>,
    asked: HeaderMap,
    Path(wave): Path<String>,
) -> Result<Response, Error> {
    let published = of_wave(&app, &wave).await?;
    let tables = ReleaseTables::of(&published);
    let changes = tables.find(TableId::Changes);
    let lines = tables
        .find(TableId::Scoreboard)
        .into_iter()
        .flat_map(Table::lines);
    let figures = lines.map(|line| Figure::of(line, changes)).collect();
    let about = about(&app, &published);
    answer(&asked, &Figures { about, figures })
}

/// The figures of a wave by district.
pub(crate) async fn districts(
    State(app): State<App>,
    asked: HeaderMap,
    Path(wave): Path<String>,
) -> Result<Response, Error> {
    let published = of_wave(&app, &wave).await?;
    let tables = ReleaseTables::of(&published);
    let lines = tables
        .find(TableId::Districts)
        .into_iter()
        .flat_map(Table::lines);
    let districts = lines.map(District::of).collect();
    let about = about(&app, &published);
    answer(&asked, &Districts { about, districts })
}
