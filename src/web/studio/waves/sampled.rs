//! Opening a wave with a sample that was drawn before.

use chrono::{DateTime, Utc};
use rand::Rng;

use super::wave_form::Fault;
use crate::app::App;
use crate::error::Error;
use crate::studio::typed::Typed;
use db::{Db, Transaction};
use fieldwork::store::{NewWave, insert_wave};
use fieldwork::{Mode, Wave};
use messages::text;
use plan::store::last_edition;
use questionnaire::Questionnaire;
use results::registration::RegistrationNote;
use results::registration::store::{list_waves_before, open_drawn_wave, register};
use sampling::store::{
    find_frame_edition, find_sample, list_margins, list_strata, repeat_draw, use_sample,
};
use sampling::{Draw, Frame, FrameStatus, Margin, Sample, SampleId};

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

/// The sample that was typed for a wave, drawn again; none of a wave by open link. A fault where the wave cannot be opened with
/// it.
pub(super) async fn read(
    txn: &Transaction,
    typed: &Typed,
    wave: &NewWave,
    asked: &[Questionnaire],
    reads: &[DateTime<Utc>],
) -> Result<Result<Option<Drawn>, Fault>, Error> {
    let sample = match typed.text("sample") {
        "" => return Ok(Ok(None)),
        typed => match typed.parse() {
            Ok(id) => find_sample(txn, SampleId(id)).await?,
            Err(_) => None,
        },
    };
    let refused = |fault| Ok(Err(("sample", fault)));
    let Some(sample) = sample.filter(|sample| sample.wave.is_none()) else {
        return refused(text::WAVE_SAMPLE_GONE);
    };
    if sample.plan != wave.plan {
        return refused(text::WAVE_SAMPLE_PLAN);
    }
    if !reads.is_empty() {
        return Ok(Err(("reads", text::WAVE_SAMPLE_READS)));
    }
    let (frame, draw) = repeat_draw(txn, &sample).await?;
    let edition = find_frame_edition(txn, &sample.frame_hash).await?;
    let synthetic = edition.is_none_or(|edition| edition.status == FrameStatus::Synthetic);
    // A wave is opened under the last edition of its plan, whose strata its PSUs must lie in.
    let today = last_edition(txn, &wave.plan).await?.unwrap_or_default();
    let strata = list_strata(txn, &today).await?;
    let codes = strata.iter().map(|stratum| &stratum.code);
    if !codes.eq(frame.strata().iter().map(|stratum| &stratum.code)) {
        return refused(text::WAVE_SAMPLE_EDITION);
    }
    let margins = list_margins(txn, &today).await?;
    let mut asked = asked.iter();
    if asked
        .next()
        .is_some_and(|own| !can_be_weighted(&margins, own))
    {
        return Ok(Err(("version", text::WAVE_SAMPLE_MARGIN)));
    }
    if !asked.all(|before| can_be_weighted(&margins, before)) {
        return Ok(Err(("version", text::WAVE_SAMPLE_MARGIN_BEFORE)));
    }
    Ok(Ok(Some(Drawn {
        sample,
        synthetic,
        frame,
        draw,
    })))
}

/// The questionnaire of a wave, and those of the waves that its figures will be compared with: the same margins weight them all.
pub(super) async fn questionnaires(app: &App, wave: &NewWave) -> Result<Vec<Questionnaire>, Error> {
    let Some(version) = app.library.find(&wave.version).await? else {
        return Ok(Vec::new());
    };
    let own = version.questionnaire.clone();
    let before = list_waves_before(&app.db, (&wave.plan, &own.id), wave.opens_at).await?;
    let mut asked = vec![own];
    for before in before {
        let version = app.library.find(&before.version).await?;
        asked.extend(version.map(|version| version.questionnaire.clone()));
    }
    Ok(asked)
}

/// Whether a questionnaire asks everything that the margins to be used classify by: without, no weights come about.
fn can_be_weighted(margins: &[Margin], asked: &Questionnaire) -> bool {
    let usable = margins.iter().filter(|it| it.control_totals().is_ok());
    let mut questions = usable.filter_map(Margin::question);
    questions.all(|by| asked.question(by).is_some())
}

/// Opens a wave and registers it: by invitation with a sample, which is used from now on, or by open link.
pub(super) async fn open(
    drawn: Option<&Drawn>,
    txn: &Transaction,
    wave: NewWave,
    now: DateTime<Utc>,
    rng: &mut impl Rng,
) -> Result<(Wave, RegistrationNote), Error> {
    let Some(drawn) = drawn else {
        let wave = insert_wave(txn, wave).await?;
        let registered = register(txn, &wave, now, rng).await?;
        return Ok((wave, registered));
    };
    let wave = NewWave {
        mode: Mode::Probability,
        ..wave
    };
    let sample = (&drawn.frame, &drawn.draw, drawn.sample.drawn_at);
    let (wave, registered) = open_drawn_wave(txn, wave, sample, now, rng).await?;
    use_sample(txn, drawn.sample.id, wave.id.0).await?;
    Ok((wave, registered))
}
