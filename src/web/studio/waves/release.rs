//! What somebody computed, as it will be published: seen before it is public, and published by somebody else.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

use super::closing::subject;
use super::compute::{explain, line, prepared};
use super::load;
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Path, Query};
use crate::interface::Interface;
use crate::public::report::Part;
use crate::public::seen::{Audience, Seen};
use crate::public::{indicator, quality, scoreboard};
use crate::release::{ReleaseError, Why, compute_registered, publish};
use crate::studio::early::{early_notice, early_report, note_early};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::store::list_entries;
use accounts::{Action, Entry, Permission};
use fieldwork::Wave;
use messages::text;
use results::Release;
use results::store::{LoadError, PreparedRelease, find_stored_release, hold_prepared_release};

/// Why something was not published.
enum Refusal {
    /// Whoever computed it cannot publish it.
    OwnWork,
    /// It was not said that it is final.
    NotSure,
    /// It was computed again after it was seen.
    Changed,
    /// Computed again, it differs: somebody has changed it, or what it was computed from, in the database.
    Differs,
    /// What it was computed by holds no longer.
    Unregistered(Why),
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::OwnWork => StatusCode::FORBIDDEN,
            Self::NotSure => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Changed | Self::Differs | Self::Unregistered(_) => StatusCode::CONFLICT,
        }
    }
}

/// Shows it; shows the wave where there is nothing to be published.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
) -> Result<Response, Error> {
    let wave = load(&app, &slug).await?;
    let Some(prepared) = prepared(&app, &wave).await? else {
        let Some(release) = embargoed(&app, &wave).await? else {
            return Ok(back(&interface, &wave));
        };
        note_early(&app, &staff, &release, None).await?;
        let top = early_notice(&interface, &release, &download(&interface, &wave));
        let page = scoreboard::preview(&interface, Seen::early(&release), top);
        return Ok(page.into_response());
    };
    note_preview(&app, &staff, &wave, &prepared).await?;
    Ok(page(&interface, &staff, &wave, &prepared, None).into_response())
}

/// Writes down who saw results before they were public, once for the same results.
async fn note_preview(
    app: &App,
    staff: &Staff,
    wave: &Wave,
    prepared: &PreparedRelease,
) -> Result<(), Error> {
    let by = staff.user.name.as_str();
    let content = json!({ "content": prepared.hash });
    let seen = list_entries(&app.db, Action::SeePreview, &subject(&wave.slug)).await?;
    let noted = seen
        .iter()
        .any(|entry| entry.actor == by && entry.after.as_ref() == Some(&content));
    if !noted {
        let entry = Entry::new(Action::SeePreview, subject(&wave.slug)).after(content);
        staff.write(app).await?.commit(entry).await?;
    }
    Ok(())
}

/// Shows how a figure of it was made; shows the wave where there is nothing to be published.
pub(crate) async fn indicator(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path((slug, indicator)): Path<(String, String)>,
    Query(query): Query,
) -> Result<Response, Error> {
    let wave = load(&app, &slug).await?;
    let Some(prepared) = prepared(&app, &wave).await? else {
        let Some(release) = embargoed(&app, &wave).await? else {
            return Ok(back(&interface, &wave));
        };
        note_early(&app, &staff, &release, None).await?;
        let page = indicator::page(&interface, Seen::early(&release), &indicator, &query)?;
        return Ok(page.into_response());
    };
    let seen = Seen::prepared(&prepared.release);
    let page = indicator::page(&interface, seen, &indicator, &query)?;
    Ok(page.into_response())
}

/// Shows how good the answers are that it rests on; shows the wave where there is nothing to be published.
pub(crate) async fn quality(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
) -> Result<Response, Error> {
    let wave = load(&app, &slug).await?;
    let Some((release, by)) = read_before_others(&app, &staff, &wave).await? else {
        return Ok(back(&interface, &wave));
    };
    Ok(quality::page(&interface, Seen::by(&release, by)).into_response())
}

/// Hands out its report; shows the wave where there is nothing to be published.
pub(crate) async fn report(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
) -> Result<Response, Error> {
    let wave = load(&app, &slug).await?;
    let Some((release, by)) = read_before_others(&app, &staff, &wave).await? else {
        return Ok(back(&interface, &wave));
    };
    early_report(&app, &interface, release, by, Part::Whole).await
}

/// What is not public yet, as whoever prepares it or may read it early sees it; the log says that they did.
async fn read_before_others(
    app: &App,
    staff: &Staff,
    wave: &Wave,
) -> Result<Option<(Release, Audience)>, Error> {
    if let Some(prepared) = prepared(app, wave).await? {
        note_preview(app, staff, wave, &prepared).await?;
        return Ok(Some((prepared.release, Audience::Preparing)));
    }
    let Some(release) = embargoed(app, wave).await? else {
        return Ok(None);
    };
    note_early(app, staff, &release, None).await?;
    Ok(Some((release, Audience::Early)))
}

/// Publishes what was seen, once it has been computed again and is the same, and shows it where everybody sees it.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let wave = load(&app, &slug).await?;
    let Some(prepared) = prepared(&app, &wave).await? else {
        return Ok(back(&interface, &wave));
    };
    if let Some(refusal) = refusal(&app, &staff, &wave, &prepared, &typed).await? {
        let page = page(&interface, &staff, &wave, &prepared, Some(&refusal));
        return Ok((refusal.status(), page).into_response());
    }
    let write = staff.write(&app).await?;
    let held = hold_prepared_release(write.transaction(), wave.id).await?;
    if held.as_ref() != Some(&prepared) {
        // Computed again or published in this very moment: what is there now is shown.
        return Ok(
            Redirect::to(&interface.link(Address::WaveRelease { wave: &slug })).into_response(),
        );
    }
    let published = publish(write, &wave, prepared.release, Some(&prepared.by)).await?;
    let to = if published.is_public(app.clock.now()) {
        Address::Scoreboard { wave: &slug }
    } else {
        Address::WaveRelease { wave: &slug }
    };
    Ok(Redirect::to(&interface.link(to)).into_response())
}

/// What is released and not public yet.
async fn embargoed(app: &App, wave: &Wave) -> Result<Option<Release>, Error> {
    let release = find_stored_release(&app.db, &wave.slug).await?;
    Ok(release.filter(|release| !release.is_public(app.clock.now())))
}

async fn refusal(
    app: &App,
    staff: &Staff,
    wave: &Wave,
    prepared: &PreparedRelease,
    typed: &Typed,
) -> Result<Option<Refusal>, Error> {
    if prepared.by == staff.user.name.as_str() {
        return Ok(Some(Refusal::OwnWork));
    }
    if prepared.hash != typed.text("seen") {
        return Ok(Some(Refusal::Changed));
    }
    if typed.text("sure") != "yes" {
        return Ok(Some(Refusal::NotSure));
    }
    let at = prepared.release.released_at;
    match compute_registered(&app.db, &app.library, wave, at).await {
        Ok(again) if again == prepared.release => Ok(None),
        Ok(_) => Ok(Some(Refusal::Differs)),
        Err(ReleaseError::Database(error) | ReleaseError::Load(LoadError::Database(error))) => {
            Err(error.into())
        }
        Err(error) => Ok(Some(Refusal::Unregistered(Why::from(&error)))),
    }
}

/// The way to the report of what is not public.
fn download(interface: &Interface, wave: &Wave) -> Markup {
    let address = Address::WaveReleaseReport { wave: &wave.slug };
    html! { p { a href=(interface.link(address)) { (interface.locale.t(text::REPORT_DOWNLOAD)) } } }
}

fn back(interface: &Interface, wave: &Wave) -> Response {
    let wave = &wave.slug;
    Redirect::to(&interface.link(Address::StaffWave { wave })).into_response()
}

fn page(
    interface: &Interface,
    staff: &Staff,
    wave: &Wave,
    prepared: &PreparedRelease,
    refusal: Option<&Refusal>,
) -> Markup {
    let locale = interface.locale;
    let unsure = matches!(refusal, Some(Refusal::NotSure));
    let own = prepared.by == staff.user.name.as_str();
    let top = html! {
        @match refusal {
            None | Some(Refusal::OwnWork | Refusal::NotSure) => {}
            Some(Refusal::Changed) => { p.notice.doubt role="alert" { (locale.t(text::RELEASE_CHANGED)) } }
            Some(Refusal::Differs) => { p.notice.doubt role="alert" { (locale.t(text::RELEASE_DIFFERS)) } }
            Some(Refusal::Unregistered(why)) => { (explain(interface, why)) }
        }
        div.notice.doubt {
            p { strong { (line(interface, prepared)) } }
            p { (locale.t(text::RELEASE_PREVIEW)) }
            @if prepared.review.is_some() { p { a href=(interface.link(Address::WaveReview { wave: &wave.slug })) { (locale.t(text::VETTING_TITLE)) } } }
            @if own {
                p role=[refusal.is_some().then_some("alert")] { (locale.t(text::RELEASE_OWN)) }
            } @else if staff.may(Permission::PublishRelease) {
                form.publish method="post" action=(interface.link(Address::WaveRelease { wave: &wave.slug })) {
                    (staff.form_token())
                    input type="hidden" name="seen" value=(prepared.hash);
                    @if unsure { p.message #sure-fault role="alert" { (locale.t(text::RELEASE_NOT_SURE)) } }
                    label { input type="checkbox" name="sure" value="yes" required aria-describedby=[unsure.then_some("sure-fault")]; span { (locale.t(text::RELEASE_SURE)) } }
                    button type="submit" { (locale.t(text::RELEASE_PUBLISH)) }
                }
            } @else {
                p { (locale.t(text::RELEASE_WHO)) }
            }
            (download(interface, wave))
            p.back { a href=(interface.link(Address::StaffWave { wave: &wave.slug })) { (locale.t(text::RELEASE_BACK)) } }
        }
    };
    scoreboard::preview(interface, Seen::prepared(&prepared.release), top)
}
