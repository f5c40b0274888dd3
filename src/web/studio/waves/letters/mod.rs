//! The letters of a wave: its invitation, its reminders with the days planned for them, and a fresh code for one household.
//!
//! Codes are made within the request, so that what is wrong is said at once; the letters are written beside the pages, and
//! fetched once by whoever made them.

mod addresses;
mod reserve;
mod view;

pub(crate) use addresses::{show as addresses, submit as keep_addresses};
pub(crate) use reserve::{release, show as reserve};

use axum::extract::State;
use axum::http::header::REFRESH;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use maud::{Markup, html};

use self::view::{PlanRefused, Refused};
use super::cases::load_sampled;
use super::open_sealed;
use crate::addresses::Address;
use crate::app::App;
use crate::asset;
use crate::error::{Error, FormFault};
use crate::extract::Path;
use crate::interface::Interface;
use crate::letters::{
    Begun, KEPT, Letters, Standing, ZipFile, document, explain, make_codes, plan_days,
};
use crate::studio::download;
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::UserId;
use accounts::store::Audited;
use fieldwork::mailing::MOST_REMINDERS;
use fieldwork::store::{MailingError, list_mailings, list_replicates};
use fieldwork::{CaseNumber, IssuedMailing, Mailing, MailingId, MailingKind, Occasion, Wave};
use messages::{Locale, text};

/// Shows what was made, what is planned and what comes next.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
) -> Result<Response, Error> {
    let wave = load_sampled(&app, &slug).await?;
    // Asked before the page is made: one that says that letters are being written is renewed.
    let standing = app.letters.of(wave.id, app.clock.now());
    let page = page(&app, &interface, &staff, &wave, Refused::default()).await?;
    let mut response = page.into_response();
    if matches!(standing, Some(Standing::Running { .. })) {
        let renewal = HeaderValue::from_static(open_sealed::RENEWAL);
        response.headers_mut().insert(REFRESH, renewal);
    }
    Ok(response)
}

/// Makes an invitation or a reminder, unless letters of the wave are being written or wait to be fetched.
pub(crate) async fn make(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let wave = load_sampled(&app, &slug).await?;
    let occasion = read_occasion(typed.text("mailing"))?;
    let mailings = list_mailings(&app.db, wave.id).await?;
    let voids = usable_codes(&mailings, occasion);
    if voids > 0 && typed.text("sure") != "yes" {
        let refused = Refused {
            unsure: Some(occasion),
            ..Refused::default()
        };
        return refuse(&app, &interface, &staff, &wave, refused).await;
    }
    let here = Redirect::to(&interface.link(Address::WaveLetters { wave: &slug }));
    let Some(begun) = app.letters.begin(wave.id, app.clock.now()) else {
        return Ok(here.into_response());
    };
    match codes(&app, &staff, &wave, occasion).await {
        Ok(mailing) => {
            write_beside(app, wave, mailing, staff.user.id, interface.locale, begun);
            Ok(here.into_response())
        }
        Err(error) => {
            begun.give_up();
            let refused = Refused {
                making: Some(known(&interface, error)?),
                ..Refused::default()
            };
            refuse(&app, &interface, &staff, &wave, refused).await
        }
    }
}

/// Gives finished letters to whoever made them. They are gone then.
pub(crate) async fn fetch(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
) -> Result<Response, Error> {
    let wave = load_sampled(&app, &slug).await?;
    let now = app.clock.now();
    if let Some(file) = app.letters.take(wave.id, staff.user.id, now) {
        return Ok(download::zip(&slug, "-letters.zip", file.bytes));
    }
    let refused = Refused {
        making: Some(interface.locale.t(text::LETTERS_FETCHED)),
        ..Refused::default()
    };
    let page = page(&app, &interface, &staff, &wave, refused).await?;
    Ok((StatusCode::GONE, page).into_response())
}

/// Prints the letter of one household with a fresh code.
pub(crate) async fn fresh(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let wave = load_sampled(&app, &slug).await?;
    let number = typed.text("case");
    let Some(case) = CaseNumber::parse(number) else {
        let refused = Refused {
            fresh: Some((number, unknown_case(interface.locale, number))),
            ..Refused::default()
        };
        return refuse(&app, &interface, &staff, &wave, refused).await;
    };
    let made = codes(&app, &staff, &wave, Occasion::Single(case)).await;
    match made {
        Ok(mailing) => Ok(print_one(&app, &interface, &wave, &mailing)?.into_response()),
        Err(error) => {
            let refused = Refused {
                fresh: Some((number, known(&interface, error)?)),
                ..Refused::default()
            };
            refuse(&app, &interface, &staff, &wave, refused).await
        }
    }
}

/// Plans the reminders that were not made.
pub(crate) async fn plan(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let wave = load_sampled(&app, &slug).await?;
    let refused = match read_days(&typed) {
        Err(refused) => Some(refused),
        Ok(days) => {
            let write = staff.write(&app).await?;
            let fault = plan_days(write, &wave, &days).await?;
            fault.map(PlanRefused::Fault)
        }
    };
    match refused {
        None => {
            let here = interface.link(Address::WaveLetters { wave: &slug });
            Ok(Redirect::to(&here).into_response())
        }
        Some(fault) => {
            let refused = Refused {
                plan: Some((&typed, fault)),
                ..Refused::default()
            };
            refuse(&app, &interface, &staff, &wave, refused).await
        }
    }
}

/// Which mailing a form asks for: the word of the invitation, that of a replicate with its number, or the number of a reminder.
fn read_occasion(typed: &str) -> Result<Occasion, Error> {
    if typed == MailingKind::Invitation.as_str() {
        return Ok(Occasion::Invitation);
    }
    if let Some(number) = typed.strip_prefix(view::OF_REPLICATE) {
        let number = number.parse().or(Err(Error::Malformed(FormFault::Foreign)));
        return Ok(Occasion::Replicate(number?));
    }
    let number = typed.parse().or(Err(Error::Malformed(FormFault::Foreign)));
    Ok(Occasion::Reminder(MailingId(number?)))
}

/// How many codes making a mailing voids.
fn usable_codes(mailings: &[Mailing], occasion: Occasion) -> u64 {
    let replaced = mailings.iter().find(|mailing| match occasion {
        Occasion::Invitation => mailing.kind == MailingKind::Invitation,
        Occasion::Replicate(number) => mailing.replicate == Some(number),
        Occasion::Reminder(id) => mailing.id == id,
        Occasion::Single(_) => false,
    });
    replaced.map_or(0, |mailing| mailing.usable)
}

/// The days typed for reminders; an empty field is none.
fn read_days(typed: &Typed) -> Result<Vec<NaiveDate>, PlanRefused> {
    let days = (1..=MOST_REMINDERS).map(|number| typed.text(&view::day_field(number)).to_owned());
    let days = days.filter(|day| !day.is_empty());
    days.map(|day| day.parse().or(Err(PlanRefused::Unreadable)))
        .collect()
}

async fn codes(
    app: &App,
    staff: &Staff,
    wave: &Wave,
    occasion: Occasion,
) -> Result<IssuedMailing, MailingError> {
    let now = app.clock.now();
    let write = Audited::begin(&app.db, &staff.user, now).await?;
    let (by, mut rng) = (staff.user.name.as_str(), app.rng());
    make_codes(write, wave, occasion, by, &app.key, &mut rng).await
}

/// Why no codes were made, in words; a fault of the database is an error of the page.
fn known(interface: &Interface, error: MailingError) -> Result<String, Error> {
    match error {
        MailingError::Database(error) => Err(error.into()),
        error => Ok(explain(interface.locale, &error)),
    }
}

fn unknown_case(locale: Locale, case: &str) -> String {
    locale.t(text::LettersUnknownCase { case })
}

/// Writes the letters beside the pages, and forgets them once they have waited too long.
fn write_beside(
    app: App,
    wave: Wave,
    mailing: IssuedMailing,
    maker: UserId,
    locale: Locale,
    begun: Begun,
) {
    let (finished, clock) = (app.letters.clone(), app.clock.clone());
    let writing = tokio::task::spawn_blocking(move || {
        let of = mailing.letters.len() as u64;
        let letters = Letters {
            wave: &wave,
            site: &app.site,
            mailing: &mailing,
            locale,
        };
        begun.note(0, of);
        match letters.zip(|done| begun.note(done, of)) {
            Ok(bytes) => begun.end(ZipFile {
                bytes,
                letters: of,
                voided: mailing.voided,
                maker,
                made_at: app.clock.now(),
            }),
            Err(error) => {
                tracing::error!(%error, wave = wave.slug, "letters could not be written");
            }
        }
    });
    tokio::spawn(async move {
        if writing.await.is_ok() {
            tokio::time::sleep(KEPT.to_std().unwrap_or_default()).await;
            finished.forget(clock.now());
        }
    });
}

/// One letter as a page to print.
fn print_one(
    app: &App,
    interface: &Interface,
    wave: &Wave,
    mailing: &IssuedMailing,
) -> Result<Markup, Error> {
    let letters = Letters {
        wave,
        site: &app.site,
        mailing,
        locale: interface.locale,
    };
    let sheets = letters.sheets(&mailing.letters).map_err(Error::internal)?;
    let style = html! { link rel="stylesheet" href=(asset::address("letter.css")); };
    Ok(document(interface.locale, wave, &style, &sheets))
}

async fn refuse(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    wave: &Wave,
    refused: Refused<'_>,
) -> Result<Response, Error> {
    let page = page(app, interface, staff, wave, refused).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn page(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    wave: &Wave,
    refused: Refused<'_>,
) -> Result<Markup, Error> {
    let now = app.clock.now();
    let shown = view::Shown {
        interface,
        staff,
        wave,
        now,
        mailings: list_mailings(&app.db, wave.id).await?,
        replicates: list_replicates(&app.db, wave.id).await?,
        standing: app.letters.of(wave.id, now),
        has_address: app.site.address.is_some(),
        refused,
    };
    Ok(shown.view(&app.site.full("/")))
}
