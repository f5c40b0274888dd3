//! The question bank beside a draft: what was published, found again and taken over with its series.

mod view;

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;

use super::design::place;
use super::{collision, load, saving, taken_ids};
use crate::addresses;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::{Path, Query};
use crate::interface::Interface;
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use authoring::bank::{Entry, Published, Wanted, collect};
use authoring::draft::DraftId;
use authoring::editing::{BankItem, Edit, EditError, Spot, apply, next_id};
use authoring::store::find_revision;
use plan::IndicatorId;
use plan::store::{find_plan, list_plan_ids};
use questionnaire::store::{StoredVersion, find_version, list_versions};
use questionnaire::{Part, QuestionId, Questionnaire};
use view::Page;

/// What is looked for, and after which question it is to stand.
#[derive(Debug, Clone, Default)]
struct Sought {
    words: String,
    indicator: Option<IndicatorId>,
    topic: String,
    after: Option<QuestionId>,
}

impl Sought {
    fn of(field: impl Fn(&str) -> String) -> Self {
        let given = |name: &str| Some(field(name)).filter(|id| !id.is_empty());
        Self {
            words: field("q"),
            indicator: given("indicator").map(IndicatorId::new),
            topic: field("topic"),
            after: given("after").map(QuestionId::new),
        }
    }

    fn wanted(&self) -> Wanted<'_> {
        Wanted {
            words: &self.words,
            indicator: self.indicator.as_ref(),
            topic: &self.topic,
        }
    }
}

/// Shows what answers to the words looked for.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    Query(query): Query,
) -> Result<Markup, Error> {
    let sought = Sought::of(|name| query.get(name).unwrap_or_default().trim().to_owned());
    page(&app, &interface, &staff, id, &sought, None).await
}

/// Inserts an item, joined with what others have changed meanwhile where it can be.
pub(crate) async fn insert(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Error> {
    let (id, seen) = (DraftId(id), typed.number("based-on")?);
    let version = find_version(&app.db, typed.text("version")).await?;
    let question = QuestionId::new(typed.text("question"));
    let item = version.and_then(|version| BankItem::of(&version, &question));
    let item = item.ok_or(Error::NotFound(Missing::Questionnaire))?;
    let base = find_revision(&app.db, id, seen).await?;
    let base = base.ok_or(Error::NotFound(Missing::Questionnaire))?;
    let what = item.series.clone();
    let taken = taken_ids(&app, &base.text).await?;
    let sought = Sought::of(|name| typed.text(name).to_owned());
    let (new, text) = match inserted((&base.text, &taken), item, sought.after.as_ref()) {
        Ok(inserted) => inserted,
        Err(error) => {
            let page = page(&app, &interface, &staff, id.0, &sought, Some(&error)).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let what = format!("{what} → {new}");
    let Some(saved) = saving::save(&app, &staff, (id, seen), (&text, &what)).await? else {
        return collision::page(&app, &interface, &staff, id, &text).await;
    };
    let new = place::write(&saved.merged.name_of(Part::Question(new)));
    let page = saved.shown_on(addresses::draft_part(id, &new));
    Ok(Redirect::to(&interface.link(page)).into_response())
}

/// The id an item gets, and the draft with it.
fn inserted(
    (text, taken): (&str, &BTreeSet<String>),
    item: BankItem,
    after: Option<&QuestionId>,
) -> Result<(QuestionId, String), EditError> {
    let id = next_id(text, &Part::Question(QuestionId::new("")), taken)?;
    let id = QuestionId::new(id);
    let at = after.map_or(Spot::Last, |id| Spot::After(id.to_string()));
    let item = Box::new(item);
    let edit = Edit::Insert {
        item,
        id: id.clone(),
        at,
    };
    Ok((id, apply(text, &edit)?))
}

async fn page(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    id: i64,
    sought: &Sought,
    error: Option<&EditError>,
) -> Result<Markup, Error> {
    let found = load(app, id).await?;
    let entries = bank_entries(app).await?;
    let page = Page::new(interface, staff, &found, &entries, sought);
    Ok(page.view(error))
}

/// Everything in the bank: the latest version of every questionnaire.
pub(crate) async fn bank_entries(app: &App) -> Result<Vec<Entry>, Error> {
    let versions = list_versions(&app.db).await?;
    let latest = versions
        .chunk_by(|one, next| one.questionnaire == next.questionnaire)
        .filter_map(<[_]>::last);
    let mut published: Vec<(&StoredVersion, Questionnaire)> = Vec::new();
    for version in latest {
        if let Some(questionnaire) = find_version(&app.db, &version.hash).await? {
            published.push((version, questionnaire));
        }
    }
    let mut plans = Vec::new();
    for id in list_plan_ids(&app.db).await? {
        plans.extend(find_plan(&app.db, &id).await?);
    }
    let published: Vec<Published<'_>> = (published.iter())
        .map(|(version, questionnaire)| Published {
            hash: &version.hash,
            number: version.number,
            questionnaire,
        })
        .collect();
    Ok(collect(&published, &plans))
}
