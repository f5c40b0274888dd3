//! The phone believes nothing without proof: not a page that somebody else sent, not its clock, not its storage, not
//! what another window thinks. No answer is lost, and none counts twice.

use axum::http::StatusCode;
use serde_json::json;

use crate::browser::Browser;
use crate::form::{Form, pause};
use crate::proxy::{Fault, Proxy};
use crate::stage::Stage;

const REVIEW: &str = "提交前请看一遍";
const WAITING: &str = "已存在这部手机上，还没有提交";
const FOUND: &str = "这部手机上有一份没填完的问卷";

/// Whatever stands between phone and server does to a form: it waits, nothing on the phone is erased, and one response
/// results.
pub(crate) async fn that_somebody_else_answers(browser: &Browser, stage: &Stage) {
    let proxy = Proxy::start(&stage.address).await;
    let faults = [
        Fault::Foreign(StatusCode::OK),
        Fault::Foreign(StatusCode::FORBIDDEN),
        Fault::Foreign(StatusCode::METHOD_NOT_ALLOWED),
        Fault::Foreign(StatusCode::GONE),
        Fault::Foreign(StatusCode::UNPROCESSABLE_ENTITY),
        Fault::Foreign(StatusCode::BAD_GATEWAY),
        Fault::DropAfterStoring,
        Fault::Hang,
    ];
    for fault in faults {
        let before = stage.stored_responses("route").await;
        let form = Form::open_at(browser, &format!("{}/s/route", proxy.address)).await;
        form.answer_until(REVIEW).await;
        let answers = form.answers().await;
        proxy.does(fault);
        form.go_on().await;
        if fault == Fault::Hang {
            // Longer than the longest trial.
            pause(20_500).await;
        }
        form.reaches(WAITING).await;
        assert!(
            browser.text(".screen.now").await.contains("北京时间"),
            "until when it counts"
        );
        browser.client.refresh().await.unwrap();
        form.reaches(WAITING).await;
        assert_eq!(browser.value("draft.typed").await, answers, "{fault:?}");
        let stored = stage.stored_responses("route").await - before;
        assert_eq!(stored, u64::from(fault == Fault::DropAfterStoring));
        proxy.does(Fault::None);
        form.send_now().await;
        form.receipt().await;
        let stored = stage.stored_responses("route").await - before;
        assert_eq!(stored, 1, "{fault:?}");
        assert_eq!(browser.value("localStorage.length").await, 0, "{fault:?}");
    }
}

/// A firewall's page in place of the form: the form that the phone has opens all the same.
pub(crate) async fn that_a_foreign_page_is_the_form(browser: &Browser, stage: &Stage) {
    let form = Form::open(browser, stage, "/s/route").await;
    crate::without_network::is_kept(browser, "/s/route").await;
    form.answer_until("Q2").await;
    let foreign = "caches.open('forms').then(forms => forms.keys()).then(keys => keys.length)";
    assert_eq!(browser.awaited(foreign).await, 1);
    stage.stop().await;
    let firewall = stage.firewall().await;
    browser.open(&stage.at("/s/route")).await;
    form.goes_on().await;
    form.reaches("Q2").await;
    assert_eq!(browser.awaited(foreign).await, 1, "it is still kept");
    firewall.abort();
    stage.start().await;
}

/// Two windows, one of them idle: what is answered in one is in the other, and neither wipes anything.
pub(crate) async fn that_a_window_is_alone(browser: &Browser, stage: &Stage) {
    let before = stage.stored_responses("residents").await;
    let form = Form::open(browser, stage, "/s/residents").await;
    let first = browser.client.window().await.unwrap();
    let idle = browser.client.new_window(true).await.unwrap().handle;
    browser.client.switch_to_window(idle.clone()).await.unwrap();
    Form::open(browser, stage, "/s/residents").await;
    browser
        .client
        .switch_to_window(first.clone())
        .await
        .unwrap();
    form.answer_until("R24").await;
    let answers = form.answers().await;
    let count = answers.as_object().unwrap().len();
    assert!(count > 20, "{count} answers");

    browser.client.switch_to_window(idle).await.unwrap();
    let all = format!("Object.keys(typed()).length === {count}");
    browser.becomes(&all).await;
    form.go_on().await;
    form.reaches("R01").await;
    form.choose(3).await;
    browser
        .becomes("stored(DRAFT + PLACE).typed['R01@'] == 3")
        .await;
    browser.client.close_window().await.unwrap();
    browser.client.switch_to_window(first).await.unwrap();
    browser.becomes("answerTo('R01') === 3").await;
    browser.becomes(&all).await;
    browser.open("about:blank").await;

    browser.open(&stage.at("/s/residents")).await;
    form.reaches(FOUND).await;
    assert_eq!(form.answers().await, json!({}), "nothing is seen yet");
    form.goes_on().await;
    browser.becomes(&all).await;
    form.answer_until(REVIEW).await;
    form.go_on().await;
    form.receipt().await;
    assert_eq!(stage.stored_responses("residents").await, before + 1);
}

/// A phone whose clock is forty days ahead: only the server says that a survey is over.
pub(crate) async fn the_clock(browser: &Browser, stage: &Stage) {
    let before = stage.stored_responses("route").await;
    let ahead = "const now = Date.now.bind(Date); Date.now = () => now() + 40 * 24 * 3600 * 1000";
    browser.before_each_page(ahead).await;
    let form = Form::open(browser, stage, "/s/route").await;
    form.answer_until(REVIEW).await;
    stage.stop().await;
    form.go_on().await;
    form.reaches(WAITING).await;
    stage.start().await;
    // Any form asks the server about drafts that seem to be over.
    browser.open(&stage.at("/s/residents")).await;
    browser.open(&stage.at("/s/route")).await;
    form.receipt().await;
    assert_eq!(stage.stored_responses("route").await, before + 1);
}

/// Storage that is full after three answers: that is said, the language keeps the answers, and they are sent.
pub(crate) async fn that_storage_lasts(browser: &Browser, stage: &Stage) {
    let before = stage.stored_responses("residents").await;
    let form = Form::open(browser, stage, "/s/residents").await;
    form.answer_until("R04").await;
    let full = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }";
    browser.client.execute(full, Vec::new()).await.unwrap();
    form.choose(2).await;
    form.has_said("存不下").await;
    form.reaches("R05").await;
    form.answer_until("R07").await;
    let answers = form.answers().await;
    browser.before_each_page(full).await;
    browser.tap(".top [formaction][lang]").await;
    browser.find("html[lang=en].js").await;
    form.reaches("R07").await;
    assert_eq!(form.answers().await, answers);
    form.answer_until("Before you send").await;
    form.go_on().await;
    form.receipt().await;
    assert_eq!(stage.stored_responses("residents").await, before + 1);
}

/// Storage and caches that are forbidden from the beginning.
pub(crate) async fn that_storage_is_allowed(browser: &Browser, stage: &Stage) {
    let before = stage.stored_responses("residents").await;
    let forbidden = "for (const name of ['localStorage', 'sessionStorage']) \
        Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError') }});\
        CacheStorage.prototype.open = () => Promise.reject(new DOMException('no', 'SecurityError'));";
    browser.before_each_page(forbidden).await;
    let form = Form::open(browser, stage, "/s/residents").await;
    assert!(form.note().await.contains("存不下"));
    form.answer_until("R07").await;
    let answers = form.answers().await;
    browser.tap(".top [formaction][lang]").await;
    browser.find("html[lang=en].js").await;
    form.reaches("R07").await;
    assert_eq!(form.answers().await, answers);
    form.answer_until("Before you send").await;
    stage.stop().await;
    form.go_on().await;
    form.reaches("Kept on this phone, not sent yet").await;
    assert!(
        browser
            .text(".screen.now")
            .await
            .contains("do not close or reload")
    );
    stage.start().await;
    form.send_now().await;
    form.receipt().await;
    assert_eq!(stage.stored_responses("residents").await, before + 1);
}

/// A finger that trembles: pressed twice on the last question, the review stands and nothing is sent; a choice under the
/// finger of the next question is not taken.
pub(crate) async fn that_a_second_press_is_meant(browser: &Browser, stage: &Stage) {
    let before = stage.stored_responses("residents").await;
    let form = Form::open(browser, stage, "/s/residents").await;
    form.go_on().await;
    form.reaches("R01").await;
    form.choose(2).await;
    browser.tap_twice(".next").await;
    form.reaches("R02").await;
    pause(1500).await;
    assert_eq!(form.screen().await, "R02", "the second press did nothing");
    assert_eq!(browser.find_all("#R02 .message").await.len(), 0);

    let last = browser.value("data.questions.slice(-1)[0].id").await;
    let last = last.as_str().unwrap();
    form.answer_until(last).await;
    form.choose(2).await;
    pause(1500).await;
    assert_eq!(
        form.screen().await,
        last,
        "nothing moves on into the review"
    );
    browser.tap_twice(".next").await;
    form.reaches(REVIEW).await;
    pause(1000).await;
    assert_eq!(form.screen().await, REVIEW);
    assert_eq!(stage.stored_responses("residents").await, before);
}

/// Moving on by itself is announced on the first screen and can be switched off there.
pub(crate) async fn that_everybody_wants_to_be_moved_on(browser: &Browser, stage: &Stage) {
    let form = Form::open(browser, stage, "/s/residents").await;
    assert!(browser.text("#intro").await.contains("自动到下一题"));
    browser.tap(".moves-on button").await;
    form.go_on().await;
    form.choose(2).await;
    pause(1500).await;
    assert_eq!(form.screen().await, "R01");
    browser.open(&stage.at("/s/route")).await;
    browser.find(".js .next").await;
    assert_eq!(
        browser.text(".moves-on").await,
        "自动到下一题",
        "remembered"
    );
}

/// "Other", written and not ticked: writing ticks it, and what stands there without a tick is asked about.
pub(crate) async fn that_a_word_without_a_tick_is_nothing(browser: &Browser, stage: &Stage) {
    let form = Form::open(browser, stage, "/s/route").await;
    form.answer_until("Q2").await;
    form.choose_code(1).await;
    form.reaches("Q3").await;
    browser
        .find("#Q3 .other")
        .await
        .send_keys("太挤")
        .await
        .unwrap();
    assert_eq!(form.answer_to("Q3").await, ["3", "太挤"]);
    form.choose_code(4).await;
    form.go_on().await;
    browser.comes_to_say("#Q3 .message", "没有勾选").await;
    assert_eq!(form.screen().await, "Q3");
    form.choose_code(3).await;
    form.go_on().await;
    form.reaches("Q5").await;
    form.answer_until(REVIEW).await;
    let sent = "decodeURIComponent(bodyOf(route(data.questions, data.arms, answersNow()))).includes('Q3_other=太挤')";
    assert_eq!(browser.value(sent).await, true);
    form.go_on().await;
    form.receipt().await;
}

/// Sent without a network in time, and with one after the close: its owner is told that it did not count.
pub(crate) async fn that_it_came_in_time(browser: &Browser, stage: &Stage) {
    stage.open_route("late").await;
    let form = Form::open(browser, stage, "/s/late").await;
    form.answer_until(REVIEW).await;
    stage.stop().await;
    form.go_on().await;
    form.reaches(WAITING).await;
    stage.start().await;
    stage.close("late").await;
    browser.open(&stage.at("/s/late")).await;
    browser.comes_to_say("main", "没有计入").await;
    assert_eq!(stage.stored_responses("late").await, 0);
    browser.becomes("localStorage.length === 0").await;
}
