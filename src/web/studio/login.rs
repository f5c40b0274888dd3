//! Signing in and out.

use axum::extract::State;
use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use maud::{Markup, html};

use super::cookies;
use super::shell::Studio;
use super::staff::Staff;
use crate::addresses::{Address, Pattern, second_step_then};
use crate::app::App;
use crate::client::Client;
use crate::error::Error;
use crate::extract::{Form, Query};
use crate::interface::Interface;
use crate::origin::Sender;
use accounts::store::{
    Attempt, Browser, Entered, SignInRefusal, end_session, find_session, sign_in,
};
use accounts::{Action, Device, Entry, SessionToken};
use messages::text;

/// Asks for name and password; whoever is signed in goes on.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    headers: HeaderMap,
    Query(query): Query,
) -> Result<Response, Error> {
    let next = query.get("next").unwrap_or_default();
    if let Some(token) = cookies::token(&headers)
        && find_session(&app.db, token, app.clock.now())
            .await?
            .is_some()
    {
        return Ok(Redirect::to(&landing_address(&interface, next)).into_response());
    }
    Ok(view(&interface, "", next, None).into_response())
}

/// Checks name and password, and begins a session or leads to the second step.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    headers: HeaderMap,
    client: Client,
    Form(form): Form,
) -> Result<Response, Error> {
    if Sender::of(&headers, &app.site) != Sender::Ours {
        return Err(Error::Forged);
    }
    let field = |name: &str| form.get(name).unwrap_or_default();
    let mut rng = app.rng();
    let token = SessionToken::draw(&mut rng);
    let key = app.device_key();
    let device = cookies::device(&headers, &key, field("name"));
    let held = cookies::token(&headers);
    let attempt = Attempt {
        name: field("name"),
        password: field("password").to_owned(),
        step_key: &app.step_key(),
        browser: Browser {
            source: client.source,
            device,
            token: &token,
            held: held.as_ref(),
        },
    };
    match sign_in(&app.db, attempt, app.clock.now()).await? {
        Ok(Entered::Session) => {
            let device = device.unwrap_or_else(|| Device::draw(&mut rng));
            let kept = AppendHeaders([
                (SET_COOKIE, cookies::keep(client.secure, &token)),
                (
                    SET_COOKIE,
                    cookies::keep_device(client.secure, &key, device, field("name")),
                ),
            ]);
            let target = landing_address(&interface, field("next"));
            Ok((kept, Redirect::to(&target)).into_response())
        }
        Ok(Entered::SecondStep(value)) => {
            let kept = [(SET_COOKIE, cookies::keep_step(client.secure, &value))];
            let target = interface.link(second_step_then(field("next")));
            Ok((kept, Redirect::to(&target)).into_response())
        }
        Err(refusal) => {
            let page = view(&interface, field("name"), field("next"), Some(refusal));
            Ok(answer(refusal, page))
        }
    }
}

/// The page that says why a password was not taken.
pub(super) fn answer(refusal: SignInRefusal, page: Markup) -> Response {
    match refusal {
        SignInRefusal::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
        SignInRefusal::Wait(wait) => {
            let wait = [(RETRY_AFTER, whole_seconds(wait).to_string())];
            (StatusCode::TOO_MANY_REQUESTS, wait, page).into_response()
        }
    }
}

/// How long to wait, in a sentence.
pub(super) fn wait_words(interface: &Interface, wait: TimeDelta) -> String {
    let seconds = whole_seconds(wait);
    interface.locale.t(text::SignInWait { seconds })
}

/// A wait in seconds: after so many of them it is over.
fn whole_seconds(wait: TimeDelta) -> u64 {
    let milliseconds = u64::try_from(wait.num_milliseconds()).unwrap_or(0);
    milliseconds.div_ceil(1_000).max(1)
}

/// Ends the session.
pub(crate) async fn leave(
    State(app): State<App>,
    interface: Interface,
    client: Client,
    staff: Staff,
) -> Result<Response, Error> {
    let write = staff.write(&app).await?;
    end_session(&write, &staff.token).await?;
    let entry = Entry::new(Action::SignOut, format!("user {}", staff.user.name));
    write.commit(entry).await?;
    let cookie = cookies::forget(client.secure);
    Ok((
        [(SET_COOKIE, cookie)],
        Redirect::to(&interface.link(Address::Login)),
    )
        .into_response())
}

/// Where to go after signing in: a page of the studio and no other address.
pub(super) fn landing_address(interface: &Interface, next: &str) -> String {
    let rest = next.strip_prefix(Pattern::Studio.written());
    let inside = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    let plain = next.chars().all(|c| !c.is_control() && c != '\\');
    if inside && plain {
        next.to_owned()
    } else {
        interface.link(Address::Studio)
    }
}

fn view(interface: &Interface, name: &str, next: &str, refusal: Option<SignInRefusal>) -> Markup {
    let locale = interface.locale;
    let message = refusal.map(|refusal| match refusal {
        SignInRefusal::Wrong => locale.t(text::SIGN_IN_WRONG),
        SignInRefusal::Wait(wait) => wait_words(interface, wait),
    });
    let studio = Studio::outside(interface, locale.t(text::SIGN_IN_TITLE));
    studio.script("signed-out.js").body(&html! {
        form.narrow method="post" action=(interface.link(Address::Login)) {
            input type="hidden" name="next" value=(next);
            @if let Some(message) = &message { p.message #message role="alert" { (message) } }
            label.f {
                span { (locale.t(text::SIGN_IN_NAME)) }
                input type="text" name="name" value=(name) autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus aria-describedby=[message.as_ref().map(|_| "message")];
            }
            label.f {
                span { (locale.t(text::SIGN_IN_PASSWORD)) }
                input type="password" name="password" autocomplete="current-password" required;
            }
            button.main type="submit" { (locale.t(text::SIGN_IN_SUBMIT)) }
            p.help { (locale.t(text::SIGN_IN_HELP)) }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_out_of_the_studio_after_signing_in() {
        let interface = Interface::default();
        let landing = |next: &str| landing_address(&interface, next);
        assert_eq!(
            landing("/studio/audit?action=publish"),
            "/studio/audit?action=publish"
        );
        for next in [
            "",
            "//evil.cn",
            "/studio.evil.cn",
            "https://evil.cn",
            "/studio\\@evil.cn",
            "/s/open",
        ] {
            assert_eq!(landing(next), "/studio", "{next}");
        }
    }
}
