//! From nothing to an answer: a designer builds the survey of a service window, a second person approves it, the
//! field is opened, and a resident answers on a phone.

use accounts::Role;
use chrono::TimeDelta;
use clock::Clock;

use super::desk::{Desk, hire};
use crate::browser::Browser;
use crate::stage::Stage;

/// Questions on the scale, in both languages.
const RATED: [(&str, &str); 3] = [
    (
        "您对工作人员的服务态度满意吗？",
        "Are you satisfied with the manner of the staff?",
    ),
    (
        "您对办事的快慢满意吗？",
        "Are you satisfied with how long it took?",
    ),
    (
        "您对收费是否清楚满意吗？",
        "Are you satisfied with how clear the fees were?",
    ),
];

/// The choices of the scale: code, Chinese, English, kind, score.
const SCALE: [(i64, &str, &str, &str, &str); 4] = [
    (1, "不满意", "Dissatisfied", "dissatisfied", "0"),
    (2, "一般", "Neither", "neutral", "50"),
    (3, "满意", "Satisfied", "satisfied", "100"),
    (88, "说不清", "Can’t say", "dont_know", ""),
];

/// Builds, has approved, opens and answers it.
pub(crate) async fn a_survey_is_built_approved_and_answered(browser: &Browser, stage: &Stage) {
    hire(stage, "wang", &[Role::Designer]).await;
    hire(stage, "zhao", &[Role::FieldManager]).await;
    let desk = Desk::sign_in(browser, stage, "wang").await;
    desk.begin("counter", "窗口服务评价", "Rating of a service window")
        .await;
    desk.write_and_rest("intro@zh", "只需一分钟，不记名。")
        .await;
    desk.change("intro@en", "One minute, without names.").await;
    build_scale(&desk).await;
    build_questions(&desk).await;

    let address = browser.client.current_url().await.unwrap();
    let draft = address.path().trim_end_matches("/design").to_owned();
    assert!(browser.text("#checker-title").await.contains("0 处错误"));
    browser.open(&stage.at(&format!("{draft}/paths"))).await;
    let finding = browser.text("main").await;
    assert!(finding.contains("路径"), "{finding}");

    browser.open(&stage.at(&draft)).await;
    browser.click("form[action*=\"/review\"] button").await;
    desk.sign_out().await;
    let desk = Desk::sign_in(browser, stage, "zhao").await;
    browser.open(&stage.at(&draft)).await;
    browser.click("input[name=kinds]").await;
    browser.click("form[action*=\"/publish\"] button").await;
    browser.find("a[href*=\"/studio/waves/new\"]").await;
    open_wave(&desk).await;
    desk.sign_out().await;
    answer(browser, stage).await;
}

async fn build_scale(desk: &Desk<'_>) {
    desk.add("new-scale").await;
    let list = SCALE
        .map(|(_, zh, en, ..)| format!("{zh}\t{en}"))
        .join("\n");
    desk.paste("choice.0.zh", &list).await;
    // The wording is typed while the code is being saved.
    let [.., (code, zh, ..)] = SCALE;
    desk.write_on("choice.3.code", &[&code.to_string(), zh])
        .await;
    for (place, (_, zh, en, kind, score)) in SCALE.into_iter().enumerate() {
        for (what, wanted) in [("zh", zh), ("en", en), ("kind", kind)] {
            let found = format!("document.getElementById('choice.{place}.{what}').value");
            assert_eq!(desk.browser.value(&found).await, wanted, "{place} {what}");
        }
        if !score.is_empty() {
            desk.change(&format!("choice.{place}.score"), score).await;
        }
    }
}

/// Eight questions: five on the scale, one with an exclusive choice asked on a condition, a number, a remark.
async fn build_questions(desk: &Desk<'_>) {
    desk.add("scale").await;
    word(
        desk,
        "Q1",
        "总的来说，您对这次服务满意吗？",
        "Overall, are you satisfied with the service?",
    )
    .await;
    desk.phone_comes_to_say("总的来说").await;
    for (at, (zh, en)) in RATED.into_iter().enumerate() {
        desk.add("scale").await;
        word(desk, &format!("Q{}", at + 2), zh, en).await;
    }
    desk.add("multiple").await;
    word(desk, "Q5", "哪些方面让您不满意？", "What dissatisfied you?").await;
    desk.press("add-choice").await;
    for (place, zh, en) in [
        (0, "态度", "Manner"),
        (1, "时间", "Time"),
        (2, "都没有", "None of these"),
    ] {
        desk.change(&format!("choice.{place}.zh"), zh).await;
        desk.change(&format!("choice.{place}.en"), en).await;
    }
    desk.tick("choice.2.exclusive").await;
    desk.change("ask_if", "Q1 ＝＝ １").await;
    let reading = desk.browser.text("#ask_if-reads").await;
    assert!(reading.contains("不满意"), "{reading}");
    desk.add("single").await;
    desk.change("choice.0.zh", "不满意").await;
    desk.browser
        .becomes("document.getElementById('choice.0.kind').value === 'dissatisfied'")
        .await;
    word(desk, "Q6", "事情办成了吗？", "Was your matter settled?").await;
    for (place, zh, en, kind) in [
        (0, "办成了", "Yes", "satisfied"),
        (1, "没有办成", "No", "dissatisfied"),
    ] {
        desk.change(&format!("choice.{place}.zh"), zh).await;
        desk.change(&format!("choice.{place}.en"), en).await;
        desk.choose(&format!("choice.{place}.kind"), kind).await;
    }
    desk.select("add-sort", "number").await;
    desk.press_twice("add").await;
    let questions = "document.querySelectorAll('.outline .questions li').length";
    assert_eq!(
        desk.browser.value(questions).await,
        7,
        "one press, one question"
    );
    word(
        desk,
        "Q7",
        "您一共等了多少分钟？",
        "How many minutes did you wait?",
    )
    .await;
    desk.add("long_text").await;
    word(
        desk,
        "Q8",
        "还有什么想说的？",
        "Is there anything you would like to say?",
    )
    .await;
}

async fn word(desk: &Desk<'_>, id: &str, zh: &str, en: &str) {
    desk.change(&format!("question.{id}@zh"), zh).await;
    desk.change(&format!("question.{id}@en"), en).await;
}

async fn open_wave(desk: &Desk<'_>) {
    let browser = desk.browser;
    browser.click("a[href*=\"/studio/waves/new\"]").await;
    desk.write("[name=slug]", "counter-2026").await;
    desk.write("[name=title-zh]", "窗口服务评价").await;
    desk.write("[name=title-en]", "Rating of a service window")
        .await;
    let today = Clock::System.now();
    for (name, day) in [
        ("opens", today - TimeDelta::days(2)),
        ("closes", today + TimeDelta::days(30)),
    ] {
        let moment = day.format("%Y-%m-%dT00:00");
        let script = format!("document.querySelector('[name={name}]').value = '{moment}'");
        browser.client.execute(&script, Vec::new()).await.unwrap();
    }
    browser.click("main form [type=submit]").await;
    browser.find("a[href*=\"/poster\"]").await;
}

/// The resident's side, on a phone: one screen, the condition at work.
async fn answer(browser: &Browser, stage: &Stage) {
    browser.resize(360, 740).await;
    let before = stage.stored_responses("counter-2026").await;
    browser.open(&stage.at("/s/counter-2026")).await;
    browser.click("#Q1 [value='3']").await;
    // Who is satisfied is not asked what was wrong.
    browser
        .becomes("document.getElementById('Q5').hidden")
        .await;
    browser.click("#Q1 [value='1']").await;
    browser.click("#Q5 [value='1']").await;
    browser.click("#Q5 [value='3']").await;
    let first = browser
        .value("document.querySelector('#Q5 [value=\"1\"]').checked")
        .await;
    assert_eq!(first, false, "what excludes the others takes them back");
    browser.click("#Q6 [value='1']").await;
    browser.click("button.next").await;
    browser.find("#Q2 .kind").await;
    assert_eq!(
        stage.stored_responses("counter-2026").await,
        before,
        "skips are asked about once"
    );
    browser.click("button.next").await;
    browser.find(".receipt .code").await;
    assert_eq!(stage.stored_responses("counter-2026").await, before + 1);
}
