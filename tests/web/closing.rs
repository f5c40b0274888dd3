//! Closing a wave before its time: a reason is needed, it is said ever after, and what was sent by then counts.

use accounts::Role;
use axum::http::StatusCode;

use crate::city::City;
use crate::staff::member;

const CLOSE: &str = "/studio/waves/open/close";
const FORM: &str = "_variant=0&Q1=1&Q2=5";

#[tokio::test]
async fn a_wave_closes_early_for_a_reason_that_its_page_repeats() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    assert_eq!(
        city.post("/s/open", "", FORM).await.status,
        StatusCode::SEE_OTHER
    );

    for lacking in [
        [("reason", " "), ("sure", "yes")],
        [("reason", "flood"), ("sure", "")],
    ] {
        let answer = manager.post(CLOSE, &lacking).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(city.get("/s/open").await.status, StatusCode::OK);

    let reason = [("reason", "flood & <storm>"), ("sure", "yes")];
    assert_eq!(
        manager.post(CLOSE, &reason).await.status,
        StatusCode::SEE_OTHER
    );
    let page = manager.get("/studio/waves/open").await;
    assert!(
        page.body.contains("<dd>flood &amp; &lt;storm&gt;</dd>"),
        "{}",
        page.body
    );
    assert_eq!(city.get("/s/open").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        city.post("/s/open", "", FORM).await.status,
        StatusCode::GONE
    );
    assert_eq!(city.stored_responses().await, 1);

    let again = [("reason", "no flood"), ("sure", "yes")];
    manager.post(CLOSE, &again).await;
    let page = manager.get("/studio/waves/open").await;
    assert!(page.body.contains("flood &amp;"), "the first reason stands");
}
