//! The paths through a draft.

use axum::extract::State;
use maud::{Markup, html};

use super::tabs::{self, Tab};
use super::{load, name, state};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Path, Query};
use crate::interface::Interface;
use crate::studio::interview_paths::{self, PathReport, Setting};
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use accounts::Permission;
use authoring::draft::{Draft, DraftState};
use authoring::reading::read_draft;
use format::{Finding, Problem};
use messages::{text, words};
use questionnaire::Questionnaire;

/// Shows them.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    Query(query): Query,
) -> Result<Markup, Error> {
    let found = load(&app, id).await?;
    let draft = &found.draft;
    let reading = read_draft(&found.head.text);
    // That a question is out of reach is what this page says itself.
    let other = |finding: &&Finding<Problem>| finding.problem != Problem::Unreachable;
    let findings = reading.findings.iter().filter(other).count();
    let unread = |questionnaire: &Questionnaire| questionnaire.questions.is_empty();
    let unread = findings > 0 && reading.questionnaire.as_ref().is_none_or(unread);
    let seed = interview_paths::seed(&query);
    let explored = match &reading.questionnaire {
        Some(questionnaire) if !unread => Some(PathReport::explore(questionnaire, seed)),
        _ => None,
    };
    let writable = draft.state == DraftState::Draft && staff.may(Permission::EditDrafts);
    let setting = Setting {
        interface: &interface,
        design: writable.then_some(draft.id),
        here: Address::DraftPaths { draft: draft.id }.to_string(),
    };
    let body = html! {
        @if findings > 0 { (unsound(&interface, draft, unread, findings)) }
        @match explored.as_deref() {
            Some(Ok(explored)) => (interview_paths::view(&setting, explored)),
            Some(Err(error)) => { p.notice.doubt { (words::layout_error(interface.locale, error)) } }
            None => {}
        }
    };
    let page = Studio::new(
        &interface,
        &staff,
        Place::Questionnaires,
        name(&interface, draft),
    );
    let page = page.state(state(&interface, draft.state));
    let page = page.tabs(tabs::view(&interface, &staff, draft, Tab::Paths));
    Ok(page.body(&body))
}

/// That the draft has faults of its own, with the way to them.
fn unsound(interface: &Interface, draft: &Draft, unread: bool, findings: usize) -> Markup {
    let sentence = if unread {
        interface.locale.t(text::WaysUnreadable { count: findings })
    } else {
        interface.locale.t(text::WaysUnsound { count: findings })
    };
    html! {
        p.notice.doubt {
            (sentence) " "
            a href=(interface.link(Address::Draft { draft: draft.id })) { (interface.locale.t(text::WAYS_FINDINGS)) }
        }
    }
}
