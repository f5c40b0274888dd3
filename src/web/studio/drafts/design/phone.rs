//! The phone beside the editor: the real form of the draft as it stands, with its script, which sends nothing.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::desk::Desk;
use super::place;
use crate::addresses;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::{Path, Query};
use crate::interface::Interface;
use crate::resident::preview;
use crate::security::Policy;
use crate::studio::drafts::load;
use authoring::reading::questionnaire_of;
use messages::{Locale, text};
use questionnaire::{Assignment, Part, Variants};

/// Shows the form of the draft in one variant (`?variant=3`).
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Path(id): Path<i64>,
    Query(query): Query,
) -> Result<Response, Error> {
    let found = load(&app, id).await?;
    let missing = Error::NotFound(Missing::Questionnaire);
    let questionnaire = questionnaire_of(&found.head.text).ok_or(missing)?;
    let variants = Variants::of(&questionnaire).ok();
    let wanted = query.get("variant").and_then(|number| number.parse().ok());
    let variant = wanted.unwrap_or(0);
    let written = Assignment::default();
    let assignment = variants
        .as_ref()
        .and_then(|variants| variants.get(variant))
        .unwrap_or(&written);
    let page = preview::view(
        &interface,
        &questionnaire,
        assignment,
        variant,
        app.clock.now(),
    );
    Ok((Policy::Framed, page).into_response())
}

/// The phone, and what can be played on it.
pub(super) fn beside(interface: &Interface, desk: &Desk) -> Markup {
    let locale = interface.locale;
    let at = match &desk.part {
        Part::Question(id) => Some(id),
        _ => None,
    };
    let address = interface.link(addresses::draft_phone(desk.found.draft.id, at));
    html! {
        section.phone-beside aria-labelledby="phone-title" {
            h2 #phone-title { (locale.t(text::PHONE_TITLE)) @if let Some(id) = at { " · " (id) } }
            @if let Some(variants) = desk.variants.as_ref().filter(|variants| variants.iter().count() > 1) {
                label.f { span { (locale.t(text::PHONE_VARIANT)) }
                    select #phone-variant data-address=(address) {
                        @for (number, assignment) in variants.iter().enumerate() {
                            option value=(number) { (variant(locale, number, assignment)) }
                        }
                    }
                }
            }
            div.phone { iframe #phone title=(locale.t(text::PHONE_TITLE)) src=(address) data-at=(place::write(&desk.part)) {} }
            p.help { (locale.t(text::PHONE_HELP)) " " a href=(address) target="_blank" rel="noopener" { (locale.t(text::PHONE_ALONE)) } }
        }
    }
}

/// A variant in words: its groups, the order of its choices, where its sections start.
fn variant(locale: Locale, number: usize, assignment: &Assignment) -> String {
    let groups = assignment
        .groups
        .iter()
        .map(|(arm, group)| format!("{arm} = {group}"));
    let starts = assignment.starts.iter().map(|(group, start)| {
        locale.t(text::VariantStart {
            group: group.clone(),
            number: (start + 1),
        })
    });
    let reversed = assignment
        .reversed
        .then(|| locale.t(text::VARIANT_REVERSED));
    let parts: Vec<String> = groups.chain(starts).chain(reversed).collect();
    let plain = parts.is_empty().then(|| locale.t(text::VARIANT_PLAIN));
    let parts = std::iter::once(number.to_string())
        .chain(parts)
        .chain(plain);
    parts.collect::<Vec<_>>().join(" · ")
}
