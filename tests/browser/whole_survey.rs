//! The whole survey with the script, by touch and by keyboard, to the receipt.

use crate::browser::Browser;
use crate::devtools::Key;
use crate::form::{Form, pause};
use crate::reading::show;
use crate::stage::Stage;

/// Longer than the pause after which a touched answer moves on by itself.
const LONGER_THAN_THE_PAUSE: u64 = 1500;

const REVIEW: &str = "提交前请看一遍";

/// Answers every question by touch, looks at the review, changes an answer there and sends with a double tap.
pub(crate) async fn is_answered_by_touch(browser: &Browser, stage: &Stage) {
    let before = stage.stored_responses("residents").await;
    let form = Form::open(browser, stage, "/s/residents").await;
    assert_eq!(form.screen().await, "intro");
    assert_eq!(browser.find_all("input:checked").await.len(), 0);
    form.go_on().await;
    form.reaches("R01").await;

    form.choose(2).await;
    form.has_said("下一题").await;
    form.reaches("R02").await;
    assert!(browser.text(".where").await.contains("第 2 题"));
    form.choose(3).await;
    form.reaches("R03").await;
    form.answer_until(REVIEW).await;
    assert_eq!(form.count(".given > div").await, 29);
    assert_eq!(form.count(".given .none").await, 0);
    browser.assert_no_sideways_scrolling().await;

    browser.tap(".given > div:nth-child(2) button").await;
    form.reaches("R02").await;
    browser.tap("#R02 label.choice:nth-of-type(4)").await;
    form.go_on().await;
    form.reaches(REVIEW).await;
    browser
        .becomes("document.activeElement.closest('.given > div:nth-child(2)')")
        .await;
    let changed = browser.text(".given > div:nth-child(2)").await;
    assert!(changed.contains("5年及以上"), "{changed}");

    browser.tap_twice(".next").await;
    form.receipt().await;
    let page = browser.text("main").await;
    assert!(
        !page.contains("5年及以上"),
        "nothing of the answers is shown"
    );
    assert_eq!(stage.stored_responses("residents").await, before + 1);
    assert_eq!(browser.value("localStorage.length").await, 0);

    browser.client.refresh().await.unwrap();
    form.receipt().await;
    browser.client.back().await.unwrap();
    pause(500).await;
    assert_eq!(stage.stored_responses("residents").await, before + 1);
}

/// Touching an answer moves on after a pause that another touch ends; a mark that is set by keys does not.
pub(crate) async fn moves_on_by_touch_only(browser: &Browser, stage: &Stage) {
    let form = Form::open(browser, stage, "/s/residents").await;
    form.go_on().await;
    let second = ".question.now label.choice:nth-of-type(2)";
    browser.tap_both(second, ".where").await;
    pause(LONGER_THAN_THE_PAUSE).await;
    assert_eq!(form.screen().await, "R01", "a second touch stops the clock");

    browser
        .value("document.querySelector('#R01 input:checked').focus()")
        .await;
    browser.press(Key::Down).await;
    pause(LONGER_THAN_THE_PAUSE).await;
    assert_eq!(form.screen().await, "R01", "arrow keys only choose");
    assert_eq!(form.answer_to("R01").await, ["3"]);
}

/// Answers the whole bus survey with the keyboard alone.
pub(crate) async fn is_answered_by_keyboard(browser: &Browser, stage: &Stage) {
    let before = stage.stored_responses("route").await;
    let form = Form::open(browser, stage, "/s/route").await;
    tab_to(browser, "next").await;
    browser.press(Key::Enter).await;
    form.reaches("Q1").await;
    let mut asked = 0;
    while form.screen().await != REVIEW {
        let screen = form.screen().await;
        assert!(is_ahead(browser, &screen).await, "the focus is at {screen}");
        browser.press(Key::Tab).await;
        assert!(has_visible_focus(browser).await, "the focus is seen");
        browser.press(Key::Space).await;
        if screen == "Q1" {
            browser.press(Key::Down).await;
            pause(LONGER_THAN_THE_PAUSE).await;
            assert_eq!(form.screen().await, "Q1", "keys do not move on");
        }
        tab_to(browser, "next").await;
        browser.press(Key::Enter).await;
        // A space is no text; skipping is asked about once.
        if form.screen().await == screen {
            browser.press(Key::Enter).await;
        }
        asked += 1;
        assert!(asked < 10, "{screen} is left");
    }
    form.reaches(REVIEW).await;
    tab_to(browser, "next").await;
    browser.press(Key::Enter).await;
    form.receipt().await;
    assert_eq!(stage.stored_responses("route").await, before + 1);
}

/// The mark that has the keyboard's focus is never below the bar, even where large text meets a small screen.
pub(crate) async fn never_hides_the_focus(browser: &Browser, stage: &Stage) {
    browser.resize(320, 568).await;
    Form::open(browser, stage, "/s/residents?size=large").await;
    show(browser, "R03").await;
    browser.press(Key::Tab).await;
    for place in 1..=19 {
        let script = "(box => document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)\
            .closest('.choice') === document.activeElement.parentNode)\
            (document.activeElement.getBoundingClientRect())";
        assert_eq!(
            browser.value(script).await,
            true,
            "choice {place} is hidden"
        );
        browser.press(Key::Down).await;
    }
}

/// Asks once about a skip, and tells an answer that cannot be from none.
pub(crate) async fn asks_once_about_a_skip(browser: &Browser, stage: &Stage) {
    let form = Form::open(browser, stage, "/s/route").await;
    form.go_on().await;
    form.reaches("Q1").await;
    form.go_on().await;
    browser.comes_to_say("#Q1 .message", "请").await;
    assert_eq!(form.screen().await, "Q1", "who is asked must be known");
    form.choose_code(2).await;
    form.reaches("Q2").await;
    form.go_on().await;
    browser.find("#Q2 .kind").await;
    assert_eq!(form.screen().await, "Q2");
    assert_eq!(browser.find_all("#Q2 .kind").await.len(), 1);
    assert_eq!(form.way_on().await, "跳过这一题");
    form.go_on().await;
    form.reaches("Q5").await;
    form.go_back().await;
    form.reaches("Q2").await;
    form.choose_code(1).await;
    form.reaches("Q3").await;
    form.choose_code(1).await;
    form.choose_code(4).await;
    assert_eq!(
        form.answer_to("Q3").await,
        ["4"],
        "none of these stands alone"
    );
    form.choose_code(1).await;
    assert_eq!(form.answer_to("Q3").await, ["1"]);
    form.go_on().await;
    form.reaches("Q4").await;
    form.type_in("一百").await;
    form.go_on().await;
    browser.comes_to_say("#Q4 .message", "90").await;
    assert_eq!(form.screen().await, "Q4");
    form.type_in("１５").await;
    form.go_on().await;
    form.reaches("Q5").await;
}

/// Somebody who is not asked is told so, and nothing is stored.
pub(crate) async fn ends_for_who_is_not_asked(browser: &Browser, stage: &Stage) {
    let before = stage.stored_responses("route").await;
    let form = Form::open(browser, stage, "/s/route").await;
    form.go_on().await;
    form.choose_code(1).await;
    form.go_on().await;
    form.reaches("谢谢您").await;
    assert!(
        browser
            .text(".screen.now")
            .await
            .contains("请把问卷交给家里的成年人")
    );
    assert_eq!(stage.stored_responses("route").await, before);
    browser.tap(".screen.now button").await;
    form.reaches("intro").await;
    assert_eq!(browser.find_all("input:checked").await.len(), 0);
}

async fn tab_to(browser: &Browser, class: &str) {
    for _ in 0..40 {
        let focused = browser.value("document.activeElement.className").await;
        if focused
            .as_str()
            .is_some_and(|classes| classes.contains(class))
        {
            return;
        }
        browser.press(Key::Tab).await;
    }
    panic!("{class} is not reached with the keyboard");
}

async fn is_ahead(browser: &Browser, id: &str) -> bool {
    browser.value("document.activeElement.id").await == id
}

async fn has_visible_focus(browser: &Browser) -> bool {
    let script = "(e => [getComputedStyle(e), e.nextElementSibling && getComputedStyle(e.nextElementSibling, '::after')]\
        .some(s => s && s.outlineStyle === 'solid' && parseFloat(s.outlineWidth) >= 2))(document.activeElement)";
    browser.value(script).await == true
}
