//! Looking up a receipt.

use axum::http::StatusCode;

use crate::city::City;

#[tokio::test]
async fn a_receipt_says_counted_and_nothing_else() {
    let city = City::start().await;
    let sent = city.post("/s/open", "", "_variant=0&Q1=1&Q2=5").await;
    let (_, receipt) = sent.location().rsplit_once('=').unwrap();
    let answer = city
        .post(
            "/receipt",
            "",
            format!("receipt={}", receipt.to_lowercase()),
        )
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("已经计入"));
    assert!(!answer.body.contains("非常满意"));
    let unknown = city
        .post("/receipt", "", "receipt=0000-0000-0000-0000")
        .await;
    assert!(unknown.body.contains("没有找到"));
    let unreadable = city.post("/receipt", "", "receipt=x").await;
    assert_eq!(unreadable.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn thanks_are_given_only_for_what_was_counted() {
    let city = City::start().await;
    assert_eq!(city.get("/thanks").await.status, StatusCode::NOT_FOUND);
    let forged = city.get("/thanks?receipt=0000-0000-0000-0000").await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
}
