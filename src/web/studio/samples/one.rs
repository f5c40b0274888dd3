//! One sample: how it was drawn, its PSUs, its files, and the way to a wave.

use axum::extract::State;
use maud::{Markup, html};

use super::plan::frame_name;
use super::{Drawn, allocation, load, method};
use crate::addresses::{Address, wave_with};
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::number::{Count, Percent, Ratio};
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use fieldwork::store::find_wave_by_id;
use fieldwork::{Wave, WaveId};
use messages::text;
use sampling::store::{find_frame_edition, find_sample};
use sampling::{DrawnPsu, Frame, FrameEdition, FrameStatus, FrameStratum, Sample, draw};

/// What stands around a sample.
struct Around {
    edition: Option<FrameEdition>,
    wave: Option<Wave>,
    /// The earlier sample it shares PSUs with, and how many of them.
    follows: Option<(Sample, usize)>,
}

/// Shows a sample.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
) -> Result<Markup, Error> {
    let drawn = load(&app, id).await?;
    let sample = &drawn.sample;
    let wave = match sample.wave {
        Some(wave) => find_wave_by_id(&app.db, WaveId(wave)).await?,
        None => None,
    };
    let follows = match sample.design.follows {
        Some(earlier) => find_sample(&app.db, earlier).await?,
        None => None,
    };
    let follows = follows.map(|earlier| {
        let common = common_psus(&drawn, &earlier);
        (earlier, common)
    });
    let edition = find_frame_edition(&app.db, &sample.frame_hash).await?;
    Ok(view(
        &interface,
        &staff,
        &drawn,
        &Around {
            edition,
            wave,
            follows,
        },
    ))
}

/// How many PSUs a sample shares with an earlier one from the same frame.
fn common_psus(drawn: &Drawn, earlier: &Sample) -> usize {
    let Ok(earlier) = draw(&drawn.frame, &earlier.design.plan) else {
        return 0;
    };
    let codes: std::collections::BTreeSet<_> = earlier.psus.iter().map(|psu| &psu.code).collect();
    drawn
        .draw
        .psus
        .iter()
        .filter(|psu| codes.contains(&psu.code))
        .count()
}

fn view(interface: &Interface, staff: &Staff, drawn: &Drawn, around: &Around) -> Markup {
    let locale = interface.locale;
    let Drawn {
        sample,
        frame,
        draw,
    } = drawn;
    let plan = &sample.design.plan;
    let households: usize = draw.psus.iter().map(|psu| psu.selected.len()).sum();
    let actions = html! {
        a.button href=(interface.link(Address::SampleTable { sample: sample.id.0 })) download { (locale.t(text::SAMPLE_TABLE)) }
        a.button href=(interface.link(Address::SampleDesign { sample: sample.id.0 })) download { (locale.t(text::SAMPLE_DESIGN_FILE)) }
    };
    let state = locale.t(if sample.wave.is_some() {
        text::SAMPLE_USED
    } else {
        text::SAMPLE_UNUSED
    });
    Studio::new(interface, staff, Place::Samples, &sample.name).state(state).actions(actions).body(&html! {
        p.notice { (locale.t(text::SAMPLE_SECRET)) }
        @if let Some(edition) = around.edition.as_ref().filter(|it| it.status == FrameStatus::Synthetic) {
            p.notice.doubt { (locale.t(text::SampleSynthetic { frame: edition.name.as_str() })) }
        }
        dl.facts {
            @if let Some(edition) = &around.edition { dt { (locale.t(text::SAMPLE_FRAME)) } dd { a href=(interface.link(Address::Frame { frame: &edition.hash })) { (frame_name(interface, edition)) } } }
            dt { (locale.t(text::SAMPLE_PSUS)) } dd { (Count(draw.psus.len() as u64)) }
            dt { (locale.t(text::SAMPLE_HOUSEHOLDS)) } dd { (Count(households as u64)) }
            dt { (locale.t(text::SAMPLE_ALLOCATION)) } dd { (allocation(interface, &plan.allocation)) }
            dt { (locale.t(text::SAMPLE_METHOD)) } dd { (locale.t(method(plan.method))) }
            @if let Some(reserve) = plan.reserve { dt { (locale.t(text::SAMPLE_RESERVE)) } dd { (locale.t(text::SampleReserveOf { replicates: reserve.replicates, each: reserve.per_psu })) } }
            @if let Some((earlier, common)) = &around.follows {
                dt { (locale.t(text::SAMPLE_FOLLOWS)) }
                dd { a href=(interface.link(Address::Sample { sample: earlier.id.0 })) { (earlier.name) } " · " (locale.t(text::SampleCommon { common: *common, of: draw.psus.len().to_string() })) }
            }
            dt { (locale.t(text::SAMPLE_SEED)) } dd { code { (plan.seed) } @if plan.shift > 0.0 { " · " (locale.t(text::SampleShift { shift: Ratio(plan.shift).to_string() })) } }
            dt { (locale.t(text::SAMPLE_ALGORITHM)) } dd { (sample.algorithm) }
            dt { (locale.t(text::SAMPLE_DRAWN)) } dd { (interface.moment(sample.drawn_at)) " " (sample.drawn_by) }
            @if let Some(wave) = &around.wave { dt { (locale.t(text::WAVE)) } dd { a href=(interface.link(Address::StaffWave { wave: &wave.slug })) { (interface.text(&wave.title)) } } }
        }
        @if around.wave.is_none() {
            section.decision {
                h2 { (locale.t(text::SAMPLE_NEXT)) }
                p { (locale.t(text::SAMPLE_NEXT_HELP)) }
                a.button.main href=(interface.link(wave_with(sample.id.0))) { (locale.t(text::SAMPLE_OPEN_WAVE)) }
            }
        }
        p.help { (locale.t(text::SampleAgain { id: sample.id.0.to_string(), seed: plan.seed.to_string() })) }
        h2 { (locale.t(text::SAMPLE_UNITS_DRAWN)) }
        @for stratum in frame.strata() { (psus(interface, frame, stratum, &draw.psus)) }
    })
}

/// The PSUs of a stratum.
fn psus(
    interface: &Interface,
    frame: &Frame,
    stratum: &FrameStratum,
    drawn: &[DrawnPsu],
) -> Markup {
    let locale = interface.locale;
    let psus: Vec<&DrawnPsu> = drawn
        .iter()
        .filter(|psu| psu.stratum == stratum.code)
        .collect();
    let units = frame.units_of(&stratum.code);
    let name = interface.text(&stratum.name);
    html! {
        details open[frame.strata().len() == 1] {
            summary { (name) " · " (locale.t(text::SamplePsusOf { drawn: psus.len(), of: units.len().to_string() })) }
            div.scroll tabindex="0" role="region" aria-label=(name) { table {
                thead { tr {
                    th scope="col" { (locale.t(text::SAMPLE_UNIT)) }
                    th scope="col" { (locale.t(text::SAMPLE_CODE)) }
                    th scope="col" { (locale.t(text::SAMPLE_PROBABILITY)) }
                    th scope="col" { (locale.t(text::SAMPLE_BASE_WEIGHT)) }
                    th scope="col" { (locale.t(text::SAMPLE_LIST)) }
                    th scope="col" { (locale.t(text::SAMPLE_SELECTED)) }
                } }
                tbody { @for psu in psus { tr {
                    th scope="row" { @if let Some(unit) = units.iter().find(|unit| unit.code == psu.code) { (interface.text(&unit.name)) } }
                    td { (psu.code) }
                    td.num { (Percent(psu.inclusion_probability)) @if psu.certainty { " " small { (locale.t(text::SAMPLE_CERTAIN)) } } }
                    td.num { (Ratio(psu.base_weight)) }
                    td.num { (Count(psu.households)) }
                    td.num { (Count(psu.selected.len() as u64)) }
                } } }
            } }
        }
    }
}
