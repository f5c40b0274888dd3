//! A sample as files: the table of what was drawn, and the design that repeats the draw.

use axum::extract::State;
use axum::response::Response;

use super::load;
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::download;
use messages::text;
use sampling::DesignFile;
use sampling::store::find_frame_edition;

/// PSUs and households with their probabilities and base weights, as CSV.
pub(crate) async fn table(State(app): State<App>, Path(id): Path<i64>) -> Result<Response, Error> {
    let drawn = load(&app, id).await?;
    Ok(download::csv(
        &format!("sample-{id}"),
        ".csv",
        drawn.draw.to_csv(),
    ))
}

/// What `minyi sample` repeats the draw by, with the units of the frame and the seed.
pub(crate) async fn design(
    State(app): State<App>,
    interface: Interface,
    Path(id): Path<i64>,
) -> Result<Response, Error> {
    let drawn = load(&app, id).await?;
    let edition = find_frame_edition(&app.db, &drawn.sample.frame_hash).await?;
    let edition =
        edition.ok_or_else(|| Error::internal(format!("the frame of sample {id} is gone")))?;
    let file = DesignFile::of(&drawn.frame, edition.reference_date, &drawn.draw);
    let file = toml::to_string(&file).map_err(Error::internal)?;
    let head = interface.locale.t(text::SampleFileHead {
        name: drawn.sample.name.replace(['\n', '\r'], " "),
    });
    Ok(download::toml(
        &format!("design-{id}"),
        format!("# {head}\n{file}"),
    ))
}
