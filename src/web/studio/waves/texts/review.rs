//! Reviewing texts: the first person writes a wording without names, the second sees both and confirms it or writes another.
//!
//! The form is sent as it stands where nothing is to be changed. No text stands in an address, a log or an entry of the audit log.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

use super::{Desk, PAGE, note_reading, top};
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, FormFault, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::{Action, Entry};
use messages::{PlainMessage, text};
use questionnaire::Question;
use results::texts::LONGEST_WORDING;
use results::texts::identifying::{find, without};
use results::texts::store::{
    Settled, is_published, list_proposed, list_unreviewed, propose, settle,
};

/// Which review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    First,
    Second,
}

impl Step {
    fn of(word: &str) -> Result<Self, Error> {
        match word {
            "first" => Ok(Self::First),
            "second" => Ok(Self::Second),
            _ => Err(Error::NotFound(Missing::Page)),
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
        }
    }
}

/// A text on the page.
struct Item {
    id: String,
    original: String,
    /// What stands in its field; none where it is to be withheld.
    wording: Option<String>,
    /// What tells the proposal that is seen from another; empty at the first review.
    seen: String,
}

/// Shows the next texts.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path((slug, question, step)): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let step = Step::of(&step)?;
    let desk = Desk::load(&app, &slug).await?;
    let (question, _) = desk.question(&question)?;
    if desk.published {
        return Ok(back(&interface, &slug));
    }
    let items = items(&app, &staff, &desk, question, step).await?;
    if !items.is_empty() {
        let step = format!("review {}", step.as_str());
        note_reading(&app, &staff, (&desk.wave, question), &step, items.len()).await?;
    }
    Ok(page(&interface, &staff, &desk, question, step, &items).into_response())
}

fn back(interface: &Interface, wave: &str) -> Response {
    Redirect::to(&interface.link(Address::WaveTexts { wave })).into_response()
}

async fn items(
    app: &App,
    staff: &Staff,
    desk: &Desk,
    question: &Question,
    step: Step,
) -> Result<Vec<Item>, Error> {
    let (wave, id) = (desk.wave.id, question.id.as_str());
    let by = staff.user.name.as_str();
    Ok(match step {
        Step::First => {
            let texts = list_unreviewed(&app.db, wave, id, PAGE as u64).await?;
            let items = texts.into_iter().map(|text| Item {
                id: text.id,
                wording: Some(without(&text.wording)),
                original: text.wording,
                seen: String::new(),
            });
            items.collect()
        }
        Step::Second => {
            let texts = list_proposed(&app.db, wave, id, by, PAGE as u64).await?;
            let items = texts.into_iter().map(|text| Item {
                id: text.id,
                original: text.original,
                wording: text.wording,
                seen: text.hash,
            });
            items.collect()
        }
    })
}

/// Settles the texts of a page, and shows the next.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path((slug, question, step)): Path<(String, String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let step = Step::of(&step)?;
    let desk = Desk::load(&app, &slug).await?;
    let (question, _) = desk.question(&question)?;
    let wordings = typed_wordings(&typed)?;
    let write = staff.write(&app).await?;
    let txn = write.transaction();
    if is_published(txn, desk.wave.id).await? {
        return Ok(back(&interface, &slug));
    }
    let by = staff.user.name.as_str();
    let place = (desk.wave.id, question.id.as_str());
    let mut settled = Settled::default();
    for (id, wording) in &wordings {
        let wording = wording.as_deref();
        match step {
            Step::First => propose(txn, place, id, wording, by, &mut settled).await?,
            Step::Second => {
                let seen = typed.text(&format!("seen.{id}"));
                settle(txn, place, (id, seen), wording, by, &mut settled).await?;
            }
        }
    }
    let entry = Entry::new(Action::ReviewTexts, format!("wave {slug}"));
    let entry = entry.after(json!({
        "question": question.id,
        "step": step.as_str(),
        "proposed": settled.proposed,
        "confirmed": settled.confirmed,
        "left": settled.left,
    }));
    write.commit(entry).await?;
    let to = Address::WaveTextReview {
        wave: &slug,
        question: question.id.as_str(),
        step: step.as_str(),
    };
    Ok(Redirect::to(&interface.link(to)).into_response())
}

/// The wordings of a form by the keys of their texts; none where a text is to be withheld, ticked so or left without a word.
fn typed_wordings(typed: &Typed) -> Result<BTreeMap<String, Option<String>>, Error> {
    let mut wordings = BTreeMap::new();
    for (name, value) in typed.fields.pairs() {
        let Some(id) = name.strip_prefix("text.") else {
            continue;
        };
        let wording = value.replace("\r\n", "\n");
        let wording = wording.trim();
        if wording.chars().count() > LONGEST_WORDING {
            return Err(Error::Malformed(FormFault::Foreign));
        }
        let withheld = wording.is_empty() || typed.text(&format!("withhold.{id}")) == "yes";
        wordings.insert(id.to_owned(), (!withheld).then(|| wording.to_owned()));
    }
    Ok(wordings)
}

fn page(
    interface: &Interface,
    staff: &Staff,
    desk: &Desk,
    question: &Question,
    step: Step,
    items: &[Item],
) -> Markup {
    let locale = interface.locale;
    let (heading, help): (PlainMessage, PlainMessage) = match step {
        Step::First => (text::TEXTS_REVIEW_FIRST, text::TEXTS_REVIEW_FIRST_HELP),
        Step::Second => (text::TEXTS_REVIEW_SECOND, text::TEXTS_REVIEW_SECOND_HELP),
    };
    let post = Address::WaveTextReview {
        wave: &desk.wave.slug,
        question: question.id.as_str(),
        step: step.as_str(),
    };
    Studio::new(interface, staff, Place::Waves, locale.t(heading)).body(&html! {
        (top(interface, &desk.wave, question))
        p.help { (locale.t(help)) }
        @if items.is_empty() { p.notice role="status" { (locale.t(text::TEXTS_NOTHING_LEFT)) } } @else {
            p.help { (locale.t(text::TEXTS_LOGGED)) }
            form.reviewed method="post" action=(interface.link(post)) {
                (staff.form_token())
                @for (place, item) in items.iter().enumerate() { (fields(interface, place + 1, item)) }
                div.save { button.main type="submit" { (locale.t(match step { Step::First => text::TEXTS_PROPOSE, Step::Second => text::TEXTS_CONFIRM })) } }
            }
        }
    })
}

fn fields(interface: &Interface, number: usize, item: &Item) -> Markup {
    let locale = interface.locale;
    let Item {
        id,
        original,
        wording,
        seen,
    } = item;
    // Whoever does not withhold what was withheld begins without names all the same.
    let proposed = wording.clone().unwrap_or_else(|| without(original));
    let lines = original
        .lines()
        .count()
        .max(original.chars().count() / 40 + 1);
    html! { fieldset {
        legend { (locale.t(text::TextsNumber { number })) }
        p.words { (marked(original)) }
        @if !seen.is_empty() { input type="hidden" name=(format!("seen.{id}")) value=(seen); }
        label.f {
            span { (locale.t(text::TEXTS_WORDING)) }
            textarea name=(format!("text.{id}")) rows=(lines.min(8)) maxlength=(LONGEST_WORDING) autocomplete="off" { "\n" (proposed) }
        }
        label.tick { input type="checkbox" name=(format!("withhold.{id}")) value="yes" checked[wording.is_none()]; span { (locale.t(text::TEXTS_WITHHOLD)) } }
    } }
}

/// A text as it was written, with what may tell who somebody is marked.
fn marked(original: &str) -> Markup {
    let found = find(original);
    let ends = std::iter::once(0).chain(found.iter().map(|found| found.at.end));
    let tail = found.last().map_or(0, |found| found.at.end);
    html! {
        @for (from, found) in ends.zip(&found) {
            (&original[from..found.at.start]) mark { (&original[found.at.clone()]) }
        }
        (&original[tail..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_tell_who_somebody_is_is_marked_and_nothing_is_lost() {
        let shown = marked("找王主任 13812345678 <b>").into_string();
        assert_eq!(
            shown,
            "找<mark>王</mark>主任 <mark>13812345678</mark> &lt;b&gt;"
        );
        assert_eq!(marked("路灯不亮").into_string(), "路灯不亮");
    }
}
