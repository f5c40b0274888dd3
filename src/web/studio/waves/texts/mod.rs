//! What was written in words in a wave: reviewed by two persons, coded by a code book, published as counts.

mod coding;
mod overview;
mod publication;
mod review;
mod themes;

pub(crate) use coding::{show as coding, submit as code};
pub(crate) use overview::show;
pub(crate) use publication::{prepare, publish, show as summary};
pub(crate) use review::{show as review, submit as settle};
pub(crate) use themes::{show as themes, submit as change_themes};

use std::collections::BTreeMap;
use std::sync::Arc;

use maud::{Markup, html};

use super::load;
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::interface::Interface;
use crate::studio::staff::Staff;
use accounts::{Action, Entry};
use fieldwork::Wave;
use fieldwork::store::is_opened;
use questionnaire::Question;
use questionnaire::store::Version;
use results::texts::Progress;
use results::texts::store::{is_published, list_progress};
use serde_json::json;

/// Texts on one page.
const PAGE: usize = 20;

/// The texts of a wave.
struct Desk {
    wave: Wave,
    version: Arc<Version>,
    progress: BTreeMap<String, Progress>,
    /// Whether they are published, so that nothing of them changes any more.
    published: bool,
}

impl Desk {
    async fn load(app: &App, slug: &str) -> Result<Self, Error> {
        let wave = load(app, slug).await?;
        // What is opened at a reading date waits for the rest: its order would tell when it came.
        let is_whole = wave.closed_at.is_some() && is_opened(&app.db, wave.id).await?;
        Ok(Self {
            version: app.version_of(&wave).await?,
            progress: if is_whole {
                list_progress(&app.db, wave.id).await?
            } else {
                BTreeMap::new()
            },
            published: is_published(&app.db, wave.id).await?,
            wave,
        })
    }

    /// The questions that somebody answered in words, in the order asked, with where their texts stand.
    fn questions(&self) -> impl Iterator<Item = (&Question, &Progress)> {
        let questions = self.version.questionnaire.questions.iter();
        questions.filter_map(|question| Some((question, self.progress.get(question.id.as_str())?)))
    }

    /// One of them.
    fn question(&self, id: &str) -> Result<(&Question, &Progress), Error> {
        let mut questions = self.questions();
        let found = questions.find(|(question, _)| question.id.as_str() == id);
        found.ok_or(Error::NotFound(Missing::Page))
    }
}

/// The way back to where all texts of the wave stand, and what was asked.
fn top(interface: &Interface, wave: &Wave, question: &Question) -> Markup {
    let back = Address::WaveTexts { wave: &wave.slug };
    html! {
        p { a href=(interface.link(back)) { (interface.text(&wave.title)) } }
        p.lead { (interface.text(&question.text)) }
    }
}

/// Writes down that somebody reads texts. Whoever cannot be noted does not read.
async fn note_reading(
    app: &App,
    staff: &Staff,
    (wave, question): (&Wave, &Question),
    step: &str,
    texts: usize,
) -> Result<(), Error> {
    let entry = Entry::new(Action::ReadTexts, format!("wave {}", wave.slug));
    let entry = entry.after(json!({ "question": question.id, "step": step, "texts": texts }));
    Ok(staff.write(app).await?.commit(entry).await?)
}
