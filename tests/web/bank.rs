//! The question bank beside a draft.

use accounts::Role;
use axum::http::StatusCode;

use crate::city::{Answer, City};
use crate::drafting::{change, draft, publish, text};
use crate::staff::member;
use questionnaire::{QuestionId, ScaleId};

const RESIDENTS: &[u8] = include_bytes!("../../surveys/harbin-2012-2014/residents.toml");

const DRAFT: &str = "id = \"county\"\nlanguages = [\"zh\", \"en\"]\ntitle = { zh = \"县\", en = \"County\" }\nintro = { zh = \"您好\", en = \"Hello\" }\n\
    [[question]]\nid = \"C01\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"几位？\"\nen = \"How many?\"\n\
    [[question]]\nid = \"C02\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"几岁？\"\nen = \"How old?\"\n";

/// The ids of the questions that a page of the bank offers.
fn offered(page: &Answer) -> Vec<&str> {
    let parts = page.body.split("name=\"question\" value=\"").skip(1);
    parts.filter_map(|part| part.split('"').next()).collect()
}

#[tokio::test]
async fn an_indicator_and_a_word_find_the_questions_that_measure_it() {
    let city = City::start().await;
    let designer = member(&city, "李明", &[Role::Designer]).await;
    publish(&city, "residents.toml", RESIDENTS).await;
    let (_, address) = draft(&city, DRAFT).await;
    let by_indicator = designer
        .get(&format!(
            "{address}/bank?indicator=sat-gov-integrity&after=C01"
        ))
        .await;
    assert_eq!(by_indicator.status, StatusCode::OK, "{}", by_indicator.body);
    assert_eq!(offered(&by_indicator), ["R11"]);
    assert!(by_indicator.body.contains("residents/R11"));
    assert!(
        by_indicator
            .body
            .contains("integrity of the city government")
    );
    assert!(by_indicator.body.contains("非常满意 / 比较满意"));
    let by_word = designer.get(&format!("{address}/bank?q=integrity")).await;
    assert!(offered(&by_word).contains(&"R11"), "{}", by_word.body);
    let nothing = designer.get(&format!("{address}/bank?q=xyzzy")).await;
    assert!(offered(&nothing).is_empty());
    let everything = designer.get(&format!("{address}/bank")).await;
    assert_eq!(
        offered(&everything).len(),
        35,
        "residents and the city's own"
    );
}

#[tokio::test]
async fn an_item_is_inserted_after_its_neighbour_with_series_and_scale() {
    let city = City::start().await;
    let designer = member(&city, "李明", &[Role::Designer]).await;
    let hash = publish(&city, "residents.toml", RESIDENTS).await;
    let (id, address) = draft(&city, DRAFT).await;
    let fields = [
        ("based-on", "1"),
        ("version", hash.as_str()),
        ("question", "R11"),
        ("after", "C01"),
    ];
    let inserted = designer.post(&format!("{address}/bank"), &fields).await;
    assert_eq!(inserted.status, StatusCode::SEE_OTHER, "{}", inserted.body);
    assert_eq!(
        inserted.location(),
        format!("{address}/design?at=question.C03")
    );
    let text = text(&city, id).await;
    let draft = format::read("draft.toml", text.as_bytes());
    assert!(draft.findings.is_empty(), "{:?}", draft.findings);
    let draft = draft.questionnaire.unwrap();
    let ids: Vec<&str> = draft.questions.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["C01", "C03", "C02"]);
    let new = draft.question(&QuestionId::new("C03")).unwrap();
    assert_eq!(new.series.as_deref(), Some("residents/R11"));
    assert_eq!(draft.scale(&ScaleId::new("S5")).unwrap().choices.len(), 6);
    let page = designer
        .get(&format!("{address}/bank?q=residents/R11"))
        .await;
    assert!(page.body.contains("已在这份草稿中：C03"), "{}", page.body);
    assert!(offered(&page).is_empty());
    let log = designer.get(&address).await;
    assert!(log.body.contains("residents/R11 → C03"), "{}", log.body);
}

#[tokio::test]
async fn what_cannot_be_inserted_is_explained_and_a_collision_overwrites_nobody() {
    let city = City::start().await;
    let designer = member(&city, "李明", &[Role::Designer]).await;
    let hash = publish(&city, "residents.toml", RESIDENTS).await;
    let (id, address) = draft(&city, DRAFT).await;
    let bank = format!("{address}/bank");
    let mut fields = [
        ("based-on", "1"),
        ("version", hash.as_str()),
        ("question", "R11"),
        ("after", "C99"),
    ];
    let refused = designer.post(&bank, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("C99"), "{}", refused.body);
    assert_eq!(text(&city, id).await, DRAFT, "the draft stays as it was");
    fields[3].1 = "C01";
    fields[2].1 = "R99";
    let unknown = designer.post(&bank, &fields).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let theirs = format!("{DRAFT}[[question");
    change(&city, id, &theirs).await;
    fields[2].1 = "R11";
    let late = designer.post(&bank, &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    assert!(
        late.body.contains("residents/R11"),
        "one's own change is shown"
    );
    assert_eq!(text(&city, id).await, theirs);
}

#[tokio::test]
async fn an_item_is_joined_with_what_somebody_else_has_added_meanwhile() {
    let city = City::start().await;
    let designer = member(&city, "李明", &[Role::Designer]).await;
    let hash = publish(&city, "residents.toml", RESIDENTS).await;
    let (id, address) = draft(&city, DRAFT).await;
    let theirs = format!(
        "{DRAFT}[[question]]\nid = \"C03\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"几口？\"\nen = \"How many?\"\n"
    );
    change(&city, id, &theirs).await;
    let fields = [
        ("based-on", "1"),
        ("version", hash.as_str()),
        ("question", "R11"),
        ("after", "C01"),
    ];
    let inserted = designer.post(&format!("{address}/bank"), &fields).await;
    assert_eq!(
        inserted.location(),
        format!("{address}/design?at=question.C04&told=joined.1.2")
    );
    let text = text(&city, id).await;
    let draft = format::read("draft.toml", text.as_bytes())
        .questionnaire
        .unwrap();
    let ids: Vec<&str> = draft.questions.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["C01", "C04", "C02", "C03"]);
}
