//! Opening a wave with a sample that was drawn before.

use chrono::{DateTime, Utc};
use rand::Rng;

use crate::error::Error;
use db::{Db, Transaction};
use fieldwork::store::NewWave;
use fieldwork::{Mode, Wave};
use messages::{PlainMessage, text};
use plan::store::last_edition;
use results::registration::RegistrationNote;
use results::registration::store::open_drawn_wave;
use sampling::store::{find_frame_edition, find_sample, list_strata, repeat_draw, use_sample};
use sampling::{Draw, Frame, FrameStatus, Sample, SampleId};

/// A sample that no wave was opened with, its draw done again.
pub(super) struct Drawn {
    pub(super) sample: Sample,
    /// Whether its frame is made up.
    pub(super) synthetic: bool,
    frame: Frame,
    draw: Draw,
}

/// The sample of the number that was typed, unless a wave was opened with it.
pub(super) async fn find_unused(db: &Db, typed: &str) -> Result<Option<Sample>, Error> {
    let Ok(id) = typed.parse() else {
        return Ok(None);
    };
    let sample = find_sample(db, SampleId(id)).await?;
    Ok(sample.filter(|sample| sample.wave.is_none()))
}

/// Draws a sample again for a wave of this plan, or says why no wave can be opened with it.
pub(super) async fn draw_again(
    txn: &Transaction,
    typed: &str,
    plan: &str,
) -> Result<Result<Drawn, PlainMessage>, Error> {
    let sample = match typed.parse() {
        Ok(id) => find_sample(txn, SampleId(id)).await?,
        Err(_) => None,
    };
    let Some(sample) = sample.filter(|sample| sample.wave.is_none()) else {
        return Ok(Err(text::WAVE_SAMPLE_GONE));
    };
    if sample.plan != plan {
        return Ok(Err(text::WAVE_SAMPLE_PLAN));
    }
    let (frame, draw) = repeat_draw(txn, &sample).await?;
    let edition = find_frame_edition(txn, &sample.frame_hash).await?;
    let synthetic = edition.is_none_or(|edition| edition.status == FrameStatus::Synthetic);
    // A wave is opened under the last edition of its plan, whose strata its PSUs must lie in.
    let today = last_edition(txn, plan).await?.unwrap_or_default();
    let strata = list_strata(txn, &today).await?;
    let codes = strata.iter().map(|stratum| &stratum.code);
    if !codes.eq(frame.strata().iter().map(|stratum| &stratum.code)) {
        return Ok(Err(text::WAVE_SAMPLE_EDITION));
    }
    Ok(Ok(Drawn {
        sample,
        synthetic,
        frame,
        draw,
    }))
}

impl Drawn {
    /// Opens a wave by invitation with it: from now on the sample is used.
    pub(super) async fn open(
        &self,
        txn: &Transaction,
        wave: NewWave,
        now: DateTime<Utc>,
        rng: &mut impl Rng,
    ) -> Result<(Wave, RegistrationNote), Error> {
        let wave = NewWave {
            mode: Mode::Probability,
            ..wave
        };
        let drawn = (&self.frame, &self.draw, self.sample.drawn_at);
        let (wave, registered) = open_drawn_wave(txn, wave, drawn, now, rng).await?;
        use_sample(txn, self.sample.id, wave.id.0).await?;
        Ok((wave, registered))
    }
}
