//! The front door: what is open to answer, a place for a code, the way to the results.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use crate::fieldwork::code::AccessCode;
use crate::fieldwork::store;
use crate::fieldwork::wave::{Mode, Wave, WaveState};
use crate::locales::Argument;
use crate::web::app::App;
use crate::web::error::Error;
use crate::web::extract::{Fields, Form, Query};
use crate::web::interface::Interface;
use crate::web::page::Page;
use crate::web::paths;

/// Greets a visitor; with a code in the address, leads to its form.
pub(in crate::web) async fn show(
    State(app): State<App>,
    interface: Interface,
    Query(query): Query,
) -> Result<Response, Error> {
    match CodeForm::of(&query) {
        Some(form) => enter(&app, &interface, &form).await,
        None => Ok(view(&interface, &open_waves(&app).await?, None).into_response()),
    }
}

/// Leads from a typed code to its form.
pub(in crate::web) async fn submit(
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
        return Ok(Redirect::to(&interface.link(&paths::invited_form(code))).into_response());
    }
    let page = view(interface, &open_waves(app).await?, Some(&form.code));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn open_waves(app: &App) -> Result<Vec<Wave>, Error> {
    let now = app.clock.now();
    let mut waves = store::list_waves(&app.db).await.map_err(Error::internal)?;
    waves.retain(|wave| wave.state(now) == WaveState::Open);
    Ok(waves)
}

fn view(interface: &Interface, waves: &[Wave], unreadable: Option<&str>) -> Markup {
    let locale = interface.locale;
    let simulated = waves.iter().any(|wave| wave.simulated);
    let faulty = unreadable.is_some();
    let (open, invited): (Vec<&Wave>, Vec<&Wave>) =
        waves.iter().partition(|wave| wave.mode == Mode::Open);
    Page::new(interface, &locale.t("home-title")).simulated(simulated).body(&html! {
        p.lead { (locale.t("home-lead")) }
        form.entry method="post" action=(interface.link(paths::HOME)) {
            label for="code" { (locale.t("code-label")) }
            p.help #code-help { (locale.t("code-help")) }
            @if faulty {
                p.message #code-error role="alert" { span aria-hidden="true" { "! " } (locale.t("code-unreadable")) }
            }
            input.text.code #code name="code" value=(unreadable.unwrap_or_default()) autocomplete="off"
                autocapitalize="characters" spellcheck="false" maxlength="40" placeholder="XXXX-XXXX-XXXX-XXXX"
                aria-describedby=(if faulty { "code-help code-error" } else { "code-help" })
                aria-invalid=[faulty.then_some("true")];
            button type="submit" { (locale.t("code-submit")) }
        }
        @for wave in invited {
            p.fine { (locale.with("invited-wave", wave_line(interface, wave))) }
        }
        @if !open.is_empty() {
            h2 { (locale.t("open-title")) }
            ul.doors {
                @for wave in open {
                    li {
                        a.door href=(interface.link(&paths::open_form(&wave.slug))) {
                            strong { (interface.text(&wave.title)) }
                            span { (locale.with("open-until", [("date", Argument::from(interface.date(wave.closes_at)))])) }
                        }
                    }
                }
            }
        }
        h2 { (locale.t("home-results-title")) }
        p { (locale.t("home-results")) }
        p { a.button.quiet href=(interface.link(paths::RESULTS)) { (locale.t("results-link")) } }
    })
}

fn wave_line(interface: &Interface, wave: &Wave) -> [(&'static str, Argument); 2] {
    [
        ("title", Argument::from(interface.text(&wave.title))),
        ("date", Argument::from(interface.date(wave.closes_at))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unreadable_code_is_said_at_its_field_and_kept() {
        let page = view(&Interface::default(), &[], Some("ABC\"")).into_string();
        assert!(page.contains("value=\"ABC&quot;\""));
        assert!(page.contains("aria-describedby=\"code-help code-error\""));
    }
}
