//! Setting up one's second factor: a secret for an app, a first code from it, and the recovery codes.

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::cookies;
use super::login;
use super::qr;
use super::shell::{Place, Studio};
use super::staff::Staff;
use super::typed::Typed;
use crate::addresses::Address;
use crate::app::App;
use crate::client::Client;
use crate::error::Error;
use crate::interface::Interface;
use accounts::second_factor::{RecoveryCode, Secret};
use accounts::store::{
    SignInRefusal, begin_session, check_password, end_sessions_of, find_second_factor,
    set_second_factor,
};
use accounts::{Action, Entry, SessionToken};
use messages::{PlainMessage, text};

/// What is wrong with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Code,
    Password(SignInRefusal),
}

/// What is proposed to somebody.
struct Proposal {
    secret: Secret,
    /// Whether it takes the place of another.
    replaces: bool,
    /// Whether they must set one up before they get further.
    required: bool,
}

/// Shows what to give to the app.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
) -> Result<Markup, Error> {
    let proposal = propose(&app, &staff).await?;
    view(&interface, &staff, &proposal, None)
}

/// Sets the second factor up once its first code is right; in place of another only for whoever knows the password.
/// Every other session of the person ends.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    headers: HeaderMap,
    client: Client,
    staff: Staff,
    typed: Typed,
) -> Result<Response, Error> {
    let proposal = propose(&app, &staff).await?;
    let now = app.clock.now();
    let refuse = |fault| view(&interface, &staff, &proposal, Some(fault));
    if proposal.replaces {
        let device = cookies::device(&headers, &app.device_key(), staff.user.name.as_str());
        let from = (client.source, device);
        let password = typed.fields.get("password").unwrap_or_default().to_owned();
        if let Err(refusal) = check_password(&app.db, &staff.user, password, from, now).await? {
            return Ok(login::answer(refusal, refuse(Fault::Password(refusal))?));
        }
    }
    let Some(step) = proposal.secret.step_of(typed.text("code"), now) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, refuse(Fault::Code)?).into_response());
    };
    let mut rng = app.rng();
    let user = staff.user.id;
    let codes = RecoveryCode::draw_all(&mut rng);
    let sealed = app.factor_key().seal(&proposal.secret, user, &mut rng);
    let token = SessionToken::draw(&mut rng);
    let write = staff.write(&app).await?;
    set_second_factor(&write, user, sealed, step, &codes).await?;
    end_sessions_of(&write, user).await?;
    begin_session(&write, user, &token).await?;
    let entry = Entry::new(Action::SetSecondFactor, format!("user {}", staff.user.name));
    write.commit(entry).await?;
    let cookie = [(SET_COOKIE, cookies::keep(client.secure, &token))];
    let staff = Staff { token, ..staff };
    Ok((cookie, done(&interface, &staff, &codes)).into_response())
}

async fn propose(app: &App, staff: &Staff) -> Result<Proposal, Error> {
    let held = find_second_factor(&app.db, staff.user.id).await?;
    let sealed = held.as_ref().map(|factor| factor.sealed.as_slice());
    Ok(Proposal {
        secret: app.factor_key().propose(&staff.token, sealed),
        replaces: held.is_some(),
        required: held.is_none() && app.second_factor.concerns(&staff.user),
    })
}

fn view(
    interface: &Interface,
    staff: &Staff,
    proposal: &Proposal,
    fault: Option<Fault>,
) -> Result<Markup, Error> {
    let locale = interface.locale;
    let account = utf8_percent_encode(staff.user.name.as_str(), NON_ALPHANUMERIC).to_string();
    let address = proposal.secret.address(&account);
    let drawing = qr::drawing(&address, &locale.t(text::FACTOR_QR)).map_err(Error::internal)?;
    let code = (fault == Some(Fault::Code)).then(|| locale.t(text::FACTOR_CODE_WRONG));
    let password = match fault {
        Some(Fault::Password(SignInRefusal::Wrong)) => Some(locale.t(text::PASSWORD_OLD_WRONG)),
        Some(Fault::Password(SignInRefusal::Wait(wait))) => {
            Some(login::wait_words(interface, wait))
        }
        Some(Fault::Code) | None => None,
    };
    Ok(page(interface, staff, text::FACTOR_TITLE).body(&html! {
        @if proposal.required { p.notice.doubt role="status" { (locale.t(text::FACTOR_REQUIRED)) } }
        p { (locale.t(text::FACTOR_ABOUT)) }
        @if proposal.replaces { p { (locale.t(text::FACTOR_REPLACES)) } }
        form.narrow method="post" action=(interface.link(Address::SecondFactor)) {
            (staff.form_token())
            p { (locale.t(text::FACTOR_SCAN)) }
            (drawing)
            p { (locale.t(text::FACTOR_TYPE)) }
            p #secret { code { (proposal.secret.in_groups()) } }
            @if proposal.replaces {
                label.f {
                    span { (locale.t(text::PASSWORD_OLD)) }
                    @if let Some(message) = &password { span.message #password-fault role="alert" { (message) } }
                    input type="password" name="password" autocomplete="current-password" required aria-invalid=[password.as_ref().map(|_| "true")] aria-describedby=[password.as_ref().map(|_| "password-fault")];
                }
            }
            label.f {
                span { (locale.t(text::FACTOR_CODE)) }
                @if let Some(message) = &code { span.message #code-fault role="alert" { (message) } }
                input type="text" name="code" inputmode="numeric" autocomplete="one-time-code" required aria-invalid=[code.as_ref().map(|_| "true")] aria-describedby=[code.as_ref().map(|_| "code-fault")];
            }
            button.main type="submit" { (locale.t(text::FACTOR_CONFIRM)) }
        }
    }))
}

/// Shows the recovery codes, once.
fn done(interface: &Interface, staff: &Staff, codes: &[RecoveryCode]) -> Markup {
    let locale = interface.locale;
    page(interface, staff, text::RECOVERY_TITLE).body(&html! {
        p.notice.good role="status" { (locale.t(text::FACTOR_DONE)) }
        p { (locale.t(text::RECOVERY_LEAD)) }
        ul #recovery-codes { @for code in codes { li { code { (code.reveal()) } } } }
        p { (locale.t(text::RECOVERY_KEEP)) }
        p { a.button href=(interface.link(Address::Studio)) { (locale.t(text::RECOVERY_KEPT)) } }
    })
}

fn page<'a>(interface: &'a Interface, staff: &'a Staff, heading: PlainMessage) -> Studio<'a> {
    Studio::new(
        interface,
        staff,
        Place::Account,
        interface.locale.t(heading),
    )
}
