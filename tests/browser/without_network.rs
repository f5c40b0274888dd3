//! In a lift, in a village, while the server restarts: nothing is lost and nothing counts twice.

use crate::browser::Browser;
use crate::form::{Form, pause};
use crate::stage::Stage;

const REVIEW: &str = "提交前请看一遍";
const WAITING: &str = "已存在这部手机上，还没有提交";

/// Loses the network at the third question, answers to the end, sends, and gets the receipt when it is back.
pub(crate) async fn is_answered_to_the_end(browser: &Browser, stage: &Stage) {
    let before = stage.stored_responses("residents").await;
    let form = Form::open(browser, stage, "/s/residents").await;
    is_kept(browser, "/s/residents").await;
    form.answer_until("R03").await;
    stage.stop().await;
    browser.go_offline().await;
    form.answer_until(REVIEW).await;
    form.go_on().await;
    form.reaches(WAITING).await;
    assert_eq!(form.count(".bar-below[hidden]").await, 1);
    is_filled_up(browser).await;

    browser.client.refresh().await.unwrap();
    form.reaches(WAITING).await;

    stage.start().await;
    browser.go_online().await;
    form.receipt().await;
    pause(500).await;
    assert_eq!(stage.stored_responses("residents").await, before + 1);
    assert_eq!(browser.value("localStorage.length").await, 0);
}

/// Opens the form with neither network nor server, once it has been opened with them; the other language not
/// before it has been opened too.
pub(crate) async fn opens(browser: &Browser, stage: &Stage) {
    let form = Form::open(browser, stage, "/s/residents").await;
    is_kept(browser, "/s/residents").await;
    form.answer_until("R02").await;
    stage.stop().await;
    browser.go_offline().await;
    browser.open(&stage.at("/s/residents")).await;
    form.goes_on().await;
    form.reaches("R02").await;
    assert_eq!(form.answer_to("R01").await, ["2"]);
    assert!(form.note().await.contains("已恢复"));

    browser.tap(".top [formaction][lang]").await;
    browser
        .comes_to_say(".bar-below p", "另一种语言还打不开")
        .await;
    stage.start().await;
    browser.go_online().await;
    browser.tap(".top [formaction][lang]").await;
    browser.find("html[lang=en].js").await;
    is_kept(browser, "/s/residents").await;
    browser.tap(".top [formaction][lang]").await;
    browser.find("html[lang|=zh].js").await;
    stage.stop().await;
    browser.go_offline().await;
    browser.tap(".top [formaction][lang]").await;
    browser.find("html[lang=en].js").await;
    form.reaches("R02").await;
    assert_eq!(form.answer_to("R01").await, ["2"]);
    stage.start().await;
    browser.go_online().await;
}

/// Sends while the server restarts; the form waits on the phone and is sent when its page is opened again.
pub(crate) async fn waits_for_a_server_that_restarts(browser: &Browser, stage: &Stage) {
    let before = stage.stored_responses("route").await;
    let form = Form::open(browser, stage, "/s/route").await;
    is_kept(browser, "/s/route").await;
    form.answer_until(REVIEW).await;
    stage.stop().await;
    form.go_on().await;
    form.reaches(WAITING).await;
    is_filled_up(browser).await;
    assert_eq!(stage.stored_responses("route").await, before);
    stage.start().await;
    browser.open(&stage.at("/s/route")).await;
    form.receipt().await;
    pause(500).await;
    assert_eq!(stage.stored_responses("route").await, before + 1);
}

/// What waits to be sent is as long as the page says that all forms are.
async fn is_filled_up(browser: &Browser) {
    let script = "(() => {\
        const key = Object.keys(localStorage).find(key => key.startsWith('minyi:queue:'));\
        return JSON.parse(localStorage[key]).body.length - data.length;\
    })()";
    assert_eq!(browser.value(script).await, 0);
}

/// Waits until the worker has the form and its files.
pub(crate) async fn is_kept(browser: &Browser, path: &str) {
    let script = "const [path, done] = arguments;\
        const look = async () => {\
            const forms = await (await caches.open('forms')).keys();\
            const files = await (await caches.open('files')).keys();\
            const language = document.documentElement.lang.slice(0, 2);\
            const kept = forms.some(r => r.url.endsWith(path + '?lang=' + language));\
            if (kept && files.length >= 3 && navigator.serviceWorker.controller) done(true);\
            else setTimeout(look, 50);\
        };\
        look()";
    let path = vec![serde_json::json!(path)];
    browser.client.execute_async(script, path).await.unwrap();
}
