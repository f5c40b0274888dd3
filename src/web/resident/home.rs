//! The front page: what is open to answer, a place for a code, the way to the results.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::way_in::way_in;
use crate::addresses::Address;
use crate::app::App;
use crate::code_entry::code_entry;
use crate::error::Error;
use crate::extract::{Fields, Form, Query};
use crate::interface::Interface;
use crate::page::Page;
use fieldwork::code::AccessCode;
use fieldwork::store;
use fieldwork::wave::{Mode, Wave, WaveState};
use messages::text;

/// Greets a visitor; with a code in the address, leads to its form.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Query(query): Query,
) -> Result<Response, Error> {
    match CodeForm::of(&query) {
        Some(form) => enter(&app, &interface, &form).await,
        None => Ok(view(&interface, &form_links(&app).await?, None).into_response()),
    }
}

/// Leads from a typed code to its form.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    Form(fields): Form,
) -> Result<Response, Error> {
    let form = CodeForm::of(&fields).unwrap_or_default();
    enter(&app, &interface, &form).await
}

#[derive(Debug, Default)]
struct CodeForm {
    code: String,
}

impl CodeForm {
    fn of(fields: &Fields) -> Option<Self> {
        let code = fields.get("code")?.chars().take(64).collect();
        Some(Self { code })
    }
}

async fn enter(app: &App, interface: &Interface, form: &CodeForm) -> Result<Response, Error> {
    if let Some(code) = AccessCode::parse(&form.code) {
        return Ok(Redirect::to(&interface.link(Address::InvitedForm { code })).into_response());
    }
    let page = view(interface, &form_links(app).await?, Some(&form.code));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// A wave that takes answers now, and the way to its form where no code is needed.
struct FormLink {
    wave: Wave,
    form: Option<String>,
}

async fn form_links(app: &App) -> Result<Vec<FormLink>, Error> {
    let now = app.clock.now();
    let mut waves = store::list_waves(&app.db).await?;
    waves.retain(|wave| wave.state(now) == WaveState::Open);
    let mut form_links = Vec::new();
    for wave in waves {
        let form = match wave.mode {
            Mode::Open => Some(way_in(app, &wave).await?),
            Mode::Probability => None,
        };
        form_links.push(FormLink { wave, form });
    }
    Ok(form_links)
}

fn view(interface: &Interface, form_links: &[FormLink], unreadable: Option<&str>) -> Markup {
    let locale = interface.locale;
    let simulated = form_links.iter().any(|link| link.wave.simulated);
    let faulty = unreadable.is_some();
    let invited = form_links.iter().filter(|link| link.form.is_none());
    let open: Vec<(&Wave, &str)> = form_links
        .iter()
        .filter_map(|link| Some((&link.wave, link.form.as_deref()?)))
        .collect();
    Page::new(interface, &locale.t(text::HOME_TITLE)).simulated(simulated).body(&html! {
        p.lead { (locale.t(text::HOME_LEAD)) }
        (code_entry(interface, unreadable.unwrap_or_default(), faulty))
        @for link in invited {
            p.fine { (locale.t(text::InvitedWave { title: interface.text(&link.wave.title), date: interface.last_day(link.wave.closes_at) })) }
        }
        @if !open.is_empty() {
            h2 { (locale.t(text::OPEN_TITLE)) }
            ul.doors {
                @for (wave, form) in open {
                    li {
                        a.door href=(interface.link(form)) {
                            strong { (interface.text(&wave.title)) }
                            span { (locale.t(text::OpenUntil { date: interface.last_day(wave.closes_at) })) }
                        }
                    }
                }
            }
        }
        h2 { (locale.t(text::HOME_RESULTS_TITLE)) }
        p { (locale.t(text::HOME_RESULTS)) }
        p { a.button.quiet href=(interface.link(Address::Results)) { (locale.t(text::RESULTS_LINK)) } }
    })
}
