//! One's own account: change the password, sign out everywhere.

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::cookies;
use super::login;
use super::people::role_label;
use super::shell::{Place, Studio};
use super::staff::Staff;
use super::typed::Typed;
use crate::addresses::Address;
use crate::app::App;
use crate::client::Client;
use crate::error::Error;
use crate::extract::Query;
use crate::interface::Interface;
use accounts::password::{self, Password, PasswordFault, SHORTEST};
use accounts::store::{
    SignInRefusal, begin_session, change_password, check_password, count_sessions, end_sessions_of,
    find_second_factor,
};
use accounts::{Action, Entry, SessionToken};
use messages::{PlainMessage, text, words};
use plan::store::list_names;

/// What is wrong with the passwords typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Old(SignInRefusal),
    New(PasswordFault),
    Differ,
}

/// Shows the account.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Query(query): Query,
) -> Result<Markup, Error> {
    view(
        &app,
        &interface,
        &staff,
        None,
        query.get("changed").is_some(),
    )
    .await
}

/// Changes the password; every session ends, and this browser gets a new one.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    headers: HeaderMap,
    client: Client,
    staff: Staff,
    typed: Typed,
) -> Result<Response, Error> {
    let fault = match check(&app, &staff, &typed, client, &headers).await? {
        Ok(password) => {
            let mut rng = app.rng();
            let token = SessionToken::draw(&mut rng);
            let hash = password::hash(&password, &mut rng).await;
            let write = staff.write(&app).await?;
            let user = staff.user.id;
            change_password(&write, user, hash).await?;
            end_sessions_of(&write, user).await?;
            begin_session(&write, user, &token).await?;
            let entry = Entry::new(Action::ChangePassword, format!("user {}", staff.user.name));
            write.commit(entry).await?;
            let cookie = cookies::keep(client.secure, &token);
            let here = interface.link(format!("{}?changed=1", Address::Account));
            return Ok(([(SET_COOKIE, cookie)], Redirect::to(&here)).into_response());
        }
        Err(fault) => fault,
    };
    let page = view(&app, &interface, &staff, Some(fault), false).await?;
    Ok(match fault {
        Fault::Old(refusal) => login::answer(refusal, page),
        Fault::New(_) | Fault::Differ => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
    })
}

/// Ends every session, this one too.
pub(crate) async fn leave_everywhere(
    State(app): State<App>,
    interface: Interface,
    client: Client,
    staff: Staff,
) -> Result<Response, Error> {
    let write = staff.write(&app).await?;
    end_sessions_of(&write, staff.user.id).await?;
    let entry = Entry::new(Action::EndSessions, format!("user {}", staff.user.name));
    write.commit(entry).await?;
    let cookie = cookies::forget(client.secure);
    let login = interface.link(Address::Login);
    Ok(([(SET_COOKIE, cookie)], Redirect::to(&login)).into_response())
}

async fn check(
    app: &App,
    staff: &Staff,
    typed: &Typed,
    client: Client,
    headers: &HeaderMap,
) -> Result<Result<Password, Fault>, Error> {
    let field = |name: &str| typed.fields.get(name).unwrap_or_default();
    let device = cookies::device(headers, &app.device_key(), staff.user.name.as_str());
    let from = (client.source, device);
    let old = field("old").to_owned();
    if let Err(refusal) = check_password(&app.db, &staff.user, old, from, app.clock.now()).await? {
        return Ok(Err(Fault::Old(refusal)));
    }
    if field("new") != field("again") {
        return Ok(Err(Fault::Differ));
    }
    let (new, name) = (field("new").to_owned(), staff.user.name.clone());
    let judged = password::judge(new, name, list_names(&app.db).await?);
    Ok(judged.await.map_err(Fault::New))
}

async fn view(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    fault: Option<Fault>,
    changed: bool,
) -> Result<Markup, Error> {
    let locale = interface.locale;
    let sessions = count_sessions(&app.db, staff.user.id, app.clock.now()).await?;
    let factor = find_second_factor(&app.db, staff.user.id).await?;
    let old = match fault {
        Some(Fault::Old(SignInRefusal::Wrong)) => Some(locale.t(text::PASSWORD_OLD_WRONG)),
        Some(Fault::Old(SignInRefusal::Wait(wait))) => Some(login::wait_words(interface, wait)),
        _ => None,
    };
    let new = match fault {
        Some(Fault::New(fault)) => Some(words::password_fault(locale, fault)),
        Some(Fault::Differ) => Some(locale.t(text::PASSWORD_DIFFER)),
        _ => None,
    };
    let field = |label: PlainMessage, name: &str, autocomplete: &str, message: Option<&String>| {
        html! {
            label.f {
                span { (locale.t(label)) }
                @if let Some(message) = message { span.message id={ (name) "-fault" } role="alert" { (message) } }
                input type="password" name=(name) autocomplete=(autocomplete) required aria-invalid=[message.map(|_| "true")] aria-describedby=[message.map(|_| format!("{name}-fault"))];
            }
        }
    };
    Ok(Studio::new(interface, staff, Place::Account, staff.user.name.as_str()).body(&html! {
        @if changed { p.notice.good role="status" { (locale.t(text::PASSWORD_CHANGED)) } }
        dl.facts {
            dt { (locale.t(text::PERSON_ROLES)) }
            dd { ul.plain { @for role in &staff.user.roles { li { (role_label(interface, role)) } } } }
        }
        h2 { (locale.t(text::PASSWORD_TITLE)) }
        form.narrow method="post" action=(interface.link(Address::Account)) {
            (staff.form_token())
            (field(text::PASSWORD_OLD, "old", "current-password", old.as_ref()))
            p.help { (locale.t(text::PasswordHelp { shortest: SHORTEST })) }
            (field(text::PASSWORD_NEW, "new", "new-password", new.as_ref()))
            (field(text::PASSWORD_AGAIN, "again", "new-password", None))
            button.main type="submit" { (locale.t(text::PASSWORD_SUBMIT)) }
        }
        h2 { (locale.t(text::FACTOR_TITLE)) }
        @if let Some(factor) = &factor {
            p { (locale.t(text::FactorSetUp { date: interface.date(factor.set_up_at) })) " " (locale.t(text::FactorRecoveryLeft { count: factor.recovery_codes })) }
        } @else {
            p { (locale.t(text::FACTOR_ABSENT)) " " (locale.t(text::FACTOR_ABOUT)) }
        }
        p { a.button href=(interface.link(Address::SecondFactor)) { (locale.t(if factor.is_some() { text::FACTOR_REPLACE } else { text::FACTOR_BEGIN })) } }
        h2 { (locale.t(text::SESSIONS_TITLE)) }
        p { (locale.t(text::SessionsCount { count: sessions })) }
        form method="post" action=(interface.link(Address::OwnSessions)) {
            (staff.form_token())
            button.quiet type="submit" { (locale.t(text::SESSIONS_END)) }
        }
    }))
}
