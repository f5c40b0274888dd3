//! Drafts and versions put into the city's database, as the studio would find them.

use db::begin_write;

use authoring::draft::headline;
use authoring::store::{NewDraft, begin_draft, find_draft, save_draft};
use questionnaire::store::{list_versions, save_version};

use crate::city::{City, opens_at};

/// Begins a draft with this text, as the next version where its questionnaire is published; its address.
pub(crate) async fn draft(city: &City, text: &str) -> (authoring::draft::DraftId, String) {
    let (questionnaire, _) = headline(text);
    let versions = list_versions(&city.db).await.unwrap();
    let last = versions
        .iter()
        .rfind(|version| version.questionnaire == questionnaire);
    let txn = begin_write(&city.db).await.unwrap();
    let new = NewDraft {
        text,
        origin: last.map(|version| version.hash.as_str()),
        by: "somebody",
        what: "file",
    };
    let id = begin_draft(&txn, new, city.clock.now()).await.unwrap();
    txn.commit().await.unwrap();
    (id, format!("/studio/drafts/{}", id.0))
}

/// Gives the draft another text behind everybody's back.
pub(crate) async fn change(city: &City, id: authoring::draft::DraftId, text: &str) {
    let txn = begin_write(&city.db).await.unwrap();
    let by = ("another", "text");
    save_draft(&txn, id, text, 1, by, city.clock.now())
        .await
        .unwrap();
    txn.commit().await.unwrap();
}

/// The present text of a draft.
pub(crate) async fn text(city: &City, id: authoring::draft::DraftId) -> String {
    let found = find_draft(&city.db, id).await.unwrap();
    found.unwrap().head.text
}

/// Publishes a shipped questionnaire of the plan; its hash.
pub(crate) async fn publish(city: &City, name: &str, source: &[u8]) -> String {
    let plan = plan::read(
        "plan.toml",
        include_bytes!("../../surveys/harbin-2012-2014/plan.toml"),
    );
    let questionnaire = format::read(name, source).questionnaire.unwrap();
    let txn = begin_write(&city.db).await.unwrap();
    let plan = plan.plan.unwrap();
    let hash = save_version(&txn, Some(&plan.id), &questionnaire, opens_at())
        .await
        .unwrap();
    txn.commit().await.unwrap();
    hash.to_string()
}
