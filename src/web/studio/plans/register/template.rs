//! The table in which values are brought: a row for every promise, with what is to be filled in.

use axum::extract::State;
use axum::response::Response;

use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::promised::promised;
use crate::studio::download;
use crate::studio::plans::load;
use messages::{text, words};
use plan::register::table::{to_csv, to_xlsx};
use plan::register::typed::Column;
use plan::{EntryKind, Indicator, Plan};

/// As a workbook.
pub(crate) async fn workbook(
    State(app): State<App>,
    interface: Interface,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (_, plan) = load(&app, &id).await?;
    let table = to_xlsx("register", &rows(&interface, &plan)).map_err(Error::internal)?;
    Ok(download::xlsx(&id, "-register.xlsx", table))
}

/// As text.
pub(crate) async fn csv(
    State(app): State<App>,
    interface: Interface,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (_, plan) = load(&app, &id).await?;
    let table = to_csv(&rows(&interface, &plan));
    Ok(download::csv(&id, "-register.csv", table))
}

fn rows(interface: &Interface, plan: &Plan) -> Vec<Vec<String>> {
    let locale = interface.locale;
    let told = [
        text::PLAN_INDICATOR_NAME,
        text::REGISTER_SECTION,
        text::PLAN_TARGET,
        text::REGISTER_ASKED,
    ];
    let mut columns = Column::ALL.into_iter();
    let id = columns.next().map(|it| words::register_column(locale, it));
    let heading = id
        .into_iter()
        .chain(told.map(|it| locale.t(it)))
        .chain(columns.map(|it| words::register_column(locale, it)));
    let outline = plan.outline();
    let promises = outline.iter().flat_map(|part| &part.indicators);
    let promises = promises.filter_map(|it| Some(row(interface, it, it.entry_kind()?)));
    [heading.collect()].into_iter().chain(promises).collect()
}

fn row(interface: &Interface, indicator: &Indicator, kind: EntryKind) -> Vec<String> {
    let asked = interface.locale.t(match kind {
        EntryKind::Number => text::REGISTER_ASKED_NUMBER,
        EntryKind::NumberBeside => text::REGISTER_ASKED_BESIDE,
        EntryKind::Done => text::REGISTER_ASKED_DONE,
        EntryKind::Words => text::REGISTER_ASKED_WORDS,
    });
    let told = [
        indicator.id.to_string(),
        interface.text(&indicator.name).to_owned(),
        indicator.section.clone(),
        promised(interface, &indicator.target),
        asked,
    ];
    let empty = Column::ALL.iter().skip(1).map(|_| String::new());
    told.into_iter().chain(empty).collect()
}
