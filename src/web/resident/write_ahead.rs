//! The forms of waves that take answers are written before anybody asks for them. It takes seconds to write and compress one
//! in all its variants, and the first resident after a start would wait for them.

use std::time::Duration;

use super::filling::Filling;
use super::form_cache::MOST;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use fieldwork::Wave;
use fieldwork::store::list_waves;
use messages::Locale;

/// How often waves are looked for that have begun, or begin before the next look.
const ROUND: Duration = Duration::from_secs(15);

/// Makes its rounds until the task is dropped. It works beside those who wait, on whatever runtime it is given.
pub async fn write_forms_ahead(app: App) {
    loop {
        if let Err(error) = write_forms(&app).await {
            tracing::warn!(
                ?error,
                "forms could not be written ahead; the next round tries again"
            );
        }
        tokio::time::sleep(ROUND).await;
    }
}

async fn write_forms(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    let takes = |wave: &Wave| {
        wave.closed_at.is_none() && wave.opens_at <= now + ROUND && now < wave.closes_at
    };
    let waves = list_waves(&app.db).await?.into_iter().filter(takes);
    let kinds = [false, true].map(|large| Locale::ALL.map(|locale| (locale, large)));
    let kinds = kinds.concat();
    // More would only push out what was written before.
    for wave in waves.take(MOST / kinds.len()) {
        let filling = Filling::load(app, wave, None, String::new()).await?;
        for (locale, large) in &kinds {
            let interface = Interface::reading_in(*locale, *large);
            filling.written(app, &interface, 0).await?;
        }
    }
    Ok(())
}
