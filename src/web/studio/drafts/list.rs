//! Questionnaires: what is being written, what was published, and where it is used.

use axum::extract::State;
use maud::{Markup, html};

use super::{name, state};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::version_number::version_number;
use crate::studio::versions::{Use, use_label, use_of};
use accounts::Permission;
use authoring::draft::{Draft, DraftState};
use authoring::store::list_drafts;
use fieldwork::{Wave, WaveState, store};
use messages::text;
use questionnaire::store::{StoredVersion, list_versions};

/// Shows all of them.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
) -> Result<Markup, Error> {
    let drafts = list_drafts(&app.db).await?;
    let open: Vec<Draft> = drafts
        .into_iter()
        .filter(|draft| draft.state != DraftState::Published)
        .collect();
    let mut versions = list_versions(&app.db).await?;
    versions.reverse();
    let waves = store::list_waves(&app.db).await?;
    let now = app.clock.now();
    let rows: Vec<(StoredVersion, Use, Vec<Wave>)> = versions
        .into_iter()
        .map(|version| {
            let of_version: Vec<Wave> = waves
                .iter()
                .filter(|wave| wave.version == version.hash)
                .cloned()
                .collect();
            let states: Vec<WaveState> = of_version.iter().map(|wave| wave.state(now)).collect();
            (version, use_of(&states), of_version)
        })
        .collect();
    Ok(view(&interface, &staff, &open, &rows))
}

fn view(
    interface: &Interface,
    staff: &Staff,
    drafts: &[Draft],
    versions: &[(StoredVersion, Use, Vec<Wave>)],
) -> Markup {
    let locale = interface.locale;
    let actions = html! {
        @if staff.may(Permission::EditDrafts) {
            a.button.main href=(interface.link(Address::NewDraft)) { (locale.t(text::DRAFT_NEW)) }
        }
    };
    Studio::new(interface, staff, Place::Questionnaires, locale.t(text::PLACE_QUESTIONNAIRES)).actions(actions).body(&html! {
        h2 { (locale.t(text::DRAFTS_TITLE)) }
        @if drafts.is_empty() { p.help { (locale.t(text::DRAFTS_NONE)) } } @else {
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::DRAFTS_TITLE)) { table.cards {
                thead { tr { th scope="col" { (locale.t(text::QUESTIONNAIRE)) } th scope="col" { (locale.t(text::PERSON_STATE)) } th scope="col" { (locale.t(text::LAST_CHANGE)) } } }
                tbody { @for draft in drafts {
                    tr {
                        th scope="row" { a href=(interface.link(Address::Draft { draft: draft.id })) { (name(interface, draft)) } " " small { (draft.questionnaire) } }
                        td { span.state .wait[draft.state == DraftState::InReview] { (state(interface, draft.state)) } }
                        td { (interface.moment(draft.changed_at)) " " small { (draft.changed_by) } }
                    }
                } }
            } }
        }
        h2 { (locale.t(text::VERSIONS_TITLE)) }
        @if versions.is_empty() { p.help { (locale.t(text::VERSIONS_NONE)) } } @else {
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::VERSIONS_TITLE)) { table.cards {
                thead { tr { th scope="col" { (locale.t(text::QUESTIONNAIRE)) } th scope="col" { (locale.t(text::PERSON_STATE)) } th scope="col" { (locale.t(text::VERSION_USED)) } th scope="col" { (locale.t(text::VERSION_SINCE)) } } }
                tbody { @for (version, used, waves) in versions {
                    tr {
                        th scope="row" {
                            a href=(interface.link(Address::Version { version: &version.hash })) { (interface.text(&version.title)) }
                            " " small { (version_number(interface, version)) }
                        }
                        td { span.state .live[*used == Use::InTheField] { (use_label(interface, *used)) } }
                        td { @if waves.is_empty() { "–" } @else { ul.plain { @for wave in waves { li {
                            @if staff.may(Permission::SeeWaves) { a href=(interface.link(Address::StaffWave { wave: &wave.slug })) { (interface.text(&wave.title)) } }
                            @else { (interface.text(&wave.title)) }
                        } } } } }
                        td { (interface.moment(version.since)) @if let Some(publication) = &version.publication { " " small { (publication.approved_by) } } }
                    }
                } }
            } }
        }
    })
}
