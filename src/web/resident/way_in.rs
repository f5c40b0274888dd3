//! The way into the form of an open wave: the outlet's address where the questionnaire is one screen, as at a
//! service window, else the open link.

use super::script_data::is_one_screen;
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use fieldwork::Wave;

/// The address of the form of an open wave.
pub(crate) async fn way_in(app: &App, wave: &Wave) -> Result<String, Error> {
    let version = app.version_of(wave).await?;
    let address = if is_one_screen(&version.questionnaire) {
        Address::OutletForm { outlet: &wave.slug }
    } else {
        Address::OpenForm { wave: &wave.slug }
    };
    Ok(address.to_string())
}
