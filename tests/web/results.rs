//! Released results, from the database to the page.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderValue, Request, StatusCode};
use chrono::TimeDelta;

use fieldwork::Mode;
use questionnaire::{Code, QuestionId};
use results::release::{CountRow, CountTable, Release, Results};
use results::store::insert_release;

use crate::city::{City, closes_at, opens_at};

/// The results of the wave by open link.
pub(crate) fn open_release(city: &City) -> Release {
    let row = |code, label, count| CountRow {
        code,
        label: [("zh", label)].into(),
        count,
    };
    Release {
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
        survey: None,
        amendment: None,
    }
}

pub(crate) async fn release_open_wave(city: &City) {
    let release = open_release(city);
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

/// The list is kept as it was made, and no reader gets one that is out of date: neither after something was written nor after time alone
/// has changed it.
#[tokio::test]
async fn the_list_of_results_is_made_anew_when_anything_changes() {
    let city = City::start().await;
    let first = city.get("/results").await;
    let tag = first.headers[ETAG].clone();
    assert_eq!(first.headers[CACHE_CONTROL], "no-cache");
    let again = |tag: &HeaderValue| {
        let request = Request::get("/results").header(IF_NONE_MATCH, tag.clone());
        request.body(Body::empty()).unwrap()
    };
    assert_eq!(
        city.send(again(&tag)).await.status,
        StatusCode::NOT_MODIFIED
    );
    // Other ways of reading it are pages of their own.
    assert_ne!(city.get("/results?lang=en").await.body, first.body);
    assert_ne!(city.get("/results?size=large").await.body, first.body);
    assert_eq!(city.get("/results").await.body, first.body);

    release_open_wave(&city).await;
    let released = city.send(again(&tag)).await;
    assert_eq!(released.status, StatusCode::OK);
    assert!(released.body.contains("href=\"/results/open\""));

    // The other wave closes, and nobody writes anything.
    city.clock.set(closes_at() + TimeDelta::days(1));
    let closed = city.get("/results").await;
    assert_ne!(closed.body, released.body);
}
