//! A draft: where it is on its way, what is wrong with it, who changed what.

use axum::extract::State;
use maud::{Markup, html};

use super::confirmation::Confirmations;
use super::design::{Desk, advice_for_approval, place};
use super::difference::Changes;
use super::tabs::{self, Tab};
use super::{listing, load, name, review, state, subject};
use crate::addresses::{self, Address};
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::LONGEST_REASON;
use accounts::audit::Logged;
use accounts::store::{AuditSearch, search_audit};
use accounts::{Action, Permission};
use authoring::draft::{DraftId, DraftState, Revision};
use authoring::reading::read_draft;
use authoring::store::{DraftHead, Refusal, hindrance, is_writer, list_revisions};
use format::{Finding, Problem};
use messages::{PlainMessage, text, words};
use questionnaire::Part;

/// Revisions shown.
const HISTORY: u64 = 20;

/// Shows the draft.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
) -> Result<Markup, Error> {
    page(&app, &interface, &staff, id, None).await
}

/// The page of a draft, with what was refused.
pub(super) async fn page(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    id: i64,
    refusal: Option<String>,
) -> Result<Markup, Error> {
    let found = load(app, id).await?;
    let history = list_revisions(&app.db, found.draft.id, HISTORY).await?;
    let reading = read_draft(&found.head.text);
    let changes = match found.draft.state {
        DraftState::InReview => Some(Changes::of(app, &found.draft, &reading).await?),
        _ => None,
    };
    let desk = match found.draft.state {
        DraftState::InReview => Some(Desk::load(app, id, Part::Top).await?),
        _ => None,
    };
    let returned = match found.draft.state {
        DraftState::Draft => last_return(app, found.draft.id).await?,
        _ => None,
    };
    let name = staff.user.name.as_str();
    let hindrance = match found.draft.state {
        DraftState::Draft | DraftState::InReview => hindrance(&app.db, &found).await?,
        DraftState::Published | DraftState::Discarded => None,
    };
    let page = Overview {
        hindrance: hindrance.as_ref(),
        is_writer: is_writer(&app.db, found.draft.id, name).await?,
        interface,
        staff,
        found: &found,
        findings: &reading.findings,
        changes: changes.as_ref(),
        desk: desk.as_ref(),
        returned: returned.as_ref(),
        history: &history,
    };
    Ok(page.view(refusal.as_deref()))
}

/// The last time a draft was sent back, if a reason was given.
async fn last_return(app: &App, id: DraftId) -> Result<Option<Logged>, Error> {
    let search = AuditSearch {
        words: Some(subject(id)),
        action: Some(Action::SendBack),
        ..AuditSearch::default()
    };
    let found = search_audit(&app.db, &search, HISTORY).await?.entries;
    let last = found.into_iter().find(|entry| entry.subject == subject(id));
    Ok(last.filter(|entry| !reason(entry).is_empty()))
}

/// The reason that stands in an entry.
fn reason(entry: &Logged) -> &str {
    let after = entry.after.as_ref().and_then(|after| after.get("reason"));
    after.and_then(|reason| reason.as_str()).unwrap_or_default()
}

struct Overview<'a> {
    interface: &'a Interface,
    staff: &'a Staff,
    found: &'a DraftHead,
    /// Whether whoever looks at it is one of its writers.
    is_writer: bool,
    findings: &'a [Finding<Problem>],
    /// What it would do to published versions.
    hindrance: Option<&'a Refusal>,
    /// What it changes, for whoever decides on it.
    changes: Option<&'a Changes>,
    /// What whoever decides on it reads: its advice and all its parts.
    desk: Option<&'a Desk>,
    /// Who sent it back, with the reason, if it lies with its writers since.
    returned: Option<&'a Logged>,
    history: &'a [Revision],
}

impl Overview<'_> {
    fn view(&self, refusal: Option<&str>) -> Markup {
        let Self {
            interface,
            staff,
            found,
            ..
        } = self;
        let locale = interface.locale;
        let draft = &found.draft;
        let word = state(interface, draft.state);
        Studio::new(interface, staff, Place::Questionnaires, name(interface, draft)).state(word).actions(self.actions()).tabs(tabs::view(interface, staff, draft, Tab::Overview)).body(&html! {
            @if let Some(refusal) = &refusal { p.notice.doubt role="alert" { (refusal) } }
            dl.facts {
                dt { (locale.t(text::DRAFT_ID)) } dd { code { (draft.questionnaire) } }
                dt { (locale.t(text::DRAFT_BEGUN)) } dd { (draft.created_by) " · " (interface.moment(draft.created_at)) }
                dt { (locale.t(text::LAST_CHANGE)) } dd { (draft.changed_by) " · " (interface.moment(draft.changed_at)) }
                @if let Some((by, at)) = &draft.sent { dt { (locale.t(text::DRAFT_SENT)) } dd { (by) " · " (interface.moment(*at)) } }
                @if let Some(origin) = &draft.origin { dt { (locale.t(text::DRAFT_ORIGIN)) } dd { a href=(interface.link(Address::Version { version: origin })) { code { (origin.get(..12).unwrap_or(origin)) } } } }
                @if let Some(version) = &draft.version { dt { (locale.t(text::DRAFT_BECAME)) } dd { a href=(interface.link(Address::Version { version })) { code { (version.get(..12).unwrap_or(version)) } } } }
            }
            @if let Some(returned) = self.returned { p.notice.doubt {
                b { (locale.t(text::ReviewReturned { who: returned.actor.clone(), when: interface.moment(returned.at) })) } " " (reason(returned))
            } }
            @if draft.state == DraftState::InReview { (self.review()) }
            h2 { (locale.t(text::DRAFT_FINDINGS)) }
            @if let Some(hindrance) = self.hindrance { p.notice.doubt { (review::words(locale, hindrance)) } }
            @if self.findings.is_empty() { p.notice.good { (locale.t(text::DRAFT_SOUND)) } } @else {
                ul.findings { @for finding in self.findings { li {
                    b { (locale.t(text::FindingLine { line: finding.line })) @if let Some(place) = &finding.place { " · " (place) } } " "
                    span { (words::problem(interface.locale, &finding.problem)) }
                } } }
            }
            @if let Some(desk) = self.desk && let Some(questionnaire) = &desk.questionnaire {
                (advice_for_approval(interface, desk, questionnaire))
                h2 { (locale.t(text::REVIEW_LISTING)) }
                (listing::view(interface, questionnaire))
            }
            (self.files())
            (self.log())
            (self.discard_form())
        })
    }

    fn actions(&self) -> Markup {
        let Self {
            interface,
            staff,
            found,
            findings,
            ..
        } = self;
        let (locale, id) = (interface.locale, found.draft.id);
        html! {
            @if found.draft.state == DraftState::Draft && staff.may(Permission::EditDrafts) {
                a.button href=(interface.link(Address::DraftText { draft: id })) { (locale.t(text::DRAFT_TEXT)) }
                @if findings.is_empty() && self.hindrance.is_none() { (self.step(Address::DraftReview { draft: id }, text::DRAFT_SEND, "main")) }
            }
        }
    }

    /// What a second person decides.
    fn review(&self) -> Markup {
        let Self {
            interface,
            staff,
            found,
            ..
        } = self;
        let (locale, draft) = (interface.locale, &found.draft);
        html! {
            section.decision aria-labelledby="decision" {
                h2 #decision { (locale.t(text::REVIEW_TITLE)) }
                @if let Some(changes) = self.changes {
                    p { (changes.summary(interface)) " " a href=(interface.link(Address::DraftDifference { draft: draft.id })) { (locale.t(text::COMPARISON_SHOW)) } }
                }
                @if !self.is_writer && staff.may(Permission::ApproveVersions) {
                    p { (locale.t(text::REVIEW_DECIDE)) " " a href=(interface.link(addresses::draft_phone(draft.id, None))) target="_blank" rel="noopener" { (locale.t(text::REVIEW_FORM)) } }
                    form method="post" action=(interface.link(Address::DraftPublish { draft: draft.id })) {
                        (self.seen())
                        @if let Some(changes) = self.changes { (Confirmations::of(changes).view(interface)) }
                        div.actions { button.main type="submit" { (locale.t(text::REVIEW_APPROVE)) } }
                    }
                    form.narrow method="post" action=(interface.link(Address::DraftReturn { draft: draft.id })) {
                        (self.seen())
                        label.f { span { (locale.t(text::REVIEW_REASON)) } input type="text" name="reason" maxlength=(LONGEST_REASON); }
                        button.quiet type="submit" { (locale.t(text::REVIEW_RETURN)) }
                    }
                } @else {
                    p { (locale.t(text::REVIEW_WAITS)) }
                    @if self.is_writer && staff.may(Permission::EditDrafts) { (self.step(Address::DraftWithdraw { draft: draft.id }, text::REVIEW_WITHDRAW, "quiet")) }
                }
            }
        }
    }

    fn step(&self, step: Address<'_>, label: PlainMessage, class: &str) -> Markup {
        let action = self.interface.link(step);
        html! {
            form method="post" action=(action) {
                (self.seen())
                button class=(class) type="submit" { (self.interface.locale.t(label)) }
            }
        }
    }

    /// What every step says besides itself: who goes it, and which revision was seen.
    fn seen(&self) -> Markup {
        html! {
            (self.staff.form_token())
            input type="hidden" name="seen" value=(self.found.head.number);
        }
    }

    /// Giving a draft up cannot be taken back, so it asks twice.
    fn discard_form(&self) -> Markup {
        let (interface, draft) = (self.interface, &self.found.draft);
        let locale = interface.locale;
        html! {
            @if draft.state == DraftState::Draft && self.is_writer && self.staff.may(Permission::EditDrafts) {
                details.elsewhere {
                    summary { (locale.t(text::DRAFT_DISCARD)) }
                    form.narrow method="post" action=(interface.link(Address::DraftDiscard { draft: draft.id })) {
                        (self.seen())
                        label.tick { input type="checkbox" name="sure" value="yes" required; span { (locale.t(text::DRAFT_DISCARD_SURE)) } }
                        button.danger type="submit" { (locale.t(text::DRAFT_DISCARD)) }
                    }
                }
            }
        }
    }

    /// The draft as a file to take along.
    fn files(&self) -> Markup {
        let (interface, id) = (self.interface, self.found.draft.id);
        let locale = interface.locale;
        html! {
            h2 { (locale.t(text::DRAFT_FILES)) }
            div.actions {
                a.button.quiet href=(interface.link(Address::DraftSource { draft: id })) download { (locale.t(text::VERSION_SOURCE)) }
                a.button.quiet href=(interface.link(Address::DraftWorkbook { draft: id })) { (locale.t(text::WORKBOOK)) }
            }
        }
    }

    fn log(&self) -> Markup {
        let Self {
            interface,
            found,
            history,
            ..
        } = self;
        let locale = interface.locale;
        html! {
            h2 { (locale.t(text::DRAFT_HISTORY)) }
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::DRAFT_HISTORY)) { table {
                thead { tr { th scope="col" { (locale.t(text::DRAFT_REVISION)) } th scope="col" { (locale.t(text::AUDIT_ACTOR)) } th scope="col" { (locale.t(text::AUDIT_AT)) } th scope="col" { (locale.t(text::AUDIT_CHANGE)) } } }
                tbody { @for revision in *history {
                    tr {
                        th scope="row" { (revision.number) @if revision.number == found.head.number { " " span.state { (locale.t(text::DRAFT_HEAD)) } } }
                        td { (revision.by) } td { (interface.moment(revision.at)) } td { (revision_summary(interface, &revision.what)) }
                    }
                } }
            } }
        }
    }
}

/// What a revision changed: the words of whoever saved it, or where a draft began.
fn revision_summary(interface: &Interface, what: &str) -> String {
    let locale = interface.locale;
    match what {
        "empty" => locale.t(text::DRAFT_FROM_NOTHING),
        "file" => locale.t(text::DRAFT_FROM_FILE),
        "version" => locale.t(text::DRAFT_FROM_VERSION),
        "text" => locale.t(text::DRAFT_TEXT),
        "workbook" => locale.t(text::WHAT_WORKBOOK),
        "translation" => locale.t(text::TAB_TRANSLATION),
        "editorial" => locale.t(text::WHAT_EDITORIAL),
        "translation-file" => locale.t(text::WHAT_TRANSLATION_FILE),
        other => match place::read(other) {
            Part::Top => other.to_owned(),
            part => words::part(interface.locale, &part),
        },
    }
}
