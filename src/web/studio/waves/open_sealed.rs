//! Opening what a closed wave has sealed: asked for once, done beside the pages, watched on the page of the wave.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::load;
use super::one::{Refused, page};
use super::share_fields::{self, Entered};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::opening::{Standing, Why, open_sealed};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::Permission;
use accounts::store::Actor;
use fieldwork::store::{Opened, Opening, OpeningError, OpeningStep, find_trustees};
use fieldwork::{EntrustedKey, OpeningKey, Wave};
use messages::text;

/// How often a page is renewed while an opening runs, in seconds.
pub(super) const RENEWAL: &str = "2";

/// Begins the opening, unless it runs, and shows the wave.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let wave = load(&app, &slug).await?;
    let from_shares = match find_trustees(&app.db, &wave, app.clock.now()).await? {
        Some(entrusted) => match share_fields::make_key(&typed, entrusted) {
            Ok(key) => Some(key),
            Err(faults) => {
                let refused = Refused {
                    closing: None,
                    shares: Some(Entered {
                        fields: &typed.fields,
                        faults: &faults,
                    }),
                };
                let page = page(&app, &interface, &staff, &slug, refused).await?;
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
            }
        },
        None => None,
    };
    if app.openings.begin(wave.id) {
        let openings = app.openings.clone();
        let opening = tokio::spawn(run(
            app,
            wave.clone(),
            from_shares,
            Actor::from(&staff.user),
        ));
        // However it ends, by a panic too, it runs no longer.
        tokio::spawn(async move {
            let outcome = opening.await;
            let outcome =
                outcome.unwrap_or_else(|error| Err(db::Error::Custom(error.to_string()).into()));
            match &outcome {
                Ok(opened) => tracing::info!(
                    wave = wave.slug,
                    responses = opened.responses,
                    "wave opened"
                ),
                Err(error) => {
                    tracing::error!(%error, wave = wave.slug, "a wave could not be opened");
                }
            }
            openings.end(wave.id, &outcome);
        });
    }
    Ok(Redirect::to(&interface.link(Address::StaffWave { wave: &slug })).into_response())
}

async fn run(
    app: App,
    wave: Wave,
    from_shares: Option<OpeningKey>,
    actor: Actor,
) -> Result<Opened, OpeningError> {
    let opening = Opening {
        wave: &wave,
        keys: &app.sealing,
        from_shares: from_shares.as_ref(),
        without_unreadable: false,
        now: app.clock.now(),
    };
    let on_step = |step| app.openings.note(wave.id, step);
    let mut rng = app.rng();
    open_sealed(&app.db, &opening, actor, &mut rng, &on_step).await
}

/// What can be opened now, and by which trustees, if by any.
#[derive(Clone, Copy)]
pub(super) struct Due {
    pub(super) forms: u64,
    pub(super) entrusted: Option<EntrustedKey>,
}

/// What there is to say of a wave's sealed questionnaires, and the way to open them once it is closed.
pub(super) fn view(
    interface: &Interface,
    staff: &Staff,
    wave: &Wave,
    due: Due,
    standing: Option<Standing>,
    entered: Option<Entered<'_>>,
) -> Markup {
    let locale = interface.locale;
    let form = || form(interface, staff, wave, due, entered);
    html! {
        h2 { (locale.t(text::WAVE_OPENING_TITLE)) }
        @match standing {
            Some(Standing::Running(step)) => {
                @let (said, done, of) = match step {
                    OpeningStep::Opening { done, of } => (locale.t(text::WaveOpeningRunning { done, of }), done, of),
                    OpeningStep::Writing { done, of } => (locale.t(text::WaveOpeningWriting { done, of }), done, of),
                };
                p role="status" { (said) }
                progress value=(done) max=(of.max(1)) aria-label=(said) {}
                p.help { (locale.t(text::WAVE_OPENING_WAIT)) }
            }
            Some(Standing::Failed(why)) => {
                p.notice.doubt role="alert" { (explain(interface, why)) }
                (form())
            }
            None => {
                p { (locale.t(text::WaveOpeningHelp { count: due.forms })) }
                (form())
            }
        }
    }
}

fn explain(interface: &Interface, why: Why) -> String {
    let locale = interface.locale;
    match why {
        Why::KeyMissing => locale.t(text::WAVE_OPENING_KEY_MISSING),
        Why::Unreadable { forms } => locale.t(text::WaveOpeningUnreadable { count: forms }),
        Why::Other => locale.t(text::WAVE_OPENING_FAILED),
    }
}

fn form(
    interface: &Interface,
    staff: &Staff,
    wave: &Wave,
    due: Due,
    entered: Option<Entered<'_>>,
) -> Markup {
    let locale = interface.locale;
    html! {
        @if staff.may(Permission::OpenSealed) {
            form.narrow method="post" action=(interface.link(Address::WaveOpening { wave: &wave.slug })) {
                (staff.form_token())
                @if let (Some(entrusted), 1..) = (due.entrusted, due.forms) {
                    @let trustees = entrusted.trustees;
                    p { (locale.t(text::WaveOpeningShares { shares: trustees.shares().to_string(), needed: trustees.needed().to_string() })) }
                    (share_fields::view(interface, entrusted, entered))
                }
                button type="submit" { (locale.t(text::WAVE_OPENING_SUBMIT)) }
            }
        } @else {
            p.help { (locale.t(text::WAVE_OPENING_WHO)) }
        }
    }
}
