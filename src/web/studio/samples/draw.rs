//! Drawing a sample: asked for, confirmed, done, and kept for ever.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use rand::RngExt;
use serde_json::json;

use super::design_form::{DesignForm, Fault, Wrong, seed};
use super::plan::{Planning, frame_name, view};
use super::{allocation, method, prospect};
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::interface::Interface;
use crate::number::Count;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::{Action, Entry};
use messages::text;
use results::prospect::Prospect;
use sampling::SampleDesign;
use sampling::store::{NewSample, insert_sample};

/// Draws the sample once it was confirmed; asks first.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    typed: Typed,
) -> Result<Response, Error> {
    let planning = Planning::load(&app, &typed.fields).await?;
    let planning = planning.ok_or(Error::NotFound(Missing::Page))?;
    let form = planning.form(&interface, &typed.fields);
    let mut faults = Vec::new();
    let mut note = |field: &str, what: Wrong| {
        let field = field.to_owned();
        faults.push(Fault { field, what });
    };
    if typed.text("name").is_empty() {
        note("name", Wrong::Missing);
    }
    let judged = planning.judge(&form);
    let follows = judged
        .as_ref()
        .is_ok_and(|(design, _)| design.follows.is_some());
    let typed_seed = match seed(typed.text("seed")) {
        Ok(Some(_)) if follows => {
            note("seed", Wrong::SeedOfAnother);
            None
        }
        Ok(seed) => seed,
        Err(wrong) => {
            note("seed", wrong);
            None
        }
    };
    let (Ok((mut design, prospect)), true) = (judged, faults.is_empty()) else {
        let page = view(&interface, &staff, &planning, &typed.fields, faults);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    // Whoever confirms has seen how many were drawn before, and a form that was sent twice draws once.
    let before = planning.drawn.len();
    if typed.text("confirmed") != "yes" || typed.text("before") != before.to_string() {
        let page = confirmation(&staff, &planning, &form, (&design, &prospect), &typed);
        return Ok(page.into_response());
    }
    if design.follows.is_none() {
        design.plan.seed = typed_seed.unwrap_or_else(|| app.rng().random());
    }
    let after = json!({
        "name": typed.text("name"),
        "frame": planning.edition.hash,
        "psus": prospect.psus,
        "households": design.plan.households,
        "per_psu": design.plan.per_psu,
        "allocation": design.plan.allocation,
        "method": design.plan.method,
        "reserve": design.plan.reserve,
        "follows": design.follows,
        "seed_typed": typed_seed.is_some(),
        "drawn_before_from_this_frame": before,
    });
    let write = staff.write(&app).await?;
    let new = NewSample {
        plan: planning.edition.plan.clone(),
        frame_hash: planning.edition.hash.clone(),
        name: typed.text("name").to_owned(),
        design,
        drawn_by: staff.user.name.to_string(),
        drawn_at: app.clock.now(),
    };
    let id = insert_sample(write.transaction(), new).await?;
    let entry = Entry::new(Action::DrawSample, format!("sample {}", id.0)).after(after);
    write.commit(entry).await?;
    let to = Address::Sample { sample: id.0 };
    Ok(Redirect::to(&interface.link(to)).into_response())
}

/// What is about to be drawn, and that it cannot be undone.
fn confirmation(
    staff: &Staff,
    planning: &Planning,
    form: &DesignForm<'_>,
    (design, prospect): (&SampleDesign, &Prospect),
    typed: &Typed,
) -> Markup {
    let interface = form.interface;
    let locale = interface.locale;
    let seed = match typed.text("seed") {
        _ if design.follows.is_some() => locale.t(text::SAMPLE_SEED_OF_EARLIER),
        "" => locale.t(text::SAMPLE_SEED_DRAWN),
        typed => typed.to_owned(),
    };
    Studio::new(interface, staff, Place::Samples, locale.t(text::SAMPLE_CONFIRM)).body(&html! {
        p { (locale.t(text::SAMPLE_CONFIRM_HELP)) }
        p.notice.doubt { (locale.t(text::SampleDrawnBefore { count: planning.drawn.len() })) }
        dl.facts {
            dt { (locale.t(text::SAMPLE_NAME)) } dd { (typed.text("name")) }
            dt { (locale.t(text::SAMPLE_FRAME)) } dd { (frame_name(interface, &planning.edition)) }
            dt { (locale.t(text::SAMPLE_PSUS)) } dd { (Count(prospect.psus)) }
            dt { (locale.t(text::SAMPLE_LETTERS)) } dd { (Count(prospect.city.letters)) }
            dt { (locale.t(text::SAMPLE_ALLOCATION)) } dd { (allocation(interface, &design.plan.allocation)) }
            dt { (locale.t(text::SAMPLE_METHOD)) } dd { (locale.t(method(design.plan.method))) }
            @if let Some(reserve) = design.plan.reserve { dt { (locale.t(text::SAMPLE_RESERVE)) } dd { (locale.t(text::SampleReserveOf { replicates: reserve.replicates, each: reserve.per_psu })) } }
            dt { (locale.t(text::SAMPLE_SEED)) } dd { (seed) }
        }
        form.narrow method="post" action=(interface.link(Address::Samples)) {
            (staff.form_token())
            input type="hidden" name="frame" value=(planning.edition.hash);
            input type="hidden" name="name" value=(typed.text("name"));
            input type="hidden" name="seed" value=(typed.text("seed"));
            input type="hidden" name="before" value=(planning.drawn.len());
            input type="hidden" name="confirmed" value="yes";
            (form.hidden())
            div.actions {
                button.main type="submit" { (locale.t(text::SAMPLE_DRAW_NOW)) }
                a.button.quiet href=(interface.link(prospect::again(form, &planning.edition.hash))) { (locale.t(text::SAMPLE_BACK)) }
            }
        }
    })
}
