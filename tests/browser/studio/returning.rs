//! A session that ends in the middle: nothing typed is lost, and work goes on after signing in elsewhere.

use accounts::Role;

use super::colliding::begin_from_residents;
use super::desk::{Desk, hire};
use crate::browser::Browser;
use crate::stage::Stage;

/// Signs out and in again in another window; what was typed meanwhile is saved from the first.
pub(crate) async fn work_goes_on_after_signing_in_again(browser: &Browser, stage: &Stage) {
    hire(stage, "away", &[Role::Designer]).await;
    let desk = Desk::sign_in(browser, stage, "away").await;
    begin_from_residents(&desk).await;
    let address = browser.client.current_url().await.unwrap();
    let place = stage.at(&format!("{}?at=question.R13", address.path()));
    browser.open(&place).await;
    let first = browser.client.window().await.unwrap();
    let other = browser.client.new_window(true).await.unwrap().handle;
    browser
        .client
        .switch_to_window(other.clone())
        .await
        .unwrap();
    browser.open(&stage.at("/studio")).await;
    desk.sign_out().await;

    browser
        .client
        .switch_to_window(first.clone())
        .await
        .unwrap();
    let field = "[id=\"question.R13.help@en\"]";
    desk.write(field, "Said while signed out.").await;
    browser.click("#part-name").await;
    browser.comes_to_say("#saved", "登录已经过期").await;

    browser.client.switch_to_window(other).await.unwrap();
    Desk::sign_in(browser, stage, "away").await;
    browser.client.switch_to_window(first).await.unwrap();
    let before = desk.revision().await;
    browser.click("#save").await;
    desk.saved_after(&before).await;
    browser.open(&place).await;
    let help = browser
        .value("document.getElementById('question.R13.help@en').value")
        .await;
    assert_eq!(help, "Said while signed out.");
}
