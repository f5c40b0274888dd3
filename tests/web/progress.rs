//! Counting how far people get, joined to nobody.

use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use fieldwork::store::list_progress;

use crate::city::{City, closes_at};

#[tokio::test]
async fn what_pages_say_is_counted_by_variant_and_step() {
    let city = City::start().await;
    for said in [
        "variant=0&from=0&to=2",
        "variant=0&from=0&to=1",
        "variant=0&from=3&to=5&sent=1",
    ] {
        let answer = city.post("/progress/open", "", said).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{said}");
        assert!(!answer.headers.contains_key(SET_COOKIE));
    }
    let counts = list_progress(&city.db, city.open.id).await.unwrap();
    assert_eq!(counts.len(), 1);
    assert_eq!(counts[0].opened, 2);
    assert_eq!(counts[0].reached, [2, 1, 1, 1, 1]);
    assert_eq!(counts[0].sent, 1);
}

#[tokio::test]
async fn what_no_page_of_ours_could_say_is_not_counted() {
    let city = City::start().await;
    for said in [
        "",
        "variant=200&from=0&to=1",
        "variant=0&from=0&to=99999999",
        "variant=0&from=0&to=6",
        "variant=0&from=3&to=1",
        "variant=0&from=-1&to=1",
        "variant=x",
    ] {
        let answer = city.post("/progress/open", "", said).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{said}");
    }
    assert_eq!(
        city.post("/progress/none", "", "variant=0").await.status,
        StatusCode::NOT_FOUND
    );
    city.clock.set(closes_at());
    let late = city
        .post("/progress/open", "", "variant=0&from=0&to=1")
        .await;
    assert_eq!(late.status, StatusCode::FORBIDDEN);
    assert!(
        list_progress(&city.db, city.open.id)
            .await
            .unwrap()
            .is_empty()
    );
}
