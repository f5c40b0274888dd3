//! Declaring that a changed wording says the same: the writer says why, whoever approves confirms it, and the
//! series goes on.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::difference::{self, Changes};
use super::{collision, load, saving};
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, FormFault, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::staff::Staff;
use crate::studio::typed::{LONGEST_REASON, Typed};
use accounts::Permission;
use authoring::draft::{DraftId, DraftState};
use authoring::editing::{Edit, apply_all};
use authoring::reading::read_draft;
use authoring::store::{DraftHead, find_revision};
use messages::{PlainMessage, text, words};
use questionnaire::Editorial;
use questionnaire::difference::{Change, Difference};

/// Declares the wordings that were ticked, or takes declarations back.
pub(crate) async fn declare(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Error> {
    let (draft, seen) = (DraftId(id), typed.number("based-on")?);
    let revision = find_revision(&app.db, draft, seen).await?;
    let revision = revision.ok_or(Error::NotFound(Missing::Questionnaire))?;
    let found = load(&app, id).await?;
    let changes = Changes::of(&app, &found.draft, &read_draft(&revision.text)).await?;
    let edits = match edits(&changes, &typed)? {
        Ok(edits) => edits,
        Err(refusal) => {
            let page = difference::page(&app, &interface, &staff, id, Some(refusal)).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let text = apply_all(&revision.text, &edits)
        .map_err(|errors| Error::internal(format!("declarations cannot be written: {errors:?}")))?;
    let saved = saving::save(&app, &staff, (draft, seen), (&text, "editorial")).await?;
    if saved.is_none() {
        return collision::page(&app, &interface, &staff, draft, &text).await;
    }
    Ok(Redirect::to(&interface.link(Address::DraftDifference { draft })).into_response())
}

/// What a form asks for, or what is missing in it.
fn edits(changes: &Changes, typed: &Typed) -> Result<Result<Vec<Edit>, PlainMessage>, Error> {
    let ticked = |key: &String| typed.fields.all("change").any(|field| field == key);
    if typed.text("do") == "retract" {
        let declared = changes.declared().into_iter();
        let retract = declared.filter(|one| ticked(&key(one))).cloned();
        let edits: Vec<Edit> = retract
            .map(|editorial| Edit::RetractEditorial { editorial })
            .collect();
        return Ok(if edits.is_empty() {
            Err(text::EDITORIAL_NONE_TICKED)
        } else {
            Ok(edits)
        });
    }
    let reason = typed.text("reason").trim();
    if reason.chars().count() > LONGEST_REASON {
        return Err(Error::Malformed(FormFault::Foreign));
    }
    let candidates = changes.differences().iter().filter_map(candidate);
    let edits: Vec<Edit> = candidates
        .filter(|candidate| ticked(&key(candidate)))
        .map(|candidate| Edit::DeclareEditorial {
            editorial: Editorial {
                reason: reason.to_owned(),
                ..candidate
            },
        })
        .collect();
    Ok(match (edits.is_empty(), reason.is_empty()) {
        (true, _) => Err(text::EDITORIAL_NONE_TICKED),
        (false, true) => Err(text::EDITORIAL_NO_REASON),
        (false, false) => Ok(edits),
    })
}

/// The declaration, still without a reason, that would let the series go on; none for changes of anything but words.
fn candidate(difference: &Difference) -> Option<Editorial> {
    let Change::Worded {
        text,
        language,
        before,
        after,
    } = &difference.change
    else {
        return None;
    };
    let worded = !difference.breaks.is_empty() && !after.is_empty();
    worded.then(|| Editorial {
        text: text.clone(),
        language: language.clone(),
        before: before.clone(),
        after: after.clone(),
        reason: String::new(),
    })
}

/// What a form calls a wording.
fn key(editorial: &Editorial) -> String {
    format!("{}@{}", editorial.text, editorial.language)
}

/// The forms below the changes of a draft that is being written; nothing where no wording breaks a series.
pub(super) fn forms(
    interface: &Interface,
    staff: &Staff,
    found: &DraftHead,
    changes: &Changes,
) -> Markup {
    let locale = interface.locale;
    let draft = &found.draft;
    if draft.state != DraftState::Draft || !staff.may(Permission::EditDrafts) {
        return html! {};
    }
    let candidates = changes.differences().iter();
    let candidates: Vec<(&Difference, Editorial)> = candidates
        .filter_map(|difference| Some((difference, candidate(difference)?)))
        .collect();
    let declared = changes.declared();
    let action = interface.link(Address::DraftDifference { draft: draft.id });
    let hidden = html! {
        (staff.form_token())
        input type="hidden" name="based-on" value=(found.head.number);
    };
    html! {
        @if !candidates.is_empty() {
            h2 { (locale.t(text::EDITORIAL_TITLE)) }
            p { (locale.t(text::EDITORIAL_LEAD)) }
            form method="post" action=(action) {
                (hidden)
                @for (difference, candidate) in &candidates {
                    label.tick { input type="checkbox" name="change" value=(key(candidate)); span { (words::difference(locale, difference)) } }
                }
                label.f { span { (locale.t(text::EDITORIAL_REASON)) } input type="text" name="reason" required maxlength=(LONGEST_REASON); }
                button.main type="submit" name="do" value="declare" { (locale.t(text::EDITORIAL_DECLARE)) }
            }
        }
        @if !declared.is_empty() {
            h2 { (locale.t(text::EDITORIAL_DECLARED)) }
            form method="post" action=(action) {
                (hidden)
                @for editorial in &declared {
                    label.tick { input type="checkbox" name="change" value=(key(editorial)); span { (line(interface, editorial)) } }
                }
                button.quiet type="submit" name="do" value="retract" { (locale.t(text::EDITORIAL_RETRACT)) }
            }
        }
    }
}

/// A declaration in one line: the wordings and the reason.
pub(super) fn line(interface: &Interface, editorial: &Editorial) -> String {
    let change = Change::Worded {
        text: editorial.text.clone(),
        language: editorial.language.clone(),
        before: editorial.before.clone(),
        after: editorial.after.clone(),
    };
    interface.locale.t(text::EditorialLine {
        change: words::change(interface.locale, &change),
        reason: editorial.reason.clone(),
    })
}
