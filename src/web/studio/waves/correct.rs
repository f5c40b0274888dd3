//! Correcting a wave that is in the field: putting its close off, putting its title or contact right; for a stated reason that
//! everybody can read.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Days, Utc};
use maud::{Markup, html};
use serde_json::json;

use super::closing::subject;
use super::load;
use super::same_office::is_same_office;
use super::wave_form::{LONGEST, moment, past_last_day, wordings};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Fields, Path};
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::{Action, Entry};
use clock::in_china;
use db::content_hash;
use fieldwork::store::{CorrectionError, Corrector, correct_wave};
use fieldwork::{Wave, WaveState};
use messages::{PlainMessage, text};
use questionnaire::{Language, Text};

/// A field, and what is wrong with it.
type Fault = (&'static str, PlainMessage);

/// Shows the form; shows the wave where it is closed.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
) -> Result<Response, Error> {
    let wave = load(&app, &slug).await?;
    if wave.state(app.clock.now()) == WaveState::Closed {
        return Ok(back(&interface, &slug));
    }
    let typed = Typed::of(Fields::from_pairs(as_typed(&wave)));
    Ok(page(&interface, &staff, &wave, &typed, &[]).into_response())
}

/// Corrects it.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let wave = load(&app, &slug).await?;
    let refuse = |faults: &[Fault]| {
        let page = page(&interface, &staff, &wave, &typed, faults);
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    };
    let corrected = match read(&wave, &typed, app.clock.now()) {
        Ok(corrected) => corrected,
        Err(faults) => return refuse(&faults),
    };
    let reason = typed.reason();
    let write = staff.write(&app).await?;
    let corrector = Corrector {
        by: staff.user.name.as_str(),
        at: write.now(),
        reason: &reason,
    };
    let changes = match correct_wave(write.transaction(), &wave, &corrected, corrector).await {
        Ok(changes) => changes,
        Err(CorrectionError::Database(error)) => return Err(error.into()),
        Err(CorrectionError::Closed) => return Ok(back(&interface, &slug)),
        Err(CorrectionError::Earlier) => return refuse(&[("closes", text::CORRECT_EARLIER)]),
        Err(CorrectionError::Changed) => return refuse(&[("seen", text::CORRECT_CHANGED)]),
    };
    if changes.is_empty() {
        return refuse(&[("seen", text::CORRECT_NOTHING)]);
    }
    let entry = Entry::new(Action::CorrectWave, subject(&slug))
        .before(told(&wave))
        .after({
            let mut after = told(&corrected);
            after["reason"] = reason.into();
            after
        });
    write.commit(entry).await?;
    Ok(back(&interface, &slug))
}

/// What the log says of a wave before and after.
fn told(wave: &Wave) -> serde_json::Value {
    json!({ "closes": wave.closes_at, "title": wave.title, "contact": wave.contact })
}

fn back(interface: &Interface, wave: &str) -> Response {
    Redirect::to(&interface.link(Address::StaffWave { wave })).into_response()
}

/// What tells a wave that was seen from one that somebody has corrected since.
fn seen(wave: &Wave) -> String {
    content_hash(&told(wave))
}

/// The fields as they stand.
fn as_typed(wave: &Wave) -> Vec<(String, String)> {
    let local = in_china(wave.closes_at)
        .format("%Y-%m-%dT%H:%M")
        .to_string();
    let wording = |text: Option<&Text>, tag: &str| {
        let wording = text.and_then(|text| text.find(&Language::new(tag)));
        wording.unwrap_or_default().to_owned()
    };
    let mut pairs = vec![("closes".to_owned(), local)];
    for tag in ["zh", "en"] {
        pairs.push((format!("title-{tag}"), wording(Some(&wave.title), tag)));
        pairs.push((
            format!("contact-{tag}"),
            wording(wave.contact.as_ref(), tag),
        ));
    }
    pairs
}

/// The wave as it is to be.
fn read(wave: &Wave, typed: &Typed, now: DateTime<Utc>) -> Result<Wave, Vec<Fault>> {
    let mut faults: Vec<Fault> = Vec::new();
    if typed.text("seen") != seen(wave) {
        faults.push(("seen", text::CORRECT_CHANGED));
    }
    if typed.text("reason").is_empty() {
        faults.push(("reason", text::CORRECT_NO_REASON));
    }
    if typed.text("title-zh").is_empty() {
        faults.push(("title-zh", text::WAVE_FAULT_MISSING));
    }
    // A field for minutes takes the seconds away.
    let unchanged = in_china(wave.closes_at)
        .format("%Y-%m-%dT%H:%M")
        .to_string();
    let closes_at = if typed.text("closes") == unchanged {
        Some(wave.closes_at)
    } else {
        moment(typed.text("closes"))
    };
    match closes_at {
        None => faults.push(("closes", text::WAVE_FAULT_MOMENT)),
        Some(closes) if closes < wave.closes_at || closes <= now => {
            faults.push(("closes", text::CORRECT_EARLIER));
        }
        Some(closes) if Some(closes) > wave.opens_at.checked_add_days(Days::new(LONGEST)) => {
            faults.push(("closes", text::WAVE_FAULT_LONG));
        }
        Some(closes) if past_last_day(wave.header.as_ref(), closes) => {
            faults.push(("closes", text::WAVE_FAULT_VALID));
        }
        Some(_) => {}
    }
    let contact = wordings(typed, "contact");
    if wave.contact.is_some() && contact.is_none() {
        faults.push(("contact-zh", text::WAVE_FAULT_MISSING));
    }
    for name in ["contact-zh", "contact-en"] {
        let same = |text: &Text| {
            let mut offices = text.languages().map(|language| text.get(language));
            offices.any(|office| is_same_office(typed.text(name), office))
        };
        if wave.complaints.as_ref().is_some_and(same) {
            faults.push((name, text::WAVE_FAULT_COMPLAINTS));
        }
    }
    match (closes_at, faults.is_empty()) {
        (Some(closes_at), true) => Ok(Wave {
            closes_at,
            title: wordings(typed, "title").unwrap_or_default(),
            contact,
            ..wave.clone()
        }),
        _ => Err(faults),
    }
}

fn page(
    interface: &Interface,
    staff: &Staff,
    wave: &Wave,
    typed: &Typed,
    faults: &[Fault],
) -> Markup {
    let locale = interface.locale;
    let input = |name: &'static str, label: PlainMessage, kind: &str, required: bool| {
        let fault = faults.iter().find(|(field, _)| *field == name);
        let note = format!("{name}-note");
        html! { label.f {
            span { (locale.t(label)) }
            @if let Some((_, fault)) = fault { b.message id=(note) role="alert" { (locale.t(*fault)) } }
            input id=(name) type=(kind) name=(name) value=(typed.text(name)) required[required]
                aria-describedby=[fault.map(|_| note.as_str())] aria-invalid=[fault.map(|_| "true")];
        } }
    };
    let whole = faults.iter().find(|(field, _)| *field == "seen");
    let post = interface.link(Address::WaveCorrection { wave: &wave.slug });
    Studio::new(interface, staff, Place::Waves, locale.t(text::CORRECT_TITLE)).body(&html! {
        p { a href=(interface.link(Address::StaffWave { wave: &wave.slug })) { (interface.text(&wave.title)) } }
        p.help { (locale.t(text::CORRECT_HELP)) }
        form.narrow method="post" action=(post) {
            (staff.form_token())
            input type="hidden" name="seen" value=(seen(wave));
            @if let Some((_, fault)) = whole { p.notice.doubt role="alert" { (locale.t(*fault)) } }
            (input("closes", text::WAVE_CLOSES, "datetime-local", true))
            (input("title-zh", text::WAVE_TITLE_ZH, "text", true))
            (input("title-en", text::WAVE_TITLE_EN, "text", false))
            fieldset {
                legend { (locale.t(text::WAVE_CONTACT)) }
                (input("contact-zh", text::WAVE_CONTACT_ZH, "text", false))
                (input("contact-en", text::WAVE_CONTACT_EN, "text", false))
            }
            (input("reason", text::CORRECT_REASON, "text", true))
            button.main type="submit" { (locale.t(text::CORRECT_SUBMIT)) }
        }
    })
}
