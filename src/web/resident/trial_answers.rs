//! What was answered behind a test link: kept apart from everything that counts.

use maud::{Markup, html};
use rand::RngExt;

use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::page::Page;
use fieldwork::submission::Content;
use messages::text;
use questionnaire::store::save_trial;

/// Keeps what was answered, and says that it does not count.
pub(super) async fn keep(
    app: &App,
    interface: &Interface,
    version: &str,
    content: &Content,
) -> Result<Markup, Error> {
    let id = format!("{:032x}", app.rng().random::<u128>());
    let content = serde_json::to_value(content).map_err(Error::internal)?;
    save_trial(&app.db, &id, version, content).await?;
    let locale = interface.locale;
    Ok(
        Page::new(interface, &locale.t(text::TRIAL_THANKS_TITLE)).body(&html! {
            p.lead { (locale.t(text::TRIAL_THANKS)) }
        }),
    )
}
