//! Every sample that was ever drawn, and the frames that one could be drawn from.

use axum::extract::State;
use maud::{Markup, html};

use super::plan::frame_name;
use crate::addresses::{Address, sample_from};
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::number::Count;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use accounts::Permission;
use fieldwork::Wave;
use fieldwork::store::list_waves;
use messages::text;
use sampling::store::{list_frames, list_samples};
use sampling::{FrameEdition, Sample};

/// Lists them.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
) -> Result<Markup, Error> {
    let samples = list_samples(&app.db).await?;
    let frames = list_frames(&app.db).await?;
    let waves = list_waves(&app.db).await?;
    Ok(view(&interface, &staff, &samples, &frames, &waves))
}

fn view(
    interface: &Interface,
    staff: &Staff,
    samples: &[Sample],
    frames: &[FrameEdition],
    waves: &[Wave],
) -> Markup {
    let locale = interface.locale;
    let plans = staff.may(Permission::ManageWaves);
    let drawn_from = |frame: &FrameEdition| {
        let drawn = samples
            .iter()
            .filter(|sample| sample.frame_hash == frame.hash);
        Count(drawn.count() as u64).to_string()
    };
    let actions = html! {
        @if plans && !frames.is_empty() { a.button.main href=(interface.link(Address::NewSample)) { (locale.t(text::SAMPLE_NEW)) } }
    };
    Studio::new(interface, staff, Place::Samples, locale.t(text::PLACE_SAMPLES)).actions(actions).body(&html! {
        @if samples.is_empty() { p.help { (locale.t(text::SAMPLES_NONE)) } } @else {
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::PLACE_SAMPLES)) { table.cards {
                thead { tr {
                    th scope="col" { (locale.t(text::SAMPLE)) }
                    th scope="col" { (locale.t(text::SAMPLE_FRAME)) }
                    th scope="col" { (locale.t(text::SAMPLE_HOUSEHOLDS)) }
                    th scope="col" { (locale.t(text::SAMPLE_DRAWN)) }
                    th scope="col" { (locale.t(text::WAVE)) }
                } }
                tbody { @for sample in samples { (row(interface, plans, sample, frames, waves)) } }
            } }
            p.help { (locale.t(text::SAMPLES_HELP)) }
        }
        h2 { (locale.t(text::SAMPLE_FRAMES)) }
        @if frames.is_empty() { p.notice.doubt { (locale.t(text::SAMPLE_NO_FRAME)) " " a href=(interface.link(Address::Frames)) { (locale.t(text::PLACE_FRAMES)) } } } @else {
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::SAMPLE_FRAMES)) { table.cards {
                thead { tr {
                    th scope="col" { (locale.t(text::SAMPLE_FRAME)) }
                    th scope="col" { (locale.t(text::WAVE_PLAN)) }
                    th scope="col" { (locale.t(text::SAMPLE_TIMES_DRAWN)) }
                } }
                tbody { @for frame in frames { tr {
                    th scope="row" {
                        @if plans { a href=(interface.link(sample_from(&frame.hash))) { (frame_name(interface, frame)) } }
                        @else { (frame_name(interface, frame)) }
                    }
                    td { (frame.plan) }
                    td.num { (drawn_from(frame)) }
                } } }
            } }
        }
    })
}

fn row(
    interface: &Interface,
    plans: bool,
    sample: &Sample,
    frames: &[FrameEdition],
    waves: &[Wave],
) -> Markup {
    let locale = interface.locale;
    let frame = frames.iter().find(|frame| frame.hash == sample.frame_hash);
    let wave = waves.iter().find(|wave| Some(wave.id.0) == sample.wave);
    html! { tr {
        th scope="row" {
            @if plans { a href=(interface.link(Address::Sample { sample: sample.id.0 })) { (sample.name) } } @else { (sample.name) }
        }
        td { @if let Some(frame) = frame { (frame.name) } }
        td.num { (Count(sample.design.plan.households)) }
        td { (interface.moment(sample.drawn_at)) " " small { (sample.drawn_by) } }
        td {
            @if let Some(wave) = wave { a href=(interface.link(Address::StaffWave { wave: &wave.slug })) { (interface.text(&wave.title)) } }
            @else { (locale.t(text::SAMPLE_UNUSED)) }
        }
    } }
}
