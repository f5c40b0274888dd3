//! The translations of a draft, side by side with the original: looked at, written, taken along.

mod desk;
mod file;
mod page;

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

use super::saving::save_over;
use super::{collision, load, subject};
use crate::addresses;
use crate::app::App;
use crate::error::{Error, FormFault};
use crate::extract::{Fields, Path, Query};
use crate::interface::Interface;
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::{Action, Entry};
use authoring::draft::{DraftId, DraftState};
use authoring::editing::{Edit, EditError, apply_all};
use authoring::reading::questionnaire_of;
use authoring::store::{confirm_translation, find_revision};
use authoring::translation::Confirmation;
use questionnaire::{Language, Questionnaire, TextKey};

use desk::{Asked, Desk};
use messages::{text, words};
use page::{FIELD, RIGHT, TranslationPage, Typing};

pub(crate) use file::{csv, upload, xlsx};

/// Shows them.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    Query(query): Query,
) -> Result<Markup, Error> {
    let desk = Desk::load(&app, id).await?;
    let asked = Asked::of(&query);
    let mut page = TranslationPage::of(&interface, &staff, &desk, &asked);
    if let Some(changed) = query.get("changed").and_then(|count| count.parse().ok()) {
        page.notice = Some(changed_notice(&interface, changed));
    }
    Ok(page.view())
}

/// Saves every translation that was changed, as one revision, and which others were found right.
pub(crate) async fn save(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Error> {
    let seen = typed.number("based-on")?;
    let desk = Desk::load(&app, id).await?;
    let (id, head) = (desk.found.draft.id, &desk.found.head);
    let asked = Asked::of(&typed.fields);
    let Some(before) = questionnaire_as_seen(&app, &desk, seen).await? else {
        let page = TranslationPage::of(&interface, &staff, &desk, &asked).view();
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let to = asked.language(&interface, &before);
    let to = to.ok_or(Error::Malformed(FormFault::Foreign))?;
    let mine = changed(&before, to, &typed.fields)?;
    let right = found_right(&before, to, &typed.fields, &mine)?;
    if mine.is_empty() && right.is_empty() {
        return Ok(done(&interface, id, &asked, to, 0));
    }
    if head.number != seen || desk.found.draft.state != DraftState::Draft {
        return Ok(collided(&interface, &staff, &desk, &asked, &before, &mine));
    }
    let edits: Vec<Edit> = edits(to, &mine);
    let text = match apply_all(&head.text, &edits) {
        Ok(text) => text,
        Err(errors) => return Ok(refused(&interface, &staff, &desk, &asked, &mine, &errors)),
    };
    let write = staff.write(&app).await?;
    for confirmation in &right {
        confirm_translation(write.transaction(), id, confirmation).await?;
    }
    if mine.is_empty() {
        let keys: Vec<String> = right.iter().map(|it| it.text.to_string()).collect();
        let entry = Entry::new(Action::SaveDraft, subject(id))
            .after(json!({ "right": keys, "language": to.tag() }));
        write.commit(entry).await?;
        return Ok(done(&interface, id, &asked, to, 0));
    }
    if !save_over(write, &staff, (id, seen), (&text, "translation")).await? {
        let desk = Desk::load(&app, id.0).await?;
        return Ok(collided(&interface, &staff, &desk, &asked, &before, &mine));
    }
    Ok(done(&interface, id, &asked, to, mine.len()))
}

/// The wordings somebody typed in place of what they saw.
type Mine = BTreeMap<TextKey, String>;

/// The questionnaire as it was when the page was asked for.
async fn questionnaire_as_seen(
    app: &App,
    desk: &Desk,
    seen: i32,
) -> Result<Option<Questionnaire>, Error> {
    if seen == desk.found.head.number {
        return Ok(desk.questionnaire.clone());
    }
    let revision = find_revision(&app.db, desk.found.draft.id, seen).await?;
    let revision = revision.ok_or(Error::Malformed(FormFault::Foreign))?;
    Ok(questionnaire_of(&revision.text))
}

/// What differs from the words that stood on the page.
fn changed(before: &Questionnaire, to: &Language, fields: &Fields) -> Result<Mine, Error> {
    let foreign = || Error::Malformed(FormFault::Foreign);
    let texts: BTreeMap<_, _> = before.texts().into_iter().collect();
    let mut mine = Mine::new();
    for (name, value) in fields.pairs() {
        let Some(key) = name.strip_prefix(FIELD) else {
            continue;
        };
        let Ok(key) = key.parse::<TextKey>() else {
            return Err(foreign());
        };
        let text = texts.get(&key).ok_or_else(foreign)?;
        let wording = value.replace("\r\n", "\n").trim().to_owned();
        if wording != text.find(to).unwrap_or_default().trim() {
            mine.insert(key, wording);
        }
    }
    Ok(mine)
}

/// The translations that were ticked as still right and that nobody has written anew.
fn found_right(
    before: &Questionnaire,
    to: &Language,
    fields: &Fields,
    mine: &Mine,
) -> Result<Vec<Confirmation>, Error> {
    let foreign = || Error::Malformed(FormFault::Foreign);
    let mut right = Vec::new();
    for (name, _) in fields.pairs() {
        let Some(key) = name.strip_prefix(RIGHT) else {
            continue;
        };
        let text: TextKey = key.parse().or(Err(foreign()))?;
        let words = text.find(before).ok_or_else(foreign)?;
        let original = before.languages.first().and_then(|it| words.find(it));
        if !mine.contains_key(&text) {
            right.push(Confirmation {
                language: to.clone(),
                original: original.unwrap_or_default().to_owned(),
                text,
            });
        }
    }
    Ok(right)
}

fn edits(to: &Language, mine: &Mine) -> Vec<Edit> {
    let edit = |(key, wording): (&TextKey, &String)| Edit::Word {
        text: key.clone(),
        language: to.clone(),
        wording: wording.clone(),
    };
    mine.iter().map(edit).collect()
}

fn done(
    interface: &Interface,
    id: DraftId,
    asked: &Asked,
    to: &Language,
    changed: usize,
) -> Response {
    let address = addresses::translated(id, to.tag(), asked.only_work, changed);
    Redirect::to(&interface.link(address)).into_response()
}

fn changed_notice(interface: &Interface, changed: usize) -> Markup {
    html! { p.notice.good role="status" { (interface.locale.t(text::TranslationChanged { count: changed })) } }
}

/// The page again, what cannot be stored said at its field, everything typed kept.
fn refused(
    interface: &Interface,
    staff: &Staff,
    desk: &Desk,
    asked: &Asked,
    mine: &Mine,
    errors: &[(usize, EditError)],
) -> Response {
    let mut page = TranslationPage::of(interface, staff, desk, asked);
    for (at, (key, wording)) in mine.iter().enumerate() {
        let error = errors.iter().find(|(place, _)| *place == at);
        let message = error.map(|(_, error)| words::edit_error(interface.locale, error));
        let typing = Typing {
            wording: wording.clone(),
            message,
        };
        page.typed.insert(key.clone(), typing);
    }
    page.notice = Some(page.summary());
    (StatusCode::UNPROCESSABLE_ENTITY, page.view()).into_response()
}

/// The page as it is for everybody now, with one's own words in it, and theirs beside them.
fn collided(
    interface: &Interface,
    staff: &Staff,
    desk: &Desk,
    asked: &Asked,
    before: &Questionnaire,
    mine: &Mine,
) -> Response {
    let mut page = TranslationPage::of(interface, staff, desk, asked);
    let mut lost: Vec<(&TextKey, &str)> = Vec::new();
    for (key, wording) in mine {
        let Some(row) = page.row(key) else {
            lost.push((key, wording));
            continue;
        };
        let text = key.find(before);
        let was = |language: Option<&Language>| {
            let found = language.and_then(|language| text?.find(language));
            found.unwrap_or_default().trim().to_owned()
        };
        let locale = interface.locale;
        let message = if was(page.to) != row.translation.trim() {
            Some(locale.t(text::TranslationTheirs {
                words: row.translation.clone(),
            }))
        } else if was(before.languages.first()) != row.original.trim() {
            Some(locale.t(text::TRANSLATION_ORIGINAL_CHANGED))
        } else {
            None
        };
        let wording = wording.clone();
        page.typed.insert(key.clone(), Typing { wording, message });
    }
    let locked = desk.found.draft.state != DraftState::Draft;
    let explanation = html! {
        p { (interface.locale.t(if locked { text::COLLISION_LOCKED } else { text::TRANSLATION_COLLISION })) }
        @if !lost.is_empty() {
            p { (interface.locale.t(text::TRANSLATION_LOST)) }
            ul { @for (key, wording) in lost { li { (words::text_key(interface.locale, key)) " " q { (wording) } } } }
        }
    };
    page.notice = Some(collision::notice(interface, &desk.found, &explanation));
    (StatusCode::CONFLICT, page.view()).into_response()
}
