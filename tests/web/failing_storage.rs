//! What people see while the database cannot be written: residents keep their answers, staff read why.

use accounts::Role;
use axum::http::StatusCode;
use db::Fault;

use crate::city::City;
use crate::staff::member;

/// Final, so that the intake does not mend it while the pages are looked at.
const FAULT: Fault = Fault::NotSynced;

#[tokio::test]
async fn a_form_comes_back_with_everything_typed_and_pages_go_on() {
    let city = City::start().await;
    let cookie = city.get("/s/open").await.cookie();
    city.db.suspect(FAULT, &"a test");
    let form = "_variant=0&Q1=1&Q2=5&Q3=1&Q3=2&Q5=%22%E5%A5%BD%22";
    let answer = city.post("/s/open", &cookie, form).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.headers["retry-after"], "5");
    assert_eq!(answer.body.matches(" checked").count(), 4);
    assert!(answer.body.contains("&quot;好&quot;"));
    assert!(
        !answer.body.contains("data-over"),
        "the phone keeps its draft"
    );
    for page in ["/", "/s/open", "/results", "/receipt"] {
        assert_eq!(city.get(page).await.status, StatusCode::OK, "{page}");
    }
    let counted = city
        .post("/progress/open", "", "variant=0&from=0&to=1")
        .await;
    assert_eq!(counted.status, StatusCode::NO_CONTENT);
    assert_eq!(city.stored_responses().await, 0);
}

#[tokio::test]
async fn staff_read_why_no_answers_come_and_why_nothing_was_saved() {
    let city = City::start().await;
    let designer = member(&city, "designer", &[Role::Designer, Role::FieldManager]).await;
    let calm = designer.get("/studio/waves").await;
    assert!(!calm.body.contains("目前不接收答卷"));
    city.db.suspect(FAULT, &"a test");
    let page = designer.get("/studio/waves?lang=en").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("No answers are being taken in."));
    assert!(page.body.contains("no longer trusts the file"));
    let reason = [("reason", "flood"), ("sure", "yes")];
    let refused = designer
        .post("/studio/waves/open/close?lang=en", &reason)
        .await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(
        refused.body.contains("Nothing was saved just now."),
        "{}",
        refused.body
    );
    assert_eq!(
        city.get("/s/open").await.status,
        StatusCode::OK,
        "still open"
    );
}
