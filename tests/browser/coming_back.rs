//! Going away and coming back: what was answered, and where one was, is still there.

use crate::browser::Browser;
use crate::form::Form;
use crate::stage::Stage;

const REVIEW: &str = "提交前请看一遍";

/// Reloads in the middle.
pub(crate) async fn keeps_answers_and_place(browser: &Browser, stage: &Stage) {
    let form = Form::open(browser, stage, "/s/residents").await;
    form.answer_until("R03").await;
    form.choose(5).await;
    browser.client.refresh().await.unwrap();
    browser.find(".js .next").await;
    let here = form.screen().await;
    assert_eq!(form.answer_to("R01").await, ["2"]);
    assert_eq!(form.answer_to("R02").await, ["2"]);
    assert_eq!(form.answer_to("R03").await, ["230109"]);
    assert!(form.note().await.contains("已恢复您之前填写的内容"));
    let answers = form.answers().await;

    browser.open("about:blank").await;
    browser.open(&stage.at("/s/residents")).await;
    form.goes_on().await;
    form.reaches(&here).await;
    assert_eq!(form.answers().await, answers);
}

/// Goes back, with the page's button and with the browser's own, changes an answer that opens other questions, and
/// goes forth again.
pub(crate) async fn leads_through_a_changed_route(browser: &Browser, stage: &Stage) {
    let before = stage.stored_responses("route").await;
    let form = Form::open(browser, stage, "/s/route").await;
    form.go_on().await;
    form.choose_code(2).await;
    form.reaches("Q2").await;
    form.choose_code(1).await;
    form.reaches("Q3").await;
    let total = total(browser).await;
    form.choose_code(1).await;
    form.go_on().await;
    form.reaches("Q4").await;
    form.type_in("20").await;
    form.go_on().await;
    form.reaches("Q5").await;

    browser.client.back().await.unwrap();
    form.reaches("Q4").await;
    form.go_back().await;
    form.reaches("Q3").await;
    browser.client.back().await.unwrap();
    form.reaches("Q2").await;
    form.choose_code(3).await;
    form.reaches("Q5").await;
    assert!(self::total(browser).await < total, "the path got shorter");
    browser.client.back().await.unwrap();
    form.reaches("Q2").await;
    browser.client.forward().await.unwrap();
    form.reaches("Q5").await;
    form.answer_until(REVIEW).await;
    assert_eq!(
        form.count(".given > div").await,
        7,
        "Q3 and Q4 are not asked"
    );

    browser.tap(".given > div:nth-child(2) button").await;
    form.reaches("Q2").await;
    form.choose_code(1).await;
    form.go_on().await;
    form.reaches(REVIEW).await;
    assert_eq!(
        form.count(".given > div").await,
        9,
        "what was said is still known"
    );
    assert_eq!(form.answer_to("Q4").await, ["20"]);
    browser.client.back().await.unwrap();
    form.reaches("Q2").await;
    browser.client.forward().await.unwrap();
    form.reaches(REVIEW).await;
    form.go_on().await;
    form.receipt().await;
    assert_eq!(stage.stored_responses("route").await, before + 1);
}

/// Hands the phone on: nothing of the first person is left, and each counts for one.
pub(crate) async fn somebody_else_starts_anew(browser: &Browser, stage: &Stage) {
    let before = stage.stored_responses("route").await;
    let form = Form::open(browser, stage, "/s/route").await;
    form.answer_until("Q5").await;
    browser.client.refresh().await.unwrap();
    browser.find(".js .next").await;
    browser.tap(".bar-below .link").await;
    browser.answer_question(false).await;
    assert_ne!(form.answers().await, serde_json::json!({}), "asked first");
    browser.tap(".bar-below .link").await;
    browser.answer_question(true).await;
    form.reaches("intro").await;
    assert_eq!(browser.find_all("input:checked").await.len(), 0);
    assert_eq!(form.answers().await, serde_json::json!({}));

    form.answer_until(REVIEW).await;
    form.go_on().await;
    let first = form.receipt().await;
    browser.tap("a[href*='fill=new']").await;
    form.reaches("intro").await;
    assert_eq!(form.answers().await, serde_json::json!({}));
    form.answer_until(REVIEW).await;
    form.go_on().await;
    browser.find(".receipt").await;
    assert_ne!(form.receipt().await, first);
    assert_eq!(stage.stored_responses("route").await, before + 2);
}

/// The same form in two windows: once it is sent from one, the other holds nothing of it and cannot bring it back.
pub(crate) async fn is_sent_in_another_window(browser: &Browser, stage: &Stage) {
    let form = Form::open(browser, stage, "/s/route").await;
    form.answer_until(REVIEW).await;
    let first = browser.client.window().await.unwrap();
    let other = browser.client.new_window(true).await.unwrap().handle;
    browser.client.switch_to_window(other).await.unwrap();
    browser.open(&stage.at("/s/route")).await;
    form.goes_on().await;
    form.reaches(REVIEW).await;
    form.go_on().await;
    form.receipt().await;
    browser.client.switch_to_window(first).await.unwrap();
    form.reaches("intro").await;
    assert_eq!(form.answers().await, serde_json::json!({}));
    let kept = browser
        .value("Object.keys(localStorage).filter(key => key.includes('draft') && JSON.stringify(localStorage[key]).includes('Q1')).length")
        .await;
    assert_eq!(kept, 0, "nothing of it is kept");
}

/// Of how many questions the line above the question speaks.
async fn total(browser: &Browser) -> i64 {
    browser
        .value("document.querySelector('progress').max")
        .await
        .as_i64()
        .unwrap()
}
