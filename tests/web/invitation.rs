//! The form behind an invitation, and the front door that leads to it.

use axum::http::StatusCode;

use crate::city::{City, closes_at};

const GOOD: &str = "_variant=0&Q1=1&Q2=5";

#[tokio::test]
async fn a_code_is_spent_by_a_complete_form_only() {
    let city = City::start().await;
    let address = format!("/i/{}", city.codes[0]);
    let form = city.get(&address).await;
    assert_eq!(form.status, StatusCode::OK);
    let screened = city.post(&address, &form.cookie(), "_variant=0&Q1=2").await;
    assert_eq!(screened.status, StatusCode::OK);
    let sent = city.post(&address, &form.cookie(), GOOD).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert_eq!(city.get(&address).await.status, StatusCode::GONE);
    assert_eq!(city.post(&address, "", GOOD).await.status, StatusCode::GONE);
    let again = city.post(&address, &form.cookie(), GOOD).await;
    assert_eq!(again.receipt(), sent.receipt());
    assert_eq!(city.stored_responses().await, 1);
}

#[tokio::test]
async fn a_code_of_a_closed_wave_is_gone() {
    let city = City::start().await;
    city.clock.set(closes_at());
    let address = format!("/i/{}", city.codes[0]);
    assert_eq!(city.get(&address).await.status, StatusCode::GONE);
    assert_eq!(city.post(&address, "", GOOD).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_form_that_was_counted_gets_its_receipt_again_after_the_close() {
    let city = City::start().await;
    let address = format!("/i/{}", city.codes[0]);
    let cookie = city.get(&address).await.cookie();
    let first = city.post(&address, &cookie, GOOD).await;
    city.clock.set(closes_at());
    let again = city.post(&address, &cookie, GOOD).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    assert_eq!(again.receipt(), first.receipt());
    assert_eq!(city.post(&address, "", GOOD).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn the_form_says_who_of_the_household_answers() {
    let city = City::start().await;
    let address = format!("/i/{}", city.codes[0]);
    assert!(city.get(&address).await.body.contains("下一个过生日"));
    let english = city.get(&format!("{address}?lang=en")).await;
    assert!(english.body.contains("whose birthday comes next"));
    assert!(!city.get("/s/open").await.body.contains("下一个过生日"));
}

#[tokio::test]
async fn an_unknown_code_is_not_found() {
    let city = City::start().await;
    for code in ["0000-0000-0000-0000", "nonsense", "%E5%A5%BD"] {
        let answer = city.get(&format!("/i/{code}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(answer.body.contains("邀请码"));
    }
}

#[tokio::test]
async fn a_code_typed_in_any_way_leads_to_its_form() {
    let city = City::start().await;
    let code = city.codes[1].to_string();
    let typed = code.to_lowercase().replace('-', "+");
    let led = city.post("/", "", format!("code={typed}")).await;
    assert_eq!(led.status, StatusCode::SEE_OTHER);
    assert_eq!(led.location(), format!("/i/{code}"));
    let led = city.get(&format!("/?lang=en&code={typed}")).await;
    assert_eq!(led.location(), format!("/i/{code}?lang=en"));
    let led = city.get(&format!("/i/{}", code.to_lowercase())).await;
    assert_eq!(led.location(), format!("/i/{code}"));
}

#[tokio::test]
async fn an_unreadable_code_is_asked_for_again() {
    let city = City::start().await;
    let answer = city.post("/", "", "code=ABC").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("value=\"ABC\""));
}
