//! Giving themes to confirmed texts: every text once, a drawn tenth again by somebody who does not see what the first found.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

use super::{Desk, PAGE, note_reading, top};
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::{Action, Entry};
use messages::{PlainMessage, text};
use questionnaire::Question;
use results::texts::Theme;
use results::texts::store::{Coding, WrittenText, code, is_published, list_themes, list_uncoded};

fn coding_of(word: &str) -> Result<Coding, Error> {
    match word {
        "first" => Ok(Coding::First),
        "second" => Ok(Coding::Second),
        _ => Err(Error::NotFound(Missing::Page)),
    }
}

/// Shows the next texts.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path((slug, question, step)): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let coding = coding_of(&step)?;
    let desk = Desk::load(&app, &slug).await?;
    let (question, progress) = desk.question(&question)?;
    if desk.published || !progress.is_reviewed() {
        let to = interface.link(Address::WaveTexts { wave: &slug });
        return Ok(Redirect::to(&to).into_response());
    }
    let place = (desk.wave.id, question.id.as_str());
    let themes = list_themes(&app.db, place.0, place.1).await?;
    let texts = if themes.is_empty() {
        Vec::new()
    } else {
        let by = staff.user.name.as_str();
        list_uncoded(&app.db, place, coding, by, PAGE).await?
    };
    if !texts.is_empty() {
        let step = format!("coding {step}");
        note_reading(&app, &staff, (&desk.wave, question), &step, texts.len()).await?;
    }
    let shown = Shown {
        desk: &desk,
        question,
        coding,
        step: &step,
        themes: &themes,
        texts: &texts,
    };
    Ok(page(&interface, &staff, &shown).into_response())
}

/// Keeps the themes of the texts of a page, and shows the next.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path((slug, question, step)): Path<(String, String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let coding = coding_of(&step)?;
    let desk = Desk::load(&app, &slug).await?;
    let (question, progress) = desk.question(&question)?;
    let place = (desk.wave.id, question.id.as_str());
    let write = staff.write(&app).await?;
    let txn = write.transaction();
    if progress.is_reviewed() && !is_published(txn, place.0).await? {
        let themes = list_themes(txn, place.0, place.1).await?;
        let found = typed_themes(&typed, &themes);
        let coded = code(txn, place, coding, &found, staff.user.name.as_str()).await?;
        let entry = Entry::new(Action::CodeTexts, format!("wave {slug}"));
        let told = json!({ "question": question.id, "step": step, "texts": coded });
        write.commit(entry.after(told)).await?;
    }
    let to = Address::WaveTextCoding {
        wave: &slug,
        question: question.id.as_str(),
        step: &step,
    };
    Ok(Redirect::to(&interface.link(to)).into_response())
}

/// The themes ticked for each text of the page, of those that there are; none where the text has none.
fn typed_themes(typed: &Typed, themes: &[Theme]) -> BTreeMap<String, BTreeSet<String>> {
    let texts = typed.fields.all("text");
    let found = texts.map(|id| {
        let field = format!("theme.{id}");
        let ticked: BTreeSet<&str> = typed.fields.all(&field).collect();
        let known = themes
            .iter()
            .filter(|theme| ticked.contains(theme.code.as_str()));
        (
            id.to_owned(),
            known.map(|theme| theme.code.clone()).collect(),
        )
    });
    found.collect()
}

struct Shown<'a> {
    desk: &'a Desk,
    question: &'a Question,
    coding: Coding,
    step: &'a str,
    themes: &'a [Theme],
    texts: &'a [WrittenText],
}

fn page(interface: &Interface, staff: &Staff, shown: &Shown<'_>) -> Markup {
    let locale = interface.locale;
    let (heading, help): (PlainMessage, PlainMessage) = match shown.coding {
        Coding::First => (text::TEXTS_CODING_FIRST, text::TEXTS_CODING_FIRST_HELP),
        Coding::Second => (text::TEXTS_CODING_SECOND, text::TEXTS_CODING_SECOND_HELP),
    };
    let wave = &shown.desk.wave;
    let question = shown.question.id.as_str();
    let post = Address::WaveTextCoding {
        wave: &wave.slug,
        question,
        step: shown.step,
    };
    let book = Address::WaveTextThemes {
        wave: &wave.slug,
        question,
    };
    Studio::new(interface, staff, Place::Waves, locale.t(heading)).body(&html! {
        (top(interface, wave, shown.question))
        p.help { (locale.t(help)) }
        @if shown.themes.is_empty() {
            p.notice { (locale.t(text::TEXTS_THEMES_NONE)) " " a href=(interface.link(book)) { (locale.t(text::TEXTS_THEMES_OPEN)) } }
        } @else {
            details { summary { (locale.t(text::TEXTS_THEMES)) } dl { @for theme in shown.themes { dt { (interface.text(&theme.name)) } dd { (interface.text(&theme.definition)) } } } }
            @if shown.texts.is_empty() { p.notice role="status" { (locale.t(text::TEXTS_NOTHING_LEFT)) } } @else {
                form.reviewed method="post" action=(interface.link(post)) {
                    (staff.form_token())
                    @for (place, written) in shown.texts.iter().enumerate() { (fields(interface, place + 1, written, shown.themes)) }
                    div.save { button.main type="submit" { (locale.t(text::TEXTS_CODE)) } }
                }
            }
        }
    })
}

fn fields(interface: &Interface, number: usize, written: &WrittenText, themes: &[Theme]) -> Markup {
    html! { fieldset {
        legend { (interface.locale.t(text::TextsNumber { number })) }
        p.words { (written.wording) }
        input type="hidden" name="text" value=(written.id);
        div.ticks { @for theme in themes {
            label.tick { input type="checkbox" name=(format!("theme.{}", written.id)) value=(theme.code); span { (interface.text(&theme.name)) } }
        } }
    } }
}
