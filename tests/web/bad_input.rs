//! Malformed requests: a clear refusal, nothing stored.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE};
use axum::http::{Request, StatusCode};

use crate::city::City;

async fn refused(body: impl Into<Body>, wanted: StatusCode) {
    let city = City::start().await;
    let cookie = city.get("/s/open").await.cookie();
    let answer = city.post("/s/open", &cookie, body).await;
    assert_eq!(answer.status, wanted, "{}", answer.body);
    assert!(answer.body.contains("<h1>"), "a page explains");
    assert_eq!(city.stored_responses().await, 0);
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_too_large() {
    refused(
        format!("Q1=1&Q5={}", "a".repeat(70_000)),
        StatusCode::PAYLOAD_TOO_LARGE,
    )
    .await;
}

#[tokio::test]
async fn ten_thousand_fields_are_refused() {
    refused("Q1=1&".repeat(10_000), StatusCode::BAD_REQUEST).await;
}

#[tokio::test]
async fn bytes_that_are_not_utf_8_are_refused() {
    refused("_variant=0&Q1=1&Q5=%FF%FE", StatusCode::BAD_REQUEST).await;
    refused(b"_variant=0&Q1=1&Q5=\xFF".to_vec(), StatusCode::BAD_REQUEST).await;
}

#[tokio::test]
async fn bad_percent_encoding_and_nul_are_refused() {
    refused("_variant=0&Q1=1&Q5=%G1", StatusCode::BAD_REQUEST).await;
    refused("_variant=0&Q1=1&Q5=a%00b", StatusCode::BAD_REQUEST).await;
}

#[tokio::test]
async fn unknown_fields_and_variants_are_refused() {
    refused("_variant=0&Q1=1&Q99=1", StatusCode::BAD_REQUEST).await;
    refused("_variant=0&Q1=1&_unknown=1", StatusCode::BAD_REQUEST).await;
    refused("_variant=200&Q1=1", StatusCode::BAD_REQUEST).await;
}

#[tokio::test]
async fn choices_that_do_not_exist_are_to_be_corrected() {
    refused("_variant=0&Q1=1&Q2=77", StatusCode::UNPROCESSABLE_ENTITY).await;
    refused(
        "_variant=0&Q1=1&Q2=5&Q3=3&Q3=1",
        StatusCode::UNPROCESSABLE_ENTITY,
    )
    .await;
}

#[tokio::test]
async fn another_content_type_is_refused() {
    let city = City::start().await;
    let request = Request::post("/s/open")
        .header(CONTENT_TYPE, "application/json")
        .body(Body::from("{}"));
    let answer = city.send(request.unwrap()).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn a_cookie_that_was_meddled_with_starts_a_new_fill() {
    let city = City::start().await;
    let request = Request::get("/s/open").header(COOKIE, "fill=00.255.x; fill=\"");
    let answer = city.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn a_method_that_a_page_does_not_have_is_refused() {
    let city = City::start().await;
    let answer = city
        .send(Request::delete("/results").body(Body::empty()).unwrap())
        .await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.headers.contains_key("allow"));
    assert!(answer.body.contains("<h1>"));
}
