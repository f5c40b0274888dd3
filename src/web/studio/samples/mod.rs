//! Samples: what a design can prove, its draw, the PSUs that were drawn, and the files that repeat the draw.

mod chart;
mod design_form;
mod draw;
mod files;
mod list;
mod one;
mod plan;
mod prospect;

pub(crate) use draw::submit as draw;
pub(crate) use files::{design, table};
pub(crate) use list::show as list;
pub(crate) use one::show as one;
pub(crate) use plan::show as plan;

use crate::app::App;
use crate::error::{Error, Missing};
use crate::interface::Interface;
use messages::{PlainMessage, text};
use sampling::store::{find_sample, repeat_draw};
use sampling::{Allocation, Draw, Frame, Method, Sample, SampleId};

/// A sample, with the frame it was drawn from and its draw, done again.
struct Drawn {
    sample: Sample,
    frame: Frame,
    draw: Draw,
}

/// The sample of this number.
async fn load(app: &App, id: i64) -> Result<Drawn, Error> {
    let sample = find_sample(&app.db, SampleId(id)).await?;
    let sample = sample.ok_or(Error::NotFound(Missing::Page))?;
    let (frame, draw) = repeat_draw(&app.db, &sample).await?;
    Ok(Drawn {
        sample,
        frame,
        draw,
    })
}

/// How PSUs are selected within strata, in words.
fn method(method: Method) -> PlainMessage {
    match method {
        Method::Systematic => text::SAMPLE_SYSTEMATIC,
        Method::Sampford => text::SAMPLE_SAMPFORD,
    }
}

/// How PSUs are divided over strata, in words.
fn allocation(interface: &Interface, allocation: &Allocation) -> String {
    interface.locale.t(match allocation {
        Allocation::Equal => text::SAMPLE_EQUAL,
        Allocation::Proportional => text::SAMPLE_PROPORTIONAL,
        Allocation::SquareRoot => text::SAMPLE_SQUARE_ROOT,
        Allocation::FixedPlusProportional { .. } => text::SAMPLE_FIXED,
        Allocation::Neyman { .. } => text::SAMPLE_NEYMAN,
        Allocation::Power { .. } => text::SAMPLE_POWER,
    })
}
