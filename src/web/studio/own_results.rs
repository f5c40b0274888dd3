//! What an official reads: the results of the part of the city that they answer for, before everybody does where the plan
//! says so, on the page that everybody sees later.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::early::{early_notice, early_report, note_early};
use super::people::role_label;
use super::shell::{Place, Studio};
use super::staff::Staff;
use crate::addresses::{Address, Named};
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::public::departments::{self, Register};
use crate::public::report::Part;
use crate::public::seen::{Audience, Seen};
use crate::public::{district, scoreboard};
use accounts::{Role, Scope};
use messages::text;
use plan::bodies;
use results::Release;
use results::release::{IndicatorResult, Results};
use results::store::list_stored_releases;
use sampling::StratumId;

/// Leads whoever answers for one part of the city to its newest results; lists those of several parts.
pub(crate) async fn list(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
) -> Result<Response, Error> {
    let releases = list_stored_releases(&app.db).await?;
    let mut own: Vec<(&Scope, Vec<&Release>)> = Vec::new();
    for scope in scopes(&staff) {
        own.push((scope, concerning(&app, &releases, scope).await?));
    }
    if let [(scope, own)] = &own[..]
        && let Some(newest) = own.first()
    {
        let to = interface.link(address(newest, &scope.to_string()));
        return Ok(Redirect::to(&to).into_response());
    }
    let locale = interface.locale;
    let page = Studio::new(
        &interface,
        &staff,
        Place::Results,
        locale.t(text::PLACE_RESULTS),
    );
    let page = page.body(&html! {
        @for (scope, own) in &own {
            h2 { (role_label(&interface, &Role::Official((*scope).clone()))) }
            @if own.is_empty() { p.help { (locale.t(text::DESK_NO_RESULTS)) } }
            ul.tasks { @for release in own { li {
                a href=(interface.link(address(release, &scope.to_string()))) { b { (interface.text(&release.title)) } }
                " " small { (when(&app, &interface, release)) }
            } } }
        }
    });
    Ok(page.into_response())
}

/// The part of the city that an address names, if whoever asks answers for it.
fn own_scope(staff: &Staff, word: &str) -> Result<Scope, Error> {
    let role: Result<Role, _> = format!("official:{word}").parse();
    let Ok(Role::Official(scope)) = role else {
        return Err(Error::NotFound(Missing::Release));
    };
    if scopes(staff).any(|own| *own == scope) {
        Ok(scope)
    } else {
        Err(Error::NotPermitted)
    }
}

/// Hands out the report of one wave in one part of the city.
pub(crate) async fn report(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path((wave, word)): Path<(String, String)>,
) -> Result<Response, Error> {
    let scope = own_scope(&staff, &word)?;
    let releases = list_stored_releases(&app.db).await?;
    let mut own = concerning(&app, &releases, &scope).await?.into_iter();
    let release = own.find(|release| release.wave == wave);
    let release = release.ok_or(Error::NotFound(Missing::Release))?.clone();
    let by = if release.is_public(app.clock.now()) {
        Audience::Everybody
    } else {
        note_early(&app, &staff, &release, Some(&scope)).await?;
        Audience::Official
    };
    early_report(&app, &interface, release, by, Part::of(&scope)).await
}

/// Shows the results of one wave in one part of the city.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path((wave, word)): Path<(String, String)>,
) -> Result<Markup, Error> {
    let scope = own_scope(&staff, &word)?;
    let releases = list_stored_releases(&app.db).await?;
    let own = concerning(&app, &releases, &scope).await?;
    let release = own.iter().find(|release| release.wave == wave);
    let release = release.ok_or(Error::NotFound(Missing::Release))?;
    let around = around(&app, &interface, &staff, (&scope, release), &own);
    let (seen, top) = if release.is_public(app.clock.now()) {
        (Seen::public(release), around)
    } else {
        note_early(&app, &staff, release, Some(&scope)).await?;
        let notice = early_notice(&interface, release, &around);
        (Seen::by_official(release), notice)
    };
    match &scope {
        Scope::City => Ok(scoreboard::preview(&interface, seen, top)),
        Scope::Department(name) => {
            let register = Register::of(&app, &release.wave).await?;
            departments::page(&interface, &app.site, seen, name, (&top, register.as_ref()))
        }
        Scope::District(code) => {
            let code = StratumId::new(code);
            district::page(&interface, &app.site, seen, &code, &top)
        }
    }
}

/// The parts of the city that somebody answers for.
fn scopes(staff: &Staff) -> impl Iterator<Item = &Scope> {
    staff.user.roles.iter().filter_map(|role| match role {
        Role::Official(scope) => Some(scope),
        _ => None,
    })
}

/// The releases that have something of a part of the city, the newest first. A body that answers for promises of the register alone
/// has a page beside those that everybody reads, and none of it is early.
async fn concerning<'r>(
    app: &App,
    releases: &'r [Release],
    scope: &Scope,
) -> Result<Vec<&'r Release>, Error> {
    let mut found = measuring(releases, scope);
    if let (true, Scope::Department(name)) = (found.is_empty(), scope) {
        for release in releases.iter().filter(|it| it.is_public(app.clock.now())) {
            let register = Register::of(app, &release.wave).await?;
            if register.is_some_and(|register| register.promises_of(name) > 0) {
                found.push(release);
            }
        }
    }
    Ok(found)
}

fn measuring<'r>(releases: &'r [Release], scope: &Scope) -> Vec<&'r Release> {
    let has = |release: &&Release| {
        let any = |wanted: &dyn Fn(&IndicatorResult) -> bool| match &release.results {
            Results::Probability { indicators, .. } => indicators.iter().any(wanted),
            Results::Open { .. } => false,
        };
        match scope {
            Scope::City => true,
            Scope::Department(name) => {
                any(&|result| bodies(&result.department).contains(&name.as_str()))
            }
            Scope::District(code) => any(&|result| {
                let mut districts = result.districts.iter();
                districts.any(|district| district.code.as_str() == code)
            }),
        }
    };
    releases.iter().filter(has).collect()
}

fn address<'a>(release: &'a Release, scope: &'a str) -> Address<'a> {
    Address::OwnResult {
        wave: &release.wave,
        scope: Named(scope),
    }
}

/// Since when everybody sees it, or from when on.
fn when(app: &App, interface: &Interface, release: &Release) -> String {
    if release.is_public(app.clock.now()) {
        interface.date(release.public_from())
    } else {
        let moment = interface.moment(release.public_from());
        interface.locale.t(text::EarlyNotice { moment })
    }
}

/// The ways from the page of one part of the city: its other waves, other parts, one's account, out.
fn around(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    (scope, here): (&Scope, &Release),
    own: &[&Release],
) -> Markup {
    let locale = interface.locale;
    let word = scope.to_string();
    let report = Address::OwnReport {
        wave: &here.wave,
        scope: Named(&word),
    };
    html! {
        nav.places-of aria-label=(locale.t(text::PLACE_RESULTS)) {
            span { (role_label(interface, &Role::Official(scope.clone()))) }
            @for release in own { a href=(interface.link(address(release, &word))) { (interface.text(&release.title)) " · " (when(app, interface, release)) } }
            a href=(interface.link(report)) { (locale.t(text::REPORT_DOWNLOAD)) }
            @if scopes(staff).count() > 1 { a href=(interface.link(Address::OwnResults)) { (locale.t(text::OWN_RESULTS_ALL)) } }
            a href=(interface.link(Address::Account)) { (locale.t(text::PLACE_ACCOUNT)) }
            form method="post" action=(interface.link(Address::Logout)) {
                (staff.form_token())
                button.sign-out type="submit" { (locale.t(text::SIGN_OUT)) }
            }
        }
    }
}
