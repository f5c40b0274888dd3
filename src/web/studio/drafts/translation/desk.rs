//! What a translator needs on the desk: the draft, and what it is compared with.

use std::collections::BTreeSet;

use super::load;
use crate::app::App;
use crate::error::Error;
use crate::extract::Fields;
use crate::interface::Interface;
use authoring::draft::Draft;
use authoring::editing::apply_all;
use authoring::reading::questionnaire_of;
use authoring::store::{DraftHead, list_confirmed};
use authoring::translation::{Confirmation, Earlier};
use questionnaire::store::{find_version, list_versions};
use questionnaire::{Language, Questionnaire};

/// A draft to be translated.
pub(super) struct Desk {
    pub(super) found: DraftHead,
    /// None while the text has a syntax error, so that no word of it can be edited.
    pub(super) questionnaire: Option<Questionnaire>,
    /// The version whose originals the translations were made from.
    base: Option<Questionnaire>,
    /// What was found right since.
    confirmed: BTreeSet<Confirmation>,
}

impl Desk {
    pub(super) async fn load(app: &App, id: i64) -> Result<Self, Error> {
        let found = load(app, id).await?;
        Ok(Self {
            questionnaire: readable(&found.head.text),
            base: base_of(app, &found.draft).await?,
            confirmed: list_confirmed(&app.db, found.draft.id).await?,
            found,
        })
    }
}

impl Desk {
    /// What the translations are compared with.
    pub(super) fn base(&self) -> Option<Earlier<'_>> {
        self.base.as_ref().map(|version| Earlier {
            version,
            confirmed: &self.confirmed,
        })
    }
}

fn readable(text: &str) -> Option<Questionnaire> {
    apply_all(text, &[]).ok()?;
    questionnaire_of(text)
}

/// The version a draft was begun from, else the last one published of its questionnaire.
async fn base_of(app: &App, draft: &Draft) -> Result<Option<Questionnaire>, Error> {
    if let Some(origin) = &draft.origin {
        return Ok(find_version(&app.db, origin).await?);
    }
    let versions = list_versions(&app.db).await?;
    let last = versions.into_iter().rfind(|version| {
        version.questionnaire == draft.questionnaire
            && draft.version.as_deref() != Some(&version.hash)
    });
    match last {
        Some(version) => Ok(find_version(&app.db, &version.hash).await?),
        None => Ok(None),
    }
}

/// What somebody wants to see of it.
pub(super) struct Asked {
    to: Option<Language>,
    pub(super) only_work: bool,
}

impl Asked {
    /// Reads an address or a form.
    pub(super) fn of(fields: &Fields) -> Self {
        Self {
            to: fields.get("to").map(Language::new),
            only_work: fields.get("show") == Some("work"),
        }
    }

    /// The language translated into: the one asked for, else the reader's own, else the first.
    pub(super) fn language<'q>(
        &self,
        interface: &Interface,
        questionnaire: &'q Questionnaire,
    ) -> Option<&'q Language> {
        let others = questionnaire.languages.get(1..).unwrap_or_default();
        let find = |wanted: &Language| others.iter().find(|other| *other == wanted);
        self.to
            .as_ref()
            .and_then(find)
            .or_else(|| find(&interface.language()))
            .or_else(|| others.first())
    }
}
