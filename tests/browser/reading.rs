//! Ways of reading: languages, large text, a narrow screen, a slow phone.

use serde_json::json;

use crate::browser::Browser;
use crate::form::{Form, pause};
use crate::stage::Stage;

const REVIEW: &str = "提交前请看一遍";

/// Changes the language in the middle, twice, and sends in English.
pub(crate) async fn in_both_languages_keeps_the_answers(browser: &Browser, stage: &Stage) {
    let before = stage.stored_responses("residents").await;
    let form = Form::open(browser, stage, "/s/residents").await;
    form.answer_until("R03").await;
    let answers = form.answers().await;
    browser.tap(".top [formaction][lang]").await;
    browser.find("html[lang=en].js").await;
    form.reaches("R03").await;
    assert_eq!(form.answers().await, answers);
    browser.tap(".top [formaction][lang]").await;
    browser.find("html[lang|=zh].js").await;
    form.reaches("R03").await;
    assert_eq!(form.answers().await, answers);
    form.answer_until(REVIEW).await;
    let answers = form.answers().await;
    browser.tap(".top [formaction][lang]").await;
    browser.find("html[lang=en].js").await;
    assert_eq!(form.answers().await, answers);
    assert_eq!(form.count(".given .none").await, 0);
    form.go_on().await;
    form.receipt().await;
    assert_eq!(stage.stored_responses("residents").await, before + 1);
    assert!(browser.text("h1").await.contains("Thank you"));
}

/// Large text: one touch away, remembered, with large targets, and nothing moves by itself.
pub(crate) async fn in_elder_mode(browser: &Browser, stage: &Stage) {
    let form = Form::open(browser, stage, "/s/residents").await;
    browser.tap("[data-size]").await;
    browser.find("html.elder").await;
    form.go_on().await;
    form.choose(2).await;
    pause(1500).await;
    assert_eq!(form.screen().await, "R01", "nothing moves by itself");
    let smallest = browser
        .value(
            "Math.min(...[...document.querySelectorAll('main *, .top *')].filter(e => e.offsetParent \
             && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))\
             .map(e => parseFloat(getComputedStyle(e).fontSize)))",
        )
        .await;
    assert!(
        smallest.as_f64().unwrap() >= 24.0,
        "text of {smallest} pixels"
    );
    let least = browser
        .value(
            "Math.min(...[...document.querySelectorAll('label.choice, button, .top a')]\
             .filter(e => e.offsetParent).map(e => e.getBoundingClientRect().height))",
        )
        .await;
    assert!(
        least.as_f64().unwrap() >= 60.0,
        "a target of {least} pixels"
    );
    let spacing = browser
        .value("(s => parseFloat(s.lineHeight) / parseFloat(s.fontSize))(getComputedStyle(document.body))")
        .await;
    assert!(spacing.as_f64().unwrap() >= 1.5, "lines {spacing} high");

    browser.open(&stage.at("/s/residents")).await;
    browser.find("html.elder.js").await;
    form.goes_on().await;
    assert_eq!(form.answer_to("R01").await, ["2"]);
    browser.open(&stage.at("/")).await;
    browser.find("html.elder").await;
    browser.tap("[data-size]").await;
    browser.find("html:not(.elder)").await;
    browser.open(&stage.at("/s/residents")).await;
    browser.find("html.js:not(.elder)").await;
}

/// 320 pixels wide, every screen in both sizes and languages; nothing is wider than the screen.
pub(crate) async fn on_a_narrow_screen(browser: &Browser, stage: &Stage) {
    browser.resize(320, 568).await;
    for path in [
        "/s/residents",
        "/s/residents?lang=en&size=large",
        "/s/route?size=large",
        "/s/window?lang=en&size=large",
    ] {
        let form = Form::open(browser, stage, path).await;
        browser.assert_no_sideways_scrolling().await;
        let questions = browser
            .value("data.one ? [] : data.questions.map(q => q.id)")
            .await;
        for question in questions.as_array().unwrap() {
            show(browser, question.as_str().unwrap()).await;
            browser.assert_no_sideways_scrolling().await;
        }
        assert!(form.count("h1").await == 1);
    }
    for path in [
        "/",
        "/results",
        "/results/residents-2014",
        "/receipt",
        "/privacy",
        "/nothing",
    ] {
        for reading in ["", "?lang=en&size=large"] {
            browser.open(&stage.at(&format!("{path}{reading}"))).await;
            browser.assert_no_sideways_scrolling().await;
        }
    }
}

/// Shows a question without answering those before it.
pub(crate) async fn show(browser: &Browser, question: &str) {
    let script = "history.pushState({at: arguments[0]}, ''); \
        dispatchEvent(new PopStateEvent('popstate', {state: {at: arguments[0]}}))";
    browser
        .client
        .execute(script, vec![json!(question)])
        .await
        .unwrap();
}

/// Slow 3G and a processor four times slower: the first answer can be given within two seconds. What is printed is held
/// against that; the test fails at three times as much, since other programs on this machine are not the form's fault.
pub(crate) async fn on_a_slow_phone(browser: &Browser, stage: &Stage) {
    browser.become_a_slow_phone().await;
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        browser.forget_everything(&stage.address).await;
        Form::open(browser, stage, "/s/residents").await;
        let ready = browser
            .value("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
            .await;
        let ready = ready.as_f64().unwrap();
        println!("        ready after {ready:.0} ms on slow 3G with a slow processor");
        best = best.min(ready);
        if best < 2000.0 {
            break;
        }
    }
    assert!(best < 6000.0, "ready after {best} ms");
    let form = Form { browser };
    form.go_on().await;
    form.reaches("R01").await;
    form.choose(2).await;
    form.reaches("R02").await;
}
