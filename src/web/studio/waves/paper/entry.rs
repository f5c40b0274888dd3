//! Typing a booklet in. The second person does not see what the first one typed.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde_json::json;

use super::STANDS;
use super::counting::{Outcome, count};
use super::desk::{Told, back, lay, refuse};
use super::laid::{Fault, Laid, Step, copy_of};
use super::question::{Doubts, Sheet, carried, heading, sending, summary};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Fields, Path};
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use crate::studio::waves::closing::subject;
use accounts::{Action, Entry};
use fieldwork::paper::{BookletEntries, TypedForm};
use fieldwork::usual_length;
use messages::text;

/// Takes an entry.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let laid = match lay(&app, &interface, &staff, &slug, &typed).await? {
        Ok(laid) => laid,
        Err(refused) => return Ok(refused),
    };
    let copy = copy_of(&typed);
    let form = laid.read(&copy)?;
    let doubts = Doubts::of(&form, &laid.version.questionnaire);
    if !doubts.is_empty() && typed.text(STANDS) != "yes" {
        let page = view(&interface, &staff, &laid, &typed.fields, &doubts, false)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let outcome = match &laid.step {
        Step::First => keep(&app, &staff, &laid, copy, None).await?,
        Step::Second { first } => {
            if laid.read(first)?.agrees_with(&form) {
                Told::of(count(&app, &staff, &laid, form, Action::EnterPaper).await?)
            } else {
                keep(&app, &staff, &laid, first.clone(), Some(copy)).await?
            }
        }
        Step::Settle { .. } => Err(Fault::Meanwhile),
    };
    match outcome {
        Ok(Some(told)) => Ok(back(&interface, &laid.wave, told).into_response()),
        Ok(None) => {
            let page = view(&interface, &staff, &laid, &typed.fields, &doubts, true)?;
            Ok((StatusCode::SERVICE_UNAVAILABLE, page).into_response())
        }
        Err(fault) => refuse(&app, &interface, &staff, &slug, &typed, fault).await,
    }
}

impl Told {
    /// What is told of a booklet that was to be counted; none where nothing has changed.
    pub(super) fn of(outcome: Outcome) -> Result<Option<Self>, Fault> {
        match outcome {
            Outcome::Counted => Ok(Some(Self::Counted)),
            Outcome::ScreenedOut => Ok(Some(Self::ScreenedOut)),
            Outcome::Unavailable => Ok(None),
            Outcome::Fault(fault) => Err(fault),
        }
    }
}

/// Keeps the first entry, or both where they differ.
async fn keep(
    app: &App,
    staff: &Staff,
    laid: &Laid,
    first: TypedForm,
    second: Option<TypedForm>,
) -> Result<Result<Option<Told>, Fault>, Error> {
    let entries = BookletEntries {
        variant: laid.variant,
        first,
        second,
    };
    // Two entries have room, so that one and two weigh the same.
    let length = 2 * usual_length(&laid.version.questionnaire);
    let (by, mut rng) = (staff.user.name.as_str(), app.rng());
    let write = staff.write(app).await?;
    let (row, txn) = (laid.row(app), write.transaction());
    let differs = entries.second.is_some();
    let kept = if differs {
        row.keep_second(txn, &entries, by, length, &mut rng).await?
    } else {
        row.keep_first(txn, &entries, by, length, &mut rng).await?
    };
    if !kept {
        return Ok(Err(Fault::Meanwhile));
    }
    let entry = Entry::new(Action::EnterPaper, subject(&laid.wave.slug));
    write
        .commit(entry.after(json!({ "counted": false })))
        .await?;
    Ok(Ok(Some(if differs {
        Told::Differs
    } else {
        Told::Entered
    })))
}

/// The form, with nothing in it.
pub(super) fn blank(interface: &Interface, staff: &Staff, laid: &Laid) -> Result<Markup, Error> {
    let (nothing, doubts) = (Fields::default(), Doubts::default());
    view(interface, staff, laid, &nothing, &doubts, false)
}

fn view(
    interface: &Interface,
    staff: &Staff,
    laid: &Laid,
    typed: &Fields,
    doubts: &Doubts,
    unavailable: bool,
) -> Result<Markup, Error> {
    let locale = interface.locale;
    let wave = laid.wave.slug.as_str();
    let sheet = Sheet::of(interface, laid)?;
    let title = match laid.step {
        Step::First => text::PAPER_FIRST_ENTRY,
        Step::Second { .. } | Step::Settle { .. } => text::PAPER_SECOND_ENTRY,
    };
    let page = Studio::new(interface, staff, Place::Waves, locale.t(title)).script("copying.js");
    Ok(page.body(&html! {
        (heading(interface, laid))
        p.help { (locale.t(text::PAPER_ENTRY_HELP)) }
        p.help hidden data-keys { (locale.t(text::PAPER_KEYS_HELP)) }
        (summary(interface, &sheet, doubts))
        form.copying method="post" action=(interface.link(Address::WavePaperEntry { wave })) novalidate {
            (carried(staff, laid))
            @for part in &sheet.parts {
                @if let Some(section) = part.section { h2 { (interface.text(&section.title)) } }
                @for shown in &part.questions { (sheet.question(shown, typed, doubts, None)) }
            }
            (sending(interface, doubts, unavailable))
        }
    }))
}
