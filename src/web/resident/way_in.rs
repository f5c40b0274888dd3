//! The way into the form of an open wave: the outlet's address where the questionnaire is one screen, as at a
//! service window, else the open link.

use super::script_data::ONE_SCREEN;
use crate::fieldwork::Wave;
use crate::web::app::App;
use crate::web::error::Error;
use crate::web::paths;

/// The address of the form of an open wave.
pub(in crate::web) async fn way_in(app: &App, wave: &Wave) -> Result<String, Error> {
    let version = app
        .library
        .find(&wave.version)
        .await
        .map_err(Error::internal)?;
    let short = version.is_some_and(|it| it.questionnaire.questions.len() <= ONE_SCREEN);
    Ok(if short {
        paths::outlet_form(&wave.slug)
    } else {
        paths::open_form(&wave.slug)
    })
}
