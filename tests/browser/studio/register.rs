//! A value of the register on its way to everybody's page: entered by one person, released by another.

use accounts::Role;

use super::desk::{Desk, hire};
use crate::browser::Browser;
use crate::stage::Stage;

const PROMISE: &str = "/studio/plans/harbin-2012-2014/register/adm-cinema-screens";

/// An analyst enters a value, somebody else releases it, and it stands on the page of results.
pub(crate) async fn a_value_is_entered_and_released(browser: &Browser, stage: &Stage) {
    hire(stage, "counter", &[Role::Analyst]).await;
    hire(stage, "checker", &[Role::Releaser]).await;
    let desk = Desk::sign_in(browser, stage, "counter").await;
    browser.open(&stage.at(PROMISE)).await;
    desk.write("[name=value]", "1.0625").await;
    desk.write("[name=source]", "市文化局年报").await;
    let day = "document.querySelector('[name=dated]').value = '2014-09-01'";
    browser.value(day).await;
    browser.click("form.narrow button.main").await;
    browser.comes_to_say("main", "1.0625").await;
    let ticks = browser.find_all("[name=seen]").await;
    assert!(ticks.is_empty(), "nobody releases what they entered");
    desk.sign_out().await;
    browser.open(&stage.at("/results")).await;
    let page = browser.text("main").await;
    assert!(!page.contains("1.0625"), "what waits is nobody's to see");

    Desk::sign_in(browser, stage, "checker").await;
    browser.open(&stage.at(PROMISE)).await;
    browser.click("[name=seen]").await;
    browser.click("[name=decision][value=release]").await;
    browser.find("main h1").await;
    browser.open(&stage.at("/results")).await;
    browser.comes_to_say("main", "1.0625").await;
    browser.resize(360, 740).await;
    browser.open(&stage.at("/results")).await;
    browser.assert_no_sideways_scrolling().await;
    let promises = browser.find_all(".promise").await;
    assert_eq!(promises.len(), 69, "every promise stands on the page");
}
