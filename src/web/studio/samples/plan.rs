//! Planning a sample: what its design can prove, and the way to its draw.

use axum::extract::State;
use maud::{Markup, html};

use super::design_form::{DesignForm, Fault, Wrong, field_of};
use super::prospect::{self, Shown};
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::{Fields, Query};
use crate::interface::Interface;
use crate::number::{Percent, Ratio};
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use fieldwork::store::list_waves;
use fieldwork::{Mode, Wave};
use messages::text;
use plan::Plan;
use plan::store::find_plan_of;
use results::prospect::{Experience, Prospect, prospect, thresholds};
use results::store::find_release;
use sampling::store::{find_frame, list_frames, list_samples};
use sampling::{Frame, FrameEdition, FrameStatus, Sample, SampleDesign};

/// What a sample is planned from.
pub(super) struct Planning {
    pub(super) frames: Vec<FrameEdition>,
    /// The frame chosen, among them.
    pub(super) edition: FrameEdition,
    pub(super) frame: Frame,
    pub(super) plan: Plan,
    /// Every sample that was drawn from this frame, the newest first.
    pub(super) drawn: Vec<Sample>,
    /// The last released wave of the plan, and what it tells.
    last: Option<(Wave, Experience)>,
}

impl Planning {
    /// From the frame that was chosen, or else the newest; none while there is no frame.
    pub(super) async fn load(app: &App, typed: &Fields) -> Result<Option<Self>, Error> {
        let frames = list_frames(&app.db).await?;
        let chosen = typed.get("frame").unwrap_or_default();
        let edition = match frames.iter().find(|frame| frame.hash == chosen) {
            Some(edition) => edition,
            None if !chosen.is_empty() => return Err(Error::NotFound(Missing::Page)),
            None => match frames.first() {
                Some(newest) => newest,
                None => return Ok(None),
            },
        };
        let edition = edition.clone();
        let lost = || Error::internal(format!("frame {} is not whole", edition.hash));
        let frame = find_frame(&app.db, &edition.hash).await?.ok_or_else(lost)?;
        let plan = find_plan_of(&app.db, &edition.edition)
            .await?
            .ok_or_else(lost)?;
        let mut drawn = list_samples(&app.db).await?;
        drawn.retain(|sample| sample.frame_hash == edition.hash);
        let last = last_experience(app, &edition.plan).await?;
        Ok(Some(Self {
            frames,
            edition,
            frame,
            plan,
            drawn,
            last,
        }))
    }

    /// The form, filled in so.
    pub(super) fn form<'a>(
        &'a self,
        interface: &'a Interface,
        typed: &'a Fields,
    ) -> DesignForm<'a> {
        DesignForm {
            interface,
            typed,
            frame: &self.frame,
            told: self.last.as_ref().map(|(_, told)| *told),
            questionnaires: questionnaires(&self.plan),
            earlier: self.drawn.iter().collect(),
            faults: Vec::new(),
        }
    }

    /// The design that was typed and what it can prove; every fault at its field.
    pub(super) fn judge(
        &self,
        form: &DesignForm<'_>,
    ) -> Result<(SampleDesign, Prospect), Vec<Fault>> {
        let design = form.read()?;
        match prospect(&self.frame, &design.plan, &design.assumptions) {
            Ok(prospect) => Ok((design, prospect)),
            Err(error) => Err(vec![Fault {
                field: field_of(&error).to_owned(),
                what: Wrong::Draw(error),
            }]),
        }
    }
}

/// What the last released sample of a plan tells.
async fn last_experience(app: &App, plan: &str) -> Result<Option<(Wave, Experience)>, Error> {
    let mut waves = list_waves(&app.db).await?;
    waves.retain(|wave| wave.plan == plan && wave.mode == Mode::Probability);
    waves.sort_by_key(|wave| std::cmp::Reverse(wave.closes_at));
    for wave in waves {
        let release = find_release(&app.db, &wave.slug, app.clock.now()).await?;
        if let Some(told) = release.as_ref().and_then(Experience::of) {
            return Ok(Some((wave, told)));
        }
    }
    Ok(None)
}

/// Shows what the design in the address can prove.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Query(query): Query,
) -> Result<Markup, Error> {
    let Some(planning) = Planning::load(&app, &query).await? else {
        return Ok(without_frame(&interface, &staff));
    };
    Ok(view(&interface, &staff, &planning, &query, Vec::new()))
}

fn without_frame(interface: &Interface, staff: &Staff) -> Markup {
    let locale = interface.locale;
    Studio::new(interface, staff, Place::Samples, locale.t(text::SAMPLE_NEW))
        .body(&html! { p.notice.doubt { (locale.t(text::SAMPLE_NO_FRAME)) " " a href=(interface.link(Address::Frames)) { (locale.t(text::PLACE_FRAMES)) } } })
}

/// The questionnaires that the plan measures something by, in its order.
fn questionnaires(plan: &Plan) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for measure in plan.indicators.iter().filter_map(|it| it.measure.as_ref()) {
        if !found.contains(&measure.questionnaire) {
            found.push(measure.questionnaire.clone());
        }
    }
    found
}

/// The page, with what is wrong with a wish to draw.
pub(super) fn view(
    interface: &Interface,
    staff: &Staff,
    planning: &Planning,
    typed: &Fields,
    faults: Vec<Fault>,
) -> Markup {
    let locale = interface.locale;
    let mut form = planning.form(interface, typed);
    let judged = planning.judge(&form);
    let targets = thresholds(&planning.plan, &form.value("questionnaire"));
    form.faults = match &judged {
        Ok(_) => faults,
        Err(found) => found.iter().cloned().chain(faults).collect(),
    };
    let frames: Vec<(String, String)> = (planning.frames.iter())
        .map(|frame| (frame.hash.clone(), frame_name(interface, frame)))
        .collect();
    let asked: Vec<(String, String)> = (form.questionnaires.iter())
        .map(|it| (it.clone(), it.clone()))
        .collect();
    Studio::new(interface, staff, Place::Samples, locale.t(text::SAMPLE_NEW)).script("samples.js").body(&html! {
        @if judged.is_ok() { (form.summary()) }
        p.help { (locale.t(text::SAMPLE_NEW_HELP)) }
        div.planning {
            form method="get" action=(Address::NewSample) data-live="prospect" {
                @if let Some(language) = (locale != messages::Locale::default()).then(|| locale.tag()) { input type="hidden" name="lang" value=(language); }
                (form.select("frame", text::SAMPLE_FRAME, None, &frames))
                @if asked.len() > 1 { (form.select("questionnaire", text::SAMPLE_QUESTIONNAIRE, Some(text::SAMPLE_QUESTIONNAIRE_HELP), &asked)) }
                @if let Some((wave, told)) = &planning.last {
                    p.notice { (locale.t(text::SampleLast {
                        wave: interface.text(&wave.title),
                        response: Percent(told.response_rate).to_string(),
                        rho: format!("{:.3}", told.intraclass_correlation),
                        weights: Ratio(told.weights).to_string(),
                    })) }
                }
                (form.fields())
                button type="submit" { (locale.t(text::SAMPLE_COMPUTE)) }
            }
            div #prospect aria-live="polite" {
                @if let Ok((design, prospect)) = &judged {
                    (prospect::view(interface, &Shown { frame: &planning.frame, design, prospect, targets: &targets }))
                    section.decision {
                        h2 { (locale.t(text::SAMPLE_DRAW)) }
                        p { (locale.t(text::SampleDrawnBefore { count: planning.drawn.len() })) }
                        form.narrow method="post" action=(interface.link(Address::Samples)) {
                            (staff.form_token())
                            input type="hidden" name="frame" value=(planning.edition.hash);
                            (form.hidden())
                            (form.text_input("name", text::SAMPLE_NAME, text::SAMPLE_NAME_HELP))
                            @if design.follows.is_none() { (form.text_input("seed", text::SAMPLE_SEED, text::SAMPLE_SEED_HELP)) }
                            button.main type="submit" { (locale.t(text::SAMPLE_ON)) }
                        }
                    }
                } @else {
                    p.notice.doubt { (locale.t(text::SAMPLE_NOT_DRAWABLE)) }
                    (form.summary())
                }
            }
        }
    })
}

/// A frame in a line: its name, its day, and its status.
pub(super) fn frame_name(interface: &Interface, frame: &FrameEdition) -> String {
    let status = interface.locale.t(match frame.status {
        FrameStatus::Verified => text::SAMPLE_FRAME_VERIFIED,
        FrameStatus::Provisional => text::SAMPLE_FRAME_PROVISIONAL,
        FrameStatus::Synthetic => text::SAMPLE_FRAME_SYNTHETIC,
    });
    format!(
        "{} · {} · {status}",
        frame.name,
        interface.day(frame.reference_date)
    )
}
