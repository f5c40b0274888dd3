//! A published version: who approved it, where it is used, its file, its test link.

use axum::extract::State;
use axum::response::{Redirect, Response};
use data_encoding::BASE64URL_NOPAD;
use maud::{Markup, html};
use rand::RngExt;
use serde_json::json;

use super::comparison::Comparison;
use super::download;
use super::interview_paths::{self, PathReport, Setting};
use super::shell::{Place, Studio};
use super::staff::Staff;
use super::version_number::version_number;
use crate::addresses::{self, Address};
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::{Path, Query};
use crate::interface::Interface;
use accounts::{Action, Entry, Permission};
use fieldwork::{Wave, WaveState, store};
use messages::text;
use questionnaire::store::{
    StoredVersion, count_trials, find_source, find_test_link, find_version, list_versions,
    make_test_link,
};

/// How far a version has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// No wave asks it.
    Published,
    /// A wave asks it or is about to.
    InTheField,
    /// Every wave that asked it is over.
    Closed,
}

/// How far a version has come whose waves are in these states.
pub(super) fn use_of(waves: &[WaveState]) -> Use {
    if waves.is_empty() {
        Use::Published
    } else if waves.iter().all(|state| *state == WaveState::Closed) {
        Use::Closed
    } else {
        Use::InTheField
    }
}

/// The use in a word.
pub(super) fn use_label(interface: &Interface, used: Use) -> String {
    interface.locale.t(match used {
        Use::Published => text::STATE_PUBLISHED,
        Use::InTheField => text::STATE_IN_THE_FIELD,
        Use::Closed => text::STATE_CLOSED,
    })
}

/// Shows a version.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(hash): Path<String>,
) -> Result<Markup, Error> {
    let version = load(&app, &hash).await?;
    let waves = store::list_waves(&app.db).await?;
    let comparison = compared(&app, &version).await?;
    let page = VersionPage {
        waves: waves
            .into_iter()
            .filter(|wave| wave.version == hash)
            .collect(),
        has_source: find_source(&app.db, &hash).await?.is_some(),
        link: find_test_link(&app.db, &hash).await?,
        trials: count_trials(&app.db, &hash).await?,
        comparison,
        version,
    };
    let states: Vec<WaveState> = page
        .waves
        .iter()
        .map(|wave| wave.state(app.clock.now()))
        .collect();
    Ok(page.view(&interface, &staff, use_of(&states)))
}

/// Sends the text a version was read from.
pub(crate) async fn source(
    State(app): State<App>,
    Path(hash): Path<String>,
) -> Result<Response, Error> {
    let version = load(&app, &hash).await?;
    let source = find_source(&app.db, &hash).await?;
    let source = source.ok_or(Error::NotFound(Missing::Questionnaire))?;
    Ok(download::toml(&version.questionnaire, source))
}

/// Shows the paths through a version.
pub(crate) async fn interview_paths(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(hash): Path<String>,
    Query(query): Query,
) -> Result<Markup, Error> {
    let version = load(&app, &hash).await?;
    let questionnaire = find_version(&app.db, &hash).await?;
    let questionnaire = questionnaire.ok_or(Error::NotFound(Missing::Questionnaire))?;
    let explored = PathReport::explore(&questionnaire, interview_paths::seed(&query));
    let explored = match explored.as_ref() {
        Ok(explored) => explored,
        Err(error) => return Err(Error::internal(format!("{error:?}"))),
    };
    let setting = Setting {
        interface: &interface,
        design: None,
        here: Address::VersionPaths { version: &hash }.to_string(),
    };
    let back = html! {
        a.button.quiet href=(interface.link(Address::Version { version: &hash })) { (version_number(&interface, &version)) }
    };
    let title = interface.text(&version.title);
    let page = Studio::new(&interface, &staff, Place::Questionnaires, title);
    Ok(page
        .actions(back)
        .body(&interview_paths::view(&setting, explored)))
}

/// Gives a version a private test link, unless it has one.
pub(crate) async fn link(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(hash): Path<String>,
) -> Result<Redirect, Error> {
    let version = load(&app, &hash).await?;
    let token = BASE64URL_NOPAD.encode(&app.rng().random::<[u8; 16]>());
    let write = staff.write(&app).await?;
    if find_test_link(write.transaction(), &hash).await?.is_none() {
        make_test_link(write.transaction(), &hash, &token).await?;
        let entry = Entry::new(Action::MakeTestLink, format!("version {hash}"))
            .after(json!({ "questionnaire": version.questionnaire }));
        write.commit(entry).await?;
    }
    Ok(Redirect::to(
        &interface.link(Address::Version { version: &hash }),
    ))
}

pub(super) async fn load(app: &App, hash: &str) -> Result<StoredVersion, Error> {
    let versions = list_versions(&app.db).await?;
    let version = versions.into_iter().find(|version| version.hash == hash);
    version.ok_or(Error::NotFound(Missing::Questionnaire))
}

/// What a version changes against the one before it; none for the first of its questionnaire.
async fn compared(app: &App, version: &StoredVersion) -> Result<Option<Comparison>, Error> {
    let versions = list_versions(&app.db).await?;
    let earlier = versions.into_iter().find(|other| {
        other.questionnaire == version.questionnaire && other.number + 1 == version.number
    });
    let Some(earlier) = earlier else {
        return Ok(None);
    };
    let questionnaire = find_version(&app.db, &version.hash).await?;
    let questionnaire = questionnaire.ok_or(Error::NotFound(Missing::Questionnaire))?;
    Comparison::with(app, Some(earlier), questionnaire)
        .await
        .map(Some)
}

struct VersionPage {
    version: StoredVersion,
    waves: Vec<Wave>,
    has_source: bool,
    link: Option<String>,
    trials: u64,
    comparison: Option<Comparison>,
}

impl VersionPage {
    fn view(&self, interface: &Interface, staff: &Staff, used: Use) -> Markup {
        let locale = interface.locale;
        let version = &self.version;
        let hash = version.hash.as_str();
        let actions = html! {
            a.button.quiet href=(interface.link(Address::VersionPaths { version: hash })) { (locale.t(text::TAB_PATHS)) }
            @if self.has_source {
                a.button.quiet href=(interface.link(Address::VersionSource { version: hash })) download { (locale.t(text::VERSION_SOURCE)) }
                @if staff.may(Permission::EditDrafts) { a.button href=(interface.link(addresses::draft_from(hash))) { (locale.t(text::VERSION_DRAFT)) } }
            }
            a.button.quiet href=(interface.link(Address::VersionWorkbook { version: hash })) { (locale.t(text::WORKBOOK)) }
            @if staff.may(Permission::ManageWaves) { a.button.main href=(interface.link(addresses::wave_from(hash))) { (locale.t(text::WAVE_NEW)) } }
        };
        Studio::new(interface, staff, Place::Questionnaires, interface.text(&version.title)).state(use_label(interface, used)).actions(actions).body(&html! {
            dl.facts {
                dt { (locale.t(text::VERSION)) } dd { (version_number(interface, version)) }
                dt { (locale.t(text::VERSION_HASH)) } dd { code { (hash) } }
                dt { (locale.t(text::VERSION_SINCE)) } dd { (interface.moment(version.since)) }
                @if let Some(publication) = &version.publication {
                    dt { (locale.t(text::VERSION_WRITTEN)) } dd { (publication.written_by) }
                    dt { (locale.t(text::VERSION_APPROVED)) } dd { (publication.approved_by) }
                }
                dt { (locale.t(text::VERSION_USED)) }
                dd { @if self.waves.is_empty() { "–" } @else { ul.plain { @for wave in &self.waves { li {
                    @if staff.may(Permission::SeeWaves) { a href=(interface.link(Address::StaffWave { wave: &wave.slug })) { (interface.text(&wave.title)) } }
                    @else { (interface.text(&wave.title)) }
                } } } } }
            }
            h2 { (locale.t(text::COMPARISON_TITLE)) }
            @match &self.comparison {
                Some(comparison) => { (comparison.view(interface)) }
                None => { p { (locale.t(text::COMPARISON_NONE)) } }
            }
            h2 { (locale.t(text::TRIAL_LINK_TITLE)) }
            p.help { (locale.t(text::TRIAL_LINK_HELP)) }
            @match &self.link {
                Some(token) => {
                    p { a href=(Address::Trial { token }) { (Address::Trial { token }) } }
                    p { (locale.t(text::TrialCount { count: self.trials })) }
                }
                None if staff.may(Permission::EditDrafts) => {
                    form method="post" action=(interface.link(Address::VersionTestLink { version: hash })) {
                        (staff.form_token())
                        button type="submit" { (locale.t(text::TRIAL_LINK_MAKE)) }
                    }
                }
                None => { p { (locale.t(text::TRIAL_LINK_NONE)) } }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_in_the_field_while_one_of_its_waves_is() {
        assert_eq!(use_of(&[]), Use::Published);
        assert_eq!(
            use_of(&[WaveState::Closed, WaveState::Announced]),
            Use::InTheField
        );
        assert_eq!(use_of(&[WaveState::Closed]), Use::Closed);
    }
}
