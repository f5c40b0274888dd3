//! The second step of signing in: a one-time code or a recovery code, after the right password.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::cookies;
use super::login::{answer, landing_address, wait_words};
use super::shell::Studio;
use crate::addresses::{login_then, second_step_then};
use crate::app::App;
use crate::client::Client;
use crate::error::Error;
use crate::extract::{Form, Query};
use crate::interface::Interface;
use crate::origin::Sender;
use accounts::store::{Browser, Proof, SignInRefusal, find_second_step, finish_sign_in};
use accounts::{Device, SessionToken, User};
use messages::text;

/// Asks for the code.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    headers: HeaderMap,
    Query(query): Query,
) -> Result<Response, Error> {
    let next = query.get("next").unwrap_or_default();
    if waiting(&app, &headers).await?.is_none() {
        return Ok(Redirect::to(&interface.link(login_then(next))).into_response());
    }
    Ok(view(&interface, next, None).into_response())
}

/// Checks the code and begins a session.
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
    let next = field("next");
    let Some(user) = waiting(&app, &headers).await? else {
        return Ok(Redirect::to(&interface.link(login_then(next))).into_response());
    };
    let mut rng = app.rng();
    let token = SessionToken::draw(&mut rng);
    let (key, name) = (app.device_key(), user.name.as_str());
    let device = cookies::device(&headers, &key, name);
    let held = cookies::token(&headers);
    let browser = Browser {
        source: client.source,
        device,
        token: &token,
        held: held.as_ref(),
    };
    let recovery = form.get("recovery");
    let proof = recovery.map_or(Proof::Code(field("code")), Proof::Recovery);
    let (factor_key, now) = (app.factor_key(), app.clock.now());
    let outcome = finish_sign_in(&app.db, &user, proof, &factor_key, &browser, now).await?;
    if let Err(refusal) = outcome {
        let refused = Some((refusal, recovery.is_some()));
        return Ok(answer(refusal, view(&interface, next, refused)));
    }
    let device = device.unwrap_or_else(|| Device::draw(&mut rng));
    let kept = AppendHeaders(
        [
            cookies::keep(client.secure, &token),
            cookies::keep_device(client.secure, &key, device, name),
            cookies::forget_step(client.secure),
        ]
        .map(|cookie| (SET_COOKIE, cookie)),
    );
    Ok((kept, Redirect::to(&landing_address(&interface, next))).into_response())
}

/// Who has given the right password with this browser a moment ago.
async fn waiting(app: &App, headers: &HeaderMap) -> Result<Option<User>, Error> {
    let Some(value) = cookies::step(headers) else {
        return Ok(None);
    };
    Ok(find_second_step(&app.db, &app.step_key(), value, app.clock.now()).await?)
}

/// The page, with why the last try was refused and whether that was one with a recovery code.
fn view(interface: &Interface, next: &str, refused: Option<(SignInRefusal, bool)>) -> Markup {
    let locale = interface.locale;
    let message = refused.map(|refused| match refused {
        (SignInRefusal::Wrong, false) => locale.t(text::SECOND_STEP_WRONG),
        (SignInRefusal::Wrong, true) => locale.t(text::SECOND_STEP_RECOVERY_WRONG),
        (SignInRefusal::Wait(wait), _) => wait_words(interface, wait),
    });
    let recovering = refused.is_some_and(|(_, recovery)| recovery);
    let described = message.as_ref().map(|_| "message");
    let here = interface.link(second_step_then(next));
    Studio::outside(interface, locale.t(text::SECOND_STEP_TITLE)).body(&html! {
        form.narrow method="post" action=(here) {
            input type="hidden" name="next" value=(next);
            @if let Some(message) = &message { p.message #message role="alert" { (message) } }
            p { (locale.t(text::SECOND_STEP_LEAD)) }
            label.f {
                span { (locale.t(text::SECOND_STEP_CODE)) }
                input type="text" name="code" inputmode="numeric" autocomplete="one-time-code" required autofocus[!recovering] aria-describedby=[described.filter(|_| !recovering)];
            }
            button.main type="submit" { (locale.t(text::SIGN_IN_SUBMIT)) }
        }
        details.elsewhere open[recovering] {
            summary { (locale.t(text::SECOND_STEP_LOST)) }
            form.narrow method="post" action=(here) {
                input type="hidden" name="next" value=(next);
                label.f {
                    span { (locale.t(text::SECOND_STEP_RECOVERY)) }
                    input type="text" name="recovery" autocomplete="off" autocapitalize="none" spellcheck="false" required autofocus[recovering] aria-describedby=(if recovering { "message recovery-help" } else { "recovery-help" });
                }
                p.help #recovery-help { (locale.t(text::SECOND_STEP_RECOVERY_HELP)) }
                button.quiet type="submit" { (locale.t(text::SIGN_IN_SUBMIT)) }
            }
        }
    })
}
