//! Themes and terms as they will be published: prepared by one person, seen and published by another, once and for all.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

use super::Desk;
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::public::open_answers::sections;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::{Action, Entry, Permission};
use messages::{PlainMessage, text};
use results::texts::store::{
    TextPublication, find_text_publication, hold_text_publication, keep_text_publication,
    list_unfinished, load_texts, publish_texts,
};
use results::texts::summary::{OpenAnswers, summarise};

/// Why nothing was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    /// Whoever prepared it cannot publish it.
    OwnWork,
    /// It was not said that it is final.
    NotSure,
    /// It was prepared again after it was seen, or texts and themes have changed since.
    Changed,
}

impl Refusal {
    fn status(self) -> StatusCode {
        match self {
            Self::OwnWork => StatusCode::FORBIDDEN,
            Self::NotSure => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Changed => StatusCode::CONFLICT,
        }
    }

    fn said(self) -> PlainMessage {
        match self {
            Self::OwnWork => text::TEXTS_PUBLISH_OWN,
            Self::NotSure => text::RELEASE_NOT_SURE,
            Self::Changed => text::TEXTS_PUBLISH_CHANGED,
        }
    }
}

/// Where the publication stands, for the page of all texts.
pub(super) async fn section(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    desk: &Desk,
) -> Result<Markup, Error> {
    let locale = interface.locale;
    let wave = &desk.wave.slug;
    let found = find_text_publication(&app.db, desk.wave.id).await?;
    let unfinished = list_unfinished(&app.db, desk.wave.id).await?;
    Ok(html! {
        h2 { (locale.t(text::TEXTS_PUBLICATION)) }
        @match &found {
            Some(TextPublication { published: Some((by, at)), .. }) => {
                p { (locale.t(text::TextsPublished { by: by.as_str(), moment: interface.moment(*at) })) " " a href=(interface.link(Address::OpenAnswers { wave })) { (locale.t(text::WAVE_RESULTS_SEE)) } }
            }
            prepared => {
                p.help { (locale.t(text::TEXTS_PUBLICATION_HELP)) }
                @if let Some(prepared) = prepared {
                    p { (line(interface, prepared)) }
                    p { a.button.main href=(interface.link(Address::WaveTextSummary { wave })) { (locale.t(text::TEXTS_PREVIEW)) } }
                }
                @if unfinished.is_empty() {
                    form method="post" action=(interface.link(Address::WaveTextSummary { wave })) {
                        (staff.form_token())
                        button type="submit" { (locale.t(if prepared.is_some() { text::TEXTS_PREPARE_AGAIN } else { text::TEXTS_PREPARE })) }
                    }
                } @else { p { (locale.t(text::TextsUnfinished { count: unfinished.len() })) } }
            }
        }
    })
}

fn line(interface: &Interface, prepared: &TextPublication) -> String {
    interface.locale.t(text::TextsPrepared {
        by: prepared.prepared_by.as_str(),
        moment: interface.moment(prepared.prepared_at),
    })
}

fn back(interface: &Interface, wave: &str) -> Response {
    Redirect::to(&interface.link(Address::WaveTexts { wave })).into_response()
}

/// What may be published now; none while texts are not reviewed or coded to the end, and where there are none.
async fn computed(app: &App, desk: &Desk) -> Result<Option<OpenAnswers>, Error> {
    let unfinished = list_unfinished(&app.db, desk.wave.id).await?;
    if desk.progress.is_empty() || !unfinished.is_empty() {
        return Ok(None);
    }
    let texts = load_texts(&app.db, desk.wave.id, &desk.version.questionnaire).await?;
    Ok(Some(summarise(&texts)))
}

/// Prepares it, in place of what was prepared before.
pub(crate) async fn prepare(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
) -> Result<Response, Error> {
    let desk = Desk::load(&app, &slug).await?;
    let Some(content) = computed(&app, &desk).await? else {
        return Ok(back(&interface, &slug));
    };
    let write = staff.write(&app).await?;
    let by = (staff.user.name.as_str(), write.now());
    let kept = keep_text_publication(write.transaction(), desk.wave.id, &content, by).await?;
    let Some(hash) = kept else {
        return Ok(back(&interface, &slug));
    };
    let entry = Entry::new(Action::PrepareTexts, format!("wave {slug}"));
    write
        .commit(entry.after(json!({ "content": hash })))
        .await?;
    let to = Address::WaveTextSummary { wave: &slug };
    Ok(Redirect::to(&interface.link(to)).into_response())
}

/// Shows what was prepared; shows all texts where nothing waits.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
) -> Result<Response, Error> {
    let desk = Desk::load(&app, &slug).await?;
    let found = find_text_publication(&app.db, desk.wave.id).await?;
    match found.filter(|found| found.published.is_none()) {
        Some(prepared) => Ok(page(&interface, &staff, &desk, &prepared, None).into_response()),
        None => Ok(back(&interface, &slug)),
    }
}

/// Publishes what was seen, once it has been computed again and is the same.
pub(crate) async fn publish(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let desk = Desk::load(&app, &slug).await?;
    let again = computed(&app, &desk).await?;
    let write = staff.write(&app).await?;
    let txn = write.transaction();
    let held = hold_text_publication(txn, desk.wave.id).await?;
    let Some(prepared) = held.filter(|held| held.published.is_none()) else {
        return Ok(back(&interface, &slug));
    };
    let by = staff.user.name.as_str();
    let refusal = if prepared.prepared_by == by {
        Some(Refusal::OwnWork)
    } else if prepared.hash != typed.text("seen") || again.as_ref() != Some(&prepared.content) {
        Some(Refusal::Changed)
    } else if typed.text("sure") != "yes" {
        Some(Refusal::NotSure)
    } else {
        None
    };
    if let Some(refusal) = refusal {
        let page = page(&interface, &staff, &desk, &prepared, Some(refusal));
        return Ok((refusal.status(), page).into_response());
    }
    publish_texts(txn, desk.wave.id, (by, write.now())).await?;
    let entry = Entry::new(Action::PublishTexts, format!("wave {slug}"));
    let told = json!({ "content": prepared.hash, "prepared_by": prepared.prepared_by });
    write.commit(entry.after(told)).await?;
    Ok(back(&interface, &slug))
}

fn page(
    interface: &Interface,
    staff: &Staff,
    desk: &Desk,
    prepared: &TextPublication,
    refusal: Option<Refusal>,
) -> Markup {
    let locale = interface.locale;
    let wave = &desk.wave.slug;
    let own = prepared.prepared_by == staff.user.name.as_str();
    let unsure = refusal == Some(Refusal::NotSure);
    let refused = refusal.filter(|refusal| *refusal != Refusal::NotSure);
    Studio::new(interface, staff, Place::Waves, locale.t(text::TEXTS_PREVIEW)).body(&html! {
        p { a href=(interface.link(Address::WaveTexts { wave })) { (interface.text(&desk.wave.title)) } }
        div.notice.doubt {
            @if let Some(refused) = refused { p role="alert" { (locale.t(refused.said())) } }
            p { strong { (line(interface, prepared)) } }
            @if own { p { (locale.t(text::TEXTS_PUBLISH_OWN)) } }
            @else if staff.may(Permission::PublishRelease) {
                form.publish method="post" action=(interface.link(Address::WaveTextPublication { wave })) {
                    (staff.form_token())
                    input type="hidden" name="seen" value=(prepared.hash);
                    @if unsure { p.message #sure-fault role="alert" { (locale.t(Refusal::NotSure.said())) } }
                    label.tick { input type="checkbox" name="sure" value="yes" required aria-describedby=[unsure.then_some("sure-fault")]; span { (locale.t(text::TEXTS_PUBLISH_SURE)) } }
                    button.main type="submit" { (locale.t(text::TEXTS_PUBLISH)) }
                }
            } @else { p { (locale.t(text::RELEASE_WHO)) } }
        }
        (sections(interface, &prepared.content))
    })
}
