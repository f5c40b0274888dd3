//! The code book of a question: its themes, adding one, changing one, removing one that no text has.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

use super::{Desk, top};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Fields, Path};
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::{Action, Entry};
use messages::{PlainMessage, text};
use questionnaire::{Language, Question, Text};
use results::texts::store::{is_published, list_themes, remove_theme, save_theme};
use results::texts::{LONGEST_CODE, Theme};

/// The most characters of a name, a definition or an example.
const LONGEST: usize = 300;

/// Why the code book did not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    Code,
    Name,
    Definition,
    Used,
}

impl Refusal {
    fn said(self) -> PlainMessage {
        match self {
            Self::Code => text::TEXTS_THEME_CODE_FAULT,
            Self::Name => text::TEXTS_THEME_NAME_FAULT,
            Self::Definition => text::TEXTS_THEME_DEFINITION_FAULT,
            Self::Used => text::TEXTS_THEME_USED,
        }
    }
}

/// Shows it.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path((slug, question)): Path<(String, String)>,
) -> Result<Markup, Error> {
    let desk = Desk::load(&app, &slug).await?;
    let (question, _) = desk.question(&question)?;
    let themes = list_themes(&app.db, desk.wave.id, question.id.as_str()).await?;
    Ok(page(&interface, &staff, &desk, question, &themes, None))
}

/// Adds, changes or removes a theme.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path((slug, question)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let desk = Desk::load(&app, &slug).await?;
    let (question, _) = desk.question(&question)?;
    let back = interface.link(Address::WaveTextThemes {
        wave: &slug,
        question: question.id.as_str(),
    });
    if desk.published {
        return Ok(Redirect::to(&back).into_response());
    }
    match change(&app, &staff, &desk, question, &typed).await? {
        Ok(()) => Ok(Redirect::to(&back).into_response()),
        Err(refusal) => {
            let themes = list_themes(&app.db, desk.wave.id, question.id.as_str()).await?;
            let refused = Some((refusal, &typed));
            let page = page(&interface, &staff, &desk, question, &themes, refused);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn change(
    app: &App,
    staff: &Staff,
    desk: &Desk,
    question: &Question,
    typed: &Typed,
) -> Result<Result<(), Refusal>, Error> {
    let (wave, id) = (desk.wave.id, question.id.as_str());
    let theme = match read(typed) {
        Ok(theme) => theme,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let write = staff.write(app).await?;
    let txn = write.transaction();
    if is_published(txn, wave).await? {
        return Ok(Ok(()));
    }
    let themes = list_themes(txn, wave, id).await?;
    let removed = typed.text("remove");
    let code = theme.as_ref().map_or(removed, |theme| theme.code.as_str());
    let before = themes.iter().find(|theme| theme.code == code);
    let mut entry = Entry::new(Action::ChangeCodeBook, format!("wave {}", desk.wave.slug));
    let told = |theme: &Theme| json!({ "question": question.id, "theme": theme.code, "name": theme.name, "definition": theme.definition });
    if let Some(before) = before {
        entry = entry.before(told(before));
    }
    if let Some(theme) = &theme {
        save_theme(txn, wave, id, theme).await?;
        entry = entry.after(told(theme));
    } else if !remove_theme(txn, wave, id, code).await? {
        return Ok(Err(Refusal::Used));
    }
    write.commit(entry).await?;
    Ok(Ok(()))
}

/// The theme that was typed; none where one is to be removed.
fn read(typed: &Typed) -> Result<Option<Theme>, Refusal> {
    if !typed.text("remove").is_empty() {
        return Ok(None);
    }
    let code = typed.text("code");
    if !Theme::is_code(code) {
        return Err(Refusal::Code);
    }
    let name = in_both(typed, "name").ok_or(Refusal::Name)?;
    let definition = in_both(typed, "definition").ok_or(Refusal::Definition)?;
    Ok(Some(Theme {
        code: code.to_owned(),
        name,
        definition,
        example: cut(typed.text("example")),
    }))
}

fn cut(words: &str) -> String {
    words.chars().take(LONGEST).collect()
}

/// A text in both languages; none where one is missing.
fn in_both(typed: &Typed, name: &str) -> Option<Text> {
    let mut both = Text::default();
    for tag in ["zh", "en"] {
        let words = cut(typed.text(&format!("{name}-{tag}")));
        if words.is_empty() {
            return None;
        }
        both.set(Language::new(tag), words);
    }
    Some(both)
}

fn page(
    interface: &Interface,
    staff: &Staff,
    desk: &Desk,
    question: &Question,
    themes: &[Theme],
    refused: Option<(Refusal, &Typed)>,
) -> Markup {
    let locale = interface.locale;
    let nothing = Typed::of(Fields::default());
    let typed = refused.map_or(&nothing, |(_, typed)| typed);
    let refusal = refused.map(|(refusal, _)| refusal);
    Studio::new(interface, staff, Place::Waves, locale.t(text::TEXTS_THEMES)).body(&html! {
        (top(interface, &desk.wave, question))
        p.help { (locale.t(text::TEXTS_THEMES_HELP)) }
        @if let Some(refusal) = refusal { p.notice.doubt role="alert" { (locale.t(refusal.said())) } }
        @if themes.is_empty() { p { (locale.t(text::TEXTS_THEMES_NONE)) } }
        @for theme in themes { (one(interface, staff, desk, question, theme)) }
        @if !desk.published {
            h2 { (locale.t(text::TEXTS_THEME_ADD)) }
            (form(interface, staff, desk, question, &|name| typed.text(name).to_owned(), false))
        }
    })
}

/// A theme, and the forms that change and remove it.
fn one(
    interface: &Interface,
    staff: &Staff,
    desk: &Desk,
    question: &Question,
    theme: &Theme,
) -> Markup {
    let locale = interface.locale;
    let wording = |text: &Text, tag: &str| {
        text.find(&Language::new(tag))
            .unwrap_or_default()
            .to_owned()
    };
    let value = |name: &str| match name {
        "code" => theme.code.clone(),
        "name-zh" => wording(&theme.name, "zh"),
        "name-en" => wording(&theme.name, "en"),
        "definition-zh" => wording(&theme.definition, "zh"),
        "definition-en" => wording(&theme.definition, "en"),
        _ => theme.example.clone(),
    };
    html! {
        h2 { (interface.text(&theme.name)) " " code { (theme.code) } }
        p { (interface.text(&theme.definition)) }
        @if !theme.example.is_empty() { p.help { (locale.t(text::TextsThemeExampleOf { example: theme.example.as_str() })) } }
        @if !desk.published {
            details {
                summary { (locale.t(text::TEXTS_THEME_CHANGE)) }
                (form(interface, staff, desk, question, &value, true))
                form method="post" action=(address(interface, desk, question)) {
                    (staff.form_token())
                    button.danger type="submit" name="remove" value=(theme.code) { (locale.t(text::TEXTS_THEME_REMOVE)) }
                }
            }
        }
    }
}

fn address(interface: &Interface, desk: &Desk, question: &Question) -> String {
    interface.link(Address::WaveTextThemes {
        wave: &desk.wave.slug,
        question: question.id.as_str(),
    })
}

/// The form of a theme; the code of one that is there stays.
fn form(
    interface: &Interface,
    staff: &Staff,
    desk: &Desk,
    question: &Question,
    value: &dyn Fn(&str) -> String,
    there: bool,
) -> Markup {
    let locale = interface.locale;
    let field = |name: &str, label: PlainMessage, required: bool, longest: usize| {
        html! { label.f { span { (locale.t(label)) } input type="text" name=(name) value=(value(name)) required[required] maxlength=(longest); } }
    };
    html! {
        form.narrow method="post" action=(address(interface, desk, question)) {
            (staff.form_token())
            @if there { input type="hidden" name="code" value=(value("code")); } @else { (field("code", text::TEXTS_THEME_CODE, true, LONGEST_CODE)) }
            (field("name-zh", text::TEXTS_THEME_NAME_ZH, true, LONGEST))
            (field("name-en", text::TEXTS_THEME_NAME_EN, true, LONGEST))
            (field("definition-zh", text::TEXTS_THEME_DEFINITION_ZH, true, LONGEST))
            (field("definition-en", text::TEXTS_THEME_DEFINITION_EN, true, LONGEST))
            (field("example", text::TEXTS_THEME_EXAMPLE, false, LONGEST))
            button.main type="submit" { (locale.t(if there { text::TEXTS_THEME_SAVE } else { text::TEXTS_THEME_ADD })) }
        }
    }
}
