//! Booklets that came back on paper, for whoever types them in.

use super::Task;
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::studio::staff::Staff;
use accounts::Permission;
use fieldwork::store::{count_waiting_booklets, list_waves};
use fieldwork::{Mode, WaveState};
use messages::text;

/// The desks of the waves that take answers: those where booklets wait, and all of them for whoever has no other way there.
pub(super) async fn tasks(
    app: &App,
    interface: &Interface,
    staff: &Staff,
) -> Result<Vec<Task>, Error> {
    let mut tasks = Vec::new();
    if !staff.may(Permission::EnterPaper) {
        return Ok(tasks);
    }
    let now = app.clock.now();
    for wave in list_waves(&app.db).await? {
        if wave.mode == Mode::Open || wave.state(now) != WaveState::Open {
            continue;
        }
        let waiting = count_waiting_booklets(&app.db, wave.id).await?;
        if waiting.all() == 0 && staff.may(Permission::SeeWaves) {
            continue;
        }
        tasks.push(Task {
            what: text::TASK_PAPER,
            of: interface.text(&wave.title).to_owned(),
            note: interface.locale.t(text::TaskPaperWaiting {
                once: waiting.entered_once,
                settle: waiting.to_settle,
            }),
            at: interface.link(Address::WavePaper { wave: &wave.slug }),
        });
    }
    Ok(tasks)
}
