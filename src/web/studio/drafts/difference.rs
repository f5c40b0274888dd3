//! What a draft changes against the version before it.

use axum::extract::State;
use maud::{Markup, html};

use super::tabs::{self, Tab};
use super::{editorial, load, name, state};
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::comparison::Comparison;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use authoring::draft::Draft;
use authoring::reading::read_draft;
use authoring::store::DraftHead;
use format::{Problem, Reading};
use messages::{PlainMessage, text};
use questionnaire::difference::Difference;
use questionnaire::store::{StoredVersion, list_versions};
use questionnaire::{Choice, Editorial, Part, Questionnaire};

/// What can be said about the changes of a draft.
#[derive(Debug)]
pub(super) enum Changes {
    /// Part of the text cannot be read, and would seem to be removed.
    Unreadable,
    /// What changed.
    Compared(Box<Comparison>),
}

impl Changes {
    /// Compares a draft as it is read now.
    pub(super) async fn of(app: &App, draft: &Draft, reading: &Reading) -> Result<Self, Error> {
        let Some(questionnaire) = whole(reading) else {
            return Ok(Self::Unreadable);
        };
        let versions = list_versions(&app.db).await?;
        let earlier = earlier(draft, &questionnaire.id, versions);
        let comparison = Comparison::with(app, earlier, questionnaire.clone()).await?;
        Ok(Self::Compared(Box::new(comparison)))
    }

    /// The changes in one sentence.
    pub(super) fn summary(&self, interface: &Interface) -> String {
        match self {
            Self::Unreadable => interface.locale.t(text::COMPARISON_UNREADABLE),
            Self::Compared(comparison) => comparison.summary(interface),
        }
    }

    /// Everything that changes, as far as it can be said.
    pub(super) fn differences(&self) -> &[Difference] {
        match self {
            Self::Unreadable => &[],
            Self::Compared(comparison) => comparison.differences(),
        }
    }

    /// The wordings newly declared to say the same, which whoever approves confirms.
    pub(super) fn declared(&self) -> Vec<&Editorial> {
        match self {
            Self::Unreadable => Vec::new(),
            Self::Compared(comparison) => comparison.declared(),
        }
    }

    /// The choices that newly count as something, which whoever approves confirms.
    pub(super) fn new_kinds(&self) -> Vec<(Part, Vec<&Choice>)> {
        match self {
            Self::Unreadable => Vec::new(),
            Self::Compared(comparison) => comparison.new_kinds(),
        }
    }
}

/// Shows the changes.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
) -> Result<Markup, Error> {
    page(&app, &interface, &staff, id, None).await
}

/// The page of changes, with what was refused.
pub(super) async fn page(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    id: i64,
    refusal: Option<PlainMessage>,
) -> Result<Markup, Error> {
    let found = load(app, id).await?;
    let reading = read_draft(&found.head.text);
    let changes = Changes::of(app, &found.draft, &reading).await?;
    Ok(view(interface, staff, &found, &changes, refusal))
}

/// The questionnaire, where all of its text could be read.
fn whole(reading: &Reading) -> Option<&Questionnaire> {
    let questionnaire = reading.questionnaire.as_ref()?;
    let mut findings = reading.findings.iter();
    let mut questions = questionnaire.questions.iter();
    let torn = findings.any(|finding| matches!(finding.problem, Problem::Source(_)))
        || questions.any(|question| reading.positions.lacks_condition(&question.id));
    (!torn).then_some(questionnaire)
}

/// The version a draft is compared with: the one it was begun from, else the last of its questionnaire
/// that it did not itself become.
fn earlier(
    draft: &Draft,
    questionnaire: &str,
    versions: Vec<StoredVersion>,
) -> Option<StoredVersion> {
    let origin = versions
        .iter()
        .find(|version| Some(&version.hash) == draft.origin.as_ref());
    if let Some(origin) = origin {
        return Some(origin.clone());
    }
    let became = versions
        .iter()
        .position(|version| Some(&version.hash) == draft.version.as_ref());
    let before = became.unwrap_or(versions.len());
    let mut before = versions.into_iter().take(before).rev();
    before.find(|version| version.questionnaire == questionnaire)
}

fn view(
    interface: &Interface,
    staff: &Staff,
    found: &DraftHead,
    changes: &Changes,
    refusal: Option<PlainMessage>,
) -> Markup {
    let draft = &found.draft;
    let word = state(interface, draft.state);
    let tabs = tabs::view(interface, staff, draft, Tab::Difference);
    let page = Studio::new(
        interface,
        staff,
        Place::Questionnaires,
        name(interface, draft),
    );
    page.state(word).tabs(tabs).body(&html! {
        @if let Some(refusal) = refusal { p.notice.doubt role="alert" { (interface.locale.t(refusal)) } }
        h2 { (interface.locale.t(text::COMPARISON_TITLE)) }
        @match changes {
            Changes::Compared(comparison) => { (comparison.view(interface)) }
            other => { p.lead { (other.summary(interface)) } }
        }
        (editorial::forms(interface, staff, found, changes))
    })
}
