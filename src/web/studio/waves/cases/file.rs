//! The list of a field team: taken along, and brought back with what became of each case.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::load_sampled;
use super::overview::{Uploaded, page};
use crate::app::App;
use crate::error::Error;
use crate::extract::{Path, Query};
use crate::interface::Interface;
use crate::studio::download;
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::{Action, Entry};
use clock::in_china;
use fieldwork::Wave;
use fieldwork::attempt::Attempt;
use fieldwork::attempt_list::{read, write};
use fieldwork::store::{list_cases, list_psu_names, record_attempts};
use messages::words::FieldListWords;
use sampling::PsuId;

/// Sends the cases of a wave as a CSV file, or those of one PSU; that it was taken is in the log.
pub(crate) async fn download(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let wave = load_sampled(&app, &slug).await?;
    let psu = query.get("psu").map(PsuId::new);
    let cases = list_cases(&app.db, wave.id, psu.as_ref()).await?;
    let names = list_psu_names(&app.db, wave.id).await?;
    let audited = staff.write(&app).await?;
    let entry = Entry::new(Action::ExportCases, format!("wave {slug}"))
        .after(json!({ "cases": cases.len(), "psu": psu }));
    audited.commit(entry).await?;
    let name_of = |psu: &PsuId| names.get(psu).map_or("", |name| interface.text(name));
    let words = FieldListWords::new(interface.locale);
    let file = write(&cases, name_of, words.words());
    let ending = match &psu {
        Some(psu) => format!("-cases-{psu}.csv"),
        None => "-cases.csv".to_owned(),
    };
    Ok(download::csv(&slug, &ending, file).into_response())
}

/// Takes a list in, all of it or nothing.
pub(crate) async fn upload(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let wave = load_sampled(&app, &slug).await?;
    let uploaded = match typed.file("file") {
        None => Uploaded::None,
        Some(content) => take(&app, &staff, &wave, content).await?,
    };
    page(&app, &interface, &staff, &wave, None, Some(&uploaded)).await
}

async fn take(app: &App, staff: &Staff, wave: &Wave, content: &[u8]) -> Result<Uploaded, Error> {
    let mut list = match read(content) {
        Ok(list) => list,
        Err(error) => return Ok(Uploaded::Unreadable(error)),
    };
    let attempts: Vec<Attempt> = list.attempts.iter().map(|(_, attempt)| *attempt).collect();
    let today = in_china(app.clock.now()).date_naive();
    let audited = staff.write(app).await?;
    let by = staff.user.name.as_str();
    let txn = audited.transaction();
    let recorded = record_attempts(txn, wave, &attempts, false, by, today).await?;
    let recorded = match recorded {
        Ok(recorded) if list.faults.is_empty() => recorded,
        refused => {
            list.refuse(refused.err().unwrap_or_default());
            return Ok(Uploaded::Faulty(list));
        }
    };
    let entry = Entry::new(Action::RecordAttempts, format!("wave {}", wave.slug))
        .after(json!({ "attempts": recorded.new, "known": recorded.known, "by": "file" }));
    audited.commit(entry).await?;
    Ok(Uploaded::Taken {
        recorded,
        blank: list.blank,
    })
}
