//! What a resident does with the form.

use fantoccini::Locator;
use fieldwork::Receipt;

use crate::browser::Browser;
use crate::stage::Stage;

/// Answers every question shown with its first choice that does not end the survey, and sends.
pub(crate) async fn answers_without_a_script(browser: &Browser, stage: &Stage) {
    browser.forget_scripts().await;
    let before = stage.stored_responses("residents").await;
    browser.open(&stage.at("/s/residents")).await;
    browser.assert_no_sideways_scrolling().await;
    assert_small_targets(browser).await;

    browser.click("form.survey button[type=submit]").await;
    let summary = browser.find("[role=alert]").await;
    let links = summary.find_all(Locator::Css("a")).await.unwrap();
    assert_eq!(links.len(), 3, "the three questions of eligibility");
    assert_eq!(stage.stored_responses("residents").await, before);

    fill(browser).await;
    browser.click("form.survey button[type=submit]").await;
    let receipt = browser.find(".receipt .code").await.text().await.unwrap();
    assert!(Receipt::parse(&receipt).is_some(), "{receipt}");
    let page = browser.text("main").await;
    assert!(
        !page.contains("非常满意"),
        "nothing of the answers is shown"
    );
    assert_eq!(stage.stored_responses("residents").await, before + 1);
}

/// Answers by invitation, and opens the invitation again.
pub(crate) async fn meets_a_used_invitation(browser: &Browser, stage: &Stage) {
    browser.forget_scripts().await;
    let code = stage.demonstration.visitors.invitation.unwrap();
    browser.open(&stage.at("/")).await;
    let field = browser.find("input[name=code]").await;
    let typed = code.to_string().to_lowercase().replace('-', " ");
    field.send_keys(&typed).await.unwrap();
    browser.click("form button[type=submit]").await;
    browser.find("form.survey").await;
    fill(browser).await;
    browser.click("form.survey button[type=submit]").await;
    browser.find(".receipt").await;

    browser.open(&stage.at(&format!("/i/{code}"))).await;
    assert!(browser.text("h1").await.contains("已"));
    assert!(browser.find_all("form.survey").await.is_empty());
}

/// Chooses the second choice of each single question (the first of age and residence ends the survey) and
/// ticks the first of each multiple one, by touching their labels.
async fn fill(browser: &Browser) {
    for question in browser.find_all("fieldset.question").await {
        let id = question.attr("id").await.unwrap().unwrap();
        let labels = question
            .find_all(Locator::Css("label.choice"))
            .await
            .unwrap();
        let place = 1.min(labels.len().saturating_sub(1));
        if let Some(label) = labels.get(place) {
            let target = format!("#{id} label.choice:nth-of-type({})", place + 1);
            browser.click(&target).await;
            let chosen = label.find(Locator::Css("input")).await.unwrap();
            assert!(
                chosen.is_selected().await.unwrap(),
                "{id}: the label is the target"
            );
        }
    }
}

/// Every choice is at least 44 pixels high and its text at least 16.
async fn assert_small_targets(browser: &Browser) {
    let least = browser
        .value(
            "Math.min(...[...document.querySelectorAll('label.choice, button')]\
             .filter(e => e.offsetParent && !e.ariaHidden).map(e => e.getBoundingClientRect().height))",
        )
        .await;
    assert!(
        least.as_f64().unwrap() >= 44.0,
        "a target of {least} pixels"
    );
    let text = browser
        .value("parseFloat(getComputedStyle(document.querySelector('label.choice')).fontSize)")
        .await;
    assert!(text.as_f64().unwrap() >= 16.0, "text of {text} pixels");
}
