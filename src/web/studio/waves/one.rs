//! One wave: its link, its poster, how many have answered, closing it early or why it was.

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::REFRESH;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::closing::{self, Fault};
use super::list::mode;
use super::open_sealed::Due;
use super::share_fields::Entered;
use super::{compute, delay, give_up, load, open_sealed, paper, state};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::opening::Standing as Opening;
use crate::public::standing::corrections;
use crate::resident::way_in;
use crate::studio::qr;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use accounts::Permission;
use clock::in_china;
use fieldwork::{Correction, EntrustedKey, Mode, Sitting, Wave, WaveState, erasable_from, store};
use messages::text;
use results::registration::store::{Kept, find_registration};
use results::store::last_release_of;
use results::unreleased::Unreleased;
use results::unreleased::store::find_unreleased;
use sampling::Sample;
use sampling::store::find_sample_of_wave;

/// Shows a wave.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
) -> Result<Response, Error> {
    let wave = load(&app, &slug).await?;
    // Asked before the page is made: one that says that something runs is renewed.
    let opens = matches!(app.openings.of(wave.id), Some(Opening::Running(_)));
    let runs = opens || app.computations.run_for(wave.id);
    let page = page(&app, &interface, &staff, &slug, Refused::default()).await?;
    let mut response = page.into_response();
    if runs {
        let renewal = HeaderValue::from_static(open_sealed::RENEWAL);
        response.headers_mut().insert(REFRESH, renewal);
    }
    Ok(response)
}

/// What is wrong with a wish to close the wave, or to open it.
#[derive(Clone, Copy, Default)]
pub(super) struct Refused<'a> {
    pub(super) closing: Option<Fault>,
    pub(super) shares: Option<Entered<'a>>,
}

/// The page of a wave, with what is wrong with what was wished.
pub(super) async fn page(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    slug: &str,
    refused: Refused<'_>,
) -> Result<Markup, Error> {
    let wave = load(app, slug).await?;
    let returns = store::count_returns(&app.db, wave.id).await?;
    let moment = app.clock.now();
    let now = wave.state(moment);
    let form = match wave.mode {
        Mode::Open if now != WaveState::Closed => Some(app.site.full(&way_in(app, &wave).await?)),
        Mode::Open | Mode::Probability => None,
    };
    let counts = store::list_progress(&app.db, wave.id).await?;
    let mut waves = store::list_waves(&app.db).await?;
    waves.retain(|other| other.plan == wave.plan);
    let erasable_from = erasable_from(&waves, last_release_of(&app.db, &wave.plan).await?);
    let version = app.library.find(&wave.version).await?;
    let progress = version.map(|version| give_up::view(interface, &version, &counts));
    let unreleased = find_unreleased(&app.db, wave.id, moment).await?;
    let standing = Standing {
        late: unreleased.filter(|unreleased| unreleased.is_late(moment)),
        registration: find_registration(&app.db, wave.id).await?,
        corrections: store::list_corrections(&app.db, wave.id).await?,
        sample: find_sample_of_wave(&app.db, wave.id.0).await?,
        now,
        sealed: store::count_sealed(&app.db, wave.id).await?,
        due: store::count_due(&app.db, &wave, moment).await?,
        sittings: store::list_sittings(&app.db, wave.id).await?,
        opening: app.openings.of(wave.id),
        results: compute::section(app, interface, staff, &wave).await?,
        closed_because: closing::reason(app, slug).await?,
        on_paper: paper::warning(app, interface, &wave).await?,
        returns,
        form,
        kept: Retention {
            until: erasable_from,
            due: erasable_from.is_some_and(|from| moment >= from),
        },
        progress: progress.unwrap_or_default(),
    };
    Ok(view(interface, staff, &wave, &standing, refused))
}

/// How a wave stands: its state, what came back, the way in, and how far people get with its form.
struct Standing {
    now: WaveState,
    sealed: u64,
    /// How many questionnaires can be opened now, if any.
    due: Option<u64>,
    sittings: Vec<Sitting>,
    opening: Option<Opening>,
    /// What is computed and not public.
    results: Markup,
    closed_because: Option<String>,
    /// That booklets on paper wait, which a close would lose.
    on_paper: Markup,
    returns: u64,
    form: Option<String>,
    kept: Retention,
    progress: Markup,
    registration: Option<Kept>,
    /// What was corrected since.
    corrections: Vec<Correction>,
    /// The sample it was opened with, where it was drawn in the studio.
    sample: Option<Sample>,
    /// What is late, where the results are.
    late: Option<Unreleased>,
}

/// For how long answers are kept; not known while a wave of the plan is open.
struct Retention {
    until: Option<DateTime<Utc>>,
    due: bool,
}

fn view(
    interface: &Interface,
    staff: &Staff,
    wave: &Wave,
    standing: &Standing,
    refused: Refused<'_>,
) -> Markup {
    let locale = interface.locale;
    let Standing { now, returns, .. } = *standing;
    let entrusted = standing.sittings.iter().find_map(Sitting::entrusted);
    let actions = html! {
        @if wave.mode == Mode::Probability { a.button href=(interface.link(Address::WaveCases { wave: &wave.slug })) { (locale.t(text::CASES_TITLE)) } a.button href=(interface.link(Address::WaveMonitor { wave: &wave.slug })) { (locale.t(text::MONITOR_TITLE)) } }
        @if standing.form.is_some() { a.button href=(interface.link(Address::WavePoster { wave: &wave.slug })) { (locale.t(text::WAVE_POSTER)) } }
        @if wave.mode == Mode::Probability { a.button href=(interface.link(Address::WaveLetters { wave: &wave.slug })) { (locale.t(text::LETTERS_TITLE)) } }
        @if wave.mode == Mode::Probability && now != WaveState::Closed && staff.may(Permission::ManageWaves) {
            a.button href=(interface.link(Address::WaveBooklet { wave: &wave.slug })) { (locale.t(text::BOOKLET_TITLE)) }
        }
        @if now != WaveState::Closed && staff.may(Permission::ManageWaves) {
            a.button href=(interface.link(Address::WaveCorrection { wave: &wave.slug })) { (locale.t(text::CORRECT_TITLE)) }
        }
        @if wave.mode == Mode::Probability && now == WaveState::Closed && staff.may(Permission::ExportRows) { a.button href=(interface.link(Address::WaveRows { wave: &wave.slug })) { (locale.t(text::ROWS_TITLE)) } }
        @if wave.mode == Mode::Probability && staff.may(Permission::EnterPaper) { a.button href=(interface.link(Address::WavePaper { wave: &wave.slug })) { (locale.t(text::PAPER_TITLE)) } }
        @if wave.closed_at.is_some() && staff.may(Permission::ReviewTexts) { a.button href=(interface.link(Address::WaveTexts { wave: &wave.slug })) { (locale.t(text::TEXTS_TITLE)) } }
    };
    Studio::new(interface, staff, Place::Waves, interface.text(&wave.title)).state(state(interface, now)).actions(actions).script("studio.js").body(&html! {
        @if wave.header.is_none() { p.notice.doubt { (locale.t(text::HEADER_NONE)) } }
        dl.facts {
            dt { (locale.t(text::WAVE_MODE)) } dd { (mode(interface, wave.mode)) }
            @if let Some(sample) = &standing.sample {
                dt { (locale.t(text::SAMPLE)) }
                dd { @if staff.may(Permission::ManageWaves) { a href=(interface.link(Address::Sample { sample: sample.id.0 })) { (sample.name) } } @else { (sample.name) } }
            }
            dt { (locale.t(text::WAVE_PERIOD)) } dd { (interface.moment(wave.opens_at)) " – " (interface.moment(wave.closes_at)) }
            @if !standing.corrections.is_empty() { dt { (locale.t(text::CORRECTIONS)) } dd { (corrections(interface, &standing.corrections)) } }
            @if let Some(closed) = wave.closed_at { dt { (locale.t(text::WAVE_CLOSED_AT)) } dd { (interface.moment(closed)) } }
            @if let Some(reason) = &standing.closed_because { dt { (locale.t(text::WAVE_CLOSED_BECAUSE)) } dd { (reason) } }
            dt { (locale.t(text::WAVE_ANSWERS)) } dd { (answers(interface, wave, standing)) }
            @if let Some(form) = &standing.form { dt { (locale.t(text::WAVE_LINK)) } dd { (way(interface, form)) } }
            dt { (locale.t(text::WAVE_PAPER)) } dd { a href=(interface.link(Address::Paper { wave: &wave.slug })) { (Address::Paper { wave: &wave.slug }) } }
            dt { (locale.t(text::VERSION)) } dd { a href=(interface.link(Address::Version { version: &wave.version })) { code { (wave.version.get(..12).unwrap_or(&wave.version)) } } }
            dt { (locale.t(text::WAVE_PLAN)) } dd { (wave.plan) }
            dt { (locale.t(text::WAVE_RETURNS)) } dd { (locale.t(text::WaveReturnsCount { count: returns })) }
            @if standing.sittings.len() > 1 { dt { (locale.t(text::WAVE_READS)) } dd { @for sitting in &standing.sittings { div { (interface.moment(sitting.until)) } } } }
            @if let Some(EntrustedKey { trustees, key }) = entrusted { dt { (locale.t(text::WAVE_OPENED_BY)) } dd { (locale.t(text::WaveOpenedByTrustees { needed: trustees.needed().to_string(), shares: trustees.shares().to_string(), key: key.short() })) } }
            @if standing.sealed > 0 { dt { (locale.t(text::WAVE_SEALED)) } dd { (locale.t(text::WaveSealedCount { count: standing.sealed })) } }
            @if let Some(kept) = &standing.registration { dt { (locale.t(text::WAVE_REGISTRATION)) } dd { a href=(Address::Registration { wave: &wave.slug }) { code { (kept.note().short()) } } } }
            @if let Some(header) = &wave.header {
                dt { (locale.t(text::HEADER_NUMBER)) } dd { (header.form_number) }
                dt { (locale.t(text::HEADER_AUTHORITY)) } dd { (header.authority) }
                dt { (locale.t(text::HEADER_APPROVAL)) } dd { (header.approval) }
                dt { (locale.t(text::HEADER_VALID)) } dd { (interface.day(header.valid_until)) }
            }
            @if let Some(contact) = &wave.contact { dt { (locale.t(text::WAVE_CONTACT)) } dd { (interface.text(contact)) } }
            @if let Some(complaints) = &wave.complaints { dt { (locale.t(text::WAVE_COMPLAINTS)) } dd { (interface.text(complaints)) } }
        }
        @if now != WaveState::Closed { p.help { (locale.t(text::WAVE_RETURNS_HELP)) } }
        (standing.progress)
        @if let Some(due) = standing.due { (open_sealed::view(interface, staff, wave, Due { forms: due, entrusted }, standing.opening, refused.shares)) }
        (standing.results)
        @if let (Some(late), true) = (&standing.late, staff.may(Permission::ManageWaves)) { (delay::form(interface, staff, late)) }
        @if now != WaveState::Closed && staff.may(Permission::ManageWaves) { (standing.on_paper) (closing::form(interface, staff, wave, refused.closing)) }
    })
}

/// The full address of the form, to be clicked, copied or scanned.
fn way(interface: &Interface, form: &str) -> Markup {
    let locale = interface.locale;
    html! {
        a href=(form) { (form) } " "
        button.quiet type="button" hidden data-copy=(form) data-copied=(locale.t(text::WAVE_LINK_COPIED)) { (locale.t(text::WAVE_LINK_COPY)) }
        // An address too long for a code is still an address.
        @if let Ok(code) = qr::drawing(form, &locale.t(text::POSTER_CODE)) { details { summary { (locale.t(text::POSTER_CODE)) } (code) } }
    }
}

/// What became of the answers, or will.
fn answers(interface: &Interface, wave: &Wave, standing: &Standing) -> String {
    let locale = interface.locale;
    let day = |moment| interface.day(in_china(moment).date_naive());
    match (wave.answers_erased_at, standing.kept.until) {
        (Some(at), _) => locale.t(text::WaveAnswersErased { day: day(at) }),
        (None, None) => locale.t(text::WAVE_ANSWERS_WHILE),
        (None, Some(until)) if standing.kept.due => locale.t(text::WaveAnswersDue {
            day: day(until),
            plan: wave.plan.as_str(),
        }),
        (None, Some(until)) => locale.t(text::WaveAnswersUntil { day: day(until) }),
    }
}
