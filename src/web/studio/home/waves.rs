//! The next step of every wave, for whoever goes it.

use super::Task;
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::studio::staff::Staff;
use accounts::Permission;
use chrono::{DateTime, Utc};
use fieldwork::store::{count_due, is_opened};
use fieldwork::{Wave, WaveState};
use messages::{PlainMessage, text};
use plan::store::list_plan_ids;
use results::store::{PreparedRelease, find_prepared_release};
use results::unreleased::Unreleased;
use results::unreleased::store::list_unreleased;

/// Where a wave stands, as far as somebody has to do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// It opens by itself.
    Opens,
    /// Answers come in until it closes by itself.
    Closes,
    /// What it sealed can be opened.
    Open,
    /// Results can be computed.
    Compute,
    /// Somebody computed them; another person publishes.
    Publish,
}

impl Step {
    /// Whose step it is.
    fn needs(self) -> Permission {
        match self {
            Self::Opens | Self::Closes => Permission::ManageWaves,
            Self::Open => Permission::OpenSealed,
            Self::Compute => Permission::ComputeRelease,
            Self::Publish => Permission::PublishRelease,
        }
    }

    fn what(self) -> PlainMessage {
        match self {
            Self::Opens => text::TASK_WAVE_OPENS,
            Self::Closes => text::TASK_WAVE_RUNS,
            Self::Open => text::TASK_OPEN_SEALED,
            Self::Compute => text::TASK_COMPUTE,
            Self::Publish => text::TASK_PUBLISH,
        }
    }
}

/// What waits of the waves that are not released, and what an office without a plan begins with.
pub(super) async fn tasks(
    app: &App,
    interface: &Interface,
    staff: &Staff,
) -> Result<Vec<Task>, Error> {
    let mut tasks = Vec::new();
    if !staff.may(Permission::SeeWaves) {
        return Ok(tasks);
    }
    if staff.may(Permission::ManageWaves) && list_plan_ids(&app.db).await?.is_empty() {
        tasks.push(Task {
            what: text::TASK_PLAN,
            of: String::new(),
            note: interface.locale.t(text::TASK_PLAN_WHY),
            at: interface.link(Address::Plans),
        });
    }
    let now = app.clock.now();
    for announced in announced(app, now).await? {
        let at = announced.opens_at;
        let note = interface.moment(at);
        tasks.extend(task(interface, staff, &announced, Step::Opens, note));
    }
    for unreleased in list_unreleased(&app.db, now).await? {
        let wave = &unreleased.wave;
        let prepared = find_prepared_release(&app.db, wave.id).await?;
        let Some(step) = step(app, wave, prepared.as_ref(), staff, now).await? else {
            continue;
        };
        let note = note(interface, step, &unreleased, now);
        tasks.extend(task(interface, staff, wave, step, note));
    }
    Ok(tasks)
}

async fn announced(app: &App, now: DateTime<Utc>) -> Result<Vec<Wave>, Error> {
    let mut waves = fieldwork::store::list_waves(&app.db).await?;
    waves.retain(|wave| wave.state(now) == WaveState::Announced);
    Ok(waves)
}

/// The step that a wave waits for; none for whoever computed its results and cannot publish them.
async fn step(
    app: &App,
    wave: &Wave,
    prepared: Option<&PreparedRelease>,
    staff: &Staff,
    now: DateTime<Utc>,
) -> Result<Option<Step>, Error> {
    if wave.state(now) != WaveState::Closed {
        return Ok(Some(Step::Closes));
    }
    if count_due(&app.db, wave, now).await?.is_some() {
        return Ok(Some(Step::Open));
    }
    if wave.answers_erased_at.is_some() || !is_opened(&app.db, wave.id).await? {
        return Ok(None);
    }
    Ok(match prepared {
        None => Some(Step::Compute),
        Some(prepared) if prepared.by == staff.user.name.as_str() => None,
        Some(_) => Some(Step::Publish),
    })
}

/// By when the step is to be gone.
fn note(interface: &Interface, step: Step, unreleased: &Unreleased, now: DateTime<Utc>) -> String {
    let locale = interface.locale;
    if step == Step::Closes {
        let at = interface.moment(unreleased.wave.closes_at);
        return locale.t(text::TaskUntil { at });
    }
    let by = interface.moment(unreleased.due);
    if unreleased.is_late(now) {
        locale.t(text::TaskLate { by })
    } else {
        locale.t(text::TaskBy { by })
    }
}

/// The task, where it is one of theirs.
fn task(
    interface: &Interface,
    staff: &Staff,
    wave: &Wave,
    step: Step,
    note: String,
) -> Option<Task> {
    let slug = &wave.slug;
    staff.may(step.needs()).then(|| Task {
        what: step.what(),
        of: interface.text(&wave.title).to_owned(),
        note,
        at: interface.link(match step {
            Step::Publish => Address::WaveRelease { wave: slug },
            _ => Address::StaffWave { wave: slug },
        }),
    })
}
