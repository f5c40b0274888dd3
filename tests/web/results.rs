//! Released results, from the database to the page.

use axum::http::StatusCode;

use fieldwork::Mode;
use questionnaire::{Code, QuestionId};
use results::release::{CountRow, CountTable, Release, Results};
use results::store::insert_release;

use crate::city::{City, closes_at, opens_at};

pub(crate) async fn release_open_wave(city: &City) {
    let row = |code, label, count| CountRow {
        code,
        label: [("zh", label)].into(),
        count,
    };
    let release = Release {
        wave: city.open.slug.clone(),
        title: city.open.title.clone(),
        year: 2014,
        city: [("zh", "哈尔滨市")].into(),
        mode: Mode::Open,
        fielded: (opens_at(), closes_at()),
        released_at: closes_at(),
        public_from: None,
        header: None,
        simulated: true,
        questionnaire: city.open.version.clone(),
        respondents: 40,
        results: Results::Open {
            tables: vec![CountTable {
                question: QuestionId::new("Q2"),
                text: [("zh", "您满意吗？")].into(),
                rows: vec![
                    row(Code(5), "非常满意", Some(30)),
                    row(Code(1), "非常不满意", Some(10)),
                ],
                answered: Some(40),
                skipped: Some(0),
            }],
        },
        registration: None,
        corrections: Vec::new(),
        amendment: None,
    };
    let txn = db::begin_write(&city.db).await.unwrap();
    insert_release(&txn, city.open.id, &release, closes_at())
        .await
        .unwrap();
    txn.commit().await.unwrap();
}

#[tokio::test]
async fn a_release_is_listed_and_shown() {
    let city = City::start().await;
    release_open_wave(&city).await;
    let list = city.get("/results").await;
    assert!(
        list.body.contains("href=\"/results/open\""),
        "{}",
        list.body
    );
    let page = city.get("/results/open").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("75.0%"));
    assert!(page.body.contains("不代表全体居民"));
    let english = city.get("/results/open?lang=en").await;
    assert!(english.body.contains("does not represent all residents"));
}

#[tokio::test]
async fn what_has_not_been_released_is_not_found() {
    let city = City::start().await;
    release_open_wave(&city).await;
    assert_eq!(
        city.get("/results/invited").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        city.get("/results/open/sat-gov-integrity").await.status,
        StatusCode::NOT_FOUND
    );
}
