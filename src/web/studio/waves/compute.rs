//! The results of a closed wave before they are public: computed once it is asked for, beside the pages.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

use super::closing::subject;
use super::load;
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::release::{ReleaseError, Standing, Why, compute_for_review};
use crate::studio::staff::Staff;
use accounts::store::Audited;
use accounts::{Action, Entry, Permission, User};
use fieldwork::Wave;
use fieldwork::store::is_opened;
use messages::text;
use results::Release;
use results::store::{
    PreparedRelease, find_prepared_release, find_stored_release, keep_prepared_release,
};

/// Begins the computation, unless it runs or the wave is not at that point, and shows the wave.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
) -> Result<Response, Error> {
    let wave = load(&app, &slug).await?;
    if is_due(&app, &wave).await? && app.computations.begin(wave.id) {
        let computations = app.computations.clone();
        let computing = tokio::spawn(run(app, wave.clone(), staff.user));
        // However it ends, by a panic too, it runs no longer.
        tokio::spawn(async move {
            let outcome = computing.await;
            let outcome =
                outcome.unwrap_or_else(|error| Err(db::Error::Custom(error.to_string()).into()));
            if let Err(error) = &outcome {
                tracing::error!(%error, wave = wave.slug, "results could not be computed");
            }
            computations.end(wave.id, &outcome);
        });
    }
    Ok(Redirect::to(&interface.link(Address::StaffWave { wave: &slug })).into_response())
}

async fn run(app: App, wave: Wave, user: User) -> Result<(), ReleaseError> {
    let (release, review) =
        compute_for_review(&app.db, &app.library, &wave, app.clock.now()).await?;
    let write = Audited::begin(&app.db, &user, app.clock.now()).await?;
    let by = user.name.as_str();
    let kept = {
        let computed = (&release, review.as_ref());
        keep_prepared_release(write.transaction(), &wave, computed, by, write.now())
    };
    if let Some(content) = kept.await? {
        let entry = Entry::new(Action::ComputeRelease, subject(&wave.slug)).after(json!({
            "respondents": release.respondents,
            "registration": release.registration.as_ref().map(|note| &note.hash),
            "content": content,
        }));
        write.commit(entry).await?;
    }
    Ok(())
}

/// Whether the results of a wave can be computed: it is closed and opened, its answers are there, and it has not been
/// released.
async fn is_due(app: &App, wave: &Wave) -> Result<bool, Error> {
    Ok(wave.closed_at.is_some()
        && wave.answers_erased_at.is_none()
        && is_opened(&app.db, wave.id).await?
        && find_stored_release(&app.db, &wave.slug).await?.is_none())
}

/// What was computed for a wave and can still be published.
pub(super) async fn prepared(app: &App, wave: &Wave) -> Result<Option<PreparedRelease>, Error> {
    if is_due(app, wave).await? {
        Ok(find_prepared_release(&app.db, wave.id).await?)
    } else {
        Ok(None)
    }
}

/// What there is to say of results that are not public, and the way to compute and see them.
pub(super) async fn section(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    wave: &Wave,
) -> Result<Markup, Error> {
    if let Some(release) = find_stored_release(&app.db, &wave.slug).await? {
        return Ok(if release.is_public(app.clock.now()) {
            published(interface, &release)
        } else {
            embargoed(interface, staff, &release)
        });
    }
    if !is_due(app, wave).await? {
        return Ok(Markup::default());
    }
    let prepared = find_prepared_release(&app.db, wave.id).await?;
    let standing = app.computations.of(wave.id);
    Ok(view(
        interface,
        staff,
        wave,
        prepared.as_ref(),
        standing.as_ref(),
    ))
}

fn published(interface: &Interface, release: &Release) -> Markup {
    let locale = interface.locale;
    let date = interface.date(release.public_from());
    let to = Address::Scoreboard {
        wave: &release.wave,
    };
    html! {
        h2 { (locale.t(text::WAVE_RESULTS_TITLE)) }
        p { (locale.t(text::WaveResultsPublished { date })) " " a href=(interface.link(to)) { (locale.t(text::WAVE_RESULTS_SEE)) } }
    }
}

/// What is released and not public yet, with the way to it for whoever saw it before.
fn embargoed(interface: &Interface, staff: &Staff, release: &Release) -> Markup {
    let locale = interface.locale;
    let said = text::WaveResultsEarly {
        date: interface.date(release.released_at),
        moment: interface.moment(release.public_from()),
    };
    let to = Address::WaveRelease {
        wave: &release.wave,
    };
    html! {
        h2 { (locale.t(text::WAVE_RESULTS_TITLE)) }
        p { (locale.t(said))
            @if staff.may(Permission::ComputeRelease) { " " a href=(interface.link(to)) { (locale.t(text::WAVE_RESULTS_SEE)) } }
        }
    }
}

fn view(
    interface: &Interface,
    staff: &Staff,
    wave: &Wave,
    prepared: Option<&PreparedRelease>,
    standing: Option<&Standing>,
) -> Markup {
    let locale = interface.locale;
    let may = staff.may(Permission::ComputeRelease);
    html! {
        h2 { (locale.t(text::WAVE_RESULTS_TITLE)) }
        @match prepared {
            Some(prepared) => {
                p { (line(interface, prepared)) }
                @if may { p {
                    @if prepared.review.is_some() { a.button href=(interface.link(Address::WaveReview { wave: &wave.slug })) { (locale.t(text::VETTING_TITLE)) } " " }
                    a.button.main href=(interface.link(Address::WaveRelease { wave: &wave.slug })) { (locale.t(text::WAVE_RESULTS_PREVIEW)) }
                } }
            }
            None if standing == Some(&Standing::Running) => {}
            None => { p { (locale.t(text::WAVE_RESULTS_NONE)) } }
        }
        @match standing {
            Some(Standing::Running) => {
                p role="status" { (locale.t(text::WAVE_RESULTS_RUNNING)) }
                p.help { (locale.t(text::WAVE_OPENING_WAIT)) }
            }
            Some(Standing::Failed(why)) => {
                (explain(interface, why))
                (button(interface, staff, wave, prepared.is_some()))
            }
            None => { (button(interface, staff, wave, prepared.is_some())) }
        }
    }
}

fn button(interface: &Interface, staff: &Staff, wave: &Wave, again: bool) -> Markup {
    let locale = interface.locale;
    let said = if again {
        text::WAVE_RESULTS_AGAIN
    } else {
        text::WAVE_RESULTS_COMPUTE
    };
    html! {
        @if staff.may(Permission::ComputeRelease) {
            form.narrow method="post" action=(interface.link(Address::WaveComputation { wave: &wave.slug })) {
                (staff.form_token())
                button type="submit" { (locale.t(said)) }
            }
        } @else {
            p.help { (locale.t(text::WAVE_RESULTS_WHO)) }
        }
    }
}

/// Who computed it and when, and that it is not public.
pub(super) fn line(interface: &Interface, prepared: &PreparedRelease) -> String {
    interface.locale.t(text::WaveResultsPrepared {
        by: prepared.by.as_str(),
        moment: interface.moment(prepared.at),
    })
}

/// Why there are no results.
pub(super) fn explain(interface: &Interface, why: &Why) -> Markup {
    let locale = interface.locale;
    html! {
        div.notice.doubt role="alert" {
            @match why {
                Why::Said(why) => {
                    p { (locale.t(text::WAVE_RESULTS_REFUSED)) }
                    @for line in why.lines() { p { (line) } }
                }
                Why::Other => { p { (locale.t(text::WAVE_RESULTS_FAILED)) } }
            }
        }
    }
}
